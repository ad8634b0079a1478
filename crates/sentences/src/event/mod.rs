//! One matter of a person: from arrest, a report request, a court's result or an agreement to voluntary contact on. It is
//! numbered 1, 2, 3 within the person, a number is never used twice, and it may have an order or none yet.

pub(crate) mod actions;
pub(crate) mod rules;

use kernel::{CourtId, Date, EventId, PersonId};
use store::{Kind, codes, record};

codes! {
    /// How the event began.
    pub enum Origin {
        Arrest = "arrest",
        /// A court asked for a report.
        PreSentence = "pre-sentence",
        /// The person agreed to contact.
        Voluntary = "voluntary",
        /// A court passed sentence.
        Court = "court",
    }
}

impl Origin {
    /// As it is shown.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Origin::Arrest => "Arrest",
            Origin::PreSentence => "Pre-sentence report request",
            Origin::Voluntary => "Voluntary contact",
            Origin::Court => "Court result",
        }
    }
}

record! {
    /// One matter.
    pub struct Event in "sentence_event", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: EventId,
        /// 1, 2, 3 within the person.
        pub number: i64,
        pub origin: Origin,
        /// The day on which it came to the service.
        pub referred_on: Date,
        /// The day on which the service took the case on before any order; None while it has not.
        pub taken_on: Option<Date>,
        pub court_id: Option<CourtId>,
        pub court_name: Option<String>,
        pub notes: Option<String>,
        /// Ended without an order. With an order, the order's end is what counts.
        pub ended_on: Option<Date>,
        pub end_reason: Option<String>,
        pub end_note: Option<String>,
        /// The teller's own key of the matter, such as the hearing and defendant; unique within the person.
        pub source_key: Option<String>,
        pub version: i64,
    }
}
