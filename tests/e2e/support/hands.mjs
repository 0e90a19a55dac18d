// How a person's hands are moved in each browser: in Firefox the driver finds nothing by
// its role, so buttons are pressed by their names.
import { tokenFor } from "./cloud.mjs";
import * as ui from "./console.mjs";

/** Presses a button, once it is there, by what it says of itself. */
const pressByName = (page, name, within) =>
  page.waitForFunction(
    (name, within) => {
      const isIt = (button) => (button.ariaLabel ?? button.innerText) === name && !button.disabled;
      const button = [...document.querySelectorAll(`${within} button`)].find(isIt);
      button?.click();
      return Boolean(button);
    },
    { polling: 100 },
    name,
    within,
  );

export const firefox = {
  press: (page, name) => pressByName(page, name, ""),
  pressInDrawer: (page, name) => pressByName(page, name, ".v-drawer"),
  async signIn(page, endpoint) {
    await page.waitForSelector('input[type="password"]');
    await firefox.press(page, "Token");
    await page.locator('input[type="url"], input[inputmode="url"]').fill(endpoint);
    await page.locator('input[type="password"]').fill(await tokenFor("demo"));
    await page.locator('button[type="submit"]').click();
    await ui.shows(page, "Upload image");
  },
};

export const chromium = {
  press: (page, name) => ui.button(page, name).click(),
  pressInDrawer: (page, name) =>
    page.locator(`.v-drawer ::-p-aria([name="${name}"][role="button"])`).click(),
  signIn: async (page, endpoint) => ui.signInWithToken(page, await tokenFor("demo"), endpoint),
};
