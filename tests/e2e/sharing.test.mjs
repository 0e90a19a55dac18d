// Sharing one image, from both sides.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, test } from "node:test";

import { launch } from "./support/browser.mjs";
import { Glance } from "./support/cloud.mjs";
import * as ui from "./support/console.mjs";
import { settings } from "./support/settings.mjs";
import { serveSite } from "./support/site.mjs";

describe("sharing one image", () => {
  let chromium, site, page, demo, alt, admin, altProject;
  let made = [];

  before(async () => {
    chromium = await launch("chromium");
    site = await serveSite(settings.siteDir, settings.sitePort, {
      config: { auth_url: settings.keystone },
    });
    [demo, alt, admin] = await Promise.all(["demo", "alt", "admin"].map((user) => Glance.as(user)));
    altProject = await alt.project();
  });
  after(async () => {
    await chromium.close();
    await site.close();
  });
  afterEach(async (t) => {
    if (!t.passed) await ui.keepPicture(page);
    await page.close();
    await Promise.all(made.map((id) => admin.delete(id)));
    made = [];
    assert.deepEqual(page.faults, []);
  });

  const make = async (fields) => {
    const image = await demo.createWithData(fields, Buffer.alloc(1024, 5));
    made.push(image.id);
    return image;
  };
  const open = async ({ id }, user = "demo") => {
    page = await ui.open(chromium.browser, `${site.origin}/images/${id}?tab=sharing`);
    await ui.signIn(page, user);
    await ui.shows(page, "Who can use it");
  };
  const members = async ({ id }) => {
    const { members: all } = await (await demo.call("GET", `/images/${id}/members`)).json();
    return all.map((member) => [member.member_id, member.status]).sort();
  };
  const projects = "textarea";

  test("a private image is made shared, and shared with several projects by paste", async () => {
    const image = await make({ name: "for others", visibility: "private" });
    await open(image);
    await ui.shows(page, "This project only");
    await ui.button(page, "Make it shared").click();
    await ui.shows(page, "With nobody yet.");
    assert.equal((await demo.show(image.id)).visibility, "shared");
    const unknown = "00000000000040008000000000000001";
    await page.locator(projects).fill(`${altProject}, ${unknown}\n${image.owner}`);
    await ui.shows(page, "has it already.");
    await ui.button(page, "Share with 2 projects").click();
    await ui.shows(page, "“for others” is shared with 2 projects.");
    await page.waitForFunction(() => document.querySelectorAll(".v-row").length === 2, { polling: 100 });
    assert.deepEqual(await members(image), [[altProject, "pending"], [unknown, "pending"]].sort());
    await ui.button(page, `Stop sharing with ${unknown}`).click();
    await page.waitForFunction(() => document.querySelectorAll(".v-row").length === 1, { polling: 100 });
    assert.deepEqual(await members(image), [[altProject, "pending"]]);
    await ui.button(page, "Undo").click();
    await page.waitForFunction(() => document.querySelectorAll(".v-row").length === 2, { polling: 100 });
  });

  test("a name that is known is enough, and a doubtful word is said to be one", async () => {
    const image = await make({ name: "by name" });
    await open(image, "admin");
    await page.locator(projects).fill("alt nobody");
    await ui.shows(page, "“nobody” is no project that is known here");
    await page.locator(projects).fill("alt");
    await ui.shows(page, altProject);
    await ui.button(page, "Share with 1 project").click();
    await ui.shows(page, "“by name” is shared with");
    assert.deepEqual(await members(image), [[altProject, "pending"]]);
  });

  test("the receiving side accepts and leaves on the image's own page", async () => {
    const image = await make({ name: "received" });
    await demo.share(image.id, altProject);
    await open(image, "alt");
    await ui.shows(page, "Offered to this project");
    assert.equal(await page.$(projects), null);
    await ui.button(page, "Accept").click();
    await ui.shows(page, "It is in the list of everybody in this project.");
    assert.deepEqual(await members(image), [[altProject, "accepted"]]);
    await ui.button(page, "Leave").click();
    await ui.shows(page, "It isn’t in this project’s list");
    assert.deepEqual(await members(image), [[altProject, "rejected"]]);
    await ui.button(page, "Undo").click();
    await ui.shows(page, "It is in the list of everybody in this project.");
  });

  test("by the keyboard alone", async () => {
    const image = await make({ name: "by keys" });
    await open(image);
    await ui.shows(page, "With nobody yet.");
    const reach = (wanted) => ui.reach(page, wanted);
    await reach("Projects");
    await page.keyboard.type(altProject);
    await reach("Share with 1 project");
    await page.keyboard.press("Enter");
    await ui.shows(page, "“by keys” is shared with");
    assert.deepEqual(await members(image), [[altProject, "pending"]]);
    await page.evaluate(() => document.activeElement.blur());
    await reach(`Stop sharing with ${altProject}`);
    await page.keyboard.press("Enter");
    await ui.shows(page, "With nobody yet.");
    assert.deepEqual(await members(image), []);
  });

  test("a reader is offered nothing that the role may not do", async () => {
    const image = await make({ name: "read only" });
    await demo.share(image.id, altProject);
    page = await ui.open(chromium.browser, `${site.origin}/images/${image.id}?tab=sharing`);
    await ui.signIn(page, "auditor", { project: "demo" });
    await ui.shows(page, altProject);
    const offered = await page.$$eval("main button:not([disabled]), main a", (all) =>
      all.map((it) => it.innerText.trim()).filter((words) => words));
    for (const word of ["Edit", "Delete", "Make it private", "Share"]) assert.ok(!offered.includes(word), `${offered}`);
    assert.equal(await page.$(projects), null);
    await page.goto(`${site.origin}/images/${image.id}/edit`);
    await ui.signIn(page, "auditor", { project: "demo" });
    await ui.shows(page, "Readers may look, and change nothing.");
  });
});
