// `cargo xtask bench upload`: takes turns between curl, a bare request and the
// console, and between sha512sum and the console's worker; then tells.
import { execFile } from "node:child_process";
import { stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";

import { serveSite } from "../e2e/support/site.mjs";
import { launch as launchFirefox } from "./bidi.mjs";
import { launch as launchChromium } from "./cdp.mjs";
import * as ui from "./console.mjs";
import { watched } from "./memory.mjs";
import { report } from "./report.mjs";
import { until } from "./wire.mjs";

const run = promisify(execFile);
const { env } = process;
const GIGABIT = 125_000_000;
const NO_LIMIT = 0;

const sink = env.VITRINE_SINK;
const rounds = Number(env.VITRINE_ROUNDS);
const largeRounds = Number(env.VITRINE_LARGE_ROUNDS);
const measured = async (file) => ({ file, bytes: (await stat(file)).size });
const small = await measured(env.VITRINE_SMALL);
const large = await measured(env.VITRINE_LARGE);

const setLimit = async (limit) => {
  const answer = await fetch(`${sink}/bench/limit`, { method: "PUT", body: String(limit) });
  if (!answer.ok) throw new Error(`the sink refused a limit of ${limit}`);
};

/** Seconds that the last body was on its way, as the sink saw it. */
const onTheWay = async () => (await (await fetch(`${sink}/bench/last`)).json()).seconds;

/** Seconds that curl takes, its own start left out. */
async function curl(file) {
  const { stdout } = await run(env.VITRINE_CURL, [
    "--silent", "--show-error", "--fail", "--upload-file", file,
    // Its pause before a large body is not the line's.
    "--header", "Expect:",
    "--header", "Content-Type: application/octet-stream",
    "--write-out", "%{time_total}",
    `${sink}/v2/images/curl/file`,
  ]);
  return Number(stdout);
}

async function sha512sum(file) {
  const start = performance.now();
  const { stdout } = await run("sha512sum", [file]);
  return { seconds: (performance.now() - start) / 1000, digest: stdout.split(" ")[0] };
}

const site = await serveSite(env.VITRINE_SITE_DIR, 0, { config: { image_endpoint: sink } });
const launch = () =>
  env.VITRINE_BROWSER === "firefox"
    ? launchFirefox(env.VITRINE_FIREFOX, env.VITRINE_ARTIFACTS)
    : launchChromium(env.VITRINE_CHROMIUM, env.VITRINE_ARTIFACTS);

/** What memory an upload takes in a browser that has just started: the first, and a large one after it. */
async function memory() {
  const browser = await launch();
  try {
    const page = await ui.signedIn(browser, site.origin);
    const one = async (file) => (await watched(browser.pid, () => ui.upload(page, file))).memory;
    await setLimit(NO_LIMIT);
    return { small: await one(small.file), large: await one(large.file), again: await one(small.file) };
  } finally {
    await browser.close();
  }
}

async function speed() {
  const browser = await launch();
  try {
    const page = await ui.signedIn(browser, site.origin);
    const bench = await browser.open(`${site.origin}/bench.html`);
    await until("the page for parts", () => bench.evaluate("Boolean(globalThis.digest)"));
    await bench.choose(small.file);

    const stages = [];
    const throughConsole = async (file) => {
      const took = await ui.upload(page, file);
      stages.push(took.stages);
      return took.ms / 1000;
    };
    const ways = {
      curl: () => curl(small.file),
      bare: async () => (await bench.evaluate(`bareUpload(${JSON.stringify(sink)})`)) / 1000,
      console: () => throughConsole(small.file),
    };
    const lines = { loopback: NO_LIMIT, gigabit: GIGABIT };
    const seconds = { loopback: {}, gigabit: {}, large: {}, hash: {} };
    const keep = (group, name, value) => (seconds[group][name] ??= []).push(value);

    const hashes = {
      sha512sum: async () => (await sha512sum(small.file)).seconds,
      worker: async () => (await bench.evaluate("digest()")).ms / 1000,
      reading: async () => (await bench.evaluate("readAlone()")) / 1000,
    };
    for (let round = 0; round < rounds; round += 1) {
      for (const [line, limit] of Object.entries(lines)) {
        await setLimit(limit);
        for (const [name, way] of turn(ways, round)) {
          const took = await way();
          if (round === 0) continue;
          keep(line, name, took);
          keep(line, `${name} sending`, await onTheWay());
        }
      }
      for (const [name, way] of turn(hashes, round)) {
        const took = await way();
        if (round > 0) keep("hash", name, took);
      }
      console.log(`round ${round + 1} of ${rounds}${round === 0 ? " (not counted)" : ""}`);
    }

    const wanted = (await sha512sum(small.file)).digest;
    const { digest } = await bench.evaluate("digest()");
    if (digest !== wanted) throw new Error(`the worker says ${digest}, sha512sum ${wanted}`);

    await setLimit(GIGABIT);
    const largeWays = {
      curl: () => curl(large.file),
      console: () => throughConsole(large.file),
    };
    for (let round = 0; round < largeRounds; round += 1) {
      for (const [name, way] of turn(largeWays, round)) keep("large", name, await way());
      console.log(`large file, round ${round + 1} of ${largeRounds}`);
    }
    return { version: browser.version, seconds, stages };
  } finally {
    await browser.close();
  }
}

/** Forwards and backwards by turns, so that a machine that gets slower is unjust to nobody. */
function turn(ways, round) {
  const entries = Object.entries(ways);
  return round % 2 === 0 ? entries : entries.toReversed();
}

try {
  const taken = await memory();
  const { version, seconds, stages } = await speed();
  const bytes = { small: small.bytes, large: large.bytes };
  const { text, json, missed } = report({ version, bytes, rounds: rounds - 1, seconds, stages, memory: taken });
  const file = path.join(env.VITRINE_ARTIFACTS, "upload.json");
  await writeFile(file, `${JSON.stringify(json, null, 2)}\n`);
  console.log(`\n${text}\n\nThe same and every single figure: ${file}`);
  if (missed && env.VITRINE_STRICT) process.exitCode = 1;
} finally {
  await site.close();
}
