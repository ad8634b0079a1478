//! Whose matter it is. A court's own id that is known already decides; otherwise the people room compares descriptions: a
//! sure match links, a doubtful one waits for a person, and nobody is found for a stranger.

use crate::reading::{About, Given, Identity, Matter};
use crate::records::KnownId;
use kernel::{Date, PersonId, placeholders};
use people::matching::{Cro, Identity as Described, NiNumber, PersonName, Place, Pnc, Verdict};
use people::{Candidate, NewAddress, NewAlias, NewPerson};
use store::{Cx, Result, Value};

/// Who it is.
pub(crate) enum Whose {
    /// The person, and why.
    Known(PersonId, String),
    /// Somebody decides among these.
    Doubtful(Vec<Candidate>),
    /// The court's id is this person's, but it describes somebody else: somebody decides.
    Contradicted(PersonId),
    Stranger,
}

pub(crate) fn whose(cx: &mut Cx<'_>, matter: &Matter) -> Result<Whose> {
    let by_id = by_court_ids(cx, matter)?;
    let About::Person(identity) = &matter.about else {
        return Ok(by_id.map_or(Whose::Stranger, |person| Whose::Known(person, BY_ID.into())));
    };
    let candidates = people::match_identity(cx, &described(identity, cx.today()))?;
    if let Some(person) = by_id {
        if identity.name.folded().is_empty() || candidates.iter().any(|c| c.person == person) {
            return Ok(Whose::Known(person, BY_ID.into()));
        }
        if court_ids(matter).iter().all(|id| is_real(id)) {
            return Ok(Whose::Contradicted(person));
        }
    }
    let sure: Vec<&Candidate> = candidates.iter().filter(|c| c.comparison.verdict == Verdict::Sure).collect();
    match sure.as_slice() {
        [one] => {
            let reasons: Vec<&str> = one.comparison.reasons.iter().map(|r| r.words.as_str()).collect();
            Ok(Whose::Known(one.person, reasons.join("; ")))
        }
        [] if candidates.is_empty() => Ok(Whose::Stranger),
        _ => Ok(Whose::Doubtful(candidates)),
    }
}

const BY_ID: &str = "the court's own id of the person";

/// Test systems send words where ids belong, the same for many people; those say nothing against a description.
fn is_real(id: &str) -> bool {
    id.starts_with("libra:") || uuid::Uuid::try_parse(id).is_ok()
}

/// The ids by which a court knows the person, kept with a word before those of the older system.
pub(crate) fn court_ids(matter: &Matter) -> Vec<String> {
    let mut ids: Vec<String> = matter.defendants.iter().chain(&matter.masters).cloned().collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

fn by_court_ids(cx: &mut Cx<'_>, matter: &Matter) -> Result<Option<PersonId>> {
    let ids = court_ids(matter);
    let mut found: Vec<PersonId> = Vec::new();
    for chunk in ids.chunks(400) {
        let values: Vec<Value> = chunk.iter().map(|id| id.as_str().into()).collect();
        let rest = format!("WHERE court_id IN ({}) ORDER BY court_id", placeholders(1, chunk.len()));
        found.extend(cx.list::<KnownId>(&rest, &values)?.into_iter().map(|k| k.person_id));
    }
    let mut survivors: Vec<PersonId> = Vec::new();
    for person in found {
        let survivor = people::keys_of(cx, person)?.survivor;
        if !survivors.contains(&survivor) {
            survivors.push(survivor);
        }
    }
    Ok(if survivors.len() == 1 { survivors.pop() } else { None })
}

/// Notes by which ids courts know the person from now on. An id that is somebody else's stays so.
pub(crate) fn remember(cx: &mut Cx<'_>, matter: &Matter, person: PersonId) -> Result<()> {
    for court_id in court_ids(matter) {
        if cx.get::<KnownId>(&[court_id.as_str().into()])?.is_none() {
            let known_since = cx.now();
            cx.insert(&KnownId { court_id, person_id: person, known_since })?;
        }
    }
    Ok(())
}

/// For comparison.
pub(crate) fn described(identity: &Identity, today: Date) -> Described {
    let names = std::iter::once(&identity.name).chain(&identity.other_names);
    let number = |given: &Given<crate::reading::Identifier>| given.value().and_then(|n| n.canonical.clone());
    Described {
        names: names.map(person_name).collect(),
        births: identity.born.into_iter().collect(),
        gender: gender(identity).filter(|g| g != "N"),
        pncs: number(&identity.pnc).and_then(|n| Pnc::read(&n, today)).into_iter().collect(),
        cros: number(&identity.cro).and_then(|n| Cro::read(&n)).into_iter().collect(),
        noms: Vec::new(),
        ni_numbers: identity.national_insurance.as_deref().and_then(NiNumber::read).into_iter().collect(),
        places: place(identity).into_iter().collect(),
    }
}

fn person_name(name: &crate::reading::Name) -> PersonName {
    PersonName::new(
        name.first.clone().unwrap_or_default(),
        name.middle.clone().unwrap_or_default(),
        name.last.clone().unwrap_or_default(),
    )
}

fn place(identity: &Identity) -> Option<Place> {
    let address = identity.address.as_ref()?;
    Some(Place {
        lines: address.lines.join(" "),
        postcode: address.postcode.clone(),
        no_fixed_abode: address.no_fixed_abode,
    })
}

fn gender(identity: &Identity) -> Option<String> {
    identity.gender.as_deref().map(|g| {
        match g {
            "MALE" => "M",
            "FEMALE" => "F",
            _ => "N",
        }
        .to_owned()
    })
}

/// Everything that the message says of them, so that nobody types it again. A date of birth that cannot be stays out.
pub(crate) fn new_person(identity: &Identity, today: Date) -> NewPerson {
    let name = &identity.name;
    let (first, last) = (name.first.clone().unwrap_or_default(), name.last.clone().unwrap_or_default());
    // People of one name have it as their last name.
    let (first, last) = if last.is_empty() { (String::new(), first) } else { (first, last) };
    let mut identifiers = Vec::new();
    for (kind, given) in [("PNC", &identity.pnc), ("CRO", &identity.cro)] {
        identifiers
            .extend(given.value().map(|n| (kind.to_owned(), n.canonical.clone().unwrap_or_else(|| n.raw.clone()))));
    }
    identifiers.extend(identity.national_insurance.clone().map(|n| ("NINO".to_owned(), n)));
    let phone = |kind: &str| identity.phones.iter().find(|(k, _)| *k == kind).map(|(_, n)| n.clone());
    let coded = |c: &Option<crate::reading::Coded>| c.as_ref().and_then(|c| c.code.clone().or_else(|| c.words.clone()));
    NewPerson {
        crn: None,
        title: name.title.clone(),
        first_name: first,
        middle_names: name.middle.clone(),
        last_name: if last.is_empty() { "Not known".into() } else { last },
        preferred_name: None,
        born: identity.born.filter(|b| *b <= today),
        gender: gender(identity),
        identifiers,
        aliases: identity.other_names.iter().map(alias).collect(),
        address: identity.address.as_ref().map(address),
        mobile: phone("mobile"),
        telephone: phone("home").or_else(|| phone("work")),
        email: identity.emails.first().cloned(),
        ethnicity: coded(&identity.ethnicity),
        nationality: coded(&identity.nationality),
        second_nationality: coded(&identity.second_nationality),
        interpreter_language: identity.interpreter.clone(),
        letters: identity.document_language.as_deref().map(|l| if l == "WELSH" { "cy" } else { "en" }.to_owned()),
        entries: super::told::entries(identity),
        came_from: "Court message".into(),
    }
}

fn alias(name: &crate::reading::Name) -> NewAlias {
    let (first, last) = (name.first.clone().unwrap_or_default(), name.last.clone().unwrap_or_default());
    let (first, last) = if last.is_empty() { (String::new(), first) } else { (first, last) };
    NewAlias { first_name: first, middle_names: name.middle.clone(), last_name: last, born: None }
}

/// Court addresses are up to five lines without names; the first one or two are house and street.
fn address(address: &crate::reading::Address) -> NewAddress {
    if address.no_fixed_abode {
        return NewAddress { no_fixed_abode: true, kind: Some("A16".into()), ..NewAddress::default() };
    }
    let mut lines = address.lines.iter().cloned();
    let first = lines.next();
    let is_house =
        first.as_deref().is_some_and(|l| l.len() <= 8 || !l.contains(' ') || l.to_lowercase().starts_with("flat"));
    let (building, street) = if is_house { (first, lines.next()) } else { (None, first) };
    let rest: Vec<String> = lines.collect();
    let (district, town, county) = match rest.as_slice() {
        [] => (None, None, None),
        [town] => (None, Some(town.clone()), None),
        [district, town] => (Some(district.clone()), Some(town.clone()), None),
        [district, town, county @ ..] => (Some(district.clone()), Some(town.clone()), Some(county.join(", "))),
    };
    NewAddress {
        building,
        street,
        district,
        town,
        county,
        postcode: address.postcode.clone(),
        no_fixed_abode: false,
        kind: Some("A16".into()),
        from: None,
    }
}
