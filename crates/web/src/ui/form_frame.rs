//! The form around fields: where it goes, the token against forgery, the key that makes a second sending the same request,
//! and the address to which half-typed work is saved.

use super::{Example, button, input};
use crate::form::{CSRF, Form, REQUEST_KEY};
use maud::{Markup, html};

/// A form that changes something; begin with [`form`].
#[derive(Clone, Debug)]
pub struct FormFrame {
    action: String,
    csrf: String,
    request_key: Option<String>,
    draft: Option<String>,
    hidden: Vec<(String, String)>,
    multipart: bool,
}

/// A POST to `action` with the session's token.
#[must_use]
pub fn form(action: &str, csrf: &str) -> FormFrame {
    FormFrame {
        action: action.into(),
        csrf: csrf.into(),
        request_key: None,
        draft: None,
        hidden: Vec::new(),
        multipart: false,
    }
}

/// The hidden token alone, for small forms such as "Sign out".
#[must_use]
pub fn csrf_field(csrf: &str) -> Markup {
    html! { input type="hidden" name=(CSRF) value=(csrf); }
}

impl FormFrame {
    /// A fresh key for each showing of the form, kept when it is shown again.
    #[must_use]
    pub fn request_key(mut self, key: impl Into<String>) -> Self {
        self.request_key = Some(key.into());
        self
    }

    /// Saves what is typed to this address within two seconds.
    #[must_use]
    pub fn draft(mut self, address: impl Into<String>) -> Self {
        self.draft = Some(address.into());
        self
    }

    /// A value that goes along unseen, such as the version of the card that is edited.
    #[must_use]
    pub fn hidden(mut self, name: &str, value: impl std::fmt::Display) -> Self {
        self.hidden.push((name.into(), value.to_string()));
        self
    }

    /// Needed when a field uploads a file.
    #[must_use]
    pub fn multipart(mut self) -> Self {
        self.multipart = true;
        self
    }

    #[must_use]
    pub fn show(&self, inside: &Markup) -> Markup {
        html! {
            form.tc-form method="post" action=(self.action) novalidate enctype=[self.multipart.then_some("multipart/form-data")]
                data-draft=[self.draft.as_ref()] {
                (csrf_field(&self.csrf))
                @if let Some(key) = &self.request_key { input type="hidden" name=(REQUEST_KEY) value=(key); }
                @for (name, value) in &self.hidden { input type="hidden" name=(name) value=(value); }
                (inside)
                @if self.draft.is_some() { p.tc-draft.govuk-hint role="status" data-draft-status {} }
            }
        }
    }
}

pub(crate) fn examples() -> Vec<Example> {
    let inside = html! { (input("surname", "Last name").show(&Form::blank())) (button("Save").show()) };
    vec![(
        "form",
        form("/people/T000123/names", "token")
            .request_key("key")
            .draft("/drafts/names")
            .hidden("version", 3)
            .multipart()
            .show(&inside),
    )]
}
