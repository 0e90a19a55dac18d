//! Data for an image that has none yet: fetched by the service from an address, or taken
//! from what was staged. Only where that can come to something.

use std::sync::Arc;

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::acting::Acting;
use crate::bulk::Act;
use crate::model::{
    Image, ImageStatus, Import, ImportMethod, ImportSource, ImportStores, address_problem,
};
use crate::session::Capabilities;
use crate::ui::{Button, ButtonKind, TextField, TextKind};
use crate::views::Console;
use crate::views::show_as::ShowAs;

/// What can be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Web,
    /// All of it is staged: the size is known then. Before, an import would cut it off.
    Staged,
    /// Somebody is still staging.
    Staging,
}

fn way(image: &Image, can: impl Fn(ImportMethod) -> bool) -> Option<Way> {
    let has_formats = image.disk_format.is_some() && image.container_format.is_some();
    if image.is_being_imported() || image.is_poisoned() || !has_formats {
        return None;
    }
    match image.status {
        ImageStatus::Queued if can(ImportMethod::WebDownload) => Some(Way::Web),
        ImageStatus::Uploading if can(ImportMethod::GlanceDirect) => {
            let is_whole = image.size.is_some();
            Some(if is_whole { Way::Staged } else { Way::Staging })
        }
        _ => None,
    }
}

/// Nothing where nothing can be done.
#[component]
pub(super) fn ImportCard(image: Memo<Arc<Image>>) -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let way = Memo::new(move |_| {
        let may_change = image.with(|image| console.may_change(image));
        let can = console.capabilities().filter(|_| may_change)?;
        image.with(|image| way(image, |method| can.can_import_by(&method)))
    });
    move || {
        let body = match way.get()? {
            Way::Web => view! { <FromAddress image=image /> }.into_any(),
            Way::Staged => view! { <Staged image=image /> }.into_any(),
            Way::Staging => view! { <p>{lang.import_staging()}</p> }.into_any(),
        };
        Some(view! {
            <section class="v-card">
                <h2>{lang.import_title()}</h2>
                {body}
            </section>
        })
    }
}

#[component]
fn FromAddress(image: Memo<Arc<Image>>) -> impl IntoView {
    let lang = Console::here().lang;
    let acting = Acting::here();
    let is_busy = acting.is_busy();
    let address = RwSignal::new(String::new());
    let act = move || {
        let uri = address.with(|address| address.trim().to_owned());
        Act::Import(Import {
            source: ImportSource::Web { uri },
            stores: ImportStores::Default,
        })
    };
    let is_good = move || {
        address.with(|address| !address.trim().is_empty() && address_problem(address).is_none())
    };
    let error = Signal::derive(move || {
        let problem = address.with(|address| address_problem(address))?;
        Some(lang.create_address_fault(problem).to_owned())
    });
    let spoken = Memo::new(move |_| image.with(|image| act().spoken(image, None)));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if untrack(is_good) {
            acting.act(image.get_untracked(), untrack(act));
        }
    };
    view! {
        <form class="v-form" on:submit=submit>
            <TextField
                label=lang.create_address()
                value=address
                kind=TextKind::Url
                hint=Signal::stored(Some(lang.create_address_hint().to_owned()))
                error=error
            />
            <div class="v-form-actions">
                <Button
                    kind=ButtonKind::Primary
                    submit=true
                    busy=is_busy
                    disabled=Signal::derive(move || !is_good())
                >
                    {lang.import_title()}
                </Button>
            </div>
            {move || is_good().then(|| view! { <ShowAs spoken=spoken /> })}
        </form>
    }
}

#[component]
fn Staged(image: Memo<Arc<Image>>) -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let acting = Acting::here();
    let is_busy = acting.is_busy();
    let stores = untrack(|| console.capabilities()).map_or(ImportStores::Default, into_default);
    let act = move || {
        Act::Import(Import {
            source: ImportSource::Staged,
            stores: stores.clone(),
        })
    };
    let said = act.clone();
    let spoken = Memo::new(move |_| image.with(|image| said().spoken(image, None)));
    let go = move |()| acting.act(image.get_untracked(), act());
    view! {
        <p>{move || lang.import_staged(image.with(|image| image.size.unwrap_or_default()))}</p>
        <div class="v-form-actions">
            <Button kind=ButtonKind::Primary busy=is_busy on_click=go>
                {lang.import_staged_go()}
            </Button>
        </div>
        <ShowAs spoken=spoken />
    }
}

/// The site's default store, by name where it has one: only then can it be said that not
/// all must succeed, without which an import that fails leaves the image `importing` for
/// ever.
fn into_default(can: Arc<Capabilities>) -> ImportStores {
    let stores = can.stores.offered();
    let default = stores.and_then(|stores| stores.iter().find(|store| store.default));
    match default {
        Some(store) => ImportStores::These {
            ids: vec![store.id.clone()],
            all_must_succeed: false,
        },
        None => ImportStores::Default,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn way_of(extra: serde_json::Value) -> Option<Way> {
        let mut json = json!({"id": "i", "status": "queued", "visibility": "private",
            "disk_format": "raw", "container_format": "bare"});
        let fields = extra.as_object().expect("is one").clone();
        json.as_object_mut().expect("is one").extend(fields);
        way(&serde_json::from_value(json).expect("decodes"), |_| true)
    }

    #[test]
    fn an_import_is_offered_only_where_it_can_come_to_something() {
        assert_eq!(way_of(json!({})), Some(Way::Web));
        assert_eq!(way_of(json!({"disk_format": null})), None);
        assert_eq!(way_of(json!({"checksum": "x"})), None);
        assert_eq!(way_of(json!({"os_glance_import_task": "t"})), None);
        assert_eq!(way_of(json!({"status": "uploading"})), Some(Way::Staging));
        assert_eq!(
            way_of(json!({"status": "uploading", "size": 3})),
            Some(Way::Staged)
        );
        assert_eq!(way_of(json!({"status": "active"})), None);
    }
}
