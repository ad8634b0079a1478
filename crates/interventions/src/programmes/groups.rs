//! How a group is run: its schedule from the plan, its sessions, who facilitates it. The group and its places are provision's;
//! its days follow what is planned here.
//!
//! Always true: each change is under the lock of the group's own chain; what was held stays; a session outside the plan is
//! marked; a planned one is never longer than the plan gives it.

use super::attendance::may_register;
use super::plan::{Part, Pathway, Which};
use super::records::{Facilitator, Leading, Schedule, Session, SessionState};
use super::rules::{check_length, check_within_day};
use super::schedule::{Placed, Slot, Wanted, generate, write_slots};
use super::store::{facilitators_of, schedule_of, session_of, sessions_of};
use super::templates::plans;
use crate::words::{as_seen, blank, reasoned, refuse, some_text};
use kernel::{Date, EntryId, GroupId, Refusal, SessionId, StaffId, Time};
use law::{Law, Nation};
use provision::{Group, GroupState, SessionDay};
use store::{Cx, Failure, Result, params};

/// How a group is to be run.
#[derive(Clone, Debug, PartialEq)]
pub struct Scheduling {
    pub template: String,
    pub pathway: Pathway,
    pub slots: Vec<Slot>,
    pub place: Option<String>,
    /// The first day of what is still to be held; the group's first day when not said.
    pub from: Option<Date>,
}

fn alive(group: &Group) -> Result<()> {
    if matches!(group.state, GroupState::Cancelled | GroupState::Finished) {
        let words = "This group has ended: plan another one";
        return Err(Refusal::of_request("ended", words).into());
    }
    Ok(())
}

/// Plans a group's sessions, or plans those that are still to come anew. Appointments of its people follow by
/// [`super::follow_schedule`], one person a transaction.
///
/// # Errors
/// `unknown`, `no_slots`, `two_a_day`, `over_midnight`, `before_group`, `ended`; [`Failure::Stale`].
pub fn make_schedule(cx: &mut Cx<'_>, id: GroupId, new: &Scheduling, seen: Option<i64>) -> Result<()> {
    cx.lock(id.0.into())?;
    let (group, today) = (provision::group_by_id(cx, id)?, cx.today());
    alive(&group)?;
    let known = schedule_of(cx, id)?;
    as_seen(known.as_ref().map_or(0, |s| s.version), seen, "this schedule")?;
    let all = plans(cx)?;
    // A group goes on by the version that it began with.
    let (template, plan) = match &known {
        Some(known) if known.template == new.template => all.version(&known.template, known.template_from),
        _ => all.on(&new.template, group.start_date.max(today)).or_else(|| all.on(&new.template, today)),
    }
    .map(|(t, p)| (t.clone(), p))
    .ok_or_else(|| Failure::refused("template", "unknown", "Select the programme by which it is run"))?;
    let first = new.from.unwrap_or(group.start_date);
    let mut wrong = Vec::new();
    if first < group.start_date {
        let words =
            format!("The group begins on {}: enter that day or a later one", kernel::words::day(group.start_date));
        wrong.push(Refusal::new("from", "before_group", words));
    }
    let longest = plan.sessions(new.pathway).map(|p| p.session.minutes).max().unwrap_or(0);
    wrong.extend(new.slots.iter().find_map(|s| check_within_day(s.start, longest)));
    refuse(wrong)?;
    let before = sessions_of(cx, id)?;
    let held: Vec<(Which, Date)> = before
        .iter()
        .filter(|s| s.state == SessionState::Held && !s.outside_plan)
        .map(|s| (s.which(), s.on_date))
        .collect();
    let law = cx.part::<Law>()?;
    let holidays = law.working_days(Nation::EnglandAndWales).0.days();
    let wanted = Wanted { plan: &plan, pathway: new.pathway, slots: &new.slots, from: first.max(today), held: &held };
    let placed = generate(wanted, |day| holidays.binary_search(&day).is_ok()).map_err(kernel::Refusals)?;
    cx.describe(format!("Planned the sessions of group {}", group.code), None);
    let mut row = Schedule {
        group_id: id,
        template: template.code.clone(),
        template_from: template.from_date,
        pathway: new.pathway,
        slots: write_slots(&new.slots),
        place: some_text(new.place.as_deref()),
        made_on: today,
        version: known.as_ref().map_or(1, |k| k.version),
    };
    match known {
        Some(_) => cx.update(&mut row)?,
        None => cx.insert(&row)?,
    }
    settle_sessions(cx, id, &before, &placed)?;
    follow(cx, id)
}

/// Makes the sessions that are not held those that were placed: by module and number, so that a session keeps its id.
fn settle_sessions(cx: &mut Cx<'_>, group_id: GroupId, before: &[Session], placed: &[Placed]) -> Result<()> {
    for new in placed {
        let same = |s: &&Session| s.which() == new.which && !s.outside_plan && s.state != SessionState::Held;
        let session = Session {
            group_id,
            id: cx.new_id(),
            module: new.which.0,
            number: new.which.1,
            part: new.part,
            name: new.name.clone(),
            on_date: new.on,
            start_time: new.start,
            minutes: new.minutes,
            outside_plan: false,
            state: SessionState::Planned,
            led_by: None,
            reason: None,
            version: 1,
        };
        match before.iter().find(same) {
            None => cx.insert(&session)?,
            Some(old) => {
                let mut anew = Session { id: old.id, version: old.version, ..session };
                if anew != *old {
                    cx.update(&mut anew)?;
                }
            }
        }
    }
    let gone = before.iter().filter(|s| s.state == SessionState::Planned && !s.outside_plan);
    for old in gone.filter(|s| placed.iter().all(|p| p.which != s.which())) {
        let mut old = old.clone();
        old.state = SessionState::Cancelled;
        old.reason = Some("The plan has it no more".into());
        cx.update(&mut old)?;
    }
    Ok(())
}

/// The days of provision's group follow.
fn follow(cx: &mut Cx<'_>, id: GroupId) -> Result<()> {
    let all = sessions_of(cx, id)?;
    let day = |s: &Session| SessionDay {
        on: s.on_date,
        start: s.start_time,
        minutes: s.minutes,
        state: match s.state {
            SessionState::Planned => provision::SessionState::Planned,
            SessionState::Held => provision::SessionState::Held,
            SessionState::Cancelled => provision::SessionState::Cancelled,
        },
    };
    let days: Vec<SessionDay> = all.iter().filter(|s| s.part == Part::Group).map(day).collect();
    provision::follow_sessions(cx, id, &days)
}

/// A session as somebody changes it.
#[derive(Clone, Debug, PartialEq)]
pub struct SessionChange {
    pub on: Date,
    pub start: Time,
    pub minutes: i64,
    pub reason: String,
}

fn check_session(new: &SessionChange, today: Date, planned: Option<i64>, others: &[Session]) -> Vec<Refusal> {
    let mut wrong = Vec::new();
    if new.on < today {
        wrong.push(Refusal::new("on", "past", "Enter today or a later day: what took place is in its register"));
    }
    wrong.extend(check_length(new.minutes, planned));
    wrong.extend(check_within_day(new.start, new.minutes));
    blank("reason", &new.reason, crate::words::LONGEST, "Say why", &mut wrong);
    let taken = others.iter().find(|s| s.on_date == new.on && s.state != SessionState::Cancelled);
    if let Some(taken) = taken {
        let words = format!("The group meets on that day already, for “{}”: choose another day", taken.name);
        wrong.push(Refusal::new("on", "two_a_day", words));
    }
    wrong
}

/// Moves a session, or changes how long it is.
///
/// # Errors
/// `held`, `past`, `two_a_day`, `longer_than_planned`, `over_midnight`, `missing`, `ended`; [`Failure::Stale`].
pub fn change_session(
    cx: &mut Cx<'_>,
    group: GroupId,
    id: SessionId,
    new: &SessionChange,
    seen: Option<i64>,
) -> Result<()> {
    cx.lock(group.0.into())?;
    let of_group = provision::group_by_id(cx, group)?;
    alive(&of_group)?;
    let mut session = session_of(cx, group, id)?;
    as_seen(session.version, seen, "this session")?;
    not_held(&session)?;
    let planned = match schedule_of(cx, group)? {
        Some(s) if !session.outside_plan => {
            let all = plans(cx)?;
            let version = all.version(&s.template, s.template_from);
            version.and_then(|(_, plan)| plan.session(session.which()).map(|p| p.session.minutes))
        }
        _ => None,
    };
    let others: Vec<Session> = sessions_of(cx, group)?.into_iter().filter(|s| s.id != id).collect();
    refuse(check_session(new, cx.today(), planned, &others))?;
    cx.describe(format!("Changed a session of group {}", of_group.code), Some(&new.reason));
    session.on_date = new.on;
    session.start_time = new.start;
    session.minutes = new.minutes;
    session.state = SessionState::Planned;
    session.reason = Some(reasoned("reason", &new.reason)?);
    cx.update(&mut session)?;
    follow(cx, group)
}

fn not_held(session: &Session) -> Result<()> {
    if session.state == SessionState::Held {
        let words = "This session was held: it stays as it was";
        return Err(Refusal::of_request("held", words).into());
    }
    Ok(())
}

/// Cancels a session that was not held.
///
/// # Errors
/// `held`, `missing`, `ended`; [`Failure::Stale`].
pub fn cancel_session(cx: &mut Cx<'_>, group: GroupId, id: SessionId, why: &str, seen: Option<i64>) -> Result<()> {
    cx.lock(group.0.into())?;
    let of_group = provision::group_by_id(cx, group)?;
    alive(&of_group)?;
    let mut session = session_of(cx, group, id)?;
    as_seen(session.version, seen, "this session")?;
    not_held(&session)?;
    let why = reasoned("reason", why)?;
    cx.describe(format!("Cancelled a session of group {}", of_group.code), Some(&why));
    session.state = SessionState::Cancelled;
    session.reason = Some(why);
    cx.update(&mut session)?;
    follow(cx, group)
}

/// Adds a session that the plan does not have, or that makes up for one of it for those who missed it. It is marked so.
///
/// # Errors
/// As [`change_session`]; `unknown`, `no_catch_up`, `not_planned`.
pub fn add_session(
    cx: &mut Cx<'_>,
    group: GroupId,
    (name, catches_up): (&str, Option<Which>),
    new: &SessionChange,
) -> Result<SessionId> {
    cx.lock(group.0.into())?;
    let of_group = provision::group_by_id(cx, group)?;
    alive(&of_group)?;
    let Some(schedule) = schedule_of(cx, group)? else {
        return Err(Refusal::of_request("not_planned", "Plan the sessions of the group first").into());
    };
    let (all, others) = (plans(cx)?, sessions_of(cx, group)?);
    let plan = all.version(&schedule.template, schedule.template_from).map(|(_, plan)| plan);
    let planned = catches_up.and_then(|which| plan.as_ref().and_then(|p| p.session(which).map(|s| s.session.clone())));
    let mut wrong = check_session(new, cx.today(), planned.as_ref().map(|p| p.minutes), &others);
    match (&planned, catches_up) {
        (None, Some(_)) => wrong.push(Refusal::new("which", "unknown", "Select a session of the programme")),
        (Some(planned), _) if !planned.catch_up => {
            wrong.push(Refusal::new("which", "no_catch_up", "This session cannot be caught up"));
        }
        (None, None) => blank("name", name, 100, "Enter what the session is about", &mut wrong),
        _ => {}
    }
    refuse(wrong)?;
    cx.describe(format!("Added a session to group {}", of_group.code), Some(&new.reason));
    let (module, number) = catches_up.unwrap_or((-1, i64::try_from(others.len()).unwrap_or(0) + 1));
    let session = Session {
        group_id: group,
        id: cx.new_id(),
        module,
        number,
        part: if catches_up.is_some() { Part::CatchUp } else { Part::Group },
        name: planned.map_or_else(|| name.trim().to_owned(), |p| p.name),
        on_date: new.on,
        start_time: new.start,
        minutes: new.minutes,
        outside_plan: true,
        state: SessionState::Planned,
        led_by: None,
        reason: Some(reasoned("reason", &new.reason)?),
        version: 1,
    };
    cx.insert(&session)?;
    follow(cx, group)?;
    Ok(session.id)
}

/// Notes that a session was held, and who led it. Held already, who led it may be put right.
///
/// # Errors
/// `cancelled`, `ahead`, `lead_missing`.
pub fn hold_session(cx: &mut Cx<'_>, group: GroupId, id: SessionId, led_by: Option<StaffId>) -> Result<()> {
    cx.lock(group.0.into())?;
    let mut session = session_of(cx, group, id)?;
    may_register(&session, cx.today())?;
    if led_by.is_none() {
        return Err(Failure::refused("led_by", "lead_missing", "Select who led the session"));
    }
    if session.state == SessionState::Held && session.led_by == led_by {
        cx.describe("Looked at a register again", None);
        return Ok(());
    }
    cx.describe(format!("A session was held: {}", session.name), None);
    session.state = SessionState::Held;
    session.led_by = led_by;
    cx.update(&mut session)?;
    follow(cx, group)
}

/// Adds somebody who facilitates a group from a day on. A new lead ends the one before, on the day before.
///
/// # Errors
/// `there_already`; a day before the group's.
pub fn add_facilitator(cx: &mut Cx<'_>, group: GroupId, (staff, part): (StaffId, Leading), from: Date) -> Result<()> {
    cx.lock(group.0.into())?;
    let of_group = provision::group_by_id(cx, group)?;
    alive(&of_group)?;
    let known = facilitators_of(cx, group)?;
    let running = |f: &&Facilitator| f.to_date.is_none_or(|to| to >= from);
    if known.iter().filter(running).any(|f| f.staff_id == staff && f.part == part) {
        let words = "They do that in this group already";
        return Err(Failure::refused("staff", "there_already", words));
    }
    cx.describe(format!("{} of group {}", part.words(), of_group.code), None);
    if part == Leading::Lead {
        for lead in known.iter().filter(running).filter(|f| f.part == Leading::Lead) {
            let mut lead = lead.clone();
            // Whoever led from the same day on never did.
            let last = jiff::ToSpan::day(1);
            lead.to_date = Some(from.saturating_sub(last));
            cx.update(&mut lead)?;
        }
    }
    let id: EntryId = cx.new_id();
    let row = Facilitator { group_id: group, id, staff_id: staff, part, from_date: from, to_date: None, version: 1 };
    cx.insert(&row)
}

/// Ends somebody's part in a group with a day.
///
/// # Errors
/// `ends_before_start`; [`Failure::NotFound`].
pub fn end_facilitator(cx: &mut Cx<'_>, group: GroupId, id: EntryId, on: Date) -> Result<()> {
    cx.lock(group.0.into())?;
    let mut row = cx.need::<Facilitator>(params![group, id])?;
    if on < row.from_date {
        let words = format!("They began on {}: enter that day or a later one", kernel::words::day(row.from_date));
        return Err(Failure::refused("on", "ends_before_start", words));
    }
    cx.describe("A facilitator leaves a group", None);
    row.to_date = Some(on);
    cx.update(&mut row)
}
