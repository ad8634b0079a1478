//! What measures compare people by: sex, month of birth and ethnicity, as codes and without a name. A view, written with the
//! record that it is read from and rebuildable from it. It does not know who counts what by it.

use crate::cards::{Equality, Person};
use crate::merge::keys_of;
use domain_events::DomainEvent;
use kernel::{Date, PersonId, PersonKeys};
use std::collections::HashMap;
use store::{Cx, Kind, Result, key_values, params, record};

record! {
    /// One person. A record that was merged into another has no row.
    pub struct PersonTraits in "view_person_traits", Kind::View, key ["person_id"] {
        pub person_id: PersonId,
        /// A code of the set `gender`.
        pub sex: Option<String>,
        /// The first day of the month of birth.
        pub born_month: Option<Date>,
        /// A code of the set `ethnicity`.
        pub ethnicity: Option<String>,
    }
}

/// The row that these records make: what the survivor's does not say, an absorbed one may.
pub(crate) fn row_of(person_id: PersonId, people: &[&Person], equality: &[&Equality]) -> PersonTraits {
    PersonTraits {
        person_id,
        sex: people.iter().find_map(|p| p.gender.clone()),
        born_month: people.iter().find_map(|p| p.born).map(Date::first_of_month),
        ethnicity: equality.iter().find_map(|e| e.ethnicity.clone()),
    }
}

/// Rows of people who are new.
pub(crate) fn rows_of(people: &[Person], equality: &[Equality]) -> Vec<PersonTraits> {
    let said: HashMap<PersonId, &Equality> = equality.iter().map(|row| (row.person_id, row)).collect();
    let row = |p: &Person| row_of(p.person_id, &[p], said.get(&p.person_id).copied().as_slice());
    people.iter().map(row).collect()
}

/// Writes a person's row anew; gives whether it was wrong.
///
/// # Errors
/// When the database fails.
pub fn rebuild_traits(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<bool> {
    let rest = format!("WHERE person_id IN ({})", keys.placeholders(1));
    let people: Vec<Person> = cx.list(&rest, &key_values(keys))?;
    let equality: Vec<Equality> = cx.list(&rest, &key_values(keys))?;
    // The survivor's own record first, then those nearest to it.
    let own: Vec<&Person> = keys.all().filter_map(|id| people.iter().find(|p| p.person_id == id)).collect();
    let said: Vec<&Equality> = keys.all().filter_map(|id| equality.iter().find(|e| e.person_id == id)).collect();
    let row = (!own.is_empty()).then(|| row_of(keys.survivor, &own, &said));
    cx.put_view(keys.survivor, row.as_slice())
}

/// Keeps up with the record.
///
/// # Errors
/// When the database fails.
pub(crate) fn hear(cx: &mut Cx<'_>, event: &DomainEvent) -> Result<()> {
    let people = match event {
        DomainEvent::PersonCreated { person } | DomainEvent::PersonAmended { person, .. } => vec![*person],
        DomainEvent::PersonMerged { person, absorbed } => {
            cx.execute("DELETE FROM view_person_traits WHERE person_id = $1", params![absorbed])?;
            vec![*person]
        }
        DomainEvent::PersonUnmerged { person, released } => vec![*person, *released],
        _ => return Ok(()),
    };
    for person in people {
        let keys = keys_of(cx, person)?;
        rebuild_traits(cx, &keys)?;
    }
    Ok(())
}

/// The records of everybody, those merged into another too, in the order of their ids, from after `after` on.
///
/// # Errors
/// When the database fails.
pub fn everybody(cx: &mut Cx<'_>, after: Option<PersonId>, most: i64) -> Result<Vec<PersonId>> {
    let rows = match after {
        Some(after) => cx.query(
            "SELECT person_id FROM person WHERE person_id > $1 ORDER BY person_id LIMIT $2",
            params![after, most],
        ),
        None => cx.query("SELECT person_id FROM person ORDER BY person_id LIMIT $1", params![most]),
    }?;
    rows.iter().map(|row| row.get(0)).collect()
}
