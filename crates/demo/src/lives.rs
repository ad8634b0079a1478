//! The named people of the demo world: each shows one process of the service, and the README and the tests point at
//! them by name. Days are counted from today, in days; a negative one is past.

use crate::vocabulary::names::Sex;

/// What a named life shows; the filling part acts it out through the rooms' own actions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Shows {
    /// Sentenced yesterday; nobody has the case yet.
    NewlySentenced,
    /// Allocated two days ago; the first meeting is due within five working days and not arranged yet.
    FirstMeetingDue,
    /// A long community order with rehabilitation days and unpaid work under way.
    LongOrder,
    /// Missed appointments, and one whose outcome nobody has recorded.
    OverdueOutcome,
    /// The officer is away sick; somebody named covers.
    Covered,
    /// The officer left; the handover waits to be accepted.
    HandedOver,
    /// Only named users may see the record.
    Restricted,
    /// One named user may not see the record.
    Excluded,
    /// Speaks Welsh first; needs large print and a ground-floor room.
    WelshWithAdjustments,
    /// Two records that were found to be one person.
    Merged,
    /// A court has asked for a report and the hearing is near.
    ReportAsked,
    /// Two orders from two courts at the same time.
    TwoOrders,
    /// Released on licence yesterday; the first meeting is due within one working day.
    JustReleased,
    /// The order is over.
    Ended,
    /// A court result that may be about somebody known; it waits in the inbox.
    DoubtfulMatch,
    /// Several matters over the years, prison among them.
    SeveralSentences,
    /// No next contact arranged although one is due.
    NoNextContact,
    /// In custody, release in sight.
    InCustody,
    /// Died while under supervision.
    Died,
    /// Moved to another area, and the order with them.
    MovedAway,
    /// An appointment in the night in which the clocks change.
    ClockChange,
    /// A record of thousands of contacts.
    LongRecord,
    /// A victim is kept informed; the record carries a marker and nothing more.
    VictimLinked,
    /// A signed report, and the order that the court passed as it proposed.
    ReportFollowed,
    /// A signed report, and a sentence that goes further.
    ReportNotFollowed,
    /// A breach whose pack is put together.
    BreachPrepared,
    /// A breach with a day in court to come.
    BreachListed,
    /// A breach that a court has decided.
    BreachHeard,
    /// Everything of the order is done: it could end early.
    ReadyToEnd,
    /// Three months without a failure, to be recognised.
    ToRecognise,
    /// A completed order, with a certificate given.
    Certified,
    /// An absence two days ago; a reason and evidence may still come.
    EvidenceAwaited,
    /// Warned ten months ago, and a new failure: it must be referred.
    MustRefer,
    /// An absence with a reasonable excuse that was accepted.
    ExcuseAccepted,
    /// A warning superseded, because the outcome was recorded wrongly.
    FailureCorrected,
}

/// A named person and how long ago the court acted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Life {
    pub shows: Shows,
    pub forename: &'static str,
    pub surname: &'static str,
    pub sex: Sex,
    pub born: (i16, i8, i8),
    pub ethnicity: &'static str,
    /// The code of the main offence.
    pub offence: &'static str,
    /// Days from today to the day of the order; for a report, to the conviction.
    pub sentenced: i32,
    /// The line that a guide to the demo prints.
    pub says: &'static str,
}

/// Every named life, in the order in which they are told.
#[must_use]
pub fn lives() -> &'static [Life] {
    LIVES
}

/// The life that shows it.
#[must_use]
pub fn of(shows: Shows) -> Option<&'static Life> {
    LIVES.iter().find(|l| l.shows == shows)
}

const fn life(
    shows: Shows,
    name: (&'static str, &'static str, Sex),
    born: (i16, i8, i8),
    ethnicity: &'static str,
    court: (&'static str, i32),
    says: &'static str,
) -> Life {
    Life {
        shows,
        forename: name.0,
        surname: name.1,
        sex: name.2,
        born,
        ethnicity,
        offence: court.0,
        sentenced: court.1,
        says,
    }
}

use Sex::{Female, Male};

const LIVES: &[Life] = &[
    life(
        Shows::NewlySentenced,
        ("Leon", "Fairweather", Male),
        (1998, 4, 17),
        "W1",
        ("CJ88116", -1),
        "sentenced yesterday, no officer yet",
    ),
    life(
        Shows::FirstMeetingDue,
        ("Priya", "Sandhu", Female),
        (1991, 9, 2),
        "A1",
        ("TH68010", -5),
        "allocated, the first meeting is due",
    ),
    life(
        Shows::LongOrder,
        ("Marcus", "Alleyne", Male),
        (1985, 1, 28),
        "B1",
        ("OF61016", -240),
        "a long community order: rehabilitation days and unpaid work",
    ),
    life(
        Shows::OverdueOutcome,
        ("Kieran", "Brannigan", Male),
        (2001, 11, 9),
        "W2",
        ("CD71039", -150),
        "missed appointments, an outcome overdue",
    ),
    life(
        Shows::Covered,
        ("Agnieszka", "Sobczak", Female),
        (1979, 6, 23),
        "W9",
        ("RT88011", -120),
        "the officer is sick, a colleague covers",
    ),
    life(
        Shows::HandedOver,
        ("Tobias", "Grimshaw", Male),
        (1994, 3, 5),
        "W1",
        ("MD71530", -200),
        "the officer left, a handover waits",
    ),
    life(
        Shows::Restricted,
        ("Helena", "Wetherby", Female),
        (1988, 12, 14),
        "W1",
        ("SE20001", -90),
        "only named users may see the record",
    ),
    life(
        Shows::Excluded,
        ("Darius", "Petraitis", Male),
        (1976, 8, 30),
        "W9",
        ("CJ88149", -180),
        "one officer may not see the record",
    ),
    life(
        Shows::WelshWithAdjustments,
        ("Rhiannon", "Prydderch", Female),
        (1969, 2, 11),
        "W1",
        ("TH68010", -100),
        "speaks Welsh; needs large print and a room on the ground floor",
    ),
    life(Shows::Merged, ("Yusuf", "Warsame", Male), (1997, 7, 7), "B2", ("CJ88144", -70), "two records became one"),
    life(
        Shows::ReportAsked,
        ("Chloe", "Ramsden", Female),
        (2003, 5, 19),
        "W1",
        ("CJ88116", -6),
        "a court has asked for a report",
    ),
    life(Shows::TwoOrders, ("Imran", "Qureshi", Male), (1990, 10, 26), "A2", ("RT88334", -30), "two orders at once"),
    life(
        Shows::JustReleased,
        ("Dwayne", "Beckford", Male),
        (1993, 1, 3),
        "B1",
        ("TH68023", -500),
        "released on licence yesterday",
    ),
    life(Shows::Ended, ("Gloria", "Mensah", Female), (1982, 4, 8), "B2", ("PU86116", -400), "the order is over"),
    life(
        Shows::DoubtfulMatch,
        ("Stefan", "Munteanu", Male),
        (1987, 6, 12),
        "W9",
        ("TH68010", -2),
        "a court result waits for somebody to say who it is about",
    ),
    life(
        Shows::SeveralSentences,
        ("Raymond", "Clegg", Male),
        (1966, 9, 25),
        "W1",
        ("TH68010", -45),
        "several sentences over the years",
    ),
    life(
        Shows::NoNextContact,
        ("Siobhan", "Hennessy", Female),
        (1995, 2, 20),
        "W2",
        ("RT88011", -85),
        "no next contact is arranged",
    ),
    life(
        Shows::InCustody,
        ("Nathaniel", "Okoro", Male),
        (1999, 8, 16),
        "B2",
        ("MD71231", -210),
        "in custody, release in sight",
    ),
    life(
        Shows::Died,
        ("Walter", "Holdsworth", Male),
        (1951, 3, 30),
        "W1",
        ("TH68010", -130),
        "died while under supervision",
    ),
    life(
        Shows::MovedAway,
        ("Jerome", "Ashby", Male),
        (1989, 5, 14),
        "B1",
        ("TH68010", -160),
        "moved to another area, the order with him",
    ),
    life(
        Shows::ClockChange,
        ("Ottilie", "Marchbank", Female),
        (1992, 10, 25),
        "W1",
        ("CJ88116", -50),
        "an appointment in the night in which the clocks change",
    ),
    life(
        Shows::LongRecord,
        ("Bernard", "Quayle", Male),
        (1958, 1, 6),
        "W1",
        ("TH68010", -900),
        "a record of thousands of contacts",
    ),
    life(
        Shows::VictimLinked,
        ("Callum", "Dunmore", Male),
        (1984, 2, 2),
        "W1",
        ("OF61016", -110),
        "a victim is kept informed: a marker, nothing more",
    ),
    life(
        Shows::ReportFollowed,
        ("Bethan", "Lockyer", Female),
        (1996, 6, 3),
        "W1",
        ("TH68010", -20),
        "a signed report, and the order that it proposed",
    ),
    life(
        Shows::ReportNotFollowed,
        ("Gareth", "Pinnock", Male),
        (1987, 11, 21),
        "B1",
        ("CJ88144", -24),
        "a signed report, and a sentence that goes further",
    ),
    life(
        Shows::BreachPrepared,
        ("Marcus", "Thornbury", Male),
        (1991, 4, 9),
        "W1",
        ("TH68010", -160),
        "a breach is instructed, and its pack is put together",
    ),
    life(
        Shows::BreachListed,
        ("Keisha", "Rowntree", Female),
        (1998, 12, 1),
        "B1",
        ("CJ88116", -180),
        "a breach has a day in court",
    ),
    life(
        Shows::BreachHeard,
        ("Piotr", "Zawadzki", Male),
        (1985, 7, 23),
        "W9",
        ("RT88334", -190),
        "a court has decided on a breach, and the order goes on",
    ),
    life(
        Shows::ReadyToEnd,
        ("Adaeze", "Whitcombe", Female),
        (1993, 9, 17),
        "B2",
        ("TH68010", -170),
        "everything of the order is done: it could end early",
    ),
    life(
        Shows::ToRecognise,
        ("Leon", "Castleford", Male),
        (2000, 2, 28),
        "W1",
        ("PU86116", -104),
        "three months without a failure, to be recognised",
    ),
    life(
        Shows::Certified,
        ("Maryam", "Siddiqui", Female),
        (1979, 6, 30),
        "A2",
        ("CJ88144", -260),
        "a completed order, and the certificate for it",
    ),
    life(
        Shows::EvidenceAwaited,
        ("Anwen", "Treharne", Female),
        (1999, 12, 1),
        "W1",
        ("TH68010", -95),
        "missed an appointment two days ago: evidence is awaited",
    ),
    life(
        Shows::MustRefer,
        ("Declan", "Rourke", Male),
        (1990, 7, 18),
        "W2",
        ("CD71039", -340),
        "warned ten months ago, and a new failure: it must be referred",
    ),
    life(
        Shows::ExcuseAccepted,
        ("Meera", "Chaudhry", Female),
        (1986, 3, 27),
        "A1",
        ("TH68010", -125),
        "an absence whose excuse was accepted",
    ),
    life(
        Shows::FailureCorrected,
        ("Lewis", "Garside", Male),
        (1997, 10, 10),
        "W1",
        ("OF61016", -150),
        "a warning superseded by a correction",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::offences;
    use std::collections::BTreeSet;

    #[test]
    fn every_process_is_shown_by_one_person_and_every_offence_is_known() {
        let shown: BTreeSet<_> = LIVES.iter().map(|l| format!("{:?}", l.shows)).collect();
        assert_eq!(shown.len(), LIVES.len());
        for life in LIVES {
            assert_eq!(offences::offence(life.offence).code, life.offence, "{}", life.surname);
            assert!(jiff::civil::Date::new(life.born.0, life.born.1, life.born.2).is_ok());
        }
    }
}
