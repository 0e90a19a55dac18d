//! What the connection doctor found, and the remedy.

use super::{Explained, Lang};
use crate::api::{Error, Operation};
use crate::session::Service;
use crate::session::doctor::{Diagnosis, Finding};

impl Lang {
    #[must_use]
    pub fn service(self, service: Service) -> &'static str {
        match (self, service) {
            (Self::En, Service::Identity) => "Keystone",
            (Self::En, Service::Image) => "the image service",
        }
    }

    /// The same of a call that was to do something: what could not be done, and why.
    #[must_use]
    pub fn diagnosis_of(
        self,
        error: &Error,
        diagnosis: &Diagnosis,
        page_origin: &str,
    ) -> Explained {
        let Self::En = self;
        let why = self.diagnosis(diagnosis, page_origin);
        match diagnosis.finding {
            // These begin with the deed themselves.
            Finding::Said(_) | Finding::CutOnTheWay(_) => why,
            _ => Explained {
                title: format!(
                    "Could not {}. {}",
                    self.operation(error.operation),
                    why.title
                ),
                ..why
            },
        }
    }

    /// Why a call failed. `page_origin`: where this console was loaded from.
    #[must_use]
    pub fn diagnosis(self, diagnosis: &Diagnosis, page_origin: &str) -> Explained {
        let Diagnosis {
            service,
            endpoint,
            finding,
        } = diagnosis;
        let (service, origin) = (*service, endpoint.origin());
        let name = self.service(service);
        match finding {
            Finding::Offline => Explained::new(
                "This computer is offline",
                "The browser has no network. Nothing is lost: try again when it is back.",
            ),
            Finding::MixedContent => Explained::new(
                format!("This page may not call {name} without TLS"),
                format!("The console was loaded by https, and browsers keep such pages from calling {origin}. Use the https address of the service, or load the console by http."),
            ),
            Finding::Unreachable => Explained::new(
                format!("{} can't be reached", capitalised(name)),
                format!("Nothing answers at {origin}. Check the address and the port, and your network or VPN."),
            ),
            Finding::CertificateNotTrusted => Explained {
                link: Some(endpoint.to_string()),
                ..Explained::new(
                    format!("This browser doesn't trust the certificate of {name}"),
                    format!("Something listens at {origin}, but its TLS certificate isn't one that this browser accepts: self-signed, expired, or made for another name. Open the address in a tab of its own to see the browser's reason; for a certificate that you know, accept it there and try again. The lasting remedy is a certificate from an authority that your browsers trust."),
                )
            },
            Finding::UnreachableOrCertificate => Explained {
                link: Some(endpoint.to_string()),
                ..Explained::new(
                    format!("{} can't be reached", capitalised(name)),
                    format!("Nothing answers at {origin}, or its certificate isn't trusted: a page can't tell the two apart. Open the address in a tab of its own: if the browser warns of the certificate there, that is it. If not, check address and port, and your network or VPN."),
                )
            },
            Finding::OriginNotAllowed => Explained {
                snippet: Some(self.cors_lines(service, page_origin)),
                link: Some(endpoint.to_string()),
                ..Explained::new(
                    format!("{} answers, but not to this page", capitalised(name)),
                    format!("{origin} doesn't allow pages from {page_origin} to call it (CORS), so the browser keeps the answer back. An operator of the cloud can allow it with these lines and a restart. If they are there already, a proxy may be answering in the service's place: open the address to see."),
                )
            },
            Finding::HeaderNotAllowed(header) => Explained {
                snippet: Some(self.cors_lines(service, page_origin)),
                ..Explained::new(
                    format!("{} doesn't let the header {header} through", capitalised(name)),
                    format!("{origin} allows this page to call it, but not with {header} (CORS, allow_headers). If a proxy before the service answers the browser's preflight, it is the proxy's list that lacks it. In the service's own file these lines allow it:"),
                )
            },
            Finding::MethodNotAllowed(method) => Explained {
                snippet: Some(self.cors_lines(service, page_origin)),
                ..Explained::new(
                    format!("{} doesn't let {} requests through", capitalised(name), method.as_str()),
                    format!("{origin} allows this page to call it, but not by {} (CORS, allow_methods). If a proxy before the service answers the browser's preflight, it is the proxy's list that lacks it. In the service's own file these lines allow it:", method.as_str()),
                )
            },
            Finding::ProxyInTheWay => Explained {
                link: Some(endpoint.to_string()),
                ..Explained::new(
                    format!("Somebody else answers in the place of {name}"),
                    format!("{origin} let this page in before. Now an answer comes that the page may not read: most likely a proxy before the service, saying that it is down (502, 503, 504). Open the address to see its words, and try again in a minute."),
                )
            },
            Finding::CutOnTheWay(operation) => self.cut(*operation, origin),
            Finding::ProxyAnswered(error) => self.proxy_answered(error, origin),
            Finding::NotTheService { error, found_at } => Explained {
                link: found_at.as_ref().map(ToString::to_string),
                ..Explained::new(
                    format!("Something answers there, but it isn't {name}"),
                    match found_at {
                        Some(found) => format!("The path is wrong: {name} is at {found}. Use that address."),
                        None => "Check port and path. Keystone's address usually ends in :5000 or /identity, the image service's in :9292, /image or /glance.".to_owned(),
                    },
                )
            }
            .with(error),
            Finding::TokenRefused(error) => Explained::new(
                "The image service refused the token",
                "It may have ended, belong to another cloud, or be without a project. Sign in again.",
            )
            .with(error),
            Finding::KeystoneDown { error, keystone } => Explained::new(
                "Keystone is down, so the image service can't check the token",
                format!("The image service answers 401 to everybody while Keystone at {} doesn't answer. The session may still be good: try again when Keystone is back.", keystone.origin()),
            )
            .with(error),
            Finding::TokenNotChecked { error, keystone } => Explained::new(
                "The image service can't check the token",
                format!("Keystone at {} says that the token is good, but the image service refuses it: most likely it can't reach Keystone, or asks another one. Signing in again won't help; tell the operator of the cloud (keystone_authtoken in glance-api.conf).", keystone.origin()),
            )
            .with(error),
            Finding::Said(error) => self.api_error(error),
        }
    }

    fn cut(self, operation: Operation, origin: &str) -> Explained {
        let Self::En = self;
        let title = format!(
            "Could not {}: the connection was cut",
            self.operation(operation)
        );
        let advice = match operation {
            Operation::UploadData | Operation::StageData => format!(
                "{origin} answers everything else. A proxy before it may limit how large a body may be or how long it may take (413, 504), the service may have refused the rest (a full store, an image too large; not every browser can read that), or the network dropped it. Try again; if it is cut at the same place, tell the operator (nginx: client_max_body_size, proxy_request_buffering off)."
            ),
            _ => format!(
                "{origin} answers everything else, so this was a moment's fault of the network or of a proxy. Try again."
            ),
        };
        Explained::new(title, advice)
    }

    fn proxy_answered(self, error: &Error, origin: &str) -> Explained {
        let Self::En = self;
        let (title, advice) = match error.status {
            Some(413) => (
                "A proxy before the service refuses bodies of this size",
                format!(
                    "The limit is the proxy's at {origin}, not the image service's. Its operator can raise it (nginx: client_max_body_size 0)."
                ),
            ),
            Some(504) => (
                "A proxy before the service gave up waiting",
                format!(
                    "The service behind {origin} took longer than its proxy waits. Look whether the work was done all the same, then try again; the proxy's time limit is its operator's to raise."
                ),
            ),
            _ => (
                "A proxy answers: the service behind it is down",
                format!(
                    "{origin} is there, but the service behind it doesn't answer. Try again in a minute; if it stays, tell the operator of the cloud."
                ),
            ),
        };
        Explained::new(title, advice).with(error)
    }

    /// Lines for the service's own configuration, ready to copy.
    fn cors_lines(self, service: Service, page_origin: &str) -> String {
        let Self::En = self;
        let (file, headers) = match service {
            Service::Identity => (
                "keystone.conf",
                "allow_headers = X-Auth-Token,X-Subject-Token,Content-Type,Openstack-Auth-Receipt,X-OpenStack-Request-ID\nexpose_headers = X-Subject-Token,Openstack-Auth-Receipt,X-OpenStack-Request-ID",
            ),
            Service::Image => (
                "glance-api.conf",
                "allow_headers = X-Auth-Token,Content-Type,Range,X-Image-Meta-Store,X-OpenStack-Image-Size,x-image-cache-clear-target,X-OpenStack-Request-ID\nexpose_headers = X-OpenStack-Request-ID,Content-Range,Content-MD5,OpenStack-image-import-methods,OpenStack-image-store-ids",
            ),
        };
        format!(
            "# {file}\n[cors]\nallowed_origin = {page_origin}\nallow_methods = GET,HEAD,POST,PUT,PATCH,DELETE,OPTIONS\n{headers}"
        )
    }
}

/// With a capital at the beginning of a sentence. Plain ASCII words only.
pub(super) fn capitalised(text: &str) -> String {
    let mut text = text.to_owned();
    if let Some(first) = text.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::{Endpoint, ErrorKind, Method};

    fn explained(finding: Finding) -> Explained {
        let diagnosis = Diagnosis {
            service: Service::Image,
            endpoint: Endpoint::image("https://glance:9292").expect("is an address"),
            finding,
        };
        Lang::En.diagnosis(&diagnosis, "https://console.example")
    }

    fn error(status: u16) -> Error {
        Error {
            status: Some(status),
            ..Error::without_answer(Operation::ListImages, ErrorKind::Unavailable)
        }
    }

    #[test]
    fn refused_cors_gives_lines_to_paste_for_this_very_origin() {
        let explained = explained(Finding::OriginNotAllowed);
        assert_eq!(
            explained.title,
            "The image service answers, but not to this page"
        );
        let snippet = explained.snippet.expect("has lines to paste");
        assert!(
            snippet.contains("allowed_origin = https://console.example\n"),
            "{snippet}"
        );
        assert!(snippet.starts_with("# glance-api.conf"), "{snippet}");
    }

    #[test]
    fn each_finding_has_a_title_of_its_own() {
        let keystone = Endpoint::identity("https://k").expect("is an address");
        let findings = [
            Finding::Offline,
            Finding::MixedContent,
            Finding::Unreachable,
            Finding::CertificateNotTrusted,
            Finding::OriginNotAllowed,
            Finding::HeaderNotAllowed("X-Auth-Token"),
            Finding::MethodNotAllowed(Method::Patch),
            Finding::ProxyInTheWay,
            Finding::CutOnTheWay(Operation::UploadData),
            Finding::ProxyAnswered(error(413)),
            Finding::ProxyAnswered(error(502)),
            Finding::ProxyAnswered(error(504)),
            Finding::NotTheService {
                error: error(300),
                found_at: None,
            },
            Finding::TokenRefused(error(401)),
            Finding::KeystoneDown {
                error: error(401),
                keystone: keystone.clone(),
            },
            Finding::TokenNotChecked {
                error: error(401),
                keystone,
            },
        ];
        let count = findings.len();
        let titles: std::collections::BTreeSet<_> = findings
            .into_iter()
            .map(|finding| explained(finding).title)
            .collect();
        assert_eq!(titles.len(), count);
    }
}
