//! A handover: begun by whoever gives the person over or by their manager, filled item by item, accepted by the new
//! officer, and closed when that officer has met the person.

use super::moving::{HANDOVER, need_open};
use crate::deadlines::{Met, met};
use crate::facts::{facts, standards};
use crate::handover::{Answer, Entry, State, check_acceptance, check_answer, check_met_by, state};
use crate::policy::shipped;
use crate::records::{AnswerKind, HandoverItem, HandoverRow, Standing};
use crate::responsibility::Holder;
use crate::views::refresh;
use contacts::Entry as LogEntry;
use domain_events::DomainEvent;
use jiff::civil::Date;
use kernel::{HandoverId, PersonId, StaffId};
use law::{Law, Nation};
use store::{Cx, Failure, Result, params};

/// What begins a handover.
#[derive(Clone, Debug)]
pub struct Handing {
    pub from: StaffId,
    /// The day by which the new officer meets the person.
    pub met_by: Date,
}

/// Begins the handover to the person's present officer.
///
/// # Errors
/// `no_officer` while nobody has been allocated; `already_open`; `same_officer`; what [`check_met_by`] refuses.
pub fn start_handover(cx: &mut Cx<'_>, person: PersonId, handing: &Handing) -> Result<HandoverId> {
    cx.lock(person.into())?;
    let open = need_open(cx, person)?;
    let Holder::Officer(to) = open.holder()? else {
        return Err(Failure::refused("", "no_officer", "Allocate the person to an officer first"));
    };
    if to == handing.from {
        return Err(Failure::refused("from", "same_officer", "Select the officer who had the person before"));
    }
    if open_handover(cx, person)?.is_some() {
        return Err(Failure::refused("", "already_open", "A handover of this person is already under way"));
    }
    let (today, law) = (cx.today(), cx.part::<Law>()?);
    let latest = law.working_days(Nation::EnglandAndWales).after(today, standards(cx)?.first_meeting);
    check_met_by(handing.met_by, today, latest)?;
    cx.describe("Began a handover", None);
    let row = HandoverRow {
        person_id: person,
        id: cx.new_id(),
        from_staff_id: handing.from,
        to_staff_id: to,
        team_id: open.team_id,
        started_on: today,
        met_by: handing.met_by,
        accepted_at: None,
        accepted_by: None,
        closed_on: None,
        closed_why: None,
        version: 1,
    };
    cx.insert(&row)?;
    let title = format!("Handover to {} began", organisation::staff_line(cx, to)?.name);
    contacts::enter(cx, LogEntry::new(person, HANDOVER, today, title))?;
    cx.tell(&DomainEvent::HandoverStarted { person, handover: row.id, to, meet_by: row.met_by })?;
    refresh(cx, person)?;
    Ok(row.id)
}

pub(crate) fn open_handover(cx: &mut Cx<'_>, person: PersonId) -> Result<Option<HandoverRow>> {
    cx.first::<HandoverRow>("WHERE person_id = $1 AND closed_on IS NULL", params![person])
}

/// Says what there is of one item, in place of what was said before.
///
/// # Errors
/// [`Failure::NotFound`] for an item not on the list; `accepted` once the new officer has accepted; what
/// [`check_answer`] refuses.
pub fn answer_item(cx: &mut Cx<'_>, person: PersonId, id: HandoverId, item: &str, answer: &Answer) -> Result<()> {
    cx.lock(person.into())?;
    let handover = cx.need::<HandoverRow>(params![person, id])?;
    if handover.accepted_at.is_some() || handover.closed_on.is_some() {
        return Err(Failure::refused("", "accepted", "This handover is closed: record a contact instead"));
    }
    let items = &shipped().map_err(Failure::Broken)?.items;
    let listed = items.iter().find(|i| i.code == item).ok_or(Failure::NotFound)?;
    check_answer(listed, answer, cx.today())?;
    cx.describe("Filled in a handover", None);
    let mut row = item_row(person, id, item, answer);
    if cx.get::<HandoverItem>(params![person, id, item])?.is_some() { cx.update(&mut row) } else { cx.insert(&row) }
}

fn item_row(person_id: PersonId, handover_id: HandoverId, item: &str, answer: &Answer) -> HandoverItem {
    let (kind, words, who, by_day) = match answer {
        Answer::Passed { note } => (AnswerKind::Passed, note, None, None),
        Answer::NotApplicable { why } => (AnswerKind::NotApplicable, why, None, None),
        Answer::Missing { why, who, by } => (AnswerKind::Missing, why, Some(who.trim().to_owned()), Some(*by)),
    };
    let (item, words) = (item.to_owned(), words.trim().to_owned());
    HandoverItem { person_id, handover_id, item, answer: kind, words, who, by_day }
}

/// What has been said so far, and how far the handover has come.
pub(crate) fn progress(cx: &mut Cx<'_>, handover: &HandoverRow) -> Result<(Vec<HandoverItem>, State)> {
    let said = cx.list::<HandoverItem>(
        "WHERE person_id = $1 AND handover_id = $2 ORDER BY item",
        params![handover.person_id, handover.id],
    )?;
    let entries: Vec<Entry> =
        said.iter().map(|row| Entry { item: row.item.clone(), answer: Some(answer_of(row)) }).collect();
    let state = state(&shipped().map_err(Failure::Broken)?.items, &entries);
    Ok((said, state))
}

fn answer_of(row: &HandoverItem) -> Answer {
    match (row.answer, row.by_day) {
        (AnswerKind::Passed, _) => Answer::Passed { note: row.words.clone() },
        (AnswerKind::Missing, Some(by)) => {
            Answer::Missing { why: row.words.clone(), who: row.who.clone().unwrap_or_default(), by }
        }
        _ => Answer::NotApplicable { why: row.words.clone() },
    }
}

/// The new officer accepts, knowing what is missing.
///
/// # Errors
/// [`Failure::NotFound`]; `accepted`; what [`check_acceptance`] refuses.
pub fn accept_handover(cx: &mut Cx<'_>, person: PersonId, id: HandoverId) -> Result<()> {
    cx.lock(person.into())?;
    let mut handover = cx.need::<HandoverRow>(params![person, id])?;
    if handover.accepted_at.is_some() || handover.closed_on.is_some() {
        return Err(Failure::refused("", "accepted", "This handover is closed"));
    }
    let acceptor = cx.actor().staff();
    let (_, state) = progress(cx, &handover)?;
    check_acceptance(handover.to_staff_id, acceptor, &state)?;
    cx.describe("Accepted a handover", None);
    handover.accepted_at = Some(cx.now());
    handover.accepted_by = acceptor;
    cx.update(&mut handover)?;
    let by = handover.to_staff_id;
    let title = format!("Handover accepted by {}", organisation::staff_line(cx, by)?.name);
    contacts::enter(cx, LogEntry::new(person, HANDOVER, cx.today(), title))?;
    cx.tell(&DomainEvent::HandoverAccepted { person, handover: id, by })?;
    close_when_met(cx, person)?;
    refresh(cx, person)
}

/// Closes the open handover once it is accepted and the new officer has met the person.
pub(crate) fn close_when_met(cx: &mut Cx<'_>, person: PersonId) -> Result<()> {
    let Some(mut handover) = open_handover(cx, person)?.filter(|h| h.accepted_at.is_some()) else {
        return Ok(());
    };
    let (Some(standing), Some(stint)) = (cx.get::<Standing>(params![person])?, crate::facts::open_stint(cx, person)?)
    else {
        return Ok(());
    };
    let facts = facts(cx, &standing, &stint)?;
    if let Met::Officer(_) = met(handover.to_staff_id, handover.started_on, &facts.attended) {
        cx.describe("Closed a handover: the new officer has met the person", None);
        (handover.closed_on, handover.closed_why) = (Some(cx.today()), Some("met".into()));
        cx.update(&mut handover)?;
    }
    Ok(())
}
