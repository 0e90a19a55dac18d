// The console in somebody else's page: a guest that touches nothing, told and telling.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, test } from "node:test";

import { launch } from "./support/browser.mjs";
import { Glance, cloudNamed, tokenFor } from "./support/cloud.mjs";
import * as ui from "./support/console.mjs";
import { MIB, folder, randomFile, sha512 } from "./support/files.mjs";
import { policy, serveAssets, servePortal } from "./support/portal.mjs";
import { settings } from "./support/settings.mjs";

/** A portal's own page: a head, a form, and a place for the console. */
const page = (inside, script = "/portal.js") => `<!doctype html>
<html lang="en"><head><title>The portal</title><link rel="stylesheet" href="/portal.css">
<script type="module" src="${script}"></script></head>
<body><header id="head"><button id="own">Own</button> <a id="link" href="/elsewhere">Elsewhere</a></header>
<main id="place">${inside}</main></body></html>`;

/** As portals have it: for everything, and in their own way. */
const CSS = `
  * { letter-spacing: 3px; }
  button { background: rgb(1, 2, 3); text-transform: uppercase; border-radius: 0; }
  table { display: none; }
  body { font-family: "Portal", serif; font-size: 15px; margin: 0; }
`;

/** Keeps what it is told; asks this test for tokens. */
const SCRIPT = (assets = "/vitrine") => `
import { mount } from "${assets}/index.js";
window.mountConsole = mount;
window.told = [];
const names = ["ready", "navigate", "image-created", "image-changed", "image-deleted", "image-selected",
  "image-picked", "transfer-progress", "transfer-finished", "transfer-failed", "auth-required", "error"];
for (const name of names) document.addEventListener("vitrine:" + name, ({ detail }) => told.push([name, detail]));
window.asked = 0;
window.provider = async () => { asked += 1; return { token: await window.giveToken() }; };
for (const element of document.querySelectorAll("vitrine-console[data-provided]")) element.tokenProvider = provider;
window.isSet = true;
`;

describe("a console in a portal", () => {
  let chromium, portal, view, demo;
  let tokens = [];
  const closers = [];
  let made = [];

  before(async () => {
    chromium = await launch("chromium");
    demo = await Glance.as("demo");
  });
  after(() => chromium.close());
  afterEach(async (t) => {
    if (!t.passed && view) await ui.keepPicture(view);
    if (view && !view.isClosed()) await view.close({ runBeforeUnload: false });
    const reports = portal?.reports ?? [];
    await portal?.close();
    for (const close of closers.splice(0)) await close();
    for (const id of made.splice(0)) await demo.delete(id).catch(() => {});
    assert.deepEqual(view?.faults ?? [], []);
    assert.deepEqual(reports, []);
    view = portal = undefined;
  });

  const attributes = (extra = "") =>
    `<vitrine-console data-provided image-endpoint="${settings.glance}" ${extra}></vitrine-console>`;
  const open = async (inside, { path = "/", ...options } = {}) => {
    portal = await servePortal({
      ...options,
      files: { "/": page(inside), "/portal.js": SCRIPT(), "/portal.css": CSS, ...options.files },
    });
    view = await chromium.browser.newPage();
    await view.setViewport({ width: 1280, height: 900 });
    view.setDefaultTimeout(30_000);
    view.faults = [];
    view.on("pageerror", (error) => view.faults.push(String(error)));
    view.on("console", (message) => {
      if (/panicked|Content.Security.Policy|TrustedHTML|TrustedScript/i.test(message.text())) view.faults.push(message.text());
    });
    await view.exposeFunction("giveToken", async () => tokens.shift() ?? tokenFor("demo"));
    await view.goto(portal.origin + path);
    await view.waitForFunction(() => window.isSet);
  };
  /** The text that the console shows, whatever keeps it apart. */
  const shows = (text, selector = "vitrine-console") =>
    view.waitForFunction(
      (wanted, host) => document.querySelector(host)?.shadowRoot?.querySelector(".v-root")?.innerText.includes(wanted),
      { polling: 100 }, text, selector,
    );
  const told = (name) => view.evaluate((wanted) => window.told.filter(([of]) => of === wanted).map(([, it]) => it), name);
  const isTold = (name, match = {}) =>
    view.waitForFunction(
      (wanted, parts) => window.told.some(([of, it]) => of === wanted
        && Object.entries(parts).every(([key, value]) => it[key] === value)),
      { polling: 100 }, name, match,
    );
  const make = async (fields, bytes = 2048) => {
    const image = await demo.createWithData(fields, Buffer.alloc(bytes, 5));
    made.push(image.id);
    return image;
  };

  test("touches nothing of a strict page, and nothing of the page touches it", async () => {
    await make({ name: "guest-image" });
    await open(attributes());
    const before = await view.evaluate(() => Object.keys(window).length);
    await shows("guest-image");
    await isTold("ready");
    const page = await view.evaluate(() => {
      const root = document.querySelector("vitrine-console").shadowRoot;
      const inner = getComputedStyle(root.querySelector(".v-row-link"));
      const button = getComputedStyle(root.querySelector(".v-header button"));
      return {
        title: document.title,
        history: history.length,
        path: location.pathname + location.hash,
        globals: Object.keys(window).length,
        stored: Object.keys(localStorage).length + Object.keys(sessionStorage).length,
        styles: document.styleSheets.length + document.adoptedStyleSheets.length,
        body: document.body.attributes.length + document.documentElement.attributes.length,
        children: document.body.children.length,
        table: getComputedStyle(root.querySelector("table")).display,
        button: [button.backgroundColor, button.textTransform],
        family: inner.fontFamily,
        spacing: inner.letterSpacing,
        size: getComputedStyle(root.querySelector(".v-root")).fontSize,
        own: getComputedStyle(document.querySelector("#own")).backgroundColor,
      };
    });
    assert.equal(page.title, "The portal");
    assert.equal(page.path, "/");
    assert.equal(page.globals, before, "globals were added");
    assert.equal(page.stored, 0);
    assert.equal(page.styles, 1);
    assert.equal(page.body, 1);
    assert.equal(page.children, 2);
    assert.equal(page.table, "table");
    assert.notEqual(page.button[0], "rgb(1, 2, 3)");
    assert.equal(page.button[1], "none");
    assert.equal(page.spacing, "normal");
    // Letters are the portal's.
    assert.match(page.family, /Portal/);
    assert.equal(page.size, "15px");
    assert.equal(page.own, "rgb(1, 2, 3)");
    // Somebody else's page isn't walked away from: focus stays where it was.
    assert.equal(await view.evaluate(() => document.activeElement.tagName), "BODY");
  });

  test("every page of it works where HTML must be trusted", async () => {
    const { id } = await make({ name: "trusted" });
    await open(attributes("routing=memory"));
    await shows("trusted");
    const go = (path) => view.evaluate((to) => document.querySelector("vitrine-console").navigate(to), path);
    for (const [path, words] of [
      [`/images/${id}`, "Integrity"], [`/images/${id}?tab=properties`, "trusted"], [`/images/${id}?tab=sharing`, "Sharing"],
      [`/images/${id}?tab=data`, "Verify again"], [`/images/${id}?tab=activity`, "Activity"], [`/images/${id}?tab=json`, '"trusted"'],
      [`/images/${id}/edit`, "Nothing is changed yet."], ["/upload", "Drop disk images here"], ["/upload?from=address", "Address of the file"],
      ["/shared", "Shared with me"], ["/tidy", "Tidy"], ["/stores", "Stores"], ["/definitions", "Metadata definitions"],
      ["/connection", "Connection"], ["/nowhere", "There is no such page"], ["/images", "trusted"],
    ]) {
      await go(path);
      await shows(words);
    }
  });

  const starts = [
    ["a line of the console's own", "", (csp) => csp],
    ["a file of the portal's", 'worker-url="/images-worker.js"', (csp) => csp.replace("blob: ", "")],
  ];
  for (const [how, attribute, allowed] of starts) test(`sends an image whole when its files are another origin's, by ${how}`, async () => {
    const assets = await serveAssets();
    closers.push(assets.close);
    const files = await folder();
    closers.push(files.remove);
    await open(attributes(`assets="${assets.origin}/" ${attribute}`), {
      csp: allowed(policy(assets.origin)),
      files: {
        "/portal.js": SCRIPT(assets.origin),
        "/images-worker.js": `import "${assets.origin}/program/worker_loader.js";`,
      },
    });
    await shows("Upload image");
    await view.locator(">>> a::-p-text(Upload image)").click();
    await shows("Drop disk images here");
    const file = await randomFile(files.dir, "from-portal.raw", 5 * MIB + 3);
    const input = await view.waitForSelector('>>> .v-drop input[type="file"]');
    await input.uploadFile(file);
    await shows("Raw data");
    await view.locator('>>> form button[type="submit"]').click();
    await shows("Verified");
    const [image] = await demo.named("from-portal");
    made.push(image.id);
    assert.equal(image.os_hash_value, await sha512(file));
    await isTold("image-created", { id: image.id });
    await isTold("transfer-finished", { imageId: image.id, direction: "upload", totalBytes: String(5 * MIB + 3) });
    assert.ok((await told("transfer-progress")).length > 0);
  });

  test("asks for another token when one is refused, and before one ends", async () => {
    await make({ name: "renewed" });
    // Nobody knows the first one, and the second is said to end at once.
    tokens = ["nobody-knows-it"];
    await open(attributes(), { files: { "/portal.js": SCRIPT().replace("{ token: await window.giveToken() }",
      "{ token: await window.giveToken(), expiresAt: asked < 3 ? Date.now() + 5000 : Date.now() + 3600000 }") } });
    await shows("renewed");
    assert.equal(await view.evaluate(() => asked), 2);
    await view.waitForFunction(() => asked === 3);
    await view.locator('>>> [aria-label="Refresh"]').click();
    await shows("renewed");
    assert.deepEqual(await told("auth-required"), []);
  });

  test("says that there is no token, and takes one when there is", async () => {
    await make({ name: "late-token" });
    await open("");
    await view.evaluate((endpoint) => {
      const element = document.createElement("vitrine-console");
      element.imageEndpoint = endpoint;
      let has = false;
      element.tokenProvider = async () => {
        if (has) return window.giveToken();
        throw new Error("the portal's session has ended");
      };
      window.letIn = () => { has = true; };
      document.querySelector("#place").append(element);
    }, settings.glance);
    await shows("This page has no token for the image service");
    await shows("the portal's session has ended");
    await isTold("auth-required", { message: "the portal's session has ended" });
    await view.evaluate(() => window.letIn());
    await view.locator(">>> button::-p-text(Try again)").click();
    await shows("late-token");
  });

  test("the portal's own actions stand on rows and pages, where they fit", async () => {
    const { id } = await make({ name: "launchable" });
    const waiting = await demo.create({ name: "not-yet" });
    made.push(waiting.id);
    await open(attributes());
    await view.evaluate(() => {
      window.launched = [];
      document.querySelector("vitrine-console").actions = [{
        id: "launch",
        label: "Launch instance",
        when: (image) => image.status === "active",
        run: (image) => window.launched.push([image.id, image.name]),
      }];
    });
    await shows("launchable");
    const isDisabled = (label) => view.$eval(`>>> [aria-label="${label}"]`, (button) => button.disabled);
    await view.waitForSelector('>>> [aria-label="Launch instance: launchable"]');
    assert.equal(await isDisabled("Launch instance: not-yet"), true);
    await view.locator('>>> [aria-label="Launch instance: launchable"]').click();
    await view.locator(">>> a.v-row-link::-p-text(launchable)").click();
    await shows("Integrity");
    await view.locator(">>> .v-page-actions button::-p-text(Launch instance)").click();
    assert.deepEqual(await view.evaluate(() => window.launched), [[id, "launchable"], [id, "launchable"]]);
  });

  test("a picker gives its image to the form around it", async () => {
    const { id } = await make({ name: "to-be-picked" });
    await open(`<form id="form"><input name="server" value="web-1">${attributes('pick name="image"')}</form>`);
    await shows("to-be-picked");
    const text = await view.$eval(">>> .v-root", (root) => root.innerText);
    for (const word of ["Upload image", "Delete", "Tidy"]) assert.ok(!text.includes(word), word);
    assert.equal(await view.$eval(">>> tbody input[type=checkbox]", (box) => box.checkVisibility()), false);
    await view.evaluate(() => {
      window.changes = 0;
      document.querySelector("#form").addEventListener("change", () => { window.changes += 1; });
    });
    await view.locator('>>> [aria-label="Choose to-be-picked"]').click();
    await isTold("image-picked", { id });
    const sent = await view.evaluate(() => [...new FormData(document.querySelector("#form"))]);
    assert.deepEqual(sent, [["server", "web-1"], ["image", id]]);
    assert.equal(await view.evaluate(() => window.changes), 1);
    // An image's page has it, too.
    await view.locator(">>> a.v-row-link::-p-text(to-be-picked)").click();
    await view.locator(">>> button::-p-text(Choose this image)").click();
    await view.waitForFunction(() => window.told.filter(([name]) => name === "image-picked").length === 2);
  });

  test("the portal keeps the address: steps are told, Back and Forward come in", async () => {
    const { id } = await make({ name: "routed" });
    await open(attributes('routing="host" base="/cloud" view="/images"'));
    await view.evaluate(() => {
      const element = document.querySelector("vitrine-console");
      element.addEventListener("vitrine:navigate", ({ detail: { path, replace } }) => {
        history[replace ? "replaceState" : "pushState"]({}, "", "/cloud" + path);
      });
      addEventListener("popstate", () => { element.view = location.pathname.replace(/^\/cloud/, "") || "/images"; });
    });
    await shows("routed");
    const href = await view.$eval(">>> a.v-row-link", (link) => link.getAttribute("href"));
    assert.match(href, /^\/cloud\/images\//);
    await view.locator(">>> a.v-row-link::-p-text(routed)").click();
    await shows("Integrity");
    assert.equal(await view.evaluate(() => location.pathname), `/cloud/images/${id}`);
    await view.goBack();
    await view.waitForSelector(">>> a.v-row-link");
    await view.goForward();
    await shows("Integrity");
  });

  test("changes, deletions and selections are told", async () => {
    const one = await make({ name: "told-one" });
    await open(attributes());
    await shows("told-one");
    await view.locator('>>> [aria-label="Select told-one"]').click();
    await view.waitForFunction((id) => window.told.some(([name, it]) => name === "image-selected" && it.ids.includes(id)), {}, one.id);
    await view.evaluate((id) => document.querySelector("vitrine-console").navigate(`/images/${id}/edit`), one.id);
    await shows("Nothing is changed yet.");
    await view.locator('>>> .v-edit input[type="text"]').fill("told-other");
    await view.locator(">>> #v-save button").click();
    await isTold("image-changed", { id: one.id });
    await shows("told-other");
    await view.locator(">>> .v-page-actions button::-p-text(Delete)").click();
    await view.locator(">>> dialog[open] button.v-button-danger:not([aria-busy])").click();
    await isTold("image-deleted", { id: one.id });
  });

  test("keys, links and clicks of the portal are its own", async () => {
    await make({ name: "shortcuts" });
    await open(attributes());
    await shows("shortcuts");
    await view.evaluate(() => {
      window.keys = [];
      addEventListener("keydown", (event) => window.keys.push([event.key, event.defaultPrevented]));
      document.querySelector("#link").addEventListener("click", (event) => {
        window.wasPrevented = event.defaultPrevented;
        event.preventDefault();
      });
    });
    await view.focus("#own");
    await view.keyboard.press("/");
    assert.deepEqual(await view.evaluate(() => window.keys), [["/", false]]);
    assert.equal(await view.evaluate(() => document.activeElement.id), "own");
    // Nor is it the console's where nothing has the focus.
    await view.evaluate(() => document.activeElement.blur());
    await view.keyboard.press("/");
    assert.deepEqual(await view.evaluate(() => window.keys.at(-1)), ["/", false]);
    assert.equal(await view.evaluate(() => document.activeElement.tagName), "BODY");
    await view.click("#link");
    assert.equal(await view.evaluate(() => window.wasPrevented), false);
    // In the console the same key is the console's.
    await view.focus(">>> a.v-row-link");
    await view.keyboard.press("/");
    await view.waitForFunction(() => document.querySelector("vitrine-console").shadowRoot.activeElement?.tagName === "INPUT");
  });

  test("two on a page have nothing in common but the program", async () => {
    const other = cloudNamed("single-store").glance;
    const elsewhere = await Glance.as("demo", { origin: other });
    await make({ name: "only-here" });
    const there = await elsewhere.create({ name: "only-there" });
    await open(
      `<div id="a">${attributes('theme="dark"')}</div>
       <div id="b"><vitrine-console data-provided theme="light" image-endpoint="${other}"></vitrine-console></div>`,
    );
    await shows("only-here", "#a vitrine-console");
    await shows("only-there", "#b vitrine-console");
    const scheme = (id) => view.$eval(`#${id} >>> .v-root`, (root) => getComputedStyle(root).colorScheme);
    assert.deepEqual([await scheme("a"), await scheme("b")], ["dark", "light"]);
    assert.ok(!(await view.$eval("#b >>> .v-root", (root) => root.innerText)).includes("only-here"));
    await view.evaluate(() => document.querySelector("#a vitrine-console").setAttribute("theme", "light"));
    await view.waitForFunction(
      () => getComputedStyle(document.querySelector("#a vitrine-console").shadowRoot.querySelector(".v-root")).colorScheme === "light");
    // A key in the one is none in the other.
    await view.focus("#a >>> a.v-row-link");
    await view.keyboard.press("/");
    const focused = (id) => view.evaluate(
      (host) => document.querySelector(`#${host} vitrine-console`).shadowRoot.activeElement?.tagName, id);
    assert.deepEqual([await focused("a"), await focused("b")], ["INPUT", undefined]);
    // One goes, and the other stays as it is.
    await view.evaluate(() => document.querySelector("#a vitrine-console").remove());
    await view.locator("#b >>> a.v-row-link::-p-text(only-there)").click();
    await shows("no data has arrived yet", "#b vitrine-console");
    await elsewhere.delete(there.id);
  });

  test("mounted and unmounted by hand a hundred times, it leaves nothing", async () => {
    await make({ name: "again" });
    await open("");
    const round = (count) => view.evaluate(async (endpoint, times) => {
      const place = document.querySelector("#place");
      for (let n = 0; n < times; n += 1) {
        const handle = mountConsole(place, { imageEndpoint: endpoint, tokenProvider: provider });
        if (mountConsole(place, {}) !== handle) throw new Error("another console in the same place");
        await handle.ready;
        const text = () => place.firstElementChild.shadowRoot.querySelector(".v-root")?.innerText ?? "";
        for (let wait = 0; wait < 200 && !text().includes("again"); wait += 1) {
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
        if (!text().includes("again")) throw new Error(`round ${n}: ${text()}`);
        handle.unmount();
        handle.unmount();
        if (place.children.length > 0) throw new Error("something is left in the place");
      }
    }, settings.glance, count);
    const heap = async () => {
      const session = await view.createCDPSession();
      await session.send("HeapProfiler.collectGarbage");
      const { usedSize } = await session.send("Runtime.getHeapUsage");
      const { nodes, jsEventListeners } = await session.send("Memory.getDOMCounters");
      await session.detach();
      const program = await view.evaluate(async () => {
        const { program: file } = await import("/vitrine/built.js");
        const { default: init } = await import(`/vitrine/${file}`);
        // The program that is there already.
        return (await init()).memory.buffer.byteLength;
      });
      return { usedSize, nodes, jsEventListeners, program };
    };
    await round(10);
    const first = await heap();
    await round(90);
    // One that went this moment may still be in somebody's hands, such as an answer's that is
    // on its way; the many before it may not.
    let last = await heap();
    for (let look = 0; look < 10 && last.nodes - first.nodes >= 200; look += 1) {
      await new Promise((resolve) => setTimeout(resolve, 500));
      last = await heap();
    }
    console.log(`after 10 rounds ${JSON.stringify(first)}, after 100 ${JSON.stringify(last)}`);
    assert.ok(last.nodes - first.nodes < 200, "elements are left");
    assert.ok(last.jsEventListeners - first.jsEventListeners < 50, "listeners are left");
    assert.ok(last.usedSize - first.usedSize < 4 * MIB, "memory is left");
    // A console is some hundred kibibytes; it grows by pages of 64.
    assert.ok(last.program - first.program <= MIB / 4, "the program's memory grows");
  });

  test("what the portal leaves out is nowhere", async () => {
    const { id } = await make({ name: "less" });
    const parts = ["header", "create", "edit", "delete", "download", "share", "service"];
    await open(attributes(`features="${parts.map((part) => `no-${part}`).join(" ")}"`));
    await shows("less");
    const text = () => view.$eval(">>> .v-root", (root) => root.innerText);
    assert.equal(await view.$(">>> .v-header"), null);
    assert.ok(!(await text()).includes("Upload image"));
    const isNowhere = async (where) => {
      const labels = await view.$$eval(">>> .v-root [aria-label]", (all) =>
        all.filter((it) => it.checkVisibility()).map((it) => it.ariaLabel));
      const said = [await text(), ...labels].join("\n");
      for (const word of ["Edit", "Delete", "Download", "Sharing", "Protect", "Copy here"]) {
        assert.doesNotMatch(said, new RegExp(`\\b${word}\\b`), where);
      }
    };
    await isNowhere("the list");
    await view.locator(`>>> tr[data-id="${id}"] .v-badge`).click();
    await view.locator('>>> [aria-label="Panel"]').click();
    await view.waitForSelector(">>> .v-peek-actions");
    await isNowhere("the panel beside the list");
    for (const [path, words] of [
      [`/images/${id}`, "Integrity"], [`/images/${id}?tab=data`, "Stores"], [`/images/${id}?tab=sharing`, "Integrity"],
      [`/images/${id}?tab=properties`, "Properties"], ["/tidy?group=largest", "less"],
    ]) {
      await view.evaluate((to) => document.querySelector("vitrine-console").navigate(to), path);
      await shows(words);
      if (path.endsWith("tab=data")) await view.waitForSelector(">>> .v-row-title");
      await isNowhere(path);
    }
    for (const path of ["/upload", `/images/${id}/edit`, "/stores", "/shared"]) {
      await view.evaluate((to) => document.querySelector("vitrine-console").navigate(to), path);
      await shows("There is no such page");
    }
  });

  test("colours and direction are the portal's to set", async () => {
    await make({ name: "coloured" });
    const css = `${CSS} vitrine-console { --v-accent: rgb(200, 0, 100); }`;
    await open(`<div dir="rtl">${attributes()}</div>`, { files: { "/portal.css": css } });
    await shows("coloured");
    const look = await view.$eval(">>> .v-page-actions a.v-button-primary", (link) => {
      const { backgroundColor, direction } = getComputedStyle(link);
      return [backgroundColor, direction];
    });
    assert.deepEqual(look, ["rgb(200, 0, 100)", "rtl"]);
  });

  test("it is laid out by its own width, not the window's", async () => {
    await make({ name: "narrow-place" });
    await open(`<div id="slot">${attributes()}</div>`, { files: { "/portal.css": "#slot { width: 380px; }" } });
    await shows("narrow-place");
    const { inner, outer } = await view.evaluate(() => {
      const root = document.querySelector("vitrine-console").shadowRoot.querySelector(".v-root");
      return { inner: root.scrollWidth, outer: root.clientWidth };
    });
    assert.ok(inner <= outer + 1, `${inner} of ${outer}`);
    assert.equal(await view.$eval(">>> .v-brand-name", (name) => getComputedStyle(name).display), "none");
  });

  test("its columns have room for the portal's letters", async () => {
    await make({ name: "in-large-letters" });
    const width = async (px) => {
      await open(attributes(), { files: { "/portal.css": `body { font-size: ${px}px; }` } });
      await shows("in-large-letters");
      const status = await view.$eval(">>> thead th:nth-child(3)", (th) => th.getBoundingClientRect().width);
      await view.close();
      await portal.close();
      return status;
    };
    const usual = await width(14);
    assert.ok(Math.abs((await width(16)) - (usual * 16) / 14) < 1, `${usual} px`);
  });

  test("without a token of the portal's, people sign in", async () => {
    await make({ name: "by-password" });
    await open(`<vitrine-console auth-url="${settings.keystone}" project="demo"></vitrine-console>`);
    await shows("Sign in");
    await view.locator('>>> input[autocomplete="username"]').fill("demo");
    await view.locator('>>> input[type="password"]').fill(settings.demoPassword);
    await view.locator('>>> button[type="submit"]').click();
    await shows("by-password");
  });

  test("in Firefox, too", async () => {
    await make({ name: "in-firefox" });
    const firefox = await launch("firefox");
    closers.push(firefox.close);
    const script = SCRIPT().replace("window.giveToken()", "fetch('/token.json').then((it) => it.json())");
    portal = await servePortal({
      files: {
        "/": page(attributes()),
        "/portal.js": script,
        "/portal.css": CSS,
        "/token.json": JSON.stringify(await tokenFor("demo")),
      },
    });
    view = await firefox.browser.newPage();
    view.setDefaultTimeout(30_000);
    view.faults = [];
    view.on("pageerror", (error) => view.faults.push(String(error)));
    await view.goto(portal.origin);
    await shows("in-firefox");
    await view.evaluate(() => document.querySelector("vitrine-console").navigate("/upload"));
    await shows("Drop disk images here");
    await view.evaluate(() => document.querySelector("vitrine-console").remove());
    assert.equal(await view.title(), "The portal");
  });

  test("in a frame of another origin, by messages alone", async () => {
    await make({ name: "framed" });
    // The frame's origin is the one that the cloud knows; the portal's is another.
    const files = { "/vitrine/frame.json": "{}" };
    const frames = await servePortal({ files, csp: "" });
    closers.push(frames.close);
    const html = `<!doctype html><title>Portal</title>
      <iframe width="1200" height="800" src="${frames.origin}/vitrine/frame.html"></iframe>
      <script type="module" src="/portal.js"></script>`;
    const script = `
      import { connectFrame } from "/vitrine/frame-host.js";
      window.told = [];
      window.frameConsole = connectFrame(document.querySelector("iframe"), {
        imageEndpoint: "${settings.glance}",
        tokenProvider: () => window.giveToken(),
        actions: [{ id: "launch", label: "Launch instance", run: (image) => { window.launched = image.name; } }],
      });
      frameConsole.on("navigate", (detail) => told.push(detail.path));
      window.isSet = true;`;
    const inside = () => view.frames().find((frame) => frame.url().endsWith("frame.html"));
    const isThere = (text) => inside().waitForFunction(
      (wanted) => document.body.firstElementChild?.shadowRoot?.querySelector(".v-root")?.innerText.includes(wanted),
      { polling: 100, timeout: 20_000 }, text);
    await open("", { port: 0, csp: "", files: { "/": html, "/portal.js": script } });
    // Nobody has named the portal's origin yet.
    await new Promise((resolve) => setTimeout(resolve, 1000));
    assert.equal(await inside().evaluate(() => document.body.children.length), 0);
    files["/vitrine/frame.json"] = JSON.stringify({ origins: [portal.origin] });
    await view.reload();
    await view.waitForFunction(() => window.isSet);
    await isThere("framed");
    await view.evaluate(() => frameConsole.ready);
    await inside().locator('>>> [aria-label="Launch instance: framed"]').click();
    await view.waitForFunction(() => window.launched === "framed");
    await inside().locator(">>> a.v-row-link::-p-text(framed)").click();
    await isThere("Integrity");
    await view.waitForFunction((id) => told.includes(`/images/${id}`), {}, made[0]);
    await view.evaluate(() => frameConsole.navigate("/images"));
    await isThere("Upload image");
    assert.ok(!(await view.evaluate(() => document.querySelector("iframe").src)).includes("token"));
    await view.evaluate(() => frameConsole.unmount());
    await inside().waitForFunction(() => document.body.children.length === 0);
  });
});
