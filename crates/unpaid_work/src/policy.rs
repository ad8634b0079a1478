//! The room's own policy as dated rows: what may count as education, how long a way to work is before travel counts, what
//! a stand-down counts, and what pace is expected. No number of it stands in a code path.

use kernel::Refusal;
pub(crate) use kernel::words::hours;
use std::sync::Arc;
use store::{Cx, Record, Result, Table};
pub(crate) use store::{as_seen, refuse};

policy::numbers! {
    WorkPolicy in "work_policy", of "unpaid work" {
        /// Hundredths of the hours ordered that education may make up.
        EDUCATION_PERCENT = "education_percent", "Education: per cent of the hours ordered, at most", Things, 0..=100;
        /// Minutes of one adjustment for travel.
        TRAVEL_MOST = "travel_most_minutes", "Travel: minutes of one adjustment, at most", Things, 0..=1_440;
        /// Minutes of a way to work beyond which travel may count.
        TRAVEL_EACH_WAY = "travel_each_way_minutes", "Travel: minutes of a way beyond which it may count", Things, 0..=1_440;
        /// Minutes that count when somebody came and was stood down.
        STOOD_DOWN = "stood_down_minutes", "Stood down after coming: minutes that count, at least", Things, 0..=1_440;
        /// Minutes that count when somebody was told before the day.
        STOOD_DOWN_AHEAD = "stood_down_ahead_minutes", "Stood down before the day: minutes that count", Things, 0..=1_440;
        /// Minutes a day above which a register is a slip of the pen.
        MOST_A_DAY = "most_day_minutes", "Minutes of work a day above which a figure is a slip", Things, 60..=1_440;
        /// Minutes that somebody should work a week.
        LEAST_A_WEEK = "least_week_minutes", "Minutes of work expected a week, at least", Things, 1..=10_080;
        /// Working days from the order to the first session.
        FIRST_SESSION = "first_session_working_days", "From the order to the first session", WorkingDays, 1..=366;
        /// Months within which the hours should be worked.
        FINISH_MONTHS = "finish_months", "From the order to the last hour", Months, 1..=120;
        /// Places of one session.
        MOST_PLACES = "most_places", "Places of a session above which a figure is a slip", Things, 1..=1_000;
        /// Weeks ahead for which somebody is placed on sessions.
        PLAN_WEEKS = "plan_weeks", "Weeks ahead that somebody is booked, at most", Things, 1..=260;
        /// Months for which an assessment of a project is in force.
        ASSESSMENT_MONTHS = "assessment_months", "An assessment of a project is in force for, at most", Months, 1..=120;
        /// Places of a project on one day.
        PROJECT_PLACES = "project_most_places", "Places of a project on a day above which a figure is a slip", Things, 1..=1_000;
        /// Days before an end of insurance, agreement or assessment.
        NOTICE_DAYS = "notice_of_review_days", "A project says that something runs out, this long before", Days, 0..=366;
        /// Nominations from one network address in a day.
        FROM_ONE_ADDRESS = "nominations_from_one_address", "Nominations taken from one network address in a day", Things, 1..=10_000;
        /// Nominations of a day, all together.
        A_DAY = "nominations_a_day", "Nominations taken in a day altogether", Things, 1..=1_000_000;
        /// Wrong tries to look a nomination up.
        WRONG_LOOKS = "wrong_looks_from_one_address", "Wrong tries to look a nomination up from one network address in a day", Things, 1..=10_000;
        /// Seconds below which a program wrote it.
        LEAST_SECONDS = "least_seconds_to_write", "Seconds below which nobody can have written a nomination", Things, 0..=600;
        /// Days that a body has for its answer.
        BODY_ANSWER_DAYS = "body_answer_days", "A body that is asked about a nomination answers within", Days, 1..=366;
        /// Projects below which no hours are told to the public.
        FEWEST_SHOWN = "fewest_shown", "Projects of an area below which the public is told no hours", Things, 1..=100;
        /// Months for which a nominator's name and address are kept.
        NOMINATOR_MONTHS = "nominator_kept_months", "A nominator’s name and address are kept after the matter is finished for", Months, 1..=120;
    }
}

pub(crate) const TABLES: &[&Table] = &[<WorkPolicy as Record>::TABLE];

/// The policy as it is written.
///
/// # Errors
/// When the database fails.
pub(crate) fn numbers(cx: &mut Cx<'_>) -> Result<Arc<Numbers>> {
    Numbers::read(cx)
}

pub(crate) type Numbers = policy::Numbers<WorkPolicy>;

/// The longest words of anything here, in characters.
pub(crate) const LONGEST: usize = 2_000;

/// The reason, which must be given.
pub(crate) fn reasoned(why: &str) -> Result<String> {
    said("why", why, "Say why")
}

/// Words that must be given; `missing` is said where they are not.
pub(crate) fn said(field: &str, words: &str, missing: &str) -> Result<String> {
    let mut wrong = Vec::new();
    text(field, words, LONGEST, missing, &mut wrong);
    refuse(wrong)?;
    Ok(words.trim().to_owned())
}

/// A text that must not be blank or too long.
pub(crate) fn text(field: &str, typed: &str, most: usize, missing: &str, wrong: &mut Vec<Refusal>) {
    let length = typed.trim().chars().count();
    if length == 0 {
        wrong.push(Refusal::new(field, "missing", missing));
    } else if length > most {
        wrong.push(Refusal::new(field, "too_long", format!("Use {most} characters or fewer")));
    }
}
