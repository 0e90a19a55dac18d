//! Which of its lists the service must be asked for: the default one leaves out
//! what is hidden, what others share as `community`, and what was offered to
//! this project and not accepted. Everything else is filtered in the page.

use super::token::ALL;
use super::{Field, Op, Token};
use crate::model::{ImageFilter, MemberStatus, OneOrAll, Visibility};

/// A list of the service. A key to what was fetched.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub enum Source {
    /// Own images, public ones, and those whose offer was accepted.
    #[default]
    Default,
    /// The default list, and others' community images.
    Everything,
    /// Community images alone.
    Community,
    /// Hidden images alone: own and public ones.
    Hidden,
    /// Hidden images alone, others' community images too.
    HiddenEverywhere,
    /// Shared images: own ones, and those offered to this project and so
    /// answered. The service lists the own ones whatever it is asked.
    Offered(MemberStatus),
    /// The same, whatever the answer.
    OfferedAll,
}

impl Source {
    /// The smallest list that holds whatever passes the tokens.
    #[must_use]
    pub(super) fn of(tokens: &[Token]) -> Self {
        let is_hidden = wanted(tokens, &Field::Hidden) == ["yes"];
        let visibility = wanted(tokens, &Field::Visibility);
        let community = Visibility::Community.as_str();
        let has_community = visibility
            .iter()
            .any(|word| word == community || word == ALL);
        if is_hidden && has_community {
            return Self::HiddenEverywhere;
        }
        if is_hidden {
            return Self::Hidden;
        }
        match wanted(tokens, &Field::MemberStatus) {
            [] => {}
            [all, ..] if all == ALL => return Self::OfferedAll,
            [status, ..] => return Self::Offered(status.as_str().into()),
        }
        match visibility {
            [only] if only == community => Self::Community,
            _ if has_community => Self::Everything,
            _ => Self::Default,
        }
    }

    /// What to ask. The order is the page's.
    #[must_use]
    pub fn filter(&self) -> ImageFilter {
        let mut filter = ImageFilter::default();
        match self {
            Self::Default => {}
            Self::Everything => filter.visibility = Some(OneOrAll::All),
            Self::Community => filter.visibility = Some(OneOrAll::One(Visibility::Community)),
            Self::Hidden => filter.os_hidden = Some(true),
            Self::HiddenEverywhere => {
                filter.os_hidden = Some(true);
                filter.visibility = Some(OneOrAll::All);
            }
            Self::Offered(status) => {
                filter.visibility = Some(OneOrAll::One(Visibility::Shared));
                filter.member_status = Some(OneOrAll::One(status.clone()));
            }
            Self::OfferedAll => {
                filter.visibility = Some(OneOrAll::One(Visibility::Shared));
                filter.member_status = Some(OneOrAll::All);
            }
        }
        filter
    }
}

/// The values of the first token that wants a field to be one of them.
fn wanted<'a>(tokens: &'a [Token], wanted: &Field) -> &'a [String] {
    tokens
        .iter()
        .find_map(|token| match token {
            Token::Known {
                field,
                op: Op::Is,
                values,
            } if field == wanted => Some(values.as_slice()),
            _ => None,
        })
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(tokens: &[&str]) -> String {
        let tokens: Vec<_> = tokens.iter().map(|text| Token::parse(text)).collect();
        let query = Source::of(&tokens)
            .filter()
            .parameters()
            .expect("can be asked");
        let pairs: Vec<_> = query.iter().map(|(k, v)| format!("{k}={v}")).collect();
        pairs.join("&")
    }

    #[test]
    fn the_service_is_asked_for_what_its_default_list_lacks() {
        for (tokens, query) in [
            (&[][..], ""),
            (&["status=active", "hidden=no"], ""),
            (&["visibility=public,shared"], ""),
            (&["visibility!=community"], ""),
            (&["visibility=community"], "visibility=community"),
            (&["visibility=community,public"], "visibility=all"),
            (&["visibility=all"], "visibility=all"),
            (&["hidden=yes"], "os_hidden=true"),
            (&["hidden=yes", "visibility=public"], "os_hidden=true"),
            (
                &["visibility=community", "hidden=true"],
                "os_hidden=true&visibility=all",
            ),
            (
                &["member_status=pending"],
                "visibility=shared&member_status=pending",
            ),
            (
                &["member_status=all"],
                "visibility=shared&member_status=all",
            ),
        ] {
            assert_eq!(asked(tokens), query, "{tokens:?}");
        }
    }
}
