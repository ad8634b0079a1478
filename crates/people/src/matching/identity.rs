//! What is compared: the parts of a record, or of a court's message, by which a person can be known again.
//! Texts are as they were written; nothing here is corrected.

use super::{Cro, NiNumber, Noms, Pnc};
use kernel::Date;

/// One name. Any part may be empty, but not all.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct PersonName {
    pub first: String,
    /// Second and further forenames, parted by spaces.
    pub middle: String,
    pub last: String,
}

impl PersonName {
    pub fn new(first: impl Into<String>, middle: impl Into<String>, last: impl Into<String>) -> PersonName {
        PersonName { first: first.into(), middle: middle.into(), last: last.into() }
    }

    /// First, middle and last in one line.
    #[must_use]
    pub fn full(&self) -> String {
        [&self.first, &self.middle, &self.last]
            .into_iter()
            .filter(|p| !p.is_empty())
            .cloned()
            .collect::<Vec<_>>()
            .join(" ")
    }
}

/// A home as somebody wrote it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// House and street, and what else there is above the postcode.
    pub lines: String,
    pub postcode: Option<String>,
    /// Set for people without a home: says nothing about who they are.
    pub no_fixed_abode: bool,
}

/// A person as one source describes them. Lists begin with what is current; later entries are aliases, former
/// addresses and further numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Identity {
    pub names: Vec<PersonName>,
    pub births: Vec<Date>,
    /// The code of the gender, `None` when it is not known.
    pub gender: Option<String>,
    pub pncs: Vec<Pnc>,
    pub cros: Vec<Cro>,
    pub noms: Vec<Noms>,
    pub ni_numbers: Vec<NiNumber>,
    pub places: Vec<Place>,
}
