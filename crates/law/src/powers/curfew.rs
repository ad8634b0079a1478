//! Whether a curfew may be moved to other times: the hours of each day stay as ordered, and stay within what the law lets a
//! court order. It knows minutes of a day and no clock.

use crate::{CaseDates, Law, Reason, RequirementLimit, Sureness, Verdict};
use kernel::words::hours;

/// One run of curfew: from a minute of the day on, for so many minutes, perhaps past midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CurfewRun {
    pub from_minute: u32,
    pub minutes: u32,
}

/// The runs that begin on each day, Monday first.
pub type CurfewWeek = [Vec<CurfewRun>; 7];

const DAY: u32 = 24 * 60;
const WEEK: u32 = 7 * DAY;
const NAMES: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

impl Law {
    /// What is against moving a curfew of this requirement type from one week's times to another's. Empty: nothing.
    #[must_use]
    pub fn check_curfew(&self, code: &str, dates: &CaseDates, ordered: &CurfewWeek, moved: &CurfewWeek) -> Vec<Reason> {
        let mut reasons = Vec::new();
        let against = |rule, words: String| Reason {
            rule,
            verdict: Verdict::NotAllowed,
            words,
            asks: None,
            source: "Police, Crime, Sentencing and Courts Act 2022, s.151: the times move, the length does not".into(),
            sure: Sureness::Assumed,
        };
        for (name, (before, after)) in NAMES.iter().zip(ordered.iter().zip(moved)) {
            let (was, is) = (minutes(before), minutes(after));
            if was != is {
                let words = format!(
                    "{name} would have {} of curfew in place of {}: only the court changes that.",
                    hours(is),
                    hours(was)
                );
                reasons.push(against("length-changed", words));
            }
        }
        if overlaps(moved) {
            reasons.push(against("overlaps", "Two runs of the curfew lie over each other.".into()));
        }
        let limits: Vec<&RequirementLimit> = self
            .requirement(code)
            .map(|r| r.limits.iter().filter(|l| l.may_apply(dates)).collect())
            .unwrap_or_default();
        let only = limits.len() <= 1;
        for limit in limits {
            reasons.extend(outside(limit, moved).map(|words| Reason {
                rule: "outside-limit",
                verdict: if only { Verdict::NotAllowed } else { Verdict::CannotTell },
                words,
                asks: None,
                source: limit.source.clone(),
                sure: limit.sure,
            }));
        }
        reasons
    }
}

fn minutes(runs: &[CurfewRun]) -> u32 {
    runs.iter().fold(0, |sum, run| sum.saturating_add(run.minutes))
}

/// In the week taken as a ring, because Sunday's night ends on Monday.
fn overlaps(week: &CurfewWeek) -> bool {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for (day, of_day) in (0u32..).zip(week) {
        runs.extend(of_day.iter().map(|run| (day * DAY + run.from_minute, run.minutes)));
    }
    runs.sort_unstable();
    let next =
        runs.iter().skip(1).copied().chain(runs.first().map(|(from, minutes)| (from.saturating_add(WEEK), *minutes)));
    runs.iter().zip(next).any(|((from, minutes), (next, _))| from.saturating_add(*minutes) > next)
}

fn outside(limit: &RequirementLimit, week: &CurfewWeek) -> Option<String> {
    let days = || week.iter().map(|runs| minutes(runs)).filter(|minutes| *minutes > 0);
    if let Some(least) = limit.min_hours_a_day.filter(|least| days().any(|minutes| minutes < least * 60)) {
        return Some(format!("A day of curfew has at least {}.", hours(least * 60)));
    }
    if let Some(most) = limit.max_hours_a_day.filter(|most| days().any(|minutes| minutes > most * 60)) {
        return Some(format!("A day of curfew has at most {}.", hours(most * 60)));
    }
    let most = limit.max_hours_a_week.filter(|most| days().sum::<u32>() > most * 60)?;
    Some(format!("Seven days of curfew have at most {}.", hours(most * 60)))
}
