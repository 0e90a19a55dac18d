// The list where there are ten thousand images.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, test } from "node:test";

import { launch } from "./support/browser.mjs";
import { Glance } from "./support/cloud.mjs";
import * as ui from "./support/console.mjs";
import { seedImages } from "./support/seed.mjs";
import { settings } from "./support/settings.mjs";
import { serveSite } from "./support/site.mjs";

const MANY = 10_000;
/** In no made-up image, and like nothing in one. */
const NEEDLE = { tag: "Qwz-Tag", property: "needle", value: "Xkjvalue 7" };
/** The service takes more than a second for a thousand, and this machine may be busy. */
const LOAD_LIMIT_MS = 180_000;

describe("ten thousand images", () => {
  let chromium, site, page, glance, seeded, all, middle, oldest;

  const listed = async (query) => (await (await glance.call("GET", `/images?${query}`)).json()).images;

  // One page for all tests: it loads as long as all else takes together.
  before(async () => {
    chromium = await launch("chromium");
    site = await serveSite(settings.siteDir, settings.sitePort, {
      config: { auth_url: settings.keystone },
    });
    glance = await Glance.as("admin");
    await seedImages(0);
    const others = (await listed("limit=1000")).length;
    seeded = await seedImages(MANY);
    all = others + seeded.listed;
    [oldest] = await listed("sort=created_at:asc&limit=1");
    [middle] = await listed("created_at=lt:2024-11-01T00:00:00Z&limit=1");
    await glance.patch(middle.id, [
      { op: "replace", path: "/tags", value: [NEEDLE.tag] },
      { op: "add", path: `/${NEEDLE.property}`, value: NEEDLE.value },
    ]);
    page = await ui.open(chromium.browser, site.origin);
    await ui.signIn(page, "admin");
    await tells(told(all), LOAD_LIMIT_MS);
  });
  after(async () => {
    await seedImages(0);
    await chromium.close();
    await site.close();
  });
  afterEach(async (t) => {
    if (!t.passed) await ui.keepPicture(page);
    assert.deepEqual(page.faults, []);
  });

  const told = (count) => `${count.toLocaleString("en")} images`;
  /** Waits until the line above the list says so. */
  const tells = (text, timeout = 30_000) =>
    page.waitForFunction(
      (text) => document.querySelector(".v-count [role=status]")?.textContent === text,
      { polling: 100, timeout },
      text,
    );
  const search = (text) => page.locator('input[type="search"]').fill(text);
  /** Searches, and waits for one row, which leads to the image in the middle. */
  const finds = async (text) => {
    await search(text);
    await tells(`1 of ${told(all)}`);
    const links = await page.$$eval("table.v-table tbody a[href]", (links) => links.map((link) => link.pathname));
    assert.deepEqual([...new Set(links)], [`/images/${middle.id}`]);
  };
  const clearSearch = async () => {
    await page.$eval('input[type="search"]', (field) => {
      field.focus();
      field.select();
    });
    await page.keyboard.press("Backspace");
    await tells(told(all));
  };

  test("what is made up is real to the service", async () => {
    assert.equal(seeded.listed, MANY);
    assert.equal((await listed("limit=1000&os_hidden=true")).length, seeded.hidden);
    for (const [query, has] of [
      ["tag=fips", (image) => image.tags.includes("fips")],
      ["hw_watchdog_action=pause", (image) => image.hw_watchdog_action === "pause"],
    ]) {
      const found = await listed(`limit=20&${query}`);
      assert.ok(found.length === 20 && found.every(has), query);
    }
    // Hidden, so that the list stays as long as it is.
    const hidden = await listed("limit=100&os_hidden=true&protected=false");
    const each = new Map(hidden.map((image) => [`${image.status} ${image.stores}`, image.id]));
    assert.ok(each.size > 3);
    for (const [kind, id] of each) {
      await glance.patch(id, [{ op: "replace", path: "/min_ram", value: 7 }, { op: "add", path: "/ticket", value: "42" }]);
      const { ticket, min_ram: minRam } = await glance.show(id);
      assert.deepEqual([ticket, minRam], ["42", 7], kind);
      assert.equal((await glance.delete(id)).status, 204, kind);
      assert.equal(await glance.status(id), 404, kind);
    }
  });

  test("one in the middle is found by its id and by a tag", async () => {
    await finds(middle.id);
    await finds("qwz-tag");
  });

  test("one in the middle is found by a property", () => finds("xkjvalue"));

  test("the end of the list can be reached", async () => {
    await clearSearch();
    const isThere = () => page.evaluate((id) => {
      const link = document.querySelector(`table.v-table tbody a[href$="/images/${id}"]`);
      const place = link?.getBoundingClientRect();
      return Boolean(place) && place.top >= 0 && place.bottom <= innerHeight;
    }, oldest.id);
    // As far down as it goes; what asks for a click is clicked.
    for (const end = Date.now() + 60_000; !(await isThere());) {
      assert.ok(Date.now() < end, "the oldest image is not on the screen");
      await page.evaluate(() => {
        document.querySelector(".v-table-more button")?.click();
        const list = document.querySelector(".v-table-frame");
        list.scrollTop = list.scrollHeight;
        scrollTo(0, document.documentElement.scrollHeight);
      });
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  });
});
