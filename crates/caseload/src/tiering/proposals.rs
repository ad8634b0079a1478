//! An officer proposes a tier with reasons; a manager confirms or refuses; a manager's tier can be ended.
//!
//! Always true: the computed tier is never hidden or changed by a proposal; each decision is a record with author, day and
//! reason, and stands in the person's log as oversight. One proposal of a person waits at a time.

use super::recalculate::{settle, standing_record};
use super::records::{ChangeKind, Direction, ProposalState, TierNow, TierProposal, TierRecordEnd, WaitingProposal};
use super::rules::direction;
use crate::actions::{TIER_CHANGED, record_tier};
use crate::allocation::check_tier;
use crate::facts::open_stint;
use crate::records::Standing;
use crate::workload::{Driver, Figures, capacities};
use contacts::Entry;
use kernel::{PersonId, PersonKeys, ProposalId, Refusals, TeamId};
use store::{Cx, Failure, Result, Value, params};

/// Proposes a tier to whoever manages the team.
///
/// # Errors
/// What [`check_tier`] refuses; `not_supervised`; `already_proposed` while another proposal waits.
pub fn propose_tier(cx: &mut Cx<'_>, person: PersonId, tier: &str, reason: &str) -> Result<ProposalId> {
    cx.lock(person.into())?;
    let standing = cx.get::<Standing>(params![person])?.filter(|s| s.ended_on.is_none());
    let (Some(standing), Some(stint)) = (standing, open_stint(cx, person)?) else {
        return Err(Failure::refused("", "not_supervised", "This person is not under supervision"));
    };
    check_tier(tier, reason, standing.tier.as_deref()).map_err(|no| Failure::from(Refusals(no)))?;
    if cx.first::<WaitingProposal>("WHERE person_id = $1", params![person])?.is_some() {
        let words = "Another proposal waits for a manager: it must be decided first";
        return Err(Failure::refused("tier", "already_proposed", words));
    }
    cx.describe(format!("Proposed tier {tier}"), Some(reason));
    let holder = stint.holder()?.acting();
    let load = match holder {
        Some(holder) => capacities(cx, &[holder])?.remove(&holder),
        None => None,
    };
    let (id, on) = (cx.new_id::<ProposalId>(), cx.today());
    let proposal = TierProposal {
        person_id: person,
        id,
        tier: tier.to_owned(),
        current: standing.tier.clone(),
        computed: computed_now(cx, person)?,
        direction: direction(standing.tier.as_deref(), Some(tier)).unwrap_or(Direction::First),
        reason: reason.trim().to_owned(),
        proposed_by: cx.actor().name().to_owned(),
        staff_id: cx.actor().staff(),
        team_id: stint.team_id,
        proposed_on: on,
        points: load.as_ref().map(|l| l.points),
        available: load.as_ref().map(|l| l.available.points),
        state: ProposalState::Waiting,
        decided_by: None,
        decided_on: None,
        decision_reason: None,
        version: 1,
    };
    cx.insert(&proposal)?;
    cx.insert(&WaitingProposal { person_id: person, id, team_id: stint.team_id, since: on })?;
    Ok(id)
}

/// What the rules say today, by the tier that drives.
pub(crate) fn computed_now(cx: &mut Cx<'_>, person: PersonId) -> Result<Option<String>> {
    let driver = Figures::now(cx)?.driver(cx.today());
    let now = cx.get::<TierNow>(params![person])?;
    Ok(now.and_then(|now| match driver {
        Driver::TwoPart => now.two_part.get(..1).map(str::to_owned),
        Driver::Letter => (now.letter.len() == 1).then_some(now.letter),
    }))
}

/// A manager's decision.
#[derive(Clone, Copy, Debug)]
pub struct Deciding<'a> {
    pub proposal: ProposalId,
    /// The version that the page showed.
    pub version: i64,
    pub confirm: bool,
    pub reason: &'a str,
}

/// Confirms or refuses a proposal.
///
/// # Errors
/// `own_proposal`, `no_reason`, `already_decided`; [`Failure::Stale`] when it changed since the page was shown.
pub fn decide_proposal(cx: &mut Cx<'_>, person: PersonId, wanted: Deciding<'_>) -> Result<()> {
    cx.lock(person.into())?;
    let mut proposal = cx.need::<TierProposal>(params![person, wanted.proposal])?;
    if proposal.state != ProposalState::Waiting {
        return Err(Failure::refused("", "already_decided", "Somebody has decided this proposal already"));
    }
    if proposal.version != wanted.version {
        return Err(Failure::Stale("The proposal changed since you opened the page".into()));
    }
    let reason = wanted.reason.trim();
    if reason.is_empty() {
        return Err(Failure::refused("reason", "no_reason", "Say why you decide so"));
    }
    if cx.actor().staff().is_some() && cx.actor().staff() == proposal.staff_id {
        return Err(Failure::refused("", "own_proposal", "Another manager must decide what you proposed yourself"));
    }
    let verb = if wanted.confirm { "Confirmed" } else { "Refused" };
    cx.describe(format!("{verb} tier {}", proposal.tier), Some(reason));
    close(cx, &mut proposal, if wanted.confirm { ProposalState::Confirmed } else { ProposalState::Refused }, reason)?;
    let title = format!("Oversight: {} the proposal of tier {}", verb.to_lowercase(), proposal.tier);
    let on = cx.today();
    contacts::enter(cx, Entry::new(person, TIER_CHANGED, on, title).note(reason.to_owned()))?;
    if !wanted.confirm {
        return Ok(());
    }
    let words = format!("{} (proposed by {}: {})", reason, proposal.proposed_by, proposal.reason);
    record_tier(cx, person, &proposal.tier, &words)
}

fn close(cx: &mut Cx<'_>, proposal: &mut TierProposal, state: ProposalState, reason: &str) -> Result<()> {
    proposal.state = state;
    proposal.decided_by = Some(cx.actor().name().to_owned());
    proposal.decided_on = Some(cx.today());
    proposal.decision_reason = Some(reason.to_owned());
    cx.update(proposal)?;
    cx.remove(&WaitingProposal {
        person_id: proposal.person_id,
        id: proposal.id,
        team_id: proposal.team_id,
        since: proposal.proposed_on,
    })
}

/// A manager recorded a tier past a waiting proposal: it is overtaken, with the decision that overtook it.
pub(crate) fn overtake(cx: &mut Cx<'_>, person: PersonId, why: &str) -> Result<()> {
    let waiting = cx.first::<WaitingProposal>("WHERE person_id = $1", params![person])?;
    let Some(waiting) = waiting else { return Ok(()) };
    let mut proposal = cx.need::<TierProposal>(params![person, waiting.id])?;
    close(cx, &mut proposal, ProposalState::Overtaken, why)
}

/// Ends a manager's tier: the computed one is in force again.
///
/// # Errors
/// `not_recorded` when none stands; `no_reason`.
pub fn end_recorded_tier(cx: &mut Cx<'_>, person: PersonId, reason: &str) -> Result<()> {
    cx.lock(person.into())?;
    if reason.trim().is_empty() {
        return Err(Failure::refused("reason", "no_reason", "Say why the recorded tier ends"));
    }
    let Some(record) = standing_record(cx, person)? else {
        return Err(Failure::refused("", "not_recorded", "No manager's tier is in force"));
    };
    cx.describe(format!("Ended the recorded tier {}", record.tier), Some(reason));
    let end = TierRecordEnd {
        person_id: person,
        record_id: record.id,
        ended_at: cx.now(),
        author: cx.actor().name().to_owned(),
        reason: reason.trim().to_owned(),
    };
    cx.insert(&end)?;
    let computed = computed_now(cx, person)?;
    settle(cx, person, computed.as_deref(), ChangeKind::OverrideEnded, reason.trim()).map(|_| ())
}

/// Every proposal of a person, the newest first.
///
/// # Errors
/// When the database fails.
pub fn proposals_of(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<Vec<TierProposal>> {
    let rest = format!("WHERE person_id IN ({}) ORDER BY proposed_on DESC, id DESC", keys.placeholders(1));
    cx.list(&rest, &store::key_values(keys))
}

/// A proposal as a queue shows it.
pub type ProposalLine = TierProposal;

/// What waits for a manager of these teams, the oldest first, at most `most`; without a team nothing does.
///
/// # Errors
/// When the database fails.
pub fn waiting_proposals(cx: &mut Cx<'_>, teams: &[TeamId], most: i64) -> Result<Vec<ProposalLine>> {
    if teams.is_empty() {
        return Ok(Vec::new());
    }
    let mut values: Vec<Value> = teams.iter().map(|t| Value::from(*t)).collect();
    let these = kernel::placeholders(1, teams.len());
    values.push(Value::Int(most));
    let rest = format!("WHERE team_id IN ({these}) ORDER BY since, id LIMIT ${}", values.len());
    let waiting = cx.list::<WaitingProposal>(&rest, &values)?;
    if waiting.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<Value> = waiting.iter().map(|w| Value::from(w.id)).collect();
    let people: Vec<Value> = waiting.iter().map(|w| Value::from(w.person_id)).collect();
    let rest = format!(
        "WHERE person_id IN ({}) AND id IN ({}) ORDER BY proposed_on, id",
        kernel::placeholders(1, people.len()),
        kernel::placeholders(1 + people.len(), ids.len())
    );
    cx.list(&rest, &[people, ids].concat())
}

/// How often tiers of these teams changed since a day, by kind and direction.
///
/// # Errors
/// When the database fails.
pub(crate) fn change_counts_of(
    cx: &mut Cx<'_>,
    teams: &[TeamId],
    since: jiff::civil::Date,
) -> Result<Vec<(String, String, i64)>> {
    if teams.is_empty() {
        return Ok(Vec::new());
    }
    let mut values: Vec<Value> = params![since].to_vec();
    values.extend(teams.iter().map(|t| Value::from(*t)));
    let sql = format!(
        "SELECT kind, direction, count(*) FROM tier_change WHERE on_day >= $1 AND team_id IN ({}) \
         GROUP BY kind, direction ORDER BY kind, direction",
        kernel::placeholders(2, teams.len())
    );
    cx.query(&sql, &values)?.iter().map(|r| Ok((r.get(0)?, r.get(1)?, r.get(2)?))).collect()
}
