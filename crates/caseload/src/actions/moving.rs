//! The one way by which a person comes onto a list, moves to another and leaves. Every move ends a stint and begins the
//! next at the same instant, is told to the other rooms, and brings the views in step.

use crate::facts::{absent, open_stint};
use crate::records::{Cause, HandoverRow, Standing, StintRow};
use crate::responsibility::{Holder, Presence, settled};
use crate::views::refresh;
use contacts::Entry;
use domain_events::{DomainEvent, SupervisedOn};
use jiff::civil::Date;
use kernel::{AllocationId, Instant, PersonId, StaffId, TeamId};
use std::collections::HashMap;
use store::{Cx, Failure, Result, params};

/// The types of entry that this room writes into the log.
const OFFICER_CHANGED: &str = "ROC";
pub(crate) const TIER_CHANGED: &str = "ETCH20";
pub(crate) const HANDOVER: &str = "THND";
pub(crate) const JUDGED: &str = "TCLK";

/// Why a person moves.
pub(crate) struct Why<'a> {
    pub(crate) cause: Cause,
    pub(crate) reason: Option<&'a str>,
    pub(crate) note: Option<&'a str>,
}

impl Why<'_> {
    pub(crate) fn because(cause: Cause) -> Why<'static> {
        Why { cause, reason: None, note: None }
    }
}

/// Puts a person who came under supervision on the team's unallocated list. Nothing happens to somebody already on a list.
///
/// # Errors
/// When the database fails.
pub fn take_on(
    cx: &mut Cx<'_>,
    person: PersonId,
    on: Date,
    arrived: Date,
    basis: SupervisedOn,
    team: TeamId,
) -> Result<()> {
    cx.lock(person.into())?;
    if open_stint(cx, person)?.is_some() {
        return refresh(cx, person);
    }
    cx.describe(TAKEN_ON, None);
    let today = cx.today();
    let known = cx.get::<Standing>(params![person])?;
    let tier = known.as_ref().and_then(|s| s.tier.clone());
    let mut standing = Standing { tier, ..taken_on(person, on, arrived, basis, today) };
    if known.is_some() {
        cx.update(&mut standing)?
    } else {
        cx.insert(&standing)?
    }
    let now = cx.now();
    begin_stint(cx, person, Holder::Unallocated { awaiting: None }, team, &Why::because(Cause::Began), now)?;
    cx.tell(&DomainEvent::Unallocated { person, team: Some(team), on: today })?;
    refresh(cx, person)
}

pub(crate) const ENDED: &str = "Supervision ended";
pub(crate) const TAKEN_ON: &str = "Taken on for supervision";

/// How somebody stands who comes under supervision.
pub(crate) fn taken_on(person: PersonId, on: Date, arrived: Date, basis: SupervisedOn, today: Date) -> Standing {
    Standing {
        person_id: person,
        supervised_since: on,
        ended_on: None,
        arrived_on: arrived,
        held_since: today,
        allocated_on: None,
        released_on: (basis == SupervisedOn::Licence).then_some(on),
        in_custody: basis == SupervisedOn::Custody,
        tier: None,
    }
}

/// What a move changes in how somebody stands.
pub(crate) fn moved(standing: &mut Standing, before: Holder, holder: Holder, today: Date) {
    standing.held_since = today;
    if holder.needs_officer() && !before.needs_officer() {
        standing.arrived_on = today;
    }
    if holder.own_officer() != before.own_officer() {
        standing.allocated_on = holder.own_officer().map(|_| today);
    }
}

pub(super) fn begin_stint(
    cx: &mut Cx<'_>,
    person: PersonId,
    holder: Holder,
    team: TeamId,
    why: &Why<'_>,
    at: Instant,
) -> Result<AllocationId> {
    let row = stint_row(cx, person, holder, team, why, at);
    cx.insert(&row)?;
    Ok(row.id)
}

/// A stint that begins.
pub(crate) fn stint_row(
    cx: &Cx<'_>,
    person: PersonId,
    holder: Holder,
    team: TeamId,
    why: &Why<'_>,
    at: Instant,
) -> StintRow {
    let mut row = StintRow {
        person_id: person,
        id: cx.new_id(),
        holder: crate::records::HolderKind::Unallocated,
        officer_id: None,
        cover_id: None,
        officer_left: false,
        team_id: team,
        began_at: at,
        ended_at: None,
        supervision_ended: false,
        cause: why.cause,
        reason_code: why.reason.map(str::to_owned),
        note: why.note.map(str::trim).filter(|n| !n.is_empty()).map(str::to_owned),
        author: cx.actor().name().to_owned(),
    };
    row.set_holder(holder);
    row
}

/// Ends the open stint and begins the next at the same instant.
pub(crate) fn pass(
    cx: &mut Cx<'_>,
    mut open: StintRow,
    holder: Holder,
    team: TeamId,
    why: &Why<'_>,
) -> Result<AllocationId> {
    let (person, before, today) = (open.person_id, open.holder()?, cx.today());
    // A clock that was set back must not make a stint that ends before it began.
    let at = cx.now().max(Instant(open.began_at.0 + 1));
    open.ended_at = Some(at);
    cx.update(&mut open)?;
    let id = begin_stint(cx, person, holder, team, why, at)?;
    let mut standing = cx.need::<Standing>(params![person])?;
    moved(&mut standing, before, holder, today);
    cx.update(&mut standing)?;
    close_handover_to_another(cx, person, holder)?;
    tell_move(cx, person, before, holder, team, id)?;
    refresh(cx, person)?;
    Ok(id)
}

/// A handover to an officer who is no longer the person's own has nobody to accept it.
fn close_handover_to_another(cx: &mut Cx<'_>, person: PersonId, holder: Holder) -> Result<()> {
    let open = cx.first::<HandoverRow>("WHERE person_id = $1 AND closed_on IS NULL", params![person])?;
    let Some(mut handover) = open.filter(|h| holder.own_officer() != Some(h.to_staff_id)) else {
        return Ok(());
    };
    handover.closed_on = Some(cx.today());
    handover.closed_why = Some("moved-on".into());
    cx.update(&mut handover)
}

fn tell_move(
    cx: &mut Cx<'_>,
    person: PersonId,
    before: Holder,
    holder: Holder,
    team: TeamId,
    allocation: AllocationId,
) -> Result<()> {
    let on = cx.today();
    log_move(cx, person, holder, team)?;
    let event = match (before, holder) {
        (Holder::Cover { officer, .. }, Holder::Officer(now)) if officer == now => {
            DomainEvent::CoverEnded { person, on }
        }
        (_, Holder::Officer(staff)) => DomainEvent::Allocated { person, allocation, staff, team, on },
        (_, Holder::Cover { cover, .. }) => DomainEvent::CoverArranged { person, staff: cover, on },
        (_, Holder::Unallocated { .. }) => DomainEvent::Unallocated { person, team: Some(team), on },
    };
    cx.tell(&event)
}

/// Whoever reads the person's log sees who had them and since when.
fn log_move(cx: &mut Cx<'_>, person: PersonId, holder: Holder, team: TeamId) -> Result<()> {
    let title = match holder {
        Holder::Officer(officer) => officer_words(&organisation::staff_line(cx, officer)?.name),
        Holder::Cover { cover, .. } => {
            format!("On cover: {}", organisation::staff_line(cx, cover)?.name)
        }
        Holder::Unallocated { .. } => {
            format!("Unallocated, {}", organisation::team(cx, team)?.name)
        }
    };
    let entry = moved_entry(person, holder, team, cx.today(), title);
    contacts::enter(cx, entry).map(|_| ())
}

pub(crate) fn officer_words(name: &str) -> String {
    format!("Responsible officer: {name}")
}

pub(crate) fn moved_entry(person: PersonId, holder: Holder, team: TeamId, on: Date, title: String) -> Entry {
    Entry { staff: holder.acting(), team: Some(team), ..Entry::new(person, OFFICER_CHANGED, on, title) }
}

/// Moves a person to whoever should have them now that somebody went, left, was covered or returned. Gives true when
/// they moved. Whoever takes the person is locked first, so that they cannot go away unseen in between.
pub(crate) fn settle_person(cx: &mut Cx<'_>, person: PersonId) -> Result<bool> {
    cx.lock(person.into())?;
    let Some(open) = open_stint(cx, person)? else {
        return Ok(false);
    };
    let holder = open.holder()?;
    let mut wanted = settled(holder, &at_work(&absent(cx)?));
    for _ in 0..4 {
        let Some(acting) = wanted.and_then(Holder::acting) else {
            break;
        };
        cx.lock(kernel::ChainId(acting.0))?;
        let again = settled(holder, &at_work(&absent(cx)?));
        if again == wanted {
            break;
        }
        wanted = again;
    }
    let Some(holder) = wanted else {
        return Ok(false);
    };
    cx.describe("Moved because staff are away, covered or back", None);
    let team = open.team_id;
    pass(cx, open, holder, team, &Why::because(Cause::Presence))?;
    Ok(true)
}

pub(crate) fn at_work(absent: &HashMap<StaffId, Presence>) -> impl Fn(StaffId) -> Presence + '_ {
    |staff| absent.get(&staff).copied().unwrap_or(Presence::Here)
}

/// The last order, custodial sentence or licence ended: the person is on no list any more.
pub(crate) fn end_supervision(cx: &mut Cx<'_>, person: PersonId, on: Date) -> Result<()> {
    cx.lock(person.into())?;
    let Some(mut open) = open_stint(cx, person)? else {
        return Ok(());
    };
    cx.describe(ENDED, None);
    (open.ended_at, open.supervision_ended) = (Some(cx.now()), true);
    cx.update(&mut open)?;
    let mut standing = cx.need::<Standing>(params![person])?;
    standing.ended_on = Some(on);
    cx.update(&mut standing)?;
    let handover = cx.first::<HandoverRow>("WHERE person_id = $1 AND closed_on IS NULL", params![person])?;
    if let Some(mut handover) = handover {
        (handover.closed_on, handover.closed_why) = (Some(cx.today()), Some("supervision-ended".into()));
        cx.update(&mut handover)?;
    }
    crate::held::keep(cx, person)?;
    refresh(cx, person)
}

/// The open stint, or a refusal in words.
pub(crate) fn need_open(cx: &mut Cx<'_>, person: PersonId) -> Result<StintRow> {
    open_stint(cx, person)?
        .ok_or_else(|| Failure::refused("", "not_supervised", "This person is not under supervision"))
}
