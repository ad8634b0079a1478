//! When an allocation, a first meeting and a next contact are due. The numbers of days come in with the caller: the
//! law room holds the standards, the service edits the intervals. A date that falls on a day on which nobody works
//! moves to the next working day.

use jiff::{ToSpan, civil::Date};
use kernel::{StaffId, WorkingDays};

/// The timeliness standards that this room counts by. All are in working days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standards {
    /// Allocation, counted from the day the result arrived.
    pub allocation: u32,
    /// First meeting with the person's own officer, counted from allocation.
    pub first_meeting: u32,
    /// The same, counted from release.
    pub first_meeting_after_release: u32,
    /// Acceptance of a handover, counted from its start.
    pub handover_acceptance: u32,
}

/// The last day for allocating a person whose result arrived on `arrived`.
#[must_use]
pub fn allocation_due(arrived: Date, standards: &Standards, days: WorkingDays<'_>) -> Date {
    days.after(arrived, standards.allocation)
}

/// How many working days have passed since `due`; nought on the day itself, `None` while there is still time.
#[must_use]
pub fn days_over(due: Date, today: Date, days: WorkingDays<'_>) -> Option<i64> {
    (today > due).then(|| days.between(due, today))
}

/// What started the clock of a first meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Started {
    Allocation(Date),
    Release(Date),
}

impl Started {
    #[must_use]
    pub fn on(self) -> Date {
        match self {
            Started::Allocation(day) | Started::Release(day) => day,
        }
    }
}

/// The last day for a first meeting, and the clock that says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FirstMeetingDue {
    pub on: Date,
    pub started: Started,
}

/// What a past meeting was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MeetingKind {
    /// One to one, in whichever place or by video.
    OneToOne,
    /// With others, as a welcome to supervision.
    GroupInduction,
    /// One to one with whoever was on duty.
    DutyInduction,
}

/// A meeting that the person attended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attended {
    pub on: Date,
    /// `None` where nobody said who held it; then it does not count as meeting an officer.
    pub with: Option<StaffId>,
    pub kind: MeetingKind,
}

/// Whether the person has met their own officer since a clock started.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Met {
    Officer(Date),
    /// Only a group or duty induction: counted apart, and it does not stop the clock.
    InductionOnly(Date),
    No,
}

/// Looks for the first meeting with `officer` on or after `since`.
#[must_use]
pub fn met(officer: StaffId, since: Date, attended: &[Attended]) -> Met {
    let from = |a: &&Attended| a.on >= since;
    let own = |a: &&Attended| a.kind == MeetingKind::OneToOne && a.with == Some(officer);
    let first = |days: Vec<Date>| days.into_iter().min();
    if let Some(on) = first(attended.iter().filter(from).filter(own).map(|a| a.on).collect()) {
        return Met::Officer(on);
    }
    let induction = |a: &&Attended| a.kind != MeetingKind::OneToOne;
    first(attended.iter().filter(from).filter(induction).map(|a| a.on).collect()).map_or(Met::No, Met::InductionOnly)
}

/// When the first meeting with `officer` is due: the earlier of the clocks that still run. `None` when they have met
/// since allocation and since the last release.
#[must_use]
pub fn first_meeting_due(
    officer: StaffId,
    allocated: Date,
    released: Option<Date>,
    attended: &[Attended],
    standards: &Standards,
    days: WorkingDays<'_>,
) -> Option<FirstMeetingDue> {
    let runs = |started: Started, count: u32| {
        let stopped = matches!(met(officer, started.on(), attended), Met::Officer(_));
        (!stopped).then(|| FirstMeetingDue { on: days.after(started.on(), count), started })
    };
    let by_release = released.and_then(|day| runs(Started::Release(day), standards.first_meeting_after_release));
    let by_allocation = runs(Started::Allocation(allocated), standards.first_meeting);
    [by_release, by_allocation].into_iter().flatten().min_by_key(|due| due.on)
}

/// The day by which the person must be seen or spoken to again, `interval` calendar days after `from`.
#[must_use]
pub fn next_contact_due(from: Date, interval: u32, days: WorkingDays<'_>) -> Date {
    let due = from.saturating_add(i64::from(interval).days());
    if days.is_working(due) { due } else { days.next(due) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::example::staff;
    use kernel::{Holidays, date};
    use proptest::prelude::*;

    const STANDARDS: Standards =
        Standards { allocation: 2, first_meeting: 5, first_meeting_after_release: 1, handover_acceptance: 2 };

    fn holidays() -> Holidays {
        Holidays::new(vec![date(2026, 12, 25), date(2026, 12, 28)])
    }

    fn one_to_one(on: Date, with: u128) -> Attended {
        Attended { on, with: Some(staff(with)), kind: MeetingKind::OneToOne }
    }

    #[test]
    fn a_result_of_friday_is_allocated_by_tuesday() {
        let holidays = holidays();
        let due = allocation_due(date(2026, 11, 20), &STANDARDS, WorkingDays(&holidays));
        assert_eq!(due, date(2026, 11, 24));
        assert_eq!(days_over(due, date(2026, 11, 24), WorkingDays(&holidays)), None);
        assert_eq!(days_over(due, date(2026, 11, 30), WorkingDays(&holidays)), Some(4));
    }

    #[test]
    fn a_first_meeting_is_due_within_five_working_days_of_allocation() {
        let holidays = holidays();
        let due = first_meeting_due(staff(1), date(2026, 12, 21), None, &[], &STANDARDS, WorkingDays(&holidays));
        assert_eq!(due.map(|d| d.on), Some(date(2026, 12, 30)));
    }

    #[test]
    fn after_release_it_is_due_on_the_next_working_day() {
        let holidays = holidays();
        let released = Some(date(2026, 11, 20));
        let due = first_meeting_due(staff(1), date(2026, 11, 2), released, &[], &STANDARDS, WorkingDays(&holidays));
        assert_eq!(due.map(|d| d.started), Some(Started::Allocation(date(2026, 11, 2))), "the older clock still runs");
        let before = [one_to_one(date(2026, 11, 5), 1)];
        let due = first_meeting_due(staff(1), date(2026, 11, 2), released, &before, &STANDARDS, WorkingDays(&holidays));
        let started = Started::Release(date(2026, 11, 20));
        assert_eq!(due, Some(FirstMeetingDue { on: date(2026, 11, 23), started }));
    }

    #[test]
    fn a_group_or_duty_induction_is_counted_apart_and_does_not_stop_the_clock() {
        let holidays = holidays();
        let group = Attended { on: date(2026, 11, 4), with: Some(staff(1)), kind: MeetingKind::GroupInduction };
        assert_eq!(met(staff(1), date(2026, 11, 2), &[group]), Met::InductionOnly(date(2026, 11, 4)));
        let due = first_meeting_due(staff(1), date(2026, 11, 2), None, &[group], &STANDARDS, WorkingDays(&holidays));
        assert_eq!(due.map(|d| d.on), Some(date(2026, 11, 9)));
    }

    #[test]
    fn meeting_somebody_else_is_not_meeting_ones_own_officer() {
        assert_eq!(met(staff(1), date(2026, 11, 2), &[one_to_one(date(2026, 11, 4), 2)]), Met::No);
    }

    #[test]
    fn a_contact_due_on_a_holiday_is_due_on_the_next_working_day() {
        let holidays = holidays();
        assert_eq!(next_contact_due(date(2026, 12, 18), 7, WorkingDays(&holidays)), date(2026, 12, 29));
    }

    proptest! {
        #[test]
        fn a_meeting_with_the_officer_on_or_after_every_start_ends_the_clock(
            allocated in 0i32..300, released in proptest::option::of(0i32..300), later in 0i32..40,
        ) {
            let holidays = holidays();
            let day = |n: i32| date(2026, 1, 1).saturating_add(n.days());
            let last = released.unwrap_or(0).max(allocated);
            let attended = [one_to_one(day(last + later), 1)];
            let due = first_meeting_due(
                staff(1), day(allocated), released.map(day), &attended, &STANDARDS, WorkingDays(&holidays),
            );
            prop_assert_eq!(due, None);
            let without = first_meeting_due(
                staff(1), day(allocated), released.map(day), &[], &STANDARDS, WorkingDays(&holidays),
            );
            prop_assert!(without.is_some_and(|d| WorkingDays(&holidays).is_working(d.on) && d.on > d.started.on()));
        }
    }
}
