//! The list of images, of a real Glance that has thousands: how soon it is
//! there, how fast it searches, how smoothly it scrolls.

use super::{Bench, build_site};
use crate::failure::Result;
use crate::lab::{ADMIN_PASSWORD, Lab, Settings};
use crate::loopback;

pub fn measure(bench: &Bench<'_>) -> Result {
    let Bench { paths, tools, .. } = bench;
    let site = build_site(paths, tools)?;
    let [keystone_port, glance_port, site_port] = loopback::free_ports()?;
    let settings = Settings {
        state: paths.target("lab-bench"),
        keystone_port,
        glance_port,
        catalog_glance_port: glance_port,
        origins: vec![format!("http://127.0.0.1:{site_port}")],
        // What an earlier run left is brought to what this one wants.
        fresh: false,
    };
    let _lab = Lab::start(paths, tools, &settings)?;
    let mut node = bench.node("list.mjs", &site)?;
    node.env("VITRINE_SITE_PORT", site_port.to_string())
        .env("VITRINE_KEYSTONE_URL", settings.keystone_url())
        .env("VITRINE_GLANCE_URL", settings.glance_url())
        .env("VITRINE_ADMIN_PASSWORD", ADMIN_PASSWORD)
        .env("VITRINE_LAB_STATE", &settings.state)
        .env("VITRINE_LAB_PYTHON", tools.services.join("bin/python"));
    bench.run(&mut node)
}
