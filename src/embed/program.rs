//! What only a console in somebody else's page needs is a program of its own: one that
//! has its page for itself never loads it.

// What the split macro writes links that program with the console's.
#![allow(unsafe_code)]

use wasm_split_helpers::SplitLoaderError;

use super::guest::{Mounting, mount_now};
use crate::views::part;

part!(guest, load_guest, mount_guest(mounting: Mounting) -> Result<u32, String>, mount_now(mounting));

/// Puts a console onto a page; its number.
///
/// # Errors
/// Options that can't be read, or a program that doesn't arrive.
pub async fn mount(mounting: Mounting) -> Result<u32, String> {
    match mount_guest(mounting).await {
        Ok(mounted) => mounted,
        Err(error) => Err(format!("the program did not arrive: {error:?}")),
    }
}
