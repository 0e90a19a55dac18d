//! The table of images. On a narrow screen the lesser columns fold into a
//! second line under the name.

use std::collections::BTreeSet;
use std::sync::Arc;

use leptos::prelude::*;

use crate::model::{Image, Timestamp};
use crate::route::Route;
use crate::ui::{Button, Icon, IconButton, IconName};
use crate::views::context::now_s;
use crate::views::image::DeleteDialog;
use crate::views::status::StatusBadge;
use crate::views::{BulkBar, BulkDone, Console, Link, focus_heading};

/// Rows added at a time: a browser lays out ten thousand only slowly.
const ROWS_STEP: usize = 200;

#[component]
pub(super) fn ImagesTable(images: Memo<Vec<Image>>) -> impl IntoView {
    let lang = Console::here().lang;
    let rows = RwSignal::new(ROWS_STEP);
    let to_delete = RwSignal::new(None::<Image>);
    let shown = move || images.with(|all| all.iter().take(rows.get()).cloned().collect::<Vec<_>>());
    let chosen = RwSignal::new(BTreeSet::<String>::new());
    let selected = Signal::derive(move || {
        let all = images.get().into_iter();
        let selected = all.filter(|image| chosen.with(|ids| ids.contains(&image.id)));
        selected.map(Arc::new).collect::<Vec<_>>()
    });
    view! {
        <BulkBar
            selected=selected
            on_clear=Callback::new(move |()| chosen.update(BTreeSet::clear))
            on_done=Callback::new(move |done: BulkDone| {
                chosen.update(|ids| ids.retain(|id| done.failed.contains(id)));
            })
        />
        <div class="v-table-frame">
            <table class="v-table">
                <caption class="v-visually-hidden">{lang.images_table()}</caption>
                <thead>
                    <tr>
                        <td></td>
                        <th scope="col">{lang.column_name()}</th>
                        <th scope="col">{lang.column_status()}</th>
                        <th scope="col" class="v-col-wide">{lang.column_visibility()}</th>
                        <th scope="col" class="v-col-wide v-col-number">{lang.column_size()}</th>
                        <th scope="col" class="v-col-wide">{lang.column_format()}</th>
                        <th scope="col" class="v-col-wide">{lang.column_updated()}</th>
                        <th scope="col" class="v-col-actions">
                            <span class="v-visually-hidden">{lang.column_actions()}</span>
                        </th>
                    </tr>
                </thead>
                <tbody>
                    // The whole image is the key: a row is made anew when anything of it changed.
                    <For each=shown key=row_key let:image>
                        <Row image=image to_delete=to_delete chosen=chosen />
                    </For>
                </tbody>
            </table>
        </div>
        {move || {
            (images.with(Vec::len) > rows.get())
                .then(|| {
                    view! {
                        <div class="v-table-more">
                            <Button on_click=move |()| rows.update(|n| *n += ROWS_STEP)>
                                {lang.images_show_more()}
                            </Button>
                        </div>
                    }
                })
        }}
        <DeleteDialog image=to_delete on_deleted=Callback::new(|()| focus_heading()) />
    }
}

/// Changes whenever the row would look different.
fn row_key(image: &Image) -> String {
    format!(
        "{} {:?} {} {:?} {:?}",
        image.id,
        image.updated_at,
        image.status,
        image.size,
        image.is_poisoned()
    )
}

#[component]
fn Row(
    image: Image,
    to_delete: RwSignal<Option<Image>>,
    chosen: RwSignal<BTreeSet<String>>,
) -> impl IntoView {
    let console = Console::here();
    let is_foreign = console.is_foreign(&image);
    let lang = console.lang;
    let title = image.title().to_owned();
    let size = image
        .size
        .map_or_else(|| lang.none().to_owned(), |n| lang.size(n));
    let format = formats(&image).unwrap_or_else(|| lang.none().to_owned());
    let updated = image.updated_at.as_deref().and_then(Timestamp::parse);
    let visibility = lang.visibility(&image.visibility);
    let ago = updated.map_or_else(|| lang.none().to_owned(), |time| lang.ago(time, now_s()));
    let exact = updated.map(|time| lang.date_time(time));
    let summary = format!("{visibility} · {size} · {format}");
    let download = {
        let image = image.clone();
        move |()| console.download(&image, Vec::new())
    };
    let for_delete = image.clone();
    let download_label = if image.is_downloadable() {
        lang.download_named(&title)
    } else {
        format!("{title}: {}", lang.no_download(&image))
    };
    let delete_label = if is_foreign {
        format!("{title}: {}", lang.delete_foreign())
    } else {
        lang.delete_named(&title)
    };
    let select_label = format!("Select {title}");
    let (id, id_now) = (image.id.clone(), image.id.clone());
    let toggle = move |event| {
        let is_chosen = event_target_checked(&event);
        chosen.update(|ids| {
            if is_chosen {
                ids.insert(id.clone());
            } else {
                ids.remove(&id);
            }
        });
    };
    view! {
        <tr>
            <td>
                <input
                    type="checkbox"
                    aria-label=select_label
                    prop:checked=move || chosen.with(|ids| ids.contains(&id_now))
                    on:change=toggle
                />
            </td>
            <th scope="row">
                <div>
                    <Link to=Route::Image { id: image.id.clone() } class="v-row-link">
                        {title}
                    </Link>
                    {image
                        .protected
                        .then(|| {
                            view! {
                                <span class="v-row-mark" title=lang.field_protected()>
                                    <Icon name=IconName::Lock />
                                    <span class="v-visually-hidden">{lang.field_protected()}</span>
                                </span>
                            }
                        })}
                </div>
                <div class="v-row-summary">{summary}</div>
            </th>
            <td>
                <StatusBadge image=image.clone() />
            </td>
            <td class="v-col-wide">{visibility.clone()}</td>
            <td class="v-col-wide v-col-number">{size.clone()}</td>
            <td class="v-col-wide">{format.clone()}</td>
            <td class="v-col-wide" title=exact>{ago}</td>
            <td class="v-col-actions">
                <IconButton
                    icon=IconName::Download
                    label=download_label
                    disabled=!image.is_downloadable()
                    on_click=download
                />
                <IconButton
                    icon=IconName::Trash
                    label=delete_label
                    disabled=is_foreign
                    on_click=move |()| to_delete.set(Some(for_delete.clone()))
                />
            </td>
        </tr>
    }
}

/// The disk format, and the container's where it isn't the usual one.
fn formats(image: &Image) -> Option<String> {
    let disk = image.disk_format.as_ref()?.as_str();
    match image.container_format.as_ref().map(|c| c.as_str()) {
        None | Some("bare") => Some(disk.to_owned()),
        Some(container) => Some(format!("{disk} / {container}")),
    }
}
