//! How an enquiry stands after its steps, which steps it may take, and what stands against signing. Pure: takes today.

use super::records::{Enquiry, EnquiryStep, StepKind};
use kernel::{Date, Refusal, Refusals};

/// The longest question, answer or analysis, in characters.
pub(crate) const LONGEST: usize = 12_000;

/// Where an enquiry has got to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Sent and not answered.
    Waiting,
    /// Answered; nobody has analysed the answer.
    Unread,
    /// Answered and analysed.
    Analysed,
    /// No longer asked.
    Withdrawn,
}

/// An enquiry with what became of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    pub enquiry: Enquiry,
    /// In the order of recording.
    pub steps: Vec<EnquiryStep>,
    pub state: State,
    /// Of one that waits: the day by which it is chased next.
    pub chase_by: Date,
    pub answered_on: Option<Date>,
}

impl Standing {
    /// Goes up with each step, so that a form knows whether somebody else was quicker.
    #[must_use]
    pub fn version(&self) -> i64 {
        i64::try_from(self.steps.len()).unwrap_or(i64::MAX).saturating_add(1)
    }

    /// It waits for an answer, and the day on which it should be chased is past.
    #[must_use]
    pub fn is_overdue(&self, today: Date) -> bool {
        self.state == State::Waiting && self.chase_by < today
    }

    /// How often it was chased.
    #[must_use]
    pub fn chases(&self) -> usize {
        self.steps.iter().filter(|s| s.what == StepKind::Chased).count()
    }
}

/// How an enquiry stands after its steps, which come in the order of recording.
#[must_use]
pub fn fold(enquiry: Enquiry, steps: Vec<EnquiryStep>) -> Standing {
    let mut standing =
        Standing { chase_by: enquiry.answer_due, enquiry, steps: Vec::new(), state: State::Waiting, answered_on: None };
    for step in steps {
        match step.what {
            StepKind::Chased => standing.chase_by = step.chase_due.unwrap_or(standing.chase_by),
            StepKind::Answered => {
                standing.state = State::Unread;
                standing.answered_on = Some(step.on_day);
            }
            StepKind::Analysed => standing.state = State::Analysed,
            StepKind::Withdrawn => standing.state = State::Withdrawn,
        }
        standing.steps.push(step);
    }
    standing
}

/// Whether an enquiry may be sent.
///
/// # Errors
/// `in_future`, `nobody_asked`, `no_question`, `due_before_sent`.
pub fn may_send(asked_of: &str, question: &str, sent_on: Date, answer_due: Date, today: Date) -> Result<(), Refusals> {
    let mut wrong = Vec::new();
    if asked_of.trim().is_empty() {
        wrong.push(Refusal::new("asked_of", "nobody_asked", "Enter who is asked"));
    }
    wrong.extend(check_words("question", question, "no_question", "Enter what is asked"));
    if sent_on > today {
        wrong.push(Refusal::new("sent_on", "in_future", "The day must be today or before"));
    }
    if answer_due < sent_on {
        wrong.push(Refusal::new("answer_due", "due_before_sent", "The answer must be due after it is sent"));
    }
    if wrong.is_empty() { Ok(()) } else { Err(Refusals(wrong)) }
}

/// Whether a step may be taken.
///
/// # Errors
/// `not_waiting`, `withdrawn`, `nothing_to_analyse`, `in_future`, `before_sent`, `before_answer`, and missing words.
pub fn may_take(standing: &Standing, what: StepKind, on: Date, words: &str, today: Date) -> Result<(), Refusals> {
    let mut wrong = Vec::new();
    if standing.state == State::Withdrawn {
        wrong.push(Refusal::of_request("withdrawn", "This enquiry was withdrawn: send a new one"));
    } else if what == StepKind::Chased && standing.state != State::Waiting {
        wrong.push(Refusal::of_request("not_waiting", "This enquiry has been answered: there is nothing to chase"));
    } else if what == StepKind::Analysed && standing.state != State::Unread {
        wrong.push(Refusal::of_request("nothing_to_analyse", "There is no answer that waits to be analysed"));
    } else if what == StepKind::Withdrawn && standing.state != State::Waiting {
        let ask = "An enquiry that was answered is not withdrawn: analyse the answer";
        wrong.push(Refusal::of_request("not_waiting", ask));
    }
    if on > today {
        wrong.push(Refusal::new("on", "in_future", "The day must be today or before"));
    }
    if on < standing.enquiry.sent_on {
        let sent = kernel::words::day(standing.enquiry.sent_on);
        wrong.push(Refusal::new("on", "before_sent", format!("The day must not be before {sent}, when it was sent")));
    }
    if what == StepKind::Analysed && standing.answered_on.is_some_and(|answered| on < answered) {
        wrong.push(Refusal::new("on", "before_answer", "The day must not be before the answer came"));
    }
    let ask = match what {
        StepKind::Chased => "Enter how it was chased",
        StepKind::Answered => "Enter what the answer says",
        StepKind::Analysed => "Enter what the answer means for this person",
        StepKind::Withdrawn => "Enter why it is withdrawn",
    };
    wrong.extend(check_words("words", words, "no_words", ask));
    if wrong.is_empty() { Ok(()) } else { Err(Refusals(wrong)) }
}

fn check_words(field: &str, words: &str, code: &'static str, ask: &str) -> Option<Refusal> {
    let length = words.trim().chars().count();
    if length == 0 {
        Some(Refusal::new(field, code, ask))
    } else if length > LONGEST {
        Some(Refusal::new(field, "too_long", format!("Use {LONGEST} characters or fewer")))
    } else {
        None
    }
}

/// The answers that nobody has analysed.
pub fn unread_answers(standings: &[Standing]) -> impl Iterator<Item = &Standing> {
    standings.iter().filter(|s| s.state == State::Unread)
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::{EnquiryId, EntryId, Instant, PersonId, date};
    use uuid::Uuid;

    fn enquiry() -> Enquiry {
        Enquiry {
            person_id: PersonId(Uuid::nil()),
            id: EnquiryId(Uuid::nil()),
            kind: "police-domestic-abuse".into(),
            asked_of: "Police".into(),
            question: "Any call-outs?".into(),
            sent_on: date(2026, 11, 2),
            answer_due: date(2026, 11, 9),
            author_id: None,
            author_name: "Ann Bell".into(),
            recorded_at: Instant(0),
        }
    }

    fn step(what: StepKind, day: i8) -> EnquiryStep {
        EnquiryStep {
            person_id: PersonId(Uuid::nil()),
            id: EntryId(Uuid::nil()),
            enquiry_id: EnquiryId(Uuid::nil()),
            what,
            on_day: date(2026, 11, day),
            chase_due: (what == StepKind::Chased).then(|| date(2026, 11, day + 3)),
            words: "words".into(),
            author_id: None,
            author_name: "Ann Bell".into(),
            recorded_at: Instant(0),
        }
    }

    const TODAY: Date = date(2026, 11, 20);

    #[test]
    fn an_enquiry_is_overdue_from_the_day_after_its_date_and_a_chase_gives_a_new_one() {
        let sent = fold(enquiry(), vec![]);
        assert!(!sent.is_overdue(date(2026, 11, 9)));
        assert!(sent.is_overdue(date(2026, 11, 10)));
        let chased = fold(enquiry(), vec![step(StepKind::Chased, 10)]);
        assert!(!chased.is_overdue(date(2026, 11, 13)) && chased.is_overdue(date(2026, 11, 14)));
        let answered = fold(enquiry(), vec![step(StepKind::Answered, 12)]);
        assert!(!answered.is_overdue(TODAY));
    }

    #[test]
    fn a_second_answer_waits_to_be_analysed_again() {
        let steps = vec![step(StepKind::Answered, 5), step(StepKind::Analysed, 6)];
        assert_eq!(fold(enquiry(), steps.clone()).state, State::Analysed);
        let again = [steps, vec![step(StepKind::Answered, 12)]].concat();
        assert_eq!(fold(enquiry(), again).state, State::Unread);
    }

    #[test]
    fn only_what_is_unread_can_be_analysed_and_only_what_waits_can_be_chased_or_withdrawn() {
        let waiting = fold(enquiry(), vec![]);
        let unread = fold(enquiry(), vec![step(StepKind::Answered, 12)]);
        let gone = fold(enquiry(), vec![step(StepKind::Withdrawn, 12)]);
        for (standing, what, code) in [
            (&waiting, StepKind::Chased, None),
            (&waiting, StepKind::Analysed, Some("nothing_to_analyse")),
            (&waiting, StepKind::Withdrawn, None),
            (&unread, StepKind::Chased, Some("not_waiting")),
            (&unread, StepKind::Withdrawn, Some("not_waiting")),
            (&unread, StepKind::Analysed, None),
            (&unread, StepKind::Answered, None),
            (&gone, StepKind::Answered, Some("withdrawn")),
        ] {
            let told = may_take(standing, what, TODAY, "words", TODAY).err().map(|r| r.0[0].code);
            assert_eq!(told, code, "{:?} {what:?}", standing.state);
        }
    }

    #[test]
    fn a_step_is_not_in_the_future_nor_before_what_it_follows_and_has_words() {
        let unread = fold(enquiry(), vec![step(StepKind::Answered, 12)]);
        for (on, words, code) in [
            (date(2026, 11, 21), "x", "in_future"),
            (date(2026, 11, 1), "x", "before_sent"),
            (date(2026, 11, 11), "x", "before_answer"),
            (TODAY, "  ", "no_words"),
        ] {
            let refused = may_take(&unread, StepKind::Analysed, on, words, TODAY).unwrap_err();
            assert!(refused.0.iter().any(|r| r.code == code), "{code}: {refused}");
        }
    }
}
