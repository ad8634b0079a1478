//! Whether a court has its people on a day. Pure: it takes who is named, who is away and how many are needed.

use super::{Duty, SittingRow};
use kernel::{CourtId, Date, StaffId};
use std::collections::BTreeSet;

/// One court on one day.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Cell {
    /// Nothing: nobody has said whether it sits.
    pub needed: Option<i64>,
    pub here: Vec<Duty>,
    /// Named, but away on that day.
    pub away: Vec<Duty>,
    /// How many are missing.
    pub gap: i64,
}

/// How many are needed on a day; nothing where nobody said.
#[must_use]
pub(crate) fn needed(rows: &[SittingRow], court: CourtId, day: Date, is_working: bool) -> Option<i64> {
    let weekday = i64::from(day.weekday().to_monday_one_offset());
    let holds = |r: &&SittingRow| {
        r.court_id == court && r.weekday == weekday && r.from_date <= day && r.before_date.is_none_or(|b| day < b)
    };
    let row = rows.iter().filter(holds).max_by_key(|r| r.from_date)?;
    Some(if is_working { row.needed } else { 0 })
}

/// A court's day: two people are needed where two are, whatever half of the day they sit.
#[must_use]
pub(crate) fn cell(needed: Option<i64>, named: Vec<Duty>, is_away: &BTreeSet<StaffId>) -> Cell {
    let (away, here): (Vec<Duty>, Vec<Duty>) = named.into_iter().partition(|d| is_away.contains(&d.staff_id));
    let people: BTreeSet<StaffId> = here.iter().map(|d| d.staff_id).collect();
    let there = i64::try_from(people.len()).unwrap_or(i64::MAX);
    Cell { gap: (needed.unwrap_or(0) - there).max(0), needed, here, away }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::day::Sitting;
    use kernel::{EntryId, Instant, date};
    use uuid::Uuid;

    fn staff(n: u128) -> StaffId {
        StaffId(Uuid::from_u128(n))
    }

    fn duty(who: u128) -> Duty {
        Duty {
            id: EntryId(Uuid::from_u128(who + 100)),
            court_id: CourtId(Uuid::from_u128(1)),
            day: date(2026, 11, 23),
            staff_id: staff(who),
            sitting: Sitting::Morning,
            note: None,
            added_by: "me".into(),
            added_at: Instant(0),
            withdrawn_by: None,
            withdrawn_at: None,
            withdrawn_why: None,
        }
    }

    #[test]
    fn somebody_who_is_away_fills_no_place_and_two_halves_of_a_day_are_one_person() {
        for (needed, named, away, gap) in [
            (Some(1), vec![], vec![], 1),
            (Some(1), vec![1], vec![], 0),
            (Some(1), vec![1], vec![1], 1),
            (Some(2), vec![1, 1], vec![], 1),
            (Some(2), vec![1, 2, 3], vec![3], 0),
            (None, vec![], vec![], 0),
        ] {
            let away: BTreeSet<StaffId> = away.into_iter().map(staff).collect();
            let found = cell(needed, named.iter().map(|n| duty(*n)).collect(), &away);
            assert_eq!(found.gap, gap, "{needed:?} {named:?}");
        }
    }

    #[test]
    fn a_court_sits_as_its_newest_row_says_and_not_on_a_bank_holiday() {
        let court = CourtId(Uuid::from_u128(1));
        let row = |from, needed| SittingRow {
            court_id: court,
            weekday: 1,
            from_date: from,
            before_date: None,
            needed,
            assumed: true,
            source: "here".into(),
        };
        let rows = [row(date(2026, 1, 1), 1), row(date(2026, 11, 1), 2)];
        assert_eq!(needed(&rows, court, date(2026, 10, 26), true), Some(1));
        assert_eq!(needed(&rows, court, date(2026, 11, 23), true), Some(2));
        assert_eq!(needed(&rows, court, date(2026, 11, 24), true), None, "a Tuesday");
        assert_eq!(needed(&rows, court, date(2026, 11, 23), false), Some(0));
    }
}
