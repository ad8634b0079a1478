//! What was done with a breach, a power, an early end or a milestone: who, when, on which day, why, and what it came to.
//!
//! Always true: an act is added and never changed or taken out; what holds now is what the acts say. It knows the subject by
//! id only.

use kernel::{Date, EntryId, Instant, PersonId, PersonKeys};
use serde_json::Value as Json;
use store::{Cx, Kind, Record, Result, Table, key_values, record};
use uuid::Uuid;

record! {
    /// One act.
    pub struct Act in "enforcement_act", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: EntryId,
        /// breach, power, early-end or milestone.
        pub about: String,
        pub about_id: Uuid,
        pub what: String,
        /// The state that it came to.
        pub came_to: String,
        /// The civil day that it is about.
        pub on_day: Date,
        pub words: Option<String>,
        pub facts: Option<Json>,
        pub at: Instant,
        pub by_name: String,
        pub by_id: Option<Uuid>,
    }
}

pub(crate) const TABLES: &[&Table] = &[<Act as Record>::TABLE];

/// What is to be kept of an act; the rest is who and when.
pub(crate) struct NewAct<'a> {
    pub(crate) person: PersonId,
    pub(crate) about: &'static str,
    pub(crate) about_id: Uuid,
    pub(crate) what: &'a str,
    pub(crate) came_to: &'a str,
    pub(crate) on: Date,
    pub(crate) words: Option<&'a str>,
    pub(crate) facts: Option<Json>,
}

pub(crate) fn keep(cx: &mut Cx<'_>, new: NewAct<'_>) -> Result<Act> {
    let act = Act {
        person_id: new.person,
        id: cx.new_id(),
        about: new.about.to_owned(),
        about_id: new.about_id,
        what: new.what.to_owned(),
        came_to: new.came_to.to_owned(),
        on_day: new.on,
        words: new.words.map(str::trim).filter(|w| !w.is_empty()).map(str::to_owned),
        facts: new.facts,
        at: cx.now(),
        by_name: cx.actor().name().to_owned(),
        by_id: cx.actor().id(),
    };
    cx.insert(&act)?;
    Ok(act)
}

/// What was done with one thing, in the order of doing.
pub(crate) fn acts_of(cx: &mut Cx<'_>, keys: &PersonKeys, about_id: Uuid) -> Result<Vec<Act>> {
    let mut values = key_values(keys);
    values.push(about_id.into());
    let rest =
        format!("WHERE person_id IN ({}) AND about_id = ${} ORDER BY at, id", keys.placeholders(1), values.len());
    cx.list(&rest, &values)
}
