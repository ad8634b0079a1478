//! What follows once orders and requirements are recorded: outcomes are written down, and orders end, change and come back
//! as they say. An order that a person ended stays ended.

use super::cases::EventPart;
use super::sent::key_of;
use super::settle::{CourtOf, Settled, With};
use super::{appeals, questions, requests};
use crate::reading::{ApplicationKind, Outcome, OutcomeKind, Standing, StandingOrder, State};
use crate::records::{OutcomeRow, OutcomeState};
use domain_events::DomainEvent;
use kernel::{Date, EventId, OrderId, PersonId, PersonKeys};
use sentences::{Ending, Order, OrderAmendment, OrderWithParts};
use std::collections::{BTreeMap, BTreeSet};
use store::{Cx, Record, Result, key_values};

/// What ended a row by a court's message begins its note with these words, so that it can be undone with the outcome.
const BY_COURT: &str = "By the court";

pub(crate) fn settle(
    cx: &mut Cx<'_>,
    with: &With<'_>,
    now: &Standing,
    events: &[(EventPart, EventId)],
    used: &BTreeSet<String>,
    court: &CourtOf,
    settled: &mut Settled,
) -> Result<()> {
    let recorded = sentences::orders(cx, with.keys)?;
    let by_key: BTreeMap<&str, &OrderWithParts> =
        recorded.iter().filter_map(|o| o.order.source_key.as_deref().map(|key| (key, o))).collect();
    let pairs: Vec<(&StandingOrder, &OrderWithParts)> = now
        .orders
        .iter()
        .filter_map(|o| by_key.get(key_of(&o.order.key, &o.order.results, used).as_str()).map(|r| (o, *r)))
        .collect();
    let touched = outcomes(cx, with, now, events, &pairs, court, settled)?;
    for (order, row) in &pairs {
        let resentenced = now.orders.iter().any(|o| {
            o.order.key != order.order.key
                && matches!(&order.state, State::Ended { by, .. }
                if order.outcomes.iter().any(|x| x.key == *by && x.hearing == o.order.hearing))
        });
        follow(cx, with.keys, order, row, touched.contains(&row.order.id), resentenced, settled)?;
    }
    requests::write(cx, with, now, events, court, settled)?;
    let appeals = appeals::write(cx, with, now, events, &pairs, court, settled)?;
    questions::ask_all(cx, with, &pairs, &appeals, settled)
}

/// Every row of the person.
pub(super) fn rows<R: Record>(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<Vec<R>> {
    cx.list(&format!("WHERE person_id IN ({}) ORDER BY id", keys.placeholders(1)), &key_values(keys))
}

fn event_with(events: &[(EventPart, EventId)], of: impl Fn(&EventPart) -> bool) -> Option<EventId> {
    events.iter().find(|(part, _)| of(part)).map(|(_, event)| *event)
}

/// One line of what the court did, as it should be on record.
struct Line {
    key: String,
    event: EventId,
    /// The record that holds the order; what hangs on an order goes where the order is.
    person: PersonId,
    order: Option<OrderId>,
    kind: String,
    made_on: Date,
    court_name: Option<String>,
    words: String,
    effect: &'static str,
    waits_for: Option<String>,
    breach: bool,
}

fn lines(
    now: &Standing,
    with: &With<'_>,
    events: &[(EventPart, EventId)],
    pairs: &[(&StandingOrder, &OrderWithParts)],
    court: &CourtOf,
) -> Vec<Line> {
    let mut lines = Vec::new();
    let breach = |outcome: &Outcome| {
        now.applications.iter().any(|a| {
            a.id.is_some()
                && a.id == outcome.application
                && matches!(a.kind, ApplicationKind::Breach | ApplicationKind::FurtherOffence)
        })
    };
    let survivor = with.keys.survivor;
    let line = |outcome: &Outcome, event, order: Option<&Order>, waits_for: Option<String>| Line {
        key: outcome.key.clone(),
        event,
        person: order.map_or(survivor, |o| o.person_id),
        order: order.map(|o| o.id),
        kind: outcome.kind.word().to_owned(),
        made_on: outcome.made.unwrap_or(with.arrived),
        court_name: court.name(&outcome.hearing),
        words: outcome.label.clone().unwrap_or_else(|| outcome.code.clone()),
        effect: match outcome.kind {
            kind if kind.ends_order() => "order-ended",
            OutcomeKind::Varied => "order-amended",
            _ => "none",
        },
        waits_for,
        breach: breach(outcome),
    };
    for (order, row) in pairs {
        lines.extend(order.outcomes.iter().map(|o| line(o, row.order.event_id, Some(&row.order), None)));
    }
    for (n, waiting) in now.waiting.iter().enumerate() {
        if let Some(event) = event_with(events, |p| p.waiting.contains(&n)) {
            lines.push(line(&waiting.outcome, event, None, Some(waiting.why.clone())));
        }
    }
    for (n, application) in now.applications.iter().enumerate() {
        let Some(event) = event_with(events, |p| p.applications.contains(&n)) else { continue };
        let (order, waits_for) = match now.order_of(application) {
            Ok(found) => (pairs.iter().find(|(o, _)| o.order.key == found.order.key).map(|(_, r)| &r.order), None),
            Err(why) => (None, Some(why)),
        };
        lines.push(Line {
            key: format!("application:{}", application.id.clone().unwrap_or_else(|| format!("{:?}", application.code))),
            event,
            person: order.map_or(survivor, |o| o.person_id),
            order: order.map(|o| o.id),
            kind: format!("{} application", application.kind.word()),
            made_on: application.received.unwrap_or(with.arrived),
            court_name: None,
            words: application.title.clone().unwrap_or_else(|| application.kind.word().to_owned()),
            effect: "none",
            waits_for,
            breach: false,
        });
    }
    lines
}

/// Writes down what the court did. Gives the orders whose list of outcomes is not what it was.
fn outcomes(
    cx: &mut Cx<'_>,
    with: &With<'_>,
    now: &Standing,
    events: &[(EventPart, EventId)],
    pairs: &[(&StandingOrder, &OrderWithParts)],
    court: &CourtOf,
    settled: &mut Settled,
) -> Result<BTreeSet<OrderId>> {
    let mut touched = BTreeSet::new();
    let known: Vec<OutcomeRow> = rows(cx, with.keys)?;
    let lines = lines(now, with, events, pairs, court);
    for line in &lines {
        let row = known.iter().find(|r| r.source_key == line.key);
        let attached = line.order.is_some() && row.is_none_or(|r| r.order_id != line.order);
        if write_line(cx, line, row)? {
            touched.extend(line.order);
            let words = format!("The court: {} ({})", line.words, line.kind);
            if row.is_none() { settled.added.push(words) } else { settled.changed.push(words) }
        }
        if let (true, true, Some(order)) = (attached, line.breach, line.order) {
            let (person, on, outcome) = (with.keys.survivor, line.made_on, line.kind.clone());
            cx.tell(&DomainEvent::BreachHeard { person, order, on, outcome })?;
        }
    }
    for mut row in known {
        let gone = !lines.iter().any(|l| l.key == row.source_key);
        if gone && row.state == OutcomeState::Stands {
            touched.extend(row.order_id);
            row.state = OutcomeState::TakenBack;
            settled.deleted.push(format!("The court took back: {}", row.words));
            cx.update(&mut row)?;
        }
    }
    Ok(touched)
}

fn write_line(cx: &mut Cx<'_>, line: &Line, known: Option<&OutcomeRow>) -> Result<bool> {
    let fresh = OutcomeRow {
        person_id: known.map_or(line.person, |k| k.person_id),
        id: known.map_or_else(|| cx.new_id(), |k| k.id),
        event_id: line.event,
        order_id: line.order,
        kind: line.kind.clone(),
        made_on: line.made_on,
        court_name: line.court_name.clone(),
        words: line.words.clone(),
        effect: line.effect.to_owned(),
        waits_for: line.waits_for.clone(),
        state: OutcomeState::Stands,
        source_key: line.key.clone(),
        version: known.map_or(1, |k| k.version),
    };
    match known {
        Some(known) if *known == fresh => return Ok(false),
        Some(_) => cx.update(&mut fresh.clone())?,
        None => cx.insert(&fresh)?,
    }
    Ok(true)
}

/// Makes the recorded order end, change or come back as the court's outcomes say.
fn follow(
    cx: &mut Cx<'_>,
    keys: &PersonKeys,
    standing: &StandingOrder,
    parts: &OrderWithParts,
    touched: bool,
    resentenced: bool,
    settled: &mut Settled,
) -> Result<()> {
    let ours = parts.order.end_note.as_deref().is_some_and(|note| note.starts_with(BY_COURT));
    let ended = matches!(standing.state, State::Ended { .. });
    let closed_by_court = parts.order.ended_on.is_some() && parts.order.removed.is_none() && ours;
    // What the court did before it ended the order may be told after; the order is opened for it and ended again.
    let late = touched || parts.requirements.iter().any(|r| r.requirement.is_open());
    let reopened = closed_by_court && (!ended || late);
    let again;
    let parts = if reopened {
        let why = if ended { "The court told late what it did before" } else { "The court took back what ended it" };
        sentences::reopen_order(cx, keys, parts.order.id, why)?;
        settled.changed.push(if ended { "told late".into() } else { "an order is in force again".into() });
        again = sentences::order(cx, keys, parts.order.id)?;
        &again
    } else {
        parts
    };
    let row = &parts.order;
    if row.is_open() {
        if touched {
            amend(cx, keys, standing, parts, settled)?;
        }
        follow_requirements(cx, keys, standing, parts, settled)?;
    }
    if let State::Ended { how, on, .. } = &standing.state
        && row.is_open()
        && row.made_on <= cx.today()
    {
        let reason = match how {
            OutcomeKind::Activated => "activated",
            OutcomeKind::Revoked if resentenced => "revoked-resentenced",
            _ => "revoked",
        };
        let how = ending(cx, row.made_on, *on, reason, how.word());
        sentences::end_order(cx, keys, row.id, &how, None)?;
        settled.changed.push(format!("an order ended: {reason}"));
    }
    Ok(())
}

/// A court's day is never refused: one before the order or after today counts as the nearest day that can be.
fn ending(cx: &Cx<'_>, from: Date, on: Option<Date>, reason: &str, how: &str) -> Ending {
    let said = on.unwrap_or(cx.today());
    let note = format!("{BY_COURT} on {}: {how}", web::ui::day(said));
    Ending { on: said.min(cx.today()).max(from), reason: reason.to_owned(), note: Some(note) }
}

fn amend(
    cx: &mut Cx<'_>,
    keys: &PersonKeys,
    standing: &StandingOrder,
    parts: &OrderWithParts,
    settled: &mut Settled,
) -> Result<()> {
    let row = &parts.order;
    if row.amended_ends_on.or(row.ends_on) == standing.end || standing.end.is_some_and(|end| end < row.starts_on) {
        return Ok(());
    }
    let amendment = OrderAmendment { ends_on: standing.end, notes: row.notes.clone(), ..OrderAmendment::default() };
    sentences::amend_order(cx, keys, row.id, &amendment, None, "Changed by the court")?;
    settled.changed.push("the end of an order changed".into());
    Ok(())
}

fn follow_requirements(
    cx: &mut Cx<'_>,
    keys: &PersonKeys,
    standing: &StandingOrder,
    parts: &OrderWithParts,
    settled: &mut Settled,
) -> Result<()> {
    for requirement in &standing.requirements {
        let made = &requirement.requirement;
        let Some(row) = parts
            .requirements
            .iter()
            .map(|r| &r.requirement)
            .find(|r| r.source_key.as_ref().is_some_and(|key| *key == made.key || made.results.contains(key)))
        else {
            continue;
        };
        let ours = row.end_note.as_deref().is_some_and(|note| note.starts_with(BY_COURT));
        match &requirement.stopped {
            Some(stopped) if row.is_open() && parts.order.made_on <= cx.today() => {
                let reason = if stopped.replaced_by.is_some() { "replaced" } else { "revoked" };
                let how = ending(cx, parts.order.made_on, stopped.on, reason, reason);
                sentences::end_requirement(cx, keys, row.id, &how, None)?;
                settled.changed.push(format!("a requirement ended: {reason}"));
            }
            None if ours && row.removed.is_none() => {
                sentences::reopen_requirement(cx, keys, row.id, "The court took back what ended it")?;
                settled.changed.push("a requirement stands again".into());
            }
            _ => {}
        }
    }
    Ok(())
}
