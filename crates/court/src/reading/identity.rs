//! Who somebody is, put together from all their records in one message. Where records differ, the one with a police
//! number leads and the others' names become further names; nothing is dropped without a note.

use super::identifier::Identifier;
use super::json::{Given, Note};
use super::message::{Address, Associated, Coded, Defendant, Details, Name, Party};
use super::party::latest;
use kernel::{Date, fold};

/// A person as a message describes them.
#[derive(Clone, Debug, PartialEq)]
pub struct Identity {
    pub name: Name,
    /// Aliases, and other spellings on the person's other cases.
    pub other_names: Vec<Name>,
    pub born: Option<Date>,
    pub gender: Option<String>,
    pub pnc: Given<Identifier>,
    pub cro: Given<Identifier>,
    pub arrest_summons: Option<String>,
    pub address: Option<Address>,
    pub phones: Vec<(&'static str, String)>,
    pub emails: Vec<String>,
    pub nationality: Option<Coded>,
    pub second_nationality: Option<Coded>,
    pub ethnicity: Option<Coded>,
    pub hearing_language: Option<String>,
    pub document_language: Option<String>,
    pub interpreter: Option<String>,
    pub disability: Option<String>,
    pub occupation: Option<String>,
    pub needs: Option<String>,
    pub national_insurance: Option<String>,
    pub associated: Vec<Associated>,
}

/// `None` when no record describes a person. `year` settles the century of a two-digit police number.
pub(super) fn identity(records: &[&Defendant], year: i16, notes: &mut Vec<Note>) -> Option<Identity> {
    let mut people: Vec<(&Defendant, &Details)> = records
        .iter()
        .filter_map(|record| match &record.party {
            Party::Person(details) => Some((*record, details.as_ref())),
            _ => None,
        })
        .collect();
    people.sort_by_key(|(record, _)| record.pnc.value().is_none());
    let (_, first) = *people.first()?;
    let number =
        |given: Given<String>, read: &dyn Fn(&str) -> Identifier, what: &str, notes: &mut Vec<Note>| match given {
            Given::Absent => Given::Absent,
            Given::Cleared => Given::Cleared,
            Given::Is(raw) => {
                let read = read(&raw);
                if read.canonical.is_none() {
                    notes.push(note(
                        &format!("the {what} number is not one: its form or check letter is wrong"),
                        Some(raw),
                    ));
                }
                Given::Is(read)
            }
        };
    let pnc = latest(people.iter().map(|(record, _)| &record.pnc));
    let cro = latest(people.iter().map(|(record, _)| &record.cro));
    disagreements(&people, notes);
    Some(Identity {
        other_names: other_names(&people),
        born: people.iter().find_map(|(_, d)| d.born),
        gender: said(&people, |d| &d.gender),
        pnc: number(pnc, &|raw| Identifier::pnc(raw, year), "PNC", notes),
        cro: number(cro, &|raw| Identifier::cro(raw), "CRO", notes),
        arrest_summons: people.iter().find_map(|(record, _)| record.arrest_summons.clone()),
        address: people.iter().find_map(|(_, d)| d.address.clone()),
        phones: gathered(&people, |d| &d.phones),
        emails: gathered(&people, |d| &d.emails),
        nationality: people.iter().find_map(|(_, d)| d.nationality.clone()),
        second_nationality: people.iter().find_map(|(_, d)| d.second_nationality.clone()),
        ethnicity: people.iter().find_map(|(_, d)| d.ethnicity.clone().or_else(|| d.observed_ethnicity.clone())),
        hearing_language: said(&people, |d| &d.hearing_language),
        document_language: said(&people, |d| &d.document_language),
        interpreter: said(&people, |d| &d.interpreter),
        disability: said(&people, |d| &d.disability),
        occupation: said(&people, |d| &d.occupation),
        needs: said(&people, |d| &d.needs),
        national_insurance: said(&people, |d| &d.national_insurance),
        associated: people
            .iter()
            .map(|(record, _)| &record.associated)
            .find(|a| !a.is_empty())
            .cloned()
            .unwrap_or_default(),
        name: first.name.clone(),
    })
}

type Person<'a> = (&'a Defendant, &'a Details);

fn said(people: &[Person<'_>], of: impl Fn(&Details) -> &Option<String>) -> Option<String> {
    people.iter().find_map(|(_, d)| of(d).clone())
}

fn gathered<T: Clone + PartialEq>(people: &[Person<'_>], of: impl Fn(&Details) -> &Vec<T>) -> Vec<T> {
    let mut all: Vec<T> = Vec::new();
    for item in people.iter().flat_map(|(_, d)| of(d)) {
        if !all.contains(item) {
            all.push(item.clone());
        }
    }
    all
}

fn other_names(people: &[Person<'_>]) -> Vec<Name> {
    let mut known: Vec<String> = people.first().map(|(_, d)| d.name.folded()).into_iter().collect();
    let mut names = Vec::new();
    let spelt = people.iter().skip(1).map(|(_, d)| &d.name);
    let aliases = people.iter().flat_map(|(record, _)| &record.aliases);
    for name in spelt.chain(aliases) {
        let folded = name.folded();
        if !folded.is_empty() && !known.contains(&folded) {
            known.push(folded);
            names.push(name.clone());
        }
    }
    names
}

impl Name {
    /// First and last name made comparable.
    #[must_use]
    pub fn folded(&self) -> String {
        fold(&format!("{} {}", self.first.as_deref().unwrap_or_default(), self.last.as_deref().unwrap_or_default()))
    }
}

impl std::fmt::Display for Name {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let parts: Vec<&str> =
            [&self.first, &self.middle, &self.last].into_iter().flatten().map(String::as_str).collect();
        f.write_str(&parts.join(" "))
    }
}

fn note(what: &str, raw: Option<String>) -> Note {
    Note { what: what.into(), at: String::new(), raw }
}

fn disagreements(people: &[Person<'_>], notes: &mut Vec<Note>) {
    let mut born: Vec<Date> = people.iter().filter_map(|(_, d)| d.born).collect();
    born.sort_unstable();
    born.dedup();
    if let [first, .., last] = born.as_slice() {
        let raw = Some(format!("{first}, {last}"));
        notes.push(note("records of one person give different dates of birth", raw));
    }
    let mut numbers: Vec<&String> = people.iter().filter_map(|(record, _)| record.pnc.value()).collect();
    numbers.sort_unstable();
    numbers.dedup();
    if numbers.len() > 1 {
        let raw = Some(numbers.iter().map(|n| n.as_str()).collect::<Vec<_>>().join(", "));
        notes.push(note("records of one person give different PNC numbers", raw));
    }
}
