//! The stores of the site: what they are, and how much of what this person sees lies in
//! each.

use std::collections::BTreeMap;

use leptos::prelude::*;
use serde_json::Value;

use super::{Heading, NotHere};
use crate::listing::{Question, Token};
use crate::model::{ImageFilter, Store};
use crate::route::Route;
use crate::session::Offer;
use crate::ui::{Badge, IconName, Skeleton, Tone};
use crate::views::{Console, Link};

/// Images and bytes.
type Held = BTreeMap<String, (usize, u64)>;

#[component]
pub fn StoresPage() -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    // What the list has, brought up to date while the page is open.
    {
        let console = console.clone();
        Effect::new(move |_| {
            if let Some(client) = console.client() {
                console.stock.keep(client, ImageFilter::default());
            }
        });
    }
    let held = console.stock.held.clone();
    let held = Memo::new(move |_| {
        held.with(|held| {
            let mut all = Held::new();
            for image in held.images.iter() {
                for store in image.stores() {
                    let (count, bytes) = all.entry(store.to_owned()).or_default();
                    *count += 1;
                    *bytes = bytes.saturating_add(image.size.unwrap_or_default());
                }
            }
            all
        })
    });
    let body = move || {
        let Some(can) = console.capabilities() else {
            return view! { <Skeleton rows=4 label=lang.loading() /> }.into_any();
        };
        let stores = match (&can.store_details, &can.stores) {
            (Offer::Offered(stores), _) | (_, Offer::Offered(stores)) => stores.clone(),
            _ => return view! { <NotHere is_forbidden=false /> }.into_any(),
        };
        let card = |store: Store| view! { <StoreCard store=store held=held /> };
        view! { <div class="v-stack">{stores.into_iter().map(card).collect_view()}</div> }
            .into_any()
    };
    view! {
        <Heading title=lang.stores_title() lead=lang.stores_lead() />
        {body}
    }
}

#[component]
fn StoreCard(store: Store, held: Memo<Held>) -> impl IntoView {
    let lang = Console::here().lang;
    let badge = |tone, icon, text: &str| view! { <Badge tone=tone icon=icon text=text /> };
    let id = store.id.clone();
    let amount = Memo::new(move |_| held.with(|held| held.get(&id).copied().unwrap_or_default()));
    let question = Question {
        tokens: vec![Token::parse(&format!("store={}", store.id))],
        ..Question::default()
    };
    let kind = store.kind.clone().map(|kind| (lang.stores_kind(), kind));
    let weight = store
        .weight
        .map(|weight| (lang.stores_weight(), weight.to_string()));
    let properties = store.properties.iter().map(|(name, value)| {
        let value = match value {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        (name.clone(), value)
    });
    let facts = kind
        .into_iter()
        .chain(weight)
        .map(|(name, value)| (name.to_owned(), value));
    let facts = facts.chain(properties).map(|(name, value)| {
        view! {
            <div class="v-fact">
                <dt>{name}</dt>
                <dd>{value}</dd>
            </div>
        }
    });
    view! {
        <section class="v-card">
            <div class="v-card-head">
                <h2>{store.id.clone()}</h2>
                <div class="v-row-actions">
                    {store
                        .default
                        .then(|| badge(Tone::Good, Some(IconName::Check), lang.stores_default()))}
                    {store
                        .read_only
                        .then(|| badge(Tone::Neutral, Some(IconName::Lock), lang.stores_read_only()))}
                </div>
            </div>
            {store.description.clone().map(|text| view! { <p class="v-muted">{text}</p> })}
            <p>
                <Link to=Route::Images(question)>
                    {move || {
                        let (count, bytes) = amount.get();
                        lang.stores_amount(count, bytes)
                    }}
                </Link>
            </p>
            <dl class="v-facts">{facts.collect_view()}</dl>
        </section>
    }
}
