//! What a court passed on an event: sentence type, court, dates, custodial term and periods as passed. A removed order was
//! never made (deleted by the court, entered in error) and counts nowhere; an ended one was.

pub(crate) mod actions;
pub(crate) mod rules;
pub(crate) mod supervision_end;

use crate::Length;
use kernel::{CourtId, Date, EventId, MessageId, OrderId, PersonId};
use store::{Kind, codes, record};

codes! {
    /// How we know of something.
    pub enum Source {
        Court = "court",
        Typed = "typed",
    }
}

record! {
    /// One order or custodial sentence.
    pub struct Order in "sentence_order", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: OrderId,
        pub event_id: EventId,
        /// Code of a sentence type in `law`.
        pub sentence: String,
        pub court_id: Option<CourtId>,
        pub court_name: Option<String>,
        /// The day in court.
        pub made_on: Date,
        pub starts_on: Date,
        /// The end as passed.
        pub ends_on: Option<Date>,
        /// The end as a court later amended it.
        pub amended_ends_on: Option<Date>,
        pub custody_term: Option<Length>,
        pub operational_period: Option<Length>,
        pub supervision_period: Option<Length>,
        /// The day on which the service learned of it; the allocation clock runs from it.
        pub arrived_on: Date,
        /// The day of release on licence from a custodial sentence.
        pub released_on: Option<Date>,
        pub notes: Option<String>,
        pub source: Source,
        pub source_message: Option<MessageId>,
        pub source_key: Option<String>,
        /// What the court last sent, to tell its changes from ours.
        pub sent: Option<serde_json::Value>,
        pub ended_on: Option<Date>,
        pub end_reason: Option<String>,
        pub end_note: Option<String>,
        /// Why it counts as never made; the row stays.
        pub removed: Option<String>,
        pub version: i64,
        /// The last day of supervision, where it ended before the period was over.
        pub supervision_ended_on: Option<Date>,
    }
}

impl Order {
    /// Neither ended nor removed.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.ended_on.is_none() && self.removed.is_none()
    }

    /// The end that holds now: as amended, else as passed, else of the periods that the court stated.
    #[must_use]
    pub fn end(&self) -> Option<Date> {
        let of_period = |period: Option<Length>| period.and_then(|length| length.0.last_day(self.starts_on));
        self.amended_ends_on
            .or(self.ends_on)
            .or_else(|| of_period(self.operational_period))
            .or_else(|| of_period(self.custody_term))
    }

    /// The last day of the supervision period as passed.
    #[must_use]
    pub fn supervision_last(&self) -> Option<Date> {
        self.supervision_period.and_then(|length| length.0.last_day(self.starts_on))
    }
}

#[cfg(test)]
pub(crate) mod tests_support {
    use super::*;
    use crate::event::rules::tests_support::uuid;
    use jiff::civil::date;

    pub(crate) fn order(sentence: &str) -> Order {
        Order {
            person_id: uuid(1).into(),
            id: uuid(3).into(),
            event_id: uuid(4).into(),
            sentence: sentence.into(),
            court_id: None,
            court_name: None,
            made_on: date(2026, 6, 1),
            starts_on: date(2026, 6, 1),
            ends_on: Some(date(2027, 5, 31)),
            amended_ends_on: None,
            custody_term: None,
            operational_period: None,
            supervision_period: None,
            supervision_ended_on: None,
            arrived_on: date(2026, 6, 2),
            released_on: None,
            notes: None,
            source: Source::Typed,
            source_message: None,
            source_key: None,
            sent: None,
            ended_on: None,
            end_reason: None,
            end_note: None,
            removed: None,
            version: 1,
        }
    }
}
