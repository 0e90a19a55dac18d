// What can be chosen, and what becomes of it: folders, far too many files, and what is to
// be protected.
import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { beforeEach, describe, test } from "node:test";

import * as ui from "./support/console.mjs";
import { MIB, randomFile, sha512 } from "./support/files.mjs";
import { stand } from "./support/stand.mjs";
import * as uploads from "./support/uploads.mjs";

const it = stand();
let page, glance, files;
beforeEach(() => ({ page, glance, files } = it));

const throughProxy = (user) => uploads.signIn(page, it.proxy.url, user);
const choose = (...chosen) => uploads.choose(page, ...chosen);
const send = () => uploads.send(page);
const stage = (name, timeout) => uploads.stage(page, name, timeout);
const press = (name) => uploads.press(page, name);
const only = (name) => uploads.only(glance, name);

describe("what is chosen", () => {
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
    await it.engine.browser.defaultBrowserContext().overridePermissions(it.site.origin, [
      "clipboard-read",
      "clipboard-sanitized-write",
    ]);
    await press("Copy the receipt");
    await ui.shows(page, "Copied");
    const receipt = await page.evaluate(() => navigator.clipboard.readText());
    const digest = `SHA-512: ${await sha512(file)}`;
    const requests = ["Request ID, record: req-", "Request ID, data: req-"];
    for (const part of [image.id, "guarded.raw", "1,048,576 bytes", digest, ...requests]) {
      assert.ok(receipt.includes(part), receipt);
    }
    const [began, ended] = ["Began", "Ended"].map((what) => Date.parse(new RegExp(`^${what}: (.+)$`, "m").exec(receipt)[1]));
    assert.ok(began <= ended && Date.now() - began < 120_000, receipt);
    // The verdict stays with the image.
    await page.locator(".v-upload .v-transfer-actions a").click();
    await ui.shows(page, "Uploaded from guarded.raw and verified (SHA-512)");
    await glance.patch(image.id, [{ op: "replace", path: "/protected", value: false }]);
    await glance.delete(image.id);
  });
});
