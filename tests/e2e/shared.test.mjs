// What one project offers to another, and the answers to it.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, test } from "node:test";

import { launch } from "./support/browser.mjs";
import { Glance, tokenFor } from "./support/cloud.mjs";
import * as ui from "./support/console.mjs";
import { startProxy } from "./support/proxy.mjs";
import { settings } from "./support/settings.mjs";
import { serveSite } from "./support/site.mjs";

describe("what is shared with a project", () => {
  let chromium, site, page, demo, alt, altProject;
  let made = [];

  before(async () => {
    chromium = await launch("chromium");
    site = await serveSite(settings.siteDir, settings.sitePort, {
      config: { auth_url: settings.keystone },
    });
    demo = await Glance.as("demo");
    alt = await Glance.as("alt");
    altProject = await alt.project();
  });
  after(async () => {
    await chromium.close();
    await site.close();
  });
  afterEach(async (t) => {
    if (!t.passed) await ui.keepPicture(page);
    await page.close();
    await Promise.all(made.map((id) => demo.delete(id)));
    made = [];
    assert.deepEqual(page.faults, []);
  });

  /** Images of demo, offered to alt. */
  const offer = (...names) =>
    Promise.all(names.map(async (name) => {
      const image = await demo.createWithData({ name }, Buffer.alloc(1536, 7));
      made.push(image.id);
      await demo.share(image.id, altProject);
      return image;
    }));
  const answerOf = async ({ id }) =>
    (await (await alt.call("GET", `/images/${id}/members/${altProject}`)).json()).status;
  const open = async (path = "/shared", user = "alt") => {
    page = await ui.open(chromium.browser, `${site.origin}${path}`);
    await ui.signIn(page, user);
  };
  const badge = (count) =>
    page.waitForFunction(
      (wanted) => (document.querySelector(".v-nav-count")?.firstChild.data ?? "0") === wanted,
      { polling: 100 },
      String(count),
    );
  const group = (name) => `section[aria-labelledby="v-shared-${name}"]`;
  /** Waits until a group has exactly these images. */
  const has = (name, ...titles) =>
    page.waitForFunction(
      (selector, wanted) => {
        const links = [...document.querySelectorAll(`${selector} .v-row-link`)];
        return links.map((link) => link.innerText).sort().join() === wanted;
      },
      { polling: 100 },
      group(name),
      titles.sort().join(),
    );

  test("an offer shows in the bar, is accepted, and is in the list then", async () => {
    const [image] = await offer("offered-debian");
    await open("/");
    await badge(1);
    await ui.link(page, "Shared with me 1 waiting").click();
    await has("pending", "offered-debian");
    const row = await ui.textOf(page, `${group("pending")} .v-row`);
    for (const fact of [image.owner, "1.5 KiB", "raw", "shared just now"]) {
      assert.ok(row.includes(fact), `${fact} in ${row}`);
    }
    await ui.shows(page, altProject);
    await ui.button(page, "Accept offered-debian").click();
    await has("accepted", "offered-debian");
    await has("pending");
    await badge(0);
    await ui.shows(page, "“offered-debian” is in your list now.");
    assert.equal(await answerOf(image), "accepted");
    await ui.link(page, "Images").click();
    await ui.link(page, "offered-debian").wait();
  });

  test("its image can be looked at before the answer", async () => {
    await offer("look-first");
    await open();
    await ui.link(page, "look-first").click();
    await ui.shows(page, "Integrity");
    assert.equal(await ui.textOf(page, "h1"), "look-first");
  });

  test("what is rejected can be taken back at once, and accepted later", async () => {
    const [image] = await offer("changeable");
    await open();
    await ui.button(page, "Reject changeable").click();
    await has("rejected", "changeable");
    await badge(0);
    assert.equal(await answerOf(image), "rejected");
    await ui.button(page, "Undo").click();
    await has("pending", "changeable");
    await badge(1);
    assert.equal(await answerOf(image), "pending");
    await ui.button(page, "Reject changeable").click();
    await has("rejected", "changeable");
    await ui.button(page, "Accept changeable").click();
    await has("accepted", "changeable");
    assert.equal(await answerOf(image), "accepted");
    await page.reload();
    await ui.signIn(page, "alt");
    await has("accepted", "changeable");
  });

  test("some are accepted and all others rejected, and one Undo takes back all", async () => {
    const images = await offer("m1", "m2", "m3", "m4", "m5");
    await open();
    await badge(5);
    await ui.field(page, "Select m2").click();
    await ui.field(page, "Select m4").click();
    await ui.button(page, "Accept 2 selected").click();
    await has("accepted", "m2", "m4");
    await has("pending", "m1", "m3", "m5");
    await badge(3);
    await ui.button(page, "Reject all 3").click();
    await has("rejected", "m1", "m3", "m5");
    await ui.shows(page, "3 images are rejected and not in your list.");
    const last = await page.$$(".v-toast ::-p-aria([name=\"Undo\"])");
    await last.at(-1).click();
    await has("pending", "m1", "m3", "m5");
    await page.locator(`${group("pending")} .v-check-label input`).click();
    await ui.button(page, "Accept 3 selected").click();
    await has("accepted", "m1", "m2", "m3", "m4", "m5");
    assert.deepEqual(await Promise.all(images.map(answerOf)), Array(5).fill("accepted"));
  });

  test("each answer is shown as the request that it sends", async () => {
    const [one, two] = await offer("shown-one", "shown-two");
    await open();
    await has("pending", "shown-one", "shown-two");
    await page.locator(`${group("pending")} .v-show-as summary`).click();
    for (const { id } of [one, two]) await ui.shows(page, `/v2/images/${id}/members/${altProject}`);
    await ui.shows(page, '"rejected"');
    // What is selected is what would be answered.
    await ui.field(page, "Select shown-two").click();
    await page.waitForFunction(
      (selector, id) => !document.querySelector(selector).innerText.includes(id),
      { polling: 100 },
      `${group("pending")} .v-show-as code`,
      one.id,
    );
    await page.locator(`${group("pending")} .v-shown-as button::-p-text(openstack)`).click();
    await ui.shows(page, `image set --accept ${two.id}`);
  });

  test("an offer that was withdrawn meanwhile is told, and the others are answered", async () => {
    const [stays, goes] = await offer("stays", "goes");
    await open();
    await has("pending", "stays", "goes");
    await demo.call("DELETE", `/images/${goes.id}/members/${altProject}`);
    await ui.button(page, "Accept all 2").click();
    await ui.shows(page, "Could not answer the offer");
    await ui.shows(page, "Not answered: goes");
    await has("accepted", "stays");
    // The service was asked again.
    await has("pending");
    assert.equal(await answerOf(stays), "accepted");
  });

  test("nothing shared says what to do, and own shared images are no offers", async () => {
    const own = await alt.create({ name: "my-own" });
    await open();
    await ui.shows(page, "Nothing is shared with this project");
    await ui.shows(page, altProject);
    await badge(0);
    await alt.delete(own.id);
  });

  test("a reader is told beforehand, and the service's refusal is shown", async () => {
    const demoProject = await demo.project();
    const image = await alt.create({ name: "for-demo" });
    await alt.share(image.id, demoProject);
    page = await ui.open(chromium.browser, `${site.origin}/shared`);
    await ui.signIn(page, "auditor", { project: "demo" });
    await ui.shows(page, "Your role in this project is reader");
    await ui.button(page, "Accept for-demo").click();
    await ui.shows(page, "Could not answer the offer");
    await page.waitForSelector("::-p-text(req-)");
    await has("pending", "for-demo");
    await alt.delete(image.id);
  });

  test("an administrator is told why there are no offers", async () => {
    await offer("not-for-admin");
    await open("/shared", "admin");
    await ui.shows(page, "Administrators get no offers");
    assert.equal(await page.$(".v-nav-count"), null);
  });

  test("a pasted token is enough, and a service that fails is asked again", async () => {
    const [image] = await offer("by-token");
    const proxy = await startProxy(settings.glance);
    page = await ui.open(chromium.browser, `${site.origin}/shared`);
    await ui.signInWithToken(page, await tokenFor("alt"), proxy.url);
    await has("pending", "by-token");
    proxy.faults.answerAll = { status: 503, cors: site.origin };
    await ui.button(page, "Refresh").click();
    await ui.shows(page, "Could not list the images");
    // What was there is still there.
    await has("pending", "by-token");
    await ui.button(page, "Accept by-token").click();
    await ui.shows(page, "Could not answer the offer");
    proxy.faults.answerAll = null;
    await ui.button(page, "Try again").click();
    await page.waitForFunction(() => !document.body.innerText.includes("Could not list"));
    await ui.button(page, "Accept by-token").click();
    await has("accepted", "by-token");
    await page.waitForFunction(() => !document.body.innerText.includes("Could not answer"));
    assert.equal(await answerOf(image), "accepted");
    await proxy.close();
  });

  test("the keyboard alone: to the page, one answer after the other, and back", async () => {
    const [first] = await offer("k1");
    await offer("k2");
    await open("/");
    await badge(2);
    const tabTo = (wanted) => ui.reach(page, wanted);
    await tabTo("Shared with me 2 waiting");
    await page.keyboard.press("Enter");
    await has("pending", "k1", "k2");
    await tabTo("Accept k2");
    await page.keyboard.press("Enter");
    await has("accepted", "k2");
    // The row has gone, and the next one has the focus.
    await page.waitForFunction(
      (id) => document.activeElement.id === `v-offer-${id}`, { polling: 100 }, first.id);
    await tabTo("Accept k1");
    await page.keyboard.press("Enter");
    await has("accepted", "k1", "k2");
    await page.waitForFunction(
      () => document.activeElement.id === "v-shared-pending", { polling: 100 });
    // What was said can be taken back without a mouse.
    await tabTo("Undo");
    await page.keyboard.press("Enter");
    await page.waitForFunction(
      (selector) => document.querySelectorAll(`${selector} .v-row`).length === 1,
      { polling: 100 },
      group("pending"),
    );
  });
});
