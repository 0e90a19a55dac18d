// A file on the disk that a person chose for a page to write. The browser's dialog for that
// can't be driven; a file that is dropped on the page gives it the same handle, and the
// browser's settings let the page write it without asking.

/** Settings of a Chromium where pages of an origin may write a file. */
export const lets = (origin, file) => {
  const grant = { path: file, "display-name": file, "is-directory": false, readable: true, writable: true };
  const exceptions = {
    file_system_access_chooser_data: { [`${origin},*`]: { setting: { "chosen-objects": [grant] } } },
    file_system_access_extended_permission: { [`${origin},*`]: { setting: 1 } },
  };
  return { profile: { content_settings: { exceptions } } };
};

/**
 * From now on the person chooses this file, which is there, whenever the page asks for a
 * place. `evaluate` runs a function in the page, `send` speaks the browser's protocol.
 */
export async function picks(file, { evaluate, send }) {
  await evaluate(() => {
    const over = (event) => event.preventDefault();
    addEventListener("dragover", over, { capture: true });
    addEventListener("drop", (event) => {
      event.preventDefault();
      event.stopImmediatePropagation();
      removeEventListener("dragover", over, { capture: true });
      const handle = event.dataTransfer.items[0].getAsFileSystemHandle();
      globalThis.showSaveFilePicker = () => handle;
    }, { capture: true, once: true });
  });
  const data = { items: [], files: [file], dragOperationsMask: 1 };
  for (const type of ["dragEnter", "dragOver", "drop"]) {
    await send("Input.dispatchDragEvent", { type, x: 5, y: 5, data });
  }
}
