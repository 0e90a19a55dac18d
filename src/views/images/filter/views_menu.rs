//! The menu of views: choose one, keep what is shown under a name, rename, delete.

use leptos::ev::SubmitEvent;
use leptos::html;
use leptos::prelude::*;

use super::bar::Bar;
use super::collection::Collection;
use super::saved::View;
use crate::ui::{Button, Icon, IconButton, IconName, TextField};
use crate::views::{Console, focus};

#[component]
pub(super) fn ViewsMenu(bar: Bar, is_open: RwSignal<bool>) -> impl IntoView {
    let all = Collection::new(&Console::here(), bar, is_open);
    let lang = all.lang;
    let saved = move || {
        let views = all.saved.get().into_iter();
        views
            .map(|view| view! { <SavedRow all=all view=view.view() /> })
            .collect_view()
    };
    let built_in = all.built_in.get_value().into_iter();
    let built_in = built_in.map(|view| view! { <li><Choose all=all view=view /></li> });
    view! {
        <div class="v-views">
            <ul aria-label=lang.views_built_in()>{built_in.collect_view()}</ul>
            <p class="v-menu-label">{lang.views_saved()}</p>
            <ul aria-label=lang.views_saved()>{saved}</ul>
            {move || {
                (all.saved.with(Vec::is_empty) && all.deleted.with(Option::is_none))
                    .then(|| view! { <p class="v-hint">{lang.views_none()}</p> })
            }}
            {move || all.deleted.get().map(|(_, view)| view! { <Undo all=all name=view.name /> })}
            {move || {
                (!all.is_kept.get())
                    .then(|| view! { <p class="v-hint v-hint-error">{lang.views_not_kept()}</p> })
            }}
            <Keep all=all />
        </div>
    }
}

#[component]
fn Choose(all: Collection, view: View) -> impl IntoView {
    let lang = all.lang;
    let view = StoredValue::new(view);
    let is_shown = Memo::new(move |_| view.with_value(|view| all.is_shown(view)));
    let is_changed = Memo::new(move |_| view.with_value(|view| all.is_changed(view)));
    view! {
        <button
            type="button"
            class="v-view"
            aria-current=move || is_shown.get().then_some("true")
            on:click=move |_| view.with_value(|view| all.choose(view))
        >
            <span class="v-view-mark">
                {move || is_shown.get().then(|| view! { <Icon name=IconName::Check /> })}
            </span>
            <span>{view.with_value(|view| view.name.clone())}</span>
            {move || {
                is_changed
                    .get()
                    .then(|| view! { <span class="v-muted">"(" {lang.views_changed()} ")"</span> })
            }}
        </button>
    }
}

#[component]
fn SavedRow(all: Collection, view: View) -> impl IntoView {
    let lang = all.lang;
    let name = view.name.clone();
    let is_renamed = {
        let name = name.clone();
        Memo::new(move |_| all.renamed.with(|now| now.as_deref() == Some(&name)))
    };
    view! {
        <li class="v-view-row">
            {move || {
                if is_renamed.get() {
                    return view! { <Rename all=all name=name.clone() /> }.into_any();
                }
                let (to_rename, to_delete) = (name.clone(), name.clone());
                view! {
                    <Choose all=all view=view.clone() />
                    <IconButton
                        icon=IconName::Pencil
                        label=lang.view_rename(&name)
                        on_click=move |()| all.renamed.set(Some(to_rename.clone()))
                    />
                    <IconButton
                        icon=IconName::Trash
                        label=lang.view_delete(&name)
                        on_click=move |()| all.delete(&to_delete)
                    />
                }
                    .into_any()
            }}
        </li>
    }
}

#[component]
fn Rename(all: Collection, name: String) -> impl IntoView {
    let lang = all.lang;
    let text = RwSignal::new(name.clone());
    let problem = RwSignal::new(None::<String>);
    let form = NodeRef::<html::Form>::new();
    focus_field_of(form);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        match all.check(&text.get_untracked(), &name) {
            Ok(new) => all.rename(&name, new),
            Err(words) => problem.set(Some(words)),
        }
    };
    view! {
        <form class="v-view-form" node_ref=form novalidate on:submit=submit>
            <TextField label=lang.views_name() value=text error=problem required=true />
            <Button submit=true>{lang.views_rename_save()}</Button>
        </form>
    }
}

/// Deleting is quick; so is taking it back.
#[component]
fn Undo(all: Collection, name: String) -> impl IntoView {
    let lang = all.lang;
    let line = NodeRef::<html::P>::new();
    Effect::new(move |_| {
        if let Some(line) = line.get() {
            // What had the focus went with the view.
            focus(line.query_selector("button").ok().flatten());
        }
    });
    view! {
        <p class="v-view-undo" node_ref=line>
            <span role="status">{lang.deleted(&name)}</span>
            <button
                type="button"
                class="v-button v-button-quiet"
                on:click=move |_| all.undo()
            >
                {lang.views_undo()}
            </button>
        </p>
    }
}

/// Only what no view shows yet is worth keeping.
#[component]
fn Keep(all: Collection) -> impl IntoView {
    let lang = all.lang;
    let name = RwSignal::new(String::new());
    let problem = RwSignal::new(None::<String>);
    let is_known = Memo::new(move |_| {
        let is_built_in = all
            .built_in
            .with_value(|views| views.iter().any(|view| all.is_shown(view)));
        is_built_in
            || all
                .saved
                .with(|views| views.iter().any(|view| all.is_shown(&view.view())))
    });
    let changed = Memo::new(move |_| {
        let views = all.saved.get();
        let changed = views.into_iter().find(|view| all.is_changed(&view.view()));
        changed.map(|view| view.name)
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        match all.check(&name.get_untracked(), "") {
            Ok(checked) => {
                all.save(checked);
                name.set(String::new());
                problem.set(None);
            }
            Err(words) => problem.set(Some(words)),
        }
    };
    move || {
        (!is_known.get()).then(|| {
            view! {
                <div class="v-menu-foot">
                    {changed
                        .get()
                        .map(|name| {
                            let label = lang.view_update(&name);
                            view! {
                                <Button on_click=move |()| {
                                    all.save(&name)
                                }>{label}</Button>
                            }
                        })} <form class="v-view-form" novalidate on:submit=submit>
                        <TextField
                            label=lang.views_save_title()
                            value=name
                            error=problem
                            hint=Some(lang.views_name().to_owned())
                            required=true
                        />
                        <Button submit=true>{lang.views_save()}</Button>
                    </form>
                </div>
            }
        })
    }
}

fn focus_field_of(form: NodeRef<html::Form>) {
    Effect::new(move |_| {
        if let Some(form) = form.get() {
            focus(form.query_selector("input").ok().flatten());
        }
    });
}
