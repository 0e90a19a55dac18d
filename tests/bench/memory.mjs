// What a browser's processes hold in memory that is theirs: anonymous and shared
// pages, shared ones by share (PSS). Mapped files are the kernel's to drop.
import { readFileSync, readdirSync } from "node:fs";

import { pause } from "./wire.mjs";

const read = (file) => {
  try {
    return readFileSync(file, "utf8");
  } catch {
    // Processes end while one looks.
    return "";
  }
};

/** The processes below one, itself included. */
function family(root) {
  const parents = new Map();
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    // The program's name, in brackets, may have any letter in it.
    const parent = read(`/proc/${name}/stat`).split(") ").at(-1).split(" ")[1];
    parents.set(Number(name), Number(parent));
  }
  const all = [root];
  for (let at = 0; at < all.length; at += 1) {
    for (const [pid, parent] of parents) if (parent === all[at]) all.push(pid);
  }
  return all;
}

/** MiB of each kind of process. */
function look(root) {
  const kinds = {};
  for (const pid of family(root)) {
    const rollup = read(`/proc/${pid}/smaps_rollup`);
    const kib = ["Pss_Anon", "Pss_Shmem"]
      .map((name) => Number(rollup.match(new RegExp(`^${name}:\\s+(\\d+)`, "m"))?.[1] ?? 0))
      .reduce((sum, some) => sum + some);
    const kind = read(`/proc/${pid}/cmdline`).match(/--type=([\w-]+)|-contentproc.* (\w+)\0*$/);
    const name = kind?.[1] ?? kind?.[2] ?? "browser";
    kinds[name] = (kinds[name] ?? 0) + kib / 1024;
  }
  return kinds;
}

const sum = (kinds) => Object.values(kinds).reduce((total, some) => total + some, 0);

/** What pages hold; Chromium and Firefox name their processes differently. */
const ofPages = (kinds) => (kinds.renderer ?? 0) + (kinds.tab ?? 0);

const median = (looks) => looks.toSorted((a, b) => sum(a) - sum(b))[looks.length >> 1];

async function settled(root) {
  await pause(2000);
  const looks = [];
  for (let n = 0; n < 5; n += 1) {
    looks.push(look(root));
    await pause(200);
  }
  return median(looks);
}

/**
 * Runs `work` and looks at the memory before, meanwhile (6 times a second) and
 * after. `growth` is of all processes, `pageGrowth` of pages alone, each at its
 * own peak; `pageKept` is what pages have more than before in the end; `parts` are the kinds of processes at the peak of all.
 */
export async function watched(root, work) {
  const before = await settled(root);
  let peak = before;
  let ofPagesAtMost = ofPages(before);
  const watch = setInterval(() => {
    const now = look(root);
    if (sum(now) > sum(peak)) peak = now;
    ofPagesAtMost = Math.max(ofPagesAtMost, ofPages(now));
  }, 160);
  let result;
  try {
    result = await work();
  } finally {
    clearInterval(watch);
  }
  const after = await settled(root);
  const parts = Object.fromEntries(
    Object.entries(peak).map(([kind, mib]) => [kind, mib - (before[kind] ?? 0)]),
  );
  return {
    result,
    memory: {
      before: sum(before),
      peak: sum(peak),
      after: sum(after),
      growth: sum(peak) - sum(before),
      pageGrowth: ofPagesAtMost - ofPages(before),
      pageKept: ofPages(after) - ofPages(before),
      parts,
    },
  };
}
