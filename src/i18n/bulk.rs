//! Acting on many images: what there is to do, and what is asked.

use super::Lang;
use crate::bulk::{Action, Kind};

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
        let images = self.image_count(count, count);
        let deed = match kind {
            Kind::Visibility => "Change the visibility of",
            Kind::Tags => "Change the tags of",
            Kind::Properties => "Change the properties of",
            Kind::Protect => return format!("Protect {images} from deletion"),
            Kind::Unprotect => "Take the protection off",
            Kind::Hide => return format!("Hide {images} from lists"),
            Kind::Unhide => return format!("Show {images} in lists again"),
            Kind::Share => return format!("Share {images} with projects"),
            Kind::CopyToStores => return format!("Copy {images} to stores"),
            Kind::Download | Kind::Delete | Kind::Deactivate | Kind::Reactivate => {
                self.bulk_kind(kind)
            }
        };
        format!("{deed} {images}")
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
        let deed = self.imperative(action);
        match count {
            0 => deed.to_owned(),
            count => format!("{deed} {}", self.image_count(count, count)),
        }
    }

    /// The same button while it isn't known yet with what.
    #[must_use]
    pub fn bulk_go_blank(self, kind: Kind) -> &'static str {
        let Self::En = self;
        match kind {
            Kind::Share => "Share",
            Kind::CopyToStores => "Copy",
            _ => "Change",
        }
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
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Visibility;

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
}
