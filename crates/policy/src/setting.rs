//! Reading the lists, and the three things that can be done to a row: setting it anew, ending it, adding one.

use crate::rules::{Figure, New, check, check_day, in_force};
use crate::{Change, Kept, List, Made, Shelf};
use kernel::{Date, Refusals};
use store::{Cx, Failure, Result};
use web::form::Form;

/// A list by its code.
pub(crate) fn list_of<S: Shelf>(code: &str) -> Result<&'static List> {
    S::LISTS.iter().find(|list| list.code == code).ok_or(Failure::NotFound)
}

/// Every row that a list has ever had.
pub(crate) fn figures(cx: &mut Cx<'_>, list: &List) -> Result<Vec<Figure>> {
    (list.read)(cx)
}

/// The row of a code that a new one follows: what holds on the day of the new one; what was ended can be taken up again.
pub(crate) fn followed<'a>(all: &'a [Figure], code: &str, from: Date) -> Result<&'a Figure> {
    let holds = in_force(all, from).into_iter().find(|f| f.code == code);
    let last = || all.iter().filter(|f| f.code == code && f.from <= from).max_by_key(|f| f.from);
    holds.or_else(last).ok_or(Failure::NotFound)
}

/// Sets a row anew, or ends it.
///
/// # Errors
/// What [`check`] refuses; [`Failure::NotFound`] for a code that nobody knows.
pub(crate) fn set<S: Shelf>(cx: &mut Cx<'_>, list: &List, code: &str, new: &New) -> Result<()> {
    let (all, today) = (figures(cx, list)?, cx.today());
    let now = followed(&all, code, today.max(new.from))?;
    let wrong = check(&all, now, new, today);
    if !wrong.is_empty() {
        return Err(Refusals(wrong).into());
    }
    let (before, becomes) = (now.stands(), now.becomes(new));
    cx.describe(format!("Set {} to {becomes} from {}", now.words, new.from), Some(&new.reason));
    (list.follow)(cx, now, new)?;
    keep::<S>(cx, list, code, new, (before, becomes))
}

/// Adds what the list does not have yet.
///
/// # Errors
/// A day that is not to come, no reason, and what the list refuses.
pub(crate) fn add<S: Shelf>(cx: &mut Cx<'_>, list: &List, form: &mut Form, new: &New) -> Result<Made> {
    let adding = list.adding.ok_or(Failure::NotFound)?;
    let wrong = check_day(new, cx.today());
    if !wrong.is_empty() {
        return Err(Refusals(wrong).into());
    }
    let made = (adding.make)(cx, form, new)?;
    cx.describe(format!("Added to “{}”, from {}: {}", list.title, new.from, made.words), Some(&new.reason));
    keep::<S>(cx, list, &made.code, new, ("not there".to_owned(), made.words.clone()))?;
    Ok(made)
}

fn keep<S: Shelf>(
    cx: &mut Cx<'_>,
    list: &List,
    code: &str,
    new: &New,
    (before, becomes): (String, String),
) -> Result<()> {
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
    cx.insert(&S::Changes::of(change))
}

/// What was set in a list, the newest first.
pub(crate) fn changes<S: Shelf>(cx: &mut Cx<'_>, list: &List) -> Result<Vec<Change>> {
    let rest = "WHERE list = $1 ORDER BY recorded_at DESC, id DESC LIMIT 200";
    Ok(cx.list::<S::Changes>(rest, &[list.code.into()])?.into_iter().map(Kept::told).collect())
}
