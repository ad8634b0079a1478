//! A file from the person's own machine. The form around it must be `multipart`.

use super::{Question, question_methods, refused};
use crate::form::Form;
use crate::ui::Example;
use maud::{Markup, html};

/// A file upload; begin with [`file_upload`].
#[derive(Clone, Debug)]
pub struct FileUpload {
    pub(crate) question: Question,
    many: bool,
    accept: Option<String>,
}

/// A file upload.
#[must_use]
pub fn file_upload(name: &str, label: &str) -> FileUpload {
    FileUpload { question: Question::new(name, label), many: false, accept: None }
}

question_methods!(FileUpload);

impl FileUpload {
    #[must_use]
    pub fn many(mut self) -> Self {
        self.many = true;
        self
    }

    /// What the browser offers to pick, such as `.pdf,.docx`; the server looks again.
    #[must_use]
    pub fn accept(mut self, kinds: impl Into<String>) -> Self {
        self.accept = Some(kinds.into());
        self
    }

    #[must_use]
    pub fn show(&self, form: &Form) -> Markup {
        let name = &self.question.name;
        self.question.group(form, &html! {
            (self.question.label())
            (self.question.hint_and_error(form))
            input.govuk-file-upload.govuk-file-upload--error[form.wrong(name).is_some()] id=(name) name=(name) type="file"
                accept=[self.accept.as_ref()] multiple[self.many]
                aria-describedby=[self.question.described_by(form, None)];
        })
    }
}

pub(crate) fn examples() -> Vec<Example> {
    vec![
        (
            "file upload",
            file_upload("file", "Attach a file").hint("A PDF of at most 10 MB").accept(".pdf").show(&Form::blank()),
        ),
        (
            "file upload, refused",
            file_upload("file", "Attach a file").many().show(&refused("file", "", "Select a file")),
        ),
    ]
}
