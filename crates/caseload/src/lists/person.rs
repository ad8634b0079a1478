//! One person: who is responsible now, and who was.

use crate::deadlines::{Attended, MeetingKind, Met, met};
use crate::gaps::GapKind;
use crate::lists::board::{case_and_watches, case_question};
use crate::records::{Cause, Meeting, Standing, StintRow};
use crate::responsibility::{Holder, List, Served, Timeline};
use jiff::civil::Date;
use kernel::{AllocationId, Instant, PersonId, PersonKeys, StaffId, TeamId};
use store::{Cx, Failure, Question, Result, key_values, params};

/// Who is responsible for a supervised person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Responsibility {
    /// The officer to whom the person is allocated, present or away; nobody for the unallocated and those whose officer left.
    pub officer: Option<StaffId>,
    /// Who acts in the officer's place.
    pub cover: Option<StaffId>,
    pub list: List,
    pub team: TeamId,
    pub since: Date,
    /// The open stint, which a form sends back so that of two managers the second is told.
    pub stint: AllocationId,
    pub tier: Option<String>,
    /// How many officers and covers the person has had.
    pub served: Served,
}

/// One past or present holder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    pub holder: Holder,
    pub team: TeamId,
    pub from: Instant,
    pub until: Option<Instant>,
    pub cause: Cause,
    pub reason_code: Option<String>,
    pub note: Option<String>,
    pub author: String,
}

/// Who is responsible for a person, or `None` for one not supervised.
///
/// # Errors
/// When the database fails or the history has a flaw.
pub fn responsible(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<Option<Responsibility>> {
    let person = keys.survivor;
    let (rows, standing) = stints_and_standing(cx, person)?;
    let (Some(open), Some(standing)) = (rows.iter().find(|row| row.ended_at.is_none()), standing) else {
        return Ok(None);
    };
    let stints = rows.iter().map(StintRow::stint).collect::<Result<Vec<_>>>()?;
    let timeline = Timeline::read(stints).map_err(|flaw| Failure::broken(format!("stints of {person}: {flaw:?}")))?;
    let holder = open.holder()?;
    let cover = match holder {
        Holder::Cover { cover, .. } => Some(cover),
        _ => None,
    };
    Ok(Some(Responsibility {
        officer: holder.own_officer(),
        cover,
        list: holder.list(open.team_id),
        team: open.team_id,
        since: standing.held_since,
        stint: open.id,
        tier: standing.tier,
        served: timeline.served(),
    }))
}

/// What [`responsible`], [`contact_clock_of`] and [`crate::gaps_of`] ask, for a page that asks for more with it.
#[must_use]
pub fn standing_questions(keys: &PersonKeys) -> Vec<Question> {
    let stints = Question::with::<StintRow, Standing>(STANDING, STINTS, params![keys.survivor]);
    vec![stints, case_question(keys.survivor)]
}

const STANDING: &str = "b.person_id = a.person_id";
const STINTS: &str = "WHERE a.person_id = $1 ORDER BY a.began_at, a.id";

/// The stints of a person, the oldest first, with the days from which their clocks count.
fn stints_and_standing(cx: &mut Cx<'_>, person: PersonId) -> Result<(Vec<StintRow>, Option<Standing>)> {
    let rows = cx.list_with::<StintRow, Standing>(STANDING, STINTS, params![person])?;
    let standing = rows.first().and_then(|(_, standing)| standing.clone());
    Ok((rows.into_iter().map(|(stint, _)| stint).collect(), standing))
}

/// Every holder of a person, newest first.
///
/// # Errors
/// When the database fails.
pub fn responsibility_history(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<Vec<Held>> {
    let mut rows = stints_and_standing(cx, keys.survivor)?.0;
    if !keys.absorbed.is_empty() {
        let rest = format!("WHERE person_id IN ({}) ORDER BY began_at, id", keys.placeholders(1));
        rows = cx.list::<StintRow>(&rest, &key_values(keys))?;
    }
    rows.into_iter()
        .rev()
        .map(|row| {
            Ok(Held {
                holder: row.holder()?,
                team: row.team_id,
                from: row.began_at,
                until: row.ended_at,
                cause: row.cause,
                reason_code: row.reason_code,
                note: row.note,
                author: row.author,
            })
        })
        .collect()
}

/// When a person must be seen or spoken to next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ContactClock {
    pub due: Date,
    pub last: Option<Date>,
    pub last_arranged: Option<Date>,
}

/// The clock of the next contact, after judgements.
///
/// # Errors
/// When the database fails.
pub fn contact_clock_of(cx: &mut Cx<'_>, person: PersonId) -> Result<Option<ContactClock>> {
    let row = case_and_watches(cx, person)?;
    Ok(row.map(|(r, _)| ContactClock { due: r.contact_due, last: r.last_contact, last_arranged: r.last_arranged }))
}

/// The first meeting of a person with their own officer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FirstMeeting {
    pub officer: StaffId,
    /// Since allocation.
    pub met: Met,
    /// When it is due after judgements; absent when they have met, also since the last release.
    pub due: Option<Date>,
}

/// Whether the person has met their own officer since allocation; a group or duty induction is told apart. `None` without
/// an officer.
///
/// # Errors
/// When the database fails.
pub fn first_meeting_of(cx: &mut Cx<'_>, person: PersonId) -> Result<Option<FirstMeeting>> {
    let (stints, standing) = stints_and_standing(cx, person)?;
    let standing = standing.filter(|s| s.ended_on.is_none());
    let open = stints.into_iter().find(|s| s.ended_at.is_none());
    let (Some(standing), Some(open)) = (standing, open) else { return Ok(None) };
    let (Some(officer), Some(allocated)) = (open.holder()?.own_officer(), standing.allocated_on) else {
        return Ok(None);
    };
    let rest = "WHERE person_id = $1 AND attended AND is_appointment AND on_day >= $2 ORDER BY on_day, contact_id";
    let attended: Vec<Attended> = cx
        .list::<Meeting>(rest, params![person, allocated])?
        .iter()
        .map(|m| Attended {
            on: m.on_day,
            with: m.staff_id,
            kind: match (m.one_to_one, m.staff_id == Some(officer)) {
                (false, _) => MeetingKind::GroupInduction,
                (true, true) => MeetingKind::OneToOne,
                (true, false) => MeetingKind::DutyInduction,
            },
        })
        .collect();
    let kind = GapKind::FirstMeetingOverdue.code();
    let watched = case_and_watches(cx, person)?.map(|(_, watched)| watched).unwrap_or_default();
    let due = watched.into_iter().find(|row| row.kind == kind).and_then(|row| row.due_on);
    Ok(Some(FirstMeeting { officer, met: met(officer, allocated, &attended), due }))
}
