//! Fills a new database with the failures of generated people, several rows a statement, each recorded when it would have
//! been. For demo alone: what happened long ago was decided as the law then bore it, and what is new waits.

use super::opening::fails;
use super::records::{Decision, DueRow, Failure, FailureState, FailureStep, StepOf, Waits};
use crate::published::{Step, StepKind};
use crate::warnings::Warning;
use contacts::{Catalogue, Contact};
use jiff::ToSpan;
use kernel::{Date, Instant, OrderId, PersonId, StaffId, TeamId};
use law::enforcement::EnforcementCase;
use law::{CaseDates, Law, Nation};
use sentences::Order;
use std::sync::Arc;
use store::{Batch, Cx, Result};

/// A person's contacts, the oldest first, with the orders that they were under.
#[derive(Clone, Debug)]
pub struct BulkCompliance<'a> {
    pub person: PersonId,
    pub officer: Option<StaffId>,
    pub officer_name: String,
    pub team: Option<TeamId>,
    pub contacts: &'a [Contact],
    pub orders: Vec<&'a Order>,
}

#[derive(Default)]
struct Rows {
    failures: Batch<Failure>,
    steps: Batch<FailureStep>,
    warnings: Batch<Warning>,
    published: Vec<Step>,
    due: Vec<DueRow>,
}

struct Pen {
    law: Arc<Law>,
    catalogue: Arc<Catalogue>,
    today: Date,
    latest: Instant,
}

/// Writes the failures of these people. Nothing of them may be there yet.
///
/// # Errors
/// When the database fails.
pub fn fill_failures(cx: &mut Cx<'_>, people: &[BulkCompliance<'_>], today: Date, latest: Instant) -> Result<()> {
    let pen = Pen { law: cx.part()?, catalogue: contacts::current(cx)?, today, latest };
    let mut rows = Rows::default();
    for case in people {
        let mut warned: Vec<(OrderId, Date, Option<Date>)> = Vec::new();
        for contact in case.contacts.iter().filter(|c| fails(&pen.catalogue, c)) {
            let order =
                case.orders.iter().find(|o| contact.event_id == Some(o.event_id) && o.made_on <= contact.happens_on);
            pen.failure(cx, case, contact, order.copied(), &mut warned, &mut rows)?;
        }
    }
    rows.failures.write(cx)?;
    rows.steps.write(cx)?;
    rows.warnings.write(cx)?;
    cx.insert_all(&rows.published)?;
    cx.insert_all(&rows.due)
}

impl Pen {
    fn at(&self, day: Date, hour: i8) -> Instant {
        Instant::from_local(day.at(hour, 0, 0, 0)).min(self.latest)
    }

    fn failure(
        &self,
        cx: &mut Cx<'_>,
        case: &BulkCompliance<'_>,
        contact: &Contact,
        order: Option<&Order>,
        warned: &mut Vec<(OrderId, Date, Option<Date>)>,
        rows: &mut Rows,
    ) -> Result<()> {
        let clock = self.law.evidence_due(contact.happens_on);
        let due = clock.as_ref().map_or(contact.happens_on, |c| c.due);
        let opened_at = self.at(contact.happens_on, 17);
        cx.pretend_it_is(opened_at)?;
        cx.describe("Recorded a failure to comply", None);
        let weighs = |(id, on, until): &(OrderId, Date, Option<Date>)| {
            let of_it = order.is_some_and(|o| o.id == *id);
            of_it && *on < contact.happens_on && until.is_some_and(|last| contact.happens_on <= last)
        };
        let before = warned.iter().any(weighs);
        let ended = order.and_then(|o| o.ended_on);
        let decided_on = due.saturating_add(1.day());
        let enforced = order.filter(|o| {
            let to_court =
                self.law.enforcement().regime(&o.sentence).is_some_and(|r| r.path == law::enforcement::Path::Court);
            to_court && ended.is_none_or(|e| decided_on < e)
        });
        let decision = match enforced {
            _ if decided_on >= self.today => None,
            Some(_) if before => Some(Decision::Refer),
            Some(_) => Some(Decision::Warn),
            None => Some(Decision::NoAction),
        };
        let failure = Failure {
            person_id: case.person,
            id: cx.new_id(),
            contact_id: contact.id,
            order_id: order.map(|o| o.id),
            event_id: contact.event_id,
            requirement_id: contact.requirement_id,
            failed_on: contact.happens_on,
            starts: contact.starts,
            place: contact.place.clone(),
            contact_type: contact.contact_type.clone(),
            outcome: contact.outcome.clone().unwrap_or_default(),
            attended: contact.attended,
            national_standard: contact.national_standard,
            opened_at,
            evidence_due: clock.as_ref().map(|c| c.due),
            evidence_rule: clock.map_or_else(String::new, |c| c.row),
            state: FailureState::Awaited,
            decision: None,
            decided_on: None,
            agreed: false,
            superseded: None,
            version: 1,
        };
        let opened = step(cx, case, &failure, StepOf::Opened, None);
        rows.steps.add(cx, opened)?;
        let own = Step::of(case.person, failure.id, StepKind::Failure, failure.failed_on).order(failure.order_id);
        let place = rows.failures.add(cx, failure.clone())?;
        let team_id = case.team;
        let Some(decision) = decision else {
            rows.published.push(Step { team_id, ..own });
            rows.due.push(DueRow {
                person_id: case.person,
                failure_id: failure.id,
                order_id: failure.order_id,
                waits: Waits::Decision,
                must_refer: before && enforced.is_some(),
                failed_on: failure.failed_on,
                due_on: due,
                since: failure.failed_on,
                staff_id: case.officer,
                team_id,
            });
            return Ok(());
        };
        rows.published.push(Step { team_id, ..own.outcome(decision.code()) });
        let decided_at = self.at(decided_on, 11);
        cx.pretend_it_is(decided_at)?;
        cx.describe(format!("Decided a failure to comply: {}", decision.words()), None);
        rows.failures.change(cx, place, |f| {
            f.state = FailureState::Decided;
            f.decision = Some(decision);
            f.decided_on = Some(decided_on);
        })?;
        let mut row =
            step(cx, case, &failure, StepOf::Decided, Some("No reason or evidence was given in time.".into()));
        row.decision = Some(decision);
        row.on_day = decided_on;
        let kind = match decision {
            Decision::Refer => StepKind::Referral,
            Decision::Warn => StepKind::Warning,
            _ => StepKind::NoAction,
        };
        let mut id = row.id.0;
        rows.steps.add(cx, row)?;
        if let (Decision::Warn, Some(order)) = (decision, order) {
            let until = self.law.warning_lapses(&bare(order), decided_on).map(|clock| clock.due);
            let warning = warning(cx, case, &failure, order.id, (decided_on, until));
            id = warning.id.0;
            warned.push((order.id, decided_on, until));
            rows.warnings.add(cx, warning)?;
        }
        let published = Step::of(case.person, id, kind, decided_on).order(failure.order_id);
        rows.published.push(Step { team_id, ..published });
        Ok(())
    }
}

/// An order of which only the kind and the day matter.
fn bare(order: &Order) -> EnforcementCase {
    EnforcementCase {
        sentence: order.sentence.clone(),
        dates: CaseDates { sentence: Some(order.made_on), ..CaseDates::default() },
        starts_on: order.made_on,
        ended_on: None,
        failures: Vec::new(),
        warnings: Vec::new(),
        breach_since: None,
        last_breach_end: None,
        nation: Nation::EnglandAndWales,
    }
}

fn step(cx: &Cx<'_>, case: &BulkCompliance<'_>, failure: &Failure, step: StepOf, words: Option<String>) -> FailureStep {
    FailureStep {
        person_id: case.person,
        id: cx.new_id(),
        failure_id: failure.id,
        step,
        decision: None,
        on_day: cx.today(),
        words,
        outcome: Some(failure.outcome.clone()),
        given_by: None,
        file_id: None,
        rules: None,
        author_id: None,
        author_name: case.officer_name.clone(),
        staff_id: case.officer,
        recorded_at: cx.now(),
    }
}

fn warning(
    cx: &Cx<'_>,
    case: &BulkCompliance<'_>,
    failure: &Failure,
    order: OrderId,
    (on, until): (Date, Option<Date>),
) -> Warning {
    Warning {
        person_id: case.person,
        id: cx.new_id(),
        failure_id: failure.id,
        order_id: order,
        given_on: on,
        told_until: until,
        elements: serde_json::json!({
            "circumstances": format!("On {} you did not keep an appointment.", kernel::words::day(failure.failed_on)),
            "unacceptable": "This failure to comply is unacceptable.",
            "consequence": "A further failure in the window of this warning may take your case back to court.",
        }),
        document_id: None,
        author_id: None,
        author_name: case.officer_name.clone(),
        recorded_at: cx.now(),
        withdrawn_on: None,
        withdrawn_reason: None,
        superseded: None,
        version: 1,
    }
}
