//! What may be done with a case, and when a programme is complete. Pure: takes the plan, what was attended and today.
//!
//! Always true: completion follows what was attended and nothing else; a reason is given for each thing that is missing.

use super::plan::{Part, Pathway, Plan, REVIEW, Which};
use super::policy::{COMPLETE, How, Policy};
use kernel::{Date, Refusal, Time};

/// Something attended, or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Kept {
    pub(crate) which: Which,
    pub(crate) on: Date,
    pub(crate) attended: Option<bool>,
    pub(crate) complied: Option<bool>,
}

impl Kept {
    /// They came and took part.
    pub(crate) fn counts(self) -> bool {
        self.attended == Some(true) && self.complied != Some(false)
    }
}

/// How far a module is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModuleProgress {
    pub number: i64,
    pub name: String,
    pub victim: bool,
    pub done: u32,
    pub of: u32,
    /// What is still missing, with the names of the sessions.
    pub missing: Vec<(Which, String)>,
}

/// How far a case is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProgrammeProgress {
    pub modules: Vec<ModuleProgress>,
    /// The plan asks for a review.
    pub review_asked: bool,
    /// The day of the first review that was attended and complied with.
    pub reviewed_on: Option<Date>,
    /// The last day of what counts.
    pub last_on: Option<Date>,
}

impl ProgrammeProgress {
    #[must_use]
    pub fn done(&self) -> u32 {
        self.modules.iter().map(|m| m.done).sum()
    }

    #[must_use]
    pub fn of(&self) -> u32 {
        self.modules.iter().map(|m| m.of).sum()
    }

    /// Every session was attended, or caught up.
    #[must_use]
    pub fn sessions_done(&self) -> bool {
        self.of() > 0 && self.modules.iter().all(|m| m.missing.is_empty())
    }

    /// What is missing before the programme is complete, in words.
    #[must_use]
    pub fn missing(&self) -> Vec<String> {
        let mut out: Vec<String> = Vec::new();
        for module in self.modules.iter().filter(|m| !m.missing.is_empty()) {
            let names: Vec<&str> = module.missing.iter().map(|(_, name)| name.as_str()).collect();
            out.push(format!("{}: {}", module.name, names.join(", ")));
        }
        if self.of() == 0 {
            out.push("The programme has no sessions for this person yet".into());
        }
        out
    }

    /// The day on which the programme was complete: everything attended, and the review held where the plan asks for one.
    #[must_use]
    pub fn complete_on(&self) -> Option<Date> {
        if !self.sessions_done() {
            return None;
        }
        if self.review_asked { self.reviewed_on } else { self.last_on }
    }
}

/// How far somebody is with a plan. A session counts once, whether attended in its group or caught up.
pub(crate) fn progress(plan: &Plan, pathway: Pathway, kept: &[Kept]) -> ProgrammeProgress {
    let done = |which: Which| kept.iter().filter(move |k| k.which == which && k.counts()).map(|k| k.on).min();
    let mut modules: Vec<ModuleProgress> = Vec::new();
    let mut last_on = None;
    for planned in plan.sessions(pathway) {
        let number = planned.module.number;
        if modules.last().is_none_or(|m| m.number != number) {
            let (name, victim) = (planned.module.name.clone(), planned.module.victim);
            modules.push(ModuleProgress { number, name, victim, done: 0, of: 0, missing: Vec::new() });
        }
        let Some(module) = modules.last_mut() else { continue };
        module.of += 1;
        match done(planned.which()) {
            Some(on) => {
                module.done += 1;
                last_on = last_on.max(Some(on));
            }
            None => module.missing.push((planned.which(), planned.session.name.clone())),
        }
    }
    ProgrammeProgress { modules, review_asked: plan.review_days.is_some(), reviewed_on: done(REVIEW), last_on }
}

/// Whether somebody may move a case by hand.
pub(crate) fn may_move(
    policy: &Policy,
    (from, to): (&str, &str),
    (on, today): (Date, Date),
    since: Date,
    progress: Option<&ProgrammeProgress>,
) -> Vec<Refusal> {
    let mut wrong = Vec::new();
    if policy.closed(from) {
        return vec![Refusal::new("to", "closed", format!("This case is closed: {}", policy.words(from)))];
    }
    if !policy.next(from, How::Hand, today).iter().any(|s| s.code == to) {
        let words = format!("From “{}”, choose one of the states offered", policy.words(from));
        wrong.push(Refusal::new("to", "not_next", words));
    }
    wrong.extend(check_day(on, since, today));
    if to == COMPLETE {
        match progress {
            None => wrong.push(Refusal::new("to", "not_complete", "Nothing was attended in a group yet")),
            Some(progress) => {
                for missing in progress.missing() {
                    wrong.push(Refusal::new("to", "not_complete", format!("Not attended nor caught up: {missing}")));
                }
            }
        }
    }
    wrong
}

/// A day of a step of a case: not ahead, and not before the step before.
pub(crate) fn check_day(on: Date, since: Date, today: Date) -> Option<Refusal> {
    if on > today {
        return Some(Refusal::new("on", "ahead", "Enter today or an earlier day"));
    }
    (on < since).then(|| {
        let words = format!("Enter {} or a later day: that is when the last step was", kernel::words::day(since));
        Refusal::new("on", "before_last_step", words)
    })
}

/// Whether a session may be changed to be so long.
pub(crate) fn check_length(minutes: i64, planned: Option<i64>) -> Option<Refusal> {
    if minutes < 1 {
        return Some(Refusal::new("minutes", "out_of_range", "Enter the minutes"));
    }
    let most = planned?;
    (minutes > most).then(|| {
        let words = format!("The plan gives this session {most} minutes: enter that or less");
        Refusal::new("minutes", "longer_than_planned", words)
    })
}

/// A session ends on the day on which it begins.
pub(crate) fn check_within_day(start: Time, minutes: i64) -> Option<Refusal> {
    let from = i64::from(start.hour()) * 60 + i64::from(start.minute());
    (from + minutes >= 24 * 60).then(|| {
        let words = "The session would end after midnight: enter an earlier time, or fewer minutes";
        Refusal::new("start", "over_midnight", words)
    })
}

/// Whether a session may be caught up, attended alone, or reviewed on its own.
pub(crate) fn may_attend_alone(plan: &Plan, which: Which, part: Part, kept: &[Kept]) -> Option<Refusal> {
    let done = kept.iter().any(|k| k.which == which && k.counts());
    let refuse = |code, words: &str| Some(Refusal::new("which", code, words));
    match (part, plan.session(which)) {
        _ if done => refuse("attended_already", "This was attended already: it counts once"),
        (Part::Review, _) if plan.review_days.is_none() => refuse("no_review", "This programme has no review"),
        (Part::Review, _) if which == REVIEW => None,
        (_, None) => refuse("unknown", "Select a session of the programme"),
        (Part::OneToOne, Some(p)) if p.session.part() != Part::OneToOne => {
            refuse("not_one_to_one", "This is a group session: record a catch-up session instead")
        }
        (Part::CatchUp, Some(p)) if !p.session.catch_up => {
            refuse("no_catch_up", "This session cannot be caught up: it is held in its own place")
        }
        (Part::Group | Part::Review, _) => refuse("unknown", "Select a session of the programme"),
        _ => None,
    }
}

/// Of sessions held, the share that one facilitator led most often, in hundredths: how steady a group's lead is.
pub(crate) fn continuity<T: Ord + Copy>(led_by: &[T]) -> Option<u32> {
    let mut counts = std::collections::BTreeMap::<T, u32>::new();
    for lead in led_by {
        *counts.entry(*lead).or_default() += 1;
    }
    let most = counts.values().copied().max()?;
    let of = u32::try_from(led_by.len()).ok().filter(|of| *of > 0)?;
    Some(most * 100 / of)
}

#[cfg(test)]
mod tests {
    use super::super::plan::{Module, read_sessions};
    use super::super::policy::{FIRST, ON_PROGRAMME, SCHEDULED, WAITS};
    use super::*;
    use jiff::ToSpan;
    use kernel::date;
    use proptest::prelude::*;

    const DAY: Date = date(2026, 9, 1);
    const TODAY: Date = date(2026, 11, 23);

    fn plan(review_days: Option<i64>) -> Plan {
        let module = |number, text: &str| Module {
            number,
            name: format!("Module {number}"),
            victim: number == 2,
            sessions: read_sessions(text).unwrap(),
        };
        let modules = vec![module(1, "group, 120, A\ngroup, 120, B"), module(2, "one-to-one, 60, C [no catch-up]")];
        Plan { first_gap_days: 0, review_days, modules }
    }

    fn kept(which: Which, on: Date) -> Kept {
        Kept { which, on, attended: Some(true), complied: Some(true) }
    }

    fn all() -> Vec<Kept> {
        [(1, 1), (1, 2), (2, 1)].map(|w| kept(w, DAY)).to_vec()
    }

    fn complete(plan: &Plan, kept: &[Kept]) -> Option<Date> {
        progress(plan, Pathway::Moderate, kept).complete_on()
    }

    #[test]
    fn a_programme_is_complete_when_all_was_attended_and_the_review_was_kept() {
        let (plan, review) = (plan(Some(42)), date(2026, 10, 20));
        assert_eq!(complete(&plan, &all()), None);
        let with = [all(), vec![kept(REVIEW, review)]].concat();
        assert_eq!(complete(&plan, &with), Some(review));
        assert_eq!(complete(&plan, &with[1..]), None, "one session is missing");
    }

    #[test]
    fn a_review_at_which_somebody_did_not_comply_completes_nothing() {
        let missed = Kept { complied: Some(false), ..kept(REVIEW, DAY) };
        assert_eq!(complete(&plan(Some(42)), &[all(), vec![missed]].concat()), None);
    }

    #[test]
    fn a_second_review_changes_nothing() {
        let (first, second) = (date(2026, 10, 20), date(2026, 11, 3));
        let twice = [all(), vec![kept(REVIEW, second), kept(REVIEW, first)]].concat();
        assert_eq!(complete(&plan(Some(42)), &twice), Some(first));
        let plan = plan(Some(42));
        assert_eq!(may_attend_alone(&plan, REVIEW, Part::Review, &twice).map(|r| r.code), Some("attended_already"));
    }

    #[test]
    fn without_a_review_the_last_session_completes_it() {
        let late = date(2026, 9, 15);
        let caught_up = [vec![kept((1, 1), DAY), kept((2, 1), DAY)], vec![kept((1, 2), late)]].concat();
        assert_eq!(complete(&plan(None), &caught_up), Some(late));
    }

    #[test]
    fn what_is_missing_is_told_by_module_and_name() {
        let told = progress(&plan(None), Pathway::Moderate, &[kept((1, 1), DAY)]);
        assert_eq!(told.missing(), ["Module 1: B", "Module 2: C"]);
        assert_eq!((told.done(), told.of()), (1, 3));
        assert!(told.modules[1].victim);
    }

    #[test]
    fn a_case_moves_by_the_rows_and_a_closed_one_not_at_all() {
        let policy = Policy::shipped();
        let codes = |from: &str, to: &str, on, progress: Option<&ProgrammeProgress>| {
            may_move(policy, (from, to), (on, TODAY), DAY, progress).into_iter().map(|r| r.code).collect::<Vec<_>>()
        };
        assert!(codes(FIRST, WAITS, TODAY, None).is_empty());
        assert_eq!(codes(WAITS, SCHEDULED, TODAY, None), ["not_next"], "only by a place in a group");
        assert_eq!(codes(FIRST, WAITS, date(2026, 11, 24), None), ["ahead"]);
        assert_eq!(codes(FIRST, WAITS, date(2026, 8, 31), None), ["before_last_step"]);
        assert_eq!(codes("withdrawn", WAITS, TODAY, None), ["closed"]);
        let some = progress(&plan(None), Pathway::Moderate, &all());
        assert!(codes(ON_PROGRAMME, COMPLETE, TODAY, Some(&some)).is_empty());
        let less = progress(&plan(None), Pathway::Moderate, &all()[1..]);
        assert_eq!(codes(ON_PROGRAMME, COMPLETE, TODAY, Some(&less)), ["not_complete"]);
        assert_eq!(codes(ON_PROGRAMME, COMPLETE, TODAY, None), ["not_complete"]);
    }

    #[test]
    fn an_edited_session_is_never_longer_than_the_plan_gives() {
        assert_eq!(check_length(120, Some(120)), None);
        assert_eq!(check_length(121, Some(120)).map(|r| r.code), Some("longer_than_planned"));
        assert_eq!(check_length(0, Some(120)).map(|r| r.code), Some("out_of_range"));
        assert_eq!(check_length(180, None), None, "a session outside the plan has no length to keep to");
    }

    #[test]
    fn a_session_ends_before_midnight() {
        let at = |hour, minute| jiff::civil::time(hour, minute, 0, 0);
        assert_eq!(check_within_day(at(22, 0), 119), None);
        assert_eq!(check_within_day(at(22, 0), 120).map(|r| r.code), Some("over_midnight"));
        assert_eq!(check_within_day(at(0, 0), 1_441).map(|r| r.code), Some("over_midnight"));
    }

    #[test]
    fn catch_ups_are_for_what_may_be_caught_up_and_was_missed() {
        let plan = plan(None);
        let code = |which, part, kept: &[Kept]| may_attend_alone(&plan, which, part, kept).map(|r| r.code);
        assert_eq!(code((1, 1), Part::CatchUp, &[]), None);
        assert_eq!(code((1, 1), Part::CatchUp, &all()), Some("attended_already"));
        assert_eq!(code((2, 1), Part::CatchUp, &[]), Some("no_catch_up"));
        assert_eq!(code((2, 1), Part::OneToOne, &[]), None);
        assert_eq!(code((1, 1), Part::OneToOne, &[]), Some("not_one_to_one"));
        assert_eq!(code((9, 9), Part::CatchUp, &[]), Some("unknown"));
        assert_eq!(code(REVIEW, Part::Review, &[]), Some("no_review"));
    }

    #[test]
    fn continuity_is_the_share_of_the_steadiest_lead() {
        assert_eq!(continuity::<u8>(&[]), None);
        assert_eq!(continuity(&[1, 1, 2, 1]), Some(75));
    }

    proptest! {
        #[test]
        fn nothing_but_attendance_makes_a_programme_complete(
            events in prop::collection::vec((0usize..4, 0i64..90, any::<Option<bool>>(), any::<Option<bool>>()), 0..40),
        ) {
            let plan = plan(Some(42));
            let whiches = [(1, 1), (1, 2), (2, 1), REVIEW];
            let all: Vec<Kept> = events.iter().map(|(w, d, attended, complied)| Kept {
                which: whiches[*w], on: DAY.saturating_add((*d).days()), attended: *attended, complied: *complied,
            }).collect();
            let done = |w: Which| all.iter().any(|k| k.which == w && k.attended == Some(true) && k.complied != Some(false));
            let told = progress(&plan, Pathway::High, &all);
            prop_assert_eq!(told.complete_on().is_some(), whiches.iter().all(|w| done(*w)));
            prop_assert_eq!(told.done() as usize, whiches[..3].iter().filter(|w| done(**w)).count());
            // Told twice, it is the same.
            let again = [all.clone(), all].concat();
            prop_assert_eq!(progress(&plan, Pathway::High, &again), told);
        }
    }
}
