//! The bar at the top: where one is, in which region, what moves, who one is.

use leptos::prelude::*;

use super::account::Account;
use super::offers::SharedLink;
use crate::route::Route;
use crate::session::{Capabilities, Offer};
use crate::ui::{Choice, Icon, IconName, Menu, SelectField, Theme};
use crate::views::{Console, Link};

#[component]
pub(super) fn Header(theme: Theme, can_leave: bool) -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let without = console.guest.without;
    let route = console.router.route.clone();
    let at_images = Signal::derive(move || {
        matches!(
            route.get(),
            Route::Images(_) | Route::Image { .. } | Route::EditImage { .. }
        )
    });
    let route = console.router.route.clone();
    let at_tidy = Signal::derive(move || matches!(route.get(), Route::Tidy { .. }));
    view! {
        <header class="v-header">
            <Link to=Route::images() class="v-brand">
                <span class="v-brand-mark"><Icon name=IconName::Disc /></span>
                <span class="v-brand-name">{lang.product()}</span>
            </Link>
            <nav class="v-nav" aria-label=lang.nav_label()>
                <Link to=Route::images() current=at_images>
                    {lang.nav_images()}
                </Link>
                {(!without.share).then(|| view! { <SharedLink /> })}
                {(!console.guest.is_picker)
                    .then(|| {
                        view! {
                            <Link to=Route::tidy() current=at_tidy>
                                {lang.tidy_title()}
                            </Link>
                        }
                    })}
                {(!without.service).then(|| view! { <ServiceMenu /> })}
            </nav>
            <div class="v-header-end">
                <RegionSwitch />
                <TransfersButton />
                <Account theme=theme can_leave=can_leave />
            </div>
        </header>
    }
}

/// The pages about the service itself that this cloud has for this person; nothing where
/// there is none.
#[component]
fn ServiceMenu() -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let route = console.router.route.clone();
    let here = Memo::new(move |_| match route.get() {
        Route::Definitions { .. } => Route::definitions(),
        route => route,
    });
    let pages = Memo::new(move |_| {
        let can = console.capabilities()?;
        Some(service_pages(&can)).filter(|pages| !pages.is_empty())
    });
    move || {
        let pages = pages.get()?;
        let links = pages.into_iter().map(|route| {
            let words = match &route {
                Route::Stores => lang.stores_title(),
                Route::Tasks => lang.tasks_title(),
                Route::Cache => lang.cache_title(),
                _ => lang.definitions_page(),
            };
            let to = route.clone();
            let is_current = Signal::derive(move || here.get() == route);
            view! {
                <li>
                    <Link to=to class="v-menu-item" current=is_current>
                        {words}
                    </Link>
                </li>
            }
        });
        let links = links.collect_view();
        let is_here = move || {
            let is_one = matches!(
                here.get(),
                Route::Stores | Route::Tasks | Route::Cache | Route::Definitions { .. }
            );
            is_one.then_some("true")
        };
        Some(view! {
            <div class="v-nav-menu" data-current=is_here>
                <Menu
                    label=lang.service_menu()
                    summary=ViewFn::from(move || {
                        view! {
                            <span>{lang.service_menu()}</span>
                            <Icon name=IconName::ChevronDown />
                        }
                    })
                >
                    <ul class="v-menu-list">{links}</ul>
                </Menu>
            </div>
        })
    }
}

fn service_pages(can: &Capabilities) -> Vec<Route> {
    let pages = [
        (can.stores.offered().is_some(), Route::Stores),
        (can.tasks == Offer::Offered(()), Route::Tasks),
        (can.cache == Offer::Offered(()), Route::Cache),
        (can.metadefs == Offer::Offered(()), Route::definitions()),
    ];
    let pages = pages.into_iter().filter(|(is_offered, _)| *is_offered);
    pages.map(|(_, route)| route).collect()
}

/// Only where the catalogue has more than one.
#[component]
fn RegionSwitch() -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let session = console.session;
    let names: Vec<String> = session.with_untracked(|session| {
        let regions = session.iter().flat_map(|session| session.regions());
        regions.filter_map(|region| region.name.clone()).collect()
    });
    if names.len() < 2 {
        return None;
    }
    let current = session.with_untracked(|s| s.as_ref().and_then(|s| s.region().name.clone()));
    let chosen = RwSignal::new(current.unwrap_or_default());
    Effect::new(move |_| {
        let name = chosen.get();
        let moved = session.with_untracked(|session| {
            let session = session.as_ref()?;
            let is_other = session.region().name.as_deref() != Some(&name);
            is_other.then(|| session.in_region(&name)).flatten()
        });
        if moved.is_some() {
            session.set(moved);
        }
    });
    let choices: Vec<Choice> = names.iter().map(|n| Choice::new(n, n)).collect();
    Some(view! {
        <div class="v-region">
            <SelectField label=lang.region() label_hidden=true value=chosen choices=choices />
        </div>
    })
}

#[component]
fn TransfersButton() -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let open = console.drawer_open;
    let is_open = open.clone();
    let center = console.center;
    let (partials, unfinished) = (center.partials.clone(), center.unfinished.clone());
    let downloads = Memo::new(move |_| {
        partials.with(|all| all.iter().filter(|one| one.saved_ms.is_none()).count())
    });
    let uploads = Memo::new(move |_| unfinished.with(Vec::len));
    let waiting = move || downloads.get() + uploads.get();
    let running = Memo::new(move |_| center.running());
    let label = move || match running.get() {
        0 if waiting() > 0 => lang.transfers_left(uploads.get(), downloads.get()),
        running => lang.transfers_running(running),
    };
    let badge = move || match (running.get(), waiting()) {
        (0, 0) => None,
        (0, waiting) => Some(("v-count-badge v-count-waiting", waiting)),
        (running, _) => Some(("v-count-badge", running)),
    };
    view! {
        <button
            type="button"
            class="v-button v-button-icon v-transfers-button"
            title=label
            aria-label=label
            aria-expanded=move || is_open.get().to_string()
            on:click=move |_| open.update(|open| *open = !*open)
        >
            <Icon name=IconName::Transfers />
            {move || {
                badge()
                    .map(|(class, count)| {
                        view! { <span class=class aria-hidden="true">{count}</span> }
                    })
            }}
        </button>
    }
}
