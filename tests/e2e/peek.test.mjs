// The panel beside the list: one image at a glance, several compared.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, test } from "node:test";

import { launch } from "./support/browser.mjs";
import { Glance } from "./support/cloud.mjs";
import * as ui from "./support/console.mjs";
import { settings } from "./support/settings.mjs";
import { serveSite } from "./support/site.mjs";

describe("the panel beside the list", () => {
  let chromium, site, page, glance, debian, ubuntu, empty;
  const made = [];

  before(async () => {
    chromium = await launch("chromium");
    site = await serveSite(settings.siteDir, settings.sitePort, {
      config: { auth_url: settings.keystone },
    });
    glance = await Glance.as("demo");
    const common = { hw_disk_bus: "virtio", architecture: "x86_64", min_disk: 2 };
    debian = await make(
      { ...common, name: "peek-debian", os_distro: "debian", tags: ["lts", "<b>bold</b>"], protected: true },
      Buffer.alloc(1536, 7),
    );
    ubuntu = await make({ ...common, name: "peek-ubuntu", os_distro: "ubuntu", min_ram: 512 }, Buffer.alloc(1536, 7));
    empty = await make({ name: "peek-without-data" });
  });
  after(async () => {
    await glance.patch(debian.id, [{ op: "replace", path: "/protected", value: false }]);
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
  const listed = async (options) => {
    page = await ui.open(chromium.browser, `${site.origin}/images?search=peek-`, options);
    await ui.signIn(page, "demo");
    await ui.shows(page, "peek-debian");
  };
  const row = ({ id }) => `tr[data-id="${id}"]`;
  const toRow = (image) => page.locator(`${row(image)} .v-badge`).click();
  const select = (image) => page.locator(`${row(image)} input[type="checkbox"]`).click();
  const togglePanel = () => ui.button(page, "Panel").click();
  const panel = () => ui.textOf(page, ".v-peek");
  const panelShows = (text) =>
    page.waitForFunction(
      (wanted) => document.querySelector(".v-peek")?.innerText.includes(wanted), { polling: 50 }, text);
  const panelIsGone = () => page.waitForFunction(() => !document.querySelector(".v-peek"), { polling: 50 });
  const hasFocus = (selector) =>
    page.waitForFunction(
      (wanted) => document.activeElement?.matches(wanted), { polling: 50, timeout: 5000 }, selector);
  /** What the comparison shows, row by row. */
  const compared = () =>
    page.$$eval(".v-compare tbody tr", (rows) =>
      Object.fromEntries(rows.map((row) => {
        const [field, ...values] = [...row.children].map((cell) => cell.innerText.trim());
        return [field.replace(/\s*differs$/, ""), { differs: / *differs$/.test(field), values }];
      })));

  test("everything that matters of the image under the cursor", async () => {
    await listed();
    await toRow(debian);
    await togglePanel();
    await panelShows("peek-debian");
    const text = await panel();
    const digest = debian.os_hash_value;
    for (const words of [
      "Active", "Shared", "Protected", "lts", "<b>bold</b>", debian.id, "1.5 KiB", "1,536 bytes", "raw / bare",
      debian.owner, "demo (this project)", "just now", "2 GiB", "SHA-512", `${digest.slice(0, 8)}…${digest.slice(-8)}`,
      "os_distro", "debian", "hw_disk_bus", "virtio",
    ]) {
      assert.ok(text.includes(words), `${words} in\n${text}`);
    }
    await page.locator(".v-peek-title a").click();
    await ui.shows(page, "Integrity");
    assert.equal(new URL(page.url()).pathname, `/images/${debian.id}`);
  });

  test("it follows the cursor at once, asks nothing and leaves the focus where it is", async () => {
    await listed();
    await toRow(empty);
    await togglePanel();
    await toRow(empty);
    await panelShows(empty.id);
    // What is asked after signing in.
    await page.waitForNetworkIdle({ idleTime: 500 });
    const asked = [];
    page.on("request", (request) => asked.push(request.url()));
    const order = await page.$$eval("tr[data-id]", (rows) => rows.map((row) => row.dataset.id));
    const down = order.indexOf(empty.id) < order.length - 1;
    const next = order[order.indexOf(empty.id) + (down ? 1 : -1)];
    const isThereInOneFrame = await page.evaluate(async (key, id) => {
      const press = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true });
      document.activeElement.dispatchEvent(press);
      await new Promise(requestAnimationFrame);
      await new Promise(requestAnimationFrame);
      return document.querySelector(".v-peek").innerText.includes(id);
    }, down ? "ArrowDown" : "ArrowUp", next);
    assert.ok(isThereInOneFrame);
    await hasFocus(`tr[data-id="${next}"]`);
    assert.deepEqual(asked, []);
  });

  test("Escape within closes it, and the focus goes back to the row", async () => {
    await listed();
    await toRow(ubuntu);
    await togglePanel();
    await panelShows(ubuntu.id);
    await page.focus(".v-peek-actions a");
    await page.keyboard.press("Escape");
    await panelIsGone();
    await hasFocus(row(ubuntu));
    await togglePanel();
    await panelShows(ubuntu.id);
    await ui.button(page, "Close preview").click();
    await panelIsGone();
    await hasFocus(row(ubuntu));
  });

  test("what can't be downloaded says why, and what can is", async () => {
    await listed();
    await toRow(empty);
    await togglePanel();
    await panelShows(empty.id);
    const button = '.v-peek-actions button';
    assert.equal(await page.$eval(button, (it) => it.disabled), true);
    assert.equal(await page.$eval(button, (it) => it.title), "There is no data to download");
    await toRow(ubuntu);
    await panelShows(ubuntu.id);
    await page.locator(button).click();
    await page.waitForSelector('.v-drawer [data-stage="done"]', { timeout: 60_000 });
    assert.equal(await page.$eval(".v-drawer", (it) => it.hidden), false);
  });

  test("several are compared: what differs is counted, marked and shown alone", async () => {
    await listed();
    await togglePanel();
    await panelShows("No image is chosen");
    await select(debian);
    await panelShows(debian.id);
    await select(ubuntu);
    await panelShows("Comparing 2 images");
    let rows = await compared();
    assert.ok(Object.values(rows).every(({ differs }) => differs), JSON.stringify(rows));
    const only = Object.keys(rows).filter((field) => !/Created|Updated/.test(field)).sort();
    assert.deepEqual(only, ["Minimum RAM", "Protected", "Tags", "os_distro"]);
    assert.deepEqual(new Set(rows.os_distro.values), new Set(["debian", "ubuntu"]));
    assert.deepEqual(new Set(rows.Tags.values), new Set(["<b>bold</b>, lts", "—"]));
    await panelShows("All hold the same bytes");
    const differing = Object.keys(rows).length;
    await ui.field(page, "Only differences").click();
    await page.waitForFunction(() => document.querySelector(".v-compare").innerText.includes("virtio"));
    rows = await compared();
    await panelShows(`${differing} of ${Object.keys(rows).length} fields differ`);
    assert.equal(rows.hw_disk_bus.differs, false);
    assert.equal(rows.os_distro.differs, true);
    assert.equal(Object.values(rows).filter(({ differs }) => differs).length, differing);

    await select(empty);
    await panelShows("Comparing 3 images");
    await panelShows("Whether they hold the same bytes can’t be told");
    rows = await compared();
    assert.equal(rows.hw_disk_bus.differs, true);
    assert.equal(rows.hw_disk_bus.values.filter((value) => value === "—").length, 1);
  });

  test("of more than eight, the first eight are compared", async () => {
    const many = [];
    for (let n = 0; n < 9; n += 1) many.push(await make({ name: `peek-many-${n}` }));
    await listed();
    await togglePanel();
    for (const image of many) await select(image);
    await panelShows("Of 9 selected images, the first 8 are compared.");
    assert.equal((await page.$$(".v-compare thead th")).length, 9);
    // It scrolls in itself: fields and head stay in sight.
    const stays = await page.evaluate(() => {
      const frame = document.querySelector(".v-compare-frame");
      const first = frame.querySelector("tbody th");
      const before = first.getBoundingClientRect().left;
      frame.scrollLeft = 500;
      return frame.scrollLeft > 0 && Math.abs(first.getBoundingClientRect().left - before) < 2;
    });
    assert.ok(stays);
  });

  test("its width is dragged or moved by keys, and remembered", async () => {
    await listed();
    await toRow(debian);
    await togglePanel();
    await panelShows(debian.id);
    const width = () => page.$eval(".v-peek", (it) => it.offsetWidth);
    assert.equal(await width(), 380);
    const { x, y } = await page.$eval(".v-peek-edge", (it) => {
      const box = it.getBoundingClientRect();
      return { x: box.left + box.width / 2, y: box.top + 200 };
    });
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x - 120, y, { steps: 5 });
    await page.mouse.up();
    assert.equal(await width(), 500);
    await page.focus(".v-peek-edge");
    await page.keyboard.press("ArrowRight");
    assert.equal(await width(), 476);
    await page.keyboard.press("End");
    assert.equal(await width(), 720);
    await page.reload();
    await ui.signIn(page, "demo");
    await ui.shows(page, "peek-debian");
    await togglePanel();
    await panelShows("No image is chosen");
    assert.equal(await width(), 720);
  });

  test("where there is no room beside the table, it is a dialog", async () => {
    await listed({ width: 390, height: 844 });
    await toRow(debian);
    await togglePanel();
    await panelShows(debian.id);
    assert.ok(await page.$("dialog.v-peek:modal"));
    await page.keyboard.press("Escape");
    await panelIsGone();
    await togglePanel();
    await panelShows(debian.id);
    await ui.button(page, "Close preview").click();
    await panelIsGone();
    // It moves to where there is room, and back.
    await togglePanel();
    await panelShows(debian.id);
    await page.setViewport({ width: 1200, height: 844 });
    await page.waitForSelector("aside.v-peek");
    await panelShows(debian.id);
    await page.setViewport({ width: 500, height: 844 });
    await page.waitForSelector("dialog.v-peek:modal");
  });
});
