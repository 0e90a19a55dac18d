//! The page's IndexedDB: which stores it has. What goes into them is their owners'.

use idb::{Database, DatabaseEvent as _, Factory, ObjectStoreParams};

const NAME: &str = "vitrine";
const VERSION: u32 = 2;
/// Handles of files that go into images, by image id.
pub(super) const FILES: &str = "files";
/// Downloads that haven't come to their end, by staging name.
pub(super) const DOWNLOADS: &str = "downloads";

/// Opened for each use and closed after it: another tab may bring a newer version.
pub(super) async fn open() -> Result<Database, idb::Error> {
    let mut request = Factory::new()?.open(NAME, Some(VERSION))?;
    request.on_upgrade_needed(|event| {
        let Ok(database) = event.database() else {
            return;
        };
        let there = database.store_names();
        for store in [FILES, DOWNLOADS] {
            if !there.iter().any(|name| name == store) {
                // What fails here fails again, and is told, when the store is used.
                database
                    .create_object_store(store, ObjectStoreParams::new())
                    .ok();
            }
        }
    });
    request.await
}
