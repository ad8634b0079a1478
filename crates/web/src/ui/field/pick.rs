//! A list to pick one from, for more choices than radios can hold.

use super::{Question, question_methods, refused};
use crate::form::Form;
use crate::ui::Example;
use maud::{Markup, html};

/// A drop-down list; begin with [`select`].
#[derive(Clone, Debug)]
pub struct Select {
    pub(crate) question: Question,
    options: Vec<(String, String)>,
}

/// A drop-down list.
#[must_use]
pub fn select(name: &str, label: &str) -> Select {
    Select { question: Question::new(name, label), options: Vec::new() }
}

question_methods!(Select);

impl Select {
    /// The code that is sent and the words that are read. An empty code is "nothing chosen yet".
    #[must_use]
    pub fn option(mut self, code: impl Into<String>, words: impl Into<String>) -> Self {
        self.options.push((code.into(), words.into()));
        self
    }

    #[must_use]
    pub fn options<C: Into<String>, W: Into<String>>(mut self, options: impl IntoIterator<Item = (C, W)>) -> Self {
        self.options.extend(options.into_iter().map(|(code, words)| (code.into(), words.into())));
        self
    }

    #[must_use]
    pub fn show(&self, form: &Form) -> Markup {
        let name = &self.question.name;
        self.question.group(
            form,
            &html! {
                (self.question.label())
                (self.question.hint_and_error(form))
                select.govuk-select.govuk-select--error[form.wrong(name).is_some()] id=(name) name=(name)
                    aria-describedby=[self.question.described_by(form, None)] {
                    @for (code, words) in &self.options {
                        option value=(code) selected[form.has(name) && form.typed(name) == code] { (words) }
                    }
                }
            },
        )
    }
}

pub(crate) fn examples() -> Vec<Example> {
    let officer =
        || select("officer", "Officer").option("", "Select an officer").options([("1", "Ann Bell"), ("2", "Tom Reed")]);
    vec![
        ("select", officer().hint("Those of your team").show(&Form::of([("officer", "2")]))),
        ("select, refused", officer().show(&refused("officer", "", "Select an officer"))),
    ]
}
