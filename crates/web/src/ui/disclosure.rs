//! Text set apart: inset, warning, and details that open.

use super::Example;
use maud::{Markup, html};

/// Set apart from the text around it.
#[must_use]
pub fn inset(inside: &Markup) -> Markup {
    html! { div.govuk-inset-text { (inside) } }
}

/// What goes wrong if it is not heeded.
#[must_use]
pub fn warning(words: &str) -> Markup {
    html! {
        div.govuk-warning-text {
            span.govuk-warning-text__icon aria-hidden="true" { "!" }
            strong.govuk-warning-text__text {
                span.govuk-visually-hidden { "Warning" } " " (words)
            }
        }
    }
}

/// Text that only some readers need.
#[must_use]
pub fn details(summary: &str, inside: &Markup) -> Markup {
    html! {
        details.govuk-details {
            summary.govuk-details__summary { span.govuk-details__summary-text { (summary) } }
            div.govuk-details__text { (inside) }
        }
    }
}

pub(crate) fn examples() -> Vec<Example> {
    vec![
        ("inset text", inset(&html! { "The tier was recorded by a manager and not yet computed." })),
        ("warning text", warning("Two staff must be present at every home visit")),
        ("details", details("Why this date", &html! { "The second working day after the result arrived." })),
    ]
}
