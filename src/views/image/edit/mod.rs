//! The page on which an image is edited: the form, what saving will send, and what
//! others changed meanwhile. Only what differs is sent.

mod form;
mod review;
mod save;

use std::sync::Arc;

use leptos::ev::SubmitEvent;
use leptos::html;
use leptos::prelude::*;

use self::form::{Fields, Form};
use self::review::{Changes, Demanding, Meanwhile};
use self::save::{Saved, save};
use super::{Crumbs, use_image};
use crate::api::Error;
use crate::model::{Image, ImageDraft};
use crate::query::{Query, follow, spawn};
use crate::route::Route;
use crate::ui::{
    Button, ButtonKind, Dialog, IconName, Notice, Skeleton, Tone, focus_first_invalid,
};
use crate::views::context::Unsaved;
use crate::views::diagnosis::use_explained;
use crate::views::focus::focus_instead;
use crate::views::query_problem::QueryProblem;
use crate::views::{Console, Link, Problem};

/// How often somebody else's changes are looked for.
const LOOK_EVERY_MS: u32 = 15_000;

#[component]
pub fn EditPage(#[prop(into)] id: Signal<String>) -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let query = use_image(&console, id);
    follow(query, LOOK_EVERY_MS, |_| true);
    let image = Memo::new(move |_| query.state.with(|state| state.value.clone().map(Arc::new)));
    let is_there = Memo::new(move |_| image.with(Option::is_some));
    let has_failed = Memo::new(move |_| query.state.with(|state| state.error.is_some()));
    view! {
        <Crumbs id=id image=image further=lang.action_edit() />
        <QueryProblem query=query />
        {move || {
            // Tracked first: nothing else says when it comes.
            let is_there = is_there.get();
            match image.get_untracked().filter(|_| is_there) {
                Some(first) if !console.may_change(&first) => {
                    let (title, text) = match console.is_foreign(&first) {
                        true => (lang.edit_foreign_title(), lang.edit_foreign_text()),
                        false => (lang.reader_title(), lang.reader_text()),
                    };
                    Some(
                        view! {
                            <Notice tone=Tone::Warning title=title>
                                <p>{text}</p>
                                <Link to=Route::image(&first.id) class="v-button">
                                    {lang.edit_back()}
                                </Link>
                            </Notice>
                        }
                            .into_any(),
                    )
                }
                Some(first) => Some(view! { <Editor query=query first=first /> }.into_any()),
                None if has_failed.get() => None,
                None => Some(view! { <Skeleton rows=6 label=lang.loading() /> }.into_any()),
            }
        }}
    }
}

#[component]
fn Editor(query: Query<Image, Error>, first: Arc<Image>) -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let now = ImageDraft::of(&first);
    let form = Form::new(&console, &now);
    let began = take_up(&console, &first.id, form).unwrap_or_else(|| now.clone());
    let base = RwSignal::new(began);
    let base_now = Memo::new(move |_| base.get());
    let theirs = Memo::new(move |last: Option<&ImageDraft>| {
        let last = || last.unwrap_or(&now).clone();
        query
            .state
            .with(|state| state.value.as_ref().map_or_else(last, ImageDraft::of))
    });
    let wanted = Memo::new(move |_| form.draft());
    let is_changed =
        Memo::new(move |_| base.with(|base| wanted.with(|wanted| wanted.as_ref() != Some(base))));
    let is_given_up = RwSignal::new(false);
    {
        let (console, id) = (console.clone(), first.id.clone());
        // By the time it is needed, nobody may be signed in.
        let user = console.user_now();
        on_cleanup(move || {
            if !is_given_up.get_untracked() && is_changed.get_untracked() {
                lay_by(&console, user, id, base, wanted);
            }
        });
    }
    let is_busy = RwSignal::new(false);
    let failure = RwSignal::new(None::<Error>);
    let explained = use_explained(&console, move || failure.get());
    let tree = console.tree.clone();
    let on_merged = Callback::new(move |draft: ImageDraft| {
        let now = theirs.get_untracked();
        form.fill(&draft, &now);
        base.set(now);
        focus_instead(&tree, vec!["v-save".to_owned()]);
    });
    let form_ref = NodeRef::<html::Form>::new();
    let (id, title) = (first.id.clone(), first.title().to_owned());
    let saving = {
        let console = console.clone();
        let id = id.clone();
        move |wanted: ImageDraft| {
            let Some(client) = console.client_now() else {
                return;
            };
            is_busy.set(true);
            failure.set(None);
            let (console, id, title) = (console.clone(), id.clone(), title.clone());
            spawn(async move {
                let began = base.try_get_untracked();
                let Some(began) = began else { return };
                let outcome = save(&client, &id, &began, &wanted).await;
                is_busy.try_set(false);
                match outcome {
                    Ok(Saved::Done) => {
                        let done = lang.edit_done(&title);
                        console.diary.note(&id, &done);
                        console.toasts.good(done);
                        console.center.images_changed.notify();
                        is_given_up.try_set(true);
                        console.router.release();
                        console.router.go(&Route::image(&id));
                    }
                    Ok(Saved::NotYet) => {
                        query.reload();
                        focus_instead(&console.tree, vec!["v-meanwhile".to_owned()]);
                    }
                    Err(error) => {
                        failure.try_set(Some(error));
                    }
                }
            });
        }
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if is_busy.get_untracked() {
            return;
        }
        match wanted.get_untracked() {
            Some(wanted) if is_changed.get_untracked() => saving(wanted),
            Some(_) => {}
            None => {
                if let Some(form) = form_ref.get_untracked() {
                    focus_first_invalid((*form).clone());
                }
            }
        }
    };
    let back = Route::image(&id);
    let id = Signal::stored(id);
    view! {
        <div class="v-page-head">
            <h1 tabindex="-1" class="v-image-title">{lang.edit_title(first.title())}</h1>
        </div>
        <Demanding />
        <Meanwhile base=base_now theirs=theirs mine=wanted on_merged=on_merged />
        <form class="v-edit" node_ref=form_ref novalidate on:submit=submit>
            <div class="v-edit-fields">
                <Fields form=form status=first.status.clone() base=base_now />
            </div>
            <aside class="v-card v-edit-review">
                <Changes id=id base=base_now wanted=wanted />
                {move || explained.get().map(|explained| view! { <Problem explained=explained /> })}
                <div class="v-form-actions">
                    <SaveButton is_busy=is_busy is_changed=is_changed />
                    <Link to=back class="v-button">{lang.cancel()}</Link>
                </div>
            </aside>
        </form>
        <LeaveGuard is_changed=is_changed is_given_up=is_given_up />
    }
}

/// Keeps what isn't saved while the page is away: the sign-in may have ended.
fn lay_by(
    console: &Console,
    user: Option<String>,
    image_id: String,
    base: RwSignal<ImageDraft>,
    wanted: Memo<Option<ImageDraft>>,
) {
    // What can't be sent can't be kept as a draft either.
    let unsaved = wanted.get_untracked().map(|wanted| Unsaved {
        user,
        image_id,
        base: base.get_untracked(),
        wanted,
    });
    console.unsaved.set(unsaved);
}

/// Shows what was laid by for this image; what the image was when that edit began.
fn take_up(console: &Console, image_id: &str, form: Form) -> Option<ImageDraft> {
    let unsaved = console.unsaved.get_untracked()?;
    console.unsaved.set(None);
    if unsaved.image_id != image_id || unsaved.user != console.user_now() {
        return None;
    }
    form.fill(&unsaved.wanted, &unsaved.base);
    console.toasts.good(console.lang.edit_taken_up());
    Some(unsaved.base)
}

#[component]
fn SaveButton(is_busy: RwSignal<bool>, is_changed: Memo<bool>) -> impl IntoView {
    let lang = Console::here().lang;
    view! {
        <span id="v-save" tabindex="-1">
            <Button
                kind=ButtonKind::Primary
                icon=IconName::Check
                submit=true
                busy=is_busy
                disabled=Signal::derive(move || !is_changed.get())
            >
                {lang.edit_save()}
            </Button>
        </span>
    }
}

/// While something isn't saved, a way elsewhere asks first; the browser asks on the way
/// out of the page.
#[component]
fn LeaveGuard(is_changed: Memo<bool>, is_given_up: RwSignal<bool>) -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let router = console.router.clone();
    let held = router.held();
    {
        let router = router.clone();
        Effect::new(move |_| {
            if is_changed.get() {
                router.hold()
            } else {
                router.release()
            }
        });
    }
    {
        let router = router.clone();
        on_cleanup(move || router.release());
    }
    let open = RwSignal::new(false);
    {
        let held = held.clone();
        Effect::new(move |_| open.set(held.with(Option::is_some)));
    }
    {
        let held = held.clone();
        Effect::new(move |_| {
            if !open.get() && held.with_untracked(Option::is_some) {
                held.set(None);
            }
        });
    }
    let leave = move |()| {
        if let Some(to) = held.get_untracked() {
            is_given_up.set(true);
            router.release();
            router.go(&to);
        }
    };
    view! {
        <Dialog open=open title=lang.leave_title().to_owned() close_label=lang.close()>
            <p>{lang.leave_text()}</p>
            <div class="v-dialog-actions">
                <Button on_click=move |()| open.set(false)>{lang.leave_stay()}</Button>
                <Button kind=ButtonKind::Danger on_click=leave.clone()>
                    {lang.leave_go()}
                </Button>
            </div>
        </Dialog>
    }
}
