//! Keeping entries: added, amended, withdrawn, each with a line in the ledger, the search keys in the same transaction and
//! the fact told. Nothing is overwritten silently: a version that is no longer current is refused.

use super::Detail;
use crate::index;
use domain_events::DomainEvent;
use kernel::{DetailId, PersonId, PersonKeys, Refusal};
use store::{Cx, Failure, Question, Result, key_values};

/// Adds an entry, or the one row of a card that has one. The caller has opened the person for writing.
///
/// # Errors
/// Refusals of the card's rules, or the database's.
pub fn add<R: Detail>(cx: &mut Cx<'_>, mut row: R) -> Result<R> {
    row.tidy(cx.today())?;
    cx.describe(format!("Added {}", R::CARD.one), None);
    row.settle(cx, None)?;
    cx.insert(&row)?;
    told::<R>(cx, row.person())?;
    Ok(row)
}

/// Writes an entry anew. `row` carries the version that its author saw.
///
/// # Errors
/// [`Failure::Stale`] when somebody else changed it meanwhile; refusals of the card's rules.
pub fn amend<R: Detail>(cx: &mut Cx<'_>, before: &R, mut row: R, reason: Option<&str>) -> Result<R> {
    row.tidy(cx.today())?;
    if row == *before {
        return Ok(row);
    }
    cx.describe(format!("Changed {}", R::CARD.one), reason);
    row.settle(cx, Some(before))?;
    cx.update(&mut row)?;
    told::<R>(cx, row.person())?;
    Ok(row)
}

/// Says that an entry was recorded in error: it leaves the page and stays in history.
///
/// # Errors
/// Without a reason, or when somebody else changed it meanwhile.
pub fn withdraw<R: Detail>(cx: &mut Cx<'_>, mut row: R, reason: &str) -> Result<()> {
    if reason.trim().is_empty() {
        return Err(Refusal::new("reason", "missing", "Enter why this was recorded in error").into());
    }
    let before = row.clone();
    row.withdraw(reason.trim());
    if row == before {
        return Err(Failure::NotFound);
    }
    cx.describe(format!("Withdrew {}", R::CARD.one), Some(reason));
    row.settle(cx, Some(&before))?;
    cx.update(&mut row)?;
    told::<R>(cx, row.person())
}

fn told<R: Detail>(cx: &mut Cx<'_>, person: PersonId) -> Result<()> {
    if R::is_searched() {
        index::refile(cx, person)?;
    }
    cx.tell(&DomainEvent::PersonAmended { person, part: R::CARD.slug.to_owned() })
}

/// The entries of a card that were not withdrawn, oldest first; those of absorbed records among them.
///
/// # Errors
/// When the database fails.
pub(crate) fn entries<R: Detail>(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<Vec<R>> {
    let mut rows = cx.ask_list::<R>(&entries_question::<R>(keys))?;
    if !R::CARD.many {
        // Of a card that has one row the survivor's counts; an absorbed record's stands in where there is none.
        rows.sort_by_key(|r| keys.all().position(|p| p == r.person()));
        rows.truncate(1);
    }
    Ok(rows)
}

/// What [`entries`] asks.
pub(crate) fn entries_question<R: Detail>(keys: &PersonKeys) -> Question {
    let people = keys.placeholders(1);
    let rest = if R::CARD.many {
        format!("WHERE person_id IN ({people}) AND withdrawn IS NULL ORDER BY id")
    } else {
        format!("WHERE person_id IN ({people})")
    };
    Question::list::<R>(&rest, &key_values(keys))
}

/// The entry with this id, or the one row of a card that has one; a fresh one where it has not been filled in yet. The flag says
/// whether the row is there.
///
/// # Errors
/// [`Failure::NotFound`] for an id that is not this person's.
pub(crate) fn current<R: Detail>(cx: &mut Cx<'_>, keys: &PersonKeys, id: Option<DetailId>) -> Result<(R, bool)> {
    let mut rows = entries::<R>(cx, keys)?;
    if let Some(id) = id {
        return rows.into_iter().find(|r| r.id() == Some(id)).map(|r| (r, true)).ok_or(Failure::NotFound);
    }
    if R::CARD.many {
        rows.clear();
    }
    match rows.pop() {
        Some(row) if row.person() == keys.survivor => Ok((row, true)),
        other => {
            let fresh = R::begin(keys.survivor, cx.new_id(), cx.today())?;
            // What only the absorbed record knew is offered, and kept on the survivor when it is saved.
            let known = other.map(|row| carried(&row, &fresh)).transpose()?;
            Ok((known.unwrap_or(fresh), false))
        }
    }
}

fn carried<R: Detail>(from: &R, to: &R) -> Result<R> {
    let mut values = from.values();
    let own = to.values();
    for (index, column) in R::TABLE.columns.iter().enumerate() {
        if matches!(column.name, "person_id" | "version")
            && let (Some(cell), Some(value)) = (values.get_mut(index), own.get(index))
        {
            *cell = value.clone();
        }
    }
    R::from_values(&values)
}
