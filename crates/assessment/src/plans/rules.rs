//! How goals and actions stand after what became of them, what may be written, and which needs have not moved. Pure.

use super::needs::NEEDS;
use super::records::{Action, Goal, Movement, Progress, ProgressKind, VisitEntry, VisitEntryKind, Who};
use kernel::{Date, PlanEntryId, Refusal, Refusals};

/// The longest aim, action or note, in characters.
pub(crate) const LONGEST: usize = 2_000;

/// Where a goal or an action has got to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActionState {
    Open,
    Done,
    Dropped,
}

impl ActionState {
    /// The word for programs.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            ActionState::Open => "open",
            ActionState::Done => "done",
            ActionState::Dropped => "dropped",
        }
    }
}

/// An action with what became of it.
#[derive(Clone, Debug, PartialEq)]
pub struct ActionStanding {
    pub action: Action,
    /// In the order of recording.
    pub progress: Vec<Progress>,
    pub state: ActionState,
    /// The date that holds, after any move.
    pub by: Date,
}

impl ActionStanding {
    /// Open, and its date is over.
    #[must_use]
    pub fn is_late(&self, today: Date) -> bool {
        self.state == ActionState::Open && self.by < today
    }

    /// How often its date was moved.
    #[must_use]
    pub fn moves(&self) -> usize {
        self.progress.iter().filter(|p| p.what == ProgressKind::Moved).count()
    }
}

/// A goal with its actions in sequence and what became of it.
#[derive(Clone, Debug, PartialEq)]
pub struct GoalStanding {
    pub goal: Goal,
    pub actions: Vec<ActionStanding>,
    /// About the goal itself.
    pub progress: Vec<Progress>,
    pub state: ActionState,
}

impl GoalStanding {
    /// Everything that became of the goal and its actions, the newest first.
    #[must_use]
    pub fn whole_story(&self) -> Vec<&Progress> {
        let mut all: Vec<&Progress> =
            self.progress.iter().chain(self.actions.iter().flat_map(|a| &a.progress)).collect();
        all.sort_by_key(|p| std::cmp::Reverse((p.on_day, p.recorded_at.0)));
        all
    }
}

fn state(progress: &[Progress]) -> ActionState {
    let mut state = ActionState::Open;
    for entry in progress {
        match entry.what {
            ProgressKind::Done => state = ActionState::Done,
            ProgressKind::Dropped => state = ActionState::Dropped,
            ProgressKind::Reopened => state = ActionState::Open,
            ProgressKind::Note | ProgressKind::Moved => {}
        }
    }
    state
}

/// How goals stand, in the order of the plan, each with its actions in sequence. Progress comes in the order of recording.
#[must_use]
pub fn fold(mut goals: Vec<Goal>, mut actions: Vec<Action>, progress: &[Progress]) -> Vec<GoalStanding> {
    goals.sort_by_key(|g| (g.place, g.recorded_at.0));
    actions.sort_by_key(|a| (a.place, a.recorded_at.0));
    let of = |goal: PlanEntryId, action: Option<PlanEntryId>| -> Vec<Progress> {
        progress.iter().filter(|p| p.goal_id == goal && p.action_id == action).cloned().collect()
    };
    goals
        .into_iter()
        .map(|goal| {
            let own = of(goal.id, None);
            let actions = actions.iter().filter(|a| a.goal_id == goal.id).map(|action| {
                let progress = of(goal.id, Some(action.id));
                let moved = progress.iter().rev().find_map(|p| p.new_day.filter(|_| p.what == ProgressKind::Moved));
                ActionStanding {
                    state: state(&progress),
                    by: moved.unwrap_or(action.by_day),
                    action: action.clone(),
                    progress,
                }
            });
            GoalStanding { actions: actions.collect(), state: state(&own), progress: own, goal }
        })
        .collect()
}

/// The open goals whose need has not moved since a day: nothing done, and nobody wrote that it is better or worse. `since`
/// is the last review; a goal set after it has had no time yet.
#[must_use]
pub fn unmoved(goals: &[GoalStanding], since: Date) -> Vec<&GoalStanding> {
    goals
        .iter()
        .filter(|g| g.state == ActionState::Open && g.goal.set_on <= since)
        .filter(|g| !g.whole_story().iter().any(|p| p.on_day > since && moves(p)))
        .collect()
}

fn moves(progress: &Progress) -> bool {
    progress.what == ProgressKind::Done || matches!(progress.movement, Some(Movement::Better | Movement::Worse))
}

/// Whether a goal may be set.
///
/// # Errors
/// `need_unknown`, `no_aim`, `no_measure`, `too_long`.
pub fn may_set(need: &str, aim: &str, measure: &str) -> Result<(), Refusals> {
    let mut wrong = Vec::new();
    if !NEEDS.iter().any(|n| n.code == need) {
        wrong.push(Refusal::new("need", "need_unknown", "Select the need from the list"));
    }
    wrong.extend(words("aim", aim, "no_aim", "Enter what the person works towards"));
    wrong.extend(words("measure", measure, "no_measure", "Enter how everybody will know that it is reached"));
    if wrong.is_empty() { Ok(()) } else { Err(Refusals(wrong)) }
}

/// Whether an action may be part of the plan. Its date may lie in the past only where it stood there before.
///
/// # Errors
/// `no_action`, `nobody_named`, `in_past`, `too_long`.
pub fn may_plan(
    what: &str,
    who: Who,
    who_name: Option<&str>,
    by: Date,
    before: Option<Date>,
    today: Date,
) -> Result<(), Refusals> {
    let mut wrong: Vec<Refusal> = words("what", what, "no_action", "Enter what is to be done").into_iter().collect();
    let named = who_name.is_some_and(|n| !n.trim().is_empty());
    if matches!(who, Who::Partner | Who::Family) && !named {
        wrong.push(Refusal::new("who_name", "nobody_named", "Enter the name of the service or the person who does it"));
    }
    if by < today && before != Some(by) {
        wrong.push(Refusal::new("by", "in_past", "The day must be today or later"));
    }
    if wrong.is_empty() { Ok(()) } else { Err(Refusals(wrong)) }
}

/// Whether something may be written about a goal or an action that stands so.
///
/// # Errors
/// `in_future`, `not_open`, `open_already`, `no_new_day`, `not_later`, `no_words`.
pub fn may_note(
    state: ActionState,
    by: Option<Date>,
    what: ProgressKind,
    on: Date,
    new_day: Option<Date>,
    text: &str,
    today: Date,
) -> Result<(), Refusals> {
    let mut wrong = Vec::new();
    if on > today {
        wrong.push(Refusal::new("on", "in_future", "The day must be today or before"));
    }
    let ends = matches!(what, ProgressKind::Done | ProgressKind::Dropped | ProgressKind::Moved);
    if ends && state != ActionState::Open {
        wrong.push(Refusal::new("what", "not_open", "This is no longer open: open it again first"));
    }
    if what == ProgressKind::Reopened && state == ActionState::Open {
        wrong.push(Refusal::new("what", "open_already", "This is open already"));
    }
    if what == ProgressKind::Moved {
        match (new_day, by) {
            (_, None) => wrong.push(Refusal::new("what", "no_date", "A goal has no date of its own to move")),
            (None, _) => wrong.push(Refusal::new("new_day", "no_new_day", "Enter the new date")),
            (Some(day), _) if day < today => {
                wrong.push(Refusal::new("new_day", "in_past", "The new date must be today or later"));
            }
            (Some(day), Some(by)) if day == by => {
                wrong.push(Refusal::new("new_day", "same_day", "The new date is the one that stands already"));
            }
            _ => {}
        }
    }
    wrong.extend(words("words", text, "no_words", "Enter what happened"));
    if wrong.is_empty() { Ok(()) } else { Err(Refusals(wrong)) }
}

/// A text that must be there and not too long.
pub(super) fn words(field: &str, text: &str, code: &'static str, ask: &str) -> Option<Refusal> {
    let length = text.trim().chars().count();
    if length == 0 {
        Some(Refusal::new(field, code, ask))
    } else if length > LONGEST {
        Some(Refusal::new(field, "too_long", format!("Use {LONGEST} characters or fewer")))
    } else {
        None
    }
}

/// Whether a planned visit is still to be made, after what became of it.
#[must_use]
pub fn visit_is_open(entries: &[VisitEntry]) -> bool {
    entries.last().is_none_or(|e| e.what == VisitEntryKind::TakenBack)
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::{EntryId, Instant, PersonId, date};
    use uuid::Uuid;

    const TODAY: Date = date(2026, 11, 23);

    fn goal() -> Goal {
        Goal {
            person_id: PersonId(Uuid::nil()),
            id: PlanEntryId(Uuid::from_u128(1)),
            need: "accommodation".into(),
            aim: "A home of my own".into(),
            measure: "A tenancy".into(),
            strength: None,
            place: 1,
            set_on: date(2026, 6, 1),
            author_id: None,
            author_name: "Ann Bell".into(),
            recorded_at: Instant(0),
            version: 1,
        }
    }

    fn action(number: u128, place: i64, by_day: Date) -> Action {
        Action {
            person_id: PersonId(Uuid::nil()),
            id: PlanEntryId(Uuid::from_u128(number)),
            goal_id: goal().id,
            what: "Apply".into(),
            who: Who::Person,
            who_name: None,
            by_day,
            place,
            author_id: None,
            author_name: "Ann Bell".into(),
            recorded_at: Instant(0),
            version: 1,
        }
    }

    fn note(action: Option<u128>, what: ProgressKind, on: Date, movement: Option<Movement>) -> Progress {
        Progress {
            person_id: PersonId(Uuid::nil()),
            id: EntryId(Uuid::nil()),
            goal_id: goal().id,
            action_id: action.map(|n| PlanEntryId(Uuid::from_u128(n))),
            what,
            movement,
            on_day: on,
            new_day: (what == ProgressKind::Moved).then_some(date(2026, 12, 1)),
            words: "words".into(),
            author_id: None,
            author_name: "Ann Bell".into(),
            recorded_at: Instant(0),
        }
    }

    #[test]
    fn an_action_is_late_from_the_day_after_its_date_until_it_is_done_dropped_or_moved() {
        let at = |progress: &[Progress], day| {
            fold(vec![goal()], vec![action(2, 1, TODAY)], progress)[0].actions[0].is_late(day)
        };
        assert!(!at(&[], TODAY));
        assert!(at(&[], date(2026, 11, 24)));
        for what in [ProgressKind::Done, ProgressKind::Dropped, ProgressKind::Moved] {
            assert!(!at(&[note(Some(2), what, TODAY, None)], date(2026, 11, 24)), "{what:?}");
        }
        let reopened =
            [note(Some(2), ProgressKind::Done, TODAY, None), note(Some(2), ProgressKind::Reopened, TODAY, None)];
        assert!(at(&reopened, date(2026, 11, 24)));
        assert!(at(&[note(Some(2), ProgressKind::Moved, TODAY, None)], date(2026, 12, 2)));
    }

    #[test]
    fn actions_stand_in_their_sequence() {
        let all = fold(vec![goal()], vec![action(3, 2, TODAY), action(2, 1, TODAY)], &[]);
        assert_eq!(all[0].actions.iter().map(|a| a.action.place).collect::<Vec<_>>(), [1, 2]);
    }

    #[test]
    fn a_need_has_not_moved_when_nothing_was_done_and_nobody_saw_a_change_since_the_review() {
        let since = date(2026, 9, 1);
        let still =
            |progress: &[Progress]| unmoved(&fold(vec![goal()], vec![action(2, 1, TODAY)], progress), since).len();
        assert_eq!(still(&[]), 1);
        assert_eq!(still(&[note(None, ProgressKind::Note, date(2026, 10, 1), Some(Movement::Same))]), 1);
        assert_eq!(still(&[note(Some(2), ProgressKind::Done, date(2026, 8, 31), None)]), 1, "before the review");
        assert_eq!(still(&[note(Some(2), ProgressKind::Done, date(2026, 9, 2), None)]), 0);
        assert_eq!(still(&[note(None, ProgressKind::Note, date(2026, 10, 1), Some(Movement::Worse))]), 0);
        let fresh = Goal { set_on: date(2026, 9, 2), ..goal() };
        assert_eq!(unmoved(&fold(vec![fresh], vec![], &[]), since).len(), 0, "it has had no time yet");
    }

    #[test]
    fn an_action_names_who_does_it_and_has_a_date_that_is_not_over() {
        for (who, name, by, code) in [
            (Who::Person, None, TODAY, None),
            (Who::Partner, None, TODAY, Some("nobody_named")),
            (Who::Family, Some("  "), TODAY, Some("nobody_named")),
            (Who::Partner, Some("Zedbury housing"), date(2026, 11, 22), Some("in_past")),
        ] {
            let told = may_plan("Apply", who, name, by, None, TODAY).err().map(|r| r.0[0].code);
            assert_eq!(told, code);
        }
        let before = date(2026, 11, 1);
        assert!(may_plan("Apply", Who::Officer, None, before, Some(before), TODAY).is_ok(), "its date stood already");
    }

    #[test]
    fn what_is_written_about_a_plan_fits_how_it_stands() {
        use ProgressKind::{Done, Moved, Note, Reopened};
        let later = Some(date(2026, 12, 1));
        for (state, by, what, on, new_day, code) in [
            (ActionState::Open, Some(TODAY), Done, TODAY, None, None),
            (ActionState::Done, Some(TODAY), Done, TODAY, None, Some("not_open")),
            (ActionState::Done, Some(TODAY), Note, TODAY, None, None),
            (ActionState::Open, None, Reopened, TODAY, None, Some("open_already")),
            (ActionState::Open, Some(TODAY), Moved, TODAY, None, Some("no_new_day")),
            (ActionState::Open, Some(TODAY), Moved, TODAY, later, None),
            (ActionState::Open, later, Moved, TODAY, later, Some("same_day")),
            (ActionState::Open, Some(TODAY), Moved, TODAY, Some(date(2026, 11, 22)), Some("in_past")),
            (ActionState::Open, None, Moved, TODAY, later, Some("no_date")),
            (ActionState::Open, None, Done, date(2026, 11, 24), None, Some("in_future")),
        ] {
            let told = may_note(state, by, what, on, new_day, "words", TODAY).err().map(|r| r.0[0].code);
            assert_eq!(told, code, "{state:?} {what:?}");
        }
    }
}
