// The console's program comes in parts: what happens where one doesn't come.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, test } from "node:test";

import { launch } from "./support/browser.mjs";
import * as ui from "./support/console.mjs";
import { settings } from "./support/settings.mjs";
import { serveSite } from "./support/site.mjs";

describe("pages with a program of their own", () => {
  let chromium, site, page;

  before(async () => {
    chromium = await launch("chromium");
    site = await serveSite(settings.siteDir, settings.sitePort, {
      config: { auth_url: settings.keystone },
    });
  });
  after(async () => {
    await chromium.close();
    await site.close();
  });
  afterEach(async (t) => {
    if (!t.passed) await ui.keepPicture(page);
    site.lose(undefined);
    await page.close();
    assert.deepEqual(page.faults, []);
  });
  const programs = () =>
    page.evaluate(() =>
      performance
        .getEntriesByType("resource")
        .map(({ name }) => name.split("/").at(-1))
        .filter((name) => name.endsWith(".wasm")));
  const signedIn = async () => {
    page = await ui.open(chromium.browser, site.origin);
    await ui.signIn(page, "demo");
    await ui.link(page, "Upload image").wait();
  };

  test("the first load carries the shell and the list, in few requests, and nothing else", async () => {
    page = await ui.open(chromium.browser, site.origin);
    await ui.field(page, "User name").wait();
    const loaded = await programs();
    assert.match(loaded[0], /^vitrine-[0-9a-f]+_bg\.wasm$/);
    // The list comes while somebody signs in, with what it shares with other programs.
    const ofList = /-(images|chunk_\d+)\.wasm$/;
    assert.deepEqual(loaded.slice(1).filter((name) => !ofList.test(name)), []);
    assert.ok(loaded.length <= 12, loaded.join(", "));
  });

  test("a page whose program doesn't come says so, and tries again", async () => {
    site.lose(/-transfers\.wasm$/);
    await signedIn();
    await ui.link(page, "Upload image").click();
    await ui.shows(page, "This page could not be loaded");
    site.lose(undefined);
    await ui.button(page, "Try again").click();
    await page.waitForSelector('input[type="file"]');
    await page.waitForFunction(() => !document.body.innerText.includes("could not be loaded"));
  });

  test("they come by themselves while nobody waits, and are there when the site isn't", async () => {
    await signedIn();
    await page.waitForFunction(
      () => performance.getEntriesByType("resource").some(({ name }) => name.endsWith("-pages.wasm")),
      { polling: 100 },
    );
    // What a transfer needs is there first: it may be begun at once.
    const came = (await programs()).map((name) => name.match(/-([a-z]+)\.wasm$/)?.[1]).filter(Boolean);
    assert.deepEqual(came.slice(0, 2), ["images", "transfers"]);
    await new Promise((resolve) => setTimeout(resolve, 500));
    site.lose(/./);
    await ui.link(page, "Upload image").click();
    await page.waitForSelector('input[type="file"]');
    await page.waitForFunction(() => document.querySelector("h1") === document.activeElement);
  });
});
