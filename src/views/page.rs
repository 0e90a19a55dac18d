//! Facts of the page that the console is on.

/// Where this page was loaded from: what a cloud's CORS settings must allow.
#[must_use]
pub fn page_origin() -> String {
    web_sys::window()
        .and_then(|window| window.location().origin().ok())
        .unwrap_or_default()
}

/// Whether this page was loaded by https.
#[must_use]
pub fn page_is_https() -> bool {
    page_origin().starts_with("https://")
}
