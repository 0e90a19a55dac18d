//! Choices on a page that have a link of their own: the parts of an image's page, and
//! where a new image's data comes from.

/// One part.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ImageTab {
    #[default]
    Overview,
    Properties,
    Sharing,
    Data,
    Activity,
    Json,
}

impl ImageTab {
    /// In the order in which they stand.
    pub const ALL: [Self; 6] = [
        Self::Overview,
        Self::Properties,
        Self::Sharing,
        Self::Data,
        Self::Activity,
        Self::Json,
    ];

    /// Its word in an address; empty for the first.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Overview => "",
            Self::Properties => "properties",
            Self::Sharing => "sharing",
            Self::Data => "data",
            Self::Activity => "activity",
            Self::Json => "json",
        }
    }

    /// The first for any word that is none.
    #[must_use]
    pub fn from_key(key: &str) -> Self {
        let mut all = Self::ALL.into_iter();
        all.find(|tab| tab.key() == key).unwrap_or_default()
    }
}

/// Where a new image's data comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum UploadFrom {
    /// Of this computer.
    #[default]
    Files,
    /// The service fetches it from there.
    Address,
    /// The service fetches an image of another region.
    Region,
    /// It comes later.
    Nothing,
}

impl UploadFrom {
    /// In the order in which they stand.
    pub const ALL: [Self; 4] = [Self::Files, Self::Address, Self::Region, Self::Nothing];

    /// Its word in an address; empty for the first.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Files => "",
            Self::Address => "address",
            Self::Region => "region",
            Self::Nothing => "nothing",
        }
    }

    /// The first for any word that is none.
    #[must_use]
    pub fn from_key(key: &str) -> Self {
        let mut all = Self::ALL.into_iter();
        all.find(|from| from.key() == key).unwrap_or_default()
    }
}
