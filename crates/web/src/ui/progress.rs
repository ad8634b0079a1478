//! How far something that a sentence orders has got: "4 of 10 days". More than was ordered is told as it is. And how far a
//! long piece of work in the background is: as it stood when the page was made, with a link to look again, and kept up to
//! date where scripts run.

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

/// Work in the background. `asks` is the address that answers with [`running_answer`], `page` the page itself.
#[must_use]
pub fn running(asks: &str, page: &str, words: &str, done: i64, of: i64, finished: bool) -> Markup {
    html! {
        div.tc-progress data-progress=[(!finished).then_some(asks)] {
            p.tc-progress__words role="status" data-progress-words { (words) }
            (drawn(share(done, of), false))
            @if !finished { p.govuk-body { (super::link(page, "Refresh")) } }
        }
    }
}

/// The answer that [`running`] asks for.
#[must_use]
pub fn running_answer(words: &str, done: i64, of: i64, finished: bool) -> crate::Reply {
    let percent = format!("{:.2}", share(done, of) * 100.0);
    crate::Reply::json(200, serde_json::json!({ "words": words, "percent": percent, "finished": finished }))
}

fn share(done: i64, of: i64) -> f64 {
    let figure = |n: i64| i32::try_from(n).map_or(f64::MAX, f64::from);
    if of <= 0 { 1.0 } else { (figure(done) / figure(of)).clamp(0.0, 1.0) }
}

pub(crate) fn examples() -> Vec<Example> {
    vec![
        ("progress", progress("Rehabilitation activity", 4, 10, "days")),
        ("meter", meter(40)),
        ("running", running("/reallocations/1/progress", "/reallocations/1", "12 of 40 done: 12 moved", 12, 40, false)),
        ("running, finished", running("/tiers/progress", "/tiers", "Finished: 40 of 40", 40, 40, true)),
        ("progress past the end", progress("Unpaid work", 62, 60, "hours")),
    ]
}
