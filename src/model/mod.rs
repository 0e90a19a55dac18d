//! The nouns of the Image service: parse, print, validate. The lowest room: it
//! may not touch the browser, the network or any other room.

mod bytes;
mod digest;
mod file_name;
mod image;
mod new_image;
mod percent;
mod text;
mod time;
mod vocabulary;

pub use bytes::ByteSize;
pub use digest::{DigestAlgorithm, Expected};
pub use file_name::download_name;
pub use image::Image;
pub use new_image::{NAME_MAX_CHARS, NameProblem, NewImage, container_formats_for};
pub use percent::encode_component;
pub use text::without_markup;
pub use time::Timestamp;
pub use vocabulary::{ContainerFormat, DiskFormat, ImageStatus, Visibility};
