//! The fields of an image in a person's words, each with a way to copy it.

use std::sync::Arc;

use leptos::prelude::*;

use super::lineage::LineageCard;
use crate::i18n::Lang;
use crate::model::Image;
use crate::transfer::Receipt;
use crate::views::Console;
use crate::views::fact::{Fact, FactList};

#[component]
pub(super) fn Overview(image: Memo<Arc<Image>>) -> impl IntoView {
    let lang = Console::here().lang;
    view! {
        <div class="v-facts-grid">
            {move || {
                let facts = image.with(|image| overview(lang, image));
                view! { <FactCard title=lang.image_overview() facts=facts /> }
            }}
            <div class="v-facts-column">
                <LineageCard image=image />
                <IntegrityCard image=image />
            </div>
        </div>
    }
}

/// What proves the bytes, with what this console has proven itself, if it has.
#[component]
pub(super) fn IntegrityCard(image: Memo<Arc<Image>>) -> impl IntoView {
    let Console { lang, center, .. } = Console::here();
    let receipts = center.receipts.clone();
    let receipt =
        Memo::new(move |_| image.with(|image| receipts.with(|all| all.get(&image.id).cloned())));
    move || {
        let facts = image.with(|image| integrity(lang, image, receipt.get().as_ref()));
        view! { <FactCard title=lang.image_integrity() facts=facts /> }
    }
}

#[component]
pub(super) fn FactCard(
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
    let size = |label: &str, bytes: Option<u64>| match bytes {
        // Copied as the number that the service means.
        Some(bytes) => Fact::new(label, lang.exact_size(bytes)).copying(bytes.to_string()),
        None => Fact::new(label, none()),
    };
    let word = |label: &str, word: Option<&str>| match word {
        Some(word) => Fact::new(label, word).copying(word),
        None => Fact::new(label, none()),
    };
    let tags = match image.tags.is_empty() {
        true => Fact::new(lang.field_tags(), none()),
        false => Fact::new(lang.field_tags(), image.tags.join(", ")).copying(image.tags.join(",")),
    };
    let mut facts = vec![
        Fact::code(lang.field_id(), &image.id),
        word(lang.field_name(), image.name.as_deref()),
        Fact::new(lang.field_status(), lang.status(&image.status)),
        Fact::new(lang.field_visibility(), lang.visibility(&image.visibility))
            .note(lang.visibility_meaning(&image.visibility)),
    ];
    facts.extend(image.owner.as_deref().map(Fact::owner));
    facts.extend([
        size(lang.field_size(), image.size),
        size(lang.field_virtual_size(), image.virtual_size),
        word(
            lang.field_disk_format(),
            image.disk_format.as_ref().map(|f| f.as_str()),
        ),
        word(
            lang.field_container_format(),
            image.container_format.as_ref().map(|f| f.as_str()),
        ),
        Fact::new(lang.field_min_disk(), lang.min_disk(image.min_disk)),
        Fact::new(lang.field_min_ram(), lang.min_ram(image.min_ram)),
        tags,
        Fact::new(lang.field_protected(), yes_no(image.protected)),
        Fact::new(lang.field_hidden(), yes_no(image.os_hidden)),
        Fact::time(lang, lang.field_created(), image.created_at.as_deref()),
        Fact::time(lang, lang.field_updated(), image.updated_at.as_deref()),
    ]);
    facts
}

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
