// `cargo xtask bench upload`: takes turns between curl, a bare request and the
// console, and between sha512sum and the console's worker; then tells.
import { serveSite } from "../e2e/support/site.mjs";
import { launch } from "./browsers.mjs";
import * as ui from "./console.mjs";
import { watched } from "./memory.mjs";
import { curl, sha512sum } from "./native.mjs";
import { Figures, tell } from "./outcome.mjs";
import { bytes, files, largeRounds, rounds, turn } from "./plan.mjs";
import { LINES, address, passed, setLine } from "./service.mjs";
import { report } from "./upload-report.mjs";
import { until } from "./wire.mjs";

const site = await serveSite(process.env.VITRINE_SITE_DIR, 0, { config: { image_endpoint: address } });

const sendByCurl = ({ file }) =>
  curl(
    "--upload-file", file,
    // Its pause before a large body is not the line's.
    "--header", "Expect:",
    "--header", "Content-Type: application/octet-stream",
    `${address}/v2/images/curl/file`,
  );

/** What memory an upload takes in a browser that has just started: the first, and a large one after it. */
async function memory() {
  const browser = await launch();
  try {
    const page = await ui.readyToUpload(browser, site.origin);
    const one = async ({ file }) => (await watched(browser.pid, () => ui.upload(page, file))).memory;
    await setLine(LINES.loopback);
    return { small: await one(files.small), large: await one(files.large), again: await one(files.small) };
  } finally {
    await browser.close();
  }
}

async function speed() {
  const browser = await launch();
  try {
    const page = await ui.readyToUpload(browser, site.origin);
    const bench = await browser.open(`${site.origin}/bench.html`);
    await until("the page for parts", () => bench.evaluate("Boolean(globalThis.digest)"));
    await bench.choose(files.small.file);

    const stages = [];
    const throughConsole = async ({ file }) => {
      const took = await ui.upload(page, file);
      stages.push(took.stages);
      return took.ms / 1000;
    };
    const bare = (asSlice) => async () =>
      (await bench.evaluate(`bareUpload(${JSON.stringify(address)}, ${asSlice})`)) / 1000;
    const ways = {
      curl: () => sendByCurl(files.small),
      bare: bare(false),
      "bare slice": bare(true),
      console: () => throughConsole(files.small),
    };
    const hashes = {
      sha512sum: async () => (await sha512sum(files.small.file)).seconds,
      worker: async () => (await bench.evaluate("digest()")).ms / 1000,
      reading: async () => (await bench.evaluate("readAlone()")) / 1000,
    };
    const figures = new Figures();
    for (let round = 0; round < rounds; round += 1) {
      for (const line of ["loopback", "gigabit"]) {
        for (const [name, way] of turn(ways, round)) {
          await setLine(LINES[line]);
          const took = await way();
          if (round === 0) continue;
          figures.keep(line, name, took);
          figures.keep(line, `${name} sending`, (await passed()).seconds);
        }
      }
      for (const [name, way] of turn(hashes, round)) {
        const took = await way();
        if (round > 0) figures.keep("hash", name, took);
      }
      console.log(`round ${round + 1} of ${rounds}${round === 0 ? " (not counted)" : ""}`);
    }

    const wanted = (await sha512sum(files.small.file)).digest;
    const { digest } = await bench.evaluate("digest()");
    if (digest !== wanted) throw new Error(`the worker says ${digest}, sha512sum ${wanted}`);

    const largeWays = {
      curl: () => sendByCurl(files.large),
      console: () => throughConsole(files.large),
    };
    for (let round = 0; round < largeRounds; round += 1) {
      for (const [name, way] of turn(largeWays, round)) {
        await setLine(LINES.gigabit);
        figures.keep("large", name, await way());
      }
      console.log(`large file, round ${round + 1} of ${largeRounds}`);
    }
    return { version: browser.version, figures: figures.groups, stages };
  } finally {
    await browser.close();
  }
}

try {
  const taken = await memory();
  await tell("upload", report({ ...(await speed()), bytes, rounds: rounds - 1, memory: taken }));
} finally {
  await site.close();
}
