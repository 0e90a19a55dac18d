//! The same download by other tools: commands to copy, and what they give away.

use super::Lang;
use crate::model::DigestAlgorithm;
use crate::session::Term;

super::define_texts! {
    commands_title: "Download with curl, wget or openstack";
    commands_tool: "Tool";
    commands_download: "Download";
    commands_download_name: "command to download";
    commands_check: "Check";
    commands_check_name: "command to check";
    commands_check_none: "The service knows no hash of this image, so there is nothing to check the file against.";
    commands_openstack: "It signs in by itself, with what your clouds.yaml or openrc file says of this cloud.";
    commands_put_token: "Put my token into the command";
    commands_put_token_hint: "Otherwise it is read from OS_TOKEN, which has to be set before, for example by:";
    commands_get_token_name: "command to get a token";
    commands_token_title: "This command holds your token";
}

impl Lang {
    /// What the check proves, and where it is run.
    #[must_use]
    pub fn commands_check_text(self, algorithm: DigestAlgorithm) -> String {
        let Self::En = self;
        let name = algorithm.label();
        format!("Run beside the saved file, it compares its {name} with the service’s and says OK.")
    }

    /// What a token in a command means.
    #[must_use]
    pub fn commands_token_text(self, term: &Term) -> String {
        let Self::En = self;
        let until = match term.expires_at {
            Some(at) if at <= term.seen_at => return "It has ended: sign in again.".to_owned(),
            Some(at) => format!("until {}", self.clock(at, term.seen_at)),
            None => "until it ends".to_owned(),
        };
        format!(
            "Whoever reads it, also in the shell’s history or the list of processes, can act as you {until}."
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Timestamp;

    #[test]
    fn a_token_is_said_to_work_only_while_it_does() {
        let nobody_says = Lang::En.commands_token_text(&Term::default());
        assert!(nobody_says.ends_with("can act as you until it ends."));
        let ended = Lang::En.commands_token_text(&Term {
            expires_at: Some(Timestamp(5)),
            seen_at: Timestamp(5),
            ..Term::default()
        });
        assert_eq!(ended, "It has ended: sign in again.");
    }
}
