// Lists what the program is made of, with the terms of each: cargo metadata | node npm/licences.mjs
import { readFile, readdir } from "node:fs/promises";
import path from "node:path";

let json = "";
for await (const chunk of process.stdin.setEncoding("utf8")) json += chunk;
const { packages, resolve } = JSON.parse(json);
const nodes = new Map(resolve.nodes.map((node) => [node.id, node]));
const byId = new Map(packages.map((it) => [it.id, it]));

/** What ends in the program: no tools that only build it, no tests. */
const linked = new Set();
const visit = (id) => {
  if (linked.has(id)) return;
  linked.add(id);
  for (const { pkg, dep_kinds: kinds } of nodes.get(id).deps) {
    const isMacro = byId.get(pkg).targets.some(({ kind }) => kind.includes("proc-macro"));
    if (!isMacro && kinds.some(({ kind }) => kind === null)) visit(pkg);
  }
};
visit(packages.find(({ name }) => name === "vitrine").id);

const texts = new Map();
const lines = [];
const all = [...linked].map((id) => byId.get(id)).filter(({ source }) => source !== null);
all.sort((a, b) => a.name.localeCompare(b.name));
for (const { name, version, license, license_file: file, manifest_path: manifest, repository } of all) {
  if (!license && !file) throw new Error(`${name} ${version} names no licence`);
  lines.push(`${name} ${version}  ${license ?? "see below"}  ${repository ?? ""}`.trimEnd());
  const dir = path.dirname(manifest);
  for (const entry of await readdir(dir)) {
    if (!/^(LICEN[CS]E|COPYING|NOTICE|COPYRIGHT|UNLICENSE)/i.test(entry)) continue;
    const text = (await readFile(path.join(dir, entry), "utf8").catch(() => "")).trim();
    if (text) texts.set(text, [...(texts.get(text) ?? []), `${name} ${version}`]);
  }
}
const parts = [...texts].map(([text, of]) => `${"-".repeat(72)}\n${of.join(", ")}\n\n${text}\n`);
process.stdout.write(`The program contains these libraries, under these terms:\n\n${lines.join("\n")}\n\n${parts.join("\n")}`);
