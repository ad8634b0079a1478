//! What a case has in the log: appointments that follow the group's schedule, what a register says of them, and sessions that
//! somebody has alone. The log says what came of each; the row here follows it, also when it is corrected.
//!
//! Always true: a session counts once; what is cancelled or moved stays readable; a register writes no outcome over another.

use super::cases::settle;
use super::plan::{Part, REVIEW, Which};
use super::policy::Policy;
use super::records::{Attendance, Case, Mark, Session, SessionState};
use super::rules::may_attend_alone;
use super::store::{Whole, case_of, lead_of, schedule_of, session_of, sessions_of, whole};
use crate::log::of_contact;
use crate::words::refuse;
use contacts::{Answer, Contact, MovedBy, NewContact, NewTime};
use kernel::{
    ContactId, Date, GroupId, OfficeId, PersonId, PersonKeys, ProgrammeCaseId, Refusal, SessionId, StaffId, Time,
};
use people::OpenPerson;
use store::{Cx, Failure, Result, params};

/// The contact types of sessions.
fn kind(part: Part) -> &'static str {
    match part {
        Part::Group => "TPGS",
        Part::OneToOne | Part::CatchUp => "TPOO",
        Part::Review => "TPPR",
    }
}

/// Who meets the person, and where, at sessions of a group.
struct Meets {
    staff: Option<StaffId>,
    office: Option<OfficeId>,
    place: Option<String>,
}

fn meets(cx: &mut Cx<'_>, keys: &PersonKeys, case: &Case, on: Date) -> Result<Meets> {
    let mut meets = Meets { staff: None, office: None, place: None };
    if let Some(group) = case.group_id {
        meets.staff = lead_of(cx, group, on)?;
        let of_group = provision::group_by_id(cx, group)?;
        let book = provision::book(cx)?;
        let offer = book.offers.get(&of_group.offer_id);
        let own = schedule_of(cx, group)?.and_then(|s| s.place);
        meets.place = own.or_else(|| of_group.address.clone()).or_else(|| offer.and_then(|o| o.address.clone()));
        meets.office = offer.and_then(|o| o.office_id).filter(|_| meets.place.is_none());
        meets.staff = meets.staff.or(of_group.staff_id);
    }
    if meets.staff.is_none() {
        meets.staff = cx.actor().staff();
    }
    if meets.staff.is_none() {
        meets.staff = people::responsible_officer(cx, keys.survivor)?;
    }
    Ok(meets)
}

fn row(case: &Case, contact: &Contact, session: Option<&Session>, (which, part): (Which, Part)) -> Attendance {
    Attendance {
        person_id: case.person_id,
        contact_id: contact.id,
        case_id: case.id,
        group_id: session.map(|s| s.group_id),
        session_id: session.map(|s| s.id),
        module: which.0,
        number: which.1,
        part,
        on_date: contact.happens_on,
        outcome: contact.outcome.clone(),
        attended: contact.attended,
        complied: contact.complied,
        gone: false,
        version: 1,
    }
}

/// Keeps the mark of a session's row in the grid.
fn mark(cx: &mut Cx<'_>, row: &Attendance) -> Result<()> {
    let (Some(group_id), Some(session_id)) = (row.group_id, row.session_id) else { return Ok(()) };
    if row.gone {
        let sql = "DELETE FROM view_programme_mark WHERE group_id = $1 AND session_id = $2 AND case_id = $3 AND contact_id = $4";
        return cx.execute(sql, params![group_id, session_id, row.case_id, row.contact_id]).map(drop);
    }
    cx.save(&Mark {
        group_id,
        session_id,
        case_id: row.case_id,
        person_id: row.person_id,
        contact_id: row.contact_id,
        outcome: row.outcome.clone(),
        attended: row.attended,
        complied: row.complied,
    })
}

fn title(name: &str, part: Part) -> String {
    if part == Part::Review { part.words().to_owned() } else { format!("{}: {name}", part.words()) }
}

/// A session as it goes into the log.
fn contact_of(
    case: &Case,
    meets: &Meets,
    (part, name): (Part, &str),
    (on, start, minutes): (Date, Time, i64),
) -> NewContact {
    // One that would end after midnight was refused before.
    let end = start.saturating_add(jiff::ToSpan::minutes(minutes));
    NewContact {
        title: Some(title(name, part).chars().take(80).collect()),
        staff: meets.staff,
        office: meets.office,
        place: meets.place.clone(),
        requirement: case.requirement_id,
        clash_allowed: true,
        ..NewContact::of(kind(part), on).at(start, end)
    }
}

/// Rows of a case that were arranged and have no outcome.
fn waiting(whole: &Whole) -> Vec<Attendance> {
    whole.attendance.iter().filter(|a| !a.gone && a.outcome.is_none()).cloned().collect()
}

fn keep_gone(cx: &mut Cx<'_>, mut row: Attendance) -> Result<()> {
    row.gone = true;
    cx.update(&mut row)?;
    mark(cx, &row)
}

/// Cancels what is still to come of a case.
pub(super) fn cancel_coming(cx: &mut Cx<'_>, keys: &PersonKeys, id: ProgrammeCaseId, why: &str) -> Result<()> {
    let today = cx.today();
    let coming: Vec<Attendance> = waiting(&whole(cx, keys, id)?).into_iter().filter(|a| a.on_date >= today).collect();
    for row in coming {
        cancel_one(cx, keys, row, why)?;
    }
    Ok(())
}

fn cancel_one(cx: &mut Cx<'_>, keys: &PersonKeys, row: Attendance, why: &str) -> Result<()> {
    contacts::cancel(cx, keys, row.contact_id, why, None)?;
    // Hearing of the outcome may have changed the row.
    let now = cx.need::<Attendance>(params![row.person_id, row.contact_id])?;
    if now.gone { Ok(()) } else { keep_gone(cx, now) }
}

/// Brings a case's appointments in step with the schedule of its group: those to come are arranged, moved or cancelled, and
/// what was attended already is left out. Done again, it changes nothing.
///
/// # Errors
/// What the log refuses, such as `staff_missing`.
pub fn follow_schedule(cx: &mut Cx<'_>, keys: &PersonKeys, id: ProgrammeCaseId) -> Result<()> {
    let whole = whole(cx, keys, id)?;
    let case = whole.case.clone();
    let keeps = Policy::shipped().state(&case.state).is_some_and(|s| s.place);
    let Some(group) = case.group_id.filter(|_| keeps) else { return Ok(()) };
    let (today, sessions) = (cx.today(), sessions_of(cx, group)?);
    cx.describe("Brought appointments in step with the group", None);
    let arranged = waiting(&whole);
    for row in arranged.iter().filter(|a| a.group_id == Some(group) && a.on_date >= today) {
        let session = sessions.iter().find(|s| Some(s.id) == row.session_id);
        match session {
            Some(session) if session.state != SessionState::Cancelled => move_to(cx, keys, &case, row, session)?,
            other => {
                let why = other.and_then(|s| s.reason.as_deref()).unwrap_or("The group’s sessions were planned anew");
                cancel_one(cx, keys, row.clone(), why)?;
            }
        }
    }
    let done = whole.kept();
    let came = |which: Which| done.iter().any(|k| k.which == which && k.counts());
    let known = |session: &Session| whole.attendance.iter().any(|a| !a.gone && a.session_id == Some(session.id));
    // A catch-up session is for those who missed what it makes up for.
    let passed = |which: Which| {
        let own = sessions.iter().find(|s| s.which() == which && s.part == Part::Group);
        own.is_none_or(|s| s.on_date < today)
    };
    let meant = |s: &&Session| s.part == Part::Group || s.part == Part::CatchUp && passed(s.which());
    let to_come = sessions.iter().filter(|s| s.state == SessionState::Planned && s.on_date >= today).filter(meant);
    for session in to_come.filter(|s| !came(s.which()) && !known(s)) {
        arrange_session(cx, keys, &case, session)?;
    }
    Ok(())
}

fn arrange_session(cx: &mut Cx<'_>, keys: &PersonKeys, case: &Case, session: &Session) -> Result<()> {
    let meets = meets(cx, keys, case, session.on_date)?;
    let when = (session.on_date, session.start_time, session.minutes);
    let new = contact_of(case, &meets, (session.part, &session.name), when);
    let contact = contacts::arrange(cx, keys, new)?;
    let row = row(case, &contact, Some(session), (session.which(), session.part));
    cx.insert(&row)?;
    mark(cx, &row)
}

/// Moves the appointment of a session that moved: the old one stays in the log, closed.
fn move_to(cx: &mut Cx<'_>, keys: &PersonKeys, case: &Case, row: &Attendance, session: &Session) -> Result<()> {
    let contact = contacts::find(cx, keys, row.contact_id)?;
    let wanted = contact_of(
        case,
        &Meets { staff: None, office: None, place: None },
        (session.part, &session.name),
        (session.on_date, session.start_time, session.minutes),
    );
    let same = (contact.happens_on, contact.starts, contact.ends) == (wanted.date, wanted.start, wanted.end);
    let (Some(start), Some(end)) = (wanted.start, wanted.end) else { return Ok(()) };
    if same || session.on_date < cx.today() {
        return Ok(());
    }
    let reason = session.reason.clone().unwrap_or_else(|| "The group meets at another time".to_owned());
    let (date, by, staff, office) = (session.on_date, MovedBy::Service, None, None);
    let to = NewTime { date, start, end, by, reason, staff, office, clash_allowed: true, version: None };
    let moved = contacts::reschedule(cx, keys, contact.id, &to)?;
    let now = cx.need::<Attendance>(params![row.person_id, row.contact_id])?;
    if !now.gone {
        keep_gone(cx, now)?;
    }
    // Hearing of the move has made the row of the new appointment.
    match of_contact::<Attendance>(cx, keys, moved.id)? {
        Some(_) => Ok(()),
        None => {
            let new = self::row(case, &moved, Some(session), (session.which(), session.part));
            cx.insert(&new)?;
            mark(cx, &new)
        }
    }
}

/// One line of a register.
#[derive(Clone, Debug)]
pub struct Marking {
    pub case: ProgrammeCaseId,
    pub group: GroupId,
    pub session: SessionId,
    /// A code of the list of outcomes.
    pub outcome: String,
    pub note: Option<String>,
    /// Who led the session.
    pub staff: Option<StaffId>,
}

/// Whether a register may be typed for a session.
///
/// # Errors
/// `cancelled`, `ahead`.
pub fn may_register(session: &Session, today: Date) -> Result<()> {
    let mut wrong = Vec::new();
    if session.state == SessionState::Cancelled {
        let words = "This session was cancelled: nobody attended it. If it took place after all, plan it again first";
        wrong.push(Refusal::of_request("cancelled", words));
    }
    if session.on_date > today {
        let words = format!("This session is on {}: type its register then", kernel::words::day(session.on_date));
        wrong.push(Refusal::of_request("ahead", words));
    }
    refuse(wrong)
}

/// Writes one line of a register. Written the same already, it changes nothing; another outcome is a correction in the log.
///
/// # Errors
/// As [`may_register`]; `recorded_already`; `not_in_group`; what the log refuses.
pub fn mark_attendance(cx: &mut Cx<'_>, open: &OpenPerson, new: &Marking) -> Result<()> {
    cx.lock(open.keys.survivor.into())?;
    let keys = &open.keys;
    let session = session_of(cx, new.group, new.session)?;
    may_register(&session, cx.today())?;
    let case = case_of(cx, keys, new.case)?;
    let rest = "WHERE group_id = $1 AND session_id = $2 AND case_id = $3";
    let known = cx.first::<Mark>(rest, params![new.group, new.session, new.case])?;
    let field = format!("outcome-{}", new.case);
    if let Some(known) = known {
        return match known.outcome.as_deref() {
            Some(outcome) if outcome == new.outcome => {
                cx.describe("Looked at a register again", None);
                Ok(())
            }
            Some(_) => {
                let words = format!(
                    "{}: an outcome is recorded already. Correct it on the appointment’s own page, with a reason",
                    open.name()
                );
                Err(Failure::refused(field, "recorded_already", words))
            }
            None => {
                let answer = Answer { outcome: new.outcome.clone(), note: new.note.clone(), version: None };
                contacts::record_outcome(cx, keys, known.contact_id, &answer).map(drop)
            }
        };
    }
    if case.group_id != Some(new.group) {
        let words = format!("{} has no place in this group", open.name());
        return Err(Failure::refused(field, "not_in_group", words));
    }
    let mut meets = meets(cx, keys, &case, session.on_date)?;
    meets.staff = new.staff.or(meets.staff);
    let when = (session.on_date, session.start_time, session.minutes);
    let contact = NewContact {
        outcome: Some(new.outcome.clone()),
        note: new.note.clone(),
        ..contact_of(&case, &meets, (session.part, &session.name), when)
    };
    let contact = contacts::record(cx, keys, contact)?;
    let row = row(&case, &contact, Some(&session), (session.which(), session.part));
    cx.insert(&row)?;
    mark(cx, &row)?;
    settle(cx, keys, case.id)
}

/// A session that somebody has alone: one-to-one, a catch-up, or the review.
#[derive(Clone, Debug)]
pub struct Alone {
    pub part: Part,
    /// Which session of the plan it is, or makes up for.
    pub which: Which,
    pub on: Date,
    pub start: Time,
    pub minutes: i64,
    /// What came of it; none for one that is to come.
    pub outcome: Option<String>,
    pub note: Option<String>,
}

/// Arranges or records a session alone.
///
/// # Errors
/// What [`may_attend_alone`] refuses; `closed`, `no_plan`, `longer_than_planned`; what the log refuses.
pub fn attend_alone(cx: &mut Cx<'_>, open: &OpenPerson, id: ProgrammeCaseId, new: &Alone) -> Result<ContactId> {
    cx.lock(open.keys.survivor.into())?;
    let whole = whole(cx, &open.keys, id)?;
    let case = &whole.case;
    let mut wrong = Vec::new();
    // The review comes after the end, so that a complete case may have one.
    if case.state == super::policy::WITHDRAWN {
        wrong.push(Refusal::new("which", "closed", "This case is closed: nothing more is attended in it"));
    }
    let Some((_, plan)) = &whole.plan else {
        return Err(Failure::refused(
            "which",
            "no_plan",
            "No programme says which sessions there are: plan the group first",
        ));
    };
    wrong.extend(may_attend_alone(plan, new.which, new.part, &whole.kept()));
    let planned = plan.session(new.which);
    wrong.extend(super::rules::check_length(new.minutes, planned.map(|p| p.session.minutes)));
    wrong.extend(super::rules::check_within_day(new.start, new.minutes));
    refuse(wrong)?;
    let name = planned.map_or("", |p| p.session.name.as_str()).to_owned();
    let meets = meets(cx, &open.keys, case, new.on)?;
    let contact = NewContact {
        outcome: new.outcome.clone(),
        note: new.note.clone(),
        ..contact_of(case, &meets, (new.part, &name), (new.on, new.start, new.minutes))
    };
    cx.describe(title(&name, new.part), None);
    let contact = match new.outcome {
        Some(_) => contacts::record(cx, &open.keys, contact)?,
        None => contacts::arrange(cx, &open.keys, contact)?,
    };
    let which = if new.part == Part::Review { REVIEW } else { new.which };
    let row = row(case, &contact, None, (which, new.part));
    cx.insert(&row)?;
    settle(cx, &open.keys, id)?;
    Ok(contact.id)
}

/// What came of a session was recorded, corrected or taken back in the log.
pub(super) fn came_of(cx: &mut Cx<'_>, person: PersonId, contact: ContactId) -> Result<()> {
    let keys = people::keys_of(cx, person)?;
    let Some(mut row) = of_contact::<Attendance>(cx, &keys, contact)? else { return Ok(()) };
    let now = contacts::find(cx, &keys, contact)?;
    row.outcome.clone_from(&now.outcome);
    row.attended = now.attended;
    row.complied = now.complied;
    cx.update(&mut row)?;
    mark(cx, &row)?;
    settle(cx, &keys, row.case_id)
}

/// An appointment of a case was moved or cancelled in the log itself: a new one takes its place, or none.
pub(super) fn moved_or_cancelled(cx: &mut Cx<'_>, person: PersonId, contact: ContactId) -> Result<()> {
    let keys = people::keys_of(cx, person)?;
    match of_contact::<Attendance>(cx, &keys, contact)? {
        Some(row) if !row.gone => keep_gone(cx, row),
        _ => Ok(()),
    }
}

/// The new appointment of one that was moved in the log itself.
pub(super) fn replaced(cx: &mut Cx<'_>, person: PersonId, contact: ContactId) -> Result<()> {
    let keys = people::keys_of(cx, person)?;
    let new = contacts::find(cx, &keys, contact)?;
    let Some(old) = new.replaces_id else { return Ok(()) };
    if of_contact::<Attendance>(cx, &keys, contact)?.is_some() {
        return Ok(());
    }
    let Some(old) = of_contact::<Attendance>(cx, &keys, old)? else { return Ok(()) };
    let case = case_of(cx, &keys, old.case_id)?;
    let session = match (old.group_id, old.session_id) {
        (Some(group), Some(session)) => Some(session_of(cx, group, session)?),
        _ => None,
    };
    // Somebody moved one person's appointment: it is theirs alone from then on, and counts for the same session.
    let alone = session.as_ref().is_some_and(|s| s.on_date != new.happens_on);
    let row = row(&case, &new, session.as_ref().filter(|_| !alone), ((old.module, old.number), old.part));
    cx.insert(&row)?;
    mark(cx, &row)
}
