// `cargo xtask bench download`: takes turns between curl and the console, from a
// store that serves parts and from one that doesn't, over three lines; then tells.
import { rm, writeFile } from "node:fs/promises";
import path from "node:path";

import { serveSite } from "../e2e/support/site.mjs";
import { lets } from "../e2e/support/picked.mjs";
import { isFirefox, launch } from "./browsers.mjs";
import * as ui from "./console.mjs";
import { report } from "./download-report.mjs";
import { empty, emptyStorage, saved } from "./folder.mjs";
import { watched } from "./memory.mjs";
import { curl, sha512sum } from "./native.mjs";
import { Figures, tell } from "./outcome.mjs";
import { bytes, files, largeRounds, rounds, turn } from "./plan.mjs";
import { LINES, address, passed, setLine } from "./service.mjs";
import { until } from "./wire.mjs";

const STORES = ["ranges", "stream"];

const site = await serveSite(process.env.VITRINE_SITE_DIR, 0, { config: { image_endpoint: address } });

/** An image of the service's, by the size of its file and what its store can. */
const image = (size, store) => ({ name: `${size}-${store}`, bytes: bytes[size], size });

/** A browser, and beside the console a page of the same origin that can clear up after it. */
async function withBrowser(work, preferences) {
  const browser = await launch(preferences);
  try {
    const bench = await browser.open(`${site.origin}/bench.html`);
    return await work(browser, bench);
  } finally {
    await browser.close();
  }
}

/** Seconds of the data's way, once the service has sent all of it. */
const sending = async ({ bytes: all }) =>
  (await until("the service to have sent everything", async () => {
    const now = await passed();
    return now.bytes >= all && now;
  })).seconds;

async function throughCurl({ name, bytes: all }, line) {
  const file = path.join(process.env.VITRINE_WORK, "curl.raw");
  await setLine(line);
  const took = await curl("--output", file, `${address}/v2/images/${name}/file`);
  await rm(file);
  return { seconds: took, sending: await sending({ bytes: all }) };
}

/** A page that has just signed in, a click, and everything cleared away afterwards. */
async function throughConsole([browser, bench], wanted, line, { looks = false, around = (work) => work() } = {}) {
  const page = await ui.readyToDownload(browser, site.origin, wanted.name);
  await setLine(line);
  const outcome = await around(async () => {
    const start = performance.now();
    const { ms, arrived, stages } = await ui.download(page, wanted.name);
    const file = await saved(browser.downloads, wanted.bytes);
    const inFolder = (performance.now() - start) / 1000;
    return { file, seconds: ms / 1000, arrived: arrived && arrived / 1000, saved: inFolder, stages };
  });
  if (looks) await mustBeSame(outcome.file, files[wanted.size].file);
  await page.close();
  await empty(browser.downloads);
  await emptyStorage(bench);
  return { ...outcome, sending: await sending(wanted) };
}

async function mustBeSame(file, original) {
  const [ours, theirs] = await Promise.all([sha512sum(file), sha512sum(original)]);
  if (ours.digest !== theirs.digest) throw new Error(`${file} differs from ${original}`);
}

/** What memory downloads take in a browser that has just started: a small one, and a large one after it. */
async function memory() {
  const taken = {};
  for (const store of STORES) {
    await withBrowser(async (...windows) => {
      for (const size of ["small", "large"]) {
        let held;
        const around = async (work) => {
          const { result, memory: seen } = await watched(windows[0].pid, work);
          held = seen;
          return result;
        };
        await throughConsole(windows, image(size, store), LINES.loopback, { around });
        taken[`${size} ${store}`] = held;
      }
    });
    console.log(`memory, ${store}`);
  }
  if (!isFirefox) {
    taken["large chosen"] = await memoryOfChosen();
    console.log("memory, a chosen file");
  }
  return taken;
}

/** The same of a large file that goes where the person chooses: Firefox has no such place. */
function memoryOfChosen() {
  const file = path.join(process.env.VITRINE_WORK, "chosen.raw");
  const wanted = image("large", "ranges");
  return withBrowser(async (browser) => {
    await writeFile(file, "");
    const page = await ui.readyToDownload(browser, site.origin, wanted.name);
    const goOn = await ui.downloadWithoutRoom(page, site.origin, wanted.name);
    await setLine(LINES.loopback);
    const { memory: held } = await watched(browser.pid, () => goOn(file));
    await mustBeSame(file, files.large.file);
    await rm(file);
    return held;
  }, lets(site.origin, file));
}

const speed = () => withBrowser(async (...windows) => {
  const figures = new Figures();
  const stages = {};
  const keep = (group, name, { seconds, arrived, sending: sent, saved: inFolder, stages: seen }) => {
    figures.keep(group, name, seconds);
    figures.keep(group, `${name} arrived`, arrived);
    figures.keep(group, `${name} sending`, sent);
    figures.keep(group, `${name} saved`, inFolder);
    if (seen) (stages[group] ??= []).push(seen);
  };
  for (let round = 0; round < rounds; round += 1) {
    for (const store of STORES) {
      for (const [name, line] of Object.entries(LINES)) {
        const wanted = image("small", store);
        const ways = {
          curl: () => throughCurl(wanted, line),
          console: () => throughConsole(windows, wanted, line, { looks: round === 0 }),
        };
        for (const [way, take] of turn(ways, round)) {
          const took = await take();
          if (round > 0) keep(`${name} ${store}`, way, took);
        }
      }
    }
    console.log(`round ${round + 1} of ${rounds}${round === 0 ? " (not counted)" : ""}`);
  }
  for (let round = 0; round < largeRounds; round += 1) {
    for (const store of STORES) {
      const wanted = image("large", store);
      const ways = {
        curl: () => throughCurl(wanted, LINES.gigabit),
        console: () => throughConsole(windows, wanted, LINES.gigabit),
      };
      for (const [way, take] of turn(ways, round)) keep(`large ${store}`, way, await take());
    }
    console.log(`large file, round ${round + 1} of ${largeRounds}`);
  }
  return { version: windows[0].version, figures: figures.groups, stages };
});

try {
  const taken = await memory();
  await tell("download", report({ ...(await speed()), bytes, rounds: rounds - 1, memory: taken }));
} finally {
  await site.close();
}
