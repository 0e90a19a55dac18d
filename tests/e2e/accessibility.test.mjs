import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { after, afterEach, before, describe, test } from "node:test";

import { violations } from "./support/axe.mjs";
import { launch } from "./support/browser.mjs";
import { Glance, describeToken, tokenFor } from "./support/cloud.mjs";
import * as ui from "./support/console.mjs";
import { MIB, folder, randomFile } from "./support/files.mjs";
import { startProxy } from "./support/proxy.mjs";
import { seedImages } from "./support/seed.mjs";
import { settings } from "./support/settings.mjs";
import { serveSite } from "./support/site.mjs";

/** No violation in light, in dark, and every control within reach at any width. */
async function holds(page, state) {
  for (const scheme of ["light", "dark"]) {
    assert.deepEqual(await violations(page, scheme), [], `${state}, ${scheme}`);
  }
  // 1280 px at 400 % are 320; the others are where the layout changes.
  for (const [width, height] of [[320, 256], [641, 800], [1041, 800]]) {
    await page.setViewport({ width, height });
    await page.evaluate(frames);
    assert.deepEqual(await page.evaluate(outOfReach), [], `${state} at ${width} px`);
  }
  await page.setViewport({ width: 1440, height: 900 });
}

/** Runs in the page: until what changes with its width has changed. */
function frames() {
  return new Promise((resolve) => {
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve, 20)));
  });
}

/** Runs in the page: controls that stick out of it, or of what cuts them off. */
function outOfReach() {
  const found = [];
  const beside = document.documentElement.scrollWidth - innerWidth;
  if (beside > 0) found.push(`${beside} px beside the edge`);
  for (const control of document.querySelectorAll("a, button, input, select, summary")) {
    if (!control.checkVisibility({ visibilityProperty: true }) || control.matches(".v-skip")) continue;
    // Tables of data may scroll in themselves; on a phone, only comparisons do.
    const scrolls = innerWidth > 480 ? ".v-compare-frame, .v-table-frame" : ".v-compare-frame";
    if (control.closest(`.v-visually-hidden, ${scrolls}`)) continue;
    const { left, right } = control.getBoundingClientRect();
    let [from, to] = [0, innerWidth];
    for (let outer = control.parentElement; outer; outer = outer.parentElement) {
      if (getComputedStyle(outer).overflowX === "visible") continue;
      const box = outer.getBoundingClientRect();
      [from, to] = [Math.max(from, box.left), Math.min(to, box.right)];
    }
    if (left < from - 1 || right > to + 1) {
      found.push(`${control.outerHTML.slice(0, 120)}: ${left}–${right} in ${from}–${to}`);
    }
  }
  return found;
}

describe("accessibility", () => {
  let chromium, site, page, glance, files;

  before(async () => {
    chromium = await launch("chromium");
    site = await serveSite(settings.siteDir, settings.sitePort, {
      config: { auth_url: settings.keystone },
    });
    glance = await Glance.as("demo");
    files = await folder();
  });
  after(async () => {
    await chromium.close();
    await site.close();
    await files.remove();
  });
  afterEach(async (t) => {
    if (!t.passed) await ui.keepPicture(page);
    await page.close();
    assert.deepEqual(page.faults, []);
  });

  test("sign-in, its errors and its options", async () => {
    page = await ui.open(chromium.browser, site.origin);
    await ui.shows(page, "Keystone address");
    await holds(page, "sign-in");
    await page.locator(".v-more summary").click();
    await page.locator('button[type="submit"]').click();
    await ui.shows(page, "Please fill this in.");
    await holds(page, "sign-in with empty fields");
    await ui.signIn(page, "demo", { password: "wrong" });
    await ui.shows(page, "User name, password, domain or project is wrong");
    await holds(page, "sign-in refused");
    await ui.button(page, "Token").click();
    await ui.shows(page, "Image endpoint");
    await holds(page, "sign-in with a token");
  });

  test("the connection, well and broken", async () => {
    page = await ui.open(chromium.browser, `${site.origin}/connection?image=http://127.0.0.1:1`);
    await ui.shows(page, "Nothing answers at http://127.0.0.1:1");
    await holds(page, "connection, broken");
    await page.goto(site.origin);
    await ui.button(page, "Credential").click();
    await ui.shows(page, "Application credential ID");
    await holds(page, "sign-in with a credential");
    await ui.button(page, "Password").click();
    await ui.signIn(page, "demo");
    await ui.shows(page, "Upload image");
    await page.locator(".v-header-end .v-menu summary").click();
    await ui.link(page, "Connection").click();
    await ui.shows(page, "image_count_total");
    await holds(page, "connection, well");
  });

  test("a sign-in that will end, and has ended", async () => {
    const token = await tokenFor("demo");
    const expiresAt = Date.parse((await describeToken(token)).expires_at);
    const laterMs = expiresAt - Date.now() - 10 * 60_000;
    page = await ui.open(chromium.browser, site.origin, { laterMs });
    await ui.signInWithToken(page, token, settings.glance);
    await ui.link(page, "Upload image").click();
    await ui.shows(page, "Drop disk images here");
    const file = await randomFile(files.dir, "late.raw", 1024);
    await (await page.$('input[type="file"]')).uploadFile(file);
    await ui.shows(page, "Your sign-in will end");
    await holds(page, "upload, before the sign-in ends");
    await page.locator(".v-header-end .v-menu summary").click();
    await ui.shows(page, "Until ");
    await holds(page, "account menu, until when");
    await page.locator(".v-transfers-button").click();
    await ui.shows(page, "Sign in again");
    await holds(page, "transfers, before the sign-in ends");
    await page.evaluate(() => {
      globalThis.laterStill = 11 * 60_000;
      document.dispatchEvent(new Event("visibilitychange"));
    });
    await ui.shows(page, "Your sign-in has ended");
    await holds(page, "transfers, after the sign-in's end");
  });

  test("the panel beside the list: nothing, one image, a comparison", async () => {
    const long = "an-image-with-a-rather-long-name-without-any-place-to-break-it-2026-11-21";
    const one = await glance.createWithData(
      { name: long, protected: true, os_distro: "debian", tags: ["a", "b"] },
      Buffer.from("data"),
    );
    const other = await glance.create({ name: "another", min_ram: 512 });
    page = await ui.open(chromium.browser, site.origin);
    await ui.signIn(page, "demo");
    await ui.shows(page, long);
    await ui.button(page, "Panel").click();
    await ui.shows(page, "No image is chosen");
    await holds(page, "panel without an image");
    const select = ({ id }) => page.locator(`tr[data-id="${id}"] input[type="checkbox"]`).click();
    await select(one);
    await page.waitForSelector(".v-peek-title");
    await holds(page, "panel with an image");
    await select(other);
    await page.waitForSelector(".v-compare");
    await holds(page, "comparison, differences");
    await ui.field(page, "Only differences").click();
    await holds(page, "comparison, all fields");
    await glance.patch(one.id, [{ op: "replace", path: "/protected", value: false }]);
    for (const { id } of [one, other]) await glance.delete(id);
  });

  test("list, image, dialogs, menus, upload and transfers", async () => {
    const name = "an-image-with-a-rather-long-name-without-any-place-to-break-it-2026-11-21";
    const image = await glance.createWithData(
      { name, protected: true, os_distro: "debian", tags: ["a"] },
      Buffer.from("data"),
    );
    const queued = await glance.create({ name: "waiting" });
    page = await ui.open(chromium.browser, site.origin);
    await ui.signIn(page, "demo");
    await ui.shows(page, name);
    await holds(page, "list");
    await page.locator(".v-header-end .v-menu summary").click();
    await holds(page, "account menu");
    await page.keyboard.press("Escape");
    await page.locator('input[type="search"]').fill("no such thing");
    await ui.shows(page, "Nothing matches");
    await holds(page, "no match");
    await ui.link(page, "Clear search and filter").click();
    await ui.link(page, "waiting").click();
    await ui.shows(page, "Waiting for data");
    await holds(page, "image without data");
    await ui.button(page, "Delete").click();
    await ui.shows(page, "Delete this image?");
    await holds(page, "delete dialog");
    await page.keyboard.press("Escape");
    await page.locator(".v-crumbs a").click();
    await ui.link(page, name).click();
    await ui.shows(page, "Integrity");
    await holds(page, "image");
    await page.locator('summary[aria-label="More actions"]').click();
    await holds(page, "image, more actions");
    await page.locator(".v-menu-list ::-p-text(As requests and commands…)").click();
    await page.waitForSelector("dialog[open] .v-snippet");
    await holds(page, "image, as requests and commands");
    await page.keyboard.press("Escape");
    for (const [part, text] of [
      ["Properties", "os_distro"],
      ["Sharing", "With nobody yet."],
      ["Activity", "Tasks of the service"],
      ["JSON", "JSON patch"],
      ["Data", "Has the data"],
    ]) {
      await ui.part(page, part);
      await ui.shows(page, text);
      await holds(page, `image, ${part}`);
    }
    await page.locator(".v-copy-as summary").click();
    await ui.shows(page, "curl --fail");
    await ui.field(page, "Put my token into the command").click();
    await ui.shows(page, "This command holds your token");
    await holds(page, "image, commands with the token");
    await ui.button(page, "openstack").click();
    await ui.shows(page, "It signs in by itself");
    await holds(page, "image, commands");
    await page.locator(".v-copy-as summary").click();
    await ui.button(page, "Delete").click();
    await ui.shows(page, "This image is protected");
    await holds(page, "protected dialog");
    await page.keyboard.press("Escape");
    await ui.link(page, "Edit").click();
    await ui.field(page, "Minimum RAM (MiB)").fill("1.5");
    await holds(page, "edit, with something wrong");
    await ui.field(page, "Minimum RAM (MiB)").fill("64");
    await page.locator(".v-edit-review summary").click();
    await page.waitForSelector(".v-edit-review code");
    await holds(page, "edit");
    await ui.button(page, "Choose from definitions").click();
    await ui.field(page, "Search names and meanings").fill("disk bus");
    await page.locator("dialog[open] .v-definition::-p-text(hw_disk_bus)").click();
    await page.waitForSelector("dialog[open] .v-definition-pane select");
    await holds(page, "edit, definitions");
    await page.keyboard.press("Escape");
    await page.locator(".v-edit-review ::-p-text(Cancel)").click();
    await ui.shows(page, "Leave without saving?");
    await holds(page, "edit, leaving");
    await ui.button(page, "Leave").click();
    await page.waitForSelector(".v-tabs");
    await ui.button(page, "Download").click();
    await page.waitForSelector('.v-drawer [data-stage="done"]');
    await holds(page, "transfers");
    await ui.button(page, "Close").click();

    await page.locator(".v-crumbs a").click();
    await ui.link(page, "Upload image").click();
    await ui.shows(page, "Drop disk images here");
    await holds(page, "upload, nothing chosen");
    const file = await randomFile(files.dir, "accessible.raw", 1000);
    await (await page.$('input[type="file"]')).uploadFile(file);
    await ui.shows(page, "Raw data");
    await page.locator(".v-more summary").click();
    await holds(page, "upload form");
    await page.locator('form button[type="submit"]').click();
    await page.waitForSelector('.v-upload [data-stage="done"]');
    await holds(page, "uploaded");

    await glance.patch(image.id, [{ op: "replace", path: "/protected", value: false }]);
    const made = await glance.named("accessible");
    await Promise.all([image, queued, ...made].map(({ id }) => glance.delete(id)));
  });

  test("the service's pages, and images from elsewhere", async () => {
    const queued = await glance.create({ name: "waiting for an import" });
    page = await ui.open(chromium.browser, `${site.origin}/upload?from=address`);
    await ui.signIn(page, "admin");
    await ui.field(page, "Address of the file").fill("ftp://h");
    await ui.field(page, "fast: Lab fast file store (default)").click();
    await ui.field(page, "slow: Lab slow file store").click();
    await holds(page, "an image from an address");
    await ui.link(page, "Another region").click();
    await page.waitForSelector(".v-choices button, form .v-muted");
    await holds(page, "an image from another region");
    await ui.link(page, "Empty record").click();
    await ui.shows(page, "A record without data.");
    await holds(page, "an empty record");
    for (const [name, text] of [
      ["Stores", "Lab fast file store (default)"],
      ["Tasks of the service", "Of all projects"],
      ["Cache", "Waiting to be cached"],
      ["Metadata definitions", "Search names and meanings"],
    ]) {
      await page.locator('.v-nav summary[aria-label="Service"]').click();
      await ui.link(page, name).click();
      await ui.shows(page, text);
      await holds(page, name);
    }
    await ui.button(page, "New namespace").click();
    await page.locator("dialog[open] textarea").fill("{");
    await holds(page, "a new namespace");
    await page.keyboard.press("Escape");
    await ui.field(page, "Search names and meanings").fill("watchdog");
    await page.locator(".v-rows a").click();
    await ui.shows(page, "hw_watchdog_action");
    await holds(page, "a namespace");
    await page.goto(`${site.origin}/images/${queued.id}?tab=data`);
    await ui.signIn(page, "demo");
    await ui.field(page, "Address of the file").fill("https://h/a.raw");
    await holds(page, "an image that waits for an import");
    await glance.delete(queued.id);
  });

  test("the filter bar: suggestions, chips, editor, menus", async () => {
    const tags = ["lts", "a-rather-long-tag-without-any-place-to-break-it-2026-11-21"];
    const image = await glance.create({ name: "filtered", tags, os_distro: "debian" });
    const query = "filter=size>=big&filter=status=active,queued,saving,importing&filter=hidden=no";
    page = await ui.open(chromium.browser, `${site.origin}/images?${query}`);
    await ui.signIn(page, "demo");
    await ui.shows(page, "No filter:");
    await holds(page, "chips");
    await page.locator('input[type="search"]').fill("tag=");
    await page.waitForSelector('[role="option"]');
    await page.keyboard.press("ArrowDown");
    await holds(page, "suggestions");
    await page.$eval('input[type="search"]', (field) => {
      field.focus();
      field.select();
    });
    await page.keyboard.press("Backspace");
    // What is suggested lies over the chips.
    await page.keyboard.press("Escape");
    await page.waitForSelector('[role="combobox"][aria-expanded="false"]');
    await page.locator(".v-chip-warning .v-chip-text").click();
    await ui.shows(page, "A number of 0 or more");
    await holds(page, "editor, a size that is none");
    for (const [key, words] of [["tag", "Other values"], ["created_at", "Age"], ["hidden", "yes"]]) {
      await page.select("dialog select", key);
      await ui.shows(page, words);
      await holds(page, `editor, ${key}`);
    }
    await page.keyboard.press("Escape");
    await page.locator('summary[aria-label="Views"]').click();
    await ui.shows(page, "Save what is shown now");
    await ui.field(page, "Save what is shown now").fill("My own view");
    await ui.button(page, "Save view").click();
    await ui.button(page, "Rename My own view").click();
    await holds(page, "views, one renamed");
    await ui.button(page, "Rename").click();
    await ui.button(page, "Delete My own view").click();
    await ui.shows(page, "was deleted");
    await holds(page, "views, one deleted");
    await page.keyboard.press("Escape");
    await page.locator('summary[aria-label="Link, command, export"]').click();
    await ui.shows(page, "image list");
    await holds(page, "link, command, export");
    await glance.delete(image.id);
  });

  test("the list: empty, refused, down, loaded in part", async () => {
    const proxy = await startProxy(settings.glance);
    const cors = site.origin;
    const openList = async (user) => {
      page = await ui.open(chromium.browser, site.origin);
      await ui.signInWithToken(page, await tokenFor(user), proxy.url);
    };
    try {
      await openList("alt");
      await ui.shows(page, "No images yet");
      await holds(page, "no images");
      proxy.faults.answerAll = { status: 403, cors, path: /limit=100/ };
      await page.close();
      await openList("alt");
      await ui.shows(page, "Could not list the images");
      await ui.shows(page, "Your role in this project doesn't allow it");
      await holds(page, "a list that is refused");
      proxy.faults.answerAll = { status: 503, cors, path: /limit=100/ };
      await page.close();
      await openList("alt");
      await ui.shows(page, "the service behind it is down");
      await holds(page, "a service that is down");
      await seedImages(150);
      // The first page of the list comes, the second doesn't.
      proxy.faults.answerAll = { status: 503, cors, path: /marker=/ };
      await page.close();
      await openList("admin");
      await ui.shows(page, "Could not list the images");
      await ui.shows(page, "not all loaded");
      assert.ok((await page.$$("tbody tr[data-id]")).length > 5, "what came is shown");
      await holds(page, "a list that is loaded in part");
      proxy.faults.answerAll = null;
      await ui.button(page, "Try again").click();
      await page.waitForFunction(() => !document.body.innerText.includes("not all loaded"));
    } finally {
      proxy.faults.answerAll = null;
      await seedImages(0);
      await proxy.close();
    }
  });

  test("what is shared, and the board", async () => {
    const alt = await Glance.as("alt");
    const project = await glance.project();
    const names = ["offer-1", "offer-2", "offer-3-with-a-rather-long-name-without-any-place-to-break"];
    const offered = [];
    for (const name of names) {
      const image = await alt.createWithData({ name }, Buffer.alloc(1000, 1));
      await alt.share(image.id, project);
      offered.push(image);
    }
    const own = [];
    for (const name of ["twin-1", "twin-2"]) {
      own.push(await glance.createWithData({ name, protected: false }, Buffer.alloc(1000, 2)));
    }
    page = await ui.open(chromium.browser, `${site.origin}/shared`);
    await ui.signIn(page, "demo");
    await ui.button(page, "Reject offer-1").click();
    await ui.shows(page, "is rejected");
    await ui.field(page, "Select offer-2").click();
    await ui.shows(page, "Accept 1 selected");
    await holds(page, "shared with me");
    await alt.call("DELETE", `/images/${offered[1].id}/members/${project}`);
    await ui.button(page, "Accept 1 selected").click();
    await ui.shows(page, "Could not answer the offer");
    await holds(page, "shared with me, an answer that failed");
    await ui.link(page, "Tidy").click();
    await ui.shows(page, "could be freed");
    await holds(page, "the board");
    await page.locator(".v-tidy-card ::-p-text(Duplicates)").click();
    await ui.shows(page, "2 images with the same");
    await holds(page, "the board, a group open");
    await Promise.all(offered.map(({ id }) => alt.delete(id)));
    await Promise.all(own.map(({ id }) => glance.delete(id)));
  });

  test("downloads: of wrong bytes, paused, not finished", async () => {
    const proxy = await startProxy(settings.glance);
    const image = await glance.createWithData({ name: "far-off" }, Buffer.alloc(48 * MIB, 1));
    page = await ui.open(chromium.browser, site.origin);
    page.on("dialog", (dialog) => dialog.accept().catch(() => {}));
    const signIn = async () => ui.signInWithToken(page, await tokenFor("demo"), proxy.url);
    const stage = (name) => page.waitForSelector(`.v-drawer [data-stage="${name}"]`);
    await signIn();
    proxy.faults.flipDownloadAt = 5;
    await ui.button(page, "Download far-off").click();
    await stage("failed");
    await ui.button(page, "Close").click();
    proxy.faults.downloadPace = MIB;
    await ui.button(page, "Download far-off").click();
    await stage("moving");
    await ui.shows(page, "Pause");
    await page.locator('.v-drawer [data-stage="moving"] ::-p-aria([name="Pause"][role="button"])').click();
    await stage("paused");
    await holds(page, "downloads, paused and of wrong bytes");
    await page.reload();
    await signIn();
    await ui.button(page, "Transfers, 1 download not finished").click();
    await stage("partial");
    await holds(page, "a download not finished");
    await glance.delete(image.id);
    await proxy.close();
  });

  test("the upload form: properties, a batch, the same bytes, the question", async () => {
    const known = await glance.createWithData({ name: "known-bytes" }, Buffer.alloc(1000, 1));
    page = await ui.open(chromium.browser, site.origin);
    await ui.signIn(page, "demo");
    await ui.link(page, "Upload image").click();
    await ui.shows(page, "Drop disk images here");
    const file = path.join(files.dir, "known-bytes.raw");
    await writeFile(file, Buffer.alloc(1000, 1));
    const input = await page.$('.v-drop input[type="file"]');
    await input.uploadFile(file);
    await ui.shows(page, "Raw data");
    await page.locator(".v-more summary").click();
    await ui.field(page, "Name of property 1").fill("os_distro");
    await ui.button(page, "Add a property").click();
    await ui.field(page, "Name of property 2").fill("status");
    await ui.shows(page, "Only the service writes this one.");
    await ui.field(page, "Tags").fill("🐧");
    await ui.shows(page, "The service takes no");
    await page.keyboard.press("Enter");
    await holds(page, "upload form, properties and problems");
    await ui.button(page, "Remove status").click();
    await ui.button(page, "Remove tag 🐧").click();
    await ui.field(page, "Tags").fill("fine");
    await ui.button(page, "Look for the same bytes").click();
    await ui.shows(page, "The same bytes are there already");
    await holds(page, "upload form, the same bytes found");
    const empty = path.join(files.dir, "empty.raw");
    await writeFile(empty, "");
    await (await page.$('.v-drop input[type="file"]')).uploadFile(empty);
    await ui.shows(page, "Upload 2 files");
    await ui.field(page, "Name template").fill("{nome}");
    await ui.shows(page, "There is no placeholder {nome}.");
    await holds(page, "upload form, a batch and a wrong template");
    await ui.field(page, "Name template").fill("{name}-{n}");
    const [, second] = await page.$$(".v-upload-item input[aria-required]");
    await second.type("x");
    await ui.shows(page, "Edited by hand");
    await page.locator(".v-storing summary").click();
    await holds(page, "upload form, a name by hand");
    await page.locator('form button[type="submit"]').click();
    await ui.shows(page, "Send this as it is?");
    await holds(page, "upload form, the question");
    await page.keyboard.press("Escape");
    await glance.delete(known.id);
  });

  test("many images at once: the bar, its menu, the dry run and what failed", async () => {
    const fields = { tags: ["lts"], visibility: "private" };
    const images = [];
    for (let n = 0; n < 7; n += 1) images.push(await glance.create({ ...fields, name: `bulk-${n}` }));
    const protect = (id, value) => glance.patch(id, [{ op: "replace", path: "/protected", value }]);
    await protect(images[0].id, true);
    page = await ui.open(chromium.browser, site.origin);
    await ui.signIn(page, "demo");
    await ui.shows(page, "bulk-6");
    await protect(images[1].id, true);
    for (const { name } of images) await page.locator(`[aria-label="Select ${name}"]`).click();
    await ui.shows(page, "7 selected");
    await holds(page, "many images, the bar");
    const choose = async (name) => {
      await page.locator(".v-bulk-bar summary").click();
      await ui.button(page, name).click();
    };
    const close = async () => {
      await page.keyboard.press("Escape");
      await page.waitForFunction(() => !document.querySelector("dialog[open]"));
    };
    await page.locator(".v-bulk-bar summary").click();
    await holds(page, "many images, the menu");
    await ui.button(page, "Properties…").click();
    await ui.field(page, "Name of property 1").fill("status");
    await ui.shows(page, "Only the service writes this one.");
    await holds(page, "many images, properties");
    await close();
    await ui.button(page, "Tags…").click();
    await ui.field(page, "Tags").fill("new");
    await ui.button(page, "Remove").click();
    await ui.button(page, "lts").click();
    await ui.shows(page, "7 images will lose tags");
    await holds(page, "many images, tags");
    await close();
    await choose("Share with projects…");
    await holds(page, "many images, sharing");
    await close();
    await ui.button(page, "Delete").click();
    await ui.shows(page, "1 skipped");
    await page.locator("dialog[open] summary").click();
    await holds(page, "many images, the dry run");
    await ui.field(page, "To go on, type “delete 6”").fill("delete 6");
    await ui.button(page, "Delete 6 images").click();
    await ui.shows(page, "5 images deleted");
    await holds(page, "many images, a failure");
    await close();
    for (const { id } of images.slice(0, 2)) {
      await protect(id, false);
      await glance.delete(id);
    }
  });

  test("the keyboard alone: sign in, open an image, ask to delete, step back", async () => {
    const image = await glance.create({ name: "by-keyboard" });
    page = await ui.open(chromium.browser, site.origin);
    await ui.shows(page, "Keystone address");
    const press = async (...keys) => {
      for (const key of keys) await page.keyboard.press(key);
    };
    const focused = () => page.evaluate(() => {
      const { innerText, ariaLabel } = document.activeElement;
      return ariaLabel ?? innerText;
    });
    const tabTo = (wanted) => ui.reach(page, wanted);
    await page.focus("input[autocomplete=username]");
    await page.keyboard.type("demo");
    await press("Tab");
    await page.keyboard.type(settings.demoPassword);
    await press("Tab");
    await page.keyboard.type("demo");
    await press("Enter");
    await ui.shows(page, "by-keyboard");
    await tabTo("Skip to content");
    await press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement.id), "v-main");
    await tabTo("by-keyboard");
    await press("Enter");
    await ui.shows(page, "Integrity");
    // A new page begins at its heading.
    await page.waitForFunction(() => document.activeElement.tagName === "H1");
    await tabTo("Delete");
    await press("Enter");
    await ui.shows(page, "Delete this image?");
    await press("Escape");
    await page.waitForFunction(() => !document.querySelector("dialog[open]"));
    assert.equal(await focused(), "Delete");
    await glance.delete(image.id);
  });
});
