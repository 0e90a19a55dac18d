//! Where an image comes from, as its properties tell: the compute service notes on a
//! snapshot which instance it was made of, and which image that was made of.

use std::sync::Arc;

use leptos::prelude::*;

use crate::model::Image;
use crate::route::Route;
use crate::views::{Console, Link};

/// What the properties tell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Lineage {
    is_snapshot: bool,
    /// Id of the instance.
    instance: Option<String>,
    /// Id of the image that the instance was made of.
    base: Option<String>,
}

impl Lineage {
    /// `None` where nothing is told.
    fn of(image: &Image) -> Option<Self> {
        let text = |name: &str| {
            let text = image.other.get(name)?.as_str()?;
            (!text.is_empty()).then(|| text.to_owned())
        };
        let lineage = Self {
            is_snapshot: text("image_type").as_deref() == Some("snapshot"),
            instance: text("instance_uuid"),
            base: text("base_image_ref").filter(|base| *base != image.id),
        };
        (lineage != Self::default()).then_some(lineage)
    }
}

/// Nothing where nothing is told.
#[component]
pub(super) fn LineageCard(image: Memo<Arc<Image>>) -> impl IntoView {
    let console = Console::here();
    let lang = console.lang;
    let lineage = Memo::new(move |_| image.with(|image| Lineage::of(image)));
    move || {
        let lineage = lineage.get()?;
        // A name, where the list has it.
        let name = |id: &str| {
            let image = console.stock.image(id);
            image.map_or_else(|| id.to_owned(), |image| image.title().to_owned())
        };
        let base = lineage.base.map(|id| {
            let title = name(&id);
            view! {
                <div class="v-fact">
                    <dt>{lang.lineage_base()}</dt>
                    <dd>
                        <Link to=Route::image(id)>{title}</Link>
                    </dd>
                </div>
            }
        });
        let instance = lineage.instance.map(|id| {
            view! {
                <div class="v-fact">
                    <dt>{lang.lineage_instance()}</dt>
                    <dd class="v-mono">{id}</dd>
                </div>
            }
        });
        let kind = lineage
            .is_snapshot
            .then(|| view! { <p class="v-muted v-card-note">{lang.lineage_snapshot()}</p> });
        Some(view! {
            <section class="v-card">
                <h2>{lang.lineage_title()}</h2>
                {kind}
                <dl class="v-facts">{instance} {base}</dl>
            </section>
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn lineage(extra: serde_json::Value) -> Option<Lineage> {
        let mut json = json!({"id": "i1", "status": "active", "visibility": "private"});
        let fields = extra.as_object().expect("is one").clone();
        json.as_object_mut().expect("is one").extend(fields);
        Lineage::of(&serde_json::from_value(json).expect("decodes"))
    }

    #[test]
    fn a_snapshot_tells_what_it_was_made_of() {
        let told = lineage(json!({
            "image_type": "snapshot", "instance_uuid": "vm", "base_image_ref": "base"
        }));
        let expected = Lineage {
            is_snapshot: true,
            instance: Some("vm".to_owned()),
            base: Some("base".to_owned()),
        };
        assert_eq!(told, Some(expected));
        assert_eq!(lineage(json!({"base_image_ref": ""})), None);
        assert_eq!(lineage(json!({"base_image_ref": "i1"})), None);
    }
}
