//! What to list, as a query that the service understands (Image API v2, "List
//! images"). What it would garble or can't say is completed in the page; what
//! it would answer with 400 or 500 is refused here, by name.

use std::collections::BTreeMap;

use super::tag::TAG_MAX_CHARS;
use super::text::four_byte_character;
use super::{
    ContainerFormat, DiskFormat, Image, ImageStatus, MemberStatus, PropertyName, Timestamp,
    Visibility,
};

/// Everything a list may be narrowed by. Fields that are empty ask nothing;
/// several values in a list mean any of them, but for `tags`: all of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImageFilter {
    /// Whole names, by case.
    pub names: Vec<String>,
    pub ids: Vec<String>,
    pub statuses: Vec<ImageStatus>,
    pub disk_formats: Vec<DiskFormat>,
    pub container_formats: Vec<ContainerFormat>,
    /// A project id.
    pub owner: Option<String>,
    pub protected: Option<bool>,
    /// Unless asked for, others' `community` images are left out.
    pub visibility: Option<OneOrAll<Visibility>>,
    /// Hidden images are listed only when asked for, and then alone.
    pub os_hidden: Option<bool>,
    /// Of images that others share with this project; `accepted` unless asked.
    pub member_status: Option<OneOrAll<MemberStatus>>,
    pub tags: Vec<String>,
    /// Bytes.
    pub size_min: Option<u64>,
    /// Bytes.
    pub size_max: Option<u64>,
    pub created_at: Span,
    pub updated_at: Span,
    /// Whole values of custom properties, or of `os_hash_value`, `checksum`, ….
    pub properties: BTreeMap<String, String>,
    pub sort: Vec<(SortKey, SortDirection)>,
    pub sort_style: SortStyle,
}

/// One word of a vocabulary, or `all`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OneOrAll<T> {
    One(T),
    All,
}

/// From and to, both included.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    pub from: Option<Timestamp>,
    pub to: Option<Timestamp>,
}

/// What the service can sort by. `size` is not to be relied on: some databases
/// page wrongly over images without data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SortKey {
    Name,
    Status,
    ContainerFormat,
    DiskFormat,
    Size,
    Id,
    CreatedAt,
    UpdatedAt,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SortDirection {
    Ascending,
    Descending,
}

/// How an order is written; the service takes either, never both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SortStyle {
    /// `sort=name:asc,size:desc`
    #[default]
    Short,
    /// `sort_key=name&sort_dir=asc&sort_key=size&sort_dir=desc`
    Classic,
}

/// What can't be asked, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilterProblem {
    /// The query's key, such as `tag`.
    pub key: String,
    pub reason: FilterReason,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FilterReason {
    /// 400: the service's database holds no character beyond U+FFFF.
    FourByteCharacter(char),
    /// 500: the service takes the ending for a comparison of numbers.
    EndsInMinOrMax,
    /// The key means something else to the service, or nothing at all.
    NotAProperty,
    /// 400: no such visibility or member status.
    UnknownWord(String),
    /// More than 255 characters.
    TooLong,
    /// No image is older than its end.
    EndsBeforeItBegins,
}

/// Keys of the list's query that no property can have.
const KEYS: [&str; 20] = [
    "limit",
    "marker",
    "sort",
    "sort_key",
    "sort_dir",
    "name",
    "id",
    "status",
    "disk_format",
    "container_format",
    "owner",
    "protected",
    "visibility",
    "os_hidden",
    "member_status",
    "tag",
    "created_at",
    "updated_at",
    "changes-since",
    "is_public",
];

impl ImageFilter {
    /// The query, without limit and marker.
    ///
    /// # Errors
    /// The first thing that the service would answer with 400 or 500.
    pub fn parameters(&self) -> Result<Vec<(String, String)>, FilterProblem> {
        let mut query = Query::default();
        query.any_of("name", &self.names, String::as_str)?;
        query.any_of("id", &self.ids, String::as_str)?;
        query.any_of("status", &self.statuses, ImageStatus::as_str)?;
        query.any_of("disk_format", &self.disk_formats, DiskFormat::as_str)?;
        let containers = &self.container_formats;
        query.any_of("container_format", containers, ContainerFormat::as_str)?;
        if let Some(owner) = &self.owner {
            query.text("owner", owner)?;
        }
        if let Some(protected) = self.protected {
            query.push("protected", protected.to_string());
        }
        if let Some(hidden) = self.os_hidden {
            query.push("os_hidden", hidden.to_string());
        }
        let visibility = self.visibility.as_ref();
        query.known_word("visibility", visibility, Visibility::KNOWN)?;
        let member_status = self.member_status.as_ref();
        query.known_word("member_status", member_status, MemberStatus::KNOWN)?;
        for tag in &self.tags {
            if tag.chars().count() > TAG_MAX_CHARS {
                return Err(problem("tag", FilterReason::TooLong));
            }
            query.text("tag", tag)?;
        }
        for (key, bytes) in [("size_min", self.size_min), ("size_max", self.size_max)] {
            if let Some(bytes) = bytes {
                query.push(key, bytes.to_string());
            }
        }
        query.span("created_at", self.created_at)?;
        query.span("updated_at", self.updated_at)?;
        for (name, value) in &self.properties {
            check_property(name)?;
            query.text(name, value)?;
        }
        self.order(&mut query);
        Ok(query.0)
    }

    /// The half of the question that the service can't be asked: the end of a
    /// span whose beginning it was given, and lists that its quoting can't hold.
    #[must_use]
    pub fn completes(&self, image: &Image) -> bool {
        let named = |name: &str| self.names.iter().any(|wanted| wanted == name);
        self.created_at.contains(image.created_at.as_deref())
            && self.updated_at.contains(image.updated_at.as_deref())
            && (self.names.is_empty() || image.name.as_deref().is_some_and(named))
    }

    fn order(&self, query: &mut Query) {
        if self.sort.is_empty() {
            return;
        }
        let terms = self
            .sort
            .iter()
            .map(|(key, direction)| (key.as_str(), direction.as_str()));
        match self.sort_style {
            SortStyle::Short => {
                let terms: Vec<_> = terms.map(|(key, dir)| format!("{key}:{dir}")).collect();
                query.push("sort", terms.join(","));
            }
            SortStyle::Classic => {
                for (key, direction) in terms {
                    query.push("sort_key", key.to_owned());
                    query.push("sort_dir", direction.to_owned());
                }
            }
        }
    }
}

/// Filters by an attribute of the record (`checksum`) are as good as by a property.
fn check_property(name: &str) -> Result<(), FilterProblem> {
    if name.ends_with("_min") || name.ends_with("_max") {
        return Err(problem(name, FilterReason::EndsInMinOrMax));
    }
    if KEYS.contains(&name) || name == "deleted" || name.trim() != name || name.is_empty() {
        return Err(problem(name, FilterReason::NotAProperty));
    }
    match PropertyName::parse(name) {
        Err(super::PropertyProblem::FourByteCharacter(wide)) => {
            Err(problem(name, FilterReason::FourByteCharacter(wide)))
        }
        Err(super::PropertyProblem::TooLong) => Err(problem(name, FilterReason::TooLong)),
        _ => Ok(()),
    }
}

fn problem(key: &str, reason: FilterReason) -> FilterProblem {
    FilterProblem {
        key: key.to_owned(),
        reason,
    }
}

#[derive(Default)]
struct Query(Vec<(String, String)>);

impl Query {
    fn push(&mut self, key: &str, value: String) {
        self.0.push((key.to_owned(), value));
    }

    fn text(&mut self, key: &str, value: &str) -> Result<(), FilterProblem> {
        if let Some(wide) = four_byte_character(value) {
            return Err(problem(key, FilterReason::FourByteCharacter(wide)));
        }
        self.push(key, value.to_owned());
        Ok(())
    }

    /// The five keys that know operators: a bare value with a colon in it would
    /// be taken for one.
    fn any_of<T>(
        &mut self,
        key: &str,
        values: &[T],
        word: fn(&T) -> &str,
    ) -> Result<(), FilterProblem> {
        match values {
            [] => Ok(()),
            [only] => self.text(key, &format!("eq:{}", word(only))),
            // Inside its quotes the service knows no way to write these two.
            several
                if several
                    .iter()
                    .any(|value| word(value).contains(['"', '\\'])) =>
            {
                Ok(())
            }
            several => {
                let quoted: Vec<_> = several.iter().map(|v| format!("\"{}\"", word(v))).collect();
                self.text(key, &format!("in:{}", quoted.join(",")))
            }
        }
    }

    fn known_word<T: PartialEq + std::fmt::Display>(
        &mut self,
        key: &str,
        value: Option<&OneOrAll<T>>,
        known: &[T],
    ) -> Result<(), FilterProblem> {
        match value {
            None => {}
            Some(OneOrAll::All) => self.push(key, "all".to_owned()),
            Some(OneOrAll::One(word)) if known.contains(word) => self.push(key, word.to_string()),
            Some(OneOrAll::One(word)) => {
                return Err(problem(key, FilterReason::UnknownWord(word.to_string())));
            }
        }
        Ok(())
    }

    /// Of two bounds the service heeds the last alone: one is sent, and
    /// [`ImageFilter::completes`] sees to the other.
    fn span(&mut self, key: &str, span: Span) -> Result<(), FilterProblem> {
        match span {
            Span {
                from: Some(from),
                to: Some(to),
            } if to < from => Err(problem(key, FilterReason::EndsBeforeItBegins)),
            Span {
                from: Some(from), ..
            } => {
                self.push(key, format!("gte:{from}"));
                Ok(())
            }
            Span { to: Some(to), .. } => {
                self.push(key, format!("lte:{to}"));
                Ok(())
            }
            Span { .. } => Ok(()),
        }
    }
}

impl Span {
    fn contains(self, time: Option<&str>) -> bool {
        let Self { from, to } = self;
        if from.is_none() && to.is_none() {
            return true;
        }
        time.and_then(Timestamp::parse).is_some_and(|time| {
            from.is_none_or(|from| from <= time) && to.is_none_or(|to| time <= to)
        })
    }
}

impl SortKey {
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Status => "status",
            Self::ContainerFormat => "container_format",
            Self::DiskFormat => "disk_format",
            Self::Size => "size",
            Self::Id => "id",
            Self::CreatedAt => "created_at",
            Self::UpdatedAt => "updated_at",
        }
    }
}

impl SortDirection {
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ascending => "asc",
            Self::Descending => "desc",
        }
    }
}

#[cfg(test)]
#[path = "filter_tests.rs"]
mod tests;
