// `cargo xtask bench list`: a real Glance with thousands of images, and the console's
// list of them: loaded, searched key by key, scrolled; then tells.
import { serveSite } from "../e2e/support/site.mjs";
import { seedImages } from "../e2e/support/seed.mjs";
import { launch } from "./browsers.mjs";
import { SUBMIT } from "./console.mjs";
import { readAll, token } from "./list-cloud.mjs";
import { report } from "./list-report.mjs";
import { watchFrames, watchKeys, watchLoad } from "./list-watch.mjs";
import { watched } from "./memory.mjs";
import { Figures, tell } from "./outcome.mjs";
import { pause, until, within } from "./wire.mjs";

const { env } = process;
const SIZES = { small: 1_000, large: 10_000 };
const rounds = Number(env.VITRINE_ROUNDS);
const WINDOW = { width: 1440, height: 900 };
const LOAD_LIMIT_MS = 120_000;

const SEARCH = `document.querySelector('input[type="search"]')`;
const TOKEN = `document.querySelector('form input[type="password"]')`;
const LIST = "document.querySelector('.v-table-frame')";

/** Common words and rare ones, several, other scripts, parts of tags; and nothing at all. */
const SEARCHES = [
  "ubuntu", "windows 2025", "golden/payments", "k8s-node-v1.31", "snap-db-07", "prüfstand",
  "测试", "do-not-delete", "2024-05", "backup", "no such image",
];

const site = await serveSite(env.VITRINE_SITE_DIR, Number(env.VITRINE_SITE_PORT), {
  config: { image_endpoint: env.VITRINE_GLANCE_URL },
});
const secret = await token();

/** The console at its door, with a token written in. */
async function atTheDoor(browser) {
  const page = await browser.open("about:blank", WINDOW);
  await page.beforehand(watchLoad);
  await page.goTo(`${site.origin}/`);
  await until("the door", () => page.evaluate(`Boolean(${TOKEN})`));
  await page.click(TOKEN);
  await page.type(secret);
  return page;
}

/** From there to a list that is whole; milliseconds, without those that a person takes at the door. */
async function enter(page, count) {
  await page.click(SUBMIT);
  const whole = page.evaluate(`benchLoad(${count})`);
  const { door, click, rows, counts } = await within(`a list of ${count} images`, whole, LOAD_LIMIT_MS);
  return { door, rows: door + rows - click, all: door + counts.at(-1).ms - click };
}

/** The list as often as there are rounds, each in a new browser; and what the service alone takes. */
async function loads(size, count, figures) {
  for (let round = 0; round < rounds; round += 1) {
    const alone = await readAll(secret);
    if (alone.images.length !== count) throw new Error(`${alone.images.length} images, not ${count}`);
    const took = await inBrowser(async (browser) => enter(await atTheDoor(browser), count));
    if (round === 0) continue;
    figures.keep(size, "service", alone.seconds * 1000);
    for (const [name, ms] of Object.entries(took)) figures.keep(size, name, ms);
  }
  console.log(`loading ${count} images, ${rounds} times (the first not counted)`);
}

async function inBrowser(work) {
  const browser = await launch();
  try {
    return await work(browser);
  } finally {
    await browser.close();
  }
}

/** One key at a time, each after the list has come to rest. */
async function searches(page, words) {
  await page.evaluate(`(${watchKeys})()`);
  await page.click(SEARCH);
  const keys = [];
  const press = async (key) => {
    await page.evaluate("globalThis.benchPressed = benchKey(), 0");
    await page.press(key);
    const { ms, changed } = await page.evaluate("benchPressed");
    keys.push({ key, ms, changed });
  };
  for (const word of words) {
    const from = keys.length;
    for (const letter of word) await press(letter);
    if (!keys.slice(from).some((it) => it.changed)) throw new Error(`typing “${word}” changed no row`);
    await page.selectAll();
    await press("Backspace");
    keys.at(-1).word = word;
  }
  return keys;
}

/** Ways to scroll: each does its part of a minute of it, and moves the list by so many pixels at least. */
const SCROLLS = {
  wheel: { go: (page, over) => turning(page, over, 240, 180), moves: 180 * 240 },
  "wheel back": { go: (page, over) => turning(page, over, -240, 60), moves: 60 * 240 },
  "Page Down": { go: (page) => pressing(page, "PageDown", 40), moves: 40 * 400 },
  "Page Up": { go: (page) => pressing(page, "PageUp", 20), moves: 20 * 400 },
  "End and Home": { go: (page) => pressing(page, ["End", "Home", "End", "Home"], 4, 500), moves: 1_000_000 },
};

/** A wheel that is turned fast, 60 times a second, whether the page keeps up or not. */
async function turning(page, over, pixels, times) {
  const turns = [];
  for (let n = 0; n < times; n += 1) {
    turns.push(page.wheel(over, pixels));
    await pause(16);
  }
  await Promise.all(turns);
}

async function pressing(page, keys, times, everyMs = 60) {
  for (let n = 0; n < times; n += 1) {
    await page.press(Array.isArray(keys) ? keys[n % keys.length] : keys);
    await pause(everyMs);
  }
}

async function scrolls(page) {
  await page.evaluate(`(${watchFrames})()`);
  // The keys are the list's own, whatever in it takes the focus by itself.
  await page.evaluate(`(${LIST}.hasAttribute('tabindex') || (${LIST}.tabIndex = -1), ${LIST}.focus({ preventScroll: true }))`);
  const over = await page.evaluate(`(() => {
    const { left, right, top, bottom } = ${LIST}.getBoundingClientRect();
    return { x: Math.round((left + right) / 2), y: Math.round((Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2) };
  })()`);
  const ways = {};
  for (const [name, { go, moves }] of Object.entries(SCROLLS)) {
    await page.evaluate(`benchFrames.start(${JSON.stringify(over)})`);
    await go(page, over);
    await pause(300);
    const seen = await page.evaluate("benchFrames.stop()");
    if (seen.moved < moves) throw new Error(`${name}: moved by ${seen.moved} pixels, not ${moves}`);
    ways[name] = seen;
  }
  return ways;
}

/** Searches and scrolls, by a person who has just come in. */
const handled = (count) => inBrowser(async (browser) => {
  const page = await atTheDoor(browser);
  await enter(page, count);
  const middle = (await readAll(secret)).images[count >> 1].id.slice(0, 8);
  const keys = await searches(page, [...SEARCHES, middle]);
  console.log(`${SEARCHES.length + 1} searches, ${keys.length} keys`);
  const ways = await scrolls(page);
  console.log(`scrolled in ${Object.keys(ways).length} ways`);
  return { version: browser.version, keys, ways };
});

/** What memory a list takes beyond the door's. */
const memory = (count) => inBrowser(async (browser) => {
  const page = await atTheDoor(browser);
  return (await watched(browser.pid, () => enter(page, count))).memory;
});

try {
  const figures = new Figures();
  const held = {};
  for (const [size, count] of Object.entries(SIZES)) {
    await seedImages(count);
    await loads(size, count, figures);
    held[size] = await memory(count);
  }
  const seen = await handled(SIZES.large);
  await tell("list", report({ ...seen, rounds: rounds - 1, sizes: SIZES, figures: figures.groups, memory: held }));
} finally {
  await site.close();
}
