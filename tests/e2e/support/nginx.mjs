// A real nginx before the services and the page, as operators run it: TLS, a
// path instead of a port, limits and answers of its own.
import { mkdtemp, writeFile } from "node:fs/promises";
import path from "node:path";

import { freePort, makeCertificate, startServer } from "./server.mjs";
import { settings } from "./settings.mjs";

/**
 * Starts nginx with these location blocks: what the functions below give, in
 * one string. Its error log stays in `dir` for whoever asks what happened.
 */
export async function startNginx({ port, tls = true, locations }) {
  const dir = await mkdtemp(path.join(settings.artifacts, "nginx-"));
  if (tls) await makeCertificate(dir);
  const listen = port ?? (await freePort());
  const config = path.join(dir, "nginx.conf");
  const log = path.join(dir, "error.log");
  await writeFile(config, configuration(dir, listen, tls, locations));
  // Without -e it would first try a log that only root may write.
  const server = await startServer(settings.nginx, ["-p", dir, "-c", config, "-e", log], listen, log);
  return { origin: `${tls ? "https" : "http"}://127.0.0.1:${listen}`, dir, close: server.close };
}

/** The Image service below a path. Neither bodies nor answers wait to be whole. */
export function imageUnder(prefix, target) {
  return location(prefix, target, "client_max_body_size 0;");
}

/** The Identity service below a path; what `target` has after the origin is left off. */
export function keystoneUnder(prefix, target) {
  return location(prefix, new URL(target).origin, "");
}

/** A proxy that answers preflights by itself, with all of these headers but one. */
export function preflightWithout(header, { prefix, target, headers }) {
  const rest = headers.filter((name) => name.toLowerCase() !== header.toLowerCase());
  return location(prefix, target, `
    client_max_body_size 0;
    if ($request_method = OPTIONS) {
      add_header Access-Control-Allow-Origin $http_origin;
      add_header Access-Control-Allow-Methods "GET,HEAD,POST,PUT,PATCH,DELETE";
      add_header Access-Control-Allow-Headers "${rest.join(",")}";
      add_header Vary Origin;
      return 204;
    }`);
}

/** A proxy with a limit, such as "1m": past it, a 413 of its own without CORS headers. */
export function bodyLimit(prefix, target, size) {
  return location(prefix, target, `client_max_body_size ${size};`);
}

/** A proxy to a service that is down: a 502 of its own without CORS headers. */
export function deadUpstream(prefix) {
  // Nobody listens there, and no program is ever given it as a free port.
  return location(prefix, "http://127.0.0.1:1", "");
}

/** The built site; unknown paths get the page, as a path router needs it. */
export function site(dir) {
  return `
  location / {
    root "${dir}";
    try_files $uri /index.html;
  }`;
}

function location(prefix, target, more) {
  // The slash after the target is what takes the prefix off.
  return `
  location ${prefix}/ {
    ${more}
    proxy_pass ${target}/;
    proxy_http_version 1.1;
    proxy_request_buffering off;
    proxy_buffering off;
    proxy_set_header Host $http_host;
    proxy_set_header X-Forwarded-Proto $scheme;
  }`;
}

function configuration(dir, port, tls, locations) {
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
    .map((name) => `${name}_temp_path "${dir}/${name}";`)
    .join("\n  ");
  const certificate = tls
    ? `ssl_certificate "${dir}/cert.pem";\n    ssl_certificate_key "${dir}/key.pem";`
    : "";
  // One process: a master would start workers as another user where it is root.
  return `daemon off;
master_process off;
pid "${dir}/nginx.pid";
error_log "${dir}/error.log" info;
events {}
http {
  access_log "${dir}/access.log";
  ${temporary}
  types {
    text/html html;
    text/css css;
    text/javascript js;
    application/json json;
    application/wasm wasm;
    image/svg+xml svg;
  }
  charset utf-8;
  server {
    listen 127.0.0.1:${port}${tls ? " ssl" : ""};
    ${certificate}
    ${locations}
  }
}
`;
}
