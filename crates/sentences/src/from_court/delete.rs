//! Removes what a court deleted, whatever sort of thing the key names. Deleted already, or never known: no change.

use crate::order::actions::{name, tell_ended};
use crate::requirement::actions as requirements;
use crate::{Offence, Order, Requirement, find};
use kernel::PersonKeys;
use law::Law;
use store::{Cx, Result};

/// The reason kept with what a court deleted; what it sends again loses it.
pub(super) const DELETED: &str = "deleted-by-court";

pub(super) fn delete(cx: &mut Cx<'_>, keys: &PersonKeys, key: &str, changes: &mut Vec<String>) -> Result<()> {
    let (law, today) = (cx.part::<Law>()?, cx.today());
    if let Some(mut order) = find::by_source::<Order>(cx, keys, key)?.filter(|o| o.removed.is_none()) {
        order.removed = Some(DELETED.into());
        cx.update(&mut order)?;
        changes.push(format!("Deleted by the court: {}", name(&law, &order)));
        tell_ended(cx, keys, &order, today, DELETED)?;
    }
    if let Some(mut row) = find::by_source::<Requirement>(cx, keys, key)?.filter(|r| r.removed.is_none()) {
        row.removed = Some(DELETED.into());
        cx.update(&mut row)?;
        changes.push(format!("Requirement deleted by the court: {}", requirements::name(&law, &row)));
        requirements::tell_ended(cx, keys, &row, today, DELETED)?;
    }
    if let Some(mut row) = find::by_source::<Offence>(cx, keys, key)?.filter(|o| o.removed.is_none()) {
        row.removed = Some(DELETED.into());
        cx.update(&mut row)?;
        changes.push(format!("Offence deleted by the court: {}", row.title));
    }
    Ok(())
}
