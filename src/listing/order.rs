//! In which order rows come.

use std::cmp::Ordering;
use std::sync::Arc;

use super::{Context, Field, Question};
use crate::model::{Image, SortDirection};

/// Sorts rows as the question says; the newest first where it says nothing.
pub(super) fn sort(
    rows: &mut [u32],
    images: &[Arc<Image>],
    question: &Question,
    _context: &Context<'_>,
) {
    let newest = [(Field::Created, SortDirection::Descending)];
    let order = match question.order.as_slice() {
        [] => &newest,
        order => order,
    };
    rows.sort_by(|a, b| {
        let (a, b) = (&images[*a as usize], &images[*b as usize]);
        order
            .iter()
            .map(|(field, direction)| match direction {
                SortDirection::Ascending => text(field, a).cmp(&text(field, b)),
                SortDirection::Descending => text(field, b).cmp(&text(field, a)),
            })
            .find(|ordering| *ordering != Ordering::Equal)
            .unwrap_or_else(|| a.id.cmp(&b.id))
    });
}

fn text(field: &Field, image: &Image) -> (Option<u64>, String) {
    let mut text = String::new();
    field.each(image, &mut |value| text.push_str(value));
    (field.number(image), text)
}
