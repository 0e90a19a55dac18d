// The native programs that the console is measured beside.
import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Seconds that curl takes, its own start left out. */
export async function curl(...args) {
  const { stdout } = await run(process.env.VITRINE_CURL, [
    "--silent", "--show-error", "--fail", "--write-out", "%{time_total}", ...args,
  ]);
  return Number(stdout);
}

export async function sha512sum(file) {
  const start = performance.now();
  const { stdout } = await run("sha512sum", [file]);
  return { seconds: (performance.now() - start) / 1000, digest: stdout.split(" ")[0] };
}
