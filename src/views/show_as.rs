//! What an action sends, for who wants to do it by other means: the HTTP request,
//! curl's command and openstackclient's. Closed at first.

use leptos::prelude::*;

use super::Console;
use crate::bulk::Spoken;
use crate::session::Session;
use crate::ui::{CopyButton, Disclosure};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tool {
    Http,
    Curl,
    Openstack,
}

impl Tool {
    const ALL: [Self; 3] = [Self::Http, Self::Curl, Self::Openstack];

    /// As it is written in every language.
    fn name(self) -> &'static str {
        match self {
            Self::Http => "HTTP",
            Self::Curl => "curl",
            Self::Openstack => "openstack",
        }
    }

    /// Blank where the tool can't do it.
    fn text(self, spoken: &Spoken, session: &Session) -> String {
        let endpoint = session.images().endpoint;
        let requests = spoken.requests.iter();
        match self {
            Self::Http => joined(requests.map(|request| request.as_http(&endpoint)), "\n\n"),
            Self::Curl => joined(requests.map(|request| request.as_curl(&endpoint)), "\n"),
            Self::Openstack => {
                let is_one_of_many = session.regions().len() > 1;
                let region = session.region().name.as_deref().filter(|_| is_one_of_many);
                joined(
                    spoken.commands.iter().map(|command| command.line(region)),
                    "\n",
                )
            }
        }
    }
}

fn joined(texts: impl Iterator<Item = String>, between: &str) -> String {
    texts.collect::<Vec<_>>().join(between)
}

#[component]
pub(super) fn ShowAs(#[prop(into)] spoken: Signal<Spoken>) -> impl IntoView {
    let lang = Console::here().lang;
    view! {
        <Disclosure class="v-show-as" summary=lang.show_as_title()>
            <ShownAs spoken=spoken />
        </Disclosure>
    }
}

/// The same without a lid.
#[component]
pub(super) fn ShownAs(#[prop(into)] spoken: Signal<Spoken>) -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let tool = RwSignal::new(Tool::Http);
    let session = console.session.clone();
    let text = Memo::new(move |_| {
        session.with(|session| {
            let session = session.as_ref()?;
            Some(spoken.with(|spoken| tool.get().text(spoken, session)))
        })
    });
    let text = Signal::derive(move || text.get().unwrap_or_default());
    let is_blank = Memo::new(move |_| text.with(String::is_empty));
    let choices = Tool::ALL.map(|choice| {
        view! {
            <button
                type="button"
                aria-pressed=move || (tool.get() == choice).to_string()
                on:click=move |_| tool.set(choice)
            >
                {choice.name()}
            </button>
        }
    });
    view! {
        <div class="v-shown-as">
            <div class="v-segments" role="group" aria-label=lang.commands_tool()>
                {choices.into_iter().collect_view()}
            </div>
            {move || {
                if is_blank.get() {
                    return view! { <p class="v-muted">{lang.show_as_blank()}</p> }.into_any();
                }
                view! {
                    <div class="v-snippet v-snippet-wide">
                        <pre tabindex="0" role="group" aria-label=lang.show_as_title() dir="ltr">
                            <code>{move || text.get()}</code>
                        </pre>
                        <CopyButton text=text label=lang.copy() texts=console.copy_texts() />
                    </div>
                }
                    .into_any()
            }}
        </div>
    }
}
