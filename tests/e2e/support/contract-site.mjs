// The page of the contract tests: a module and nothing to look at. And a file
// that a service can fetch.
import { createReadStream } from "node:fs";
import { createServer } from "node:http";
import path from "node:path";

import { settings } from "./settings.mjs";

const PAGE = `<!doctype html><title>Contract</title>
<script type="module">
  import init, * as contract from "/contract.js";
  await init();
  window.contract = contract;
</script>`;

const SOURCE = Buffer.alloc(300_000, "a file to fetch; ");

const FILES = {
  "/contract.js": "text/javascript",
  "/contract_bg.wasm": "application/wasm",
};

/** Serves both on a port that the services let in and fetch from. */
export async function serveContract(port) {
  const server = createServer((request, response) => {
    if (request.url === "/source.raw") {
      response.writeHead(200, {
        "Content-Type": "application/octet-stream",
        "Content-Length": SOURCE.length,
      });
      response.end(request.method === "HEAD" ? undefined : SOURCE);
    } else if (request.url in FILES) {
      response.setHeader("Content-Type", FILES[request.url]);
      createReadStream(path.join(settings.contractDir, request.url)).pipe(response);
    } else {
      response.setHeader("Content-Type", "text/html");
      response.end(PAGE);
    }
  });
  await new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    sourceBytes: SOURCE.length,
    close: () => new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    }),
  };
}
