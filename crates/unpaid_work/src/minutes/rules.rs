//! What is credited of the entries that stand.
//!
//! Credit in minutes, for attendance alone, without the penalty, never above what is left; education at most a share of what
//! was ordered (the national service's code for unpaid work, and the guidance on its figures). The order of days decides
//! what is above, and within a day the order of first entries, so that nothing hangs on when something was put right.

use super::records::MinutesKind;
use kernel::{Date, MinutesId};

/// An entry that stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fact {
    pub id: MinutesId,
    /// The first entry of which it is a correction.
    pub first: MinutesId,
    pub kind: MinutesKind,
    pub minutes: i64,
    pub on: Date,
}

/// What bounds the credit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// None when the court stated no number.
    pub ordered: Option<i64>,
    /// Hundredths of what was ordered.
    pub education_percent: i64,
    /// What stands on the requirement beside this account, such as an entry typed on the sentence page.
    pub beside: i64,
}

/// Why minutes are not credited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Over {
    /// No more was left to work.
    NothingLeft,
    /// Education has its whole share.
    EducationFull,
    /// How much was ordered is not known, so neither is a share of it.
    OrderedUnknown,
}

impl Over {
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Over::NothingLeft => "no more was left to work",
            Over::EducationFull => "education has its whole share of the hours",
            Over::OrderedUnknown => "the hours ordered are not recorded, so the share of education is not known",
        }
    }
}

/// One entry with what is credited of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub id: MinutesId,
    pub minutes: i64,
    pub credited: i64,
    /// Why the rest is not.
    pub over: Option<Over>,
    /// Credited on the whole after it.
    pub sum: i64,
}

/// The credit with its working.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Working {
    /// By day.
    pub lines: Vec<Line>,
    /// Credited on the whole, with what stands beside the account.
    pub credited: i64,
}

impl Working {
    /// What is left to work; none where the hours are not known.
    #[must_use]
    pub fn left(&self, limits: Limits) -> Option<i64> {
        limits.ordered.map(|ordered| (ordered - self.credited).max(0))
    }
}

/// More would leave the account than was in it by that day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Shortfall {
    pub id: MinutesId,
    pub on: Date,
    pub there: i64,
}

/// Works out what is credited.
///
/// # Errors
/// When minutes leave the account that were not in it by that day.
pub(crate) fn work_out(limits: Limits, facts: &[Fact]) -> Result<Working, Shortfall> {
    let mut facts: Vec<&Fact> = facts.iter().collect();
    facts.sort_by_key(|f| (f.on, f.first, f.id));
    let share = limits.ordered.map(|ordered| ordered.saturating_mul(limits.education_percent) / 100);
    let (mut sum, mut education) = (limits.beside.max(0), 0);
    let mut lines = Vec::with_capacity(facts.len());
    for fact in facts {
        let (credited, over) = if fact.minutes < 0 {
            if sum + fact.minutes < 0 {
                return Err(Shortfall { id: fact.id, on: fact.on, there: sum });
            }
            (fact.minutes, None)
        } else {
            credit_of(fact, limits.ordered, sum, share.map(|share| share - education))
        };
        if fact.kind == MinutesKind::Education {
            education += credited;
        }
        sum += credited;
        lines.push(Line { id: fact.id, minutes: fact.minutes, credited, over, sum });
    }
    Ok(Working { lines, credited: sum })
}

fn credit_of(fact: &Fact, ordered: Option<i64>, sum: i64, education_left: Option<i64>) -> (i64, Option<Over>) {
    let room = ordered.map_or(i64::MAX, |ordered| (ordered - sum).max(0));
    let (share, full) = match (fact.kind, education_left) {
        (MinutesKind::Education, Some(left)) => (left.max(0), Over::EducationFull),
        (MinutesKind::Education, None) => (0, Over::OrderedUnknown),
        _ => (i64::MAX, Over::NothingLeft),
    };
    let credited = fact.minutes.min(room).min(share);
    let over = (credited < fact.minutes).then_some(if share < room { full } else { Over::NothingLeft });
    (credited, over)
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::date;
    use uuid::Uuid;

    fn id(n: u128) -> MinutesId {
        MinutesId(Uuid::from_u128(n))
    }

    fn fact(n: u128, kind: MinutesKind, day: i8, minutes: i64) -> Fact {
        Fact { id: id(n), first: id(n), kind, minutes, on: date(2026, 11, day) }
    }

    fn limits(hours: i64) -> Limits {
        Limits { ordered: Some(hours * 60), education_percent: 30, beside: 0 }
    }

    fn credited(limits: Limits, facts: &[Fact]) -> Vec<(i64, Option<Over>)> {
        work_out(limits, facts).unwrap().lines.into_iter().map(|l| (l.credited, l.over)).collect()
    }

    #[test]
    fn no_more_is_credited_than_was_left_and_the_rest_says_why() {
        let facts = [fact(1, MinutesKind::Worked, 1, 2_100), fact(2, MinutesKind::Worked, 2, 420)];
        assert_eq!(credited(limits(40), &facts), [(2_100, None), (300, Some(Over::NothingLeft))]);
    }

    #[test]
    fn education_makes_up_at_most_its_share_of_the_hours() {
        let facts = [fact(1, MinutesKind::Education, 1, 700), fact(2, MinutesKind::Education, 2, 60)];
        assert_eq!(credited(limits(40), &facts), [(700, None), (20, Some(Over::EducationFull))]);
    }

    #[test]
    fn without_known_hours_work_counts_in_full_and_education_waits() {
        let unknown = Limits { ordered: None, ..limits(0) };
        let facts = [fact(1, MinutesKind::Worked, 1, 9_000), fact(2, MinutesKind::Education, 2, 60)];
        assert_eq!(credited(unknown, &facts), [(9_000, None), (0, Some(Over::OrderedUnknown))]);
    }

    #[test]
    fn what_stands_beside_the_account_leaves_less_to_work() {
        let beside = Limits { beside: 2_300, ..limits(40) };
        assert_eq!(credited(beside, &[fact(1, MinutesKind::Worked, 1, 420)]), [(100, Some(Over::NothingLeft))]);
    }

    #[test]
    fn no_more_can_leave_the_account_than_was_in_it_by_that_day() {
        let facts = [fact(1, MinutesKind::Worked, 2, 120), fact(2, MinutesKind::Transfer, 1, -60)];
        assert_eq!(work_out(limits(40), &facts).unwrap_err().there, 0);
        let facts = [fact(1, MinutesKind::Worked, 1, 120), fact(2, MinutesKind::Transfer, 2, -60)];
        assert_eq!(work_out(limits(40), &facts).unwrap().credited, 60);
    }

    #[test]
    fn a_correction_keeps_the_place_of_the_first_entry_in_its_day() {
        let first = fact(1, MinutesKind::Worked, 1, 2_400);
        let second = fact(2, MinutesKind::Worked, 1, 420);
        let right = Fact { id: id(3), minutes: 2_000, ..first };
        let lines = work_out(limits(40), &[second, right]).unwrap().lines;
        assert_eq!(lines.iter().map(|l| (l.id, l.credited)).collect::<Vec<_>>(), [(id(3), 2_000), (id(2), 400)]);
    }
}
