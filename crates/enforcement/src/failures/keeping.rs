//! The read models in step with the records: what waits for whom, what is published, and when somebody engaged again.
//!
//! Always true: every failure that is open, and every one whose decision the law does not bear, has a row; whatever was
//! published stays, marked when it no longer counts.

use super::book::Book;
use super::records::{Decision, DueRow, Failure, FailureState, StepOf, Waits};
use crate::holding;
use crate::published::{Step, StepKind, publish};
use contacts::Contact;
use kernel::{ContactId, FailureId, PersonKeys};
use std::collections::BTreeMap;
use store::{Cx, Result, key_values};

/// Behind so many appointments nobody looks for when somebody engaged again.
const LOOKED_BACK: usize = 400;

/// Writes anew what waits around a person.
pub(crate) fn keep(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<()> {
    let sql = format!("DELETE FROM view_enforcement_due WHERE person_id IN ({})", keys.placeholders(1));
    cx.execute(&sql, &key_values(keys))?;
    let book = Book::read(cx, keys)?;
    if book.failures.is_empty() {
        return Ok(());
    }
    let holder = holding::holder(cx, keys.survivor)?;
    let today = cx.today();
    let rows = book.failures.iter().filter_map(|failure| {
        let unmet = book.unmet_referral(failure, today);
        let waits = match failure.state {
            _ if failure.superseded.is_some() => return None,
            FailureState::Awaited | FailureState::Given => Waits::Decision,
            FailureState::Asked => Waits::Manager,
            FailureState::Decided if unmet => Waits::Again,
            FailureState::Decided => return None,
        };
        Some(DueRow {
            person_id: keys.survivor,
            failure_id: failure.id,
            order_id: failure.order_id,
            waits,
            must_refer: unmet,
            failed_on: failure.failed_on,
            due_on: failure.evidence_due.unwrap_or(failure.failed_on),
            since: failure.opened_at.local_date(),
            staff_id: holder.as_ref().and_then(|h| h.staff_id),
            team_id: holder.as_ref().and_then(|h| h.team_id),
        })
    });
    let rows: Vec<DueRow> = rows.collect();
    cx.insert_all(&rows)
}

/// Publishes what a failure and the decisions about it are now.
pub(crate) fn republish(cx: &mut Cx<'_>, keys: &PersonKeys, id: FailureId) -> Result<()> {
    let book = Book::read(cx, keys)?;
    let Some(failure) = book.failure(id) else { return Ok(()) };
    let superseded = failure.superseded.is_some();
    let own = Step::of(failure.person_id, failure.id, StepKind::Failure, failure.failed_on).order(failure.order_id);
    let own = match failure.decided() {
        Some(decision) => own.outcome(decision.code()),
        None => own,
    };
    publish(cx, &own.superseded(superseded))?;
    let standing = book.decision_step(failure).map(|s| s.id);
    for step in book.steps_of(id).filter(|s| matches!(s.step, StepOf::Decided | StepOf::Agreed)) {
        let kind = match step.decision {
            Some(Decision::Accept) => StepKind::Accepted,
            Some(Decision::Refer | Decision::Breach) => StepKind::Referral,
            Some(Decision::NoAction) => StepKind::NoAction,
            Some(Decision::Warn) | None => continue,
        };
        let row = Step::of(failure.person_id, step.id, kind, step.on_day).order(failure.order_id);
        publish(cx, &row.superseded(superseded || standing != Some(step.id)))?;
    }
    for warning in book.warnings.iter().filter(|w| w.failure_id == id) {
        let row =
            Step::of(warning.person_id, warning.id, StepKind::Warning, warning.given_on).order(Some(warning.order_id));
        publish(cx, &row.superseded(!warning.counts()))?;
    }
    Ok(())
}

/// At which appointments the person came again after a failure.
pub(crate) fn re_engaged(failures: &[Failure], attempts: &[Contact]) -> BTreeMap<ContactId, Step> {
    let mut found: BTreeMap<ContactId, Step> = BTreeMap::new();
    for failure in failures.iter().filter(|f| f.superseded.is_none()) {
        let kept = attempts
            .iter()
            .filter(|c| c.attended == Some(true) && c.complied == Some(true) && c.happens_on > failure.failed_on)
            .min_by_key(|c| (c.happens_on, c.sort_at, c.id));
        if let Some(contact) = kept {
            let step = Step::of(contact.person_id, contact.id, StepKind::ReEngaged, contact.happens_on);
            found.entry(contact.id).or_insert(step.order(failure.order_id));
        }
    }
    found
}

/// Publishes at which appointments the person came again after a failure.
pub(crate) fn keep_re_engaged(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<()> {
    let book = Book::read(cx, keys)?;
    let attempts = contacts::attempts(cx, keys, LOOKED_BACK)?;
    let found = re_engaged(&book.failures, &attempts);
    let known: Vec<&Step> = book.published.iter().filter(|s| s.step == StepKind::ReEngaged).collect();
    for step in &known {
        let holds = found.contains_key(&ContactId(step.id));
        if step.superseded == holds {
            publish(cx, &Step { superseded: !holds, ..(*step).clone() })?;
        }
    }
    for (id, step) in found.iter().filter(|(id, _)| known.iter().all(|k| k.id != id.0)) {
        debug_assert_eq!(id.0, step.id);
        publish(cx, step)?;
    }
    Ok(())
}
