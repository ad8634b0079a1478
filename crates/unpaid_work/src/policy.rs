//! The room's own policy as dated rows: what may count as education, how long a way to work is before travel counts, what
//! a stand-down counts, and what pace is expected. No number of it stands in a code path.

use kernel::{Date, Refusal, Refusals};
use std::sync::Arc;
use store::{Cx, Failure, Kind, Record, Result, Table, record};

record! {
    /// A number of the policy, from a day on.
    pub struct WorkPolicy in "work_policy", Kind::Reference, key ["name", "from_date"] {
        pub name: String,
        pub from_date: Date,
        pub number: i64,
        /// Nobody has published it: the service's own choice, or custom of the field.
        pub assumed: bool,
        pub source: String,
    }
}

pub(crate) const TABLES: &[&Table] = &[<WorkPolicy as Record>::TABLE];

/// Hundredths of the hours ordered that education may make up.
pub(crate) const EDUCATION_PERCENT: &str = "education_percent";
/// Minutes of one adjustment for travel.
pub(crate) const TRAVEL_MOST: &str = "travel_most_minutes";
/// Minutes of a way to work beyond which travel may count.
pub(crate) const TRAVEL_EACH_WAY: &str = "travel_each_way_minutes";
/// Minutes that count when somebody came and was stood down.
pub(crate) const STOOD_DOWN: &str = "stood_down_minutes";
/// Minutes that count when somebody was told before the day.
pub(crate) const STOOD_DOWN_AHEAD: &str = "stood_down_ahead_minutes";
/// Minutes a day above which a register is a slip of the pen.
pub(crate) const MOST_A_DAY: &str = "most_day_minutes";
/// Minutes that somebody should work a week.
pub(crate) const LEAST_A_WEEK: &str = "least_week_minutes";
/// Working days from the order to the first session.
pub(crate) const FIRST_SESSION: &str = "first_session_working_days";
/// Months within which the hours should be worked.
pub(crate) const FINISH_MONTHS: &str = "finish_months";
/// Places of one session.
pub(crate) const MOST_PLACES: &str = "most_places";
/// Weeks ahead for which somebody is placed on sessions.
pub(crate) const PLAN_WEEKS: &str = "plan_weeks";

/// Every row, remembered until one changes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Numbers(Arc<Vec<WorkPolicy>>);

/// The policy as it is written.
///
/// # Errors
/// When the database fails.
pub(crate) fn numbers(cx: &mut Cx<'_>) -> Result<Numbers> {
    Ok(Numbers(cx.remembered(|cx| cx.list::<WorkPolicy>("ORDER BY name, from_date", &[]))?))
}

impl Numbers {
    /// A number on a day.
    ///
    /// # Errors
    /// When the policy does not say it.
    pub(crate) fn on(&self, name: &str, day: Date) -> Result<i64> {
        self.row(name, day).map(|row| row.number)
    }

    /// The row that says a number on a day.
    ///
    /// # Errors
    /// When the policy does not say it.
    pub(crate) fn row(&self, name: &str, day: Date) -> Result<&WorkPolicy> {
        let row = self.0.iter().rfind(|p| p.name == name && p.from_date <= day);
        row.ok_or_else(|| Failure::broken(format!("the policy of unpaid work has no {name} on {day}")))
    }
}

/// Refused when anything is wrong.
pub(crate) fn refuse(wrong: Vec<Refusal>) -> Result<()> {
    if wrong.is_empty() { Ok(()) } else { Err(Failure::Refused(Refusals(wrong))) }
}

/// The longest reason, in characters.
pub(crate) const LONGEST: usize = 500;

/// The reason, which must be given.
pub(crate) fn reasoned(why: &str) -> Result<String> {
    let why = why.trim();
    match why.chars().count() {
        0 => Err(Failure::refused("why", "missing", "Say why")),
        n if n > LONGEST => Err(Failure::refused("why", "too_long", format!("Use {LONGEST} characters or fewer"))),
        _ => Ok(why.to_owned()),
    }
}

/// The row must be as whoever changes it saw it.
pub(crate) fn as_seen(version: i64, seen: i64, what: &str) -> Result<()> {
    if version == seen { Ok(()) } else { Err(Failure::Stale(what.to_owned())) }
}

/// "7 hours 30 minutes"; below nought with "less" before it.
#[must_use]
pub fn hours(minutes: i64) -> String {
    let plural = |n: i64, word: &str| format!("{n} {word}{}", if n == 1 { "" } else { "s" });
    let size = minutes.abs();
    let words = match (size / 60, size % 60) {
        (0, minutes) => plural(minutes, "minute"),
        (hours, 0) => plural(hours, "hour"),
        (hours, minutes) => format!("{} {}", plural(hours, "hour"), plural(minutes, "minute")),
    };
    if minutes < 0 { format!("less {words}") } else { words }
}
