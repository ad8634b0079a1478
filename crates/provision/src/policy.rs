//! The room's own policy as dated rows: for how long an offered place is kept, how early endings are told, and from which
//! figure on a number is taken for a slip. No number of it stands in a code path.

use crate::book::Book;
pub(crate) use kernel::some_text;
use kernel::{Date, Refusal};
use store::{Record, Result, Table};
pub(crate) use store::{as_seen, refuse};

policy::numbers! {
    PolicyRow in "provision_policy", of "provision" {
        /// Working days for which an offered place is kept.
        ANSWER_DAYS = "answer_working_days", "For how long an offered place is kept", WorkingDays, 1..=366;
        /// Days between an offer and the first session.
        NOTICE_DAYS = "notice_days", "Notice before the first session, at least", Days, 0..=366;
        /// Months ahead in which endings are listed.
        ENDING_MONTHS = "ending_months", "Ahead of which endings are listed", Months, 1..=60;
        MOST_VOLUME = "most_volume", "Starts a year above which a figure is taken for a slip", Things, 1..=10_000_000;
        MOST_PRICE = "most_price_pence", "Price of a start above which it is taken for a slip", Pence, 1..=1_000_000_000;
        MOST_PLACES = "most_places", "Places of a group or week above which a figure is taken for a slip", Things, 1..=10_000;
    }
}

pub(crate) const TABLES: &[&Table] = &[<PolicyRow as Record>::TABLE];

impl Book {
    /// A number of the policy on a day.
    pub(crate) fn number(&self, name: &str, day: Date) -> Result<i64> {
        self.policy.on(name, day)
    }
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
