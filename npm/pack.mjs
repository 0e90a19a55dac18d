// Makes the npm package of a built site: node npm/pack.mjs SITE OUT
// Copies the program, puts the styles into a module, and lets the program's own HTML and
// worker addresses through Trusted Types under a policy of its own.
import { createHash } from "node:crypto";
import { cp, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";

const [site, out] = process.argv.slice(2);
const repo = path.join(import.meta.dirname, "..");
const read = (...parts) => readFile(path.join(...parts), "utf8");

/** The files that the package is written as; the others are made. */
const WRITTEN = [
  "index.js", "index.d.ts", "package.json", "README.md",
  "frame.html", "frame.css", "frame.js", "frame-host.js", "frame-host.d.ts",
];
const WORKER = ["worker.js", "worker_bg.wasm", "worker_loader.js", "carrier.js"];

/**
 * Where a browser takes text for HTML or for a script's address: the texts are the
 * program's own, never a service's. Each must be there, or the program has changed.
 */
const SINKS = {
  html: [/\.innerHTML = (getStringFromWasm0\([^)]*\));/g, ".innerHTML = trusted.createHTML($1);"],
  worker: [/new Worker\((getStringFromWasm0\([^)]*\)),/g, "new Worker(trusted.createScriptURL($1),"],
  shared: [/new SharedWorker\((getStringFromWasm0\([^)]*\)),/g, "new SharedWorker(trusted.createScriptURL($1),"],
};
const POLICY = `const own = { createHTML: (text) => text, createScriptURL: (url) => url };
const trusted = globalThis.trustedTypes?.createPolicy("vitrine", own) ?? own;
`;

function throughTrustedTypes(js, sinks) {
  for (const [sink, through] of sinks.map((name) => SINKS[name])) {
    if (!js.match(sink)) throw new Error(`the program has no ${sink}: has its glue changed?`);
    js = js.replace(sink, through);
  }
  // Imports come first.
  const lines = js.split("\n");
  const after = lines.findLastIndex((line) => /^import .* from /.test(line)) + 1;
  lines.splice(after, 0, POLICY);
  return lines.join("\n");
}

/** As index.html orders them, without what is the page's own. */
async function styles() {
  const page = await read(repo, "index.html");
  const links = [...page.matchAll(/rel="css" href="(style\/[\w-]+\.css)"/g)].map(([, file]) => file);
  const files = [...links.filter((file) => file !== "style/page.css"), "style/embedded.css"];
  const sheets = await Promise.all(files.map((file) => read(repo, file)));
  const lines = sheets.join("\n").replaceAll(/\/\*[^]*?\*\//g, "").split("\n");
  return lines.map((line) => line.trim()).filter(Boolean).join("\n");
}

async function digest(file) {
  return `sha384-${createHash("sha384").update(await readFile(file)).digest("base64")}`;
}

/** Import maps keep watch over modules; of programs, the modules know what they load. */
async function withDigests(js, dir) {
  const programs = [...js.matchAll(/fetch\(new URL\("\.\/([\w-]+\.wasm)", import\.meta\.url\)\)/g)];
  const fetches = js.split("fetch(").length - 1;
  if (programs.length === 0 || programs.length !== fetches) {
    throw new Error(`the loader fetches ${fetches} files, ${programs.length} as expected: has it changed?`);
  }
  for (const [whole, name] of programs) {
    const integrity = await digest(path.join(dir, name));
    js = js.replace(whole, `${whole.slice(0, -1)}, { integrity: "${integrity}" })`);
  }
  return js;
}

async function integrity(dir) {
  const all = {};
  for (const entry of await readdir(dir, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    all[path.relative(dir, file)] = await digest(file);
  }
  return JSON.stringify(Object.fromEntries(Object.entries(all).sort()), null, 2) + "\n";
}

const names = await readdir(site);
const wasm = names.find((name) => /^vitrine-[0-9a-f]+_bg\.wasm$/.test(name));
if (!wasm) throw new Error(`${site} holds no program`);
const stem = wasm.replace("_bg.wasm", "");
const isPart = (name) => name.startsWith(stem) && !/\.(br|gz)$/.test(name);
const program = [...names.filter(isPart), ...WORKER];

await rm(out, { recursive: true, force: true });
await mkdir(path.join(out, "program"), { recursive: true });
for (const name of program) await cp(path.join(site, name), path.join(out, "program", name));
// Workers that a line of the page's own starts are under the page's policy.
for (const [name, sinks] of [[`${stem}.js`, ["html", "worker", "shared"]], ["worker.js", ["worker"]]]) {
  const glue = path.join(out, "program", name);
  await writeFile(glue, throughTrustedTypes(await read(glue), sinks));
}
for (const name of WRITTEN) await cp(path.join(import.meta.dirname, name), path.join(out, name));
for (const name of ["LICENSE", "THIRD-PARTY.txt"]) {
  await cp(path.join(name === "LICENSE" ? repo : site, name), path.join(out, name));
}
const parts = path.join(out, "program", `${stem}-parts.js`);
await writeFile(parts, await withDigests(await read(parts), path.join(out, "program")));
const built = {
  program: `program/${stem}.js`,
  programDigest: await digest(path.join(out, "program", wasm)),
  styles: await styles(),
};
await writeFile(
  path.join(out, "built.js"),
  Object.entries(built).map(([name, value]) => `export const ${name} = ${JSON.stringify(value)};\n`).join(""),
);
await writeFile(path.join(out, "integrity.json"), await integrity(out));
