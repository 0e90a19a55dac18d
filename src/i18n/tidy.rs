//! The board of what to tidy up, in words.

use super::Lang;
use crate::listing::{Age, Kind, SHOWN_MOST};
use crate::model::Quota;

super::define_texts! {
    tidy_title: "Tidy";
    tidy_lead: "What costs space or is broken, among the images that you can change. Hidden ones are counted, too.";
    tidy_groups: "What to tidy";
    tidy_clean: "None";
    tidy_nothing: "There is nothing to do here.";
    tidy_empty_title: "Nothing to tidy";
    tidy_empty_text: "This project has no images.";
    tidy_show_in_list: "Show in list";
    tidy_first: "Oldest of these";
    tidy_hidden: "Hidden";
    tidy_protect: "Protect";
    tidy_reactivate: "Reactivate";
    tidy_space: "Where the space goes";
    tidy_by_project: "By project";
    tidy_by_format: "By disk format";
    tidy_by_age: "By age";
    tidy_no_project: "No project";
    tidy_no_format: "No format";
    tidy_quota: "Quota of this project";
}

impl Lang {
    #[must_use]
    pub fn tidy_kind(self, kind: Kind) -> &'static str {
        let Self::En = self;
        match kind {
            Kind::Duplicates => "Duplicates",
            Kind::Unfinished => "Never finished",
            Kind::Poisoned => "Can’t take data",
            Kind::WithoutData => "Without data",
            Kind::UnprotectedPublic => "Public, not protected",
            Kind::Deactivated => "Deactivated",
            Kind::Leftovers => "Should be gone",
            Kind::Oldest => "Old",
            Kind::Largest => "Largest",
        }
    }

    /// What it means to be in a group, and what to do about it.
    #[must_use]
    pub fn tidy_meaning(self, kind: Kind) -> String {
        let Self::En = self;
        match kind {
            Kind::Duplicates => {
                "The service has the same hash for all images of a set. Keep the one that is in use by its id, and delete the others."
            }
            Kind::Unfinished => {
                "Uploads and imports that began more than a day ago and that nobody works on any more. Delete the records; the upload page can finish those that this browser began."
            }
            Kind::Poisoned => {
                "Uploads that the service refused after their last byte. It takes no data for these records any more, and may still hold the refused bytes. Delete them."
            }
            Kind::WithoutData => {
                "Records without data yet, or whose data is empty. Nothing can be started from them."
            }
            Kind::UnprotectedPublic => {
                "Every project of this cloud can use them, and whoever may change them can delete them by mistake. Protection is undone on demand."
            }
            Kind::Deactivated => {
                "Nobody but an administrator can use their data, and yet it takes space. Reactivate or delete them."
            }
            Kind::Leftovers => {
                "The service calls these failed or deleted, and lists them nevertheless. Delete them; if that fails, tell the operator of the cloud."
            }
            Kind::Oldest => {
                "Nothing about them was changed for a year. Whoever still uses them may be better off with something newer."
            }
            Kind::Largest => return format!("The {SHOWN_MOST} that take the most space."),
        }
        .to_owned()
    }

    /// The space of a group, on its card.
    #[must_use]
    pub fn tidy_bytes(self, kind: Kind, bytes: u64) -> String {
        let Self::En = self;
        let size = self.size(bytes);
        match kind {
            Kind::Duplicates => format!("{size} could be freed"),
            _ => size,
        }
    }

    /// That not all of a group is listed.
    #[must_use]
    pub fn tidy_listed(self, listed: usize, all: usize) -> String {
        let Self::En = self;
        format!(
            "The {} oldest of {} are listed.",
            self.number(listed as u64),
            self.number(all as u64)
        )
    }

    /// So many images of one content.
    #[must_use]
    pub fn tidy_set(self, count: usize, bytes: u64) -> String {
        let Self::En = self;
        let count = self.number(count as u64);
        format!("{count} images with the same {}", self.size(bytes))
    }

    #[must_use]
    pub fn tidy_protected(self, title: &str) -> String {
        let Self::En = self;
        format!("“{title}” is protected")
    }

    #[must_use]
    pub fn tidy_reactivated(self, title: &str) -> String {
        let Self::En = self;
        format!("“{title}” is active again")
    }

    #[must_use]
    pub fn tidy_total(self, bytes: u64, count: usize) -> String {
        let Self::En = self;
        format!("{} in {}", self.size(bytes), self.image_count(count, count))
    }

    #[must_use]
    pub fn tidy_others(self, count: usize) -> String {
        let Self::En = self;
        format!("{} others", self.number(count as u64))
    }

    #[must_use]
    pub fn tidy_age(self, age: Age) -> &'static str {
        let Self::En = self;
        match age {
            Age::UpTo30Days => "Up to 30 days",
            Age::UpTo90Days => "30 to 90 days",
            Age::UpToAYear => "90 days to a year",
            Age::UpTo2Years => "1 to 2 years",
            Age::Older => "More than 2 years",
            Age::Unknown => "Not told",
        }
    }

    /// A quota by the service's name for it.
    #[must_use]
    pub fn tidy_quota_name(self, name: &str) -> String {
        let Self::En = self;
        match name {
            "image_size_total" => "Space of all images",
            "image_stage_total" => "Space of staged data",
            "image_count_total" => "Images",
            "image_count_uploading" => "Uploads at the same time",
            other => other,
        }
        .to_owned()
    }

    #[must_use]
    pub fn tidy_quota_used(self, name: &str, quota: Quota) -> String {
        let Self::En = self;
        let used = self.quota_amount(name, quota.usage);
        match quota.limit {
            Some(limit) => format!("{used} of {}", self.quota_amount(name, limit)),
            None => format!("{used}, without a limit"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotas_of_space_are_sizes_and_others_are_numbers() {
        let said = |name, usage, limit| Lang::En.tidy_quota_used(name, Quota { usage, limit });
        assert_eq!(
            said("image_size_total", 2048, Some(20_000)),
            "2 GiB of 19.5 GiB"
        );
        assert_eq!(
            said("image_count_total", 1200, None),
            "1,200, without a limit"
        );
    }
}
