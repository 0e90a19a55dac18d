// Other people's web servers, as processes of a test's own.
import { execFile, spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import net from "node:net";
import path from "node:path";
import { promisify } from "node:util";

import { settings } from "./settings.mjs";

/** How long a server may take to listen, or to end. */
const PATIENCE_MS = 10_000;

/** Starts one that listens on a port; `log` has its words, should it not. */
export async function startServer(program, args, port, log, env = process.env) {
  const child = spawn(program, args, { env, stdio: ["ignore", "ignore", "inherit"] });
  const ended = new Promise((resolve) => {
    child.once("exit", resolve);
    child.once("error", resolve);
  });
  await listening(path.basename(program), port, ended, log);
  return {
    close: async () => {
      child.kill("SIGTERM");
      const late = setTimeout(() => child.kill("SIGKILL"), PATIENCE_MS);
      await ended;
      clearTimeout(late);
    },
  };
}

/** `cert.pem` and `key.pem` for this computer. */
export async function makeCertificate(dir) {
  await promisify(execFile)(settings.openssl, [
    ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"],
    ...["-nodes", "-days", "7", "-subj", "/CN=localhost"],
    ...["-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"],
    ...["-keyout", path.join(dir, "key.pem"), "-out", path.join(dir, "cert.pem")],
  ]);
}

export async function freePort() {
  const server = net.createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A line of `ms` each way to a port of this computer: as wide as any, but far. */
export async function startDistance(port, ms) {
  const later = (from, to) => {
    from.on("data", (piece) => setTimeout(() => to.destroyed || to.write(piece), ms));
    from.on("close", () => setTimeout(() => to.destroy(), ms));
    from.on("error", () => {});
  };
  const server = net.createServer((near) => {
    const far = net.connect(port, "127.0.0.1");
    later(near, far);
    later(far, near);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { port: server.address().port, close: () => new Promise((resolve) => server.close(resolve)) };
}

/** Waits for the port; an error with the server's own words once it has ended. */
async function listening(name, port, ended, log) {
  let gone = false;
  ended.then(() => (gone = true));
  const deadline = Date.now() + PATIENCE_MS;
  while (!(await answers(port))) {
    if (gone || Date.now() > deadline) {
      const words = await readFile(log, "utf8").catch(() => "(no log)");
      throw new Error(`${name} does not listen on ${port}:\n${words}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function answers(port) {
  return new Promise((resolve) => {
    const socket = net.connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}
