//! What pages about one person ask of this room and of sentences, so that each asks it in one statement.

use crate::act::Act;
use crate::breach::{Breach, PartRow};
use crate::early_end::EarlyEnd;
use crate::powers::PowerUse;
use crate::published::Step;
use crate::recognition::Milestone;
use kernel::{BreachId, PersonKeys};
use store::{Question, Record, key_values};

fn of<R: Record>(keys: &PersonKeys, order: &str) -> Question {
    Question::list::<R>(&format!("WHERE person_id IN ({}) ORDER BY {order}", keys.placeholders(1)), &key_values(keys))
}

/// What is published of enforcement, the oldest first.
pub(crate) fn steps(keys: &PersonKeys) -> Question {
    of::<Step>(keys, "on_day, id")
}

/// Breaches, the newest first.
pub(crate) fn breaches(keys: &PersonKeys) -> Question {
    of::<Breach>(keys, "instructed_at DESC, id DESC")
}

/// Early ends, the newest first.
pub(crate) fn early_ends(keys: &PersonKeys) -> Question {
    of::<EarlyEnd>(keys, "found_at DESC, id DESC")
}

/// Uses of powers, the newest first.
pub(crate) fn uses(keys: &PersonKeys) -> Question {
    of::<PowerUse>(keys, "used_at DESC, id DESC")
}

/// Milestones, the newest first.
pub(crate) fn milestones(keys: &PersonKeys) -> Question {
    of::<Milestone>(keys, "reached_on DESC, id DESC")
}

/// What judging a power or an early end asks, whatever the order.
pub(crate) fn of_powers(keys: &PersonKeys) -> Vec<Question> {
    let mut all = sentences::events_questions(keys);
    all.extend([breaches(keys), early_ends(keys), uses(keys), steps(keys)]);
    all
}

/// What a person's page of progress asks.
pub(crate) fn of_progress(keys: &PersonKeys) -> Vec<Question> {
    let mut all = sentences::orders_questions(keys);
    all.extend([steps(keys), milestones(keys)]);
    all
}

/// One breach, the parts of its pack, and what was done with it.
pub(crate) fn breach(keys: &PersonKeys, id: BreachId) -> [Question; 3] {
    let mut values = key_values(keys);
    values.push(id.into());
    let (among, at) = (keys.placeholders(1), values.len());
    [
        Question::list::<Breach>(&format!("WHERE person_id IN ({among}) AND id = ${at}"), &values),
        Question::list::<PartRow>(&format!("WHERE person_id IN ({among}) AND breach_id = ${at}"), &values),
        Question::list::<Act>(&format!("WHERE person_id IN ({among}) AND about_id = ${at} ORDER BY at, id"), &values),
    ]
}

/// A breach with what its pack is drawn from.
pub(crate) fn of_pack(keys: &PersonKeys, id: BreachId) -> Vec<Question> {
    let mut all = sentences::orders_questions(keys);
    all.extend(breach(keys, id));
    all.extend([steps(keys)]);
    all.extend(crate::breach::said_questions(keys));
    all
}
