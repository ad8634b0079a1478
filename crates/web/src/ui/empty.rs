//! What a list says when there is nothing in it: that nothing is there, and what would put something there.

use super::Example;
use maud::{Markup, html};

#[must_use]
pub fn empty(words: &str, next: Option<&Markup>) -> Markup {
    html! {
        div.tc-empty {
            p.govuk-body { (words) }
            @if let Some(next) = next { p.govuk-body { (next) } }
        }
    }
}

pub(crate) fn examples() -> Vec<Example> {
    vec![
        ("empty list", empty("Nobody waits for allocation.", None)),
        (
            "empty list with what to do",
            empty("No contacts match these filters.", Some(&super::link("/contacts", "Clear all filters"))),
        ),
    ]
}
