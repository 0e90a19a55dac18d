//! What a cloud can do for this person: asked, not computed from a version. One
//! cheap round of questions after sign-in; what a view offers depends on it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use futures::future::{join3, join4, join5};

use crate::api::discovery::{Part, SchemaOf};
use crate::api::images::STORE_HEADER;
use crate::api::probe::image_lets_through;
use crate::api::{Abort, Call, Client, Error, ErrorKind, Method, discovery, images};
use crate::model::{
    ApiVersion, ContainerFormat, DiskFormat, Image, ImportMethod, Schema, Store, Usage,
};

/// Whether something is there for this person.
#[derive(Clone, Debug, PartialEq)]
pub enum Offer<T> {
    Offered(T),
    /// This cloud hasn't got it, or has it switched off.
    NotOffered,
    /// The cloud has it, but not for this person's role.
    NotAllowed,
    /// It could not be found out; trying may work.
    Unknown(Error),
}

impl<T> Offer<T> {
    #[must_use]
    pub fn offered(&self) -> Option<&T> {
        match self {
            Self::Offered(value) => Some(value),
            _ => None,
        }
    }
}

impl<T> From<Result<T, Error>> for Offer<T> {
    fn from(answer: Result<T, Error>) -> Self {
        match answer {
            Ok(value) => Self::Offered(value),
            Err(error) => match (error.kind, error.status) {
                // A route that an older release hasn't got is 404, 405 or a list of versions.
                (ErrorKind::NotFound, _) | (_, Some(405 | 300 | 501)) => Self::NotOffered,
                (ErrorKind::Forbidden, _) => Self::NotAllowed,
                _ => Self::Unknown(error),
            },
        }
    }
}

/// What an image service offers to one session.
#[derive(Clone, Debug)]
pub struct Capabilities {
    /// For reading only: nothing is decided by it.
    pub version: Option<ApiVersion>,
    /// `Offered` of nothing where importing is off.
    pub import_methods: Offer<Vec<ImportMethod>>,
    /// `NotOffered` where there is only one store, which has no name.
    pub stores: Offer<Vec<Store>>,
    /// For administrators: stores with type, weight and properties.
    pub store_details: Offer<Vec<Store>>,
    /// `NotOffered` where the cloud keeps no quotas.
    pub quota: Offer<Usage>,
    pub schema: Offer<Schema>,
    pub cache: Offer<()>,
    pub tasks: Offer<()>,
    pub metadefs: Offer<()>,
    /// Whether an upload from this page may name its store. Otherwise a staged
    /// upload and an import can.
    pub store_header_passes: bool,
    /// Headers that this page may read from an ordinary answer, in lower case.
    pub readable_headers: Vec<String>,
    ranges: Arc<Mutex<BTreeMap<String, RangeSupport>>>,
}

/// Whether parts of an image's data can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RangeSupport {
    Offered {
        /// Whether this page may read which part came.
        shows_content_range: bool,
    },
    /// The store can't seek.
    Refused,
    /// This image's data could not be asked for at all.
    Unknown,
}

impl Capabilities {
    /// Asks everything, at the same time.
    pub async fn ask(client: &Client, abort: &Abort) -> Self {
        let first = join5(
            send(client, discovery::versions(), abort),
            send(client, discovery::import_methods(), abort),
            send(client, discovery::stores(), abort),
            send(client, discovery::stores_detail(), abort),
            send(client, discovery::usage(), abort),
        );
        let second = join4(
            send(client, discovery::schema(SchemaOf::Image), abort),
            send(client, discovery::has(Part::Cache), abort),
            send(client, discovery::has(Part::Tasks), abort),
            send(client, discovery::has(Part::Metadefs), abort),
        );
        let third = send(client, discovery::readable_headers(), abort);
        let (first, second, third) = join3(first, second, third).await;
        let (versions, import_methods, stores, store_details, usage) = first;
        let (schema, cache, tasks, metadefs) = second;
        let stores = Offer::from(stores);
        let has_choice = stores.offered().is_some_and(|stores| stores.len() > 1);
        let store_header_passes = has_choice && store_header_passes(client).await;
        Self {
            version: versions.ok().and_then(|all| discovery::current(&all)),
            import_methods: import_methods.into(),
            stores,
            store_details: store_details.into(),
            quota: match usage {
                Ok(usage) if usage.0.is_empty() => Offer::NotOffered,
                usage => usage.into(),
            },
            schema: schema.into(),
            cache: cache.into(),
            tasks: tasks.into(),
            metadefs: metadefs.into(),
            store_header_passes,
            readable_headers: third.unwrap_or_default(),
            ranges: Arc::default(),
        }
    }

    /// The site's disk formats, or the shipped ones where it doesn't say.
    #[must_use]
    pub fn disk_formats(&self) -> Vec<DiskFormat> {
        let own = self.schema.offered().map(Schema::disk_formats);
        own.filter(|formats| !formats.is_empty())
            .unwrap_or_else(|| DiskFormat::KNOWN.to_vec())
    }

    /// The site's container formats, or the shipped ones where it doesn't say.
    #[must_use]
    pub fn container_formats(&self) -> Vec<ContainerFormat> {
        let own = self.schema.offered().map(Schema::container_formats);
        own.filter(|formats| !formats.is_empty())
            .unwrap_or_else(|| ContainerFormat::KNOWN.to_vec())
    }

    /// Custom properties without which this site takes no image.
    pub fn required_properties(&self) -> impl Iterator<Item = &str> {
        let schema = self.schema.offered();
        let required = schema.into_iter().flat_map(|schema| &schema.required);
        required
            .map(String::as_str)
            .filter(|name| crate::model::PropertyName::parse(name).is_ok())
    }

    /// Whether an import by this method is worth offering.
    #[must_use]
    pub fn can_import_by(&self, method: &ImportMethod) -> bool {
        let methods = self.import_methods.offered();
        methods.is_some_and(|methods| methods.contains(method))
    }

    /// Whether parts of this image's data can be asked for: probed with one
    /// byte when first needed, and remembered for the image's store.
    pub async fn ranges(&self, client: &Client, image: &Image, abort: &Abort) -> RangeSupport {
        let store = image.stores().next().unwrap_or_default().to_owned();
        let known = self.remembered().get(&store).copied();
        if let Some(known) = known {
            return known;
        }
        let found = probe_ranges(client, image, abort).await;
        if found != RangeSupport::Unknown {
            self.remembered().insert(store, found);
        }
        found
    }

    fn remembered(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, RangeSupport>> {
        // What a panicked holder left is still a map.
        self.ranges
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

async fn send<T>(client: &Client, call: Call<T>, abort: &Abort) -> Result<T, Error> {
    client.send(&call, abort).await
}

async fn store_header_passes(client: &Client) -> bool {
    image_lets_through(&client.endpoint, Method::Get, &[STORE_HEADER])
        .await
        .is_some()
}

/// Asks for the first byte. Never of an image without data: that crashes the answer.
pub(super) async fn probe_ranges(client: &Client, image: &Image, abort: &Abort) -> RangeSupport {
    if !image.is_downloadable() || image.size == Some(0) {
        return RangeSupport::Unknown;
    }
    let request = images::data(&image.id, Some((0, 0)), &[]);
    match client.open_data(&request, abort).await {
        Ok(answer) => {
            let found = if answer.status == 206 {
                RangeSupport::Offered {
                    shows_content_range: answer.content_range.is_some(),
                }
            } else {
                RangeSupport::Refused
            };
            // The whole image may be on its way.
            answer.discard();
            found
        }
        Err(error) if error.kind == ErrorKind::BadRequest => RangeSupport::Refused,
        Err(_) => RangeSupport::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Operation;

    fn answered(kind: ErrorKind, status: u16) -> Offer<()> {
        Offer::from(Err(Error {
            status: Some(status),
            ..Error::without_answer(Operation::Discover, kind)
        }))
    }

    #[test]
    fn a_refusal_tells_what_is_missing_from_what_is_not_for_us() {
        assert_eq!(answered(ErrorKind::NotFound, 404), Offer::NotOffered);
        assert_eq!(answered(ErrorKind::BadRequest, 405), Offer::NotOffered);
        assert_eq!(answered(ErrorKind::NotTheApi, 300), Offer::NotOffered);
        assert_eq!(answered(ErrorKind::Forbidden, 403), Offer::NotAllowed);
        assert!(matches!(
            answered(ErrorKind::ServerFault, 500),
            Offer::Unknown(_)
        ));
        assert_eq!(Offer::from(Ok(())).offered(), Some(&()));
    }
}
