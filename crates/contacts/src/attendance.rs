//! What came of a person's appointments, counted by month and event, and the days on which they did not keep to their order
//! with the day on which they came back. Views of counts and dates, written with the log and rebuildable from it. Attributes
//! of outcomes are read, never their codes; it does not know what follows from a failure, nor who counts.

use crate::tables::Contact;
use domain_events::DomainEvent as E;
use kernel::{Date, EventId, PersonId, PersonKeys};
use std::collections::{BTreeMap, BTreeSet};
use store::{Cx, Kind, Result, Row, key_values, params, record};
use uuid::Uuid;

record! {
    /// The appointments of one person in one month about one event; an appointment about none has the empty id.
    pub struct Attendance in "view_attendance", Kind::View, key ["person_id", "month", "event_id"] {
        pub person_id: PersonId,
        /// Its first day.
        pub month: Date,
        pub event_id: EventId,
        /// The person was there.
        pub attended: i64,
        /// The person was there and nothing was wrong.
        pub kept: i64,
        /// Not there, for a reason that was accepted.
        pub acceptable: i64,
        /// Did not comply, there or not.
        pub failed: i64,
        /// An outcome is needed and not recorded; what is still to come counts here too.
        pub awaited: i64,
    }
}

record! {
    /// A day on which a person did not keep to their order, whatever the number of appointments.
    pub struct FailedDay in "view_failed_day", Kind::View, key ["person_id", "on_day"] {
        pub person_id: PersonId,
        pub on_day: Date,
        pub event_id: EventId,
        /// The first later day on which the person came to an appointment.
        pub back_on: Option<Date>,
    }
}

/// What counting reads of an appointment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Counted {
    on: Date,
    event: EventId,
    attended: Option<bool>,
    complied: Option<bool>,
    awaited: bool,
}

impl Counted {
    /// Nothing where the contact is no appointment.
    pub(crate) fn of(contact: &Contact) -> Option<Counted> {
        contact.appointment.then(|| Counted {
            on: contact.happens_on,
            event: contact.event_id.unwrap_or(EventId(Uuid::nil())),
            attended: contact.attended,
            complied: contact.complied,
            awaited: contact.awaited,
        })
    }

    fn read(row: &Row) -> Result<Counted> {
        Ok(Counted {
            on: row.get(0)?,
            event: row.get::<Option<EventId>>(1)?.unwrap_or(EventId(Uuid::nil())),
            attended: row.get(2)?,
            complied: row.get(3)?,
            awaited: row.get(4)?,
        })
    }
}

/// The counts that these appointments make.
pub(crate) fn attendance_of(person_id: PersonId, all: &[Counted]) -> Vec<Attendance> {
    let mut rows: BTreeMap<(Date, EventId), Attendance> = BTreeMap::new();
    // What was moved or cancelled has an outcome that says nothing of the person.
    for one in all.iter().filter(|c| c.awaited || c.attended.is_some() || c.complied.is_some()) {
        let (month, event_id) = (one.on.first_of_month(), one.event);
        let fresh =
            Attendance { person_id, month, event_id, attended: 0, kept: 0, acceptable: 0, failed: 0, awaited: 0 };
        let row = rows.entry((month, event_id)).or_insert(fresh);
        let was_there = one.attended == Some(true);
        row.attended += i64::from(was_there);
        row.kept += i64::from(was_there && one.complied != Some(false));
        row.acceptable += i64::from(!was_there && one.complied == Some(true));
        row.failed += i64::from(one.complied == Some(false));
        row.awaited += i64::from(one.awaited);
    }
    rows.into_values().collect()
}

/// The failed days that these appointments make, each once.
pub(crate) fn failed_days_of(person_id: PersonId, all: &[Counted]) -> Vec<FailedDay> {
    let came: BTreeSet<Date> = all.iter().filter(|c| c.attended == Some(true)).map(|c| c.on).collect();
    let mut failed: BTreeMap<Date, EventId> = BTreeMap::new();
    for one in all.iter().filter(|c| c.complied == Some(false)) {
        let event = failed.entry(one.on).or_insert(one.event);
        *event = (*event).max(one.event);
    }
    let back = |day: Date| came.iter().find(|came| **came > day).copied();
    failed
        .into_iter()
        .map(|(on_day, event_id)| FailedDay { person_id, on_day, event_id, back_on: back(on_day) })
        .collect()
}

/// Writes a person's rows anew; gives whether they were wrong.
///
/// # Errors
/// When the database fails.
pub fn rebuild_attendance(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<bool> {
    let sql = format!(
        "SELECT happens_on, event_id, attended, complied, awaited FROM contact WHERE person_id IN ({}) AND appointment",
        keys.placeholders(1)
    );
    let rows = cx.query(&sql, &key_values(keys))?;
    let all = rows.iter().map(Counted::read).collect::<Result<Vec<_>>>()?;
    let counts = cx.put_view(keys.survivor, &attendance_of(keys.survivor, &all))?;
    let days = cx.put_view(keys.survivor, &failed_days_of(keys.survivor, &all))?;
    Ok(counts || days)
}

/// After a change of this contact.
pub(crate) fn keep(cx: &mut Cx<'_>, contact: &Contact) -> Result<()> {
    if !contact.appointment {
        return Ok(());
    }
    let keys = people::keys_of(cx, contact.person_id)?;
    rebuild_attendance(cx, &keys).map(|_| ())
}

/// Keeps up with merges.
///
/// # Errors
/// When the database fails.
pub(crate) fn hear(cx: &mut Cx<'_>, event: &E) -> Result<()> {
    let people = match event {
        E::PersonMerged { person, absorbed } => {
            cx.execute("DELETE FROM view_attendance WHERE person_id = $1", params![absorbed])?;
            cx.execute("DELETE FROM view_failed_day WHERE person_id = $1", params![absorbed])?;
            vec![*person]
        }
        E::PersonUnmerged { person, released } => vec![*person, *released],
        _ => return Ok(()),
    };
    for person in people {
        let keys = people::keys_of(cx, person)?;
        rebuild_attendance(cx, &keys)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::date;

    const NOBODY: PersonId = PersonId(Uuid::nil());

    fn on(day: i8, attended: Option<bool>, complied: Option<bool>) -> Counted {
        let event = EventId(Uuid::nil());
        let awaited = attended.is_none() && complied.is_none();
        Counted { on: date(2026, 11, day), event, attended, complied, awaited }
    }

    const KEPT: (Option<bool>, Option<bool>) = (Some(true), Some(true));
    const FAILED: (Option<bool>, Option<bool>) = (Some(false), Some(false));

    #[test]
    fn an_absence_that_was_accepted_is_no_failure_and_one_that_nobody_judged_is_neither() {
        let all = [
            on(2, KEPT.0, KEPT.1),
            on(3, Some(false), Some(true)),
            on(4, FAILED.0, FAILED.1),
            on(5, Some(true), Some(false)),
            on(6, Some(false), None),
            on(9, None, None),
        ];
        let rows = attendance_of(NOBODY, &all);
        assert_eq!(rows.len(), 1);
        let row = &rows[0];
        assert_eq!((row.attended, row.kept, row.acceptable, row.failed, row.awaited), (2, 1, 1, 2, 1));
    }

    #[test]
    fn two_failures_on_one_day_are_one_failed_day_and_coming_the_same_day_is_not_coming_back() {
        let all = [on(4, FAILED.0, FAILED.1), on(4, FAILED.0, FAILED.1), on(4, KEPT.0, KEPT.1), on(9, KEPT.0, KEPT.1)];
        let days = failed_days_of(NOBODY, &all);
        assert_eq!(
            days.iter().map(|d| (d.on_day, d.back_on)).collect::<Vec<_>>(),
            [(date(2026, 11, 4), Some(date(2026, 11, 9)))]
        );
    }

    #[test]
    fn who_has_not_come_since_is_not_back() {
        assert_eq!(failed_days_of(NOBODY, &[on(2, KEPT.0, KEPT.1), on(4, FAILED.0, FAILED.1)])[0].back_on, None);
    }
}
