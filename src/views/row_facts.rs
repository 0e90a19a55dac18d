//! What a row says of an image below its name, piece by piece.

use crate::i18n::Lang;
use crate::model::{Image, Timestamp};

/// What is known of size and format.
pub(super) fn size_and_format(lang: Lang, image: &Image) -> impl Iterator<Item = String> {
    let size = image.size.map(|bytes| lang.size(bytes));
    let format = image.disk_format.as_ref();
    let format = format.map(|format| format.as_str().to_owned());
    size.into_iter().chain(format)
}

pub(super) fn updated_at(image: &Image) -> Option<Timestamp> {
    Timestamp::parse(image.updated_at.as_deref()?)
}
