import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, afterEach, before, describe, test } from "node:test";

import { launch } from "./support/browser.mjs";
import { Glance } from "./support/cloud.mjs";
import * as ui from "./support/console.mjs";
import { settings } from "./support/settings.mjs";
import { serveSite } from "./support/site.mjs";

const FIELD = 'input[type="search"]';

describe("the filter bar", () => {
  let chromium, site, page, glance;
  const made = [];
  const make = async (fields, data) => {
    const image = data ? await glance.createWithData(fields, data) : await glance.create(fields);
    made.push(image.id);
  };

  before(async () => {
    chromium = await launch("chromium");
    site = await serveSite(settings.siteDir, settings.sitePort, {
      config: { auth_url: settings.keystone },
    });
    glance = await Glance.as("alt");
    await make({ name: "ubuntu-24.04", os_distro: "ubuntu", tags: ["lts", "a,b"] }, Buffer.alloc(2048, 1));
    await make({ name: "ubuntu-25.10", os_distro: "ubuntu" }, Buffer.alloc(64, 2));
    await make({ name: "debian-13", os_distro: "debian", visibility: "private", tags: ["lts"] });
    await make({ name: "=plain", disk_format: "iso" });
    await make({ name: "out-of-sight", os_hidden: true });
  });
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

  const open = async (query = "", user = "alt") => {
    page = await ui.open(chromium.browser, `${site.origin}/images${query}`);
    await ui.signIn(page, user);
    await page.waitForSelector(FIELD);
  };
  const searches = (wanted) =>
    page.waitForFunction(
      (wanted) => new URL(location.href).searchParams.get("search") === wanted, { polling: 50 }, wanted);
  const filters = () => page.evaluate(() => new URL(location.href).searchParams.getAll("filter"));
  /** Words of the chips, without the names of their buttons. */
  const chips = () => page.$$eval(".v-chip-text", (all) => all.map((chip) => chip.innerText));
  const offers = () => page.$$eval('[role="option"]', (all) => all.map((o) => o.innerText.replace(/\s+/g, " ")));
  const hasChips = (...wanted) =>
    page.waitForFunction(
      (wanted) => JSON.stringify([...document.querySelectorAll(".v-chip-text")].map((c) => c.innerText)) === wanted,
      { polling: 50 },
      JSON.stringify(wanted),
    );
  const hasOffer = (text) =>
    page.waitForFunction(
      (text) => [...document.querySelectorAll('[role="option"]')].some((o) =>
        o.checkVisibility() && o.innerText.replace(/\s+/g, " ").includes(text)),
      { polling: 50 },
      text,
    );
  const type = async (text) => {
    await page.focus(FIELD);
    await page.keyboard.type(text);
  };
  const focused = () => page.evaluate(() => document.activeElement.innerText || document.activeElement.getAttribute("role"));

  test("what is typed is searched for at once, and nothing has to be taken", async () => {
    await open();
    await ui.shows(page, "4 images");
    await type("ubuntu-2");
    await ui.shows(page, "2 of 4 images");
    await searches("ubuntu-2");
    await hasOffer("Name contains ubuntu-2");
    await page.keyboard.press("Enter");
    await page.waitForSelector(`${FIELD}[aria-expanded="false"]`);
    await searches("ubuntu-2");
    assert.deepEqual(await chips(), []);
  });

  test("a word with a typing error finds what is like it, and that is said", async () => {
    await open();
    await ui.shows(page, "4 images");
    await type("ubunut-24");
    await ui.shows(page, "no exact match, similar ones are shown");
    await ui.link(page, "ubuntu-24.04").wait();
    await page.keyboard.press("Escape");
    await page.$eval(FIELD, (field) => field.select());
    await type("ubuntu-24");
    await page.waitForFunction(() => !document.body.innerText.includes("no exact match"));
    await ui.link(page, "ubuntu-24.04").wait();
  });

  test("a field, a comparison and a value are suggested, and make a filter", async () => {
    await open();
    await ui.shows(page, "4 images");
    await type("stat");
    await hasOffer("Status is …");
    await page.keyboard.press("ArrowDown");
    const active = await page.$eval(FIELD, (field) => field.getAttribute("aria-activedescendant"));
    assert.match(await page.$eval(`#${active}`, (option) => option.innerText), /Status/);
    await page.keyboard.press("Enter");
    await hasOffer("Status is Active 2");
    // What is being written isn't searched for.
    await ui.shows(page, "4 images");
    await page.keyboard.type("q");
    await hasOffer("Status is Queued 2");
    await page.keyboard.press("Enter");
    await hasChips("Status is Queued");
    await ui.shows(page, "2 of 4 images");
    assert.deepEqual(await filters(), ["status=queued"]);
    assert.equal(await page.$eval(FIELD, (field) => field.value), "");
    await page.goBack();
    await hasChips();
    await ui.shows(page, "4 images");
  });

  test("an administrator finds a project's images by its name", async () => {
    await open("?filter=name~ubuntu", "admin");
    await hasChips("Name contains ubuntu");
    await page.locator('summary[aria-label="Columns and density"]').click();
    await ui.field(page, "Owner").click();
    await page.keyboard.press("Escape");
    const owners = () => page.$$eval("table.v-table tbody td", (cells) =>
      cells.filter((cell) => cell.title.length === 32).map((cell) => cell.innerText));
    await page.waitForFunction(() => [...document.querySelectorAll("tbody td")].some((td) => td.innerText === "alt"));
    assert.deepEqual(await owners(), ["alt", "alt"]);
    await type("owner=al");
    await hasOffer("Owner is alt");
    await page.keyboard.press("Enter");
    await hasChips("Name contains ubuntu", "Owner is alt");
    assert.deepEqual(await filters(), ["name~ubuntu", `owner=${await glance.project()}`]);
  });

  test("who knows how filters are written needs no list", async () => {
    await open();
    await ui.shows(page, "4 images");
    await type("ubuntu size>=1KiB");
    await hasOffer("Size at least 1 KiB");
    await searches("ubuntu");
    await page.keyboard.press("Enter");
    await hasChips("Size at least 1 KiB");
    await ui.shows(page, "1 of 4 images");
    await searches("ubuntu");
    await type(" os_distro!=debian,ubuntu");
    await hasOffer("os_distro is not debian, ubuntu");
    await page.keyboard.press("Escape");
    await page.keyboard.press("ArrowDown");
    await page.locator('[role="option"]').click();
    await hasChips("Size at least 1 KiB", "os_distro is not debian, ubuntu");
    await ui.shows(page, "Nothing matches");
    await ui.button(page, "Clear all").click();
    await hasChips();
    await ui.shows(page, "4 images");
  });

  test("the editor makes and changes filters, and says what is wrong", async () => {
    await open();
    await ui.shows(page, "4 images");
    await ui.button(page, "Add filter").click();
    await ui.field(page, "Filter by").wait();
    await page.locator("dialog ::-p-aria([name='Active 2'][role='checkbox'])").click();
    await page.locator("dialog ::-p-aria([name='Queued 2'][role='checkbox'])").click();
    await ui.button(page, "Apply").click();
    await hasChips("Status is Active, Queued");
    await page.locator(".v-chip-text").click();
    await page.waitForSelector("dialog[open] form");
    assert.equal(await page.$$eval("dialog input:checked", (all) => all.length), 2);
    await page.select("dialog select", "updated_at");
    await ui.button(page, "Apply").click();
    await ui.shows(page, "Give a date or an age.");
    await page.waitForFunction(() => document.activeElement?.getAttribute("aria-invalid") === "true");
    await page.keyboard.type("2");
    await page.select("dialog .v-filter-measure select", "w");
    await ui.button(page, "Apply").click();
    await hasChips("Updated in the last 2 weeks");
    assert.deepEqual(await filters(), ["updated_at>2w"]);
    // The focus is back where it came from.
    assert.equal(await focused(), "Updated in the last 2 weeks");
    await ui.shows(page, "4 images");
  });

  test("any property can be filtered by, also by having none", async () => {
    await open();
    await ui.shows(page, "4 images");
    await ui.button(page, "Add filter").click();
    await page.waitForSelector("dialog[open] form");
    await page.select("dialog select", "property:os_distro");
    await page.locator("dialog ::-p-aria([name='(none)'][role='checkbox'])").click();
    await ui.button(page, "Apply").click();
    await hasChips("os_distro is (none)");
    await ui.shows(page, "1 of 4 images");
    await ui.button(page, "Add filter").click();
    await page.waitForSelector("dialog[open] form");
    await page.select("dialog select", "+");
    await ui.button(page, "Apply").click();
    await ui.shows(page, "Say what to filter by.");
    await ui.field(page, "Name of the property").fill("hw_odd");
    await ui.field(page, "Values").fill("a\\,b, c");
    await ui.button(page, "Apply").click();
    await hasChips("os_distro is (none)", "hw_odd is a,b, c");
    assert.deepEqual(await filters(), ["os_distro=", "hw_odd=a\\,b,c"]);
  });

  test("a link's filter that can't be read warns, filters nothing, and can be mended", async () => {
    await open("?filter=size>=big&filter=tag=a\\,b");
    await hasChips("No filter: size>=big", "Tag is any of a,b");
    await ui.shows(page, "1 of 4 images");
    await page.locator(".v-chip-warning .v-chip-text").click();
    await ui.shows(page, "A number of 0 or more");
    await ui.field(page, "Number").fill("1");
    await page.select("dialog .v-filter-measure select", "KiB");
    await ui.button(page, "Apply").click();
    await hasChips("Size at least 1 KiB", "Tag is any of a,b");
  });

  test("all of it by the keyboard", async () => {
    await open("?filter=status=active&filter=protected=no");
    await hasChips("Status is Active", "Protected is no");
    await page.evaluate(() => document.activeElement.blur());
    await page.keyboard.press("/");
    assert.equal(await focused(), "combobox");
    assert.equal(await page.$eval(FIELD, (field) => field.value), "");
    await page.keyboard.press("Backspace");
    assert.equal(await focused(), "Protected is no");
    await page.keyboard.press("Delete");
    await hasChips("Status is Active");
    assert.equal(await focused(), "Status is Active");
    await page.keyboard.press("Enter");
    await page.waitForSelector("dialog[open] form");
    await page.keyboard.press("Escape");
    await page.waitForSelector("dialog:not([open])");
    assert.equal(await focused(), "Status is Active");
    await page.keyboard.press("Backspace");
    await hasChips();
    assert.equal(await focused(), "combobox");
    await page.keyboard.type("a/b");
    await hasOffer("Name contains a/b");
    await searches("a/b");
    await page.keyboard.press("Escape");
    await page.waitForSelector(`${FIELD}[aria-expanded="false"]`);
    await searches("a/b");
  });

  test("views: ready-made ones, and own ones that stay", async () => {
    await open();
    await ui.shows(page, "4 images");
    const menu = () => page.locator('summary[aria-label="Views"]').click();
    const view = (name) => page.locator(`.v-views ::-p-aria([name="${name}"][role="button"])`);
    await menu();
    await view("Hidden").click();
    await ui.shows(page, "out-of-sight");
    await hasChips("Hidden is yes");
    await menu();
    await page.waitForSelector('.v-view[aria-current="true"]');
    assert.equal(await ui.textOf(page, '.v-view[aria-current="true"]'), "Hidden");
    await view("All images").click();
    await hasChips();
    await type("ubuntu");
    await ui.shows(page, "2 of 4 images");
    await menu();
    await ui.button(page, "Save view").click();
    await ui.shows(page, "Give it a name.");
    await ui.field(page, "Save what is shown now").fill("Hidden");
    await ui.button(page, "Save view").click();
    await ui.shows(page, "There is a view of this name.");
    await ui.field(page, "Save what is shown now").fill("<i>Ubuntus</i>");
    await ui.button(page, "Save view").click();
    await page.waitForSelector('.v-view-row .v-view[aria-current="true"]');
    await page.keyboard.press("Escape");
    await type(" status=active");
    await page.waitForSelector('[role="option"][aria-selected="true"]');
    await page.keyboard.press("Enter");
    await hasChips("Status is Active");
    await menu();
    await ui.shows(page, "(changed)");
    await ui.button(page, "Update “<i>Ubuntus</i>”").click();
    await page.waitForSelector('.v-view-row .v-view[aria-current="true"]');
    await ui.button(page, "Rename <i>Ubuntus</i>").click();
    await ui.field(page, "Name of the view").fill("Running");
    await ui.button(page, "Rename").click();
    await view("Running").wait();

    await page.goto(`${site.origin}/images`);
    await ui.signIn(page, "alt");
    await ui.shows(page, "4 images");
    await menu();
    await view("Running").click();
    await hasChips("Status is Active");
    await searches("ubuntu");
    await menu();
    await ui.button(page, "Delete Running").click();
    await ui.shows(page, "“Running” was deleted");
    await ui.button(page, "Undo").click();
    await view("Running").wait();
    await ui.button(page, "Delete Running").click();
    const kept = () => page.evaluate(() => localStorage.getItem("vitrine.views"));
    await page.waitForFunction(() => localStorage.getItem("vitrine.views") === "{}");
    assert.equal(await kept(), "{}");
  });

  test("the list as a command and as files", async () => {
    await open("?filter=status=queued&filter=size<=1GiB&sort=name:asc");
    await hasChips("Status is Queued", "Size at most 1 GiB");
    await page.locator('summary[aria-label="Link, command, export"]').click();
    await ui.shows(page, "image list");
    const menu = await ui.textOf(page, ".v-export");
    assert.match(menu, /--status=queued/);
    assert.match(menu, /can’t say[^]*Size at most 1 GiB/);
    assert.ok(menu.includes(page.url()), menu);
    await page.goto(`${site.origin}/images`);
    await ui.signIn(page, "alt");
    await ui.shows(page, "4 images");
    await page.locator('summary[aria-label="Link, command, export"]').click();
    await ui.shows(page, "4 images, in the order shown.");
    await ui.button(page, "CSV").click();
    const file = await chromium.downloaded();
    assert.match(file, /images-\d{4}-\d\d-\d\d\.csv$/);
    const csv = await readFile(file, "utf8");
    assert.equal(csv.split("\r\n").length, 1 + 4 + 1);
    assert.match(csv, /'=plain/);
  });
});
