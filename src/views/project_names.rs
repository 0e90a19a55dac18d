//! Names of projects, as far as this person may know them.

use std::collections::BTreeMap;
use std::sync::Arc;

use leptos::prelude::*;

use super::Console;
use crate::api::{Abort, Operation, identity};
use crate::query::spawn;
use crate::session::Session;

/// By id.
pub type ProjectNames = Arc<BTreeMap<String, String>>;

/// Administrators are told all of them, others those that they belong to. Empty where
/// there is no Keystone to ask.
pub(super) async fn project_names(session: &Session, abort: &Abort) -> BTreeMap<String, String> {
    let Some(keystone) = session.keystone() else {
        return BTreeMap::new();
    };
    let who = session.find_who().await;
    let mut known = Vec::new();
    if who.is_some_and(|who| who.seems_admin()) {
        // Policies may be stricter than a role's name.
        let all = keystone.send(&identity::all_projects(), abort).await;
        known = all.unwrap_or_default();
    }
    if known.is_empty() {
        let own = keystone.send(&identity::projects(), abort).await;
        known = own.unwrap_or_default();
    }
    let known = known.into_iter();
    known.map(|project| (project.id, project.name)).collect()
}

/// Asks once for each sign-in; the list shows ids until it is known.
pub fn keep_project_names(console: &Console) {
    let (session, names) = (console.session.clone(), console.project_names.clone());
    Effect::new(move |_| {
        let Some(session) = session.get() else {
            names.set(ProjectNames::default());
            return;
        };
        let names = names.clone();
        let Ok(abort) = Abort::new(Operation::ListProjects) else {
            return;
        };
        let stop = StoredValue::new_local(abort.clone());
        on_cleanup(move || stop.with_value(Abort::abort));
        spawn(async move {
            let mut known = project_names(&session, &abort).await;
            if let Some(who) = session.find_who().await {
                known.insert(who.project.id, who.project.name);
            }
            if !abort.is_aborted() {
                names.set(Arc::new(known));
            }
        });
    });
}
