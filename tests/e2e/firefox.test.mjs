import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";

import { filesIn, launch } from "./support/browser.mjs";
import { Glance } from "./support/cloud.mjs";
import * as ui from "./support/console.mjs";
import { noted, reached, saved, stage } from "./support/downloads.mjs";
import { MIB, folder, randomFile, sha512 } from "./support/files.mjs";
import { firefox as hands } from "./support/hands.mjs";
import { startProxy } from "./support/proxy.mjs";
import { settings } from "./support/settings.mjs";
import { serveSite } from "./support/site.mjs";

let firefox, site, files;
before(async () => {
  firefox = await launch("firefox");
  site = await serveSite(settings.siteDir, settings.sitePort, {
    config: { auth_url: settings.keystone },
  });
  files = await folder();
});
after(async () => {
  await firefox.close();
  await site.close();
  await files.remove();
});

/** A page that is signed in by token. */
const signedIn = async ({ browser }, endpoint) => {
  const page = await ui.open(browser, site.origin);
  await hands.signIn(page, endpoint);
  return page;
};

/** A Firefox with an empty downloads folder, signed in past a proxy, and an image to fetch. */
const withImage = async (name, data, { isPrivate = false } = {}, doing) => {
  const glance = await Glance.as("demo");
  const image = await glance.createWithData({ name }, data);
  const proxy = await startProxy(settings.glance);
  const other = await launch("firefox", { isPrivate });
  try {
    const page = await signedIn(other, proxy.url);
    await doing({ page, proxy, browser: other, image });
    assert.deepEqual(page.faults, []);
  } finally {
    await other.close();
    await proxy.close();
    await glance.delete(image.id);
  }
};

test("Firefox: sign in, upload, verified, download, same bytes, delete", async () => {
  const glance = await Glance.as("demo");
  const file = await randomFile(files.dir, "by-firefox.raw", 40 * MIB);
  const page = await ui.open(firefox.browser, site.origin);
  await page.locator("input[autocomplete=username]").fill("demo");
  await page.locator('input[type="password"]').fill(settings.demoPassword);
  await page.locator("form > .v-field:nth-of-type(4) input").fill("demo");
  await page.locator('button[type="submit"]').click();
  await ui.shows(page, "Upload image");

  await page.locator(".v-page-actions a").click();
  await ui.shows(page, "Drop disk images here");
  await (await page.$('input[type="file"]')).uploadFile(file);
  await ui.shows(page, "Raw data without a known signature");
  await page.locator('form button[type="submit"]').click();
  await page.waitForSelector('.v-upload [data-stage="done"]', { timeout: 60_000 });
  await ui.shows(page, "Verified (SHA-512)");
  const [image] = await glance.named("by-firefox");
  assert.ok((await glance.data(image.id)).equals(await readFile(file)));

  await page.locator(".v-transfer-actions a").click();
  await ui.shows(page, "Integrity");
  await page.locator(".v-page-actions .v-button-primary").click();
  const saved = await firefox.downloaded();
  assert.ok((await readFile(saved)).equals(await readFile(file)), "other bytes were saved");
  const told = await ui.newestTransfer(page, "done");
  assert.match(told, /by-firefox\.raw[^]*Verified \(SHA-512\)/);
  await page.locator(".v-drawer-head button").click();

  await hands.press(page, "Delete");
  // Until it is known whether others use it, there is nothing to confirm.
  await page.locator("dialog[open] .v-button-danger:not([aria-busy])").click();
  await page.waitForFunction(() => location.pathname === "/images");
  assert.equal(await glance.status(image.id), 404);
  assert.deepEqual(page.faults, []);
});

test("Firefox: an upload outlives its tab while another one is open", async () => {
  const glance = await Glance.as("demo");
  const proxy = await startProxy(settings.glance);
  proxy.faults.uploadPace = 4 * MIB;
  const file = await randomFile(files.dir, "outlived-by-firefox.raw", 32 * MIB);
  const other = await signedIn(firefox, proxy.url);
  const tab = await signedIn(firefox, proxy.url);
  await tab.locator(".v-page-actions a").click();
  await ui.shows(tab, "Drop disk images here");
  await (await tab.$('input[type="file"]')).uploadFile(file);
  await ui.shows(tab, "Raw data without a known signature");
  await tab.locator('form button[type="submit"]').click();
  await tab.waitForSelector('.v-upload [data-stage="moving"]');
  await tab.close();
  await other.bringToFront();
  await ui.newestTransfer(other, "done");
  const [image, second] = await glance.named("outlived-by-firefox");
  assert.equal(second, undefined);
  assert.equal(image.os_hash_value, await sha512(file));
  assert.equal(proxy.seen.uploads, 1, "sent more than once");
  await glance.delete(image.id);
  assert.deepEqual(other.faults, []);
  await proxy.close();
});

test("Firefox dies in the middle of a download: started again, it goes on with what is there", async () => {
  const glance = await Glance.as("demo");
  const proxy = await startProxy(settings.glance);
  const file = await randomFile(files.dir, "outlives-firefox.raw", 80 * MIB + 5);
  const image = await glance.createWithData({ name: "outlives-firefox" }, await readFile(file));
  const { dir: profile, remove } = await folder();
  let other = await launch("firefox", { profile });
  try {
    const first = await signedIn(other, proxy.url);
    proxy.faults.downloadPace = 8 * MIB;
    await hands.press(first, "Download outlives-firefox");
    await reached(first, 50);
    proxy.faults.downloadPace = MIB / 4;
    await noted();
    await other.kill();
    proxy.faults.downloadPace = null;
    other = await launch("firefox", { profile });
    const page = await signedIn(other, proxy.url);
    const before = proxy.seen.downloadedBytes;
    await hands.press(page, "Transfers, 1 download not finished");
    await hands.press(page, "Continue", ".v-drawer");
    assert.deepEqual(await saved(other), { name: "outlives-firefox.raw", sha512: await sha512(file) });
    assert.match(await ui.newestTransfer(page, "done"), /Verified \(SHA-512\)/);
    const fetched = proxy.seen.downloadedBytes - before;
    assert.ok(fetched < 60 * MIB, `${fetched} bytes were fetched again`);
    assert.deepEqual(page.faults, []);
  } finally {
    await other.close();
    await remove();
    await proxy.close();
    await glance.delete(image.id);
  }
});

const hasPrivateFiles = (page) =>
  page.evaluate(() => navigator.storage.getDirectory().then(() => true, () => false));

test("Firefox, private window: a small image goes through memory", async () => {
  const file = await randomFile(files.dir, "in-private.raw", 24 * MIB + 7);
  await withImage("in-private", await readFile(file), { isPrivate: true }, async ({ page, proxy, browser }) => {
    assert.equal(await hasPrivateFiles(page), false, "not the way that is to be tested");
    proxy.faults.cutDownloads = [3 * MIB, MIB];
    await hands.press(page, "Download in-private");
    assert.deepEqual(await saved(browser), { name: "in-private.raw", sha512: await sha512(file) });
    assert.match(await ui.newestTransfer(page, "done"), /Verified \(SHA-512\)/);
    assert.deepEqual(proxy.faults.cutDownloads, []);
  });
});

test("Firefox, private window: an image too large for memory is refused before its first byte", async () => {
  const zeros = Buffer.alloc(257 * MIB);
  await withImage("large-in-private", zeros, { isPrivate: true }, async ({ page, proxy, browser }) => {
    await hands.press(page, "Download large-in-private");
    await stage(page, "failed");
    const words = await ui.newestTransfer(page, "failed");
    assert.match(words, /can't store a file this large[^]*only images up to 256 MiB/);
    assert.equal(proxy.seen.downloads, 0);
    assert.deepEqual(await filesIn(browser.downloads), []);
  });
});
