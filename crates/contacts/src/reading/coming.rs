//! What comes next and what was last, for one person or for a list of people in one statement.

use crate::tables::{Contact, LastContact};
use kernel::{ContactId, Date, PersonId, PersonKeys, StaffId, Time, placeholders};
use std::collections::HashMap;
use store::{Cx, Field, Question, Result, Stood, Value, key_values};

/// An appointment that is still to come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coming {
    pub person: PersonId,
    pub contact: ContactId,
    pub contact_type: String,
    pub date: Date,
    pub start: Option<Time>,
    pub end: Option<Time>,
    pub staff: Option<StaffId>,
}

/// The person's next appointment, today's included.
///
/// # Errors
/// When the database fails.
pub fn next_appointment(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<Option<Contact>> {
    let question = next_appointment_question(cx, keys);
    Ok(cx.ask_list(&question)?.pop())
}

pub(super) fn next_appointment_question(cx: &Cx<'_>, keys: &PersonKeys) -> Question {
    appointments_question(cx, keys, " AND awaited AND happens_on >= ?", "happens_on, sort_at, id", 1)
}

/// The person's appointments that are still to come, the next first.
///
/// # Errors
/// When the database fails.
pub fn upcoming(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<Vec<Contact>> {
    appointments(cx, keys, " AND awaited AND happens_on >= ?", "happens_on, sort_at, id", 200)
}

fn appointments(cx: &mut Cx<'_>, keys: &PersonKeys, which: &str, order: &str, most: usize) -> Result<Vec<Contact>> {
    let question = appointments_question(cx, keys, which, order, most);
    cx.ask_list(&question)
}

fn appointments_question(cx: &Cx<'_>, keys: &PersonKeys, which: &str, order: &str, most: usize) -> Question {
    let mut values = key_values(keys);
    values.push(cx.today().into());
    let which = which.replace('?', &format!("${}", values.len()));
    let people = keys.placeholders(1);
    let rest = format!("WHERE person_id IN ({people}) AND appointment{which} ORDER BY {order} LIMIT {most}");
    Question::list::<Contact>(&rest, &values)
}

/// The person's appointments that lie behind, the newest first, at most `most`; those whose outcome is still awaited are
/// among them.
///
/// # Errors
/// When the database fails.
pub fn attempts(cx: &mut Cx<'_>, keys: &PersonKeys, most: usize) -> Result<Vec<Contact>> {
    appointments(cx, keys, " AND (NOT awaited OR happens_on < ?)", "sort_at DESC, id DESC", most)
}

/// Appointments as the record stood at the end of a day: those behind, the newest first, at most `most`, and the next one.
///
/// # Errors
/// When an image cannot be read.
pub fn appointments_then(stood: &Stood, day: Date, most: usize) -> Result<(Vec<Contact>, Option<Contact>)> {
    let mut all = stood.rows::<Contact>()?;
    all.retain(|c| c.appointment);
    all.sort_by_key(|c| std::cmp::Reverse((c.sort_at, c.id)));
    let coming = all.iter().filter(|c| c.awaited && c.happens_on >= day);
    let next = coming.min_by_key(|c| (c.happens_on, c.sort_at, c.id)).cloned();
    all.retain(|c| !c.awaited || c.happens_on < day);
    all.truncate(most);
    Ok((all, next))
}

/// The next appointment of each of these people who has one. For a person who absorbed another, ask for both ids.
///
/// # Errors
/// When the database fails.
pub fn next_appointments(cx: &mut Cx<'_>, people: &[PersonId]) -> Result<HashMap<PersonId, Coming>> {
    let mut found = HashMap::new();
    for some in people.chunks(500) {
        let mut values: Vec<Value> = some.iter().map(|p| Value::from(*p)).collect();
        values.push(cx.today().into());
        let sql = format!(
            "SELECT person_id, id, contact_type, happens_on, starts, ends, staff_id FROM contact \
             WHERE person_id IN ({}) AND awaited AND appointment AND happens_on >= ${} ORDER BY happens_on, sort_at, id",
            placeholders(1, some.len()),
            values.len()
        );
        for row in cx.query(&sql, &values)? {
            let coming = Coming {
                person: row.get(0)?,
                contact: row.get(1)?,
                contact_type: row.get(2)?,
                date: row.get(3)?,
                start: row.get(4)?,
                end: row.get(5)?,
                staff: row.get(6)?,
            };
            found.entry(coming.person).or_insert(coming);
        }
    }
    Ok(found)
}

/// When each of these people and the service were last in touch.
///
/// # Errors
/// When the database fails.
pub fn last_contacts(cx: &mut Cx<'_>, people: &[PersonId]) -> Result<HashMap<PersonId, LastContact>> {
    let mut found = HashMap::new();
    for some in people.chunks(500) {
        let values: Vec<Value> = some.iter().map(Field::into_value).collect();
        let rows = cx.list::<LastContact>(&format!("WHERE person_id IN ({})", placeholders(1, some.len())), &values)?;
        found.extend(rows.into_iter().map(|row| (row.person_id, row)));
    }
    Ok(found)
}
