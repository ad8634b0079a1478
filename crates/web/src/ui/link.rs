//! Links. Words that repeat down a page ("Change") carry unseen words that say what they concern.

use super::Example;
use maud::{Markup, html};

#[must_use]
pub fn link(href: &str, words: &str) -> Markup {
    html! { a.govuk-link href=(href) { (words) } }
}

/// A link with unseen words after the seen ones: "Change", then " date of birth".
#[must_use]
pub fn link_about(href: &str, words: &str, about: &str) -> Markup {
    html! { a.govuk-link href=(href) { (words) span.govuk-visually-hidden { " " (about) } } }
}

/// A link that leaves the service, in a new tab, and says so.
#[must_use]
pub fn external(href: &str, words: &str) -> Markup {
    html! { a.govuk-link href=(href) rel="noreferrer noopener" target="_blank" { (words) " (opens in new tab)" } }
}

pub(crate) fn examples() -> Vec<Example> {
    vec![
        ("link", link("/people/T000123", "Ffion Bell")),
        ("link with unseen words", link_about("/edit", "Change", "date of birth")),
        ("link to elsewhere", external("https://example.org/", "Guidance")),
    ]
}
