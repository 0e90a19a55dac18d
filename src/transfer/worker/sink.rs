//! Where downloaded bytes land: a file of the origin-private file system, or,
//! where there is none, memory for small images only.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, FileSystemDirectoryHandle, FileSystemFileHandle, FileSystemGetFileOptions,
    FileSystemReadWriteOptions, FileSystemSyncAccessHandle, WorkerGlobalScope,
};

use super::super::protocol::WorkerFailure;
use super::words;

/// Largest image held in memory, in bytes.
const MEMORY_LIMIT: u64 = 256 << 20;

pub(super) enum Sink {
    Staged {
        handle: FileSystemSyncAccessHandle,
        /// Of the whole image, in bytes.
        size: u64,
    },
    Memory(Array),
}

impl Sink {
    /// Opens a sink with room for `size` bytes.
    pub(super) async fn open(name: &str, size: u64) -> Result<Self, WorkerFailure> {
        match staging_file(name).await {
            Ok(handle) => {
                // Reserves the quota (not the disk) before anything is fetched.
                if handle.truncate_with_f64(exact_f64(size)).is_err() {
                    handle.close();
                    return Err(WorkerFailure::NoSpace { needed: size });
                }
                Ok(Self::Staged { handle, size })
            }
            Err(_) if size <= MEMORY_LIMIT => Ok(Self::Memory(Array::new())),
            Err(_) => Err(WorkerFailure::NoStorage {
                limit: MEMORY_LIMIT,
            }),
        }
    }

    /// Writes bytes at an offset; in memory, offsets come in order.
    pub(super) fn write(&mut self, at: u64, bytes: &[u8]) -> Result<(), WorkerFailure> {
        match self {
            Self::Staged { handle, size } => {
                let options = FileSystemReadWriteOptions::new();
                options.set_at(exact_f64(at));
                let written = handle
                    .write_with_u8_array_and_options(bytes, &options)
                    .map_err(|error| WorkerFailure::Write(words(&error)))?;
                // A full disk shows as a short write.
                if written < exact_f64(bytes.len() as u64) {
                    return Err(WorkerFailure::NoSpace { needed: *size });
                }
            }
            Self::Memory(parts) => {
                parts.push(&Uint8Array::from(bytes));
            }
        }
        Ok(())
    }

    /// Closes the sink. The blob, if the bytes are in memory.
    pub(super) fn finish(self) -> Result<Option<Blob>, WorkerFailure> {
        let failed = |error: JsValue| WorkerFailure::Write(words(&error));
        match self {
            Self::Staged { handle, .. } => {
                let flushed = handle.flush();
                handle.close();
                flushed.map(|()| None).map_err(failed)
            }
            Self::Memory(parts) => Blob::new_with_u8_array_sequence(&parts)
                .map(Some)
                .map_err(failed),
        }
    }
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
fn exact_f64(bytes: u64) -> f64 {
    bytes as f64
}
