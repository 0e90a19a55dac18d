//! How wide the console is. It may have but a part of the page, so the window's width says
//! nothing: styles ask which of their limits it is below (`data-below`).

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::Closure;
use web_sys::ResizeObserver;

/// The limits that the styles know, in pixels.
const LIMITS_PX: [u16; 8] = [359, 480, 560, 640, 899, 900, 959, 999];

/// Keeps `width_px` as the element's, for as long as the calling owner lives.
pub(super) fn follow_width(root: NodeRef<html::Div>, width_px: ArcRwSignal<f64>) {
    let measure = {
        let width_px = width_px.clone();
        move || {
            if let Some(root) = root.try_get_untracked().flatten() {
                let now = f64::from(root.client_width());
                // Nothing is as wide as that; it isn't shown at the moment.
                if now > 0.0 && (width_px.get_untracked() - now).abs() > 0.5 {
                    width_px.set(now);
                }
            }
        }
    };
    let on_resize = Closure::<dyn FnMut()>::new(measure.clone());
    let observer = ResizeObserver::new(on_resize.as_ref().unchecked_ref()).ok();
    let kept = StoredValue::new_local((observer, on_resize));
    Effect::new(move |_| {
        let Some(root) = root.get() else { return };
        measure();
        kept.with_value(|(observer, _)| {
            if let Some(observer) = observer {
                observer.observe(&root);
            }
        });
    });
    on_cleanup(move || {
        kept.try_with_value(|(observer, _)| {
            if let Some(observer) = observer {
                observer.disconnect();
            }
        });
    });
}

/// The limits that it is not above, as the styles read them.
pub(super) fn below(width_px: f64) -> String {
    let limits = LIMITS_PX
        .iter()
        .filter(|limit| width_px <= f64::from(**limit));
    let limits: Vec<String> = limits.map(u16::to_string).collect();
    limits.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phone_is_below_all_limits_and_a_desk_below_none() {
        assert_eq!(below(375.0), "480 560 640 899 900 959 999");
        assert_eq!(below(320.0), "359 480 560 640 899 900 959 999");
        assert_eq!(below(640.0), "640 899 900 959 999");
        assert_eq!(below(640.5), "899 900 959 999");
        assert_eq!(below(1440.0), "");
    }

    #[test]
    fn the_styles_ask_for_no_other_limit() {
        let known: Vec<String> = LIMITS_PX.iter().map(u16::to_string).collect();
        let mut asked = 0;
        for file in std::fs::read_dir("style").expect("is there") {
            let css = std::fs::read_to_string(file.expect("is there").path()).unwrap_or_default();
            for part in css.split("data-below~=\"").skip(1) {
                let limit = part.split('"').next().expect("has a part");
                assert!(known.iter().any(|known| known == limit), "{limit}");
                asked += 1;
            }
        }
        assert!(asked > 0);
    }
}
