//! Who is to see an image, as choices of a form.

use super::Console;
use crate::model::Visibility;
use crate::ui::Choice;

/// All of them; publishing only for who may, where roles are known. `now`: what the image
/// has already stays choosable, whatever it is.
pub(super) fn visibility_choices(console: &Console, now: Option<&Visibility>) -> Vec<Choice> {
    let lang = console.lang;
    let may_publish = console.may_be_admin();
    let mut all = Visibility::KNOWN.to_vec();
    all.extend(now.filter(|now| !Visibility::KNOWN.contains(now)).cloned());
    let choice = |visibility: &Visibility| {
        let is_refused =
            *visibility == Visibility::Public && !may_publish && now != Some(visibility);
        let because = is_refused.then(|| lang.upload_public_refused().to_owned());
        Choice::new(visibility.as_str(), lang.visibility(visibility)).refused(because)
    };
    all.iter().map(choice).collect()
}
