//! A file of this machine as the body of a request, in the form in which the
//! browser sends it exactly and fastest. Knows nothing of uploads and their states.

use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use js_sys::{Array, Reflect};
use wasm_bindgen::JsValue;
use web_sys::{Blob, File};

use crate::api::{Abort, BodyProgress, Client, Error, ErrorKind, Request, put_data};

/// The engine that may have whole files, as it calls itself.
const WHOLE_FILE_ENGINE: &str = "Chromium";

/// In which form files are sent from here.
///
/// A slice of all of the file is exact everywhere: Firefox, given the bare file, sends
/// what is appended meanwhile behind the body, into the next request. Chromium holds a
/// bare file to the time (to the second) that it had when that was first asked for, sends
/// no more than it was when the request began, and reads it in the process that sends it,
/// where a slice takes a way through three. But it refuses a file that was chosen in a tab
/// of another process, before any byte moves.
#[derive(Clone, Default)]
pub(super) struct FileBodies {
    are_slices: Arc<AtomicBool>,
}

impl FileBodies {
    /// Sends the file, and waits for the service's answer; see [`put_data`].
    ///
    /// # Errors
    /// As for [`put_data`]; and [`ErrorKind::NothingSent`] where another attempt sends the
    /// file in another form.
    pub(super) async fn send(
        &self,
        client: &Client,
        request: &Request,
        file: &File,
        mut on_progress: impl FnMut(BodyProgress) + 'static,
        abort: &Abort,
    ) -> Result<Option<String>, Error> {
        let is_whole = !self.are_slices.load(Ordering::Relaxed) && takes_whole_files();
        let body = if is_whole {
            Blob::from(file.clone())
        } else {
            file.slice_with_f64_and_f64(0.0, file.size())
                .map_err(|_| Error::without_answer(request.operation, ErrorKind::Unsendable))?
        };
        let has_moved = Rc::new(Cell::new(false));
        let on_progress = {
            let has_moved = Rc::clone(&has_moved);
            move |progress| {
                has_moved.set(true);
                on_progress(progress);
            }
        };
        match put_data(client, request, &body, on_progress, abort).await {
            Err(error) if error.kind == ErrorKind::NoAnswer && is_whole && !has_moved.get() => {
                self.are_slices.store(true, Ordering::Relaxed);
                let kind = ErrorKind::NothingSent;
                Err(Error::without_answer(request.operation, kind))
            }
            outcome => outcome,
        }
    }
}

/// Pages and workers know which engine they are in; on insecure origins they aren't
/// told, nor by other engines.
fn takes_whole_files() -> bool {
    let part = |of: &JsValue, name: &str| Reflect::get(of, &name.into()).ok();
    let brands = part(&js_sys::global(), "navigator")
        .and_then(|navigator| part(&navigator, "userAgentData"))
        .and_then(|data| part(&data, "brands"));
    brands.iter().flat_map(Array::from).any(|brand| {
        part(&brand, "brand")
            .and_then(|name| name.as_string())
            .as_deref()
            == Some(WHOLE_FILE_ENGINE)
    })
}
