//! A handover from one officer to the next: what was passed on, what is missing and who will see to it, who accepted
//! it, and by when the person meets the new officer. Nothing is missing in silence: an item is passed on, set aside
//! with a reason, or missing with a name and a day.

use crate::policy::Item;
use jiff::civil::Date;
use kernel::{Refusal, StaffId};

/// What the outgoing officer says about one item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    Passed {
        note: String,
    },
    NotApplicable {
        why: String,
    },
    /// Not ready: somebody will see to it by a day.
    Missing {
        why: String,
        who: String,
        by: Date,
    },
}

/// An item and its answer; none yet is `None`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub item: String,
    pub answer: Option<Answer>,
}

/// How far a handover has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// Items are still unanswered, by their codes.
    Unfinished { unanswered: Vec<String> },
    /// Waits for the new officer; `missing` items are known to both.
    Ready { missing: Vec<String> },
}

/// Looks at the answers against the list of items. Answers to items not on the list are kept but not counted.
#[must_use]
pub fn state(items: &[Item], entries: &[Entry]) -> State {
    let answer = |code: &str| entries.iter().find(|e| e.item == code).and_then(|e| e.answer.as_ref());
    let codes = |wanted: fn(Option<&Answer>) -> bool| -> Vec<String> {
        items.iter().filter(|i| wanted(answer(&i.code))).map(|i| i.code.clone()).collect()
    };
    let unanswered = codes(|a| a.is_none());
    if unanswered.is_empty() {
        State::Ready { missing: codes(|a| matches!(a, Some(Answer::Missing { .. }))) }
    } else {
        State::Unfinished { unanswered }
    }
}

/// Whether an answer may be given to an item today. The field of a refusal is the item's code.
///
/// # Errors
/// `required` when a required item is set aside; `no_note`, `no_reason`, `no_name`; `in_the_past`.
pub fn check_answer(item: &Item, answer: &Answer, today: Date) -> Result<(), Refusal> {
    let no = |code, words: &str| Err(Refusal::new(item.code.clone(), code, words));
    match answer {
        Answer::Passed { note } if note.trim().is_empty() => no("no_note", "Say what is passed on"),
        Answer::NotApplicable { .. } if item.required => {
            no("required", "Every handover passes this on: say what there is, or that it is missing")
        }
        Answer::NotApplicable { why } | Answer::Missing { why, .. } if why.trim().is_empty() => {
            no("no_reason", "Say why")
        }
        Answer::Missing { who, .. } if who.trim().is_empty() => no("no_name", "Say who will see to it"),
        Answer::Missing { by, .. } if *by < today => no("in_the_past", "Enter today or a later day"),
        _ => Ok(()),
    }
}

/// Whether `acceptor` may accept a handover meant for `to`.
///
/// # Errors
/// `not_yours` for anybody else, `unfinished` while an item has no answer.
pub fn check_acceptance(to: StaffId, acceptor: Option<StaffId>, state: &State) -> Result<(), Refusal> {
    if acceptor != Some(to) {
        return Err(Refusal::of_request("not_yours", "Only the officer who takes the person over can accept"));
    }
    match state {
        State::Unfinished { .. } => {
            Err(Refusal::of_request("unfinished", "The handover is not finished: some items have no answer"))
        }
        State::Ready { .. } => Ok(()),
    }
}

/// Whether the day for meeting the new officer is a fair one.
///
/// # Errors
/// `in_the_past`; `too_late` after `latest`, the day on which the first meeting with the new officer is due.
pub fn check_met_by(met_by: Date, today: Date, latest: Date) -> Result<(), Refusal> {
    if met_by < today {
        return Err(Refusal::new("met_by", "in_the_past", "Enter today or a later day"));
    }
    if met_by > latest {
        let words = format!("Enter a day up to {}", latest.strftime("%-d %B %Y"));
        return Err(Refusal::new("met_by", "too_late", words));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::example::staff;
    use crate::policy::shipped;
    use kernel::date;

    fn items() -> Vec<Item> {
        shipped().unwrap().items.clone()
    }

    fn all_passed() -> Vec<Entry> {
        let passed = || Some(Answer::Passed { note: "See the plan of 3 November".into() });
        items().iter().map(|i| Entry { item: i.code.clone(), answer: passed() }).collect()
    }

    #[test]
    fn an_item_without_an_answer_keeps_a_handover_unfinished() {
        let mut entries = all_passed();
        entries.retain(|e| e.item != "risk");
        let state = state(&items(), &entries);
        assert_eq!(state, State::Unfinished { unanswered: vec!["risk".into()] });
        assert_eq!(check_acceptance(staff(2), Some(staff(2)), &state).unwrap_err().code, "unfinished");
    }

    #[test]
    fn a_handover_can_be_accepted_with_something_missing_but_it_says_so() {
        let mut entries = all_passed();
        let by = date(2026, 11, 30);
        entries[1].answer = Some(Answer::Missing { why: "Not written".into(), who: "Ada Field".into(), by });
        let state = state(&items(), &entries);
        assert_eq!(state, State::Ready { missing: vec!["plan".into()] });
        assert_eq!(check_acceptance(staff(2), Some(staff(2)), &state), Ok(()));
    }

    #[test]
    fn only_the_new_officer_accepts() {
        let state = state(&items(), &all_passed());
        assert_eq!(check_acceptance(staff(2), Some(staff(1)), &state).unwrap_err().code, "not_yours");
        assert_eq!(check_acceptance(staff(2), None, &state).unwrap_err().code, "not_yours");
    }

    #[test]
    fn risk_is_never_not_applicable() {
        let items = items();
        let risk = items.iter().find(|i| i.code == "risk").unwrap();
        let aside = Answer::NotApplicable { why: "Low".into() };
        assert_eq!(check_answer(risk, &aside, date(2026, 11, 22)).unwrap_err().code, "required");
    }

    #[test]
    fn what_is_missing_names_somebody_and_a_day() {
        let items = items();
        let today = date(2026, 11, 22);
        let missing = |who: &str, by| Answer::Missing { why: "Not written".into(), who: who.into(), by };
        assert_eq!(check_answer(&items[1], &missing("", today), today).unwrap_err().code, "no_name");
        let yesterday = date(2026, 11, 21);
        assert_eq!(check_answer(&items[1], &missing("Ada Field", yesterday), today).unwrap_err().code, "in_the_past");
    }

    #[test]
    fn the_new_officer_is_met_no_later_than_the_first_meeting_is_due() {
        let (today, latest) = (date(2026, 11, 23), date(2026, 11, 30));
        assert_eq!(check_met_by(latest, today, latest), Ok(()));
        assert_eq!(check_met_by(date(2026, 12, 1), today, latest).unwrap_err().code, "too_late");
    }
}
