//! The search box: one field and a button.

use super::Example;
use maud::{Markup, html};

/// The box in the header of every page.
pub(crate) const IN_HEADER: &str = "header-search";

/// Asks `action?q=...`. The id tells two boxes on one page apart, and so do the names of their landmarks.
#[must_use]
pub fn search_box(id: &str, action: &str, label: &str, typed: &str) -> Markup {
    let landmark = if id == IN_HEADER { "Find a person from any page" } else { label };
    html! {
        form.tc-search action=(action) method="get" role="search" aria-label=(landmark) {
            label.govuk-label.govuk-visually-hidden for=(id) { (label) }
            input.govuk-input.tc-search__input id=(id) name="q" type="search" value=[Some(typed).filter(|t| !t.is_empty())]
                placeholder=(label) autocomplete="off" spellcheck="false";
            button.govuk-button.tc-search__button type="submit" { "Search" }
        }
    }
}

pub(crate) fn examples() -> Vec<Example> {
    vec![("search box", search_box("q", "/search", "Name, CRN, PNC or date of birth", "O’Neil \"<b>work</b>\""))]
}
