//! Several images compared: a row for each field, a column for each image. What
//! differs is marked by a word, and what is the same can be left out.

use std::sync::Arc;

use leptos::prelude::*;

use super::shortened;
use crate::i18n::Lang;
use crate::listing::{Compared, Field, compare, have_same_bytes};
use crate::model::Image;
use crate::route::Route;
use crate::ui::{CheckField, CopyButton, Icon, IconName};
use crate::views::status::StatusBadge;
use crate::views::{Console, Link};

/// More columns than that nobody compares by eye.
const COLUMNS_MAX: usize = 8;

#[component]
pub(super) fn Many(
    images: Signal<Vec<Arc<Image>>>,
    only_differences: RwSignal<bool>,
) -> impl IntoView {
    let lang = Console::here().lang;
    let all = Memo::new(move |_| images.with(Vec::len));
    let shown = Memo::new(move |_| {
        images.with(|images| images.iter().take(COLUMNS_MAX).cloned().collect::<Vec<_>>())
    });
    let rows = Memo::new(move |_| shown.with(|shown| compare(shown)));
    let count = move || {
        rows.with(|rows| {
            let differing = rows.iter().filter(|row| row.differs).count();
            lang.compare_count(differing, rows.len())
        })
    };
    let too_many = move || {
        let first = lang.compare_first(COLUMNS_MAX, all.get());
        (all.get() > COLUMNS_MAX).then(|| view! { <p>{first}</p> })
    };
    let bytes = move || {
        shown.with(|shown| match have_same_bytes(shown) {
            Some(true) => lang.compare_same_bytes(),
            Some(false) => lang.compare_other_bytes(),
            None => lang.compare_unknown_bytes(),
        })
    };
    view! {
        <div class="v-compare-head">
            {too_many}
            <p>{bytes}</p>
            <div class="v-compare-bar">
                <p class="v-compare-count" role="status">{count}</p>
                <CheckField label=lang.compare_only() value=only_differences />
            </div>
        </div>
        <div class="v-compare-frame">
            <table class="v-compare" class:v-compare-all=move || !only_differences.get()>
                <caption class="v-visually-hidden">{lang.peek_label_many()}</caption>
                <thead>
                    <tr>
                        <th scope="col">{lang.compare_field()}</th>
                        {move || {
                            let images = shown.get().into_iter();
                            images.map(|image| view! { <Column image=image /> }).collect_view()
                        }}
                    </tr>
                </thead>
                <tbody>
                    {move || {
                        let wanted = |row: &Compared| row.differs || !only_differences.get();
                        let images = shown.get();
                        let rows = rows.get().into_iter();
                        rows.filter(wanted).map(|row| line(lang, &row, &images)).collect_view()
                    }}
                </tbody>
            </table>
        </div>
    }
}

/// What an image is called, above its column.
#[component]
fn Column(image: Arc<Image>) -> impl IntoView {
    let console = Console::here();
    let title = image.title().to_owned();
    let label = console.lang.copy_id_of(&title);
    let route = Route::image(&image.id);
    view! {
        <th scope="col">
            <Link to=route class="v-compare-title">
                {title}
            </Link>
            <div class="v-compare-id">
                <span class="v-mono" title=image.id.clone()>
                    {shortened(&image.id)}
                </span>
                <CopyButton text=image.id.clone() label=label texts=console.copy_texts() />
            </div>
            <StatusBadge image=(*image).clone() />
        </th>
    }
}

fn line(lang: Lang, row: &Compared, images: &[Arc<Image>]) -> impl IntoView + use<> {
    let cells: Vec<_> = images
        .iter()
        .map(|image| cell(lang, &row.field, image))
        .collect();
    let mark = row.differs.then(|| {
        view! {
            <span class="v-compare-mark">
                <Icon name=IconName::Differs />
                {lang.compare_differs()}
            </span>
        }
    });
    view! {
        <tr class:v-differs=row.differs>
            <th scope="row">
                <span class="v-compare-name">{lang.compared_field(&row.field)}</span>
                {mark}
            </th>
            {cells}
        </tr>
    }
}

fn cell(lang: Lang, field: &Field, image: &Image) -> AnyView {
    let class = match field {
        Field::Owner | Field::Checksum | Field::Property(_) => "v-mono",
        _ => "",
    };
    let is_digest = match field {
        Field::Checksum => true,
        Field::Property(name) => name == "os_hash_value",
        _ => false,
    };
    match lang.compared_value(field, image) {
        None => view! { <td class="v-muted">{lang.none()}</td> }.into_any(),
        Some(empty) if empty.is_empty() => {
            view! { <td class="v-muted">{lang.compare_empty()}</td> }.into_any()
        }
        Some(digest) if is_digest => {
            let short = shortened(&digest);
            view! { <td class=class title=digest>{short}</td> }.into_any()
        }
        Some(value) => view! { <td class=class>{value}</td> }.into_any(),
    }
}
