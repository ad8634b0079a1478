//! The pages of one subject side by side. Each is a page with an address of its own, not a panel that a script shows.

use super::Example;
use maud::{Markup, html};

/// One page of the subject.
#[derive(Clone, Debug)]
pub struct Tab {
    pub href: String,
    pub words: String,
    pub current: bool,
    /// A count beside the words, such as how many wait.
    pub count: Option<u64>,
}

impl Tab {
    pub fn new(href: impl Into<String>, words: impl Into<String>) -> Tab {
        Tab { href: href.into(), words: words.into(), current: false, count: None }
    }

    #[must_use]
    pub fn current(mut self, current: bool) -> Tab {
        self.current = current;
        self
    }

    #[must_use]
    pub fn count(mut self, count: u64) -> Tab {
        self.count = Some(count);
        self
    }
}

/// `label` names the landmark, such as "Pages about this person".
#[must_use]
pub fn sub_navigation(label: &str, tabs: &[Tab]) -> Markup {
    html! {
        nav.moj-sub-navigation aria-label=(label) {
            ul.moj-sub-navigation__list {
                @for tab in tabs {
                    li.moj-sub-navigation__item {
                        a.moj-sub-navigation__link aria-current=[tab.current.then_some("page")] href=(tab.href) {
                            (tab.words)
                            @if let Some(count) = tab.count { " (" (count) ")" }
                        }
                    }
                }
            }
        }
    }
}

pub(crate) fn examples() -> Vec<Example> {
    vec![(
        "sub navigation",
        sub_navigation(
            "Pages about this person",
            &[
                Tab::new("/people/T000123", "Overview").current(true),
                Tab::new("/people/T000123/contacts", "Contacts").count(42),
            ],
        ),
    )]
}
