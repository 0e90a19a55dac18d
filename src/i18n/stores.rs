//! Stores in words: where an upload may go.

use super::Lang;

super::define_texts! {
    upload_store_label: "Store";
    upload_store_read_only: "This store is for reading only";
    upload_default_closed_title: "This cloud’s default store takes no data";
    upload_store_closed: "This cloud lets no page choose a store: it refuses the header, and offers no import of staged data";
    upload_store_staged: "This cloud refuses the header that names a store, so the file is staged first and then imported.";
}

impl Lang {
    /// The choice that leaves it to the service.
    #[must_use]
    pub fn upload_store_default(self, id: Option<&str>) -> String {
        let Self::En = self;
        match id {
            Some(id) => format!("The service’s default ({id})"),
            None => "The service’s default".to_owned(),
        }
    }

    /// `has_choice`: another one takes data.
    #[must_use]
    pub fn upload_default_closed(self, id: &str, has_choice: bool) -> String {
        let Self::En = self;
        let next = if has_choice {
            "Choose another store under “More options”."
        } else {
            "Ask whoever runs this cloud; images that lie elsewhere already can be registered."
        };
        format!("{id} is for reading only: the service would refuse the upload. {next}")
    }

    #[must_use]
    pub fn upload_store(self, id: &str, description: Option<&str>) -> String {
        let Self::En = self;
        match description.map(str::trim).filter(|text| !text.is_empty()) {
            Some(description) => format!("{id}: {description}"),
            None => id.to_owned(),
        }
    }
}
