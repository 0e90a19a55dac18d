//! A failed call to the image service, in words: at once what is known of it,
//! and a moment later what the doctor found.

use leptos::prelude::*;

use super::Console;
use super::page::{page_is_https, page_origin};
use crate::api::{Error, ErrorKind};
use crate::i18n::Explained;
use crate::query::spawn;
use crate::session::doctor::Diagnosis;

/// Follows an error; `None` while there is none.
pub(super) fn use_explained(
    console: &Console,
    error: impl Fn() -> Option<Error> + Send + Sync + 'static,
) -> Signal<Option<Explained>> {
    let lang = console.lang;
    let error = Memo::new(move |_| error());
    let found = RwSignal::new(None::<(Error, Diagnosis)>);
    let session = console.session.clone();
    Effect::new(move |_| {
        let Some(error) = error.get().filter(is_for_the_doctor) else {
            return;
        };
        let Some(case) = session.with_untracked(|s| Some(s.as_ref()?.case(page_is_https()))) else {
            return;
        };
        spawn(async move {
            let diagnosis = case.diagnose(error.clone()).await;
            found.try_set(Some((error, diagnosis)));
        });
    });
    Signal::derive(move || {
        let error = error.get()?;
        // What was found of an earlier error says nothing of this one.
        found.with(|found| match found {
            Some((of, diagnosis)) if *of == error => {
                Some(lang.diagnosis_of(&error, diagnosis, &page_origin()))
            }
            _ => Some(lang.api_error(&error)),
        })
    })
}

/// Whether the error itself doesn't say what is wrong.
fn is_for_the_doctor(error: &Error) -> bool {
    error.is_foreign
        || matches!(
            error.kind,
            ErrorKind::NoAnswer
                | ErrorKind::TimedOut
                | ErrorKind::Unauthorized
                | ErrorKind::NotTheApi
        )
}
