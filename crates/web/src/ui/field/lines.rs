//! Several lines of text, with a count of the characters left when there is a limit.

use super::{Question, question_methods, refused};
use crate::form::Form;
use crate::ui::Example;
use maud::{Markup, html};

/// A text area; begin with [`textarea`].
#[derive(Clone, Debug)]
pub struct TextArea {
    pub(crate) question: Question,
    rows: u8,
    most: Option<usize>,
}

/// Several lines of text.
#[must_use]
pub fn textarea(name: &str, label: &str) -> TextArea {
    TextArea { question: Question::new(name, label), rows: 5, most: None }
}

question_methods!(TextArea);

impl TextArea {
    #[must_use]
    pub fn rows(mut self, rows: u8) -> Self {
        self.rows = rows;
        self
    }

    /// The most characters, counted as they are typed; the server counts again.
    #[must_use]
    pub fn most(mut self, characters: usize) -> Self {
        self.most = Some(characters);
        self
    }

    #[must_use]
    pub fn show(&self, form: &Form) -> Markup {
        let name = &self.question.name;
        let wrong = form.wrong(name).is_some();
        let info = self.most.map(|_| format!("{name}-info"));
        let body = html! {
            (self.question.label())
            (self.question.hint_and_error(form))
            textarea.govuk-textarea.govuk-textarea--error[wrong].govuk-js-character-count[self.most.is_some()]
                id=(name) name=(name) rows=(self.rows)
                aria-describedby=[self.question.described_by(form, info.clone())] {
                // Browsers drop one newline after the opening tag; this one saves a first line that is empty.
                @if form.typed(name).starts_with('\n') { "\n" }
                (form.typed(name))
            }
            @if let Some(most) = self.most {
                div id=[info] class="govuk-hint govuk-character-count__message" { "You can enter up to " (most) " characters" }
            }
        };
        html! {
            @if let Some(most) = self.most {
                div.govuk-form-group.govuk-form-group--error[wrong].govuk-character-count
                    data-module="govuk-character-count" data-maxlength=(most) { (body) }
            } @else { (self.question.group(form, &body)) }
        }
    }
}

pub(crate) fn examples() -> Vec<Example> {
    vec![
        (
            "text area",
            textarea("note", "Note").most(12_000).show(&Form::of([("note", "Spoke about\n<b>work</b> & family")])),
        ),
        (
            "text area, refused",
            textarea("reason", "Reason").hint("Who decided, and why").show(&refused("reason", "", "Enter the reason")),
        ),
    ]
}
