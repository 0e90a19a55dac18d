// The example portal, a React application with a router, forms and shortcuts of its own.
import assert from "node:assert/strict";
import path from "node:path";
import { after, afterEach, before, describe, test } from "node:test";

import { violations } from "./support/axe.mjs";
import { launch } from "./support/browser.mjs";
import { Glance } from "./support/cloud.mjs";
import * as ui from "./support/console.mjs";
import { servePortal } from "./support/portal.mjs";
import { settings } from "./support/settings.mjs";

describe("the example portal", () => {
  let chromium, portal, view, demo;
  let made = [];

  before(async () => {
    chromium = await launch("chromium");
    demo = await Glance.as("demo");
    portal = await servePortal({
      root: settings.portalDir,
      files: { "/portal.json": JSON.stringify({ auth_url: settings.keystone }) },
    });
  });
  after(async () => {
    await chromium.close();
    await portal.close();
  });
  afterEach(async (t) => {
    if (!t.passed) await ui.keepPicture(view);
    await view.close({ runBeforeUnload: false });
    for (const id of made.splice(0)) await demo.delete(id).catch(() => {});
    assert.deepEqual(view.faults, []);
    assert.deepEqual(portal.reports, []);
  });

  const open = async (at = "/") => {
    view = await ui.open(chromium.browser, portal.origin + at);
    await view.locator("input[name=user]").fill("demo");
    await view.locator("input[name=password]").fill(settings.demoPassword);
    await view.locator("input[name=project]").fill("demo");
    await view.locator("button[type=submit]").click();
    await view.waitForSelector(".portal-nav");
  };
  const shows = (text) =>
    view.waitForFunction(
      (wanted) => document.querySelector("vitrine-console")?.shadowRoot?.querySelector(".v-root")?.innerText.includes(wanted),
      { polling: 100 }, text);
  const make = async (name) => {
    const image = await demo.createWithData({ name }, Buffer.alloc(4096, 9));
    made.push(image.id);
    return image;
  };
  const at = () => view.evaluate(() => location.pathname);

  test("its links, Back and Forward lead through the console's pages", async () => {
    const { id } = await make("portal-image");
    await open();
    await view.locator(".portal-nav a::-p-text(Images)").click();
    await shows("portal-image");
    assert.equal(await at(), "/images-of-mine");
    await view.locator(">>> a.v-row-link::-p-text(portal-image)").click();
    await shows("Integrity");
    assert.equal(await at(), `/images-of-mine/images/${id}`);
    await view.goBack();
    await view.waitForSelector(">>> a.v-row-link");
    await view.goForward();
    await shows("Integrity");
    // The portal's own page, and back into the middle of the console.
    await view.locator(".portal-nav a::-p-text(Overview)").click();
    await view.waitForSelector("#portal-search");
    assert.equal(await view.title(), "Meridian Cloud");
    await view.goBack();
    await shows("Integrity");
    assert.equal(await view.$$eval("vitrine-console", (all) => all.length), 1);
  });

  test("its action takes the image along", async () => {
    const { id } = await make("to-launch");
    await open("/images-of-mine");
    await view.locator('>>> [aria-label="Launch instance: to-launch"]').click();
    await view.waitForFunction((wanted) => document.querySelector("output")?.textContent === wanted, {}, id);
    await view.locator("input[name=name]").fill("web-1");
    await view.locator("form button[type=submit]").click();
    await view.waitForFunction((wanted) => document.body.innerText.includes(`web-1 from ${wanted}`), {}, id);
  });

  test("its form picks an image", async () => {
    const { id } = await make("picked-here");
    await open("/instances/new");
    await view.locator("input[name=name]").fill("web-2");
    await view.locator('>>> [aria-label="Choose picked-here"]').click();
    await view.locator("form > button[type=submit]").click();
    await view.waitForFunction((wanted) => document.body.innerText.includes(`web-2 from ${wanted}`), {}, id);
  });

  test("its shortcuts work beside the console, and the console's in it", async () => {
    await make("keys-here");
    await open();
    await view.focus("body");
    await view.keyboard.press("g");
    await view.keyboard.press("i");
    await shows("keys-here");
    await view.focus(">>> a.v-row-link");
    await view.keyboard.press("/");
    await view.waitForFunction(() => document.querySelector("vitrine-console").shadowRoot.activeElement?.tagName === "INPUT");
    await view.keyboard.type("g");
    await view.keyboard.type("i");
    assert.match(await at(), /^\/images-of-mine/);
  });

  test("its theme is the console's, and what it looks like", async () => {
    await make("looked-at");
    await open("/images-of-mine");
    await shows("looked-at");
    // Else a picture may show colours on their way from one theme to the other.
    await view.emulateMediaFeatures([{ name: "prefers-reduced-motion", value: "reduce" }]);
    for (const [width, height, name] of [[1440, 900, "desktop"], [390, 844, "phone"]]) {
      await view.setViewport({ width, height });
      for (const theme of ["light", "dark"]) {
        await view.waitForFunction((wanted) =>
          getComputedStyle(document.querySelector("vitrine-console").shadowRoot.querySelector(".v-root")).colorScheme === wanted,
          {}, theme);
        await view.screenshot({ path: path.join(settings.artifacts, `portal-${name}-${theme}.png`) });
        await view.locator(".portal-head button").click();
      }
      const beside = await view.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(beside <= 0, `${beside} px beside the edge`);
    }
  });

  test("no rule of accessibility is broken by the console in it", async () => {
    const { id } = await make("for-everyone");
    await open("/images-of-mine");
    await shows("for-everyone");
    const states = [
      ["the list", "/images", "for-everyone"],
      ["an image", `/images/${id}`, "Integrity"],
      ["the upload form", "/upload", "Drop disk images here"],
    ];
    for (const [state, path, text] of states) {
      await view.evaluate((to) => document.querySelector("vitrine-console").navigate(to), path);
      await shows(text);
      for (const scheme of ["light", "dark"]) {
        assert.deepEqual(await violations(view, scheme), [], `${state}, ${scheme}`);
      }
    }
  });
});
