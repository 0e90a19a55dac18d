//! What speaks against sending the files as they are: collected before the first
//! byte, for one question about all of them.

use leptos::prelude::*;

use super::item::{Item, needs_more_disk};
use super::obstacle::Obstacle;
use super::recognised::{not_taken, over_cap, said_of};
use crate::model::{ContainerFormat, DiskFormat};
use crate::ui::Tone;
use crate::views::Console;

/// What speaks against one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FileConcerns {
    pub(super) item_id: u32,
    pub(super) file_name: String,
    pub(super) words: Vec<String>,
    /// The service will most likely refuse it.
    pub(super) is_refused: bool,
}

/// What speaks against all of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Concerns {
    pub(super) files: Vec<FileConcerns>,
    pub(super) obstacle: Option<Obstacle>,
    /// Whether to ask at all; the rest is said where it stands in the form.
    pub(super) asks: bool,
}

impl Concerns {
    /// How many files will most likely be refused.
    pub(super) fn refused(&self) -> usize {
        self.files.iter().filter(|file| file.is_refused).count()
    }
}

/// `obstacle`: what stands in the way of all of them.
pub(super) fn concerns_about(
    console: &Console,
    items: &[Item],
    obstacle: Option<Obstacle>,
) -> Concerns {
    let mut asks = obstacle.is_some();
    let files = items.iter().filter_map(|item| {
        let (words, is_refused) = untrack(|| said_against(console, item));
        asks = asks || is_refused || item.bytes() == 0;
        (!words.is_empty()).then(|| FileConcerns {
            item_id: item.id,
            file_name: item.file.name(),
            words,
            is_refused,
        })
    });
    let files = files.collect();
    Concerns {
        files,
        obstacle,
        asks,
    }
}

fn said_against(console: &Console, item: &Item) -> (Vec<String>, bool) {
    let lang = console.lang;
    let mut words = Vec::new();
    let mut is_refused = false;
    let disk = DiskFormat::from(item.disk_format.get().as_str());
    let container = ContainerFormat::from(item.container_format.get().as_str());
    match item.reading.get() {
        None => {}
        Some(Err(error)) => {
            words.push(lang.unreadable_because(&error));
            is_refused = true;
        }
        Some(Ok(finding)) => {
            let said = said_of(lang, &finding, &disk, &container);
            is_refused = said.iter().any(|(_, tone)| *tone == Tone::Bad);
            words.extend(said.into_iter().map(|(words, _)| words));
        }
    }
    if let Some((_, why)) = not_taken(console, &disk, &container) {
        words.push(why);
        is_refused = true;
    }
    if let Some(why) = over_cap(console, item.bytes()) {
        words.push(why);
        is_refused = true;
    }
    if let Some(gib) = needs_more_disk(item.reading, item.min_disk) {
        words.push(lang.min_disk_too_small(u64::from(gib)));
    }
    (words, is_refused)
}
