//! Appointments of a referral: arranged, moved, cancelled, told of, corrected. Each is a contact of the log, so that the officer
//! sees it there, a failure is looked at, and a day of activity is counted; each act takes the referral on.
//!
//! Always true: what was said is never overwritten; a first assessment counts no day; nobody of the staff has the provider's
//! time in their diary.

use super::records::{Feedback, Manner, MessageKind, Session, SessionKind, SessionState};
use super::rules::{Said, arranging, held, lacking, next_number, too_early};
use super::store::{Delivery, delivery};
use crate::policy::{MONTHS_AHEAD, Numbers};
use crate::referrals::words::Words;
use crate::referrals::{Act, Deed, Referral, ReferralState, Whole, hold, keep_line, refuse, take_on};
use contacts::{Answer, MovedBy, NewContact, NewTime};
use kernel::{Date, PersonKeys, ReferralId, Refusal, SessionId, StaffId, Time};
use store::{Cx, Failure, Result};

/// Types of contact: a provider's appointment, its first assessment, a meeting of three.
const APPOINTMENT: &str = "CRSAPT";
const ASSESSMENT: &str = "CRSSAA";
const MEETING: &str = "C084";

/// When, how and where somebody meets.
#[derive(Clone, Debug)]
pub struct When {
    pub on: Date,
    pub start: Time,
    pub end: Time,
    pub manner: Manner,
    pub place: Option<String>,
}

/// A clash is told without the words of a form that providers do not have.
fn plain(wrong: Failure) -> Failure {
    match wrong {
        Failure::Refused(mut no) => {
            for refusal in &mut no.0 {
                if refusal.code == "clash" {
                    let words = "The person or the officer has something else at that time: choose another time";
                    *refusal = Refusal::new("start", "clash", words);
                }
            }
            Failure::Refused(no)
        }
        other => other,
    }
}

fn place_of(when: &When) -> Result<Option<String>> {
    let place = when.place.as_deref().map(str::trim).filter(|p| !p.is_empty()).map(str::to_owned);
    if when.manner == Manner::InPerson && place.is_none() {
        return Err(Failure::refused("place", "missing", "Say where you meet"));
    }
    Ok(place)
}

fn contact_of(
    cx: &mut Cx<'_>,
    keys: &PersonKeys,
    r: &Referral,
    kind: SessionKind,
    number: Option<i64>,
    when: &When,
) -> Result<NewContact> {
    let book = provision::book(cx)?;
    let name = book.services.get(&r.service_id).map_or_else(String::new, |s| s.name.clone());
    let event = match r.order_id {
        Some(order) => Some(sentences::order(cx, keys, order)?.order.event_id),
        None => None,
    };
    let code = match kind {
        SessionKind::Meeting => MEETING,
        SessionKind::Assessment => ASSESSMENT,
        SessionKind::Session => APPOINTMENT,
    };
    let title = number.map_or_else(|| format!("{name}: {}", kind.words()), |n| format!("{name}: session {n}"));
    let new = NewContact::of(code, when.on).at(when.start, when.end);
    Ok(NewContact {
        title: Some(title),
        place: place_of(when)?,
        event,
        // A meeting and a first assessment are no work towards the requirement.
        requirement: r.requirement_id.filter(|_| kind == SessionKind::Session),
        elsewhere: kind != SessionKind::Meeting,
        ..new
    })
}

/// The referral with its delivery, held for writing, and the number that the new appointment gets.
fn held_for(
    cx: &mut Cx<'_>,
    keys: &PersonKeys,
    id: ReferralId,
    kind: SessionKind,
    on: Date,
    seen: Option<i64>,
) -> Result<(Whole, Delivery, Option<i64>)> {
    let whole = hold(cx, keys, id, seen)?;
    let done = delivery(cx, &whole.referral)?;
    let months = Numbers::read(cx)?.on(MONTHS_AHEAD, cx.today())?;
    let approved = done.approved().map(|plan| plan.sessions);
    let r = &whole.referral;
    let days = (on, r.made_on, cx.today());
    if !r.by_provider && kind != SessionKind::Meeting {
        return Err(elsewhere());
    }
    refuse(arranging(kind, r.state, approved, &done.sessions, days, months))?;
    let number = match kind {
        SessionKind::Session => next_number(&done.sessions, approved.unwrap_or(0)),
        _ => None,
    };
    Ok((whole, done, number))
}

pub(super) fn elsewhere() -> Failure {
    let words = "A team of the probation service delivers this: its sessions are kept there";
    Refusal::of_request("elsewhere", words).into()
}

fn row(
    cx: &Cx<'_>,
    r: &Referral,
    kind: SessionKind,
    number: Option<i64>,
    when: &When,
    contact: kernel::ContactId,
) -> Session {
    Session {
        person_id: r.person_id,
        id: cx.new_id(),
        referral_id: r.id,
        kind,
        number,
        contact_id: contact,
        on_day: when.on,
        starts: when.start,
        ends: when.end,
        manner: when.manner,
        place: when.place.as_deref().map(str::trim).filter(|p| !p.is_empty()).map(str::to_owned),
        state: SessionState::Arranged,
        arranged_at: cx.now(),
        arranged_by: cx.actor().name().to_owned(),
        version: 1,
    }
}

/// Arranges an appointment to come.
///
/// # Errors
/// Every reason of the rules; what the log refuses, such as a time that is taken.
pub fn arrange_session(
    cx: &mut Cx<'_>,
    keys: &PersonKeys,
    id: ReferralId,
    kind: SessionKind,
    when: &When,
    seen: Option<i64>,
) -> Result<SessionId> {
    let (whole, _, number) = held_for(cx, keys, id, kind, when.on, seen)?;
    let new = contact_of(cx, keys, &whole.referral, kind, number, when)?;
    let contact = contacts::arrange(cx, keys, new).map_err(plain)?;
    let session = row(cx, &whole.referral, kind, number, when, contact.id);
    cx.insert(&session)?;
    Ok(session.id)
}

/// Arranges the first meeting of officer, person and provider, in the officer's diary.
///
/// # Errors
/// As [`arrange_session`].
pub fn arrange_meeting(
    cx: &mut Cx<'_>,
    keys: &PersonKeys,
    id: ReferralId,
    officer: Option<StaffId>,
    when: &When,
) -> Result<SessionId> {
    let (whole, _, _) = held_for(cx, keys, id, SessionKind::Meeting, when.on, None)?;
    let new = contact_of(cx, keys, &whole.referral, SessionKind::Meeting, None, when)?;
    let contact = contacts::arrange(cx, keys, NewContact { staff: officer, ..new })?;
    let session = row(cx, &whole.referral, SessionKind::Meeting, None, when, contact.id);
    cx.insert(&session)?;
    Ok(session.id)
}

/// Records an appointment that took place already, with what is said of it.
///
/// # Errors
/// As [`arrange_session`] and [`tell_session`]; a day to come.
pub fn record_past_session(
    cx: &mut Cx<'_>,
    keys: &PersonKeys,
    id: ReferralId,
    kind: SessionKind,
    (when, said): (&When, &Said),
    seen: Option<i64>,
) -> Result<SessionId> {
    let (mut whole, mut done, number) = held_for(cx, keys, id, kind, when.on, seen)?;
    early(cx, when.on, when.start)?;
    refuse(lacking(said))?;
    let outcome = outcome_of(said)?;
    let new = contact_of(cx, keys, &whole.referral, kind, number, when)?;
    let contact = contacts::record(cx, keys, NewContact { outcome: Some(outcome), note: note_of(said), ..new })?;
    let mut session = row(cx, &whole.referral, kind, number, when, contact.id);
    session.state = state_of(said);
    cx.insert(&session)?;
    let id = session.id;
    done.sessions.push(session.clone());
    keep_said(cx, &session, said, None)?;
    goes_on(cx, &mut whole, &done, &session)?;
    Ok(id)
}

fn early(cx: &Cx<'_>, on: Date, starts: Time) -> Result<()> {
    let now = cx.now().local();
    if too_early(on, starts, (now.date(), now.time())) {
        let words = "It has not begun yet: say what came of it afterwards";
        return Err(Refusal::of_request("too_early", words).into());
    }
    Ok(())
}

fn outcome_of(said: &Said) -> Result<String> {
    let attended = said.attended == Some(true);
    let happened = attended && said.happened == Some(true);
    let why = said.why.filter(|_| attended && !happened).map(super::records::NotHeldWhy::code);
    let outcome = Words::shipped().came(attended, happened, why);
    outcome.map(str::to_owned).ok_or_else(|| Failure::broken("an answer of a provider means no outcome"))
}

fn state_of(said: &Said) -> SessionState {
    let held = said.attended == Some(true) && said.happened == Some(true);
    if held { SessionState::Held } else { SessionState::NotHeld }
}

/// What the log says of it.
fn note_of(said: &Said) -> Option<String> {
    let late = said.late_reason.as_ref().filter(|_| said.late == Some(true)).map(|why| format!("Came late: {why}"));
    let parts = [said.summary.clone(), said.response.clone(), said.absence.clone(), late];
    let text: Vec<String> = parts.into_iter().flatten().filter(|t| !t.trim().is_empty()).collect();
    (!text.is_empty()).then(|| text.join("\n\n"))
}

fn keep_said(cx: &mut Cx<'_>, s: &Session, said: &Said, corrects: Option<(kernel::EntryId, &str)>) -> Result<()> {
    let some = |text: &Option<String>| text.as_deref().map(str::trim).filter(|t| !t.is_empty()).map(str::to_owned);
    let feedback = Feedback {
        person_id: s.person_id,
        id: cx.new_id(),
        referral_id: s.referral_id,
        session_id: s.id,
        attended: said.attended == Some(true),
        happened: said.attended == Some(true) && said.happened == Some(true),
        why: said.why,
        late: said.late == Some(true),
        late_reason: some(&said.late_reason),
        summary: some(&said.summary),
        response: some(&said.response),
        absence: some(&said.absence),
        behaviour: some(&said.behaviour),
        concern: some(&said.concern),
        corrects_id: corrects.map(|(id, _)| id),
        reason: corrects.map(|(_, reason)| reason.trim().to_owned()),
        at: cx.now(),
        by_name: cx.actor().name().to_owned(),
        by_id: cx.actor().id(),
    };
    cx.insert(&feedback)?;
    for text in [&feedback.behaviour, &feedback.concern].into_iter().flatten() {
        super::messages::keep(cx, s.person_id, s.referral_id, MessageKind::Concern, true, text)?;
    }
    Ok(())
}

/// The referral follows what was said: the first assessment, the last session, or one that was not held after all.
fn goes_on(cx: &mut Cx<'_>, whole: &mut Whole, done: &Delivery, session: &Session) -> Result<()> {
    let state = whole.referral.state;
    let assessed = done.assessed().map(|s| s.on_day);
    let all_held = done.approved().is_some_and(|plan| held(&done.sessions) >= plan.sessions);
    let deed = match (session.kind, state) {
        (SessionKind::Assessment, ReferralState::Sent | ReferralState::Assigned) if assessed.is_some() => {
            Some(Deed::Assess)
        }
        (SessionKind::Assessment, ReferralState::Assessed) if assessed.is_none() => Some(Deed::Unassess),
        (SessionKind::Session, ReferralState::Delivering) if all_held => Some(Deed::Deliver),
        (SessionKind::Session, ReferralState::ReportDue) if !all_held && !whole.stopped() => Some(Deed::Resume),
        _ => None,
    };
    if session.kind == SessionKind::Assessment {
        whole.referral.assessed_on = assessed;
    }
    if let Some(deed) = deed {
        whole.referral.last_session_on = done.last_held().filter(|_| deed == Deed::Deliver);
        let act = Act { on: Some(session.on_day), ..Act::default() };
        take_on(cx, whole, deed, true, act)?;
    } else {
        keep_line(cx, whole)?;
    }
    Ok(())
}

/// A referral and one of its sessions, held for writing.
fn session_held(
    cx: &mut Cx<'_>,
    keys: &PersonKeys,
    (id, session): (ReferralId, SessionId),
    seen: Option<i64>,
) -> Result<(Whole, Delivery, Session)> {
    let whole = hold(cx, keys, id, None)?;
    let done = delivery(cx, &whole.referral)?;
    let session = done.session(session)?.clone();
    if seen.is_some_and(|seen| seen != session.version) {
        return Err(Failure::Stale("Somebody else changed this appointment meanwhile".into()));
    }
    Ok((whole, done, session))
}

fn replaced(done: &mut Delivery, session: &Session) {
    done.sessions.retain(|s| s.id != session.id);
    done.sessions.push(session.clone());
}

/// Says what came of an appointment.
///
/// # Errors
/// Before it has begun; what is missing; `told_already` when something was said, which is then corrected.
pub fn tell_session(
    cx: &mut Cx<'_>,
    keys: &PersonKeys,
    at: (ReferralId, SessionId),
    said: &Said,
    seen: Option<i64>,
) -> Result<()> {
    let (mut whole, mut done, mut session) = session_held(cx, keys, at, seen)?;
    if session.state != SessionState::Arranged {
        let words = "What came of it is recorded: correct it, with a reason";
        return Err(Refusal::of_request("told_already", words).into());
    }
    early(cx, session.on_day, session.starts)?;
    refuse(lacking(said))?;
    let answer = Answer { outcome: outcome_of(said)?, note: note_of(said), version: None };
    // What the officer recorded in the log already stands; what the provider says is kept beside it.
    if contacts::find(cx, keys, session.contact_id)?.outcome.is_none() {
        contacts::record_outcome(cx, keys, session.contact_id, &answer)?;
    }
    session.state = state_of(said);
    cx.describe("Said what came of a provider’s appointment", None);
    cx.update(&mut session)?;
    keep_said(cx, &session, said, None)?;
    replaced(&mut done, &session);
    goes_on(cx, &mut whole, &done, &session)
}

/// Corrects what was said of an appointment; both stay.
///
/// # Errors
/// Nothing said yet, no reason, what is missing; a referral that has ended.
pub fn correct_session(
    cx: &mut Cx<'_>,
    keys: &PersonKeys,
    at: (ReferralId, SessionId),
    (said, reason): (&Said, &str),
    seen: Option<i64>,
) -> Result<()> {
    let (mut whole, mut done, mut session) = session_held(cx, keys, at, seen)?;
    let Some(before) = done.said_of(session.id).cloned() else {
        return Err(Refusal::of_request("nothing_told", "Nothing is recorded yet: say what came of it").into());
    };
    if !whole.referral.state.is_open() {
        let words = "The referral is over: tell the officer, who can put the log right";
        return Err(Refusal::of_request("is_over", words).into());
    }
    let mut wrong = lacking(said);
    if reason.trim().is_empty() {
        wrong.push(Refusal::new("reason", "missing", "Say why it is corrected"));
    }
    refuse(wrong)?;
    let outcome = outcome_of(said)?;
    let stands = contacts::find(cx, keys, session.contact_id)?.outcome;
    if stands.as_deref() != Some(outcome.as_str()) {
        contacts::correct_outcome(cx, keys, session.contact_id, Some(&outcome), reason, None)?;
    }
    session.state = state_of(said);
    cx.describe("Corrected what came of a provider’s appointment", Some(reason));
    cx.update(&mut session)?;
    keep_said(cx, &session, said, Some((before.id, reason)))?;
    replaced(&mut done, &session);
    goes_on(cx, &mut whole, &done, &session)
}

/// Moves an appointment that is still to come. The old one stays in the log as rescheduled.
///
/// # Errors
/// One that is told of or past; what the rules of arranging and moving refuse.
pub fn move_session(
    cx: &mut Cx<'_>,
    keys: &PersonKeys,
    at: (ReferralId, SessionId),
    (when, by_person, reason): (&When, bool, &str),
    seen: Option<i64>,
) -> Result<()> {
    let (whole, _, session) = session_held(cx, keys, at, seen)?;
    if session.state != SessionState::Arranged || !whole.referral.state.is_open() {
        let words = "It cannot be moved any more: what came of it is recorded";
        return Err(Refusal::of_request("not_arranged", words).into());
    }
    let months = Numbers::read(cx)?.on(MONTHS_AHEAD, cx.today())?;
    let days = (when.on, whole.referral.made_on, cx.today());
    // Only the day is judged anew: its place in the plan stays.
    refuse(arranging(SessionKind::Meeting, whole.referral.state, None, &[], days, months))?;
    let to = NewTime {
        date: when.on,
        start: when.start,
        end: when.end,
        by: if by_person { MovedBy::Person } else { MovedBy::Service },
        reason: reason.to_owned(),
        staff: None,
        office: None,
        clash_allowed: false,
        version: None,
    };
    let place = place_of(when)?;
    contacts::reschedule(cx, keys, session.contact_id, &to).map_err(plain)?;
    // The log told of it, and the appointment followed; how and where is said here.
    let mut session = delivery(cx, &whole.referral)?.session(session.id)?.clone();
    (session.manner, session.place) = (when.manner, place);
    cx.describe("Moved a provider’s appointment", Some(reason));
    cx.update(&mut session)
}

/// Cancels what is arranged and still to come, because the referral stops.
pub(crate) fn cancel_coming(cx: &mut Cx<'_>, keys: &PersonKeys, r: &Referral) -> Result<()> {
    let today = cx.today();
    for session in delivery(cx, r)?.sessions {
        if session.state == SessionState::Arranged && session.on_day >= today {
            contacts::cancel(cx, keys, session.contact_id, "The referral was withdrawn", None)?;
        }
    }
    Ok(())
}
