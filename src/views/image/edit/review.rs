//! What saving will send, in words and as the request; and what others changed
//! meanwhile, with the ways to bring both together.

use std::collections::BTreeSet;

use leptos::prelude::*;

use crate::api::images;
use crate::bulk::Spoken;
use crate::i18n::Lang;
use crate::model::{Conflict, Field, FieldChange, ImageDraft, edit_commands, merge};
use crate::ui::{Button, ButtonKind, Notice, Tone};
use crate::views::Console;
use crate::views::show_as::ShowAs;

/// Where the site's schema makes the service refuse changes: said before any is made.
#[component]
pub(super) fn Demanding() -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let required = Memo::new(move |_| {
        let can = console.capabilities();
        let schema = can.as_ref().and_then(|can| can.schema.offered());
        schema.map_or_else(Vec::new, |schema| schema.required.clone())
    });
    move || {
        let required = required.get();
        let names: Vec<&str> = required.iter().map(String::as_str).collect();
        let text = (!names.is_empty()).then(|| lang.edit_demanding(&names));
        text.map(|text| {
            view! {
                <Notice tone=Tone::Warning title=lang.edit_demanding_title()>
                    <p>{text}</p>
                </Notice>
            }
        })
    }
}

/// The changes one below the other.
#[component]
pub(super) fn Changes(
    id: Signal<String>,
    base: Memo<ImageDraft>,
    wanted: Memo<Option<ImageDraft>>,
) -> impl IntoView {
    let lang = Console::here().lang;
    let changes = Memo::new(move |_| {
        let wanted = wanted.get()?;
        Some(base.with(|base| base.changes_to(&wanted)))
    });
    let spoken = Memo::new(move |_| {
        let (changes, wanted) = (changes.get(), wanted.get());
        let (Some(changes), Some(wanted)) = (changes, wanted) else {
            return Spoken::default();
        };
        let id = id.get();
        let patch = base.with(|base| base.patch_to(&wanted));
        Spoken {
            commands: edit_commands(&id, &changes),
            requests: if patch.is_empty() {
                Vec::new()
            } else {
                vec![images::update(&id, &patch).request]
            },
        }
    });
    view! {
        <h2>{lang.edit_review()}</h2>
        <div role="status">
            {move || match changes.get() {
                None => view! { <p class="v-hint-error">{lang.edit_wrong()}</p> }.into_any(),
                Some(changes) if changes.is_empty() => {
                    view! { <p class="v-muted">{lang.edit_nothing()}</p> }.into_any()
                }
                Some(changes) => view! { <Lines changes=changes /> }.into_any(),
            }}
        </div>
        {move || {
            spoken
                .with(|spoken| !spoken.requests.is_empty())
                .then(|| view! { <ShowAs spoken=spoken /> })
        }}
    }
}

#[component]
fn Lines(changes: Vec<FieldChange>) -> impl IntoView {
    let lang = Console::here().lang;
    let line = |change: FieldChange| {
        let words = lang.field_change(&change);
        view! {
            <li>
                <strong>{lang.edit_field(&change.field)}</strong>
                " "
                <span>{words}</span>
            </li>
        }
    };
    view! { <ul class="v-plain-list v-changes">{changes.into_iter().map(line).collect_view()}</ul> }
}

/// What others changed since the form was opened; nothing while nobody did. `on_merged`
/// gets the draft that has both.
#[component]
pub(super) fn Meanwhile(
    base: Memo<ImageDraft>,
    theirs: Memo<ImageDraft>,
    /// What is wanted so far; while something is wrong, what is in the way of merging.
    mine: Memo<Option<ImageDraft>>,
    on_merged: Callback<ImageDraft>,
) -> impl IntoView {
    let lang = Console::here().lang;
    let is_other = Memo::new(move |_| base.with(|base| theirs.with(|theirs| base != theirs)));
    move || {
        if !is_other.get() {
            return None;
        }
        let changes = base.with(|base| theirs.with(|theirs| base.changes_to(theirs)));
        // Fields in which theirs is to stand.
        let given_up = RwSignal::new(BTreeSet::<Field>::new());
        let merged = Memo::new(move |_| {
            let mine = mine.get()?;
            Some(base.with(|base| theirs.with(|theirs| merge(base, &mine, theirs))))
        });
        let take = move |()| {
            let Some(merged) = merged.get_untracked() else {
                return;
            };
            let mut draft = merged.draft;
            theirs.with_untracked(|theirs| {
                given_up.with_untracked(|fields| {
                    fields
                        .iter()
                        .for_each(|field| draft.take_field(field, theirs));
                });
            });
            on_merged.run(draft);
        };
        let conflicts = Memo::new(move |_| {
            merged.with(|merged| {
                merged
                    .as_ref()
                    .map_or_else(Vec::new, |m| m.conflicts.clone())
            })
        });
        Some(view! {
            <div id="v-meanwhile" tabindex="-1">
                <Notice tone=Tone::Warning title=lang.meanwhile_title()>
                    <p>{lang.meanwhile_text()}</p>
                    <Lines changes=changes />
                    {move || {
                        conflicts
                            .get()
                            .into_iter()
                            .map(|conflict| choice(lang, conflict, given_up))
                            .collect_view()
                    }}
                    <div class="v-notice-actions">
                        <Button
                            kind=ButtonKind::Primary
                            disabled=Signal::derive(move || merged.with(Option::is_none))
                            on_click=take
                        >
                            {lang.meanwhile_merge()}
                        </Button>
                    </div>
                </Notice>
            </div>
        })
    }
}

/// A field that both changed: whose value is to stand.
fn choice(lang: Lang, conflict: Conflict, given_up: RwSignal<BTreeSet<Field>>) -> impl IntoView {
    let name = crate::ui::next_id();
    let field = conflict.field.clone();
    let is_mine = {
        let field = field.clone();
        move || given_up.with(|fields| !fields.contains(&field))
    };
    let is_theirs = {
        let is_mine = is_mine.clone();
        move || !is_mine()
    };
    let set = move |mine: bool| {
        given_up.update(|fields| {
            if mine {
                fields.remove(&field);
            } else {
                fields.insert(field.clone());
            }
        });
    };
    let set_too = set.clone();
    let mine = lang.edit_value(&conflict.field, &conflict.mine);
    let theirs = lang.edit_value(&conflict.field, &conflict.theirs);
    view! {
        <fieldset class="v-conflict">
            <legend>{lang.edit_field(&conflict.field)}</legend>
            <label class="v-check-label">
                <input type="radio" name=name.clone() prop:checked=is_mine on:change=move |_| set(true) />
                <span>{lang.meanwhile_mine()} ": " <strong>{mine}</strong></span>
            </label>
            <label class="v-check-label">
                <input
                    type="radio"
                    name=name
                    prop:checked=is_theirs
                    on:change=move |_| set_too(false)
                />
                <span>{lang.meanwhile_theirs()} ": " <strong>{theirs}</strong></span>
            </label>
        </fieldset>
    }
}
