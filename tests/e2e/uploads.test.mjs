// Uploads in bad weather and in numbers: each ends in a verified image, or in a
// clear message with the record's true state, and never in two records.
import assert from "node:assert/strict";
import { appendFile, mkdir, rm, truncate, writeFile } from "node:fs/promises";
import path from "node:path";
import { beforeEach, describe, test } from "node:test";

import * as ui from "./support/console.mjs";
import { MIB, randomFile, sha512 } from "./support/files.mjs";
import { stand } from "./support/stand.mjs";
import * as uploads from "./support/uploads.mjs";
import { until } from "./support/uploads.mjs";

const it = stand();
let site, page, glance, proxy, files;
beforeEach(() => ({ site, page, glance, proxy, files } = it));

const throughProxy = (user) => uploads.signIn(page, proxy.url, user);
const choose = (...chosen) => uploads.choose(page, ...chosen);
const send = () => uploads.send(page);
const stage = (name, timeout) => uploads.stage(page, name, timeout);
const press = (name) => uploads.press(page, name);
const only = (name) => uploads.only(glance, name);

/** Verified on the page, the same bytes at the service, and only one record. */
const arrived = async (name, file) => {
  await stage("done");
  await ui.shows(page, "Verified (SHA-512)");
  return uploads.isThere(glance, name, file);
};

describe("uploads in bad weather", () => {
  for (const [name, part] of [["0", 0], ["1", 0.01], ["50", 0.5], ["99.9", 0.999]]) {
    test(`cut at ${name} %: goes on by itself, on the same record`, async () => {
      const title = `cut-at-${name.replace(".", "-")}`;
      const size = 12 * MIB + 777;
      const file = await randomFile(files.dir, `${title}.raw`, size);
      proxy.faults.cutUploadAfter = Math.floor(size * part);
      await throughProxy();
      await choose(file);
      await send();
      await stage("waiting");
      const { id } = await only(title);
      const image = await arrived(title, file);
      assert.equal(image.id, id);
      assert.equal(proxy.faults.cutUploadAfter, null, "nothing was cut");
      await glance.delete(id);
    });
  }

  for (const status of [502, 503, 504]) {
    for (const cors of [true, false]) {
      test(`${status} ${cors ? "that can be read" : "without CORS"}: tried again`, async () => {
        const title = `answer-${status}-${cors}`;
        const file = await randomFile(files.dir, `${title}.raw`, 2 * MIB);
        proxy.faults.answerUpload = { status, cors: cors ? site.origin : null };
        await throughProxy();
        await choose(file);
        await send();
        await stage("waiting");
        const image = await arrived(title, file);
        await glance.delete(image.id);
      });
    }
  }

  test("who waits for the next attempt can try now, or stop and keep the record", async () => {
    const file = await randomFile(files.dir, "patience.raw", MIB);
    proxy.faults.answerUpload = { status: 503, times: 4, cors: site.origin };
    await throughProxy();
    await choose(file);
    await send();
    await stage("waiting");
    await press("Try now");
    await ui.shows(page, "Attempt");
    await stage("waiting");
    await press("Cancel");
    await press("Keep the record");
    await stage("stopped");
    assert.equal((await only("patience")).status, "queued");
    proxy.faults.answerUpload = null;
    await press("Try again");
    const image = await arrived("patience", file);
    await glance.delete(image.id);
  });

  test("a token that nobody takes any more: signing in again, then one click", async () => {
    const file = await randomFile(files.dir, "late-token.raw", 2 * MIB);
    proxy.faults.answerUpload = { status: 401, cors: site.origin };
    await throughProxy();
    await choose(file);
    await send();
    await stage("failed");
    await ui.shows(page, "The record waits for data");
    await press("Try again");
    const image = await arrived("late-token", file);
    await glance.delete(image.id);
  });

  test("an image deleted during its upload is told as gone", async () => {
    const file = await randomFile(files.dir, "deleted-meanwhile.raw", 8 * MIB);
    proxy.faults.uploadPace = 2 * MIB;
    await throughProxy();
    await choose(file);
    await send();
    await stage("moving");
    const { id } = await only("deleted-meanwhile");
    await until(async () => (await glance.show(id)).status === "saving", "saving");
    await glance.delete(id);
    await stage("failed");
    await ui.shows(page, "The record is gone: somebody deleted it.");
    assert.deepEqual(await glance.named("deleted-meanwhile"), []);
  });

  test("a file cut short on the disk while it is sent is no image", async () => {
    const file = await randomFile(files.dir, "shrinking.raw", 24 * MIB);
    proxy.faults.uploadPace = 4 * MIB;
    await throughProxy();
    await choose(file);
    await send();
    await stage("moving");
    await truncate(file, MIB);
    await stage("failed", 120_000);
    await ui.shows(page, "The file on this computer isn’t what you chose any more");
    const image = await only("shrinking");
    assert.equal(image.status, "queued");
    await glance.delete(image.id);
  });

  test("a file that has grown since it was chosen is not sent as it is now", async () => {
    const file = await randomFile(files.dir, "grown.raw", 4 * MIB);
    await throughProxy();
    await choose(file);
    // Browsers tell one second from another, not less.
    await new Promise((resolve) => setTimeout(resolve, 1500));
    await appendFile(file, Buffer.alloc(MIB, 7));
    await send();
    await stage("failed");
    await ui.shows(page, "The file on this computer isn’t what you chose any more");
    await ui.shows(page, "To upload it as it is now, choose it again. The record waits for data");
    const image = await only("grown");
    assert.equal(image.status, "queued");
    assert.equal(image.size, null);
    await glance.delete(image.id);
  });

  test("a file that grows while it is sent arrives as it was when it was chosen", async () => {
    const file = await randomFile(files.dir, "growing.raw", 16 * MIB);
    const before = await sha512(file);
    proxy.faults.uploadPace = 8 * MIB;
    await throughProxy();
    await choose(file);
    await send();
    await stage("moving");
    await until(async () => (await only("growing")).status === "saving", "saving");
    await appendFile(file, Buffer.alloc(MIB, 7));
    await page.waitForSelector(
      '.v-upload [data-stage="failed"], .v-upload [data-stage="waiting"], .v-upload [data-stage="done"]',
      { timeout: 120_000 },
    );
    const image = await only("growing");
    assert.equal(image.status, "active");
    assert.equal(image.size, 16 * MIB);
    assert.equal(image.os_hash_value, before);
    // Whether all could be digested before it grew is another matter.
    assert.match(await ui.textOf(page, ".v-upload"), /Verified \(SHA-512\)|Stored, but not verified/);
    await glance.delete(image.id);
  });

  test("a file changed on the disk while it is sent is never verified as a mixture", async () => {
    const file = await randomFile(files.dir, "changing.raw", 16 * MIB);
    const before = await sha512(file);
    proxy.faults.uploadPace = 4 * MIB;
    await throughProxy();
    await choose(file);
    await send();
    await stage("moving");
    await writeFile(file, Buffer.alloc(16 * MIB, 7));
    await page.waitForSelector(
      '.v-upload [data-stage="failed"], .v-upload [data-stage="waiting"], .v-upload [data-stage="done"]',
      { timeout: 120_000 },
    );
    const text = await ui.textOf(page, ".v-upload");
    const [image] = await glance.named("changing");
    if (text.includes("Verified")) {
      // Then every byte was the old one's: no mixture of both.
      assert.equal(image.os_hash_value, before);
    }
    if (image) await glance.delete(image.id);
  });

  test("a file deleted on the disk while it is sent is the old bytes, whole, or no verified image", async () => {
    const file = await randomFile(files.dir, "vanishing.raw", 16 * MIB);
    const before = await sha512(file);
    proxy.faults.uploadPace = 4 * MIB;
    await throughProxy();
    await choose(file);
    await send();
    await stage("moving");
    await rm(file);
    await page.waitForSelector(
      '.v-upload [data-stage="failed"], .v-upload [data-stage="waiting"], .v-upload [data-stage="done"]',
      { timeout: 120_000 },
    );
    const image = await only("vanishing");
    const text = await ui.textOf(page, ".v-upload");
    if (image.status === "active") {
      // All bytes went; whether they could be digested in time is another matter.
      assert.equal(image.os_hash_value, before);
      assert.match(text, /Verified \(SHA-512\)|Stored, but not verified/);
    } else {
      assert.doesNotMatch(text, /Verified/);
    }
    await glance.delete(image.id);
  });

  test("a server that takes no byte for a minute is given up, and tried again", async () => {
    const file = await randomFile(files.dir, "stalled.raw", 24 * MIB);
    proxy.faults.stallUploadAfter = 64 * 1024;
    await throughProxy();
    await choose(file);
    await send();
    await page.waitForFunction(
      () => document.body.innerText.includes("No byte was accepted for"), { timeout: 60_000 });
    await stage("waiting", 120_000);
    const image = await arrived("stalled", file);
    await glance.delete(image.id);
  });

  test("after a reload the upload is finished with the same file, and with no other", async () => {
    const file = await randomFile(files.dir, "reloaded.raw", 12 * MIB);
    const other = await randomFile(files.dir, "other.raw", 12 * MIB);
    // A browser whose uploads end with their page.
    await page.evaluateOnNewDocument(() => delete globalThis.SharedWorker);
    await page.reload();
    proxy.faults.uploadPace = 2 * MIB;
    await throughProxy();
    await choose(file);
    await send();
    await stage("moving");
    await until(async () => (await only("reloaded")).status === "saving", "saving");
    page.once("dialog", (dialog) => dialog.accept());
    await page.reload();
    proxy.faults.uploadPace = null;
    await until(async () => (await only("reloaded")).status === "queued", "queued");
    const { id } = await only("reloaded");
    // Wherever the person is by then, it is mentioned.
    await page.goto(`${site.origin}/images`);
    await throughProxy();
    await ui.button(page, "Transfers, 1 upload not finished").click();
    await page.waitForFunction(() =>
      document.querySelector(".v-drawer").innerText.includes("The upload of “reloaded” was not finished"));
    await page.locator(".v-drawer-head button").click();
    await ui.link(page, "Upload image").click();
    await ui.shows(page, "The upload of “reloaded” was not finished");
    const input = await page.$(".v-file-button input");
    await input.uploadFile(other);
    await ui.shows(page, "This is another file");
    await input.uploadFile(file);
    await ui.newestTransfer(page, "done");
    const image = await only("reloaded");
    assert.equal(image.id, id);
    assert.equal(image.os_hash_value, await sha512(file));
    await page.waitForFunction(() => !document.body.innerText.includes("was not finished"));
    await glance.delete(id);
  });
});

describe("uploads in numbers", () => {
  test("several files: two at a time, the others in order, all proven", async () => {
    const names = ["batch-1", "batch-2", "batch-3", "batch-4"];
    const made = [];
    for (const name of names) made.push(await randomFile(files.dir, `${name}.raw`, 3 * MIB));
    proxy.faults.uploadPace = 2 * MIB;
    await throughProxy();
    await choose(...made);
    await send();
    await page.waitForFunction(() => document.querySelectorAll('.v-upload [data-stage="queued"]').length === 2);
    await page.locator(".v-transfers-button").click();
    await ui.shows(page, "2 uploads wait");
    proxy.faults.uploadPace = null;
    await page.waitForFunction(
      () => document.querySelectorAll('.v-upload [data-stage="done"]').length === 4,
      { timeout: 60_000 },
    );
    for (const [index, name] of names.entries()) {
      const image = await only(name);
      assert.equal(image.os_hash_value, await sha512(made[index]));
      await glance.delete(image.id);
    }
  });

  test("a paused queue begins nothing, and one that waits can be cancelled", async () => {
    const made = [];
    for (const name of ["q-1", "q-2", "q-3"]) made.push(await randomFile(files.dir, `${name}.raw`, MIB));
    proxy.faults.uploadPace = MIB / 2;
    await throughProxy();
    await choose(...made);
    await send();
    await stage("queued");
    await page.locator(".v-transfers-button").click();
    await ui.button(page, "Pause the queue").click();
    await page.waitForFunction(() => document.querySelectorAll('.v-upload [data-stage="done"]').length === 2, { timeout: 60_000 });
    assert.deepEqual(await glance.named("q-3"), []);
    await page.locator('.v-upload [data-stage="queued"] ::-p-aria([name="Cancel"][role="button"])').click();
    await stage("cancelled");
    await ui.button(page, "Go on with the queue").click();
    assert.deepEqual(await glance.named("q-3"), []);
    for (const name of ["q-1", "q-2"]) await glance.delete((await only(name)).id);
  });

  test("a folder can be chosen: the files in it, at whatever depth", async () => {
    const folder = path.join(files.dir, "a-folder");
    await mkdir(path.join(folder, "deeper"), { recursive: true });
    const shallow = await randomFile(folder, "shallow.raw", 1000);
    const deep = await randomFile(path.join(folder, "deeper"), "deep.raw", 2000);
    await throughProxy();
    await ui.link(page, "Upload image").click();
    await ui.shows(page, "Choose a folder");
    await (await page.$(".v-drop-folder input")).uploadFile(folder);
    await page.waitForFunction(() => document.querySelectorAll(".v-upload-item").length === 2);
    await page.waitForFunction(() => !document.body.innerText.includes("Reading the first bytes"));
    await send();
    await page.waitForFunction(() => document.querySelectorAll('.v-upload [data-stage="done"]').length === 2);
    for (const [name, file] of [["shallow", shallow], ["deep", deep]]) {
      const image = await only(name);
      assert.equal(image.os_hash_value, await sha512(file));
      await glance.delete(image.id);
    }
  });

  test("of more files than anybody sends at once, it is said that some were left out", async () => {
    const folder = path.join(files.dir, "too-many");
    await mkdir(folder);
    const names = Array.from({ length: 503 }, (_, n) => path.join(folder, `${n}.raw`));
    for (const name of names) await writeFile(name, "x");
    await throughProxy();
    await ui.link(page, "Upload image").click();
    await ui.shows(page, "Choose a folder");
    await (await page.$(".v-drop-folder input")).uploadFile(folder);
    await ui.shows(page, "Only the first 500 files were taken; the others were left out.");
    assert.equal(await page.$$eval(".v-upload-item", (all) => all.length), 500);
  });

  test("names of all kinds are made fit, or told", async () => {
    const name = "🐧 ‮שלום‬ \"q\" 'x' & <b>";
    const file = path.join(files.dir, `${name}.raw`);
    await writeFile(file, "data");
    await throughProxy();
    await choose(file);
    const filled = await page.$eval(".v-upload-item input", (input) => input.value);
    assert.ok(!filled.includes("🐧"), filled);
    await ui.field(page, "Name").fill("🐧");
    await send();
    await ui.shows(page, "🐧");
    assert.equal(await page.$('.v-upload [data-stage]'), null, "was sent all the same");
    await ui.field(page, "Name").fill("ü".repeat(256));
    await send();
    await ui.shows(page, "At most 255 characters.");
    assert.equal(await page.$('.v-upload [data-stage]'), null, "was sent all the same");
    const longest = `${filled} ${"ü".repeat(254 - [...filled].length)}`;
    await ui.field(page, "Name").fill(longest);
    await send();
    await stage("done");
    const image = await only(longest);
    await glance.delete(image.id);
  });

  test("an empty file is an image of no bytes", async () => {
    const file = path.join(files.dir, "nothing.raw");
    await writeFile(file, "");
    await throughProxy();
    await choose(file);
    await send();
    await ui.shows(page, "The file is empty. The image will have no data.");
    await ui.button(page, "Send anyway").click();
    await stage("done");
    const image = await only("nothing");
    assert.deepEqual([image.status, image.size], ["active", 0]);
    await glance.delete(image.id);
  });

  test("protection is set when the image is proven", async () => {
    const file = await randomFile(files.dir, "guarded.raw", MIB);
    await throughProxy();
    await choose(file);
    await page.locator(".v-more summary").click();
    // Once the stores are known, what stands below them moves no more.
    await page.waitForFunction(() =>
      [...document.querySelectorAll(".v-more label")].some((label) => label.innerText.trim() === "Store"));
    await page.locator('input[type="checkbox"]').click();
    await send();
    await stage("done");
    const image = await only("guarded");
    assert.equal(image.protected, true);
    // The receipt holds what both sides agreed on.
    await it.engine.browser.defaultBrowserContext().overridePermissions(site.origin, [
      "clipboard-read",
      "clipboard-sanitized-write",
    ]);
    await press("Copy the receipt");
    await ui.shows(page, "Copied");
    const receipt = await page.evaluate(() => navigator.clipboard.readText());
    const digest = `SHA-512: ${await sha512(file)}`;
    const requests = ["Request ID, record: req-", "Request ID, data: req-"];
    for (const part of [image.id, "guarded.raw", digest, ...requests]) {
      assert.ok(receipt.includes(part), receipt);
    }
    // The verdict stays with the image.
    await page.locator(".v-upload .v-transfer-actions a").click();
    await ui.shows(page, "Uploaded from guarded.raw and verified (SHA-512)");
    await glance.patch(image.id, [{ op: "replace", path: "/protected", value: false }]);
    await glance.delete(image.id);
  });

  test("what the quota will refuse is said before a byte is sent", async () => {
    const file = await randomFile(files.dir, "too-much.raw", 8 * MIB);
    await throughProxy("tiny");
    await choose(file);
    await ui.shows(page, "The project's quota is too small for this");
    await ui.shows(page, "8 MiB are to be sent, and 5 MiB are left");
  });
});
