// The console as a person uses it: by what it shows and says.
import path from "node:path";

import { settings } from "./settings.mjs";

/**
 * Opens a page that fails the test on errors nobody expected. Its clock is ahead by
 * `laterMs`, and by what the page's `laterStill` says.
 */
export async function open(browser, url, { width = 1440, height = 900, laterMs = 0 } = {}) {
  const page = await browser.newPage();
  if (laterMs) {
    await page.evaluateOnNewDocument((ms) => {
      const now = Date.now.bind(Date);
      Date.now = () => now() + ms + (globalThis.laterStill ?? 0);
    }, laterMs);
  }
  await page.setViewport({ width, height });
  page.setDefaultTimeout(30_000);
  const faults = [];
  page.on("pageerror", (error) => {
    // Firefox says by it what came of the page's requests.
    if (!/^Error: Cross-Origin Request Blocked/.test(String(error))) faults.push(String(error));
  });
  page.on("console", (message) => {
    const text = message.text();
    // What the network answered shows in the log too; that is no fault of the page.
    if (/panicked|Content.Security.Policy|valid digest in the 'integrity'/i.test(text)) faults.push(text);
  });
  page.faults = faults;
  await page.goto(url);
  return page;
}

/** What the page looked like when a test failed, and what it said, where pictures get lost. */
export async function keepPicture(page) {
  const file = path.join(settings.artifacts, `failed-${Date.now()}.png`);
  await page.screenshot({ path: file }).catch(() => {});
  const words = await page.evaluate(() => document.body.innerText).catch(String);
  console.error(`the page as it was: ${file}\n${words.replaceAll(/^/gm, "  | ")}`);
}

/** Waits until the newest transfer in the drawer has come to a stage; its words. */
export async function newestTransfer(page, stage) {
  const card = `.v-drawer-list > .v-transfer:first-child[data-stage="${stage}"]`;
  await page.waitForSelector(card, { timeout: 60_000 });
  return textOf(page, card);
}

/** The field with this label. */
export const field = (page, label) => page.locator(`::-p-aria([name="${label}"])`);

export const button = (page, name) => page.locator(`::-p-aria([name="${name}"][role="button"])`);

export const link = (page, name) => page.locator(`::-p-aria([name="${name}"][role="link"])`);

/** Tab until what is meant has the focus, by what it says of itself. */
export async function reach(page, wanted, { back = false } = {}) {
  const label = () => page.evaluate(() => {
    const active = document.activeElement;
    const words = active.getAttribute("aria-label") ?? active.labels?.[0]?.innerText ?? active.innerText;
    return words.trim().replaceAll(/\s+/g, " ");
  });
  for (let n = 0; n < 60; n += 1) {
    if ((await label()) === wanted) return;
    if (back) await page.keyboard.down("Shift");
    await page.keyboard.press("Tab");
    if (back) await page.keyboard.up("Shift");
  }
  throw new Error(`Tab never comes to ${wanted}; last to ${await label()}`);
}

/** Waits until the page shows a text. */
export const shows = (page, text) =>
  page.waitForFunction(
    (wanted) => document.body.innerText.includes(wanted),
    { polling: 100 },
    text,
  );

/** Opens a part of an image's page. */
export async function part(page, name) {
  await page.locator(`.v-tabs a::-p-text(${name})`).click();
  await page.waitForFunction(
    (wanted) => document.querySelector(".v-tabs [aria-current]")?.innerText.startsWith(wanted),
    { polling: 100 },
    name,
  );
}

export const textOf = (page, selector) =>
  page.$eval(selector, (element) => element.innerText);

export async function signIn(page, user, { project = user, password, keystone } = {}) {
  const secret = password ?? (user === "admin" ? settings.adminPassword : settings.demoPassword);
  await field(page, "Keystone address").fill(keystone ?? settings.keystone);
  await field(page, "User name").fill(user);
  await page.locator('input[type="password"]').fill(secret);
  await field(page, "Project").fill(project);
  await page.locator('button[type="submit"]').click();
}

export async function signInWithToken(page, token, endpoint) {
  await button(page, "Token").click();
  await field(page, "Image endpoint").fill(endpoint);
  await page.locator('input[type="password"]').fill(token);
  await page.locator('button[type="submit"]').click();
}
