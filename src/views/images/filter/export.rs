//! The list taken along: its link, the command that lists the same, and what it
//! shows as a file.

use std::sync::Arc;

use leptos::prelude::*;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

use super::bar::{Bar, owner_name};
use crate::i18n::FilterWords;
use crate::listing::{list_command, to_csv, to_json};
use crate::model::Timestamp;
use crate::query::spawn;
use crate::session::{Routing, Session};
use crate::ui::{Button, CopyButton, IconName};
use crate::views::Console;
use crate::views::context::now_s;

/// How long a browser gets to take a file over, in milliseconds.
const TAKE_OVER_MS: u32 = 60_000;

#[component]
pub(super) fn ExportMenu(bar: Bar) -> impl IntoView {
    let console = Console::here();
    // Without an address there is nothing to copy.
    let link = (console.config.routing != Routing::Memory).then(|| view! { <ListLink bar=bar /> });
    view! {
        <div class="v-export">
            {link}
            <Command bar=bar />
            <Files bar=bar />
        </div>
    }
}

#[component]
fn ListLink(bar: Bar) -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let address = Signal::derive(move || {
        bar.question.track();
        window().location().href().unwrap_or_default()
    });
    view! {
        <section>
            <h2>{lang.list_link()}</h2>
            <div class="v-snippet">
                <p class="v-mono v-export-link" dir="ltr">{address}</p>
                <CopyButton
                    text=address
                    label=lang.copy_named(lang.list_link())
                    texts=console.copy_texts()
                />
            </div>
        </section>
    }
}

#[component]
fn Command(bar: Bar) -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let session = console.session.clone();
    let command = Memo::new(move |_| {
        let region = session.with(|session| {
            let session = session
                .as_ref()
                .filter(|session| session.regions().len() > 1)?;
            Session::region(session).name.clone()
        });
        bar.question
            .with(|question| list_command(question, region.as_deref()))
    });
    let text = Signal::derive(move || command.with(|command| command.text.clone()));
    let owner_name = owner_name(&console);
    let left_out = move || {
        let command = command.get();
        let tokens = command.left_out.iter();
        let mut left_out: Vec<String> = tokens
            .map(|token| FilterWords::line(&lang.filter_words(token, &owner_name)))
            .collect();
        left_out.extend(
            command
                .leaves_search_out
                .then(|| lang.list_search_left_out().to_owned()),
        );
        left_out.extend(
            command
                .leaves_order_out
                .then(|| lang.list_order_left_out().to_owned()),
        );
        (!left_out.is_empty()).then(|| {
            let lines = left_out.into_iter().map(|line| view! { <li>{line}</li> });
            view! {
                <div class="v-hint">
                    <p>{lang.list_left_out()}</p>
                    <ul class="v-export-left-out">{lines.collect_view()}</ul>
                </div>
            }
        })
    };
    view! {
        <section>
            <h2>{lang.list_command()}</h2>
            <div class="v-snippet v-snippet-wide">
                // Focusable, so that the keyboard can scroll it; never from right to left.
                <pre tabindex="0" role="group" aria-label=lang.list_command_copy() dir="ltr">
                    <code>{text}</code>
                </pre>
                <CopyButton
                    text=text
                    label=lang.copy_named(lang.list_command_copy())
                    texts=console.copy_texts()
                />
            </div>
            {left_out}
        </section>
    }
}

#[derive(Clone, Copy)]
enum Kind {
    Csv,
    Json,
}

#[component]
fn Files(bar: Bar) -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let toasts = console.toasts;
    let export = Callback::new(move |kind| {
        if export(bar, kind).is_err() {
            toasts.warning(lang.list_export_failed());
        }
    });
    let has_none = Signal::derive(move || bar.rows.with(|rows| rows.is_empty()));
    view! {
        <section>
            <h2>{lang.list_export()}</h2>
            <p class="v-hint">{move || lang.list_export_text(bar.rows.with(|rows| rows.len()))}</p>
            <div class="v-form-actions">
                <Button
                    icon=IconName::Download
                    disabled=has_none
                    on_click=move |()| export.run(Kind::Csv)
                >
                    {lang.list_export_csv()}
                </Button>
                <Button
                    icon=IconName::Download
                    disabled=has_none
                    on_click=move |()| export.run(Kind::Json)
                >
                    {lang.list_export_json()}
                </Button>
            </div>
        </section>
    }
}

fn export(bar: Bar, kind: Kind) -> Result<(), JsValue> {
    let rows = Arc::clone(&bar.rows.read_untracked());
    let (text, ending, media_type) = match kind {
        Kind::Csv => {
            let columns = bar.columns.get_untracked();
            (to_csv(&rows, &columns), "csv", "text/csv;charset=utf-8")
        }
        Kind::Json => {
            let text = to_json(&rows).map_err(|error| JsValue::from(error.to_string()))?;
            (text, "json", "application/json")
        }
    };
    let options = BlobPropertyBag::new();
    options.set_type(media_type);
    let parts = js_sys::Array::of1(&text.into());
    let blob = Blob::new_with_str_sequence_and_options(&parts, &options)?;
    let now = Timestamp(now_s()).to_string();
    let day = now.split('T').next().unwrap_or_default();
    save(&blob, &["images-", day, ".", ending].concat())
}

/// Hands a file to the browser, which puts it where downloads go.
fn save(blob: &Blob, name: &str) -> Result<(), JsValue> {
    let url = Url::create_object_url_with_blob(blob)?;
    let anchor: HtmlAnchorElement = document().create_element("a")?.dyn_into()?;
    anchor.set_href(&url);
    anchor.set_download(name);
    anchor.click();
    spawn(async move {
        gloo_timers::future::TimeoutFuture::new(TAKE_OVER_MS).await;
        Url::revoke_object_url(&url).ok();
    });
    Ok(())
}
