//! An application credential: for scripts, and for who signs in elsewhere by
//! federation or with a second factor.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::password::INTERFACES;
use super::{Porch, SubmitButton, page_is_https, refused, required};
use crate::query::spawn;
use crate::session::{CredentialForm, DoorForm, with_credential};
use crate::ui::{TextField, TextKind};
use crate::views::Console;

#[component]
pub(super) fn CredentialDoor(porch: Porch) -> impl IntoView {
    let console = Console::here();
    let (lang, config) = (console.lang, console.config.clone());
    let auth_url = RwSignal::new(config.auth_url.unwrap_or_default());
    let id = RwSignal::new(String::new());
    let secret = RwSignal::new(String::new());
    let region = RwSignal::new(config.region.unwrap_or_default());
    let interface = config.interface.unwrap_or_else(|| INTERFACES[0].to_owned());
    let was_asked = RwSignal::new(false);
    let needed = move |value| required(value, was_asked, lang.field_required());

    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        was_asked.set(true);
        let is_filled = [auth_url, id, secret]
            .iter()
            .all(|value| value.with_untracked(|v| !v.trim().is_empty()));
        if !is_filled {
            return refused(&event);
        }
        if porch.is_running.get_untracked() {
            return;
        }
        let Some(abort) = porch.begin() else { return };
        let form = CredentialForm {
            at: DoorForm {
                auth_url: auth_url.get_untracked(),
                region: region.get_untracked(),
                interface: interface.clone(),
                image: auth_url.with_untracked(|url| console.config.image_for(url)),
            },
            id: id.get_untracked(),
            secret: secret.get_untracked(),
        };
        let console = console.clone();
        spawn(async move {
            let outcome = with_credential(&form, page_is_https(), &abort).await;
            porch.end(&console, outcome);
        });
    };
    view! {
        <form class="v-form" novalidate=true on:submit=submit>
            <TextField
                label=lang.sign_in_auth_url()
                value=auth_url
                kind=TextKind::Url
                autocomplete="url"
                error=needed(auth_url)
                required=true
            />
            <TextField
                label=lang.sign_in_credential_id()
                value=id
                autocomplete="username"
                error=needed(id)
                required=true
            />
            <TextField
                label=lang.sign_in_credential_secret()
                value=secret
                kind=TextKind::Password
                hint=lang.sign_in_credential_hint()
                error=needed(secret)
                required=true
            />
            <TextField
                label=lang.sign_in_region()
                value=region
                hint=lang.sign_in_region_hint()
            />
            <SubmitButton porch=porch />
        </form>
    }
}
