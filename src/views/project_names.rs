//! Names of projects, as far as this person may know them.

use std::collections::BTreeMap;

use crate::api::{Abort, identity};
use crate::session::Session;

/// Those that the person belongs to, by id: Keystone tells no others' names to
/// people without power. Empty where there is no Keystone to ask.
pub(super) async fn project_names(session: &Session, abort: &Abort) -> BTreeMap<String, String> {
    let Some(keystone) = session.keystone() else {
        return BTreeMap::new();
    };
    let known = keystone.send(&identity::projects(), abort).await;
    let known = known.unwrap_or_default().into_iter();
    known.map(|project| (project.id, project.name)).collect()
}
