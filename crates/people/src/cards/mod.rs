//! The cards of a person's details. Each is a table of its own, told once as a list of fields; showing, asking,
//! checking, keeping and telling through the API all follow from that list. It does not know who may see whom.

mod catalogue;
mod keep;
mod records;
mod rules;
mod subjects;
mod typed;

pub use catalogue::CARDS;
pub(crate) use catalogue::{ForCard, each};
pub use keep::{add, amend, withdraw};
pub(crate) use keep::{current, entries, entries_question};
pub use records::{
    Address, Adjustment, Alias, Circumstance, Disability, Equality, Identifier, Language, Person, Reach, Relation,
};
pub use rules::read_number;
pub(crate) use typed::{filled, shown, text_of, typed, words, words_typed};

use kernel::{Date, DetailId, PersonId, Refusals};
use store::{Cx, Record, Result};

/// What a field asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asks {
    /// One line of at most so many characters.
    Text(usize),
    /// Several lines of at most so many characters.
    Lines(usize),
    Day,
    /// A code of a set.
    Code(&'static str),
    Email,
    Telephone,
    Postcode,
}

/// One field of a card; its name is that of the column.
#[derive(Clone, Copy, Debug)]
pub struct CardField {
    pub column: &'static str,
    pub label: &'static str,
    /// Reads on from "Enter" or "Select": "the surname".
    pub what: &'static str,
    pub hint: &'static str,
    pub asks: Asks,
    pub must: bool,
}

impl CardField {
    const fn new(column: &'static str, label: &'static str, what: &'static str, asks: Asks) -> CardField {
        CardField { column, label, what, hint: "", asks, must: false }
    }

    const fn must(mut self) -> CardField {
        self.must = true;
        self
    }

    const fn hint(mut self, hint: &'static str) -> CardField {
        self.hint = hint;
        self
    }
}

/// One card.
#[derive(Clone, Copy, Debug)]
pub struct Card {
    /// The word in the address: `/people/T000001/details/aliases`.
    pub slug: &'static str,
    pub title: &'static str,
    /// One entry in words: "alias".
    pub one: &'static str,
    /// Whether a person can have several entries.
    pub many: bool,
    pub fields: &'static [CardField],
}

/// A row that is an entry of a card.
pub trait Detail: Record + Clone + PartialEq + Send + 'static {
    const CARD: &'static Card;

    /// A new entry with nothing in it yet.
    ///
    /// # Errors
    /// [`Failure::NotFound`](store::Failure::NotFound) for the card that every person has from the first.
    fn begin(person: PersonId, id: DetailId, today: Date) -> Result<Self>;

    /// `None` on cards that have one entry.
    fn id(&self) -> Option<DetailId>;

    /// Whose row it is; after a merge not always the survivor's.
    fn person(&self) -> PersonId;

    fn version(&self) -> i64;

    /// The last day is over, or the person no longer is what it says.
    fn has_ended(&self, _today: Date) -> bool {
        false
    }

    /// What the entry is called in a list, and the labels of the fields that this tells already. By default its first field.
    fn called(&self) -> Option<(String, &'static [&'static str])> {
        None
    }

    /// Notes why the entry was recorded in error.
    fn withdraw(&mut self, _reason: &str) {}

    /// Puts typed values in their one form and says what does not go together.
    ///
    /// # Errors
    /// Refusals, in words.
    fn tidy(&mut self, _today: Date) -> Result<(), Refusals> {
        Ok(())
    }

    /// What else of the person changes with it; runs before the row is written. `before` is the row as it was.
    ///
    /// # Errors
    /// Refusals, or the database's.
    fn settle(&mut self, _cx: &mut Cx<'_>, _before: Option<&Self>) -> Result<()> {
        Ok(())
    }

    /// Whether people are found by it, so that the search keys must follow.
    fn is_searched() -> bool {
        false
    }
}
