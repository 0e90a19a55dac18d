//! A problem on the page: what happened, what to do, the service's own words.

use leptos::prelude::*;

use super::Console;
use super::guest::HostEvent;
use crate::i18n::Explained;
use crate::ui::{CopyButton, Notice, Tone};

#[component]
pub fn Problem(
    explained: Explained,
    /// What can be done about it, as buttons.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let texts = console.copy_texts();
    let Explained {
        title,
        advice,
        service_words,
        request_id,
        snippet,
        link,
    } = explained;
    console.guest.tell(&HostEvent::Error {
        message: title.clone(),
        request_id: request_id.clone(),
    });
    view! {
        <Notice tone=Tone::Bad title=title>
            <p>{advice}</p>
            {snippet
                .map(|snippet| {
                    let copy = snippet.clone();
                    view! {
                        <div class="v-snippet">
                            <pre><code>{snippet}</code></pre>
                            <CopyButton text=copy label=lang.copy() texts=texts />
                        </div>
                    }
                })}
            {link
                .map(|href| {
                    let address = href.clone();
                    view! {
                        <p>
                            <a href=href target="_blank" rel="noreferrer">
                                {lang.connection_open()}
                                ": "
                                {address}
                            </a>
                        </p>
                    }
                })}
            {service_words
                .map(|words| {
                    view! {
                        <p class="v-service-words">
                            <span class="v-muted">{lang.service_said()} ": "</span>
                            <q>{words}</q>
                        </p>
                    }
                })}
            {request_id
                .map(|id| {
                    let copy = id.clone();
                    view! {
                        <p class="v-request-id">
                            <span class="v-muted">{lang.request_id()} ": "</span>
                            <code>{id}</code>
                            <CopyButton
                                text=copy
                                label=lang.copy_named(lang.request_id())
                                texts=texts
                            />
                        </p>
                    }
                })}
            {children.map(|children| view! { <div class="v-notice-actions">{children()}</div> })}
        </Notice>
    }
}
