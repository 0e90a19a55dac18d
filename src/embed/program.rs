//! What only a console in somebody else's page needs is a program of its own: one that
//! has its page for itself never loads it.

// What the split macro writes links that program with the console's.
#![allow(unsafe_code)]

use wasm_split_helpers::SplitLoaderError;
use web_sys::{HtmlElement, ShadowRoot};

use super::guest::mount_now;
use super::page::HostPage;

#[cfg(feature = "split")]
#[wasm_split_helpers::wasm_split(guest, fallible)]
fn mount_guest(
    root: ShadowRoot,
    container: HtmlElement,
    options: String,
    page: HostPage,
) -> Result<Result<u32, String>, SplitLoaderError> {
    Ok(mount_now(root, container, options, page))
}

#[cfg(not(feature = "split"))]
#[allow(clippy::unused_async)] // as it is where it is split
async fn mount_guest(
    root: ShadowRoot,
    container: HtmlElement,
    options: String,
    page: HostPage,
) -> Result<Result<u32, String>, SplitLoaderError> {
    Ok(mount_now(root, container, options, page))
}

/// Puts a console into `container`, an element of `root`; its number.
///
/// # Errors
/// Options that can't be read, or a program that doesn't arrive.
pub async fn mount(
    root: ShadowRoot,
    container: HtmlElement,
    options: String,
    page: HostPage,
) -> Result<u32, String> {
    match mount_guest(root, container, options, page).await {
        Ok(mounted) => mounted,
        Err(error) => Err(format!("the program did not arrive: {error:?}")),
    }
}
