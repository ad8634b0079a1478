//! A date that people know by heart, in three fields named `name-day`, `name-month` and `name-year`.

use super::{Question, question_methods};
use crate::form::Form;
use crate::ui::Example;
use kernel::{Date, Refusal};
use maud::{Markup, html};

/// A date in three fields; begin with [`date_input`].
#[derive(Clone, Debug)]
pub struct DateInput {
    pub(crate) question: Question,
}

/// A date in three fields.
#[must_use]
pub fn date_input(name: &str, label: &str) -> DateInput {
    DateInput { question: Question::new(name, label) }
}

question_methods!(DateInput);

impl DateInput {
    /// The pairs that fill the three fields with a date already known.
    #[must_use]
    pub fn pairs(name: &str, date: Date) -> [(String, String); 3] {
        [("day", i16::from(date.day())), ("month", i16::from(date.month())), ("year", date.year())]
            .map(|(part, figure)| (format!("{name}-{part}"), figure.to_string()))
    }

    #[must_use]
    pub fn show(&self, form: &Form) -> Markup {
        let name = &self.question.name;
        let wrong = form.wrong(name).is_some();
        self.question.group(
            form,
            &html! {
                fieldset.govuk-fieldset role="group" aria-describedby=[self.question.described_by(form, None)] {
                    (self.question.legend())
                    (self.question.hint_and_error(form))
                    div.govuk-date-input id=(name) {
                        @for (part, words, width) in [("day", "Day", 2), ("month", "Month", 2), ("year", "Year", 4)] {
                            (part_input(form, &format!("{name}-{part}"), words, width, wrong))
                        }
                    }
                }
            },
        )
    }
}

fn part_input(form: &Form, name: &str, words: &str, width: u8, wrong: bool) -> Markup {
    let typed = Some(form.typed(name)).filter(|t| !t.is_empty());
    html! {
        div.govuk-date-input__item {
            div.govuk-form-group {
                label.govuk-label.govuk-date-input__label for=(name) { (words) }
                input.govuk-input.govuk-date-input__input.govuk-input--error[wrong].{ "govuk-input--width-" (width) }
                    id=(name) name=(name) type="text" value=[typed] inputmode="numeric";
            }
        }
    }
}

pub(crate) fn examples() -> Vec<Example> {
    let mut wrong = Form::of([("dob-day", "31"), ("dob-month", "2"), ("dob-year", "1990")]);
    wrong.refuse(Refusal::new("dob", "not_a_date", "Date of birth must be a real date"));
    vec![
        ("date input", date_input("dob", "Date of birth").hint("For example, 31 3 1980").show(&Form::blank())),
        ("date input, refused", date_input("dob", "Date of birth").show(&wrong)),
    ]
}
