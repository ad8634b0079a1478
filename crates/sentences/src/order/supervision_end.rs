//! The supervision period of a suspended sentence ends before its time, and the operational period runs on.
//!
//! Always true: the periods as passed stay; what ended with the supervision comes back when the end is undone.

use super::Order;
use super::actions::{name, tell_amended};
use crate::event::rules::refused;
use crate::requirement::actions::tell_ended;
use crate::{Requirement, find};
use kernel::{Date, OrderId, PersonKeys, Refusal};
use law::Law;
use store::{Cx, Result};

/// The reason of requirements that ended with the supervision.
const WITH_SUPERVISION: &str = "supervision-ended";

fn ending(law: &Law, order: &Order, on: Date, today: Date) -> Vec<Refusal> {
    if !order.is_open() {
        return vec![Refusal::of_request("ended", "This order has ended: reopen it first")];
    }
    if !law.sentence(&order.sentence).is_some_and(law::SentenceType::suspended) {
        return vec![Refusal::of_request(
            "no_supervision_period",
            "Only a suspended sentence has a supervision period",
        )];
    }
    if let Some(day) = order.supervision_ended_on {
        let words = format!("Supervision ended on {} already", kernel::words::day(day));
        return vec![Refusal::of_request("already_ended", words)];
    }
    let mut found = Vec::new();
    if on > today {
        found.push(Refusal::new("on", "in_future", "The last day of supervision must be today or in the past"));
    }
    if on < order.starts_on {
        found.push(Refusal::new(
            "on",
            "before_start",
            "The last day of supervision must not be before the order's first",
        ));
    }
    if order.supervision_last().is_some_and(|last| on > last) {
        found.push(Refusal::new("on", "not_early", "Supervision ended by itself before that day"));
    }
    found
}

/// Ends the supervision period early, and with it every requirement that has not ended. The operational period runs on, and
/// the period as passed stays beside the day. The same day again: no change.
///
/// # Errors
/// Refuses an order without such a period or that ended, and a wrong day; [`store::Failure::Stale`] when somebody changed it
/// since `seen`.
pub fn end_supervision_period(
    cx: &mut Cx<'_>,
    keys: &PersonKeys,
    order: OrderId,
    on: Date,
    why: &str,
    seen: Option<i64>,
) -> Result<()> {
    cx.lock(keys.survivor.into())?;
    let law = cx.part::<Law>()?;
    let mut order = find::order(cx, keys, order)?;
    if order.is_open() && order.supervision_ended_on == Some(on) {
        return Ok(());
    }
    find::as_seen(order.version, seen)?;
    refused(ending(&law, &order, on, cx.today()))?;
    order.supervision_ended_on = Some(on);
    cx.describe(format!("Ended the supervision period early: {}", name(&law, &order)), Some(why));
    cx.update(&mut order)?;
    for mut requirement in find::rows_where::<Requirement>(cx, keys, "order_id", order.id, "")? {
        if requirement.is_open() {
            requirement.ended_on = Some(on);
            requirement.end_reason = Some(WITH_SUPERVISION.into());
            cx.update(&mut requirement)?;
            tell_ended(cx, keys, &requirement, on, WITH_SUPERVISION)?;
        }
    }
    tell_amended(cx, keys, &order)
}

/// Undoes an early end of the supervision period: it runs as passed, and what ended with it is open again.
///
/// # Errors
/// Refuses an order whose supervision did not end early, and one that has ended.
pub fn undo_supervision_end(cx: &mut Cx<'_>, keys: &PersonKeys, order: OrderId, why: &str) -> Result<()> {
    cx.lock(keys.survivor.into())?;
    let law = cx.part::<Law>()?;
    let mut order = find::order(cx, keys, order)?;
    if !order.is_open() {
        return Err(Refusal::of_request("ended", "This order has ended: reopen it first").into());
    }
    if order.supervision_ended_on.take().is_none() {
        return Err(Refusal::of_request("not_ended", "Supervision under this order did not end early").into());
    }
    cx.describe(format!("Supervision runs as passed again: {}", name(&law, &order)), Some(why));
    cx.update(&mut order)?;
    for mut requirement in find::rows_where::<Requirement>(cx, keys, "order_id", order.id, "")? {
        if requirement.end_reason.as_deref() == Some(WITH_SUPERVISION) {
            (requirement.ended_on, requirement.end_reason) = (None, None);
            cx.update(&mut requirement)?;
        }
    }
    tell_amended(cx, keys, &order)
}

#[cfg(test)]
mod tests {
    use super::super::tests_support::order;
    use super::*;
    use crate::Length;
    use jiff::civil::date;
    use law::Term;

    const TODAY: Date = date(2026, 11, 22);

    fn codes(order: &Order, on: Date) -> Vec<&'static str> {
        ending(&Law::shipped(), order, on, TODAY).iter().map(|r| r.code).collect()
    }

    #[test]
    fn only_a_running_suspended_sentence_has_supervision_that_can_end_before_its_time() {
        let suspended = Order { supervision_period: Some(Length(Term::months(12))), ..order("SSO") };
        assert!(codes(&suspended, TODAY).is_empty());
        assert_eq!(codes(&order("CO"), TODAY), ["no_supervision_period"]);
        assert_eq!(codes(&Order { ended_on: Some(TODAY), ..suspended.clone() }, TODAY), ["ended"]);
        assert_eq!(
            codes(&Order { supervision_ended_on: Some(date(2026, 9, 1)), ..suspended.clone() }, TODAY),
            ["already_ended"]
        );
        assert_eq!(codes(&suspended, date(2026, 11, 23)), ["in_future"]);
        assert_eq!(codes(&suspended, date(2026, 5, 31)), ["before_start"]);
        let short = Order { supervision_period: Some(Length(Term::months(3))), ..suspended };
        assert_eq!(codes(&short, TODAY), ["not_early"]);
    }
}
