// Editing an image: what is sent, what is refused, and what others do meanwhile.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, test } from "node:test";

import { launch } from "./support/browser.mjs";
import { Glance } from "./support/cloud.mjs";
import * as ui from "./support/console.mjs";
import { settings } from "./support/settings.mjs";
import { serveSite } from "./support/site.mjs";

describe("editing an image", () => {
  let chromium, site, page, demo;
  let made = [];

  before(async () => {
    chromium = await launch("chromium");
    site = await serveSite(settings.siteDir, settings.sitePort, {
      config: { auth_url: settings.keystone },
    });
    demo = await Glance.as("demo");
  });
  after(async () => {
    await chromium.close();
    await site.close();
  });
  afterEach(async (t) => {
    if (!t.passed) await ui.keepPicture(page);
    await page.close({ runBeforeUnload: false });
    for (const id of made) {
      await demo.patch(id, [{ op: "replace", path: "/protected", value: false }]).catch(() => {});
      await demo.delete(id);
    }
    made = [];
    assert.deepEqual(page.faults, []);
  });

  const make = async (fields, data = Buffer.alloc(2048, 3)) => {
    const image = data ? await demo.createWithData(fields, data) : await demo.create(fields);
    made.push(image.id);
    return image;
  };
  const open = async ({ id }, user = "demo") => {
    page = await ui.open(chromium.browser, `${site.origin}/images/${id}/edit`);
    await ui.signIn(page, user);
    await page.waitForSelector(".v-edit");
  };
  const review = () => ui.textOf(page, ".v-edit-review");
  const reviewShows = (text) =>
    page.waitForFunction(
      (wanted) => document.querySelector(".v-edit-review")?.innerText.includes(wanted),
      { polling: 100 },
      text,
    );
  const save = () => ui.button(page, "Save").click();
  /** Everything of the record but times. */
  const without = ({ updated_at: _, ...rest }, ...names) =>
    Object.fromEntries(Object.entries(rest).filter(([name]) => !names.includes(name)));

  test("only what was touched is sent, and is shown before", async () => {
    const image = await make({
      name: "before",
      tags: ["with, comma", "lts"],
      visibility: "community",
      min_ram: 64,
      os_distro: "debian",
      "odd name!": "two\nlines",
      hw_qemu_guest_agent: "yes",
    });
    await open(image);
    await reviewShows("Nothing is changed yet.");
    assert.equal(await page.$eval("#v-save button", (button) => button.disabled), true);
    await ui.field(page, "Name").fill("after");
    await reviewShows("“before” → “after”");
    await ui.field(page, "Minimum RAM (MiB)").fill("512");
    await page.locator("summary::-p-text(As a request or a command)").click();
    await page.waitForSelector(".v-edit-review code");
    const patch = JSON.parse((await ui.textOf(page, ".v-edit-review code")).split("\n\n").pop());
    assert.deepEqual(patch, [
      { op: "replace", path: "/name", value: "after" },
      { op: "replace", path: "/min_ram", value: 512 },
    ]);
    await save();
    await ui.shows(page, "“before” is saved.");
    await page.waitForFunction((id) => location.pathname === `/images/${id}`, {}, image.id);
    const now = await demo.show(image.id);
    assert.equal(now.name, "after");
    assert.equal(now.min_ram, 512);
    const kept = ["name", "min_ram", "tags"];
    assert.deepEqual(without(now, ...kept), without(image, ...kept));
    assert.deepEqual(now.tags.sort(), ["lts", "with, comma"]);
  });

  test("tags, switches and properties, by the keyboard alone", async () => {
    const image = await make({ name: "keys", tags: ["old"], os_distro: "debian", gone: "x" });
    await open(image);
    const press = (...keys) => keys.reduce((done, key) => done.then(() => page.keyboard.press(key)), Promise.resolve());
    const reach = (wanted, how) => ui.reach(page, wanted, how);
    await reach("Remove tag old");
    await press("Enter");
    await reach("Tags");
    await page.keyboard.type("new one, two");
    await press("Enter");
    await reach("Protected from deletion");
    await press("Space");
    await reach("Value of property 2");
    await page.keyboard.down("Control");
    await press("a");
    await page.keyboard.up("Control");
    await page.keyboard.type("ubuntu");
    await reach("Remove gone", { back: true });
    await press("Enter");
    await reach("Add a property");
    await press("Enter");
    await page.keyboard.type("hw_disk_bus");
    await press("Tab");
    await page.keyboard.type("scsi");
    await reviewShows("added: “scsi”");
    await reach("Save");
    await press("Enter");
    await ui.shows(page, "“keys” is saved.");
    const now = await demo.show(image.id);
    assert.deepEqual(now.tags.sort(), ["new one", "two"]);
    assert.equal(now.protected, true);
    assert.equal(now.os_distro, "ubuntu");
    assert.equal(now.hw_disk_bus, "scsi");
    assert.equal("gone" in now, false);
  });

  test("what the service would refuse is said as it is typed", async () => {
    const image = await make({ name: "strict" });
    await open(image);
    await ui.field(page, "Name").fill("🐧");
    await ui.shows(page, "The service takes no “🐧”");
    await reviewShows("Something in the form can’t be sent");
    await ui.field(page, "Name").fill("x".repeat(256));
    await ui.shows(page, "At most 255 characters.");
    await ui.field(page, "Name").fill("strict");
    await ui.field(page, "Minimum disk (GiB)").fill("1.5");
    await ui.shows(page, "A whole number, 0 or more.");
    await ui.field(page, "Minimum disk (GiB)").fill("0");
    await ui.button(page, "Add a property").click();
    await ui.field(page, "Name of property 1").fill("os_hash_value");
    await ui.shows(page, "Only the service writes this one.");
    await reviewShows("Something in the form can’t be sent");
    const publish = await page.$eval("form select", (select) => {
      const option = [...select.options].find((it) => it.value === "public");
      return option.disabled;
    });
    assert.equal(publish, true);
  });

  test("formats can be changed until the data is there", async () => {
    const image = await make({ name: "waiting" }, null);
    await open(image);
    await page.waitForFunction(() => document.querySelector('option[value="qcow2"]'), { polling: 100 });
    await ui.field(page, "Disk format").fill("qcow2");
    await reviewShows("“raw” → “qcow2”");
    await save();
    await ui.shows(page, "“waiting” is saved.");
    assert.equal((await demo.show(image.id)).disk_format, "qcow2");
    const full = await make({ name: "full" });
    await page.goto(`${site.origin}/images/${full.id}/edit`);
    await ui.signIn(page, "demo");
    await ui.shows(page, "can’t be changed any more: the data is there.");
  });

  test("two browsers edit one image, and nobody's change is lost", async () => {
    const image = await make({ name: "both", os_distro: "debian", tags: ["a"] });
    await open(image);
    await ui.field(page, "Name").fill("mine");
    await ui.field(page, "Value of property 1").fill("mine");
    await reviewShows("“both” → “mine”");
    // The other browser saves first.
    const other = await ui.open(chromium.browser, `${site.origin}/images/${image.id}/edit`);
    await ui.signIn(other, "demo");
    await ui.field(other, "Name").fill("theirs");
    await ui.field(other, "Minimum RAM (MiB)").fill("256");
    await ui.button(other, "Save").click();
    await ui.shows(other, "“both” is saved.");
    await other.close();
    await save();
    await ui.shows(page, "Somebody else changed this image meanwhile");
    assert.equal((await demo.show(image.id)).name, "theirs");
    const notice = await ui.textOf(page, "#v-meanwhile");
    for (const words of ["“both” → “theirs”", "None → 256 MiB", "Yours: “mine”", "Theirs: “theirs”"]) {
      assert.ok(notice.includes(words), `${words} in ${notice}`);
    }
    await page.locator("#v-meanwhile label::-p-text(Theirs)").click();
    await ui.button(page, "Take them over").click();
    await page.waitForFunction(() => !document.querySelector("#v-meanwhile"), { polling: 100 });
    assert.ok(!(await review()).includes("Name"), await review());
    await save();
    await ui.shows(page, "“both” is saved.");
    const now = await demo.show(image.id);
    assert.deepEqual([now.name, now.min_ram, now.os_distro], ["theirs", 256, "mine"]);
  });

  test("what isn't saved isn't lost by a click or by Back", async () => {
    const image = await make({ name: "unsaved" });
    await open(image);
    await page.goto(`${site.origin}/images/${image.id}`);
    await ui.signIn(page, "demo");
    await ui.link(page, "Edit").click();
    await page.waitForSelector(".v-edit");
    await ui.field(page, "Name").fill("changed");
    await reviewShows("→ “changed”");
    await ui.link(page, "Images").click();
    await ui.shows(page, "Leave without saving?");
    await ui.button(page, "Stay").click();
    assert.equal(await page.$eval("input", (input) => input.value), "changed");
    await page.goBack();
    await ui.shows(page, "Leave without saving?");
    assert.equal(new URL(page.url()).pathname, `/images/${image.id}/edit`);
    await ui.button(page, "Leave").click();
    await page.waitForSelector(".v-tabs");
    assert.equal((await demo.show(image.id)).name, "unsaved");
  });

  test("what isn't saved outlives the end of a sign-in", async () => {
    const image = await make({ name: "interrupted" });
    await open(image);
    await ui.field(page, "Name").fill("kept");
    await reviewShows("→ “kept”");
    await page.locator(".v-header-end .v-menu summary").click();
    await ui.button(page, "Sign out").click();
    await ui.signIn(page, "demo");
    await ui.shows(page, "What you had changed here is back in the form.");
    await reviewShows("→ “kept”");
    await save();
    await ui.shows(page, "“interrupted” is saved.");
    assert.equal((await demo.show(image.id)).name, "kept");
  });

  test("properties are chosen from the cloud's definitions", async () => {
    const image = await make({ name: "defined" });
    await open(image);
    await ui.button(page, "Choose from definitions").click();
    await ui.field(page, "Search names and meanings").fill("disk bus");
    await page.locator("dialog[open] .v-definition::-p-text(hw_disk_bus)").click();
    await page.waitForSelector("dialog[open] .v-definition-pane select");
    await page.locator("dialog[open] .v-definition-pane select").fill("scsi");
    await page.locator("dialog[open] .v-definition-pane .v-button-primary").click();
    await ui.shows(page, "set");
    await page.keyboard.press("Escape");
    await reviewShows("added: “scsi”");
    await ui.field(page, "Value of property 1").fill("tape");
    await ui.shows(page, "The cloud’s definitions ask for one of");
    await ui.field(page, "Value of property 1").fill("virtio");
    await save();
    await ui.shows(page, "“defined” is saved.");
    assert.equal((await demo.show(image.id)).hw_disk_bus, "virtio");
  });

  test("properties are copied from another image, but not what it was made of", async () => {
    const model = await make({
      name: "model image",
      os_distro: "debian",
      hw_disk_bus: "scsi",
      base_image_ref: "x",
    });
    const image = await make({ name: "copycat", os_distro: "ubuntu" });
    page = await ui.open(chromium.browser, site.origin);
    await ui.signIn(page, "demo");
    await ui.link(page, "copycat").click();
    await ui.link(page, "Edit").click();
    await ui.button(page, "Copy from another image").click();
    await ui.field(page, "Name or id").fill("model");
    await page.locator("dialog[open] .v-choices button").click();
    await ui.shows(page, "“model image” has 3 properties that aren’t here, or not with these values:");
    await ui.button(page, "Take over 2 properties").click();
    await reviewShows("“ubuntu” → “debian”");
    await save();
    await ui.shows(page, "“copycat” is saved.");
    const now = await demo.show(image.id);
    assert.deepEqual([now.os_distro, now.hw_disk_bus, now.base_image_ref], ["debian", "scsi", undefined]);
    assert.equal((await demo.show(model.id)).hw_disk_bus, "scsi");
  });
});
