// Downloads on their longer ways: the sign-in ends midway, the browser dies, the
// record says little or something new, and some images can't be had at all.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { beforeEach, describe, test } from "node:test";

import { filesIn, launch } from "./support/browser.mjs";
import { Glance, revoke, tokenFor } from "./support/cloud.mjs";
import * as ui from "./support/console.mjs";
import {
  download, inDrawer, leaveGladly, noted, reached, saved, stage, stagingFiles, until,
} from "./support/downloads.mjs";
import { MIB, folder } from "./support/files.mjs";
import { startProxy } from "./support/proxy.mjs";
import { settings } from "./support/settings.mjs";
import { anImage, stand } from "./support/stand.mjs";

const SIZE = 80 * MIB + 1234;
const NAME = "long-way";

/** What the page is told of records, in the place of the service's words. */
let told;
const it = stand({
  isAnew: true,
  rewrite: (text) => JSON.stringify(JSON.parse(text, told)),
  holds: anImage(NAME, SIZE),
});
let chromium, site, page, glance, proxy, right;
beforeEach(() => {
  told = undefined;
  ({ engine: chromium, site, page, glance, proxy } = it);
  right = { name: `${NAME}.raw`, sha512: it.right };
});

/** A browser, and a page, in the place of those that the test began with. */
const start = async (options) => (it.engine = chromium = await launch("chromium", options));
const open = async () => (it.page = page = await ui.open(chromium.browser, site.origin));

const signIn = async (on = page, token) => ui.signInWithToken(on, token ?? (await tokenFor("demo")), proxy.url);

/** Downloads up to about there, and crawls from then on. */
const downloadTo = async (percent) => {
  proxy.faults.downloadPace = 8 * MIB;
  await download(page, NAME);
  await reached(page, percent);
  proxy.faults.downloadPace = MIB / 4;
};

const savedRight = async (verdict = "Verified (SHA-512)") => {
  assert.deepEqual(await saved(chromium), right);
  const words = await ui.newestTransfer(page, "done");
  assert.ok(words.includes(verdict), words);
};

/** What `doing` has the service send. */
const fetchedIn = async (doing) => {
  const before = proxy.seen.downloadedBytes;
  proxy.faults.downloadPace = null;
  await doing();
  return proxy.seen.downloadedBytes - before;
};

/** Goes on with the one download that is offered. */
const goOn = async (verdict) => {
  await ui.button(page, "Transfers, 1 download not finished").click();
  await ui.shows(page, `The download of “${NAME}” was not finished`);
  assert.deepEqual(await filesIn(chromium.downloads), []);
  return fetchedIn(async () => {
    await inDrawer(page, "Continue").click();
    await savedRight(verdict);
  });
};

/** Runs in the page: changes what it has noted of its one download. */
const makeSmaller = (bytes) => new Promise((resolve, reject) => {
  const opening = indexedDB.open("vitrine");
  opening.onerror = () => reject(opening.error);
  opening.onsuccess = () => {
    const work = opening.result.transaction("downloads", "readwrite");
    const store = work.objectStore("downloads");
    store.openCursor().onsuccess = ({ target: { result: cursor } }) => {
      if (!cursor) return;
      const noted = JSON.parse(cursor.value);
      cursor.update(JSON.stringify({ ...noted, size: noted.size - bytes }));
    };
    work.onerror = () => reject(work.error);
    work.oncomplete = () => {
      opening.result.close();
      resolve();
    };
  };
});

const reloaded = async () => {
  leaveGladly(page);
  await page.reload();
  await signIn();
};

describe("the token ends midway", () => {
  test("signed in by password: another takes its place, and nobody notices", async () => {
    const keystone = await startProxy(new URL(settings.keystone).origin, {
      rewrite: (text) => text.replaceAll(settings.glance, proxy.url),
    });
    try {
      const tokens = new Set();
      page.on("request", (request) => tokens.add(request.headers()["x-auth-token"]));
      await ui.signIn(page, "demo", { keystone: `${keystone.origin}/v3` });
      await ui.shows(page, NAME);
      const fetched = await fetchedIn(async () => {
        await downloadTo(30);
        tokens.delete(undefined);
        assert.equal(tokens.size, 1);
        await revoke([...tokens][0]);
        proxy.faults.downloadPace = null;
        await savedRight();
      });
      assert.ok(fetched < SIZE * 1.5, `${fetched} bytes were fetched`);
      assert.ok(proxy.seen.refusedDownloads > 0, "no request had the old token");
    } finally {
      await keystone.close();
    }
  });

  test("a pasted one: explained, nothing saved; with a fresh one it goes on where it was", async () => {
    const token = await tokenFor("demo");
    await signIn(page, token);
    await ui.shows(page, NAME);
    await downloadTo(30);
    await revoke(token);
    proxy.faults.downloadPace = null;
    await stage(page, "failed");
    await ui.shows(page, "Could not fetch the data. The image service refused the token");
    await ui.shows(page, "401");
    assert.deepEqual(await filesIn(chromium.downloads), []);
    const [, landed] = /([\d.]+) MiB of 80 MiB/.exec(await ui.newestTransfer(page, "failed"));
    await inDrawer(page, "Sign in again").click();
    await ui.shows(page, "Keystone address");
    await signIn();
    await ui.shows(page, "Upload image");
    await ui.button(page, "Transfers").click();
    const fetched = await fetchedIn(async () => {
      await inDrawer(page, "Try again").click();
      await savedRight();
    });
    const missing = SIZE - Number(landed) * MIB;
    assert.ok(fetched < missing + 8 * MIB, `${fetched} bytes were fetched where ${missing} were missing`);
  });
});

describe("the page ends midway", () => {
  test("signed out after a failure and in again: what came is still there", async () => {
    await signIn();
    await ui.shows(page, NAME);
    await downloadTo(30);
    await noted();
    proxy.faults.downloadPace = null;
    proxy.faults.answerDownload = { status: 403, cors: site.origin };
    proxy.faults.cutDownloads = [0, 0, 0];
    await stage(page, "failed");
    proxy.faults.cutDownloads = null;
    proxy.faults.answerDownload = null;
    await ui.button(page, "Close").click();
    await page.locator(".v-header-end .v-menu summary").click();
    await ui.button(page, "Sign out").click();
    await ui.shows(page, "Keystone address");
    await signIn();
    const fetched = await fetchedIn(goOn);
    assert.ok(fetched < SIZE * 0.9, `${fetched} bytes were fetched again`);
  });

  test("the browser dies: started again, it goes on with what is there", async () => {
    await chromium.close();
    const { dir: profile, remove } = await folder();
    try {
      await start({ profile });
      await open();
      await signIn();
      await downloadTo(50);
      await noted();
      await chromium.kill();
      await start({ profile });
      await open();
      await signIn();
      const fetched = await goOn();
      assert.ok(fetched < SIZE * 0.7, `${fetched} bytes were fetched again`);
    } finally {
      // It writes there until its end.
      await chromium.close();
      await remove();
      await start();
    }
  });

  test("the tab is closed: another one goes on with what is there", async () => {
    await signIn();
    await downloadTo(50);
    await noted();
    await page.close();
    await open();
    await signIn();
    const fetched = await goOn();
    assert.ok(fetched < SIZE * 0.7, `${fetched} bytes were fetched again`);
  });

  test("what is there can be deleted instead, and is offered no more", async () => {
    await signIn();
    await downloadTo(20);
    await noted();
    await reloaded();
    await ui.button(page, "Transfers, 1 download not finished").click();
    assert.equal((await stagingFiles(page)).length, 1);
    await inDrawer(page, "Delete what is here").click();
    await ui.shows(page, "Nothing is moving.");
    await until(async () => (await stagingFiles(page)).length === 0);
    await reloaded();
    await ui.button(page, "Transfers").click();
    await ui.shows(page, "Nothing is moving.");
    assert.equal(await page.$('[data-stage="partial"]'), null);
  });
});

describe("what the record says", () => {
  const without = (...keys) => (key, value) => (keys.includes(key) ? undefined : value);

  test("no strong hash: compared by MD5", async () => {
    told = without("os_hash_algo", "os_hash_value");
    await signIn();
    await download(page, NAME);
    await savedRight("Verified (MD5)");
  });

  test("no strong hash, and a byte flipped on the way: MD5 catches it", async () => {
    told = without("os_hash_algo", "os_hash_value");
    proxy.faults.flipDownloadAt = 7_654_321;
    await signIn();
    await download(page, NAME);
    await stage(page, "failed");
    await ui.shows(page, "The bytes differ");
    assert.deepEqual(await filesIn(chromium.downloads), []);
  });

  test("no hash at all: complete, and it says that nothing was compared", async () => {
    told = without("os_hash_algo", "os_hash_value", "checksum");
    await signIn();
    await download(page, NAME);
    await savedRight("Complete; this cloud gives no hash to compare");
  });

  test("another hash when it is to go on: afresh, and it says why", async () => {
    // Before the reload it is the image's former data.
    told = (key, value) => (key === "os_hash_value" ? "0f".repeat(64) : value);
    await signIn();
    await downloadTo(50);
    await noted();
    told = undefined;
    await reloaded();
    const fetched = await goOn();
    await ui.shows(page, "the image has other data than when the download began");
    assert.ok(fetched >= SIZE, `only ${fetched} bytes were fetched again`);
  });

  test("no such hash any more when it is to go on: afresh, and it says why", async () => {
    await signIn();
    await downloadTo(50);
    await noted();
    told = without("os_hash_algo", "os_hash_value");
    await reloaded();
    const fetched = await goOn("Verified (MD5)");
    await ui.shows(page, "the hash that the image had when the download began is told no more");
    assert.ok(fetched >= SIZE, `only ${fetched} bytes were fetched again`);
  });

  test("another size when it is to go on: afresh, and the right bytes in the end", async () => {
    await signIn();
    await downloadTo(50);
    await noted();
    // As if the image had been a smaller one then.
    await reloaded();
    await page.evaluate(makeSmaller, 1_000_000);
    await reloaded();
    const fetched = await goOn();
    await ui.shows(page, "the image has other data than when the download began");
    assert.ok(fetched >= SIZE, `only ${fetched} bytes were fetched again`);
  });
});

describe("what can't be had", () => {
  test("a deactivated image: by an administrator it can be, and proven", async () => {
    const data = randomBytes(3 * MIB);
    const image = await glance.createWithData({ name: "kept-back" }, data);
    await (await Glance.as("admin")).call("POST", `/images/${image.id}/actions/deactivate`);
    await ui.signIn(page, "admin");
    await ui.button(page, "Download kept-back").click();
    await ui.newestTransfer(page, "done");
    await ui.shows(page, "Verified (SHA-512)");
    await glance.delete(image.id);
  });

  const isDisabled = (label) => page.$eval(`[aria-label="${label}"]`, (button) => button.disabled);

  test("bytes that the service refused, though it would hand them out: nothing offers them", async () => {
    const spoiled = await glance.create({ name: "spoiled-bytes", disk_format: "qcow2" });
    const { status } = await glance.call("PUT", `/images/${spoiled.id}/file`, {
      headers: { "Content-Type": "application/octet-stream" },
      body: Buffer.alloc(4096, 1),
      ok: false,
    });
    assert.equal(status, 415);
    await signIn();
    await ui.shows(page, "spoiled-bytes");
    assert.equal(await isDisabled("spoiled-bytes: There is no data to download"), true);
    await ui.link(page, "spoiled-bytes").click();
    await ui.shows(page, spoiled.id);
    const offered = await page.$$eval(".v-page-actions button", (all) =>
      all.filter((it) => it.innerText.trim() === "Download" && !it.disabled).length);
    assert.equal(offered, 0);
    await glance.delete(spoiled.id);
  });

  for (const [what, label, change] of [
    ["a deactivated image", "Deactivated: the service keeps the data from everybody but administrators",
      async ({ id }) => (await Glance.as("admin")).call("POST", `/images/${id}/actions/deactivate`)],
    ["a record without data", "There is no data to download"],
  ]) {
    test(`${what}: the list's button is disabled and says why`, async () => {
      const made = change
        ? await glance.createWithData({ name: "not-to-be-had" }, Buffer.from("data"))
        : await glance.create({ name: "not-to-be-had" });
      await change?.(made);
      await signIn();
      await ui.shows(page, "not-to-be-had");
      assert.equal(await isDisabled(`not-to-be-had: ${label}`), true);
      assert.equal(await isDisabled(`Download ${NAME}`), false);
      await glance.delete(made.id);
    });
  }
});
