// How a person's hands are moved in each browser: in Firefox the driver finds nothing by
// its role, so buttons and links are found by their names.
import { tokenFor } from "./cloud.mjs";
import * as ui from "./console.mjs";

/** Presses what is marked up so, once it is there, by what it says of itself. */
const pressByName = (page, selector, name) =>
  page.waitForFunction(
    (selector, name) => {
      const isIt = (one) => (one.ariaLabel ?? one.innerText).trim() === name && !one.disabled;
      const found = [...document.querySelectorAll(selector)].find(isIt);
      found?.click();
      return Boolean(found);
    },
    { polling: 100 },
    selector,
    name,
  );

/**
 * `within`: the part of the page where the button is. `noticesChanges`: the browser reads no
 * file that was written to since it was chosen; the other reads on, as far as it went then.
 * `readsEarlyAnswers`: it has what a service says before it has taken in the whole request;
 * to the other that is a cut.
 */
export const firefox = {
  noticesChanges: false,
  readsEarlyAnswers: false,
  press: (page, name, within = "") => pressByName(page, `${within} button`, name),
  follow: (page, name) => pressByName(page, "a", name),
  async signInWithToken(page, token, endpoint) {
    await page.waitForSelector('input[type="password"]');
    await firefox.press(page, "Token");
    await page.locator('input[type="url"], input[inputmode="url"]').fill(endpoint);
    await page.locator('input[type="password"]').fill(token);
    await page.locator('button[type="submit"]').click();
    await ui.shows(page, "Upload image");
  },
  signIn: async (page, endpoint, user = "demo") =>
    firefox.signInWithToken(page, await tokenFor(user), endpoint),
};

export const chromium = {
  noticesChanges: true,
  readsEarlyAnswers: true,
  press: (page, name, within = "") =>
    page.locator(`${within} ::-p-aria([name="${name}"][role="button"])`).click(),
  follow: (page, name) => ui.link(page, name).click(),
  async signInWithToken(page, token, endpoint) {
    await ui.signInWithToken(page, token, endpoint);
    await ui.shows(page, "Upload image");
  },
  signIn: async (page, endpoint, user = "demo") =>
    chromium.signInWithToken(page, await tokenFor(user), endpoint),
};
