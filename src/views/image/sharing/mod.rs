//! Who else can use the image: what its visibility means, the projects that it is
//! shared with, and their answers; for a project that it was offered to, its own answer.

mod add;
mod members;

use std::sync::Arc;

use leptos::prelude::*;

use self::add::AddMembers;
use self::members::Members;
use super::acting::Acting;
use crate::api::{Error, Operation, members as api};
use crate::bulk::{Act, Action, Spoken};
use crate::model::{Image, Member, MemberStatus, Visibility};
use crate::query::{Query, use_query};
use crate::ui::{Badge, Button, ButtonKind, CopyButton, IconName, Skeleton, Tone};
use crate::views::Console;
use crate::views::context::abort_with;
use crate::views::query_problem::QueryProblem;
use crate::views::show_as::ShowAs;

#[component]
pub(super) fn Sharing(image: Memo<Arc<Image>>) -> impl IntoView {
    let console = Console::here();
    let is_foreign = Memo::new({
        let console = console.clone();
        move |_| image.with(|image| console.is_foreign(image))
    });
    let may_change = Memo::new({
        let console = console.clone();
        move |_| image.with(|image| console.may_change(image))
    });
    let visibility = Memo::new(move |_| image.with(|image| image.visibility.clone()));
    let is_shared = Memo::new(move |_| visibility.get() == Visibility::Shared);
    view! {
        <div class="v-stack">
            <VisibilityCard image=image may_change=may_change />
            {move || {
                is_shared
                    .get()
                    .then(|| view! { <SharedWith image=image is_foreign=is_foreign may_change=may_change /> })
            }}
        </div>
    }
}

/// What the visibility means, and the ways to another.
#[component]
fn VisibilityCard(image: Memo<Arc<Image>>, may_change: Memo<bool>) -> impl IntoView {
    let lang = Console::here().lang;
    let acting = Acting::here();
    let who = acting.who();
    let is_busy = acting.is_busy();
    let visibility = Memo::new(move |_| image.with(|image| image.visibility.clone()));
    let others = move || {
        let mut others = Visibility::KNOWN.to_vec();
        image.with(|image| {
            others.retain(|to| {
                let action = Action::SetVisibility(to.clone());
                crate::bulk::plan(&action, image, who.as_ref()).is_ok()
            });
        });
        others
    };
    view! {
        <section class="v-card v-visibility">
            <div class="v-card-head">
                <h2>{lang.sharing_visibility()}</h2>
                {move || {
                    view! {
                        <Badge
                            tone=Tone::Neutral
                            icon=Some(IconName::Account)
                            text=lang.visibility(&visibility.get())
                        />
                    }
                }}
            </div>
            <p>{move || lang.visibility_meaning(&visibility.get())}</p>
            <p class="v-muted">{move || lang.sharing_next(&visibility.get())}</p>
            {move || {
                let acting = acting.clone();
                let others = if may_change.get() { others() } else { Vec::new() };
                let way = move |to: Visibility| {
                    let acting = acting.clone();
                    let (label, meaning) = (
                        lang.sharing_make(&to),
                        lang.visibility_meaning(&to),
                    );
                    let act = move |()| {
                        let act = Act::Of(Action::SetVisibility(to.clone()));
                        acting.act(image.get_untracked(), act);
                    };
                    view! {
                        <Button busy=is_busy title=meaning on_click=act>
                            {label}
                        </Button>
                    }
                };
                (!others.is_empty())
                    .then(|| {
                        view! {
                            <div class="v-row-actions">
                                {others.into_iter().map(way).collect_view()}
                            </div>
                        }
                    })
            }}
        </section>
    }
}

type Asked = Query<Vec<Member>, Error>;

fn use_members(console: &Console, image: Memo<Arc<Image>>) -> Asked {
    let console = console.clone();
    let id = Memo::new(move |_| image.with(|image| image.id.clone()));
    use_query(
        move || {
            console.center.images_changed.track();
            Some((console.client()?, id.get()))
        },
        |(client, id), cancel, _| async move {
            let abort = abort_with(&cancel, Operation::ReadMembers)?;
            client.send(&api::list(&id), &abort).await
        },
    )
}

#[component]
fn SharedWith(
    image: Memo<Arc<Image>>,
    is_foreign: Memo<bool>,
    may_change: Memo<bool>,
) -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let query = use_members(&console, image);
    let members = Memo::new(move |_| query.state.with(|state| state.value.clone()));
    view! {
        <QueryProblem query=query />
        {move || match (members.get(), is_foreign.get()) {
            (None, _) if query.state.with(|state| state.error.is_some()) => None,
            (None, _) => Some(view! { <Skeleton rows=3 label=lang.loading() /> }.into_any()),
            (Some(members), true) => {
                Some(view! { <OwnAnswer image=image members=members /> }.into_any())
            }
            (Some(_), false) => {
                let members = Signal::derive(move || members.get().unwrap_or_default());
                Some(
                    view! {
                        <Members image=image members=members may_change=may_change />
                        {move || {
                            may_change
                                .get()
                                .then(|| view! { <AddMembers image=image members=members /> })
                        }}
                    }
                        .into_any(),
                )
            }
        }}
    }
}

/// The answer of the project that the image was offered to: the service shows a member
/// itself alone.
#[component]
fn OwnAnswer(image: Memo<Arc<Image>>, members: Vec<Member>) -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let acting = Acting::here();
    let is_busy = acting.is_busy();
    let own = members.into_iter().next()?;
    let status = own.status.clone();
    let answers = [MemberStatus::Accepted, MemberStatus::Rejected];
    let buttons = answers.into_iter().filter(|answer| *answer != own.status);
    let buttons = buttons
        .map(|answer| {
            let (acting, own) = (acting.clone(), own.clone());
            let kind = match answer {
                MemberStatus::Accepted => ButtonKind::Primary,
                _ => ButtonKind::Secondary,
            };
            let label = lang.sharing_answer(&own.status, &answer);
            let act = move |()| {
                let act = Act::Answer {
                    project: own.member_id.clone(),
                    before: own.status.clone(),
                    status: answer.clone(),
                };
                acting.act(image.get_untracked(), act);
            };
            view! {
                <Button kind=kind busy=is_busy on_click=act>
                    {label}
                </Button>
            }
        })
        .collect_view();
    let spoken = {
        let (own, answers) = (
            own.clone(),
            [MemberStatus::Accepted, MemberStatus::Rejected],
        );
        Memo::new(move |_| {
            let mut all = Spoken::default();
            for status in answers.iter().filter(|answer| **answer != own.status) {
                let act = Act::Answer {
                    project: own.member_id.clone(),
                    before: own.status.clone(),
                    status: status.clone(),
                };
                let one = image.with(|image| act.spoken(image, None));
                all.requests.extend(one.requests);
                all.commands.extend(one.commands);
            }
            all
        })
    };
    let project = own.member_id.clone();
    Some(view! {
        <section class="v-card">
            <div class="v-card-head">
                <h2>{lang.sharing_offered()}</h2>
                {member_badge(lang, &status)}
            </div>
            <p>{lang.sharing_own(&status)}</p>
            <p class="v-copy-line v-muted">
                <span>{lang.sharing_as_project()}</span>
                <code>{project.clone()}</code>
                <CopyButton
                    text=project
                    label=lang.copy_named(lang.shared_project_id_name())
                    texts=console.copy_texts()
                />
            </p>
            <div class="v-row-actions">{buttons}</div>
            <ShowAs spoken=spoken />
        </section>
    })
}

fn member_badge(lang: crate::i18n::Lang, status: &MemberStatus) -> impl IntoView + use<> {
    let (tone, icon) = match status {
        MemberStatus::Accepted => (Tone::Good, IconName::Check),
        MemberStatus::Rejected => (Tone::Warning, IconName::Close),
        _ => (Tone::Neutral, IconName::Clock),
    };
    view! { <Badge tone=tone icon=Some(icon) text=lang.member_status(status) /> }
}
