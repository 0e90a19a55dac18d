import assert from "node:assert/strict";
import { after, afterEach, before, describe, test } from "node:test";

import { launch } from "./support/browser.mjs";
import { applicationCredential, tokenFor } from "./support/cloud.mjs";
import * as ui from "./support/console.mjs";
import { startProxy } from "./support/proxy.mjs";
import { settings } from "./support/settings.mjs";
import { serveSite } from "./support/site.mjs";

const adminCall = async (method, path, body) => {
  const response = await fetch(settings.keystone + path, {
    method,
    headers: { "X-Auth-Token": await tokenFor("admin"), "Content-Type": "application/json" },
    body: body && JSON.stringify(body),
  });
  assert.ok(response.ok, `${method} ${path}: ${response.status}`);
  return response.status === 204 ? null : response.json();
};

describe("signing in", () => {
  let chromium, site, page;

  before(async () => {
    chromium = await launch("chromium");
    site = await serveSite(settings.siteDir, settings.sitePort);
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

  test("a password opens the list, and nothing secret is kept", async () => {
    page = await ui.open(chromium.browser, site.origin);
    const requested = [];
    page.on("request", (request) => requested.push(request.url()));
    await ui.signIn(page, "demo");
    await ui.shows(page, "Upload image");
    const kept = await page.evaluate(() =>
      JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, location.href]));
    assert.ok(!kept.includes("gAAAA") && !kept.includes(settings.demoPassword), kept);
    assert.ok(requested.length > 0 && requested.every((url) => !url.includes("gAAAA")));
    // A reload asks again.
    await page.reload();
    await ui.shows(page, "Keystone address");
  });

  test("a wrong password is told as one", async () => {
    page = await ui.open(chromium.browser, site.origin);
    await ui.signIn(page, "demo", { password: "not-it" });
    await ui.shows(page, "User name, password, domain or project is wrong");
    await ui.shows(page, "The request you have made requires authentication");
  });

  test("an unreachable Keystone is told as one", async () => {
    page = await ui.open(chromium.browser, site.origin);
    // Nobody listens there now.
    const nowhere = `http://127.0.0.1:${settings.deniedPort}`;
    await ui.signIn(page, "demo", { keystone: `${nowhere}/v3` });
    await ui.shows(page, "Keystone can't be reached");
    await ui.shows(page, `Nothing answers at ${nowhere}.`);
  });

  test("another service at the address is told as such", async () => {
    page = await ui.open(chromium.browser, site.origin);
    await ui.signIn(page, "demo", { keystone: settings.glance });
    await ui.shows(page, "Something answers there, but it isn't Keystone");
  });

  test("refused CORS gives the lines that would allow this page", async () => {
    const denied = await serveSite(settings.siteDir, settings.deniedPort);
    try {
      page = await ui.open(chromium.browser, denied.origin);
      await ui.signIn(page, "demo");
      await ui.shows(page, "Keystone answers, but not to this page");
      await ui.shows(page, `allowed_origin = ${denied.origin}`);
      await ui.shows(page, "# keystone.conf");
    } finally {
      await denied.close();
    }
  });

  test("a catalogue without an image service is told as such", async () => {
    const { services } = await adminCall("GET", "/services?type=image");
    const service = `/services/${services[0].id}`;
    await adminCall("PATCH", service, { service: { enabled: false } });
    try {
      page = await ui.open(chromium.browser, site.origin);
      await ui.signIn(page, "demo");
      await ui.shows(page, "This cloud's catalogue lists no image service");
    } finally {
      await adminCall("PATCH", service, { service: { enabled: true } });
    }
  });

  test("a region that doesn't exist is answered with those that do", async () => {
    page = await ui.open(chromium.browser, site.origin);
    await page.locator(".v-more summary").click();
    await ui.field(page, "Region").fill("Atlantis");
    await ui.signIn(page, "demo");
    await ui.shows(page, "There is no region “Atlantis”");
    await ui.shows(page, "RegionOne");
  });

  test("an account without a project is told so", async () => {
    page = await ui.open(chromium.browser, site.origin);
    await ui.signIn(page, "noproject", { project: "" });
    await ui.shows(page, "This account has no project");
  });

  test("an account with several projects chooses one", async () => {
    page = await ui.open(chromium.browser, site.origin);
    await ui.signIn(page, "demo", { project: "" });
    await ui.shows(page, "Choose a project");
    await page.locator(".v-choice-name::-p-text(demo2)").click();
    await ui.shows(page, "Upload image");
    await ui.shows(page, "demo · demo2");
  });

  test("signing out gives the token back and shows the door", async () => {
    page = await ui.open(chromium.browser, site.origin);
    const token = new Promise((resolve) => {
      page.on("request", (request) => {
        const sent = request.headers()["x-auth-token"];
        if (request.method() === "GET" && sent) resolve(sent);
      });
    });
    await ui.signIn(page, "demo");
    await ui.shows(page, "Upload image");
    await page.locator(".v-header-end .v-menu summary").click();
    await ui.button(page, "Sign out").click();
    await ui.shows(page, "Keystone address");
    await ui.shows(page, "You have signed out.");
    const check = async () => {
      const response = await fetch(`${settings.keystone}/auth/tokens`, {
        headers: { "X-Auth-Token": await tokenFor("admin"), "X-Subject-Token": await token },
      });
      return response.status;
    };
    // It is revoked while nobody waits for it.
    for (let n = 0; n < 50 && (await check()) !== 404; n += 1) {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    assert.equal(await check(), 404);
  });

  test("empty fields are named before anything is sent", async () => {
    page = await ui.open(chromium.browser, site.origin);
    await ui.shows(page, "Keystone address");
    const requested = [];
    page.on("request", (request) => requested.push(request.url()));
    await page.locator('button[type="submit"]').click();
    await ui.shows(page, "Please fill this in.");
    const invalid = await page.$$eval('[aria-invalid="true"]', (fields) => fields.length);
    assert.equal(invalid, 3);
    assert.deepEqual(requested, []);
  });

  test("an application credential opens the list of its project", async () => {
    const { id, secret } = await applicationCredential("demo", "console");
    page = await ui.open(chromium.browser, site.origin);
    await ui.button(page, "Credential").click();
    await ui.field(page, "Keystone address").fill(settings.keystone);
    await ui.field(page, "Application credential ID").fill(id);
    await ui.field(page, "Secret").fill("not-it");
    await page.locator('button[type="submit"]').click();
    await ui.shows(page, "application credential) hasn't expired");
    await ui.field(page, "Secret").fill(secret);
    await page.locator('button[type="submit"]').click();
    await ui.shows(page, "Upload image");
    await ui.shows(page, "demo · demo");
  });

  test("a token goes with an endpoint written in any way", async () => {
    const token = await tokenFor("demo");
    const proxy = await startProxy(settings.glance, { prefix: "/glance" });
    try {
      for (const endpoint of [
        settings.glance,
        `${settings.glance}/v2`,
        `${settings.glance}/v2.9/`,
        proxy.url,
        `${proxy.url}/v2`,
      ]) {
        page = await ui.open(chromium.browser, site.origin);
        await ui.signInWithToken(page, token, endpoint);
        await ui.shows(page, "Upload image");
        assert.deepEqual(page.faults, []);
        await page.close();
      }
      page = await ui.open(chromium.browser, site.origin);
    } finally {
      await proxy.close();
    }
  });

  test("a token that isn't one, and one that is refused", async () => {
    page = await ui.open(chromium.browser, site.origin);
    await ui.signInWithToken(page, "two words", settings.glance);
    await ui.shows(page, "This is not a token");
    await page.locator('input[type="password"]').fill("gAAAAAnope");
    await page.locator('button[type="submit"]').click();
    await ui.shows(page, "The image service refused the token");
    const text = await ui.textOf(page, "main");
    assert.ok(!text.includes("gAAAAAnope"), "an error shows the token");
  });
});

describe("config.json", () => {
  let chromium;
  before(async () => (chromium = await launch("chromium")));
  after(() => chromium.close());

  const openWith = async (config, then) => {
    const site = await serveSite(settings.siteDir, settings.sitePort, { config });
    try {
      const page = await ui.open(chromium.browser, site.origin);
      await then(page);
      assert.deepEqual(page.faults, []);
      await page.close();
    } finally {
      await site.close();
    }
  };

  test("fills the door in", () =>
    openWith({ auth_url: settings.keystone, domain: "Elsewhere" }, async (page) => {
      await ui.shows(page, "Keystone address");
      const filled = await page.$$eval("input", (inputs) => inputs.map((input) => input.value));
      assert.ok(filled.includes(settings.keystone), filled.join());
      assert.ok(filled.includes("Elsewhere"), filled.join());
    }));

  test("a mistake in it is told, not ignored", () =>
    openWith({ auth_uri: "https://k" }, (page) => ui.shows(page, "unknown field `auth_uri`")));

  test("hash routing leaves the path alone", () =>
    openWith({ auth_url: settings.keystone, routing: "hash" }, async (page) => {
      await ui.signIn(page, "demo");
      await ui.link(page, "Upload image").click();
      await ui.shows(page, "Drop disk images here");
      const { pathname, hash } = new URL(page.url());
      assert.deepEqual([pathname, hash], ["/", "#/upload"]);
      await page.goBack();
      await ui.shows(page, "Upload image");
    }));
});
