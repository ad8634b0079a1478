//! How far something that a sentence orders has got: "4 of 10 days". More than was ordered is told as it is.

use super::{Example, bar::drawn};
use maud::{Markup, html};

#[must_use]
pub fn progress(label: &str, done: u32, of: u32, unit: &str) -> Markup {
    let share = if of == 0 { 0.0 } else { f64::from(done) / f64::from(of) };
    html! {
        div.tc-progress {
            p.tc-progress__words { span.tc-progress__label { (label) } " " strong { (done) " of " (of) " " (unit) } }
            (drawn(share, false))
        }
    }
}

/// The bar alone, where the words stand beside it.
#[must_use]
pub fn meter(hundredths: u32) -> Markup {
    html! { div.tc-progress { (drawn(f64::from(hundredths) / 100.0, false)) } }
}

pub(crate) fn examples() -> Vec<Example> {
    vec![
        ("progress", progress("Rehabilitation activity", 4, 10, "days")),
        ("meter", meter(40)),
        ("progress past the end", progress("Unpaid work", 62, 60, "hours")),
    ]
}
