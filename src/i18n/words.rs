//! The service's words in a person's words.

mod recognition;

use super::Lang;
use crate::model::{Image, ImageStatus, NAME_MAX_CHARS, NameProblem, Visibility};

impl Lang {
    #[must_use]
    pub fn status(self, status: &ImageStatus) -> String {
        let Self::En = self;
        match status {
            ImageStatus::Queued => "Queued",
            ImageStatus::Saving => "Saving",
            ImageStatus::Uploading => "Uploading",
            ImageStatus::Importing => "Importing",
            ImageStatus::Active => "Active",
            ImageStatus::Deactivated => "Deactivated",
            ImageStatus::PendingDelete => "Being deleted",
            ImageStatus::Deleted => "Deleted",
            ImageStatus::Killed => "Failed",
            ImageStatus::Other(word) => word,
        }
        .to_owned()
    }

    /// Why an image's data can't be had now.
    #[must_use]
    pub fn no_download(self, image: &Image) -> &'static str {
        let Self::En = self;
        match image.status {
            ImageStatus::Deactivated => {
                "Deactivated: the service keeps the data from everybody but administrators"
            }
            ImageStatus::Saving | ImageStatus::Uploading | ImageStatus::Importing => {
                "The data is still on its way into the service"
            }
            _ => "There is no data to download",
        }
    }

    #[must_use]
    pub fn visibility(self, visibility: &Visibility) -> String {
        let Self::En = self;
        match visibility {
            Visibility::Shared => "Shared",
            Visibility::Private => "Private",
            Visibility::Community => "Community",
            Visibility::Public => "Public",
            Visibility::Other(word) => word,
        }
        .to_owned()
    }

    /// Who can see an image of this visibility.
    #[must_use]
    pub fn visibility_meaning(self, visibility: &Visibility) -> &'static str {
        let Self::En = self;
        match visibility {
            Visibility::Shared => "This project, and projects that you share it with",
            Visibility::Private => "This project only",
            Visibility::Community => {
                "Every project of this cloud may use it, but it isn't in their lists unless they ask"
            }
            Visibility::Public => "Every project of this cloud",
            Visibility::Other(_) => "As this cloud defines it",
        }
    }

    #[must_use]
    pub fn name_problem(self, problem: NameProblem) -> String {
        let Self::En = self;
        match problem {
            NameProblem::Empty => "Give the image a name.".to_owned(),
            NameProblem::TooLong => format!("At most {NAME_MAX_CHARS} characters."),
            NameProblem::FourByteCharacter(c) => {
                format!("The service takes no “{c}” (nor other emoji and rare characters).")
            }
        }
    }

    #[must_use]
    pub fn min_disk(self, gib: u64) -> String {
        let Self::En = self;
        if gib == 0 {
            self.no_minimum().to_owned()
        } else {
            format!("{} GiB", self.number(gib))
        }
    }

    #[must_use]
    pub fn min_ram(self, mib: u64) -> String {
        let Self::En = self;
        if mib == 0 {
            self.no_minimum().to_owned()
        } else {
            format!("{} MiB", self.number(mib))
        }
    }

    fn no_minimum(self) -> &'static str {
        let Self::En = self;
        "None"
    }

    /// "1 image", "2 images"; of how many, when a filter is on.
    #[must_use]
    pub fn image_count(self, shown: usize, all: usize) -> String {
        let Self::En = self;
        let count = |n: usize| self.number(n as u64);
        match (shown, all) {
            (1, 1) => "1 image".to_owned(),
            (shown, all) if shown == all => format!("{} images", count(all)),
            (shown, all) => format!("{} of {} images", count(shown), count(all)),
        }
    }

    #[must_use]
    pub fn deleted(self, title: &str) -> String {
        let Self::En = self;
        format!("“{title}” was deleted")
    }

    #[must_use]
    pub fn delete_named(self, title: &str) -> String {
        let Self::En = self;
        format!("Delete {title}")
    }

    #[must_use]
    pub fn download_named(self, title: &str) -> String {
        let Self::En = self;
        format!("Download {title}")
    }

    #[must_use]
    pub fn copy_named(self, what: &str) -> String {
        let Self::En = self;
        format!("Copy: {what}")
    }
}
