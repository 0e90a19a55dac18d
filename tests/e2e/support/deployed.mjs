// The site behind a web server, by the configurations in deploy/ with the changes that
// they ask their readers for.
import { cp, mkdir, mkdtemp, readFile, symlink, writeFile } from "node:fs/promises";
import path from "node:path";

import { freePort, makeCertificate, startServer } from "./server.mjs";
import { settings } from "./settings.mjs";

const DEPLOY = path.join(import.meta.dirname, "../../../deploy");

/** Each word must be there: a configuration that has changed is read anew. */
function replaced(text, changes) {
  for (const [from, to] of changes) {
    if (!text.includes(from)) throw new Error(`the configuration has no ${from}`);
    text = text.replaceAll(from, to);
  }
  return text;
}

async function change(file, changes) {
  await writeFile(file, replaced(await readFile(file, "utf8"), changes));
}

/** What every configuration names of the services. */
const services = () => [
  ["https://keystone.example.org:5000", new URL(settings.keystone).origin],
  ["https://glance.example.org:9292", settings.glance],
];

/** The built site in a folder of its own, with same-origin.json as its configuration. */
async function site(dir) {
  const root = path.join(dir, "site");
  await cp(settings.siteDir, root, { recursive: true });
  await cp(path.join(DEPLOY, "same-origin.json"), path.join(root, "config.json"));
  return root;
}

/** nginx, with Keystone and the image service below the console's own origin. */
export async function startNginxSite() {
  const dir = await mkdtemp(path.join(settings.artifacts, "deployed-nginx-"));
  const port = await freePort();
  await makeCertificate(dir);
  await cp(path.join(DEPLOY, "nginx"), dir, { recursive: true });
  await symlink(settings.nginxTypes, path.join(dir, "mime.types"));
  await change(path.join(dir, "vitrine.conf"), [
    ["listen 443", `listen 127.0.0.1:${port}`],
    ["images.example.org", "127.0.0.1"],
    ["/etc/ssl/vitrine", dir],
    ["/srv/vitrine", await site(dir)],
    ["https://keystone.example.org:5000 https://glance.example.org:9292", ""],
    ["# include vitrine/proxy.conf", "include vitrine/proxy.conf"],
  ]);
  await change(path.join(dir, "vitrine/proxy.conf"), services());
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
    .map((name) => `  ${name}_temp_path "${dir}/${name}";`);
  // What Debian's own nginx.conf says. One process: a master would start workers as
  // another user where it is root.
  await writeFile(path.join(dir, "nginx.conf"), `daemon off;
master_process off;
load_module "${settings.nginxBrotli}";
pid "${dir}/nginx.pid";
events {}
http {
  access_log "${dir}/access.log";
${temporary.join("\n")}
  include vitrine.conf;
}
`);
  const log = path.join(dir, "error.log");
  const words = ["-p", dir, "-c", path.join(dir, "nginx.conf"), "-e", log];
  const server = await startServer(settings.nginx, words, port, log);
  return { origin: `https://127.0.0.1:${port}`, close: server.close };
}

/** nginx as in the container: plain HTTP, and any cloud. */
export async function startContainersNginx() {
  const dir = await mkdtemp(path.join(settings.artifacts, "deployed-container-"));
  const port = await freePort();
  await cp(path.join(DEPLOY, "nginx"), dir, { recursive: true });
  await symlink(settings.nginxTypes, path.join(dir, "mime.types"));
  await mkdir(path.join(dir, "tmp"));
  await change(path.join(dir, "container.conf"), [
    // Before all that may be there, too.
    ["/tmp/", `${dir}/tmp/`],
    ["include /etc/nginx/modules-enabled/*.conf", `load_module "${settings.nginxBrotli}"`],
    ["worker_processes auto", "master_process off"],
    ["listen 8080", `listen 127.0.0.1:${port}`],
    ["/srv/vitrine", await site(dir)],
    ["/dev/stdout", `${dir}/access.log`],
    ["error_log stderr", `error_log "${dir}/error.log"`],
  ]);
  const log = path.join(dir, "error.log");
  const words = ["-p", dir, "-c", path.join(dir, "container.conf"), "-e", log, "-g", "daemon off;"];
  const server = await startServer(settings.nginx, words, port, log);
  return { origin: `http://127.0.0.1:${port}`, close: server.close };
}

/** Caddy, with Keystone and the image service below the console's own origin. */
export async function startCaddySite() {
  const dir = await mkdtemp(path.join(settings.artifacts, "deployed-caddy-"));
  const port = await freePort();
  await makeCertificate(dir);
  await cp(path.join(DEPLOY, "caddy"), dir, { recursive: true });
  const log = path.join(dir, "error.log");
  const config = path.join(dir, "Caddyfile");
  await change(config, [
    ["images.example.org {", `{
	admin off
	auto_https disable_redirects
	log {
		output file ${log}
	}
}

https://127.0.0.1:${port} {
	bind 127.0.0.1
	tls ${dir}/cert.pem ${dir}/key.pem`],
    ["/srv/vitrine", await site(dir)],
    [" https://keystone.example.org:5000 https://glance.example.org:9292", ""],
    ["# import proxy.caddy", "import proxy.caddy"],
  ]);
  await change(path.join(dir, "proxy.caddy"), services());
  const env = { ...process.env, XDG_DATA_HOME: dir, XDG_CONFIG_HOME: dir };
  const words = ["run", "--config", config, "--adapter", "caddyfile"];
  const server = await startServer(settings.caddy, words, port, log, env);
  return { origin: `https://127.0.0.1:${port}`, close: server.close };
}
