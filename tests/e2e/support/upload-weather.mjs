// Weather for uploads, in each browser: each ends in a verified image, or in a clear
// message with the record's true state, and never in two records.
import assert from "node:assert/strict";
import { appendFile, open, rm, truncate, writeFile } from "node:fs/promises";
import { beforeEach, describe, test } from "node:test";

import * as ui from "./console.mjs";
import { MIB, randomFile, sha512 } from "./files.mjs";
import { stand } from "./stand.mjs";
import * as uploads from "./uploads.mjs";
import { until } from "./uploads.mjs";

/** The tests of one browser, and how its buttons are pressed. */
export function uploadWeatherIn(name, hands) {
  const it = stand({ browser: name });
  let site, page, glance, proxy, files;
  beforeEach(() => ({ site, page, glance, proxy, files } = it));

  const throughProxy = () => hands.signIn(page, proxy.url);
  const choose = async (...chosen) => {
    await uploads.toUploads(page, hands);
    await uploads.putIn(page, ...chosen);
  };
  const send = () => uploads.send(page);
  const stage = (name, timeout) => uploads.stage(page, name, timeout);
  const press = (name) => hands.press(page, name, ".v-upload");
  const only = (name) => uploads.only(glance, name);

  /** Verified on the page, the same bytes at the service, and only one record. */
  const arrived = async (name, file) => {
    await stage("done");
    await ui.shows(page, "Verified (SHA-512)");
    return uploads.isThere(glance, name, file);
  };

  /**
   * It has ended, and what the page says of the record and its bytes is so: verified with
   * the digest of then; or stored and not called verified, since not all of the file could
   * be read in time; or not sent, with a record that waits. The record.
   */
  const endsAsTold = async (name, digest) => {
    await page.waitForSelector('.v-upload :is([data-stage="failed"], [data-stage="done"])', { timeout: 120_000 });
    const text = await ui.textOf(page, ".v-upload");
    const image = await only(name);
    if (text.includes("Verified (SHA-512)")) {
      assert.deepEqual([image.status, image.os_hash_value], ["active", digest]);
    } else if (image.status === "active") {
      assert.match(text, /(Stored, but not verified|The bytes differ)[^]*The image is stored\./);
    } else {
      assert.equal(image.status, "queued");
      assert.match(text, /isn’t what you chose any more[^]*The record waits for data/);
    }
    return image;
  };

  /** Other bytes in the same place; at no moment is the file shorter. */
  const overwrite = async (file, bytes) => {
    const handle = await open(file, "r+");
    await handle.writeFile(bytes);
    await handle.close();
  };

  describe("uploads in bad weather", () => {
    for (const [name, part] of [["0", 0], ["1", 0.01], ["50", 0.5], ["99.9", 0.999]]) {
      test(`cut at ${name} %: goes on by itself, on the same record`, async () => {
        const title = `cut-at-${name.replace(".", "-")}`;
        const size = 12 * MIB + 777;
        const file = await randomFile(files.dir, `${title}.raw`, size);
        proxy.faults.cutUploadAfter = Math.floor(size * part);
        await throughProxy();
        await choose(file);
        await send();
        await stage("waiting");
        const { id } = await only(title);
        const image = await arrived(title, file);
        assert.equal(image.id, id);
        assert.equal(proxy.faults.cutUploadAfter, null, "nothing was cut");
        await glance.delete(id);
      });
    }

    for (const status of [502, 503, 504]) {
      for (const cors of [true, false]) {
        test(`${status} ${cors ? "that can be read" : "without CORS"}: tried again`, async () => {
          const title = `answer-${status}-${cors}`;
          const file = await randomFile(files.dir, `${title}.raw`, 2 * MIB);
          proxy.faults.answerUpload = { status, cors: cors ? site.origin : null };
          await throughProxy();
          await choose(file);
          await send();
          await stage("waiting");
          const image = await arrived(title, file);
          await glance.delete(image.id);
        });
      }
    }

    test("the record can't be made for a while: it is made once, when it can be", async () => {
      const file = await randomFile(files.dir, "made-late.raw", 2 * MIB);
      await throughProxy();
      await choose(file);
      proxy.faults.answerAll = { status: 503, cors: site.origin, method: "POST", path: /\/images$/ };
      await send();
      await stage("waiting");
      assert.deepEqual(await glance.named("made-late"), []);
      proxy.faults.answerAll = null;
      const image = await arrived("made-late", file);
      await glance.delete(image.id);
    });

    test("the record is made, and the answer is lost: no second one is", async () => {
      const file = await randomFile(files.dir, "made-unheard.raw", 2 * MIB);
      await throughProxy();
      await choose(file);
      proxy.faults.loseAnswer = { method: "POST", path: /\/images$/ };
      await send();
      // Some browsers ask once more by themselves; then it's said that it is there already.
      const image = await arrived("made-unheard", file);
      assert.equal(proxy.faults.loseAnswer, null, "nothing was lost");
      await glance.delete(image.id);
    });

    test("all is stored, and the answer is lost: proven, and not sent again", async () => {
      const file = await randomFile(files.dir, "stored-unheard.raw", 4 * MIB);
      await throughProxy();
      await choose(file);
      proxy.seen.uploads = 0;
      proxy.faults.loseAnswer = { method: "PUT", path: /\/file$/ };
      await send();
      const image = await arrived("stored-unheard", file);
      assert.equal(proxy.faults.loseAnswer, null, "nothing was lost");
      assert.equal(proxy.seen.uploads, 1);
      await glance.delete(image.id);
    });

    test("sent isn't stored: until the service says so, that is a stage of its own", async () => {
      const file = await randomFile(files.dir, "being-stored.raw", 4 * MIB);
      await throughProxy();
      await choose(file);
      proxy.faults.holdUploadAnswers = true;
      await send();
      await stage("storing");
      await ui.shows(page, "Sent; the service is storing it");
      await ui.shows(page, "4 MiB of 4 MiB");
      assert.doesNotMatch(await ui.textOf(page, ".v-upload"), /Verified|Stored/);
      proxy.faults.holdUploadAnswers = null;
      const image = await arrived("being-stored", file);
      await glance.delete(image.id);
    });

    test("the finished record can't be read for a while: proven once it can", async () => {
      const file = await randomFile(files.dir, "read-late.raw", 2 * MIB);
      await throughProxy();
      await choose(file);
      proxy.faults.answerAll = { status: 502, cors: null, method: "GET", path: /\/images\/[-0-9a-f]{36}$/ };
      await send();
      await until(async () => (await glance.named("read-late"))[0]?.status === "active", "active");
      await stage("verifying");
      await new Promise((resolve) => setTimeout(resolve, 2000));
      assert.equal(await page.$('.v-upload [data-stage="done"]'), null);
      proxy.faults.answerAll = null;
      const image = await arrived("read-late", file);
      await glance.delete(image.id);
    });

    test("who waits for the next attempt can try now, or stop and keep the record", async () => {
      const file = await randomFile(files.dir, "patience.raw", MIB);
      proxy.faults.answerUpload = { status: 503, times: 4, cors: site.origin };
      await throughProxy();
      await choose(file);
      await send();
      await stage("waiting");
      await press("Try now");
      await ui.shows(page, "Attempt");
      await stage("waiting");
      await press("Cancel");
      await press("Keep the record");
      await stage("stopped");
      assert.equal((await only("patience")).status, "queued");
      proxy.faults.answerUpload = null;
      await press("Try again");
      const image = await arrived("patience", file);
      await glance.delete(image.id);
    });

    test("a token that nobody takes any more: signing in again, then one click", async () => {
      const file = await randomFile(files.dir, "late-token.raw", 2 * MIB);
      proxy.faults.answerUpload = { status: 401, cors: site.origin };
      await throughProxy();
      await choose(file);
      await send();
      await stage("failed");
      await ui.shows(page, "The record waits for data");
      await press("Try again");
      const image = await arrived("late-token", file);
      await glance.delete(image.id);
    });

    test("an image deleted during its upload is told as gone", async () => {
      const file = await randomFile(files.dir, "deleted-meanwhile.raw", 8 * MIB);
      proxy.faults.uploadPace = 2 * MIB;
      await throughProxy();
      await choose(file);
      await send();
      await stage("moving");
      const { id } = await only("deleted-meanwhile");
      await until(async () => (await glance.show(id)).status === "saving", "saving");
      await glance.delete(id);
      await stage("failed");
      await ui.shows(page, "The record is gone: somebody deleted it.");
      assert.deepEqual(await glance.named("deleted-meanwhile"), []);
    });

    test("a file cut short on the disk while it is sent is no image", async () => {
      const file = await randomFile(files.dir, "shrinking.raw", 24 * MIB);
      proxy.faults.uploadPace = 4 * MIB;
      await throughProxy();
      await choose(file);
      await send();
      await stage("moving");
      await truncate(file, MIB);
      await stage("failed", 120_000);
      await ui.shows(page, "The file on this computer isn’t what you chose any more");
      const image = await only("shrinking");
      assert.equal(image.status, "queued");
      await glance.delete(image.id);
    });

    test("a file that has grown since it was chosen is not sent as it is now", async () => {
      const file = await randomFile(files.dir, "grown.raw", 4 * MIB);
      const before = await sha512(file);
      await throughProxy();
      await choose(file);
      // Browsers tell one second from another, not less.
      await new Promise((resolve) => setTimeout(resolve, 1500));
      await appendFile(file, Buffer.alloc(MIB, 7));
      await send();
      if (hands.noticesChanges) {
        await stage("failed");
        await ui.shows(page, "The file on this computer isn’t what you chose any more");
        await ui.shows(page, "To upload it as it is now, choose it again. The record waits for data");
        const { status, size } = await only("grown");
        assert.deepEqual([status, size], ["queued", null]);
      } else {
        await stage("done");
        const { size, os_hash_value } = await only("grown");
        assert.deepEqual([size, os_hash_value], [4 * MIB, before]);
      }
      await glance.delete((await only("grown")).id);
    });

    test("a file that grows while it is sent arrives as it was when it was chosen", async () => {
      const file = await randomFile(files.dir, "growing.raw", 16 * MIB);
      const before = await sha512(file);
      proxy.faults.uploadPace = 8 * MIB;
      await throughProxy();
      await choose(file);
      await send();
      await stage("moving");
      await until(async () => (await only("growing")).status === "saving", "saving");
      await appendFile(file, Buffer.alloc(MIB, 7));
      const image = await endsAsTold("growing", before);
      assert.deepEqual([image.status, image.size, image.os_hash_value], ["active", 16 * MIB, before]);
      await glance.delete(image.id);
    });

    test("a file changed on the disk while it is sent is never verified as a mixture", async () => {
      const file = await randomFile(files.dir, "changing.raw", 16 * MIB);
      const before = await sha512(file);
      proxy.faults.uploadPace = 4 * MIB;
      await throughProxy();
      await choose(file);
      await send();
      await stage("moving");
      await writeFile(file, Buffer.alloc(16 * MIB, 7));
      await glance.delete((await endsAsTold("changing", before)).id);
    });

    test("a file changed on the disk is found out before another attempt", async () => {
      const file = await randomFile(files.dir, "rewritten.raw", 16 * MIB);
      proxy.faults.uploadPace = 4 * MIB;
      proxy.faults.cutUploadAfter = 12 * MIB;
      const before = proxy.seen.uploads;
      await throughProxy();
      await choose(file);
      await send();
      await stage("moving");
      await until(async () => (await only("rewritten")).status === "saving", "saving");
      await overwrite(file, Buffer.alloc(16 * MIB, 7));
      await stage("failed", 120_000);
      await ui.shows(page, "The file on this computer isn’t what you chose any more");
      await ui.shows(page, "The record waits for data");
      const image = await only("rewritten");
      assert.deepEqual([image.status, proxy.seen.uploads - before], ["queued", 1]);
      await glance.delete(image.id);
    });

    test("a file deleted on the disk while it is sent is the old bytes, whole, or no verified image", async () => {
      const file = await randomFile(files.dir, "vanishing.raw", 16 * MIB);
      const before = await sha512(file);
      proxy.faults.uploadPace = 4 * MIB;
      await throughProxy();
      await choose(file);
      await send();
      await stage("moving");
      await rm(file);
      const image = await endsAsTold("vanishing", before);
      if (image.status === "active") assert.equal(image.os_hash_value, before);
      await glance.delete(image.id);
    });

    test("a server that takes no byte for a minute is given up, and tried again", async () => {
      const file = await randomFile(files.dir, "stalled.raw", 24 * MIB);
      proxy.faults.stallUploadAfter = 64 * 1024;
      await throughProxy();
      await choose(file);
      await send();
      await page.waitForFunction(
        () => document.body.innerText.includes("No byte was accepted for"), { timeout: 60_000 });
      await stage("waiting", 120_000);
      const image = await arrived("stalled", file);
      await glance.delete(image.id);
    });

    test("a service that tires of waiting for the next byte is tried again", async () => {
      const file = await randomFile(files.dir, "tired.raw", 24 * MIB);
      proxy.faults.stallUploadAfter = 64 * 1024;
      proxy.faults.endStalledAfter = 40_000;
      await throughProxy();
      await choose(file);
      await send();
      await stage("waiting", 120_000);
      const image = await arrived("tired", file);
      await glance.delete(image.id);
    });

    test("after a reload the upload is finished with the same file, and with no other", async () => {
      const file = await randomFile(files.dir, "reloaded.raw", 12 * MIB);
      const other = await randomFile(files.dir, "other.raw", 12 * MIB);
      // A browser whose uploads end with their page.
      await page.evaluateOnNewDocument(() => delete globalThis.SharedWorker);
      await page.reload();
      proxy.faults.uploadPace = 2 * MIB;
      await throughProxy();
      await choose(file);
      await send();
      await stage("moving");
      await until(async () => (await only("reloaded")).status === "saving", "saving");
      page.once("dialog", (dialog) => dialog.accept());
      await page.reload();
      proxy.faults.uploadPace = null;
      await until(async () => (await only("reloaded")).status === "queued", "queued");
      const { id } = await only("reloaded");
      // Wherever the person is by then, it is mentioned.
      await page.goto(`${site.origin}/images`);
      await throughProxy();
      await hands.press(page, "Transfers, 1 upload not finished");
      await page.waitForFunction(() =>
        document.querySelector(".v-drawer").innerText.includes("The upload of “reloaded” was not finished"));
      await page.locator(".v-drawer-head button").click();
      await hands.follow(page, "Upload image");
      await ui.shows(page, "The upload of “reloaded” was not finished");
      const input = await page.$(".v-file-button input");
      await input.uploadFile(other);
      await ui.shows(page, "This is another file");
      await input.uploadFile(file);
      await ui.newestTransfer(page, "done");
      const image = await only("reloaded");
      assert.equal(image.id, id);
      assert.equal(image.os_hash_value, await sha512(file));
      await page.waitForFunction(() => !document.body.innerText.includes("was not finished"));
      await glance.delete(id);
    });
  });
}
