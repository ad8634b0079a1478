//! Saying which order a failure is about.

use super::super::book::Book;
use super::super::keeping::{keep, republish};
use super::super::opening::step;
use super::super::records::StepOf;
use super::{open_only, seen};
use kernel::{FailureId, OrderId, PersonKeys};
use store::{Cx, Failure as No, Result};

/// Says which order a failure is about.
///
/// # Errors
/// Refuses an order that is not the person's, and a failure that is decided; [`No::Stale`].
pub fn choose_order(
    cx: &mut Cx<'_>,
    keys: &PersonKeys,
    id: FailureId,
    order: OrderId,
    version: Option<i64>,
) -> Result<()> {
    let book = Book::read(cx, keys)?;
    let mut failure = seen(&book, id, version)?;
    open_only(&failure)?;
    let order = book.order(order).filter(|o| o.removed.is_none());
    let order = order.ok_or_else(|| No::refused("order", "order_unknown", "Choose an order of this person"))?;
    if failure.order_id == Some(order.id) {
        return Ok(());
    }
    failure.order_id = Some(order.id);
    failure.event_id = Some(order.event_id);
    cx.describe("Said which order a failure is about", None);
    cx.update(&mut failure)?;
    step(cx, &failure, StepOf::Order, Some(book.name_of(order)))?;
    republish(cx, keys, id)?;
    keep(cx, keys)
}
