//! Making an image whose data doesn't come from this computer.

use super::Lang;
use crate::model::AddressFault;

super::define_texts! {
    create_title: "New image";
    create_sources: "Where the data comes from";
    create_from_files: "Files";
    create_from_address: "Address";
    create_from_region: "Another region";
    create_from_nothing: "Empty record";
    create_nothing_text: "A record without data. Data can be uploaded or imported into it later, here or by other tools.";
    create_address: "Address of the file";
    create_address_hint: "The service itself fetches it, so it must be reachable from there";
    create_address_missing: "Give the address of the file.";
    create_region_image: "Image in that region: name or id";
    create_other_image: "Another image";
    create_stores_hint: "Where the data is to lie; none chosen leaves it to the service";
    create_all_must_succeed: "All of them must succeed";
    create_all_must_succeed_hint: "Otherwise the image is usable as soon as one store has it.";
}

impl Lang {
    #[must_use]
    pub fn create_address_fault(self, fault: AddressFault) -> &'static str {
        let Self::En = self;
        match fault {
            AddressFault::Secret => {
                "A name or password in the address would be kept in the service’s records, for others to read. Use an address without."
            }
            AddressFault::Scheme => {
                "The service fetches by http or https: the address begins with https://."
            }
        }
    }

    /// `is_import`: whether the service fetches data then.
    #[must_use]
    pub fn create_go(self, is_import: bool) -> &'static str {
        let Self::En = self;
        match is_import {
            true => "Create and import",
            false => "Create record",
        }
    }

    #[must_use]
    pub fn created(self, name: &str, is_import: bool) -> String {
        let Self::En = self;
        match is_import {
            true => format!("“{name}” is created, and its data is being fetched."),
            false => format!("“{name}” is created, without data."),
        }
    }
}
