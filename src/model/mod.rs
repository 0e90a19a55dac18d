//! The nouns of the Image service: parse, print, validate. The lowest room: it
//! may not touch the browser, the network or any other room.

mod address;
mod bytes;
mod cache;
mod commands;
mod definitions;
mod digest;
mod edit;
mod field;
mod file_name;
mod filter;
mod image;
mod import;
mod location;
#[cfg(test)]
pub(crate) mod lot;
mod member;
mod metadef;
mod metadef_file;
mod name_template;
mod new_image;
mod openstack;
mod patch_text;
mod percent;
mod property;
mod schema;
mod store;
mod tag;
mod task;
mod text;
mod time;
mod usage;
mod validity;
mod version;
mod vocabulary;

pub use address::{AddressFault, address_problem, file_in_address};
pub use bytes::ByteSize;
pub use cache::{CacheListing, CacheTarget, CachedImage, Pruned};
pub use commands::{
    check_command, curl_command, openstack_save_command, quote as shell_word, wget_command,
};
pub use definitions::{DefinedNamespace, Definition, Definitions, Misfit};
pub use digest::{DigestAlgorithm, Expected};
pub use edit::{ImageDraft, PatchOperation};
pub use field::{Conflict, Field, FieldChange, FieldValue, Merged, merge};
pub use file_name::{disk_format_by_name, download_name, unproven_name};
pub use filter::{
    FilterProblem, FilterReason, ImageFilter, OneOrAll, SortDirection, SortKey, SortStyle, Span,
};
pub use image::Image;
pub use import::{Import, ImportSource, ImportStores};
pub use location::{Location, ValidationData};
pub use member::Member;
pub use metadef::{
    IMAGE_RESOURCE_TYPE, MetadefObject, MetadefTag, NamedProperty, Namespace, NamespaceBody,
    NamespacePage, ResourceType, ResourceTypeAssociation,
};
pub use metadef_file::{MetadefStep, NamespaceFile};
pub use name_template::{NameParts, NameTemplate, TemplateProblem};
pub use new_image::{NAME_MAX_CHARS, NameProblem, NewImage, container_formats_for};
pub use openstack::{OpenstackCommand, edit_commands, import_command};
pub use patch_text::{PatchProblem, read_patch};
pub use percent::encode_component;
pub use property::{
    PROPERTIES_MAX, PROPERTY_NAME_MAX_CHARS, PropertyName, PropertyProblem, check_property_value,
};
pub use schema::{PropertySchema, Schema};
pub use store::Store;
pub use tag::{TAG_MAX_CHARS, TAGS_MAX, TagProblem, check_tags};
pub use task::Task;
pub use text::without_markup;
pub use time::Timestamp;
pub use usage::{Overrun, Quota, Usage};
pub use validity::Validity;
pub use version::ApiVersion;
pub use vocabulary::{
    ContainerFormat, DiskFormat, ImageStatus, ImportMethod, MemberStatus, NamespaceVisibility,
    TaskStatus, Visibility,
};
