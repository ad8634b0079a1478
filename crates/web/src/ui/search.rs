//! The search box: one field and a button.

use super::Example;
use maud::{Markup, html};

/// Asks `action?q=...`. The id tells two boxes on one page apart.
#[must_use]
pub fn search_box(id: &str, action: &str, label: &str, typed: &str) -> Markup {
    html! {
        form.tc-search action=(action) method="get" role="search" {
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
