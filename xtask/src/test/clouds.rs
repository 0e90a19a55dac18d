//! The clouds that the contract and the end-to-end tests share: the lab and
//! its variants, up from the first test that wants them to the last.

use std::time::Instant;

use crate::failure::Result;
use crate::lab::{Cloud, Lab, Neighbour, Settings, VariantPorts};
use crate::paths::Paths;
use crate::setup::{self, OLDER_RELEASES, Tools};
use crate::{loopback, say};

pub struct Clouds<'a> {
    paths: &'a Paths,
    lab: Lab<'a>,
    variants: Vec<Neighbour<'a>>,
    pub settings: Settings,
    /// Where the tests serve the page.
    pub site_port: u16,
    /// Pages from here are refused by CORS, to see how that looks.
    pub denied_port: u16,
    /// One for each older release.
    older_ports: [u16; OLDER_RELEASES.len()],
}

impl<'a> Clouds<'a> {
    /// `state`: the folder's name.
    pub fn start(paths: &'a Paths, tools: &Tools, state: &str) -> Result<Self> {
        // Chosen together, so that no two are the same.
        let [
            keystone_port,
            glance_port,
            site_port,
            denied_port,
            minimal_keystone,
            minimal_glance,
            lost_keystone,
            single_store,
            own_schema,
            older_ports @ ..,
        ] = loopback::free_ports::<{ 9 + OLDER_RELEASES.len() }>()?;
        let settings = Settings {
            state: paths.target(state),
            keystone_port,
            glance_port,
            catalog_glance_port: glance_port,
            // The second is this computer by a name that makes no page secure.
            origins: vec![
                format!("http://127.0.0.1:{site_port}"),
                format!("http://console.test:{site_port}"),
            ],
            fresh: true,
        };
        let lab = Lab::start(paths, tools, &settings)?;
        let began = Instant::now();
        let variants = lab.start_variants(VariantPorts {
            minimal_keystone,
            minimal_glance,
            lost_keystone,
            single_store,
            own_schema,
        })?;
        announce(&variants, began);
        Ok(Self {
            paths,
            lab,
            variants,
            settings,
            site_port,
            denied_port,
            older_ports,
        })
    }

    /// Older releases beside the lab, installed if need be.
    pub fn start_older(&self, releases: &[u16]) -> Result<Vec<Neighbour<'a>>> {
        let wanted: Vec<_> = setup::ensure_older(self.paths, releases)?
            .into_iter()
            .zip(self.older_ports)
            .collect();
        let began = Instant::now();
        let older = self.lab.start_older(&wanted)?;
        announce(&older, began);
        Ok(older)
    }

    /// All that are up, with these beside them, as a JSON list.
    pub fn list(&self, older: &[Neighbour<'_>]) -> Result<String> {
        let own = self.lab.cloud()?;
        let beside = older.iter().chain(&self.variants).map(|it| &it.cloud);
        let all: Vec<String> = std::iter::once(&own)
            .chain(beside)
            .map(Cloud::to_string)
            .collect();
        Ok(format!("[{}]", all.join(",")))
    }
}

fn announce(neighbours: &[Neighbour<'_>], began: Instant) {
    let names: Vec<&str> = neighbours.iter().map(|it| it.cloud.name.as_str()).collect();
    say!(
        "lab: beside it are up: {} ({:.1} s)",
        names.join(", "),
        began.elapsed().as_secs_f32()
    );
}
