//! The pace of a requirement: what is credited a week since the first day, and when the hours are done if it goes on so.
//!
//! The last day is the earlier of so many months from the order (policy of the service, and no longer law) and the order's
//! end. The least a week and the days to the first session are policy too.

use super::records::Verdict;
use jiff::ToSpan;
use kernel::Date;

/// What a pace is worked out from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PaceFacts {
    pub made_on: Date,
    /// The order's last day, where it has one.
    pub order_end: Option<Date>,
    pub ordered: Option<i64>,
    pub credited: i64,
    /// The first day on which something was credited.
    pub first_on: Option<Date>,
    /// The day by which the first session should be.
    pub first_due: Date,
    pub today: Date,
}

/// Figures of policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PacePolicy {
    pub least_week: i64,
    pub finish_months: i64,
}

/// How the hours stand, with everything it was worked out from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    pub verdict: Verdict,
    pub facts: PaceFacts,
    pub policy: PacePolicy,
    pub left: i64,
    pub week_minutes: Option<i64>,
    pub finish_on: Option<Date>,
    pub limit_on: Date,
}

/// Judges a pace.
#[must_use]
pub fn judge(facts: PaceFacts, policy: PacePolicy) -> Standing {
    let by_policy = facts.made_on.saturating_add(policy.finish_months.clamp(1, 240).months());
    let limit_on = facts.order_end.map_or(by_policy, |end| end.min(by_policy));
    let left = facts.ordered.map_or(0, |ordered| (ordered - facts.credited).max(0));
    let week_minutes = facts.first_on.map(|first| {
        // A first week counts whole: one session is a week's pace.
        let days = i64::from((facts.today - first).get_days()).max(0) + 1;
        facts.credited.saturating_mul(7) / days.max(7)
    });
    let finish_on = forecast(facts.today, left, week_minutes.unwrap_or(policy.least_week));
    let verdict = match (facts.ordered, facts.first_on) {
        (Some(_), _) if left == 0 => Verdict::Done,
        (_, None) if facts.today > facts.first_due => Verdict::LateToBegin,
        (_, None) => Verdict::NotBegun,
        (Some(_), Some(_)) if finish_on.is_none_or(|on| on > limit_on) => Verdict::WillNotFinish,
        (_, Some(_)) if week_minutes.is_some_and(|week| week < policy.least_week) => Verdict::Behind,
        _ => Verdict::OnCourse,
    };
    Standing { verdict, facts, policy, left, week_minutes, finish_on, limit_on }
}

/// When so many minutes are done at so many a week; none when nothing is done.
fn forecast(today: Date, left: i64, week: i64) -> Option<Date> {
    if left == 0 {
        return Some(today);
    }
    if week <= 0 {
        return None;
    }
    // Further than a hundred years is never.
    let days = left.saturating_mul(7).div_euclid(week).checked_add(1).filter(|days| *days < 36_500)?;
    today.checked_add(days.days()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::date;
    use proptest::prelude::*;

    const POLICY: PacePolicy = PacePolicy { least_week: 420, finish_months: 12 };

    fn facts(credited_hours: i64, first_on: Option<Date>, today: Date) -> PaceFacts {
        PaceFacts {
            made_on: date(2026, 6, 1),
            order_end: Some(date(2027, 12, 31)),
            ordered: Some(100 * 60),
            credited: credited_hours * 60,
            first_on,
            first_due: date(2026, 6, 15),
            today,
        }
    }

    fn verdict(facts: PaceFacts) -> Verdict {
        judge(facts, POLICY).verdict
    }

    #[test]
    fn somebody_without_a_first_session_is_late_from_the_day_after_it_was_due() {
        assert_eq!(verdict(facts(0, None, date(2026, 6, 15))), Verdict::NotBegun);
        assert_eq!(verdict(facts(0, None, date(2026, 6, 16))), Verdict::LateToBegin);
    }

    #[test]
    fn seven_hours_a_week_is_on_course_and_less_is_behind_or_too_late() {
        let first = Some(date(2026, 6, 13));
        let on = date(2026, 8, 8);
        assert_eq!(verdict(facts(57, first, on)), Verdict::OnCourse);
        assert_eq!(verdict(facts(40, first, on)), Verdict::Behind);
        assert_eq!(verdict(facts(10, first, on)), Verdict::WillNotFinish);
        assert_eq!(verdict(facts(100, first, on)), Verdict::Done);
    }

    #[test]
    fn the_last_day_is_the_earlier_of_policy_and_the_orders_end() {
        let long = judge(facts(1, None, date(2026, 6, 10)), POLICY);
        assert_eq!(long.limit_on, date(2027, 6, 1));
        let short = PaceFacts { order_end: Some(date(2026, 12, 1)), ..facts(1, None, date(2026, 6, 10)) };
        assert_eq!(judge(short, POLICY).limit_on, date(2026, 12, 1));
    }

    #[test]
    fn without_known_hours_nothing_is_forecast_as_too_late() {
        let unknown = PaceFacts { ordered: None, ..facts(40, Some(date(2026, 6, 13)), date(2026, 8, 8)) };
        assert_eq!(verdict(unknown), Verdict::Behind);
    }

    proptest! {
        #[test]
        fn more_hours_done_never_finish_later(done in 0i64..6_000, more in 0i64..600, days in 0i64..400) {
            let today = date(2026, 6, 13).saturating_add(days.days());
            let at = |credited| judge(PaceFacts { credited, ..facts(0, Some(date(2026, 6, 13)), today) }, POLICY);
            let (less, more) = (at(done), at(done + more));
            let day = |s: Standing| s.finish_on.unwrap_or(Date::MAX);
            prop_assert!(day(more) <= day(less));
            prop_assert!(more.left <= less.left);
        }
    }
}
