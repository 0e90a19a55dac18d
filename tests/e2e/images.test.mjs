import assert from "node:assert/strict";
import { after, afterEach, before, describe, test } from "node:test";

import { launch } from "./support/browser.mjs";
import { Glance, tokenFor } from "./support/cloud.mjs";
import * as ui from "./support/console.mjs";
import { startProxy } from "./support/proxy.mjs";
import { settings } from "./support/settings.mjs";
import { serveSite } from "./support/site.mjs";

describe("the list of images", () => {
  let chromium, site, page, glance;
  const made = [];

  before(async () => {
    chromium = await launch("chromium");
    site = await serveSite(settings.siteDir, settings.sitePort, {
      config: { auth_url: settings.keystone },
    });
    glance = await Glance.as("alt");
  });
  const MANY = 120;
  /** So many that the list comes in more than one page. */
  const makeMany = async () => {
    if (made.length >= MANY) return;
    const names = Array.from({ length: MANY }, (_, n) => `many-${n}`);
    for (let at = 0; at < MANY; at += 20) {
      await Promise.all(names.slice(at, at + 20).map((name) => make({ name })));
    }
  };
  const all = () => `${made.length} images`;
  after(async () => {
    await Promise.all(made.map((id) => glance.delete(id)));
    await chromium.close();
    await site.close();
  });
  afterEach(async (t) => {
    if (!t.passed) await ui.keepPicture(page);
    await page.close();
    assert.deepEqual(page.faults, []);
  });
  const make = async (fields, data) => {
    const image = data ? await glance.createWithData(fields, data) : await glance.create(fields);
    made.push(image.id);
    return image;
  };

  test("an empty cloud says what to do", async () => {
    page = await ui.open(chromium.browser, site.origin);
    await ui.signIn(page, "alt");
    await ui.shows(page, "No images yet");
    await ui.link(page, "Upload image").wait();
  });

  test("every field of a row, and every field of the image behind it", async () => {
    const name = `<b>Ubuntu</b> & "né" 24.04`;
    const image = await make(
      { name, min_disk: 2, min_ram: 512, tags: ["lts"], os_distro: "ubuntu", "odd name!": "x=y" },
      Buffer.alloc(1536, 7),
    );
    page = await ui.open(chromium.browser, site.origin);
    await ui.signIn(page, "alt");
    await ui.shows(page, name);
    const row = await ui.textOf(page, "tbody tr[data-id]");
    for (const cell of ["Active", "Shared", "1.5 KiB", "raw", "just now"]) {
      assert.ok(row.includes(cell), `${cell} in ${row}`);
    }
    await ui.link(page, name).click();
    await ui.shows(page, "Integrity");
    assert.equal(new URL(page.url()).pathname, `/images/${image.id}`);
    let text = await ui.textOf(page, "main");
    for (const part of ["Properties", "Data"]) {
      await ui.part(page, part);
      await ui.shows(page, part === "Data" ? "From the service" : "odd name!");
      text += await ui.textOf(page, "main");
    }
    const year = String(new Date(image.created_at).getFullYear());
    const inWords = {
      status: "Active",
      visibility: "Shared",
      protected: "No",
      os_hidden: "No",
      size: "1,536 bytes",
      virtual_size: "1,536 bytes",
      min_disk: "2 GiB",
      min_ram: "512 MiB",
      created_at: year,
      updated_at: year,
    };
    for (const [key, value] of Object.entries(image)) {
      const words = inWords[key] ?? String(value);
      assert.ok(text.includes(words), `${key}: ${words} in\n${text}`);
    }
  });

  test("a link to an image survives the sign-in", async () => {
    const image = await make({ name: "linked" }, Buffer.from("data"));
    page = await ui.open(chromium.browser, `${site.origin}/images/${image.id}`);
    await ui.signIn(page, "alt");
    await ui.shows(page, "Integrity");
    assert.equal(await ui.textOf(page, "h1"), "linked");
  });

  test("an image that isn't there says so", async () => {
    page = await ui.open(chromium.browser, `${site.origin}/images/00000000-0000-4000-8000-000000000000`);
    await ui.signIn(page, "alt");
    await ui.shows(page, "Could not read the image");
    await ui.shows(page, "404: No image found with ID");
    await page.waitForSelector("::-p-text(req-)");
  });

  test("the list is followed to its end, and searched", async () => {
    await makeMany();
    page = await ui.open(chromium.browser, site.origin);
    await ui.signIn(page, "alt");
    await ui.shows(page, all());
    await page.locator('input[type="search"]').fill("MANY-11");
    await ui.shows(page, `11 of ${all()}`);
    assert.equal(new URL(page.url()).search, "?search=MANY-11");
    await page.locator('input[type="search"]').fill("nowhere");
    await ui.shows(page, "Nothing matches");
    await ui.link(page, "Clear search and filter").click();
    await ui.shows(page, all());
  });

  test("visibility is asked of the service and kept in the address", async () => {
    await makeMany();
    page = await ui.open(chromium.browser, `${site.origin}/images?visibility=community`);
    const other = await Glance.as("demo");
    const image = await other.create({ name: "everybodys", visibility: "community" });
    try {
      await ui.signIn(page, "alt");
      await ui.shows(page, "everybodys");
      await ui.link(page, "Images").click();
      await ui.shows(page, all());
      assert.equal(new URL(page.url()).search, "");
      await page.goBack();
      await ui.shows(page, "everybodys");
    } finally {
      await other.delete(image.id);
    }
  });

  test("a service that goes away is told, and asked again on demand", async () => {
    await makeMany();
    let proxy = await startProxy(settings.glance);
    const { port } = new URL(proxy.origin);
    page = await ui.open(chromium.browser, site.origin);
    await ui.signInWithToken(page, await tokenFor("alt"), proxy.url);
    await ui.shows(page, all());
    await proxy.close();
    await ui.button(page, "Refresh").click();
    await ui.shows(page, "Could not list the images");
    // What was there is still there.
    await ui.shows(page, all());
    proxy = await startProxy(settings.glance, { port: Number(port) });
    await ui.button(page, "Try again").click();
    await page.waitForFunction(() => !document.body.innerText.includes("Could not list"));
    await proxy.close();
  });

  test("what was made while a list was left half loaded is there when somebody comes back", async () => {
    await makeMany();
    const proxy = await startProxy(settings.glance);
    page = await ui.open(chromium.browser, site.origin);
    proxy.faults.answerAll = { status: 503, cors: site.origin, path: /marker=/ };
    await ui.signInWithToken(page, await tokenFor("alt"), proxy.url);
    await ui.shows(page, "Could not list the images");
    await ui.link(page, "Upload image").click();
    await ui.shows(page, "Images");
    await page.waitForSelector('input[type="file"]');
    await make({ name: "made-meanwhile" });
    proxy.faults.answerAll = null;
    await page.locator(".v-crumbs a").click();
    await ui.shows(page, "made-meanwhile");
    await ui.shows(page, all());
    await proxy.close();
  });

  test("what others deleted is gone when somebody comes back after a while", async () => {
    const [kept, theirs] = [await make({ name: "stays-here" }), await glance.create({ name: "goes-away" })];
    page = await ui.open(chromium.browser, site.origin, { laterMs: 1 });
    await ui.signIn(page, "alt");
    await ui.shows(page, `${made.length + 1} images`);
    await glance.delete(theirs.id);
    await page.evaluate(() => (globalThis.laterStill = 6 * 60_000));
    await page.locator('input[type="search"]').fill("stays-here");
    await ui.link(page, "stays-here").click();
    await ui.shows(page, kept.id);
    await page.locator(".v-crumbs a").click();
    await ui.shows(page, all());
  });

  test("an address that leads nowhere offers the way back", async () => {
    await makeMany();
    page = await ui.open(chromium.browser, `${site.origin}/nowhere/at/all`);
    await ui.signIn(page, "alt");
    await ui.shows(page, "There is no such page");
    await ui.link(page, "Back to images").click();
    await ui.shows(page, all());
  });
});
