//! What may be recorded of an absence. Pure: knows no clock and no database.

use super::{Absence, AbsenceKind, NewAbsence};
use kernel::{Date, Refusal};

/// Why the absence may not be recorded, all reasons at once; empty when it may. `started` is the first day of service,
/// `known` what is recorded of the same member of staff.
pub(super) fn refusals(new: &NewAbsence, started: Date, known: &[Absence]) -> Vec<Refusal> {
    let mut all = Vec::new();
    if new.reason.trim().is_empty() {
        all.push(Refusal::new("reason", "no_reason", "Enter why they are away"));
    }
    if new.last_day.is_some_and(|last| last < new.first_day) {
        all.push(Refusal::new("last_day", "before_first", "The last day away must not be before the first"));
    }
    if new.first_day < started {
        all.push(Refusal::new("first_day", "before_start", "The first day away must not be before they started"));
    }
    if new.cover == Some(new.staff) {
        all.push(Refusal::new("cover", "own_cover", "Choose somebody else to cover"));
    }
    if new.kind == AbsenceKind::Left && new.last_day.is_some() {
        all.push(Refusal::new("last_day", "left_for_good", "Somebody who left has no last day away"));
    }
    if let Some(other) = known.iter().find(|a| overlaps(a, new)) {
        let words =
            format!("{} is recorded from {} already: end or withdraw that first", other.kind.words(), other.first_day);
        all.push(Refusal::new("first_day", "overlaps", words));
    }
    all
}

/// Leaving may cut an absence short, so it overlaps only another leaving.
fn overlaps(known: &Absence, new: &NewAbsence) -> bool {
    if known.withdrawn_at.is_some() || (new.kind == AbsenceKind::Left && known.kind != AbsenceKind::Left) {
        return false;
    }
    let begins_in_time = new.last_day.is_none_or(|last| known.first_day <= last);
    begins_in_time && known.last_day.is_none_or(|last| new.first_day <= last)
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::{AbsenceId, Instant, StaffId, date};
    use proptest::prelude::*;
    use uuid::Uuid;

    const ME: StaffId = StaffId(Uuid::from_u128(1));

    fn new(first: Date, last: Option<Date>) -> NewAbsence {
        NewAbsence {
            staff: ME,
            kind: AbsenceKind::Sick,
            first_day: first,
            last_day: last,
            reason: "Flu".into(),
            cover: None,
        }
    }

    fn known(first: Date, last: Option<Date>) -> Absence {
        Absence {
            staff_id: ME,
            id: AbsenceId(Uuid::from_u128(2)),
            kind: AbsenceKind::Leave,
            first_day: first,
            last_day: last,
            reason: "Holiday".into(),
            cover_staff_id: None,
            recorded_by: "A manager".into(),
            recorded_at: Instant(0),
            withdrawn_at: None,
            withdrawn_reason: None,
            version: 1,
        }
    }

    fn codes(new: &NewAbsence, known: &[Absence]) -> Vec<&'static str> {
        refusals(new, date(2026, 1, 1), known).into_iter().map(|r| r.code).collect()
    }

    #[test]
    fn an_absence_may_begin_on_the_day_after_another_ends_and_not_on_its_last_day() {
        let holiday = [known(date(2026, 5, 1), Some(date(2026, 5, 8)))];
        assert_eq!(codes(&new(date(2026, 5, 9), None), &holiday), Vec::<&str>::new());
        assert_eq!(codes(&new(date(2026, 5, 8), None), &holiday), ["overlaps"]);
    }

    #[test]
    fn a_withdrawn_absence_is_in_nobodys_way() {
        let mut withdrawn = known(date(2026, 5, 1), None);
        withdrawn.withdrawn_at = Some(Instant(1));
        assert_eq!(codes(&new(date(2026, 5, 2), None), &[withdrawn]), Vec::<&str>::new());
    }

    #[test]
    fn somebody_who_is_sick_may_leave_but_nobody_leaves_twice() {
        let mut leaving = new(date(2026, 5, 4), None);
        leaving.kind = AbsenceKind::Left;
        assert_eq!(codes(&leaving, &[known(date(2026, 5, 1), None)]), Vec::<&str>::new());
        let mut left = known(date(2026, 5, 1), None);
        left.kind = AbsenceKind::Left;
        assert_eq!(codes(&leaving, &[left]), ["overlaps"]);
    }

    #[test]
    fn every_reason_is_told_at_once() {
        let mut wrong = new(date(2025, 12, 1), Some(date(2025, 11, 1)));
        wrong.reason = " ".into();
        wrong.cover = Some(ME);
        assert_eq!(codes(&wrong, &[]), ["no_reason", "before_first", "before_start", "own_cover"]);
    }

    proptest! {
        #[test]
        fn two_absences_overlap_exactly_when_a_day_lies_in_both(a in 0i32..60, b in 0i32..30, c in 0i32..60, d in 0i32..30) {
            use jiff::ToSpan;
            let day = |n: i32| date(2026, 3, 1).saturating_add(n.days());
            let one = known(day(a), Some(day(a + b)));
            let shared = (c..=c + d).any(|n| one.covers(day(n)));
            let refused = codes(&new(day(c), Some(day(c + d))), &[one]).contains(&"overlaps");
            prop_assert_eq!(shared, refused);
        }
    }
}
