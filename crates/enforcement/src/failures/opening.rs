//! How a failure begins and how a correction changes it: what became of a contact is heard, and says whether there is a
//! failure. Also what is heard of orders, merges and who holds the person.
//!
//! Always true: whether a failure counts follows from the outcome that stands now, so that a correction leaves what would
//! be there had it been recorded right at first; what was decided meanwhile stays.

use super::keeping::{keep, keep_re_engaged, republish};
use super::records::{Decision, Failure, FailureState, FailureStep, StepOf};
use crate::holding;
use contacts::{Catalogue, Contact};
use domain_events::DomainEvent;
use kernel::{ContactId, OrderId, PersonId, PersonKeys};
use law::Law;
use store::{Cx, Result, key_values, params};

/// What the binary lists; a demo that fills in bulk has [`super::fill_failures`] write what these would have.
pub const LISTENERS: &[(&str, store::Listener)] = &[("failures to comply", hear)];

fn hear(cx: &mut Cx<'_>, event: &DomainEvent) -> Result<()> {
    use DomainEvent as E;
    match event {
        E::OutcomeRecorded { person, contact, .. } => {
            let keys = people::keys_of(cx, *person)?;
            outcome(cx, &keys, *contact)
        }
        E::OrderEnded { person, .. } | E::OrderReopened { person, .. } | E::OrderAmended { person, .. } => {
            let keys = people::keys_of(cx, *person)?;
            if of_person(cx, &keys)?.is_empty() { Ok(()) } else { keep(cx, &keys) }
        }
        E::Allocated { person, .. }
        | E::Unallocated { person, .. }
        | E::CoverArranged { person, .. }
        | E::CoverEnded { person, .. } => held(cx, *person),
        E::PersonMerged { person, absorbed } => {
            cx.execute("DELETE FROM view_enforcement_due WHERE person_id = $1", params![*absorbed])?;
            let keys = people::keys_of(cx, *person)?;
            keep(cx, &keys)
        }
        E::PersonUnmerged { person, released } => {
            for one in [*person, *released] {
                let keys = people::keys_of(cx, one)?;
                keep(cx, &keys)?;
            }
            Ok(())
        }
        _ => Ok(()),
    }
}

/// Moves what waits to whoever holds the person now.
fn held(cx: &mut Cx<'_>, person: PersonId) -> Result<()> {
    let holder = holding::holder(cx, person)?;
    let (staff, team) = holder.map_or((None, None), |h| (h.staff_id, h.team_id));
    let sql = "UPDATE view_enforcement_due SET staff_id = $2, team_id = $3 WHERE person_id = $1";
    cx.execute(sql, params![person, staff, team]).map(drop)
}

fn of_person(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<Vec<Failure>> {
    cx.list(&format!("WHERE person_id IN ({})", keys.placeholders(1)), &key_values(keys))
}

/// The outcome that stands makes a failure.
pub(crate) fn fails(catalogue: &Catalogue, contact: &Contact) -> bool {
    let outcome = contact.outcome.as_deref().and_then(|code| catalogue.outcome(code));
    outcome.is_some_and(|o| o.enforceable || o.complied == Some(false))
}

fn outcome(cx: &mut Cx<'_>, keys: &PersonKeys, contact: ContactId) -> Result<()> {
    let known = of_person(cx, keys)?;
    let catalogue = contacts::current(cx)?;
    let contact = contacts::find(cx, keys, contact)?;
    let own = known.iter().find(|f| f.contact_id == contact.id).cloned();
    match (fails(&catalogue, &contact), own) {
        (true, None) => open(cx, keys, &contact)?,
        (true, Some(failure)) => again(cx, &contact, failure)?,
        (false, Some(failure)) if failure.counts() => supersede(cx, &catalogue, &contact, failure)?,
        (false, _) if known.is_empty() => return Ok(()),
        _ => {}
    }
    keep_re_engaged(cx, keys)?;
    keep(cx, keys)
}

fn open(cx: &mut Cx<'_>, keys: &PersonKeys, contact: &Contact) -> Result<()> {
    let law = cx.part::<Law>()?;
    let order = order_of(cx, keys, contact, &law)?;
    // While contact is suspended nobody is expected, and so nobody fails to come.
    if let Some(order) = order
        && crate::powers::suspended_on(cx, keys, order, contact.happens_on)?.is_some()
    {
        return Ok(());
    }
    let clock = law.evidence_due(contact.happens_on);
    let place = match contact.office_id {
        Some(office) => Some(organisation::office(cx, office)?.name),
        None => contact.place.clone(),
    };
    let failure = Failure {
        person_id: contact.person_id,
        id: cx.new_id(),
        contact_id: contact.id,
        order_id: order,
        event_id: contact.event_id,
        requirement_id: contact.requirement_id,
        failed_on: contact.happens_on,
        starts: contact.starts,
        place,
        contact_type: contact.contact_type.clone(),
        outcome: contact.outcome.clone().unwrap_or_default(),
        attended: contact.attended,
        national_standard: contact.national_standard,
        opened_at: cx.now(),
        evidence_due: clock.as_ref().map(|c| c.due),
        evidence_rule: clock.map_or_else(String::new, |c| c.row),
        state: FailureState::Awaited,
        decision: None,
        decided_on: None,
        agreed: false,
        superseded: None,
        version: 1,
    };
    cx.describe("Recorded a failure to comply", None);
    cx.insert(&failure)?;
    step(cx, &failure, StepOf::Opened, None)?;
    republish(cx, keys, failure.id)
}

/// The order that a contact was under: its requirement's, its matter's, or the only one that could be enforced that day.
fn order_of(cx: &mut Cx<'_>, keys: &PersonKeys, contact: &Contact, law: &Law) -> Result<Option<OrderId>> {
    let orders = sentences::orders(cx, keys)?;
    if let Some(requirement) = contact.requirement_id
        && let Some(order) = orders.iter().find(|o| o.requirements.iter().any(|r| r.requirement.id == requirement))
    {
        return Ok(Some(order.order.id));
    }
    let on = contact.happens_on;
    let in_force = orders.iter().map(|o| &o.order).filter(|o| {
        o.removed.is_none()
            && o.made_on <= on
            && o.ended_on.is_none_or(|ended| on < ended)
            && law.enforcement().regime(&o.sentence).is_some()
    });
    let of_matter: Vec<OrderId> =
        in_force.filter(|o| contact.event_id.is_none_or(|event| o.event_id == event)).map(|o| o.id).collect();
    Ok(of_matter.first().copied().filter(|_| of_matter.len() == 1))
}

/// A failure that is there already got an outcome that fails.
fn again(cx: &mut Cx<'_>, contact: &Contact, mut failure: Failure) -> Result<()> {
    let outcome = contact.outcome.clone().unwrap_or_default();
    let back = !failure.counts();
    if !back && failure.outcome == outcome {
        return Ok(());
    }
    failure.outcome = outcome;
    failure.attended = contact.attended;
    failure.superseded = None;
    if failure.decided() == Some(Decision::Accept) {
        (failure.decision, failure.decided_on, failure.agreed) = (None, None, false);
        failure.state = FailureState::Awaited;
        let rest = "WHERE person_id = $1 AND failure_id = $2 AND step = $3";
        let given = cx.first::<FailureStep>(rest, params![failure.person_id, failure.id, StepOf::Evidence])?;
        if given.is_some() {
            failure.state = FailureState::Given;
        }
    }
    cx.describe(
        if back { "A failure to comply again, by a correction" } else { "Corrected a failure to comply" },
        None,
    );
    cx.update(&mut failure)?;
    step(cx, &failure, if back { StepOf::Reinstated } else { StepOf::Changed }, None)?;
    warnings_follow(cx, &failure)
}

/// The outcome was corrected, and it is no failure any more.
fn supersede(cx: &mut Cx<'_>, catalogue: &Catalogue, contact: &Contact, mut failure: Failure) -> Result<()> {
    let corrected = contact.outcome.as_deref().and_then(|code| catalogue.outcome(code));
    let why = corrected.map_or_else(
        || "The outcome was taken back".to_owned(),
        |outcome| format!("The outcome was corrected to: {}", outcome.name.en),
    );
    failure.superseded = Some(why.clone());
    cx.describe("A failure to comply was superseded", Some(&why));
    cx.update(&mut failure)?;
    step(cx, &failure, StepOf::Superseded, Some(why))?;
    warnings_follow(cx, &failure)
}

/// A warning counts with the failure that it was given for.
fn warnings_follow(cx: &mut Cx<'_>, failure: &Failure) -> Result<()> {
    let rest = "WHERE person_id = $1 AND failure_id = $2";
    for mut warning in cx.list::<crate::warnings::Warning>(rest, params![failure.person_id, failure.id])? {
        if warning.superseded != failure.superseded {
            warning.superseded = failure.superseded.clone();
            cx.update(&mut warning)?;
        }
    }
    let keys = people::keys_of(cx, failure.person_id)?;
    republish(cx, &keys, failure.id)
}

/// Writes a step of a failure as it stands.
pub(crate) fn step(cx: &mut Cx<'_>, failure: &Failure, step: StepOf, words: Option<String>) -> Result<()> {
    step_by_rules(cx, failure, step, words, None)
}

/// The same, with what the law said then.
pub(crate) fn step_by_rules(
    cx: &mut Cx<'_>,
    failure: &Failure,
    step: StepOf,
    words: Option<String>,
    rules: Option<String>,
) -> Result<()> {
    let row = FailureStep {
        person_id: failure.person_id,
        id: cx.new_id(),
        failure_id: failure.id,
        step,
        decision: failure.decision,
        on_day: cx.today(),
        words,
        outcome: Some(failure.outcome.clone()),
        given_by: None,
        file_id: None,
        rules,
        author_id: cx.actor().id(),
        author_name: cx.actor().name().to_owned(),
        staff_id: cx.actor().staff(),
        recorded_at: cx.now(),
    };
    cx.insert(&row)
}
