//! The parts of an image's page, as links: each can be opened in a tab of its own.

use std::sync::Arc;

use leptos::prelude::*;

use crate::i18n::Lang;
use crate::model::Image;
use crate::route::{ImageTab, Route};
use crate::views::{Console, Link, Without};

fn words(lang: Lang, tab: ImageTab) -> &'static str {
    match tab {
        ImageTab::Overview => lang.image_overview(),
        ImageTab::Properties => lang.image_properties(),
        ImageTab::Sharing => lang.tab_sharing(),
        ImageTab::Data => lang.tab_data(),
        ImageTab::Activity => lang.tab_activity(),
        ImageTab::Json => lang.tab_json(),
    }
}

/// Whether the page around leaves it in.
pub(super) fn is_left(tab: ImageTab, without: Without) -> bool {
    !(without.share && tab == ImageTab::Sharing)
}

#[component]
pub(super) fn Tabs(
    id: Signal<String>,
    image: Memo<Arc<Image>>,
    tab: Memo<ImageTab>,
) -> impl IntoView {
    let Console { lang, guest, .. } = Console::here();
    let count = move |of: ImageTab| {
        image.with(|image| match of {
            ImageTab::Properties => Some(image.property_texts().count()),
            ImageTab::Data => Some(image.stores().count()).filter(|count| *count > 1),
            _ => None,
        })
    };
    let left = ImageTab::ALL.into_iter();
    let left = left.filter(move |of| is_left(*of, guest.without));
    let links = left.map(|of| {
        let to = Signal::derive(move || Route::Image {
            id: id.get(),
            tab: of,
        });
        let is_current = Signal::derive(move || tab.get() == of);
        let count = Memo::new(move |_| count(of));
        view! {
            <li>
                <Link to=to current=is_current>
                    {words(lang, of)}
                    {move || {
                        let count = count.get().filter(|count| *count > 0)?;
                        Some(view! { <span class="v-count">{lang.number(count as u64)}</span> })
                    }}
                </Link>
            </li>
        }
    });
    view! {
        <nav class="v-tabs" aria-label=lang.image_tabs()>
            <ul>{links.collect_view()}</ul>
        </nav>
    }
}
