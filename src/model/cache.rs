//! What a Glance node keeps close at hand (`/v2/cache`, API 2.14).

use serde::Deserialize;

/// Answer of `GET /v2/cache`.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct CacheListing {
    pub cached_images: Vec<CachedImage>,
    /// Ids of images that wait to be cached.
    pub queued_images: Vec<String>,
}

impl CacheListing {
    /// Whether an image is cached, or waits for it.
    #[must_use]
    pub fn knows(&self, image_id: &str) -> bool {
        self.cached_images
            .iter()
            .any(|image| image.image_id == image_id)
            || self.queued_images.iter().any(|queued| queued == image_id)
    }
}

/// Times in seconds since 1970, with fractions.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct CachedImage {
    pub image_id: String,
    #[serde(default)]
    pub hits: u64,
    #[serde(default)]
    pub last_accessed: f64,
    #[serde(default)]
    pub last_modified: f64,
    /// Bytes.
    #[serde(default)]
    pub size: u64,
}

/// What pruning took away (API 2.18).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub struct Pruned {
    pub total_files_pruned: u64,
    pub total_bytes_pruned: u64,
}

/// What to clear.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CacheTarget {
    Cached,
    Queued,
    /// Both; the only one that needs no header of its own.
    Both,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_listing_of_the_service_decodes() {
        let listing: CacheListing = serde_json::from_str(
            r#"{"cached_images":[{"image_id":"i1","hits":0,"last_accessed":0.0,
                "last_modified":1795219639.25,"size":9007199254740993,"checksum":null,"id":4}],
                "queued_images":["i2"]}"#,
        )
        .expect("decodes");
        assert_eq!(listing.cached_images[0].size, 9_007_199_254_740_993);
        assert_eq!(listing.queued_images, ["i2"]);
    }
}
