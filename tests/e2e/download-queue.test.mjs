// Downloads in numbers: who waits for whom, and what of it outlives the page.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import path from "node:path";
import { beforeEach, describe, test } from "node:test";

import { filesIn } from "./support/browser.mjs";
import { tokenFor } from "./support/cloud.mjs";
import * as ui from "./support/console.mjs";
import { inDrawer, leaveGladly, noted, reached, stage, until } from "./support/downloads.mjs";
import { MIB, sha512 } from "./support/files.mjs";
import { stand } from "./support/stand.mjs";

const NAMES = ["first", "second", "third", "fourth"];

let images;
const it = stand({
  isAnew: true,
  holds: async ({ glance }) => {
    const data = randomBytes(12 * MIB);
    images = await Promise.all(NAMES.map((name) => glance.createWithData({ name: `queue-${name}` }, data)));
    return () => Promise.all(images.map(({ id }) => glance.delete(id)));
  },
});
let chromium, site, page, proxy;

beforeEach(async () => {
  ({ engine: chromium, site, page, proxy } = it);
  await signIn();
});

const signIn = async (on = page) => {
  await ui.signInWithToken(on, await tokenFor("demo"), proxy.url);
  await ui.shows(on, "queue-first");
};

const download = async (...names) => {
  for (const name of names) {
    if (await page.$(".v-drawer:not([hidden])")) await ui.button(page, "Close").click();
    await ui.button(page, `Download queue-${name}`).click();
  }
};

/** A button of one transfer's card. */
const onCard = (name, button) =>
  page.waitForSelector(
    `.v-drawer-list ::-p-xpath(//article[contains(., 'queue-${name}')]//button[normalize-space(.) = '${button}'])`,
  );

const stages = () =>
  page.$$eval(".v-drawer-list [data-stage]", (all) =>
    Object.fromEntries(all.map((one) => [
      /queue-(\w+)/.exec(one.innerText)[1],
      one.dataset.stage,
    ])));

const becomes = (wanted) =>
  until(async () => {
    const now = await stages();
    return Object.entries(wanted).every(([name, stage]) => now[name] === stage);
  });

describe("the queue of downloads", () => {
  test("one that goes on after a pause waits behind those that run", async () => {
    proxy.faults.downloadPace = MIB / 2;
    await download("first", "second", "third");
    await becomes({ first: "moving", second: "moving", third: "queued" });
    await (await onCard("first", "Pause")).click();
    await becomes({ first: "paused", second: "moving", third: "moving" });
    await (await onCard("first", "Go on")).click();
    await becomes({ first: "queued", second: "moving", third: "moving" });
    proxy.faults.downloadPace = null;
    await becomes({ first: "done", second: "done", third: "done" });
  });

  test("one that is tried again waits its turn, too", async () => {
    proxy.faults.answerDownload = { status: 403, cors: site.origin };
    await download("first");
    await stage(page, "failed");
    proxy.faults.downloadPace = MIB / 2;
    await download("second", "third");
    await becomes({ second: "moving", third: "moving" });
    await (await onCard("first", "Try again")).click();
    await becomes({ first: "queued", second: "moving", third: "moving" });
    proxy.faults.downloadPace = null;
    await becomes({ first: "done", second: "done", third: "done" });
  });

  test("as many at a time as the person says, and none while the queue is paused", async () => {
    proxy.faults.downloadPace = MIB / 2;
    await download(...NAMES);
    await becomes({ first: "moving", second: "moving", third: "queued", fourth: "queued" });
    await ui.shows(page, "2 downloads wait");
    await page.select('.v-queue[aria-label="Downloads"] select', "3");
    await becomes({ third: "moving", fourth: "queued" });
    await inDrawer(page, "Pause the queue").click();
    proxy.faults.downloadPace = null;
    await becomes({ first: "done", second: "done", third: "done", fourth: "queued" });
    await inDrawer(page, "Go on with the queue").click();
    await becomes({ fourth: "done" });
    await until(async () => (await filesIn(chromium.downloads)).length === 4);
    await chromium.downloaded();
    for (const name of NAMES) {
      assert.equal(await sha512(path.join(chromium.downloads, `queue-${name}.raw`)), images[0].os_hash_value);
    }
  });

  test("what waited when the page ended is offered to the next visit", async () => {
    proxy.faults.downloadPace = MIB / 4;
    await download("first", "second", "third");
    await becomes({ third: "queued" });
    leaveGladly(page);
    await noted();
    await page.reload();
    proxy.faults.downloadPace = null;
    await signIn();
    await ui.button(page, "Transfers, 3 downloads not finished").click();
    await ui.shows(page, "The download of “queue-third” was not finished");
    await ui.shows(page, "It had not begun.");
    await (await onCard("third", "Continue")).click();
    await becomes({ first: "partial", second: "partial", third: "done" });
    assert.match(await ui.textOf(page, ".v-drawer-list"), /queue-third[^]*Verified \(SHA-512\)/);
    await page.waitForFunction(() => !document.body.innerText.includes("It had not begun."));
  });
});

/** What is offered in two tabs: part of a download that an earlier page began. */
const inTwoTabs = async () => {
  proxy.faults.downloadPace = MIB;
  await download("first");
  await reached(page, 20);
  await noted();
  leaveGladly(page);
  await page.reload();
  await signIn();
  const tab = await ui.open(chromium.browser, site.origin);
  await signIn(tab);
  for (const one of [page, tab]) {
    await one.bringToFront();
    await ui.button(one, "Transfers, 1 download not finished").click();
    await ui.shows(one, "The download of “queue-first” was not finished");
  }
  return tab;
};

/** Presses a button of the drawer, though the tab is behind another one. */
const pressBehind = (one, name) =>
  one.evaluate((name) =>
    [...document.querySelectorAll(".v-drawer button")].find((it) => it.innerText === name).click(), name);

describe("two tabs, and answers without data", () => {
  test("two tabs that go on with the same download: one does, the other says so", async () => {
    const tab = await inTwoTabs();
    await Promise.all([pressBehind(page, "Continue"), pressBehind(tab, "Continue")]);
    const ends = await Promise.all([page, tab].map(async (one) => {
      const found = await one.waitForFunction(
        () => /Another tab is at this download|Verified \(SHA-512\)/.exec(document.querySelector(".v-drawer").innerText)?.[0],
        { polling: 200, timeout: 60_000 },
      );
      return found.jsonValue();
    }));
    assert.deepEqual(ends.sort(), ["Another tab is at this download", "Verified (SHA-512)"]);
    leaveGladly(tab);
    assert.deepEqual(tab.faults, []);
  });

  test("what another tab goes on with is not deleted by this one", async () => {
    const tab = await inTwoTabs();
    // Slow enough to be at it for a while.
    proxy.faults.downloadPace = MIB / 2;
    proxy.seen.downloadedBytes = 0;
    await page.bringToFront();
    await pressBehind(page, "Continue");
    await ui.newestTransfer(page, "moving");
    await pressBehind(tab, "Delete what is here");
    await tab.waitForFunction(() => !document.querySelector(".v-drawer").innerText.includes("was not finished"), { polling: 200 });
    proxy.faults.downloadPace = null;
    await ui.newestTransfer(page, "done");
    assert.ok(proxy.seen.downloadedBytes < 11 * MIB, "it began anew");
    assert.equal(await sha512(await chromium.downloaded()), images[0].os_hash_value);
    leaveGladly(tab);
    assert.deepEqual(tab.faults, []);
  });

  test("204 in the place of data is told as no data", async () => {
    proxy.faults.answerDownload = { status: 204, times: 10, cors: site.origin };
    await download("second");
    await stage(page, "failed");
    await ui.shows(page, "This image has no data");
  });
});
