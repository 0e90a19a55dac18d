//! What will become of transfers when the sign-in ends, said before it does.

use leptos::prelude::*;

use super::Console;
use crate::transfer::TransferCenter;
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
    let TransferCenter { outlook, .. } = center.clone();
    // Built anew only when something else is to be said: a focused button stays.
    let is_told = Memo::new({
        let outlook = outlook.clone();
        move |_| outlook.with(Option::is_some)
    });
    let has_ended = Memo::new({
        let outlook = outlook.clone();
        move |_| outlook.with(|outlook| outlook.is_some_and(|outlook| outlook.has_ended()))
    });
    let is_downloading = Memo::new(move |_| center.is_downloading());
    move || {
        let title = lang.outlook_title(has_ended.get());
        let (outlook, session) = (outlook.clone(), session.clone());
        let text = move || {
            let outlook = outlook.get();
            outlook.map(|outlook| lang.outlook_text(&outlook, is_downloading.get()))
        };
        is_told.get().then(|| {
            view! {
                <Notice tone=Tone::Warning title=title>
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
            }
        })
    }
}
