// The table of images: only what is in sight is built, and keys, selection, order
// and columns do what they do in a table that is built as a whole.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, test } from "node:test";

import { launch } from "./support/browser.mjs";
import { Glance } from "./support/cloud.mjs";
import * as ui from "./support/console.mjs";
import { until } from "./support/downloads.mjs";
import { settings } from "./support/settings.mjs";
import { serveSite } from "./support/site.mjs";

const MANY = 90;
const name = (n) => `row-${String(n).padStart(2, "0")}`;
const isProtected = (n) => n % 10 === 5;

describe("the table of images", () => {
  let chromium, site, page, glance;
  let made = [];

  before(async () => {
    chromium = await launch("chromium");
    site = await serveSite(settings.siteDir, settings.sitePort, {
      config: { auth_url: settings.keystone },
    });
    glance = await Glance.as("demo", { project: "demo2" });
    for (let at = 0; at < MANY; at += 15) {
      const some = Array.from({ length: 15 }, (_, n) => at + n);
      made.push(
        ...(await Promise.all(
          some.map((n) =>
            glance.create({
              name: name(n),
              min_disk: n % 3,
              os_distro: n % 2 ? "debian" : "ubuntu",
              protected: isProtected(n),
            }),
          ),
        )),
      );
    }
    page = await ui.open(chromium.browser, `${site.origin}/images?sort=name:asc`);
    await ui.signIn(page, "demo", { project: "demo2" });
    await ui.shows(page, `${MANY} images`);
  });
  after(async () => {
    await Promise.all(
      made.map(async ({ id, protected: isKept }) => {
        if (isKept) await glance.patch(id, [{ op: "replace", path: "/protected", value: false }]);
        await glance.delete(id);
      }),
    );
    await chromium.close();
    await site.close();
  });
  afterEach(async (t) => {
    if (!t.passed) await ui.keepPicture(page);
    assert.deepEqual(page.faults, []);
  });

  const titles = () =>
    page.$$eval("tbody tr[data-id] .v-row-link", (links) => links.map((link) => link.textContent));
  const focusIs = (wanted) =>
    page.waitForFunction(
      (wanted) => {
        const row = document.activeElement;
        return row?.tagName === "TR" && row.querySelector(".v-row-link").textContent === wanted;
      },
      {},
      wanted,
    );
  const selected = () =>
    page.$$eval('tbody tr[aria-selected="true"] .v-row-link', (links) => links.map((link) => link.textContent));
  /** The cell around it has the same name. */
  const box = (title) => page.locator(`input[aria-label="Select ${title}"]`);
  const clearSearch = async () => {
    await page.$eval('input[type="search"]', (field) => {
      field.focus();
      field.select();
    });
    await page.keyboard.press("Backspace");
    await page.keyboard.press("Escape");
  };
  /** Where on the screen its row is. */
  const topOf = ({ id }) => page.$eval(`tbody tr[data-id="${id}"]`, (row) => row.getBoundingClientRect().top);
  const focusFirst = async () => {
    await page.$eval(".v-table-frame", (frame) => (frame.scrollTop = 0));
    await page.waitForFunction(() => document.querySelector('tbody tr[data-at="0"]'));
    await page.$eval('tbody tr[data-at="0"]', (row) => row.focus());
    await page.keyboard.press("Home");
    await focusIs(name(0));
  };

  test("only what is in sight is built; who hears it is told of all", async () => {
    const built = (await titles()).length;
    assert.ok(built > 10 && built < 60, `${built} rows are built`);
    assert.equal(await page.$eval("table", (table) => table.getAttribute("aria-rowcount")), String(MANY + 1));
    assert.equal(await page.$eval("tbody tr[data-id]", (row) => row.getAttribute("aria-rowindex")), "2");
    await page.$eval(".v-table-frame", (frame) => frame.scrollTo(0, frame.scrollHeight));
    await page.waitForFunction((last) => document.body.innerText.includes(last), {}, name(MANY - 1));
    const last = await page.$eval("tbody tr[data-id]:nth-last-child(2)", (row) => row.getAttribute("aria-rowindex"));
    assert.equal(last, String(MANY + 1));
  });

  test("the table scrolls, and the page around it has nothing to scroll", async () => {
    const beyond = (what) => page.$eval(what, ({ scrollHeight, clientHeight }) => scrollHeight - clientHeight);
    const before = page.viewport();
    for (const size of [before, { width: 800, height: 900 }, { width: 390, height: 844 }]) {
      await page.setViewport(size);
      await focusFirst();
      const table = await beyond(".v-table-frame");
      assert.ok(table > 1000, `${table} pixels of the table are out of sight`);
      // It is laid out anew a frame or two after the window has changed.
      await until(async () => (await beyond("html")) === 0, 5_000);
    }
    await page.setViewport(before);
    await focusFirst();
  });

  test("a page that is turned or made narrower keeps its focus", async () => {
    const before = page.viewport();
    const isNarrow = (wanted) =>
      page.waitForFunction(
        (wanted) => document.querySelector(".v-table").classList.contains("v-narrow") === wanted,
        {},
        wanted,
      );
    await focusFirst();
    await page.keyboard.press("ArrowDown");
    await focusIs(name(1));
    await page.setViewport({ width: 390, height: 844 });
    await isNarrow(true);
    await focusIs(name(1));
    await page.setViewport(before);
    await isNarrow(false);
    await focusIs(name(1));
    await page.keyboard.press("ArrowDown");
    await focusIs(name(2));
  });

  test("arrows, Page, Home, End and letters move the focus, and the list with it", async () => {
    await focusFirst();
    await page.keyboard.press("ArrowDown");
    await focusIs(name(1));
    await page.keyboard.press("End");
    await focusIs(name(MANY - 1));
    await page.keyboard.press("ArrowUp");
    await focusIs(name(MANY - 2));
    await page.keyboard.press("Home");
    await focusIs(name(0));
    await page.keyboard.press("PageDown");
    await page.waitForFunction(
      (least) => document.activeElement.querySelector?.(".v-row-link")?.textContent > least,
      {},
      name(5),
    );
    await page.keyboard.type("row-4");
    await focusIs(name(40));
  });

  test("blank, Shift and Ctrl+A select; Escape lets go", async () => {
    await focusFirst();
    await page.keyboard.press(" ");
    assert.deepEqual(await selected(), [name(0)]);
    await page.keyboard.down("Shift");
    await page.keyboard.press("ArrowDown");
    await focusIs(name(1));
    await page.keyboard.press("ArrowDown");
    await focusIs(name(2));
    await page.keyboard.up("Shift");
    assert.deepEqual(await selected(), [name(0), name(1), name(2)]);
    await ui.shows(page, "3 selected");
    await page.keyboard.down("Control");
    await page.keyboard.press("a");
    await page.keyboard.up("Control");
    await ui.shows(page, `${MANY} selected`);
    await page.keyboard.press("Escape");
    await page.waitForFunction(() => !document.querySelector('tbody tr[aria-selected="true"]'));
  });

  test("all that match are selected, not only those in sight, and a range by Shift and click", async () => {
    await page.locator('input[type="search"]').fill("row-1");
    await ui.shows(page, `10 of ${MANY} images`);
    // What is suggested lies over the table's head.
    await page.keyboard.press("Escape");
    await page.waitForSelector('[role="combobox"][aria-expanded="false"]');
    await page.locator('input[aria-label="Select all 10 images"]').click();
    await ui.shows(page, "10 selected");
    await page.locator('input[aria-label="Select all 10 images"]').click();
    await box(name(12)).click();
    await page.keyboard.down("Shift");
    await box(name(15)).click();
    // In the range already: it stays, and its box, which the browser changes first, too.
    await box(name(14)).click();
    await page.keyboard.up("Shift");
    assert.deepEqual(await selected(), [12, 13, 14, 15].map(name));
    const boxes = await page.$$eval("tbody input:checked", (boxes) => boxes.map((box) => box.ariaLabel));
    assert.deepEqual(boxes, [12, 13, 14, 15].map((n) => `Select ${name(n)}`));
    // The selection is of images: another question doesn't touch it.
    await clearSearch();
    await ui.shows(page, `${MANY} images`);
    await ui.shows(page, "4 selected");
  });

  test("an image and back: the list is as it was left", async () => {
    await focusFirst();
    await page.keyboard.press("End");
    await focusIs(name(MANY - 1));
    const before = await page.$eval(".v-table-frame", (frame) => frame.scrollTop);
    assert.ok(before > 500);
    const asked = new URL(page.url()).search;
    assert.match(asked, /sort=name/);
    await page.keyboard.press("Enter");
    await page.waitForFunction((title) => document.querySelector("h1")?.textContent === title, {}, name(MANY - 1));
    const isAsItWas = async () => {
      await ui.shows(page, name(MANY - 1));
      await page.waitForFunction(
        (before) => Math.abs(document.querySelector(".v-table-frame").scrollTop - before) < 2,
        {},
        before,
      );
      assert.equal(new URL(page.url()).search, asked);
    };
    await page.goBack();
    await isAsItWas();
    await page.goForward();
    await page.locator(".v-crumbs a").click();
    await isAsItWas();
    await ui.shows(page, "4 selected");
  });

  test("what others change, make and delete comes with a refresh; selection and place stay", async () => {
    const [gone, changed] = [made[12], made[13]];
    await glance.delete(gone.id);
    await glance.patch(changed.id, [{ op: "replace", path: "/name", value: "row-13-renamed" }]);
    made = made.filter((image) => image !== gone);
    made.push(await glance.create({ name: "row-99-new" }));
    const read = { id: made[80].id, top: await topOf(made[80]) };
    await ui.button(page, "Refresh").click();
    await ui.shows(page, "3 selected");
    await ui.shows(page, `${MANY} images`);
    // There is one less above it.
    assert.equal(await topOf(read), read.top);
    await page.locator('input[type="search"]').fill("renamed");
    await ui.shows(page, "row-13-renamed");
    assert.deepEqual(await selected(), ["row-13-renamed"]);
    await clearSearch();
    await ui.button(page, "Clear selection").click();
  });

  test("what is new above moves nothing that is read; who is at the top sees it", async () => {
    await focusFirst();
    await page.keyboard.press("PageDown");
    await page.keyboard.press("PageDown");
    const read = made.find((it) => it.name === name(30));
    const before = await topOf(read);
    const fresh = [await glance.create({ name: "a-new-1" }), await glance.create({ name: "a-new-2" })];
    await ui.button(page, "Refresh").click();
    await ui.shows(page, `${MANY + 2} images`);
    assert.equal(await topOf(read), before);
    await page.$eval(".v-table-frame", (frame) => (frame.scrollTop = 0));
    await ui.shows(page, "a-new-1");
    fresh.push(await glance.create({ name: "a-new-0" }));
    await ui.button(page, "Refresh").click();
    await ui.shows(page, "a-new-0");
    assert.equal(await page.$eval(".v-table-frame", (frame) => frame.scrollTop), 0);
    await Promise.all(fresh.map((image) => glance.delete(image.id)));
    await ui.button(page, "Refresh").click();
    await ui.shows(page, `${MANY} images`);
  });

  test("another question begins at the top of its answer", async () => {
    await focusFirst();
    await page.keyboard.press("End");
    await focusIs("row-99-new");
    await page.locator('input[type="search"]').fill("row-");
    await page.waitForFunction(() => {
      const frame = document.querySelector(".v-table-frame");
      return frame.scrollTop === 0 && document.querySelector('tbody tr[data-at="0"]');
    });
    await clearSearch();
    await ui.shows(page, `${MANY} images`);
  });

  test("the focus stays with its image, whatever others do around it", async () => {
    await page.$eval('tbody tr[tabindex="0"]', (row) => row.focus());
    await page.keyboard.type("row-05");
    await focusIs(name(5));
    const refresh = () => page.$eval('button[aria-label="Refresh"]', (button) => button.click());
    const [above, itself] = [made.find((it) => it.name === name(2)), made.find((it) => it.name === name(5))];
    await glance.delete(above.id);
    made = made.filter((image) => image !== above);
    await glance.patch(itself.id, [{ op: "replace", path: "/min_disk", value: 7 }]);
    await refresh();
    await ui.shows(page, `${MANY - 1} images`);
    await focusIs(name(5));
    await glance.patch(itself.id, [{ op: "replace", path: "/name", value: "row-05-renamed" }]);
    await refresh();
    await focusIs("row-05-renamed");
    await page.keyboard.press("ArrowDown");
    await focusIs(name(6));
  });

  test("heads sort, with Shift by several; the order is in the address", async () => {
    await page.locator("thead button ::-p-text(Name)").click();
    await page.waitForFunction(() => location.search.includes("sort=name:desc") || location.search.includes("sort=name%3Adesc"));
    await page.$eval(".v-table-frame", (frame) => (frame.scrollTop = 0));
    await page.waitForFunction(
      () => document.querySelector('tbody tr[data-at="0"] .v-row-link')?.textContent === "row-99-new",
    );
    await page.goBack();
    await page.waitForFunction(
      () => document.querySelector('tbody tr[data-at="0"] .v-row-link')?.textContent === "row-00",
    );
    assert.equal(
      await page.$eval("th[aria-sort]", (head) => `${head.innerText.trim()} ${head.getAttribute("aria-sort")}`),
      "Name ascending",
    );
  });

  test("columns are chosen, moved and made wider, and kept by the browser", async () => {
    await page.locator('summary[aria-label="Columns and density"]').click();
    await ui.field(page, "os_distro").click();
    await ui.button(page, "os_distro: move towards the start").click();
    await page.keyboard.press("Escape");
    const heads = () => page.$$eval("thead .v-sort-label", (labels) => labels.map((label) => label.textContent));
    const now = await heads();
    assert.deepEqual(now.slice(-2), ["os_distro", "Updated"]);
    await ui.shows(page, "debian");
    const edge = '[role="separator"][aria-label="Width of os_distro"]';
    const width = () => page.$eval(edge, (edge) => edge.parentElement.getBoundingClientRect().width);
    const before = await width();
    await page.focus(edge);
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    assert.ok((await width()) >= before + 30, `${await width()} after ${before}`);
    const kept = await page.evaluate(() => JSON.parse(localStorage.getItem("vitrine.table")));
    assert.deepEqual(kept.columns.slice(-2), ["property:os_distro", "updated_at"]);
  });

  test("where it is wider than its frame, the name stays beside the rest, its head above all", async () => {
    await page.setViewport({ width: 760, height: 800 });
    await page.waitForSelector(".v-table.v-wide");
    await page.$eval(".v-table-frame", (frame) => frame.scrollTo(150, 400));
    const covered = await page.evaluate(() => {
      const cells = [...document.querySelectorAll("thead th:nth-child(2), tbody tr[data-id] th")];
      // The head's cells stay, not the head that they are in.
      const head = cells[0].getBoundingClientRect();
      const frame = document.querySelector(".v-table-frame").getBoundingClientRect();
      const seen = cells.filter((cell) => {
        const { top, bottom } = cell.getBoundingClientRect();
        return cell === cells[0] || (top >= head.bottom && bottom <= frame.bottom);
      });
      const isOnTop = (cell) => {
        const { left, right, top, bottom } = cell.getBoundingClientRect();
        return [left + 4, right - 16].every((x) => cell.contains(document.elementFromPoint(x, (top + bottom) / 2)));
      };
      return [seen.length > 5, seen.filter((cell) => !isOnTop(cell)).map((cell) => cell.innerText)];
    });
    assert.deepEqual(covered, [true, []]);
    await page.setViewport({ width: 1440, height: 900 });
  });
});
