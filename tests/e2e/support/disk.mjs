// A small disk for one browser: in memory, in a mount namespace of the browser's own, so that
// it goes with it. A user namespace around that, so that nobody need be root.
import { chmod, mkdir, mkdtemp, open, rm, writeFile } from "node:fs/promises";
import path from "node:path";

import { settings } from "./settings.mjs";

/** `program` is to be started in the place of `browser`, with `dir` as its profile's folder. */
export async function disk(browser, bytes) {
  const home = await mkdtemp(path.join(settings.artifacts, "vitrine-disk-"));
  const [mount, program, dir] = ["disk", "browser", "profile"].map((name) => path.join(home, name));
  for (const folder of [mount, dir]) await mkdir(folder);
  // What is in the profile by then comes along.
  const inside = [
    `mount -t tmpfs -o size=${bytes} none '${mount}'`,
    `cp -r '${dir}' '${mount}'`,
    `mount --bind '${mount}/profile' '${dir}'`,
    `exec '${browser}' "$@"`,
  ].join(" && ");
  await writeFile(program, [
    "#!/bin/sh",
    `exec unshare --user --map-root-user --mount sh -c ${JSON.stringify(inside).replaceAll("$", "\\$")} sh "$@"`,
    "",
  ].join("\n"));
  await chmod(program, 0o755);
  // As who isn't in the namespace finds it.
  const filler = (pid) => `/proc/${pid}/root${mount}/filler`;
  return {
    home,
    program,
    dir,
    /** Until not one more block is to be had. */
    async fill(pid) {
      const file = await open(filler(pid), "w");
      try {
        for (const piece of [1 << 20, 4096]) {
          const zeros = Buffer.alloc(piece);
          while (await file.write(zeros).then(({ bytesWritten }) => bytesWritten === piece, isFull));
        }
      } finally {
        await file.close();
      }
    },
    free: (pid) => rm(filler(pid)),
  };
}

function isFull(error) {
  if (error.code !== "ENOSPC") throw error;
  return false;
}
