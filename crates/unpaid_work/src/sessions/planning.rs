//! Placing somebody on the sessions of a project week after week, until the minutes that are left are used.
//!
//! Always true: it only adds, shows every date before anything is written, and tells what is short. Minutes of sessions that
//! are booked and not told yet count as used.

use super::reading::{bookings_of_person, sessions_of_project};
use super::records::{Booking, BookingState, Session};
use super::rules::overlap;
use crate::minutes::{Account, account};
use crate::policy::{PLAN_WEEKS, numbers};
use jiff::ToSpan;
use kernel::{Date, ProjectId, RequirementId, WorkSessionId};
use law::{Law, Nation};
use people::OpenPerson;
use store::{Cx, Result};

/// What comes of a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Planned {
    /// It is booked when confirmed.
    Wanted,
    Full,
    /// The person is expected elsewhere at that time, or there already.
    Elsewhere,
    /// No session of the project is planned that day.
    NoSession,
    /// A bank holiday.
    NotWorked,
}

impl Planned {
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Planned::Wanted => "Will be booked",
            Planned::Full => "Full",
            Planned::Elsewhere => "Booked already, here or elsewhere",
            Planned::NoSession => "No session is planned",
            Planned::NotWorked => "Not worked: a bank holiday",
        }
    }
}

/// A date with what comes of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposed {
    pub on: Date,
    pub session: Option<WorkSessionId>,
    pub times: Option<String>,
    pub minutes: i64,
    pub planned: Planned,
}

/// Every date of a repeated placing.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    pub dates: Vec<Proposed>,
    /// Minutes left to work, without those of sessions that are booked already.
    pub left: i64,
    /// Minutes for which no session was found.
    pub short: i64,
}

/// Which day of the week, and how often.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Repeat {
    /// From 1 for Monday to 7.
    pub weekday: i64,
    /// 1 for every week, 2 for every other week.
    pub every: i64,
}

/// Goes through the dates. Rules only: the sessions and bookings are given.
#[must_use]
pub fn plan_dates(
    (from, weeks): (Date, i64),
    repeat: Repeat,
    left: i64,
    sessions: &[(Session, i64)],
    held: &[Booking],
    worked: impl Fn(Date) -> bool,
) -> Proposal {
    let wanted = repeat.weekday.clamp(1, 7);
    let ahead = (wanted - i64::from(from.weekday().to_monday_one_offset())).rem_euclid(7);
    let (mut day, mut rest) = (from.saturating_add(ahead.days()), left.max(0));
    let last = from.saturating_add(weeks.clamp(1, 500).weeks());
    let mut dates = Vec::new();
    while rest > 0 && day <= last {
        let there = sessions.iter().find(|(s, _)| s.on_date == day);
        let planned = match there {
            _ if !worked(day) => Planned::NotWorked,
            None => Planned::NoSession,
            Some((s, _))
                if held
                    .iter()
                    .any(|b| b.counts() && b.on_date == day && overlap((b.starts, b.ends), (s.starts, s.ends))) =>
            {
                Planned::Elsewhere
            }
            Some((_, free)) if *free < 1 => Planned::Full,
            Some(_) => Planned::Wanted,
        };
        let minutes = there.map_or(0, |(s, _)| s.minutes());
        if planned == Planned::Wanted {
            rest -= minutes;
        }
        dates.push(Proposed {
            on: day,
            session: there.map(|(s, _)| s.id),
            times: there.map(|(s, _)| s.times()),
            minutes,
            planned,
        });
        day = day.saturating_add((7 * repeat.every.clamp(1, 8)).days());
    }
    Proposal { dates, left: left.max(0), short: rest.max(0) }
}

/// Minutes left to work when every session that is booked is worked.
pub(crate) fn unbooked(account: &Account, held: &[Booking]) -> i64 {
    let booked: i64 = held
        .iter()
        .filter(|b| b.state == BookingState::Booked && b.requirement_id == account.requirement.id)
        .map(|b| contacts::rules::wall_clock::minutes(b.on_date, b.starts, b.ends).map_or(0, i64::from))
        .sum();
    account.left().map_or(0, |left| (left - booked).max(0))
}

/// The dates on which somebody would be placed, from a day on.
///
/// # Errors
/// When the person has no such requirement, or the database fails.
pub fn propose(
    cx: &mut Cx<'_>,
    open: &OpenPerson,
    (requirement, project): (RequirementId, ProjectId),
    from: Date,
    repeat: Repeat,
) -> Result<Proposal> {
    let account = account(cx, &open.keys, requirement)?;
    let held = bookings_of_person(cx, &open.keys)?;
    let from = from.max(cx.today());
    let sessions: Vec<(Session, i64)> =
        sessions_of_project(cx, project, from)?.into_iter().map(|l| (l.session.clone(), l.free())).collect();
    let weeks = numbers(cx)?.on(PLAN_WEEKS, from)?;
    let law = cx.part::<Law>()?;
    let calendar = law.working_days(Nation::EnglandAndWales);
    let left = unbooked(&account, &held);
    // A weekend is worked where a session is planned; a bank holiday of the week is not.
    let worked = |day: Date| calendar.is_working(day) || day.weekday().to_monday_one_offset() > 5;
    Ok(plan_dates((from, weeks), repeat, left, &sessions, &held, worked))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sessions::SessionState;
    use kernel::{StaffId, Time, UnitId, date};
    use uuid::Uuid;

    fn session(day: Date) -> Session {
        Session {
            id: WorkSessionId(Uuid::from_u128(u128::from(day.day().unsigned_abs()))),
            project_id: ProjectId(Uuid::from_u128(1)),
            unit_id: UnitId(Uuid::from_u128(1)),
            on_date: day,
            starts: Time::constant(9, 0, 0, 0),
            ends: Time::constant(16, 0, 0, 0),
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

    fn said(proposal: &Proposal) -> Vec<(Date, Planned)> {
        proposal.dates.iter().map(|d| (d.on, d.planned)).collect()
    }

    const MONDAYS: Repeat = Repeat { weekday: 1, every: 1 };

    #[test]
    fn sessions_are_taken_week_after_week_until_the_minutes_are_used() {
        let days = [date(2026, 11, 30), date(2026, 12, 7), date(2026, 12, 14), date(2026, 12, 21)];
        let sessions: Vec<_> = days.iter().map(|d| (session(*d), 3)).collect();
        let from = (date(2026, 11, 25), 10);
        let weekly = plan_dates(from, MONDAYS, 1_000, &sessions, &[], |_| true);
        assert_eq!(said(&weekly), days[..3].iter().map(|d| (*d, Planned::Wanted)).collect::<Vec<_>>());
        assert_eq!(weekly.short, 0);
        let fortnightly = plan_dates(from, Repeat { every: 2, ..MONDAYS }, 800, &sessions, &[], |_| true);
        assert_eq!(said(&fortnightly), [(days[0], Planned::Wanted), (days[2], Planned::Wanted)]);
    }

    #[test]
    fn days_that_are_not_worked_and_full_sessions_are_passed_over_and_what_is_short_is_told() {
        let sessions = [(session(date(2026, 11, 30)), 0), (session(date(2026, 12, 7)), 1)];
        let not_the_fourteenth = |day: Date| day != date(2026, 12, 14);
        let plan = plan_dates((date(2026, 11, 30), 3), MONDAYS, 600, &sessions, &[], not_the_fourteenth);
        let expected = [Planned::Full, Planned::Wanted, Planned::NotWorked, Planned::NoSession];
        assert_eq!(plan.dates.iter().map(|d| d.planned).collect::<Vec<_>>(), expected);
        assert_eq!((plan.left, plan.short), (600, 180));
    }
}
