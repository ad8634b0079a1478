//! A person's reviews, what calls for one, and what is due.

use super::records::{Cause, Review, Settlement, Signed, TriggerRow};
use super::rules::{Standing, Trigger, Triggers, Unit};
use crate::due::{Due, DueKind};
use kernel::{Bilingual, Date, PersonKeys, ReviewId};
use std::collections::HashMap;
use std::sync::Arc;
use store::{Cx, Failure, Result, key_values};

/// Reads everything that calls for a review.
///
/// # Errors
/// When the database fails, or a row does not say when its review is due.
pub fn triggers(cx: &mut Cx<'_>) -> Result<Arc<Triggers>> {
    cx.remembered(read_triggers)
}

fn read_triggers(cx: &mut Cx<'_>) -> Result<Triggers> {
    let rows = cx.list::<TriggerRow>("ORDER BY place, code, valid_from", &[])?;
    Ok(Triggers(rows.into_iter().map(trigger).collect::<Result<_>>()?))
}

fn trigger(row: TriggerRow) -> Result<Trigger> {
    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect();
    Ok(Trigger {
        hears: words(&row.hears),
        risk_levels: words(&row.risk_levels),
        unit: match row.due_unit.as_str() {
            "working-days" => Unit::WorkingDays,
            "days" => Unit::Days,
            other => return Err(Failure::broken(format!("review trigger {}: {other:?} counts nothing", row.code))),
        },
        code: row.code,
        valid_from: row.valid_from,
        valid_before: row.valid_before,
        words: Bilingual { en: row.words_en, cy: row.words_cy },
        first_only: row.first_only,
        count: row.due_count,
        by_hand: row.by_hand,
        at_age: row.at_age,
        every_months: row.every_months,
        assumed: row.assumed,
        source: row.source,
    })
}

/// A person's reviews: the open ones first, by their dates, then the settled, the newest first.
///
/// # Errors
/// When the database fails.
pub fn reviews(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<Vec<Standing>> {
    let (among, values) = (keys.placeholders(1), key_values(keys));
    let rest = format!("WHERE person_id IN ({among}) ORDER BY recorded_at, id");
    let rows = cx.list::<Review>(&rest, &values)?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let mut causes: HashMap<ReviewId, Vec<Cause>> = HashMap::new();
    for cause in cx.list::<Cause>(&rest, &values)? {
        causes.entry(cause.review_id).or_default().push(cause);
    }
    let settled = cx.list::<Settlement>(&rest, &values)?;
    let mut settled: HashMap<ReviewId, Settlement> = settled.into_iter().map(|s| (s.review_id, s)).collect();
    let mut all: Vec<Standing> = rows
        .into_iter()
        .map(|review| Standing {
            causes: causes.remove(&review.id).unwrap_or_default(),
            settled: settled.remove(&review.id),
            review,
        })
        .collect();
    all.sort_by_key(|s| match &s.settled {
        None => (0, s.review.due_on, s.review.recorded_at.0),
        Some(done) => (1, s.review.due_on, -done.recorded_at.0),
    });
    let first_settled = all.partition_point(Standing::is_open);
    if let Some(done) = all.get_mut(first_settled..) {
        done.sort_by_key(|s| std::cmp::Reverse(s.settled.as_ref().map(|d| d.recorded_at.0)));
    }
    Ok(all)
}

/// The reviews that nobody has settled.
///
/// # Errors
/// When the database fails.
pub fn open_reviews(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<Vec<Standing>> {
    let mut all = reviews(cx, keys)?;
    all.retain(Standing::is_open);
    Ok(all)
}

/// When the person's assessment was last signed.
///
/// # Errors
/// When the database fails.
pub fn signed_on(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<Option<Date>> {
    let rows = cx.list::<Signed>(&format!("WHERE person_id IN ({})", keys.placeholders(1)), &key_values(keys))?;
    Ok(rows.into_iter().map(|r| r.signed_on).max())
}

/// The open reviews as things due.
pub(crate) fn due(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<Vec<Due>> {
    let open = open_reviews(cx, keys)?;
    let due = |s: Standing| Due {
        kind: DueKind::Review,
        item: s.review.id.0,
        what: s.review.reason,
        due: s.review.due_on,
        shows: s.review.raised_on,
    };
    Ok(open.into_iter().map(due).collect())
}
