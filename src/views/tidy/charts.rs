//! Where the space goes: by project, by format, by age. Each chart is a table
//! with bars, so that it reads the same without them.

use leptos::prelude::*;

use super::Names;
use crate::listing::{Amount, Board};
use crate::views::Console;

/// Bars of one chart; what is left is one more.
const MOST_BARS: usize = 7;

/// One bar: what it stands for, and whether that is an id.
#[derive(Clone, PartialEq)]
struct Bar {
    label: String,
    is_code: bool,
    amount: Amount,
}

#[component]
pub(super) fn Charts(board: Memo<Board>, names: Names) -> impl IntoView {
    let lang = Console::here().lang;
    let by_project = Memo::new(move |_| {
        let names = names.get();
        let bar = |(id, amount): &(Option<String>, Amount)| {
            let name = id.as_ref().and_then(|id| names.get(id));
            let label = name.or(id.as_ref()).cloned();
            Bar {
                label: label.unwrap_or_else(|| lang.tidy_no_project().to_owned()),
                is_code: id.is_some() && name.is_none(),
                amount: *amount,
            }
        };
        board.with(|board| board.by_project.iter().map(bar).collect::<Vec<_>>())
    });
    let by_format = Memo::new(move |_| {
        let bar = |(format, amount): &(Option<String>, Amount)| {
            let label = format
                .clone()
                .unwrap_or_else(|| lang.tidy_no_format().to_owned());
            Bar {
                label,
                is_code: false,
                amount: *amount,
            }
        };
        board.with(|board| board.by_format.iter().map(bar).collect::<Vec<_>>())
    });
    let by_age = Memo::new(move |_| {
        let bar = |(age, amount): &_| Bar {
            label: lang.tidy_age(*age).to_owned(),
            is_code: false,
            amount: *amount,
        };
        board.with(|board| board.by_age.iter().map(bar).collect::<Vec<_>>())
    });
    // One project's share of itself says nothing.
    let has_projects = Memo::new(move |_| by_project.with(|bars| bars.len() > 1));
    let total = move || {
        let total = board.with(|board| board.total);
        lang.tidy_total(total.bytes, total.count)
    };
    view! {
        <section class="v-tidy-space" aria-labelledby="v-tidy-space">
            <div class="v-card-head">
                <h2 id="v-tidy-space">{lang.tidy_space()}</h2>
                <p class="v-muted">{total}</p>
            </div>
            <div class="v-tidy-charts">
                {move || {
                    has_projects
                        .get()
                        .then(|| view! { <Chart title=lang.tidy_by_project() bars=by_project /> })
                }}
                <Chart title=lang.tidy_by_format() bars=by_format />
                <Chart title=lang.tidy_by_age() bars=by_age />
            </div>
        </section>
    }
}

#[component]
fn Chart(title: &'static str, bars: Memo<Vec<Bar>>) -> impl IntoView {
    let lang = Console::here().lang;
    let rows = move || {
        let bars = folded(bars.get(), |rest| lang.tidy_others(rest));
        let most = bars.iter().map(|bar| bar.amount.bytes).max().unwrap_or(0);
        bars.into_iter()
            .map(|bar| view! { <BarRow bar=bar most=most /> })
            .collect_view()
    };
    view! {
        <div class="v-card">
            <table class="v-chart">
                <caption>{title}</caption>
                <thead class="v-visually-hidden">
                    <tr>
                        <th scope="col">{title}</th>
                        <th scope="col">{lang.column_size()}</th>
                        <th scope="col">{lang.images_title()}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

#[component]
fn BarRow(bar: Bar, most: u64) -> impl IntoView {
    let lang = Console::here().lang;
    let Bar {
        label,
        is_code,
        amount,
    } = bar;
    let tip = label.clone();
    let name = if is_code {
        view! { <code>{label}</code> }.into_any()
    } else {
        label.into_any()
    };
    view! {
        <tr>
            <th scope="row" title=tip>
                <span class="v-chart-label">{name}</span>
                <span class="v-chart-track" aria-hidden="true">
                    <span class="v-chart-bar" style:inline-size=share(amount.bytes, most)></span>
                </span>
            </th>
            <td>{lang.size(amount.bytes)}</td>
            <td>{lang.image_count(amount.count, amount.count)}</td>
        </tr>
    }
}

/// The largest bar fills its track.
fn share(bytes: u64, most: u64) -> String {
    let per_mille = match most {
        0 => 0,
        most => u128::from(bytes) * 1000 / u128::from(most),
    };
    format!("{}.{}%", per_mille / 10, per_mille % 10)
}

/// The last bars as one, where there are many.
fn folded(mut bars: Vec<Bar>, others: impl Fn(usize) -> String) -> Vec<Bar> {
    if bars.len() > MOST_BARS + 1 {
        let rest = bars.split_off(MOST_BARS);
        let mut amount = Amount::default();
        for bar in &rest {
            amount.count += bar.amount.count;
            amount.bytes = amount.bytes.saturating_add(bar.amount.bytes);
        }
        bars.push(Bar {
            label: others(rest.len()),
            is_code: false,
            amount,
        });
    }
    bars
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bars(bytes: &[u64]) -> Vec<Bar> {
        let bar = |bytes: &u64| Bar {
            label: String::new(),
            is_code: false,
            amount: Amount {
                count: 1,
                bytes: *bytes,
            },
        };
        bytes.iter().map(bar).collect()
    }

    #[test]
    fn the_last_of_many_bars_are_one() {
        let all = folded(bars(&[9; 10]), |rest| rest.to_string());
        assert_eq!(all.len(), MOST_BARS + 1);
        assert_eq!(all[MOST_BARS].label, "3");
        assert_eq!(
            all[MOST_BARS].amount,
            Amount {
                count: 3,
                bytes: 27
            }
        );
        // One alone would not be shorter as "others".
        assert_eq!(folded(bars(&[9; 8]), |_| String::new()).len(), 8);
    }

    #[test]
    fn shares_are_exact_for_any_size() {
        assert_eq!(share(u64::MAX, u64::MAX), "100.0%");
        assert_eq!(share(1, 3), "33.3%");
        assert_eq!(share(0, 0), "0.0%");
    }
}
