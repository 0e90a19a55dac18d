// Downloads as a person sees them: in the drawer, and in the browser's storage.
import path from "node:path";

import * as ui from "./console.mjs";
import { sha512 } from "./files.mjs";

/** Begins one from the list. */
export const download = (page, name) => ui.button(page, `Download ${name}`).click();

/** A button of the drawer. */
export const inDrawer = (page, name) =>
  page.locator(`.v-drawer ::-p-aria([name="${name}"][role="button"])`);

/** Waits until some transfer in the drawer has come to a stage. */
export const stage = (page, name, timeout = 60_000) =>
  page.waitForSelector(`.v-drawer [data-stage="${name}"]`, { timeout });

/** Waits until so much of the newest transfer's bar is there, of a hundred. */
export const reached = (page, percent) =>
  page.waitForFunction(
    (percent) => {
      const bar = document.querySelector(".v-drawer-list .v-transfer progress");
      return bar?.value >= percent * 10;
    },
    { polling: 50, timeout: 60_000 },
    percent,
  );

/** What is there is noted every other second. */
export const noted = (ms = 2500) => new Promise((resolve) => setTimeout(resolve, ms));

/** The page asks before it is left while something moves. */
export const leaveGladly = (page) => page.on("dialog", (dialog) => dialog.accept().catch(() => {}));

/** Numbers below `below`, drawn by lot, the same ones each time. */
export function drawn(count, below, seed) {
  const lot = () => (seed = (seed * 48271) % 2147483647) % below;
  return Array.from({ length: count }, lot);
}

/** The names in the page's private file system. */
export const stagingFiles = (page) =>
  page.evaluate(async () => {
    const names = [];
    const root = await navigator.storage.getDirectory();
    for await (const name of root.keys()) names.push(name);
    return names;
  });

/** The one file in the downloads folder, once it is there: its name, and its digest. */
export async function saved(browser) {
  const file = await browser.downloaded();
  return { name: path.basename(file), sha512: await sha512(file) };
}

export async function until(condition, timeoutMs = 20_000) {
  const end = Date.now() + timeoutMs;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`not within ${timeoutMs} ms: ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
