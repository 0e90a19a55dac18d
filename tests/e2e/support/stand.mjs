// What tests of transfers stand on: the site, a proxy between page and service, a folder
// of files, and a browser with a page for each test.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, afterEach, before, beforeEach } from "node:test";

import { launch } from "./browser.mjs";
import { Glance } from "./cloud.mjs";
import * as ui from "./console.mjs";
import { leaveGladly } from "./downloads.mjs";
import { folder, randomFile, sha512 } from "./files.mjs";
import { startProxy } from "./proxy.mjs";
import { settings } from "./settings.mjs";
import { serveSite } from "./site.mjs";

/**
 * Sets it up and takes it down, for the tests of a file. `rewrite`: changes what the service
 * says. `isAnew`: each test has a browser of its own, whose downloads folder is empty; it
 * is launched with what `launchedWith` gives.
 * `holds`: makes with it what else the tests need, and gives what removes that. (Not in a
 * `before` of the tests' own: Node begins all those of a file at once.)
 * What it gives has `site`, `proxy`, `glance` and `files` from the first test on, and
 * `engine` and `page` of the test that runs.
 */
export function stand({ browser = "chromium", rewrite, isAnew = false, launchedWith, holds } = {}) {
  const it = {};
  let removeHeld;
  before(async () => {
    it.site = await serveSite(settings.siteDir, settings.sitePort, { config: { auth_url: settings.keystone } });
    it.proxy = await startProxy(settings.glance, { rewrite });
    it.glance = await Glance.as("demo");
    it.files = await folder();
    removeHeld = await holds?.(it);
    if (!isAnew) it.engine = await launch(browser);
  });
  after(async () => {
    await removeHeld?.();
    if (!isAnew) await it.engine.close();
    await it.site.close();
    await it.proxy.close();
    await it.files.remove();
  });
  beforeEach(async () => {
    if (isAnew) it.engine = await launch(browser, launchedWith?.(it));
    it.page = await ui.open(it.engine.browser, it.site.origin);
  });
  afterEach(async (t) => {
    if (!t.passed) await ui.keepPicture(it.page);
    Object.keys(it.proxy.faults).forEach((fault) => (it.proxy.faults[fault] = null));
    it.site.lose(undefined);
    it.site.stall(undefined);
    leaveGladly(it.page);
    if (isAnew) {
      await it.engine.close();
    } else {
      await it.page.evaluate(() => localStorage.clear());
      await it.page.close();
    }
    assert.deepEqual(it.page.faults, []);
  });
  return it;
}

/** For `holds`: an image of random bytes. Adds `file`, `right` (its digest) and `image`. */
export const anImage = (name, bytes) => async (it) => {
  it.file = await randomFile(it.files.dir, `${name}.raw`, bytes);
  it.right = await sha512(it.file);
  it.image = await it.glance.createWithData({ name }, await readFile(it.file));
  return () => it.glance.delete(it.image.id);
};
