//! Reading scores: the newest of each model, as at any day, with the officer's own band where one is in force.

use super::{Override, OverrideState, Score};
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

/// The newest score of each model as at the end of a day. Two statements.
///
/// # Errors
/// When the database fails.
pub fn scores_as_at(cx: &mut Cx<'_>, keys: &PersonKeys, on: Date) -> Result<Vec<ScoreStanding>> {
    let overrides = overrides(cx, keys)?;
    let scores = newest(cx, keys, on)?;
    let standing = |score: Score| {
        let mut mine = overrides.iter().filter(|o| o.model == score.model && o.generation == score.generation);
        ScoreStanding { overridden: mine.find(|o| in_force(o, on)).cloned(), score }
    };
    Ok(scores.into_iter().map(standing).collect())
}

fn in_force(o: &Override, on: Date) -> bool {
    let confirmed = matches!(o.state, OverrideState::Confirmed | OverrideState::Ended);
    confirmed && o.decided_on.is_some_and(|day| day <= on) && o.ended_on.is_none_or(|day| day > on)
}

/// The newest row of each model, without overrides.
pub(super) fn newest(cx: &mut Cx<'_>, keys: &PersonKeys, on: Date) -> Result<Vec<Score>> {
    let mut values = key_values(keys);
    let day = values.len() + 1;
    values.push(Value::from(on));
    let marks = keys.placeholders(1);
    let rest = format!(
        "WHERE person_id IN ({marks}) AND computed_on <= ${day} AND NOT EXISTS (SELECT 1 FROM score later \
         WHERE later.person_id IN ({marks}) AND later.generation = score.generation AND later.model = score.model \
         AND later.computed_on <= ${day} AND (later.computed_at > score.computed_at \
         OR (later.computed_at = score.computed_at AND later.id > score.id))) ORDER BY generation DESC, model"
    );
    cx.list(&rest, &values)
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
