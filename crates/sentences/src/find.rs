//! Finds rows of a person and of the records absorbed into theirs. A change is written under the record that holds the
//! row; new events go to the survivor, and what hangs on a row goes where the row is.

use crate::event::Event;
use crate::{Offence, Order, Requirement};
use kernel::{EventId, OffenceId, OrderId, PersonKeys, RequirementId};
use store::{Cx, Failure, Question, Record, Result, Value, key_values};

/// Every row of the person; `rest` follows the WHERE, such as `ORDER BY id`.
pub(crate) fn rows_of<R: Record>(cx: &mut Cx<'_>, keys: &PersonKeys, rest: &str) -> Result<Vec<R>> {
    cx.list(&format!("WHERE person_id IN ({}) {rest}", keys.placeholders(1)), &key_values(keys))
}

/// Every row of one table of the person, `a`, with those of another, `b`, that hang on it, wherever a merge left either.
pub(crate) fn rows_with<A: Record, B: Record>(
    cx: &mut Cx<'_>,
    keys: &PersonKeys,
    on: &str,
    rest: &str,
) -> Result<Vec<(A, Option<B>)>> {
    let (on, rest) = with(keys, on, rest);
    cx.list_with(&on, &rest, &key_values(keys))
}

/// What [`rows_with`] asks.
pub(crate) fn question_with<A: Record, B: Record>(keys: &PersonKeys, on: &str, rest: &str) -> Question {
    let (on, rest) = with(keys, on, rest);
    Question::with::<A, B>(&on, &rest, &key_values(keys))
}

fn with(keys: &PersonKeys, on: &str, rest: &str) -> (String, String) {
    let people = keys.placeholders(1);
    (format!("b.person_id IN ({people}) AND {on}"), format!("WHERE a.person_id IN ({people}) {rest}"))
}

/// The rows of the person whose `column` is `value`.
pub(crate) fn rows_where<R: Record>(
    cx: &mut Cx<'_>,
    keys: &PersonKeys,
    column: &str,
    value: impl Into<Value>,
    rest: &str,
) -> Result<Vec<R>> {
    let mut params = key_values(keys);
    params.push(value.into());
    cx.list(&format!("WHERE person_id IN ({}) AND {column} = ${} {rest}", keys.placeholders(1), params.len()), &params)
}

pub(crate) fn one<R: Record>(cx: &mut Cx<'_>, keys: &PersonKeys, id: impl Into<Value>) -> Result<R> {
    rows_where(cx, keys, "id", id, "")?.pop().ok_or(Failure::NotFound)
}

/// The row that a teller wrote under its own key.
pub(crate) fn by_source<R: Record>(cx: &mut Cx<'_>, keys: &PersonKeys, source_key: &str) -> Result<Option<R>> {
    Ok(rows_where(cx, keys, "source_key", source_key, "")?.pop())
}

pub(crate) fn event(cx: &mut Cx<'_>, keys: &PersonKeys, id: EventId) -> Result<Event> {
    one(cx, keys, id)
}

pub(crate) fn offence(cx: &mut Cx<'_>, keys: &PersonKeys, id: OffenceId) -> Result<Offence> {
    one(cx, keys, id)
}

pub(crate) fn order(cx: &mut Cx<'_>, keys: &PersonKeys, id: OrderId) -> Result<Order> {
    one(cx, keys, id)
}

/// A requirement with its order.
pub(crate) fn requirement(cx: &mut Cx<'_>, keys: &PersonKeys, id: RequirementId) -> Result<(Requirement, Order)> {
    let requirement: Requirement = one(cx, keys, id)?;
    let order = order(cx, keys, requirement.order_id)?;
    Ok((requirement, order))
}

/// Refuses to write over what the actor has not seen. `seen` is None for other rooms, which read in the same transaction.
pub(crate) fn as_seen(version: i64, seen: Option<i64>) -> Result<()> {
    match seen {
        Some(seen) if seen != version => {
            Err(Failure::Stale("Somebody else changed this while you were working on it".into()))
        }
        _ => Ok(()),
    }
}
