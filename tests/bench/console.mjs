// The console as a person uses it, and the time that they see pass.
import { until } from "./wire.mjs";

const SUBMIT = `document.querySelector('form button[type="submit"]')`;
const INPUT = '.v-drop input[type="file"]';
const byText = (selector, text) =>
  `[...document.querySelectorAll('${selector}')].find((it) => it.innerText.includes(${JSON.stringify(text)}))`;

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
  await click(page, byText("a", "Upload image"));
  return page;
}

/**
 * Uploads a file. The milliseconds from the click to "Verified", and in `stages`
 * when each stage on the way there was first seen.
 */
export async function upload(page, file) {
  await there(page, `document.querySelector('${INPUT}')`);
  await page.choose(file, INPUT);
  await until("the file to be recognised", () =>
    page.evaluate(`document.querySelector('.v-upload form')?.innerText.includes('Recognised as')`));
  // Watched from inside the page: asking again and again would cost time of its own.
  await page.evaluate(`globalThis.benchTime = new Promise((resolve, reject) => {
    let start;
    const stages = {};
    document.addEventListener('submit', () => { start = performance.now(); }, { once: true, capture: true });
    const watch = new MutationObserver(() => {
      const stage = document.querySelector('.v-upload [data-stage]')?.dataset.stage;
      if (!stage) return;
      stages[stage] ??= performance.now() - start;
      if (stage !== 'done' && stage !== 'failed') return;
      watch.disconnect();
      const words = document.querySelector('.v-upload [data-stage]').innerText;
      if (words.includes('Verified')) resolve({ ms: stages.done, stages });
      else reject(new Error(words));
    });
    watch.observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-stage'] });
  }), 0`);
  await page.click(SUBMIT);
  const took = await page.evaluate("globalThis.benchTime");
  await click(page, byText(".v-upload button", "Upload another"));
  return took;
}
