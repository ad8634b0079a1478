//! Opening a record: the CRN given in order, the person with what is known of them, and the search keys, in one transaction.
//! And adding what a later source says to a record that is there. Whether it is the right person was asked before.

use crate::cards::{self, Address, Alias, Detail, Equality, Identifier, Language, Person, Reach};
use crate::index;
use crate::matching::{Identity, PersonName, Place};
use crate::open::{CrnRow, OpenPerson};
use crate::suggestion::{self, NewEntry};
use domain_events::DomainEvent;
use kernel::{Crn, Date, DetailId, PersonId, PersonKeys, Refusal};
use store::{Cx, Failure, Kind, Result, params, record};

record! {
    /// How many CRNs of a series were given.
    pub struct CrnSeries in "crn_series", Kind::Local, key ["series"] {
        pub series: String,
        pub given: i64,
    }
}

/// Another name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewAlias {
    pub first_name: String,
    pub middle_names: Option<String>,
    pub last_name: String,
    pub born: Option<Date>,
}

/// A home. `from` is the day from which it is known; today when absent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewAddress {
    pub building: Option<String>,
    pub street: Option<String>,
    pub district: Option<String>,
    pub town: Option<String>,
    pub county: Option<String>,
    pub postcode: Option<String>,
    pub no_fixed_abode: bool,
    /// A code of the set `address-kind`; `A16`, awaiting assessment, for what a court said.
    pub kind: Option<String>,
    pub from: Option<Date>,
}

/// What is known of a person when the record is opened. Everything but a last name may be missing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewPerson {
    /// A CRN that another system gave; the next of the series when absent.
    pub crn: Option<Crn>,
    pub title: Option<String>,
    pub first_name: String,
    pub middle_names: Option<String>,
    pub last_name: String,
    pub preferred_name: Option<String>,
    pub born: Option<Date>,
    /// A code of the set `gender`.
    pub gender: Option<String>,
    /// Kind (a code of the set `identifier`) and number as it was written.
    pub identifiers: Vec<(String, String)>,
    pub aliases: Vec<NewAlias>,
    pub address: Option<NewAddress>,
    pub mobile: Option<String>,
    pub telephone: Option<String>,
    pub email: Option<String>,
    pub ethnicity: Option<String>,
    pub nationality: Option<String>,
    pub second_nationality: Option<String>,
    /// A code of the set `language` for which an interpreter is needed, or the words of the source.
    pub interpreter_language: Option<String>,
    /// A code of the set `letters`.
    pub letters: Option<String>,
    /// Entries of other cards: family, circumstances, disabilities, adjustments.
    pub entries: Vec<NewEntry>,
    /// Where the record comes from, in words: "Court message", "Added by staff".
    pub came_from: String,
}

impl NewPerson {
    /// What of it says who somebody is. `today` settles years of two digits.
    #[must_use]
    pub fn identity(&self, today: Date) -> Identity {
        let middle = self.middle_names.clone().unwrap_or_default();
        let mut out = Identity {
            names: vec![PersonName::new(self.first_name.clone(), middle, self.last_name.clone())],
            births: self.born.into_iter().collect(),
            gender: self.gender.clone().filter(|g| g != "N"),
            ..Identity::default()
        };
        let middle = |a: &NewAlias| a.middle_names.clone().unwrap_or_default();
        out.names
            .extend(self.aliases.iter().map(|a| PersonName::new(a.first_name.clone(), middle(a), a.last_name.clone())));
        for (kind, number) in &self.identifiers {
            index::add_number(&mut out, kind, number, today);
        }
        out.places.extend(self.address.as_ref().map(NewAddress::place));
        out
    }
}

impl NewAddress {
    fn place(&self) -> Place {
        let parts = [&self.building, &self.street, &self.district, &self.town];
        let lines = parts.into_iter().flatten().cloned().collect::<Vec<_>>().join(" ");
        Place { lines, postcode: self.postcode.clone(), no_fixed_abode: self.no_fixed_abode }
    }

    fn row(&self, cx: &Cx<'_>, person: PersonId) -> Result<Address> {
        let fresh = Address::begin(person, cx.new_id(), cx.today())?;
        Ok(Address {
            kind: self.kind.clone(),
            no_fixed_abode: self.no_fixed_abode.then(|| "yes".to_owned()),
            building: self.building.clone(),
            street: self.street.clone(),
            district: self.district.clone(),
            town: self.town.clone(),
            county: self.county.clone(),
            postcode: self.postcode.clone(),
            start_date: self.from.unwrap_or(cx.today()),
            ..fresh
        })
    }
}

/// Opens a record.
///
/// # Errors
/// Without a last name, for a date of birth in the future, for a CRN that was given before, when the series is used up.
pub fn create(cx: &mut Cx<'_>, new: NewPerson) -> Result<Person> {
    let today = cx.today();
    if new.last_name.trim().is_empty() {
        return Err(Refusal::new("last_name", "missing", "Enter the last name").into());
    }
    if new.identity(today).names.iter().any(|n| n.full().contains('\0')) {
        return Err(Refusal::new(
            "last_name",
            "control_character",
            "A name must not contain hidden control characters",
        )
        .into());
    }
    let crn = new.crn.clone().map_or_else(|| next_crn(cx), Ok)?;
    let person = fresh(cx, &new, crn.clone())?;
    cx.describe(OPENED, None);
    let id = person.person_id;
    cx.insert(&person)?;
    cx.insert(&CrnRow { crn: crn.clone(), person_id: id, given_at: cx.now() }).map_err(|e| taken(e, &crn))?;
    let parts = Parts::of(cx, id, &new)?;
    cx.insert_all(&parts.identifiers)?;
    cx.insert_all(&parts.aliases)?;
    cx.insert_all(parts.address.as_slice())?;
    cx.insert_all(parts.reach.as_slice())?;
    cx.insert_all(parts.equality.as_slice())?;
    cx.insert_all(parts.language.as_slice())?;
    index::file(cx, id, &new.identity(today))?;
    cx.tell(&DomainEvent::PersonCreated { person: id })?;
    let open = OpenPerson { crn, person: person.clone(), keys: PersonKeys::alone(id) };
    for entry in &new.entries {
        suggestion::tell(cx, &open, entry, &new.came_from)?;
    }
    Ok(person)
}

/// What the ledger says of a record that was opened.
pub(crate) const OPENED: &str = "Opened the record";

/// The record of somebody new, checked and tidied.
pub(crate) fn fresh(cx: &Cx<'_>, new: &NewPerson, crn: Crn) -> Result<Person> {
    let mut person = Person {
        person_id: cx.new_id(),
        crn,
        title: new.title.clone(),
        first_name: new.first_name.clone(),
        middle_names: new.middle_names.clone(),
        last_name: new.last_name.clone(),
        preferred_name: new.preferred_name.clone(),
        former_last_name: None,
        born: new.born,
        gender: new.gender.clone(),
        died: None,
        came_from: new.came_from.clone(),
        opened_at: cx.now(),
        version: 1,
    };
    person.tidy(cx.today())?;
    Ok(person)
}

fn taken(failure: Failure, crn: &Crn) -> Failure {
    match failure.duplicate() {
        Some(_) => Refusal::new("crn", "taken", format!("The CRN {crn} was given before")).into(),
        None => failure,
    }
}

fn next_crn(cx: &mut Cx<'_>) -> Result<Crn> {
    next_crns(cx, 1)?.pop().ok_or_else(|| Failure::broken("no CRN was given"))
}

/// The row of the series is locked until the commit, so that CRNs are given in order and none is left out.
pub(crate) fn next_crns(cx: &mut Cx<'_>, count: usize) -> Result<Vec<Crn>> {
    let wanted = i64::try_from(count).unwrap_or(i64::MAX);
    let sql = "INSERT INTO crn_series (series, given) VALUES ('throughcare', $1) \
               ON CONFLICT (series) DO UPDATE SET given = crn_series.given + $1 RETURNING given";
    let last = cx.query(sql, params![wanted])?.first().map_or(Ok(0), |row| row.get::<i64>(0))?;
    let given = (last - wanted + 1..=last).map(|n| u32::try_from(n).ok().and_then(Crn::nth));
    given.map(|crn| crn.ok_or_else(|| Failure::broken("every CRN of the series was given"))).collect()
}

/// The rows that a record begins with, besides the person's own.
pub(crate) struct Parts {
    pub(crate) identifiers: Vec<Identifier>,
    pub(crate) aliases: Vec<Alias>,
    pub(crate) address: Option<Address>,
    pub(crate) reach: Option<Reach>,
    pub(crate) equality: Option<Equality>,
    pub(crate) language: Option<Language>,
}

impl Parts {
    pub(crate) fn of(cx: &Cx<'_>, id: PersonId, new: &NewPerson) -> Result<Parts> {
        let identifiers = new.identifiers.iter().filter_map(|(kind, number)| identifier(cx, id, kind, number));
        Ok(Parts {
            identifiers: identifiers.collect(),
            aliases: new.aliases.iter().map(|a| alias(a, id, cx.new_id())).collect(),
            address: new.address.as_ref().map(|address| address.row(cx, id)).transpose()?,
            reach: reach(cx, id, new)?,
            equality: equality(cx, id, new)?,
            language: language(cx, id, new)?,
        })
    }
}

fn reach(cx: &Cx<'_>, id: PersonId, new: &NewPerson) -> Result<Option<Reach>> {
    let (mobile, telephone, email) = (new.mobile.clone(), new.telephone.clone(), new.email.clone());
    if mobile.is_none() && telephone.is_none() && email.is_none() {
        return Ok(None);
    }
    Ok(Some(Reach { mobile, telephone, email, ..Reach::begin(id, cx.new_id(), cx.today())? }))
}

fn equality(cx: &Cx<'_>, id: PersonId, new: &NewPerson) -> Result<Option<Equality>> {
    let (ethnicity, nationality) = (new.ethnicity.clone(), new.nationality.clone());
    let second_nationality = new.second_nationality.clone();
    if ethnicity.is_none() && nationality.is_none() && second_nationality.is_none() {
        return Ok(None);
    }
    let fresh = Equality::begin(id, cx.new_id(), cx.today())?;
    Ok(Some(Equality { ethnicity, nationality, second_nationality, ..fresh }))
}

fn language(cx: &Cx<'_>, id: PersonId, new: &NewPerson) -> Result<Option<Language>> {
    if new.interpreter_language.is_none() && new.letters.is_none() {
        return Ok(None);
    }
    Ok(Some(Language {
        interpreter: new.interpreter_language.as_ref().map(|_| "yes".to_owned()),
        interpreter_language: new.interpreter_language.clone(),
        letters: new.letters.clone(),
        ..Language::begin(id, cx.new_id(), cx.today())?
    }))
}

/// A number in its canonical form; one that has no such form is kept as it was written, with a note, for somebody to look at.
fn identifier(cx: &Cx<'_>, person: PersonId, kind: &str, number: &str) -> Option<Identifier> {
    let number = number.trim();
    if number.is_empty() {
        return None;
    }
    let read = cards::read_number(kind, number, cx.today());
    let note = read.as_ref().err().map(|refused| format!("As it came. {refused}"));
    let fresh = Identifier::begin(person, cx.new_id(), cx.today()).ok()?;
    Some(Identifier { kind: kind.to_owned(), number: read.unwrap_or_else(|_| number.to_owned()), note, ..fresh })
}

fn alias(new: &NewAlias, person_id: PersonId, id: DetailId) -> Alias {
    Alias {
        person_id,
        id,
        first_name: new.first_name.clone(),
        middle_names: new.middle_names.clone(),
        last_name: new.last_name.clone(),
        born: new.born,
        gender: None,
        note: None,
        withdrawn: None,
        version: 1,
    }
}

/// Adds what another source says of a person and the record lacks: numbers, names as aliases, a new main address, and
/// what the cards are silent about. Nothing that is there is overwritten: a difference becomes a suggestion, but for a main
/// address with another text, which follows the one before. Gives what was added, in words.
///
/// # Errors
/// Refusals of the cards' rules, or the database's.
pub fn note_source(cx: &mut Cx<'_>, open: &OpenPerson, said: &NewPerson) -> Result<Vec<String>> {
    let mut added = Vec::new();
    let known = index::known(cx, &[open.keys.survivor])?.pop().map(|k| k.identity).unwrap_or_default();
    let described = said.identity(cx.today());
    cx.describe(format!("Noted what another source says: {}", said.came_from), None);
    for (kind, number) in &said.identifiers {
        let Some(row) = identifier(cx, open.keys.survivor, kind, number) else {
            continue;
        };
        let same = "WHERE person_id = $1 AND kind = $2 AND number = $3 AND withdrawn IS NULL";
        if cx.first::<Identifier>(same, params![row.person_id, row.kind, row.number])?.is_none() {
            added.push(format!("{} {}", row.kind, row.number));
            cx.insert(&row)?;
        }
    }
    for name in described.names.iter().filter(|n| !known.names.iter().any(|k| same_name(k, n))) {
        let middle_names = (!name.middle.is_empty()).then(|| name.middle.clone());
        let (first_name, last_name) = (name.first.clone(), name.last.clone());
        let new =
            NewAlias { first_name, middle_names, last_name, born: said.born.filter(|b| !known.births.contains(b)) };
        added.push(format!("other name {}", name.full()));
        cx.insert(&alias(&new, open.keys.survivor, cx.new_id()))?;
    }
    if let Some(address) = &said.address
        && !known.places.iter().any(|place| same_place(place, &address.place()))
    {
        let mut row = address.row(cx, open.keys.survivor)?;
        give_way(cx, &mut row)?;
        row.settle(cx, None)?;
        cx.insert(&row)?;
        added.push("address".into());
    }
    for entry in facts(said).iter().chain(&said.entries) {
        added.extend(suggestion::tell(cx, open, entry, &said.came_from)?);
    }
    if !added.is_empty() {
        index::refile(cx, open.keys.survivor)?;
        cx.tell(&DomainEvent::PersonAmended { person: open.keys.survivor, part: "source".into() })?;
    }
    Ok(added)
}

/// A home that was known before the present main address began is a previous one: an older source does not undo a newer.
fn give_way(cx: &mut Cx<'_>, row: &mut Address) -> Result<()> {
    let later =
        "WHERE person_id = $1 AND status = 'main' AND end_date IS NULL AND withdrawn IS NULL AND start_date > $2";
    if let Some(main) = cx.first::<Address>(later, params![row.person_id, row.start_date])? {
        row.status = "previous".into();
        row.end_date = Some(main.start_date);
    }
    Ok(())
}

/// What it says in the cards that everybody has one of.
fn facts(said: &NewPerson) -> Vec<NewEntry> {
    let entry = |card, cells: Vec<(&'static str, Option<String>)>| NewEntry {
        card,
        cells: cells.into_iter().filter_map(|(column, text)| text.map(|t| (column, t))).collect(),
    };
    let interpreter = said.interpreter_language.as_ref().map(|_| "yes".to_owned());
    vec![
        entry(
            "names",
            vec![
                ("title", said.title.clone()),
                ("born", said.born.map(|day| day.to_string())),
                ("gender", said.gender.clone().filter(|g| g != "N")),
            ],
        ),
        entry(
            "contact-details",
            vec![("mobile", said.mobile.clone()), ("telephone", said.telephone.clone()), ("email", said.email.clone())],
        ),
        entry(
            "equality",
            vec![
                ("ethnicity", said.ethnicity.clone()),
                ("nationality", said.nationality.clone()),
                ("second_nationality", said.second_nationality.clone()),
            ],
        ),
        entry(
            "language",
            vec![
                ("interpreter", interpreter),
                ("interpreter_language", said.interpreter_language.clone()),
                ("letters", said.letters.clone()),
            ],
        ),
    ]
}

fn same_name(a: &PersonName, b: &PersonName) -> bool {
    let folded = |n: &PersonName| (kernel::fold(&n.first), kernel::fold(&n.last));
    let middle = |n: &PersonName| kernel::fold(&n.middle);
    folded(a) == folded(b) && (middle(a) == middle(b) || b.middle.is_empty())
}

fn same_place(a: &Place, b: &Place) -> bool {
    let squeezed = |p: &Place| p.postcode.as_deref().map(|c| kernel::fold(c).replace(' ', ""));
    kernel::fold(&a.lines) == kernel::fold(&b.lines)
        && squeezed(a) == squeezed(b)
        && a.no_fixed_abode == b.no_fixed_abode
}
