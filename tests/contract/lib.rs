//! The contract between this console and real services: every call of `api`,
//! made once as the console makes it, from a page, with what it does looked at.
//! Built as a module that a page loads; `tests/e2e/contract` drives it.

mod cache;
mod cloud;
mod data;
mod discovery;
mod identity;
mod images;
mod imports;
mod listing;
mod metadefs;
mod sharing;

use std::future::Future;
use std::pin::Pin;

use wasm_bindgen::prelude::wasm_bindgen;

use cloud::{Cloud, Seen};

type Running = Pin<Box<dyn Future<Output = Result<Seen, String>>>>;

/// One thing that a cloud should be able to do.
struct Check {
    group: &'static str,
    name: &'static str,
    run: fn(Cloud) -> Running,
}

macro_rules! checks {
    ($($group:literal { $($name:literal => $run:path,)+ })+) => {
        const CHECKS: &[Check] = &[$($(Check {
            group: $group,
            name: $name,
            run: |cloud| Box::pin($run(cloud)),
        },)+)+];
    };
}

checks! {
    "Keystone" {
        "Sign in with a password" => identity::password,
        "Sign in with an application credential" => identity::application_credential,
        "List projects, take another" => identity::rescope,
        "Catalogue" => identity::catalogue,
        "Check and revoke a token" => identity::revoke,
    }
    "Images" {
        "Create, show, delete" => images::life,
        "Edit by the smallest patch" => images::edit,
        "Properties and tags of any name" => images::names,
        "What may not be changed" => images::refusals,
        "Protect" => images::protect,
        "Deactivate, reactivate" => images::deactivate,
        "Single tags" => images::tags,
    }
    "List" {
        "Pages by our own marker" => listing::pages,
        "A marker deleted meanwhile" => listing::deleted_marker,
        "Order by each key" => listing::order,
        "Names, ids, formats, statuses" => listing::names,
        "Owner, protection, visibility, hidden" => listing::flags,
        "Sizes, times, properties, tags" => listing::values,
    }
    "Data" {
        "Upload, download" => data::there_and_back,
        "Upload into a named store" => data::named_store,
        "Download a part" => data::range,
        "Download from preferred stores" => data::prefer,
        "No data yet" => data::nothing,
        "Delete from one store" => data::delete_from_store,
        "Locations: read" => data::locations,
        "Locations: add" => data::add_location,
    }
    "Import" {
        "Stage, then glance-direct" => imports::direct,
        "web-download" => imports::web,
        "copy-image" => imports::copy,
        "glance-download" => imports::region,
        "Tasks of an image" => imports::tasks_of_image,
        "Tasks of everybody" => imports::all_tasks,
    }
    "Sharing" {
        "Offer, accept, reject, withdraw" => sharing::members,
        "Images offered to a project" => sharing::offers,
    }
    "Discovery" {
        "Versions" => discovery::versions,
        "Import methods" => discovery::import_methods,
        "Stores" => discovery::stores,
        "Stores in detail" => discovery::stores_detail,
        "Quotas" => discovery::usage,
        "Schemas" => discovery::schemas,
        "Abilities for a member" => discovery::for_member,
        "Abilities for an administrator" => discovery::for_admin,
    }
    "Cache" {
        "List, queue, remove" => cache::one,
        "Clear all" => cache::clear_all,
        "Clear cache or queue alone" => cache::clear_one,
        "Clean" => cache::clean,
        "Prune" => cache::prune,
        "Nodes" => cache::nodes,
    }
    "Metadata definitions" {
        "Read" => metadefs::read,
        "Namespaces: write" => metadefs::namespaces,
        "Properties: write" => metadefs::properties,
        "Objects: write" => metadefs::objects,
        "Tags: write" => metadefs::tags,
        "Resource types: write" => metadefs::associations,
    }
}

/// All checks in order: a JSON list of group and name.
#[wasm_bindgen]
#[must_use]
pub fn checks() -> String {
    let names: Vec<_> = CHECKS
        .iter()
        .map(|check| [check.group, check.name])
        .collect();
    serde_json::json!(names).to_string()
}

/// Runs one check against a cloud: JSON of what was seen, or of what failed.
#[wasm_bindgen]
pub async fn run(index: usize, cloud: String) -> String {
    let outcome = match (CHECKS.get(index), Cloud::parse(&cloud)) {
        (Some(check), Ok(cloud)) => (check.run)(cloud).await,
        (None, _) => Err("there is no such check".to_owned()),
        (_, Err(words)) => Err(words),
    };
    match outcome {
        Ok(seen) => serde_json::json!({ "seen": seen.as_str() }),
        Err(words) => serde_json::json!({ "failed": words }),
    }
    .to_string()
}
