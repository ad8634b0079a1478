//! What a line of a register says, and how many minutes it makes.
//!
//! Minutes are the real minutes from coming to going, less the penalty, for attendance alone (the national service's code).
//! Somebody who was sent home for their behaviour keeps the time until then; somebody whom the service stood down has at
//! least what policy gives. Nothing is taken off silently: times outside the session are refused, not cut.

use crate::minutes::MinutesKind;
use crate::sessions::{Counts, Session, SessionState};
use contacts::rules::wall_clock;
use kernel::{Date, Refusal, Time};

/// How work and behaviour are judged.
pub const QUALITIES: [(&str, &str); 5] = [
    ("excellent", "Excellent"),
    ("good", "Good"),
    ("satisfactory", "Satisfactory"),
    ("poor", "Poor"),
    ("unsatisfactory", "Unsatisfactory"),
];

/// A line as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LineTyped {
    /// The code of the outcome.
    pub outcome: String,
    pub came: Option<Time>,
    pub went: Option<Time>,
    /// Minutes.
    pub penalty: i64,
    pub work_quality: Option<String>,
    pub behaviour: Option<String>,
    pub note: Option<String>,
}

/// What the outcome of a line says of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Outcome {
    pub(crate) attended: bool,
    pub(crate) counts: Counts,
}

/// Minutes of policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Policy {
    pub(crate) stood_down: i64,
    pub(crate) stood_down_ahead: i64,
}

/// What a line comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Told {
    pub kind: MinutesKind,
    /// Without the penalty.
    pub minutes: i64,
    pub penalty: i64,
}

/// May lines of this session be told on that day?
pub(crate) fn may_be_told(session: &Session, today: Date) -> Result<(), Refusal> {
    if session.state == SessionState::Cancelled {
        let why = session.state_reason.as_deref().unwrap_or_default();
        let words = format!("This session was cancelled ({why}): nothing can be recorded for it");
        return Err(Refusal::new("outcome", "cancelled", words));
    }
    if session.on_date > today {
        return Err(Refusal::new("outcome", "ahead", "This session is still to come: nothing has happened yet"));
    }
    Ok(())
}

/// Reads a line against its session.
pub(crate) fn read(
    session: &Session,
    typed: &LineTyped,
    outcome: Outcome,
    policy: Policy,
) -> Result<Told, Vec<Refusal>> {
    let mut no = Vec::new();
    let there = if outcome.attended { present(session, typed, &mut no) } else { absent(typed, &mut no) };
    if !no.is_empty() {
        return Err(no);
    }
    let worked = there - typed.penalty;
    let (kind, minutes) = match outcome.counts {
        Counts::Time => (MinutesKind::Worked, worked),
        Counts::Concurrent => (MinutesKind::Concurrent, worked),
        Counts::StoodDown => (MinutesKind::StoodDown, worked.max(policy.stood_down)),
        Counts::StoodDownAhead => (MinutesKind::StoodDown, policy.stood_down_ahead),
        Counts::Nothing => (MinutesKind::Worked, 0),
    };
    Ok(Told { kind, minutes, penalty: typed.penalty })
}

fn absent(typed: &LineTyped, no: &mut Vec<Refusal>) -> i64 {
    if typed.came.is_some() || typed.went.is_some() || typed.penalty != 0 {
        let words = "Somebody who did not come has no times and no penalty: take them away, or choose another outcome";
        no.push(Refusal::new("outcome", "not_there", words));
    }
    0
}

fn present(session: &Session, typed: &LineTyped, no: &mut Vec<Refusal>) -> i64 {
    let (came, went) = match (typed.came, typed.went) {
        (Some(came), Some(went)) => (came, went),
        (came, went) => {
            for (field, missing, words) in [
                ("came", came.is_none(), "Enter when the person came, such as 9:00"),
                ("went", went.is_none(), "Enter when the person left, such as 16:00"),
            ] {
                if missing {
                    no.push(Refusal::new(field, "missing", words));
                }
            }
            return 0;
        }
    };
    no.extend(crate::sessions::check_times(session.on_date, (came, went), ("came", "went")));
    if came < session.starts {
        let words = format!(
            "The session began at {}: enter that time or a later one, or change the session first",
            kernel::words::time(session.starts)
        );
        no.push(Refusal::new("came", "before_start", words));
    }
    if went > session.ends {
        let words = format!(
            "The session ended at {}: enter that time or an earlier one. Nobody works longer than the session",
            kernel::words::time(session.ends)
        );
        no.push(Refusal::new("went", "after_end", words));
    }
    let minutes = wall_clock::minutes(session.on_date, came, went).map_or(0, i64::from);
    if typed.penalty < 0 || typed.penalty > minutes {
        let words = format!("The penalty is more than the time there: enter at most {minutes} minutes");
        no.push(Refusal::new("penalty", "penalty_too_long", words));
    }
    minutes
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::{ProjectId, StaffId, UnitId, WorkSessionId, date};
    use uuid::Uuid;

    fn at(hour: i8, minute: i8) -> Time {
        Time::constant(hour, minute, 0, 0)
    }

    fn session(day: Date, starts: Time, ends: Time) -> Session {
        Session {
            id: WorkSessionId(Uuid::from_u128(1)),
            project_id: ProjectId(Uuid::from_u128(1)),
            unit_id: UnitId(Uuid::from_u128(1)),
            on_date: day,
            starts,
            ends,
            staff_id: StaffId(Uuid::from_u128(1)),
            outside_supervisor: None,
            places: 8,
            meeting_point: None,
            tools: None,
            state: SessionState::Planned,
            state_reason: None,
            state_at: None,
            state_by: None,
            version: 1,
        }
    }

    fn day() -> Session {
        session(date(2026, 11, 21), at(9, 0), at(16, 0))
    }

    fn typed(came: Time, went: Time, penalty: i64) -> LineTyped {
        LineTyped { came: Some(came), went: Some(went), penalty, ..LineTyped::default() }
    }

    const POLICY: Policy = Policy { stood_down: 60, stood_down_ahead: 0 };

    fn came(counts: Counts) -> Outcome {
        Outcome { attended: true, counts }
    }

    fn minutes(session: &Session, typed: &LineTyped, outcome: Outcome) -> Result<i64, Vec<&'static str>> {
        let told = read(session, typed, outcome, POLICY);
        told.map(|t| t.minutes).map_err(|no| no.into_iter().map(|r| r.code).collect())
    }

    #[test]
    fn minutes_are_the_time_there_less_the_penalty() {
        assert_eq!(minutes(&day(), &typed(at(9, 0), at(16, 0), 0), came(Counts::Time)), Ok(420));
        assert_eq!(minutes(&day(), &typed(at(9, 30), at(16, 0), 30), came(Counts::Time)), Ok(360));
        assert_eq!(minutes(&day(), &typed(at(9, 0), at(9, 30), 31), came(Counts::Time)), Err(vec!["penalty_too_long"]));
    }

    #[test]
    fn somebody_sent_home_for_behaviour_keeps_the_time_until_then() {
        assert_eq!(minutes(&day(), &typed(at(9, 0), at(10, 15), 0), came(Counts::Time)), Ok(75));
    }

    #[test]
    fn a_stand_down_by_the_service_counts_at_least_what_policy_gives() {
        assert_eq!(minutes(&day(), &typed(at(9, 0), at(9, 10), 0), came(Counts::StoodDown)), Ok(60));
        assert_eq!(minutes(&day(), &typed(at(9, 0), at(12, 0), 0), came(Counts::StoodDown)), Ok(180));
        let ahead = Outcome { attended: false, counts: Counts::StoodDownAhead };
        assert_eq!(minutes(&day(), &LineTyped::default(), ahead), Ok(0));
    }

    #[test]
    fn times_outside_the_session_or_over_midnight_are_refused_and_not_cut() {
        let no = |came_at, went_at| minutes(&day(), &typed(came_at, went_at, 0), came(Counts::Time));
        assert_eq!(no(at(8, 59), at(16, 0)), Err(vec!["before_start"]));
        assert_eq!(no(at(9, 0), at(16, 1)), Err(vec!["after_end"]));
        assert_eq!(no(at(15, 0), at(1, 0)), Err(vec!["over_midnight"]));
        let away = Outcome { attended: false, counts: Counts::Nothing };
        assert_eq!(minutes(&day(), &typed(at(9, 0), at(16, 0), 0), away), Err(vec!["not_there"]));
        assert_eq!(minutes(&day(), &LineTyped::default(), came(Counts::Time)), Err(vec!["missing", "missing"]));
    }

    #[test]
    fn a_night_on_which_the_clocks_change_has_its_real_minutes() {
        let autumn = session(date(2026, 10, 25), at(0, 30), at(6, 0));
        assert_eq!(minutes(&autumn, &typed(at(0, 30), at(3, 0), 0), came(Counts::Time)), Ok(210));
        let spring = session(date(2027, 3, 28), at(0, 30), at(6, 0));
        assert_eq!(minutes(&spring, &typed(at(0, 30), at(3, 0), 0), came(Counts::Time)), Ok(90));
        assert_eq!(minutes(&spring, &typed(at(1, 30), at(3, 0), 0), came(Counts::Time)), Err(vec!["time_skipped"]));
    }

    #[test]
    fn nothing_is_told_of_a_session_that_was_cancelled_or_is_to_come() {
        let cancelled = Session { state: SessionState::Cancelled, ..day() };
        assert_eq!(may_be_told(&cancelled, date(2026, 11, 22)).unwrap_err().code, "cancelled");
        assert_eq!(may_be_told(&day(), date(2026, 11, 20)).unwrap_err().code, "ahead");
        assert!(may_be_told(&day(), date(2026, 11, 21)).is_ok());
    }
}
