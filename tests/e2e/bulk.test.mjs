// Acting on many images against the real services: the dry run, the consent,
// what really happened, and what is said of what didn't.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, test } from "node:test";

import { launch } from "./support/browser.mjs";
import { Glance, describeToken, tokenFor } from "./support/cloud.mjs";
import * as ui from "./support/console.mjs";
import { startProxy } from "./support/proxy.mjs";
import { settings } from "./support/settings.mjs";
import { serveSite } from "./support/site.mjs";

describe("many images at once", () => {
  let chromium, site, page, glance;
  let made = [];

  before(async () => {
    chromium = await launch("chromium");
    site = await serveSite(settings.siteDir, settings.sitePort, {
      config: { auth_url: settings.keystone },
    });
    glance = await Glance.as("alt");
  });
  after(async () => {
    await chromium.close();
    await site.close();
  });
  afterEach(async (t) => {
    if (!t.passed) await ui.keepPicture(page);
    await page.close();
    await Promise.all(made.map(({ id }) => remove(id)));
    made = [];
    assert.deepEqual(page.faults, []);
  });

  const remove = async (id) => {
    if ((await glance.delete(id)).status === 403) {
      await glance.patch(id, [{ op: "replace", path: "/protected", value: false }]);
      await glance.delete(id);
    }
  };
  const make = async (fields, data) => {
    const image = data ? await glance.createWithData(fields, data) : await glance.create(fields);
    made.push(image);
    return image;
  };
  const makeMany = (prefix, count, fields = {}) =>
    Promise.all(Array.from({ length: count }, (_, n) =>
      make({ name: `${prefix}-${n}`, visibility: "private", ...fields })));
  const openList = async (user = "alt", { proxy } = {}) => {
    page = await ui.open(chromium.browser, site.origin);
    if (proxy) await ui.signInWithToken(page, await tokenFor(user), proxy.url);
    else await ui.signIn(page, user);
    await ui.shows(page, made[0].name);
  };
  const select = async (images) => {
    for (const { name } of images) await page.locator(`[aria-label="Select ${name}"]`).click();
    await ui.shows(page, `${images.length} selected`);
  };
  const isSelected = (name) =>
    page.$eval(`[aria-label="Select ${name}"]`, (box) => box.checked);
  /** An entry of the bar's menu. */
  const choose = async (name) => {
    await page.locator(".v-bulk-bar summary").click();
    await ui.button(page, name).click();
    await page.waitForSelector("dialog[open]");
  };
  const dialog = () => ui.textOf(page, "dialog[open]");
  const isRefused = (name) =>
    page.$eval(`dialog[open] button[type="submit"]`, (button, words) => {
      if (button.innerText !== words) throw new Error(`${button.innerText} isn't ${words}`);
      return button.disabled;
    }, name);
  /** What the consent depends on; until then the button does nothing. */
  const isKnown = () => page.waitForSelector('dialog[open] button[type="submit"]:not([aria-busy])');
  const isClosed = () => page.waitForFunction(() => !document.querySelector("dialog[open]"));

  test("deleting many is shown first, typed, and leaves what is protected", async () => {
    const images = await makeMany("gone", 6);
    images.push(await make({ name: "kept", visibility: "private", protected: true }));
    await openList();
    await select(images);
    await ui.button(page, "Delete").click();
    await ui.shows(page, "6 images will be deleted");
    await ui.shows(page, "1 skipped: protected from deletion");
    await page.locator("dialog[open] summary::-p-text(1 skipped)").click();
    await page.waitForSelector("dialog[open] li::-p-text(kept)");
    assert.ok(await isRefused("Delete 6 images"));
    await ui.field(page, "To go on, type “delete 6”").fill("delete 7");
    assert.ok(await isRefused("Delete 6 images"));
    await ui.field(page, "To go on, type “delete 6”").fill("Delete 6");
    await ui.button(page, "Delete 6 images").click();
    await ui.shows(page, "6 images deleted");
    await isClosed();
    await page.waitForFunction(() => !document.body.innerText.includes("gone-"));
    for (const { id } of images.slice(0, 6)) assert.equal(await glance.status(id), 404);
    assert.equal(await glance.status(images[6].id), 200);
    assert.equal(await isSelected("kept"), false);
  });

  test("a tag reaches every image and costs no other tag", async () => {
    const [first, second, third] = await makeMany("tagged", 3, { tags: ["old"] });
    await openList();
    await glance.patch(second.id, [{ op: "replace", path: "/tags", value: ["old", "somebody’s"] }]);
    await glance.patch(third.id, [{ op: "replace", path: "/tags", value: ["old", "grün/neu"] }]);
    await select([first, second, third]);
    await ui.button(page, "Tags…").click();
    await ui.field(page, "Tags").fill("grün/neu, lts");
    await ui.shows(page, "3 images will get tags");
    await ui.button(page, "Change 3 images").click();
    await ui.shows(page, "3 images changed");
    const tags = async ({ id }) => (await glance.show(id)).tags.sort();
    assert.deepEqual(await tags(first), ["grün/neu", "lts", "old"]);
    assert.deepEqual(await tags(second), ["grün/neu", "lts", "old", "somebody’s"]);
    assert.deepEqual(await tags(third), ["grün/neu", "lts", "old"]);
    await select([first, third]);
    await choose("Properties…");
    await ui.field(page, "Name of property 1").fill("os_distro");
    await ui.field(page, "Value of property 1").fill("debian");
    await ui.button(page, "Change 2 images").click();
    await ui.shows(page, "2 images changed");
    assert.equal((await glance.show(third.id)).os_distro, "debian");
    assert.equal((await glance.show(second.id)).os_distro, undefined);
  });

  test("what the service forbids is told in its words, stays selected, and can be tried again", async () => {
    const [easy, hard] = await makeMany("mixed", 2);
    await openList();
    // After the list has been read: the dry run can't know.
    await glance.patch(hard.id, [{ op: "replace", path: "/protected", value: true }]);
    await select([easy, hard]);
    await ui.button(page, "Delete").click();
    await ui.button(page, "Delete 2 images").click();
    await ui.shows(page, "1 image deleted · 1 failed");
    const words = await dialog();
    assert.ok(words.includes(`403: Image ${hard.id} is protected and cannot be deleted.`), words);
    assert.match(words, /Request id:\s+req-/);
    await page.keyboard.press("Escape");
    await isClosed();
    await ui.shows(page, "1 selected");
    assert.ok(await isSelected(hard.name));

    await ui.button(page, "Visibility…").click();
    await page.select("dialog[open] select", "community");
    await ui.shows(page, "1 image will become community");
    await ui.button(page, "Cancel").click();
    await isClosed();
    assert.equal((await glance.show(hard.id)).visibility, "private");

    await choose("Take protection off");
    await ui.shows(page, "1 image will be protected no more");
    await ui.button(page, "Unprotect 1 image").click();
    await ui.shows(page, "1 image changed");
    assert.equal((await glance.show(hard.id)).protected, false);
  });

  test("a failure has another turn once its cause is gone", async () => {
    const images = await makeMany("again", 2);
    await openList();
    await glance.patch(images[1].id, [{ op: "replace", path: "/protected", value: true }]);
    await select(images);
    await ui.button(page, "Delete").click();
    await ui.button(page, "Delete 2 images").click();
    await ui.shows(page, "1 failed");
    await glance.patch(images[1].id, [{ op: "replace", path: "/protected", value: false }]);
    await ui.button(page, "Retry 1 failed").click();
    await ui.shows(page, "2 images deleted");
    await isClosed();
    assert.equal(await glance.status(images[1].id), 404);
  });

  test("a stop begins nothing more, and the rest can go on", async () => {
    const images = await makeMany("slow", 14);
    const proxy = await startProxy(settings.glance);
    await openList("alt", { proxy });
    await select(images);
    proxy.faults.delayDeletions = 1_000;
    await ui.button(page, "Delete").click();
    await ui.field(page, "To go on, type “delete 14”").fill("delete 14");
    await ui.button(page, "Delete 14 images").click();
    await ui.shows(page, "4 of 14 done");
    await ui.button(page, "Stop").click();
    await ui.shows(page, "not begun");
    const words = await dialog();
    const [, deleted] = /(\d+) images deleted/.exec(words);
    const [, left] = /(\d+) not begun/.exec(words);
    assert.equal(Number(deleted) + Number(left), 14);
    assert.ok(Number(left) >= 2, words);
    const there = await Promise.all(images.map(({ id }) => glance.status(id)));
    assert.equal(there.filter((status) => status === 200).length, Number(left));
    // Four at a time, and no more.
    assert.ok(Number(deleted) <= 12, words);
    proxy.faults.delayDeletions = null;
    await ui.button(page, `Go on with ${left}`).click();
    await ui.shows(page, "14 images deleted");
    await isClosed();
    const after = await Promise.all(images.map(({ id }) => glance.status(id)));
    assert.ok(after.every((status) => status === 404), after.join());
    await proxy.close();
  });

  test("an action goes on while its dialog is closed", async () => {
    const images = await makeMany("behind", 6);
    const proxy = await startProxy(settings.glance);
    await openList("alt", { proxy });
    await select(images);
    proxy.faults.delayDeletions = 1_500;
    await ui.button(page, "Delete").click();
    await ui.field(page, "To go on, type “delete 6”").fill("delete 6");
    await ui.button(page, "Delete 6 images").click();
    await ui.shows(page, "0 of 6 done");
    await page.keyboard.press("Escape");
    await isClosed();
    await ui.shows(page, "4 of 6 done");
    await ui.button(page, "Show").click();
    await page.waitForSelector("dialog[open] progress");
    await ui.shows(page, "6 images deleted");
    await isClosed();
    await proxy.close();
  });

  test("a token that is refused stops everything and says so", async () => {
    const images = await makeMany("ended", 5);
    const proxy = await startProxy(settings.glance);
    await openList("alt", { proxy });
    await select(images);
    await choose("Hide from lists");
    proxy.faults.answerAll = { status: 401, cors: site.origin };
    await ui.button(page, "Hide 5 images").click();
    await ui.shows(page, "The service takes the token no more");
    await ui.shows(page, "1 not begun");
    for (const { id } of images) assert.equal((await glance.show(id)).os_hidden, false);
    proxy.faults.answerAll = null;
    await ui.button(page, "Go on with 5").click();
    await ui.shows(page, "5 images changed");
    for (const { id } of images) assert.equal((await glance.show(id)).os_hidden, true);
    await proxy.close();
  });

  test("one image that somebody else uses needs typing, and one that nobody does not", async () => {
    const [alone, offered] = await makeMany("lent", 2, { visibility: "shared" });
    const { project } = await describeToken(await tokenFor("demo"));
    await openList();
    await select([alone]);
    await choose("Share with projects…");
    await ui.field(page, "Project IDs").fill(`${project.id}, ${alone.owner}`);
    await ui.button(page, "Share 1 image").click();
    await ui.shows(page, "1 image shared");
    const body = await (await glance.call("GET", `/images/${alone.id}/members`)).json();
    assert.deepEqual(body.members.map((member) => member.member_id), [project.id]);

    await select([alone]);
    await ui.button(page, "Delete").click();
    await ui.shows(page, "1 of them is shared with other projects");
    assert.ok(await isRefused("Delete 1 image"));
    await ui.button(page, "Cancel").click();
    await isClosed();
    await ui.button(page, "Clear selection").click();
    await select([offered]);
    await ui.button(page, "Delete").click();
    await isKnown();
    await ui.button(page, "Delete 1 image").click();
    await ui.shows(page, "1 image deleted");
    assert.equal(await glance.status(alone.id), 200);
  });

  test("while members are looked for, nothing in the dialog moves, and the focus stays", async () => {
    const [image] = await makeMany("asked", 1, { visibility: "shared" });
    const proxy = await startProxy(settings.glance);
    await openList("alt", { proxy });
    await select([image]);
    proxy.faults.delayMembers = 1_500;
    await ui.button(page, "Delete").click();
    await page.waitForSelector('dialog[open] button[type="submit"][aria-busy]');
    await page.focus('dialog[open] button[type="submit"]');
    const button = () =>
      page.$eval('dialog[open] button[type="submit"]', (it) => ({
        top: it.offsetTop,
        hasFocus: it === document.activeElement,
      }));
    const before = await button();
    await isKnown();
    assert.ok(before.hasFocus);
    assert.deepEqual(await button(), before);
    await page.keyboard.press("Enter");
    await ui.shows(page, "1 image deleted");
    await proxy.close();
  });

  test("others’ images are skipped, and data is withheld, given back and fetched", async () => {
    const admin = await Glance.as("admin");
    const theirs = await admin.create({ name: "theirs", visibility: "public" });
    try {
      const full = await make({ name: "full", visibility: "private" }, Buffer.alloc(2048, 5));
      const empty = await make({ name: "empty", visibility: "private" });
      await openList();
      await select([theirs, full, empty]);
      await choose("Deactivate");
      await ui.shows(page, "1 skipped: another project’s");
      await ui.shows(page, "1 skipped: not active");
      await ui.button(page, "Deactivate 1 image").click();
      await ui.shows(page, "1 image deactivated");
      assert.equal((await glance.show(full.id)).status, "deactivated");
      await select([full]);
      await choose("Reactivate");
      await ui.button(page, "Reactivate 1 image").click();
      await ui.shows(page, "1 image reactivated");
      await select([full, empty]);
      await ui.button(page, "Download").click();
      await ui.shows(page, "1 image will be downloaded (2 KiB)");
      await ui.shows(page, "1 skipped: without data");
      await ui.button(page, "Download 1 image").click();
      await ui.newestTransfer(page, "done");
    } finally {
      await admin.delete(theirs.id);
    }
  });

  test("an administrator copies to another store", async () => {
    const admin = await Glance.as("admin");
    const image = await make({ name: "copied", visibility: "private" }, Buffer.alloc(1024, 3));
    await openList("admin");
    await select([image]);
    await choose("Copy to stores…");
    await page.locator("dialog[open] label::-p-text(slow)").click();
    await ui.shows(page, "1 image will be copied");
    await ui.button(page, "Copy 1 image").click();
    // Said only when it is so.
    await ui.shows(page, "1 image copied");
    assert.equal((await admin.show(image.id)).stores, "fast,slow");
  });

  test("all of it by keyboard, with the focus where the work was", async () => {
    const images = await makeMany("keys", 2);
    await openList();
    const tabTo = (wanted) => ui.reach(page, wanted);
    for (const { name } of images) {
      await page.focus(`[aria-label="Select ${name}"]`);
      await page.keyboard.press("Space");
    }
    await ui.shows(page, "2 selected");
    await page.focus(".v-bulk-bar button");
    await tabTo("More actions on the selected images");
    await page.keyboard.press("Enter");
    await tabTo("Protect from deletion");
    await page.keyboard.press("Enter");
    await page.waitForSelector("dialog[open]");
    await page.keyboard.press("Escape");
    await isClosed();
    // The menu has closed behind the dialog: back to the bar, not to nowhere.
    await page.waitForFunction(() => document.activeElement.closest(".v-bulk-bar"));
    await tabTo("Tags…");
    await page.keyboard.press("Enter");
    await page.waitForSelector("dialog[open] input");
    await page.focus("dialog[open] input");
    await page.keyboard.type("by-key");
    await ui.shows(page, "2 images will get tags");
    await page.keyboard.press("Enter");
    await ui.shows(page, "2 images changed");
    await isClosed();
    assert.deepEqual((await glance.show(images[0].id)).tags, ["by-key"]);
    await page.waitForFunction(() => document.activeElement.matches("h1"));
  });
});
