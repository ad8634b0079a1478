//! Credit for good progress: worked out each time from the account and from failures, by the law's rows, and entered into the
//! account when the officer's power is used. What was entered is taken back when the use is.

use super::actions::{NewMinutes, enter_minutes, take_back};
use super::reading::{Account, accounts};
use super::records::MinutesKind;
use kernel::{Date, OrderId, PersonKeys};
use law::{Credit, CreditCase, Law};
use store::{Cx, Result};

/// What the law bears today and what was entered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreditSoFar {
    pub credit: Credit,
    pub ordered: i64,
    /// Minutes that stand in the account as credit.
    pub entered: i64,
}

/// The accounts of one order: credit is of the order's hours together.
fn of_order(all: &[Account], order: OrderId) -> Vec<&Account> {
    all.iter().filter(|a| a.order.id == order).collect()
}

/// The credit of an order; none without hours or where the law has no such row. `failures` are the days of failures that
/// can be enforced.
///
/// # Errors
/// When the database fails.
pub fn credit_so_far(law: &Law, all: &[Account], order: OrderId, failures: &[Date]) -> Option<CreditSoFar> {
    let own = of_order(all, order);
    let ordered: i64 = own.iter().filter_map(|a| a.limits.ordered).sum();
    if ordered == 0 {
        return None;
    }
    let worked = own.iter().flat_map(|a| {
        let lines = a.lines.iter().filter(|l| l.entry.kind != MinutesKind::Incentive);
        let lines = lines.filter_map(|l| l.line.as_ref().map(|line| (l.entry.done_on, line.credited)));
        lines.chain(a.beside.iter().map(|p| (p.done_on, p.minutes)))
    });
    let worked = worked.map(|(on, minutes)| (on, u32::try_from(minutes.max(0)).unwrap_or(u32::MAX))).collect();
    let made_on = own.first().map(|a| a.order.made_on);
    let failures = failures.iter().copied().filter(|day| made_on.is_none_or(|made| *day >= made)).collect();
    let case = CreditCase { ordered_minutes: u32::try_from(ordered).unwrap_or(u32::MAX), worked, failures };
    let entered = own
        .iter()
        .flat_map(|a| &a.lines)
        .filter(|l| l.entry.kind == MinutesKind::Incentive)
        .filter_map(|l| l.line.as_ref().map(|line| line.minutes))
        .sum();
    law.work_credit(&case).map(|credit| CreditSoFar { credit, ordered, entered })
}

/// The officer used the power of credit under an order: what the law bears and is not yet entered goes into the account. When
/// the use is taken back, what was entered goes with it.
pub(crate) fn record_incentive(
    cx: &mut Cx<'_>,
    keys: &PersonKeys,
    order: OrderId,
    (on, undone): (Date, bool),
    failures: &[Date],
) -> Result<()> {
    let all = accounts(cx, keys)?;
    if undone {
        let given = of_order(&all, order).into_iter().flat_map(|a| &a.lines);
        let given = given.filter(|l| l.entry.kind == MinutesKind::Incentive && l.line.is_some());
        for id in given.map(|l| l.entry.id).collect::<Vec<_>>() {
            take_back(cx, keys, id, "The use of the power was taken back")?;
        }
        return Ok(());
    }
    let law = cx.part::<Law>()?;
    let Some(so_far) = credit_so_far(&law, &all, order, failures) else { return Ok(()) };
    let mut due = i64::from(so_far.credit.credit_minutes) - so_far.entered;
    for account in of_order(&all, order) {
        let minutes = account.left().map_or(due, |left| due.min(left));
        if minutes <= 0 {
            continue;
        }
        due -= minutes;
        let new = NewMinutes {
            requirement: account.requirement.id,
            kind: MinutesKind::Incentive,
            minutes,
            on,
            times: None,
            penalty: 0,
            booking: None,
            reason: Some("Credit for good progress, given by the officer".to_owned()),
        };
        enter_minutes(cx, keys, &new)?;
    }
    Ok(())
}
