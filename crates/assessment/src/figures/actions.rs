//! Reading the lists, and setting a number anew from a day to come.

use super::rules::{Figure, New, check, in_force};
use super::{Change, LISTS, List};
use kernel::Refusals;
use store::{Cx, Failure, Result};

/// A list by its code.
pub(super) fn list_of(code: &str) -> Result<&'static List> {
    LISTS.iter().find(|list| list.code == code).ok_or(Failure::NotFound)
}

/// Every row that a list has ever had.
pub(super) fn figures(cx: &mut Cx<'_>, list: &List) -> Result<Vec<Figure>> {
    (list.read)(cx)
}

/// The row of a code that a new one follows: what holds on the day before the new one, or today.
pub(super) fn followed<'a>(all: &'a [Figure], code: &str, from: kernel::Date) -> Result<&'a Figure> {
    in_force(all, from).into_iter().find(|f| f.code == code).ok_or(Failure::NotFound)
}

/// Sets the numbers of a code anew.
///
/// # Errors
/// What [`check`] refuses; [`Failure::NotFound`] for a code that nobody knows.
pub(super) fn set(cx: &mut Cx<'_>, list: &List, code: &str, new: &New) -> Result<()> {
    let (all, today) = (figures(cx, list)?, cx.today());
    let now = followed(&all, code, today.max(new.from))?;
    let wrong = check(&all, now, new, today);
    if !wrong.is_empty() {
        return Err(Refusals(wrong).into());
    }
    let (before, becomes) = (now.said(&now.numbers()), now.said(&new.numbers));
    cx.describe(format!("Set {} to {becomes} from {}", now.words, new.from), Some(&new.reason));
    (list.add)(cx, now, new)?;
    let change = Change {
        id: cx.new_id(),
        list: list.code.to_owned(),
        code: code.to_owned(),
        from_day: new.from,
        before,
        becomes,
        author: new.author.clone(),
        reason: new.reason.trim().to_owned(),
        recorded_at: cx.now(),
    };
    cx.insert(&change)
}

/// What was set in a list, the newest first.
pub(super) fn changes(cx: &mut Cx<'_>, list: &List) -> Result<Vec<Change>> {
    cx.list("WHERE list = $1 ORDER BY recorded_at DESC, id DESC LIMIT 200", &[list.code.into()])
}
