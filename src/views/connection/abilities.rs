//! What the cloud offers this person, as it said itself.

use leptos::prelude::*;

use crate::i18n::Lang;
use crate::model::{Quota, Store};
use crate::session::{Capabilities, Offer};
use crate::ui::Skeleton;
use crate::views::Console;

#[component]
pub(super) fn AbilitiesCard() -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    view! {
        <section class="v-card">
            <h2>{lang.connection_abilities()}</h2>
            {move || match console.capabilities() {
                None => view! { <Skeleton rows=6 label=lang.loading() /> }.into_any(),
                Some(capabilities) => {
                    view! {
                        <dl class="v-facts">
                            {facts(lang, &capabilities)
                                .into_iter()
                                .map(|(name, value)| {
                                    view! {
                                        <div class="v-fact">
                                            <dt>{name}</dt>
                                            <dd>
                                                <span class="v-fact-value">
                                                    {value
                                                        .into_iter()
                                                        .map(|line| view! { <span>{line}</span> })
                                                        .collect_view()}
                                                </span>
                                            </dd>
                                        </div>
                                    }
                                })
                                .collect_view()}
                        </dl>
                    }
                        .into_any()
                }
            }}
        </section>
    }
}

/// What is offered, each in one or more lines.
fn facts(lang: Lang, can: &Capabilities) -> Vec<(&'static str, Vec<String>)> {
    let yes = |()| vec![lang.offered().to_owned()];
    let version = can.version.map(|version| version.to_string());
    let mut facts = vec![
        (
            lang.ability_version(),
            vec![version.unwrap_or_else(|| lang.offer_unknown().to_owned())],
        ),
        (lang.ability_disk_formats(), join(can.disk_formats())),
        (
            lang.ability_import(),
            words(lang, &can.import_methods, |methods| join(methods)),
        ),
        (
            lang.ability_stores(),
            words(lang, &can.stores, |stores: &Vec<Store>| {
                let stores: Vec<_> = stores.iter().map(|store| lang.store(store)).collect();
                join(&stores)
            }),
        ),
        (
            lang.ability_quota(),
            words(lang, &can.quota, |usage| {
                let quotas = usage.0.iter();
                quotas
                    .map(|(name, quota): (&String, &Quota)| lang.quota(name, *quota))
                    .collect()
            }),
        ),
        (lang.ability_cache(), words(lang, &can.cache, |()| yes(()))),
        (lang.ability_tasks(), words(lang, &can.tasks, |()| yes(()))),
        (
            lang.ability_metadefs(),
            words(lang, &can.metadefs, |()| yes(())),
        ),
    ];
    let required: Vec<_> = can.required_properties().collect();
    if !required.is_empty() {
        facts.push((lang.ability_required(), join(&required)));
    }
    facts
}

fn words<T>(lang: Lang, offer: &Offer<T>, say: impl FnOnce(&T) -> Vec<String>) -> Vec<String> {
    let nothing = match offer {
        Offer::Offered(value) => match say(value) {
            lines if lines.is_empty() => lang.offer_not_offered(),
            lines => return lines,
        },
        Offer::NotOffered => lang.offer_not_offered(),
        Offer::NotAllowed => lang.offer_not_allowed(),
        Offer::Unknown(_) => lang.offer_unknown(),
    };
    vec![nothing.to_owned()]
}

/// One line of many, or no line.
fn join<T: ToString>(all: impl AsRef<[T]>) -> Vec<String> {
    let all: Vec<_> = all.as_ref().iter().map(ToString::to_string).collect();
    if all.is_empty() {
        return all;
    }
    vec![all.join(", ")]
}
