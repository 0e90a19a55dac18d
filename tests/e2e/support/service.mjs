// A service of the lab as the machine sees it: a process that can die.
import { execFileSync, spawn } from "node:child_process";
import { openSync, readFileSync, readlinkSync } from "node:fs";
import { connect } from "node:net";

/** Kills whoever serves the port, as a crash would, and starts the same again. */
export async function crash(port) {
  const line = execFileSync("ss", ["-Hltnp", `sport = :${port}`], { encoding: "utf8" });
  const pid = Number(/pid=(\d+)/.exec(line)?.[1]);
  if (!pid) throw new Error(`nobody listens on ${port}: ${line}`);
  const [program, ...args] = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").slice(0, -1);
  const env = Object.fromEntries(
    readFileSync(`/proc/${pid}/environ`, "utf8")
      .split("\0")
      .filter(Boolean)
      .map((entry) => [entry.slice(0, entry.indexOf("=")), entry.slice(entry.indexOf("=") + 1)]),
  );
  const cwd = readlinkSync(`/proc/${pid}/cwd`);
  const log = openSync(readlinkSync(`/proc/${pid}/fd/1`), "a");
  process.kill(pid, "SIGKILL");
  return {
    /** Outlives this test; the test command ends it. */
    async start() {
      while (await answers(port)) await new Promise((resolve) => setTimeout(resolve, 50));
      spawn(program, args, { cwd, env, detached: true, stdio: ["ignore", log, log] }).unref();
      for (let n = 0; n < 300; n += 1) {
        if (await answers(port)) return;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      throw new Error(`nobody listens on ${port} again`);
    },
  };
}

const answers = (port) =>
  new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.on("connect", () => resolve(true)).on("error", () => resolve(false));
    socket.on("connect", () => socket.destroy());
  });
