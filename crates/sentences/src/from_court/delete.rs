//! Removes what a court deleted, whatever sort of thing the key names. Deleted already, or never known: no change.

use crate::order::actions::{name, tell_ended};
use crate::requirement::actions as requirements;
use crate::{Offence, Order, Requirement, find};
use kernel::PersonKeys;
use law::Law;
use store::{Cx, Result};

/// The reason kept with what a court deleted; what it sends again loses it.
pub(super) const DELETED: &str = "deleted-by-court";

/// The reason kept with what a person left out when copies of one order differed; a decision undone takes it back.
pub(super) const DROPPED: &str = "copies-decided";

/// Whether a row was removed by the court's messages, and not by somebody's hand.
pub(super) fn is_ours(reason: &str) -> bool {
    matches!(reason, DELETED | DROPPED)
}

pub(super) fn delete(
    cx: &mut Cx<'_>,
    keys: &PersonKeys,
    key: &str,
    why: &str,
    changes: &mut Vec<String>,
) -> Result<()> {
    let by = if why == DROPPED { "Left out after a decision" } else { "Deleted by the court" };
    let (law, today) = (cx.part::<Law>()?, cx.today());
    if let Some(mut order) = find::by_source::<Order>(cx, keys, key)?.filter(|o| o.removed.is_none()) {
        order.removed = Some(why.to_owned());
        cx.update(&mut order)?;
        changes.push(format!("{by}: {}", name(&law, &order)));
        tell_ended(cx, keys, &order, today, why)?;
    }
    if let Some(mut row) = find::by_source::<Requirement>(cx, keys, key)?.filter(|r| r.removed.is_none()) {
        row.removed = Some(why.to_owned());
        cx.update(&mut row)?;
        changes.push(format!("{by}: requirement {}", requirements::name(&law, &row)));
        requirements::tell_ended(cx, keys, &row, today, why)?;
    }
    if let Some(mut row) = find::by_source::<Offence>(cx, keys, key)?.filter(|o| o.removed.is_none()) {
        row.removed = Some(why.to_owned());
        cx.update(&mut row)?;
        changes.push(format!("{by}: offence {}", row.title));
    }
    Ok(())
}
