// The browser that was asked for, with an empty profile.
import { launch as launchFirefox } from "./bidi.mjs";
import { launch as launchChromium } from "./cdp.mjs";

const { env } = process;

export const isFirefox = env.VITRINE_BROWSER === "firefox";

/** `preferences`: Chromium's settings. */
export const launch = (preferences) =>
  isFirefox
    ? launchFirefox(env.VITRINE_FIREFOX, env.VITRINE_WORK)
    : launchChromium(env.VITRINE_CHROMIUM, env.VITRINE_WORK, preferences);
