// Images whose data doesn't come from this computer.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { after, afterEach, before, describe, test } from "node:test";

import { launch } from "./support/browser.mjs";
import { Glance } from "./support/cloud.mjs";
import * as ui from "./support/console.mjs";
import { settings } from "./support/settings.mjs";
import { serveSite } from "./support/site.mjs";

describe("an image from elsewhere", () => {
  let chromium, site, page, demo;

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
    await page.close();
    const { images } = await (await demo.call("GET", "/images?limit=100&owner=" + (await demo.project()))).json();
    for (const image of images.filter((it) => it.name.startsWith("elsewhere"))) {
      await demo.patch(image.id, [{ op: "replace", path: "/protected", value: false }]);
      await demo.delete(image.id);
    }
    assert.deepEqual(page.faults, []);
  });

  const open = async (from, user = "demo") => {
    page = await ui.open(chromium.browser, `${site.origin}/upload${from && `?from=${from}`}`);
    await ui.signIn(page, user);
    await page.waitForSelector(".v-tabs");
  };
  const named = async (name) => (await demo.named(name))[0];
  const active = async (name) => {
    for (let n = 0; n < 200; n += 1) {
      const image = await named(name);
      if (image?.status === "active" && !("os_glance_import_task" in image)) return image;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    assert.fail(`${name} is ${(await named(name))?.status}`);
  };
  const go = () => page.locator('form button[type="submit"]').click();

  test("from an address: named by its file, fetched by the service, watched to its end", async () => {
    await open("");
    await page.locator(".v-tabs a::-p-text(Address)").click();
    await ui.field(page, "Address of the file").fill(`${site.origin}/worker_bg.wasm?x=1`);
    await page.waitForFunction(
      () => [...document.querySelectorAll("input")].some((input) => input.value === "worker_bg"),
      { polling: 100 },
    );
    await ui.field(page, "Name").fill("elsewhere-web");
    await page.locator("summary::-p-text(More options)").click();
    await ui.field(page, "Protect from deletion").click();
    await page.locator("summary::-p-text(As a request or a command)").click();
    await page.locator(".v-shown-as button::-p-text(openstack)").click();
    await ui.shows(page, "image import --method web-download --uri");
    await go();
    await ui.shows(page, "“elsewhere-web” is created, and its data is being fetched.");
    await ui.shows(page, "Import from an address");
    const image = await active("elsewhere-web");
    const bytes = await readFile(path.join(settings.siteDir, "worker_bg.wasm"));
    assert.equal(image.os_hash_value, createHash("sha512").update(bytes).digest("hex"));
    assert.equal(image.protected, true);
    await page.waitForFunction(() => document.querySelector(".v-page-head .v-badge")?.innerText === "Active", {
      polling: 100,
    });
    await ui.shows(page, "Done");
  });

  test("an address that can't be is said at once; one that the service refuses leaves no record", async () => {
    await open("address");
    const field = ui.field(page, "Address of the file");
    await field.fill("ftp://h/a.qcow2");
    await ui.shows(page, "The service fetches by http or https");
    await field.fill("https://me:secret@h/a.qcow2");
    await ui.shows(page, "A name or password in the address");
    await page.locator("summary::-p-text(More options)").click();
    await ui.field(page, "Protect from deletion").click();
    await field.fill("http://192.0.2.1:1234/elsewhere-refused.qcow2");
    await page.waitForFunction(() => document.querySelector("form select").value === "qcow2", { polling: 100 });
    await go();
    await ui.shows(page, "does not pass filtering");
    assert.equal(await named("elsewhere-refused"), undefined);
    // What was typed is still there.
    assert.equal(await page.$eval("form input", (input) => input.value), "http://192.0.2.1:1234/elsewhere-refused.qcow2");
  });

  test("a fetch that fails says so, and the record takes another", async () => {
    await open("address");
    await ui.field(page, "Address of the file").fill(`${settings.glance}/v2/no-such-file.raw`);
    await ui.field(page, "Name").fill("elsewhere-missing");
    await go();
    await ui.shows(page, "is created, and its data is being fetched.");
    await ui.shows(page, "Failed");
    await ui.shows(page, "Waiting for data");
    await ui.part(page, "Data");
    await ui.field(page, "Address of the file").fill(`${settings.glance}/v2/nor-this.raw`);
    await ui.button(page, "Import").click();
    await ui.shows(page, "The service fetches the data");
    await ui.shows(page, "Waiting for data");
    await demo.delete((await named("elsewhere-missing")).id);
  });

  test("from another region, chosen by name, into two stores", async () => {
    const source = await demo.createWithData({ name: "elsewhere-source", min_disk: 3 }, Buffer.alloc(4096, 9));
    await open("region");
    await ui.field(page, "Image in that region: name or id").fill("elsewhere-sou");
    await page.locator(".v-choices button").click();
    await page.waitForFunction(
      () => [...document.querySelectorAll("input")].some((input) => input.value === "3"),
      { polling: 100 },
    );
    await ui.field(page, "Name").fill("elsewhere-region");
    for (const store of ["fast", "slow"]) {
      await page.locator(`fieldset label::-p-text(${store})`).click();
    }
    await ui.field(page, "All of them must succeed").wait();
    await go();
    await ui.shows(page, "“elsewhere-region” is created, and its data is being fetched.");
    const image = await active("elsewhere-region");
    assert.equal(image.os_hash_value, source.os_hash_value);
    assert.equal(image.stores, "fast,slow");
    assert.equal(image.min_disk, 3);
  });

  test("a record without data, and staged data that is imported later", async () => {
    await open("nothing");
    await ui.field(page, "Name").fill("elsewhere-empty");
    await go();
    await ui.shows(page, "“elsewhere-empty” is created, without data.");
    await ui.shows(page, "Waiting for data");
    const { id } = await named("elsewhere-empty");
    await demo.call("PUT", `/images/${id}/stage`, {
      headers: { "Content-Type": "application/octet-stream" },
      body: Buffer.alloc(2048, 1),
    });
    await ui.part(page, "Data");
    await page.reload();
    await ui.signIn(page, "demo");
    await ui.button(page, "Import what is staged").click();
    await active("elsewhere-empty");
    await page.waitForFunction(() => document.querySelector(".v-page-head .v-badge")?.innerText === "Active", {
      polling: 100,
    });
  });
});
