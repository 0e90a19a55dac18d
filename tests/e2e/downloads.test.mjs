// Downloads in bad weather: whatever comes, the right bytes under their name, or a
// clear error and no file that looks whole.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";

import { filesIn, launch } from "./support/browser.mjs";
import { Glance, tokenFor } from "./support/cloud.mjs";
import * as ui from "./support/console.mjs";
import * as downloads from "./support/downloads.mjs";
import { drawn, leaveGladly, noted, patiently, saved, until } from "./support/downloads.mjs";
import { MIB, folder, randomFile, sha512 } from "./support/files.mjs";
import { startProxy } from "./support/proxy.mjs";
import { crash } from "./support/service.mjs";
import { settings } from "./support/settings.mjs";
import { serveSite } from "./support/site.mjs";

const SIZE = 80 * MIB + 4321;

let chromium, site, page, glance, proxy, files, file, image, right;

before(async () => {
  site = await serveSite(settings.siteDir, settings.sitePort, { config: { auth_url: settings.keystone } });
  proxy = await startProxy(settings.glance);
  glance = await Glance.as("demo");
  files = await folder();
  file = await randomFile(files.dir, "far-away.raw", SIZE);
  right = await sha512(file);
  image = await glance.createWithData({ name: "far-away" }, await readFile(file));
});
after(async () => {
  await glance.delete(image.id);
  await site.close();
  await proxy.close();
  await files.remove();
});
beforeEach(async () => {
  // Anew each time: the downloads folder must be empty.
  chromium = await launch("chromium");
  page = await signedIn();
});
afterEach(async (t) => {
  if (!t.passed) await ui.keepPicture(page);
  Object.keys(proxy.faults).forEach((fault) => (proxy.faults[fault] = null));
  leaveGladly(page);
  await chromium.close();
  assert.deepEqual(page.faults, []);
});

const signIn = async (page) => ui.signInWithToken(page, await tokenFor("demo"), proxy.url);

const signedIn = async () => {
  const page = await ui.open(chromium.browser, site.origin);
  await signIn(page);
  return page;
};

const download = (name = "far-away", on = page) => downloads.download(on, name);
const inDrawer = (name) => downloads.inDrawer(page, name);
const stage = (name, on = page) => downloads.stage(on, name);
const reached = (percent) => downloads.reached(page, percent);
const stagingFiles = () => downloads.stagingFiles(page);

const savedRight = async () => {
  assert.deepEqual(await saved(chromium), { name: "far-away.raw", sha512: right });
  await ui.newestTransfer(page, "done");
  await ui.shows(page, "Verified (SHA-512)");
};

const nothingSaved = async () => assert.deepEqual(await filesIn(chromium.downloads), []);

/** Fails for lack of room; then there is some, and a place that a person chooses. */
const withoutRoom = async () => {
  const session = await page.createCDPSession();
  const quota = (quotaSize) =>
    session.send("Storage.overrideQuotaForOrigin", { origin: site.origin, quotaSize });
  await quota(16 * MIB);
  await download();
  await stage("failed");
  await ui.shows(page, "There is not enough room in the browser's storage");
  await nothingSaved();
  await quota(1024 * MIB);
  // What the browser's own dialog would give: a file, and the right to write it.
  await page.evaluate(() => {
    window.showSaveFilePicker = async ({ suggestedName }) => {
      const root = await navigator.storage.getDirectory();
      return root.getFileHandle(`chosen-${suggestedName}`, { create: true });
    };
  });
};

describe("the right bytes in the end", () => {
  test("cut twenty times at places drawn by lot", async () => {
    proxy.faults.cutDownloads = drawn(20, 6 * MIB, 20261121);
    await download();
    await patiently(page);
    assert.deepEqual(proxy.faults.cutDownloads, [], "not cut often enough");
    await savedRight();
  });

  test("a store without ranges, cut in the middle, skips what is there", async () => {
    proxy.faults.refuseRanges = { cors: site.origin };
    proxy.faults.cutDownloadAfter = 50 * MIB;
    await download();
    await savedRight();
    assert.equal(proxy.faults.cutDownloadAfter, null);
  });

  test("ranges that nobody passes on, and an answer that ends too early as if whole", async () => {
    proxy.faults.ignoreRanges = true;
    proxy.faults.endDownloadAfter = 30 * MIB + 17;
    await download();
    await savedRight();
    assert.equal(proxy.faults.endDownloadAfter, null);
  });

  test("answers that don't say how long they are", async () => {
    proxy.faults.hideLength = true;
    proxy.faults.cutDownloadAfter = 3 * MIB;
    await download();
    await savedRight();
  });

  test("other ranges than those asked for, where the page may see it", async () => {
    proxy.faults.exposeRange = true;
    proxy.faults.shiftRanges = 4096;
    await download();
    await savedRight();
  });

  test("416 in the middle", async () => {
    proxy.faults.downloadPace = 8 * MIB;
    await download();
    await reached(10);
    proxy.faults.answerDownload = { status: 416, cors: site.origin };
    proxy.faults.downloadPace = null;
    await savedRight();
    assert.equal(proxy.faults.answerDownload, null);
  });

  for (const [status, cors] of [[503, true], [502, false]]) {
    test(`${status}${cors ? "" : " that the page can't read"}, said while it waits`, async () => {
      proxy.faults.answerDownload = { status, times: 3, ...(cors ? { cors: site.origin } : { cors: "http://other" }) };
      await download();
      await stage("waiting");
      await ui.shows(page, "Attempt 2 in");
      await savedRight();
    });
  }

  test("the service dies and comes back", async () => {
    proxy.faults.downloadPace = 8 * MIB;
    await download();
    await reached(20);
    const service = await crash(new URL(settings.glance).port);
    await stage("waiting");
    await service.start();
    proxy.faults.downloadPace = null;
    await savedRight();
  });

  test("paused, nothing moves; then it goes on where it was", async () => {
    proxy.faults.downloadPace = 8 * MIB;
    await download();
    await reached(20);
    await inDrawer("Pause").click();
    await stage("paused");
    // What was on its way is let go.
    await new Promise((resolve) => setTimeout(resolve, 500));
    const seen = proxy.seen.downloadedBytes;
    await new Promise((resolve) => setTimeout(resolve, 1500));
    assert.equal(proxy.seen.downloadedBytes, seen, "it goes on");
    proxy.faults.downloadPace = null;
    await inDrawer("Go on").click();
    await savedRight();
  });

  test("after a reload one click goes on with what is there", async () => {
    proxy.faults.downloadPace = 8 * MIB;
    await download();
    await reached(50);
    proxy.faults.downloadPace = MIB;
    await noted();
    leaveGladly(page);
    await page.reload();
    await signIn(page);
    proxy.faults.downloadPace = null;
    const before = proxy.seen.downloadedBytes;
    await ui.button(page, "Transfers, 1 download not finished").click();
    await ui.shows(page, "The download of “far-away” was not finished");
    await nothingSaved();
    await inDrawer("Continue").click();
    await savedRight();
    const fetched = proxy.seen.downloadedBytes - before;
    assert.ok(fetched < SIZE * 0.6, `${fetched} bytes were fetched again`);
    await page.waitForFunction(() => !document.querySelector('[data-stage="partial"]'));
  });

  test("what was there is gone from the browser's storage: afresh, and said", async () => {
    proxy.faults.downloadPace = 8 * MIB;
    await download();
    await reached(30);
    await noted();
    leaveGladly(page);
    await page.goto("about:blank");
    await page.goto(`${site.origin}/config.json`);
    await page.evaluate(async () => {
      const root = await navigator.storage.getDirectory();
      for await (const name of root.keys()) await root.removeEntry(name);
    });
    await page.goto(site.origin);
    await signIn(page);
    proxy.faults.downloadPace = null;
    await ui.button(page, "Transfers, 1 download not finished").click();
    await inDrawer("Continue").click();
    await ui.shows(page, "what was here is gone from the browser's storage");
    await savedRight();
  });

  test("two tabs on one image", async () => {
    proxy.faults.downloadPace = 30 * MIB;
    const other = await signedIn();
    await download("far-away", other);
    await stage("moving", other);
    await page.bringToFront();
    await download();
    await stage("moving");
    await stage("done");
    await other.bringToFront();
    await stage("done", other);
    // One of them has taken the other's place.
    await savedRight();
    assert.deepEqual(other.faults, []);
  });

  test("from the store that the person names, where the image is in several", async () => {
    const twice = await glance.createWithData({ name: "twice" }, Buffer.alloc(MIB, 7));
    const body = JSON.stringify({ method: { name: "copy-image" }, stores: ["slow"] });
    const admin = await Glance.as("admin");
    await admin.call("POST", `/images/${twice.id}/import`, { headers: { "Content-Type": "application/json" }, body });
    await until(async () => (await glance.show(twice.id)).stores === "fast,slow");
    await page.reload();
    await signIn(page);
    await ui.link(page, "twice").click();
    await ui.shows(page, "Integrity");
    await page.select(".v-page-actions select", "slow");
    await ui.button(page, "Download").click();
    await stage("done");
    assert.match(proxy.seen.downloadPath, /\?prefer=slow$/);
    await glance.delete(twice.id);
  });

  test("two downloads, and a third waits for its turn", async () => {
    proxy.faults.downloadPace = 20 * MIB;
    await download();
    await ui.button(page, "Close").click();
    await download();
    await ui.button(page, "Close").click();
    await download();
    await stage("queued");
    proxy.faults.downloadPace = null;
    await page.waitForFunction(
      () => document.querySelectorAll('.v-drawer [data-stage="done"]').length === 3,
      { timeout: 60_000 },
    );
  });
});

describe("a clear error, and nothing that looks whole", () => {
  test("wrong bytes: caught, kept only under a name that says so; then right ones", async () => {
    proxy.faults.flipDownloadAt = 1_234_567;
    await download();
    await stage("failed");
    await ui.shows(page, "The bytes differ");
    await nothingSaved();
    await inDrawer("Keep the wrong bytes").click();
    const kept = await chromium.downloaded();
    assert.equal(path.basename(kept), "far-away.raw.unproven");
    const bytes = await readFile(kept);
    const source = await readFile(file);
    assert.equal(bytes.length, source.length);
    assert.notEqual(Buffer.compare(bytes, source), 0);
    await inDrawer("Try again").click();
    await stage("done");
    await ui.shows(page, "Verified (SHA-512)");
  });

  test("other ranges than those asked for, where the page can't see it", async () => {
    proxy.faults.exposeRange = false;
    proxy.faults.shiftRanges = 4096;
    await download();
    await stage("failed");
    await ui.shows(page, "The bytes differ");
    await nothingSaved();
  });

  test("the worker that digests doesn't load: said, and another attempt has it", async () => {
    // Two load the same program; the second to ask for it is the helper. A browser
    // asks once more by itself where a kept connection ends.
    let asked = 0;
    site.lose({ test: (path) => path.endsWith("/worker_loader.js") && (asked += 1) > 1 });
    await download();
    await stage("failed");
    await ui.shows(page, "The part that reads and checks files didn't start");
    await nothingSaved();
    site.lose(undefined);
    await inDrawer("Try again").click();
    await savedRight();
  });

  test("a worker whose program never comes: another one does the work", async () => {
    let asked = 0;
    site.stall({ test: (path) => path.endsWith("/worker_loader.js") && (asked += 1) === 1 });
    await download();
    await savedRight();
    site.stall(undefined);
    // The first, the one beside it, and a helper at least.
    assert.ok(asked > 2, `${asked} workers asked for`);
  });

  test("the image is deleted midway", async () => {
    const doomed = await glance.createWithData({ name: "doomed" }, await readFile(file));
    await page.reload();
    await signIn(page);
    proxy.faults.downloadPace = 8 * MIB;
    await download("doomed");
    await reached(20);
    await glance.delete(doomed.id);
    proxy.faults.downloadPace = null;
    proxy.faults.cutDownloads = [0, 0, 0];
    await stage("failed");
    await ui.shows(page, "404");
    await nothingSaved();
    await inDrawer("Clear finished").click();
    await ui.shows(page, "Nothing is moving.");
    await until(async () => (await stagingFiles()).length === 0);
  });

  test("the image is deactivated midway: refused, and resumed once it is active again", async () => {
    const admin = await Glance.as("admin");
    proxy.faults.downloadPace = 8 * MIB;
    await download();
    await reached(20);
    await admin.call("POST", `/images/${image.id}/actions/deactivate`);
    proxy.faults.downloadPace = null;
    await stage("failed");
    await ui.shows(page, "403");
    await nothingSaved();
    await admin.call("POST", `/images/${image.id}/actions/reactivate`);
    // Tidying the list throws nothing away that can be gone on with.
    await inDrawer("Clear finished").click();
    await inDrawer("Continue").click();
    await savedRight();
  });

  test("no room in the browser's storage; a place that the person chooses has it", async () => {
    await withoutRoom();
    proxy.faults.cutDownloadAfter = 5 * MIB;
    await inDrawer("Choose where to save").click();
    await stage("done");
    await ui.shows(page, "Verified (SHA-512)");
    const digest = await page.evaluate(async () => {
      const root = await navigator.storage.getDirectory();
      const file = await (await root.getFileHandle("chosen-far-away.raw")).getFile();
      const digest = await crypto.subtle.digest("SHA-512", await file.arrayBuffer());
      return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    });
    assert.equal(digest, right);
    assert.deepEqual(await stagingFiles(), ["chosen-far-away.raw"]);
  });

  test("wrong bytes in a chosen file leave it as it was", async () => {
    await withoutRoom();
    proxy.faults.flipDownloadAt = 99;
    await inDrawer("Choose where to save").click();
    await ui.shows(page, "The bytes differ");
    const size = await page.evaluate(async () => {
      const root = await navigator.storage.getDirectory();
      return (await (await root.getFileHandle("chosen-far-away.raw")).getFile()).size;
    });
    assert.equal(size, 0);
  });
});
