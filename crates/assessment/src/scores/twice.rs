//! The scores of one person from two sets of answers, for a second look: same record, same day, other answers.
//!
//! Always true: nothing is kept and nobody is told; the difference comes from the answers alone. It does not know who
//! answered.

use super::Score;
use super::compute::computed;
use super::inputs::gather_each;
use crate::assessments::{Assessment, Sheet};
use kernel::PersonKeys;
use serde::{Deserialize, Serialize};
use store::{Cx, Result};

/// What a model gives.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
pub(crate) struct Gave {
    /// Per cent.
    pub(crate) score: Option<f64>,
    pub(crate) band: Option<String>,
    /// What a screen says.
    pub(crate) outcome: Option<String>,
}

/// What a model gives of the first answers and of the second.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub(crate) struct Twice {
    pub(crate) generation: i32,
    pub(crate) model: String,
    pub(crate) first: Gave,
    pub(crate) second: Gave,
}

impl Twice {
    /// How much higher the second score is, in points of per cent.
    pub(crate) fn difference(&self) -> Option<f64> {
        Some(self.second.score? - self.first.score?)
    }

    /// The band, or what the screen says, is another one.
    pub(crate) fn moved(&self) -> bool {
        (&self.first.band, &self.first.outcome) != (&self.second.band, &self.second.outcome)
    }
}

impl Gave {
    fn of(score: &Score) -> Gave {
        Gave { score: score.score, band: score.band.clone(), outcome: score.outcome.clone() }
    }

    /// Whether it gives anything at all.
    pub(crate) fn is_nothing(&self) -> bool {
        *self == Gave::default()
    }
}

/// Computes every model from both; those that give nothing either time are left out.
///
/// # Errors
/// When the database fails.
pub(crate) fn twice(
    cx: &mut Cx<'_>,
    keys: &PersonKeys,
    assessment: &Assessment,
    first: &Sheet,
    second: &Sheet,
) -> Result<Vec<Twice>> {
    let inputs = gather_each(cx, keys, assessment, &[first, second])?;
    let [one, two] = inputs.as_slice() else { return Ok(Vec::new()) };
    let (first, second) = (computed(cx, keys, one, "")?, computed(cx, keys, two, "")?);
    let both = first.into_iter().zip(second).map(|((first, _), (second, _))| Twice {
        generation: first.generation,
        first: Gave::of(&first),
        second: Gave::of(&second),
        model: first.model,
    });
    Ok(both.filter(|t| !t.first.is_nothing() || !t.second.is_nothing()).collect())
}
