//! The list as openstackclient would show it, for a shell, and what of the
//! question it has no words for.
//!
//! From its sources (`openstackclient/image/v2/image.py`): one value for each
//! option but `--tag` (all of them) and `--property` (compared in the client,
//! by case), and rows sorted by texts.

use super::token::ALL;
use super::{Field, Op, Question, Source, Token};
use crate::model::{SortDirection, Visibility, shell_word};

/// A command, and what it leaves out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListCommand {
    /// For a POSIX shell. It lists more than the page where something is left out.
    pub text: String,
    /// Filters that it can't say.
    pub left_out: Vec<Token>,
    /// It has no search.
    pub leaves_search_out: bool,
    /// It can't sort by relevance, nor by some of the fields.
    pub leaves_order_out: bool,
}

/// Properties that the client keeps under other names, or as something else than
/// text: a filter by them finds nothing (`openstack/image/v2/image.py`).
const UNSAYABLE: [&str; 15] = [
    "auto_disk_config",
    "hw_boot_menu",
    "hw_cpu_cores",
    "hw_cpu_sockets",
    "hw_cpu_threads",
    "hw_serial_port_count",
    "hw_vif_multiqueue_enabled",
    "hw_video_ram",
    "img_config_drive",
    "instance_type_rxtx_factor",
    "os_hash_algo",
    "os_hash_value",
    "os_require_quiesce",
    "os_secure_boot",
    "os_shutdown_timeout",
];

/// What `openstack image list` must be told to list the same. `region`: where to
/// look, if its own default may be another.
#[must_use]
pub fn list_command(question: &Question, region: Option<&str>) -> ListCommand {
    let mut start = String::from("openstack");
    if let Some(region) = region {
        start.push_str(" --os-region-name=");
        start.push_str(&shell_word(region));
    }
    start.push_str(" image list --long");
    let mut words = Words {
        lines: vec![start],
        ..Words::default()
    };
    let mut command = ListCommand {
        leaves_search_out: !question.search.trim().is_empty(),
        ..ListCommand::default()
    };
    if matches!(
        question.source(),
        Source::Everything | Source::HiddenEverywhere
    ) {
        words.flag("--all");
    }
    for token in &question.tokens {
        if !words.say(token) {
            command.left_out.push(token.clone());
        }
    }
    command.leaves_order_out = !words.say_order(question);
    command.text = words.lines.join(" \\\n  ");
    command
}

#[derive(Default)]
struct Words<'a> {
    /// The command, and each option on a line of its own.
    lines: Vec<String>,
    /// Properties that were said.
    properties: Vec<&'a str>,
}

impl<'a> Words<'a> {
    fn flag(&mut self, option: &str) {
        if !self.has(option) {
            self.lines.push(option.to_owned());
        }
    }

    /// `--option=value`: a value may begin with a dash.
    fn option(&mut self, option: &str, value: &str) {
        self.lines.push([option, "=", &shell_word(value)].concat());
    }

    /// The same for what can be said once.
    fn once(&mut self, option: &str, value: &str) -> bool {
        let is_new = !self.has(option);
        if is_new {
            self.option(option, value);
        }
        is_new
    }

    fn has(&self, option: &str) -> bool {
        let is_option = |word: &String| {
            let rest = word.strip_prefix(option);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('='))
        };
        self.lines.iter().any(is_option)
    }

    /// Whether the filter could be said.
    fn say(&mut self, token: &'a Token) -> bool {
        let Token::Known { field, op, values } = token else {
            return false;
        };
        match (field, op, values.as_slice()) {
            (Field::Tag, Op::AllOf, tags) => {
                tags.iter().for_each(|tag| self.option("--tag", tag));
                true
            }
            (_, Op::Is, [value]) if !value.is_empty() => self.say_value(field, value),
            _ => false,
        }
    }

    fn say_value(&mut self, field: &'a Field, value: &str) -> bool {
        match field {
            Field::Tag => {
                self.option("--tag", value);
                true
            }
            Field::Status => self.once("--status", value),
            Field::Visibility => self.visibility(value),
            Field::Owner => self.once("--project", value),
            // The service takes what is before a colon for a comparison.
            Field::Name => !value.contains(':') && self.once("--name", value),
            Field::Hidden => {
                if value == "yes" {
                    self.flag("--hidden");
                }
                true
            }
            Field::MemberStatus => {
                let is_said = self.visibility(Visibility::Shared.as_str());
                is_said && self.once("--member-status", value)
            }
            Field::DiskFormat | Field::ContainerFormat | Field::Checksum => {
                self.property(field.fixed_key(), value)
            }
            Field::Property(name) => self.property(name, value),
            _ => false,
        }
    }

    /// The client takes one of these flags.
    fn visibility(&mut self, word: &str) -> bool {
        let flag = ["--", word].concat();
        let words = Visibility::KNOWN.iter().map(Visibility::as_str);
        let mut others = words.chain([ALL]).filter(|other| *other != word);
        if others.any(|other| self.has(&["--", other].concat())) {
            return false;
        }
        self.flag(&flag);
        true
    }

    /// The last filter by a property would be the only one. A key ends at the
    /// first `=`.
    fn property(&mut self, name: &'a str, value: &str) -> bool {
        let is_said = self.properties.contains(&name);
        if is_said || name.contains('=') || UNSAYABLE.contains(&name) {
            return false;
        }
        self.properties.push(name);
        self.option("--property", &[name, "=", value].concat());
        true
    }

    /// Whether the order could be said. The client's own default is by name.
    fn say_order(&mut self, question: &Question) -> bool {
        let newest = [(Field::Created, SortDirection::Descending)];
        let has_relevance = question.order.is_empty() && !question.search.trim().is_empty();
        let order = match question.order.as_slice() {
            [] => &newest,
            order => order,
        };
        let can_be_said = |field: &Field| {
            matches!(
                field,
                Field::Name
                    | Field::Id
                    | Field::Status
                    | Field::Visibility
                    | Field::DiskFormat
                    | Field::ContainerFormat
                    | Field::Created
                    | Field::Updated
                    | Field::Checksum
            )
        };
        let said = order.iter().take_while(|(field, _)| can_be_said(field));
        let terms: Vec<_> = said
            .map(|(field, direction)| [field.fixed_key(), ":", direction.as_str()].concat())
            .collect();
        if !terms.is_empty() {
            self.option("--sort", &terms.join(","));
        }
        terms.len() == order.len() && !has_relevance
    }
}

#[cfg(test)]
#[path = "command_tests.rs"]
mod tests;
