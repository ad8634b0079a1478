//! Facts as key and value, each with a link to change it, alone or on a card.

use super::{Example, link_about};
use maud::{Markup, Render, html};

/// One fact; begin with [`row`].
#[derive(Clone, Debug)]
pub struct Row {
    key: String,
    value: Markup,
    actions: Vec<Markup>,
}

/// A key and its value: text, or markup.
pub fn row(key: impl Into<String>, value: impl Render) -> Row {
    Row { key: key.into(), value: html! { (value) }, actions: Vec::new() }
}

impl Row {
    /// A "Change" link; `what` is heard, such as "date of birth".
    #[must_use]
    pub fn change(self, href: &str, what: &str) -> Row {
        self.action(href, "Change", what)
    }

    #[must_use]
    pub fn action(mut self, href: &str, words: &str, what: &str) -> Row {
        self.actions.push(link_about(href, words, what));
        self
    }
}

#[must_use]
pub fn summary_list(rows: &[Row]) -> Markup {
    let some_actions = rows.iter().any(|row| !row.actions.is_empty());
    html! {
        dl.govuk-summary-list {
            @for row in rows {
                div.govuk-summary-list__row.govuk-summary-list__row--no-actions[some_actions && row.actions.is_empty()] {
                    dt.govuk-summary-list__key { (row.key) }
                    dd.govuk-summary-list__value { (row.value) }
                    @if let [only] = &row.actions[..] {
                        dd.govuk-summary-list__actions { (only) }
                    } @else if !row.actions.is_empty() {
                        dd.govuk-summary-list__actions {
                            ul.govuk-summary-list__actions-list {
                                @for action in &row.actions { li.govuk-summary-list__actions-list-item { (action) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// A card with a title, links of its own, and any content.
#[derive(Clone, Debug)]
pub struct SummaryCard {
    title: String,
    id: Option<String>,
    actions: Vec<(String, String)>,
}

impl SummaryCard {
    pub fn new(title: impl Into<String>) -> SummaryCard {
        SummaryCard { title: title.into(), id: None, actions: Vec::new() }
    }

    /// So that other pages can lead to the card.
    #[must_use]
    pub fn id(mut self, id: &str) -> Self {
        self.id = Some(id.into());
        self
    }

    #[must_use]
    pub fn action(mut self, href: &str, words: &str) -> Self {
        self.actions.push((href.into(), words.into()));
        self
    }

    /// A card of facts.
    #[must_use]
    pub fn rows(&self, rows: &[Row]) -> Markup {
        self.holding(&summary_list(rows))
    }

    /// A card of anything else.
    #[must_use]
    pub fn holding(&self, content: &Markup) -> Markup {
        let about = format!("({})", self.title);
        html! {
            div.govuk-summary-card id=[self.id.as_ref()] {
                div.govuk-summary-card__title-wrapper {
                    h2.govuk-summary-card__title { (self.title) }
                    @if let [(href, words)] = &self.actions[..] {
                        div.govuk-summary-card__actions { (link_about(href, words, &about)) }
                    } @else if !self.actions.is_empty() {
                        ul.govuk-summary-card__actions {
                            @for (href, words) in &self.actions { li.govuk-summary-card__action { (link_about(href, words, &about)) } }
                        }
                    }
                }
                div.govuk-summary-card__content { (content) }
            }
        }
    }
}

pub(crate) fn examples() -> Vec<Example> {
    let rows = || {
        vec![
            row("Name", "Ffion <O’Neil>").change("/names", "name"),
            row("Born", html! { strong { "29 February 2000" } }),
        ]
    };
    vec![
        ("summary list", summary_list(&rows())),
        ("card", SummaryCard::new("Personal details").id("details").action("/details", "Change").rows(&rows())),
        (
            "card with two links",
            SummaryCard::new("Sentence")
                .action("/a", "Add an offence")
                .action("/b", "End")
                .holding(&super::empty("Nothing yet.", None)),
        ),
    ]
}
