//! What the service sets itself of grade fit, tier capacity, thresholds and need without risk: dated rows with author and
//! reason.
//!
//! Always true: a row begins after the day on which it is set, so that what was decided before stays explained; no row is
//! changed or removed, a later one takes its place.

use actuarial::tier::Letter;
use jiff::civil::Date;
use kernel::{EntryId, Instant, Refusal, Refusals};
use serde::{Deserialize, Serialize};
use store::{Cx, Failure, Kind, Result, record};

record! {
    /// A row of policy.
    pub struct PolicyRow in "workload_policy", Kind::Reference, key ["id"] {
        pub id: EntryId,
        pub from_day: Date,
        /// A [`PolicyChange`].
        pub said: serde_json::Value,
        pub reason: String,
        pub author: String,
        pub recorded_at: Instant,
    }
}

/// What a row says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum PolicyChange {
    /// The highest tier that somebody of a grade may hold: by the letter, and by the two-part tier's letter.
    GradeFit { grade: String, highest_letter: Letter, highest_two_part: Letter },
    /// How many people of a tier somebody of a grade should hold at most.
    TierCapacity { grade: String, tier: Letter, most: i64 },
    /// Above which capacity an officer is shown as full, and as over, in tenths of a per cent.
    Thresholds { full_tenths: i64, over_tenths: i64 },
    /// Need without risk: from how many points of needs a case of a lower tier counts, and for how much.
    Need { highest_letter: Letter, highest_two_part: Letter, need_points: i64, allowance: i64, allowance_women: i64 },
}

impl PolicyRow {
    pub(super) fn change(&self) -> Result<PolicyChange> {
        serde_json::from_value(self.said.clone()).map_err(|e| Failure::broken(format!("policy {}: {e}", self.id)))
    }

    /// Who set it and why, as rows that were shipped name their source.
    #[must_use]
    pub fn source(&self) -> String {
        format!("{}: {}", self.author, self.reason)
    }
}

impl PolicyChange {
    fn words(&self) -> String {
        match self {
            PolicyChange::GradeFit { grade, highest_letter, highest_two_part } => {
                format!("grade {grade} holds at most {} and {}", highest_letter.code(), highest_two_part.code())
            }
            PolicyChange::TierCapacity { grade, tier, most } => {
                format!("grade {grade} holds at most {most} people of tier {}", tier.code())
            }
            PolicyChange::Thresholds { full_tenths, over_tenths } => {
                format!("full above {} and over above {}", super::percent(*full_tenths), super::percent(*over_tenths))
            }
            PolicyChange::Need { need_points, allowance, allowance_women, .. } => {
                format!("{need_points} points of needs add {allowance}, {allowance_women} for a woman")
            }
        }
    }
}

/// The most points that need without risk may add, and the highest of any such figure.
const MOST_POINTS: i64 = 1_000;
/// The most people of one tier that a row may allow.
const MOST_PEOPLE: i64 = 500;
/// The highest threshold: three times an officer's hours.
const MOST_TENTHS: i64 = 3_000;

/// Whether a row may be set. Pure.
///
/// # Errors
/// `not_ahead`, `no_reason`, `unknown_grade`, `out_of_range`, `not_above`.
pub fn check_policy(
    change: &PolicyChange,
    from: Date,
    reason: &str,
    grades: &[&str],
    today: Date,
) -> std::result::Result<(), Vec<Refusal>> {
    let mut wrong = Vec::new();
    let mut no = |field: &str, code, words: &str| wrong.push(Refusal::new(field, code, words));
    if from <= today {
        no("from", "not_ahead", "Enter a day after today: what was decided until today was decided by the row before");
    }
    if reason.trim().is_empty() {
        no("reason", "no_reason", "Say why it changes");
    }
    let range = |n: i64, most: i64| (0..=most).contains(&n);
    match change {
        PolicyChange::GradeFit { grade, .. } if !grades.contains(&grade.as_str()) => {
            no("grade", "unknown_grade", "Select a grade that may hold cases or counts for workload");
        }
        PolicyChange::TierCapacity { grade, .. } if !grades.contains(&grade.as_str()) => {
            no("grade", "unknown_grade", "Select a grade that may hold cases or counts for workload");
        }
        PolicyChange::TierCapacity { most, .. } if !range(*most, MOST_PEOPLE) => {
            no("most", "out_of_range", &format!("Enter a number of people from 0 to {MOST_PEOPLE}"));
        }
        PolicyChange::Thresholds { full_tenths, over_tenths } => {
            if !range(*full_tenths, MOST_TENTHS) || !range(*over_tenths, MOST_TENTHS) {
                no("full", "out_of_range", &format!("Enter per cent from 0 to {}", MOST_TENTHS / 10));
            } else if over_tenths < full_tenths {
                no("over", "not_above", "“Over” must be at least as much as “full”");
            }
        }
        PolicyChange::Need { need_points, allowance, allowance_women, .. } => {
            for (field, n) in [("need_points", need_points), ("allowance", allowance), ("women", allowance_women)] {
                if !range(*n, MOST_POINTS) {
                    no(field, "out_of_range", &format!("Enter points from 0 to {MOST_POINTS}"));
                }
            }
        }
        PolicyChange::GradeFit { .. } | PolicyChange::TierCapacity { .. } => {}
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong) }
}

/// Sets a row of policy.
///
/// # Errors
/// What [`check_policy`] refuses.
pub fn set_policy(cx: &mut Cx<'_>, change: &PolicyChange, from: Date, reason: &str) -> Result<EntryId> {
    let figures = super::Figures::now(cx)?;
    let grades: Vec<&str> = figures.grade_rows().iter().map(|r| r.code.as_str()).collect();
    check_policy(change, from, reason, &grades, cx.today()).map_err(|no| Failure::from(Refusals(no)))?;
    cx.describe(format!("Set for workload, from {from}: {}", change.words()), Some(reason));
    let row = PolicyRow {
        id: cx.new_id(),
        from_day: from,
        said: serde_json::to_value(change).map_err(|e| Failure::broken(e.to_string()))?,
        reason: reason.trim().to_owned(),
        author: cx.actor().name().to_owned(),
        recorded_at: cx.now(),
    };
    cx.insert(&row)?;
    Ok(row.id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::date;

    fn codes(change: &PolicyChange, from: Date, reason: &str) -> Vec<&'static str> {
        let wrong = check_policy(change, from, reason, &["PO"], date(2026, 11, 23)).err().unwrap_or_default();
        wrong.into_iter().map(|r| r.code).collect()
    }

    #[test]
    fn policy_begins_after_today_with_a_reason_and_within_what_can_be_meant() {
        let later = date(2026, 11, 24);
        let fit = |grade: &str| PolicyChange::GradeFit {
            grade: grade.into(),
            highest_letter: Letter::B,
            highest_two_part: Letter::B,
        };
        assert!(codes(&fit("PO"), later, "Training").is_empty());
        assert_eq!(codes(&fit("PO"), date(2026, 11, 23), " "), ["not_ahead", "no_reason"]);
        assert_eq!(codes(&fit("CLEANER"), later, "x"), ["unknown_grade"]);
        let most = |most| PolicyChange::TierCapacity { grade: "PO".into(), tier: Letter::A, most };
        assert_eq!(codes(&most(-1), later, "x"), ["out_of_range"]);
        assert!(codes(&most(0), later, "x").is_empty());
        let at = |full_tenths, over_tenths| PolicyChange::Thresholds { full_tenths, over_tenths };
        assert_eq!(codes(&at(1000, 999), later, "x"), ["not_above"]);
        assert_eq!(codes(&at(1000, 3001), later, "x"), ["out_of_range"]);
        assert!(codes(&at(1000, 1000), later, "x").is_empty());
    }
}
