//! Telling a line of a register, putting it right, and standing people down when a session is cancelled: one person, one
//! transaction.

use super::rules::{LineTyped, Outcome, Policy, Told, may_be_told, read};
use crate::minutes::{Change, Minutes, NewMinutes, correct_minutes, enter_minutes, of_booking, take_back};
use crate::policy::{MOST_A_DAY, STOOD_DOWN, STOOD_DOWN_AHEAD, as_seen, hours, numbers, reasoned, refuse};
use crate::projects;
use crate::sessions::{
    Booking, BookingState, Counts, Session, SessionState, booking, bookings_of_person, new_contact, outcomes_on,
    overlap,
};
use contacts::{Answer, Catalogue};
use kernel::{EntryId, Refusal};
use people::OpenPerson;
use store::{Cx, Failure, Result, params};

const LONGEST_NOTE: usize = 2_000;

fn policy(cx: &mut Cx<'_>, session: &Session) -> Result<Policy> {
    let numbers = numbers(cx)?;
    Ok(Policy {
        stood_down: numbers.on(STOOD_DOWN, session.on_date)?,
        stood_down_ahead: numbers.on(STOOD_DOWN_AHEAD, session.on_date)?,
    })
}

/// What an outcome of the register says, by the log's catalogue and the register's own rows.
fn outcome(cx: &mut Cx<'_>, session: &Session, code: &str) -> Result<Outcome> {
    let offered = outcomes_on(cx, session.on_date)?.into_iter().find(|o| o.code == code);
    let catalogue: std::sync::Arc<Catalogue> = contacts::current(cx)?;
    match offered.zip(catalogue.outcome(code)) {
        Some((offered, known)) => Ok(Outcome { attended: known.attended == Some(true), counts: offered.counts }),
        None => {
            let words = if code.is_empty() { "Choose what came of it" } else { "Choose an outcome from the list" };
            Err(Failure::refused("outcome", "missing", words))
        }
    }
}

/// Reads a line and everything it must fit: the session, the person's other sessions of that day, the day itself.
fn judged(cx: &mut Cx<'_>, open: &OpenPerson, row: &Booking, session: &Session, typed: &LineTyped) -> Result<Told> {
    may_be_told(session, cx.today())?;
    let outcome = outcome(cx, session, &typed.outcome)?;
    let policy = policy(cx, session)?;
    let told = read(session, typed, outcome, policy).or_else(|no| refuse(no).and(Err(Failure::NotFound)))?;
    let mut no = Vec::new();
    if typed.note.as_deref().is_some_and(|note| note.chars().count() > LONGEST_NOTE) {
        no.push(Refusal::new("note", "too_long", format!("Use {LONGEST_NOTE} characters or fewer")));
    }
    let others = bookings_of_person(cx, &open.keys)?;
    let others = others.iter().filter(|b| b.id != row.id && b.on_date == row.on_date && b.state == BookingState::Told);
    let mut day = told.minutes;
    for (came, went) in others.filter_map(|b| b.came.zip(b.went)) {
        day += contacts::rules::wall_clock::minutes(row.on_date, came, went).map_or(0, i64::from);
        if typed.came.zip(typed.went).is_some_and(|own| overlap(own, (came, went))) {
            let words = format!(
                "Another register has the person at work from {} to {} that day: one of the two is wrong",
                kernel::words::time(came),
                kernel::words::time(went)
            );
            no.push(Refusal::new("came", "two_at_once", words));
        }
    }
    let most = numbers(cx)?.on(MOST_A_DAY, row.on_date)?;
    if day > most {
        let words =
            format!("That makes {} in one day, and at most {} is worked: look at the times", hours(day), hours(most));
        no.push(Refusal::new("went", "too_long_day", words));
    }
    refuse(no)?;
    Ok(told)
}

fn write_typed(cx: &Cx<'_>, row: &mut Booking, typed: &LineTyped) {
    let text = |text: &Option<String>| text.as_deref().map(str::trim).filter(|t| !t.is_empty()).map(str::to_owned);
    row.state = BookingState::Told;
    row.outcome = Some(typed.outcome.clone());
    (row.came, row.went, row.penalty) = (typed.came, typed.went, typed.penalty);
    row.work_quality = text(&typed.work_quality);
    row.behaviour = text(&typed.behaviour);
    row.note = text(&typed.note);
    row.told_at = Some(cx.now());
    row.told_by = Some(cx.actor().name().to_owned());
}

fn stale(row: &Booking, seen: i64) -> Result<()> {
    let who = row.told_by.as_deref().unwrap_or("Somebody else");
    as_seen(row.version, seen, &format!("{who} typed this line while you were working on it"))
}

/// Tells what came of a booking: the outcome goes to the log, the minutes to the account.
///
/// # Errors
/// `cancelled`, `ahead`, `missing`, `not_there`, `before_start`, `after_end`, `over_midnight`, `time_skipped`,
/// `penalty_too_long`, `two_at_once`, `too_long_day`; `told` once it is told; what the account and the log refuse;
/// [`Failure::Stale`].
pub fn tell_line(cx: &mut Cx<'_>, open: &OpenPerson, id: EntryId, typed: &LineTyped, seen: i64) -> Result<Told> {
    let mut row = booking(cx, &open.keys, id)?;
    stale(&row, seen)?;
    let session = cx.need::<Session>(params![row.session_id])?;
    if row.state == BookingState::Told {
        let words = "This line is told already: put it right, with a reason, instead of telling it twice";
        return Err(Failure::refused("outcome", "told", words));
    }
    if row.state == BookingState::Released {
        return Err(Failure::refused("outcome", "released", "The person was taken off this session"));
    }
    let told = judged(cx, open, &row, &session, typed)?;
    cx.describe("Told a line of a register of unpaid work", typed.note.as_deref());
    write_typed(cx, &mut row, typed);
    let contact = row.contact_id;
    if contact.is_none() {
        let project = projects::project(cx, row.project_id)?.project;
        let new = new_contact(&session, row.id, row.requirement_id, project.name, project.address);
        let new = contacts::NewContact { outcome: row.outcome.clone(), note: row.note.clone(), ..new };
        row.contact_id = Some(contacts::record(cx, &open.keys, new)?.id);
        cx.update(&mut row)?;
    } else {
        cx.update(&mut row)?;
    }
    enter(cx, open, &row, told)?;
    if let Some(contact) = contact {
        let answer = Answer { outcome: typed.outcome.clone(), note: row.note.clone(), version: None };
        contacts::record_outcome(cx, &open.keys, contact, &answer)?;
    }
    Ok(told)
}

fn enter(cx: &mut Cx<'_>, open: &OpenPerson, row: &Booking, told: Told) -> Result<()> {
    if told.minutes == 0 {
        return Ok(());
    }
    let new = NewMinutes {
        requirement: row.requirement_id,
        kind: told.kind,
        minutes: told.minutes,
        on: row.on_date,
        times: row.came.zip(row.went),
        penalty: told.penalty,
        booking: Some(row.id),
        reason: row.note.clone(),
    };
    enter_minutes(cx, &open.keys, &new).map(|_| ())
}

/// Puts a line right that was told. What stood before stays readable, in the log and in the account.
///
/// # Errors
/// As [`tell_line`]; `untold` for a line that is not told yet; `missing` without a reason; `unchanged`.
pub fn correct_line(
    cx: &mut Cx<'_>,
    open: &OpenPerson,
    id: EntryId,
    typed: &LineTyped,
    why: &str,
    seen: i64,
) -> Result<Told> {
    let mut row = booking(cx, &open.keys, id)?;
    stale(&row, seen)?;
    if row.state != BookingState::Told {
        return Err(Failure::refused("outcome", "untold", "This line is not told yet"));
    }
    let why = reasoned(why)?;
    let session = cx.need::<Session>(params![row.session_id])?;
    let told = judged(cx, open, &row, &session, typed)?;
    let before = row.clone();
    write_typed(cx, &mut row, typed);
    let same = Booking { told_at: before.told_at, told_by: before.told_by.clone(), ..row.clone() } == before;
    if same {
        return Err(Failure::refused("outcome", "unchanged", "This is what stands there already"));
    }
    cx.describe("Put a line of a register of unpaid work right", Some(&why));
    cx.update(&mut row)?;
    let entries = of_booking(cx, &open.keys, row.id)?;
    let own: Vec<&Minutes> = entries.iter().filter(|e| e.requirement_id == row.requirement_id).collect();
    match own.first() {
        None => enter(cx, open, &row, told)?,
        Some(entry) if told.minutes == 0 => take_back(cx, &open.keys, entry.id, &why)?,
        Some(entry) if entry.kind == told.kind => {
            let times = row.came.zip(row.went);
            let stands = (entry.minutes, entry.penalty, entry.starts.zip(entry.ends));
            if stands != (told.minutes, told.penalty, times) {
                let change = Change { minutes: told.minutes, on: row.on_date, times, penalty: told.penalty };
                correct_minutes(cx, &open.keys, entry.id, &change, &why)?;
            }
        }
        Some(entry) => {
            take_back(cx, &open.keys, entry.id, &why)?;
            enter(cx, open, &row, told)?;
        }
    }
    if let Some(contact) = row.contact_id.filter(|_| before.outcome != row.outcome) {
        let stands = contacts::find(cx, &open.keys, contact)?;
        if stands.outcome.is_none() {
            let answer = Answer { outcome: typed.outcome.clone(), note: None, version: None };
            contacts::record_outcome(cx, &open.keys, contact, &answer)?;
        } else if stands.outcome.as_deref() != Some(typed.outcome.as_str()) {
            contacts::correct_outcome(cx, &open.keys, contact, Some(&typed.outcome), &why, None)?;
        }
    }
    Ok(told)
}

/// Stands somebody down whose session was cancelled: an acceptable absence, with what policy counts for it. Told already:
/// no change.
///
/// # Errors
/// `planned` when the session was not cancelled; `missing` when no outcome of the register says it.
pub fn stand_down(cx: &mut Cx<'_>, open: &OpenPerson, id: EntryId) -> Result<()> {
    let mut row = booking(cx, &open.keys, id)?;
    if row.state != BookingState::Booked {
        return Ok(());
    }
    let session = cx.need::<Session>(params![row.session_id])?;
    if session.state != SessionState::Cancelled {
        return Err(Failure::refused("", "planned", "The session was not cancelled"));
    }
    let offered = outcomes_on(cx, session.on_date)?.into_iter().find(|o| o.counts == Counts::StoodDownAhead);
    let Some(offered) = offered else {
        return Err(Failure::refused("", "missing", "No outcome of the register says that somebody was stood down"));
    };
    let why = session.state_reason.clone().unwrap_or_else(|| "The session was cancelled".to_owned());
    cx.describe("Stood down by the service: the session was cancelled", Some(&why));
    let typed = LineTyped { outcome: offered.code.clone(), note: Some(why.clone()), ..LineTyped::default() };
    write_typed(cx, &mut row, &typed);
    cx.update(&mut row)?;
    let minutes = policy(cx, &session)?.stood_down_ahead;
    if session.on_date <= cx.today() {
        enter(cx, open, &row, Told { kind: crate::minutes::MinutesKind::StoodDown, minutes, penalty: 0 })?;
    }
    if let Some(contact) = row.contact_id {
        let answer = Answer { outcome: offered.code, note: Some(why), version: None };
        contacts::record_outcome(cx, &open.keys, contact, &answer)?;
    }
    Ok(())
}
