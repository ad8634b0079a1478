//! Holds signed reports against sentences as they come: when a court's result was taken, or an order was typed or amended,
//! the comparison of each signed report of that matter is made anew.

use super::concordance::{Compares, compare};
use super::records::{Proposal, ReportLine};
use domain_events::DomainEvent;
use kernel::{PersonKeys, ReportId};
use law::Law;
use sentences::EventWithParts;
use store::{Cx, Failure, Listener, Result, key_values, params};

/// What this subject hears.
pub(crate) const LISTENERS: &[(&str, Listener)] = &[("proposals held against sentences", hear)];

fn hear(cx: &mut Cx<'_>, event: &DomainEvent) -> Result<()> {
    use DomainEvent as E;
    let (E::CourtResultRecorded { person, .. }
    | E::OrderMade { person, .. }
    | E::OrderAmended { person, .. }
    | E::RequirementAdded { person, .. }
    | E::RequirementAmended { person, .. }
    | E::RequirementEnded { person, .. }) = event
    else {
        return Ok(());
    };
    let signed = "WHERE person_id = $1 AND state = 'signed'";
    if cx.list::<ReportLine>(signed, params![*person])?.is_empty() {
        return Ok(());
    }
    let keys = people::keys_of(cx, *person)?;
    compare_all(cx, &keys)
}

fn compare_all(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<()> {
    let rest = format!("WHERE person_id IN ({}) AND state = 'signed' ORDER BY hearing_on, id", keys.placeholders(1));
    let lines = cx.list::<ReportLine>(&rest, &key_values(keys))?;
    let events = sentences::events(cx, keys)?;
    for line in lines {
        keep(cx, line, &events)?;
    }
    Ok(())
}

/// The same for a report that has just been signed, in case the sentence came first.
pub(super) fn compare_now(cx: &mut Cx<'_>, keys: &PersonKeys, report: ReportId) -> Result<()> {
    let line = cx.need::<ReportLine>(params![report])?;
    let events = sentences::events(cx, keys)?;
    keep(cx, line, &events)
}

/// The order that answers a report: of its event, or for one begun by hand the first made on or after its hearing.
fn answer<'e>(line: &ReportLine, events: &'e [EventWithParts]) -> Option<&'e sentences::OrderWithParts> {
    let of_event = events.iter().filter(|e| line.event_id.is_none() || line.event_id == Some(e.event.id));
    let mut orders: Vec<_> = of_event.flat_map(|e| &e.orders).filter(|o| o.order.removed.is_none()).collect();
    orders.retain(|o| o.order.made_on >= line.asked_on);
    orders.into_iter().min_by_key(|o| (o.order.made_on, o.order.id))
}

fn keep(cx: &mut Cx<'_>, mut line: ReportLine, events: &[EventWithParts]) -> Result<()> {
    let proposal = cx.get::<Proposal>(params![line.person_id, line.id])?;
    let (Some(proposal), found) = (proposal, answer(&line, events)) else { return Ok(()) };
    let before = (line.sentenced_on, line.verdict.clone(), line.compared.clone());
    match found {
        None => (line.sentenced_on, line.verdict, line.compared) = (None, None, None),
        Some(parts) => {
            let law = cx.part::<Law>()?;
            let standing = parts.requirements.iter().map(|r| &r.requirement).filter(|r| r.removed.is_none());
            let passed = Compares {
                sentence: parts.order.sentence.clone(),
                requirements: standing.map(|r| (r.kind.clone(), r.length.map(|l| l.0))).collect(),
            };
            let compared = compare(&law, &Compares::proposed(&proposal.sentence, &proposal.lines()), &passed);
            line.sentenced_on = Some(parts.order.made_on);
            line.verdict = Some(compared.overall.code().to_owned());
            line.compared = Some(serde_json::to_value(&compared).map_err(|e| Failure::broken(e.to_string()))?);
        }
    }
    if before == (line.sentenced_on, line.verdict.clone(), line.compared.clone()) {
        return Ok(());
    }
    cx.save(&line)
}
