// The pages about the service itself.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, test } from "node:test";

import { launch } from "./support/browser.mjs";
import { Glance, eventually } from "./support/cloud.mjs";
import * as ui from "./support/console.mjs";
import { settings } from "./support/settings.mjs";
import { serveSite } from "./support/site.mjs";

describe("the service itself", () => {
  let chromium, site, page, demo, admin;
  let made = [];

  before(async () => {
    chromium = await launch("chromium");
    site = await serveSite(settings.siteDir, settings.sitePort, {
      config: { auth_url: settings.keystone },
    });
    [demo, admin] = await Promise.all(["demo", "admin"].map((user) => Glance.as(user)));
  });
  after(async () => {
    await chromium.close();
    await site.close();
  });
  afterEach(async (t) => {
    if (!t.passed) await ui.keepPicture(page);
    await page.close();
    await Promise.all(made.map((id) => admin.delete(id)));
    made = [];
    assert.deepEqual(page.faults, []);
  });

  const make = async (fields, by = demo) => {
    const image = await by.createWithData(fields, Buffer.alloc(2048, 3));
    made.push(image.id);
    return image;
  };
  const open = async (path, user = "admin") => {
    page = await ui.open(chromium.browser, `${site.origin}${path}`);
    await ui.signIn(page, user);
  };
  const menu = () => page.locator('.v-nav summary[aria-label="Service"]').click();
  const inMenu = () => page.$$eval(".v-nav-menu a", (links) => links.map((a) => a.innerText.trim()));

  test("administrators have all pages, members those that are for them", async () => {
    await open("/");
    await menu();
    assert.deepEqual(await inMenu(), ["Stores", "Tasks of the service", "Cache", "Metadata definitions"]);
    await page.close();
    await open("/", "demo");
    await menu();
    assert.deepEqual(await inMenu(), ["Stores", "Metadata definitions"]);
    await page.goto(`${site.origin}/cache`);
    await ui.signIn(page, "demo");
    await ui.shows(page, "Your role may not see this.");
  });

  test("stores, with what they are and what they hold", async () => {
    await make({ name: "stored" });
    await open("/stores");
    await ui.shows(page, "Lab fast file store (default)");
    await ui.shows(page, "Read-only");
    const card = await page.waitForSelector("::-p-xpath(//section[.//h2='fast'])");
    const words = await card.evaluate((it) => it.innerText);
    for (const text of ["Kind", "file", "Weight", "Default"]) assert.ok(words.includes(text), words);
    await page.waitForFunction(
      () => /\d+ images?, /.test(document.querySelector("section.v-card")?.innerText),
      { polling: 100 },
    );
    await (await card.waitForSelector("a")).click();
    await ui.shows(page, "stored");
    assert.equal(new URL(page.url()).searchParams.get("filter"), "store=fast");
  });

  test("tasks of all projects, and the whole of one", async () => {
    const image = await make({ name: "copied" }, admin);
    await admin.call("POST", `/images/${image.id}/import`, {
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ method: { name: "copy-image" }, stores: ["slow"] }),
    });
    await open("/tasks");
    await page.waitForSelector(".v-rows .v-row");
    await page.locator(".v-task-whole summary").click();
    await ui.shows(page, image.id);
    await ui.field(page, "Status").fill("failure");
    await page.waitForFunction(
      () => [...document.querySelectorAll(".v-row .v-badge")].every((it) => it.innerText === "Failed"),
      { polling: 100 },
    );
  });

  test("the cache: one more, one less, and empty", async () => {
    const [one, two] = [await make({ name: "cache-one" }), await make({ name: "cache-two" })];
    await open("/cache");
    // The service caches in its own time.
    const known = async () => {
      const all = await (await admin.call("GET", "/cache")).json();
      return [...all.queued_images, ...all.cached_images.map((it) => it.image_id)].sort();
    };
    await admin.call("DELETE", "/cache");
    for (const name of ["cache-one", "cache-two"]) {
      await ui.button(page, "Cache an image").click();
      await ui.field(page, "Name or id").fill(name);
      await page.locator("dialog[open] .v-choices button").click();
      await ui.shows(page, `“${name}” waits to be cached.`);
      await ui.link(page, name).wait();
    }
    const both = [one.id, two.id].sort();
    assert.deepEqual(await eventually(known, both), both);
    await ui.button(page, "Take cache-one out").click();
    await ui.shows(page, "“cache-one” is out of the cache.");
    assert.deepEqual(await eventually(known, [two.id]), [two.id]);
    await page.waitForFunction(() => document.body.innerText.includes("Cached 1"), { polling: 100 });
    await ui.button(page, "Empty the cache").click();
    await ui.shows(page, "The cache is empty.");
    assert.deepEqual(await known(), []);
    await ui.button(page, "Clean").click();
    await ui.shows(page, "The cache is cleaned.");
    await ui.button(page, "Prune").click();
    await ui.shows(page, "prune");
  });

  test("definitions are browsed by all", async () => {
    await open("/definitions", "demo");
    await ui.field(page, "Search names and meanings").fill("watchdog");
    await page.locator(".v-rows a").click();
    await ui.shows(page, "hw_watchdog_action");
    assert.match(new URL(page.url()).search, /^\?namespace=OS%3A%3A/);
    assert.equal(await page.$eval("main", (main) => main.innerText.includes("Delete")), false);
  });

  test("an administrator makes a namespace, changes it, and deletes it by its name", async () => {
    await admin.call("DELETE", "/metadefs/namespaces/Vitrine::Test", { ok: false });
    const file = {
      namespace: "Vitrine::Test",
      display_name: "Made by a test",
      visibility: "public",
      protected: false,
      resource_type_associations: [{ name: "OS::Glance::Image" }],
      properties: {
        vt_old: { title: "Old", type: "string" },
        vt_kept: { title: "Kept", type: "integer", minimum: 1 },
      },
      tags: [{ name: "one" }],
    };
    await open("/definitions");
    await ui.button(page, "New namespace").click();
    const editor = page.locator("dialog[open] textarea");
    await editor.fill("{");
    await ui.shows(page, "This is no namespace:");
    await editor.fill(JSON.stringify(file));
    await page.locator("dialog[open] .v-button-primary").click();
    await ui.shows(page, "Vitrine::Test is saved.");
    await ui.link(page, "Made by a test").click();
    await ui.shows(page, "vt_old");
    const changed = structuredClone(file);
    delete changed.properties.vt_old;
    changed.properties.vt_new = { title: "New", type: "boolean" };
    changed.properties.vt_kept.title = "Kept and changed";
    changed.display_name = "Changed by a test";
    changed.tags = [{ name: "two" }];
    await ui.button(page, "Edit").click();
    await editor.fill(JSON.stringify(changed));
    await page.locator("dialog[open] .v-show-as summary").click();
    await page.waitForSelector("dialog[open] .v-shown-as code");
    const sent = (await ui.textOf(page, "dialog[open] .v-shown-as code")).match(/^[A-Z]+ http\S+/gm);
    const base = `${settings.glance}/v2/metadefs/namespaces/Vitrine%3A%3ATest`;
    assert.deepEqual(sent, [
      `DELETE ${base}/properties/vt_old`,
      `PUT ${base}/properties/vt_kept`,
      `POST ${base}/properties`,
      `POST ${base}/tags`,
      `PUT ${base}`,
    ]);
    await page.locator("dialog[open] .v-button-primary").click();
    // Its text shows the same words.
    await page.waitForFunction(() => !document.querySelector("dialog[open]"), { polling: 100 });
    await ui.shows(page, "Changed by a test");
    await ui.shows(page, "Kept and changed");
    const now = await (await admin.call("GET", "/metadefs/namespaces/Vitrine::Test")).json();
    assert.deepEqual(Object.keys(now.properties).sort(), ["vt_kept", "vt_new"]);
    assert.deepEqual(now.tags, [{ name: "two" }]);
    await ui.button(page, "Delete").click();
    await ui.field(page, "To delete it, type its name: Vitrine::Test").fill("Vitrine::Test");
    await page.locator("dialog[open] .v-button-danger:not([aria-busy])").click();
    await ui.shows(page, "“Vitrine::Test” was deleted");
    assert.equal((await admin.call("GET", "/metadefs/namespaces/Vitrine::Test", { ok: false })).status, 404);
  });
});
