//! The list of what is wrong, at the top of a refused form, each linked to its field.

use super::{Example, field};
use crate::form::Form;
use maud::{Markup, html};

/// Nothing when nothing is wrong. Refusals of the whole request have no link.
#[must_use]
pub fn error_summary(form: &Form) -> Markup {
    if form.refused().is_empty() {
        return html! {};
    }
    html! {
        div.govuk-error-summary data-module="govuk-error-summary" {
            div role="alert" {
                h2.govuk-error-summary__title { (if form.is_welsh() { "Mae problem wedi codi" } else { "There is a problem" }) }
                div.govuk-error-summary__body {
                    ul.govuk-list.govuk-error-summary__list {
                        @for refusal in form.refused() {
                            li {
                                @if refusal.field.is_empty() { (refusal.words) }
                                @else { a href={ "#" (anchor(form, &refusal.field)) } { (refusal.words) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// A date in three fields is reached at its first field, because the group itself cannot hold the cursor.
fn anchor(form: &Form, field: &str) -> String {
    let first = format!("{field}-day");
    if form.has(&first) { first } else { field.to_owned() }
}

pub(crate) fn examples() -> Vec<Example> {
    let mut form = field::refused("surname", "", "Enter the last name");
    form.refuse(kernel::Refusal::of_request("changed", "Somebody else changed this card while you were typing"));
    vec![("error summary", error_summary(&form))]
}
