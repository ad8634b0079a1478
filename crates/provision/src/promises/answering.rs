//! Answering promises with the day on which somebody began: the only thing that a promise ever learns.

use super::records::StartPromise;
use kernel::{Date, PersonKeys, RequirementId};
use store::{Cx, Result, Value, key_values};

/// Notes in the promises of a requirement when it began. `was` is the day noted before, when that is put right.
pub(crate) fn answer_promises(
    cx: &mut Cx<'_>,
    keys: &PersonKeys,
    requirement: RequirementId,
    was: Option<Date>,
    on: Date,
) -> Result<()> {
    let values = key_values(keys);
    let rest = format!("WHERE person_id IN ({}) AND requirement_id = ${}", keys.placeholders(1), values.len() + 1);
    for mut promise in cx.list::<StartPromise>(&rest, &[values, vec![Value::from(requirement)]].concat())? {
        if promise.begun_on == was && promise.begun_on != Some(on) {
            promise.begun_on = Some(on);
            cx.update(&mut promise)?;
        }
    }
    Ok(())
}
