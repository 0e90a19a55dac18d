// A sign-in that lasts: the token ends (here: is revoked) and nobody notices, or
// it can't be renewed and the console says so in time.
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";

import { launch } from "./support/browser.mjs";
import { Glance, applicationCredential, describeToken, refused, revoke, tokenFor } from "./support/cloud.mjs";
import * as ui from "./support/console.mjs";
import { MIB, folder, randomFile, sha512 } from "./support/files.mjs";
import { startProxy } from "./support/proxy.mjs";
import { settings } from "./support/settings.mjs";
import { serveSite } from "./support/site.mjs";

let chromium, site, page, files;

before(async () => {
  chromium = await launch("chromium");
  site = await serveSite(settings.siteDir, settings.sitePort, { config: { auth_url: settings.keystone } });
  files = await folder();
});
after(async () => {
  await chromium.close();
  await site.close();
  await files.remove();
});
beforeEach(async () => {
  page = await ui.open(chromium.browser, site.origin);
  watch();
});
afterEach(async (t) => {
  if (!t.passed) await ui.keepPicture(page);
  page.on("dialog", (dialog) => dialog.accept().catch(() => {}));
  await page.close();
  assert.deepEqual(page.faults, []);
});

/** Follows the page's tokens and requests. */
const watch = () => {
  page.tokens = [];
  page.asked = [];
  page.on("request", (request) => {
    if (request.method() === "OPTIONS") return;
    page.asked.push(`${request.method()} ${new URL(request.url()).pathname}`);
    const token = request.headers()["x-auth-token"];
    if (token && page.tokens.at(-1) !== token) page.tokens.push(token);
  });
};

const tokenStatus = async (token) => {
  const response = await fetch(`${settings.keystone}/auth/tokens`, {
    headers: { "X-Auth-Token": await tokenFor("admin"), "X-Subject-Token": token },
  });
  return response.status;
};

const until = async (is, what) => {
  for (let n = 0; n < 150; n += 1) {
    if (await is()) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`still not so: ${what}`);
};

const posts = () => page.asked.filter((asked) => asked.startsWith("POST") && asked.endsWith("/auth/tokens"));

const image = async () => {
  const glance = await Glance.as("demo");
  const made = await glance.create({ name: `lasting-${Date.now()}` });
  return { ...made, remove: () => glance.delete(made.id) };
};

const signInWith = async ({ id, secret }) => {
  await ui.button(page, "Credential").click();
  await ui.field(page, "Application credential ID").fill(id);
  await ui.field(page, "Secret").fill(secret);
  await page.locator('button[type="submit"]').click();
};

const chooseProject = async () => {
  await ui.signIn(page, "demo", { project: "" });
  await ui.shows(page, "Choose a project");
  await page.locator(".v-choice-name::-p-text(demo2)").click();
};

describe("a sign-in that renews itself", () => {
  for (const [how, signIn] of [
    ["a password", () => ui.signIn(page, "demo")],
    ["an application credential", async () => signInWith(await applicationCredential("demo", "lasting"))],
  ]) {
    test(`${how}: an ended token is replaced, and nothing on the page changes`, async () => {
      const made = await image();
      await signIn();
      await ui.shows(page, made.name);
      await page.locator('input[type="search"]').fill("lasting-");
      await ui.shows(page, made.name);
      const [old] = page.tokens.slice(-1);
      await revoke(old);
      page.asked.length = 0;
      await page.$eval(".v-page-head", (head) => (head.isStillTheSame = true));
      await ui.button(page, "Refresh").click();
      await until(() => page.tokens.at(-1) !== old, "another token is used");
      await ui.shows(page, made.name);
      assert.equal(posts().length, 1);
      // Neither the page nor its questions began anew.
      const kept = await page.evaluate(() => [
        document.querySelector(".v-page-head").isStillTheSame,
        document.querySelector('input[type="search"]').value,
      ]);
      assert.deepEqual(kept, [true, "lasting-"]);
      const capabilities = page.asked.filter((asked) => asked.includes("/info/"));
      assert.deepEqual(capabilities, []);
      await ui.link(page, made.name).click();
      await ui.shows(page, "Waiting for data");
      assert.equal(posts().length, 1);
      await page.locator(".v-header-end .v-menu summary").click();
      await ui.shows(page, "Renews itself");
      await made.remove();
    });
  }

  test("of a project that was chosen, too; signing out gives the new token back", async () => {
    await chooseProject();
    await ui.shows(page, "Upload image");
    await ui.shows(page, "demo · demo2");
    const [old] = page.tokens.slice(-1);
    await revoke(old);
    await ui.button(page, "Refresh").click();
    await until(() => page.tokens.at(-1) !== old, "another token is used");
    const renewed = page.tokens.at(-1);
    assert.equal(await tokenStatus(renewed), 200);
    await page.locator(".v-header-end .v-menu summary").click();
    await ui.shows(page, "demo2");
    await ui.button(page, "Sign out").click();
    await ui.shows(page, "You have signed out.");
    await until(async () => (await tokenStatus(renewed)) === 404, "the renewed token is revoked");
  });

  test("credentials that Keystone takes no more are tried once, and it is told", async () => {
    const credential = await applicationCredential("demo", "short-lived");
    await signInWith(credential);
    await ui.shows(page, "Upload image");
    const token = await tokenFor("demo");
    const user = (await describeToken(token)).user.id;
    // That ends its tokens, too.
    const address = `${settings.keystone}/users/${user}/application_credentials/${credential.id}`;
    await fetch(address, { method: "DELETE", headers: { "X-Auth-Token": token } });
    await refused(page.tokens.at(-1));
    page.asked.length = 0;
    await ui.button(page, "Refresh").click();
    await ui.shows(page, "Could not list the images");
    await ui.button(page, "Try again").click();
    await ui.shows(page, "Sign in again");
    assert.equal(posts().length, 1);
    await page.locator(".v-transfers-button").click();
    await until(async () => (await ui.textOf(page, ".v-drawer")).includes("no longer takes"), "the drawer says so");
  });
});

describe("a pasted token", () => {
  test("that has ended is told, and nothing is asked on and on", async () => {
    const token = await tokenFor("demo");
    await ui.signInWithToken(page, token, settings.glance);
    await ui.shows(page, "Upload image");
    await page.locator(".v-header-end .v-menu summary").click();
    await ui.shows(page, "Until ");
    await page.keyboard.press("Escape");
    await revoke(token);
    page.asked.length = 0;
    await ui.button(page, "Refresh").click();
    await ui.shows(page, "Could not list the images");
    await ui.shows(page, "Sign in again");
    // Longer than the console looks after the sign-in.
    await new Promise((resolve) => setTimeout(resolve, 17_000));
    const lists = page.asked.filter((asked) => asked === "GET /v2/images");
    assert.equal(lists.length, 1, page.asked.join("\n"));
    assert.deepEqual(posts(), []);
    await ui.button(page, "Sign in again").click();
    await ui.shows(page, "Keystone address");
  });

  test("that will end soon is told where transfers are, and above the upload", async () => {
    const token = await tokenFor("demo");
    const expiresAt = Date.parse((await describeToken(token)).expires_at);
    await page.close();
    const laterMs = expiresAt - Date.now() - 10.5 * 60_000;
    page = await ui.open(chromium.browser, site.origin, { laterMs });
    await ui.signInWithToken(page, token, settings.glance);
    await ui.shows(page, "Upload image");
    // Said once, wherever one is.
    await until(async () => (await ui.textOf(page, ".v-toasts")).includes("Your sign-in ends at"), "it is announced");
    await page.locator(".v-transfers-button").click();
    await until(async () => (await ui.textOf(page, ".v-drawer")).includes("in 10 minutes"), "the drawer says so");
    await page.locator(".v-drawer ::-p-aria([name=\"Close\"][role=\"button\"])").click();
    await ui.link(page, "Upload image").click();
    await ui.shows(page, "Drop disk images here");
    const file = await randomFile(files.dir, "forecast.raw", MIB);
    await (await page.$('.v-drop input[type="file"]')).uploadFile(file);
    const form = () => ui.textOf(page, ".v-upload-form");
    await until(async () => (await form()).includes("What is being sent then is still accepted"), "the form says so");
    // The laptop's lid was closed meanwhile.
    await page.evaluate(() => {
      globalThis.laterStill = 11 * 60_000;
      document.dispatchEvent(new Event("visibilitychange"));
    });
    await until(async () => (await form()).includes("Your sign-in has ended"), "its end is told");
    await page.locator(".v-transfers-button").click();
    await page.locator('.v-drawer ::-p-aria([name="Sign in again"][role="button"])').click();
    await ui.shows(page, "Keystone address");
    assert.ok(!(await page.$(".v-drawer .v-notice")), "told to nobody's sign-in");
  });

  test("that ends before an upload does is told as soon as that is known", async () => {
    const proxy = await startProxy(settings.glance);
    const glance = await Glance.as("demo");
    try {
      const token = await tokenFor("demo");
      await ui.signInWithToken(page, token, proxy.url);
      await ui.shows(page, "Upload image");
      await ui.link(page, "Upload image").click();
      await ui.shows(page, "Drop disk images here");
      const file = await randomFile(files.dir, "outlasting.raw", 64 * MIB);
      await (await page.$('.v-drop input[type="file"]')).uploadFile(file);
      await ui.shows(page, "Raw data");
      assert.ok(!(await ui.textOf(page, ".v-upload-form")).includes("sign-in will end"));
      // More than a day.
      proxy.faults.uploadPace = 512;
      await page.locator('form button[type="submit"]').click();
      await page.locator(".v-transfers-button").click();
      await until(async () => (await ui.textOf(page, ".v-drawer")).includes("Your sign-in will end"), "the drawer says so");
      await page.locator(".v-drawer ::-p-aria([name=\"Cancel\"][role=\"button\"])").click();
      await page.locator(".v-drawer ::-p-aria([name=\"Delete the record\"][role=\"button\"])").click();
      await until(async () => (await glance.named("outlasting")).length === 0, "the record is deleted");
      await until(async () => !(await page.$(".v-drawer .v-notice")), "nothing is said any more");
    } finally {
      await proxy.close();
    }
  });
});

describe("uploads whose token ends", () => {
  let keystone, glance, cloud;
  before(async () => {
    cloud = await Glance.as("demo");
    glance = await startProxy(settings.glance);
    keystone = await startProxy(new URL(settings.keystone).origin, {
      rewrite: (text) => text.replaceAll(settings.glance, glance.url),
    });
  });
  after(async () => {
    await glance.close();
    await keystone.close();
  });
  const upload = async (name) => {
    const file = await randomFile(files.dir, `${name}.raw`, 12 * MIB);
    await ui.signIn(page, "demo", { keystone: `${keystone.origin}/v3` });
    await ui.link(page, "Upload image").click();
    await ui.shows(page, "Drop disk images here");
    await (await page.$('.v-drop input[type="file"]')).uploadFile(file);
    await ui.shows(page, "Recognised as");
    return file;
  };
  const send = () => page.locator('form button[type="submit"]').click();
  const proven = async (name, file) => {
    await page.waitForSelector('.v-upload [data-stage="done"]', { timeout: 60_000 });
    const [image, second] = await cloud.named(name);
    assert.equal(second, undefined, "two records");
    assert.equal(image.os_hash_value, await sha512(file));
    await cloud.delete(image.id);
  };

  test("before the first byte: renewed, and nobody notices", async () => {
    const file = await upload("ended-before");
    await revoke(page.tokens.at(-1));
    await send();
    await proven("ended-before", file);
  });

  test("when the body comes: renewed, and sent again to the same record", async () => {
    const file = await upload("ended-at-body");
    glance.faults.answerUpload = { status: 401, cors: site.origin };
    await send();
    await page.waitForSelector('.v-upload [data-stage="waiting"]');
    await proven("ended-at-body", file);
    assert.equal(posts().length, 2);
  });

  test("while the body is sent: what comes after it is asked with a fresh token", async () => {
    const file = await upload("ended-during");
    glance.faults.uploadPace = 4 * MIB;
    await send();
    await page.waitForSelector('.v-upload [data-stage="moving"]');
    await revoke(page.tokens.at(-1));
    await proven("ended-during", file);
  });
});
