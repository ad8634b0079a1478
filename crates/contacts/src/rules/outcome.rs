//! What may be recorded as the outcome of a contact, what correcting one needs, and when one is overdue.

use crate::catalogue::{ContactType, Need, Outcome};
use kernel::{Date, Refusal, Refusals, WorkingDays};

/// May this outcome be recorded for a contact of that type on that date?
///
/// Ahead of time only an acceptable absence is known; the person can still come or stay away without a reason.
///
/// # Errors
/// Every reason why not, on the field `outcome`.
pub fn may_record(contact_type: &ContactType, outcome: &Outcome, date: Date, today: Date) -> Result<(), Refusals> {
    let mut no = Vec::new();
    if contact_type.outcome == Need::NotAllowed {
        no.push(Refusal::new("outcome", "outcome_not_allowed", "This kind of contact has no outcome"));
    } else if !outcome.fits(contact_type) {
        no.push(Refusal::new(
            "outcome",
            "outcome_does_not_fit",
            "Choose an outcome that this kind of contact can have",
        ));
    }
    if outcome.by_action() {
        let words = "Reschedule or cancel the appointment to record this";
        no.push(Refusal::new("outcome", "outcome_by_action", words));
    }
    if date > today && !outcome.acceptable_absence() && !outcome.by_action() {
        let words = "It has not taken place yet. Before the day only an acceptable absence can be recorded";
        no.push(Refusal::new("outcome", "outcome_too_early", words));
    }
    if no.is_empty() { Ok(()) } else { Err(Refusals(no)) }
}

/// May the outcome that stands be corrected to another, or taken back (`to` is nothing)? Both stay in the record.
///
/// # Errors
/// Every reason why not.
pub fn may_correct(
    contact_type: &ContactType,
    stands: Option<&Outcome>,
    to: Option<&Outcome>,
    reason: &str,
    date: Date,
    today: Date,
) -> Result<(), Refusals> {
    let mut no = Vec::new();
    match stands {
        None => no.push(Refusal::new("outcome", "nothing_to_correct", "No outcome is recorded yet. Record it first")),
        Some(stands) if stands.by_action() => no.push(Refusal::new(
            "outcome",
            "moved_or_cancelled",
            "The appointment was moved or cancelled. Arrange a new one, or record what happened as a contact",
        )),
        Some(stands) if to.is_some_and(|to| to.code == stands.code) => {
            no.push(Refusal::new(
                "outcome",
                "outcome_unchanged",
                "This outcome is the one that stands. Choose another",
            ));
        }
        Some(_) => {}
    }
    if reason.trim().is_empty() {
        no.push(Refusal::new("reason", "reason_missing", "Say why the outcome is corrected"));
    }
    if let Some(Err(refusals)) = to.map(|to| may_record(contact_type, to, date, today)) {
        no.extend(refusals.0);
    }
    if no.is_empty() { Ok(()) } else { Err(Refusals(no)) }
}

/// Where a contact stands with its outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nobody waits for an outcome.
    NotAwaited,
    /// Its day is still to come.
    ToCome,
    /// Today is its day.
    Today,
    /// Its day is past and nothing is recorded; the count is of working days since.
    Overdue {
        working_days: i64,
    },
    Recorded,
}

/// Where a contact of that type and date stands, with or without an outcome, on `today`.
#[must_use]
pub fn standing(
    contact_type: &ContactType,
    date: Date,
    recorded: bool,
    today: Date,
    days: WorkingDays<'_>,
) -> Standing {
    if recorded {
        Standing::Recorded
    } else if contact_type.outcome != Need::Needed {
        Standing::NotAwaited
    } else if date > today {
        Standing::ToCome
    } else if date == today {
        Standing::Today
    } else {
        Standing::Overdue { working_days: days.between(date, today) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::samples::{TODAY, catalogue, codes};
    use kernel::{Holidays, date};

    const TOMORROW: Date = date(2026, 11, 24);
    const FRIDAY: Date = date(2026, 11, 20);

    fn recording(contact_type: &str, outcome: &str, date: Date) -> Vec<&'static str> {
        let catalogue = catalogue();
        let (contact_type, outcome) =
            (catalogue.contact_type(contact_type).unwrap(), catalogue.outcome(outcome).unwrap());
        codes(&may_record(contact_type, outcome, date, TODAY))
    }

    fn correcting(stands: Option<&str>, to: Option<&str>, reason: &str) -> Vec<&'static str> {
        let catalogue = catalogue();
        let find = |code: Option<&str>| code.map(|code| catalogue.outcome(code).unwrap());
        let office = catalogue.contact_type("COAP").unwrap();
        codes(&may_correct(office, find(stands), find(to), reason, FRIDAY, TODAY))
    }

    #[test]
    fn attendance_is_recorded_on_the_day_or_after_it() {
        assert!(recording("COAP", "ATTC", TODAY).is_empty());
        assert!(recording("COAP", "ATTC", FRIDAY).is_empty());
        assert_eq!(recording("COAP", "ATTC", TOMORROW), ["outcome_too_early"]);
    }

    #[test]
    fn only_an_acceptable_absence_is_recorded_ahead_of_the_day() {
        let catalogue = catalogue();
        let office = catalogue.contact_type("COAP").unwrap();
        for outcome in catalogue.offered(office) {
            let ahead = may_record(office, outcome, TOMORROW, TODAY).is_ok();
            assert_eq!(ahead, outcome.acceptable_absence(), "{}", outcome.code);
        }
    }

    #[test]
    fn a_letter_has_no_outcome() {
        assert_eq!(recording("CLOB", "ATTC", TODAY), ["outcome_not_allowed"]);
    }

    #[test]
    fn concurrent_hours_do_not_fit_an_office_appointment() {
        assert_eq!(recording("COAP", "ATCH", TODAY), ["outcome_does_not_fit"]);
    }

    #[test]
    fn rescheduled_is_recorded_by_rescheduling() {
        assert_eq!(recording("COAP", "RSOF", TODAY), ["outcome_by_action"]);
        assert_eq!(recording("COAP", "APPW", TOMORROW), ["outcome_by_action"]);
    }

    #[test]
    fn an_outcome_is_corrected_with_a_reason() {
        assert!(correcting(Some("UAAB"), Some("AAME"), "Doctor's note arrived").is_empty());
        assert!(correcting(Some("ATTC"), None, "Recorded on the wrong person").is_empty());
        assert_eq!(correcting(Some("UAAB"), Some("AAME"), "  "), ["reason_missing"]);
    }

    #[test]
    fn a_correction_must_change_something_that_stands() {
        assert_eq!(correcting(Some("ATTC"), Some("ATTC"), "why"), ["outcome_unchanged"]);
        assert_eq!(correcting(None, Some("ATTC"), "why"), ["nothing_to_correct"]);
        assert_eq!(correcting(Some("RSOF"), Some("ATTC"), "why"), ["moved_or_cancelled"]);
    }

    #[test]
    fn an_appointment_is_overdue_from_the_day_after_in_working_days() {
        let catalogue = catalogue();
        let none = Holidays::new(vec![]);
        let office = catalogue.contact_type("COAP").unwrap();
        let on = |date: Date, recorded| standing(office, date, recorded, TODAY, WorkingDays(&none));
        assert_eq!(on(TOMORROW, false), Standing::ToCome);
        assert_eq!(on(TODAY, false), Standing::Today);
        assert_eq!(on(FRIDAY, false), Standing::Overdue { working_days: 1 });
        assert_eq!(on(date(2026, 11, 13), false), Standing::Overdue { working_days: 6 });
        assert_eq!(on(FRIDAY, true), Standing::Recorded);
    }

    #[test]
    fn nobody_waits_for_the_outcome_of_a_call() {
        let catalogue = catalogue();
        let none = Holidays::new(vec![]);
        let call = catalogue.contact_type("CTOB").unwrap();
        assert_eq!(standing(call, FRIDAY, false, TODAY, WorkingDays(&none)), Standing::NotAwaited);
    }
}
