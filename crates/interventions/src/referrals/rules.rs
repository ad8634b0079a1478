//! What may be done with a referral and what it comes to, and the days by which a provider assesses, plans and reports. Pure.
//!
//! Always true: every deed comes from a state and leads to one; a deadline is counted in working days from what it follows,
//! and a judgement moves it without hiding where it was.
//!
//! Source: the national service for commissioned interventions (first assessment, plan and end report; withdrawal before and
//! after delivery).

use super::records::{Deed, DueWhat, ReferralState};
use jiff::ToSpan;
use kernel::{Date, Refusal, WorkingDays};

use ReferralState as S;

/// The state that a deed leads to. None: it cannot be done now. `begun`: a session was held. `stopped`: it was withdrawn after
/// delivery began.
#[must_use]
pub fn next(state: S, deed: Deed, begun: bool, stopped: bool) -> Option<S> {
    Some(match (deed, state) {
        (Deed::Assign, S::Sent) => S::Assigned,
        (Deed::Assign | Deed::Judge, open) if open.is_open() => open,
        (Deed::Assess, S::Sent | S::Assigned) => S::Assessed,
        (Deed::Unassess, S::Assessed) => S::Assigned,
        (Deed::SubmitPlan, S::Assessed) => S::Planned,
        (Deed::SubmitPlan | Deed::ReturnPlan, S::Delivering) => S::Delivering,
        (Deed::ApprovePlan, S::Planned | S::Delivering) => S::Delivering,
        (Deed::ReturnPlan, S::Planned) => S::Assessed,
        (Deed::Deliver, S::Delivering) => S::ReportDue,
        (Deed::Resume, S::ReportDue) if !stopped => S::Delivering,
        (Deed::Report, S::ReportDue) if stopped => S::EndedEarly,
        (Deed::Report, S::ReportDue) => S::Completed,
        (Deed::Read, S::Completed | S::EndedEarly) => state,
        (Deed::Withdraw, S::Delivering) if begun => S::ReportDue,
        (Deed::Withdraw, open) if open.is_open() && open != S::ReportDue => S::Withdrawn,
        _ => return None,
    })
}

/// Why a deed cannot be done now.
#[must_use]
pub(crate) fn refusal(state: S, deed: Deed) -> Refusal {
    let words = match (deed, state) {
        (Deed::SubmitPlan, S::Sent | S::Assigned) => {
            "Record the first assessment before the plan is submitted".to_owned()
        }
        (Deed::SubmitPlan, S::Planned) => "The officer is looking at the plan already".to_owned(),
        (Deed::Report, S::Delivering) => "Record every planned session before the end report".to_owned(),
        (Deed::Withdraw, S::ReportDue) => "It is over already: the provider writes the end report".to_owned(),
        (_, state) => format!("This cannot be done now: {}", state.words().to_lowercase()),
    };
    Refusal::of_request("not_now", words)
}

/// From when a deadline runs, in how many working days, and to which day a judgement moved it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Running {
    pub what: DueWhat,
    pub from: Date,
    pub days: i64,
    pub moved_to: Option<Date>,
}

/// The deadline that runs in a state, if one does, with the day from which it runs.
#[must_use]
pub fn running(
    state: S,
    made_on: Date,
    assessed_on: Option<Date>,
    last_session_on: Option<Date>,
) -> Option<(DueWhat, Date)> {
    match state {
        S::Sent | S::Assigned => Some((DueWhat::FirstAssessment, made_on)),
        S::Assessed => Some((DueWhat::Plan, assessed_on?)),
        S::ReportDue => Some((DueWhat::Report, last_session_on?)),
        _ => None,
    }
}

/// The last day on which it is done in time.
#[must_use]
pub fn due(running: &Running, working: WorkingDays<'_>) -> Date {
    let count = u32::try_from(running.days).unwrap_or(0);
    running.moved_to.unwrap_or_else(|| working.after(running.from, count))
}

/// Whether a judgement may move a deadline to a day.
pub(crate) fn judging(until: Date, reason: &str, today: Date, longest: i64) -> Vec<Refusal> {
    let mut wrong = Vec::new();
    if reason.trim().is_empty() {
        wrong.push(Refusal::new("words", "no_reason", "Say why the deadline is moved"));
    }
    if until < today {
        wrong.push(Refusal::new("until", "past", "The day must be today or later"));
    } else if until > today.saturating_add(longest.days()) {
        let words = format!("Choose a day within {longest} days, so that somebody looks again");
        wrong.push(Refusal::new("until", "too_far", words));
    }
    wrong
}

/// Letters and digits that nobody takes for another when they are said or read.
const LETTERS: &[u8] = b"ACDEFHJKLMNPRTUVWXY";
const DIGITS: &[u8] = b"234679";

/// What a referral is called on the telephone: two letters, four digits. Made from the random end of its id; lists are never
/// looked up by it alone.
#[must_use]
pub fn reference(id: &[u8; 16]) -> String {
    let pick = |from: &[u8], byte: u8| from.get(usize::from(byte) % from.len()).copied().map_or('X', char::from);
    let [.., a, b, c, d, e, f] = *id;
    [pick(LETTERS, a), pick(LETTERS, b), pick(DIGITS, c), pick(DIGITS, d), pick(DIGITS, e), pick(DIGITS, f)]
        .into_iter()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::{Holidays, date};
    use proptest::prelude::*;

    #[test]
    fn a_referral_is_withdrawn_before_delivery_and_reported_after_it() {
        assert_eq!(next(S::Sent, Deed::Withdraw, false, false), Some(S::Withdrawn));
        assert_eq!(next(S::Planned, Deed::Withdraw, false, false), Some(S::Withdrawn));
        assert_eq!(next(S::Delivering, Deed::Withdraw, false, false), Some(S::Withdrawn));
        assert_eq!(next(S::Delivering, Deed::Withdraw, true, false), Some(S::ReportDue));
        assert_eq!(next(S::ReportDue, Deed::Report, true, true), Some(S::EndedEarly));
        assert_eq!(next(S::ReportDue, Deed::Report, true, false), Some(S::Completed));
    }

    #[test]
    fn a_plan_is_submitted_once_the_first_assessment_was_held() {
        assert_eq!(next(S::Sent, Deed::SubmitPlan, false, false), None);
        assert_eq!(next(S::Assigned, Deed::SubmitPlan, false, false), None);
        assert_eq!(next(S::Assessed, Deed::SubmitPlan, false, false), Some(S::Planned));
        assert!(refusal(S::Assigned, Deed::SubmitPlan).words.contains("first assessment"));
    }

    #[test]
    fn a_report_is_written_when_the_sessions_are_over_and_not_before() {
        assert_eq!(next(S::Delivering, Deed::Report, true, false), None);
        assert_eq!(next(S::Delivering, Deed::Deliver, true, false), Some(S::ReportDue));
        assert_eq!(next(S::ReportDue, Deed::Resume, true, false), Some(S::Delivering));
        assert_eq!(next(S::ReportDue, Deed::Resume, true, true), None);
    }

    #[test]
    fn the_first_assessment_is_due_ten_working_days_after_the_referral() {
        let bank = Holidays::new(vec![date(2026, 12, 25), date(2026, 12, 28)]);
        let working = WorkingDays(&bank);
        let running = Running { what: DueWhat::FirstAssessment, from: date(2026, 12, 18), days: 10, moved_to: None };
        assert_eq!(due(&running, working), date(2027, 1, 5));
        let moved = Running { moved_to: Some(date(2027, 1, 29)), ..running };
        assert_eq!(due(&moved, working), date(2027, 1, 29));
    }

    #[test]
    fn a_judgement_moves_a_deadline_for_a_while_and_with_a_reason() {
        let today = date(2026, 11, 23);
        assert!(judging(date(2027, 1, 22), "In hospital", today, 60).is_empty());
        assert_eq!(judging(date(2027, 1, 23), "In hospital", today, 60)[0].code, "too_far");
        assert_eq!(judging(date(2026, 11, 22), " ", today, 60).len(), 2);
    }

    proptest! {
        #[test]
        fn no_deed_leads_out_of_an_end(deed in 0..14usize, state in 0..9usize, begun: bool, stopped: bool) {
            let (deed, state) = (Deed::ALL[deed], S::ALL[state]);
            if let Some(after) = next(state, deed, begun, stopped) {
                prop_assert!(state.is_open() || after == state);
            }
        }

        #[test]
        fn a_reference_is_said_without_letters_that_look_like_digits(id: [u8; 16]) {
            let text = reference(&id);
            prop_assert_eq!(text.len(), 6);
            prop_assert!(!text.contains(['0', 'O', '1', 'I', '5', 'S', '8', 'B']));
        }
    }
}
