//! The door: fields of the sign-in page, and why it stayed shut.

use super::{Explained, Lang};
use crate::api::AddressProblem;
use crate::session::{ConfigProblem, SignInProblem};

super::define_texts! {
    sign_in_title: "Sign in";
    sign_in_lead: "The images of your OpenStack cloud: see them, understand them, move them.";
    sign_in_with_password: "Password";
    sign_in_with_credential: "Credential";
    sign_in_with_token: "Token";
    sign_in_credential_id: "Application credential ID";
    sign_in_credential_secret: "Secret";
    sign_in_credential_hint: "From: openstack application credential create NAME";
    sign_in_method: "How to sign in";
    sign_in_auth_url: "Keystone address";
    sign_in_user: "User name";
    sign_in_password: "Password";
    sign_in_project: "Project";
    sign_in_project_hint: "Leave empty to choose from your projects.";
    sign_in_more: "Domains, region, interface";
    sign_in_user_domain: "User domain";
    sign_in_project_domain: "Project domain";
    sign_in_region: "Region";
    sign_in_region_hint: "Empty: the first one in the catalogue.";
    sign_in_interface: "Interface";
    sign_in_image_endpoint: "Image endpoint";
    sign_in_image_endpoint_hint: "With or without /v2, with any port or path.";
    sign_in_token: "Token";
    sign_in_token_hint: "For example from: openstack token issue -f value -c id";
    sign_in_button: "Sign in";
    sign_in_running: "Signing in…";
    sign_in_memory: "Password and token stay in this page's memory. Reloading asks again.";
    choose_project_title: "Choose a project";
    choose_project_lead: "Your account has a role in these projects.";
    choose_project_back: "Another account";
    field_required: "Please fill this in.";
}

impl Lang {
    #[must_use]
    pub fn address_problem(self, problem: AddressProblem) -> &'static str {
        let Self::En = self;
        match problem {
            AddressProblem::Empty => "Please fill this in.",
            AddressProblem::Scheme => "An address begins with https:// (or http://).",
            AddressProblem::Host => {
                "This is not an address. Example: https://cloud.example.org:5000"
            }
            AddressProblem::Credentials => "Leave name and password out of the address.",
            AddressProblem::Port => "The port is a number from 1 to 65535.",
            AddressProblem::QueryOrFragment => "Leave out everything from ? or # on.",
        }
    }

    /// Why signing in failed. `page_origin`: where this console was loaded from.
    #[must_use]
    pub fn sign_in_problem(self, problem: &SignInProblem, page_origin: &str) -> Explained {
        let Self::En = self;
        match problem {
            SignInProblem::Address(service, problem) => Explained::new(
                format!("The address of {} is not right", self.service(*service)),
                self.address_problem(*problem),
            ),
            SignInProblem::TokenUnsendable => Explained::new(
                "This is not a token",
                "A token has no spaces, line breaks or special letters. Copy it again, alone.",
            ),
            SignInProblem::WrongCredentials(error) => Explained::new(
                "User name, password, domain or project is wrong",
                "Keystone doesn't say which. Check them, and that the account is enabled and the password (or the application credential) hasn't expired.",
            )
            .with(error),
            SignInProblem::NoProject => Explained::new(
                "This account has no project",
                "The password is right, but nobody has given the account a role in a project, and images belong to projects. Ask an administrator of the cloud.",
            ),
            SignInProblem::NoImageService => Explained::new(
                "This cloud's catalogue lists no image service",
                "Keystone let you in, but names no endpoint of type “image”. If you know its address, sign in with a token and that address.",
            ),
            SignInProblem::NoInterface(interface) => Explained::new(
                format!("The catalogue has no {interface} endpoint of the image service"),
                "Choose another interface under “Domains, region, interface”.",
            ),
            SignInProblem::NoRegion(wanted, offered) => Explained::new(
                format!("There is no region “{wanted}” with an image service"),
                format!("The catalogue offers: {}.", offered.join(", ")),
            ),
            SignInProblem::Connection(diagnosis) => self.diagnosis(diagnosis, page_origin),
        }
    }

    #[must_use]
    pub fn config_problem(self, problem: &ConfigProblem) -> String {
        let Self::En = self;
        match problem {
            ConfigProblem::Syntax(words) => format!("config.json can't be used: {words}"),
            ConfigProblem::Address(field, problem) => {
                format!("config.json: {field}: {}", self.address_problem(*problem))
            }
            ConfigProblem::Bytes(field) => format!("config.json: {field}: no number of bytes"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_problem_has_a_title_of_its_own() {
        let problems = [
            SignInProblem::TokenUnsendable,
            SignInProblem::NoProject,
            SignInProblem::NoImageService,
            SignInProblem::NoInterface("internal".to_owned()),
            SignInProblem::NoRegion("a".to_owned(), vec!["b".to_owned()]),
        ];
        let titles: std::collections::BTreeSet<_> = problems
            .iter()
            .map(|p| Lang::En.sign_in_problem(p, "https://page").title)
            .collect();
        assert_eq!(titles.len(), problems.len());
    }
}
