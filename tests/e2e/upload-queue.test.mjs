// Many uploads: their queue, in the order and number that a person wants; folders that are dropped; and the screen that stays awake meanwhile.
import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { beforeEach, describe, test } from "node:test";

import * as ui from "./support/console.mjs";
import { MIB, randomFile } from "./support/files.mjs";
import { stand } from "./support/stand.mjs";
import { choose, inForm, isThere, only, press, send, signIn, stage, toUploads, until } from "./support/uploads.mjs";

const it = stand();
let site, page, glance, proxy, files;
beforeEach(() => ({ site, page, glance, proxy, files } = it));

const inStage = (name) => page.$$eval(`.v-upload [data-stage="${name}"]`, (all) => all.length);

const openDrawer = () => page.locator(".v-transfers-button").click();

/** Five uploads, of which two move slowly and three wait; the drawer is open. */
const fiveOf = async (word, bytes) => {
  const names = [1, 2, 3, 4, 5].map((n) => `${word}-${n}`);
  const made = [];
  for (const name of names) made.push(await randomFile(files.dir, `${name}.raw`, bytes));
  proxy.faults.uploadPace = MIB / 2;
  await signIn(page, proxy.url);
  await choose(page, ...made);
  await send(page);
  await page.waitForFunction(() => document.querySelectorAll('.v-upload [data-stage="queued"]').length === 3);
  await openDrawer();
  return { names, made };
};

describe("a queue of uploads", () => {
  test("as many at a time as the person says, and first what the person wants first", async () => {
    const { names, made } = await fiveOf("turn", 2 * MIB);
    await ui.shows(page, "3 uploads wait");
    await page.select('.v-queue[aria-label="Uploads"] select', "1");
    const last = await page.waitForSelector(".v-drawer-list ::-p-xpath(//article[contains(., 'turn-5')]//button[contains(., 'Upload next')])");
    await last.click();
    // Two ran already, and go on. Behind them one at a time, and the last one first.
    await until(async () => (await glance.named("turn-5")).length === 1, "turn-5 begun");
    assert.deepEqual(await glance.named("turn-3"), []);
    assert.deepEqual(await glance.named("turn-4"), []);
    assert.equal((await inStage("queued")), 2);
    await page.select('.v-queue[aria-label="Uploads"] select', "4");
    await page.waitForFunction(() => !document.querySelector('.v-upload [data-stage="queued"]'));
    proxy.faults.uploadPace = null;
    await page.waitForFunction(() => document.querySelectorAll('.v-upload [data-stage="done"]').length === 5, { timeout: 60_000 });
    for (const [n, name] of names.entries()) await glance.delete((await isThere(glance, name, made[n])).id);
  });

  test("what waits changes places, one at a time, by keyboard too", async () => {
    const { names, made } = await fiveOf("place", MIB);
    await page.select('.v-queue[aria-label="Uploads"] select', "1");
    const line = () => page.$$eval(".v-drawer-list article", (cards) => cards
      .map((card) => /place-\d|number \d/g[Symbol.match](card.innerText))
      .filter((said) => said.some((word) => word.startsWith("number")))
      .map((said) => `${said.at(-1)}: ${said[0]}`)
      .sort());
    assert.deepEqual(await line(), ["number 1: place-3", "number 2: place-4", "number 3: place-5"]);
    const card = "::-p-xpath(//*[contains(@class, 'v-drawer-list')]//article[contains(., 'place-5')]";
    await (await page.waitForSelector(`${card}//button[normalize-space() = 'Earlier'])`)).focus();
    for (const wanted of [2, 1, 1]) {
      await page.keyboard.press("Enter");
      await page.waitForSelector(`${card}//*[@role = 'status'][contains(., 'number ${wanted} of 3')])`);
    }
    await (await page.$(`${card}//button[normalize-space() = 'Later'])`)).click();
    await page.waitForSelector(`${card}//*[@role = 'status'][contains(., 'number 2 of 3')])`);
    assert.deepEqual(await line(), ["number 1: place-3", "number 2: place-5", "number 3: place-4"]);
    await until(async () => (await glance.named("place-5")).length === 1, "place-5 begun");
    assert.deepEqual(await glance.named("place-4"), [], "it changed places for nothing");
    proxy.faults.uploadPace = null;
    await page.waitForFunction(() => document.querySelectorAll('.v-upload [data-stage="done"]').length === 5, { timeout: 60_000 });
    for (const [n, name] of names.entries()) await glance.delete((await isThere(glance, name, made[n])).id);
  });

  test("several files: two at a time, the others in order, all proven", async () => {
    const names = ["batch-1", "batch-2", "batch-3", "batch-4"];
    const made = [];
    for (const name of names) made.push(await randomFile(files.dir, `${name}.raw`, 3 * MIB));
    proxy.faults.uploadPace = 2 * MIB;
    await signIn(page, proxy.url);
    await choose(page, ...made);
    await send(page);
    await page.waitForFunction(() => document.querySelectorAll('.v-upload [data-stage="queued"]').length === 2);
    await openDrawer();
    await ui.shows(page, "2 uploads wait");
    proxy.faults.uploadPace = null;
    await page.waitForFunction(
      () => document.querySelectorAll('.v-upload [data-stage="done"]').length === 4,
      { timeout: 60_000 },
    );
    for (const [index, name] of names.entries()) {
      await glance.delete((await isThere(glance, name, made[index])).id);
    }
  });

  test("a paused queue begins nothing, and one that waits can be cancelled", async () => {
    const made = [];
    for (const name of ["q-1", "q-2", "q-3"]) made.push(await randomFile(files.dir, `${name}.raw`, MIB));
    proxy.faults.uploadPace = MIB / 2;
    await signIn(page, proxy.url);
    await choose(page, ...made);
    await send(page);
    await stage(page, "queued");
    await openDrawer();
    await ui.button(page, "Pause the queue").click();
    await page.waitForFunction(() => document.querySelectorAll('.v-upload [data-stage="done"]').length === 2, { timeout: 60_000 });
    assert.deepEqual(await glance.named("q-3"), []);
    await page.locator('.v-upload [data-stage="queued"] ::-p-aria([name="Cancel"][role="button"])').click();
    await stage(page, "cancelled");
    await ui.button(page, "Go on with the queue").click();
    assert.deepEqual(await glance.named("q-3"), []);
    for (const name of ["q-1", "q-2"]) await glance.delete((await only(glance, name)).id);
  });

  test("one that is tried again waits its turn", async () => {
    const names = ["again-1", "again-2", "again-3"];
    const made = [];
    for (const name of names) made.push(await randomFile(files.dir, `${name}.raw`, 12 * MIB));
    await signIn(page, proxy.url);
    await choose(page, ...made);
    proxy.faults.answerUpload = { status: 403, cors: site.origin };
    proxy.faults.uploadPace = 2 * MIB;
    await send(page);
    await stage(page, "failed");
    await page.waitForFunction(() => document.querySelectorAll('.v-upload [data-stage="moving"]').length === 2);
    await press(page, "Try again");
    await stage(page, "queued");
    proxy.faults.uploadPace = null;
    await page.waitForFunction(() => document.querySelectorAll('.v-upload [data-stage="done"]').length === 3, { timeout: 60_000 });
    for (const [n, name] of names.entries()) await glance.delete((await isThere(glance, name, made[n])).id);
  });

  test("a session that has ended stops the queue at one failure; all go on when those are tried again", async () => {
    const names = ["ended-1", "ended-2", "ended-3", "ended-4"];
    const made = [];
    for (const name of names) made.push(await randomFile(files.dir, `${name}.raw`, MIB));
    await signIn(page, proxy.url);
    await choose(page, ...made);
    proxy.faults.answerAll = { status: 401, cors: site.origin, method: "POST", path: /\/images$/ };
    await send(page);
    await page.waitForFunction(() => document.querySelectorAll('.v-upload [data-stage="failed"]').length === 2);
    await new Promise((resolve) => setTimeout(resolve, 1000));
    assert.equal(await inStage("queued"), 2, "what waited was burnt, too");
    await ui.shows(page, "No image was created yet");
    await openDrawer();
    await ui.shows(page, "what made one of them fail would make the others fail, too");
    proxy.faults.answerAll = null;
    await ui.button(page, "Retry failed (2)").click();
    const focused = await page.evaluate(() => document.activeElement.innerText);
    assert.equal(focused, "Clear finished", "the focus is lost");
    await page.waitForFunction(() => document.querySelectorAll('.v-upload [data-stage="done"]').length === 4, { timeout: 60_000 });
    for (const [n, name] of names.entries()) await glance.delete((await isThere(glance, name, made[n])).id);
  });

  test("what came to no record is cleared away with what has ended", async () => {
    const file = await randomFile(files.dir, "never-made.raw", 1000);
    await signIn(page, proxy.url);
    await choose(page, file);
    proxy.faults.answerAll = { status: 403, cors: site.origin, method: "POST", path: /\/images$/ };
    await send(page);
    await stage(page, "failed");
    await openDrawer();
    await ui.button(page, "Clear finished").click();
    await page.waitForFunction(() => !document.querySelector(".v-drawer-list .v-transfer"));
    assert.deepEqual(await glance.named("never-made"), []);
  });

  test("a dropped folder: the files in it, at whatever depth", async () => {
    const dropped = path.join(files.dir, "dropped-folder");
    await mkdir(path.join(dropped, "deeper", "still"), { recursive: true });
    const shallow = await randomFile(dropped, "on-top.raw", 1000);
    const deep = await randomFile(path.join(dropped, "deeper", "still"), "below.raw", 2000);
    await signIn(page, proxy.url);
    await toUploads(page);
    const box = await (await page.$(".v-drop")).boundingBox();
    const at = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    const session = await page.createCDPSession();
    const data = { items: [], files: [dropped], dragOperationsMask: 1 };
    for (const type of ["dragEnter", "dragOver", "drop"]) {
      await session.send("Input.dispatchDragEvent", { type, ...at, data });
    }
    await inForm(page, 2);
    await send(page);
    await page.waitForFunction(() => document.querySelectorAll('.v-upload [data-stage="done"]').length === 2);
    for (const [name, file] of [["on-top", shallow], ["below", deep]]) {
      await glance.delete((await isThere(glance, name, file)).id);
    }
  });
});

describe("what the browser does for a transfer", () => {
  test("the screen stays awake while one runs, and no longer", async () => {
    await page.evaluateOnNewDocument(() => {
      const request = navigator.wakeLock.request.bind(navigator.wakeLock);
      globalThis.locks = [];
      navigator.wakeLock.request = async (kind) => {
        const lock = await request(kind);
        globalThis.locks.push(lock);
        return lock;
      };
    });
    await page.reload();
    const file = await randomFile(files.dir, "awake.raw", 4 * MIB);
    proxy.faults.uploadPace = MIB;
    await signIn(page, proxy.url);
    await choose(page, file);
    assert.equal(await page.evaluate(() => globalThis.locks.length), 0);
    await send(page);
    await stage(page, "moving");
    await page.waitForFunction(() => globalThis.locks.some((lock) => lock.type === "screen" && !lock.released));
    proxy.faults.uploadPace = null;
    await stage(page, "done");
    await page.waitForFunction(() => globalThis.locks.every((lock) => lock.released));
    await glance.delete((await only(glance, "awake")).id);
  });
});
