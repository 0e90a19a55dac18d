// The upload form against the real services: what is typed arrives, what can't
// be sent is said before anything is, and what would come to nothing is asked about.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";

import { launch } from "./support/browser.mjs";
import { Glance } from "./support/cloud.mjs";
import * as ui from "./support/console.mjs";
import { MIB, folder, randomFile, sha512 } from "./support/files.mjs";
import { settings } from "./support/settings.mjs";
import { serveSite } from "./support/site.mjs";

let chromium, site, page, glance, files;
const made = [];

before(async () => {
  chromium = await launch("chromium");
  site = await serveSite(settings.siteDir, settings.sitePort, { config: { auth_url: settings.keystone } });
  glance = await Glance.as("demo");
  files = await folder();
});
after(async () => {
  await chromium.close();
  await site.close();
  await files.remove();
});
/** The upload page, for this user. */
const openAs = async (user) => {
  page = await ui.open(chromium.browser, site.origin);
  await ui.signIn(page, user);
  await ui.shows(page, "Upload image");
  await ui.link(page, "Upload image").click();
  await ui.shows(page, "Drop disk images here");
};
beforeEach(() => openAs("demo"));
afterEach(async (t) => {
  if (!t.passed) await ui.keepPicture(page);
  page.on("dialog", (dialog) => dialog.accept().catch(() => {}));
  await page.evaluate(() => localStorage.clear());
  await page.close();
  for (const name of made.splice(0)) {
    for (const { id } of await glance.named(name)) await glance.delete(id);
  }
  assert.deepEqual(page.faults, []);
});

const choose = async (...chosen) => {
  await (await page.$('.v-drop input[type="file"]')).uploadFile(...chosen);
  await page.waitForFunction(
    (count) => document.querySelectorAll(".v-upload-item").length === count
      && !document.body.textContent.includes("Reading the first bytes"),
    {},
    chosen.length,
  );
};

const send = () => page.locator('form button[type="submit"]').click();
const more = () => page.locator("form > .v-card:last-child .v-more summary").click();
const stages = (name, count) => page.waitForFunction(
  (wanted, n) => document.querySelectorAll(`.v-upload [data-stage="${wanted}"]`).length === n,
  { timeout: 60_000 }, name, count,
);
const isSent = async () => (await page.$(".v-upload [data-stage]")) !== null;

/** The one image of that name. */
const only = async (name) => {
  const found = await glance.named(name);
  assert.equal(found.length, 1, `images named ${name}`);
  return found[0];
};

const paste = (label, text) => page.$eval(`[aria-label="${label}"]`, (field, words) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", words);
  field.dispatchEvent(new ClipboardEvent("paste", { bubbles: true, cancelable: true, clipboardData }));
}, text);

const names = () => page.$$eval(".v-upload-item input[aria-required]", (all) => all.map((input) => input.value));

describe("the image's own fields", () => {
  const select = async (label, value) => (await page.$(`::-p-aria([name="${label}"])`)).select(value);

  test("visibility and minimums arrive as they were chosen", async () => {
    made.push("chosen-fields");
    const file = await randomFile(files.dir, "chosen-fields.raw", 1000);
    await choose(file);
    await ui.field(page, "Minimum disk (GiB)").fill("40");
    await select("Who can see it", "private");
    await more();
    await ui.field(page, "Minimum RAM (MiB)").fill("512");
    await send();
    await stages("done", 1);
    const { visibility, min_disk, min_ram, os_hash_value } = await only("chosen-fields");
    assert.deepEqual([visibility, min_disk, min_ram], ["private", 40, 512]);
    assert.equal(os_hash_value, await sha512(file));
  });

  for (const kind of ["aki", "ari", "ami"]) {
    test(`${kind}, chosen by hand, has the container that goes with it`, async () => {
      made.push(`by-hand-${kind}`);
      await choose(await randomFile(files.dir, `by-hand-${kind}.raw`, 1000));
      await select("Disk format", kind);
      await send();
      await stages("done", 1);
      const { disk_format, container_format } = await only(`by-hand-${kind}`);
      assert.deepEqual([disk_format, container_format], [kind, kind]);
    });
  }
});

describe("properties and tags", () => {
  test("arrive as they were typed, row by row with Enter", async () => {
    made.push("typed");
    await choose(await randomFile(files.dir, "typed.raw", 1000));
    await more();
    await ui.field(page, "Tags").fill("lts, größe,lts, a b");
    await ui.field(page, "Name of property 1").fill("os_distro");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.activeElement.ariaLabel === "Name of property 2");
    assert.equal(await isSent(), false, "Enter sent the form");
    await page.keyboard.type("größe/x~y");
    await page.keyboard.press("Tab");
    await page.keyboard.type("2 = zwei");
    await ui.field(page, "Value of property 1").fill("debian");
    await ui.button(page, "Add a property").click();
    await ui.field(page, "Name of property 3").fill("empty");
    await ui.button(page, "Add a property").click();
    await ui.field(page, "Name of property 4").fill("not-this");
    await ui.button(page, "Remove not-this").click();
    await send();
    await stages("done", 1);
    const image = await only("typed");
    assert.deepEqual([...image.tags].sort(), ["a b", "größe", "lts"]);
    assert.equal(image.os_distro, "debian");
    assert.equal(image["größe/x~y"], "2 = zwei");
    assert.equal(image.empty, "");
    assert.equal(image["not-this"], undefined);
  });

  test("a pasted block fills rows", async () => {
    made.push("pasted");
    await choose(await randomFile(files.dir, "pasted.raw", 1000));
    await more();
    await paste("Name of property 1", "# from a script\nos_distro=debian\n\n--property os_version=13 \\\nnote=a=b\n");
    await ui.field(page, "Value of property 3").wait();
    await send();
    await stages("done", 1);
    const image = await only("pasted");
    assert.deepEqual([image.os_distro, image.os_version, image.note], ["debian", "13", "a=b"]);
  });

  test("what the service refuses is named before anything is sent", async () => {
    await choose(await randomFile(files.dir, "refused-property.raw", 1000));
    await more();
    for (const [name, words] of [
      ["os_glance_x", "The service keeps this name for itself."],
      ["status", "Only the service writes this one."],
      ["visibility", "This is an attribute of every image, not a property."],
      ["x".repeat(256), "A name has at most 255 characters."],
      ["🐧", "The service takes no “🐧”"],
    ]) {
      await ui.field(page, "Name of property 1").fill(name);
      await ui.shows(page, words);
    }
    await send();
    await page.waitForFunction(() => document.activeElement.ariaLabel === "Name of property 1");
    await ui.field(page, "Name of property 1").fill("twice");
    await ui.button(page, "Add a property").click();
    await ui.field(page, "Name of property 2").fill("twice");
    await ui.shows(page, "There is a property of this name already.");
    await ui.button(page, "Remove twice").click();
    await ui.field(page, "Tags").fill("fine, 🐧");
    await ui.shows(page, "The service takes no “🐧”");
    await ui.field(page, "Tags").fill("y".repeat(256));
    await ui.shows(page, "a tag has at most 255 characters");
    // "fine" is one already.
    await ui.field(page, "Tags").fill(Array.from({ length: 128 }, (_, n) => `t${n}`).join());
    await ui.shows(page, "129 tags; the service takes at most 128.");
    await send();
    assert.equal(await isSent(), false);
    assert.deepEqual(await glance.named("refused-property"), []);
  });
});

describe("the keyboard alone", () => {
  test("from the list to an image that is verified", async () => {
    made.push("made-by-keys", "tagged-before");
    await glance.create({ name: "tagged-before", tags: ["lts", "lab"] });
    await page.goto(site.origin);
    await ui.signIn(page, "demo");
    await ui.shows(page, "tagged-before");
    // The browser's own picker is out of a driver's reach; its file chooser isn't.
    await page.evaluate(() => delete globalThis.showOpenFilePicker);
    const press = (key) => page.keyboard.press(key);
    await ui.reach(page, "Upload image");
    await press("Enter");
    await ui.shows(page, "Drop disk images here");
    const file = await randomFile(files.dir, "keys.raw", 5000);
    await ui.reach(page, await page.$eval(".v-drop", (zone) => zone.innerText.replaceAll(/\s+/g, " ")));
    const [chooser] = await Promise.all([page.waitForFileChooser(), press("Space")]);
    await chooser.accept([file]);
    await ui.shows(page, "Raw data");
    await ui.reach(page, "Name");
    await page.keyboard.down("Control");
    await press("a");
    await page.keyboard.up("Control");
    await page.keyboard.type("made-by-keys");
    await ui.reach(page, "More options");
    await press("Enter");
    await ui.reach(page, "Tags");
    // Completed from what other images have.
    const known = await page.evaluate(() =>
      [...document.activeElement.list.options].map((option) => option.value));
    assert.ok(known.includes("lts") && known.includes("lab"), String(known));
    await page.keyboard.type("by keys,lts");
    await press("Enter");
    assert.equal(await isSent(), false, "Enter sent the form");
    await ui.reach(page, "Upload");
    await press("Enter");
    await stages("done", 1);
    const image = await only("made-by-keys");
    assert.deepEqual([...image.tags].sort(), ["by keys", "lts"]);
    assert.equal(image.os_hash_value, await sha512(file));
    // On to the image itself.
    await ui.reach(page, "Open image");
    await press("Enter");
    await ui.shows(page, "Integrity");
  });
});

describe("the names of a batch", () => {
  test("come from the template, but for one that was edited by hand", async () => {
    made.push("alpha-01", "by hand", "gamma-03");
    const chosen = [];
    for (const name of ["alpha.raw", "beta.raw", "gamma.raw"]) {
      chosen.push(await randomFile(files.dir, name, 1000 + chosen.length));
    }
    await choose(...chosen);
    await ui.field(page, "Name template").fill("{nam}");
    await ui.shows(page, "There is no placeholder {nam}.");
    await send();
    assert.equal(await isSent(), false);
    await ui.field(page, "Name template").fill("{name}-{n}");
    await page.waitForFunction(() => document.querySelector(".v-upload-item input").value === "alpha-1");
    const [, second] = await page.$$(".v-upload-item input[aria-required]");
    await second.click({ count: 3 });
    await page.keyboard.type("by hand");
    await ui.shows(page, "Edited by hand");
    await ui.field(page, "Name template").fill("{name}-{n:2}");
    await page.waitForFunction(() => document.querySelector(".v-upload-item input").value === "alpha-01");
    assert.deepEqual(await names(), ["alpha-01", "by hand", "gamma-03"]);
    await ui.button(page, "Use the template").click();
    await page.waitForFunction(() => !document.body.innerText.includes("Edited by hand"));
    assert.deepEqual(await names(), ["alpha-01", "beta-02", "gamma-03"]);
    await second.click({ count: 3 });
    await page.keyboard.type("by hand");
    await ui.shows(page, "Edited by hand");
    await send();
    await stages("done", 3);
    for (const [index, name] of ["alpha-01", "by hand", "gamma-03"].entries()) {
      assert.equal((await only(name)).os_hash_value, await sha512(chosen[index]));
    }
  });

  test("twice the same, or one of the project's own, is pointed out and allowed", async () => {
    made.push("again");
    await glance.create({ name: "again" });
    const chosen = [];
    for (const name of ["again.raw", "other.raw"]) chosen.push(await randomFile(files.dir, name, 1000));
    await choose(...chosen);
    await ui.shows(page, "This project has an image of this name already.");
    await ui.field(page, "Name template").fill("again");
    await ui.shows(page, "Another of these files has the same name.");
    await send();
    await stages("done", 2);
    assert.equal((await glance.named("again")).length, 3);
  });

  test("a hundred files: the form answers at once, and every name is given", async () => {
    await page.$eval(".v-drop", (zone) => {
      const data = new DataTransfer();
      for (let n = 0; n < 100; n += 1) data.items.add(new File([`file ${n}`], `many-${n}.raw`));
      zone.dispatchEvent(new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer: data }));
    });
    await ui.shows(page, "Upload 100 files");
    await page.waitForFunction(() => !document.body.textContent.includes("Reading the first bytes"));
    const slowest = await page.evaluate(async () => {
      const field = document.querySelector("form input");
      let slowest = 0;
      for (const text of ["m-{n:3}", "x-{n:3}", "{name}-x", "many-{n:3}"]) {
        const began = performance.now();
        field.value = text;
        field.dispatchEvent(new InputEvent("input", { bubbles: true }));
        await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
        slowest = Math.max(slowest, performance.now() - began);
      }
      return slowest;
    });
    console.error(`a key press with 100 files: ${slowest.toFixed(0)} ms to the next frame`);
    assert.ok(slowest < 500, `${slowest} ms`);
    assert.equal((await names())[99], "many-100");
  });
});

describe("the same bytes", () => {
  test("are found, linked, and can be sent all the same", async () => {
    const file = await randomFile(files.dir, "twin.raw", 3 * MIB + 5);
    made.push("twin", "the first of them", "of the same size");
    const first = await glance.createWithData({ name: "the first of them" }, await readFile(file));
    await glance.createWithData({ name: "of the same size" }, Buffer.alloc(3 * MIB + 5, 1));
    await choose(file);
    await ui.button(page, "Look for the same bytes").click();
    await ui.shows(page, "The same bytes are there already");
    await ui.shows(page, "Active, Shared, of this project");
    assert.equal(await page.$eval(".v-same-bytes a", (a) => a.getAttribute("href")), `/images/${first.id}`);
    assert.equal((await page.$$(".v-same-bytes a")).length, 1);
    await send();
    await stages("done", 1);
    assert.equal((await only("twin")).os_hash_value, first.os_hash_value);
  });

  test("a hidden image counts; another size needs no reading; other bytes are told", async () => {
    made.push("hidden", "lonely");
    const data = Buffer.alloc(123_457, 7);
    await glance.createWithData({ name: "hidden", os_hidden: true }, data);
    const [twin, lonely, other] = ["s-twin.raw", "s-lonely.raw", "s-other.raw"].map((name) => path.join(files.dir, name));
    await writeFile(twin, data);
    await writeFile(lonely, Buffer.alloc(123_458, 7));
    await writeFile(other, Buffer.alloc(123_457, 8));
    await choose(twin, lonely, other);
    await ui.button(page, "Find what is there already").click();
    await ui.shows(page, "3 of 3 looked for: 1 is there already");
    await ui.shows(page, "Not there yet: no image of this size.");
    await ui.shows(page, "Not there yet: images of this size have other bytes.");
    await ui.button(page, "Leave out what is there already").click();
    await ui.shows(page, "Upload 2 files");
    assert.deepEqual(await names(), ["s-lonely", "s-other"]);
    const [hidden] = (await (await glance.call("GET", "/images?os_hidden=true&name=eq:hidden")).json()).images;
    await glance.delete(hidden.id);
  });

  test("a search can be stopped, and begun again", async () => {
    made.push("large");
    const file = await randomFile(files.dir, "large.raw", 400 * MIB);
    await glance.createWithData({ name: "large" }, Buffer.alloc(400 * MIB, 1));
    await choose(file);
    await ui.button(page, "Look for the same bytes").click();
    await ui.shows(page, "Reading the file to compare (SHA-512)");
    await ui.button(page, "Stop looking").click();
    await page.waitForFunction(() => !document.body.innerText.includes("Reading the file"));
    assert.match(await page.evaluate(() => document.activeElement.innerText), /Look for the same bytes/);
    await ui.button(page, "Look for the same bytes").click();
    await ui.shows(page, "images of this size have other bytes");
  });
});

describe("what would come to nothing", () => {
  const needsBacking = async (name) => {
    const base = path.join(files.dir, "base.qcow2");
    const file = path.join(files.dir, name);
    execFileSync("qemu-img", ["create", "-q", "-f", "qcow2", base, "1M"]);
    execFileSync("qemu-img", ["create", "-q", "-f", "qcow2", "-b", base, "-F", "qcow2", file]);
    return file;
  };

  test("is asked about; back to the form sends nothing, and anyway sends it", async () => {
    made.push("refused");
    await choose(await needsBacking("refused.qcow2"));
    await send();
    await ui.shows(page, "The service will most likely refuse this file");
    assert.match(await ui.textOf(page, "dialog[open]"), /refused\.qcow2\n+This disk needs a backing file/);
    await ui.button(page, "Back to the form").click();
    await page.waitForFunction(() => !document.querySelector("dialog[open]"));
    assert.equal(await isSent(), false);
    assert.deepEqual(await glance.named("refused"), []);
    await send();
    await ui.button(page, "Send anyway").click();
    await stages("failed", 1);
  });

  test("of several, the refused ones can be left out", async () => {
    made.push("sound");
    const sound = await randomFile(files.dir, "sound.raw", 1000);
    await choose(await needsBacking("unsound.qcow2"), sound);
    await send();
    await ui.shows(page, "The service will most likely refuse 1 of 2 files");
    await ui.button(page, "Leave those out").click();
    await page.waitForFunction(() => document.querySelectorAll(".v-upload-item").length === 1);
    await send();
    await stages("done", 1);
    assert.equal((await only("sound")).os_hash_value, await sha512(sound));
    assert.deepEqual(await glance.named("unsound"), []);
  });

  test("a quota overrun and an empty file are in the one question", async () => {
    await page.close();
    await openAs("tiny");
    const empty = path.join(files.dir, "empty.raw");
    await writeFile(empty, "");
    await choose(await randomFile(files.dir, "over-quota.raw", 8 * MIB), empty);
    await ui.shows(page, "The project's quota is too small for this");
    await send();
    await page.waitForSelector("dialog[open]");
    const asked = await ui.textOf(page, "dialog[open]");
    for (const words of ["quota is too small", "8 MiB are to be sent", "empty.raw", "The file is empty."]) {
      assert.ok(asked.includes(words), asked);
    }
    await ui.button(page, "Back to the form").click();
    await page.waitForFunction(() => !document.querySelector("dialog[open]"));
    assert.equal(await isSent(), false);
  });

  test("a minimum disk that is too small is said at its field", async () => {
    const file = path.join(files.dir, "forty.qcow2");
    execFileSync("qemu-img", ["create", "-q", "-f", "qcow2", file, "40G"]);
    await choose(file);
    const suggested = await page.$('::-p-aria([name="Minimum disk (GiB)"])');
    assert.equal(await suggested.evaluate((input) => input.value), "40");
    await ui.field(page, "Minimum disk (GiB)").fill("10");
    await ui.shows(page, "The disk in it needs 40 GiB");
    await ui.field(page, "Minimum disk (GiB)").fill("40");
    await page.waitForFunction(() => !document.body.innerText.includes("The disk in it needs"));
  });
});
