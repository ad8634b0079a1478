//! Keeps the read models of one person in step with what the rooms say, in the transaction of the change.

use super::policy::{Policy, TreatmentKind};
use super::records::{NotBegun, Treatment};
use super::rules::{Assessed, Required, not_begun, treated};
use assessment::Severity;
use domain_events::DomainEvent as E;
use kernel::{PersonId, PersonKeys};
use sentences::{Lists, OrderWithParts};
use store::{Cx, Listener, Result, params};

/// After the rooms whose facts it reads.
pub const LISTENERS: &[(&str, Listener)] = &[("interventions", hear)];

fn hear(cx: &mut Cx<'_>, event: &E) -> Result<()> {
    match event {
        E::AssessmentSigned { person, .. }
        | E::OrderMade { person, .. }
        | E::OrderAmended { person, .. }
        | E::OrderEnded { person, .. }
        | E::OrderReopened { person, .. }
        | E::RequirementAdded { person, .. }
        | E::RequirementAmended { person, .. }
        | E::RequirementEnded { person, .. }
        | E::RequirementBegan { person, .. }
        | E::ProgressRecorded { person, .. }
        | E::PlaceOffered { person, .. }
        | E::Allocated { person, .. }
        | E::Unallocated { person, .. }
        | E::CoverArranged { person, .. }
        | E::CoverEnded { person, .. }
        | E::SupervisionEnded { person, .. } => refresh(cx, *person),
        E::PersonMerged { person, absorbed } => {
            forget(cx, *absorbed)?;
            refresh(cx, *person)
        }
        E::PersonUnmerged { person, released } => {
            refresh(cx, *released)?;
            refresh(cx, *person)
        }
        _ => Ok(()),
    }
}

fn forget(cx: &mut Cx<'_>, person: PersonId) -> Result<()> {
    cx.execute("DELETE FROM view_treatment WHERE person_id = $1", params![person])?;
    cx.execute("DELETE FROM view_not_begun WHERE person_id = $1", params![person])?;
    Ok(())
}

/// Writes both read models of a person anew. Somebody not supervised has no rows.
///
/// # Errors
/// When the database fails.
pub fn refresh(cx: &mut Cx<'_>, person: PersonId) -> Result<()> {
    let keys = people::keys_of(cx, person)?;
    let person = keys.survivor;
    forget(cx, person)?;
    let Some(held) = caseload::responsible(cx, &keys)? else { return Ok(()) };
    let policy = Policy::shipped()?;
    let orders = sentences::orders(cx, &keys)?;
    let lists = Lists::current(cx)?;
    let required: Vec<Required> = orders.iter().flat_map(|order| of_order(order, &lists)).collect();
    let deliveries = provision::deliveries(cx, &keys)?;
    let late: Vec<NotBegun> = not_begun(policy, &required, &deliveries)
        .into_iter()
        .map(|(r, late_from)| NotBegun {
            person_id: person,
            requirement_id: r.id,
            order_id: r.order,
            kind: r.kind.clone(),
            team_id: held.team,
            staff_id: held.cover.or(held.officer),
            ordered_on: r.ordered_on,
            late_from,
        })
        .collect();
    cx.insert_all(&late)?;
    let assessed = assessed(cx, &keys, policy)?;
    let row = |kind: &TreatmentKind| {
        let found = treated(policy, kind, &assessed, &required, &deliveries)?;
        Some(Treatment {
            person_id: person,
            kind: kind.code.clone(),
            team_id: held.team,
            severity: found.need.map(|severe| if severe { "severe".into() } else { "standard".into() }),
            agreed: found.agreed,
            ordered_on: found.ordered_on,
            begun_on: found.begun_on,
            guidance_on: found.guidance_on,
        })
    };
    let rows: Vec<Treatment> = policy.treatments.iter().filter_map(row).collect();
    cx.insert_all(&rows)
}

fn of_order(order: &OrderWithParts, lists: &Lists) -> Vec<Required> {
    let made = order.order.removed.is_none();
    let parts = order.requirements.iter().filter(|part| made && part.requirement.removed.is_none());
    parts
        .map(|part| {
            let r = &part.requirement;
            let first = part.entries.iter().filter(|entry| entry.withdrawn.is_none()).map(|entry| entry.done_on).min();
            let reason = r.end_reason.as_deref().and_then(|code| lists.reason(code));
            Required {
                id: r.id,
                order: r.order_id,
                kind: r.kind.clone(),
                ordered_on: order.order.made_on,
                open: r.is_open() && order.order.is_open(),
                begun_on: r.started_on.into_iter().chain(first).min(),
                ended_on: r.ended_on,
                completed: reason.is_some_and(|reason| reason.completed),
            }
        })
        .collect()
}

fn assessed(cx: &mut Cx<'_>, keys: &PersonKeys, policy: &Policy) -> Result<Assessed> {
    let Some(signed) = assessment::latest_signed(cx, keys)? else { return Ok(Assessed::default()) };
    let sheet = assessment::sheet(cx, &signed)?;
    let needs = assessment::needs(cx, keys)?.unwrap_or_default();
    let asked = policy.treatments.iter().flat_map(|kind| &kind.answers).map(|telling| &telling.question);
    Ok(Assessed {
        needs: needs
            .into_iter()
            .filter_map(|need| match need.severity {
                Some(Severity::Standard) => Some((need.section, false)),
                Some(Severity::Severe) => Some((need.section, true)),
                Some(Severity::None) | None => None,
            })
            .collect(),
        answers: asked.filter_map(|question| Some((question.clone(), sheet.value(question)?.to_owned()))).collect(),
    })
}
