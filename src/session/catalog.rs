//! The image service's endpoints in a token's catalogue.

use super::problem::SignInProblem;
use super::{Region, Service};
use crate::api::Endpoint;
use crate::api::identity::CatalogEntry;

/// Every region with an image endpoint of the interface, in the catalogue's
/// order, and the index of the wanted one (the first, if none is wanted).
pub(super) fn image_regions(
    catalog: &[CatalogEntry],
    interface: &str,
    wanted_region: Option<&str>,
) -> Result<(Vec<Region>, usize), SignInProblem> {
    let endpoints: Vec<_> = catalog
        .iter()
        .filter(|entry| entry.service_type == "image")
        .flat_map(|entry| &entry.endpoints)
        .collect();
    if endpoints.is_empty() {
        return Err(SignInProblem::NoImageService);
    }
    let mut regions: Vec<Region> = Vec::new();
    let mut misspelt = None;
    for endpoint in endpoints.iter().filter(|e| e.interface == interface) {
        let name = endpoint.region_id.clone();
        if regions.iter().any(|region| region.name == name) {
            continue;
        }
        match Endpoint::image(&endpoint.url) {
            Ok(image) => regions.push(Region { name, image }),
            // One region's misspelt address is no reason to keep people out of the others.
            Err(problem) => misspelt = Some(SignInProblem::Address(Service::Image, problem)),
        }
    }
    if regions.is_empty() {
        return Err(misspelt.unwrap_or(SignInProblem::NoInterface(interface.to_owned())));
    }
    let Some(wanted) = wanted_region.filter(|name| !name.is_empty()) else {
        return Ok((regions, 0));
    };
    match regions
        .iter()
        .position(|region| region.name.as_deref() == Some(wanted))
    {
        Some(index) => Ok((regions, index)),
        None => Err(SignInProblem::NoRegion(
            wanted.to_owned(),
            regions.into_iter().filter_map(|r| r.name).collect(),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn catalog() -> Vec<CatalogEntry> {
        serde_json::from_str(
            r#"[{"type":"identity","endpoints":[{"interface":"public","region_id":"One","url":"http://k/v3"}]},
                {"type":"image","endpoints":[
                  {"interface":"public","region_id":"One","url":"https://one/glance/v2"},
                  {"interface":"internal","region_id":"One","url":"http://10.0.0.1:9292"},
                  {"interface":"public","region_id":"Two","url":"https://two:9292"}]}]"#,
        )
        .expect("decodes")
    }

    fn names(regions: &[Region]) -> Vec<&str> {
        regions.iter().filter_map(|r| r.name.as_deref()).collect()
    }

    #[test]
    fn the_wanted_region_at_the_wanted_interface() {
        let (regions, current) =
            image_regions(&catalog(), "public", Some("Two")).expect("is there");
        assert_eq!(names(&regions), ["One", "Two"]);
        assert_eq!(regions[current].image.to_string(), "https://two:9292");
        let (regions, current) = image_regions(&catalog(), "public", None).expect("is there");
        assert_eq!(regions[current].image.to_string(), "https://one/glance");
        let (regions, _) = image_regions(&catalog(), "internal", Some("")).expect("is there");
        assert_eq!(names(&regions), ["One"]);
    }

    #[test]
    fn what_is_missing_is_told() {
        assert_eq!(
            image_regions(&catalog()[..1], "public", None),
            Err(SignInProblem::NoImageService)
        );
        assert_eq!(
            image_regions(&catalog(), "admin", None),
            Err(SignInProblem::NoInterface("admin".to_owned()))
        );
        assert_eq!(
            image_regions(&catalog(), "public", Some("Three")),
            Err(SignInProblem::NoRegion(
                "Three".to_owned(),
                vec!["One".to_owned(), "Two".to_owned()]
            ))
        );
    }
}
