//! The index by which people are found: keys and ids, written in the transaction that changes what people are found by,
//! and rebuildable from it. It knows neither names in clear order nor who may see whom.

use crate::cards::{Address, Alias, Identifier, Person};
use crate::matching::{
    Comparison, Cro, Identity, Key, NiNumber, Noms, PersonName, Place, Pnc, Verdict, candidate_keys, compare, keys,
};
use crate::merge;
use kernel::{Crn, Date, PersonId, placeholders};
use std::collections::HashMap;
use store::{Cx, Kind, Question, Result, Value, id_values, params, record};

record! {
    /// One key under which a person is filed.
    pub struct PersonKey in "person_key", Kind::View, key ["key_text", "person_id"] {
        pub key_text: String,
        pub person_id: PersonId,
    }
}

/// The most people looked at for one question. Those who share most keys come first.
const MOST: usize = 300;

/// How many ids go into one statement.
const CHUNK: usize = 400;

/// Somebody who may be the one described.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    pub person: PersonId,
    pub crn: Crn,
    pub identity: Identity,
    pub comparison: Comparison,
}

/// What a record says of who somebody is, with the records absorbed into it.
#[derive(Clone, Debug)]
pub(crate) struct Known {
    pub(crate) person: Person,
    pub(crate) identity: Identity,
}

/// Writes the keys of a record anew, from the record.
///
/// # Errors
/// When the database fails.
pub fn refile(cx: &mut Cx<'_>, person: PersonId) -> Result<()> {
    let Some(row) = cx.get::<Person>(params![person])? else {
        return Ok(());
    };
    let today = cx.today();
    let mut rows = Rows { people: vec![row], ..Rows::default() };
    rows.read_parts(cx, &[person], Depth::All)?;
    let identity = rows.identity(&[person], today);
    cx.execute("DELETE FROM person_key WHERE person_id = $1", params![person])?;
    file(cx, person, &identity)
}

/// Writes the keys of a record that has none yet.
pub(crate) fn file(cx: &mut Cx<'_>, person: PersonId, identity: &Identity) -> Result<()> {
    cx.insert_all(&key_rows(person, identity))
}

/// The keys under which somebody with this identity is filed.
pub(crate) fn key_rows(person: PersonId, identity: &Identity) -> Vec<PersonKey> {
    keys(identity).iter().map(|k| PersonKey { key_text: k.as_str().to_owned(), person_id: person }).collect()
}

/// Who among those on record may be the person described, surest first; nobody who surely is another. Follows merges.
///
/// # Errors
/// When the database fails.
pub fn match_identity(cx: &mut Cx<'_>, described: &Identity) -> Result<Vec<Candidate>> {
    let wanted: Vec<Value> = candidate_keys(described).iter().map(|k| k.as_str().into()).collect();
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT person_id, count(*) AS shared FROM person_key WHERE key_text IN ({}) \
         GROUP BY person_id ORDER BY shared DESC, person_id LIMIT {MOST}",
        placeholders(1, wanted.len())
    );
    let found: Vec<PersonId> = cx.query(&sql, &wanted)?.iter().map(|row| row.get(0)).collect::<Result<_>>()?;
    let mut candidates: Vec<Candidate> = known(cx, &found)?
        .into_iter()
        .map(|k| Candidate {
            person: k.person.person_id,
            crn: k.person.crn,
            comparison: compare(&k.identity, described),
            identity: k.identity,
        })
        .filter(|c| c.comparison.verdict != Verdict::Different)
        .collect();
    candidates.sort_by_key(|c| (c.comparison.verdict, -c.comparison.score, c.person));
    Ok(candidates)
}

/// The CRN of somebody else who has this prison number now.
pub(crate) fn holder_of_prison_number(cx: &mut Cx<'_>, number: &str, not: PersonId) -> Result<Option<Crn>> {
    let keys = merge::keys_of(cx, not)?;
    let sql = "SELECT person_id FROM person_key WHERE key_text = $1";
    for row in cx.query(sql, params![format!("noms:{number}")])? {
        let person: PersonId = row.get(0)?;
        if keys.all().all(|own| own != person) {
            return Ok(cx.get::<Person>(params![person])?.map(|p| p.crn));
        }
    }
    Ok(None)
}

/// How much of who somebody is a question needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Depth {
    /// Names and births.
    Names,
    /// And numbers.
    Numbers,
    /// And homes.
    All,
}

/// Who the people with these ids are: each survivor once, in the order first met.
pub(crate) fn known(cx: &mut Cx<'_>, ids: &[PersonId]) -> Result<Vec<Known>> {
    known_to(cx, ids, Depth::All)
}

/// The same, reading no more than the question needs.
pub(crate) fn known_to(cx: &mut Cx<'_>, ids: &[PersonId], depth: Depth) -> Result<Vec<Known>> {
    let families = merge::families(cx, ids)?;
    let all: Vec<PersonId> = families.iter().flat_map(|keys| keys.all().collect::<Vec<_>>()).collect();
    let mut rows = Rows::default();
    for chunk in all.chunks(CHUNK) {
        let people = people_question(chunk);
        cx.ask_together(&[parts_questions(chunk, depth), vec![people.clone()]].concat())?;
        rows.people.extend(cx.ask_list::<Person>(&people)?);
        rows.read_parts(cx, chunk, depth)?;
    }
    let today = cx.today();
    let mut of = rows.by_person();
    let known = families.into_iter().filter_map(|keys| {
        let ids: Vec<PersonId> = keys.all().collect();
        let mut own = Rows::default();
        for id in &ids {
            own.extend(of.remove(id).unwrap_or_default());
        }
        let identity = own.identity(&ids, today);
        let person = own.people.into_iter().find(|p| p.person_id == keys.survivor)?;
        Some(Known { person, identity })
    });
    Ok(known.collect())
}

fn people_question(ids: &[PersonId]) -> Question {
    let values = id_values(ids);
    Question::list::<Person>(&format!("WHERE person_id IN ({})", placeholders(1, values.len())), &values)
}

/// Other names, then numbers, then homes, as far as the question goes.
fn parts_questions(ids: &[PersonId], depth: Depth) -> Vec<Question> {
    let values = id_values(ids);
    let rest = format!("WHERE person_id IN ({}) AND withdrawn IS NULL ORDER BY id", placeholders(1, values.len()));
    let mut parts = vec![Question::list::<Alias>(&rest, &values)];
    if depth != Depth::Names {
        parts.push(Question::list::<Identifier>(&rest, &values));
    }
    if depth == Depth::All {
        parts.push(Question::list::<Address>(&rest, &values));
    }
    parts
}

#[derive(Default)]
struct Rows {
    people: Vec<Person>,
    aliases: Vec<Alias>,
    identifiers: Vec<Identifier>,
    addresses: Vec<Address>,
}

impl Rows {
    fn read_parts(&mut self, cx: &mut Cx<'_>, ids: &[PersonId], depth: Depth) -> Result<()> {
        let mut questions = parts_questions(ids, depth).into_iter();
        let mut next = || questions.next();
        if let Some(aliases) = next() {
            self.aliases.extend(cx.ask_list::<Alias>(&aliases)?);
        }
        if let Some(identifiers) = next() {
            self.identifiers.extend(cx.ask_list::<Identifier>(&identifiers)?);
        }
        if let Some(addresses) = next() {
            self.addresses.extend(cx.ask_list::<Address>(&addresses)?);
        }
        Ok(())
    }

    /// The same, parted by record: what is read for many is looked through once and not once for each.
    fn by_person(self) -> HashMap<PersonId, Rows> {
        let mut of: HashMap<PersonId, Rows> = HashMap::new();
        for row in self.people {
            of.entry(row.person_id).or_default().people.push(row);
        }
        for row in self.aliases {
            of.entry(row.person_id).or_default().aliases.push(row);
        }
        for row in self.identifiers {
            of.entry(row.person_id).or_default().identifiers.push(row);
        }
        for row in self.addresses {
            of.entry(row.person_id).or_default().addresses.push(row);
        }
        of
    }

    fn extend(&mut self, other: Rows) {
        self.people.extend(other.people);
        self.aliases.extend(other.aliases);
        self.identifiers.extend(other.identifiers);
        self.addresses.extend(other.addresses);
    }

    /// The identity of one person out of several records, the first of which is the survivor's.
    fn identity(&self, ids: &[PersonId], today: Date) -> Identity {
        let mut out = Identity::default();
        for id in ids {
            for person in self.people.iter().filter(|p| p.person_id == *id) {
                add_person(&mut out, person);
            }
        }
        for alias in self.aliases.iter().filter(|a| ids.contains(&a.person_id)) {
            let middle = alias.middle_names.clone().unwrap_or_default();
            add_name(&mut out, PersonName::new(alias.first_name.clone(), middle, alias.last_name.clone()));
            out.births.extend(alias.born.filter(|b| !out.births.contains(b)));
        }
        for number in self.identifiers.iter().filter(|n| ids.contains(&n.person_id)) {
            add_number(&mut out, &number.kind, &number.number, today);
        }
        let mut addresses: Vec<&Address> = self.addresses.iter().filter(|a| ids.contains(&a.person_id)).collect();
        addresses.sort_by_key(|a| (a.end_date.is_some(), std::cmp::Reverse(a.start_date)));
        out.places.extend(addresses.into_iter().map(place_of));
        out
    }
}

fn add_person(out: &mut Identity, person: &Person) {
    let (first, last) = (person.first_name.clone(), person.last_name.clone());
    let middle = person.middle_names.clone().unwrap_or_default();
    add_name(out, PersonName::new(first.clone(), middle.clone(), last.clone()));
    if let Some(preferred) = &person.preferred_name {
        add_name(out, PersonName::new(preferred.clone(), "", last));
    }
    if let Some(former) = &person.former_last_name {
        add_name(out, PersonName::new(first, middle, former.clone()));
    }
    out.births.extend(person.born.filter(|b| !out.births.contains(b)));
    if out.gender.is_none() {
        out.gender = person.gender.clone().filter(|g| g != "N");
    }
}

fn add_name(out: &mut Identity, name: PersonName) {
    if !out.names.contains(&name) {
        out.names.push(name);
    }
}

/// Numbers of kinds by which people are not matched are left out.
pub(crate) fn add_number(out: &mut Identity, kind: &str, number: &str, today: Date) {
    match kind {
        "PNC" => out.pncs.extend(Pnc::read(number, today)),
        "CRO" => out.cros.extend(Cro::read(number)),
        "NOMS" => out.noms.extend(Noms::read(number)),
        "NINO" => out.ni_numbers.extend(NiNumber::read(number)),
        _ => {}
    }
}

/// The home as one line, for comparison and for pages.
pub(crate) fn place_of(address: &Address) -> Place {
    let parts = [&address.building, &address.street, &address.district, &address.town];
    let lines = parts.into_iter().flatten().cloned().collect::<Vec<_>>().join(" ");
    let no_fixed_abode = address.no_fixed_abode.as_deref() == Some("yes");
    Place { lines, postcode: address.postcode.clone(), no_fixed_abode }
}

/// The ids filed under every one of the parts, each of which is met by one of its keys or by a beginning of a word.
pub(crate) fn filed_under(cx: &mut Cx<'_>, parts: &[(Vec<Key>, Option<String>)], most: usize) -> Result<Vec<PersonId>> {
    let mut values: Vec<Value> = Vec::new();
    let mut selects = Vec::new();
    for (keys, beginning) in parts {
        let first = values.len() + 1;
        values.extend(keys.iter().map(|k| Value::from(k.as_str())));
        let mut sql = format!(
            "SELECT DISTINCT person_id FROM person_key WHERE key_text IN ({})",
            placeholders(first, keys.len())
        );
        if let Some(beginning) = beginning {
            let at = values.len() + 1;
            sql.push_str(&format!(" OR (key_text >= ${at} AND key_text < ${})", at + 1));
            // No text that begins so comes after the last sign there is.
            values
                .extend([Value::from(format!("word:{beginning}")), Value::from(format!("word:{beginning}\u{10FFFF}"))]);
        }
        selects.push(sql);
    }
    if selects.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!("SELECT person_id FROM ({}) AS filed LIMIT {most}", selects.join(" INTERSECT "));
    cx.query(&sql, &values)?.iter().map(|row| row.get(0)).collect()
}
