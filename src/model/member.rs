//! A project that an image is shared with.

use serde::{Deserialize, Serialize};

use super::MemberStatus;

/// One row of `/v2/images/{id}/members`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// A project id. The service takes any text: it doesn't ask Keystone.
    pub member_id: String,
    pub image_id: String,
    pub status: MemberStatus,
    #[serde(default)]
    pub created_at: Option<String>,
    #[serde(default)]
    pub updated_at: Option<String>,
}
