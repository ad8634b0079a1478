//! The room of people: who they are, by which names and numbers they can be known again, and what of their lives
//! supervision must take account of. It owns the CRN and the merge of two records.
//!
//! Always true: a CRN is given once and always leads to a record; a merge moves no row; a person is found by every name
//! and number that the record holds, from the moment it holds it; at most one main address is open at a time. It does
//! not know sentences, officers beyond an id it is told, nor who may see whom: it asks `access`.

mod api;
mod bulk;
pub mod cards;
pub mod codes;
mod create;
mod facts;
mod headline;
mod index;
pub mod matching;
mod merge;
mod open;
mod pages;
mod search;
mod sight;
mod suggestion;
mod traits;

pub use bulk::{fill, fill_headlines, reserve_crns};
pub use cards::{Address, Alias, Identifier, Person, add, amend, withdraw};
pub use codes::seed;
pub use create::{NewAddress, NewAlias, NewPerson, create, note_source};
pub use facts::{address_lines, card, card_question, gender, language, main_address, panel, reach, spoken_name};
pub use headline::{Flag, banner, frame, frame_of_crn, responsible_officer, set_flags, tabs};
pub use index::{Candidate, match_identity, refile};
pub use merge::{PersonMerge, keys_of, merge, merges_of, survivors_of, unmerge};
pub use open::{OpenPerson, PersonLine, keys_of_crn, lines, open, open_by_id, open_for_rules};
pub use search::{Found, MOST as MOST_FOUND, PER_PAGE, SearchPage, search};
pub use suggestion::{NewEntry, Suggestion, SuggestionState, decide_suggestion, suggestions};
pub use traits::{PersonTraits, everybody, rebuild_traits};

use store::{Listener, Record, Table};

/// Every table of the room.
pub const TABLES: &[&Table] = &[
    cards::Person::TABLE,
    open::CrnRow::TABLE,
    create::CrnSeries::TABLE,
    merge::PersonMerge::TABLE,
    cards::Identifier::TABLE,
    cards::Alias::TABLE,
    index::PersonKey::TABLE,
    headline::Headline::TABLE,
    cards::Address::TABLE,
    cards::Reach::TABLE,
    cards::Equality::TABLE,
    cards::Language::TABLE,
    cards::Circumstance::TABLE,
    cards::Relation::TABLE,
    cards::Disability::TABLE,
    cards::Adjustment::TABLE,
    codes::PersonCode::TABLE,
    suggestion::Suggestion::TABLE,
    traits::PersonTraits::TABLE,
];

/// What the room hears of others.
pub const LISTENERS: &[(&str, Listener)] = &[
    ("the banner's officer and tier", headline::hear),
    ("the banner after a merge", headline::hear_merge),
    ("what measures compare people by", traits::hear),
];

/// Every route of the room.
#[must_use]
pub fn routes() -> Vec<web::Route> {
    let mut all = pages::routes();
    all.extend(api::routes());
    all
}
