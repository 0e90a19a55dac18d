// Files to move, and how to compare them.
import { execFileSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdtemp, open, rm } from "node:fs/promises";
import path from "node:path";

import { settings } from "./settings.mjs";

export const MIB = 1 << 20;

/** A folder that is removed by `remove()`. */
export async function folder() {
  const dir = await mkdtemp(path.join(settings.artifacts, "vitrine-files-"));
  return { dir, remove: () => rm(dir, { recursive: true, force: true }) };
}

/** A file of random bytes: no part of it is like another. */
export async function randomFile(dir, name, bytes) {
  const file = path.join(dir, name);
  const handle = await open(file, "w");
  for (let left = bytes; left > 0; left -= MIB) await handle.write(randomBytes(Math.min(left, MIB)));
  await handle.close();
  return file;
}

/** A disk image made by qemu-img from random data. */
export async function qemuImage(dir, name, format, bytes) {
  const raw = await randomFile(dir, `${name}.source`, bytes);
  const file = path.join(dir, name);
  execFileSync("qemu-img", ["convert", "-f", "raw", "-O", format, raw, file]);
  return file;
}

export async function sha512(file) {
  const hash = createHash("sha512");
  for await (const chunk of createReadStream(file)) hash.update(chunk);
  return hash.digest("hex");
}
