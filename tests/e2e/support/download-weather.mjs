// Weather for downloads, in each browser: whatever comes, the right bytes under their
// name, or a clear error and no file that looks whole.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { beforeEach, describe, test } from "node:test";

import { filesIn } from "./browser.mjs";
import { Glance } from "./cloud.mjs";
import * as ui from "./console.mjs";
import * as downloads from "./downloads.mjs";
import { drawn, leaveGladly, noted, saved, until } from "./downloads.mjs";
import { MIB, sha512 } from "./files.mjs";
import { crash } from "./service.mjs";
import { settings } from "./settings.mjs";
import { anImage, stand } from "./stand.mjs";

const SIZE = 80 * MIB + 4321;

/** The tests of one browser, and how its buttons are pressed. */
export function downloadWeatherIn(name, hands) {
  const it = stand({ browser: name, isAnew: true, holds: anImage("far-away", SIZE) });
  let engine, site, page, glance, proxy, file, image, right;
  beforeEach(async () => {
    ({ engine, site, page, glance, proxy, file, image, right } = it);
    await signIn(page);
  });

  const signIn = (page) => hands.signIn(page, proxy.url);

  const signedIn = async () => {
    const page = await ui.open(engine.browser, site.origin);
    await signIn(page);
    return page;
  };

  const download = (name = "far-away", on = page) => hands.press(on, `Download ${name}`);
  const inDrawer = (name) => hands.press(page, name, ".v-drawer");
  const stage = (name, on = page) => downloads.stage(on, name);
  const reached = (percent) => downloads.reached(page, percent);
  const stagingFiles = () => downloads.stagingFiles(page);

  const savedRight = async () => {
    assert.deepEqual(await saved(engine), { name: "far-away.raw", sha512: right });
    await ui.newestTransfer(page, "done");
    await ui.shows(page, "Verified (SHA-512)");
  };

  /** Of several saved at once: some browsers put one in another's place. */
  const allRight = async () => {
    await engine.downloaded();
    for (const name of await filesIn(engine.downloads)) {
      assert.match(name, /^far-away ?(\(\d\))?\.raw$/);
      assert.equal(await sha512(path.join(engine.downloads, name)), right);
    }
  };

  const nothingSaved = async () => assert.deepEqual(await filesIn(engine.downloads), []);

  describe("the right bytes in the end", () => {
    test("cut twenty times at places drawn by lot, and nobody does anything about it", async () => {
      proxy.faults.cutDownloads = drawn(20, 6 * MIB, 20261121);
      await download();
      await downloads.stage(page, "done", 200_000);
      assert.deepEqual(proxy.faults.cutDownloads, [], "not cut often enough");
      await savedRight();
      // Or the browser keeps a copy of what passes, and lets one part wait for the other.
      assert.match(String(proxy.seen.downloadCacheControl), /no-cache|no-store/);
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

    test("401 in the middle: told, and nothing saved; tried again, it goes on", async () => {
      proxy.faults.downloadPace = 8 * MIB;
      await download();
      await reached(30);
      proxy.faults.answerDownload = { status: 401, times: 9, cors: site.origin };
      proxy.faults.cutDownloads = [0, 0, 0];
      await stage("failed");
      await ui.shows(page, "401");
      await nothingSaved();
      proxy.faults.answerDownload = null;
      proxy.faults.cutDownloads = null;
      proxy.faults.downloadPace = null;
      const before = proxy.seen.downloadedBytes;
      await inDrawer("Try again");
      await savedRight();
      const fetched = proxy.seen.downloadedBytes - before;
      assert.ok(fetched < SIZE * 0.8, `${fetched} bytes were fetched again`);
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
      await inDrawer("Pause");
      await stage("paused");
      // What was on its way is let go.
      await new Promise((resolve) => setTimeout(resolve, 500));
      const seen = proxy.seen.downloadedBytes;
      await new Promise((resolve) => setTimeout(resolve, 1500));
      assert.equal(proxy.seen.downloadedBytes, seen, "it goes on");
      proxy.faults.downloadPace = null;
      await inDrawer("Go on");
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
      await hands.press(page, "Transfers, 1 download not finished");
      await ui.shows(page, "The download of “far-away” was not finished");
      await nothingSaved();
      await inDrawer("Continue");
      await savedRight();
      const fetched = proxy.seen.downloadedBytes - before;
      assert.ok(fetched < SIZE * 0.6, `${fetched} bytes were fetched again`);
      await page.waitForFunction(() => !document.querySelector('[data-stage="partial"]'));
    });

    test("what was there is gone from the browser's storage: afresh, and said", async () => {
      proxy.faults.downloadPace = 8 * MIB;
      await download();
      await reached(30);
      proxy.faults.downloadPace = MIB;
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
      await hands.press(page, "Transfers, 1 download not finished");
      await inDrawer("Continue");
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
      await allRight();
      assert.deepEqual(other.faults, []);
    });

    test("two downloads, and a third waits for its turn; what is in the folder is right", async () => {
      proxy.faults.downloadPace = 2 * MIB;
      for (let n = 0; n < 3; n += 1) {
        if (n > 0) await hands.press(page, "Close");
        await download();
      }
      await stage("queued");
      proxy.faults.downloadPace = null;
      await page.waitForFunction(
        () => document.querySelectorAll('.v-drawer [data-stage="done"]').length === 3,
        { timeout: 60_000 },
      );
      await allRight();
    });
  });

  describe("a clear error, and nothing that looks whole", () => {
    test("wrong bytes: caught, kept only under a name that says so; then right ones", async () => {
      proxy.faults.flipDownloadAt = 1_234_567;
      await download();
      await stage("failed");
      await ui.shows(page, "The bytes differ");
      await nothingSaved();
      await inDrawer("Keep the wrong bytes");
      const kept = await engine.downloaded();
      assert.equal(path.basename(kept), "far-away.raw.unproven");
      const bytes = await readFile(kept);
      const source = await readFile(file);
      assert.equal(bytes.length, source.length);
      assert.notEqual(Buffer.compare(bytes, source), 0);
      await inDrawer("Try again");
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
      await inDrawer("Clear finished");
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
      await inDrawer("Clear finished");
      await inDrawer("Continue");
      await savedRight();
    });
  });
}
