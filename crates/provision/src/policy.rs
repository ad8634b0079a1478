//! The room's own policy as dated rows: for how long an offered place is kept, how early endings are told, and from which
//! figure on a number is taken for a slip. No number of it stands in a code path.

use crate::book::Book;
use kernel::{Date, Refusal};
use store::{Failure, Kind, Record, Result, Table, record};

record! {
    /// A number of the policy, from a day on.
    pub struct PolicyRow in "provision_policy", Kind::Reference, key ["name", "from_date"] {
        pub name: String,
        pub from_date: Date,
        pub number: i64,
        /// Nobody has published it: the service's own choice.
        pub assumed: bool,
        pub source: String,
    }
}

pub(crate) const TABLES: &[&Table] = &[<PolicyRow as Record>::TABLE];

/// Working days for which an offered place is kept.
pub(crate) const ANSWER_DAYS: &str = "answer_working_days";
/// Days between an offer and the first session.
pub(crate) const NOTICE_DAYS: &str = "notice_days";
/// Months ahead in which endings are listed.
pub(crate) const ENDING_MONTHS: &str = "ending_months";
pub(crate) const MOST_VOLUME: &str = "most_volume";
pub(crate) const MOST_PRICE: &str = "most_price_pence";
pub(crate) const MOST_PLACES: &str = "most_places";

impl Book {
    /// A number of the policy on a day.
    pub(crate) fn number(&self, name: &str, day: Date) -> Result<i64> {
        let row = self.policy.iter().rfind(|p| p.name == name && p.from_date <= day);
        row.map(|p| p.number).ok_or_else(|| Failure::broken(format!("the policy has no {name} on {day}")))
    }
}

/// Refused when anything is wrong.
pub(crate) fn refuse(wrong: Vec<Refusal>) -> Result<()> {
    if wrong.is_empty() { Ok(()) } else { Err(Failure::Refused(kernel::Refusals(wrong))) }
}

/// A text that must not be blank or too long.
pub(crate) fn blank(field: &str, text: &str, most: usize, words: &str, wrong: &mut Vec<Refusal>) {
    let length = text.trim().chars().count();
    if length == 0 {
        wrong.push(Refusal::new(field, "missing", words));
    } else if length > most {
        wrong.push(Refusal::new(field, "too_long", format!("Use {most} characters or fewer")));
    }
}

/// Days that are in order.
pub(crate) fn in_order(start: Date, end: Option<Date>, wrong: &mut Vec<Refusal>) {
    if end.is_some_and(|end| end < start) {
        let words = "The last day must not be before the first day: enter a later last day, or an earlier first day";
        wrong.push(Refusal::new("end_date", "ends_before_start", words));
    }
}

/// A number within what is sensible.
pub(crate) fn within(field: &str, number: i64, least: i64, most: i64, what: &str, wrong: &mut Vec<Refusal>) {
    if number < least || number > most {
        wrong.push(Refusal::new(field, "out_of_range", format!("{what} must be between {least} and {most}")));
    }
}

/// The row must be as whoever changes it saw it.
pub(crate) fn as_seen(version: i64, seen: i64, what: &str) -> Result<()> {
    if version == seen { Ok(()) } else { Err(Failure::Stale(what.to_owned())) }
}

/// The reason, which must be given.
pub(crate) fn reasoned(why: &str) -> Result<String> {
    let mut wrong = Vec::new();
    blank("why", why, 500, "Say why", &mut wrong);
    refuse(wrong)?;
    Ok(why.trim().to_owned())
}

/// A code as it is kept.
pub(crate) fn code_of(typed: &str, most: usize, wrong: &mut Vec<Refusal>) -> String {
    let code = typed.trim().to_ascii_uppercase();
    let sound = !code.is_empty() && code.len() <= most && code.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    if !sound {
        let words = format!("Enter a code of 1 to {most} letters, digits and hyphens");
        wrong.push(Refusal::new("code", "bad_code", words));
    }
    code
}

/// Nothing where only blanks stand.
pub(crate) fn some_text(text: Option<&str>) -> Option<String> {
    text.map(str::trim).filter(|t| !t.is_empty()).map(str::to_owned)
}
