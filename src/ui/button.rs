//! Buttons.

use leptos::ev::MouseEvent;
use leptos::prelude::*;

use super::icon::{Icon, IconName};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonKind {
    /// The one thing to do here.
    Primary,
    #[default]
    Secondary,
    /// Without a frame, for the second rank.
    Quiet,
    /// Destroys something.
    Danger,
}

impl ButtonKind {
    fn class(self) -> &'static str {
        match self {
            Self::Primary => "v-button v-button-primary",
            Self::Secondary => "v-button",
            Self::Quiet => "v-button v-button-quiet",
            Self::Danger => "v-button v-button-danger",
        }
    }
}

/// A button with words. While `busy`, it shows so and does nothing, but keeps
/// its focus (a disabled button would lose it).
#[component]
pub fn Button(
    #[prop(optional)] kind: ButtonKind,
    #[prop(optional)] icon: Option<IconName>,
    #[prop(optional, into)] busy: Signal<bool>,
    #[prop(optional, into)] disabled: Signal<bool>,
    /// What a tooltip says, such as why it is disabled.
    #[prop(optional, into)]
    title: Option<&'static str>,
    /// Submits the form around it, instead of calling `on_click`.
    #[prop(optional)]
    submit: bool,
    #[prop(optional, into)] on_click: Option<Callback<()>>,
    children: Children,
) -> impl IntoView {
    let act = move |event: MouseEvent| {
        if busy.get_untracked() {
            event.prevent_default();
        } else if let Some(on_click) = on_click {
            on_click.run(());
        }
    };
    view! {
        <button
            type=if submit { "submit" } else { "button" }
            class=kind.class()
            title=title
            disabled=move || disabled.get()
            aria-busy=move || busy.get().then_some("true")
            on:click=act
        >
            {move || {
                let icon = if busy.get() { Some(IconName::Spinner) } else { icon };
                icon.map(|name| view! { <Icon name=name /> })
            }}
            <span class="v-button-label">{children()}</span>
        </button>
    }
}

/// A button that is only an icon; `label` is what it says to who can't see it,
/// and in its tooltip.
#[component]
pub fn IconButton(
    icon: IconName,
    #[prop(into)] label: Signal<String>,
    #[prop(optional, into)] disabled: Signal<bool>,
    #[prop(into)] on_click: Callback<()>,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class="v-button v-button-icon"
            title=move || label.get()
            aria-label=move || label.get()
            disabled=move || disabled.get()
            on:click=move |_| on_click.run(())
        >
            <Icon name=icon />
        </button>
    }
}
