//! Words of the list: what its columns are called and what stands in them.

use super::Lang;
use crate::listing::Field;
use crate::model::{Image, Timestamp};

impl Lang {
    /// What a field is called. A property has its own name.
    #[must_use]
    pub fn field(self, field: &Field) -> String {
        let words = match field {
            Field::Name => self.field_name(),
            Field::Id => self.field_id(),
            Field::Status => self.field_status(),
            Field::Visibility => self.field_visibility(),
            Field::Owner => self.column_owner(),
            Field::Tag => self.field_tags(),
            Field::DiskFormat => self.column_format(),
            Field::ContainerFormat => self.column_container(),
            Field::Size => self.field_size(),
            Field::VirtualSize => self.field_virtual_size(),
            Field::MinDisk => self.field_min_disk(),
            Field::MinRam => self.field_min_ram(),
            Field::Created => self.field_created(),
            Field::Updated => self.field_updated(),
            Field::Protected => self.field_protected(),
            Field::Hidden => self.column_hidden(),
            Field::Store => self.field_stores(),
            Field::MemberStatus => self.field_member_status(),
            Field::Checksum => self.field_checksum(),
            Field::Property(name) => return name.clone(),
        };
        words.to_owned()
    }

    /// What a column shows of an image, and what its tooltip adds.
    #[must_use]
    pub fn cell(self, field: &Field, image: &Image, now: Timestamp) -> (String, Option<String>) {
        let none = || self.none().to_owned();
        let time = |time: Option<&str>| match time.and_then(Timestamp::parse) {
            Some(at) => (self.ago(at, now.0), time.map(exact)),
            None => (none(), None),
        };
        let size = |bytes: Option<u64>| match bytes {
            Some(bytes) => (self.size(bytes), Some(self.exact_size(bytes))),
            None => (none(), None),
        };
        let some = |text: Option<&str>| (text.map_or_else(none, str::to_owned), None);
        let flag = |is: bool| (if is { self.yes() } else { self.no() }.to_owned(), None);
        match field {
            Field::Status => (self.status(&image.status).to_owned(), None),
            Field::Visibility => (self.visibility(&image.visibility).to_owned(), None),
            Field::Created => time(image.created_at.as_deref()),
            Field::Updated => time(image.updated_at.as_deref()),
            Field::Size => size(image.size),
            Field::VirtualSize => size(image.virtual_size),
            Field::MinDisk => (scaled(self, image.min_disk, 30), None),
            Field::MinRam => (scaled(self, image.min_ram, 20), None),
            Field::Protected => flag(image.protected),
            Field::Hidden => flag(image.os_hidden),
            Field::DiskFormat => (self.formats(image).unwrap_or_else(none), None),
            field => {
                let mut all: Vec<String> = Vec::new();
                field.each(image, &mut |value| all.push(value.to_owned()));
                match all.len() {
                    0 => some(None),
                    _ => some(Some(&all.join(", "))),
                }
            }
        }
    }

    /// The disk format, and the container's where it isn't the usual one.
    fn formats(self, image: &Image) -> Option<String> {
        let disk = image.disk_format.as_ref()?.as_str();
        Some(match image.container_format.as_ref().map(|c| c.as_str()) {
            None | Some("bare") => disk.to_owned(),
            Some(container) => [disk, container].join(" / "),
        })
    }

    #[must_use]
    pub fn pick(self) -> &'static str {
        let Self::En = self;
        "Choose this image"
    }

    #[must_use]
    pub fn pick_named(self, title: &str) -> String {
        let Self::En = self;
        ["Choose ", title].concat()
    }

    #[must_use]
    pub fn select_named(self, title: &str) -> String {
        let Self::En = self;
        ["Select ", title].concat()
    }

    /// All that match, not only those in sight.
    #[must_use]
    pub fn select_all_matching(self, count: usize) -> String {
        let Self::En = self;
        ["Select all ", &self.number(count as u64), " images"].concat()
    }

    #[must_use]
    pub fn resize_column(self, column: &str) -> String {
        let Self::En = self;
        ["Width of ", column].concat()
    }

    #[must_use]
    pub fn column_earlier(self, column: &str) -> String {
        let Self::En = self;
        [column, ": move towards the start"].concat()
    }

    #[must_use]
    pub fn column_later(self, column: &str) -> String {
        let Self::En = self;
        [column, ": move towards the end"].concat()
    }
}

/// A time as the service wrote it, without the letters between.
fn exact(time: &str) -> String {
    time.replace('T', " ").replace('Z', " UTC")
}

/// Nothing where nothing is asked for.
fn scaled(lang: Lang, count: u64, power: u32) -> String {
    match count {
        0 => lang.none().to_owned(),
        count => lang.size(count.saturating_mul(1 << power)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_say_what_the_image_says() {
        let image: Image = serde_json::from_str(
            r#"{"id":"1","status":"active","visibility":"public","size":1610612736,"min_ram":512,
                "disk_format":"vmdk","container_format":"ova","tags":["a","b"],"os_distro":"debian",
                "created_at":"2026-11-21T00:00:00Z","os_hidden":false}"#,
        )
        .expect("decodes");
        let now = Timestamp::parse("2026-11-21T02:00:00Z").expect("is a time");
        let cell = |field| Lang::En.cell(&field, &image, now);
        assert_eq!(cell(Field::Size).0, "1.5 GiB");
        assert_eq!(cell(Field::MinRam).0, "512 MiB");
        assert_eq!(cell(Field::MinDisk).0, Lang::En.none());
        assert_eq!(cell(Field::DiskFormat).0, "vmdk / ova");
        assert_eq!(cell(Field::Tag).0, "a, b");
        assert_eq!(cell(Field::Property("os_distro".to_owned())).0, "debian");
        assert_eq!(
            cell(Field::Created),
            (
                "2 hours ago".to_owned(),
                Some("2026-11-21 00:00:00 UTC".to_owned())
            )
        );
        assert_eq!(cell(Field::Updated), (Lang::En.none().to_owned(), None));
    }
}
