// A static host for the built site: unknown paths get the page, as a path
// router needs it. Nothing of it is the console's own.
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer } from "node:http";
import path from "node:path";

const TYPES = {
  ".css": "text/css",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};

/**
 * Serves `dir` on a port; `config` (an object or text) as config.json, and `files` by their
 * paths: on a port that the lab's Glance may fetch from.
 */
export async function serveSite(dir, port, { config, files = {} } = {}) {
  const faults = { loses: undefined, stalls: undefined };
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://site");
    if (faults.loses?.test(pathname)) {
      request.socket.destroy();
      return;
    }
    if (faults.stalls?.test(pathname)) return;
    if (pathname === "/config.json" && config !== undefined) {
      response.setHeader("Content-Type", "application/json");
      response.end(typeof config === "string" ? config : JSON.stringify(config));
      return;
    }
    if (files[pathname]) {
      response.setHeader("Content-Length", (await stat(files[pathname])).size);
      createReadStream(files[pathname]).pipe(response);
      return;
    }
    const wanted = path.join(dir, path.normalize(pathname));
    const isFile = await stat(wanted).then((s) => s.isFile(), () => false);
    const file = isFile ? wanted : path.join(dir, "index.html");
    response.setHeader("Content-Type", TYPES[path.extname(file)] ?? "application/octet-stream");
    response.setHeader("X-Content-Type-Options", "nosniff");
    createReadStream(file).pipe(response);
  });
  await new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  return {
    /** From now on, no request whose path matches is answered; `undefined` ends that. */
    lose: (pattern) => {
      faults.loses = pattern;
    },
    /** From now on, requests whose path matches wait for ever; `undefined` ends that. */
    stall: (pattern) => {
      faults.stalls = pattern;
    },
    origin: `http://127.0.0.1:${server.address().port}`,
    close: () => new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    }),
  };
}
