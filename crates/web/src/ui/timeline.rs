//! Things that happened, newest first, each with when and who.

use super::Example;
use maud::{Markup, html};

/// One thing that happened.
#[derive(Clone, Debug)]
pub struct Moment {
    pub title: Markup,
    pub by: Option<String>,
    /// For programs: `2026-11-22` or `2026-11-22T09:30`.
    pub datetime: String,
    /// For people: "Sunday 22 November 2026 at 9:30am".
    pub when: String,
    pub body: Markup,
}

#[must_use]
pub fn timeline(moments: &[Moment]) -> Markup {
    html! {
        div.moj-timeline {
            @for moment in moments {
                div.moj-timeline__item {
                    div.moj-timeline__header {
                        h2.moj-timeline__title { (moment.title) }
                        @if let Some(by) = &moment.by { " " p.moj-timeline__byline { "by " (by) } }
                    }
                    p.moj-timeline__date { time datetime=(moment.datetime) { (moment.when) } }
                    div.moj-timeline__description { (moment.body) }
                }
            }
        }
    }
}

pub(crate) fn examples() -> Vec<Example> {
    vec![(
        "timeline",
        timeline(&[Moment {
            title: html! { "Home visit" },
            by: Some("Ann Bell".into()),
            datetime: "2026-11-22T09:30".into(),
            when: "Sunday 22 November 2026 at 9:30am".into(),
            body: html! { p.govuk-body { "Attended and complied." } },
        }]),
    )]
}
