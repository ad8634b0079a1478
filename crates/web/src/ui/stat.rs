//! A figure that matters, large, with what it counts; it leads to the list behind it.

use super::Example;
use maud::{Markup, html};

/// One figure.
#[derive(Clone, Debug)]
pub struct Stat {
    pub figure: String,
    pub label: String,
    pub href: Option<String>,
    /// Somebody has to act.
    pub urgent: bool,
    /// A second line, such as the quality or outcome that belongs beside a count of things done on time.
    pub beside: Option<String>,
}

#[must_use]
pub fn stats(all: &[Stat]) -> Markup {
    html! {
        ul.tc-stats {
            @for stat in all {
                li.tc-stat.tc-stat--urgent[stat.urgent] {
                    span.tc-stat__figure { (stat.figure) }
                    @match &stat.href {
                        Some(href) => a.govuk-link.govuk-link--no-visited-state.tc-stat__label href=(href) { (stat.label) },
                        None => span.tc-stat__label { (stat.label) },
                    }
                    @if let Some(beside) = &stat.beside { span.tc-stat__beside { (beside) } }
                }
            }
        }
    }
}

pub(crate) fn examples() -> Vec<Example> {
    let stat = |figure: &str, label: &str| Stat {
        figure: figure.into(),
        label: label.into(),
        href: None,
        urgent: false,
        beside: None,
    };
    vec![(
        "figures",
        stats(&[
            Stat { href: Some("/board".into()), urgent: true, ..stat("3", "without a next contact") },
            Stat {
                beside: Some("of whom 9 were seen by their own officer".into()),
                ..stat("12", "first meetings on time")
            },
        ]),
    )]
}
