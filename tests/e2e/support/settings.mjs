// What `cargo xtask test e2e` tells the tests.
const need = (name) => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run these tests by "cargo xtask test e2e"`);
  return value;
};

export const settings = {
  siteDir: need("VITRINE_SITE_DIR"),
  sitePort: Number(need("VITRINE_SITE_PORT")),
  /** An origin that the services' CORS settings don't allow. */
  deniedPort: Number(need("VITRINE_DENIED_PORT")),
  keystone: need("VITRINE_KEYSTONE_URL"),
  glance: need("VITRINE_GLANCE_URL"),
  chromium: need("VITRINE_CHROMIUM"),
  firefox: need("VITRINE_FIREFOX"),
  artifacts: need("VITRINE_ARTIFACTS"),
  adminPassword: need("VITRINE_ADMIN_PASSWORD"),
  demoPassword: need("VITRINE_DEMO_PASSWORD"),
};
