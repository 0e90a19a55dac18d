//! Facts of an image, one below the other: what it is, as people read it, and as
//! it is copied.

use leptos::prelude::*;

use super::Console;
use super::context::now_s;
use crate::i18n::Lang;
use crate::model::Timestamp;
use crate::ui::CopyButton;

/// One line.
pub(super) struct Fact {
    pub(super) label: String,
    pub(super) shown: String,
    /// A smaller second line.
    pub(super) note: Option<String>,
    /// `None` for what nobody would paste anywhere.
    pub(super) copied: Option<String>,
    pub(super) is_mono: bool,
}

impl Fact {
    pub(super) fn new(label: &str, shown: impl Into<String>) -> Self {
        Self {
            label: label.to_owned(),
            shown: shown.into(),
            note: None,
            copied: None,
            is_mono: false,
        }
    }

    /// An id, a hash: fixed width, and worth copying.
    pub(super) fn code(label: &str, value: &str) -> Self {
        Self {
            is_mono: true,
            ..Self::new(label, value).copying(value)
        }
    }

    /// A project: its id, with its name where that is known. Tracks.
    pub(super) fn owner(id: &str) -> Self {
        let console = Console::here();
        let lang = console.lang;
        let is_ours = console.session.with_untracked(|session| {
            let who = session.as_ref().and_then(|session| session.who.as_ref());
            who.is_some_and(|who| who.project.id == id)
        });
        let note = match console.project_name(id) {
            Some(name) if is_ours => Some(lang.this_project(&name)),
            None if is_ours => Some(lang.peek_this_project().to_owned()),
            name => name,
        };
        Self {
            note,
            ..Self::code(lang.field_owner(), id)
        }
    }

    /// A time as the service wrote it, or none.
    pub(super) fn time(lang: Lang, label: &str, text: Option<&str>) -> Self {
        match (text, text.and_then(Timestamp::parse)) {
            (_, Some(time)) => Self::new(label, lang.date_time(time)).note(lang.ago(time, now_s())),
            (Some(text), None) => Self::new(label, text),
            (None, None) => Self::new(label, lang.none()),
        }
    }

    pub(super) fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }

    pub(super) fn copying(mut self, text: impl Into<String>) -> Self {
        self.copied = Some(text.into());
        self
    }
}

#[component]
pub(super) fn FactList(facts: Vec<Fact>) -> impl IntoView {
    let console = Console::here();
    let (lang, texts) = (console.lang, console.copy_texts());
    view! {
        <dl class="v-facts">
            {facts
                .into_iter()
                .map(|fact| {
                    let label = lang.copy_named(&fact.label);
                    view! {
                        <div class="v-fact">
                            <dt>{fact.label}</dt>
                            <dd class=if fact.is_mono { "v-mono" } else { "" }>
                                <span class="v-fact-value">
                                    {fact.shown}
                                    {fact.note.map(|note| view! { <small>{note}</small> })}
                                </span>
                                {fact
                                    .copied
                                    .map(|text| {
                                        view! { <CopyButton text=text label=label texts=texts /> }
                                    })}
                            </dd>
                        </div>
                    }
                })
                .collect_view()}
        </dl>
    }
}
