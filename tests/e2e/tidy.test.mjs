// The board of what costs space or is broken, over records that a real Glance
// was brought to make so.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, test } from "node:test";

import { launch } from "./support/browser.mjs";
import { Glance } from "./support/cloud.mjs";
import * as ui from "./support/console.mjs";
import { settings } from "./support/settings.mjs";
import { serveSite } from "./support/site.mjs";

const DAY_MS = 86_400_000;

describe("the board of what to tidy up", () => {
  let chromium, site, page, glance, admin;
  let made = [];

  before(async () => {
    chromium = await launch("chromium");
    site = await serveSite(settings.siteDir, settings.sitePort, {
      config: { auth_url: settings.keystone },
    });
    glance = await Glance.as("alt");
    admin = await Glance.as("admin");
  });
  after(async () => {
    await chromium.close();
    await site.close();
  });
  afterEach(async (t) => {
    if (!t.passed) await ui.keepPicture(page);
    await page.close();
    for (const { id } of made) {
      await admin.call("PATCH", `/images/${id}`, {
        headers: { "Content-Type": "application/openstack-images-v2.1-json-patch" },
        body: JSON.stringify([{ op: "replace", path: "/protected", value: false }]),
        ok: false,
      });
      await admin.delete(id);
    }
    made = [];
    assert.deepEqual(page.faults, []);
  });

  const make = async (fields, data, owner = glance) => {
    const image = await owner.create(fields);
    made.push(image);
    if (!data) return image;
    await owner.call("PUT", `/images/${image.id}/file`, {
      headers: { "Content-Type": "application/octet-stream" },
      body: data,
    });
    return owner.show(image.id);
  };
  /** A record whose data was refused after its last byte. */
  const makePoisoned = async (name) => {
    const image = await make({ name, disk_format: "qcow2" });
    const { status } = await glance.call("PUT", `/images/${image.id}/file`, {
      headers: { "Content-Type": "application/octet-stream" },
      body: Buffer.alloc(4096, 1),
      ok: false,
    });
    assert.equal(status, 415);
    return image;
  };
  const open = async (path = "/tidy", { user = "alt", laterMs } = {}) => {
    page = await ui.open(chromium.browser, `${site.origin}${path}`, { laterMs });
    await ui.signIn(page, user);
    await page.waitForSelector(".v-tidy-cards");
  };
  /** The words of a group's card. */
  const card = async (title) => {
    const cards = await page.$$eval(".v-tidy-card", (all) => all.map((it) => it.innerText));
    const found = cards.find((words) => words.startsWith(title));
    assert.ok(found, `${title} in ${cards.join(" | ")}`);
    return found.slice(title.length).trim().split("\n").join(" ");
  };
  const openGroup = async (title) => {
    const [name] = (await page.$$eval(".v-tidy-card", (all) => all.map((it) => it.innerText)))
      .filter((words) => words.startsWith(title));
    assert.ok(name, title);
    await page.locator(`.v-tidy-card ::-p-text(${title})`).click();
    await page.waitForFunction(
      (wanted) => document.querySelector("#v-tidy-open")?.innerText === wanted,
      { polling: 100 },
      title,
    );
  };
  const rows = () => page.$$eval(".v-row .v-row-link", (all) => all.map((it) => it.innerText));
  const hasRows = (...titles) =>
    page.waitForFunction(
      (wanted) => [...document.querySelectorAll(".v-row .v-row-link")]
        .map((link) => link.innerText).join() === wanted,
      { polling: 100 },
      titles.join(),
    );

  test("each group has its images, and only those that are one's own", async () => {
    const bytes = Buffer.alloc(3 << 20, 1);
    await make({ name: "same-1" }, bytes);
    // The service tells ages in seconds.
    await new Promise((resolve) => setTimeout(resolve, 1100));
    await make({ name: "same-2", os_hidden: true }, bytes);
    await make({ name: "same-of-others", visibility: "public" }, bytes, admin);
    await make({ name: "never-sent" });
    await make({ name: "empty" }, Buffer.alloc(0));
    await makePoisoned("refused");
    const off = await make({ name: "switched-off", disk_format: "iso", container_format: "ovf" }, Buffer.alloc(1 << 20, 2));
    await glance.call("POST", `/images/${off.id}/actions/deactivate`);
    await open();
    await ui.shows(page, "6 images");
    assert.equal(await card("Duplicates"), "2 3 MiB could be freed");
    assert.equal(await card("Can’t take data"), "1");
    assert.equal(await card("Without data"), "2");
    assert.equal(await card("Deactivated"), "1 1 MiB");
    assert.equal(await card("Never finished"), "None");
    assert.equal(await card("Public, not protected"), "None");
    assert.equal(await card("Old"), "None");
    assert.equal(await card("Largest"), "3 7 MiB");

    await openGroup("Duplicates");
    assert.equal(new URL(page.url()).search, "?group=duplicates");
    assert.deepEqual(await rows(), ["same-1", "same-2"]);
    await ui.shows(page, "2 images with the same 3 MiB");
    const [first, second] = await page.$$eval(".v-row-facts", (all) => all.map((it) => it.innerText));
    assert.match(first, /Oldest of these/);
    assert.match(second, /Hidden/);
    await page.goBack();
    await page.waitForFunction(() => !document.querySelector("#v-tidy-open"));
    await openGroup("Can’t take data");
    assert.deepEqual(await rows(), ["refused"]);
  });

  test("what is deleted is off the board at once, and the focus stays near", async () => {
    const bytes = Buffer.alloc(1 << 20, 1);
    const names = ["keep", "drop-1", "drop-2"];
    for (const name of names) await make({ name }, bytes);
    await open("/tidy?group=duplicates");
    await ui.shows(page, "2 MiB could be freed");
    await ui.button(page, "Delete drop-1").click();
    await ui.shows(page, "Delete this image?");
    await ui.button(page, "Delete").click();
    await page.waitForFunction(() => document.querySelectorAll(".v-row").length === 2);
    assert.equal(await glance.status(made[1].id), 404);
    await page.waitForFunction(
      (ids) => ids.includes(document.activeElement.id), { polling: 100 },
      made.map(({ id }) => `v-tidy-${id}`));
    assert.equal(await card("Duplicates"), "2 1 MiB could be freed");
    await ui.button(page, "Delete drop-2").click();
    await ui.shows(page, "Delete this image?");
    await ui.button(page, "Delete").click();
    await ui.shows(page, "There is nothing to do here.");
    assert.equal(await card("Duplicates"), "None");
    assert.equal(await glance.status(made[0].id), 200);
  });

  test("a deactivated image is reactivated, and one is shown in the list", async () => {
    const off = await make({ name: "off" }, Buffer.alloc(10, 1));
    await glance.call("POST", `/images/${off.id}/actions/deactivate`);
    await open("/tidy?group=deactivated");
    await ui.button(page, "Reactivate off").click();
    await ui.shows(page, "“off” is active again");
    await ui.shows(page, "There is nothing to do here.");
    assert.equal((await glance.show(off.id)).status, "active");
    await openGroup("Largest");
    await ui.link(page, "Show in list off").click();
    await ui.link(page, "off").wait();
    assert.equal(new URL(page.url()).search, `?search=${off.id}`);
  });

  test("an administrator protects what is public, over all projects", async () => {
    const bare = await make({ name: "bare", visibility: "public" }, Buffer.alloc(10, 1), admin);
    await make({ name: "safe", visibility: "public", protected: true }, Buffer.alloc(10, 2), admin);
    await make({ name: "of-alt", disk_format: "iso", container_format: "ovf" }, Buffer.alloc(2 << 20, 3));
    await open("/tidy?group=unprotected-public", { user: "admin" });
    await hasRows("bare");
    await ui.button(page, "Protect bare").click();
    await ui.shows(page, "“bare” is protected");
    await ui.shows(page, "There is nothing to do here.");
    assert.equal((await admin.show(bare.id)).protected, true);
    const chart = await ui.textOf(page, ".v-tidy-charts");
    assert.match(chart, /By project/);
    assert.match(chart, /admin/);
    // Keystone tells administrators the names of all projects.
    assert.match(chart, /\balt\b/);
    assert.match(chart, /iso\s+2 MiB\s+1 image/);
  });

  test("what waits is unfinished after a day, and old after a year", async () => {
    await make({ name: "forgotten" });
    await make({ name: "ancient" }, Buffer.alloc(10, 1));
    const laterMs = 400 * DAY_MS;
    // A password's token would be long dead by that clock: it is only held to be.
    await open("/tidy?group=unfinished", { laterMs });
    await hasRows("forgotten");
    await openGroup("Old");
    await hasRows("ancient");
    const chart = await ui.textOf(page, ".v-tidy-charts");
    assert.match(chart, /1 to 2 years/);
  });

  test("the quota is shown where the cloud tells it", async () => {
    const tiny = await Glance.as("tiny");
    await make({ name: "fills" }, Buffer.alloc(4 << 20, 1), tiny);
    await open("/tidy", { user: "tiny" });
    await ui.shows(page, "4 MiB of 5 MiB");
    await ui.shows(page, "1 of 3");
    const value = await page.$eval('meter[aria-label="Space of all images"]', (it) => it.value / it.max);
    assert.equal(value, 0.8);
  });

  test("a project without images is told that there is nothing to do", async () => {
    page = await ui.open(chromium.browser, `${site.origin}/tidy`);
    await ui.signIn(page, "alt");
    await ui.shows(page, "Nothing to tidy");
  });
});
