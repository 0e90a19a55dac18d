// Uploads as a person sees them: on their page.
import assert from "node:assert/strict";

import * as ui from "./console.mjs";
import { sha512 } from "./files.mjs";
import { chromium } from "./hands.mjs";

export const { signIn } = chromium;

/** The page where files are chosen. `hands`: those of the browser. */
export const toUploads = async (page, hands = chromium) => {
  await hands.follow(page, "Upload image");
  await ui.shows(page, "Drop disk images here");
};

/** Until so many files are in the form, and each is known. */
export const inForm = (page, count) =>
  page.waitForFunction(
    (count) => document.querySelectorAll(".v-upload-item").length === count
      && !document.body.innerText.includes("Reading the first bytes"),
    { timeout: 60_000 },
    count,
  );

/** Files into the form, which is there. */
export const putIn = async (page, ...chosen) => {
  await (await page.$('.v-drop input[type="file"]')).uploadFile(...chosen);
  await inForm(page, chosen.length);
};

export const choose = async (page, ...chosen) => {
  await toUploads(page);
  await putIn(page, ...chosen);
};

/** Types into a field, or chooses in a list, whose label is on the page. */
export const fill = async (page, label, text) => {
  const field = await page.waitForFunction(
    (label) => [...document.querySelectorAll("input, select, textarea")].find((one) =>
      one.ariaLabel === label || one.labels?.[0]?.innerText.trim() === label),
    { polling: 100 },
    label,
  );
  if (await field.evaluate((one) => one.tagName === "SELECT")) return field.select(text);
  await field.evaluate((one) => one.select());
  if (text.length < 100 && !/[^ -~]/.test(text)) return field.type(text);
  // A person pastes what is that long, or has letters that no keyboard has.
  return field.evaluate((one, text) => {
    one.value = text;
    one.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }, text);
};

export const send = (page) => page.locator('form button[type="submit"]').click();

export const stage = (page, name, timeout = 60_000) =>
  page.waitForSelector(`.v-upload [data-stage="${name}"]`, { timeout });

export const press = (page, name) =>
  page.locator(`.v-upload ::-p-aria([name="${name}"][role="button"])`).click();

/** The one image of that name. */
export const only = async (glance, name) => {
  const found = await glance.named(name);
  assert.equal(found.length, 1, `images named ${name}`);
  return found[0];
};

/** Of one name, one record, which is active and has the file's bytes. */
export const isThere = async (glance, name, file) => {
  const image = await only(glance, name);
  assert.equal(image.status, "active");
  assert.equal(image.os_hash_value, await sha512(file));
  return image;
};

/** Until that is so; gives it. */
export const until = async (is, what) => {
  for (let n = 0; n < 150; n += 1) {
    const it = await is();
    if (it) return it;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`still not so: ${what}`);
};

/** Until the one record of that name has this status. */
const becomes = async (glance, name, status) => {
  let last;
  await until(async () => (last = (await only(glance, name)).status) === status, status).catch((error) => {
    throw new Error(`${error.message}, but ${last}`);
  });
};

/**
 * Sends until the service takes it, and leaves the page then: its record waits. `hands`:
 * those of the browser.
 */
export const leaveBehind = async (page, glance, name, { origin, proxy, file, hands = chromium }) => {
  const toForm = async () => {
    await hands.signIn(page, proxy.url);
    await toUploads(page, hands);
  };
  // A browser whose uploads end with their page.
  await page.evaluateOnNewDocument(() => delete globalThis.SharedWorker);
  await page.reload();
  proxy.faults.uploadPace = 4 << 20;
  await toForm();
  await putIn(page, file);
  await send(page);
  await stage(page, "moving");
  await becomes(glance, name, "saving");
  page.once("dialog", (dialog) => dialog.accept());
  await page.reload();
  proxy.faults.uploadPace = null;
  await becomes(glance, name, "queued");
  await page.goto(origin);
  await toForm();
  await ui.shows(page, `The upload of “${name}” was not finished`);
  return only(glance, name);
};
