//! An officer's own band beside the computed one: proposed with reasons, confirmed or refused by somebody else who oversees,
//! and ended when the computed band changes.
//!
//! Always true: the computed number is never changed; each override keeps which way it went and how much work the officer
//! had that day, so that they can be counted. It does not know what a band leads to.

use super::read::{newest, overrides};
use super::{Direction, Override, OverrideRow, OverrideState, Score};
use actuarial::vocabulary::Band;
use contacts::Entry;
use domain_events::DomainEvent;
use kernel::{Date, Permission, PersonId, PersonKeys, ProposalId, StaffId, TeamId};
use people::OpenPerson;
use std::collections::BTreeMap;
use store::{Cx, Failure, Question, Result, Value};

/// The type of log entry that a decision writes.
const ENTRY: &str = "TASM";
/// The most that one list holds.
const MOST: i64 = 500;

/// What a room above knows of an officer's work today: cases, and tenths of a per cent of capacity.
#[derive(Clone, Copy)]
pub struct WorkloadAt(pub fn(&mut Cx<'_>, StaffId) -> Result<Work>);

/// Cases, and tenths of a per cent of capacity; nothing where they are not known.
pub type Work = (Option<i32>, Option<i32>);

/// The bands that may be chosen, lowest first.
pub(super) const BANDS: [Band; 4] = [Band::Low, Band::Medium, Band::High, Band::VeryHigh];

/// What an officer proposes.
#[derive(Clone, Debug)]
pub struct Proposing {
    pub generation: i32,
    pub model: String,
    pub band: Band,
    pub reason: String,
}

/// Proposes another band than the computed one.
///
/// # Errors
/// `no_score` where the model gives no band; `same_band`; `already_proposed`; `no_reason`.
pub fn propose(cx: &mut Cx<'_>, open: &OpenPerson, new: &Proposing) -> Result<Override> {
    let today = cx.today();
    let score = newest(cx, &open.keys, today)?
        .into_iter()
        .find(|score| score.model == new.model && score.generation == new.generation)
        .ok_or(Failure::NotFound)?;
    let computed = score.band.as_deref().and_then(Band::from_wire).filter(|band| BANDS.contains(band));
    let Some(computed) = computed else {
        return Err(Failure::refused("band", "no_score", "There is no computed band to put another beside"));
    };
    if computed == new.band {
        return Err(Failure::refused("band", "same_band", "This is the computed band: select another"));
    }
    if new.reason.trim().is_empty() {
        return Err(Failure::refused("reason", "no_reason", "Say why the computed band does not fit"));
    }
    let standing = overrides(cx, &open.keys)?;
    let waits =
        |o: &Override| o.state == OverrideState::Proposed && o.model == new.model && o.generation == new.generation;
    if standing.iter().any(waits) {
        return Err(Failure::refused(
            "band",
            "already_proposed",
            "A proposal for this score waits for a manager already",
        ));
    }
    let row = fresh(cx, &open.keys, &score, computed, new)?;
    cx.describe(
        format!("Proposed {} instead of {} for {}", new.band.plain(), computed.plain(), score.model),
        Some(&row.reason),
    );
    cx.insert(&row)?;
    cx.save(&row_of(&row))?;
    Ok(row)
}

fn fresh(cx: &mut Cx<'_>, keys: &PersonKeys, score: &Score, computed: Band, new: &Proposing) -> Result<Override> {
    let staff_id = cx.actor().staff();
    let (mut team_id, mut work) = (None, (None, None));
    if let Some(staff) = staff_id {
        team_id = organisation::staff_lines(cx, &[staff])?.into_values().next().map(|line| line.team);
        if let Ok(door) = cx.part::<WorkloadAt>() {
            work = (door.0)(cx, staff)?;
        }
    }
    Ok(Override {
        person_id: keys.survivor,
        id: cx.new_id::<ProposalId>(),
        score_id: score.id,
        generation: new.generation,
        model: new.model.clone(),
        computed_band: computed.wire().to_owned(),
        band: new.band.wire().to_owned(),
        direction: if new.band > computed { Direction::Up } else { Direction::Down },
        reason: new.reason.trim().to_owned(),
        proposed_on: cx.today(),
        proposed_at: cx.now(),
        proposed_by: cx.actor().name().to_owned(),
        staff_id,
        team_id,
        cases: work.0,
        capacity_tenths: work.1,
        state: OverrideState::Proposed,
        decided_on: None,
        decided_by: None,
        decision_reason: None,
        ended_on: None,
        version: 1,
    })
}

/// One override of a person.
///
/// # Errors
/// [`Failure::NotFound`] when it is not this person's.
pub(super) fn one(cx: &mut Cx<'_>, keys: &PersonKeys, id: ProposalId) -> Result<Override> {
    overrides(cx, keys)?.into_iter().find(|o| o.id == id).ok_or(Failure::NotFound)
}

/// A manager confirms or refuses a proposal, as they saw it.
///
/// # Errors
/// `not_proposed`; `own_work` for whoever proposed it; `no_reason` for a refusal; [`Failure::Stale`].
pub(crate) fn decide(
    cx: &mut Cx<'_>,
    open: &OpenPerson,
    id: ProposalId,
    confirm: bool,
    reason: &str,
    seen: Option<i64>,
) -> Result<()> {
    let mut row = one(cx, &open.keys, id)?;
    if row.state != OverrideState::Proposed {
        return Err(Failure::refused("", "not_proposed", "This proposal was decided already"));
    }
    if seen.is_some_and(|version| version != row.version) {
        return Err(Failure::Stale("Somebody else changed this proposal meanwhile".to_owned()));
    }
    let own = match (row.staff_id, cx.actor().staff()) {
        (Some(author), Some(reader)) => author == reader,
        _ => row.proposed_by == cx.actor().name(),
    };
    if own {
        return Err(Failure::refused("", "own_work", "Somebody other than the author decides: ask another manager"));
    }
    let reason = reason.trim();
    if !confirm && reason.is_empty() {
        return Err(Failure::refused("reason", "no_reason", "Say why the computed band stands"));
    }
    let verb = if confirm { "Confirmed" } else { "Refused" };
    let told = format!("{verb} an officer's own band for {}", row.model);
    cx.describe(told, Some(reason).filter(|r| !r.is_empty()));
    row.state = if confirm { OverrideState::Confirmed } else { OverrideState::Refused };
    row.decided_on = Some(cx.today());
    row.decided_by = Some(cx.actor().name().to_owned());
    row.decision_reason = Some(reason.to_owned()).filter(|r| !r.is_empty());
    if confirm {
        end_earlier(cx, &open.keys, &row)?;
    }
    cx.update(&mut row)?;
    cx.save(&row_of(&row))?;
    let (person, on) = (open.keys.survivor, cx.today());
    let title = format!("Oversight: {} another band: {}", verb.to_lowercase(), super::override_title(&row));
    let entry = Entry::new(person, ENTRY, on, title);
    let entry = match &row.decision_reason {
        Some(reason) => entry.note(reason.clone()),
        None => entry,
    };
    contacts::enter(cx, entry)?;
    if confirm { cx.tell(&DomainEvent::ScoresChanged { person, on }) } else { Ok(()) }
}

fn end_earlier(cx: &mut Cx<'_>, keys: &PersonKeys, confirmed: &Override) -> Result<()> {
    for mut other in overrides(cx, keys)? {
        let same = other.model == confirmed.model && other.generation == confirmed.generation;
        if same && other.id != confirmed.id && other.state == OverrideState::Confirmed {
            end(cx, &mut other)?;
        }
    }
    Ok(())
}

fn end(cx: &mut Cx<'_>, row: &mut Override) -> Result<()> {
    row.state = OverrideState::Ended;
    row.ended_on = Some(cx.today());
    cx.update(row)?;
    cx.save(&row_of(row))
}

/// Ends the overrides of which the computed band is no longer what it was when a manager confirmed them.
///
/// # Errors
/// When the database fails.
pub(super) fn end_outlived(cx: &mut Cx<'_>, keys: &PersonKeys, moved: &[Score]) -> Result<()> {
    if moved.is_empty() {
        return Ok(());
    }
    for mut row in overrides(cx, keys)? {
        let computed = moved.iter().find(|score| score.model == row.model && score.generation == row.generation);
        let outlived = computed.is_some_and(|score| score.band.as_deref() != Some(row.computed_band.as_str()));
        if outlived && row.state == OverrideState::Confirmed {
            end(cx, &mut row)?;
        }
    }
    Ok(())
}

fn row_of(o: &Override) -> OverrideRow {
    OverrideRow {
        person_id: o.person_id,
        id: o.id,
        staff_id: o.staff_id,
        team_id: o.team_id,
        state: o.state,
        direction: o.direction,
        generation: o.generation,
        model: o.model.clone(),
        computed_band: o.computed_band.clone(),
        band: o.band.clone(),
        cases: o.cases,
        capacity_tenths: o.capacity_tenths,
        since: o.proposed_on,
    }
}

/// Overrides that wait for a manager.
pub type OverrideWork = OverrideRow;

/// The proposals of some teams that wait for a decision, the oldest first; nothing for who does not oversee.
///
/// # Errors
/// When the database fails.
pub fn waiting_overrides(cx: &mut Cx<'_>, teams: &[TeamId]) -> Result<Vec<OverrideWork>> {
    let question = waiting_question(cx, teams);
    question.map_or_else(|| Ok(Vec::new()), |question| cx.ask_list(&question))
}

/// What [`waiting_overrides`] asks.
pub(crate) fn waiting_question(cx: &Cx<'_>, teams: &[TeamId]) -> Option<Question> {
    let mut values: Vec<Value> = teams.iter().map(|team| Value::from(*team)).collect();
    values.extend([Value::from(OverrideState::Proposed), Value::from(MOST)]);
    let marks = kernel::placeholders(1, teams.len());
    let (state, most) = (teams.len() + 1, teams.len() + 2);
    let rest = format!("WHERE team_id IN ({marks}) AND state = ${state} ORDER BY since, person_id LIMIT ${most}");
    let oversees = !teams.is_empty() && cx.may(Permission::Oversee);
    oversees.then(|| Question::list::<OverrideWork>(&rest, &values))
}

/// The same as they were proposed.
///
/// # Errors
/// When the database fails.
pub(super) fn waiting_of(cx: &mut Cx<'_>, teams: &[TeamId]) -> Result<Vec<Override>> {
    if teams.is_empty() || !cx.may(Permission::Oversee) {
        return Ok(Vec::new());
    }
    let found = crate::decisions::waiting(cx, "b.id = a.id", OverrideState::Proposed.into(), teams, MOST)?;
    Ok(found.into_iter().map(|(_, full): (OverrideRow, Override)| full).collect())
}

/// How often an officer went up and down, with the work that they had on those days.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Counted {
    /// Who proposed; none for a program.
    pub staff: Option<StaffId>,
    /// Proposals to a higher band.
    pub up: u32,
    /// Proposals to a lower band.
    pub down: u32,
    /// Of those, confirmed.
    pub confirmed: u32,
    /// Of those, refused.
    pub refused: u32,
    /// The people they were about, counted once.
    pub people: u32,
    /// The mean of the cases held on those days, where they are known.
    pub cases: Option<f64>,
    /// The mean of the capacity taken on those days, per cent, where it is known.
    pub capacity: Option<f64>,
}

/// The overrides of some teams in a period by officer, one statement.
///
/// # Errors
/// When the database fails.
pub fn override_counts(cx: &mut Cx<'_>, teams: &[TeamId], from: Date, until: Date) -> Result<Vec<Counted>> {
    if teams.is_empty() {
        return Ok(Vec::new());
    }
    let mut values: Vec<Value> = teams.iter().map(|team| Value::from(*team)).collect();
    values.extend([Value::from(from), Value::from(until)]);
    let marks = kernel::placeholders(1, teams.len());
    let (first, last) = (teams.len() + 1, teams.len() + 2);
    let rest =
        format!("WHERE team_id IN ({marks}) AND since >= ${first} AND since <= ${last} ORDER BY staff_id, since");
    Ok(count(&cx.list::<OverrideRow>(&rest, &values)?))
}

fn count(rows: &[OverrideRow]) -> Vec<Counted> {
    let mut by_staff: BTreeMap<Option<StaffId>, Vec<&OverrideRow>> = BTreeMap::new();
    for row in rows {
        by_staff.entry(row.staff_id).or_default().push(row);
    }
    let mean = |figures: Vec<f64>| (!figures.is_empty()).then(|| figures.iter().sum::<f64>() / figures.len() as f64);
    let counted = |(staff, rows): (Option<StaffId>, Vec<&OverrideRow>)| {
        let number = |holds: &dyn Fn(&OverrideRow) -> bool| rows.iter().filter(|row| holds(row)).count() as u32;
        let mut people: Vec<PersonId> = rows.iter().map(|row| row.person_id).collect();
        people.sort_unstable();
        people.dedup();
        Counted {
            staff,
            up: number(&|row| row.direction == Direction::Up),
            down: number(&|row| row.direction == Direction::Down),
            confirmed: number(&|row| matches!(row.state, OverrideState::Confirmed | OverrideState::Ended)),
            refused: number(&|row| row.state == OverrideState::Refused),
            people: people.len() as u32,
            cases: mean(rows.iter().filter_map(|row| row.cases).map(f64::from).collect()),
            capacity: mean(rows.iter().filter_map(|row| row.capacity_tenths).map(|t| f64::from(t) / 10.0).collect()),
        }
    };
    by_staff.into_iter().map(counted).collect()
}
