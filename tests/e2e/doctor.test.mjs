// Each thing that can keep a page from its cloud, caused for real, and what
// the console says of it.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, test } from "node:test";

import { launch } from "./support/browser.mjs";
import { cloudNamed, tokenFor } from "./support/cloud.mjs";
import * as ui from "./support/console.mjs";
import { folder, randomFile, MIB } from "./support/files.mjs";
import * as nginx from "./support/nginx.mjs";
import { startProxy } from "./support/proxy.mjs";
import { settings } from "./support/settings.mjs";
import { serveSite } from "./support/site.mjs";

/** Nobody listens there. */
const NOWHERE = `127.0.0.1:${settings.deniedPort}`;

describe("the connection doctor", () => {
  let chromium, site, page, token;

  before(async () => {
    chromium = await launch("chromium");
    site = await serveSite(settings.siteDir, settings.sitePort);
    token = await tokenFor("demo");
  });
  after(async () => {
    await chromium.close();
    await site.close();
  });
  afterEach(async (t) => {
    if (!t.passed) await ui.keepPicture(page);
    await page.close();
    assert.deepEqual(page.faults, []);
  });

  const openSite = async (origin = site.origin) => {
    page = await ui.open(chromium.browser, origin);
  };

  /** What is said about an endpoint that a token is tried at. */
  const says = async (endpoint, ...texts) => {
    await openSite();
    await ui.signInWithToken(page, token, endpoint);
    for (const text of texts) await ui.shows(page, text);
    const all = await ui.textOf(page, "main");
    assert.ok(!all.includes(token), "the token is on the page");
  };

  const withNginx = async (options, then) => {
    const server = await nginx.startNginx(options);
    try {
      await then(server);
    } finally {
      await server.close();
    }
  };

  test("nothing answers: without TLS", () =>
    says(`http://${NOWHERE}`, "The image service can't be reached", `Nothing answers at http://${NOWHERE}`));

  test("nothing answers: with TLS, where it may be the certificate", () =>
    says(`https://${NOWHERE}`, "The image service can't be reached", "or its certificate isn't trusted"));

  test("a certificate that this browser doesn't trust", () =>
    withNginx({ locations: nginx.imageUnder("/glance", settings.glance) }, async ({ origin }) => {
      await says(
        `${origin}/glance/v2`,
        "This browser doesn't trust the certificate of the image service",
      );
      const link = await page.$eval(".v-notice a[target=_blank]", (a) => [a.href, a.rel]);
      assert.deepEqual(link, [`${origin}/glance`, "noreferrer"]);
    }));

  test("an origin that CORS doesn't allow, with the lines that would", async () => {
    const denied = await serveSite(settings.siteDir, settings.deniedPort);
    try {
      await openSite(denied.origin);
      await ui.signInWithToken(page, token, settings.glance);
      await ui.shows(page, "The image service answers, but not to this page");
      await ui.shows(page, "# glance-api.conf");
      await ui.shows(page, `allowed_origin = ${denied.origin}`);
    } finally {
      await denied.close();
    }
  });

  test("one header that a preflight refuses, by name", () =>
    withNginx({
      tls: false,
      locations: nginx.preflightWithout("X-Auth-Token", {
        prefix: "/glance",
        target: settings.glance,
        headers: ["X-Auth-Token", "Content-Type"],
      }),
    }, ({ origin }) => says(
      `${origin}/glance`,
      "The image service doesn't let the header X-Auth-Token through",
      "allow_headers = X-Auth-Token",
    )));

  test("a page by https and a service by http", async () => {
    const secure = await launch("chromium", { acceptInsecureCerts: true });
    try {
      await withNginx({ locations: nginx.site(settings.siteDir) }, async ({ origin }) => {
        page = await ui.open(secure.browser, origin);
        await ui.signInWithToken(page, token, "http://glance.example.org:9292");
        await ui.shows(page, "This page may not call the image service without TLS");
        await page.close();
      });
    } finally {
      await openSite();
      await secure.close();
    }
  });

  test("a wrong path, and the right one", () =>
    says(
      `${settings.glance}/nowhere`,
      "Something answers there, but it isn't the image service",
      `the image service is at ${settings.glance}. Use that address.`,
      "300",
    ));

  test("a token that Keystone calls good, and the image service doesn't take", async () => {
    const proxy = await startProxy(new URL(settings.keystone).origin);
    const lost = cloudNamed("lost-keystone");
    await site.close();
    site = await serveSite(settings.siteDir, settings.sitePort, {
      config: { auth_url: proxy.url, image_endpoint: lost.glance },
    });
    try {
      await says(lost.glance, "The image service can't check the token", `Keystone at ${proxy.url} says that the token is good`);
      await proxy.close();
      await page.locator('button[type="submit"]').click();
      await ui.shows(page, "Keystone is down, so the image service can't check the token");
    } finally {
      await site.close();
      site = await serveSite(settings.siteDir, settings.sitePort);
    }
  });

  test("a token that nobody takes", async () => {
    await site.close();
    site = await serveSite(settings.siteDir, settings.sitePort, { config: { auth_url: settings.keystone } });
    await openSite();
    await ui.signInWithToken(page, `${token.slice(0, -3)}AAA`, settings.glance);
    await ui.shows(page, "The image service refused the token");
  });

  test("a service that was there, and now a proxy speaks in its place", async () => {
    const proxy = await startProxy(settings.glance);
    const port = Number(new URL(proxy.url).port);
    await openSite();
    await ui.signInWithToken(page, token, proxy.url);
    await ui.shows(page, "Upload image");
    await proxy.close();
    await withNginx({ port, tls: false, locations: nginx.deadUpstream("") }, async () => {
      await ui.button(page, "Refresh").click();
      await ui.shows(page, "Somebody else answers in the place of the image service");
    });
    await ui.button(page, "Refresh").click();
    await ui.shows(page, `Nothing answers at ${proxy.url}`);
    await ui.link(page, "Examine the connection").click();
    await ui.shows(page, "What was examined");
  });

  test("a proxy that gave up waiting (504), in words that can be read", async () => {
    const proxy = await startProxy(settings.glance);
    try {
      await openSite();
      await ui.signInWithToken(page, token, proxy.url);
      await ui.shows(page, "Upload image");
      proxy.faults.answerAll = { status: 504, cors: site.origin };
      await ui.button(page, "Refresh").click();
      await ui.shows(page, "A proxy before the service gave up waiting");
      await ui.shows(page, "504");
      proxy.faults.answerAll = null;
      await ui.button(page, "Try again").click();
      await page.waitForFunction(() => !document.body.innerText.includes("gave up waiting"));
    } finally {
      await proxy.close();
    }
  });

  test("no network at all", async () => {
    await openSite();
    await ui.signInWithToken(page, token, settings.glance);
    await ui.shows(page, "Upload image");
    await page.setOfflineMode(true);
    await ui.button(page, "Refresh").click();
    await ui.shows(page, "This computer is offline");
    await page.setOfflineMode(false);
    await ui.button(page, "Try again").click();
    await page.waitForFunction(() => !document.body.innerText.includes("This computer is offline"));
  });

  test("a proxy whose service is down (502), and one that limits bodies (413)", async () => {
    const files = await folder();
    try {
      // On the page's own origin, so that the proxy's answer can be read.
      const locations = nginx.site(settings.siteDir)
        + nginx.deadUpstream("/dead")
        + nginx.bodyLimit("/glance", settings.glance, "1m");
      await withNginx({ tls: false, locations }, async ({ origin }) => {
        await openSite(origin);
        await ui.signInWithToken(page, token, `${origin}/dead`);
        await ui.shows(page, "A proxy answers: the service behind it is down");
        await ui.shows(page, "502");
        await ui.field(page, "Image endpoint").fill(`${origin}/glance`);
        await page.locator('button[type="submit"]').click();
        await ui.shows(page, "Upload image");
        await ui.link(page, "Upload image").click();
        await ui.shows(page, "Drop disk images here");
        const input = await page.$('input[type="file"]');
        await input.uploadFile(await randomFile(files.dir, "too-large.raw", 2 * MIB));
        await ui.shows(page, "Recognised as");
        await page.locator('form button[type="submit"]').click();
        await ui.shows(page, "A proxy before the service refuses bodies of this size");
        await ui.button(page, "Delete the record").click();
        await ui.shows(page, "The empty record was deleted.");
      });
    } finally {
      await files.remove();
    }
  });
});

describe("the connection page", () => {
  let chromium, site, page;

  before(async () => {
    chromium = await launch("chromium");
    site = await serveSite(settings.siteDir, settings.sitePort, { config: { auth_url: settings.keystone } });
    const { origin } = site;
    const context = chromium.browser.defaultBrowserContext();
    await context.overridePermissions(origin, ["clipboard-read", "clipboard-write", "clipboard-sanitized-write"]);
  });
  after(async () => {
    await chromium.close();
    await site.close();
  });
  afterEach(async (t) => {
    if (!t.passed) await ui.keepPicture(page);
    await page.close();
    assert.deepEqual(page.faults, []);
  });

  const outcomes = async () => {
    await page.waitForFunction(
      () => document.querySelector(".v-checks")?.closest("section").ariaBusy === "false");
    return page.$$eval(".v-check", (rows) => Object.fromEntries(rows.map((row) =>
      [row.querySelector(".v-check-text span").innerText, row.querySelector(".v-badge").innerText])));
  };

  test("finds all well where it is, and tells what the cloud offers", async () => {
    page = await ui.open(chromium.browser, site.origin);
    await ui.signIn(page, "demo");
    await ui.shows(page, "Upload image");
    await page.locator(".v-header-end .v-menu summary").click();
    await ui.link(page, "Connection").click();
    const found = await outcomes();
    assert.equal(found["The image service answers this page"], "Good");
    assert.equal(found["Keystone takes the token"], "Good");
    assert.equal(found["The header X-Image-Meta-Store may be sent"], "Good");
    assert.equal(found["PATCH requests pass"], "Good");
    assert.ok(!Object.values(found).includes("Bad"), JSON.stringify(found));
    await ui.shows(page, "fast (default), slow, web (read-only)");
    await ui.shows(page, "image_count_total");
    // Tasks and cache are for others.
    await ui.shows(page, "Not for your role");
    await ui.button(page, "Copy the report").click();
    await ui.shows(page, "Copied");
    const report = await page.evaluate(() => navigator.clipboard.readText());
    assert.match(report, /^Vitrine: /);
    assert.match(report, /\[Good\] The image service answers this page: Image API 2\.\d+/);
    assert.ok(!report.includes("gAAAA"), "the report holds the token");
  });

  test("tells what a cloud with only allowed_origin keeps back", async () => {
    const minimal = cloudNamed("minimal-cors");
    page = await ui.open(chromium.browser, site.origin);
    await ui.signInWithToken(page, await tokenFor("demo"), minimal.glance);
    await ui.shows(page, "Upload image");
    await page.locator(".v-header-end .v-menu summary").click();
    await ui.link(page, "Connection").click();
    const found = await outcomes();
    assert.equal(found["The header X-Image-Meta-Store may be sent"], "Limited");
    assert.equal(found["The header x-image-cache-clear-target may be sent"], "Limited");
    assert.equal(found["The header Range may be sent"], "Good");
    assert.equal(found["DELETE requests pass"], "Good");
    await ui.shows(page, "An upload can't name its store");
  });

  test("is open to who can't get in", async () => {
    page = await ui.open(chromium.browser, site.origin);
    await ui.signIn(page, "demo", { keystone: `http://${NOWHERE}/v3` });
    await ui.shows(page, "Keystone can't be reached");
    await ui.link(page, "Examine the connection").click();
    const found = await outcomes();
    assert.equal(found["Keystone answers this page"], "Bad");
    await ui.field(page, "Keystone address").fill(settings.keystone);
    await ui.field(page, "Image endpoint").fill(settings.glance);
    await ui.button(page, "Examine again").click();
    await page.waitForFunction(() => document.querySelector(".v-check .v-badge")?.nextSibling
      && !document.body.innerText.includes("Bad"));
    const now = await outcomes();
    assert.equal(now["Keystone answers this page"], "Good");
    assert.equal(now["The image service takes the token"], "Not examined");
    await ui.link(page, "Sign in").click();
    await ui.shows(page, "User name");
  });
});
