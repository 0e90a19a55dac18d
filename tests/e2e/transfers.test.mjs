import assert from "node:assert/strict";
import { readFile, stat } from "node:fs/promises";
import path from "node:path";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";

import { filesIn, launch } from "./support/browser.mjs";
import { Glance, tokenFor } from "./support/cloud.mjs";
import * as ui from "./support/console.mjs";
import { stagingFiles, until } from "./support/downloads.mjs";
import { MIB, folder, qemuImage, randomFile, sha512 } from "./support/files.mjs";
import { startProxy } from "./support/proxy.mjs";
import { settings } from "./support/settings.mjs";
import { serveSite } from "./support/site.mjs";

let chromium, site, page, glance, proxy, files;

before(async () => {
  site = await serveSite(settings.siteDir, settings.sitePort, {
    config: { auth_url: settings.keystone },
  });
  proxy = await startProxy(settings.glance);
  glance = await Glance.as("demo");
  files = await folder();
});
after(async () => {
  await site.close();
  await proxy.close();
  await files.remove();
});
beforeEach(async () => {
  // Anew each time: the downloads folder must be empty.
  chromium = await launch("chromium");
  page = await ui.open(chromium.browser, site.origin);
});
afterEach(async (t) => {
  if (!t.passed) await ui.keepPicture(page);
  Object.keys(proxy.faults).forEach((fault) => (proxy.faults[fault] = null));
  await chromium.close();
  assert.deepEqual(page.faults, []);
});

const signInThroughProxy = async () =>
  ui.signInWithToken(page, await tokenFor("demo"), proxy.url);

const chooseFile = async (file) => {
  await ui.link(page, "Upload image").click();
  await ui.shows(page, "Drop disk images here");
  const input = await page.$('input[type="file"]');
  await input.uploadFile(file);
  await ui.shows(page, "Recognised as");
};

const startUpload = () => page.locator('form button[type="submit"]').click();

const stage = (name) => page.waitForSelector(`.v-upload [data-stage="${name}"]`, { timeout: 60_000 });

const idOf = async (name) => {
  const found = await glance.named(name);
  assert.equal(found.length, 1, `images named ${name}`);
  return found[0].id;
};

describe("an image's way there and back", () => {
  test("64 MiB: upload, verified; download, same bytes; delete", async () => {
    const file = await randomFile(files.dir, "there-and-back.raw", 64 * MIB);
    await ui.signIn(page, "demo");
    await chooseFile(file);
    await ui.shows(page, "Raw data without a known signature");
    await startUpload();
    await stage("done");
    await ui.shows(page, "Verified (SHA-512)");
    // What the service holds now, by its own word and by its bytes.
    const id = await idOf("there-and-back");
    const image = await glance.show(id);
    assert.equal(image.status, "active");
    assert.equal(image.size, 64 * MIB);
    assert.equal(image.disk_format, "raw");
    assert.equal(image.os_hash_value, await sha512(file));
    assert.ok((await glance.data(id)).equals(await readFile(file)), "the service has other bytes");

    await ui.link(page, "Open image").click();
    await ui.shows(page, "Integrity");
    await ui.button(page, "Download").click();
    const saved = await chromium.downloaded();
    assert.equal(path.basename(saved), "there-and-back.raw");
    assert.ok((await readFile(saved)).equals(await readFile(file)), "other bytes were saved");
    const told = await ui.newestTransfer(page, "done");
    assert.match(told, /there-and-back\.raw[^]*Verified \(SHA-512\)/);
    await ui.button(page, "Close").click();

    await page.locator("::-p-aria([name=\"Delete\"][role=\"button\"])").click();
    await ui.shows(page, "Delete this image?");
    await page.locator("dialog .v-button-danger").click();
    await ui.shows(page, "“there-and-back” was deleted");
    await page.waitForFunction(() => location.pathname === "/images");
    assert.equal(await glance.status(id), 404);
  });

  test("a qcow2 is recognised from its bytes, whatever its name", async () => {
    const file = await qemuImage(files.dir, "disguised.img", "qcow2", 3 * MIB);
    await ui.signIn(page, "demo");
    await chooseFile(file);
    await ui.shows(page, "QEMU disk (qcow2), 3 MiB for a guest");
    await startUpload();
    await stage("done");
    const image = await glance.show(await idOf("disguised"));
    assert.deepEqual(
      [image.disk_format, image.container_format, image.virtual_size, image.size],
      ["qcow2", "bare", 3 * MIB, (await stat(file)).size],
    );
    await glance.delete(image.id);
  });

  test("a file dropped on the page is taken", async () => {
    await ui.signIn(page, "demo");
    await ui.link(page, "Upload image").click();
    await ui.shows(page, "Drop disk images here");
    await page.$eval(".v-drop", (zone) => {
      const data = new DataTransfer();
      data.items.add(new File(["dropped"], "dropped.raw"));
      zone.dispatchEvent(new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer: data }));
    });
    await ui.shows(page, "dropped.raw · 7 bytes");
  });

  test("a zero-length image makes the trip, too", async () => {
    const image = await glance.createWithData({ name: "nothing-in-it" }, Buffer.alloc(0));
    await ui.signIn(page, "demo");
    await ui.button(page, "Download nothing-in-it").click();
    const saved = await chromium.downloaded();
    assert.equal((await stat(saved)).size, 0);
    await ui.shows(page, "Verified (SHA-512)");
    await glance.delete(image.id);
  });
});

describe("weather", () => {
  test("cancelling an upload stops it and leaves no record", async () => {
    const file = await randomFile(files.dir, "unwanted.raw", 32 * MIB);
    proxy.faults.uploadPace = 4 * MIB;
    await signInThroughProxy();
    await chooseFile(file);
    await startUpload();
    await stage("moving");
    await page.locator(".v-upload ::-p-aria([name=\"Cancel\"][role=\"button\"])").click();
    await page.locator(".v-upload ::-p-aria([name=\"Delete the record\"][role=\"button\"])").click();
    await stage("cancelled");
    await until(async () => (await glance.named("unwanted")).length === 0);
  });

  test("a download cut in the middle goes on by itself, to the same bytes", async () => {
    const file = await randomFile(files.dir, "cut-download.raw", 80 * MIB + 4321);
    const image = await glance.createWithData({ name: "cut-download" }, await readFile(file));
    proxy.faults.cutDownloadAfter = 5 * MIB + 123;
    await signInThroughProxy();
    await ui.button(page, "Download cut-download").click();
    const saved = await chromium.downloaded();
    assert.equal(await sha512(saved), await sha512(file));
    assert.equal(proxy.faults.cutDownloadAfter, null, "nothing was cut");
    await glance.delete(image.id);
  });

  test("a byte flipped on the way is caught, and nothing is saved", async () => {
    const file = await randomFile(files.dir, "flipped.raw", 4 * MIB);
    const image = await glance.createWithData({ name: "flipped" }, await readFile(file));
    proxy.faults.flipDownloadAt = 1_234_567;
    await signInThroughProxy();
    await ui.button(page, "Download flipped").click();
    await page.waitForSelector('.v-drawer [data-stage="failed"]');
    await ui.shows(page, "The bytes differ");
    await ui.shows(page, "Nothing was saved");
    assert.deepEqual(await filesIn(chromium.downloads), []);
    await glance.delete(image.id);
  });

  test("cancelling a download keeps nothing", async () => {
    const image = await glance.createWithData({ name: "half" }, Buffer.alloc(16 * MIB, 1));
    proxy.faults.downloadPace = 2 * MIB;
    await signInThroughProxy();
    await ui.button(page, "Download half").click();
    await page.waitForSelector('.v-drawer [data-stage="moving"]');
    await page.locator(".v-drawer ::-p-aria([name=\"Cancel\"])").click();
    await page.waitForSelector('.v-drawer [data-stage="cancelled"]');
    await until(async () => (await stagingFiles(page)).length === 0);
    assert.deepEqual(await filesIn(chromium.downloads), []);
    await glance.delete(image.id);
  });

  test("leaving while something runs asks first", async () => {
    const file = await randomFile(files.dir, "leaving.raw", 16 * MIB);
    proxy.faults.uploadPace = MIB / 2;
    await signInThroughProxy();
    await chooseFile(file);
    await startUpload();
    await stage("moving");
    const asked = new Promise((resolve) => page.once("dialog", resolve));
    // Comes to nothing, since the question is answered with no.
    page.reload().catch(() => {});
    const dialog = await asked;
    assert.equal(dialog.type(), "beforeunload");
    await dialog.dismiss();
    // Still there, still running; and it goes on while other pages are looked at.
    await stage("moving");
    await page.locator(".v-crumbs a").click();
    await page.waitForSelector('input[type="search"]');
    await page.locator(".v-transfers-button").click();
    await page.locator(".v-drawer ::-p-aria([name=\"Cancel\"][role=\"button\"])").click();
    await page.locator(".v-drawer ::-p-aria([name=\"Delete the record\"][role=\"button\"])").click();
    await page.waitForSelector('.v-drawer [data-stage="cancelled"]');
    await until(async () => (await glance.named("leaving")).length === 0);
  });
});

describe("leaving and tidying up", () => {
  test("signing out while an upload runs asks, then leaves nothing behind", async () => {
    const file = await randomFile(files.dir, "signed-out.raw", 16 * MIB);
    proxy.faults.uploadPace = MIB;
    await signInThroughProxy();
    await chooseFile(file);
    await startUpload();
    await stage("moving");
    await page.locator(".v-header-end .v-menu summary").click();
    await ui.button(page, "Sign out").click();
    await ui.shows(page, "Signing out cancels them");
    await page.locator("dialog[open] .v-button-danger:not([aria-busy])").click();
    await ui.shows(page, "Keystone address");
    await until(async () => (await glance.named("signed-out")).length === 0);
    // The next person finds nothing of it.
    await until(() => page.$eval(".v-drawer", (drawer) => !drawer.querySelector(".v-transfer")));
  });

  test("clearing the list keeps a record that waits for a decision", async () => {
    const file = await randomFile(files.dir, "undecided.raw", 12 * MIB + 5);
    // Nothing that passes by itself.
    proxy.faults.answerUpload = { status: 403, cors: site.origin };
    await signInThroughProxy();
    await chooseFile(file);
    await startUpload();
    await stage("failed");
    await page.locator(".v-transfers-button").click();
    await ui.button(page, "Clear finished").click();
    await page.waitForSelector('.v-drawer [data-stage="failed"]');
    await page.locator(".v-drawer ::-p-aria([name=\"Delete the record\"])").click();
    await ui.shows(page, "The empty record was deleted.");
    assert.deepEqual(await glance.named("undecided"), []);
    await ui.button(page, "Clear finished").click();
    await ui.shows(page, "Nothing is moving.");
  });

  test("a copy is said", async () => {
    const image = await glance.create({ name: "copied" });
    await chromium.browser.defaultBrowserContext().overridePermissions(site.origin, [
      "clipboard-read",
      "clipboard-sanitized-write",
    ]);
    await ui.signIn(page, "demo");
    await ui.link(page, "copied").click();
    await ui.button(page, "Copy: Id").click();
    await ui.shows(page, "Copied");
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), image.id);
    await glance.delete(image.id);
  });
});

describe("deleting", () => {
  test("a protected image says so, and is deleted by its name alone", async () => {
    const image = await glance.create({ name: "precious", protected: true });
    await ui.signIn(page, "demo");
    await ui.button(page, "Delete precious").click();
    await ui.shows(page, "This image is protected");
    const go = "dialog[open] .v-button-danger";
    assert.equal(await page.$eval(go, (button) => button.disabled), true);
    await ui.field(page, "To delete it, type its name: precious").fill("preciou");
    assert.equal(await page.$eval(go, (button) => button.disabled), true);
    assert.equal(await glance.status(image.id), 200);
    await ui.field(page, "To delete it, type its name: precious").fill("precious");
    await page.locator(go).click();
    await ui.shows(page, "“precious” was deleted");
    assert.equal(await glance.status(image.id), 404);
  });

  test("one that was protected meanwhile is refused in the service's words", async () => {
    const image = await glance.create({ name: "just-protected" });
    await ui.signIn(page, "demo");
    await ui.button(page, "Delete just-protected").click();
    await ui.shows(page, "Delete this image?");
    await glance.patch(image.id, [{ op: "replace", path: "/protected", value: true }]);
    await page.locator("dialog .v-button-danger").click();
    await ui.shows(page, "Could not delete the image");
    await ui.shows(page, "is protected and cannot be deleted");
    assert.equal(await glance.status(image.id), 200);
    await glance.patch(image.id, [{ op: "replace", path: "/protected", value: false }]);
    await glance.delete(image.id);
  });

  test("Escape deletes nothing", async () => {
    const image = await glance.create({ name: "kept" });
    await ui.signIn(page, "demo");
    await ui.button(page, "Delete kept").click();
    await ui.shows(page, "Delete this image?");
    await page.keyboard.press("Escape");
    await page.waitForFunction(() => !document.querySelector("dialog[open]"));
    assert.equal(await glance.status(image.id), 200);
    await glance.delete(image.id);
  });
});
