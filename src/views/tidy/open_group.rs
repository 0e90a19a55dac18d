//! The group of the board that is open: what it is, and its rows.

use std::sync::Arc;

use leptos::prelude::*;

use super::Names;
use super::act::{Changes, FailureNotice};
use super::row::Row;
use crate::listing::{Board, Group, Kind};
use crate::model::Image;
use crate::route::Route;
use crate::ui::{Button, Icon, IconName};
use crate::views::image::DeleteDialog;
use crate::views::{Console, Link};

/// The id of its heading.
pub(super) const HEADING: &str = "v-tidy-open";
/// Sets of rows added at a time.
const SETS_STEP: usize = 50;
/// Rows added at a time.
const ROWS_STEP: usize = 200;

#[component]
pub(super) fn OpenGroup(kind: Kind, board: Memo<Board>, names: Names) -> impl IntoView {
    let lang = Console::here().lang;
    let changes: Changes = expect_context();
    let group = Memo::new(move |_| board.with(|board| board.group(kind).cloned()));
    let to_delete = RwSignal::new(None::<Image>);
    let steps = RwSignal::new(1_usize);
    let listed = move || {
        let count = |group: &Group| group.sets.iter().map(Vec::len).sum::<usize>();
        group.with(|group| group.as_ref().map_or(0, count))
    };
    let all = move || group.with(|group| group.as_ref().map_or(0, |group| group.amount.count));
    let has_more = move || {
        group.with(|group| {
            let sets = group.as_ref().map_or(&[][..], |group| &group.sets);
            let is_long = |set: &Vec<_>| set.len() > ROWS_STEP * steps.get();
            sets.len() > SETS_STEP * steps.get() || sets.iter().any(is_long)
        })
    };
    let sets = move || {
        let sets = group.with(|group| group.as_ref().map(|g| g.sets.clone()).unwrap_or_default());
        sets.into_iter()
            .take(SETS_STEP * steps.get())
            .map(|set| view! { <Set kind=kind set=set rows=ROWS_STEP * steps.get() names=names to_delete=to_delete /> })
            .collect_view()
    };
    view! {
        <section class="v-card" aria-labelledby=HEADING>
            <div class="v-card-head">
                <h2 id=HEADING tabindex="-1">{lang.tidy_kind(kind)}</h2>
                <Link to=Route::tidy() class="v-button v-button-icon">
                    <Icon name=IconName::Close />
                    <span class="v-visually-hidden">{lang.close()}</span>
                </Link>
            </div>
            <p class="v-muted">
                {lang.tidy_meaning(kind)}
                {move || {
                    let (listed, all) = (listed(), all());
                    (listed < all).then(|| format!(" {}", lang.tidy_listed(listed, all)))
                }}
            </p>
            <FailureNotice />
            {move || (all() == 0).then(|| view! { <p>{lang.tidy_nothing()}</p> })}
            {sets}
            {move || {
                has_more()
                    .then(|| {
                        view! {
                            <div class="v-table-more">
                                <Button on_click=move |()| steps.update(|n| *n += 1)>
                                    {lang.images_show_more()}
                                </Button>
                            </div>
                        }
                    })
            }}
            <DeleteDialog
                image=to_delete
                on_deleted=Callback::new(move |()| changes.deleted())
            />
        </section>
    }
}

/// Images with the same bytes; of other groups all that are listed.
#[component]
fn Set(
    kind: Kind,
    set: Vec<Arc<Image>>,
    rows: usize,
    names: Names,
    to_delete: RwSignal<Option<Image>>,
) -> impl IntoView {
    let lang = Console::here().lang;
    let heading = (kind == Kind::Duplicates).then(|| {
        let size = set.first().and_then(|image| image.size).unwrap_or(0);
        view! { <h3 class="v-tidy-set">{lang.tidy_set(set.len(), size)}</h3> }
    });
    let ids: Vec<String> = set.iter().map(|image| image.id.clone()).collect();
    let places = set.into_iter().take(rows).enumerate();
    let places: Vec<_> = places
        .map(|(at, image)| {
            // Where the focus goes when this row is gone: the next, else the one before.
            let before = at.checked_sub(1).and_then(|before| ids.get(before));
            let near: Vec<String> = ids.get(at + 1).into_iter().chain(before).cloned().collect();
            (at == 0, image, near)
        })
        .collect();
    view! {
        {heading}
        // By image: a row that went leaves its place, and the focus, to no other.
        <ul class="v-rows">
            <For
                each=move || places.clone()
                key=|(is_first, image, _)| (*is_first, Arc::as_ptr(image) as usize)
                let((is_first, image, near))
            >
                <Row kind=kind image=image near=near is_first=is_first names=names to_delete=to_delete />
            </For>
        </ul>
    }
}
