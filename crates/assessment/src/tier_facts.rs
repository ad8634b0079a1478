//! What the tier asks of this room: scores, needs, women's answers, registrations and the level of harm, as they stand
//! now. It gives facts alone and does not know what tier follows.

use crate::harm::{HarmLevel, Level};
use actuarial::tier::{Predictors, Rosh, Severities, WomensAnswers};
use kernel::{Date, PersonKeys};
use store::{Cx, Result, Value};

/// A registration that stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flagged {
    /// The code of its type.
    pub code: String,
    pub on: Date,
    pub level: Option<String>,
    pub category: Option<String>,
}

/// The facts of one person.
#[derive(Clone, Debug, Default)]
pub struct TierFacts {
    /// Risk of serious recidivism, in per cent.
    pub rsr: Option<f64>,
    /// OGRS3 over two years, in per cent.
    pub ogrs3: Option<f64>,
    /// The newest scores of the second generation.
    pub predictors: Option<Predictors>,
    pub womens: WomensAnswers,
    /// Nothing while there is no assessment.
    pub needs: Option<Severities>,
    pub registrations: Vec<Flagged>,
    /// The highest level of risk of serious harm by the newest decisions, where no registration says one.
    pub rosh: Option<Rosh>,
    pub sexual_offence: bool,
}

/// The facts of a person, the absorbed records among them.
///
/// # Errors
/// When the database fails.
pub fn tier_facts(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<TierFacts> {
    Ok(TierFacts { rosh: level_of_harm(cx, keys)?, ..TierFacts::default() })
}

/// The newest decision for each setting and group at risk counts, and of these the highest.
fn level_of_harm(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<Option<Rosh>> {
    let ids: Vec<Value> = keys.all().map(Value::from).collect();
    let rest = format!("WHERE person_id IN ({}) ORDER BY decided_at, id", kernel::placeholders(1, ids.len()));
    let mut newest = std::collections::BTreeMap::new();
    for row in cx.list::<HarmLevel>(&rest, &ids)? {
        newest.insert((row.setting.code(), row.who.code()), row.level);
    }
    let rank = |level: &Level| match level {
        Level::Low => 0,
        Level::Medium => 1,
        Level::High => 2,
        Level::VeryHigh => 3,
    };
    Ok(newest.into_values().max_by_key(rank).map(|level| match level {
        Level::Low => Rosh::Low,
        Level::Medium => Rosh::Medium,
        Level::High => Rosh::High,
        Level::VeryHigh => Rosh::VeryHigh,
    }))
}
