//! Noticing, in each message about a youth, the orders that outlast eighteen. The newest share wins in whatever order
//! shares arrive; a deletion leaves a mark, so that an older share does not bring the order back.

use super::{YouthOrder, YouthState};
use crate::reading::{About, Age, Matter, Order, Purpose, supervised};
use crate::taking::Placed;
use kernel::{Date, EntryId, Instant, PersonKeys};
use sha2::{Digest, Sha256};
use store::{Cx, Result, key_values, params};

/// The same order has the same id, whichever message told of it first.
fn id_of(key: &str) -> EntryId {
    let hash = Sha256::digest(key.as_bytes());
    let mut bytes = [0_u8; 16];
    bytes.iter_mut().zip(hash).for_each(|(to, from)| *to = from);
    EntryId(uuid::Builder::from_custom_bytes(bytes).into_uuid())
}

pub(crate) fn notice(cx: &mut Cx<'_>, placed: &Placed<'_>) -> Result<()> {
    let matter = placed.matter;
    let Age::Youth { eighteen } = matter.age else { return Ok(()) };
    let shared = matter.sitting.as_ref().and_then(|s| s.shared);
    for order in matter.orders.iter().filter(|o| o.certain && outlasts(o, eighteen)) {
        keep(cx, placed, order, eighteen, shared)?;
    }
    for deleted in &matter.deleted {
        let meaning = &deleted.result.meaning;
        if matches!(meaning.purpose(), Purpose::Order | Purpose::Custody) {
            mark_gone(cx, placed, &deleted.result.id, shared)?;
        }
    }
    Ok(())
}

fn outlasts(order: &Order, eighteen: Option<Date>) -> bool {
    let ours = order.custody || supervised(&order.kind);
    ours && match (order.end, eighteen) {
        (Some(end), Some(eighteen)) => end >= eighteen,
        // Custody carries no end, and a youth without a date of birth may turn eighteen any day.
        _ => true,
    }
}

fn keep(
    cx: &mut Cx<'_>,
    placed: &Placed<'_>,
    order: &Order,
    eighteen: Option<Date>,
    shared: Option<Instant>,
) -> Result<()> {
    let (id, matter) = (id_of(&order.key), placed.matter);
    let known = cx.get::<YouthOrder>(params![id])?;
    if known.as_ref().is_some_and(|k| k.shared_at > shared) {
        return Ok(());
    }
    let About::Person(identity) = &matter.about else { return Ok(()) };
    let urns: Vec<&str> = order.urns.iter().map(String::as_str).collect();
    let state = known.as_ref().map_or(YouthState::Awaited, |k| k.state);
    let fresh = YouthOrder {
        id,
        source_key: order.key.clone(),
        message_id: placed.message,
        place: placed.place,
        shared_at: shared,
        who: identity.name.to_string(),
        born: identity.born,
        eighteen_on: eighteen,
        order_words: order.label.clone().unwrap_or_else(|| order.kind.replace('_', " ")),
        ends_on: order.end,
        court_name: order.court.name.clone(),
        cases: (!urns.is_empty()).then(|| urns.join(", ")),
        youth_team: order.probation_team.clone(),
        state: if state == YouthState::Gone { YouthState::Awaited } else { state },
        ..known.clone().unwrap_or_else(|| blank(id, placed))
    };
    save(cx, known, fresh)
}

fn mark_gone(cx: &mut Cx<'_>, placed: &Placed<'_>, key: &str, shared: Option<Instant>) -> Result<()> {
    let id = id_of(key);
    let known = cx.get::<YouthOrder>(params![id])?;
    if known.as_ref().is_some_and(|k| k.shared_at > shared || k.state == YouthState::TakenOn) {
        return Ok(());
    }
    let fresh = YouthOrder {
        state: YouthState::Gone,
        shared_at: shared,
        source_key: key.to_owned(),
        ..known.clone().unwrap_or_else(|| blank(id, placed))
    };
    save(cx, known, fresh)
}

fn save(cx: &mut Cx<'_>, known: Option<YouthOrder>, mut fresh: YouthOrder) -> Result<()> {
    match known {
        Some(known) if known == fresh => Ok(()),
        Some(_) => {
            cx.describe("Read a court message about a young person", None);
            cx.update(&mut fresh)
        }
        None => {
            cx.describe("Read a court message about a young person", None);
            cx.insert(&fresh)
        }
    }
}

fn blank(id: EntryId, placed: &Placed<'_>) -> YouthOrder {
    YouthOrder {
        id,
        source_key: String::new(),
        message_id: placed.message,
        place: placed.place,
        shared_at: None,
        who: String::new(),
        born: None,
        eighteen_on: None,
        order_words: String::new(),
        ends_on: None,
        court_name: None,
        cases: None,
        youth_team: None,
        state: YouthState::Awaited,
        taken_to: None,
        taken_on: None,
        maturity: None,
        education: None,
        safeguarding: None,
        worker: None,
        decided_by: None,
        decided_at: None,
        reason: None,
        version: 1,
    }
}

/// Whether the service took this person on from youth justice, so that what courts passed in their youth counts.
pub(crate) fn taken_on(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<bool> {
    let sql = format!(
        "SELECT count(*) FROM court_youth_order WHERE state = 'taken-on' AND taken_to IN ({})",
        keys.placeholders(1)
    );
    Ok(cx.count(&sql, &key_values(keys))? > 0)
}

/// Every result that a youth's messages tell.
pub(crate) fn told<'m>(matters: impl Iterator<Item = &'m Matter>) -> Vec<String> {
    matters.filter(|m| m.age.is_youth()).flat_map(|m| &m.seen).map(|s| s.result.id.clone()).collect()
}
