//! Sharing one image: members, their answers, and what a person types to add more.

use super::Lang;
use crate::model::{MemberStatus, Visibility};

super::define_texts! {
    sharing_visibility: "Who can use it";
    sharing_members: "Shared with";
    sharing_nobody: "With nobody yet.";
    sharing_add: "Share with more projects";
    sharing_projects: "Projects";
    sharing_projects_hint: "Ids, or names that you may know; any number, separated by blanks, commas or lines";
    sharing_offered: "Offered to this project";
    sharing_as_project: "This project:";
}

impl Lang {
    #[must_use]
    pub fn sharing_make(self, to: &Visibility) -> String {
        let Self::En = self;
        match to {
            Visibility::Shared => "Make it shared".to_owned(),
            Visibility::Private => "Make it private".to_owned(),
            Visibility::Community => "Give it to the community".to_owned(),
            Visibility::Public => "Publish it".to_owned(),
            Visibility::Other(word) => format!("Make it {word}"),
        }
    }

    #[must_use]
    pub fn sharing_since(self, ago: &str) -> String {
        let Self::En = self;
        format!("Shared {ago}")
    }

    #[must_use]
    pub fn sharing_remove(self, project: &str) -> String {
        let Self::En = self;
        format!("Stop sharing with {project}")
    }

    #[must_use]
    pub fn sharing_share(self, count: usize) -> String {
        let Self::En = self;
        match count {
            0 => "Share".to_owned(),
            1 => "Share with 1 project".to_owned(),
            count => format!("Share with {} projects", self.number(count as u64)),
        }
    }

    /// `now`: what was answered before.
    #[must_use]
    pub fn sharing_answer(self, now: &MemberStatus, answer: &MemberStatus) -> &'static str {
        let Self::En = self;
        match (now, answer) {
            (_, MemberStatus::Accepted) => "Accept",
            (MemberStatus::Accepted, _) => "Leave",
            _ => "Reject",
        }
    }

    #[must_use]
    pub fn sharing_doubtful(self, word: &str) -> String {
        let Self::En = self;
        format!(
            "“{word}” is no project that is known here, and doesn’t look like an id. The service takes any text without asking whether there is such a project."
        )
    }

    #[must_use]
    pub fn sharing_ambiguous(self, word: &str) -> String {
        let Self::En = self;
        format!("Several projects are called “{word}”. Give the id.")
    }

    #[must_use]
    pub fn sharing_has(self, word: &str) -> String {
        let Self::En = self;
        format!("{word} has it already.")
    }
}
