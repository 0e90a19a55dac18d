//! Acting on many images: what is asked, what will happen, what came of it.

use super::Lang;
use crate::bulk::{Action, Change, Kind, PropertyChange, Reason, Stakes};

super::define_texts! {
    bulk_bar: "Selected images";
    bulk_clear: "Clear selection";
    bulk_more: "More";
    bulk_more_label: "More actions on the selected images";
    bulk_add: "Add";
    bulk_set: "Set";
    bulk_remove: "Remove";
    bulk_tags: "Tags";
    bulk_tags_mode: "Add or remove tags";
    bulk_commas: "Separated by commas";
    bulk_property_names: "Properties to remove";
    bulk_properties_mode: "Set or remove properties";
    bulk_property_add: "Another property";
    bulk_found: "On the selected images";
    bulk_choose: "Choose…";
    bulk_projects: "Project IDs";
    bulk_projects_hint: "Separated by commas or blanks. Each project has to accept an image before it shows in its list. The service doesn’t check whether there is such a project.";
    bulk_stores_hint: "Copying between stores is for administrators, unless this cloud allows it to others.";
    bulk_go_blank: "Change";
    bulk_stop: "Stop";
    bulk_stopping: "Stopping: what is under way comes to its end.";
    bulk_background: "Close this and it goes on.";
    bulk_show: "Show";
    bulk_signed_out_title: "The service takes the token no more";
    bulk_signed_out_text: "Everything that was left has been stopped. Sign in again, then go on with the rest.";
    bulk_properties_lost: "Values that are replaced or removed can’t be brought back.";
    bulk_delete_lost: "The records and their data are removed for good. Instances that run from them go on.";
    bulk_deactivate_lost: "Until they are reactivated, only administrators can use their data.";
    bulk_visibility_lost: "Who sees them only because of their visibility loses them.";
}

impl Lang {
    /// "12 selected · 34 GiB".
    #[must_use]
    pub fn bulk_selected(self, count: usize, bytes: u64) -> String {
        let Self::En = self;
        let count = self.number(count as u64);
        match bytes {
            0 => format!("{count} selected"),
            bytes => format!("{count} selected · {}", self.size(bytes)),
        }
    }

    /// As it stands on a button or in a menu.
    #[must_use]
    pub fn bulk_kind(self, kind: Kind) -> &'static str {
        let Self::En = self;
        match kind {
            Kind::Download => "Download",
            Kind::Delete => "Delete",
            Kind::Visibility => "Visibility…",
            Kind::Tags => "Tags…",
            Kind::Properties => "Properties…",
            Kind::Protect => "Protect from deletion",
            Kind::Unprotect => "Take protection off",
            Kind::Hide => "Hide from lists",
            Kind::Unhide => "Show in lists again",
            Kind::Deactivate => "Deactivate",
            Kind::Reactivate => "Reactivate",
            Kind::Share => "Share with projects…",
            Kind::CopyToStores => "Copy to stores…",
        }
    }

    /// The title of its dialog, of so many selected images.
    #[must_use]
    pub fn bulk_title(self, kind: Kind, count: usize) -> String {
        let Self::En = self;
        let deed = match kind {
            Kind::Visibility => "Change the visibility of",
            Kind::Tags => "Change the tags of",
            Kind::Properties => "Change the properties of",
            Kind::Protect => "Protect",
            Kind::Unprotect => "Take the protection off",
            Kind::Hide => "Hide",
            Kind::Unhide => "Show in lists again:",
            Kind::Share => "Share",
            Kind::CopyToStores => "Copy to stores:",
            Kind::Download | Kind::Delete | Kind::Deactivate | Kind::Reactivate => {
                self.bulk_kind(kind)
            }
        };
        format!("{deed} {}", self.image_count(count, count))
    }

    /// What the dry run says first: "3 images will be deleted".
    #[must_use]
    pub fn bulk_will(self, action: &Action, count: usize, bytes: u64) -> String {
        let Self::En = self;
        if count == 0 {
            return "Nothing will change".to_owned();
        }
        let images = self.image_count(count, count);
        let fate = match action {
            Action::Delete => "be deleted",
            Action::AddTags(_) => "get tags",
            Action::RemoveTags(_) => "lose tags",
            Action::SetProperties(_) => "get other properties",
            Action::RemoveProperties(_) => "lose properties",
            Action::SetVisibility(to) => {
                let to = self.visibility(to).to_lowercase();
                return format!("{images} will become {to}");
            }
            Action::SetProtected(true) => "be protected from deletion",
            Action::SetProtected(false) => "be protected no more",
            Action::SetHidden(true) => "be hidden from lists",
            Action::SetHidden(false) => "show in lists again",
            Action::Deactivate => "be deactivated",
            Action::Reactivate => "be reactivated",
            Action::Share(_) => "be shared",
            Action::Download => "be downloaded",
            Action::CopyToStores(_) => "be copied",
        };
        let is_about_data = matches!(
            action,
            Action::Delete | Action::Download | Action::CopyToStores(_)
        );
        match bytes {
            bytes if is_about_data && bytes > 0 => {
                format!("{images} will {fate} ({})", self.size(bytes))
            }
            _ => format!("{images} will {fate}"),
        }
    }

    /// The button that does it: "Delete 3 images".
    #[must_use]
    pub fn bulk_go(self, action: &Action, count: usize) -> String {
        format!(
            "{} {}",
            self.imperative(action),
            self.image_count(count, count)
        )
    }

    /// What is typed as consent: "delete 12".
    #[must_use]
    pub fn bulk_word(self, action: &Action, count: usize) -> String {
        format!("{} {count}", self.imperative(action).to_lowercase())
    }

    #[must_use]
    pub fn bulk_type(self, word: &str) -> String {
        let Self::En = self;
        format!("To go on, type “{word}”")
    }

    fn imperative(self, action: &Action) -> &'static str {
        let Self::En = self;
        match action {
            Action::Delete => "Delete",
            Action::AddTags(_)
            | Action::RemoveTags(_)
            | Action::SetProperties(_)
            | Action::RemoveProperties(_)
            | Action::SetVisibility(_) => "Change",
            Action::SetProtected(true) => "Protect",
            Action::SetProtected(false) => "Unprotect",
            Action::SetHidden(true) => "Hide",
            Action::SetHidden(false) => "Show",
            Action::Deactivate => "Deactivate",
            Action::Reactivate => "Reactivate",
            Action::Share(_) => "Share",
            Action::Download => "Download",
            Action::CopyToStores(_) => "Copy",
        }
    }

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
                let changes: Vec<_> = changes.iter().map(|c| property_change(c)).collect();
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

    #[must_use]
    pub fn bulk_progress(self, done: usize, all: usize) -> String {
        let Self::En = self;
        format!(
            "{} of {} done",
            self.number(done as u64),
            self.number(all as u64)
        )
    }

    /// "3 images deleted".
    #[must_use]
    pub fn bulk_done(self, action: &Action, count: usize) -> String {
        let Self::En = self;
        let images = self.image_count(count, count);
        let deed = match action {
            Action::Delete => "deleted",
            Action::Deactivate => "deactivated",
            Action::Reactivate => "reactivated",
            Action::Share(_) => "shared",
            Action::Download => "queued for download",
            Action::CopyToStores(_) => "being copied by the service",
            _ => "changed",
        };
        format!("{images} {deed}")
    }

    #[must_use]
    pub fn bulk_already_gone(self, count: usize) -> String {
        let Self::En = self;
        format!("{} already gone", self.number(count as u64))
    }

    #[must_use]
    pub fn bulk_skipped_count(self, count: usize) -> String {
        let Self::En = self;
        format!("{} skipped", self.number(count as u64))
    }

    #[must_use]
    pub fn bulk_failed(self, count: usize) -> String {
        let Self::En = self;
        format!("{} failed", self.number(count as u64))
    }

    #[must_use]
    pub fn bulk_stopped(self, count: usize) -> String {
        let Self::En = self;
        format!("{} not begun", self.number(count as u64))
    }

    /// The button that gives those another turn.
    #[must_use]
    pub fn bulk_again(self, failed: usize, stopped: usize) -> String {
        let Self::En = self;
        match (failed, stopped) {
            (failed, 0) => format!("Retry {} failed", self.number(failed as u64)),
            (failed, stopped) => {
                format!("Go on with {}", self.number((failed + stopped) as u64))
            }
        }
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
    use crate::model::{PropertyName, Visibility};

    #[test]
    fn a_dry_run_reads_as_a_sentence() {
        let delete = Lang::En.bulk_will(&Action::Delete, 2, 3 << 30);
        assert_eq!(delete, "2 images will be deleted (3 GiB)");
        let public = Action::SetVisibility(Visibility::Public);
        assert_eq!(
            Lang::En.bulk_will(&public, 1, 5),
            "1 image will become public"
        );
        assert_eq!(Lang::En.bulk_will(&public, 0, 0), "Nothing will change");
    }

    #[test]
    fn what_is_typed_is_what_the_button_does() {
        assert_eq!(Lang::En.bulk_word(&Action::Delete, 1200), "delete 1200");
        assert_eq!(
            Lang::En.bulk_go(&Action::Delete, 1200),
            "Delete 1,200 images"
        );
    }

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
