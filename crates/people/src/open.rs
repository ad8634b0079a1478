//! The door through which every page and action about a person goes: CRN to record, merges followed, restrictions asked,
//! the read written down, the record locked when something will be written. And people as lines of lists, masked where
//! the actor may not see them.

use crate::cards::Person;
use crate::headline::{self, Headline};
use crate::{merge, sight};
use kernel::{Crn, Date, Instant, PersonId, PersonKeys};
use std::collections::{HashMap, HashSet};
use store::{Cx, Failure, Kind, Question, Result, params, record};

record! {
    /// Whose CRN it is. Never given twice, never taken away.
    pub struct CrnRow in "crn", Kind::Registry, key ["crn"] {
        pub crn: Crn,
        pub person_id: PersonId,
        pub given_at: Instant,
    }
}

/// A person whom the actor may see, opened for this transaction.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenPerson {
    pub person: Person,
    pub keys: PersonKeys,
    /// The CRN of the survivor; the address may have held an absorbed one.
    pub crn: Crn,
}

impl OpenPerson {
    /// The name in one line.
    #[must_use]
    pub fn name(&self) -> String {
        name_of(&self.person)
    }

    /// The address of one of the person's pages: `path("/contacts")`.
    #[must_use]
    pub fn path(&self, rest: &str) -> String {
        format!("/people/{}{rest}", self.crn)
    }
}

/// A person in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonLine {
    pub crn: Crn,
    /// "Restricted" where the actor may not see the person.
    pub name: String,
    pub born: Option<Date>,
    pub restricted: bool,
}

/// Opens the person with this CRN.
///
/// # Errors
/// [`Failure::NotFound`] for a CRN that was never given, [`Failure::Restricted`] when the actor may not see the person.
pub fn open(cx: &mut Cx<'_>, crn: &Crn) -> Result<OpenPerson> {
    if cx.is_writing() {
        let person = crn_row(cx, crn)?;
        return open_by_id(cx, person);
    }
    let row = row_of_crn(cx, crn)?;
    cx.ask_together(&[merge::questions(&[row.person_id]), sight::questions(cx, &[row.person_id])].concat())?;
    let keys = merge::keys_of(cx, row.person_id)?;
    let row = if keys.survivor == row.person_id { row } else { person_of(cx, keys.survivor)? };
    let open = seen(cx, row, keys)?;
    cx.note_read(open.keys.survivor, "record");
    Ok(open)
}

/// The record whose CRN this is, absorbed ones too, in one statement with what the banner says beside the name.
fn row_of_crn(cx: &mut Cx<'_>, crn: &Crn) -> Result<Person> {
    row_with_headline(cx, "(SELECT person_id FROM crn WHERE crn = $1)", params![crn])
}

fn row_with_headline(cx: &mut Cx<'_>, whose: &str, params: &[store::Value]) -> Result<Person> {
    let rest = format!("WHERE a.person_id = {whose}");
    let rows = cx.list_with::<Person, Headline>("b.person_id = a.person_id", &rest, params)?;
    let (person, headline) = rows.into_iter().next().ok_or(Failure::NotFound)?;
    headline::at_hand(cx, person.person_id, headline);
    Ok(person)
}

/// Opens the person whom an id belongs to, which may be an absorbed one.
///
/// # Errors
/// As [`open`].
pub fn open_by_id(cx: &mut Cx<'_>, person: PersonId) -> Result<OpenPerson> {
    let open = open_for_rules(cx, person)?;
    cx.note_read(open.keys.survivor, "record");
    Ok(open)
}

/// The same for rules that look at everybody by themselves: nobody sees the record, so nothing stands in the access log, which
/// would have a line a night for each person that tells of no reader.
///
/// # Errors
/// As [`open`].
pub fn open_for_rules(cx: &mut Cx<'_>, person: PersonId) -> Result<OpenPerson> {
    let mut keys = merge::keys_of(cx, person)?;
    if cx.is_writing() {
        cx.lock(keys.survivor.into())?;
        // A merge may have come between the look and the lock.
        keys = merge::keys_of(cx, person)?;
        cx.lock(keys.survivor.into())?;
    }
    let row = person_of(cx, keys.survivor)?;
    seen(cx, row, keys)
}

fn person_of(cx: &mut Cx<'_>, person: PersonId) -> Result<Person> {
    row_with_headline(cx, "$1", params![person])
}

fn seen(cx: &mut Cx<'_>, row: Person, keys: PersonKeys) -> Result<OpenPerson> {
    sight::may_see(cx, &keys).map_err(|failure| named(failure, &row.crn))?;
    Ok(OpenPerson { crn: row.crn.clone(), person: row, keys })
}

/// `access` knows ids; the page that refuses tells the CRN.
fn named(failure: Failure, crn: &Crn) -> Failure {
    match failure {
        Failure::Restricted { message, .. } => Failure::Restricted { crn: crn.to_string(), message },
        other => other,
    }
}

/// People as lines of a list, by the id asked for; an absorbed id gives its survivor's line. Names and dates of people
/// whom the actor may not see are masked. The caller notes which people were shown.
///
/// # Errors
/// When the database fails.
pub fn lines(cx: &mut Cx<'_>, people: &[PersonId]) -> Result<HashMap<PersonId, PersonLine>> {
    if people.is_empty() {
        return Ok(HashMap::new());
    }
    let mut met = HashSet::new();
    let each: Vec<PersonId> = people.iter().copied().filter(|id| met.insert(*id)).collect();
    // Most people are in no merge: then this is all that is asked.
    cx.ask_together(&[merge::questions(&each), sight::questions(cx, &each), rows_questions(&each)].concat())?;
    let families = merge::families(cx, &each)?;
    let survivors: Vec<PersonId> = families.iter().map(|k| k.survivor).collect();
    let hidden = sight::hidden(cx, &survivors)?;
    let mut rows: HashMap<PersonId, Person> = HashMap::new();
    for question in rows_questions(&survivors) {
        rows.extend(cx.ask_list::<Person>(&question)?.into_iter().map(|p| (p.person_id, p)));
    }
    let mut out = HashMap::new();
    for keys in families {
        if let Some(row) = rows.get(&keys.survivor) {
            let line = line_of(row, hidden.contains(&keys.survivor));
            out.extend(keys.all().filter(|id| people.contains(id)).map(|id| (id, line.clone())));
        }
    }
    Ok(out)
}

fn rows_questions(people: &[PersonId]) -> Vec<Question> {
    let asked = |chunk: &[PersonId]| {
        let values = store::id_values(chunk);
        Question::list::<Person>(&format!("WHERE person_id IN ({})", kernel::placeholders(1, values.len())), &values)
    };
    people.chunks(400).map(asked).collect()
}

fn line_of(person: &Person, restricted: bool) -> PersonLine {
    let crn = person.crn.clone();
    if restricted {
        return PersonLine { crn, name: "Restricted".into(), born: None, restricted };
    }
    PersonLine { crn, name: name_of(person), born: person.born, restricted }
}

/// First, middle and last name; the preferred name does not stand in for them.
pub(crate) fn name_of(person: &Person) -> String {
    let middle = person.middle_names.clone().unwrap_or_default();
    crate::matching::PersonName::new(person.first_name.clone(), middle, person.last_name.clone()).full()
}

/// Whose CRN it is.
pub(crate) fn crn_row(cx: &mut Cx<'_>, crn: &Crn) -> Result<PersonId> {
    Ok(cx.need::<CrnRow>(params![crn])?.person_id)
}

/// The keys of the person with this CRN, whoever may see them: for the room that decides who may.
///
/// # Errors
/// [`Failure::NotFound`] for a CRN that was never given.
pub fn keys_of_crn(cx: &mut Cx<'_>, crn: &Crn) -> Result<PersonKeys> {
    let person = if cx.is_writing() { crn_row(cx, crn)? } else { row_of_crn(cx, crn)?.person_id };
    merge::keys_of(cx, person)
}
