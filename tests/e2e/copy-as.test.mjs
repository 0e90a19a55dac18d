// What the image page hands to other tools, taken from the page and really run.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdir, readFile, readdir } from "node:fs/promises";
import path from "node:path";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";

import { launch } from "./support/browser.mjs";
import { Glance, tokenFor } from "./support/cloud.mjs";
import * as ui from "./support/console.mjs";
import { MIB, folder, randomFile } from "./support/files.mjs";
import { settings } from "./support/settings.mjs";
import { serveSite } from "./support/site.mjs";

const NAME = "--it's a \"test\" $(touch pwned) `touch pwned`; #1 [x]{y,z} & \u202egpj.שלום";
const TITLE = "Download with curl, wget or openstack";
const SWITCH = "Put my token into the command";

let chromium, site, page, glance, files, data, image;
/** The token that the page itself sends. */
let used;

before(async () => {
  chromium = await launch("chromium");
  site = await serveSite(settings.siteDir, settings.sitePort, {
    config: { auth_url: settings.keystone },
  });
  glance = await Glance.as("demo");
  files = await folder();
  data = await readFile(await randomFile(files.dir, "source.raw", 3 * MIB + 7));
  image = await glance.createWithData({ name: NAME }, data);
});
after(async () => {
  await glance.delete(image.id);
  await chromium.close();
  await site.close();
  await files.remove();
});
beforeEach(async () => {
  page = await ui.open(chromium.browser, site.origin);
  page.on("request", (request) => (used = request.headers()["x-auth-token"] ?? used));
});
afterEach(async (t) => {
  if (!t.passed) await ui.keepPicture(page);
  await page.close();
  assert.deepEqual(page.faults, []);
});

const openPanel = async () => {
  await ui.signIn(page, "demo");
  await ui.link(page, NAME).click();
  await ui.part(page, "Data");
  await ui.shows(page, TITLE);
  await page.locator(".v-copy-as summary").click();
  await ui.shows(page, "curl --fail");
};

/** The command in the snippet of this name. */
const shown = (name) => page.$eval(`pre[aria-label="command to ${name}"]`, (it) => it.textContent);

const choose = async (tool) => {
  await ui.button(page, tool).click();
  await page.waitForSelector(`::-p-aria([name="${tool}"][role="button"])[aria-pressed="true"]`);
};

/** Runs commands in a new folder; the one file that is there then. */
async function run(name, commands, env = {}) {
  const dir = path.join(files.dir, name);
  await mkdir(dir);
  for (const command of commands) {
    execFileSync("sh", ["-c", command], {
      cwd: dir,
      env: { PATH: process.env.PATH, ...env },
      stdio: "pipe",
    });
  }
  const found = await readdir(dir);
  assert.equal(found.length, 1, `files: ${found.join(", ")}`);
  return path.join(dir, found[0]);
}

/** Everywhere that the page could leave a token. */
const leftBehind = () => page.evaluate(() => [
  document.documentElement.outerHTML,
  ...[...document.querySelectorAll("input")].map((input) => input.value),
  location.href,
  JSON.stringify(history.state),
  JSON.stringify({ ...localStorage }),
  JSON.stringify({ ...sessionStorage }),
].join("\n"));

async function holdsNoToken(when) {
  assert.ok(used, "the page sent no token");
  const all = await leftBehind();
  assert.ok(!all.includes(used), `the token is in the page ${when}`);
  assert.ok(!all.includes("gAAAA"), `a token is in the page ${when}`);
}

describe("the download by other tools", () => {
  test("curl and the check, with the token from the environment", async () => {
    await openPanel();
    const [download, check] = [await shown("download"), await shown("check")];
    assert.ok(download.includes(`${settings.glance}/v2/images/${image.id}/file`), download);
    assert.match(download, /"X-Auth-Token: \$OS_TOKEN"/);
    assert.match(check, /^echo '[0-9a-f]{128} {2}.*' \| sha512sum -c$/);
    await holdsNoToken("at first");
    const file = await run("variable", [download, check], { OS_TOKEN: await tokenFor("demo") });
    assert.ok((await readFile(file)).equals(await glance.data(image.id)), "other bytes came");
    assert.ok(path.basename(file).startsWith("--it's a _test_ $(touch pwned) `touch pwned`; #1 [x]{y,z} &"), file);
  });

  test("curl and wget with the person's token, which goes when it is not asked for", async () => {
    await openPanel();
    await ui.field(page, SWITCH).click();
    await ui.shows(page, "This command holds your token");
    await ui.shows(page, "can act as you until");
    const check = await shown("check");
    assert.ok((await shown("download")).includes(used), "another token than the page's");
    const file = await run("curl", [await shown("download"), check]);
    assert.ok((await readFile(file)).equals(data), "other bytes came");
    // Another tool begins without.
    await choose("wget");
    await holdsNoToken("after another tool was chosen");
    await ui.field(page, SWITCH).click();
    await ui.shows(page, "This command holds your token");
    const command = await shown("download");
    assert.ok(command.startsWith("wget ") && command.includes(used), command);
    if (spawnSync("wget", ["--version"]).status === 0) {
      assert.ok((await readFile(await run("wget", [command, check]))).equals(data));
    }
    await ui.field(page, SWITCH).click();
    await ui.shows(page, "Otherwise it is read from OS_TOKEN");
    await holdsNoToken("after the switch was put off");
    // Closed and opened again, it is off.
    await ui.field(page, SWITCH).click();
    await ui.shows(page, "This command holds your token");
    await page.locator(".v-copy-as summary").click();
    await page.waitForFunction(() => !document.querySelector(".v-commands"));
    await holdsNoToken("after the panel was closed");
    await page.locator(".v-copy-as summary").click();
    await ui.shows(page, "curl --fail");
    await holdsNoToken("after the panel was opened again");
  });

  test("what isn't the image is neither saved by curl nor found good", async () => {
    await openPanel();
    const [download, check] = [await shown("download"), await shown("check")];
    const dir = path.join(files.dir, "refused");
    await mkdir(dir);
    const env = { PATH: process.env.PATH, OS_TOKEN: "wrong" };
    const refused = spawnSync("sh", ["-c", download], { cwd: dir, env });
    assert.equal(refused.status, 22, String(refused.stderr));
    assert.deepEqual(await readdir(dir), []);
    assert.notEqual(spawnSync("sh", ["-c", check], { cwd: dir, env }).status, 0);
  });

  test("openstackclient's own words, and nothing about a token", async () => {
    await openPanel();
    await choose("openstack");
    const command = await shown("download");
    // The lab's catalogue has two regions, and openstackclient may prefer the other.
    assert.match(command, /^openstack --os-region-name=RegionOne image save/);
    assert.ok(command.endsWith(image.id), command);
    assert.equal(await page.$(`::-p-aria([name="${SWITCH}"])`), null);
    await holdsNoToken("with openstack");
    const file = await run("openstack", [command, await shown("check")], {
      PATH: `${path.dirname(process.env.VITRINE_LAB_PYTHON)}:${process.env.PATH}`,
      PYTHONWARNINGS: "ignore",
      OS_AUTH_URL: settings.keystone,
      OS_USERNAME: "demo",
      OS_PASSWORD: settings.demoPassword,
      OS_PROJECT_NAME: "demo",
      OS_USER_DOMAIN_NAME: "Default",
      OS_PROJECT_DOMAIN_NAME: "Default",
    });
    assert.ok((await readFile(file)).equals(data), "other bytes came");
  });

  test("nothing is offered of an image that can't be downloaded", async () => {
    const queued = await glance.create({ name: "nothing-to-take" });
    await ui.signIn(page, "demo");
    await ui.link(page, "nothing-to-take").click();
    await ui.part(page, "Data");
    await ui.shows(page, "From the service");
    assert.equal(await page.$(".v-copy-as"), null);
    await glance.delete(queued.id);
  });
});
