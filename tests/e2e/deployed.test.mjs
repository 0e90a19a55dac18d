// The site as deploy/ says that it is served: by nginx and Caddy of Debian, over TLS, with
// Keystone and the image service below the console's own origin.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import http from "node:http";
import http2 from "node:http2";
import https from "node:https";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { brotliDecompressSync, gunzipSync } from "node:zlib";

import { launch } from "./support/browser.mjs";
import { Glance, tokenFor } from "./support/cloud.mjs";
import * as ui from "./support/console.mjs";
import { startCaddySite, startContainersNginx, startNginxSite } from "./support/deployed.mjs";
import * as downloads from "./support/downloads.mjs";
import { MIB, folder, randomFile, sha512 } from "./support/files.mjs";
import { startDistance } from "./support/server.mjs";
import { settings } from "./support/settings.mjs";

const names = readdirSync(settings.siteDir);
const named = (pattern) => names.find((name) => pattern.test(name));
const PROGRAM = named(/^vitrine-[0-9a-f]+_bg\.wasm$/);

/** One request as it is, with nothing unpacked: the status, the headers and the bytes. */
function ask(origin, address, headers = {}) {
  const { get } = origin.startsWith("https") ? https : http;
  return new Promise((resolve, reject) => {
    const request = get(origin + address, { headers, rejectUnauthorized: false, agent: false }, (response) => {
      const pieces = [];
      response.on("data", (piece) => pieces.push(piece));
      response.on("error", reject);
      response.on("end", () =>
        resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(pieces) }));
    });
    request.on("error", reject);
  });
}

/** A whole body by HTTP/2, as browsers send it; seconds, and what was answered. */
function put(origin, address, token, body) {
  return new Promise((resolve, reject) => {
    const began = performance.now();
    const session = http2.connect(origin, { rejectUnauthorized: false });
    session.on("error", reject);
    const stream = session.request({
      ":method": "PUT",
      ":path": address,
      "x-auth-token": token,
      "content-type": "application/octet-stream",
      "content-length": body.length,
    });
    stream.on("error", reject);
    stream.on("response", (headers) => {
      resolve({ seconds: (performance.now() - began) / 1000, status: headers[":status"] });
      session.destroy();
    });
    stream.end(body);
  });
}

function servesTheSite(server) {
  test("what never changes is kept for ever, and all else is asked for anew", async () => {
    for (const name of [PROGRAM, named(/-images\.wasm$/), named(/-chunk_\d+\.wasm$/), named(/-parts\.js$/), named(/^tokens-.*\.css$/)]) {
      const { status, headers } = await ask(server().origin, `/${name}`);
      assert.equal(status, 200, name);
      assert.equal(headers["cache-control"], "public, max-age=31536000, immutable", name);
    }
    for (const name of ["", "index.html", "boot.js", "carrier.js", "worker.js", "worker_bg.wasm", "worker_loader.js", "config.json"]) {
      const { status, headers } = await ask(server().origin, `/${name}`);
      assert.equal(status, 200, name);
      assert.equal(headers["cache-control"], "no-cache", name);
      assert.ok(headers.etag ?? headers["last-modified"], `${name} can't be asked for anew`);
    }
  });

  test("files are of their kind, compressed beforehand", async () => {
    const kinds = {
      "/": /^text\/html; charset=utf-8$/i,
      [`/${PROGRAM}`]: /^application\/wasm$/,
      "/boot.js": /^(text|application)\/javascript(; charset=utf-8)?$/i,
      "/config.json": /^application\/json/,
      [`/${named(/^tokens-.*\.css$/)}`]: /^text\/css/,
      [`/${named(/\.svg$/)}`]: /^image\/svg\+xml/,
    };
    for (const [address, kind] of Object.entries(kinds)) {
      assert.match((await ask(server().origin, address)).headers["content-type"], kind, address);
    }
    const plain = readFileSync(path.join(settings.siteDir, PROGRAM));
    for (const [encoding, unpack] of [["br", brotliDecompressSync], ["gzip", gunzipSync]]) {
      const { headers, body } = await ask(server().origin, `/${PROGRAM}`, { "Accept-Encoding": encoding });
      assert.equal(headers["content-encoding"], encoding);
      assert.ok(body.length < plain.length / 2, `${encoding}: ${body.length} of ${plain.length} bytes`);
      assert.ok(unpack(body).equals(plain), `${encoding} unpacks to something else`);
    }
  });

  test("an address of the console is the page, and a file that isn't there is none", async () => {
    for (const address of ["/images/7c1a?tab=data", "/transfers", "/service/stores"]) {
      const { status, headers, body } = await ask(server().origin, address);
      assert.equal(status, 200, address);
      assert.equal(headers["cache-control"], "no-cache", address);
      assert.match(body.toString(), /<div id="vitrine">/, address);
    }
    for (const address of ["/vitrine-0123456789abcdef-chunk_5.wasm", "/frame.json", "/gone.js"]) {
      assert.equal((await ask(server().origin, address)).status, 404, address);
    }
  });

  test("every answer has the headers that keep others out", async () => {
    for (const address of ["/", `/${PROGRAM}`, "/images/7c1a", "/worker.js"]) {
      const { headers } = await ask(server().origin, address);
      assert.match(headers["content-security-policy"], /frame-ancestors 'none'/, address);
      assert.match(headers["content-security-policy"], /script-src 'self' 'wasm-unsafe-eval';/, address);
      assert.equal(headers["x-content-type-options"], "nosniff", address);
      assert.equal(headers["referrer-policy"], "no-referrer", address);
    }
  });
}

for (const [name, start] of [["nginx", startNginxSite], ["Caddy", startCaddySite]]) {
  describe(`behind ${name}`, () => {
    let server, chromium, glance, files;
    before(async () => {
      server = await start();
      glance = await Glance.as("demo");
      files = await folder();
      chromium = await launch("chromium", { acceptInsecureCerts: true });
    });
    after(async () => {
      await chromium?.close();
      await server?.close();
      await files?.remove();
    });

    servesTheSite(() => server);

    test("what the services answer is kept nowhere", async () => {
      const image = await glance.create({ name: "kept-nowhere" });
      const headers = { "X-Auth-Token": await tokenFor("demo") };
      for (const address of ["/identity/v3", "/image/v2/images", `/image/v2/images/${image.id}/file`]) {
        const answer = await ask(server.origin, address, headers);
        assert.ok(answer.status < 300, `${address}: ${answer.status}`);
        assert.equal(answer.headers["cache-control"], "no-store", address);
      }
      await glance.delete(image.id);
    });

    test("from far away an image goes up as fast as the line lets it", async (t) => {
      const body = randomBytes(12 * MIB);
      const image = await glance.create({ name: "from-far-away" });
      const distance = await startDistance(new URL(server.origin).port, 25);
      const far = `https://127.0.0.1:${distance.port}`;
      const { seconds, status } = await put(far, `/image/v2/images/${image.id}/file`, await tokenFor("demo"), body);
      await distance.close();
      await glance.delete(image.id);
      t.diagnostic(`12 MiB over 50 ms there and back: ${seconds.toFixed(1)} s`);
      assert.equal(status, 204);
      // With 64 KiB under way at a time it would be ten.
      assert.ok(seconds < 5, `${seconds} s`);
    });

    test("an image goes up and comes back, and nobody but this origin is asked for anything", async (t) => {
      const file = await randomFile(files.dir, "by-one-origin.raw", 40 * MIB + 5);
      const page = await ui.open(chromium.browser, server.origin);
      const asked = new Set();
      page.on("request", (request) => asked.add(new URL(request.url()).protocol + new URL(request.url()).host));
      try {
        const keystone = await page.waitForSelector('input[name="auth_url"], .v-sign-in input');
        assert.equal(await keystone.evaluate((input) => input.value), `${server.origin}/identity`);
        await ui.field(page, "User name").fill("demo");
        await page.locator('input[type="password"]').fill(settings.demoPassword);
        await ui.field(page, "Project").fill("demo");
        await page.locator('button[type="submit"]').click();
        await ui.shows(page, "Upload image");
        await ui.link(page, "Upload image").click();
        await (await page.waitForSelector('.v-drop input[type="file"]')).uploadFile(file);
        await page.waitForSelector(".v-upload-item");
        await page.locator('form button[type="submit"]').click();
        await page.waitForSelector('.v-upload [data-stage="done"]', { timeout: 60_000 });
        await ui.shows(page, "Verified (SHA-512)");
        const [image] = await glance.named("by-one-origin");
        assert.equal(image.os_hash_value, await sha512(file));
        await page.goBack();
        await downloads.download(page, "by-one-origin");
        await downloads.stage(page, "done");
        const right = { name: "by-one-origin.raw", sha512: await sha512(file) };
        assert.deepEqual(await downloads.saved(chromium), right);
        await glance.delete(image.id);
      } catch (error) {
        await ui.keepPicture(page);
        throw error;
      }
      const own = new URL(server.origin);
      const others = [...asked].filter((origin) => origin !== own.protocol + own.host && !/^(blob|data):/.test(origin));
      assert.deepEqual(others, []);
      assert.deepEqual(page.faults, []);
    });
  });
}

describe("as the container serves it", () => {
  let server;
  before(async () => {
    server = await startContainersNginx();
  });
  after(() => server?.close());

  servesTheSite(() => server);
});
