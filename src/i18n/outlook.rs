//! How long a sign-in lasts, and what its end means, in words.

use super::Lang;
use crate::api::Renewal;
use crate::model::Timestamp;
use crate::session::{Outlook, Term};

super::define_texts! {
    sign_in_lasts: "Sign-in";
}

impl Lang {
    /// Until when a sign-in lasts, in few words.
    #[must_use]
    pub fn sign_in_term(self, term: &Term) -> String {
        let Self::En = self;
        match term.expires_at {
            _ if term.renewal == Renewal::Possible => "Renews itself".to_owned(),
            Some(at) if at <= term.seen_at => "Has ended".to_owned(),
            Some(at) => format!("Until {}", self.clock(at, term.seen_at)),
            None => "As long as its token; nobody says until when".to_owned(),
        }
    }

    #[must_use]
    pub fn outlook_title(self, has_ended: bool) -> &'static str {
        let Self::En = self;
        if has_ended {
            "Your sign-in has ended"
        } else {
            "Your sign-in will end"
        }
    }

    /// Once, for who may be anywhere in the console.
    #[must_use]
    pub fn outlook_announcement(self, outlook: &Outlook) -> String {
        if outlook.has_ended() {
            format!("{}.", self.outlook_title(true))
        } else {
            format!("Your sign-in {}", self.ends_when(outlook))
        }
    }

    #[must_use]
    pub fn outlook_text(self, outlook: &Outlook, is_downloading: bool) -> String {
        let Self::En = self;
        let mut sentences = Vec::new();
        if outlook.has_ended() {
            sentences.push("What was being sent is still accepted, because Glance checks the token when a request begins. What starts now waits for a new sign-in.".to_owned());
        } else {
            sentences.push(format!("It {}", self.ends_when(outlook)));
            sentences.push("What is being sent then is still accepted, because Glance checks the token when a request begins. What starts later waits for a new sign-in.".to_owned());
        }
        if is_downloading {
            sentences.push("A download asks part by part, and breaks off.".to_owned());
        }
        let why = match outlook.renewal {
            Renewal::Failing => Some(
                "Renewing it fails, because Keystone gives no token; it is tried again and again.",
            ),
            Renewal::Refused => Some(
                "Keystone no longer takes what you signed in with, so it can't be renewed and may end sooner.",
            ),
            Renewal::Possible | Renewal::Impossible => None,
        };
        sentences.extend(why.map(ToOwned::to_owned));
        sentences.join(" ")
    }

    fn ends_when(self, outlook: &Outlook) -> String {
        let Self::En = self;
        let now = Timestamp(outlook.expires_at.0 - outlook.left_s);
        format!(
            "ends at {}, in {}.",
            self.clock(outlook.expires_at, now),
            self.minutes(outlook.left_s)
        )
    }

    /// A time that is counted down in minutes: "12 minutes", "2 h 5 min".
    fn minutes(self, seconds: i64) -> String {
        let Self::En = self;
        match seconds / 60 {
            ..1 => "less than a minute".to_owned(),
            1 => "1 minute".to_owned(),
            minutes @ 2..120 => format!("{minutes} minutes"),
            minutes => format!("{} h {} min", minutes / 60, minutes % 60),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ended(renewal: Renewal) -> Outlook {
        Outlook {
            expires_at: Timestamp(0),
            left_s: 0,
            renewal,
        }
    }

    #[test]
    fn minutes_are_counted_down() {
        for (seconds, words) in [
            (7500, "2 h 5 min"),
            (899, "14 minutes"),
            (119, "1 minute"),
            (59, "less than a minute"),
        ] {
            assert_eq!(Lang::En.minutes(seconds), words);
        }
    }

    #[test]
    fn why_nothing_follows_is_said() {
        let text = |renewal| Lang::En.outlook_text(&ended(renewal), false);
        assert!(text(Renewal::Refused).contains("no longer takes"));
        assert!(text(Renewal::Failing).contains("tried again"));
        assert!(!text(Renewal::Impossible).contains("Keystone"));
        assert!(
            Lang::En
                .outlook_text(&ended(Renewal::Impossible), true)
                .contains("download")
        );
    }

    #[test]
    fn terms_in_few_words() {
        let term = |renewal, expires_at| Term {
            expires_at,
            renewal,
            seen_at: Timestamp(100),
        };
        let words = |term| Lang::En.sign_in_term(&term);
        assert_eq!(
            words(term(Renewal::Possible, Some(Timestamp(0)))),
            "Renews itself"
        );
        assert_eq!(
            words(term(Renewal::Impossible, Some(Timestamp(0)))),
            "Has ended"
        );
        assert!(words(term(Renewal::Impossible, None)).contains("nobody"));
    }
}
