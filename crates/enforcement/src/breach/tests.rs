//! The rules of breaches as sentences of policy, and over any sequence of deeds.

use super::records::{BreachState as S, Deed, Part};
use super::rules::{PackFacts, Stop, days_left, due, lacking, needed, next, stopping};
use jiff::ToSpan;
use kernel::{Date, date};
use law::{BREACH_PRESENTED, Law, Nation};
use proptest::prelude::*;

fn limit(aware: Date, stops: &[Stop]) -> Option<Date> {
    let law = Law::shipped();
    let deadline = law.deadline(BREACH_PRESENTED, aware).unwrap();
    due(deadline, aware, stops, law.working_days(Nation::EnglandAndWales))
}

#[test]
fn a_breach_is_laid_within_ten_working_days_of_learning_of_it() {
    assert_eq!(limit(date(2026, 11, 2), &[]), Some(date(2026, 11, 16)));
    // Christmas and Boxing Day (kept on Monday 28 December) and New Year's Day do not count.
    assert_eq!(limit(date(2026, 12, 18), &[]), Some(date(2027, 1, 6)));
    // A leap day that is a Tuesday counts as any other.
    assert_eq!(limit(date(2028, 2, 28), &[]), Some(date(2028, 3, 13)));
    // Learned of on a Saturday: the count begins on Monday.
    assert_eq!(limit(date(2026, 11, 7), &[]), Some(date(2026, 11, 20)));
}

#[test]
fn days_on_which_the_clock_stands_still_do_not_count() {
    let stop = |from, until| Stop { from, until };
    assert_eq!(limit(date(2026, 11, 2), &[stop(date(2026, 11, 5), date(2026, 11, 6))]), Some(date(2026, 11, 18)));
    assert_eq!(limit(date(2026, 11, 2), &[stop(date(2026, 11, 7), date(2026, 11, 8))]), Some(date(2026, 11, 16)));
    let twice = [stop(date(2026, 11, 5), date(2026, 11, 6)), stop(date(2026, 11, 6), date(2026, 11, 9))];
    assert_eq!(limit(date(2026, 11, 2), &twice), Some(date(2026, 11, 19)));
    assert_eq!(limit(date(2026, 11, 2), &[stop(date(2026, 11, 17), date(2026, 11, 20))]), Some(date(2026, 11, 16)));
}

#[test]
fn days_to_the_limit_are_told_on_both_sides_of_it() {
    let law = Law::shipped();
    let left = |today| days_left(date(2026, 11, 16), today, law.working_days(Nation::EnglandAndWales));
    assert_eq!((left(date(2026, 11, 13)), left(date(2026, 11, 16)), left(date(2026, 11, 17))), (1, 0, -1));
}

#[test]
fn the_clock_is_never_stopped_without_a_reason_nor_for_ever() {
    let aware = date(2026, 11, 2);
    let code = |from, until, why| stopping(Stop { from, until }, why, aware, 91).first().map(|r| r.code);
    assert_eq!(code(aware, date(2026, 11, 9), "Waits for the hospital"), None);
    assert_eq!(code(aware, date(2026, 11, 9), " "), Some("no_reason"));
    assert_eq!(code(date(2026, 11, 1), date(2026, 11, 9), "x"), Some("before_breach"));
    assert_eq!(code(date(2026, 11, 9), date(2026, 11, 8), "x"), Some("before_start"));
    assert_eq!(code(aware, date(2027, 1, 31), "x"), None);
    assert_eq!(code(aware, date(2027, 2, 1), "x"), Some("too_far"));
}

#[test]
fn a_pack_is_sent_when_a_manager_agreed_and_without_one_only_where_policy_wants_none() {
    assert_eq!(next(S::Preparing, Deed::Send, true, None), None);
    assert_eq!(next(S::Agreed, Deed::Send, true, None), Some(S::Sent));
    assert_eq!(next(S::Preparing, Deed::Send, false, None), Some(S::Sent));
    assert_eq!(next(S::Preparing, Deed::Submit, false, None), None);
    assert_eq!(next(S::Checking, Deed::GiveBack, true, None), Some(S::Preparing));
}

#[test]
fn what_the_court_has_is_discontinued_and_what_it_has_not_is_withdrawn() {
    for state in S::ALL {
        let withdraw = next(*state, Deed::Withdraw, true, None).is_some();
        let discontinue = next(*state, Deed::Discontinue, true, None).is_some();
        assert_eq!(withdraw || discontinue, state.is_open(), "{state:?}");
        assert!(!(withdraw && discontinue), "{state:?}");
        assert_eq!(discontinue, state.is_at_court(), "{state:?}");
    }
}

#[test]
fn a_court_s_result_ends_a_breach_wherever_it_stands_and_only_once() {
    for state in S::ALL {
        assert_eq!(next(*state, Deed::Result, true, None).is_some(), state.is_open(), "{state:?}");
    }
}

#[test]
fn a_breach_that_ended_by_mistake_goes_on_where_it_was() {
    assert_eq!(next(S::Ended, Deed::Reopen, true, Some(S::Listed)), Some(S::Listed));
    assert_eq!(next(S::Withdrawn, Deed::Reopen, true, None), None);
    assert_eq!(next(S::Listed, Deed::Reopen, true, Some(S::Listed)), None);
}

#[test]
fn a_court_needs_the_failures_the_warning_the_words_and_who_hears_it() {
    let whole = PackFacts {
        order_ends: true,
        address: false,
        court: true,
        failures: 2,
        warned_or_reasoned: true,
        written: Part::ALL.to_vec(),
        notice: false,
    };
    assert!(lacking(&needed(&whole)).is_empty());
    let without = |f: &dyn Fn(&mut PackFacts)| {
        let mut facts = whole.clone();
        f(&mut facts);
        lacking(&needed(&facts)).into_iter().map(|r| r.field).collect::<Vec<_>>()
    };
    assert_eq!(without(&|f| f.court = false), ["court"]);
    assert_eq!(without(&|f| f.failures = 0), ["failures"]);
    assert_eq!(without(&|f| f.warned_or_reasoned = false), ["warning"]);
    assert_eq!(without(&|f| f.order_ends = false), ["order"]);
    assert_eq!(without(&|f| f.written = vec![Part::Engagement]), ["excuse", "proposal"]);
}

fn deed() -> impl Strategy<Value = Deed> {
    prop::sample::select(Deed::ALL.to_vec())
}

proptest! {
    #[test]
    fn whatever_is_done_with_a_breach_nothing_gets_lost_and_it_is_in_one_state(
        deeds in prop::collection::vec(deed(), 0..60), sign_off in any::<bool>(),
    ) {
        let mut state = S::Preparing;
        let mut acts = vec![(Deed::Instruct, state)];
        for deed in deeds {
            let before = acts.iter().rev().map(|(_, s)| *s).find(|s| s.is_open());
            let Some(came_to) = next(state, deed, sign_off, before) else { continue };
            // A court never gets what was not sent, unless it decided of itself.
            if came_to.is_at_court() && !state.is_at_court() && deed != Deed::Reopen {
                prop_assert_eq!(acts.iter().any(|(d, _)| *d == Deed::Send), true);
            }
            if deed == Deed::Send && sign_off {
                prop_assert_eq!(state, S::Agreed);
            }
            let many = acts.len();
            acts.push((deed, came_to));
            prop_assert_eq!(acts.len(), many + 1);
            state = came_to;
        }
        prop_assert!(acts.iter().any(|(_, s)| *s == S::Preparing), "the beginning is still told");
    }

    #[test]
    fn the_limit_is_what_counting_days_on_a_calendar_gives(
        start in 0i64..1_400, stops in prop::collection::vec((-10i64..60, 0i64..30), 0..4),
    ) {
        let law = Law::shipped();
        let working = law.working_days(Nation::EnglandAndWales);
        let aware = date(2023, 1, 1).saturating_add(start.days());
        let stops: Vec<Stop> = stops
            .into_iter()
            .map(|(from, length)| {
                let from = aware.saturating_add(from.days());
                Stop { from, until: from.saturating_add(length.days()) }
            })
            .collect();
        let found = limit(aware, &stops).unwrap();
        let mut counted = 0;
        let mut day = aware;
        while day < found {
            day = day.tomorrow().unwrap();
            let still = stops.iter().any(|s| s.from <= day && day <= s.until);
            counted += i32::from(working.is_working(day) && !still);
        }
        prop_assert_eq!(counted, 10);
        prop_assert!(working.is_working(found) && !stops.iter().any(|s| s.from <= found && found <= s.until));
    }
}
