// Where downloads come from and go to: stores, places that a person chooses, copies that
// are made once more; and workers that don't come, or die.
import assert from "node:assert/strict";
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { beforeEach, describe, test } from "node:test";

import { filesIn } from "./support/browser.mjs";
import { Glance } from "./support/cloud.mjs";
import * as ui from "./support/console.mjs";
import * as downloads from "./support/downloads.mjs";
import { noted, saved, until } from "./support/downloads.mjs";
import { MIB, randomFile, sha512 } from "./support/files.mjs";
import { chromium as hands } from "./support/hands.mjs";
import { lets, picks } from "./support/picked.mjs";
import { anImage, stand } from "./support/stand.mjs";

const SIZE = 80 * MIB + 4321;

/** The file that a person chooses, in a folder of its own. */
const chosenFile = ({ files }) => path.join(files.dir, "chosen", "far-away.raw");

const it = stand({
  isAnew: true,
  launchedWith: (it) => ({ preferences: lets(it.site.origin, chosenFile(it)) }),
  holds: async (it) => {
    await mkdir(path.dirname(chosenFile(it)));
    return anImage("far-away", SIZE)(it);
  },
});
let chromium, site, page, glance, proxy, files, right, session;
beforeEach(async () => {
  session = undefined;
  ({ engine: chromium, site, page, glance, proxy, files, right } = it);
  await signIn(page);
});

const signIn = (page) => hands.signIn(page, proxy.url);
const download = (name = "far-away", on = page) => downloads.download(on, name);
/** The page once more: none of its workers is there yet. */
const anew = async () => {
  await page.reload();
  await signIn(page);
};
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

const AS_IT_WAS = "what was in the file before";

/** The person chooses a file whenever the page asks for a place. */
const choosesPlaces = async () => {
  await writeFile(chosenFile(it), AS_IT_WAS);
  const session = await page.createCDPSession();
  await picks(chosenFile(it), {
    evaluate: (work) => page.evaluate(work),
    send: (method, params) => session.send(method, params),
  });
  await session.detach();
};

/** Of the file that was chosen, beside which nothing is left. */
const chosenDigest = async () => {
  assert.deepEqual(await readdir(path.dirname(chosenFile(it))), ["far-away.raw"]);
  return sha512(chosenFile(it));
};

const chosenIsAsItWas = async () => assert.equal(await readFile(chosenFile(it), "utf8"), AS_IT_WAS);

/** From now on the browser has so many bytes for the page. */
const quota = async (quotaSize) => {
  session ??= await page.createCDPSession();
  await session.send("Storage.overrideQuotaForOrigin", { origin: site.origin, quotaSize });
};

/** Fails for lack of room; then there is some, and a place that a person chooses. */
const withoutRoom = async () => {
  await quota(16 * MIB);
  await download();
  await stage("failed");
  await ui.shows(page, "There is not enough room in the browser's storage");
  await nothingSaved();
  await quota(1024 * MIB);
  await choosesPlaces();
};

describe("stores and workers", () => {
  test("from the store that the person names, where the image is in several", async () => {
    const twice = await glance.createWithData({ name: "twice" }, Buffer.alloc(MIB, 7));
    const body = JSON.stringify({ method: { name: "copy-image" }, stores: ["slow"] });
    const admin = await Glance.as("admin");
    await admin.call("POST", `/images/${twice.id}/import`, { headers: { "Content-Type": "application/json" }, body });
    await until(async () => (await glance.show(twice.id)).stores === "fast,slow");
    await anew();
    await ui.link(page, "twice").click();
    await ui.shows(page, "Integrity");
    await page.select(".v-page-actions select", "slow");
    await ui.button(page, "Download").click();
    await stage("done");
    assert.match(proxy.seen.downloadPath, /\?prefer=slow$/);
    await glance.delete(twice.id);
  });

  test("the worker that digests doesn't load: said, and another attempt has it", async () => {
    // Two load the same program; the second to ask for it is the helper. A browser
    // asks once more by itself where a kept connection ends.
    let asked = 0;
    site.lose({ test: (path) => path.endsWith("/worker_loader.js") && (asked += 1) > 1 });
    await anew();
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
    await anew();
    await download();
    await savedRight();
    // The first, the one beside it, and a helper at least.
    assert.ok(asked > 2, `${asked} workers asked for`);
  });

  test("no room in the browser's storage; a place that the person chooses has it", async () => {
    await withoutRoom();
    proxy.faults.cutDownloadAfter = 5 * MIB;
    proxy.faults.downloadPace = 40 * MIB;
    await inDrawer("Choose where to save").click();
    await reached(30);
    await inDrawer("Pause").click();
    await stage("paused");
    await chosenIsAsItWas();
    await inDrawer("Go on").click();
    await stage("done");
    await ui.shows(page, "Verified (SHA-512)");
    assert.equal(await chosenDigest(), right);
    assert.deepEqual(await stagingFiles(), []);
  });

  test("the browser asks whether the site may keep data: told meanwhile, and allowed it goes on", async () => {
    await page.evaluate(() => {
      navigator.storage.persist = () => new Promise((resolve) => {
        globalThis.allow = () => resolve(true);
      });
    });
    await quota(16 * MIB);
    await download();
    await stage("failed");
    await ui.shows(page, "There is not enough room in the browser's storage");
    await ui.shows(page, "allow it, and the download goes on");
    await nothingSaved();
    await quota(1024 * MIB);
    await page.evaluate(() => globalThis.allow());
    await savedRight();
  });

  test("wrong bytes in a chosen file leave it as it was", async () => {
    await withoutRoom();
    proxy.faults.flipDownloadAt = 99;
    await inDrawer("Choose where to save").click();
    await ui.shows(page, "The bytes differ");
    await chosenIsAsItWas();
    assert.deepEqual(await readdir(path.dirname(chosenFile(it))), ["far-away.raw"]);
  });

  test("a download into a chosen file that is cancelled leaves it as it was", async () => {
    await withoutRoom();
    proxy.faults.downloadPace = 20 * MIB;
    await inDrawer("Choose where to save").click();
    await reached(30);
    await inDrawer("Cancel").click();
    await stage("cancelled");
    await chosenIsAsItWas();
    await until(async () => (await readdir(path.dirname(chosenFile(it)))).join() === "far-away.raw");
  });

  test("what the browser's own copy can't hold goes where the person chooses, proven as it is", async () => {
    await choosesPlaces();
    await download();
    await savedRight();
    const seen = proxy.seen.downloads;
    await inDrawer("Choose where to save").click();
    await until(async () => (await stagingFiles()).length === 0);
    assert.equal(await chosenDigest(), right);
    assert.equal(proxy.seen.downloads, seen, "fetched again");
    assert.match(await ui.newestTransfer(page, "done"), /Verified \(SHA-512\)/);
    assert.doesNotMatch(await ui.textOf(page, ".v-drawer"), /Save again|Choose where to save/);
  });

  test("a place that takes nothing is told, and the bytes can still be saved", async () => {
    await page.evaluate(() => {
      window.showSaveFilePicker = async () => {
        const root = await navigator.storage.getDirectory();
        const handle = await root.getFileHandle("full", { create: true });
        handle.createWritable = async () => {
          throw new DOMException("The disk is full.", "QuotaExceededError");
        };
        return handle;
      };
    });
    await download();
    await savedRight();
    await inDrawer("Choose where to save").click();
    await stage("failed");
    await ui.shows(page, "The file could not be written");
    await ui.shows(page, "The disk is full.");
    await choosesPlaces();
    await inDrawer("Choose where to save").click();
    await stage("done");
    assert.equal(await chosenDigest(), right);
  });

  test("after a reload what was just handed to the browser can be saved once more", async () => {
    await download();
    await savedRight();
    await rm(await chromium.downloaded());
    await page.reload();
    await signIn(page);
    // Nothing is unfinished.
    await ui.button(page, "Transfers").click();
    await ui.shows(page, "“far-away” was handed to the browser to save");
    const seen = proxy.seen.downloadedBytes;
    await inDrawer("Save again").click();
    await savedRight();
    assert.equal(proxy.seen.downloadedBytes, seen, "fetched again");
    await page.reload();
    await signIn(page);
    await ui.button(page, "Transfers").click();
    await inDrawer("Delete what is here").click();
    await ui.shows(page, "Nothing is moving.");
    await until(async () => (await stagingFiles()).length === 0);
  });

  test("what was proven can be saved once more though the image is gone since", async () => {
    const data = await readFile(await randomFile(files.dir, "gone-since.raw", 3 * MIB));
    const gone = await glance.createWithData({ name: "gone-since" }, data);
    await page.reload();
    await signIn(page);
    await download("gone-since");
    await stage("done");
    await rm(await chromium.downloaded());
    await page.reload();
    await glance.delete(gone.id);
    await signIn(page);
    await ui.button(page, "Transfers").click();
    await ui.shows(page, "“gone-since” was handed to the browser to save");
    await inDrawer("Save again").click();
    await ui.newestTransfer(page, "done");
    assert.ok((await readFile(await chromium.downloaded())).equals(data), "other bytes were saved");
  });

  test("a worker that dies at its work is told, and another attempt goes on", async () => {
    proxy.faults.downloadPace = 8 * MIB;
    await download();
    await reached(30);
    proxy.faults.downloadPace = MIB;
    await noted();
    // What a panic ends in, at the next look at the clock. The one at work takes its
    // helper with it, which may be gone before it is told.
    await Promise.allSettled(page.workers().map((worker) =>
      worker.evaluate(() => {
        performance.now = () => {
          throw new WebAssembly.RuntimeError("unreachable");
        };
      })));
    await stage("failed");
    await ui.shows(page, "The part that reads and checks files has ended unexpectedly");
    await ui.shows(page, "unreachable");
    await nothingSaved();
    proxy.faults.downloadPace = null;
    const before = proxy.seen.downloadedBytes;
    await inDrawer("Try again").click();
    await savedRight();
    assert.ok(proxy.seen.downloadedBytes - before < SIZE * 0.9, "all was fetched again");
  });
});
