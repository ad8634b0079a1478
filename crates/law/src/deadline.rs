//! The deadlines of the service's standards: how many days, counted how, from which day on.

use crate::{Span, Sureness};
use jiff::{ToSpan, civil::Date};
use kernel::{WorkingDays, words};
use serde::{Deserialize, Serialize};

/// From the arrival of the court's result to the allocation.
pub const ALLOCATION: &str = "allocation";
/// From the allocation to the first meeting with the person's own officer.
pub const FIRST_MEETING_COMMUNITY: &str = "first-meeting-community";
/// From the release to the first meeting with the person's own officer.
pub const FIRST_MEETING_RELEASE: &str = "first-meeting-release";
/// From the first attended appointment to the initial sentence plan.
pub const INITIAL_PLAN: &str = "initial-plan";
/// From learning of a breach to presenting it to the court.
pub const BREACH_PRESENTED: &str = "breach-presented";

/// What the count counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DeadlineUnit {
    WorkingDays,
    Days,
    Months,
}

impl DeadlineUnit {
    /// The last day of so many; the count begins after `start`.
    #[must_use]
    pub fn after(self, start: Date, count: u32, working: WorkingDays<'_>) -> Date {
        match self {
            DeadlineUnit::WorkingDays => working.after(start, count),
            DeadlineUnit::Days => start.saturating_add(i64::from(count).days()),
            DeadlineUnit::Months => start.saturating_add(i64::from(count).months()),
        }
    }

    /// "5 working days".
    #[must_use]
    pub fn length(self, count: u32) -> String {
        let [one, many] = match self {
            DeadlineUnit::WorkingDays => ["working day", "working days"],
            DeadlineUnit::Days => ["day", "days"],
            DeadlineUnit::Months => ["month", "months"],
        };
        words::count(i64::from(count), one, many)
    }
}

/// One dated row.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deadline {
    pub name: String,
    pub words: String,
    pub count: u32,
    pub unit: DeadlineUnit,
    pub from: Option<Date>,
    pub before: Option<Date>,
    pub source: String,
    pub sure: Sureness,
}

impl Deadline {
    #[must_use]
    pub fn holds_on(&self, day: Date) -> bool {
        Span { from: self.from, before: self.before }.holds_on(day)
    }

    /// The last day on which it is met; the clock starts after `start`.
    #[must_use]
    pub fn due(&self, start: Date, working: WorkingDays<'_>) -> Date {
        self.unit.after(start, self.count, working)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Law, Nation};
    use jiff::civil::date;

    #[test]
    fn a_result_of_friday_is_allocated_by_the_end_of_tuesday() {
        let law = Law::shipped();
        let deadline = law.deadline(ALLOCATION, date(2026, 11, 20)).unwrap();
        assert_eq!(deadline.due(date(2026, 11, 20), law.working_days(Nation::EnglandAndWales)), date(2026, 11, 24));
    }

    #[test]
    fn the_first_meeting_after_release_is_the_next_working_day() {
        let law = Law::shipped();
        let deadline = law.deadline(FIRST_MEETING_RELEASE, date(2026, 12, 24)).unwrap();
        assert_eq!(deadline.due(date(2026, 12, 24), law.working_days(Nation::EnglandAndWales)), date(2026, 12, 29));
    }

    #[test]
    fn every_named_deadline_has_a_row_today_and_none_before_unification() {
        let law = Law::shipped();
        for name in [ALLOCATION, FIRST_MEETING_COMMUNITY, FIRST_MEETING_RELEASE, INITIAL_PLAN, BREACH_PRESENTED] {
            assert!(law.deadline(name, date(2026, 11, 22)).is_some(), "{name}");
            assert!(law.deadline(name, date(2021, 6, 25)).is_none(), "{name}");
        }
    }
}
