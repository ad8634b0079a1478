//! Keeps the pace of one person in step with sentence, account and allocation, in the transaction of the change.

use super::holding;
use super::records::PaceRow;
use super::rules::{PaceFacts, PacePolicy, Standing, judge};
use crate::minutes::{Account, accounts};
use crate::policy::{FINISH_MONTHS, FIRST_SESSION, LEAST_A_WEEK, numbers};
use domain_events::DomainEvent as E;
use kernel::{Date, PersonId, RequirementId};
use law::{Law, Nation};
use std::collections::HashMap;
use store::{Cx, Listener, Result};

pub(crate) const LISTENERS: &[(&str, Listener)] =
    &[("who holds a person, for unpaid work", holding::hear), ("pace of unpaid work", hear)];

fn hear(cx: &mut Cx<'_>, event: &E) -> Result<()> {
    match event {
        E::OrderMade { person, .. }
        | E::OrderAmended { person, .. }
        | E::OrderEnded { person, .. }
        | E::OrderReopened { person, .. }
        | E::RequirementAdded { person, .. }
        | E::RequirementAmended { person, .. }
        | E::RequirementEnded { person, .. }
        | E::ProgressRecorded { person, .. }
        | E::Allocated { person, .. }
        | E::Unallocated { person, .. }
        | E::CoverArranged { person, .. }
        | E::CoverEnded { person, .. } => refresh(cx, *person),
        E::PersonMerged { person, absorbed } => {
            cx.put_view::<PaceRow>(*absorbed, &[])?;
            refresh(cx, *person)
        }
        E::PersonUnmerged { person, released } => {
            refresh(cx, *released)?;
            refresh(cx, *person)
        }
        _ => Ok(()),
    }
}

/// The first day on which something was credited or done.
fn first_on(account: &Account) -> Option<Date> {
    let credited = account.lines.iter().filter(|l| l.line.as_ref().is_some_and(|c| c.credited > 0));
    credited.map(|l| l.entry.done_on).chain(account.beside.iter().map(|p| p.done_on)).min()
}

/// How the hours of each open account stand today.
///
/// # Errors
/// When the policy cannot be read.
pub fn standings(cx: &mut Cx<'_>, all: &[Account]) -> Result<HashMap<RequirementId, Standing>> {
    let today = cx.today();
    let numbers = numbers(cx)?;
    let law = cx.part::<Law>()?;
    let calendar = law.working_days(Nation::EnglandAndWales);
    let mut found = HashMap::new();
    for account in all.iter().filter(|a| a.is_open()) {
        let made_on = account.order.made_on;
        let days = numbers.on(FIRST_SESSION, made_on)?;
        let policy = PacePolicy {
            least_week: numbers.on(LEAST_A_WEEK, made_on)?,
            finish_months: numbers.on(FINISH_MONTHS, made_on)?,
        };
        let facts = PaceFacts {
            made_on,
            order_end: account.order.end(),
            ordered: account.limits.ordered,
            credited: account.working.credited,
            first_on: first_on(account),
            first_due: calendar.after(made_on, u32::try_from(days).unwrap_or(0)),
            today,
        };
        found.insert(account.requirement.id, judge(facts, policy));
    }
    Ok(found)
}

/// Writes the pace of a person anew. Somebody without open unpaid work has no row.
///
/// # Errors
/// When the database fails.
pub fn refresh(cx: &mut Cx<'_>, person: PersonId) -> Result<()> {
    let keys = people::keys_of(cx, person)?;
    let all = accounts(cx, &keys)?;
    let standings = standings(cx, &all)?;
    if standings.is_empty() {
        cx.put_view::<PaceRow>(keys.survivor, &[])?;
        return Ok(());
    }
    let held = holding::holder(cx, keys.survivor)?;
    let team = held.as_ref().and_then(|h| h.team_id);
    let unit_id = match team {
        Some(team) => organisation::teams(cx)?.into_iter().find(|t| t.id == team).map(|t| t.unit_id),
        None => None,
    };
    let mut rows: Vec<PaceRow> = all
        .iter()
        .filter_map(|account| {
            let standing = standings.get(&account.requirement.id)?;
            Some(PaceRow {
                person_id: keys.survivor,
                requirement_id: account.requirement.id,
                order_id: account.order.id,
                unit_id,
                team_id: team,
                staff_id: held.as_ref().and_then(|h| h.staff_id),
                verdict: standing.verdict,
                made_on: standing.facts.made_on,
                ordered_minutes: standing.facts.ordered,
                credited_minutes: standing.facts.credited,
                left_minutes: standing.left,
                first_on: standing.facts.first_on,
                first_due: standing.facts.first_due,
                week_minutes: standing.week_minutes,
                finish_on: standing.finish_on,
                limit_on: standing.limit_on,
                first_days: standing.facts.first_on.map(|on| i64::from((on - standing.facts.made_on).get_days())),
            })
        })
        .collect();
    rows.sort_by_key(|r| r.requirement_id);
    cx.put_view(keys.survivor, &rows)?;
    Ok(())
}
