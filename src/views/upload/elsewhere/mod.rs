//! An image whose data doesn't come from this computer: the service fetches it from an
//! address or from another region, or it comes later.

mod from_region;
mod send;
mod stores;

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;

use self::from_region::FromRegion;
use self::send::create;
use self::stores::{Stores, StoresField};
use super::card::FormatFields;
use super::file_title::name_of;
use super::item::Record;
use super::shared::{Shared, SharedFields};
use crate::api::{Error, images};
use crate::bulk::Spoken;
use crate::model::{
    ContainerFormat, DiskFormat, Import, ImportSource, NameProblem, NewImage, OpenstackCommand,
    address_problem, disk_format_by_name, file_in_address, import_command,
};
use crate::query::spawn;
use crate::route::{ImageTab, Route, UploadFrom};
use crate::ui::{Button, ButtonKind, IconName, TextField, TextKind, focus_first_invalid};
use crate::views::diagnosis::use_explained;
use crate::views::show_as::ShowAs;
use crate::views::{Console, Problem};

/// What only this kind of image has.
#[derive(Clone, Copy)]
struct Source {
    from: UploadFrom,
    address: RwSignal<String>,
    region: RwSignal<String>,
    region_image: RwSignal<String>,
}

impl Source {
    /// `Err`: something is missing; `Ok(None)`: no data for now. Tracks.
    fn read(self) -> Result<Option<ImportSource>, ()> {
        match self.from {
            UploadFrom::Files | UploadFrom::Nothing => Ok(None),
            UploadFrom::Address => {
                let uri = self.address.read().trim().to_owned();
                let is_good = address_problem(&uri).is_none() && !uri.is_empty();
                is_good.then_some(Some(ImportSource::Web { uri })).ok_or(())
            }
            UploadFrom::Region => {
                let (region, image_id) = (self.region.get(), self.region_image.get());
                let is_good = !region.is_empty() && !image_id.is_empty();
                let source = ImportSource::OtherRegion {
                    region,
                    image_id,
                    interface: None,
                };
                is_good.then_some(Some(source)).ok_or(())
            }
        }
    }
}

#[component]
pub(super) fn Elsewhere(from: UploadFrom) -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let record = Record::new("");
    let shared = Shared::new(&console);
    let stores = Stores::new();
    let source = Source {
        from,
        address: RwSignal::new(String::new()),
        region: RwSignal::new(String::new()),
        region_image: RwSignal::new(String::new()),
    };
    let was_asked = RwSignal::new(false);
    let is_busy = RwSignal::new(false);
    let failure = RwSignal::new(None::<Error>);
    let explained = use_explained(&console, move || failure.get());
    let wanted = move || {
        let record = NewImage {
            protected: shared.protects.get(),
            ..shared.record(record)?
        };
        let source = source.read().ok()?;
        let import = source.map(|source| Import {
            source,
            stores: stores.read(),
        });
        Some((record, import))
    };
    let spoken = Memo::new(move |_| wanted().map(|(new, import)| spoken(&new, import.as_ref())));
    let submit = {
        let console = console.clone();
        move |event: SubmitEvent| {
            event.prevent_default();
            was_asked.set(true);
            let Some((new, import)) = untrack(wanted) else {
                if let Some(form) = event.target().and_then(|form| form.dyn_into().ok()) {
                    focus_first_invalid(form);
                }
                return;
            };
            let Some(client) = console.client_now().filter(|_| !is_busy.get_untracked()) else {
                return;
            };
            is_busy.set(true);
            failure.set(None);
            let console = console.clone();
            spawn(async move {
                let outcome = create(&client, &new, import.as_ref()).await;
                is_busy.try_set(false);
                match outcome {
                    Ok(()) => {
                        let done = lang.created(&new.name, import.is_some());
                        console.diary.note(&new.id, &done);
                        console.toasts.good(done);
                        console.center.images_changed.notify();
                        let tab = match import {
                            Some(_) => ImageTab::Activity,
                            None => ImageTab::Overview,
                        };
                        console.router.go(&Route::Image { id: new.id, tab });
                    }
                    Err(error) => {
                        failure.try_set(Some(error));
                    }
                }
            });
        }
    };
    let fields = match from {
        UploadFrom::Address => {
            view! { <AddressField source=source record=record was_asked=was_asked /> }.into_any()
        }
        UploadFrom::Region => {
            view! { <FromRegion region=source.region image=source.region_image record=record /> }
                .into_any()
        }
        UploadFrom::Files | UploadFrom::Nothing => {
            view! { <p class="v-muted">{lang.create_nothing_text()}</p> }.into_any()
        }
    };
    let is_import = matches!(from, UploadFrom::Address | UploadFrom::Region);
    view! {
        <form class="v-upload-form" novalidate=true on:submit=submit>
            <div class="v-card v-form">{fields} <RecordFields record=record was_asked=was_asked /></div>
            <div class="v-card v-form">
                {is_import.then(|| view! { <StoresField stores=stores /> })}
                <SharedFields shared=shared was_asked=was_asked has_store=false />
                {move || explained.get().map(|explained| view! { <Problem explained=explained /> })}
                {move || {
                    let spoken = Signal::derive(move || spoken.get().unwrap_or_default());
                    spoken
                        .with(|spoken| !spoken.requests.is_empty())
                        .then(|| view! { <ShowAs spoken=spoken /> })
                }}
                <div class="v-form-actions">
                    <Button kind=ButtonKind::Primary icon=IconName::Plus submit=true busy=is_busy>
                        {lang.create_go(is_import)}
                    </Button>
                </div>
            </div>
        </form>
    }
}

#[component]
fn RecordFields(record: Record, was_asked: RwSignal<bool>) -> impl IntoView {
    let lang = Console::here().lang;
    let name_error = Signal::derive(move || {
        let problem = record.name.with(|name| NewImage::check_name(name).err())?;
        // What isn't typed yet is no mistake.
        let is_said = problem != NameProblem::Empty || was_asked.get();
        is_said.then(|| lang.name_problem(problem))
    });
    view! {
        <TextField label=lang.upload_name() value=record.name error=name_error required=true />
        <FormatFields
            reading=RwSignal::new(None)
            disk_format=record.disk_format
            container_format=record.container_format
            min_disk=record.min_disk
        />
    }
}

/// The address; what its file is called fills in name and format, unless they were typed.
#[component]
fn AddressField(source: Source, record: Record, was_asked: RwSignal<bool>) -> impl IntoView {
    let lang = Console::here().lang;
    let guessed = StoredValue::new((String::new(), DiskFormat::Raw.to_string()));
    Effect::new(move |_| {
        let Some(file) = source.address.with(|address| file_in_address(address)) else {
            return;
        };
        let (was_name, was_format) = guessed.get_value();
        let name = name_of(&file);
        let format = disk_format_by_name(&file)
            .unwrap_or(DiskFormat::Raw)
            .to_string();
        if record.name.with_untracked(|now| *now == was_name) {
            record.name.set(name.clone());
        }
        if record.disk_format.with_untracked(|now| *now == was_format) {
            record.disk_format.set(format.clone());
            record
                .container_format
                .set(ContainerFormat::Bare.to_string());
        }
        guessed.set_value((name, format));
    });
    let error = Signal::derive(move || {
        let problem = source.address.with(|address| address_problem(address));
        let is_missing = was_asked.get() && source.address.with(|a| a.trim().is_empty());
        match problem {
            Some(fault) => Some(lang.create_address_fault(fault).to_owned()),
            None => is_missing.then(|| lang.create_address_missing().to_owned()),
        }
    });
    view! {
        <TextField
            label=lang.create_address()
            value=source.address
            kind=TextKind::Url
            hint=Signal::stored(Some(lang.create_address_hint().to_owned()))
            error=error
            required=true
        />
    }
}

/// The same by other means.
fn spoken(new: &NewImage, import: Option<&Import>) -> Spoken {
    let mut requests = vec![images::create(new).request];
    requests.extend(import.map(|import| images::import(&new.id, import).request));
    let mut words = vec![
        "image".to_owned(),
        "create".to_owned(),
        "--id".to_owned(),
        new.id.clone(),
        "--disk-format".to_owned(),
        new.disk_format.to_string(),
        "--container-format".to_owned(),
        new.container_format.to_string(),
        format!("--{}", new.visibility),
    ];
    if new.protected {
        words.push("--protected".to_owned());
    }
    let mut option = |name: &str, value: String| words.extend([name.to_owned(), value]);
    if new.min_disk > 0 {
        option("--min-disk", new.min_disk.to_string());
    }
    if new.min_ram > 0 {
        option("--min-ram", new.min_ram.to_string());
    }
    new.tags.iter().for_each(|tag| option("--tag", tag.clone()));
    for (name, value) in &new.properties {
        option("--property", format!("{}={value}", name.as_str()));
    }
    words.push(new.name.clone());
    let mut commands = vec![OpenstackCommand::new(words)];
    commands.extend(import.map(|import| import_command(&new.id, import)));
    Spoken { requests, commands }
}
