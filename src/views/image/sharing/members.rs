//! The projects that an image is shared with, and what each of them answered.

use std::sync::Arc;

use leptos::prelude::*;

use super::member_badge;
use crate::bulk::Act;
use crate::model::{Image, Member, Timestamp};
use crate::ui::{CopyButton, IconButton, IconName};
use crate::views::Console;
use crate::views::context::now_s;
use crate::views::image::acting::Acting;

#[component]
pub(super) fn Members(
    image: Memo<Arc<Image>>,
    members: Signal<Vec<Member>>,
    may_change: Memo<bool>,
) -> impl IntoView {
    let lang = Console::here().lang;
    let count = Memo::new(move |_| members.with(Vec::len));
    view! {
        <section class="v-card" aria-labelledby="v-members">
            <div class="v-card-head">
                <h2 id="v-members" tabindex="-1">
                    {lang.sharing_members()}
                    " "
                    <span class="v-count">{move || lang.number(count.get() as u64)}</span>
                </h2>
            </div>
            {move || {
                (count.get() == 0)
                    .then(|| view! { <p class="v-muted">{lang.sharing_nobody()}</p> })
            }}
            <ul class="v-rows">
                <For
                    each=move || members.get()
                    key=|member| (member.member_id.clone(), member.status.clone())
                    let:member
                >
                    <Row image=image member=member may_change=may_change />
                </For>
            </ul>
        </section>
    }
}

#[component]
fn Row(image: Memo<Arc<Image>>, member: Member, may_change: Memo<bool>) -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let acting = Acting::here();
    let is_busy = acting.is_busy();
    let id = member.member_id.clone();
    let name = {
        let (console, id) = (console.clone(), id.clone());
        move || console.project_name(&id)
    };
    let since = member.created_at.as_deref().and_then(Timestamp::parse);
    let since = since.map(|time| lang.sharing_since(&lang.ago(time, now_s())));
    let remove = {
        let (id, tree) = (id.clone(), console.tree.clone());
        move |()| {
            acting.act(image.get_untracked(), Act::RemoveMember(id.clone()));
            // What had the focus goes with its row.
            crate::views::focus::focus_instead(&tree, vec!["v-members".to_owned()]);
        }
    };
    let label = lang.sharing_remove(&member.member_id);
    view! {
        <li class="v-row">
            <div class="v-row-text">
                <p class="v-row-title">{name}</p>
                <p class="v-copy-line">
                    <code>{id.clone()}</code>
                    <CopyButton
                        text=id.clone()
                        label=lang.copy_named(&id)
                        texts=console.copy_texts()
                    />
                </p>
                <p class="v-muted">{since}</p>
            </div>
            <div class="v-row-actions">
                {member_badge(lang, &member.status)}
                {move || {
                    may_change
                        .get()
                        .then(|| {
                            view! {
                                <IconButton
                                    icon=IconName::Close
                                    label=label.clone()
                                    disabled=is_busy
                                    on_click=remove.clone()
                                />
                            }
                        })
                }}
            </div>
        </li>
    }
}
