//! Buttons. One that sends a form is kept from being pressed twice within a second; the request key guards the rest.

use super::Example;
use maud::{Markup, html};

/// How a button looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Look {
    Main,
    Secondary,
    Warning,
}

/// A button; begin with [`button`] or [`link_button`].
#[derive(Clone, Debug)]
pub struct Button {
    words: String,
    look: Look,
    name_value: Option<(String, String)>,
    href: Option<String>,
    once: bool,
    action: Option<String>,
    about: Option<String>,
}

/// A button that sends the form around it.
#[must_use]
pub fn button(words: &str) -> Button {
    Button {
        words: words.into(),
        look: Look::Main,
        name_value: None,
        href: None,
        once: true,
        action: None,
        about: None,
    }
}

/// A link that looks like a button, for going to another page.
#[must_use]
pub fn link_button(href: &str, words: &str) -> Button {
    Button { href: Some(href.into()), ..button(words) }
}

impl Button {
    #[must_use]
    pub fn secondary(mut self) -> Self {
        self.look = Look::Secondary;
        self
    }

    /// For what is hard to undo.
    #[must_use]
    pub fn warning(mut self) -> Self {
        self.look = Look::Warning;
        self
    }

    /// Tells the server which of several buttons was pressed.
    #[must_use]
    pub fn named(mut self, name: &str, value: &str) -> Self {
        self.name_value = Some((name.into(), value.into()));
        self
    }

    /// Sends the form to another address.
    #[must_use]
    pub fn to(mut self, action: &str) -> Self {
        self.action = Some(action.into());
        self
    }

    /// Unseen words that tell repeated buttons apart, such as the name of the row.
    #[must_use]
    pub fn about(mut self, whom: impl Into<String>) -> Self {
        self.about = Some(whom.into());
        self
    }

    /// May be pressed again at once, such as a search.
    #[must_use]
    pub fn repeatable(mut self) -> Self {
        self.once = false;
        self
    }

    #[must_use]
    pub fn show(&self) -> Markup {
        let look = match self.look {
            Look::Main => "govuk-button",
            Look::Secondary => "govuk-button govuk-button--secondary",
            Look::Warning => "govuk-button govuk-button--warning",
        };
        let inside = html! {
            (self.words)
            @if let Some(about) = &self.about { span.govuk-visually-hidden { " " (about) } }
        };
        match &self.href {
            Some(href) => html! {
                a href=(href) role="button" draggable="false" class=(look) data-module="govuk-button" { (inside) }
            },
            None => html! {
                button type="submit" class=(look) data-module="govuk-button"
                    name=[self.name_value.as_ref().map(|(n, _)| n)] value=[self.name_value.as_ref().map(|(_, v)| v)]
                    formaction=[self.action.as_ref()]
                    data-prevent-double-click=[self.once.then_some("true")] { (inside) }
            },
        }
    }
}

/// Buttons and links side by side.
#[must_use]
pub fn button_group(inside: &Markup) -> Markup {
    html! { div.govuk-button-group { (inside) } }
}

pub(crate) fn examples() -> Vec<Example> {
    vec![
        ("button", button("Save and continue").show()),
        ("button, secondary", button("Save as draft").secondary().named("then", "draft").show()),
        ("button, warning", button("Sign out everywhere").warning().about("Ann Bell").show()),
        ("link as a button", link_button("/people/new", "Add a person").show()),
        ("button group", button_group(&html! { (button("Save").show()) (super::link("/", "Cancel")) })),
    ]
}
