// The console under suspicion: files that somebody has changed, and a browser that lets
// nobody keep anything.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { after, before, describe, test } from "node:test";

import { STORES_NOTHING, filesIn, launch } from "./support/browser.mjs";
import { Glance, tokenFor } from "./support/cloud.mjs";
import { MIB, folder, randomFile, sha512 } from "./support/files.mjs";
import { policy, servePortal } from "./support/portal.mjs";
import { settings } from "./support/settings.mjs";

const packaged = (name) => readFileSync(path.join(settings.npmDir, name));
const programs = readdirSync(path.join(settings.npmDir, "program"));

/** What any browser would run as well: a section that nobody reads at its end. */
const touched = (wasm) => Buffer.concat([wasm, Buffer.from([0, 2, 1, 0x78])]);

const consoleSays = (view, text) =>
  view.waitForFunction(
    (wanted) => [...document.querySelectorAll("vitrine-console, body > div")]
      .some((it) => it.shadowRoot?.textContent.includes(wanted)),
    { polling: 100 },
    text,
  );

describe("files that were changed", () => {
  let chromium, demo, image;
  before(async () => {
    chromium = await launch("chromium");
    demo = await Glance.as("demo");
    image = await demo.createWithData({ name: "guarded" }, Buffer.from("data"));
  });
  after(async () => {
    await demo.delete(image.id);
    await chromium.close();
  });

  const embedded = async (files, { head = "", csp = policy() } = {}) => {
    const portal = await servePortal({
      csp,
      files: {
        "/": `<!doctype html><html lang="en"><head><title>Portal</title>${head}
          <script type="module" src="/portal.js"></script></head><body>
          <vitrine-console image-endpoint="${settings.glance}"></vitrine-console></body></html>`,
        "/portal.js": `import "/vitrine/index.js";
          const token = await (await fetch("/token.json")).json();
          document.querySelector("vitrine-console").tokenProvider = async () => ({ token });`,
        "/token.json": JSON.stringify(await tokenFor("demo")),
        ...files,
      },
    });
    const view = await chromium.browser.newPage();
    view.setDefaultTimeout(20_000);
    await view.goto(portal.origin);
    return {
      view,
      close: async () => {
        await view.close();
        await portal.close();
      },
    };
  };

  test("a program that isn't the one of this package doesn't run", async () => {
    const main = programs.find((name) => /^vitrine-[0-9a-f]+_bg\.wasm$/.test(name));
    const path = `/vitrine/program/${main}`;
    const { view, close } = await embedded({ [path]: touched(packaged(`program/${main}`)) });
    await consoleSays(view, "could not be loaded");
    await close();
  });

  test("nor does a part of it that comes later", async () => {
    const list = programs.find((name) => name.endsWith("-images.wasm"));
    const path = `/vitrine/program/${list}`;
    const { view, close } = await embedded({ [path]: touched(packaged(`program/${list}`)) });
    await consoleSays(view, "could not be loaded");
    await close();
  });

  test("modules are watched over by the portal's import map, with integrity.json", async () => {
    const hashes = JSON.parse(packaged("integrity.json"));
    const modules = Object.entries(hashes).filter(([name]) => name.endsWith(".js"));
    const map = JSON.stringify({
      integrity: Object.fromEntries(modules.map(([name, hash]) => [`/vitrine/${name}`, hash])),
    });
    const own = `'sha256-${createHash("sha256").update(map).digest("base64")}'`;
    const options = {
      head: `<script type="importmap">${map}</script>`,
      csp: policy().replace("script-src 'self'", `script-src 'self' ${own}`),
    };
    const right = await embedded({}, options);
    await consoleSays(right.view, "guarded");
    await right.close();
    const name = modules.map(([name]) => name).find((name) => name.endsWith("-parts.js"));
    const changed = Buffer.concat([packaged(name), Buffer.from("\n// more\n")]);
    const wrong = await embedded({ [`/vitrine/${name}`]: changed }, options);
    await consoleSays(wrong.view, "could not be loaded");
    await wrong.close();
  });
});

describe("in a frame of another origin, where nothing may be kept", () => {
  test("an image goes up and comes back, proven", async () => {
    const chromium = await launch("chromium", { preferences: STORES_NOTHING });
    const demo = await Glance.as("demo");
    const files = await folder();
    const given = {};
    const frames = await servePortal({ csp: "", files: given });
    const portal = await servePortal({
      port: 0,
      csp: "",
      files: {
        "/": `<!doctype html><title>Portal</title>
          <iframe width="1200" height="800" src="${frames.origin}/vitrine/frame.html"></iframe>
          <script type="module" src="/portal.js"></script>`,
        "/portal.js": `import { connectFrame } from "/vitrine/frame-host.js";
          const token = await (await fetch("/token.json")).json();
          connectFrame(document.querySelector("iframe"), {
            imageEndpoint: "${settings.glance}", storage: true, tokenProvider: async () => ({ token }) });`,
        "/token.json": JSON.stringify(await tokenFor("demo")),
      },
    });
    given["/vitrine/frame.json"] = JSON.stringify({ origins: [portal.origin] });
    const view = await chromium.browser.newPage();
    view.setDefaultTimeout(60_000);
    const faults = [];
    view.on("pageerror", (error) => faults.push(String(error)));
    view.on("console", (message) => /panicked/.test(message.text()) && faults.push(message.text()));
    try {
      await view.goto(portal.origin);
      const frame = await view.waitForFrame((frame) => frame.url().endsWith("frame.html"));
      const isBlocked = await frame.evaluate(() => {
        try {
          return localStorage === null;
        } catch (error) {
          return error.name === "SecurityError";
        }
      });
      assert.ok(isBlocked, "the browser lets the frame store something: the test shows nothing");
      const file = await randomFile(files.dir, "unkept.raw", 20 * MIB + 3);
      await frame.locator(">>> a::-p-text(Upload image)").click();
      const input = await frame.waitForSelector('>>> .v-drop input[type="file"]');
      await input.uploadFile(file);
      await frame.waitForSelector(">>> .v-upload-item");
      await frame.locator('>>> form button[type="submit"]').click();
      await frame.waitForSelector('>>> .v-upload [data-stage="done"]');
      const [image] = await demo.named("unkept");
      assert.equal(image.os_hash_value, await sha512(file));
      await frame.locator(">>> .v-crumbs a").click();
      await frame.locator('>>> [aria-label="Download unkept"]').click();
      await frame.waitForSelector('>>> .v-drawer [data-stage="done"]');
      assert.equal(await sha512(await chromium.downloaded()), await sha512(file));
      assert.equal((await filesIn(chromium.downloads)).length, 1);
      await demo.delete(image.id);
    } catch (error) {
      await view.screenshot({ path: path.join(settings.artifacts, `failed-${Date.now()}.png`) });
      throw error;
    } finally {
      await chromium.close();
      await frames.close();
      await portal.close();
      await files.remove();
    }
    assert.deepEqual(faults, []);
  });
});
