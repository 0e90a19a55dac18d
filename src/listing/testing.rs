//! Images for the tests of this room.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::model::Image;

/// A shared, active image with more attributes, or others.
pub(super) fn image(id: &str, more: Value) -> Arc<Image> {
    let mut record = json!({"id": id, "status": "active", "visibility": "shared"});
    let fields = record.as_object_mut().expect("is an object");
    fields.extend(more.as_object().expect("is an object").clone());
    Arc::new(serde_json::from_value(record).expect("decodes"))
}
