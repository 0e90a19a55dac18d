//! The same download by other tools: a panel of commands to copy. The person's
//! token is in the page only while its switch is on, and the panel open.

use leptos::prelude::*;

use crate::api::images;
use crate::model::{Image, check_command, curl_command, openstack_save_command, wget_command};
use crate::session::Session;
use crate::ui::{CheckField, CopyButton, Disclosure, Notice, Tone};
use crate::views::Console;

/// Gets a token where there is none at hand.
const TOKEN_COMMAND: &str = "OS_TOKEN=$(openstack token issue -f value -c id)";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tool {
    Curl,
    Wget,
    Openstack,
}

impl Tool {
    const ALL: [Self; 3] = [Self::Curl, Self::Wget, Self::Openstack];

    /// As it is typed, in every language.
    fn name(self) -> &'static str {
        match self {
            Self::Curl => "curl",
            Self::Wget => "wget",
            Self::Openstack => "openstack",
        }
    }

    fn takes_token(self) -> bool {
        self != Self::Openstack
    }

    fn command(self, image: &Image, session: &Session, with_token: bool) -> String {
        let client = session.images();
        let url = client
            .endpoint
            .url(&images::data(&image.id, None, &[]).target());
        let token = with_token.then(|| session.token());
        let token = token.as_ref().map(|token| token.expose());
        match self {
            Self::Curl => curl_command(image, &url, token),
            Self::Wget => wget_command(image, &url, token),
            Self::Openstack => {
                let is_one_of_many = session.regions().len() > 1;
                let region = session.region().name.as_deref();
                openstack_save_command(image, region.filter(|_| is_one_of_many))
            }
        }
    }
}

/// Closed at first; what it held is gone when it is closed again.
#[component]
pub(super) fn CopyAs(image: Image) -> impl IntoView {
    let lang = Console::here().lang;
    view! {
        <Disclosure class="v-copy-as" summary=lang.commands_title()>
            <Panel image=image.clone() />
        </Disclosure>
    }
}

#[component]
fn Panel(image: Image) -> impl IntoView {
    let lang = Console::here().lang;
    let check = match (check_command(&image), image.expected_digest()) {
        (Some(command), Some(expected)) => {
            let text = lang.commands_check_text(expected.algorithm);
            view! {
                <Snippet name=lang.commands_check_name() command=command />
                <p class="v-hint">{text}</p>
            }
            .into_any()
        }
        _ => view! { <p class="v-muted">{lang.commands_check_none()}</p> }.into_any(),
    };
    view! {
        <div class="v-card v-commands">
            <Download image=image />
            <section class="v-command">
                <div class="v-command-head">
                    <h2>{lang.commands_check()}</h2>
                </div>
                {check}
            </section>
        </div>
    }
}

#[component]
fn Download(image: Image) -> impl IntoView {
    let Console {
        lang,
        session,
        center,
        ..
    } = Console::here();
    let tool = RwSignal::new(Tool::Curl);
    let with_token = RwSignal::new(false);
    let sign_in = center.sign_in;
    let command = {
        let sign_in = sign_in.clone();
        Memo::new(move |_| {
            // A renewed token takes the place of the one before.
            sign_in.track();
            session.with(|session| {
                let session = session.as_ref()?;
                Some(tool.get().command(&image, session, with_token.get()))
            })
        })
    };
    let command = Signal::derive(move || command.get().unwrap_or_default());
    let takes_token = Memo::new(move |_| tool.get().takes_token());
    view! {
        <section class="v-command">
            <div class="v-command-head">
                <h2>{lang.commands_download()}</h2>
                <Tools tool=tool with_token=with_token />
            </div>
            <Snippet name=lang.commands_download_name() command=command />
            {move || {
                if takes_token.get() {
                    view! { <TokenSwitch value=with_token /> }.into_any()
                } else {
                    view! { <p class="v-hint">{lang.commands_openstack()}</p> }.into_any()
                }
            }}
            // Always there, so that what comes into it is announced.
            <div role="status" class="v-command-warning">
                {move || {
                    let sign_in = sign_in.clone();
                    let text = move || sign_in.with(|term| lang.commands_token_text(term));
                    with_token
                        .get()
                        .then(|| {
                            view! {
                                <Notice tone=Tone::Warning title=lang.commands_token_title()>
                                    <p>{text}</p>
                                </Notice>
                            }
                        })
                }}
            </div>
        </section>
    }
}

/// Choosing another tool takes the token out: nobody asked for it there.
#[component]
fn Tools(tool: RwSignal<Tool>, with_token: RwSignal<bool>) -> impl IntoView {
    let lang = Console::here().lang;
    let choices = Tool::ALL.map(|choice| {
        view! {
            <button
                type="button"
                aria-pressed=move || (tool.get() == choice).to_string()
                on:click=move |_| {
                    with_token.set(false);
                    tool.set(choice);
                }
            >
                {choice.name()}
            </button>
        }
    });
    view! {
        <div class="v-segments" role="group" aria-label=lang.commands_tool()>
            {choices.into_iter().collect_view()}
        </div>
    }
}

#[component]
fn TokenSwitch(value: RwSignal<bool>) -> impl IntoView {
    let lang = Console::here().lang;
    view! {
        <CheckField label=lang.commands_put_token() value=value />
        {move || {
            (!value.get())
                .then(|| {
                    view! {
                        <p class="v-hint">{lang.commands_put_token_hint()}</p>
                        <Snippet name=lang.commands_get_token_name() command=TOKEN_COMMAND />
                    }
                })
        }}
    }
}

/// A command in full; what is too wide for the page scrolls in itself.
#[component]
fn Snippet(name: &'static str, #[prop(into)] command: Signal<String>) -> impl IntoView {
    let console = Console::here();
    view! {
        <div class="v-snippet v-snippet-wide">
            // Focusable, so that the keyboard can scroll it; never from right to left.
            <pre tabindex="0" role="group" aria-label=name dir="ltr">
                <code>{move || command.get()}</code>
            </pre>
            <CopyButton
                text=command
                label=console.lang.copy_named(name)
                texts=console.copy_texts()
            />
        </div>
    }
}
