// Every call of the console's `api`, made in real browsers against every cloud
// that stands here; what is found out goes into docs/compatibility.md.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { launch } from "../support/browser.mjs";
import { applicationCredential } from "../support/cloud.mjs";
import { compare, record, settle } from "../support/compatibility.mjs";
import { serveContract } from "../support/contract-site.mjs";
import { imageUnder, keystoneUnder, startNginx } from "../support/nginx.mjs";
import { settings } from "../support/settings.mjs";

const NAMES = {
  "minimal-cors": "33, only allowed_origin",
  "single-store": "33, one store, no cache",
};

/** The clouds to check, as the table's columns name them. */
const columns = settings.clouds
  .filter((cloud) => !["lost-keystone", "own-schema"].includes(cloud.name))
  .map((cloud) => ({ ...cloud, column: NAMES[cloud.name] ?? cloud.name }));

describe("the contract", () => {
  let chromium, site, credential, nginx;

  before(async () => {
    chromium = await launch("chromium", { acceptInsecureCerts: true });
    site = await serveContract(settings.sitePort);
    credential = await applicationCredential("demo", "contract");
    nginx = await startNginx({
      locations: imageUnder("/glance", settings.glance) + keystoneUnder("/identity", settings.keystone),
    });
  });
  after(async () => {
    await chromium.close();
    await site.close();
    await nginx.close();
  });

  const configuration = (cloud) => JSON.stringify({
    keystone: cloud.keystone,
    glance: cloud.glance,
    home_glance: settings.glance,
    admin_password: settings.adminPassword,
    demo_password: settings.demoPassword,
    credential_id: credential.id,
    credential_secret: credential.secret,
    source: `${site.origin}/source.raw`,
    source_bytes: site.sourceBytes,
  });

  /** All checks, one after the other, as tests of their own; what was seen by name. */
  async function checkAll(t, browser, cloud) {
    const page = await browser.newPage();
    await page.goto(`${site.origin}/`);
    await page.waitForFunction(() => "contract" in window);
    const checks = JSON.parse(await page.evaluate(() => window.contract.checks()));
    const seen = [];
    for (const [index, [group, name]] of checks.entries()) {
      await t.test(`${group}: ${name}`, async () => {
        const text = await page.evaluate(
          (number, words) => window.contract.run(number, words), index, configuration(cloud));
        const outcome = JSON.parse(text);
        assert.ok(outcome.seen, outcome.failed);
        seen.push({ group, name, seen: outcome.seen });
      });
    }
    await page.close();
    return seen;
  }

  for (const cloud of columns) {
    test(`Glance ${cloud.column} in Chromium`, async (t) => {
      record(cloud.column, await checkAll(t, chromium.browser, cloud));
    });
  }

  // End-to-end tests go through nginx and Firefox each time; all calls do so when
  // releases are compared.
  const isThorough = settings.compatibilityMode === "write";

  test("below a path, behind nginx with TLS", { skip: !isThorough }, async (t) => {
    const cloud = {
      keystone: `${nginx.origin}/identity/v3`,
      // As a catalogue writes it.
      glance: `${nginx.origin}/glance/v2`,
    };
    record("33, /glance behind nginx", await checkAll(t, chromium.browser, cloud));
  });

  test("in Firefox, where all is the same", { skip: !isThorough }, async (t) => {
    const firefox = await launch("firefox");
    try {
      const inFirefox = await checkAll(t, firefox.browser, columns[0]);
      compare("Firefox", columns[0].column, inFirefox);
    } finally {
      await firefox.close();
    }
  });

  test("what was found out is what docs/compatibility.md says", async () => {
    await settle();
  });
});
