//! The connection page: what was examined, what it means, and the report.

use super::Lang;
use super::diagnosis::capitalised;
use crate::model::{Quota, Store, Timestamp};
use crate::session::Service;
use crate::session::doctor::{Check, CheckName, Outcome};

super::define_texts! {
    connection_title: "Connection";
    connection_lead: "Examines what this console needs of the cloud, and says what to do where something is missing.";
    connection_start: "Examine";
    connection_running: "Examining…";
    connection_again: "Examine again";
    connection_copy: "Copy the report";
    connection_report_note: "The report holds addresses and findings. It holds no token and no password.";
    connection_open: "Open the address";
    connection_check: "Examine the connection";
    connection_checks: "What was examined";
    connection_abilities: "What this cloud offers you";
    connection_good: "Good";
    connection_limited: "Limited";
    connection_bad: "Bad";
    connection_skipped: "Not examined";
    offered: "Offered";
    offer_not_offered: "Not offered by this cloud";
    offer_not_allowed: "Not for your role";
    offer_unknown: "Could not be found out";
    ability_version: "Image API";
    ability_disk_formats: "Disk formats";
    ability_import: "Import methods";
    ability_stores: "Stores";
    ability_quota: "Quotas of the project";
    ability_cache: "Cache";
    ability_tasks: "Tasks of everybody";
    ability_metadefs: "Metadata definitions";
    ability_required: "Required properties";
}

impl Lang {
    /// What a check is about.
    #[must_use]
    pub fn check_name(self, name: CheckName) -> String {
        let Self::En = self;
        match name {
            CheckName::SecurePage => "The page has the browser's private storage".to_owned(),
            CheckName::Answers(service) => {
                format!("{} answers this page", capitalised(self.service(service)))
            }
            CheckName::Token(service) => {
                format!("{} takes the token", capitalised(self.service(service)))
            }
            CheckName::Header(header) => format!("The header {header} may be sent"),
            CheckName::Method(method) => format!("{} requests pass", method.as_str()),
            CheckName::RequestId => "Request ids can be read".to_owned(),
            CheckName::Ranges => "Downloads can be asked for in parts".to_owned(),
            CheckName::ContentRange => "The range of a part can be read".to_owned(),
        }
    }

    /// What was found, or what it means that something isn't so.
    #[must_use]
    pub fn check_words(self, check: &Check) -> Option<String> {
        let Self::En = self;
        match (&check.outcome, check.name) {
            (Outcome::Found(version), CheckName::Answers(Service::Image)) => {
                Some(format!("Image API {version}"))
            }
            (Outcome::Found(time), CheckName::Token(_)) => {
                let time =
                    Timestamp::parse(time).map_or_else(|| time.clone(), |t| self.date_time(t));
                Some(format!("Until {time}"))
            }
            (Outcome::Found(text), _) => Some(text.clone()),
            (Outcome::Limited, name) => Some(self.limit(name).to_owned()),
            (Outcome::Skipped, CheckName::Token(_)) => {
                Some("There is no token to show.".to_owned())
            }
            (Outcome::Skipped, CheckName::Ranges) => {
                Some("There is no image with data to try it on.".to_owned())
            }
            _ => None,
        }
    }

    fn limit(self, name: CheckName) -> &'static str {
        let Self::En = self;
        match name {
            CheckName::SecurePage => {
                "The page was loaded without TLS: downloads are put together in memory. Host the console by https."
            }
            CheckName::Header("X-Image-Meta-Store") => {
                "An upload can't name its store; staging and importing can (allow_headers)."
            }
            CheckName::Header("Range") => {
                "Downloads come in one piece and can't be continued (allow_headers)."
            }
            CheckName::Header(_) => {
                "The cache can be cleared only as a whole, queue and all (allow_headers)."
            }
            CheckName::RequestId => {
                "Error messages come without the id that an operator looks for (expose_headers)."
            }
            CheckName::Ranges => {
                "The image's store can't seek: downloads come in one piece and can't be continued."
            }
            CheckName::ContentRange => {
                "The console goes by the size of the image instead (expose_headers)."
            }
            _ => "",
        }
    }

    /// A store, and what is special about it.
    #[must_use]
    pub fn store(self, store: &Store) -> String {
        let Self::En = self;
        let mark = match (store.default, store.read_only) {
            (true, _) => " (default)",
            (_, true) => " (read-only)",
            _ => "",
        };
        format!("{}{mark}", store.id)
    }

    /// A quota by the service's name for it.
    #[must_use]
    pub fn quota(self, name: &str, quota: Quota) -> String {
        let Self::En = self;
        let amount = |value: u64| self.quota_amount(name, value);
        let limit = quota.limit.map_or_else(|| "unlimited".to_owned(), amount);
        format!("{name}: {} of {limit}", amount(quota.usage))
    }

    /// A value of the quota of this name, in the quota's own unit.
    pub(super) fn quota_amount(self, name: &str, value: u64) -> String {
        match name {
            "image_size_total" | "image_stage_total" => self.size(value.saturating_mul(1 << 20)),
            _ => self.number(value),
        }
    }

    #[must_use]
    pub fn outcome_word(self, outcome: &Outcome) -> &'static str {
        match outcome {
            Outcome::Good | Outcome::Found(_) => self.connection_good(),
            Outcome::Limited => self.connection_limited(),
            Outcome::Bad(_) => self.connection_bad(),
            Outcome::Skipped => self.connection_skipped(),
        }
    }

    /// The findings as plain text, for a ticket.
    #[must_use]
    pub fn connection_report(
        self,
        head: &[(&str, String)],
        checks: &[Check],
        page_origin: &str,
    ) -> String {
        let mut report = String::new();
        for (name, value) in head {
            report.push_str(&format!("{name}: {value}\n"));
        }
        report.push('\n');
        for check in checks {
            let word = self.outcome_word(&check.outcome);
            report.push_str(&format!("[{word}] {}", self.check_name(check.name)));
            if let Some(words) = self.check_words(check) {
                report.push_str(&format!(": {words}"));
            }
            report.push('\n');
            if let Outcome::Bad(diagnosis) = &check.outcome {
                let explained = self.diagnosis(diagnosis, page_origin);
                for line in [
                    Some(explained.title),
                    Some(explained.advice),
                    explained.service_words,
                    explained.request_id,
                ]
                .into_iter()
                .flatten()
                {
                    report.push_str(&format!("    {line}\n"));
                }
            }
        }
        report
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Endpoint;
    use crate::session::doctor::{Diagnosis, Finding};

    #[test]
    fn a_report_says_what_was_found_and_what_to_do() {
        let checks = [
            Check {
                name: CheckName::Answers(Service::Image),
                outcome: Outcome::Found("2.18".to_owned()),
            },
            Check {
                name: CheckName::Header("X-Auth-Token"),
                outcome: Outcome::Bad(Diagnosis {
                    service: Service::Image,
                    endpoint: Endpoint::image("https://h").expect("is an address"),
                    finding: Finding::HeaderNotAllowed("X-Auth-Token"),
                }),
            },
        ];
        let head = [("Page", "https://c".to_owned())];
        let report = Lang::En.connection_report(&head, &checks, "https://c");
        let lines: Vec<_> = report.lines().collect();
        assert_eq!(lines[0], "Page: https://c");
        assert_eq!(
            lines[2],
            "[Good] The image service answers this page: Image API 2.18"
        );
        assert_eq!(lines[3], "[Bad] The header X-Auth-Token may be sent");
        assert!(lines[4].contains("doesn't let the header X-Auth-Token through"));
    }
}
