//! Fields of a form: label, control, hint and error, tied together for
//! assistive technology.

use std::sync::atomic::{AtomicU32, Ordering};

use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;

use crate::query::spawn;

/// Ids must differ on the page, and within a shadow root.
#[must_use]
pub fn next_id() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    format!("v-field-{}", NEXT.fetch_add(1, Ordering::Relaxed))
}

/// After a form was refused: goes to its first field with an error, opening
/// whatever hides it. Waits until the errors are on the page.
pub fn focus_first_invalid(form: HtmlElement) {
    spawn(async move {
        gloo_timers::future::TimeoutFuture::new(20).await;
        let field = form.query_selector("[aria-invalid=true]").ok().flatten();
        let Some(field) = field.and_then(|field| field.dyn_into::<HtmlElement>().ok()) else {
            return;
        };
        if let Some(details) = field.closest("details").ok().flatten() {
            details.set_attribute("open", "").ok();
        }
        // A field that can't take the focus still shows its error.
        field.focus().ok();
    });
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TextKind {
    #[default]
    Text,
    Password,
    Url,
    /// A whole number.
    Number,
    Decimal,
    /// A day; its value is as in `2026-01-31`.
    Date,
}

impl TextKind {
    fn type_and_mode(self) -> (&'static str, Option<&'static str>) {
        match self {
            Self::Text => ("text", None),
            Self::Password => ("password", None),
            // Not type=url: the browser's own check would refuse "cloud:5000".
            Self::Url => ("text", Some("url")),
            Self::Number => ("text", Some("numeric")),
            Self::Decimal => ("text", Some("decimal")),
            Self::Date => ("date", None),
        }
    }
}

#[component]
pub fn TextField(
    #[prop(into)] label: String,
    value: RwSignal<String>,
    #[prop(optional)] kind: TextKind,
    #[prop(optional, into)] hint: Signal<Option<String>>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    /// What browsers and password managers fill in.
    #[prop(optional, into)]
    autocomplete: Option<&'static str>,
    #[prop(optional)] required: bool,
) -> impl IntoView {
    let id = next_id();
    let (input_type, input_mode) = kind.type_and_mode();
    let described_by = format!("{id}-note");
    let note_id = described_by.clone();
    view! {
        <div class="v-field">
            <label for=id.clone()>{label}</label>
            <input
                id=id
                class="v-input"
                type=input_type
                inputmode=input_mode
                autocomplete=autocomplete.unwrap_or("off")
                autocapitalize="none"
                spellcheck="false"
                aria-required=required.then_some("true")
                aria-invalid=move || error.get().map(|_| "true")
                aria-describedby=move || {
                    error.get().or_else(|| hint.get()).map(|_| described_by.clone())
                }
                prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))
            />
            <FieldNote id=note_id hint=hint error=error />
        </div>
    }
}

/// Several lines. `is_code`: of a fixed width, and never corrected.
#[component]
pub fn TextArea(
    #[prop(into)] label: String,
    value: RwSignal<String>,
    rows: u32,
    #[prop(optional)] is_code: bool,
    #[prop(optional, into)] placeholder: Option<&'static str>,
    #[prop(optional, into)] hint: Signal<Option<String>>,
    #[prop(optional, into)] error: Signal<Option<String>>,
) -> impl IntoView {
    let id = next_id();
    let described_by = format!("{id}-note");
    let note_id = described_by.clone();
    view! {
        <div class="v-field">
            <label for=id.clone()>{label}</label>
            <textarea
                id=id
                class="v-input v-text-area"
                class:v-mono=is_code
                rows=rows
                placeholder=placeholder
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                aria-invalid=move || error.get().map(|_| "true")
                aria-describedby=move || {
                    error.get().or_else(|| hint.get()).map(|_| described_by.clone())
                }
                prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))
            ></textarea>
            <FieldNote id=note_id hint=hint error=error />
        </div>
    }
}

/// One choice of a select: its value and its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    pub value: String,
    pub label: String,
    /// Why it can't be chosen, if it can't.
    pub refused_because: Option<String>,
}

impl Choice {
    #[must_use]
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            label: label.into(),
            refused_because: None,
        }
    }

    /// The same, shown but not to be chosen.
    #[must_use]
    pub fn refused(mut self, because: Option<String>) -> Self {
        self.refused_because = because;
        self
    }
}

#[component]
pub fn SelectField(
    #[prop(into)] label: String,
    value: RwSignal<String>,
    #[prop(into)] choices: Signal<Vec<Choice>>,
    #[prop(optional, into)] hint: Signal<Option<String>>,
    /// The label is there for assistive technology alone.
    #[prop(optional)]
    label_hidden: bool,
) -> impl IntoView {
    let id = next_id();
    let note_id = format!("{id}-note");
    let label_class = if label_hidden {
        "v-visually-hidden"
    } else {
        ""
    };
    let described_by = note_id.clone();
    view! {
        <div class="v-field">
            <label for=id.clone() class=label_class>{label}</label>
            <div class="v-select">
                <select
                    id=id
                    class="v-input"
                    aria-describedby=move || hint.get().map(|_| described_by.clone())
                    prop:value=move || {
                        // Follows a change of the choices, too.
                        choices.track();
                        value.get()
                    }
                    on:change=move |event| value.set(event_target_value(&event))
                >
                    {move || {
                        choices
                            .get()
                            .into_iter()
                            .map(|choice| {
                                let is_chosen = choice.value == value.get_untracked();
                                view! {
                                    <option
                                        value=choice.value
                                        selected=is_chosen
                                        disabled=choice.refused_because.is_some()
                                        title=choice.refused_because
                                    >
                                        {choice.label}
                                    </option>
                                }
                            })
                            .collect_view()
                    }}
                </select>
            </div>
            {move || {
                hint.get()
                    .map(|hint| view! { <p class="v-hint" id=note_id.clone()>{hint}</p> })
            }}
        </div>
    }
}

#[component]
pub fn CheckField(
    #[prop(into)] label: String,
    value: RwSignal<bool>,
    #[prop(optional, into)] hint: Option<String>,
) -> impl IntoView {
    let id = next_id();
    let note_id = format!("{id}-note");
    let described_by = hint.is_some().then(|| note_id.clone());
    view! {
        <div class="v-field v-check-field">
            <input
                id=id.clone()
                type="checkbox"
                aria-describedby=described_by
                prop:checked=move || value.get()
                on:change=move |event| value.set(event_target_checked(&event))
            />
            <label for=id>{label}</label>
            {hint.map(|hint| view! { <p class="v-hint" id=note_id>{hint}</p> })}
        </div>
    }
}

/// The line below a field: its error, else its hint.
#[component]
fn FieldNote(
    id: String,
    hint: Signal<Option<String>>,
    error: Signal<Option<String>>,
) -> impl IntoView {
    move || match (error.get(), hint.get()) {
        (Some(error), _) => {
            Some(view! { <p class="v-hint v-hint-error" id=id.clone()>{error}</p> }.into_any())
        }
        (None, Some(hint)) => Some(view! { <p class="v-hint" id=id.clone()>{hint}</p> }.into_any()),
        (None, None) => None,
    }
}
