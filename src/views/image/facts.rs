//! The fields of an image, in groups, each with a way to copy it.

use leptos::prelude::*;

use crate::i18n::Lang;
use crate::model::Image;
use crate::transfer::Receipt;
use crate::views::Console;
use crate::views::fact::{Fact, FactList};

#[component]
pub(super) fn Facts(image: Image) -> impl IntoView {
    let Console { lang, center, .. } = Console::here();
    let receipt = center
        .receipts
        .with_untracked(|all| all.get(&image.id).cloned());
    let properties: Vec<Fact> = image
        .properties()
        .map(|(name, value)| Fact::code(name, &value))
        .collect();
    let no_properties = properties
        .is_empty()
        .then(|| view! { <p class="v-muted v-card-note">{lang.image_no_properties()}</p> });
    view! {
        <div class="v-facts-grid">
            <FactCard title=lang.image_overview() facts=overview(lang, &image) />
            <div class="v-facts-column">
                <FactCard title=lang.image_integrity() facts=integrity(lang, &image, receipt.as_ref()) />
                <FactCard title=lang.image_properties() facts=properties>{no_properties}</FactCard>
                <FactCard title=lang.image_links() facts=links(&image) />
            </div>
        </div>
    }
}

#[component]
fn FactCard(
    #[prop(into)] title: String,
    facts: Vec<Fact>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <section class="v-card">
            <h2>{title}</h2>
            {children.map(|children| children())}
            <FactList facts=facts />
        </section>
    }
}

fn overview(lang: Lang, image: &Image) -> Vec<Fact> {
    let none = || lang.none().to_owned();
    let yes_no = |yes| if yes { lang.yes() } else { lang.no() };
    let size = |bytes: Option<u64>| bytes.map_or_else(none, |n| lang.exact_size(n));
    let word = |word: Option<&str>| word.map_or_else(none, ToOwned::to_owned);
    let tags = if image.tags.is_empty() {
        none()
    } else {
        image.tags.join(", ")
    };
    let mut facts = vec![
        Fact::code(lang.field_id(), &image.id),
        Fact::new(lang.field_name(), word(image.name.as_deref())),
        Fact::new(lang.field_status(), lang.status(&image.status)),
        Fact::new(lang.field_visibility(), lang.visibility(&image.visibility))
            .note(lang.visibility_meaning(&image.visibility)),
        Fact::new(lang.field_size(), size(image.size)),
        Fact::new(lang.field_virtual_size(), size(image.virtual_size)),
        Fact::new(
            lang.field_disk_format(),
            word(image.disk_format.as_ref().map(|f| f.as_str())),
        ),
        Fact::new(
            lang.field_container_format(),
            word(image.container_format.as_ref().map(|f| f.as_str())),
        ),
        Fact::new(lang.field_min_disk(), lang.min_disk(image.min_disk)),
        Fact::new(lang.field_min_ram(), lang.min_ram(image.min_ram)),
        Fact::new(lang.field_tags(), tags),
        Fact::new(lang.field_protected(), yes_no(image.protected)),
        Fact::new(lang.field_hidden(), yes_no(image.os_hidden)),
        Fact::time(lang, lang.field_created(), image.created_at.as_deref()),
        Fact::time(lang, lang.field_updated(), image.updated_at.as_deref()),
    ];
    facts.extend(image.owner.as_deref().map(Fact::owner));
    let stores: Vec<&str> = image.stores().collect();
    if !stores.is_empty() {
        facts.push(Fact::new(lang.field_stores(), stores.join(", ")));
    }
    facts
}

/// With what this console has proven itself, if it has.
fn integrity(lang: Lang, image: &Image, receipt: Option<&Receipt>) -> Vec<Fact> {
    let code = |label: &str, value: Option<&str>| match value {
        Some(value) => Fact::code(label, value),
        None => Fact::new(label, lang.none()),
    };
    let mut facts = vec![
        Fact::new(
            lang.field_hash_algo(),
            image.os_hash_algo.as_deref().unwrap_or(lang.none()),
        ),
        code(lang.field_hash_value(), image.os_hash_value.as_deref()),
        code(lang.field_checksum(), image.checksum.as_deref()),
    ];
    facts.extend(receipt.map(|receipt| {
        Fact::new(lang.image_proven(), lang.proven_from(receipt)).copying(lang.receipt(receipt))
    }));
    facts
}

/// What the service says of itself: addresses, locations where a site shows
/// them, and the marks that its imports leave.
fn links(image: &Image) -> Vec<Fact> {
    image
        .plumbing()
        .map(|(name, value)| Fact::code(name, &value))
        .collect()
}
