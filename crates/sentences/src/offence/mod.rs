//! The offences of an event: one main offence, any number of others, each with what the court recorded about it.

pub(crate) mod actions;

use kernel::{Date, EventId, OffenceId, PersonId};
use store::{Kind, record};

record! {
    /// One offence.
    pub struct Offence in "sentence_offence", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: OffenceId,
        pub event_id: EventId,
        pub main: bool,
        /// The CJS code.
        pub code: Option<String>,
        pub title: String,
        pub wording: Option<String>,
        /// First and last day on which it was committed.
        pub committed_on: Option<Date>,
        pub committed_until: Option<Date>,
        /// As the court words it.
        pub plea: Option<String>,
        pub verdict: Option<String>,
        pub convicted_on: Option<Date>,
        pub source_key: Option<String>,
        /// What the court last sent, to tell its changes from ours.
        pub sent: Option<serde_json::Value>,
        /// Why it no longer counts; the row stays.
        pub removed: Option<String>,
        pub version: i64,
    }
}

/// The days by which the law of a matter turns, as far as the record has them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MatterDays {
    pub offence: Option<Date>,
    pub conviction: Option<Date>,
}

impl MatterDays {
    /// Of the offences of one matter. The latest day decides: a limit that rose is then never called broken by mistake.
    #[must_use]
    pub fn of<'a>(offences: impl IntoIterator<Item = &'a Offence>) -> MatterDays {
        let counted = offences.into_iter().filter(|o| o.removed.is_none());
        counted.fold(MatterDays::default(), |days, o| MatterDays {
            offence: days.offence.max(o.committed_until.or(o.committed_on)),
            conviction: days.conviction.max(o.convicted_on),
        })
    }

    /// Of several matters: a day is known only where all have the same.
    pub(crate) fn agreed(matters: &[MatterDays]) -> MatterDays {
        let same = |day: fn(&MatterDays) -> Option<Date>| {
            let first = matters.first().and_then(day);
            first.filter(|_| matters.iter().all(|m| day(m) == first))
        };
        MatterDays { offence: same(|m| m.offence), conviction: same(|m| m.conviction) }
    }
}
