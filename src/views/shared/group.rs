//! The offers with one answer: one by one, some, or all at once.

use std::collections::BTreeSet;

use leptos::prelude::*;

use super::answer::Answers;
use super::load::Offer;
use crate::bulk::Spoken;
use crate::model::{ImageStatus, MemberStatus};
use crate::route::Route;
use crate::ui::{Button, ButtonKind};
use crate::views::context::now_s;
use crate::views::row_facts::{size_and_format, updated_at};
use crate::views::show_as::ShowAs;
use crate::views::status::StatusBadge;
use crate::views::{Console, Link};

type Selected = RwSignal<BTreeSet<String>>;

#[component]
pub(super) fn GroupCard(status: MemberStatus, offers: Memo<Vec<Offer>>) -> impl IntoView {
    let lang = Console::here().lang;
    let selected: Selected = RwSignal::new(BTreeSet::new());
    let heading = heading_id(&status);
    let heading_again = heading.clone();
    let count = Memo::new(move |_| offers.with(Vec::len));
    let empty = lang.shared_none(&status);
    let status = StoredValue::new(status);
    view! {
        <section class="v-card" aria-labelledby=heading>
            <div class="v-card-head">
                <h2 id=heading_again tabindex="-1">
                    {status.with_value(|status| lang.member_status(status))}
                    " "
                    <span class="v-count">{move || lang.number(count.get() as u64)}</span>
                </h2>
                {move || {
                    (count.get() > 1)
                        .then(|| view! { <Many status=status offers=offers selected=selected /> })
                }}
            </div>
            <p class="v-muted">
                {move || {
                    if count.get() == 0 {
                        empty
                    } else {
                        status.with_value(|status| lang.shared_meaning(status))
                    }
                }}
            </p>
            <ul class="v-rows">
                <For each=move || offers.get() key=row_key let:offer>
                    <Row offer=offer offers=offers selected=selected count=count />
                </For>
            </ul>
            {move || {
                (count.get() > 0)
                    .then(|| view! { <Shown status=status offers=offers selected=selected /> })
            }}
        </section>
    }
}

fn heading_id(status: &MemberStatus) -> String {
    format!("v-shared-{status}")
}

/// Changes whenever the row would look different.
fn row_key(offer: &Offer) -> String {
    format!(
        "{} {:?} {} {:?} {:?} {}",
        offer.image.id,
        offer.image.updated_at,
        offer.image.status,
        offer.image.size,
        offer.owner_name,
        offer.shared_at.is_some()
    )
}

/// The answers that an offer may get now.
fn answers_to(status: &MemberStatus) -> Vec<MemberStatus> {
    let both = [MemberStatus::Accepted, MemberStatus::Rejected];
    both.into_iter().filter(|answer| answer != status).collect()
}

/// Of these, those that are selected, or all where none is. Tracks.
fn meant(offers: Memo<Vec<Offer>>, selected: Selected) -> Vec<Offer> {
    // Only what is on the page: a row may have gone since it was selected.
    let chosen = chosen(offers, selected);
    if chosen.is_empty() {
        offers.get()
    } else {
        chosen
    }
}

/// Those of the offers that are selected. Tracks.
fn chosen(offers: Memo<Vec<Offer>>, selected: Selected) -> Vec<Offer> {
    offers.with(|offers| {
        let is_chosen = |offer: &&Offer| selected.with(|ids| ids.contains(&offer.image.id));
        offers.iter().filter(is_chosen).cloned().collect()
    })
}

/// What each answer sends.
#[component]
fn Shown(
    status: StoredValue<MemberStatus>,
    offers: Memo<Vec<Offer>>,
    selected: Selected,
) -> impl IntoView {
    let answers: Answers = expect_context();
    let spoken = Memo::new(move |_| {
        let offers = meant(offers, selected);
        let mut all = Spoken::default();
        for answer in answers_to(&status.get_value()) {
            for offer in &offers {
                let one = answers.spoken(offer, &answer);
                all.requests.extend(one.requests);
                all.commands.extend(one.commands);
            }
        }
        all
    });
    view! { <ShowAs spoken=spoken /> }
}

/// Answers to what is selected, or to all.
#[component]
fn Many(
    status: StoredValue<MemberStatus>,
    offers: Memo<Vec<Offer>>,
    selected: Selected,
) -> impl IntoView {
    let lang = Console::here().lang;
    let answers: Answers = expect_context();
    let chosen = Memo::new(move |_| chosen(offers, selected));
    let is_all = move || {
        let count = chosen.with(Vec::len);
        count > 0 && count == offers.with(Vec::len)
    };
    let is_some = move || !chosen.with(Vec::is_empty) && !is_all();
    let select_all = move |event| {
        let is_checked = event_target_checked(&event);
        let ids = offers.with_untracked(|all| all.iter().map(|o| o.image.id.clone()).collect());
        selected.set(if is_checked { ids } else { BTreeSet::new() });
    };
    let button = move |answer: MemberStatus| {
        let (busy, answers) = (answers.clone(), answers.clone());
        let (words, wanted) = (answer.clone(), answer);
        let act = move |()| {
            let these = untrack(|| meant(offers, selected));
            selected.set(BTreeSet::new());
            answers.give(these, &wanted, vec![heading_id(&status.get_value())]);
        };
        view! {
            <Button busy=Signal::derive(move || busy.is_any_busy()) on_click=act>
                {move || {
                    let some = chosen.with(Vec::len);
                    let all = offers.with(Vec::len);
                    lang.shared_answer_many(&words, some, all)
                }}
            </Button>
        }
    };
    view! {
        <div class="v-row-actions">
            <label class="v-check-label">
                <input
                    type="checkbox"
                    prop:checked=is_all
                    prop:indeterminate=is_some
                    on:change=select_all
                />
                {lang.select_all()}
            </label>
            {answers_to(&status.get_value()).into_iter().map(button).collect_view()}
        </div>
    }
}

#[component]
fn Row(
    offer: Offer,
    offers: Memo<Vec<Offer>>,
    selected: Selected,
    /// How many rows there are: of one, nothing is selected.
    count: Memo<usize>,
) -> impl IntoView {
    let console = Console::here();
    let image = &*offer.image;
    let title = image.title().to_owned();
    let is_ready = image.status == ImageStatus::Active;
    let badge = (!is_ready).then(|| view! { <StatusBadge image=image.clone() /> });
    let facts = facts(&console, &offer);
    let id = image.id.clone();
    let row = row_id(&id);
    let to = Route::image(&id);
    let name = title.clone();
    let select = move || {
        let (id, title) = (id.clone(), &name);
        (count.get() > 1).then(|| view! { <Select id=id title=title.clone() selected=selected /> })
    };
    let buttons = answers_to(&offer.status)
        .into_iter()
        .map(|answer| view! { <Answer answer=answer offer=offer.clone() offers=offers /> })
        .collect_view();
    view! {
        <li class="v-row" id=row tabindex="-1">
            {select}
            <div class="v-row-text">
                <div>
                    <Link to=to class="v-row-link">
                        {title}
                    </Link>
                    " "
                    {badge}
                </div>
                <div class="v-row-facts">{facts}</div>
            </div>
            <div class="v-row-actions">{buttons}</div>
        </li>
    }
}

#[component]
fn Select(id: String, title: String, selected: Selected) -> impl IntoView {
    let lang = Console::here().lang;
    let asked = id.clone();
    let change = move |event| {
        let is_checked = event_target_checked(&event);
        let id = id.clone();
        selected.update(|ids| {
            if is_checked {
                ids.insert(id);
            } else {
                ids.remove(&id);
            }
        });
    };
    view! {
        <input
            type="checkbox"
            aria-label=lang.select_named(&title)
            prop:checked=move || selected.with(|ids| ids.contains(&asked))
            on:change=change
        />
    }
}

#[component]
fn Answer(answer: MemberStatus, offer: Offer, offers: Memo<Vec<Offer>>) -> impl IntoView {
    let lang = Console::here().lang;
    let answers: Answers = expect_context();
    let words = lang.shared_answer(&answer);
    let title = offer.image.title().to_owned();
    let kind = match answer {
        MemberStatus::Accepted => ButtonKind::Secondary,
        _ => ButtonKind::Quiet,
    };
    let busy = {
        let (answers, id) = (answers.clone(), offer.image.id.clone());
        Signal::derive(move || answers.is_busy(&id))
    };
    let act = move |()| {
        let next = offers.with_untracked(|all| neighbours(all, &offer));
        answers.give(vec![offer.clone()], &answer, next);
    };
    view! {
        <Button kind=kind busy=busy on_click=act>
            {words}
            <span class="v-visually-hidden">" " {title}</span>
        </Button>
    }
}

/// Where to go on when this row has gone: the next one, else the one before, else
/// the group's heading.
fn neighbours(all: &[Offer], offer: &Offer) -> Vec<String> {
    let at = all
        .iter()
        .position(|other| other.image.id == offer.image.id);
    let at = at.unwrap_or_default();
    let before = at.checked_sub(1).and_then(|before| all.get(before));
    let near = all.get(at + 1).into_iter().chain(before);
    let mut ids: Vec<String> = near.map(|offer| row_id(&offer.image.id)).collect();
    ids.push(heading_id(&offer.status));
    ids
}

fn row_id(image_id: &str) -> String {
    format!("v-offer-{image_id}")
}

/// From whom, how large, in which format, since when.
fn facts(console: &Console, offer: &Offer) -> Vec<AnyView> {
    let lang = console.lang;
    let image = &*offer.image;
    let owner = match (&offer.owner_name, &image.owner) {
        (Some(name), owner) => {
            view! { <span title=owner.clone()>{lang.shared_from(name)}</span> }.into_any()
        }
        (None, Some(owner)) => view! {
            <span>{lang.shared_from("")} <code>{owner.clone()}</code></span>
        }
        .into_any(),
        (None, None) => view! { <span>{lang.shared_from_nobody()}</span> }.into_any(),
    };
    let since = match (offer.shared_at, updated_at(image)) {
        (Some(at), _) => Some((lang.shared_ago(at, now_s()), at)),
        (None, Some(at)) => Some((lang.updated_ago(at, now_s()), at)),
        (None, None) => None,
    };
    let since =
        since.map(|(words, at)| view! { <span title=lang.date_time(at)>{words}</span> }.into_any());
    let words = size_and_format(lang, image);
    let words = words.map(|words| view! { <span>{words}</span> }.into_any());
    std::iter::once(owner).chain(words).chain(since).collect()
}
