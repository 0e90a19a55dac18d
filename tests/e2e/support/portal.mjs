// A portal that embeds the console: pages and scripts of its own, the package's files, a
// strict policy, and a collector of what broke it.
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer } from "node:http";
import path from "node:path";

import { settings } from "./settings.mjs";

const TYPES = {
  ".css": "text/css",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".json": "application/json",
  ".wasm": "application/wasm",
};

const listen = async (server, port) => {
  await new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    close: () => new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    }),
  };
};

async function sendFile(response, file) {
  const isFile = await stat(file).then((it) => it.isFile(), () => false);
  response.statusCode = isFile ? 200 : 404;
  response.setHeader("Content-Type", TYPES[path.extname(file)] ?? "application/octet-stream");
  if (isFile) createReadStream(file).pipe(response);
  else response.end();
}

/** The policy that the package asks of a portal; `assets`: another origin that has its files. */
export const policy = (assets = "") => [
  "default-src 'none'",
  `script-src 'self' 'wasm-unsafe-eval' ${assets}`,
  "style-src 'self'",
  // The portal's own icon; the console has no pictures.
  "img-src 'self'",
  `connect-src http://127.0.0.1:* ${assets}`,
  `worker-src 'self' ${assets && `blob: ${assets}`}`,
  "require-trusted-types-for 'script'",
  "trusted-types vitrine",
  "report-uri /reports",
].map((line) => line.trim()).join("; ");

/**
 * `files`: what the portal has itself, by path, as text; `root`: a folder of more. The
 * package is below /vitrine/. Paths that it hasn't get its page, as a router of its own
 * needs it.
 */
export async function servePortal({ files = {}, root, port = settings.sitePort, csp = policy() }) {
  const reports = [];
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://portal");
    if (pathname === "/reports") {
      let text = "";
      for await (const chunk of request) text += chunk;
      reports.push(text);
      response.end();
      return;
    }
    if (pathname.startsWith("/vitrine/") && !Object.hasOwn(files, pathname)) {
      return sendFile(response, path.join(settings.npmDir, path.normalize(pathname.slice("/vitrine".length))));
    }
    if (csp) response.setHeader("Content-Security-Policy", csp);
    if (root && !Object.hasOwn(files, pathname)) {
      const has = path.extname(pathname) !== "";
      return sendFile(response, path.join(root, has ? path.normalize(pathname) : "index.html"));
    }
    const name = Object.hasOwn(files, pathname) ? pathname : "/";
    response.setHeader("Content-Type", TYPES[path.extname(name)] ?? TYPES[".html"]);
    response.end(files[name]);
  });
  return { ...(await listen(server, port)), reports };
}

/** The package's files at an origin of their own, for every page. */
export async function serveAssets() {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://assets");
    response.setHeader("Access-Control-Allow-Origin", "*");
    return sendFile(response, path.join(settings.npmDir, path.normalize(pathname)));
  });
  return listen(server, 0);
}
