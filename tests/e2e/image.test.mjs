// The page of one image: its parts, and what is done to it there.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, test } from "node:test";

import { filesIn, launch } from "./support/browser.mjs";
import { Glance, eventually, tokenFor } from "./support/cloud.mjs";
import * as ui from "./support/console.mjs";
import { startProxy } from "./support/proxy.mjs";
import { settings } from "./support/settings.mjs";
import { serveSite } from "./support/site.mjs";

describe("the page of one image", () => {
  let chromium, site, page, demo, alt, admin, altProject;
  let made = [];

  before(async () => {
    chromium = await launch("chromium");
    site = await serveSite(settings.siteDir, settings.sitePort, {
      config: { auth_url: settings.keystone },
    });
    [demo, alt, admin] = await Promise.all(["demo", "alt", "admin"].map((user) => Glance.as(user)));
    altProject = await alt.project();
  });
  after(async () => {
    await chromium.close();
    await site.close();
  });
  afterEach(async (t) => {
    if (!t.passed) await ui.keepPicture(page);
    await page.close();
    for (const id of made) {
      await admin.call("PATCH", `/images/${id}`, {
        ok: false,
        headers: { "Content-Type": "application/openstack-images-v2.1-json-patch" },
        body: JSON.stringify([{ op: "replace", path: "/protected", value: false }]),
      });
      await admin.delete(id);
    }
    made = [];
    assert.deepEqual(page.faults, []);
  });

  const make = async (fields = {}, data = Buffer.alloc(2048, 3), by = demo) => {
    const image = data ? await by.createWithData(fields, data) : await by.create(fields);
    made.push(image.id);
    return image;
  };
  const open = async ({ id }, { tab = "", user = "demo", ...how } = {}) => {
    const query = tab && `?tab=${tab}`;
    page = await ui.open(chromium.browser, `${site.origin}/images/${id}${query}`, how);
    await ui.signIn(page, user);
    await page.waitForSelector(".v-tabs");
  };
  const tab = (name) => ui.part(page, name);
  /** Chooses in the menu "More actions". */
  const choose = async (label) => {
    await page.locator('summary[aria-label="More actions"]').click();
    await page.locator(`.v-menu-list ::-p-text(${label})`).click();
  };
  /** Clicks a button in the row of a store. */
  const inRow = async (store, label) => {
    const row = await page.waitForSelector(`::-p-xpath(//li[contains(@class, "v-row")][.//p[starts-with(., "${store}")]])`);
    await (await row.waitForSelector(`button::-p-text(${label})`)).click();
  };
  /** Waits until the service says so of the image. */
  const becomes = async ({ id }, field, wanted, by = demo) => {
    for (let n = 0; n < 100; n += 1) {
      const now = (await by.show(id))[field];
      if (now === wanted) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    assert.equal((await by.show(id))[field], wanted);
  };

  test("each part has a link of its own, and Back leads to the part before", async () => {
    const image = await make({ name: "parts", os_distro: "debian" });
    await open(image, { tab: "properties" });
    await ui.shows(page, "os_distro");
    await tab("JSON");
    assert.equal(new URL(page.url()).search, "?tab=json");
    await ui.shows(page, `"id": "${image.id}"`);
    await tab("Overview");
    assert.equal(new URL(page.url()).search, "");
    await page.goBack();
    await ui.shows(page, `"id": "${image.id}"`);
    await page.goBack();
    await ui.shows(page, "os_distro");
  });

  test("protecting and hiding, and taking both back", async () => {
    const image = await make({ name: "switches" });
    await open(image);
    await choose("Protect from deletion");
    await ui.shows(page, "“switches” is protected from deletion.");
    await becomes(image, "protected", true);
    await ui.button(page, "Undo").click();
    await becomes(image, "protected", false);
    await ui.shows(page, "“switches” can be deleted now.");
    await choose("Hide from lists");
    await becomes(image, "os_hidden", true);
    await choose("Show in lists");
    await becomes(image, "os_hidden", false);
    await tab("Activity");
    await ui.shows(page, "“switches” is hidden from lists.");
  });

  test("deactivating asks, and both ways back work", async () => {
    const image = await make({ name: "sleepy" });
    await open(image);
    await choose("Deactivate");
    await ui.shows(page, "Deactivate this image?");
    assert.equal((await demo.show(image.id)).status, "active");
    await page.locator("dialog[open] .v-button-danger:not([aria-busy])").click();
    await becomes(image, "status", "deactivated");
    await ui.shows(page, "The data of this image can't be downloaded or used until it is reactivated.");
    await page.locator(".v-notice button::-p-text(Reactivate)").click();
    await becomes(image, "status", "active");
    await page.waitForFunction(() => !document.querySelector(".v-notice"), { polling: 100 });
  });

  test("a protected image is deleted only by its name, and is unprotected first", async () => {
    const image = await make({ name: "kept dear", protected: true });
    await open(image);
    await ui.button(page, "Delete").click();
    await ui.shows(page, "This image is protected");
    const go = "dialog[open] .v-button-danger";
    assert.equal(await page.$eval(go, (button) => button.disabled), true);
    await ui.field(page, "To delete it, type its name: kept dear").fill("kept");
    assert.equal(await page.$eval(go, (button) => button.disabled), true);
    await ui.field(page, "To delete it, type its name: kept dear").fill("kept dear");
    await page.locator(go).click();
    await ui.shows(page, "“kept dear” was deleted");
    assert.equal(await demo.status(image.id), 404);
  });

  test("an image that others use is deleted only by its name; one that nobody does is asked for", async () => {
    const shared = await make({ name: "lent" });
    await demo.share(shared.id, altProject);
    await open(shared);
    await ui.button(page, "Delete").click();
    await ui.shows(page, "It is shared with other projects: they lose it too.");
    await ui.field(page, "To delete it, type its name: lent").wait();
    await page.keyboard.press("Escape");
    assert.equal(await demo.status(shared.id), 200);
    const own = await make({ name: "own" });
    await page.goto(`${site.origin}/images/${own.id}`);
    await ui.signIn(page, "demo");
    await page.waitForSelector(".v-tabs");
    await ui.button(page, "Delete").click();
    await page.locator("dialog[open] .v-button-danger").click();
    await ui.shows(page, "“own” was deleted");
    assert.equal(await demo.status(own.id), 404);
  });

  test("a press of Delete waits until it is known who uses the image, and then asks or deletes", async (t) => {
    const lent = await make({ name: "lent out" });
    await demo.share(lent.id, altProject);
    const own = await make({ name: "own" });
    const proxy = await startProxy(settings.glance);
    t.after(() => proxy.close());
    const pressDelete = async ({ id }) => {
      page = await ui.open(chromium.browser, `${site.origin}/images/${id}`);
      await ui.signInWithToken(page, await tokenFor("demo"), proxy.url);
      await page.waitForSelector(".v-tabs");
      proxy.faults.delayMembers = 2_000;
      await ui.button(page, "Delete").click();
      await ui.shows(page, "Delete this image?");
      await page.locator("dialog[open] .v-button-danger").click();
      await page.waitForSelector("dialog[open] .v-button-danger[aria-busy]");
    };
    await pressDelete(lent);
    await ui.field(page, "To delete it, type its name: lent out").wait();
    assert.equal(await demo.status(lent.id), 200);
    await page.close();
    proxy.faults.delayMembers = null;
    await pressDelete(own);
    assert.equal(await demo.status(own.id), 200);
    await ui.shows(page, "“own” was deleted");
    assert.equal(await demo.status(own.id), 404);
  });

  test("what an action sends is shown for curl and openstack, and never with a token", async () => {
    const image = await make({ name: "spoken" });
    await open(image);
    await choose("As requests and commands…");
    const shown = "dialog[open] .v-snippet code";
    await page.waitForSelector(shown);
    const http = await ui.textOf(page, shown);
    assert.ok(http.startsWith(`PATCH ${settings.glance}/v2/images/${image.id}`), http);
    assert.ok(http.includes("X-Auth-Token: $OS_TOKEN"), http);
    assert.ok(http.includes('"path": "/protected"'), http);
    await ui.button(page, "openstack").click();
    await page.waitForFunction(
      (selector) => document.querySelector(selector).innerText.includes("image set --protected"),
      { polling: 100 },
      shown,
    );
    const line = await ui.textOf(page, shown);
    const offered = await page.$$eval("dialog[open] option", (all) => all.map((it) => it.innerText));
    for (const act of ["Hide from lists", "Deactivate", "Make it private", "Download", "Delete"]) {
      assert.ok(offered.includes(act), `${act} in ${offered}`);
    }
    assert.match(line, new RegExp(`^openstack (--os-region-name=\\S+ )?image set --protected ${image.id}$`));
  });

  test("a patch by hand is checked, sent as it is, and refused in the service's words", async () => {
    const image = await make({ name: "by hand", os_distro: "debian" });
    await open(image, { tab: "json" });
    const field = ui.field(page, "JSON patch");
    const send = ui.button(page, "Send patch");
    await field.fill(`[{"op": "test", "path": "/name", "value": 1}]`);
    await ui.shows(page, "Operation 1: the service knows add, replace and remove, and no “test”.");
    await field.fill(`[{"op": "replace", "path": "/min_ram", "value": 512}, {"op": "remove", "path": "/os_distro"}]`);
    await send.click();
    await ui.shows(page, "“by hand” is patched.");
    const now = await demo.show(image.id);
    assert.equal(now.min_ram, 512);
    assert.equal("os_distro" in now, false);
    await ui.shows(page, `"min_ram": 512`);
    await field.fill(`[{"op": "replace", "path": "/status", "value": "queued"}]`);
    await send.click();
    await ui.shows(page, "Attribute 'status' is read-only.");
    await page.waitForSelector("::-p-text(req-)");
  });

  test("an administrator copies to another store and deletes from one", async () => {
    const image = await make({ name: "moved" });
    await open(image, { tab: "data", user: "admin" });
    await ui.shows(page, "Has the data");
    await inRow("slow", "Copy here");
    await becomes(image, "stores", "fast,slow", admin);
    await page.waitForFunction(
      () => [...document.querySelectorAll(".v-row .v-badge-good")].length === 2,
      { polling: 100 },
    );
    await inRow("fast", "Delete here");
    await ui.shows(page, "fast loses its copy; those in the other stores stay.");
    await page.locator("dialog[open] .v-button-danger:not([aria-busy])").click();
    await becomes(image, "stores", "slow", admin);
    await ui.shows(page, "“moved” is deleted from fast.");
    await tab("Activity");
    await ui.shows(page, "Copy to other stores");
  });

  test("the data is verified once more, and nothing is saved", async () => {
    const image = await make({ name: "checked" }, Buffer.alloc(5 << 20, 7));
    await open(image, { tab: "data" });
    await ui.button(page, "Verify again").click();
    const card = await ui.newestTransfer(page, "done");
    assert.ok(card.includes("Verified (SHA-512)") && card.includes("nothing is saved"), card);
    await ui.button(page, "Close").click();
    await page.waitForFunction(
      () => [...document.querySelectorAll('main [role="status"]')].some((it) => it.innerText.includes("Verified")),
      { polling: 100 },
    );
    assert.deepEqual(await filesIn(chromium.downloads), []);
    const kept = await page.evaluate(async () => {
      const names = [];
      const root = await navigator.storage.getDirectory();
      for await (const name of root.keys()) names.push(name);
      return names;
    });
    assert.deepEqual(kept, []);
    await ui.part(page, "Activity");
    await ui.shows(page, "Verification of checked: Verified (SHA-512)");
  });

  test("an administrator has an image cached, and takes it out", async () => {
    const image = await make({ name: "handy" });
    await open(image, { tab: "data", user: "admin" });
    await ui.shows(page, "Not cached.");
    await ui.button(page, "Cache it").click();
    await ui.shows(page, "“handy” waits to be cached.");
    const known = async () => {
      const all = await (await admin.call("GET", "/cache")).json();
      return all.queued_images.includes(image.id) || all.cached_images.some((it) => it.image_id === image.id);
    };
    // On its way from the queue into the cache it is in neither.
    assert.equal(await eventually(known, true), true);
    await ui.button(page, "Take out").click();
    await ui.shows(page, "Not cached.");
    assert.equal(await known(), false);
  });

  test("a member is offered nothing that only administrators do", async () => {
    const image = await make({ name: "plain" });
    await open(image, { tab: "data" });
    await ui.shows(page, "Has the data");
    const text = await ui.textOf(page, "main");
    for (const word of ["Copy here", "Delete here", "Cache it"]) assert.ok(!text.includes(word), word);
  });

  test("a snapshot tells what it was made of", async () => {
    const base = await make({ name: "debian base" });
    const snapshot = await make({
      name: "snapshot",
      image_type: "snapshot",
      instance_uuid: "11111111-2222-4333-8444-555555555555",
      base_image_ref: base.id,
    });
    await open(snapshot);
    await ui.shows(page, "A snapshot, made by the compute service.");
    await ui.shows(page, "11111111-2222-4333-8444-555555555555");
    await page.locator(`dd a[href$="${base.id}"]`).click();
    await ui.shows(page, "debian base");
    assert.equal(new URL(page.url()).pathname, `/images/${base.id}`);
  });

  test("another project's image can be looked at, and nothing else", async () => {
    const image = await make({ name: "community thing", visibility: "community" });
    await open(image, { user: "alt" });
    await ui.shows(page, "community thing");
    assert.equal(await page.$(".v-image-head .v-menu"), null);
    assert.equal(await page.$$eval("a", (links) => links.some((a) => a.innerText === "Edit")), false);
    await tab("JSON");
    assert.equal(await page.$("textarea"), null);
    await page.goto(`${site.origin}/images/${image.id}/edit`);
    await ui.signIn(page, "alt");
    await ui.shows(page, "This image belongs to another project");
  });
});
