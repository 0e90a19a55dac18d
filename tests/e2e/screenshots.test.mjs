// Pictures of the console, for the README and for looking at. Each is taken in
// both themes and at two widths; nothing may stick out of the narrow one. With
// VITRINE_SCREENSHOTS=docs/screenshots the ones that the README shows are kept.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { copyFile, mkdir, readFile } from "node:fs/promises";
import path from "node:path";
import { after, before, test } from "node:test";

import { launch } from "./support/browser.mjs";
import { Glance, tokenFor } from "./support/cloud.mjs";
import * as ui from "./support/console.mjs";
import { MIB, folder, randomFile } from "./support/files.mjs";
import { startProxy } from "./support/proxy.mjs";
import { settings } from "./support/settings.mjs";
import { serveSite } from "./support/site.mjs";

const SIZES = { desktop: [1440, 900], phone: [390, 844] };
const KEPT = ["list-desktop-light", "upload-desktop-dark", "image-phone-light"];

let chromium, site, files, out;
before(async () => {
  chromium = await launch("chromium");
  site = await serveSite(settings.siteDir, settings.sitePort, {
    config: { auth_url: settings.keystone },
  });
  files = await folder();
  out = path.join(settings.artifacts, "screenshots");
  await mkdir(out, { recursive: true });
});
after(async () => {
  await chromium.close();
  await site.close();
  await files.remove();
});

async function picture(page, name) {
  for (const [size, [width, height]] of Object.entries(SIZES)) {
    await page.setViewport({ width, height });
    // The console lays itself out by its own width, which it learns with the next frame.
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    for (const scheme of ["light", "dark"]) {
      await page.emulateMediaFeatures([
        { name: "prefers-color-scheme", value: scheme },
        { name: "prefers-reduced-motion", value: "reduce" },
      ]);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(overflow <= 0, `${name}, ${size}: ${overflow} px beside the edge`);
      const file = path.join(out, `${name}-${size}-${scheme}.png`);
      await page.screenshot({ path: file });
      if (process.env.VITRINE_SCREENSHOTS && KEPT.includes(path.basename(file, ".png"))) {
        await copyFile(file, path.join(process.env.VITRINE_SCREENSHOTS, path.basename(file)));
      }
    }
  }
  await page.setViewport({ width: 1440, height: 900 });
}

async function qcow2(name, virtualSize) {
  const file = path.join(files.dir, name);
  execFileSync("qemu-img", ["create", "-q", "-f", "qcow2", file, virtualSize]);
  return readFile(file);
}

test("pictures of sign-in, list, image and a running upload", async () => {
  const admin = await Glance.as("admin");
  const demo = await Glance.as("demo");
  const disk = await qcow2("disk.qcow2", "20G");
  const plain = (mib) => Buffer.alloc(mib * MIB, 1);
  const made = [];
  const make = async (glance, fields, data) => {
    const image = data ? await glance.createWithData(fields, data) : await glance.create(fields);
    made.push([glance, image.id]);
    return image;
  };
  const shared = { disk_format: "qcow2", min_disk: 20, min_ram: 2048, hw_disk_bus: "virtio" };
  const published = { ...shared, visibility: "public", protected: true };
  await make(admin, { ...published, name: "Debian 13 (trixie)", os_distro: "debian" }, disk);
  const ubuntu = await make(
    admin,
    {
      ...published,
      name: "Ubuntu Server 26.04 LTS",
      os_distro: "ubuntu",
      os_version: "26.04",
      os_admin_user: "ubuntu",
      hw_qemu_guest_agent: "yes",
      hw_firmware_type: "uefi",
      tags: ["lts", "cloud-init"],
    },
    disk,
  );
  await make(demo, { name: "web-frontend-2026-11-20", disk_format: "raw" }, plain(48));
  const golden = await make(
    demo,
    { ...shared, name: "build-agent-golden", os_distro: "debian", hw_qemu_guest_agent: "yes", tags: ["ci"] },
    disk,
  );
  await make(demo, { name: "rescue-tools", disk_format: "iso" });
  const retired = await make(demo, { name: "legacy-erp-2019", disk_format: "raw" }, plain(12));
  await demo.call("POST", `/images/${retired.id}/actions/deactivate`);

  const page = await ui.open(chromium.browser, site.origin);
  // Uploads are then the page's own, whose line can be made slow.
  await page.evaluateOnNewDocument(() => delete globalThis.SharedWorker);
  await page.reload();
  await ui.shows(page, "Keystone address");
  await picture(page, "sign-in");
  await ui.signIn(page, "demo");
  await ui.shows(page, "legacy-erp-2019");
  await picture(page, "list");
  await ui.link(page, ubuntu.name).click();
  await ui.shows(page, "Integrity");
  await picture(page, "image");
  for (const part of ["Properties", "Sharing", "Activity", "JSON", "Data"]) {
    await ui.part(page, part);
    await picture(page, `image-${part.toLowerCase()}`);
  }
  await page.locator(".v-copy-as summary").click();
  await ui.shows(page, "curl --fail");
  await picture(page, "commands");
  await ui.field(page, "Put my token into the command").click();
  await ui.shows(page, "This command holds your token");
  await picture(page, "commands-token");

  const file = await randomFile(files.dir, "postgres-17-appliance.raw", 96 * MIB);
  await page.locator(".v-crumbs a").click();
  await ui.link(page, "Upload image").click();
  await ui.shows(page, "Drop disk images here");
  await (await page.$('input[type="file"]')).uploadFile(file);
  await ui.shows(page, "Raw data");
  await picture(page, "upload-form");
  await page.emulateNetworkConditions({ upload: 8 * MIB, download: 8 * MIB, latency: 0 });
  await page.locator('form button[type="submit"]').click();
  await ui.shows(page, "s left");
  await picture(page, "upload");
  // Else the pictures show something else.
  assert.ok(await page.$('.v-upload [data-stage="moving"]'), "the upload ended too soon");
  await page.emulateNetworkConditions(null);
  await page.waitForSelector('.v-upload [data-stage="done"]', { timeout: 60_000 });
  await picture(page, "uploaded");
  await page.locator(".v-header-end .v-menu summary").click();
  await ui.link(page, "Connection").click();
  await ui.shows(page, "The range of a part can be read");
  await ui.shows(page, "image_count_total");
  await picture(page, "connection");

  await page.goto(`${site.origin}/images/${golden.id}/edit`);
  await ui.signIn(page, "demo");
  await ui.field(page, "Name").fill("build-agent-2026-12");
  await ui.field(page, "Minimum RAM (MiB)").fill("1024");
  await page.waitForSelector(".v-changes");
  await picture(page, "edit");
  await ui.button(page, "Choose from definitions").click();
  await ui.field(page, "Search names and meanings").fill("disk");
  await page.locator("dialog[open] .v-definition::-p-text(hw_disk_bus)").click();
  await page.waitForSelector("dialog[open] .v-definition-pane select");
  await picture(page, "definitions");
  await page.keyboard.press("Escape");
  await page.locator(".v-edit-review ::-p-text(Cancel)").click();
  await ui.button(page, "Leave").click();
  await page.goto(`${site.origin}/upload?from=address`);
  await ui.signIn(page, "admin");
  await ui.field(page, "Address of the file").fill("https://cloud.debian.org/images/debian-13-generic-amd64.qcow2");
  await picture(page, "create-address");
  for (const [name, text] of [
    ["Stores", "Lab fast file store (default)"],
    ["Cache", "Waiting to be cached"],
    ["Metadata definitions", "Search names and meanings"],
  ]) {
    await page.locator('.v-nav summary[aria-label="Service"]').click();
    await ui.link(page, name).click();
    await ui.shows(page, text);
    await picture(page, name.toLowerCase().replaceAll(" ", "-"));
  }

  assert.deepEqual(page.faults, []);
  await page.close();
  made.push(...(await demo.named("postgres-17-appliance")).map(({ id }) => [demo, id]));
  for (const [glance, id] of made) {
    await glance.patch(id, [{ op: "replace", path: "/protected", value: false }]);
    await glance.delete(id);
  }
});

test("pictures of the filter bar", async () => {
  const demo = await Glance.as("demo");
  const made = [];
  const fields = [
    { name: "Debian 13 (trixie)", os_distro: "debian", tags: ["cloud-init", "stable"] },
    { name: "Ubuntu Server 26.04 LTS", os_distro: "ubuntu", tags: ["lts", "cloud-init"] },
    { name: "build-agent-golden", os_distro: "debian", tags: ["ci"] },
  ];
  for (const one of fields) made.push(await demo.createWithData(one, Buffer.alloc(3 * MIB, 1)));
  made.push(await demo.create({ name: "rescue-tools", disk_format: "iso" }));
  const query = "filter=status=active,queued&filter=size<=10GiB&filter=updated_at>2w&filter=size>=big";
  const page = await ui.open(chromium.browser, `${site.origin}/images?${query}`);
  await ui.signIn(page, "demo");
  await ui.shows(page, "No filter:");
  await picture(page, "filter-chips");
  await page.locator('input[type="search"]').fill("de");
  await page.waitForSelector('[role="option"]');
  await page.keyboard.press("ArrowDown");
  await picture(page, "filter-fields");
  await page.locator('input[type="search"]').fill("tag=");
  await page.waitForSelector('[role="option"][aria-selected="true"]');
  await picture(page, "filter-values");
  await page.locator('input[type="search"]').fill("");
  await ui.button(page, "Add filter").click();
  await page.waitForSelector("dialog[open] form");
  await picture(page, "filter-editor");
  for (const key of ["tag", "size", "updated_at"]) {
    await page.select("dialog select", key);
    await ui.button(page, "Apply").click();
    await page.waitForSelector("dialog .v-hint-error");
    await picture(page, `filter-editor-${key}`);
  }
  await page.keyboard.press("Escape");
  const menu = (name) => page.locator(`summary[aria-label="${name}"]`).click();
  await menu("Views");
  await ui.field(page, "Save what is shown now").fill("Fresh and small");
  await ui.button(page, "Save view").click();
  await page.waitForSelector('.v-view[aria-current="true"]');
  await picture(page, "filter-views");
  await page.keyboard.press("Escape");
  await page.locator('input[type="search"]').fill("build");
  await menu("Views");
  await ui.shows(page, "(changed)");
  await picture(page, "filter-views-changed");
  await page.keyboard.press("Escape");
  await menu("Link, command, export");
  await ui.shows(page, "image list");
  await picture(page, "filter-export");
  assert.deepEqual(page.faults, []);
  await page.close();
  for (const { id } of made) await demo.delete(id);
});

test("pictures of the panel beside the list: one image, and a comparison", async () => {
  const demo = await Glance.as("demo");
  const disk = await qcow2("panel.qcow2", "20G");
  const common = {
    disk_format: "qcow2", min_disk: 20, min_ram: 2048, hw_disk_bus: "virtio", hw_scsi_model: "virtio-scsi",
    os_distro: "ubuntu", architecture: "x86_64", hw_qemu_guest_agent: "yes",
  };
  const made = [
    await demo.createWithData(
      { ...common, name: "ubuntu-26.04-server-golden-2026-11-20", os_version: "26.04", tags: ["lts", "golden"],
        hw_firmware_type: "uefi" },
      disk,
    ),
    await demo.createWithData(
      { ...common, name: "ubuntu-24.04-server-golden-2026-06-02", os_version: "24.04", tags: ["lts"] },
      Buffer.concat([disk, Buffer.alloc(MIB)]),
    ),
    await demo.create({ name: "rescue-tools", disk_format: "iso" }),
  ];
  const page = await ui.open(chromium.browser, site.origin);
  await ui.signIn(page, "demo");
  await ui.shows(page, made[0].name);
  await ui.button(page, "Panel").click();
  const select = ({ id }) => page.locator(`tr[data-id="${id}"] input[type="checkbox"]`).click();
  await select(made[0]);
  await page.waitForSelector(".v-peek-title");
  await picture(page, "panel");
  await select(made[1]);
  await page.waitForSelector(".v-compare");
  await picture(page, "comparison");
  await select(made[2]);
  await ui.field(page, "Only differences").click();
  await picture(page, "comparison-all");
  assert.deepEqual(page.faults, []);
  await page.close();
  for (const { id } of made) await demo.delete(id);
});

test("pictures of what is shared, and of the board", async () => {
  const demo = await Glance.as("demo");
  const alt = await Glance.as("alt");
  const project = await demo.project();
  const plain = (mib, seed) => Buffer.alloc(mib * MIB, seed);
  const made = [];
  const make = async (glance, fields, data) => {
    const image = data ? await glance.createWithData(fields, data) : await glance.create(fields);
    made.push([glance, image]);
    return image;
  };
  const offers = ["ubuntu-26.04-hardened", "postgres-17-appliance", "ci-runner-2026-11", "windows-2025-eval"];
  for (const [n, name] of offers.entries()) {
    const image = await make(alt, { name }, plain(4 + n, 10 + n));
    await alt.share(image.id, project);
  }
  const answer = (id, status) =>
    demo.call("PUT", `/images/${id}/members/${project}`, {
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ status }),
    });
  await answer(made[2][1].id, "accepted");
  await answer(made[3][1].id, "rejected");
  await make(demo, { name: "web-frontend-2026-11-20" }, plain(24, 1));
  await make(demo, { name: "web-frontend-copy" }, plain(24, 1));
  await make(demo, { name: "build-agent-golden", disk_format: "vhd", container_format: "ovf" }, plain(16, 2));
  await make(demo, { name: "rescue-tools", disk_format: "iso", container_format: "ovf" }, plain(9, 3));
  await make(demo, { name: "never-uploaded" });
  const retired = await make(demo, { name: "legacy-erp-2019" }, plain(12, 4));
  await demo.call("POST", `/images/${retired.id}/actions/deactivate`);
  const page = await ui.open(chromium.browser, `${site.origin}/shared`);
  await ui.signIn(page, "demo");
  await ui.shows(page, "ubuntu-26.04-hardened");
  await picture(page, "shared");
  await ui.link(page, "Tidy").click();
  await ui.shows(page, "could be freed");
  await picture(page, "tidy");
  await page.locator(".v-tidy-card ::-p-text(Duplicates)").click();
  await ui.shows(page, "2 images with the same");
  await picture(page, "tidy-duplicates");
  assert.deepEqual(page.faults, []);
  await page.close();
  for (const [glance, { id }] of made) await glance.delete(id);
});

test("pictures of several uploads: forms, queue, question, another attempt", async () => {
  const page = await ui.open(chromium.browser, site.origin);
  await page.evaluateOnNewDocument(() => delete globalThis.SharedWorker);
  await page.reload();
  const demo = await Glance.as("demo");
  await ui.signIn(page, "demo");
  await ui.shows(page, "Upload image");
  await ui.link(page, "Upload image").click();
  await ui.shows(page, "Drop disk images here");
  const disk = path.join(files.dir, "ubuntu-26.04-server.qcow2");
  execFileSync("qemu-img", ["create", "-q", "-f", "qcow2", disk, "40G"]);
  const chosen = [disk];
  for (const name of ["router-appliance.raw", "rescue.raw", "db-golden.raw"]) {
    chosen.push(await randomFile(files.dir, name, 24 * MIB));
  }
  await (await page.$('.v-drop input[type="file"]')).uploadFile(...chosen);
  await ui.shows(page, "40 GiB for a guest");
  await picture(page, "upload-batch");
  await page.emulateNetworkConditions({ upload: 2 * MIB, download: 8 * MIB, latency: 0 });
  await page.locator('form button[type="submit"]').click();
  await page.waitForSelector('.v-upload [data-stage="queued"]');
  await page.locator('.v-upload [data-stage="moving"] ::-p-aria([name="Cancel"][role="button"])').click();
  await page.locator(".v-transfers-button").click();
  await picture(page, "queue");
  await page.emulateNetworkConditions(null);
  await page.waitForFunction(
    () => document.querySelectorAll('.v-upload [data-stage="done"]').length === 4, { timeout: 90_000 });
  assert.deepEqual(page.faults, []);
  await page.close();
  for (const file of chosen) {
    const name = path.basename(file).replace(/\.[^.]*$/, "");
    for (const { id } of await demo.named(name)) await demo.delete(id);
  }
});

test("pictures of downloads: under way, waiting, paused, wrong bytes, not finished", async () => {
  const demo = await Glance.as("demo");
  const proxy = await startProxy(settings.glance);
  const names = ["fedora-coreos-44", "opnsense-26.7", "windows-server-2025-eval"];
  const images = [];
  for (const name of names) images.push(await demo.createWithData({ name }, Buffer.alloc(64 * MIB, 3)));
  const page = await ui.open(chromium.browser, site.origin);
  const signIn = async () => {
    await ui.signInWithToken(page, await tokenFor("demo"), proxy.url);
    await ui.shows(page, names[0]);
  };
  const stage = (name) => page.waitForSelector(`.v-drawer [data-stage="${name}"]`, { timeout: 60_000 });
  const start = async (name) => {
    await ui.button(page, `Download ${name}`).click();
    await page.waitForSelector(".v-drawer:not([hidden])");
  };
  await signIn();
  proxy.faults.flipDownloadAt = 1000;
  await start(names[0]);
  await stage("failed");
  await ui.button(page, "Close").click();
  proxy.faults.downloadPace = 1.5 * MIB;
  await start(names[1]);
  await stage("moving");
  await page.locator('.v-drawer [data-stage="moving"] ::-p-aria([name="Pause"][role="button"])').click();
  await stage("paused");
  await ui.button(page, "Close").click();
  await start(names[2]);
  await ui.shows(page, "s left");
  await picture(page, "downloads");
  proxy.faults.downloadPace = MIB;
  proxy.faults.answerAll = { status: 503, cors: site.origin };
  await page.locator('.v-drawer [data-stage="paused"] ::-p-aria([name="Go on"][role="button"])').click();
  await stage("waiting");
  await picture(page, "downloads-waiting");
  proxy.faults.answerAll = null;
  await new Promise((resolve) => setTimeout(resolve, 2500));
  page.on("dialog", (dialog) => dialog.accept().catch(() => {}));
  await page.reload();
  await signIn();
  await page.locator(".v-transfers-button").click();
  await stage("partial");
  await picture(page, "downloads-partial");
  assert.deepEqual(page.faults, []);
  await page.close();
  await proxy.close();
  for (const { id } of images) await demo.delete(id);
});

test("pictures of many images at once: the bar, its menu, dry runs, progress, results", async () => {
  const demo = await Glance.as("demo");
  const proxy = await startProxy(settings.glance);
  const names = [
    "ubuntu-24.04-server", "ubuntu-26.04-server", "debian-13-generic", "rocky-10-base",
    "fedora-coreos-44", "opnsense-26.7", "alpine-3.24-virt", "windows-server-2025-eval",
  ];
  const images = [];
  for (const [n, name] of names.entries()) {
    const fields = { name, visibility: "private", tags: n % 2 ? ["lts", "web"] : ["lts"], os_distro: name.split("-")[0] };
    images.push(await demo.createWithData({ ...fields, protected: n === 7 }, Buffer.alloc((n + 1) * MIB, 4)));
  }
  const protect = (id, value) => demo.patch(id, [{ op: "replace", path: "/protected", value }]);
  const page = await ui.open(chromium.browser, site.origin);
  await ui.signInWithToken(page, await tokenFor("demo"), proxy.url);
  await ui.shows(page, names[7]);
  await protect(images[2].id, true);
  for (const name of names) await page.locator(`[aria-label="Select ${name}"]`).click();
  await ui.shows(page, "8 selected");
  await picture(page, "bulk-bar");
  await page.locator(".v-bulk-bar summary").click();
  await picture(page, "bulk-menu");
  await ui.button(page, "Properties…").click();
  await ui.field(page, "Name of property 1").fill("os_distro");
  await ui.field(page, "Value of property 1").fill("debian");
  await page.locator("dialog[open] summary").click();
  await picture(page, "bulk-properties");
  await page.keyboard.press("Escape");
  await ui.button(page, "Tags…").click();
  await picture(page, "bulk-tags");
  await page.keyboard.press("Escape");
  await ui.button(page, "Delete").click();
  await ui.field(page, "To go on, type “delete 7”").fill("delete 7");
  await picture(page, "bulk-delete");
  proxy.faults.delayDeletions = 4_000;
  await ui.button(page, "Delete 7 images").click();
  await ui.shows(page, "1 of 8 done");
  await picture(page, "bulk-progress");
  proxy.faults.delayDeletions = null;
  await ui.shows(page, "1 failed");
  await picture(page, "bulk-results");
  assert.deepEqual(page.faults, []);
  await page.close();
  await proxy.close();
  for (const n of [2, 7]) {
    await protect(images[n].id, false);
    await demo.delete(images[n].id);
  }
});
