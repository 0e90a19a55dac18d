// docs/compatibility.md: what was found out of each cloud. Written where the
// releases were named on the command line, compared otherwise.
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";

import { settings } from "./settings.mjs";

const HEAD = `# Compatibility

What the console's own calls do on real releases of Glance, each made in a real
browser. This page is written by the tests (\`cargo xtask test --glance all\`);
an ordinary run compares what it finds out with it.

| | means |
|---|---|
| yes | works, and what it does was looked at |
| – | this cloud hasn't got it, or has it switched off; the console doesn't offer it |
| not allowed | not even for an administrator, as the release ships |
| CORS | the cloud has it, but keeps pages of other origins from it |
| ignored | the service takes the request and heeds it not |

25 is Zed, 28 is 2024.1, 30 is 2025.1, 32 is 2026.1, 33 is 2026.2. "Only
allowed_origin" is a cloud with the services' own defaults for all other CORS
settings. Behind nginx: TLS, and a path in the place of a port.
`;

const CELLS = {
  works: "yes",
  "not offered": "–",
  "not allowed": "not allowed",
  "kept back by CORS": "CORS",
  ignored: "ignored",
};

/** Column -> what was seen, in the order of the checks. */
const found = new Map();

/** Notes what was seen of a cloud. */
export function record(column, seen) {
  found.set(column, seen);
}

/** Whether `seen` is the same as what was recorded of a column. */
export function compare(what, column, seen) {
  assert.deepEqual(seen, found.get(column), `${what} differs from ${column}`);
}

/** Brings the page up to date, or finds it so. */
export async function settle() {
  const old = parse(await readFile(settings.compatibility, "utf8").catch(() => ""));
  const counts = new Set([...found.values()].map((seen) => seen.length));
  assert.equal(counts.size, 1, "some checks failed, so the page stays as it was");
  if (settings.compatibilityMode === "write") {
    await writeFile(settings.compatibility, render(merged(old)));
    return;
  }
  for (const [column, seen] of found) {
    const cells = Object.fromEntries(seen.map((it) => [`${it.group}: ${it.name}`, CELLS[it.seen]]));
    assert.deepEqual(cells, old.get(column), `docs/compatibility.md is out of date on ${column}: `
      + "if that is meant, run `cargo xtask test --glance all`");
  }
}

/** Column -> check -> cell. */
function parse(text) {
  const columns = new Map();
  let group = null;
  let names = [];
  for (const line of text.split("\n")) {
    if (line.startsWith("## ")) group = line.slice(3);
    if (group === null || !line.startsWith("| ")) continue;
    const cells = line.slice(2, -2).split(" | ");
    if (cells[0] === "Call") {
      names = cells.slice(1);
      continue;
    }
    names.forEach((name, index) => {
      if (!columns.has(name)) columns.set(name, {});
      columns.get(name)[`${group}: ${cells[0]}`] = cells[index + 1];
    });
  }
  return columns;
}

/** What was found out now, over what was known of other clouds. */
function merged(old) {
  const all = new Map(old);
  for (const [column, seen] of found) {
    all.set(column, Object.fromEntries(seen.map((it) => [`${it.group}: ${it.name}`, CELLS[it.seen]])));
  }
  return all;
}

function render(all) {
  // 25, 28, …, 33, then 33 in other settings.
  const columns = [...all.keys()].sort((a, b) =>
    parseInt(a, 10) - parseInt(b, 10) || a.length - b.length || (a < b ? -1 : 1));
  const [checks] = found.values();
  let text = HEAD;
  let group = null;
  for (const check of checks) {
    if (check.group !== group) {
      group = check.group;
      text += `\n## ${group}\n\n| Call | ${columns.join(" | ")} |\n|---|${"---|".repeat(columns.length)}\n`;
    }
    const cell = (column) => all.get(column)[`${group}: ${check.name}`] ?? "";
    text += `| ${check.name} | ${columns.map(cell).join(" | ")} |\n`;
  }
  return text;
}
