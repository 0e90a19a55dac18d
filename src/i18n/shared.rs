//! Offers in words: what others share with this project, and the answers to it.

use super::Lang;
use crate::model::{MemberStatus, Timestamp};

super::define_texts! {
    shared_title: "Shared with me";
    shared_waiting_mark: " waiting";
    shared_project_id: "Others share with this project by its id:";
    shared_project_id_name: "project id";
    shared_empty_title: "Nothing is shared with this project";
    shared_empty_text: "When another project shares an image with this one, the offer waits here for an answer. Whoever wants to share needs the project id above.";
    shared_admin_title: "Administrators get no offers";
    shared_admin_text: "To an administrator the service lists every shared image of the cloud, and doesn’t say which of them are offered to this project. Sign in as a member of the project to answer its offers.";
    shared_no_project_title: "It isn’t known which project this is";
    shared_no_project_text: "This sign-in is a pasted token, and no Keystone was there to say of which project it is. Sign in with a password or an application credential to answer offers.";
    shared_reader_title: "Your role in this project is reader";
    shared_reader_text: "Most clouds let readers look, not answer. Ask somebody with the role member.";
    shared_from_nobody: "From nobody’s project";
    select_all: "Select all";
    undo: "Undo";
}

impl Lang {
    #[must_use]
    pub fn member_status(self, status: &MemberStatus) -> String {
        let Self::En = self;
        match status {
            MemberStatus::Pending => "Pending",
            MemberStatus::Accepted => "Accepted",
            MemberStatus::Rejected => "Rejected",
            MemberStatus::Other(word) => word,
        }
        .to_owned()
    }

    /// What an answer means for everybody in the project.
    #[must_use]
    pub fn shared_meaning(self, status: &MemberStatus) -> &'static str {
        let Self::En = self;
        match status {
            MemberStatus::Pending => {
                "What you accept appears in the list of images, for everybody in this project. What you reject stays out of it. Either can be changed later."
            }
            MemberStatus::Accepted => "These are in the list of images.",
            _ => "These stay out of the list of images, but can still be used by their id.",
        }
    }

    #[must_use]
    pub fn shared_none(self, status: &MemberStatus) -> &'static str {
        let Self::En = self;
        match status {
            MemberStatus::Pending => "No offer waits for an answer.",
            _ => "None.",
        }
    }

    /// The deed, on a button.
    #[must_use]
    pub fn shared_answer(self, answer: &MemberStatus) -> &'static str {
        let Self::En = self;
        match answer {
            MemberStatus::Accepted => "Accept",
            _ => "Reject",
        }
    }

    /// The deed to several: `some` that are selected, or `all` where none is.
    #[must_use]
    pub fn shared_answer_many(self, answer: &MemberStatus, some: usize, all: usize) -> String {
        let Self::En = self;
        let deed = self.shared_answer(answer);
        match some {
            0 => format!("{deed} all {}", self.number(all as u64)),
            some => format!("{deed} {} selected", self.number(some as u64)),
        }
    }

    /// What was done to `count` images, of which one is `title`.
    #[must_use]
    pub fn shared_answered(self, answer: &MemberStatus, title: &str, count: usize) -> String {
        let Self::En = self;
        let (subject, is) = match count {
            1 => (format!("“{title}”"), "is"),
            count => (format!("{} images", self.number(count as u64)), "are"),
        };
        match answer {
            MemberStatus::Accepted => format!("{subject} {is} in your list now."),
            MemberStatus::Rejected => format!("{subject} {is} rejected and not in your list."),
            _ if count == 1 => format!("{subject} waits for an answer again."),
            _ => format!("{subject} wait for an answer again."),
        }
    }

    /// Which answers the service didn't take.
    #[must_use]
    pub fn shared_not_answered(self, titles: &[String]) -> String {
        let Self::En = self;
        format!("Not answered: {}", titles.join(", "))
    }

    /// By name, or followed by an id.
    #[must_use]
    pub fn shared_from(self, project: &str) -> String {
        let Self::En = self;
        format!("From project {project}")
    }

    #[must_use]
    pub fn shared_ago(self, at: Timestamp, now_s: i64) -> String {
        let Self::En = self;
        format!("shared {}", self.ago(at, now_s))
    }

    #[must_use]
    pub fn updated_ago(self, at: Timestamp, now_s: i64) -> String {
        let Self::En = self;
        format!("updated {}", self.ago(at, now_s))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_and_many_are_told_apart() {
        let said = |answer, count| Lang::En.shared_answered(answer, "debian", count);
        let (accepted, pending) = (&MemberStatus::Accepted, &MemberStatus::Pending);
        assert_eq!(said(accepted, 1), "“debian” is in your list now.");
        assert_eq!(said(accepted, 1200), "1,200 images are in your list now.");
        assert_eq!(said(pending, 1), "“debian” waits for an answer again.");
        assert_eq!(said(pending, 2), "2 images wait for an answer again.");
        let button = |some| Lang::En.shared_answer_many(accepted, some, 5);
        assert_eq!(button(0), "Accept all 5");
        assert_eq!(button(2), "Accept 2 selected");
    }
}
