//! The panel beside the list in words: one image at a glance, or several compared.

use super::Lang;
use crate::listing::Field;
use crate::model::{Image, Timestamp};

super::define_texts! {
    peek_label: "Preview";
    peek_label_many: "Comparison";
    peek_close: "Close preview";
    peek_close_many: "Close comparison";
    peek_empty: "No image is chosen. Go to one in the list to see it here.";
    peek_open: "Open";
    peek_width: "Width of the panel";
    peek_formats: "Formats";
    peek_this_project: "This project";
    compare_field: "Field";
    compare_differs: "differs";
    compare_empty: "(empty)";
    compare_only: "Only differences";
    compare_same_bytes: "All hold the same bytes: their hashes are equal.";
    compare_other_bytes: "They hold different bytes: their hashes differ.";
    compare_unknown_bytes: "Whether they hold the same bytes can’t be told: not all have a hash of one kind.";
}

impl Lang {
    #[must_use]
    pub fn compare_title(self, count: usize) -> String {
        let Self::En = self;
        ["Comparing ", &self.number(count as u64), " images"].concat()
    }

    /// The project that somebody is signed in to.
    #[must_use]
    pub fn this_project(self, name: &str) -> String {
        let Self::En = self;
        [name, " (this project)"].concat()
    }

    /// How much of it differs.
    #[must_use]
    pub fn compare_count(self, differing: usize, all: usize) -> String {
        let Self::En = self;
        let all = self.number(all as u64);
        match differing {
            0 => ["None of ", &all, " fields differs"].concat(),
            1 => ["1 of ", &all, " fields differs"].concat(),
            n => [&self.number(n as u64), " of ", &all, " fields differ"].concat(),
        }
    }

    /// More are selected than fit beside each other.
    #[must_use]
    pub fn compare_first(self, shown: usize, all: usize) -> String {
        let Self::En = self;
        let [shown, all] = [shown, all].map(|n| self.number(n as u64));
        [
            "Of ",
            &all,
            " selected images, the first ",
            &shown,
            " are compared.",
        ]
        .concat()
    }

    /// A count of bytes without a unit to round it: "1,610,612,736 bytes".
    #[must_use]
    pub fn bytes(self, bytes: u64) -> String {
        let Self::En = self;
        match bytes {
            1 => "1 byte".to_owned(),
            n => [&self.number(n), " bytes"].concat(),
        }
    }

    #[must_use]
    pub fn copy_id_of(self, title: &str) -> String {
        let Self::En = self;
        ["Copy the id of ", title].concat()
    }

    /// What a compared field is called.
    #[must_use]
    pub fn compared_field(self, field: &Field) -> String {
        let words = match field {
            Field::Property(name) if name == "os_hash_algo" => self.field_hash_algo(),
            Field::Property(name) if name == "os_hash_value" => self.field_hash_value(),
            // The table's column has both formats; a comparison has a row for each.
            Field::DiskFormat => self.field_disk_format(),
            Field::ContainerFormat => self.field_container_format(),
            field => return self.field(field),
        };
        words.to_owned()
    }

    /// What an image has of a field, exact enough that what differs reads otherwise;
    /// `None` for nothing.
    #[must_use]
    pub fn compared_value(self, field: &Field, image: &Image) -> Option<String> {
        let time = |text: Option<&str>| match text.and_then(Timestamp::parse) {
            Some(time) => Some(self.date_time(time)),
            None => text.map(str::to_owned),
        };
        let flag = |is: bool| Some(if is { self.yes() } else { self.no() }.to_owned());
        match field {
            Field::Status => Some(self.status(&image.status)),
            Field::Visibility => Some(self.visibility(&image.visibility)),
            Field::Size => image.size.map(|bytes| self.exact_size(bytes)),
            Field::VirtualSize => image.virtual_size.map(|bytes| self.exact_size(bytes)),
            Field::MinDisk => Some(self.min_disk(image.min_disk)),
            Field::MinRam => Some(self.min_ram(image.min_ram)),
            Field::Protected => flag(image.protected),
            Field::Hidden => flag(image.os_hidden),
            Field::Created => time(image.created_at.as_deref()),
            Field::Updated => time(image.updated_at.as_deref()),
            field => {
                let mut values: Vec<String> = Vec::new();
                field.each(image, &mut |value| values.push(value.to_owned()));
                values.sort_unstable();
                (!values.is_empty()).then(|| values.join(", "))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_read_as_a_person_would_say_them() {
        let count = |differing| Lang::En.compare_count(differing, 23);
        assert_eq!(count(0), "None of 23 fields differs");
        assert_eq!(count(1), "1 of 23 fields differs");
        assert_eq!(count(7), "7 of 23 fields differ");
        assert_eq!(
            Lang::En.compare_first(8, 1200),
            "Of 1,200 selected images, the first 8 are compared."
        );
    }

    #[test]
    fn sizes_that_differ_by_a_byte_read_otherwise() {
        let image = |size: u64| -> Image {
            let json = serde_json::json!({"id": "1", "status": "active", "visibility": "shared",
                "size": size, "tags": ["b", "a"], "protected": true});
            serde_json::from_value(json).expect("decodes")
        };
        let value = |field: &Field, size| Lang::En.compared_value(field, &image(size));
        let sizes = [1 << 30, (1 << 30) + 1].map(|size| value(&Field::Size, size));
        assert_ne!(sizes[0], sizes[1]);
        assert_eq!(value(&Field::VirtualSize, 1), None);
        assert_eq!(value(&Field::Tag, 1).as_deref(), Some("a, b"));
        assert_eq!(value(&Field::Protected, 1).as_deref(), Some("Yes"));
        assert_eq!(value(&Field::Property("os_distro".to_owned()), 1), None);
    }
}
