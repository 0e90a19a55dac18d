// The console as a person uses it, and the time that they see pass.
import { pause, until } from "./wire.mjs";

export const SUBMIT = `document.querySelector('form button[type="submit"]')`;
const INPUT = '.v-drop input[type="file"]';
const byText = (selector, text) =>
  `[...document.querySelectorAll('${selector}')].find((it) => it.innerText.includes(${JSON.stringify(text)}))`;
const UPLOAD = byText("a", "Upload image");
const downloadOf = (name) => `document.querySelector('button[aria-label="Download ${name}"]:enabled')`;

/** Waits for an element; so does a person before they click. */
const there = (page, element) => until(element, () => page.evaluate(`Boolean(${element})`));

const click = async (page, element) => {
  await there(page, element);
  await page.click(element);
};

/** A page of the console that has signed in; the image endpoint comes from its configuration. */
export async function signedIn(browser, origin) {
  const page = await browser.open(`${origin}/`);
  const token = `document.querySelector('input[type="password"]')`;
  await click(page, token);
  await page.type("bench");
  await click(page, SUBMIT);
  await there(page, UPLOAD);
  return page;
}

/** The same, with the form for uploads open. */
export async function readyToUpload(browser, origin) {
  const page = await signedIn(browser, origin);
  await click(page, UPLOAD);
  return page;
}

/** Signed in, and a list that offers an image's data. */
export async function readyToDownload(browser, origin, name) {
  const page = await signedIn(browser, origin);
  await there(page, downloadOf(name));
  // By the time a person has found the image in the list, the browser has compiled what
  // it fetched for the list and for transfers.
  await pause(1_500);
  return page;
}

/**
 * Downloads an image. The milliseconds from the click to "Verified", in `arrived`
 * those until the card no longer says that bytes are moving, and in `stages` when
 * each stage on the way there was first seen.
 */
export async function download(page, name) {
  await watchStages(page, "click", ".v-drawer");
  await page.click(downloadOf(name));
  return page.evaluate("globalThis.benchTime");
}

/**
 * A download that finds no room in the browser's storage, and waits for a place on the disk:
 * what goes on with it, into a file, to "Verified".
 */
export async function downloadWithoutRoom(page, origin, name) {
  await page.limitStorage(origin, 1 << 20);
  await page.click(downloadOf(name));
  const place = byText(".v-drawer button", "Choose where to save");
  await there(page, place);
  return async (file) => {
    await page.picks(file);
    await page.click(place);
    const isDone = `document.querySelector('.v-drawer [data-stage="done"]')?.innerText.includes('Verified')`;
    await until("the chosen file to be proven", () => page.evaluate(isDone), 600_000);
  };
}

/**
 * Notes from an event on what stages a transfer comes to.
 * Watched from inside the page: asking again and again would cost time of its own.
 */
const watchStages = (page, event, where) => page.evaluate(`globalThis.benchTime = new Promise((resolve, reject) => {
  let start, latest, arrived;
  const stages = {};
  document.addEventListener('${event}', () => { start = performance.now(); }, { once: true, capture: true });
  const watch = new MutationObserver(() => {
    const card = document.querySelector('${where} [data-stage]');
    const stage = card?.dataset.stage;
    if (!stage || stage === latest) return;
    const now = performance.now() - start;
    stages[stage] ??= now;
    if (latest === 'moving') arrived = now;
    latest = stage;
    if (stage !== 'done' && stage !== 'failed') return;
    watch.disconnect();
    // The words beside the stage may be changed a moment after it.
    setTimeout(() => {
      if (card.innerText.includes('Verified')) resolve({ ms: stages.done, arrived, stages });
      else reject(new Error(card.innerText));
    });
  });
  watch.observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-stage'] });
}), 0`);

/**
 * Uploads a file. The milliseconds from the click to "Verified", and in `stages`
 * when each stage on the way there was first seen.
 */
export async function upload(page, file) {
  await there(page, `document.querySelector('${INPUT}')`);
  await page.choose(file, INPUT);
  await until("the file to be recognised", () =>
    page.evaluate(`document.querySelector('.v-upload form')?.innerText.includes('Recognised as')`));
  await watchStages(page, "submit", ".v-upload");
  await page.click(SUBMIT);
  const took = await page.evaluate("globalThis.benchTime");
  await click(page, byText(".v-upload button", "Upload another"));
  return took;
}
