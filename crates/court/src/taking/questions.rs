//! Questions to people about orders: whether an order was understood rightly, and whether to take one that breaks a limit
//! back to court. A decided question stays decided while what it is about stays the same.

use super::after::rows;
use super::appeals::AppealPoint;
use super::settle::{Settled, With};
use crate::reading::{Differing, StandingOrder};
use crate::records::{Question, QuestionKind, QuestionState};
use law::Law;
use sentences::{Order, OrderWithParts};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use store::{Cx, Failure, Result};

/// Asks what only a person can settle, and what the court should be asked to put right. A question that was decided is
/// not asked again unless what it is about changed.
pub(super) fn ask_all(
    cx: &mut Cx<'_>,
    with: &With<'_>,
    pairs: &[(&StandingOrder, &OrderWithParts)],
    appeals: &[AppealPoint],
    settled: &mut Settled,
) -> Result<()> {
    let known: Vec<Question> = rows(cx, with.keys)?;
    let law = cx.part::<Law>()?;
    let events = sentences::events(cx, with.keys)?;
    let current = sentences::orders(cx, with.keys)?;
    let mut asked: BTreeSet<String> = BTreeSet::new();
    for (order, row) in pairs {
        let copies = order.order.differing.as_ref().map(as_json).transpose()?;
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
            let copies = copies.clone().filter(|_| kind == QuestionKind::Confirm);
            ask(cx, with, kind, &row.order, &source_key, &points, copies, &known, settled)?;
            asked.insert(source_key);
        }
    }
    for point in appeals {
        let words = std::slice::from_ref(&point.words);
        ask(cx, with, point.kind, &point.order, &point.source_key, words, None, &known, settled)?;
        asked.insert(point.source_key.clone());
    }
    for mut row in known {
        if row.state == QuestionState::Open && !asked.contains(&row.source_key) {
            row.state = QuestionState::Gone;
            cx.update(&mut row)?;
        }
    }
    Ok(())
}

fn as_json(differing: &Differing) -> Result<serde_json::Value> {
    serde_json::to_value(differing).map_err(|e| Failure::broken(e.to_string()))
}

#[expect(clippy::too_many_arguments, reason = "one row from all that it is made of")]
fn ask(
    cx: &mut Cx<'_>,
    with: &With<'_>,
    kind: QuestionKind,
    order: &Order,
    source_key: &str,
    points: &[String],
    copies: Option<serde_json::Value>,
    known: &[Question],
    settled: &mut Settled,
) -> Result<()> {
    let words = points.join("\n");
    let content_hash = hex::encode(Sha256::digest(words.as_bytes()));
    if matches!(kind, QuestionKind::Confirm | QuestionKind::Appeal) {
        settled.questions.extend(points.iter().cloned());
    }
    match known.iter().find(|q| q.source_key == source_key) {
        Some(q) if q.content_hash == content_hash && q.copies == copies && q.state != QuestionState::Gone => Ok(()),
        Some(q) => {
            let (message_id, asked_at) = (with.message, cx.now());
            let mut again =
                Question { words, content_hash, message_id, asked_at, copies, state: QuestionState::Open, ..q.clone() };
            cx.update(&mut again)
        }
        None => cx.insert(&Question {
            person_id: order.person_id,
            id: cx.new_id(),
            kind,
            order_id: Some(order.id),
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
            copies,
            version: 1,
        }),
    }
}
