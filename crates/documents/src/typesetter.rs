//! What sets documents, as the room asks for it: the binary hands it down, because what sets them is large and only the
//! binary links it. Always true: the same source gives the same bytes. It knows no template and no person.

use kernel::Date;
use serde_json::Value;
use std::sync::Arc;
use store::{Asker, Cx, Failure, House};

/// Everything that a document is set from.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    /// The template's text.
    pub template: String,
    /// What templates share, by the name under which they import it.
    pub parts: Vec<(String, String)>,
    /// What fills it in: never text to be read as markup.
    pub data: Value,
    pub title: String,
    /// `en` or `cy`.
    pub language: String,
    /// The day that stands on it, so that the clock has no part in it.
    pub made_on: Date,
}

/// Why a document was not set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unset {
    /// In words for whoever keeps the template, or whoever waits for the letter.
    pub words: String,
    /// The line of the template, where one is to blame.
    pub line: Option<usize>,
    /// The template is right: trying again later may succeed.
    pub later: bool,
}

impl Unset {
    /// There is nothing to set documents with.
    #[must_use]
    pub fn nothing() -> Unset {
        Unset { words: "This installation has nothing to set documents with".into(), line: None, later: true }
    }

    /// As a refusal of what was asked.
    #[must_use]
    pub fn refusal(&self, field: &str) -> Failure {
        let place = self.line.map(|line| format!("Line {line}: ")).unwrap_or_default();
        Failure::refused(field, "not_set", format!("{place}{}", self.words))
    }
}

type SetFn<T> = fn(&Source) -> Result<T, Unset>;

/// What sets documents.
#[derive(Clone, Copy, Debug)]
pub struct Typesetter {
    /// What it is, with its version.
    pub name: &'static str,
    /// The document on paper: a PDF that anybody can read, also with a screen reader.
    pub pdf: SetFn<Vec<u8>>,
    /// The same words as HTML that can stand in a page of ours, without script, style or frame.
    pub page: SetFn<String>,
}

impl Typesetter {
    /// One that sets nothing, for a house that was given none.
    #[must_use]
    pub fn none() -> Typesetter {
        Typesetter { name: "none", pdf: |_| Err(Unset::nothing()), page: |_| Err(Unset::nothing()) }
    }

    /// The one that the house was given.
    #[must_use]
    pub fn of(cx: &Cx<'_>) -> Typesetter {
        cx.part::<Typesetter>().map_or_else(|_| Typesetter::none(), |t: Arc<Typesetter>| *t)
    }

    /// The same outside a transaction, where documents are set.
    ///
    /// # Errors
    /// When the database fails.
    pub fn of_house(house: &House) -> Result<Typesetter, Failure> {
        house.read(&Asker::system("typesetting"), |cx| Ok(Typesetter::of(cx)))
    }
}
