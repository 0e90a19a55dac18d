// The package is served as it is: a folder of static files below /vitrine/.
import { cp } from "node:fs/promises";
import { createReadStream } from "node:fs";
import path from "node:path";
import { defineConfig } from "vite";

const PACKAGE = path.resolve(import.meta.dirname, process.env.VITRINE_NPM_DIR ?? "../../dist/npm");
const TYPES = { ".js": "text/javascript", ".wasm": "application/wasm", ".json": "application/json", ".css": "text/css", ".html": "text/html" };

const vitrine = {
  name: "vitrine",
  configureServer(server) {
    server.middlewares.use("/vitrine", (request, response, next) => {
      const file = path.join(PACKAGE, path.normalize(new URL(request.url, "http://dev").pathname));
      createReadStream(file)
        .once("open", () => response.setHeader("Content-Type", TYPES[path.extname(file)] ?? "application/octet-stream"))
        .once("error", next)
        .pipe(response);
    });
  },
  async writeBundle({ dir }) {
    await cp(PACKAGE, path.join(dir, "vitrine"), { recursive: true });
  },
};

export default defineConfig({
  plugins: [vitrine],
  esbuild: { jsx: "automatic" },
  // An address that the lab's services allow.
  server: { host: "127.0.0.1", port: 8080, strictPort: true },
  // A polyfill would be a script in the page.
  build: { modulePreload: { polyfill: false }, rollupOptions: { external: ["/vitrine/index.js"] } },
});
