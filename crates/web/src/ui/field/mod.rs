//! The fields of forms. Each takes its value and what is wrong with it from a [`Form`], so that a refused form comes back as
//! typed with the words beside the field. A field's id is its name; a hint is `name-hint`, an error `name-error`.

mod choices;
mod date;
mod file;
mod lines;
mod pick;

pub use choices::{Choices, Item, checkboxes, item, radios, yes_no};
pub use date::{DateInput, date_input};
pub use file::{FileUpload, file_upload};
pub use lines::{TextArea, textarea};
pub use pick::{Select, select};
pub use text::{TextInput, input};
mod text;

use super::Example;
use crate::form::Form;
use maud::{Markup, html};

/// What every field has: the question, a hint, and how large the question is written.
#[derive(Clone, Debug)]
pub(crate) struct Question {
    pub(crate) name: String,
    pub(crate) label: String,
    pub(crate) hint: Option<String>,
    pub(crate) look: Look,
}

/// How the question is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Look {
    /// Body text.
    Plain,
    /// Bold, so that the questions of a long page can be found.
    Strong,
    /// The heading of the page, when it asks one thing.
    Heading,
    /// Heard but not seen, for a field inside a table row or a search box.
    Hidden,
}

impl Look {
    fn class(self, block: &str) -> Option<String> {
        match self {
            Look::Plain => None,
            Look::Strong => Some(format!("{block}--s")),
            Look::Heading => Some(format!("{block}--l")),
            Look::Hidden => Some("govuk-visually-hidden".into()),
        }
    }
}

impl Question {
    fn new(name: &str, label: &str) -> Question {
        Question { name: name.into(), label: label.into(), hint: None, look: Look::Strong }
    }

    fn hint_id(&self) -> Option<String> {
        self.hint.as_ref().map(|_| format!("{}-hint", self.name))
    }

    fn error_id(&self, form: &Form) -> Option<String> {
        form.wrong(&self.name).map(|_| format!("{}-error", self.name))
    }

    /// The ids that tell more about the field, in the order in which they should be read out.
    fn described_by(&self, form: &Form, first: Option<String>) -> Option<String> {
        let ids: Vec<String> = first.into_iter().chain(self.hint_id()).chain(self.error_id(form)).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }

    fn label(&self) -> Markup {
        let label = html! {
            label class=(joined("govuk-label", self.look.class("govuk-label"))) for=(self.name) { (self.label) }
        };
        if self.look == Look::Heading {
            html! { h1.govuk-label-wrapper { (label) } }
        } else {
            label
        }
    }

    fn legend(&self) -> Markup {
        html! {
            legend class=(joined("govuk-fieldset__legend", self.look.class("govuk-fieldset__legend"))) {
                @if self.look == Look::Heading {
                    h1.govuk-fieldset__heading { (self.label) }
                } @else { (self.label) }
            }
        }
    }

    fn hint_and_error(&self, form: &Form) -> Markup {
        html! {
            @if let Some(hint) = &self.hint { div id=[self.hint_id()] class="govuk-hint" { (hint) } }
            @if let Some(refusal) = form.wrong(&self.name) {
                p id=[self.error_id(form)] class="govuk-error-message" {
                    span.govuk-visually-hidden { (if form.is_welsh() { "Gwall:" } else { "Error:" }) } " " (refusal.words)
                }
            }
        }
    }

    fn group(&self, form: &Form, body: &Markup) -> Markup {
        html! { div.govuk-form-group.govuk-form-group--error[form.wrong(&self.name).is_some()] { (body) } }
    }
}

pub(crate) fn joined(class: &str, more: Option<String>) -> String {
    more.map_or_else(|| class.to_owned(), |more| format!("{class} {more}"))
}

/// The builder methods that every field shares.
macro_rules! question_methods {
    ($field:ident) => {
        impl $field {
            /// A line of help under the question.
            #[must_use]
            pub fn hint(mut self, hint: impl Into<String>) -> Self {
                self.question.hint = Some(hint.into());
                self
            }
            /// The question in body text and not in bold.
            #[must_use]
            pub fn plain(mut self) -> Self {
                self.question.look = $crate::ui::field::Look::Plain;
                self
            }
            /// The question is the heading of the page.
            #[must_use]
            pub fn as_heading(mut self) -> Self {
                self.question.look = $crate::ui::field::Look::Heading;
                self
            }
            /// The question is heard but not seen.
            #[must_use]
            pub fn unseen(mut self) -> Self {
                self.question.look = $crate::ui::field::Look::Hidden;
                self
            }
        }
    };
}
use question_methods;

pub(crate) fn examples() -> Vec<Example> {
    [text::examples(), lines::examples(), date::examples(), choices::examples(), pick::examples(), file::examples()]
        .concat()
}

/// A form whose `name` was refused with `words`, for examples.
pub(crate) fn refused(name: &str, typed: &str, words: &str) -> Form {
    let mut form = Form::of([(name, typed)]);
    form.refuse(kernel::Refusal::new(name, "missing", words));
    form
}
