//! Reading scores: the newest of each model, as at any day, with the officer's own band where one is in force.

use super::{Override, OverrideState, Score};
use crate::parts::families;
use kernel::{Date, PersonKeys};
use store::{Cx, Result, Value, key_values};

/// A score as it stands, with the band that an officer put beside it.
#[derive(Clone, Debug, PartialEq)]
pub struct ScoreStanding {
    /// As computed.
    pub score: Score,
    /// Confirmed by a manager and still in force.
    pub overridden: Option<Override>,
}

impl ScoreStanding {
    /// The band in force: the officer's own where there is one, else the computed one.
    #[must_use]
    pub fn band(&self) -> Option<&str> {
        self.overridden.as_ref().map(|o| o.band.as_str()).or(self.score.band.as_deref())
    }
}

/// The newest score of each model, today.
///
/// # Errors
/// When the database fails.
pub fn latest_scores(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<Vec<ScoreStanding>> {
    let today = cx.today();
    scores_as_at(cx, keys, today)
}

/// The newest score of each model as at the end of a day. One statement.
///
/// # Errors
/// When the database fails.
pub fn scores_as_at(cx: &mut Cx<'_>, keys: &PersonKeys, on: Date) -> Result<Vec<ScoreStanding>> {
    let own =
        format!("b.person_id IN ({}) AND b.generation = a.generation AND b.model = a.model", keys.placeholders(1));
    let (rest, values) = newest_on("a", keys, on);
    let rows = cx.list_with::<Score, Override>(&own, &format!("{rest}, b.proposed_at DESC, b.id"), &values)?;
    let standing = |(score, own): (Score, Vec<Override>)| ScoreStanding {
        overridden: own.into_iter().find(|o| in_force(o, on)),
        score,
    };
    Ok(families(rows, |score| score.id).into_iter().map(standing).collect())
}

fn in_force(o: &Override, on: Date) -> bool {
    let confirmed = matches!(o.state, OverrideState::Confirmed | OverrideState::Ended);
    confirmed && o.decided_on.is_some_and(|day| day <= on) && o.ended_on.is_none_or(|day| day > on)
}

/// The newest row of each model, without overrides.
pub(super) fn newest(cx: &mut Cx<'_>, keys: &PersonKeys, on: Date) -> Result<Vec<Score>> {
    let (rest, values) = newest_on("score", keys, on);
    cx.list(&rest, &values)
}

/// What stands after the table of scores, called so, for the newest row of each model; and its parameters.
fn newest_on(called: &str, keys: &PersonKeys, on: Date) -> (String, Vec<Value>) {
    let mut values = key_values(keys);
    let day = values.len() + 1;
    values.push(Value::from(on));
    let marks = keys.placeholders(1);
    let rest = format!(
        "WHERE {called}.person_id IN ({marks}) AND {called}.computed_on <= ${day} AND NOT EXISTS (SELECT 1 FROM score later \
         WHERE later.person_id IN ({marks}) AND later.generation = {called}.generation AND later.model = {called}.model \
         AND later.computed_on <= ${day} AND (later.computed_at > {called}.computed_at \
         OR (later.computed_at = {called}.computed_at AND later.id > {called}.id))) \
         ORDER BY {called}.generation DESC, {called}.model"
    );
    (rest, values)
}

/// Every result of one model, oldest first.
pub(super) fn history(cx: &mut Cx<'_>, keys: &PersonKeys, generation: i32, model: &str) -> Result<Vec<Score>> {
    let mut values = key_values(keys);
    let at = values.len() + 1;
    values.extend([Value::from(generation), Value::from(model)]);
    let rest = format!(
        "WHERE person_id IN ({}) AND generation = ${at} AND model = ${} ORDER BY computed_at, id",
        keys.placeholders(1),
        at + 1
    );
    cx.list(&rest, &values)
}

/// Every override of a person, newest first.
pub(super) fn overrides(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<Vec<Override>> {
    let rest = format!("WHERE person_id IN ({}) ORDER BY proposed_at DESC, id", keys.placeholders(1));
    cx.list(&rest, &key_values(keys))
}
