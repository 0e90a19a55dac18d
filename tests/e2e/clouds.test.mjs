// Clouds other than the lab's own: set up in the least way, below a path, with
// one store, with a schema of their own.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";

import { launch } from "./support/browser.mjs";
import { Glance, cloudNamed, tokenFor } from "./support/cloud.mjs";
import * as ui from "./support/console.mjs";
import { MIB, folder, qemuImage, randomFile } from "./support/files.mjs";
import { imageUnder, startNginx } from "./support/nginx.mjs";
import { settings } from "./support/settings.mjs";
import { serveSite } from "./support/site.mjs";

describe("clouds of all kinds", () => {
  let chromium, site, page, files;
  /** What the site says of itself. */
  const config = {};

  before(async () => {
    site = await serveSite(settings.siteDir, settings.sitePort, { config });
    files = await folder();
  });
  after(async () => {
    await site.close();
    await files.remove();
  });
  beforeEach(async () => {
    chromium = await launch("chromium", { acceptInsecureCerts: true });
    page = await ui.open(chromium.browser, site.origin);
  });
  afterEach(async (t) => {
    if (!t.passed) await ui.keepPicture(page);
    await chromium.close();
    assert.deepEqual(page.faults, []);
  });

  const choose = async (file) => {
    await ui.link(page, "Upload image").click();
    await ui.shows(page, "Drop disk images here");
    const input = await page.$('input[type="file"]');
    await input.uploadFile(file);
    await ui.shows(page, "Recognised as");
  };

  const send = () => page.locator('form button[type="submit"]').click();

  /** Upload, verified, and back: the same bytes on disk. */
  const thereAndBack = async (endpoint, name) => {
    const file = await randomFile(files.dir, `${name}.raw`, 3 * MIB + 7);
    await ui.signInWithToken(page, await tokenFor("demo"), endpoint);
    await ui.shows(page, "Upload image");
    await choose(file);
    await send();
    await page.waitForSelector('.v-upload [data-stage="done"]', { timeout: 60_000 });
    await page.locator(".v-upload .v-transfer-actions a").click();
    await ui.button(page, "Download").click();
    const verdict = await ui.newestTransfer(page, "done");
    assert.ok(verdict.includes("Verified (SHA-512)"), verdict);
    const saved = await chromium.downloaded();
    assert.ok((await readFile(saved)).equals(await readFile(file)), "other bytes came back");
  };

  test("only allowed_origin is set: there and back", () =>
    thereAndBack(cloudNamed("minimal-cors").glance, "minimal"));

  test("one store, no cache: there and back", () =>
    thereAndBack(cloudNamed("single-store").glance, "single"));

  test("below a path, behind nginx with TLS: there and back", async () => {
    const nginx = await startNginx({ locations: imageUnder("/glance", settings.glance) });
    try {
      await thereAndBack(`${nginx.origin}/glance/v2`, "behind-nginx");
    } finally {
      await nginx.close();
    }
  });

  test("few formats and required properties: the form asks for just these", async () => {
    const { glance: origin } = cloudNamed("own-schema");
    await ui.signInWithToken(page, await tokenFor("demo"), origin);
    await ui.shows(page, "Upload image");
    await choose(await randomFile(files.dir, "own-schema.raw", 1000));
    const formats = () => page.$$eval(".v-upload select", ([first]) =>
      [...first.options].map((option) => option.value).sort());
    // As soon as the cloud has said which.
    await ui.field(page, "cost_center").wait();
    assert.deepEqual(await formats(), ["iso", "qcow2", "raw"]);
    await send();
    await ui.shows(page, "This cloud takes no image without it.");
    await ui.field(page, "cost_center").fill("42");
    const purpose = await ui.field(page, "purpose").waitHandle();
    await purpose.select("base");
    await send();
    await page.waitForSelector('.v-upload [data-stage="done"]');
    const glance = await Glance.as("demo", { origin });
    const [image] = await glance.named("own-schema");
    assert.equal(image.purpose, "base");
    assert.equal(image.cost_center, "42");
  });

  test("a format that the cloud doesn't take is said before a byte is sent", async () => {
    const { glance: origin } = cloudNamed("own-schema");
    await ui.signInWithToken(page, await tokenFor("demo"), origin);
    await ui.shows(page, "Upload image");
    await choose(await qemuImage(files.dir, "not-taken.vmdk", "vmdk", 70_000));
    await ui.shows(page, "“vmdk” is not taken here");
    await ui.shows(page, "qemu-img convert");
    const chosen = () => page.$eval(".v-upload select", (select) => select.value);
    assert.equal(await chosen(), "vmdk");
    await ui.field(page, "cost_center").fill("42");
    const purpose = await ui.field(page, "purpose").waitHandle();
    await purpose.select("base");
    await send();
    await ui.shows(page, "The service will most likely refuse this file");
    await ui.button(page, "Back to the form").click();
    const glance = await Glance.as("demo", { origin });
    assert.deepEqual(await glance.named("not-taken"), []);
  });

  test("a property that the site keeps to itself is shown, locked, and not offered", async () => {
    const { glance: origin } = cloudNamed("own-schema");
    const glance = await Glance.as("demo", { origin });
    const needed = { purpose: "base", cost_center: "1" };
    const image = await glance.create({ name: "scanned", scanned_by: "a tool", ...needed });
    await ui.signInWithToken(page, await tokenFor("demo"), origin);
    await ui.link(page, "scanned").click();
    await ui.link(page, "Edit").click();
    await ui.shows(page, "This cloud sets it; it can’t be changed here.");
    const row = await page.$$eval(".v-property", (rows) => {
      const inputs = rows.map((row) => [...row.querySelectorAll("input")]);
      const at = inputs.findIndex(([name]) => name.value === "scanned_by");
      return [inputs[at].map((it) => it.readOnly), rows[at].querySelector("button") === null];
    });
    assert.deepEqual(row, [[true, true], true]);
    const offered = await page.$$eval("datalist option", (all) => all.map((it) => it.value));
    assert.ok(offered.includes("purpose") && !offered.includes("scanned_by"), String(offered));
    // What the service makes of such a schema is said before anything is typed, and is so.
    await ui.shows(page, "This cloud’s service refuses most changes");
    await ui.field(page, "Name").fill("renamed");
    await ui.button(page, "Save").click();
    await ui.shows(page, "is a required property");
    assert.equal((await glance.show(image.id)).name, "scanned");
    await ui.field(page, "Name").fill("scanned");
    await glance.delete(image.id);
    // Nor can a new image claim it.
    await ui.link(page, "Images").click();
    await ui.link(page, "Upload image").click();
    await ui.link(page, "Empty record").click();
    await page.locator("summary::-p-text(More options)").click();
    await ui.field(page, "Name of property 1").fill("scanned_by");
    await ui.field(page, "Value of property 1").fill("me");
    await ui.shows(page, "Only the service writes this one.");
  });

  test("one store, no cache, no quotas: what isn't there isn't offered", async () => {
    const origin = cloudNamed("single-store").glance;
    const glance = await Glance.as("admin", { origin });
    const image = await glance.createWithData({ name: "single" }, Buffer.alloc(1024, 1));
    await ui.signInWithToken(page, await tokenFor("admin"), origin);
    await ui.link(page, "single").click();
    await ui.part(page, "Data");
    await ui.shows(page, "This cloud has one store.");
    const text = await ui.textOf(page, "main");
    for (const word of ["Cache", "Copy here", "Delete here"]) assert.ok(!text.includes(word), word);
    await ui.link(page, "Edit").click();
    await ui.button(page, "Add a property").wait();
    // Nobody has loaded any definitions.
    assert.equal(await page.$(`::-p-aria([name="Choose from definitions"])`), null);
    await page.locator('.v-nav summary[aria-label="Service"]').click();
    const pages = await page.$$eval(".v-nav-menu a", (links) => links.map((a) => a.innerText.trim()));
    assert.deepEqual(pages, ["Tasks of the service", "Metadata definitions"]);
    await page.keyboard.press("Escape");
    await page.goto(`${site.origin}/stores`);
    await ui.signInWithToken(page, await tokenFor("admin"), origin);
    await ui.shows(page, "This cloud has nothing to show here");
    await glance.delete(image.id);
  });

  test("a file larger than this cloud takes: said before it is sent, and the service agrees", async () => {
    const origin = cloudNamed("single-store").glance;
    config.image_size_cap = 4 * MIB;
    await page.reload();
    await ui.signInWithToken(page, await tokenFor("demo"), origin);
    await ui.shows(page, "Upload image");
    delete config.image_size_cap;
    await choose(await randomFile(files.dir, "fits.raw", 4 * MIB));
    assert.doesNotMatch(await ui.textOf(page, "main"), /Too large for this cloud/);
    await ui.button(page, "Leave out fits.raw").click();
    await (await page.$('.v-drop input[type="file"]')).uploadFile(await randomFile(files.dir, "too-large.raw", 4 * MIB + 1));
    await ui.shows(page, "Too large for this cloud");
    await ui.shows(page, "This cloud takes images of up to 4 MiB");
    await send();
    await ui.shows(page, "The service will most likely refuse this file");
    await ui.button(page, "Send anyway").click();
    await page.waitForSelector('.v-upload [data-stage="failed"]', { timeout: 60_000 });
    await ui.shows(page, "413");
    const glance = await Glance.as("demo", { origin });
    for (const { id } of await glance.named("too-large")) await glance.delete(id);
  });

  test("nothing is imported: only files and empty records are offered", async () => {
    const origin = cloudNamed("own-schema").glance;
    const glance = await Glance.as("demo", { origin });
    await ui.signInWithToken(page, await tokenFor("demo"), origin);
    await ui.link(page, "Upload image").click();
    await page.waitForSelector(".v-tabs");
    const offered = () => page.$$eval(".v-tabs li:not([hidden])", (all) => all.map((it) => it.innerText.trim()));
    assert.deepEqual(await offered(), ["Files", "Empty record"]);
    await ui.link(page, "Empty record").click();
    await ui.field(page, "Name").fill("own-empty");
    await send();
    await ui.shows(page, "This cloud takes no image without it.");
    await ui.field(page, "cost_center").fill("4711");
    await send();
    await ui.shows(page, "“own-empty” is created, without data.");
    await ui.part(page, "Data");
    await ui.shows(page, "Integrity");
    assert.equal(await page.$("form"), null);
    for (const it of await glance.named("own-empty")) await glance.delete(it.id);
  });

  test("another project's image can be downloaded and not deleted, and says why", async () => {
    const admin = await Glance.as("admin");
    const image = await admin.createWithData({ name: "not-yours", visibility: "public" }, Buffer.from("data"));
    await ui.signIn(page, "demo");
    await ui.shows(page, "not-yours");
    const label = "not-yours: It belongs to another project; only that project or an administrator can delete it";
    assert.equal(await page.$eval(`[aria-label="${label}"]`, (button) => button.disabled), true);
    await ui.link(page, "not-yours").click();
    await ui.shows(page, "Integrity");
    const [download, remove] = await page.$$eval(".v-page-actions button", (buttons) =>
      buttons.map((button) => [button.disabled, button.title]));
    assert.equal(download[0], false);
    assert.equal(remove[0], true);
    assert.match(remove[1], /another project/);
    await admin.delete(image.id);
  });

  test("what is for administrators can't be chosen by others, and says why", async () => {
    await ui.signIn(page, "demo");
    await ui.shows(page, "Upload image");
    await choose(await randomFile(files.dir, "public.raw", 1000));
    const option = await page.$eval('option[value="public"]', (o) => [o.disabled, o.title]);
    assert.equal(option[0], true);
    assert.match(option[1], /Only administrators/);
  });
});
