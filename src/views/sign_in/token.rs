//! A token and an image endpoint.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::{Porch, SubmitButton, page_is_https, refused, required};
use crate::api::Endpoint;
use crate::query::spawn;
use crate::session::{TokenForm, with_token};
use crate::ui::{TextField, TextKind};
use crate::views::Console;

#[component]
pub(super) fn TokenDoor(porch: Porch) -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let endpoint = RwSignal::new(console.config.image_endpoint.clone().unwrap_or_default());
    let token = RwSignal::new(String::new());
    let was_asked = RwSignal::new(false);
    let needed = move |value| required(value, was_asked, lang.field_required());

    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        was_asked.set(true);
        let is_filled = [endpoint, token]
            .iter()
            .all(|value| value.with_untracked(|v| !v.trim().is_empty()));
        if !is_filled {
            return refused(&event);
        }
        if porch.is_running.get_untracked() {
            return;
        }
        let Some(abort) = porch.begin() else { return };
        let form = TokenForm {
            image_endpoint: endpoint.get_untracked(),
            token: token.get_untracked(),
        };
        let console = console.clone();
        spawn(async move {
            let keystone = console.config.auth_url.as_deref();
            // A site's own address was checked when its configuration was read.
            let keystone = keystone.and_then(|url| Endpoint::identity(url).ok());
            let outcome = with_token(&form, keystone, page_is_https(), &abort).await;
            porch.end(&console, outcome);
        });
    };
    view! {
        <form class="v-form" novalidate=true on:submit=submit>
            <TextField
                label=lang.sign_in_image_endpoint()
                value=endpoint
                kind=TextKind::Url
                hint=lang.sign_in_image_endpoint_hint()
                error=needed(endpoint)
                required=true
            />
            <TextField
                label=lang.sign_in_token()
                value=token
                kind=TextKind::Password
                hint=lang.sign_in_token_hint()
                error=needed(token)
                required=true
            />
            <SubmitButton porch=porch />
        </form>
    }
}
