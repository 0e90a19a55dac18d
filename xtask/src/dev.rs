//! `cargo xtask dev`: the console in a browser, rebuilt as its source
//! changes, with a lab or a real cloud behind it.

use std::fs;
use std::path::{Path, PathBuf};

use crate::arguments::Arguments;
use crate::failure::{Doing, Result, because};
use crate::lab::{self, Lab, Settings};
use crate::paths::Paths;
use crate::process::Running;
use crate::setup::{self, Purpose, Tools};
use crate::{loopback, say, stop};

const PORT: u16 = 8080;
const KEYSTONE_PORT: u16 = 5000;
const GLANCE_PORT: u16 = 9292;

#[derive(Debug)]
pub struct Options {
    fresh: bool,
    port: u16,
    cloud: Option<String>,
}

impl Options {
    pub fn parse(mut arguments: Arguments) -> Result<Self> {
        let options = Self {
            fresh: arguments.flag("--fresh"),
            port: arguments.port("--port")?.unwrap_or(PORT),
            cloud: arguments.option("--cloud")?,
        };
        arguments.finish()?;
        if options.fresh && options.cloud.is_some() {
            return because("--fresh empties the lab, which --cloud does not start: give one");
        }
        Ok(options)
    }
}

pub fn run(paths: &Paths, options: &Options) -> Result {
    // The cheap refusals come before anything is installed or started.
    let config = match &options.cloud {
        Some(url) => config_for(url)?,
        None => config_for(&lab_settings(paths, options).keystone_url())?,
    };
    let remedy = format!(
        "stop it, or choose another: cargo xtask dev --port {}",
        options.port.wrapping_add(1)
    );
    loopback::need_free(options.port, "the page", &remedy)?;

    if options.cloud.is_some() {
        let tools = setup::run(paths, Purpose::Serve)?;
        return serve(paths, &tools, options, &config, None);
    }
    let tools = setup::run(paths, Purpose::Dev)?;
    let settings = lab_settings(paths, options);
    let lab = Lab::start(paths, &tools, &settings)?;
    lab.add_demo_images()?;
    serve(paths, &tools, options, &config, Some(lab))
}

/// `cargo xtask lab`: the services alone; `cargo xtask lab seed`: images for them.
pub fn run_lab(paths: &Paths, mut arguments: Arguments) -> Result {
    match arguments.word().as_deref() {
        None => {
            let fresh = arguments.flag("--fresh");
            arguments.finish()?;
            keep_lab(paths, fresh)
        }
        Some("seed") => {
            let count = arguments.number("--images")?.unwrap_or(lab::MANY);
            arguments.finish()?;
            let tools = setup::run(paths, Purpose::Dev)?;
            lab::seed(paths, &tools, &lab_state(paths), count)
        }
        Some(other) => because(format!("no `lab {other}`; see `cargo xtask help`")),
    }
}

fn keep_lab(paths: &Paths, fresh: bool) -> Result {
    let options = Options {
        fresh,
        port: PORT,
        cloud: None,
    };
    let tools = setup::run(paths, Purpose::Dev)?;
    let settings = lab_settings(paths, &options);
    let mut lab = Lab::start(paths, &tools, &settings)?;
    lab.add_demo_images()?;
    say!("\n{}\n\nCtrl-C stops it.", lab::PEOPLE);
    loop {
        lab.check()?;
        stop::pause()?;
    }
}

fn lab_state(paths: &Paths) -> PathBuf {
    paths.target("lab")
}

fn lab_settings(paths: &Paths, options: &Options) -> Settings {
    let mut ports = vec![PORT];
    if options.port != PORT {
        ports.push(options.port);
    }
    Settings {
        state: lab_state(paths),
        keystone_port: KEYSTONE_PORT,
        glance_port: GLANCE_PORT,
        catalog_glance_port: GLANCE_PORT,
        origins: ports
            .iter()
            .flat_map(|port| ["127.0.0.1", "localhost"].map(|host| format!("http://{host}:{port}")))
            .collect(),
        fresh: options.fresh,
    }
}

fn serve(
    paths: &Paths,
    tools: &Tools,
    options: &Options,
    config: &str,
    mut lab: Option<Lab<'_>>,
) -> Result {
    let config = write_config(&paths.target("dev"), config)?;
    let mut trunk = tools.trunk(paths)?;
    trunk
        .args(["serve", "--offline", "--address", "127.0.0.1", "--port"])
        .arg(options.port.to_string())
        // Not where a release build goes.
        .arg("--dist")
        .arg(paths.target("dev/site"))
        .env("VITRINE_CONFIG", config);
    say!("dev: building the page");
    let mut trunk = Running::start("trunk serve", &mut trunk)?;
    let mut announced = false;
    loop {
        if let Some(status) = trunk.ended()? {
            return because(format!("trunk serve ended ({status}); its words are above"));
        }
        if let Some(lab) = &mut lab {
            lab.check()?;
        }
        if !announced && loopback::status(options.port, "/") == Some(200) {
            announce(options, lab.is_some());
            announced = true;
        }
        stop::pause()?;
    }
}

fn announce(options: &Options, with_lab: bool) {
    say!("\nVitrine is at  http://127.0.0.1:{}/", options.port);
    match &options.cloud {
        Some(cloud) => {
            say!("It talks to {cloud}, whose [cors] must allow that origin for this to work.");
            let (taken, other) = if is_keystone(cloud) {
                ("Keystone", "the image service")
            } else {
                ("an image endpoint", "Keystone")
            };
            say!("That address was taken for {taken}; if it is {other}, write it in the form.");
        }
        None => say!(
            "Sign in with one of these, domain Default:\n{}",
            lab::PEOPLE
        ),
    }
    let kept = if with_lab {
        " The lab's data stays in target/lab; --fresh empties it."
    } else {
        ""
    };
    say!("Ctrl-C stops everything.{kept}\n");
}

fn write_config(directory: &Path, config: &str) -> Result<PathBuf> {
    fs::create_dir_all(directory).at("create", directory)?;
    let file = directory.join("config.json");
    fs::write(&file, config).at("write", &file)?;
    Ok(file)
}

/// The console's configuration for a cloud that is known by one address.
fn config_for(url: &str) -> Result<String> {
    let plain = url
        .chars()
        .all(|letter| letter.is_ascii_graphic() && letter != '"' && letter != '\\');
    let Some((_, rest)) = url
        .split_once("://")
        .filter(|(scheme, rest)| matches!(*scheme, "http" | "https") && plain && !rest.is_empty())
    else {
        return because(format!(
            "--cloud {url}: the http or https address of a Keystone or a Glance"
        ));
    };
    let key = if is_keystone(rest) {
        "auth_url"
    } else {
        "image_endpoint"
    };
    Ok(format!("{{\"{key}\":\"{url}\"}}\n"))
}

/// Goes by the customary names, paths and ports.
fn is_keystone(address: &str) -> bool {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let path = path.trim_end_matches('/');
    let last = path.rsplit('/').next();
    matches!(last, Some("v3" | "v2.0"))
        || rest
            .split(['.', '/', ':', '-'])
            .any(|word| matches!(word, "identity" | "keystone" | "auth"))
        || host.ends_with(":5000")
        || host.ends_with(":35357")
}

#[cfg(test)]
mod tests {
    use super::{config_for, is_keystone};

    #[test]
    fn keystone_is_told_from_glance() {
        for keystone in [
            "https://c:5000",
            "c/v3",
            "c/keystone",
            "https://identity.c.example",
            "c:35357/",
        ] {
            assert!(is_keystone(keystone), "{keystone}");
        }
        for glance in ["c:9292", "c/image", "c/image/v2", "c"] {
            assert!(!is_keystone(glance), "{glance}");
        }
    }

    #[test]
    fn addresses_become_configuration() {
        assert!(config_for("http://c/v3").is_ok_and(|it| it == "{\"auth_url\":\"http://c/v3\"}\n"));
        assert!(
            config_for("https://c/").is_ok_and(|it| it == "{\"image_endpoint\":\"https://c/\"}\n")
        );
        for wrong in ["c:5000", "ftp://c", "http://", "http://c/\"", "http://c d"] {
            assert!(config_for(wrong).is_err(), "{wrong}");
        }
    }
}
