//! Where an image's data lies, as the operator's address of it (API 2.17).

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A row of `/v2/images/{id}/locations`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Location {
    pub url: String,
    #[serde(default)]
    pub metadata: Map<String, Value>,
}

/// What proves the data at a location that is being added.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ValidationData {
    pub os_hash_algo: String,
    pub os_hash_value: String,
}
