// What an upload is held to: the service's own digest, the file of then, and a record
// that is nobody else's.
import assert from "node:assert/strict";
import { mkdir, readFile, stat, utimes, writeFile } from "node:fs/promises";
import http from "node:http";
import path from "node:path";
import { beforeEach, describe, test } from "node:test";

import { Glance } from "./support/cloud.mjs";
import * as ui from "./support/console.mjs";
import { MIB, randomFile } from "./support/files.mjs";
import { settings } from "./support/settings.mjs";
import { stand } from "./support/stand.mjs";
import {
  choose, isThere, leaveBehind, only, press, send, signIn, stage, until,
} from "./support/uploads.mjs";

/** What the page is told of records, in the place of the service's words. */
let told;
const it = stand({ rewrite: (text) => JSON.stringify(JSON.parse(text, told)) });
let site, page, glance, proxy, files;
beforeEach(() => {
  told = undefined;
  ({ site, page, glance, proxy, files } = it);
});

const without = (...keys) => (key, value) => (keys.includes(key) ? undefined : value);

const sendOne = async (name, bytes = 3 * MIB) => {
  const file = await randomFile(files.dir, `${name}.raw`, bytes);
  await signIn(page, proxy.url);
  await choose(page, file);
  await send(page);
  return file;
};

describe("the comparison", () => {
  test("a byte changed on the way up is caught, and the image that isn't the file can be looked at", async () => {
    proxy.faults.flipUploadAt = 1_234_567;
    await sendOne("flipped-up");
    await stage(page, "failed");
    assert.equal(proxy.faults.flipUploadAt, null);
    await ui.shows(page, "The bytes differ: this is not the same data");
    await ui.shows(page, "Don't use the image");
    assert.doesNotMatch(await ui.textOf(page, ".v-upload"), /Verified/);
    const image = await only(glance, "flipped-up");
    await page.locator(".v-upload .v-transfer-actions a").click();
    await ui.shows(page, image.id);
    await glance.delete(image.id);
  });

  test("a cloud without strong hashes: compared by MD5", async () => {
    told = without("os_hash_algo", "os_hash_value");
    const file = await sendOne("by-md5");
    await stage(page, "done");
    await ui.shows(page, "Verified (MD5)");
    await glance.delete((await isThere(glance, "by-md5", file)).id);
  });

  test("no strong hash, and a byte changed on the way up: MD5 catches it", async () => {
    told = without("os_hash_algo", "os_hash_value");
    proxy.faults.flipUploadAt = 77;
    await sendOne("flipped-by-md5");
    await stage(page, "failed");
    await ui.shows(page, "The bytes differ: this is not the same data");
    await glance.delete((await only(glance, "flipped-by-md5")).id);
  });

  test("a cloud that gives no hash: complete, and not called verified", async () => {
    told = without("os_hash_algo", "os_hash_value", "checksum");
    const file = await sendOne("by-nothing");
    await stage(page, "done");
    await ui.shows(page, "Complete; this cloud gives no hash to compare");
    assert.doesNotMatch(await ui.textOf(page, ".v-upload"), /Verified/);
    await glance.delete((await isThere(glance, "by-nothing", file)).id);
  });
});

describe("the file of then", () => {
  test("finished with no other file, however alike, and with that one", async () => {
    const file = await randomFile(files.dir, "alike.raw", 32 * MIB);
    const { id } = await leaveBehind(page, glance, "alike", { origin: site.origin, proxy, file });
    const { atime, mtime } = await stat(file);
    const another = async (folder, { grow = 0, flip = null, later = 0 }) => {
      const dir = path.join(files.dir, folder);
      await mkdir(dir);
      const bytes = Buffer.concat([await readFile(file), Buffer.alloc(grow)]);
      if (flip !== null) bytes[flip] ^= 0xff;
      const name = path.join(dir, "alike.raw");
      await writeFile(name, bytes);
      await utimes(name, atime, new Date(mtime.getTime() + later));
      return name;
    };
    const input = await page.$(".v-file-button input");
    for (const [folder, change, words] of [
      ["larger", { grow: 1 }, "This is another file: it has another size."],
      ["later", { later: 5000 }, "This file was changed since then."],
      ["other-head", { flip: MIB - 1 }, "This is another file: it begins with other bytes."],
    ]) {
      await input.uploadFile(await another(folder, change));
      await ui.shows(page, words);
    }
    assert.equal((await only(glance, "alike")).status, "queued");
    await input.uploadFile(file);
    await ui.newestTransfer(page, "done");
    assert.equal((await isThere(glance, "alike", file)).id, id);
    await glance.delete(id);
  });

  test("its record is deleted instead, and mentioned no more", async () => {
    const file = await randomFile(files.dir, "unwanted-then.raw", 32 * MIB);
    await leaveBehind(page, glance, "unwanted-then", { origin: site.origin, proxy, file });
    await ui.button(page, "Delete the record").click();
    await page.waitForFunction(() => !document.body.innerText.includes("was not finished"));
    assert.deepEqual(await glance.named("unwanted-then"), []);
    await page.reload();
    await signIn(page, proxy.url);
    await ui.shows(page, "Drop disk images here");
    await new Promise((resolve) => setTimeout(resolve, 1500));
    assert.doesNotMatch(await ui.textOf(page, "body"), /was not finished/);
  });
});

describe("a record that was spoiled", () => {
  test("by a refusal whose answer is lost: another takes its place, and in the end there is none", async () => {
    const file = path.join(files.dir, "spoiled.raw");
    await writeFile(file, Buffer.alloc(MIB, 0x41));
    await signIn(page, proxy.url);
    await choose(page, file);
    await (await page.$('::-p-aria([name="Disk format"])')).select("qcow2");
    proxy.faults.loseAnswer = { method: "PUT", path: /\/file$/ };
    await send(page);
    await ui.button(page, "Send anyway").click();
    await stage(page, "failed");
    assert.equal(proxy.faults.loseAnswer, null, "nothing was lost");
    await ui.shows(page, "The empty record was deleted.");
    await until(async () => (await glance.named("spoiled")).length === 0, "deleted");
  });
});

describe("a page that ends before the proof", () => {
  /** Sends a file, and leaves the page while the service doesn't say what came of it. */
  const leftBeforeProof = async (name, isProtected = false) => {
    const file = await randomFile(files.dir, `${name}.raw`, 3 * MIB);
    // A browser whose uploads end with their page.
    await page.evaluateOnNewDocument(() => delete globalThis.SharedWorker);
    await page.reload();
    await signIn(page, proxy.url);
    await choose(page, file);
    if (isProtected) {
      await page.locator(".v-more summary").click();
      await ui.field(page, "Store").wait();
      await page.locator('input[type="checkbox"]').click();
    }
    proxy.faults.answerAll = { status: 503, cors: site.origin, method: "GET", path: /\/images\/[-0-9a-f]{36}$/ };
    await send(page);
    await stage(page, "verifying");
    page.once("dialog", (dialog) => dialog.accept());
    await page.reload();
    proxy.faults.answerAll = null;
    await signIn(page, proxy.url);
    await ui.shows(page, `“${name}” was uploaded, but not verified`);
    return file;
  };

  for (const [name, words, isProtected] of [
    ["unproven", "before the bytes were compared.", false],
    ["unprotected", "before the bytes were compared and the image was protected.", true],
  ]) {
    test(`what is ${name} is told, and done with the same file, without sending it again`, async () => {
      proxy.seen.uploads = 0;
      const file = await leftBeforeProof(name, isProtected);
      await ui.shows(page, words);
      await (await page.$(".v-file-button input")).uploadFile(file);
      assert.match(await ui.newestTransfer(page, "done"), /Verified \(SHA-512\)/);
      await page.waitForFunction(() => !document.body.innerText.includes("but not verified"));
      assert.equal(proxy.seen.uploads, 1, "sent again");
      const image = await isThere(glance, name, file);
      assert.equal(image.protected, isProtected);
      if (isProtected) await glance.patch(image.id, [{ op: "replace", path: "/protected", value: false }]);
      await glance.delete(image.id);
    });
  }

  test("what is unproven can be left as it is", async () => {
    const file = await leftBeforeProof("left-so");
    await ui.button(page, "Leave it as it is").click();
    await page.waitForFunction(() => !document.body.innerText.includes("but not verified"));
    await glance.delete((await isThere(glance, "left-so", file)).id);
  });
});

describe("somebody else at the same record", () => {
  test("another program sends to it: nothing of that is touched, and the person is told", { timeout: 120_000 }, async () => {
    const { file, id } = await stopped("theirs");
    const theirs = slowly(id, await readFile(file), 40);
    await until(async () => (await glance.show(id)).status === "saving", "saving");
    await press(page, "Try again");
    await ui.shows(page, "Another upload seems to be at work on this image");
    assert.equal((await only(glance, "theirs")).id, id);
    assert.equal(await theirs, 204);
    await press(page, "Try again");
    await stage(page, "done");
    await ui.shows(page, "Verified (SHA-512)");
    assert.equal((await isThere(glance, "theirs", file)).id, id);
    await glance.delete(id);
  });

  test("what another program has finished meanwhile is not deleted, but proven", async () => {
    const { file, id } = await stopped("finished-elsewhere");
    assert.equal(await slowly(id, await readFile(file), 1), 204);
    await press(page, "Delete the record");
    await stage(page, "done");
    await ui.shows(page, "Verified (SHA-512)");
    assert.equal((await isThere(glance, "finished-elsewhere", file)).id, id);
    await glance.delete(id);
  });

  test("a record that waits for nobody is deleted", async () => {
    const { id } = await stopped("nobody-wants");
    await press(page, "Delete the record");
    await stage(page, "cancelled");
    assert.equal(await glance.status(id), 404);
  });
});

/** An upload that was stopped, and whose record waits. */
const stopped = async (name) => {
  // Far from its end when it is stopped, however slow the machine is.
  proxy.faults.uploadPace = MIB;
  const file = await sendOne(name, 32 * MIB);
  await stage(page, "moving");
  await until(async () => (await glance.named(name))[0]?.status === "saving", "saving");
  await press(page, "Cancel");
  await press(page, "Keep the record");
  await stage(page, "stopped");
  proxy.faults.uploadPace = null;
  const { id } = await only(glance, name);
  await until(async () => (await glance.show(id)).status === "queued", "queued");
  return { file, id };
};

/** Sends data as some other program would, over so many seconds; the status of the answer. */
function slowly(id, data, seconds) {
  return new Promise((resolve, reject) => {
    const request = http.request(`${settings.glance}/v2/images/${id}/file`, {
      method: "PUT",
      headers: {
        "X-Auth-Token": glance.token,
        "Content-Type": "application/octet-stream",
        "Content-Length": data.length,
      },
    });
    request.on("response", (response) => resolve(response.resume().statusCode));
    request.on("error", reject);
    const step = Math.ceil(data.length / seconds);
    let at = 0;
    const next = () => {
      if (at >= data.length) return request.end();
      request.write(data.subarray(at, (at += step)));
      setTimeout(next, 1000);
    };
    next();
  });
}

describe("the project's limits", () => {
  test("as many uploads at a time as may be are said before another one is sent", async () => {
    const tiny = await Glance.as("tiny");
    const staging = [await tiny.create({ name: "staging-1" }), await tiny.create({ name: "staging-2" })];
    for (const { id } of staging) {
      await tiny.call("PUT", `/images/${id}/stage`, {
        headers: { "Content-Type": "application/octet-stream" },
        body: Buffer.alloc(1000),
      });
    }
    try {
      const file = await randomFile(files.dir, "one-too-many.raw", 1000);
      await signIn(page, proxy.url, "tiny");
      await choose(page, file);
      await ui.shows(page, "The project's quota is too small for this");
      await ui.shows(page, "Uploads and imports of this project under way: 2, as many as it may have at a time.");
      await send(page);
      await ui.button(page, "Send anyway").click();
      await stage(page, "failed");
      await ui.shows(page, "image_count_uploading");
    } finally {
      for (const { id } of staging) await tiny.delete(id);
      for (const { id } of await tiny.named("one-too-many")) await tiny.delete(id);
    }
  });

  test("fewer uploads at a time than would begin together: said before they do", async () => {
    const tiny = await Glance.as("tiny");
    const staging = await tiny.create({ name: "staging-3" });
    await tiny.call("PUT", `/images/${staging.id}/stage`, {
      headers: { "Content-Type": "application/octet-stream" },
      body: Buffer.alloc(1000),
    });
    try {
      const two = [await randomFile(files.dir, "two-1.raw", 1000), await randomFile(files.dir, "two-2.raw", 1000)];
      await signIn(page, proxy.url, "tiny");
      await choose(page, ...two);
      await ui.shows(page, "at a time: 2 at most, 1 under way, 2 about to begin together");
      await ui.button(page, "Leave out two-2.raw").click();
      await page.waitForFunction(() => !document.body.innerText.includes("about to begin together"));
      await send(page);
      await stage(page, "done");
    } finally {
      await tiny.delete(staging.id);
      for (const { id } of await tiny.named("two-1")) await tiny.delete(id);
    }
  });
});

describe("the cloud's stores", () => {
  test("a default one for reading only is said before a byte is sent, and another takes the data", async () => {
    told = (key, value) => {
      if (value?.id === "web") return { ...value, default: "true" };
      if (value?.id === "fast") return { id: "fast" };
      return value;
    };
    const file = await randomFile(files.dir, "not-by-default.raw", 3 * MIB);
    await signIn(page, proxy.url);
    await choose(page, file);
    await ui.shows(page, "This cloud’s default store takes no data");
    await ui.shows(page, "web is for reading only: the service would refuse the upload. Choose another store under “More options”.");
    await send(page);
    await page.waitForSelector("dialog[open]");
    await ui.button(page, "Back to the form").click();
    await page.locator(".v-upload-form details.v-more summary").click();
    await ui.field(page, "Store").wait();
    await (await page.$('::-p-aria([name="Store"])')).select("slow");
    await page.waitForFunction(() => !document.body.innerText.includes("takes no data"));
    await send(page);
    await stage(page, "done");
    const image = await isThere(glance, "not-by-default", file);
    assert.equal(image.stores, "slow");
    await glance.delete(image.id);
  });
});
