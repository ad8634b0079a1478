//! Requests for reports on a person's record: one for each hearing that asked, closed by sentence, withdrawn with the
//! results that asked.

use super::after::rows;
use super::cases::EventPart;
use super::settle::{CourtOf, Settled, With};
use crate::reading::{ReportRequest, Standing, Way};
use crate::records::{RequestRow, RequestState};
use domain_events::DomainEvent;
use kernel::EventId;
use std::collections::BTreeSet;
use store::{Cx, Result};

/// Writes down every request that stands, and takes back those that the court took back.
pub(super) fn write(
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
        state: match request.closed {
            Some(closed) if !closed.sentenced && !sentenced => RequestState::CaseEnded,
            Some(_) => RequestState::Sentenced,
            None if sentenced => RequestState::Sentenced,
            None => RequestState::Asked,
        },
        source_key: known.map_or_else(|| request.key.clone(), |k| k.source_key.clone()),
        version: known.map_or(1, |k| k.version),
    }
}
