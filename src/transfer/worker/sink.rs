//! Where downloaded bytes land: a file of the origin-private file system, a file
//! that the person chose, or, where there is neither, memory for small images only; or
//! nowhere, where they are only to be proven.

use gloo_timers::future::TimeoutFuture;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, FileSystemDirectoryHandle, FileSystemFileHandle, FileSystemGetFileOptions,
    FileSystemReadWriteOptions, FileSystemSyncAccessHandle, WorkerGlobalScope,
};

use super::super::protocol::{SinkKind, WorkerFailure};
use super::chosen::Chosen;
use super::words;

/// Largest image held in memory, in bytes.
pub(super) const MEMORY_LIMIT: u64 = 256 << 20;

/// What browsers call a file that somebody else writes.
const IN_USE: &str = "NoModificationAllowedError";
/// What they call a lack of room: of what a site may have, and (in Firefox) of the disk's.
const NO_ROOM: [&str; 2] = ["QuotaExceededError", "NS_ERROR_FILE_NO_DEVICE_SPACE"];
/// So often, and so far apart, such a file is looked at again.
const LOCK_LOOKS: u32 = 10;
const LOCK_LOOK_MS: u32 = 200;

pub(super) enum Sink {
    Staged {
        handle: FileSystemSyncAccessHandle,
        /// Of the whole image, in bytes.
        size: u64,
        /// It is the file of an earlier time, not a new one.
        was_there: bool,
    },
    Chosen(Chosen),
    Memory(Uint8Array),
    Nowhere,
}

impl Drop for Sink {
    fn drop(&mut self) {
        match self {
            // Another worker may need it; the bytes are with the system by now. (Not
            // flushed: that takes half a second per GiB, and the digest, which is read
            // back from the file, tells should a crash of the machine lose some.)
            Self::Staged { handle, .. } => handle.close(),
            Self::Chosen(_) | Self::Memory(_) | Self::Nowhere => {}
        }
    }
}

impl Sink {
    /// Opens a staging file with room for `size` bytes, or something in its place.
    pub(super) async fn open(name: &str, size: u64) -> Result<Self, WorkerFailure> {
        match patiently_staging_file(name).await {
            Ok(handle) => {
                let bytes = handle.get_size().unwrap_or_default();
                let sink = Self::Staged {
                    handle,
                    size,
                    was_there: bytes > 0.0,
                };
                // Reserves the quota (not the disk) before anything is fetched.
                sink.reserve()
            }
            Err(error) if is_named(&error, IN_USE) => Err(WorkerFailure::InUse),
            Err(error) if lacks_room(&error) => Err(WorkerFailure::NoSpace { needed: size }),
            Err(_) if size <= MEMORY_LIMIT => {
                #[allow(clippy::cast_possible_truncation)] // below the limit
                let bytes = Uint8Array::new_with_length(size as u32);
                Ok(Self::Memory(bytes))
            }
            Err(_) => Err(WorkerFailure::NoStorage {
                limit: MEMORY_LIMIT,
            }),
        }
    }

    /// Writes to the file that the person chose.
    pub(super) async fn chosen(handle: &FileSystemFileHandle) -> Result<Self, WorkerFailure> {
        Chosen::open(handle).await.map(Self::Chosen)
    }

    fn reserve(self) -> Result<Self, WorkerFailure> {
        if let Self::Staged { handle, size, .. } = &self
            && handle.truncate_with_f64(exact_f64(*size)).is_err()
        {
            return Err(WorkerFailure::NoSpace { needed: *size });
        }
        Ok(self)
    }

    pub(super) async fn write(&self, at: u64, bytes: &Uint8Array) -> Result<(), WorkerFailure> {
        match self {
            Self::Staged { handle, size, .. } => {
                let written = handle
                    .write_with_buffer_source_and_options(bytes, &place(at))
                    .map_err(|error| match lacks_room(&error) {
                        true => WorkerFailure::NoSpace { needed: *size },
                        false => write_failed(error),
                    })?;
                // A full disk shows as another number, too: in Chromium as a smaller one; in
                // Firefox, which never sets it then, as any at all (`nsStreamCopierIB`).
                #[allow(clippy::float_cmp)] // whole numbers
                if written != f64::from(bytes.length()) {
                    return Err(WorkerFailure::NoSpace { needed: *size });
                }
            }
            Self::Chosen(chosen) => chosen.write(at, bytes).await?,
            #[allow(clippy::cast_possible_truncation)] // below the limit
            Self::Memory(memory) => memory.set(bytes, at as u32),
            Self::Nowhere => {}
        }
        Ok(())
    }

    /// Reads what was written, to the end of `bytes`.
    pub(super) fn read(&self, at: u64, bytes: &Uint8Array) -> Result<(), WorkerFailure> {
        match self {
            Self::Staged { handle, .. } => {
                let read = handle
                    .read_with_buffer_source_and_options(bytes, &place(at))
                    .map_err(write_failed)?;
                #[allow(clippy::float_cmp)] // whole numbers
                if read != f64::from(bytes.length()) {
                    let words = "the staging file has become shorter".to_owned();
                    return Err(WorkerFailure::Write(words));
                }
            }
            Self::Chosen(_) | Self::Nowhere => {}
            #[allow(clippy::cast_possible_truncation)] // below the limit
            Self::Memory(memory) => {
                bytes.set(&memory.subarray(at as u32, at as u32 + bytes.length()), 0);
            }
        }
        Ok(())
    }

    /// Lets the file have its name.
    pub(super) async fn close(&self) -> Result<(), WorkerFailure> {
        match self {
            Self::Chosen(chosen) => chosen.close().await,
            Self::Staged { .. } | Self::Memory(_) | Self::Nowhere => Ok(()),
        }
    }

    /// Where the bytes are now that all have come, and they themselves if they are in memory.
    pub(super) fn content(&self) -> Result<(SinkKind, Option<Blob>), WorkerFailure> {
        match self {
            Self::Staged { .. } => Ok((SinkKind::Staged, None)),
            Self::Chosen(_) => Ok((SinkKind::Chosen, None)),
            Self::Nowhere => Ok((SinkKind::None, None)),
            Self::Memory(memory) => Blob::new_with_u8_array_sequence(&Array::of1(memory))
                .map(|blob| (SinkKind::Blob, Some(blob)))
                .map_err(write_failed),
        }
    }
}

fn place(at: u64) -> FileSystemReadWriteOptions {
    let options = FileSystemReadWriteOptions::new();
    options.set_at(exact_f64(at));
    options
}

pub(super) fn write_failed(error: JsValue) -> WorkerFailure {
    WorkerFailure::Write(words(&error))
}

fn lacks_room(error: &JsValue) -> bool {
    NO_ROOM.iter().any(|name| is_named(error, name))
}

fn is_named(error: &JsValue, name: &str) -> bool {
    let said = js_sys::Reflect::get(error, &"name".into()).ok();
    said.and_then(|said| said.as_string()).as_deref() == Some(name)
}

/// A worker that was just ended may hold the file a moment longer.
async fn patiently_staging_file(name: &str) -> Result<FileSystemSyncAccessHandle, JsValue> {
    for _ in 0..LOCK_LOOKS {
        match staging_file(name).await {
            Err(error) if is_named(&error, IN_USE) => {
                TimeoutFuture::new(LOCK_LOOK_MS).await;
            }
            outcome => return outcome,
        }
    }
    staging_file(name).await
}

async fn staging_file(name: &str) -> Result<FileSystemSyncAccessHandle, JsValue> {
    let scope: WorkerGlobalScope = js_sys::global().dyn_into()?;
    let storage = js_sys::Reflect::get(&scope.navigator(), &"storage".into())?;
    // Absent on insecure origins.
    let storage: web_sys::StorageManager = storage.dyn_into()?;
    let root: FileSystemDirectoryHandle =
        JsFuture::from(storage.get_directory()).await?.dyn_into()?;
    let create = FileSystemGetFileOptions::new();
    create.set_create(true);
    let file: FileSystemFileHandle =
        JsFuture::from(root.get_file_handle_with_options(name, &create))
            .await?
            .dyn_into()?;
    JsFuture::from(file.create_sync_access_handle())
        .await?
        .dyn_into()
}

/// The browser counts bytes in an `f64`, exact up to 2^53 (8 PiB).
#[allow(clippy::cast_precision_loss)]
pub(super) fn exact_f64(bytes: u64) -> f64 {
    bytes as f64
}
