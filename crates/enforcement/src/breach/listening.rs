//! What breaches hear: a court's message about the order, what it did to the order, and who holds the person now. A listener
//! does no IO and stays with the same person.

use super::actions::{dates_json, dates_of};
use super::at_court::{conclude, told_again};
use super::records::{Breach, BreachState, Deed};
use super::store::{Whole, breach, breaches_of, keep_line};
use crate::policy::Policy;
use domain_events::DomainEvent;
use kernel::{Date, OrderId, PersonId, PersonKeys};
use serde_json::json;
use store::{Cx, Result, params};

pub(crate) const LISTENERS: &[(&str, store::Listener)] = &[("breaches", hear)];

fn hear(cx: &mut Cx<'_>, event: &DomainEvent) -> Result<()> {
    use DomainEvent as E;
    match event {
        E::BreachHeard { person, order, on, outcome } => heard(cx, *person, *order, *on, outcome),
        E::OrderAmended { person, order, .. }
        | E::OrderEnded { person, order, .. }
        | E::OrderReopened { person, order, .. } => order_changed(cx, *person, *order),
        E::Allocated { person, .. }
        | E::Unallocated { person, .. }
        | E::CoverArranged { person, .. }
        | E::CoverEnded { person, .. } => held_by(cx, *person),
        _ => Ok(()),
    }
}

/// The breaches that a result is about: those at court, else those sent, else the oldest that is open.
fn meant(open: &[Breach]) -> Vec<&Breach> {
    let at_court: Vec<&Breach> = open.iter().filter(|b| b.state.is_at_court()).collect();
    if !at_court.is_empty() {
        return at_court;
    }
    let sent: Vec<&Breach> = open.iter().filter(|b| b.state == BreachState::Sent).collect();
    if sent.is_empty() { open.iter().take(1).collect() } else { sent }
}

fn heard(cx: &mut Cx<'_>, person: PersonId, order: OrderId, on: Date, outcome: &str) -> Result<()> {
    let keys = people::keys_of(cx, person)?;
    let mut of_order = breaches_of(cx, &keys)?;
    of_order.retain(|b| b.order_id == order);
    of_order.reverse();
    let policy = Policy::current(cx)?;
    let result = policy.result_of_court(outcome, on).or_else(|| policy.result("otherwise", on));
    let Some(result) = result else { return Ok(()) };
    let open: Vec<Breach> = of_order.iter().filter(|b| b.state.is_open() && b.aware_on <= on).cloned().collect();
    let ids: Vec<_> = meant(&open).into_iter().map(|b| b.id).collect();
    if ids.is_empty() {
        return told_of_ended(cx, &keys, &of_order, &result.code, &result.en, on);
    }
    for id in ids {
        let mut whole: Whole = breach(cx, &keys, id)?;
        let words = format!("The court’s message: {outcome}");
        conclude(cx, &mut whole, &result.code, on, Some(&words), json!({ "told": "court-message" }))?;
    }
    Ok(())
}

/// A result that somebody typed before its message came, or a message that says otherwise: both stay in the record.
fn told_of_ended(
    cx: &mut Cx<'_>,
    keys: &PersonKeys,
    of_order: &[Breach],
    result: &str,
    name: &str,
    on: Date,
) -> Result<()> {
    let ended = of_order.iter().rfind(|b| b.state == BreachState::Ended && b.ended_on == Some(on));
    let Some(ended) = ended else { return Ok(()) };
    let mut whole = breach(cx, keys, ended.id)?;
    let same = ended.outcome.as_deref() == Some(result);
    let known = whole.acts.iter().any(|a| a.what == Deed::Told.code() && fact(a, "result") == Some(result))
        || whole.acts.iter().any(|a| {
            a.what == Deed::Result.code()
                && fact(a, "told") == Some("court-message")
                && fact(a, "result") == Some(result)
        });
    if known {
        return Ok(());
    }
    let words = if same {
        format!("The court’s message says the same: {name}")
    } else {
        format!("The court’s message says otherwise: {name}")
    };
    told_again(cx, &mut whole, result, on, &words)
}

fn fact<'a>(act: &'a crate::act::Act, name: &str) -> Option<&'a str> {
    act.facts.as_ref()?.get(name)?.as_str()
}

/// What the same result did to the order stands beside the dates that it had.
fn order_changed(cx: &mut Cx<'_>, person: PersonId, order: OrderId) -> Result<()> {
    let keys = people::keys_of(cx, person)?;
    let now = cx.now();
    let rest = format!(
        "WHERE person_id IN ({}) AND order_id = ${} AND state = ${}",
        keys.placeholders(1),
        keys.all().count() + 1,
        keys.all().count() + 2
    );
    let mut values = store::key_values(&keys);
    values.extend([order.into(), BreachState::Ended.into()]);
    for mut row in cx.list::<Breach>(&rest, &values)? {
        let acts = crate::act::acts_of(cx, &keys, row.id.0)?;
        let just_now = acts.iter().any(|a| a.what == Deed::Result.code() && a.at == now);
        if just_now {
            let dates = dates_of(&sentences::order(cx, &keys, order)?.order);
            row.order_after = Some(dates_json(&dates)?);
            cx.update(&mut row)?;
        }
    }
    Ok(())
}

/// Lists go to whoever holds the person now.
fn held_by(cx: &mut Cx<'_>, person: PersonId) -> Result<()> {
    let lines =
        cx.list::<super::records::BreachLine>("WHERE person_id = $1 AND is_open = $2", params![person, true])?;
    if lines.is_empty() {
        return Ok(());
    }
    let keys = people::keys_of(cx, person)?;
    for line in lines {
        let whole = breach(cx, &keys, line.id)?;
        keep_line(cx, &whole.breach, whole.due_on)?;
    }
    Ok(())
}
