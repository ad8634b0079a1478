//! What a provider must say of a session, when a session may be arranged, what a plan and an end report need. Pure.
//!
//! Always true: nothing is said of a session before its time; what is said of it is complete; a plan never asks for fewer
//! sessions than were held.
//!
//! Source: the national service for commissioned interventions.

use super::records::{NotHeldWhy, OutcomeReached, Reached, Session, SessionKind, SessionState};
use crate::referrals::ReferralState;
use jiff::ToSpan;
use kernel::{Date, Refusal, Time};

/// What the provider says of a session.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    pub attended: Option<bool>,
    pub happened: Option<bool>,
    pub why: Option<NotHeldWhy>,
    pub late: Option<bool>,
    pub late_reason: Option<String>,
    pub summary: Option<String>,
    pub response: Option<String>,
    pub absence: Option<String>,
    pub behaviour: Option<String>,
    pub concern: Option<String>,
}

fn blank(text: Option<&String>) -> bool {
    text.is_none_or(|text| text.trim().is_empty())
}

/// What is missing of what is said.
#[must_use]
pub(crate) fn lacking(said: &Said) -> Vec<Refusal> {
    let mut wrong = Vec::new();
    let mut ask = |missing: bool, field: &str, words: &str| {
        if missing {
            wrong.push(Refusal::new(field, "missing", words));
        }
    };
    match said.attended {
        None => ask(true, "attended", "Say whether they came"),
        Some(false) => ask(
            blank(said.absence.as_ref()),
            "absence",
            "Say what you know of why they did not come, and what you tried",
        ),
        Some(true) => match said.happened {
            None => ask(true, "happened", "Say whether the session was held"),
            Some(false) => ask(said.why.is_none(), "why", "Say why it was not held"),
            Some(true) => {
                ask(said.late.is_none(), "late", "Say whether they came late");
                ask(
                    said.late == Some(true) && blank(said.late_reason.as_ref()),
                    "late_reason",
                    "Say why they were late",
                );
                ask(blank(said.summary.as_ref()), "summary", "Say what was done");
                ask(blank(said.response.as_ref()), "response", "Say how they took it");
            }
        },
    }
    wrong
}

/// When a session may be said something of: once it has begun.
#[must_use]
pub(crate) fn too_early(on: Date, starts: Time, now: (Date, Time)) -> bool {
    (on, starts) > now
}

/// What stands in the way of arranging an appointment of this kind on a day.
#[must_use]
pub(crate) fn arranging(
    kind: SessionKind,
    state: ReferralState,
    approved: Option<i64>,
    known: &[Session],
    (on, made_on, today): (Date, Date, Date),
    months: i64,
) -> Vec<Refusal> {
    let mut wrong = Vec::new();
    let arranged = |wanted: SessionKind| known.iter().any(|s| s.kind == wanted && s.state == SessionState::Arranged);
    let not_now = |words: &str| Refusal::of_request("not_now", words);
    match kind {
        SessionKind::Assessment => match state {
            ReferralState::Sent | ReferralState::Assigned if arranged(kind) => {
                wrong.push(not_now("The first assessment is arranged already: move it instead"));
            }
            ReferralState::Sent | ReferralState::Assigned => {}
            _ => wrong.push(not_now("The first assessment has been held")),
        },
        SessionKind::Session => match approved {
            None => wrong.push(not_now("The action plan must be approved before sessions are arranged")),
            Some(_) if state != ReferralState::Delivering => wrong.push(not_now("No more sessions are to be arranged")),
            Some(planned) if next_number(known, planned).is_none() => {
                wrong.push(not_now("Every planned session is held or arranged: submit a new plan for more"));
            }
            Some(_) => {}
        },
        SessionKind::Meeting => {
            if !state.is_open() {
                wrong.push(not_now("The referral is over"));
            }
        }
    }
    if on < made_on {
        wrong.push(Refusal::new("date", "before_referral", "The day must not be before the referral was made"));
    }
    if on > today.saturating_add(months.months()) {
        let words = format!("Choose a day within {months} months");
        wrong.push(Refusal::new("date", "too_far", words));
    }
    wrong
}

/// The number of the next session to arrange: the lowest that is neither held nor arranged.
#[must_use]
pub(crate) fn next_number(known: &[Session], planned: i64) -> Option<i64> {
    let taken = |number: i64| {
        known.iter().any(|s| {
            s.kind == SessionKind::Session
                && s.number == Some(number)
                && matches!(s.state, SessionState::Held | SessionState::Arranged)
        })
    };
    (1..=planned).find(|number| !taken(*number))
}

/// How many planned sessions are held.
#[must_use]
pub(crate) fn held(known: &[Session]) -> i64 {
    let mut numbers: Vec<i64> = known
        .iter()
        .filter(|s| s.kind == SessionKind::Session && s.state == SessionState::Held)
        .filter_map(|s| s.number)
        .collect();
    numbers.sort_unstable();
    numbers.dedup();
    i64::try_from(numbers.len()).unwrap_or(i64::MAX)
}

/// What is wrong with a plan. `least`: sessions of the plan that stands, which a new one never goes below.
#[must_use]
pub(crate) fn planning(
    sessions: i64,
    least: i64,
    outcomes: &[(String, String)],
    done: &[(String, String)],
) -> Vec<Refusal> {
    let mut wrong = Vec::new();
    if !(1..=100).contains(&sessions) {
        wrong.push(Refusal::new("sessions", "out_of_range", "The number of sessions must be between 1 and 100"));
    } else if sessions < least {
        let words = format!("{least} sessions are approved already, and a new plan cannot have fewer");
        wrong.push(Refusal::new("sessions", "fewer", words));
    }
    for (_, outcome) in outcomes {
        if !done.iter().any(|(code, words)| code == outcome && !words.trim().is_empty()) {
            let field = format!("activity-{outcome}");
            wrong.push(Refusal::new(field, "missing", "Say what you will do towards this outcome"));
        }
    }
    wrong
}

/// The points of an end report, doubled: one for each outcome reached, a half for each partly reached.
#[must_use]
pub fn half_points(results: &[OutcomeReached]) -> i64 {
    results.iter().filter_map(|r| r.reached.parse::<Reached>().ok()).map(Reached::half_points).sum()
}

/// What is wrong with an end report.
#[must_use]
pub(crate) fn reporting(outcomes: &[(String, String)], results: &[OutcomeReached]) -> Vec<Refusal> {
    let mut wrong = Vec::new();
    for (_, outcome) in outcomes {
        let field = |name: &str| format!("{name}-{outcome}");
        match results.iter().find(|r| r.outcome == *outcome) {
            None => wrong.push(Refusal::new(field("reached"), "missing", "Say how far this outcome was reached")),
            Some(r) if r.reached != Reached::Fully.code() && blank(r.words.as_ref()) => {
                wrong.push(Refusal::new(
                    field("words"),
                    "missing",
                    "Say what stood in the way, and what is still needed",
                ));
            }
            Some(_) => {}
        }
    }
    wrong
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::{Instant, date};
    use proptest::prelude::*;
    use uuid::Uuid;

    const TODAY: Date = date(2026, 11, 23);

    fn session(number: i64, state: SessionState) -> Session {
        Session {
            person_id: Uuid::from_u128(1).into(),
            id: Uuid::from_u128(u128::from(number.unsigned_abs())).into(),
            referral_id: Uuid::from_u128(2).into(),
            kind: SessionKind::Session,
            number: Some(number),
            contact_id: Uuid::from_u128(3).into(),
            on_day: TODAY,
            starts: Time::constant(10, 0, 0, 0),
            ends: Time::constant(11, 0, 0, 0),
            manner: super::super::records::Manner::InPerson,
            place: None,
            state,
            arranged_at: Instant(0),
            arranged_by: "Trial".into(),
            version: 1,
        }
    }

    fn fields(said: &Said) -> Vec<String> {
        lacking(said).into_iter().map(|r| r.field).collect()
    }

    #[test]
    fn who_came_to_a_session_that_was_held_is_told_of_with_summary_and_response() {
        let came = Said { attended: Some(true), happened: Some(true), ..Said::default() };
        assert_eq!(fields(&came), ["late", "summary", "response"]);
        let late = Said { late: Some(true), summary: Some("Forms".into()), response: Some("Well".into()), ..came };
        assert_eq!(fields(&late), ["late_reason"]);
        assert!(fields(&Said { late_reason: Some("The bus".into()), ..late }).is_empty());
    }

    #[test]
    fn who_came_in_vain_has_a_reason_and_who_did_not_come_has_words() {
        let vain = Said { attended: Some(true), happened: Some(false), ..Said::default() };
        assert_eq!(fields(&vain), ["why"]);
        assert_eq!(fields(&Said { attended: Some(false), ..Said::default() }), ["absence"]);
        assert_eq!(fields(&Said::default()), ["attended"]);
    }

    #[test]
    fn nothing_is_said_of_a_session_before_it_has_begun() {
        let ten = Time::constant(10, 0, 0, 0);
        assert!(too_early(TODAY, ten, (TODAY, Time::constant(9, 59, 59, 0))));
        assert!(!too_early(TODAY, ten, (TODAY, ten)));
        assert!(too_early(date(2026, 11, 24), ten, (TODAY, Time::constant(23, 59, 0, 0))));
    }

    #[test]
    fn a_missed_session_is_arranged_again_and_a_held_one_is_not() {
        let known = [session(1, SessionState::Held), session(2, SessionState::NotHeld)];
        assert_eq!(next_number(&known, 3), Some(2));
        let more = [session(1, SessionState::Held), session(2, SessionState::Arranged)];
        assert_eq!(next_number(&more, 3), Some(3));
        assert_eq!(next_number(&more, 2), None);
    }

    #[test]
    fn sessions_wait_for_the_plan_and_stay_within_months() {
        let days = (date(2026, 12, 1), TODAY, TODAY);
        let wrong = arranging(SessionKind::Session, ReferralState::Assessed, None, &[], days, 6);
        assert!(wrong[0].words.contains("must be approved"));
        assert!(arranging(SessionKind::Session, ReferralState::Delivering, Some(2), &[], days, 6).is_empty());
        let far = (date(2027, 5, 24), TODAY, TODAY);
        assert_eq!(arranging(SessionKind::Session, ReferralState::Delivering, Some(2), &[], far, 6)[0].code, "too_far");
        let before = (date(2026, 11, 22), TODAY, TODAY);
        let wrong = arranging(SessionKind::Assessment, ReferralState::Sent, None, &[], before, 6);
        assert_eq!(wrong[0].code, "before_referral");
    }

    #[test]
    fn a_plan_says_something_of_each_outcome_and_never_has_fewer_sessions_than_stand() {
        let outcomes = [("accommodation".to_owned(), "settled-home".to_owned())];
        assert_eq!(planning(0, 0, &outcomes, &[]).len(), 2);
        let done = [("settled-home".to_owned(), "Visit the council".to_owned())];
        assert!(planning(4, 4, &outcomes, &done).is_empty());
        assert_eq!(planning(3, 4, &outcomes, &done)[0].code, "fewer");
    }

    #[test]
    fn an_outcome_that_was_not_reached_says_what_is_still_needed() {
        let outcomes = [("a".to_owned(), "x".to_owned()), ("b".to_owned(), "y".to_owned())];
        let of = |outcome: &str, reached: &str, words: Option<&str>| OutcomeReached {
            outcome: outcome.into(),
            reached: reached.into(),
            words: words.map(str::to_owned),
        };
        assert_eq!(reporting(&outcomes, &[of("x", "fully", None)]).len(), 1);
        assert_eq!(reporting(&outcomes, &[of("x", "fully", None), of("y", "partly", None)])[0].field, "words-y");
        let all = [of("x", "fully", None), of("y", "partly", Some("A longer course"))];
        assert!(reporting(&outcomes, &all).is_empty());
        assert_eq!(half_points(&all), 3);
    }

    proptest! {
        #[test]
        fn there_is_always_a_next_session_until_all_are_held_or_arranged(
            planned in 1..20i64, states in prop::collection::vec(0..4usize, 0..40),
        ) {
            let known: Vec<Session> = states.iter().zip(1..).map(|(state, n)| {
                session((n - 1) % planned + 1, SessionState::ALL[*state])
            }).collect();
            let next = next_number(&known, planned);
            prop_assert!(next.is_none_or(|n| (1..=planned).contains(&n)));
            prop_assert!(held(&known) <= planned);
            if held(&known) == planned { prop_assert_eq!(next, None); }
        }
    }
}
