//! How a rule says no.

use serde::Serialize;

/// One thing that is wrong, where, and what to do about it, in words for the person who asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Refusal {
    /// The form field or body member that it concerns; empty when it is the whole request.
    pub field: String,
    /// A word that programs can rely on, such as `already_allocated`.
    pub code: &'static str,
    /// A sentence that says what to do, such as "Enter the date of the appointment".
    pub words: String,
}

impl Refusal {
    pub fn new(field: impl Into<String>, code: &'static str, words: impl Into<String>) -> Refusal {
        Refusal { field: field.into(), code, words: words.into() }
    }

    /// A refusal of the whole request.
    pub fn of_request(code: &'static str, words: impl Into<String>) -> Refusal {
        Refusal::new("", code, words)
    }
}

/// At least one refusal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Refusals(pub Vec<Refusal>);

impl From<Refusal> for Refusals {
    fn from(refusal: Refusal) -> Refusals {
        Refusals(vec![refusal])
    }
}

impl std::fmt::Display for Refusals {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (n, refusal) in self.0.iter().enumerate() {
            write!(f, "{}{}", if n == 0 { "" } else { "; " }, refusal.words)?;
        }
        Ok(())
    }
}
