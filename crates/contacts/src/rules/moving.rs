//! Moving and cancelling an appointment. The old one stays, with an outcome that says who asked; the new one is a contact
//! of its own, linked to it, so that how often an appointment was moved can always be counted.

use crate::catalogue::{Catalogue, ContactType, MovedBy, Outcome};
use kernel::{Date, Refusal, Refusals, Time};

/// The appointment as it stands.
#[derive(Clone, Copy, Debug)]
pub struct Standing<'a> {
    pub contact_type: &'a ContactType,
    pub date: Date,
    pub start: Option<Time>,
    pub end: Option<Time>,
    /// An outcome is recorded.
    pub recorded: bool,
}

/// What is asked: another day or time, by whom, and why.
#[derive(Clone, Copy, Debug)]
pub struct Move<'a> {
    pub date: Date,
    pub start: Time,
    pub end: Time,
    pub by: MovedBy,
    pub reason: &'a str,
}

/// The outcome that the old appointment gets when it is moved.
///
/// # Errors
/// Every reason why it cannot be moved. The new day is checked by [`super::arranging::may_arrange`].
pub fn reschedule<'a>(
    catalogue: &'a Catalogue,
    stands: &Standing<'_>,
    to: &Move<'_>,
    today: Date,
) -> Result<&'a Outcome, Refusals> {
    let mut no = cannot_change(stands, "rescheduled");
    if (to.date, Some(to.start), Some(to.end)) == (stands.date, stands.start, stands.end) {
        no.push(Refusal::new("date", "time_unchanged", "Enter another date or time"));
    }
    if to.date < today {
        no.push(Refusal::new("date", "date_past", "An appointment is rescheduled to today or later"));
    }
    if to.reason.trim().is_empty() {
        no.push(Refusal::new("reason", "reason_missing", "Say why the appointment is rescheduled"));
    }
    finish(no, catalogue.moved(stands.contact_type, to.by))
}

/// The outcome that an appointment gets when it is cancelled. One whose day is past took place or did not: its outcome
/// is recorded, it is not cancelled.
///
/// # Errors
/// Every reason why it cannot be cancelled.
pub fn cancel<'a>(
    catalogue: &'a Catalogue,
    stands: &Standing<'_>,
    reason: &str,
    today: Date,
) -> Result<&'a Outcome, Refusals> {
    let mut no = cannot_change(stands, "cancelled");
    if stands.date < today {
        no.push(Refusal::of_request("day_past", "Its day is past. Record what came of it instead"));
    }
    if reason.trim().is_empty() {
        no.push(Refusal::new("reason", "reason_missing", "Say why the appointment is cancelled"));
    }
    finish(no, catalogue.cancelled(stands.contact_type))
}

fn cannot_change(stands: &Standing<'_>, done: &str) -> Vec<Refusal> {
    let mut no = Vec::new();
    if !stands.contact_type.appointment {
        no.push(Refusal::of_request("not_an_appointment", format!("Only an appointment can be {done}")));
    }
    if stands.recorded {
        let words = format!("An outcome is recorded, so it can no longer be {done}. Arrange another appointment");
        no.push(Refusal::of_request("outcome_recorded", words));
    }
    no
}

fn finish(mut no: Vec<Refusal>, outcome: Option<&Outcome>) -> Result<&Outcome, Refusals> {
    if outcome.is_none() {
        no.push(Refusal::of_request(
            "no_outcome_for_it",
            "No outcome says this for the kind of contact. Tell an administrator",
        ));
    }
    match outcome {
        Some(outcome) if no.is_empty() => Ok(outcome),
        _ => Err(Refusals(no)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::samples::{TODAY, catalogue, codes, time};
    use kernel::date;

    const FRIDAY_BEFORE: Date = date(2026, 11, 20);
    const WEDNESDAY: Date = date(2026, 11, 25);

    fn office(catalogue: &Catalogue, date: Date, recorded: bool) -> Standing<'_> {
        let contact_type = catalogue.contact_type("COAP").unwrap();
        Standing { contact_type, date, start: Some(time(10, 0)), end: Some(time(10, 30)), recorded }
    }

    fn to(date: Date, by: MovedBy) -> Move<'static> {
        Move { date, start: time(10, 0), end: time(10, 30), by, reason: "Shift changed" }
    }

    #[test]
    fn moving_at_the_persons_request_says_so_on_the_old_appointment() {
        let catalogue = catalogue();
        let moved = reschedule(&catalogue, &office(&catalogue, TODAY, false), &to(WEDNESDAY, MovedBy::Person), TODAY);
        assert_eq!(moved.unwrap().code, "RSOF");
    }

    #[test]
    fn a_missed_day_can_still_be_moved_to_a_later_one() {
        let catalogue = catalogue();
        let moved =
            reschedule(&catalogue, &office(&catalogue, FRIDAY_BEFORE, false), &to(WEDNESDAY, MovedBy::Service), TODAY);
        assert_eq!(moved.unwrap().code, "RSSR");
    }

    #[test]
    fn an_appointment_with_an_outcome_is_not_moved() {
        let catalogue = catalogue();
        let moved = reschedule(&catalogue, &office(&catalogue, TODAY, true), &to(WEDNESDAY, MovedBy::Person), TODAY);
        assert_eq!(codes(&moved), ["outcome_recorded"]);
    }

    #[test]
    fn a_move_changes_the_time_and_not_into_the_past() {
        let catalogue = catalogue();
        let same =
            reschedule(&catalogue, &office(&catalogue, WEDNESDAY, false), &to(WEDNESDAY, MovedBy::Person), TODAY);
        assert_eq!(codes(&same), ["time_unchanged"]);
        let past =
            reschedule(&catalogue, &office(&catalogue, WEDNESDAY, false), &to(FRIDAY_BEFORE, MovedBy::Person), TODAY);
        assert_eq!(codes(&past), ["date_past"]);
    }

    #[test]
    fn a_move_needs_a_reason() {
        let catalogue = catalogue();
        let asked = Move { reason: " ", ..to(WEDNESDAY, MovedBy::Person) };
        assert_eq!(
            codes(&reschedule(&catalogue, &office(&catalogue, TODAY, false), &asked, TODAY)),
            ["reason_missing"]
        );
    }

    #[test]
    fn an_appointment_ahead_is_cancelled_but_a_past_one_is_not() {
        let catalogue = catalogue();
        let ahead = cancel(&catalogue, &office(&catalogue, WEDNESDAY, false), "Order revoked", TODAY);
        assert_eq!(ahead.unwrap().code, "APPW");
        let past = cancel(&catalogue, &office(&catalogue, FRIDAY_BEFORE, false), "Nobody came", TODAY);
        assert_eq!(codes(&past), ["day_past"]);
    }

    #[test]
    fn a_letter_is_neither_moved_nor_cancelled() {
        let catalogue = catalogue();
        let contact_type = catalogue.contact_type("CLOB").unwrap();
        let letter = Standing { contact_type, ..office(&catalogue, TODAY, false) };
        assert_eq!(codes(&cancel(&catalogue, &letter, "why", TODAY)), ["not_an_appointment", "no_outcome_for_it"]);
    }
}
