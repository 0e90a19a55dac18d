// What `cargo xtask test` tells the contract and the end-to-end tests.
const need = (name) => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run these tests by "cargo xtask test"`);
  return value;
};

export const settings = {
  siteDir: need("VITRINE_SITE_DIR"),
  /** The npm package, as it is published. */
  npmDir: process.env.VITRINE_NPM_DIR ?? null,
  /** The example portal, built, with the package in it. */
  portalDir: process.env.VITRINE_PORTAL_DIR ?? null,
  sitePort: Number(need("VITRINE_SITE_PORT")),
  /** An origin that the services' CORS settings don't allow. */
  deniedPort: Number(need("VITRINE_DENIED_PORT")),
  keystone: need("VITRINE_KEYSTONE_URL"),
  glance: need("VITRINE_GLANCE_URL"),
  chromium: need("VITRINE_CHROMIUM"),
  firefox: need("VITRINE_FIREFOX"),
  /** Programs. */
  nginx: need("VITRINE_NGINX"),
  /** nginx's module for what is compressed already. */
  nginxBrotli: need("VITRINE_NGINX_BROTLI"),
  /** And its list of kinds of files. */
  nginxTypes: need("VITRINE_NGINX_TYPES"),
  caddy: need("VITRINE_CADDY"),
  openssl: need("VITRINE_OPENSSL"),
  /** The lab and what stands beside it, each {name, release, keystone, glance}. */
  clouds: JSON.parse(need("VITRINE_CLOUDS")),
  /** The contract tests' module for JavaScript; end-to-end tests have none. */
  contractDir: process.env.VITRINE_CONTRACT_DIR ?? null,
  /** What each release can do: the file, and whether to "write" or to "check" it. */
  compatibility: need("VITRINE_COMPATIBILITY"),
  compatibilityMode: need("VITRINE_COMPATIBILITY_MODE"),
  artifacts: need("VITRINE_ARTIFACTS"),
  adminPassword: need("VITRINE_ADMIN_PASSWORD"),
  demoPassword: need("VITRINE_DEMO_PASSWORD"),
};
