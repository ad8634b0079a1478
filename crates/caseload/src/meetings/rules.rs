//! What may be recorded of a meeting and of an action. Pure.

use kernel::{Date, Refusal};

fn blank(field: &'static str, text: &str, words: &'static str) -> Option<Refusal> {
    text.trim().is_empty().then(|| Refusal::new(field, "missing", words))
}

/// Whether a meeting may be recorded so.
pub(super) fn check_meeting(held_on: Date, next_on: Option<Date>, discussed: &str, today: Date) -> Vec<Refusal> {
    let mut wrong: Vec<Refusal> = blank("discussed", discussed, "Say what was discussed").into_iter().collect();
    if held_on > today {
        let words = "The meeting must be today or before: record it when it has been held";
        wrong.push(Refusal::new("held_on", "ahead", words));
    }
    if next_on.is_some_and(|next| next <= held_on) {
        wrong.push(Refusal::new("next_on", "not_after", "The next meeting must lie after this one"));
    }
    wrong
}

/// Whether an action may be recorded so.
pub(super) fn check_action(what: &str, due_on: Date, today: Date) -> Vec<Refusal> {
    let mut wrong: Vec<Refusal> = blank("what", what, "Say what is done").into_iter().collect();
    if due_on < today {
        wrong.push(Refusal::new("due_on", "not_ahead", "Enter today or a later day"));
    }
    wrong
}

/// Whether an outcome may be recorded so.
pub(super) fn check_outcome(outcome: &str, done_on: Date, today: Date) -> Vec<Refusal> {
    let mut wrong: Vec<Refusal> = blank("outcome", outcome, "Say what became of it").into_iter().collect();
    if done_on > today {
        wrong.push(Refusal::new("done_on", "ahead", "Enter today or an earlier day"));
    }
    wrong
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::date;

    fn codes(wrong: Vec<Refusal>) -> Vec<&'static str> {
        wrong.into_iter().map(|r| r.code).collect()
    }

    #[test]
    fn a_meeting_is_recorded_when_it_has_been_held_and_says_what_was_discussed() {
        let today = date(2026, 11, 23);
        assert!(check_meeting(today, Some(date(2026, 12, 21)), "Cases", today).is_empty());
        assert_eq!(codes(check_meeting(date(2026, 11, 24), None, " ", today)), ["missing", "ahead"]);
        assert_eq!(codes(check_meeting(today, Some(today), "Cases", today)), ["not_after"]);
    }

    #[test]
    fn an_action_has_a_day_that_can_still_be_kept() {
        let today = date(2026, 11, 23);
        assert!(check_action("Read the contacts", today, today).is_empty());
        assert_eq!(codes(check_action("", date(2026, 11, 22), today)), ["missing", "not_ahead"]);
        assert_eq!(codes(check_outcome("", date(2026, 11, 24), today)), ["missing", "ahead"]);
    }
}
