// Downloads at the limits of what is around them: a browser's disk that is full or too
// small, pages that aren't secure, and a store that serves no ranges.
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";

import { filesIn, launch } from "./support/browser.mjs";
import { Glance } from "./support/cloud.mjs";
import * as ui from "./support/console.mjs";
import { noted, reached, saved, stage, until } from "./support/downloads.mjs";
import { MIB, folder, randomFile, sha512 } from "./support/files.mjs";
import * as hands from "./support/hands.mjs";
import { startProxy } from "./support/proxy.mjs";
import { settings } from "./support/settings.mjs";
import { serveSite } from "./support/site.mjs";
import { anImage } from "./support/stand.mjs";

const NAME = "at-the-limit";
const SIZE = 80 * MIB + 99;
/** Browsers call no page secure that came from it. The lab lets it in. */
const INSECURE = "console.test";

/** What the page is told of records, in the place of the service's words. */
let told;
const it = {};
let engine, page;
before(async () => {
  it.files = await folder();
  it.glance = await Glance.as("demo");
  it.removeImage = await anImage(NAME, SIZE)(it);
  it.site = await serveSite(settings.siteDir, settings.sitePort, {
    config: { auth_url: settings.keystone },
    files: { "/elsewhere.raw": it.file },
  });
  it.proxy = await startProxy(settings.glance, { rewrite: (text) => JSON.stringify(JSON.parse(text, told)) });
});
after(async () => {
  await it.removeImage();
  await it.proxy.close();
  await it.site.close();
  await it.files.remove();
});
beforeEach(() => (told = undefined));
afterEach(async (t) => {
  if (!t.passed && page) await ui.keepPicture(page);
  Object.keys(it.proxy.faults).forEach((fault) => (it.proxy.faults[fault] = null));
  await engine?.close();
  assert.deepEqual(page?.faults ?? [], []);
});

/** A browser, and a page of it that is signed in. */
const signedIn = async (browser, options, origin = it.site.origin) => {
  engine = await launch(browser, options);
  page = await ui.open(engine.browser, origin);
  await hands[browser].signIn(page, it.proxy.url);
};

const nothingSaved = async () => assert.deepEqual(await filesIn(engine.downloads), []);

const savedRight = async (name = NAME) => {
  assert.deepEqual(await saved(engine), { name: `${name}.raw`, sha512: it.right });
  assert.match(await ui.newestTransfer(page, "done"), /Verified \(SHA-512\)/);
};

// Firefox lets a site have a tenth of the disk.
for (const [browser, diskBytes] of [["chromium", 400 * MIB], ["firefox", 1600 * MIB]]) {
  const press = (name, within) => hands[browser].press(page, name, within);

  describe(`the browser's own disk, ${browser}`, () => {
    test("gets full midway: told, nothing saved; with room again it goes on where it was", async () => {
      await signedIn(browser, { diskBytes });
      it.proxy.faults.downloadPace = 8 * MIB;
      await press(`Download ${NAME}`);
      await reached(page, 30);
      // Firefox's answer to a write that fails is any number, such as 32739: more than a
      // small write asks for. So slow that the disk is full long before all has come.
      Object.assign(it.proxy.faults, { downloadPace: MIB / 4, downloadPieces: 4096 });
      await engine.fill();
      await noted(1000);
      Object.assign(it.proxy.faults, { downloadPace: null, downloadPieces: null });
      await stage(page, "failed");
      await ui.shows(page, "There is not enough room in the browser's storage");
      await ui.shows(page, "80 MiB are needed");
      await nothingSaved();
      await engine.free();
      const before = it.proxy.seen.downloadedBytes;
      await press("Try again", ".v-drawer");
      await savedRight();
      assert.ok(it.proxy.seen.downloadedBytes - before < SIZE * 0.8, "all was fetched again");
    });

    test("is too small: told before a byte is fetched", async () => {
      await signedIn(browser, { diskBytes: 160 * MIB });
      const before = it.proxy.seen.downloads;
      told = (key, value) => (key === "size" && value === SIZE ? 8 * SIZE : value);
      await page.reload();
      await hands[browser].signIn(page, it.proxy.url);
      await press(`Download ${NAME}`);
      await stage(page, "failed");
      await ui.shows(page, "There is not enough room in the browser's storage");
      await ui.shows(page, "640 MiB are needed");
      assert.equal(it.proxy.seen.downloads, before);
      await nothingSaved();
    });
  });

  describe(`a page that isn't secure, ${browser}`, () => {
    const origin = `http://${INSECURE}:${settings.sitePort}`;
    const open = async () => {
      await signedIn(browser, { insecure: INSECURE }, origin);
      assert.equal(await page.evaluate(() => isSecureContext), false, "not what is to be tested");
    };

    test("there and back: an upload is verified, and a download goes through memory", async () => {
      await open();
      const file = await randomFile(it.files.dir, "insecure.raw", 5 * MIB + 7);
      await hands[browser].follow(page, "Upload image");
      await ui.shows(page, "Drop disk images here");
      await (await page.$('.v-drop input[type="file"]')).uploadFile(file);
      await ui.shows(page, "Recognised as");
      await page.locator('form button[type="submit"]').click();
      await page.waitForSelector('.v-upload [data-stage="done"]', { timeout: 60_000 });
      const [image] = await it.glance.named("insecure");
      assert.equal(image.os_hash_value, await sha512(file));
      await hands[browser].follow(page, "Images");
      it.proxy.faults.cutDownloads = [3 * MIB, MIB];
      await press("Download insecure");
      assert.deepEqual(await saved(engine), { name: "insecure.raw", sha512: image.os_hash_value });
      assert.match(await ui.newestTransfer(page, "done"), /Verified \(SHA-512\)/);
      await it.glance.delete(image.id);
    });

    test("an image too large for memory is refused before its first byte, and what helps is told", async () => {
      told = (key, value) => (key === "size" && value === SIZE ? 8 * SIZE : value);
      await open();
      const before = it.proxy.seen.downloads;
      await press(`Download ${NAME}`);
      await stage(page, "failed");
      assert.match(await ui.newestTransfer(page, "failed"), /only images up to 256 MiB[^]*https/);
      assert.equal(it.proxy.seen.downloads, before);
      await nothingSaved();
    });
  });

  test(`a store that serves no ranges, ${browser}: cut twice, it goes on behind what is there`, async () => {
    const { glance, proxy } = it;
    const far = await glance.create({ name: "elsewhere" });
    await glance.call("POST", `/images/${far.id}/locations`, {
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ url: `${it.site.origin}/elsewhere.raw` }),
    });
    await until(async () => (await glance.show(far.id)).os_hash_value, 60_000);
    const refused = await glance.call("GET", `/images/${far.id}/file`, { headers: { Range: "bytes=0-99" }, ok: false });
    assert.equal(refused.status, 400, "the store serves ranges");
    await signedIn(browser);
    proxy.faults.cutDownloads = [30 * MIB, 50 * MIB];
    await press("Download elsewhere");
    await savedRight("elsewhere");
    assert.deepEqual(proxy.faults.cutDownloads, []);
    await glance.delete(far.id);
  });
}
