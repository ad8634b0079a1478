//! Radios and checkboxes, with hints, dividers, and fields that open below the item that needs them.

use super::{Question, question_methods, refused};
use crate::form::Form;
use crate::ui::{Example, input};
use maud::{Markup, html};

/// One thing that can be chosen; begin with [`item`].
#[derive(Clone, Debug)]
pub struct Item {
    code: String,
    words: Markup,
    hint: Option<String>,
    reveal: Option<Markup>,
    divider: bool,
}

/// One thing that can be chosen: the code that is sent, and the words that are read.
#[must_use]
pub fn item(code: impl Into<String>, words: impl Into<String>) -> Item {
    let words: String = words.into();
    Item { code: code.into(), words: html! { (words) }, hint: None, reveal: None, divider: false }
}

impl Item {
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Item {
        self.hint = Some(hint.into());
        self
    }

    /// Fields that are asked only when this item is chosen. Without JavaScript they always show.
    #[must_use]
    pub fn reveal(mut self, fields: Markup) -> Item {
        self.reveal = Some(fields);
        self
    }
}

/// Radios or checkboxes; begin with [`radios`] or [`checkboxes`].
#[derive(Clone, Debug)]
pub struct Choices {
    pub(crate) question: Question,
    many: bool,
    inline: bool,
    small: bool,
    items: Vec<Item>,
}

/// One of several.
#[must_use]
pub fn radios(name: &str, legend: &str) -> Choices {
    Choices { question: Question::new(name, legend), many: false, inline: false, small: false, items: Vec::new() }
}

/// Any of several.
#[must_use]
pub fn checkboxes(name: &str, legend: &str) -> Choices {
    Choices { question: Question::new(name, legend), many: true, inline: false, small: false, items: Vec::new() }
}

/// Yes or no, side by side.
#[must_use]
pub fn yes_no(name: &str, legend: &str) -> Choices {
    radios(name, legend).item("yes", "Yes").item("no", "No").inline()
}

question_methods!(Choices);

impl Choices {
    #[must_use]
    pub fn item(mut self, code: impl Into<String>, words: impl Into<String>) -> Self {
        self.items.push(item(code, words));
        self
    }

    #[must_use]
    pub fn items(mut self, items: impl IntoIterator<Item = Item>) -> Self {
        self.items.extend(items);
        self
    }

    /// A word between items, usually "or".
    #[must_use]
    pub fn divider(mut self, words: &str) -> Self {
        self.items.push(Item { divider: true, ..item("", words) });
        self
    }

    /// Side by side, for two short answers.
    #[must_use]
    pub fn inline(mut self) -> Self {
        self.inline = true;
        self
    }

    /// Smaller, for filters and long lists.
    #[must_use]
    pub fn small(mut self) -> Self {
        self.small = true;
        self
    }

    #[must_use]
    pub fn show(&self, form: &Form) -> Markup {
        let block = if self.many { "govuk-checkboxes" } else { "govuk-radios" };
        let looks = [(self.inline, "inline"), (self.small, "small")];
        let look: Vec<String> =
            looks.iter().filter(|(is, _)| *is).map(|(_, name)| format!("{block}--{name}")).collect();
        let look = look.join(" ");
        self.question.group(
            form,
            &html! {
                fieldset.govuk-fieldset aria-describedby=[self.question.described_by(form, None)] {
                    (self.question.legend())
                    (self.question.hint_and_error(form))
                    div.(block).(look) data-module=(block) {
                        @for (at, item) in self.items.iter().enumerate() {
                            @if item.divider { div.{ (block) "__divider" } { (item.words) } }
                            @else { (self.one(form, block, at, item)) }
                        }
                    }
                }
            },
        )
    }

    fn one(&self, form: &Form, block: &str, at: usize, item: &Item) -> Markup {
        let name = &self.question.name;
        let id = if at == 0 { name.clone() } else { format!("{name}-{}", at + 1) };
        let checked = form.every(name).any(|typed| typed == item.code);
        let kind = if self.many { "checkbox" } else { "radio" };
        let hint_id = item.hint.as_ref().map(|_| format!("{id}-item-hint"));
        let reveal_id = item.reveal.as_ref().map(|_| format!("conditional-{id}"));
        html! {
            div.{ (block) "__item" } {
                input.{ (block) "__input" } id=(id) name=(name) type=(kind) value=(item.code) checked[checked]
                    data-aria-controls=[reveal_id.clone()] aria-describedby=[hint_id.clone()];
                label.govuk-label.{ (block) "__label" } for=(id) { (item.words) }
                @if let Some(hint) = &item.hint {
                    div.govuk-hint.{ (block) "__hint" } id=[hint_id] { (hint) }
                }
            }
            @if let Some(reveal) = &item.reveal {
                div class={ (block) "__conditional" @if !checked { " " (block) "__conditional--hidden" } } id=[reveal_id] { (reveal) }
            }
        }
    }
}

pub(crate) fn examples() -> Vec<Example> {
    let how = || {
        radios("how", "How did it take place?").items([
            item("office", "At the office").hint("Any of our offices"),
            item("telephone", "By telephone").reveal(input("number", "Number called").telephone().show(&Form::blank())),
        ])
    };
    vec![
        ("radios with hints and a field that opens", how().show(&Form::of([("how", "telephone")]))),
        (
            "radios, refused",
            how().divider("or").item("none", "It did not").show(&refused("how", "", "Select how it took place")),
        ),
        ("yes or no", yes_no("welsh", "Do they want letters in Welsh?").show(&Form::of([("welsh", "no")]))),
        (
            "checkboxes",
            checkboxes("days", "Days they can come")
                .item("mon", "Monday")
                .item("tue", "Tuesday")
                .show(&Form::of([("days", "tue")])),
        ),
        (
            "small checkboxes",
            checkboxes("kinds", "Kinds").item("a", "Office").item("b", "Home").small().show(&Form::blank()),
        ),
    ]
}
