//! The console as a whole: shell, pages by address, transfer centre, live
//! announcements. May use every room but `embed`.

mod account;
mod awake;
mod leave_guard;
mod offers;
mod renewal;
mod shell;
mod visibility;
mod width;

use std::sync::Arc;

use leptos::html;
use leptos::prelude::*;

use self::awake::stay_awake_while_moving;
use self::leave_guard::guard_leaving;
use self::renewal::keep_signed_in;
use self::shell::Header;
use self::width::{below, follow_width};
use crate::i18n::Lang;
use crate::route::{Place, Route, Router};
use crate::session::{ConfigProblem, Session, SiteConfig};
use crate::stock::Stock;
use crate::transfer::{TransferCenter, sweep_leftovers};
use crate::ui::{
    EmptyState, IconName, Notice, Theme, ThemeChoice, ToastRegion, Toasts, Tone, Tree,
};
use crate::views::{
    Console, DefinitionShelf, Diary, Guest, Later, Link, ListState, MainPart, Part, SignInPage,
    TransferWatch, TransfersDrawer, Without, be_ready_for_transfers, focus, focus_heading,
    keep_project_names, load_ahead, use_abilities, watch_partials,
};

/// What a console needs to know of the page it is on.
#[derive(Clone)]
pub struct Setup {
    pub config: Result<SiteConfig, ConfigProblem>,
    /// Where its address is kept.
    pub place: Place,
    /// Where it begins, unless the page's address says so.
    pub view: Option<Route>,
    /// The worker's program.
    pub worker_url: String,
    /// The program that sends uploads in a shared worker.
    pub carrier_url: String,
    /// Where its elements are.
    pub tree: Tree,
    pub guest: Guest,
    /// `None`: the page is the console's own.
    pub around: Option<Around>,
}

/// What a console in somebody else's page has beside, given by `embed`: a program that a
/// page of the console's own never loads.
#[derive(Clone)]
pub struct Around {
    /// Instead of the sign-in form, where the page signs people in.
    pub door: Option<ViewFn>,
    /// Called once, under the console's owner.
    pub follow: Arc<dyn Fn(&Console) + Send + Sync>,
    /// What the page chooses; `None`: the person does.
    pub theme: Option<ArcRwSignal<ThemeChoice>>,
}

impl Setup {
    /// Whether the whole page is ours: its title, and the way out of it.
    fn owns_page(&self) -> bool {
        self.around.is_none()
    }
}

#[component]
pub fn App(setup: Setup) -> impl IntoView {
    let lang = Lang::default();
    let given = setup
        .around
        .as_ref()
        .and_then(|around| around.theme.clone());
    let theme = match given {
        Some(theme) => Theme::given(theme),
        None => Theme::remembered(),
    };
    let root = NodeRef::<html::Div>::new();
    // Until it is measured: as wide as the window.
    let window_px = window().inner_width().ok().and_then(|px| px.as_f64());
    let width_px = ArcRwSignal::new(window_px.unwrap_or(1280.0));
    follow_width(root, width_px.clone());
    if setup.owns_page() {
        // Scroll bars and what lies beyond the page's end are the document's.
        Effect::new(move |_| {
            let choice = theme.choice.get();
            if let Some(html) = document().document_element() {
                html.set_attribute("data-theme", choice.as_str()).ok();
            }
        });
    }
    let limits = {
        let width_px = width_px.clone();
        Memo::new(move |_| below(width_px.get()))
    };
    let is_guest = !setup.owns_page();
    let body = match setup.config.clone() {
        Ok(config) => {
            let width_px = width_px.clone();
            view! { <Running setup=setup config=config theme=theme width_px=width_px /> }.into_any()
        }
        Err(problem) => view! {
            <MainPart class="v-main" is_guest=is_guest>
                <Notice tone=Tone::Bad title=lang.config_problem_title()>
                    <p>{lang.config_problem(&problem)}</p>
                </Notice>
            </MainPart>
        }
        .into_any(),
    };
    view! {
        <div
            node_ref=root
            class="v-root"
            part="root"
            lang=lang.tag()
            data-theme=move || theme.choice.get().as_str()
            data-below=move || limits.get()
        >
            {body}
        </div>
    }
}

#[component]
fn Running(
    setup: Setup,
    config: SiteConfig,
    theme: Theme,
    width_px: ArcRwSignal<f64>,
) -> impl IntoView {
    let lang = Lang::default();
    let router = Router::new(setup.place.clone());
    if let Some(view) = setup.view.clone() {
        router.begin(view);
    }
    let session = ArcRwSignal::new(None);
    let console = Console {
        lang,
        tree: setup.tree.clone(),
        config,
        router,
        guest: setup.guest.clone(),
        width_px,
        abilities: use_abilities(&session),
        session,
        center: TransferCenter::new(&setup.worker_url, &setup.carrier_url),
        stock: Stock::default(),
        elsewhere: Stock::default(),
        list: ListState::default(),
        toasts: Toasts::new(),
        definitions: DefinitionShelf::default(),
        unsaved: ArcRwSignal::new(None),
        diary: Diary::default(),
        drawer_open: ArcRwSignal::new(false),
        project_names: ArcRwSignal::default(),
        offers_waiting: ArcRwSignal::new(0),
    };
    provide_context(console.clone());
    // The design system knows of toasts, but of no console.
    provide_context(console.toasts.clone());
    provide_context(console.tree.clone());
    {
        let (session, client) = (console.session.clone(), console.center.client.clone());
        Effect::new(move |_| client.set(session.with(|s| s.as_ref().map(Session::images))));
    }
    crate::query::spawn(sweep_leftovers());
    watch_partials(&console);
    load_ahead(&console.center);
    stay_awake_while_moving(&console.center);
    keep_signed_in(&console);
    keep_project_names(&console);
    guard_leaving(&console.center, &console.router);
    match &setup.around {
        None => follow_title(&console),
        Some(around) => (around.follow)(&console),
    }
    let session = console.session.clone();
    let is_signed_in = Memo::new(move |_| session.with(Option::is_some));
    be_ready_for_transfers(&console.center, is_signed_in);
    // Who can't get in must be able to find out why.
    let route = console.router.route.clone();
    let is_connection = Memo::new(move |_| matches!(route.get(), Route::Connection { .. }));
    let (toasts, tree) = (console.toasts.clone(), console.tree.clone());
    let door = setup.around.and_then(|around| around.door);
    let can_leave = door.is_none();
    let is_guest = setup.guest.host.is_some();
    let has_header = !setup.guest.without.header;
    view! {
        {move || {
            if is_signed_in.get() {
                let tree = tree.clone();
                view! {
                    {has_header
                        .then(|| {
                            view! {
                                <a
                                    class="v-skip"
                                    href="#v-main"
                                    on:click=move |event| skip_to_main(&event, &tree)
                                >
                                    {lang.skip_to_content()}
                                </a>
                                <Header theme=theme can_leave=can_leave />
                            }
                        })}
                    <MainPart class="v-main" is_guest=is_guest>
                        <Page />
                    </MainPart>
                }
                    .into_any()
            } else if is_connection.get() {
                view! {
                    <MainPart class="v-main" is_guest=is_guest>
                        <Later part=Part::Connection />
                    </MainPart>
                }
                    .into_any()
            } else if let Some(door) = door.clone() {
                door.run().into_any()
            } else {
                view! { <SignInPage /> }.into_any()
            }
        }}
        // Outside: transfers go on while somebody signs in anew.
        <TransfersDrawer />
        <TransferWatch />
        <ToastRegion toasts=toasts close_label=lang.close() />
    }
}

#[component]
fn Page() -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let (route, without) = (console.router.route.clone(), console.guest.without);
    let is_ours = console.guest.host.is_none();
    let tree = console.tree.clone();
    // Only another page is built anew; a filter changes within one.
    let page = Memo::new(move |last: Option<&Route>| {
        let now = route.get();
        match last {
            Some(last) if last.is_same_page(&now) => last.clone(),
            _ => now,
        }
    });
    Effect::new(move |before: Option<()>| {
        page.track();
        // A new page begins at its heading, for who hears it read aloud; on somebody else's
        // page, not before a person has gone anywhere.
        if is_ours || before.is_some() {
            focus_heading(&tree);
        }
    });
    move || match page.get() {
        page if is_left_out(&page, without) => not_found(lang),
        Route::Images(_) => view! { <Later part=Part::Images /> }.into_any(),
        Route::Image { id, .. } => view! { <Later part=Part::Image(id) /> }.into_any(),
        Route::EditImage { id } => view! { <Later part=Part::Edit(id) /> }.into_any(),
        Route::Upload { .. } => view! { <Later part=Part::Upload /> }.into_any(),
        Route::Stores => view! { <Later part=Part::Stores /> }.into_any(),
        Route::Tasks => view! { <Later part=Part::Tasks /> }.into_any(),
        Route::Cache => view! { <Later part=Part::Cache /> }.into_any(),
        Route::Definitions { .. } => view! { <Later part=Part::Definitions /> }.into_any(),
        Route::Shared => view! { <Later part=Part::Shared /> }.into_any(),
        Route::Tidy { .. } => view! { <Later part=Part::Tidy /> }.into_any(),
        Route::Connection { .. } => view! { <Later part=Part::Connection /> }.into_any(),
        Route::NotFound(_) => not_found(lang),
    }
}

fn not_found(lang: Lang) -> AnyView {
    view! {
        <EmptyState
            icon=IconName::Search
            title=lang.not_found_title()
            text=lang.not_found_text()
        >
            <Link to=Route::images() class="v-button">{lang.back_to_images()}</Link>
        </EmptyState>
    }
    .into_any()
}

/// Whether the page around wants nothing of it.
fn is_left_out(page: &Route, without: Without) -> bool {
    match page {
        Route::Upload { .. } => without.create,
        Route::EditImage { .. } => without.edit,
        Route::Shared => without.share,
        Route::Stores | Route::Tasks | Route::Cache | Route::Definitions { .. } => without.service,
        _ => false,
    }
}

/// A hash in the address would be taken for a route; so the focus is moved by hand.
fn skip_to_main(event: &leptos::ev::MouseEvent, tree: &Tree) {
    event.prevent_default();
    focus(tree.by_id("v-main"));
}

/// The page's title says where one is.
fn follow_title(console: &Console) {
    let lang = console.lang;
    let (route, session) = (console.router.route.clone(), console.session.clone());
    Effect::new(move |_| {
        let page = match route.get() {
            Route::Connection { .. } => lang.connection_title().to_owned(),
            _ if session.with(Option::is_none) => lang.sign_in_title().to_owned(),
            Route::Images(_) => lang.images_title().to_owned(),
            Route::Image { id, .. } => id,
            Route::EditImage { id } => lang.edit_page_title(&id),
            Route::Upload { .. } => lang.upload_title().to_owned(),
            Route::Stores => lang.stores_title().to_owned(),
            Route::Tasks => lang.tasks_title().to_owned(),
            Route::Cache => lang.cache_title().to_owned(),
            Route::Definitions { namespace } if !namespace.is_empty() => namespace,
            Route::Definitions { .. } => lang.definitions_page().to_owned(),
            Route::Shared => lang.shared_title().to_owned(),
            Route::Tidy { .. } => lang.tidy_title().to_owned(),
            Route::NotFound(_) => lang.not_found_title().to_owned(),
        };
        document().set_title(&format!("{page} · {}", lang.product()));
    });
}
