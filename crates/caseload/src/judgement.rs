//! A practitioner's recorded judgement may stop or move a clock: the person is in hospital, or a visit on Monday serves
//! better than one on Friday. Every judgement says who, why and until when, so that a stopped clock always runs again
//! and nobody drops out of sight behind one.

use jiff::{ToSpan, civil::Date};
use kernel::Refusal;

/// The clocks that a judgement can touch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Clock {
    FirstMeeting,
    NextContact,
}

impl Clock {
    pub const ALL: [Clock; 2] = [Clock::FirstMeeting, Clock::NextContact];

    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Clock::FirstMeeting => "first-meeting",
            Clock::NextContact => "next-contact",
        }
    }

    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Clock::FirstMeeting => "First meeting with their officer",
            Clock::NextContact => "Next contact",
        }
    }
}

/// What was judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Nothing falls due before `until`, whatever happens meanwhile.
    StopUntil(Date),
    /// What was due falls due on this day instead. Ends with the clock that ran when it was made.
    MoveTo(Date),
}

impl Effect {
    #[must_use]
    pub fn day(self) -> Date {
        match self {
            Effect::StopUntil(day) | Effect::MoveTo(day) => day,
        }
    }
}

/// A judgement in force. One that was withdrawn is not handed to the rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    pub clock: Clock,
    pub effect: Effect,
    pub made_on: Date,
    pub author: String,
    pub reason: String,
}

/// The longest time for which one judgement may stop or move a clock, in days. Then somebody must judge again.
pub const LONGEST_JUDGEMENT: i64 = 91;

/// Whether this judgement may be made today.
///
/// # Errors
/// `no_reason`; `not_ahead` for a day that is not after today; `too_far` past [`LONGEST_JUDGEMENT`].
pub fn check(effect: Effect, reason: &str, today: Date) -> Result<(), Vec<Refusal>> {
    let mut wrong = Vec::new();
    if reason.trim().is_empty() {
        wrong.push(Refusal::new("reason", "no_reason", "Say why the clock should stop or move"));
    }
    if effect.day() <= today {
        wrong.push(Refusal::new("until", "not_ahead", "Enter a day after today"));
    } else if effect.day() > today.saturating_add(LONGEST_JUDGEMENT.days()) {
        let words = format!("Enter a day within {LONGEST_JUDGEMENT} days, so that somebody looks again");
        wrong.push(Refusal::new("until", "too_far", words));
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong) }
}

/// When a thing is due after all judgements, and which one decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged<'a> {
    pub due: Date,
    pub by: Option<&'a Judgement>,
}

/// Applies the judgements on `clock`, oldest first, to a clock that started on `started` and says `due`.
#[must_use]
pub fn judged(clock: Clock, started: Date, due: Date, judgements: &[Judgement]) -> Judged<'_> {
    let mut ours: Vec<&Judgement> = judgements.iter().filter(|j| j.clock == clock).collect();
    ours.sort_by_key(|j| j.made_on);
    ours.into_iter().fold(Judged { due, by: None }, |so_far, j| match j.effect {
        Effect::StopUntil(until) if until > so_far.due => Judged { due: until, by: Some(j) },
        Effect::MoveTo(day) if j.made_on >= started => Judged { due: day, by: Some(j) },
        _ => so_far,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::date;
    use proptest::prelude::*;

    fn judgement(effect: Effect, made_on: Date) -> Judgement {
        let (author, reason) = ("Ada Field".to_owned(), "In hospital".to_owned());
        Judgement { clock: Clock::NextContact, effect, made_on, author, reason }
    }

    #[test]
    fn a_stop_holds_until_its_day_even_when_something_happens_meanwhile() {
        let stop = [judgement(Effect::StopUntil(date(2026, 12, 1)), date(2026, 11, 2))];
        let after_a_contact = judged(Clock::NextContact, date(2026, 11, 9), date(2026, 11, 16), &stop);
        assert_eq!(after_a_contact.due, date(2026, 12, 1));
        assert_eq!(after_a_contact.by, Some(&stop[0]));
    }

    #[test]
    fn a_stop_never_brings_a_date_forward() {
        let stop = [judgement(Effect::StopUntil(date(2026, 11, 10)), date(2026, 11, 2))];
        assert_eq!(judged(Clock::NextContact, date(2026, 11, 9), date(2026, 11, 16), &stop).due, date(2026, 11, 16));
    }

    #[test]
    fn a_move_ends_with_the_clock_it_was_made_on() {
        let moved = [judgement(Effect::MoveTo(date(2026, 11, 20)), date(2026, 11, 12))];
        assert_eq!(judged(Clock::NextContact, date(2026, 11, 9), date(2026, 11, 16), &moved).due, date(2026, 11, 20));
        assert_eq!(judged(Clock::NextContact, date(2026, 11, 18), date(2026, 11, 25), &moved).due, date(2026, 11, 25));
    }

    #[test]
    fn a_judgement_on_one_clock_leaves_the_other_alone() {
        let stop = [judgement(Effect::StopUntil(date(2026, 12, 1)), date(2026, 11, 2))];
        assert_eq!(judged(Clock::FirstMeeting, date(2026, 11, 2), date(2026, 11, 9), &stop).by, None);
    }

    #[test]
    fn no_clock_is_stopped_without_a_reason_or_for_ever() {
        let today = date(2026, 11, 22);
        let code = |effect, reason| check(effect, reason, today).unwrap_err()[0].code;
        assert_eq!(code(Effect::StopUntil(date(2026, 12, 1)), "  "), "no_reason");
        assert_eq!(code(Effect::StopUntil(today), "In hospital"), "not_ahead");
        assert_eq!(code(Effect::MoveTo(date(2027, 6, 1)), "In hospital"), "too_far");
        assert_eq!(check(Effect::StopUntil(date(2027, 2, 21)), "In hospital", today), Ok(()));
    }

    proptest! {
        #[test]
        fn whatever_was_judged_the_clock_runs_again_within_the_longest_time(
            made in proptest::collection::vec((0i64..60, 1i64..=LONGEST_JUDGEMENT, any::<bool>()), 0..6), due in 0i64..60,
        ) {
            let day = |n: i64| date(2026, 1, 1).saturating_add(n.days());
            let judgements: Vec<_> = made.iter().map(|(on, ahead, stop)| {
                let to = day(on + ahead);
                judgement(if *stop { Effect::StopUntil(to) } else { Effect::MoveTo(to) }, day(*on))
            }).collect();
            let judged = judged(Clock::NextContact, day(0), day(due), &judgements);
            prop_assert!(judged.due <= day(60 + LONGEST_JUDGEMENT));
            prop_assert!(judged.by.is_some() || judged.due == day(due), "an unjudged clock keeps its day");
        }
    }
}
