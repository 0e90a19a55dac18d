// Where uploads go, and who else is at work: stores, imports, other tabs.
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { beforeEach, describe, test } from "node:test";

import { launch } from "./support/browser.mjs";
import { Glance, cloudNamed } from "./support/cloud.mjs";
import * as ui from "./support/console.mjs";
import { MIB, randomFile, sha512 } from "./support/files.mjs";
import { startProxy } from "./support/proxy.mjs";
import { settings } from "./support/settings.mjs";
import { stand } from "./support/stand.mjs";
import * as uploads from "./support/uploads.mjs";
import { until } from "./support/uploads.mjs";

const it = stand();
let chromium, site, page, glance, files, proxy;
beforeEach(() => ({ engine: chromium, site, page, glance, files, proxy } = it));

const signIn = (origin, tab = page) => uploads.signIn(tab, origin);
const choose = (file, tab = page) => uploads.choose(tab, file);
const send = (tab = page) => uploads.send(tab);
const stage = (name, { timeout, tab = page } = {}) => uploads.stage(tab, name, timeout);
const press = (name) => uploads.press(page, name);
const only = (name, cloud = glance) => uploads.only(cloud, name);

/** Opens "More" and chooses a store. */
const intoStore = async (store) => {
  await page.locator(".v-upload-form details.v-more summary").click();
  await ui.field(page, "Store").wait();
  const select = await page.$('::-p-aria([name="Store"])');
  await select.select(store);
};

describe("a store of one's choice", () => {
  test("named in the upload where the cloud lets a page do so", async () => {
    const file = await randomFile(files.dir, "to-slow.raw", 2 * MIB + 3);
    await signIn(settings.glance);
    await choose(file);
    await intoStore("slow");
    await send();
    await stage("done");
    const image = await only("to-slow");
    assert.equal(image.stores, "slow");
    assert.equal(image.os_hash_value, await sha512(file));
    await glance.delete(image.id);
  });

  for (const [fault, name] of [
    [{ loseAnswer: { method: "POST", path: /\/import$/ } }, "whose answer is lost"],
    [{ answerAll: { status: 503, method: "POST", path: /\/import$/ } }, "that can't be asked for in a while"],
  ]) {
    test(`an import ${name}: nothing is sent twice, and one image is proven`, async () => {
      const { glance: origin } = cloudNamed("minimal-cors");
      const cloud = await Glance.as("demo", { origin });
      const beside = await startProxy(origin);
      try {
        const file = await randomFile(files.dir, "import-unheard.raw", 3 * MIB);
        Object.assign(beside.faults, fault);
        await signIn(beside.url);
        await choose(file);
        await intoStore("slow");
        await send();
        if (fault.answerAll) {
          await stage("waiting");
          beside.faults.answerAll = null;
        }
        await stage("done");
        await ui.shows(page, "Verified (SHA-512)");
        assert.equal(beside.faults.loseAnswer, null, "nothing was lost");
        assert.equal(beside.seen.uploads, 1);
        const image = await only("import-unheard", cloud);
        assert.deepEqual([image.status, image.stores], ["active", "slow"]);
        assert.equal(image.os_hash_value, await sha512(file));
        await cloud.delete(image.id);
      } finally {
        await beside.close();
      }
    });
  }

  test("an import that fails says so, and its record can be deleted", async () => {
    const { glance: origin } = cloudNamed("minimal-cors");
    const cloud = await Glance.as("demo", { origin });
    // No qcow2: an import looks at the bytes only once they are staged.
    const file = path.join(files.dir, "not-a-disk.raw");
    await writeFile(file, Buffer.alloc(MIB, 0x41));
    await signIn(origin);
    await choose(file);
    const format = await page.$('::-p-aria([name="Disk format"])');
    await format.select("qcow2");
    await intoStore("slow");
    await send();
    await ui.button(page, "Send anyway").click();
    await stage("failed");
    await ui.shows(page, "The service could not import the data");
    const image = (await cloud.named("not-a-disk"))[0];
    assert.notEqual(image?.status, "active");
    assert.notEqual(image?.status, "importing");
    if (image) {
      await press("Delete the record");
      await stage("failed");
      await until(async () => (await cloud.named("not-a-disk")).length === 0, "deleted");
    }
  });

  test("one that is for reading only can't be chosen", async () => {
    await signIn(settings.glance);
    await choose(await randomFile(files.dir, "anywhere.raw", 1000));
    await page.locator(".v-upload-form details.v-more summary").click();
    await ui.field(page, "Store").wait();
    const web = await page.$$eval("option", (options) =>
      options.filter(({ value }) => value === "web").map(({ disabled, textContent }) => ({ disabled, textContent })));
    assert.equal(web.length, 1);
    assert.equal(web[0].disabled, true);
  });
});

describe("others at work", () => {
  test("another tab doesn't offer what this one sends, and does once it is stopped", async () => {
    const file = await randomFile(files.dir, "two-tabs.raw", 12 * MIB);
    // Slow enough to be under way still when the other tab has signed in and looked.
    proxy.faults.uploadPace = MIB / 4;
    await signIn(proxy.url);
    await choose(file);
    await send();
    await stage("moving");
    await until(async () => (await only("two-tabs")).status === "saving", "saving");
    const tab = await ui.open(chromium.browser, site.origin);
    try {
      await signIn(proxy.url, tab);
      await ui.link(tab, "Upload image").click();
      await ui.shows(tab, "Drop disk images here");
      await new Promise((resolve) => setTimeout(resolve, 1000));
      assert.equal((await ui.textOf(tab, "main")).includes("was not finished"), false);
      await page.bringToFront();
      await press("Cancel");
      await press("Keep the record");
      await stage("stopped");
      const { id } = await only("two-tabs");
      proxy.faults.uploadPace = null;
      await tab.bringToFront();
      await ui.link(tab, "Images").click();
      await ui.link(tab, "Upload image").click();
      await ui.shows(tab, "The upload of “two-tabs” was not finished");
      await (await tab.$(".v-file-button input")).uploadFile(file);
      await ui.newestTransfer(tab, "done");
      const image = await only("two-tabs");
      assert.equal(image.id, id);
      assert.equal(image.os_hash_value, await sha512(file));
      // The first tab, asked to try again, finds it done and sends nothing twice.
      await page.bringToFront();
      await press("Try again");
      await stage("done");
      assert.equal((await only("two-tabs")).id, id);
      await glance.delete(id);
    } finally {
      await tab.close();
    }
  });

  test("a tab that tries again while another one sends to the record leaves it alone", async () => {
    const file = await randomFile(files.dir, "theirs-now.raw", 12 * MIB);
    proxy.faults.uploadPace = MIB / 4;
    await signIn(proxy.url);
    await choose(file);
    await send();
    await stage("moving");
    await until(async () => (await only("theirs-now")).status === "saving", "saving");
    await press("Cancel");
    await press("Keep the record");
    await stage("stopped");
    const { id } = await only("theirs-now");
    const tab = await ui.open(chromium.browser, site.origin);
    try {
      // Half a minute in the other tab's hands.
      proxy.faults.uploadPace = 12 * MIB / 30;
      await signIn(proxy.url, tab);
      await ui.link(tab, "Upload image").click();
      await ui.shows(tab, "The upload of “theirs-now” was not finished");
      await (await tab.$(".v-file-button input")).uploadFile(file);
      await ui.newestTransfer(tab, "moving");
      await until(async () => (await only("theirs-now")).status === "saving", "saving");
      await page.bringToFront();
      await press("Try again");
      await ui.shows(page, "Another upload seems to be at work on this image");
      assert.equal((await only("theirs-now")).id, id);
      await tab.bringToFront();
      await ui.newestTransfer(tab, "done");
      assert.equal((await only("theirs-now")).os_hash_value, await sha512(file));
      await page.bringToFront();
      await press("Try again");
      await stage("done");
      await ui.shows(page, "Verified (SHA-512)");
      await glance.delete(id);
    } finally {
      await tab.close();
    }
  });

  test("an upload outlives its tab while another one is open, which sees it through", async () => {
    const file = await randomFile(files.dir, "outlived.raw", 16 * MIB);
    proxy.faults.uploadPace = 2 * MIB;
    proxy.seen.uploads = 0;
    const other = await ui.open(chromium.browser, site.origin);
    try {
      await signIn(proxy.url, other);
      const tab = await ui.open(chromium.browser, site.origin);
      await signIn(proxy.url, tab);
      await choose(file, tab);
      await send(tab);
      await stage("moving", { tab });
      await until(async () => (await only("outlived")).status === "saving", "saving");
      const { id } = await only("outlived");
      await tab.close();
      await other.bringToFront();
      await ui.newestTransfer(other, "moving");
      await ui.newestTransfer(other, "done");
      const image = await only("outlived");
      assert.equal(image.id, id);
      assert.equal(image.os_hash_value, await sha512(file));
      assert.equal(proxy.seen.uploads, 1, "sent more than once");
      await glance.delete(id);
    } finally {
      await other.close();
    }
  });

  test("a file chosen in another tab than the carrier's goes another way, and no cut is claimed", async () => {
    const [before, file] = await Promise.all([
      randomFile(files.dir, "carrier-here.raw", MIB),
      randomFile(files.dir, "elsewhere.raw", 3 * MIB),
    ]);
    // A browser of its own: its carrier has been refused no file yet.
    const { browser, close } = await launch("chromium");
    try {
      const first = await ui.open(browser, site.origin);
      await signIn(proxy.url, first);
      await choose(before, first);
      await send(first);
      await stage("done", { tab: first });
      await glance.delete((await only("carrier-here")).id);
      proxy.seen.uploads = 0;
      const tab = await ui.open(browser, site.origin);
      await signIn(proxy.url, tab);
      await choose(file, tab);
      await send(tab);
      await stage("waiting", { tab });
      await ui.shows(tab, "Could not send the data.");
      assert.doesNotMatch(await ui.textOf(tab, ".v-upload"), /cut|network/);
      await stage("done", { tab });
      await ui.shows(tab, "Verified (SHA-512)");
      const image = await only("elsewhere");
      assert.equal(image.os_hash_value, await sha512(file));
      assert.equal(proxy.seen.uploads, 1, "sent more than once");
      await glance.delete(image.id);
    } finally {
      await close();
    }
  });

  test("an upload outlives a reload, where the browser lets it", async () => {
    const file = await randomFile(files.dir, "reloaded-on.raw", 20 * MIB);
    proxy.faults.uploadPace = 2 * MIB;
    proxy.seen.uploads = 0;
    await signIn(proxy.url);
    await choose(file);
    await send();
    await stage("moving");
    await until(async () => (await only("reloaded-on")).status === "saving", "saving");
    page.once("dialog", (dialog) => dialog.accept());
    await page.reload();
    await signIn(proxy.url);
    await ui.newestTransfer(page, "done");
    const image = await only("reloaded-on");
    assert.equal(image.os_hash_value, await sha512(file));
    assert.equal(proxy.seen.uploads, 1, "sent more than once");
    await glance.delete(image.id);
  });

  test("a file that the browser finds again need not be chosen again", async () => {
    // The picker is the browser's own window, out of a test's reach: here it
    // chooses a file of the origin's own file system, whose handles are alike.
    await page.evaluateOnNewDocument((bytes) => {
      delete globalThis.SharedWorker;
      globalThis.showOpenFilePicker = async () => {
        const folder = await navigator.storage.getDirectory();
        const handle = await folder.getFileHandle("picked.raw", { create: true });
        if ((await handle.getFile()).size !== bytes) {
          const writable = await handle.createWritable();
          await writable.write(new Uint8Array(bytes).fill(7));
          await writable.close();
        }
        return [handle];
      };
    }, 8 * MIB);
    await page.reload();
    proxy.faults.uploadPace = 2 * MIB;
    await signIn(proxy.url);
    await ui.link(page, "Upload image").click();
    await ui.shows(page, "Drop disk images here");
    await page.locator(".v-drop").click();
    await ui.shows(page, "Recognised as");
    await send();
    await stage("moving");
    await until(async () => (await only("picked")).status === "saving", "saving");
    page.once("dialog", (dialog) => dialog.accept());
    await page.reload();
    proxy.faults.uploadPace = null;
    await signIn(proxy.url);
    await ui.shows(page, "The upload of “picked” was not finished");
    await ui.button(page, "Go on with the file").click();
    await ui.newestTransfer(page, "done");
    const image = await only("picked");
    assert.equal(image.size, 8 * MIB);
    assert.equal(image.status, "active");
    await glance.delete(image.id);
  });

  test("what was stopped is offered again after signing out and in", async () => {
    const file = await randomFile(files.dir, "signed-out.raw", 6 * MIB);
    proxy.faults.uploadPace = 2 * MIB;
    await signIn(proxy.url);
    await choose(file);
    await send();
    await stage("moving");
    await until(async () => (await only("signed-out")).status === "saving", "saving");
    await press("Cancel");
    await press("Keep the record");
    await stage("stopped");
    await page.locator(".v-header-end .v-menu summary").click();
    await ui.button(page, "Sign out").click();
    proxy.faults.uploadPace = null;
    await ui.shows(page, "Keystone address");
    await signIn(proxy.url);
    await ui.shows(page, "The upload of “signed-out” was not finished");
    await (await page.$(".v-file-button input")).uploadFile(file);
    await ui.newestTransfer(page, "done");
    const image = await only("signed-out");
    assert.equal(image.os_hash_value, await sha512(file));
    await glance.delete(image.id);
  });
});
