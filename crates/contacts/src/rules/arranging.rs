//! What an appointment needs before it stands in the diary, and what a contact needs before it stands in the log.

use super::wall_clock::{self, Reading};
use crate::catalogue::{ContactType, Need, Outcome};
use kernel::{Date, Refusal, Refusals, Time};

/// When and where something is to be, or was.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    pub contact_type: &'a ContactType,
    pub date: Date,
    pub start: Option<Time>,
    pub end: Option<Time>,
    /// An office was chosen.
    pub place: bool,
}

/// Worth saying on the check page, but no reason to refuse.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    pub code: &'static str,
    pub words: String,
}

/// May this be arranged? Its day is today or later, and its type, place and times fit each other.
///
/// # Errors
/// Every reason why not, with its field.
pub fn may_arrange(asked: &Asked<'_>, today: Date) -> Result<(), Refusals> {
    let mut no = shape(asked);
    if !asked.contact_type.appointment {
        no.push(Refusal::new("type", "not_an_appointment", "Choose a kind of appointment"));
    }
    if asked.start.is_none() {
        no.push(Refusal::new("start", "start_missing", "Enter the time at which the appointment starts"));
    }
    if asked.end.is_none() {
        no.push(Refusal::new("end", "end_missing", "Enter the time at which the appointment ends"));
    }
    if asked.date < today {
        no.push(Refusal::new(
            "date",
            "date_past",
            "The date is in the past. Record it as a contact that has taken place, or enter a later date",
        ));
    }
    if asked.date > LAST_DAY {
        no.push(Refusal::new("date", "date_too_late", "The date must be before the year 2200"));
    }
    answer(no)
}

/// May this be recorded as something that has taken place?
///
/// # Errors
/// Every reason why not, with its field.
pub fn may_record(asked: &Asked<'_>, outcome: Option<&Outcome>, today: Date) -> Result<(), Refusals> {
    let mut no = shape(asked);
    if asked.contact_type.system {
        no.push(Refusal::new("type", "written_by_throughcare", "Throughcare writes entries of this type itself"));
    }
    if asked.date > today {
        no.push(Refusal::new("date", "date_future", "The date is in the future. Arrange an appointment instead"));
    }
    if asked.contact_type.outcome == Need::Needed && outcome.is_none() {
        no.push(Refusal::new("outcome", "outcome_missing", "Choose what came of it"));
    }
    if let Err(refusals) =
        outcome.map_or(Ok(()), |o| super::outcome::may_record(asked.contact_type, o, asked.date, today))
    {
        no.extend(refusals.0);
    }
    answer(no)
}

/// What the officer should know before arranging it: `working` says whether the service works on that day.
#[must_use]
pub fn warnings(asked: &Asked<'_>, working: bool) -> Vec<Warning> {
    let mut out = Vec::new();
    if !working {
        out.push(Warning { code: "not_a_working_day", words: "This is a weekend or a bank holiday".into() });
    }
    if asked.start.is_some_and(|start| wall_clock::reading(asked.date, start) == Reading::Twice) {
        let words = "The clocks go back that night and this time comes twice; the first is meant".into();
        out.push(Warning { code: "time_comes_twice", words });
    }
    out
}

const LAST_DAY: Date = jiff::civil::date(2199, 12, 31);

fn shape(asked: &Asked<'_>) -> Vec<Refusal> {
    let mut no = Vec::new();
    match asked.contact_type.place {
        Need::Needed if !asked.place => {
            no.push(Refusal::new("office", "place_missing", "Choose an office, or enter another place"))
        }
        Need::NotAllowed if asked.place => {
            no.push(Refusal::new(
                "office",
                "place_not_allowed",
                "This kind of contact has no office. Take the office away",
            ));
        }
        _ => {}
    }
    if asked.contact_type.records_hours && (asked.start.is_none() || asked.end.is_none()) {
        no.push(Refusal::new("end", "hours_need_times", "Enter both times, because hours are credited from them"));
    }
    for (field, time) in [("start", asked.start), ("end", asked.end)] {
        if time.is_some_and(|time| wall_clock::reading(asked.date, time) == Reading::Skipped) {
            no.push(Refusal::new(
                field,
                "time_skipped",
                "The clocks go forward that night and this time does not exist. Enter another time",
            ));
        }
    }
    match (asked.start, asked.end) {
        (Some(start), Some(end)) if end <= start => {
            no.push(Refusal::new("end", "end_before_start", "The end must be later than the start"));
        }
        (None, Some(_)) => no.push(Refusal::new("start", "start_missing", "Enter the start as well as the end")),
        _ => {}
    }
    no
}

fn answer(mut no: Vec<Refusal>) -> Result<(), Refusals> {
    no.dedup_by(|a, b| a.field == b.field && a.code == b.code);
    if no.is_empty() { Ok(()) } else { Err(Refusals(no)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::samples::{TODAY, catalogue, codes, time};
    use kernel::date;

    fn asked<'a>(contact_type: &'a ContactType, date: Date) -> Asked<'a> {
        Asked {
            contact_type,
            date,
            start: Some(time(10, 0)),
            end: Some(time(10, 30)),
            place: contact_type.place == Need::Needed,
        }
    }

    #[test]
    fn an_office_appointment_tomorrow_may_be_arranged() {
        let catalogue = catalogue();
        let office = catalogue.contact_type("COAP").unwrap();
        assert_eq!(may_arrange(&asked(office, date(2026, 11, 24)), TODAY), Ok(()));
        assert_eq!(may_arrange(&asked(office, TODAY), TODAY), Ok(()));
    }

    #[test]
    fn every_reason_is_told_at_once() {
        let catalogue = catalogue();
        let office = catalogue.contact_type("COAP").unwrap();
        let asked = Asked { place: false, end: Some(time(9, 0)), ..asked(office, date(2026, 11, 20)) };
        assert_eq!(codes(&may_arrange(&asked, TODAY)), ["place_missing", "end_before_start", "date_past"]);
    }

    #[test]
    fn a_home_visit_has_no_office() {
        let catalogue = catalogue();
        let visit = Asked { place: true, ..asked(catalogue.contact_type("CHVS").unwrap(), TODAY) };
        assert_eq!(codes(&may_arrange(&visit, TODAY)), ["place_not_allowed"]);
    }

    #[test]
    fn a_letter_is_not_arranged() {
        let catalogue = catalogue();
        let letter = asked(catalogue.contact_type("CLOB").unwrap(), TODAY);
        assert_eq!(codes(&may_arrange(&letter, TODAY)), ["not_an_appointment"]);
    }

    #[test]
    fn a_time_that_the_clock_change_skips_is_refused() {
        let catalogue = catalogue();
        let night = Asked {
            start: Some(time(1, 15)),
            end: Some(time(3, 0)),
            ..asked(catalogue.contact_type("COPT").unwrap(), date(2027, 3, 28))
        };
        assert_eq!(codes(&may_arrange(&night, TODAY)), ["time_skipped"]);
    }

    #[test]
    fn a_time_that_comes_twice_is_arranged_and_said() {
        let catalogue = catalogue();
        let night = Asked {
            start: Some(time(1, 15)),
            end: Some(time(3, 0)),
            ..asked(catalogue.contact_type("COPT").unwrap(), date(2027, 10, 31))
        };
        assert_eq!(may_arrange(&night, TODAY), Ok(()));
        let said: Vec<&str> = warnings(&night, false).iter().map(|w| w.code).collect();
        assert_eq!(said, ["not_a_working_day", "time_comes_twice"]);
    }

    #[test]
    fn what_has_taken_place_is_not_in_the_future() {
        let catalogue = catalogue();
        let note = Asked {
            contact_type: catalogue.contact_type("TNTE").unwrap(),
            date: date(2026, 11, 24),
            start: None,
            end: None,
            place: false,
        };
        assert_eq!(codes(&may_record(&note, None, TODAY)), ["date_future"]);
        assert_eq!(may_record(&Asked { date: TODAY, ..note }, None, TODAY), Ok(()));
    }

    #[test]
    fn a_past_office_visit_is_recorded_with_what_came_of_it() {
        let catalogue = catalogue();
        let visit = asked(catalogue.contact_type("COAP").unwrap(), date(2026, 11, 20));
        assert_eq!(codes(&may_record(&visit, None, TODAY)), ["outcome_missing"]);
        assert_eq!(may_record(&visit, catalogue.outcome("ATTC"), TODAY), Ok(()));
    }

    #[test]
    fn nobody_writes_the_entries_of_throughcare() {
        let catalogue = catalogue();
        let entry = Asked {
            contact_type: catalogue.contact_type("ROC").unwrap(),
            date: TODAY,
            start: None,
            end: None,
            place: false,
        };
        assert_eq!(codes(&may_record(&entry, None, TODAY)), ["written_by_throughcare"]);
    }
}
