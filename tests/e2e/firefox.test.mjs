import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";

import { launch } from "./support/browser.mjs";
import { Glance, tokenFor } from "./support/cloud.mjs";
import * as ui from "./support/console.mjs";
import { MIB, folder, randomFile, sha512 } from "./support/files.mjs";
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

  await page.locator(".v-page-actions .v-button:last-child").click();
  await page.locator("dialog .v-button-danger").click();
  await page.waitForFunction(() => location.pathname === "/images");
  assert.equal(await glance.status(image.id), 404);
  assert.deepEqual(page.faults, []);
});

test("Firefox: an upload outlives its tab while another one is open", async () => {
  const glance = await Glance.as("demo");
  const proxy = await startProxy(settings.glance);
  proxy.faults.uploadPace = 4 * MIB;
  const file = await randomFile(files.dir, "outlived-by-firefox.raw", 32 * MIB);
  const signedIn = async () => {
    const page = await ui.open(firefox.browser, site.origin);
    await page.waitForSelector('input[type="password"]');
    await page.evaluate(() =>
      [...document.querySelectorAll("button")].find(({ innerText }) => innerText === "Token").click());
    await page.locator('input[type="url"], input[inputmode="url"]').fill(proxy.url);
    await page.locator('input[type="password"]').fill(await tokenFor("demo"));
    await page.locator('button[type="submit"]').click();
    await ui.shows(page, "Upload image");
    return page;
  };
  const other = await signedIn();
  const tab = await signedIn();
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
