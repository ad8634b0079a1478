//! The confirmation panel: what was done, at the end of a journey.

use super::Example;
use maud::{Markup, html};

#[must_use]
pub fn panel(title: &str, body: Option<&Markup>) -> Markup {
    html! {
        div.govuk-panel.govuk-panel--confirmation {
            h1.govuk-panel__title { (title) }
            @if let Some(body) = body { div.govuk-panel__body { (body) } }
        }
    }
}

pub(crate) fn examples() -> Vec<Example> {
    vec![("panel", panel("Case allocated", Some(&html! { "Ann Bell" br; strong { "T000123" } })))]
}
