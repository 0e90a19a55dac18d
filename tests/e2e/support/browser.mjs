// Real browsers, each with an empty profile (but for one that is given) and a
// downloads folder of its own.
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import puppeteer from "puppeteer-core";

import { disk } from "./disk.mjs";
import { settings } from "./settings.mjs";

const CHROMIUM_ARGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/**
 * @param {"chromium" | "firefox"} name
 * `profile`: a folder that keeps what the browser stores, also beyond its end.
 * `isPrivate`: Firefox in its private mode.
 * `preferences`: settings of Chromium, as it writes them into a profile.
 * `diskBytes`: what the browser stores is on a disk of its own, of this size, which `fill`
 * leaves no room on, until `free`.
 * `insecure`: a name of this computer, pages from which are no secure context.
 */
export async function launch(
  name,
  {
    acceptInsecureCerts = false, profile, isPrivate = false, preferences, diskBytes, insecure,
  } = {},
) {
  const own = preferences ? await profileWith(preferences) : null;
  const downloads = await mkdtemp(path.join(settings.artifacts, "vitrine-downloads-"));
  const small = diskBytes ? await disk(name === "firefox" ? settings.firefox : settings.chromium, diskBytes) : null;
  const browser = name === "firefox"
    ? await puppeteer.launch({
        browser: "firefox",
        executablePath: small?.program ?? settings.firefox,
        headless: true,
        acceptInsecureCerts,
        userDataDir: small?.dir ?? profile,
        extraPrefsFirefox: {
          ...(insecure ? { "network.dns.localDomains": insecure } : {}),
          "browser.privatebrowsing.autostart": isPrivate,
          "browser.download.folderList": 2,
          "browser.download.dir": downloads,
          "browser.download.useDownloadDir": true,
          "browser.download.always_ask_before_handling_new_types": false,
          "browser.download.manager.showWhenStarting": false,
        },
      })
    : await puppeteer.launch({
        executablePath: small?.program ?? settings.chromium,
        headless: true,
        acceptInsecureCerts,
        userDataDir: small?.dir ?? own ?? profile,
        args: [...CHROMIUM_ARGS, ...(insecure ? [`--host-resolver-rules=MAP ${insecure} 127.0.0.1`] : [])],
        downloadBehavior: { policy: "allow", downloadPath: downloads },
      });
  const removeDownloads = async () => {
    for (const dir of [downloads, own, small?.home].filter(Boolean)) await rm(dir, { recursive: true, force: true });
  };
  return {
    browser,
    downloads,
    fill: () => small.fill(browser.process().pid),
    free: () => small.free(browser.process().pid),
    /** The one finished file in the downloads folder, once it is there. */
    downloaded: (timeoutMs = 60_000) => finishedFile(downloads, timeoutMs),
    async close() {
      await browser.close();
      await removeDownloads();
    },
    /** Ends it as a crash would: it gets to save nothing more. */
    async kill() {
      const process = browser.process();
      const ended = new Promise((resolve) => process.once("exit", resolve));
      process.kill("SIGKILL");
      await ended;
      await removeDownloads();
    },
  };
}

const BLOCK = 2;
/** No site may keep anything; pages get errors from all that would. */
export const STORES_NOTHING = { profile: { default_content_setting_values: { cookies: BLOCK } } };

async function profileWith(preferences) {
  const profile = await mkdtemp(path.join(settings.artifacts, "vitrine-profile-"));
  await mkdir(path.join(profile, "Default"));
  await writeFile(path.join(profile, "Default/Preferences"), JSON.stringify(preferences));
  return profile;
}

/** The names that are in a downloads folder now. */
export const filesIn = (dir) => readdir(dir);

async function finishedFile(dir, timeoutMs) {
  const end = Date.now() + timeoutMs;
  while (Date.now() < end) {
    const names = await readdir(dir);
    const unfinished = names.some((name) => /\.(crdownload|part)$/.test(name));
    if (names.length > 0 && !unfinished) return path.join(dir, names[0]);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`no finished download in ${dir}: ${(await readdir(dir)).join(", ") || "empty"}`);
}
