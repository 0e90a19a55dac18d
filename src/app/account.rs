//! Who is signed in, the theme, and the way out.

use leptos::prelude::*;

use crate::api::{Abort, Operation, identity};
use crate::query::spawn;
use crate::route::Route;
use crate::session::Session;
use crate::ui::{Button, ButtonKind, Dialog, Icon, IconName, Menu, Theme, ThemeChoice};
use crate::views::{Console, Link};

#[component]
pub(super) fn Account(
    theme: Theme,
    /// Not where the page around signs people in and out.
    can_leave: bool,
) -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let who = console
        .session
        .with_untracked(|session| session.as_ref().and_then(|s| s.who.clone()));
    let session = console.session.clone();
    let endpoint = move || session.with(|s| s.as_ref().map(|s| s.region().image.to_string()));
    let sign_in = console.center.sign_in.clone();
    let term = move || sign_in.with(|term| lang.sign_in_term(term));
    let summary_text = who.as_ref().map_or_else(
        || lang.account().to_owned(),
        |who| format!("{} · {}", who.user.name, who.project.name),
    );
    let label = summary_text.clone();
    let is_asking = RwSignal::new(false);
    let leave = {
        let console = console.clone();
        Callback::new(move |()| sign_out(&console))
    };
    let ask_to_leave = move |()| {
        if untrack(|| console.center.running()) > 0 {
            is_asking.set(true);
        } else {
            leave.run(());
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
                <dt>{lang.sign_in_lasts()}</dt>
                <dd>{term}</dd>
                <dt>{lang.sign_in_image_endpoint()}</dt>
                <dd class="v-mono">{endpoint}</dd>
            </dl>
            {(!theme.is_given)
                .then(|| {
                    view! {
                        <p class="v-menu-label" id="v-theme-label">{lang.theme()}</p>
                        <div class="v-segments" role="group" aria-labelledby="v-theme-label">
                            {option(ThemeChoice::System, IconName::System, lang.theme_system())}
                            {option(ThemeChoice::Light, IconName::Sun, lang.theme_light())}
                            {option(ThemeChoice::Dark, IconName::Moon, lang.theme_dark())}
                        </div>
                    }
                })}
            <div class="v-menu-foot">
                <Link to=Route::connection() class="v-button v-button-quiet">
                    {lang.connection_title()}
                </Link>
                {can_leave
                    .then(|| {
                        view! { <Button on_click=ask_to_leave>{lang.sign_out()}</Button> }
                    })}
            </div>
        </Menu>
        <Dialog
            open=is_asking
            title=lang.transfers_sign_out_title().to_owned()
            close_label=lang.close()
        >
            <p>{lang.transfers_sign_out()}</p>
            <div class="v-dialog-actions">
                <Button on_click=move |()| is_asking.set(false)>{lang.cancel()}</Button>
                <Button kind=ButtonKind::Danger on_click=leave>
                    {lang.sign_out()}
                </Button>
            </div>
        </Dialog>
    }
}

/// Lets the page go at once; transfers end, then the token is given back to
/// Keystone, if it came from there. What can't be revoked ends by itself.
fn sign_out(console: &Console) {
    let session = console.session.get_untracked();
    if let Some(session) = &session {
        session.stop_renewing();
    }
    console.session.set(None);
    console.drawer_open.set(false);
    console.toasts.good(console.lang.signed_out());
    let center = console.center.clone();
    spawn(async move {
        center.end_all().await;
        if let Some(session) = session {
            session.settled().await;
            revoke(&session).await;
        }
    });
}

async fn revoke(session: &Session) {
    let (Some(keystone), Ok(abort)) = (session.keystone(), Abort::new(Operation::SignOut)) else {
        return;
    };
    let call = identity::revoke(session.root_token().expose());
    keystone.send(&call, &abort).await.ok();
}
