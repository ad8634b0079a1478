//! When a treatment may begin and go on, whether it is delivered to guidance, how much of its plan was kept, what a test shows,
//! and what may be shared. Pure.
//!
//! Always true: nothing begins and nothing goes on without the consent that the law asks for; only what the person agreed to
//! is shared; a disputed result is no result until it is confirmed.

use super::records::{Consent, CourtReview, TestResult, Treatment, TreatmentSession, TreatmentState, TreatmentTest};
use jiff::ToSpan;
use kernel::{Date, Refusal};

/// A day of a step: not ahead, and not before the step before.
pub(crate) fn check_day(on: Date, since: Date, today: Date) -> Option<Refusal> {
    if on > today {
        return Some(Refusal::new("on", "ahead", "Enter today or an earlier day"));
    }
    (on < since).then(|| {
        let words = format!("Enter {} or a later day", kernel::words::day(since));
        Refusal::new("on", "before_last_step", words)
    })
}

/// Whether a treatment may begin or go on, on a day. `asks` says that the law asks for consent.
pub(crate) fn may_treat(treatment: &Treatment, asks: bool, on: Date) -> Option<Refusal> {
    if treatment.state == TreatmentState::Ended {
        return Some(Refusal::of_request("ended", "This treatment has ended"));
    }
    if !asks {
        return None;
    }
    let words = match treatment.consent {
        Consent::NotAsked => "Record the person’s consent first: the law asks for it",
        Consent::Withdrawn => "The person has withdrawn consent: ask again, or take it back to court",
        Consent::Given if treatment.consent_on.is_none_or(|day| on < day) => "Consent was given only after that day",
        Consent::Given => return None,
    };
    Some(Refusal::new("on", "no_consent", words))
}

/// Contacts of one period against what guidance asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Delivered {
    pub from: Date,
    /// The last day.
    pub until: Date,
    pub attended: i64,
    pub least: i64,
}

impl Delivered {
    #[must_use]
    pub fn kept(&self) -> bool {
        self.attended >= self.least
    }
}

/// The whole periods since the beginning, each with the contacts attended in it.
pub(crate) fn delivered(begun: Date, over: Date, attended: &[Date], (days, least): (i64, i64)) -> Vec<Delivered> {
    let mut out = Vec::new();
    let mut from = begun;
    // A treatment is shorter than any number of periods that a calendar has.
    while days > 0 && out.len() < 500 {
        let until = from.saturating_add((days - 1).days());
        if until > over {
            break;
        }
        let met = attended.iter().filter(|day| from <= **day && **day <= until).count();
        out.push(Delivered { from, until, attended: i64::try_from(met).unwrap_or(i64::MAX), least });
        from = until.saturating_add(1.day());
    }
    out
}

/// How much of the plan was kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PlanKept {
    pub planned: i64,
    pub attended: i64,
    pub missed: i64,
    /// With a reason that was accepted.
    pub excused: i64,
}

impl PlanKept {
    /// Attended of planned, in hundredths, at most 100.
    #[must_use]
    pub fn hundredths(self) -> Option<i64> {
        (self.planned > 0).then(|| (self.attended * 100 / self.planned).min(100))
    }
}

pub(crate) fn plan_kept(planned: i64, sessions: &[TreatmentSession]) -> PlanKept {
    let mut kept = PlanKept { planned, ..PlanKept::default() };
    for session in sessions.iter().filter(|s| !s.gone) {
        match (session.attended, session.complied) {
            (Some(true), _) => kept.attended += 1,
            (Some(false), Some(true)) => kept.excused += 1,
            (Some(false), _) => kept.missed += 1,
            (None, _) => {}
        }
    }
    kept
}

/// What a test shows now; none while nobody knows or the result is disputed.
#[must_use]
pub fn shows(test: &TreatmentTest) -> Option<TestResult> {
    test.confirmed.or_else(|| test.result.filter(|_| test.disputed_on.is_none()))
}

/// Whether a court's review may be on a day: far enough from the others.
pub(crate) fn check_review(on: Date, others: &[CourtReview], apart: i64) -> Option<Refusal> {
    let near = others.iter().find(|r| i64::from((r.on_date - on).get_days()).abs() < apart)?;
    let words =
        format!("Reviews are at least {apart} days apart, and there is one on {}", kernel::words::day(near.on_date));
    Some(Refusal::new("on", "too_near", words))
}

/// One line of what leaves the service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharedField {
    pub code: String,
    pub words: String,
    pub value: String,
}

/// Of everything that could be told, what the person agreed to.
pub(crate) fn shared(agreed: &[String], all: Vec<SharedField>) -> Vec<SharedField> {
    all.into_iter().filter(|field| agreed.contains(&field.code)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::{ContactId, EntryId, PersonId, TreatmentId, date};
    use proptest::prelude::*;
    use uuid::Uuid;

    const DAY: Date = date(2026, 9, 7);

    fn treatment(consent: Consent) -> Treatment {
        Treatment {
            person_id: PersonId(Uuid::nil()),
            id: TreatmentId(Uuid::nil()),
            kind: "drugs".into(),
            order_id: None,
            requirement_id: None,
            need: "x".into(),
            provider_id: None,
            place: None,
            practitioner: None,
            planned_sessions: 12,
            opened_on: DAY,
            state: TreatmentState::Proposed,
            state_on: DAY,
            consent,
            consent_on: (consent == Consent::Given).then_some(DAY),
            begun_on: None,
            ended_on: None,
            end_reason: None,
            shares: serde_json::json!([]),
            shares_on: None,
            version: 1,
        }
    }

    #[test]
    fn nothing_begins_without_the_consent_that_the_law_asks_for() {
        let code = |consent, asks, on| may_treat(&treatment(consent), asks, on).map(|r| r.code);
        assert_eq!(code(Consent::NotAsked, true, DAY), Some("no_consent"));
        assert_eq!(code(Consent::Withdrawn, true, DAY), Some("no_consent"));
        assert_eq!(code(Consent::Given, true, DAY), None);
        assert_eq!(code(Consent::Given, true, date(2026, 9, 6)), Some("no_consent"), "the day before it was given");
        assert_eq!(code(Consent::NotAsked, false, DAY), None);
        let ended = Treatment { state: TreatmentState::Ended, ..treatment(Consent::Given) };
        assert_eq!(may_treat(&ended, true, DAY).map(|r| r.code), Some("ended"));
    }

    #[test]
    fn a_period_counts_when_it_is_whole_and_by_what_was_attended() {
        let attended = [DAY, date(2026, 9, 14), date(2026, 10, 4), date(2026, 10, 5)];
        let all = delivered(DAY, date(2026, 11, 1), &attended, (28, 3));
        assert_eq!(all.len(), 2);
        assert_eq!((all[0].until, all[0].attended, all[0].kept()), (date(2026, 10, 4), 3, true));
        assert_eq!((all[1].from, all[1].attended, all[1].kept()), (date(2026, 10, 5), 1, false));
        assert_eq!(delivered(DAY, date(2026, 10, 3), &attended, (28, 3)), [], "one day short of a period");
    }

    fn test(result: Option<TestResult>, disputed: bool, confirmed: Option<TestResult>) -> TreatmentTest {
        TreatmentTest {
            person_id: PersonId(Uuid::nil()),
            id: EntryId(Uuid::nil()),
            treatment_id: TreatmentId(Uuid::nil()),
            contact_id: None,
            gone: false,
            on_date: DAY,
            panel: "Opiates".into(),
            result,
            result_on: None,
            disputed_on: disputed.then_some(DAY),
            dispute: None,
            confirmed,
            confirmed_on: None,
            version: 1,
        }
    }

    #[test]
    fn a_disputed_result_is_none_until_it_is_confirmed() {
        use TestResult::{Negative, Positive};
        assert_eq!(shows(&test(Some(Positive), false, None)), Some(Positive));
        assert_eq!(shows(&test(Some(Positive), true, None)), None);
        assert_eq!(shows(&test(Some(Positive), true, Some(Negative))), Some(Negative));
        assert_eq!(shows(&test(None, false, None)), None);
    }

    #[test]
    fn reviews_of_a_court_are_a_month_apart() {
        let review = |on_date| CourtReview {
            person_id: PersonId(Uuid::nil()),
            id: EntryId(Uuid::nil()),
            treatment_id: TreatmentId(Uuid::nil()),
            on_date,
            court: "Exampleton".into(),
            report: None,
            report_on: None,
            said: None,
            said_words: None,
            said_on: None,
            version: 1,
        };
        let one = [review(DAY)];
        assert_eq!(check_review(date(2026, 10, 4), &one, 28).map(|r| r.code), Some("too_near"));
        assert_eq!(check_review(date(2026, 10, 5), &one, 28), None);
        assert_eq!(check_review(date(2026, 8, 11), &one, 28).map(|r| r.code), Some("too_near"));
    }

    proptest! {
        #[test]
        fn only_what_was_agreed_is_ever_shared(agreed in prop::collection::vec("[a-e]", 0..5), there in prop::collection::vec("[a-g]", 0..8)) {
            let all: Vec<SharedField> = there.iter().map(|c| SharedField { code: c.clone(), words: c.clone(), value: c.clone() }).collect();
            let out = shared(&agreed, all.clone());
            prop_assert!(out.iter().all(|f| agreed.contains(&f.code)));
            prop_assert_eq!(out.len(), all.iter().filter(|f| agreed.contains(&f.code)).count());
        }

        #[test]
        fn no_session_is_counted_twice_or_lost(rows in prop::collection::vec((any::<Option<bool>>(), any::<Option<bool>>(), any::<bool>()), 0..60)) {
            let sessions: Vec<TreatmentSession> = (0u128..).zip(&rows).map(|(n, (attended, complied, gone))| TreatmentSession {
                person_id: PersonId(Uuid::nil()), contact_id: ContactId(Uuid::from_u128(n)), treatment_id: TreatmentId(Uuid::nil()),
                on_date: DAY, outcome: None, attended: *attended, complied: *complied, gone: *gone, version: 1,
            }).collect();
            let kept = plan_kept(12, &sessions);
            let known = rows.iter().filter(|(attended, _, gone)| attended.is_some() && !gone).count();
            prop_assert_eq!(kept.attended + kept.missed + kept.excused, i64::try_from(known).unwrap());
            prop_assert!(kept.hundredths().unwrap() <= 100);
        }
    }
}
