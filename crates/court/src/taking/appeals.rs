//! Appeals and reopenings on a person's record: written through the sentences room beside the event and order that they
//! are about, and a person asked what the court's text cannot tell.

use super::cases::EventPart;
use super::settle::{CourtOf, Settled, With};
use crate::reading::{AppealRead, AppealWord, Standing, StandingOrder};
use crate::records::QuestionKind;
use kernel::EventId;
use sentences::{AppealEffect, AppealKind, AppealResult, OrderWithParts, SentAppeal};
use store::{Cx, Result};

/// One question to ask about an appeal.
pub(super) struct AppealPoint {
    pub(super) kind: QuestionKind,
    pub(super) order: sentences::Order,
    pub(super) source_key: String,
    pub(super) words: String,
}

/// Writes every appeal that concerns an event on record, and gives what a person is to be asked.
pub(super) fn write(
    cx: &mut Cx<'_>,
    with: &With<'_>,
    now: &Standing,
    events: &[(EventPart, EventId)],
    pairs: &[(&StandingOrder, &OrderWithParts)],
    court: &CourtOf,
    settled: &mut Settled,
) -> Result<Vec<AppealPoint>> {
    let mut sent: Vec<SentAppeal> = Vec::new();
    for appeal in &now.appeals {
        let order = now.order_under(appeal);
        let row = order.and_then(|o| pairs.iter().find(|(s, _)| s.order.key == o.order.key)).map(|(_, r)| &r.order);
        let event = row.map(|r| r.event_id).or_else(|| event_of(now, appeal, events));
        if let Some(event) = event {
            sent.push(told(appeal, event, row.map(|r| r.id), court));
        }
    }
    settled.changed.extend(sentences::record_appeal(cx, with.keys, &sent)?);
    let mut points = Vec::new();
    for appeal in sentences::appeals(cx, with.keys)? {
        let row = pairs.iter().find(|(_, r)| Some(r.order.id) == appeal.order_id).map(|(_, r)| &r.order);
        if let (Some(row), None) = (row, &appeal.removed)
            && !appeal.result.changes_nothing()
        {
            points.push(AppealPoint {
                kind: QuestionKind::Appeal,
                order: row.clone(),
                source_key: format!("appeal:{}", appeal.id),
                words: asked(appeal.kind, appeal.result),
            });
        }
    }
    Ok(points)
}

fn asked(kind: AppealKind, result: AppealResult) -> String {
    let what = if result == AppealResult::Waiting {
        "does the order wait until it is decided?"
    } else {
        "what does that do to the order?"
    };
    format!("{} ({}): {what}", kind.words(), result.words())
}

fn event_of(now: &Standing, appeal: &AppealRead, events: &[(EventPart, EventId)]) -> Option<EventId> {
    let cases = || appeal.offences.iter().filter_map(|id| now.offences.get(id)).filter_map(|seen| seen.urn.as_ref());
    let of = |part: &EventPart| cases().chain(&appeal.urns).any(|urn| part.cases.contains(urn));
    events.iter().find(|(part, _)| of(part)).map(|(_, event)| *event)
}

fn told(appeal: &AppealRead, event: EventId, order: Option<kernel::OrderId>, court: &CourtOf) -> SentAppeal {
    SentAppeal {
        key: appeal.key.clone(),
        event,
        order,
        kind: appeal.kind.parse().unwrap_or(AppealKind::Appeal),
        title: appeal.title.clone(),
        court_name: appeal.hearing.as_deref().and_then(|h| court.name(h)),
        lodged_on: appeal.lodged,
        result: match appeal.result {
            AppealWord::Waiting => AppealResult::Waiting,
            AppealWord::Abandoned => AppealResult::Abandoned,
            AppealWord::Dismissed => AppealResult::Dismissed,
            AppealWord::Allowed => AppealResult::Allowed,
            AppealWord::Varied => AppealResult::Varied,
            AppealWord::Quashed => AppealResult::Quashed,
        },
        result_words: appeal.result_words.clone(),
        decided_on: appeal.decided,
    }
}

/// The effects that fit how an appeal stands: what is asked, in order.
pub(crate) fn effects(result: AppealResult) -> &'static [AppealEffect] {
    match result {
        AppealResult::Waiting => &[AppealEffect::Runs, AppealEffect::Suspended],
        AppealResult::Dismissed | AppealResult::Abandoned => &[AppealEffect::Runs],
        _ => &[AppealEffect::Ends, AppealEffect::Changed, AppealEffect::Runs],
    }
}
