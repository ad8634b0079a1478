//! The filter of a list: a form that only changes the address, and a chip for each filter that is on.

use super::{Address, Example, button, input};
use crate::form::Form;
use maud::{Markup, html};

/// What can be filtered, and what is.
#[derive(Clone, Debug)]
pub struct FilterPanel {
    /// The list as it is shown now.
    pub list: Address,
    /// The fields' names; other parts of the address (the sort) are kept.
    pub names: Vec<&'static str>,
    /// For each filter that is on: its name, the value to take away, and the words of the chip.
    pub on: Vec<(&'static str, String, String)>,
    pub fields: Markup,
}

impl FilterPanel {
    #[must_use]
    pub fn show(&self) -> Markup {
        let kept = self.list.query().iter().filter(|(n, _)| n != "page" && !self.names.contains(&n.as_str()));
        let cleared = self.names.iter().fold(self.list.clone(), |list, name| list.without(name));
        html! {
            div.moj-filter.tc-filter {
                div.moj-filter__header { div.moj-filter__header-title { h2.govuk-heading-m { "Filter" } } }
                div.moj-filter__content {
                    @if !self.on.is_empty() {
                        div.moj-filter__selected {
                            div.moj-filter__selected-heading {
                                div.moj-filter__heading-title { h3.govuk-heading-s { "Filters on" } }
                                div.moj-filter__heading-action {
                                    p { a.govuk-link.govuk-link--no-visited-state href=(cleared) { "Clear filters" } }
                                }
                            }
                            ul.moj-filter-tags {
                                @for (name, value, words) in &self.on {
                                    li {
                                        a.moj-filter__tag href=(self.list.without_value(name, value)) {
                                            span.govuk-visually-hidden { "Remove this filter: " } (words)
                                        }
                                    }
                                }
                            }
                        }
                    }
                    form.moj-filter__options method="get" action=(self.list.path()) {
                        @for (name, value) in kept { input type="hidden" name=(name) value=(value); }
                        (self.fields)
                        (button("Apply filters").repeatable().show())
                    }
                }
            }
        }
    }
}

pub(crate) fn examples() -> Vec<Example> {
    let list = Address::new("/cases", [("name", "Bell"), ("sort", "due")]);
    let fields = input("name", "Name or CRN").show(&Form::of(list.query().to_vec()));
    vec![(
        "filter panel",
        FilterPanel { list, names: vec!["name"], on: vec![("name", "Bell".into(), "Name: Bell".into())], fields }
            .show(),
    )]
}
