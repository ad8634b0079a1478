//! One line of text: names, numbers, times, e-mail addresses, passwords, a date in one field.

use super::{Question, question_methods, refused};
use crate::form::Form;
use crate::ui::Example;
use maud::{Markup, html};

/// A text input; begin with [`input`].
#[derive(Clone, Debug)]
pub struct TextInput {
    pub(crate) question: Question,
    kind: &'static str,
    width: Option<u8>,
    mode: Option<&'static str>,
    autocomplete: Option<&'static str>,
    prefix: Option<String>,
    suffix: Option<String>,
}

/// A line of text.
#[must_use]
pub fn input(name: &str, label: &str) -> TextInput {
    TextInput {
        question: Question::new(name, label),
        kind: "text",
        width: None,
        mode: None,
        autocomplete: None,
        prefix: None,
        suffix: None,
    }
}

question_methods!(TextInput);

impl TextInput {
    /// About how many characters wide: 2, 3, 4, 5, 10, 20 or 30.
    #[must_use]
    pub fn width(mut self, characters: u8) -> Self {
        self.width = Some(characters);
        self
    }

    /// A whole number: shows figures on a telephone's keyboard.
    #[must_use]
    pub fn number(mut self) -> Self {
        self.mode = Some("numeric");
        self.width.get_or_insert(5);
        self
    }

    /// A time of day, such as 9:30am.
    #[must_use]
    pub fn time(mut self) -> Self {
        self.width = Some(5);
        self.question.hint.get_or_insert_with(|| "For example, 9:30am or 14:15".into());
        self
    }

    /// A date in one field, in any of the ways people write it.
    #[must_use]
    pub fn date(mut self) -> Self {
        self.width = Some(20);
        self.question.hint.get_or_insert_with(|| "For example, 27/3/2026 or 27 March 2026".into());
        self
    }

    #[must_use]
    pub fn password(mut self) -> Self {
        self.kind = "password";
        self
    }

    #[must_use]
    pub fn email(mut self) -> Self {
        self.kind = "email";
        self
    }

    #[must_use]
    pub fn telephone(mut self) -> Self {
        self.kind = "tel";
        self.width = Some(20);
        self
    }

    /// What the browser may fill in, such as `username`.
    #[must_use]
    pub fn autocomplete(mut self, what: &'static str) -> Self {
        self.autocomplete = Some(what);
        self
    }

    #[must_use]
    pub fn prefix(mut self, words: impl Into<String>) -> Self {
        self.prefix = Some(words.into());
        self
    }

    #[must_use]
    pub fn suffix(mut self, words: impl Into<String>) -> Self {
        self.suffix = Some(words.into());
        self
    }

    /// A password never comes back with the page.
    #[must_use]
    pub fn show(&self, form: &Form) -> Markup {
        let name = &self.question.name;
        let value = if self.kind == "password" { "" } else { form.typed(name) };
        let width = self.width.map(|w| format!("govuk-input--width-{w}"));
        let field = html! {
            input.govuk-input.govuk-input--error[form.wrong(name).is_some()].(width.unwrap_or_default())
                id=(name) name=(name) type=(self.kind) value=[Some(value).filter(|v| !v.is_empty())]
                inputmode=[self.mode] autocomplete=[self.autocomplete]
                spellcheck=[(self.kind != "text").then_some("false")]
                aria-describedby=[self.question.described_by(form, None)];
        };
        let wrapped = self.prefix.is_some() || self.suffix.is_some();
        self.question.group(
            form,
            &html! {
                (self.question.label())
                (self.question.hint_and_error(form))
                @if wrapped {
                    div.govuk-input__wrapper {
                        @if let Some(prefix) = &self.prefix { div.govuk-input__prefix aria-hidden="true" { (prefix) } }
                        (field)
                        @if let Some(suffix) = &self.suffix { div.govuk-input__suffix aria-hidden="true" { (suffix) } }
                    }
                } @else { (field) }
            },
        )
    }
}

pub(crate) fn examples() -> Vec<Example> {
    vec![
        ("text input", input("surname", "Last name").show(&Form::of([("surname", "Ffion <O’Neil>")]))),
        ("text input, refused", input("surname", "Last name").show(&refused("surname", "", "Enter the last name"))),
        (
            "text input with a hint",
            input("pnc", "PNC number").hint("For example, 2019/1234567A").width(10).show(&Form::blank()),
        ),
        ("time input", input("start", "Start time").time().show(&Form::of([("start", "9:30am")]))),
        ("number with a unit", input("minutes", "How long it took").number().suffix("minutes").show(&Form::blank())),
        ("password", input("password", "Password").password().autocomplete("current-password").show(&Form::blank())),
        (
            "date in one field",
            input("due", "Due by").date().show(&refused("due", "31/2", "Due date must be a real date")),
        ),
    ]
}
