//! What will become of transfers when the sign-in ends, said before it does.

use leptos::prelude::*;

use super::Console;
use crate::ui::{Button, Notice, Tone};

/// Nothing while all goes on by itself. Silent for assistive technology: the
/// console announces it once, and this counts minutes.
#[component]
pub(super) fn SignInForecast(
    /// Whether leaving for the sign-in page loses nothing here.
    #[prop(optional)]
    offers_sign_in: bool,
) -> impl IntoView {
    let Console {
        lang,
        center,
        session,
        ..
    } = Console::here();
    let outlook = center.outlook.clone();
    // Built anew only when something else is to be said: a focused button stays.
    let kind = Memo::new(move |_| outlook.with(|o| o.map(|o| (o.has_ended(), o.renewal))));
    move || {
        let (has_ended, _) = kind.get()?;
        let (outlook, session) = (center.outlook.clone(), session.clone());
        let is_downloading = {
            let center = center.clone();
            Memo::new(move |_| center.is_downloading())
        };
        let text = Memo::new(move |_| {
            let outlook = outlook.get();
            outlook.map(|outlook| lang.outlook_text(&outlook, is_downloading.get()))
        });
        Some(view! {
            <Notice tone=Tone::Warning title=lang.outlook_title(has_ended)>
                <p>{text}</p>
                {offers_sign_in
                    .then(|| {
                        view! {
                            <div class="v-notice-actions">
                                <Button on_click=move |()| session.set(None)>
                                    {lang.sign_in_again()}
                                </Button>
                            </div>
                        }
                    })}
            </Notice>
        })
    }
}
