//! The panel beside the list: the image under the cursor at a glance, or the
//! selected ones compared. It shows what the list knows already and asks the
//! service for nothing. All but its place comes with a program of its own.

mod frame;
mod many;
mod one;
mod width;

use std::sync::Arc;

use leptos::prelude::*;

use self::frame::Frame;
use self::many::Many;
use self::one::One;
use crate::model::Image;
use crate::views::{Console, Later, Part};

/// What the panel shows, and what is called when it is closed.
#[derive(Clone, Debug)]
pub struct Peek {
    images: Signal<Vec<Arc<Image>>>,
    on_close: Callback<()>,
}

/// Follows `images` without taking the focus: none, one at a glance, or more of
/// them compared, in the order of the list.
#[component]
pub(super) fn PeekPanel(
    #[prop(into)] images: Signal<Vec<Arc<Image>>>,
    on_close: Callback<()>,
) -> impl IntoView {
    let part = Part::Peek(Peek { images, on_close });
    view! {
        <div class="v-peek-place">
            <Later part=part />
        </div>
    }
}

/// What is in its place, once the program is there.
#[component]
pub fn PeekContents(peek: Peek) -> impl IntoView {
    let Peek { images, on_close } = peek;
    let lang = Console::here().lang;
    let count = Memo::new(move |_| images.with(Vec::len));
    let kind = Memo::new(move |_| Kind::of(count.get()));
    // A memo, so that an image that was read again unchanged builds nothing anew.
    let first = Memo::new(move |_| images.with(|images| images.first().cloned()));
    // Here, so that it is as it was when another comparison is shown.
    let only_differences = RwSignal::new(true);
    let body = move || match kind.get() {
        Kind::Nothing => {
            view! { <p class="v-muted v-peek-note">{lang.peek_empty()}</p> }.into_any()
        }
        Kind::One => {
            let one = move || first.get().map(|image| view! { <One image=image /> });
            one.into_any()
        }
        Kind::Many => view! { <Many images=images only_differences=only_differences /> }.into_any(),
    };
    view! {
        <Frame count=count on_close=on_close>
            {body}
        </Frame>
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Nothing,
    One,
    Many,
}

impl Kind {
    fn of(count: usize) -> Self {
        match count {
            0 => Self::Nothing,
            1 => Self::One,
            _ => Self::Many,
        }
    }
}

/// Both ends of a long id or hash, which is how people tell them apart.
fn shortened(text: &str) -> String {
    const END_CHARS: usize = 8;
    let count = text.chars().count();
    if count <= 3 * END_CHARS {
        return text.to_owned();
    }
    let start = text.chars().take(END_CHARS);
    let end = text.chars().skip(count - END_CHARS);
    start.chain(['…']).chain(end).collect()
}

#[cfg(test)]
mod tests {
    use super::shortened;

    #[test]
    fn both_ends_are_kept_and_what_is_short_stays() {
        let hash = "7dc1ab34".to_owned() + &"0".repeat(112) + "89abcdef";
        assert_eq!(shortened(&hash), "7dc1ab34…89abcdef");
        assert_eq!(
            shortened("d41d8cd98f00b204e98009"),
            "d41d8cd98f00b204e98009"
        );
        assert_eq!(shortened(&"ü".repeat(40)), "üüüüüüüü…üüüüüüüü");
    }
}
