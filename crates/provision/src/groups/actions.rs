//! Planning, changing, cancelling and finishing groups, each under the lock of the group's own chain.

use super::reading::taken_in_group;
use super::records::{Group, GroupSession, GroupState, SessionState};
use super::rules::{GroupFacts, Pattern, check_group, session_days};
use crate::book::{Book, book};
use crate::offers::{Offer, Opens};
use crate::policy::{MOST_PLACES, as_seen, code_of, reasoned, refuse, some_text};
use crate::waiting::{look_for_people, put_back_later};
use kernel::{Date, GroupId, OfferId, Refusal, Time};
use law::{Law, Nation};
use store::{Cx, Failure, Result, params};

fn days_of_sessions(cx: &Cx<'_>, book: &Book, offer: &Offer, start: Date) -> Result<(Vec<Date>, i64)> {
    let service = book.services.get(&offer.service_id).ok_or(Failure::NotFound)?;
    let law = cx.part::<Law>()?;
    let calendar = law.working_days(Nation::EnglandAndWales);
    let pattern = Pattern { sessions: service.sessions, weekdays: &service.weekdays, gap_days: service.gap_days };
    Ok((session_days(start, pattern, |day| calendar.is_working(day)), service.minutes))
}

fn unused_code(cx: &mut Cx<'_>, code: &str, own: Option<GroupId>) -> Result<()> {
    let taken = cx.list::<Group>("WHERE code = $1", params![code])?;
    if taken.iter().any(|g| Some(g.id) != own) {
        let words = format!("{code} is the name of another group: enter another name");
        return Err(Failure::refused("code", "code_taken", words));
    }
    Ok(())
}

/// Plans a group of an offer, with its sessions by the service's pattern. Those who wait are looked at at once.
///
/// # Errors
/// `no_places`, `out_of_range`, `ends_before_start`, `not_running`, `code_taken`, `not_groups`.
pub fn plan_group(cx: &mut Cx<'_>, offer_id: OfferId, facts: &GroupFacts) -> Result<GroupId> {
    // The lock of the list keeps two groups from taking one name at once.
    cx.lock(offer_id.0.into())?;
    let offer = cx.need::<Offer>(params![offer_id])?;
    let book = book(cx)?;
    if offer.opens != Opens::Groups {
        return Err(Failure::refused("", "not_groups", "Places of this offer open weekly, not with groups"));
    }
    let most = book.number(MOST_PLACES, cx.today())?;
    refuse(check_group(facts, book.days_of(&offer), most, 0))?;
    let code = code_of(&facts.code, 20, &mut Vec::new());
    unused_code(cx, &code, None)?;
    cx.describe(format!("Planned group {code} of {}", book.service_name(&offer)), None);
    let row = Group {
        id: cx.new_id(),
        offer_id,
        code,
        start_date: facts.start_date,
        joins_until: facts.joins_until,
        places: facts.places,
        state: GroupState::Planned,
        address: some_text(facts.address.as_deref()),
        staff_id: facts.staff,
        state_reason: None,
        state_on: None,
        version: 1,
    };
    cx.insert(&row)?;
    let (days, minutes) = days_of_sessions(cx, &book, &offer, facts.start_date)?;
    cx.insert_all(&sessions(row.id, &days, facts.start_time, minutes))?;
    look_for_people(cx, offer_id)?;
    Ok(row.id)
}

fn sessions(group_id: GroupId, days: &[Date], start_time: Time, minutes: i64) -> Vec<GroupSession> {
    let session = |(number, on_date): (i64, &Date)| GroupSession {
        group_id,
        number,
        on_date: *on_date,
        start_time,
        minutes,
        state: SessionState::Planned,
        reason: None,
        version: 1,
    };
    (1..).zip(days).map(session).collect()
}

/// Changes a group that has not ended. When its first day moves, its sessions are planned anew.
///
/// # Errors
/// As [`plan_group`]; `taken` for fewer places than are given; `ended`, `running`; [`Failure::Stale`].
pub fn amend_group(cx: &mut Cx<'_>, id: GroupId, facts: &GroupFacts, seen: i64) -> Result<()> {
    cx.lock(id.0.into())?;
    let mut row = cx.need::<Group>(params![id])?;
    as_seen(row.version, seen, "this group")?;
    alive(&row)?;
    let offer = cx.need::<Offer>(params![row.offer_id])?;
    let book = book(cx)?;
    let taken = taken_in_group(cx, id)?;
    let most = book.number(MOST_PLACES, cx.today())?;
    refuse(check_group(facts, book.days_of(&offer), most, taken))?;
    let code = code_of(&facts.code, 20, &mut Vec::new());
    unused_code(cx, &code, Some(id))?;
    let moved = row.start_date != facts.start_date;
    if moved && row.state == GroupState::Running {
        return Err(Failure::refused("start_date", "running", "The group is running: its first day stays"));
    }
    if moved && taken > 0 {
        let words =
            "People hold places for that day: cancel the group instead, and they go back to the head of the list";
        return Err(Failure::refused("start_date", "taken", words));
    }
    cx.describe(format!("Changed group {code}"), None);
    row.code = code;
    row.start_date = facts.start_date;
    row.joins_until = facts.joins_until;
    row.places = facts.places;
    row.address = some_text(facts.address.as_deref());
    row.staff_id = facts.staff;
    cx.update(&mut row)?;
    replan(cx, &book, &offer, &row, facts.start_time)?;
    look_for_people(cx, row.offer_id)
}

/// Sessions to come follow the first day and the time of day; those that were held stay.
fn replan(cx: &mut Cx<'_>, book: &Book, offer: &Offer, group: &Group, start_time: Time) -> Result<()> {
    let held = cx.list::<GroupSession>("WHERE group_id = $1 ORDER BY number", params![group.id])?;
    let (days, minutes) = days_of_sessions(cx, book, offer, group.start_date)?;
    for mut new in sessions(group.id, &days, start_time, minutes) {
        match held.iter().find(|h| h.number == new.number) {
            None => cx.insert(&new)?,
            Some(old) if old.state == SessionState::Planned => {
                let same = (old.on_date, old.start_time) == (new.on_date, new.start_time);
                if !same {
                    new.version = old.version;
                    cx.update(&mut new)?;
                }
            }
            Some(_) => {}
        }
    }
    Ok(())
}

fn alive(group: &Group) -> Result<()> {
    if matches!(group.state, GroupState::Cancelled | GroupState::Finished) {
        return Err(Failure::refused("", "ended", "This group has ended: plan another one"));
    }
    Ok(())
}

/// Cancels a group. Its people go back to the head of the list in their order, each by a step of their own; a job left here
/// sees to it when nobody else does.
///
/// # Errors
/// `ended`, `missing`; [`Failure::Stale`].
pub fn cancel_group(cx: &mut Cx<'_>, id: GroupId, why: &str, seen: i64) -> Result<()> {
    let (mut row, why) = ending(cx, id, why, seen)?;
    row.state = GroupState::Cancelled;
    cx.describe(format!("Cancelled group {}", row.code), Some(&why));
    row.state_reason = Some(why);
    cx.update(&mut row)?;
    put_back_later(cx, id)
}

/// Finishes a group whose last session is over.
///
/// # Errors
/// `ended`, `not_yet`; `held` when somebody who holds a place has neither begun nor given it back; [`Failure::Stale`].
pub fn finish_group(cx: &mut Cx<'_>, id: GroupId, why: &str, seen: i64) -> Result<()> {
    let (mut row, why) = ending(cx, id, why, seen)?;
    if row.start_date > cx.today() {
        return Err(Failure::refused("", "not_yet", "The group has not met yet: cancel it instead"));
    }
    let sql = "SELECT count(*) FROM booking WHERE opening_id = $1 AND state = 'held'";
    if cx.count(sql, params![id])? > 0 {
        let words = "Somebody holds a place who has neither begun nor given it back: record that first";
        return Err(Refusal::of_request("held", words).into());
    }
    row.state = GroupState::Finished;
    cx.describe(format!("Finished group {}", row.code), Some(&why));
    row.state_reason = Some(why);
    cx.update(&mut row)
}

fn ending(cx: &mut Cx<'_>, id: GroupId, why: &str, seen: i64) -> Result<(Group, String)> {
    cx.lock(id.0.into())?;
    let mut row = cx.need::<Group>(params![id])?;
    as_seen(row.version, seen, "this group")?;
    alive(&row)?;
    row.state_on = Some(cx.today());
    Ok((row, reasoned(why)?))
}

/// Records what became of a session: it was held, or it was cancelled, or that was a mistake.
///
/// # Errors
/// `ahead` for a session to come that is said to be held; `missing`; [`Failure::NotFound`], [`Failure::Stale`].
pub fn mark_session(
    cx: &mut Cx<'_>,
    group: GroupId,
    number: i64,
    (state, why): (SessionState, Option<&str>),
    seen: i64,
) -> Result<()> {
    cx.lock(group.0.into())?;
    let mut row = cx.need::<Group>(params![group])?;
    let mut session = cx.need::<GroupSession>(params![group, number])?;
    as_seen(session.version, seen, "this session")?;
    if state == SessionState::Held && session.on_date > cx.today() {
        return Err(Failure::refused("state", "ahead", "This session is still to come"));
    }
    session.reason = match state {
        SessionState::Cancelled => Some(reasoned(why.unwrap_or_default())?),
        _ => some_text(why),
    };
    session.state = state;
    cx.describe(format!("Session {number} of group {}: {}", row.code, state.code()), why);
    cx.update(&mut session)?;
    if state == SessionState::Held && row.state == GroupState::Planned {
        row.state = GroupState::Running;
        cx.update(&mut row)?;
    }
    Ok(())
}

/// A session as whoever runs the group planned it.
#[derive(Clone, Debug, PartialEq)]
pub struct SessionDay {
    pub on: Date,
    pub start: Time,
    pub minutes: i64,
    pub state: SessionState,
}

/// Makes a group's sessions those of whoever runs it: by number in the order given. Those that are left over and were not held
/// are taken out. A session that was held makes the group run. The caller describes it and holds the group's lock.
///
/// # Errors
/// `ended` for a group that is over.
pub fn follow_sessions(cx: &mut Cx<'_>, id: GroupId, days: &[SessionDay]) -> Result<()> {
    cx.lock(id.0.into())?;
    let mut group = cx.need::<Group>(params![id])?;
    alive(&group)?;
    let held = cx.list::<GroupSession>("WHERE group_id = $1 ORDER BY number", params![id])?;
    for (number, day) in (1..).zip(days) {
        let new = GroupSession {
            group_id: id,
            number,
            on_date: day.on,
            start_time: day.start,
            minutes: day.minutes,
            state: day.state,
            reason: None,
            version: 1,
        };
        match held.iter().find(|h| h.number == number) {
            None => cx.insert(&new)?,
            Some(old) => {
                let same = GroupSession { version: old.version, reason: old.reason.clone(), ..new.clone() } == *old;
                if !same {
                    cx.update(&mut GroupSession { version: old.version, ..new })?;
                }
            }
        }
    }
    let many = i64::try_from(days.len()).unwrap_or(i64::MAX);
    for old in held.iter().filter(|h| h.number > many && h.state != SessionState::Held) {
        cx.remove(old)?;
    }
    if group.state == GroupState::Planned && days.iter().any(|d| d.state == SessionState::Held) {
        group.state = GroupState::Running;
        cx.update(&mut group)?;
    }
    Ok(())
}
