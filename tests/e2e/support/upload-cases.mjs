// What else may befall an upload, in each browser: files of any name, size and number,
// what the service refuses, stores, tokens that end, others at the same record, and a
// service that dies.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { truncate, writeFile } from "node:fs/promises";
import path from "node:path";
import { beforeEach, describe, test } from "node:test";

import { Glance, cloudNamed, revoke, tokenFor } from "./cloud.mjs";
import * as ui from "./console.mjs";
import { MIB, randomFile, sha512 } from "./files.mjs";
import { startProxy } from "./proxy.mjs";
import { crash } from "./service.mjs";
import { settings } from "./settings.mjs";
import { stand } from "./stand.mjs";
import * as uploads from "./uploads.mjs";
import { until } from "./uploads.mjs";

/** The tests of one browser, and how its buttons are pressed. */
export function uploadCasesIn(name, hands) {
  const it = stand({ browser: name });
  let engine, site, page, glance, proxy, files;
  beforeEach(() => ({ engine, site, page, glance, proxy, files } = it));

  const signIn = (endpoint = proxy.url, as) => hands.signIn(page, endpoint, as);
  const toUploads = (tab = page) => uploads.toUploads(tab, hands);
  const choose = async (...chosen) => {
    await toUploads();
    await uploads.putIn(page, ...chosen);
  };
  const named = (text) => uploads.fill(page, "Name", text);
  const send = () => uploads.send(page);
  const sendsAnyway = () => hands.press(page, "Send anyway", "dialog[open]");
  const stage = (name, timeout) => uploads.stage(page, name, timeout);
  const press = (name) => hands.press(page, name, ".v-upload");
  const only = (name, cloud = glance) => uploads.only(cloud, name);
  const isSent = async () => (await page.$(".v-upload [data-stage]")) !== null;

  /** Verified on the page, the same bytes at the service, and only one record. */
  const arrived = async (name, file, cloud = glance) => {
    await stage("done", 120_000);
    await ui.shows(page, "Verified (SHA-512)");
    return uploads.isThere(cloud, name, file);
  };

  describe("files of all kinds", () => {
    test("names of all kinds are made fit, or told", async () => {
      const name = "🐧 ‮שלום‬ \"q\" 'x' & <b>";
      const file = path.join(files.dir, `${name}.raw`);
      await writeFile(file, "data");
      await signIn();
      await choose(file);
      const filled = await page.$eval(".v-upload-item input", (input) => input.value);
      assert.ok(!filled.includes("🐧"), filled);
      await named("🐧");
      await send();
      await ui.shows(page, "🐧");
      assert.equal(await isSent(), false, "was sent all the same");
      await named("ü".repeat(256));
      await send();
      await ui.shows(page, "At most 255 characters.");
      assert.equal(await isSent(), false, "was sent all the same");
      const longest = `${filled} ${"ü".repeat(254 - [...filled].length)}`;
      await named(longest);
      await send();
      const image = await arrived(longest, file);
      await glance.delete(image.id);
    });

    test("an empty file is an image of no bytes", async () => {
      const file = path.join(files.dir, "nothing.raw");
      await writeFile(file, "");
      await signIn();
      await choose(file);
      await send();
      await ui.shows(page, "The file is empty. The image will have no data.");
      await sendsAnyway();
      await stage("done");
      const image = await only("nothing");
      assert.deepEqual([image.status, image.size], ["active", 0]);
      await glance.delete(image.id);
    });

    test("a hundred files dropped at once, and one too many: a hundred images, each proven, none there twice", { timeout: 280_000 }, async () => {
      const name = (n) => `hundred-${String(n).padStart(3, "0")}`;
      await signIn();
      await toUploads();
      await page.$eval(".v-drop", (zone) => {
        const data = new DataTransfer();
        for (let n = 0; n < 101; n += 1) {
          const name = `hundred-${String(n).padStart(3, "0")}.raw`;
          data.items.add(new File([`what is in file ${n}`], name));
        }
        zone.dispatchEvent(new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer: data }));
      });
      await uploads.inForm(page, 101);
      await ui.shows(page, "Upload 101 files");
      await hands.press(page, "Leave out hundred-100.raw");
      await ui.shows(page, "Upload 100 files");
      await send();
      await page.locator(".v-transfers-button").click();
      await ui.shows(page, "uploads wait");
      await page.select('.v-queue[aria-label="Uploads"] select', "4");
      await page.waitForFunction(
        () => document.querySelectorAll('.v-upload [data-stage="done"]').length === 100,
        { timeout: 240_000 },
      );
      const listed = await (await glance.call("GET", "/images?limit=300")).json();
      const images = listed.images.filter((image) => image.name.startsWith("hundred-"));
      const held = images.map((image) => [image.name, image.status, image.os_hash_value]).sort();
      const wanted = Array.from({ length: 100 }, (_, n) => [
        name(n), "active", createHash("sha512").update(`what is in file ${n}`).digest("hex"),
      ]);
      assert.deepEqual(held, wanted);
      assert.equal(await page.$$eval(".v-upload .v-transfer", (all) =>
        all.filter((one) => one.innerText.includes("Verified (SHA-512)")).length), 100);
      for (const image of images) await glance.delete(image.id);
    });

    test("every byte of 5 GiB is sent and counted, and the record is told as it is", { timeout: 300_000 }, async () => {
      const SIZE = 5 * 1024 * MIB + 1;
      const file = path.join(files.dir, "large.raw");
      await writeFile(file, "");
      await truncate(file, SIZE);
      const count = { bytes: 0, cors: site.origin };
      proxy.faults.countUpload = count;
      await signIn();
      await choose(file);
      await ui.shows(page, "5,368,709,121 bytes");
      await send();
      await stage("failed", 280_000);
      assert.equal(count.bytes, SIZE);
      await ui.shows(page, "5 GiB of 5 GiB");
      await ui.shows(page, "The record waits for data");
      const image = await only("large");
      assert.equal(image.status, "queued");
      await glance.delete(image.id);
    });
  });

  describe("what the service refuses", () => {
    test("a format that isn't the data's: in its own words, and no record is left behind", async () => {
      const file = path.join(files.dir, "mislabelled.img");
      execFileSync("qemu-img", ["create", "-q", "-f", "qcow2", file, "1M"]);
      await signIn();
      await choose(file);
      await ui.shows(page, "QEMU disk (qcow2)");
      await page.select(".v-upload-item select", "vmdk");
      await ui.shows(page, "As “vmdk”, most services refuse the file");
      await send();
      await sendsAnyway();
      await stage("failed");
      await ui.shows(page, "415: Image disk_format vmdk does not match stream data qcow2");
      await ui.shows(page, "The empty record was deleted.");
      await until(async () => (await glance.named("mislabelled")).length === 0, "deleted");
    });

    test("a full quota is told before a byte is sent, and then in its numbers", async () => {
      const tiny = await Glance.as("tiny");
      const file = await randomFile(files.dir, "too-much.raw", 8 * MIB);
      await signIn(settings.glance, "tiny");
      await choose(file);
      await ui.shows(page, "The project's quota is too small for this");
      await ui.shows(page, "8 MiB are to be sent, and 5 MiB are left");
      await send();
      await sendsAnyway();
      await stage("failed");
      if (hands.readsEarlyAnswers) {
        await ui.shows(page, "quota is used up");
        await ui.shows(page, "image_size_total is over limit of 5");
      } else {
        await ui.shows(page, "The service ended the connection, and this is most likely why: 8 MiB are to be sent, and 5 MiB are left");
      }
      await ui.shows(page, "The record waits for data");
      await press("Delete the record");
      await until(async () => (await tiny.named("too-much")).length === 0, "deleted");
    });
  });

  describe("staged and imported, where the cloud refuses the header for stores", () => {
    for (const [way, cut] of [["at once", null], ["cut midway", 5 * MIB]]) {
      test(`${way}: proven all the same, in one record, in the store that was chosen`, async () => {
        const { glance: origin } = cloudNamed("minimal-cors");
        const cloud = await Glance.as("demo", { origin });
        const beside = await startProxy(origin);
        try {
          const file = await randomFile(files.dir, "staged.raw", 8 * MIB + 3);
          beside.faults.cutUploadAfter = cut;
          await signIn(beside.url);
          await choose(file);
          await page.locator(".v-upload-form details.v-more summary").click();
          await uploads.fill(page, "Store", "slow");
          await ui.shows(page, "staged first and then imported");
          await send();
          if (cut) await stage("waiting");
          const { id } = await until(async () => (await cloud.named("staged"))[0], "there");
          const image = await arrived("staged", file, cloud);
          assert.deepEqual([image.id, image.stores], [id, "slow"]);
          assert.equal(beside.faults.cutUploadAfter, null, "nothing was cut");
          await cloud.delete(id);
        } finally {
          await beside.close();
        }
      });
    }
  });

  describe("a token that ends", () => {
    /** What is to be sent is in the form, by somebody with this token. */
    const chosenWith = async (token, title, bytes) => {
      const file = await randomFile(files.dir, `${title}.raw`, bytes);
      await hands.signInWithToken(page, token, proxy.url);
      await choose(file);
      proxy.seen.uploads = 0;
      return file;
    };
    const signInAgain = async () => {
      await press("Sign in again");
      await ui.shows(page, "Keystone address");
      await signIn();
      await page.locator(".v-transfers-button").click();
      await hands.press(page, "Try again", ".v-drawer");
      assert.match(await ui.newestTransfer(page, "done"), /Verified \(SHA-512\)/);
      assert.equal(proxy.seen.uploads, 1);
    };

    test("before the first byte: nothing is made, and signed in again, one click sends it", { timeout: 120_000 }, async () => {
      const token = await tokenFor("demo");
      const file = await chosenWith(token, "early-end", 3 * MIB);
      await revoke(token);
      await send();
      await stage("failed");
      assert.deepEqual(await glance.named("early-end"), []);
      await signInAgain();
      await glance.delete((await uploads.isThere(glance, "early-end", file)).id);
    });

    test("after the last byte: stored, and not called verified; signed in again, one click proves it", { timeout: 120_000 }, async () => {
      const token = await tokenFor("demo");
      const file = await chosenWith(token, "late-end", 3 * MIB);
      proxy.faults.holdUploadAnswers = true;
      await send();
      await stage("storing");
      await revoke(token);
      proxy.faults.holdUploadAnswers = null;
      await stage("failed");
      await ui.shows(page, "The service took every byte, but the comparison is still missing");
      assert.doesNotMatch(await ui.textOf(page, ".v-upload"), /Verified/);
      await signInAgain();
      await glance.delete((await uploads.isThere(glance, "late-end", file)).id);
    });
  });

  describe("others at work", () => {
    test("two tabs that go on with one record at the same moment: one does, the other says so", async () => {
      const file = await randomFile(files.dir, "at-once.raw", 32 * MIB);
      const { id } = await uploads.leaveBehind(page, glance, "at-once", { origin: site.origin, proxy, file, hands });
      const tab = await ui.open(engine.browser, site.origin);
      try {
        await hands.signIn(tab, proxy.url);
        await toUploads(tab);
        await ui.shows(tab, "The upload of “at-once” was not finished");
        // So slow that neither is done before the other has begun.
        proxy.faults.uploadPace = 2 * MIB;
        proxy.seen.uploads = 0;
        const inputs = await Promise.all([page, tab].map((one) => one.$(".v-file-button input")));
        await Promise.all(inputs.map((input) => input.uploadFile(file)));
        const ends = await Promise.all([page, tab].map(async (one) => {
          const text = await one.waitForFunction(
            () => /Another upload seems to be at work|Another tab of this browser|Verified \(SHA-512\)/.exec(document.body.innerText)?.[0],
            { timeout: 60_000, polling: 100 },
          );
          return text.jsonValue();
        }));
        assert.equal(proxy.seen.uploads, 1, "sent by both");
        assert.equal(ends.filter((end) => end.startsWith("Verified")).length, 1, String(ends));
        assert.equal((await uploads.isThere(glance, "at-once", file)).id, id);
        await glance.delete(id);
        assert.deepEqual(tab.faults, []);
      } finally {
        await tab.close();
      }
    });

    test("a service that dies in the middle: the upload is proven in the end, in one record", async () => {
      const file = await randomFile(files.dir, "crashed.raw", 24 * MIB);
      proxy.faults.uploadPace = 4 * MIB;
      await signIn();
      await choose(file);
      await send();
      await stage("moving");
      await until(async () => (await only("crashed")).status === "saving", "saving");
      const service = await crash(new URL(settings.glance).port);
      proxy.faults.uploadPace = null;
      await service.start();
      const image = await arrived("crashed", file);
      // Where the service left the record at work, another one takes its place.
      await page.locator(".v-upload .v-transfer-actions a").click();
      await ui.shows(page, image.id);
      await glance.delete(image.id);
    });
  });
}
