//! What may be done with a breach and what it comes to, and the days in which it is laid at court. Pure.
//!
//! Always true: every deed comes from a state and leads to one; a stopped day never counts, and a clock that was stopped runs
//! again.

use super::records::{BreachState, Deed, Part};
use jiff::ToSpan;
use kernel::{Date, Refusal, WorkingDays};
use law::{Deadline, DeadlineUnit};

use BreachState as S;

/// The state that a deed leads to. None: it cannot be done now. `before_end` is the state from which it ended.
#[must_use]
pub fn next(state: BreachState, deed: Deed, sign_off: bool, before_end: Option<BreachState>) -> Option<BreachState> {
    Some(match (deed, state) {
        (Deed::Submit, S::Preparing) if sign_off => S::Checking,
        (Deed::Agree, S::Checking) => S::Agreed,
        (Deed::GiveBack, S::Checking | S::Agreed) => S::Preparing,
        (Deed::Send, S::Agreed) => S::Sent,
        (Deed::Send, S::Preparing) if !sign_off => S::Sent,
        (Deed::Lay, S::Sent) => S::Laid,
        (Deed::List, S::Sent | S::Laid | S::Listed) => S::Listed,
        (Deed::Result, open) if open.is_open() => S::Ended,
        (Deed::Withdraw, S::Preparing | S::Checking | S::Agreed | S::Sent) => S::Withdrawn,
        (Deed::Discontinue, S::Laid | S::Listed) => S::Discontinued,
        (Deed::Reopen, ended) if !ended.is_open() => before_end.filter(|before| before.is_open())?,
        (Deed::Judge | Deed::AddFailures, open) if open.is_open() => open,
        (Deed::Told, ended) if !ended.is_open() => ended,
        _ => return None,
    })
}

/// Why a deed cannot be done now.
#[must_use]
pub(crate) fn refusal(state: BreachState, deed: Deed) -> Refusal {
    let words = match (deed, state) {
        (Deed::Send, S::Preparing) => {
            "A manager must agree to the pack before it is sent: give it to them first".into()
        }
        (Deed::Lay, S::Preparing | S::Checking | S::Agreed) => "Send the pack before it is laid at court".into(),
        (Deed::Withdraw, S::Laid | S::Listed) => "The court has it: discontinue it instead".into(),
        (Deed::Discontinue, open) if open.is_open() => "The court does not have it yet: withdraw it instead".into(),
        (_, state) => format!("This cannot be done now: {}", state.words().to_lowercase()),
    };
    Refusal::of_request("not_now", words)
}

/// A recorded judgement that the clock stands still, both days included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stop {
    pub from: Date,
    pub until: Date,
}

/// Longer than any clock with its stops.
const FAR: usize = 20_000;

/// The last day on which the breach is laid in time: the deadline's days after `aware`, those that stand still left out.
#[must_use]
pub fn due(deadline: &Deadline, aware: Date, stops: &[Stop], working: WorkingDays<'_>) -> Option<Date> {
    let stands_still = |day: Date| stops.iter().any(|stop| stop.from <= day && day <= stop.until);
    let (count, every_day) = match deadline.unit {
        DeadlineUnit::WorkingDays => (i64::from(deadline.count), false),
        DeadlineUnit::Days | DeadlineUnit::Months => {
            (i64::from((deadline.due(aware, working) - aware).get_days()).max(0), true)
        }
    };
    let mut left = count;
    let mut day = aware;
    for _ in 0..FAR {
        if left == 0 {
            return Some(day);
        }
        day = day.checked_add(1.day()).ok()?;
        if (every_day || working.is_working(day)) && !stands_still(day) {
            left -= 1;
        }
    }
    None
}

/// Working days from today to the limit; negative once it has passed.
#[must_use]
pub(crate) fn days_left(due: Date, today: Date, working: WorkingDays<'_>) -> i64 {
    if due >= today { working.between(today, due) } else { -working.between(due, today) }
}

/// Whether the clock may be stopped so.
pub(crate) fn stopping(stop: Stop, reason: &str, aware: Date, longest: i64) -> Vec<Refusal> {
    let mut wrong = Vec::new();
    if reason.trim().is_empty() {
        wrong.push(Refusal::new("words", "no_reason", "Say why the clock stands still"));
    }
    if stop.from < aware {
        let words = "The first day must not be before the day on which the service learned of the breach";
        wrong.push(Refusal::new("from", "before_breach", words));
    }
    if stop.until < stop.from {
        wrong.push(Refusal::new("until", "before_start", "The last day must not be before the first"));
    } else if stop.until > stop.from.saturating_add((longest - 1).days()) {
        let words = format!("Stop the clock for at most {longest} days, so that somebody looks again");
        wrong.push(Refusal::new("until", "too_far", words));
    }
    wrong
}

/// What is known of a pack when it is looked over.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct PackFacts {
    pub order_ends: bool,
    pub address: bool,
    pub court: bool,
    pub failures: usize,
    /// A warning was given under the order in its window, or the failures were referred at once with a reason.
    pub warned_or_reasoned: bool,
    pub written: Vec<Part>,
    pub notice: bool,
}

/// One line of what a court needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Needed {
    pub code: &'static str,
    pub words: &'static str,
    pub is_there: bool,
    /// Without it the pack is not sent.
    pub must: bool,
}

/// What a court needs of a pack, and what of it is there.
#[must_use]
pub(crate) fn needed(facts: &PackFacts) -> Vec<Needed> {
    let one = |code, words, is_there, must| Needed { code, words, is_there, must };
    vec![
        one("order", "The order, its requirements and its last day", facts.order_ends, true),
        one("address", "The address at which the person can be reached", facts.address, false),
        one("court", "The court that hears it", facts.court, true),
        one("failures", "The failures that the breach is about", facts.failures > 0, true),
        one("warning", "The warning before, or why there was none", facts.warned_or_reasoned, true),
        one("engagement", "How the person has engaged", facts.written.contains(&Part::Engagement), true),
        one("excuse", "What the person says", facts.written.contains(&Part::Excuse), true),
        one("proposal", "What the court is asked to do", facts.written.contains(&Part::Proposal), true),
        one("notice", "The notice to the person", facts.notice, false),
    ]
}

/// What a pack lacks before it can be sent.
pub(crate) fn lacking(needed: &[Needed]) -> Vec<Refusal> {
    let lacks = needed.iter().filter(|n| n.must && !n.is_there);
    lacks.map(|n| Refusal::new(n.code, "missing", format!("Still missing: {}", n.words.to_lowercase()))).collect()
}
