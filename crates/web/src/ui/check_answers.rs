//! "Check your answers": what is about to be recorded, each with a link to change it.

use super::{Example, Row, button, form, row, summary_list};
use maud::{Markup, html};

/// The answers, and below them the form that records them (its fields hidden, its button at the end).
#[must_use]
pub fn check_answers(rows: &[Row], accept: &Markup) -> Markup {
    html! {
        h1.govuk-heading-l { "Check your answers" }
        (summary_list(rows))
        (accept)
    }
}

pub(crate) fn examples() -> Vec<Example> {
    let rows = [
        row("Kind", "Office appointment").change("?change=kind", "the kind"),
        row("When", "Monday 23 November 2026 at 9:30am").change("?change=when", "the date and time"),
    ];
    let accept =
        form("/people/T000123/appointments", "token").request_key("key").show(&button("Arrange appointment").show());
    vec![("check your answers", check_answers(&rows, &accept))]
}
