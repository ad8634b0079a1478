//! What follows once orders and requirements are recorded: orders end, change and come back as the court's outcomes say,
//! requests and outcomes are written down, and people are asked what only people can settle.

use super::cases::EventPart;
use super::sent::key_of;
use super::settle::{CourtOf, Settled, With};
use crate::reading::{ApplicationKind, Outcome, OutcomeKind, ReportRequest, Standing, StandingOrder, State, Way};
use crate::records::{OutcomeRow, OutcomeState, Question, QuestionKind, QuestionState, RequestRow, RequestState};
use domain_events::DomainEvent;
use kernel::{Date, EventId, OrderId, PersonKeys};
use law::Law;
use sentences::{Ending, OrderAmendment, OrderWithParts};
use sha2::{Digest, Sha256};
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
    requests(cx, with, now, events, court, settled)?;
    questions(cx, with, &pairs, settled)
}

fn rows<R: Record>(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<Vec<R>> {
    cx.list(&format!("WHERE person_id IN ({}) ORDER BY id", keys.placeholders(1)), &key_values(keys))
}

fn event_with(events: &[(EventPart, EventId)], of: impl Fn(&EventPart) -> bool) -> Option<EventId> {
    events.iter().find(|(part, _)| of(part)).map(|(_, event)| *event)
}

/// One line of what the court did, as it should be on record.
struct Line {
    key: String,
    event: EventId,
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
    let line = |outcome: &Outcome, event, order, waits_for: Option<String>| Line {
        key: outcome.key.clone(),
        event,
        order,
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
        lines.extend(order.outcomes.iter().map(|o| line(o, row.order.event_id, Some(row.order.id), None)));
    }
    for (n, waiting) in now.waiting.iter().enumerate() {
        if let Some(event) = event_with(events, |p| p.waiting.contains(&n)) {
            lines.push(line(&waiting.outcome, event, None, Some(waiting.why.clone())));
        }
    }
    for (n, application) in now.applications.iter().enumerate() {
        let Some(event) = event_with(events, |p| p.applications.contains(&n)) else { continue };
        let (order, waits_for) = match now.order_of(application) {
            Ok(found) => (pairs.iter().find(|(o, _)| o.order.key == found.order.key).map(|(_, r)| r.order.id), None),
            Err(why) => (None, Some(why)),
        };
        lines.push(Line {
            key: format!("application:{}", application.id.clone().unwrap_or_else(|| format!("{:?}", application.code))),
            event,
            order,
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
        if write_line(cx, with, line, row)? {
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

fn write_line(cx: &mut Cx<'_>, with: &With<'_>, line: &Line, known: Option<&OutcomeRow>) -> Result<bool> {
    let fresh = OutcomeRow {
        person_id: known.map_or(with.keys.survivor, |k| k.person_id),
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

fn requests(
    cx: &mut Cx<'_>,
    with: &With<'_>,
    now: &Standing,
    events: &[(EventPart, EventId)],
    court: &CourtOf,
    settled: &mut Settled,
) -> Result<()> {
    let known: Vec<RequestRow> = rows(cx, with.keys)?;
    let mut kept: BTreeSet<String> = BTreeSet::new();
    for (n, request) in now.reports.iter().enumerate() {
        let Some((part, event)) = events.iter().find(|(p, _)| p.reports.contains(&n)) else { continue };
        let row = known.iter().find(|r| r.source_key == request.key || request.results.contains(&r.source_key));
        let fresh = request_row(cx, with, now, part, *event, request, court, row);
        kept.insert(fresh.source_key.clone());
        match row {
            Some(row) if *row == fresh => {}
            Some(_) => {
                cx.update(&mut fresh.clone())?;
                settled.changed.push(format!("report request: {}", fresh.state.code()));
            }
            None => {
                cx.insert(&fresh)?;
                settled.added.push("a request for a report".into());
                let (person, due) = (with.keys.survivor, fresh.due_on);
                cx.tell(&DomainEvent::ReportRequested { person, event: *event, request: fresh.id, due })?;
            }
        }
    }
    for mut row in known {
        if !kept.contains(&row.source_key) && row.state != RequestState::Withdrawn {
            row.state = RequestState::Withdrawn;
            cx.update(&mut row)?;
            settled.deleted.push("a request for a report".into());
        }
    }
    Ok(())
}

#[expect(clippy::too_many_arguments, reason = "one row from all that it is made of")]
fn request_row(
    cx: &Cx<'_>,
    with: &With<'_>,
    now: &Standing,
    part: &EventPart,
    event: EventId,
    request: &ReportRequest,
    court: &CourtOf,
    known: Option<&RequestRow>,
) -> RequestRow {
    let asked_on = request.asked.unwrap_or(with.arrived);
    let orders = part.orders.iter().filter_map(|n| now.orders.get(*n));
    let sentenced = orders.filter_map(|o| o.order.made).any(|made| made > asked_on);
    let ways: Vec<&str> = request
        .ways
        .iter()
        .map(|w| match w {
            Way::Adjournment => "adjournment",
            Way::Committal => "committal",
            Way::BailCondition => "bail-condition",
        })
        .collect();
    let urns: Vec<&str> = request.urns.iter().map(String::as_str).collect();
    RequestRow {
        person_id: known.map_or(with.keys.survivor, |k| k.person_id),
        id: known.map_or_else(|| cx.new_id(), |k| k.id),
        event_id: event,
        asked_on,
        court_name: court.name(&request.hearing).or_else(|| request.court.name.clone()),
        case_references: (!urns.is_empty()).then(|| urns.join(", ")),
        ways: ways.join(", "),
        due_on: request.next.as_ref().and_then(|n| n.day.or(n.week_commencing)),
        due_court: request.next.as_ref().and_then(|n| n.court.name.clone()),
        state: if sentenced { RequestState::Sentenced } else { RequestState::Asked },
        source_key: known.map_or_else(|| request.key.clone(), |k| k.source_key.clone()),
        version: known.map_or(1, |k| k.version),
    }
}

/// Asks what only a person can settle, and what the court should be asked to put right. A question that was decided is
/// not asked again unless what it is about changed.
fn questions(
    cx: &mut Cx<'_>,
    with: &With<'_>,
    pairs: &[(&StandingOrder, &OrderWithParts)],
    settled: &mut Settled,
) -> Result<()> {
    let known: Vec<Question> = rows(cx, with.keys)?;
    let law = cx.part::<Law>()?;
    let events = sentences::events(cx, with.keys)?;
    let current = sentences::orders(cx, with.keys)?;
    let mut asked: BTreeSet<String> = BTreeSet::new();
    for (order, row) in pairs {
        let mut points: Vec<(QuestionKind, Vec<String>)> = vec![(QuestionKind::Confirm, order.doubts.clone())];
        if let Some(parts) = current.iter().find(|o| o.order.id == row.order.id) {
            let offences =
                events.iter().filter(|e| e.event.id == parts.order.event_id).flat_map(|e| e.offences.clone());
            let offences: Vec<_> = offences.collect();
            let broken = sentences::warnings(&law, parts, &offences, with.born);
            points.push((QuestionKind::Limit, broken.into_iter().map(|w| w.words).collect()));
        }
        for (kind, points) in points.into_iter().filter(|(_, p)| !p.is_empty()) {
            let source_key = format!("{}:{}", kind.code(), row.order.id);
            ask(cx, with, kind, row.order.id, &source_key, &points, &known, settled)?;
            asked.insert(source_key);
        }
    }
    for mut row in known {
        if row.state == QuestionState::Open && !asked.contains(&row.source_key) {
            row.state = QuestionState::Gone;
            cx.update(&mut row)?;
        }
    }
    Ok(())
}

#[expect(clippy::too_many_arguments, reason = "one row from all that it is made of")]
fn ask(
    cx: &mut Cx<'_>,
    with: &With<'_>,
    kind: QuestionKind,
    order: OrderId,
    source_key: &str,
    points: &[String],
    known: &[Question],
    settled: &mut Settled,
) -> Result<()> {
    let words = points.join("\n");
    let content_hash = hex::encode(Sha256::digest(words.as_bytes()));
    if kind == QuestionKind::Confirm {
        settled.questions.extend(points.iter().cloned());
    }
    match known.iter().find(|q| q.source_key == source_key) {
        Some(q) if q.content_hash == content_hash && q.state != QuestionState::Gone => Ok(()),
        Some(q) => {
            let (message_id, asked_at) = (with.message, cx.now());
            let mut again =
                Question { words, content_hash, message_id, asked_at, state: QuestionState::Open, ..q.clone() };
            cx.update(&mut again)
        }
        None => cx.insert(&Question {
            person_id: with.keys.survivor,
            id: cx.new_id(),
            kind,
            order_id: Some(order),
            message_id: with.message,
            words,
            content_hash,
            asked_at: cx.now(),
            state: QuestionState::Open,
            decided_at: None,
            decided_by: None,
            decision: None,
            decision_reason: None,
            source_key: source_key.to_owned(),
            version: 1,
        }),
    }
}
