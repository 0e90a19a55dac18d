//! Names that are there already: twice in the batch, or in the project. Glance
//! allows it, so it is pointed out and no more.

use std::collections::{BTreeMap, BTreeSet};

use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;

use super::Items;
use crate::api::images::ListImages;
use crate::api::{Abort, Client, Error, Operation, Pager};
use crate::model::{ImageFilter, NewImage, OneOrAll, Visibility, encode_component};
use crate::query::use_query;
use crate::views::Console;
use crate::views::context::abort_with;

/// How long nobody may type before the service is asked.
const QUIET_MS: u32 = 400;

/// Some servers refuse requests whose head is over 4 KiB; the token is in it, too.
const MAX_QUERY_BYTES: usize = 1500;

/// Names in use.
#[derive(Clone, Copy)]
pub(super) struct Taken {
    doubled: Memo<BTreeSet<String>>,
    existing: RwSignal<BTreeSet<String>>,
}

/// How a name is in use already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum InUse {
    InBatch,
    InProject,
}

impl Taken {
    pub(super) fn new(console: &Console, items: Items) -> Self {
        let counts = Memo::new(move |_| {
            let mut counts = BTreeMap::<String, usize>::new();
            items.with(|items| {
                for item in items {
                    *counts
                        .entry(item.name.read().trim().to_owned())
                        .or_default() += 1;
                }
            });
            counts
        });
        let doubled = Memo::new(move |_| {
            let counts = counts.get().into_iter();
            counts
                .filter(|(_, n)| *n > 1)
                .map(|(name, _)| name)
                .collect()
        });
        Self {
            doubled,
            existing: use_existing(console, counts),
        }
    }

    /// Tracks.
    pub(super) fn how(self, name: &str) -> Option<InUse> {
        let name = name.trim();
        if self.doubled.with(|names| names.contains(name)) {
            return Some(InUse::InBatch);
        }
        let exists = self.existing.with(|names| names.contains(name));
        exists.then_some(InUse::InProject)
    }
}

/// Those of the names that this project's images have. Each is asked for once.
fn use_existing(
    console: &Console,
    counts: Memo<BTreeMap<String, usize>>,
) -> RwSignal<BTreeSet<String>> {
    let asked = StoredValue::new(BTreeSet::<String>::new());
    let existing = RwSignal::new(BTreeSet::new());
    let (ask, own) = (console.clone(), console.clone());
    use_query(
        move || {
            let can_ask = |name: &String| NewImage::check_name(name).is_ok();
            let names: Vec<_> =
                counts.with(|all| all.keys().filter(|n| can_ask(n)).cloned().collect());
            Some((ask.client()?, names))
        },
        move |(client, names): (Client, Vec<String>), cancel, _| {
            let own = own.clone();
            async move {
                let abort = abort_with(&cancel, Operation::ListImages)?;
                TimeoutFuture::new(QUIET_MS).await;
                let is_new =
                    |name: &String| asked.try_with_value(|a| !a.contains(name)) == Some(true);
                let unknown: Vec<_> = names.into_iter().filter(is_new).collect();
                for some in in_portions(unknown) {
                    let found = images_named(&client, &abort, &own, &some).await?;
                    asked.try_update_value(|asked| asked.extend(some));
                    existing.try_update(|existing| existing.extend(found));
                }
                Ok::<_, Error>(())
            }
        },
    );
    existing
}

/// As many names at a time as an address holds. Two of the marks can't be
/// written in a list of several.
fn in_portions(names: Vec<String>) -> Vec<Vec<String>> {
    let mut portions: Vec<Vec<String>> = Vec::new();
    let (mut last_bytes, mut is_open) = (0, false);
    for name in names {
        let bytes = encode_component(&name).len() + 9;
        let is_alone = name.contains(['"', '\\']);
        match portions.last_mut() {
            Some(last) if is_open && !is_alone && last_bytes + bytes <= MAX_QUERY_BYTES => {
                last_bytes += bytes;
                last.push(name);
            }
            _ => {
                portions.push(vec![name]);
                (last_bytes, is_open) = (bytes, !is_alone);
            }
        }
    }
    portions
}

async fn images_named(
    client: &Client,
    abort: &Abort,
    console: &Console,
    names: &[String],
) -> Result<Vec<String>, Error> {
    let filter = ImageFilter {
        names: names.to_vec(),
        visibility: Some(OneOrAll::All::<Visibility>),
        ..ImageFilter::default()
    };
    // What was checked as a name can be asked for.
    let Ok(list) = ListImages::new(filter) else {
        return Ok(Vec::new());
    };
    let mut pager = Pager::new(list);
    let mut found = Vec::new();
    while let Some(call) = pager.next() {
        match client.send(&call, abort).await {
            Ok(page) => found.extend(pager.take(page)),
            Err(error) => pager.refused(error)?,
        }
    }
    let own = found.into_iter().filter(|image| !console.is_foreign(image));
    Ok(own.filter_map(|image| image.name).collect())
}

#[cfg(test)]
mod tests {
    use super::in_portions;

    #[test]
    fn names_go_together_as_far_as_an_address_reaches() {
        let owned = |names: &[&str]| names.iter().map(|n| (*n).to_owned()).collect::<Vec<_>>();
        assert_eq!(in_portions(Vec::new()), Vec::<Vec<String>>::new());
        assert_eq!(
            in_portions(owned(&["a", "b\"c", "d", "e"])),
            [owned(&["a"]), owned(&["b\"c"]), owned(&["d", "e"])]
        );
        let long = "x".repeat(255);
        let portions = in_portions(vec![long; 12]);
        assert_eq!(portions.iter().map(Vec::len).collect::<Vec<_>>(), [5, 5, 2]);
    }
}
