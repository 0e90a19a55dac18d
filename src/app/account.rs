//! Who is signed in, the theme, and the way out.

use leptos::prelude::*;

use crate::api::{Abort, Operation, identity};
use crate::query::spawn;
use crate::session::Session;
use crate::ui::{Button, Icon, IconName, Menu, Theme, ThemeChoice};
use crate::views::Console;

#[component]
pub(super) fn Account(theme: Theme) -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let who = console
        .session
        .with_untracked(|session| session.as_ref().and_then(|s| s.who.clone()));
    let endpoint = console
        .session
        .with_untracked(|s| s.as_ref().map(|s| s.region().image.to_string()));
    let summary_text = who.as_ref().map_or_else(
        || lang.account().to_owned(),
        |who| format!("{} · {}", who.user.name, who.project.name),
    );
    let label = summary_text.clone();
    let sign_out = {
        let console = console.clone();
        move |()| {
            let session = console.session.get_untracked();
            console.session.set(None);
            console.toasts.good(lang.signed_out());
            if let Some(session) = session {
                revoke(&session);
            }
        }
    };
    let option = move |choice: ThemeChoice, icon, text: &'static str| {
        view! {
            <button
                type="button"
                aria-pressed=move || (theme.choice.get() == choice).to_string()
                on:click=move |_| theme.choose(choice)
            >
                <Icon name=icon />
                <span>{text}</span>
            </button>
        }
    };
    view! {
        <Menu
            label=label
            summary=move || {
                view! {
                    <Icon name=IconName::Account />
                    <span class="v-account-name">{summary_text.clone()}</span>
                    <Icon name=IconName::ChevronDown />
                }
            }
        >
            <dl class="v-account-facts">
                {who
                    .map(|who| {
                        view! {
                            <dt>{lang.sign_in_user()}</dt>
                            <dd>{who.user.name}</dd>
                            <dt>{lang.sign_in_project()}</dt>
                            <dd>{who.project.name}</dd>
                        }
                    })}
                {endpoint
                    .map(|endpoint| {
                        view! {
                            <dt>{lang.sign_in_image_endpoint()}</dt>
                            <dd class="v-mono">{endpoint}</dd>
                        }
                    })}
            </dl>
            <p class="v-menu-label" id="v-theme-label">{lang.theme()}</p>
            <div class="v-segments" role="group" aria-labelledby="v-theme-label">
                {option(ThemeChoice::System, IconName::System, lang.theme_system())}
                {option(ThemeChoice::Light, IconName::Sun, lang.theme_light())}
                {option(ThemeChoice::Dark, IconName::Moon, lang.theme_dark())}
            </div>
            <div class="v-menu-foot">
                <Button on_click=sign_out>{lang.sign_out()}</Button>
            </div>
        </Menu>
    }
}

/// Gives the token back to Keystone, if it came from there. Nobody waits for it:
/// what can't be revoked ends by itself.
fn revoke(session: &Session) {
    let Some(keystone) = session.keystone() else {
        return;
    };
    let call = identity::revoke(session.root_token().expose());
    spawn(async move {
        if let Ok(abort) = Abort::new(Operation::SignOut) {
            keystone.send(&call, &abort).await.ok();
        }
    });
}
