// What a download leaves behind: a file in the downloads folder, and what the
// console keeps in the browser's storage.
import { readdir, rm, stat } from "node:fs/promises";
import path from "node:path";

import { until } from "./wire.mjs";

/** A slow disk's time for the largest file. */
const COPY_LIMIT_MS = 600_000;

/** Waits for the one file in a folder to be whole; its path. */
export const saved = (folder, bytes) =>
  until(`a file of ${bytes} bytes in ${folder}`, async () => {
    const names = await readdir(folder);
    // Firefox gives the name to an empty file at once, and the bytes to another.
    if (names.length !== 1 || /\.(crdownload|part)$/.test(names[0])) return undefined;
    const file = path.join(folder, names[0]);
    return (await stat(file)).size === bytes ? file : undefined;
  }, COPY_LIMIT_MS);

export async function empty(folder) {
  for (const name of await readdir(folder)) await rm(path.join(folder, name));
}

/** Empties the storage of a page's origin, once nothing of it is held open. */
export const emptyStorage = (page) =>
  until("the browser's storage to be empty", () => page.evaluate(`(async () => {
    localStorage.clear();
    for (const { name } of await indexedDB.databases()) {
      await new Promise((resolve) => {
        const request = indexedDB.deleteDatabase(name);
        request.onsuccess = request.onerror = request.onblocked = resolve;
      });
    }
    const root = await navigator.storage.getDirectory();
    const names = [];
    for await (const name of root.keys()) names.push(name);
    const gone = await Promise.allSettled(names.map((name) => root.removeEntry(name, { recursive: true })));
    return gone.every(({ status }) => status === 'fulfilled');
  })()`));
