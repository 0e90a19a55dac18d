//! Acting on many images: what will change, what is skipped and why, and who
//! else loses by it.

use super::Lang;
use crate::bulk::{Change, PropertyChange, Reason, Stakes};

impl Lang {
    /// What changes of one image.
    #[must_use]
    pub fn bulk_change(self, change: &Change) -> String {
        let Self::En = self;
        match change {
            Change::Delete | Change::Deactivate | Change::Reactivate | Change::Download => {
                String::new()
            }
            Change::AddTags(tags) => format!("+ {}", tags.join(", ")),
            Change::RemoveTags(tags) => format!("− {}", tags.join(", ")),
            Change::Properties(changes) => {
                let changes: Vec<_> = changes.iter().map(property_change).collect();
                changes.join("; ")
            }
            Change::Visibility { from, to } => {
                format!("{} → {}", self.visibility(from), self.visibility(to))
            }
            Change::Protected(_) | Change::Hidden(_) => String::new(),
            Change::Share(projects) => format!("+ {}", projects.join(", ")),
            Change::CopyToStores(stores) => format!("→ {}", stores.join(", ")),
        }
    }

    /// "2 skipped: protected from deletion".
    #[must_use]
    pub fn bulk_skipped(self, count: usize, reason: Reason) -> String {
        let Self::En = self;
        let count = self.number(count as u64);
        format!("{count} skipped: {}", self.bulk_reason(reason))
    }

    #[must_use]
    pub fn bulk_reason(self, reason: Reason) -> &'static str {
        let Self::En = self;
        match reason {
            Reason::AlreadySo => "it is so already",
            Reason::Protected => "protected from deletion",
            Reason::Foreign => "another project’s",
            Reason::NotActive => "not active",
            Reason::NotDeactivated => "not deactivated",
            Reason::NoData => "without data",
            Reason::InTransition => "the service is at work on it",
            Reason::BeingDeleted => "being deleted already",
            Reason::TooManyTags => "it would have more than 128 tags",
            Reason::TooManyProperties => "it would have more than 128 properties",
            Reason::NotShared => "only images of visibility “Shared” can be shared",
            Reason::AlreadyInStore => "the stores have it already",
            Reason::OnlyAdminsPublish => "only administrators of the cloud may publish",
        }
    }

    /// Who else loses; empty where nobody does.
    #[must_use]
    pub fn bulk_stakes(self, stakes: Stakes) -> Vec<String> {
        let Self::En = self;
        let of_them = |count: usize| match count {
            1 => ("1 of them is".to_owned(), "it"),
            n => (format!("{} of them are", self.number(n as u64)), "them"),
        };
        let mut lines = Vec::new();
        if stakes.public > 0 {
            let (are, them) = of_them(stakes.public);
            lines.push(format!(
                "{are} public: every project of this cloud loses {them}."
            ));
        }
        if stakes.community > 0 {
            let (are, them) = of_them(stakes.community);
            lines.push(format!(
                "{are} for the community: any project may be using {them}."
            ));
        }
        if stakes.shared > 0 {
            let (are, them) = of_them(stakes.shared);
            lines.push(format!(
                "{are} shared with other projects: they lose {them}, too."
            ));
        }
        lines
    }

    #[must_use]
    pub fn bulk_names_more(self, count: usize) -> String {
        let Self::En = self;
        format!("and {} more", self.number(count as u64))
    }
}

/// "os_distro: debian → ubuntu".
fn property_change(change: &PropertyChange) -> String {
    let name = change.name.as_str();
    match (&change.from, &change.to) {
        (Some(from), Some(to)) => format!("{name}: {from} → {to}"),
        (None, Some(to)) => format!("+ {name} = {to}"),
        (from, None) => format!("− {name} = {}", from.as_deref().unwrap_or_default()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::PropertyName;

    #[test]
    fn stakes_are_told_one_by_one() {
        let lines = Lang::En.bulk_stakes(Stakes {
            public: 1,
            community: 0,
            shared: 2,
        });
        assert_eq!(
            lines,
            [
                "1 of them is public: every project of this cloud loses it.",
                "2 of them are shared with other projects: they lose them, too."
            ]
        );
    }

    #[test]
    fn a_property_is_told_before_and_after() {
        let change = |from: Option<&str>, to: Option<&str>| {
            property_change(&PropertyChange {
                name: PropertyName::parse("os").expect("is legal"),
                from: from.map(str::to_owned),
                to: to.map(str::to_owned),
            })
        };
        assert_eq!(change(Some("a"), Some("b")), "os: a → b");
        assert_eq!(change(None, Some("b")), "+ os = b");
        assert_eq!(change(Some("a"), None), "− os = a");
    }
}
