//! What was changed at a service, told to whoever wants to hear of it: a page that
//! embeds the console, which can't see that for itself.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use super::request::{Method, Operation, Request};

/// What happened to an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeedKind {
    Created,
    /// Its record, members, tags, data or stores.
    Changed,
    Deleted,
}

/// A change that the service has taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deed {
    pub kind: DeedKind,
    pub image_id: String,
}

type Listener = Arc<dyn Fn(Deed) + Send + Sync>;

/// Who listens; clones are the same.
#[derive(Clone, Default)]
pub struct Deeds(Arc<Mutex<Option<Listener>>>);

impl Deeds {
    /// In place of who listened before.
    pub fn listen(&self, listener: impl Fn(Deed) + Send + Sync + 'static) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(listener));
    }

    /// The service has done what was asked for.
    pub(super) fn note(&self, request: &Request) {
        let listener = self
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        // Not locked while it runs: it may ask for something itself.
        if let (Some(listener), Some(deed)) = (listener, deed_of(request)) {
            listener(deed);
        }
    }
}

/// `None` for what changes no image.
fn deed_of(request: &Request) -> Option<Deed> {
    if request.method == Method::Get {
        return None;
    }
    if request.operation == Operation::CreateImage {
        let body: serde_json::Value = serde_json::from_str(request.body.as_deref()?).ok()?;
        let image_id = body.get("id")?.as_str()?.to_owned();
        let kind = DeedKind::Created;
        return Some(Deed { kind, image_id });
    }
    let segments: Vec<&str> = request.path.split('/').collect();
    let (image_id, kind) = match segments[..] {
        ["", "v2", "images", id] if request.method == Method::Delete => (id, DeedKind::Deleted),
        ["", "v2", "images", id, ..] => (id, DeedKind::Changed),
        // Its data leave one store.
        ["", "v2", "stores", _, id] => (id, DeedKind::Changed),
        _ => return None,
    };
    let image_id = image_id.to_owned();
    Some(Deed { kind, image_id })
}

/// The same listener, whoever that is.
impl PartialEq for Deeds {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for Deeds {}

impl fmt::Debug for Deeds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Deeds(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::super::{images, members, tasks};
    use super::*;
    use crate::model::MemberStatus;

    #[test]
    fn each_change_is_told_of_its_image() {
        let told = |request: &Request| deed_of(request).map(|deed| (deed.kind, deed.image_id));
        let of = |kind| Some((kind, "i1".to_owned()));
        assert_eq!(told(&images::delete("i1").request), of(DeedKind::Deleted));
        let changed = [
            images::deactivate("i1").request,
            images::delete_from_store("i1", "fast").request,
            members::add("i1", "p1").request,
            members::answer("i1", "p1", &MemberStatus::Accepted).request,
        ];
        for request in &changed {
            assert_eq!(told(request), of(DeedKind::Changed), "{request:?}");
        }
    }

    #[test]
    fn what_only_asks_changes_nothing() {
        for request in [
            images::show("i1").request,
            tasks::list(5, None, None).request,
        ] {
            assert_eq!(deed_of(&request), None, "{request:?}");
        }
    }

    #[test]
    fn who_listens_last_hears_it() {
        let deeds = Deeds::default();
        let heard = Arc::new(Mutex::new(Vec::new()));
        deeds.listen(|_| panic!("was replaced"));
        let ears = Arc::clone(&heard);
        deeds.listen(move |deed| ears.lock().expect("free").push(deed.image_id));
        deeds.clone().note(&images::delete("i1").request);
        assert_eq!(*heard.lock().expect("free"), ["i1"]);
    }
}
