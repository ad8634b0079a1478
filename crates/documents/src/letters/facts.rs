//! The facts of the record that letters are filled from, gathered once: who, where, officer, office, orders, what comes
//! next. Codes are told in the letter's language; days stay days, and the template says them. It does not know which
//! letter they are for.

use crate::templates::Language;
use contacts::Catalogue;
use kernel::{Bilingual, OfficeId, RegionId};
use law::Law;
use organisation::{Office, Team};
use people::OpenPerson;
use sentences::OrderWithParts;
use serde_json::{Map, Value, json};
use std::collections::HashMap;
use store::{Cx, Result};

/// At most this many appointments stand in a letter; the diary has the others.
const MOST_APPOINTMENTS: usize = 12;

/// What was gathered, and what the choice of a template needs.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Gathered {
    pub(crate) facts: Map<String, Value>,
    /// The region of the officer's team.
    pub(crate) region: Option<RegionId>,
}

/// In which language somebody is written to: what their record says, else English.
///
/// # Errors
/// When the database fails.
pub fn preferred_language(cx: &mut Cx<'_>, open: &OpenPerson) -> Result<Language> {
    let letters = people::language(cx, &open.keys)?.and_then(|l| l.letters);
    Ok(match letters.as_deref() {
        Some("cy" | "both") => Language::Welsh,
        _ => Language::English,
    })
}

pub(super) fn in_language(words: &Bilingual, language: Language) -> String {
    let chosen = if language == Language::Welsh && !words.cy.is_empty() { &words.cy } else { &words.en };
    chosen.clone()
}

/// Gathers what the record says today.
///
/// # Errors
/// When the database fails.
pub(crate) fn gather(cx: &mut Cx<'_>, open: &OpenPerson, language: Language) -> Result<Gathered> {
    let mut facts = Map::new();
    facts.insert("person".into(), person(cx, open)?);
    let mut region = None;
    let mut office = None;
    if let Some(staff) = people::responsible_officer(cx, open.keys.survivor)? {
        let (line, whole) = (organisation::staff_line(cx, staff)?, organisation::staff(cx, staff)?);
        let team = organisation::team(cx, line.team)?;
        let unit = organisation::unit(cx, team.unit_id)?;
        region = Some(unit.region_id);
        let telephone = whole.telephone.clone().or_else(|| team.telephone.clone());
        let email = whole.email.clone().or_else(|| team.email.clone());
        facts.insert(
            "officer".into(),
            present(&[("name", Some(line.name)), ("telephone", telephone), ("email", email)]),
        );
        facts.insert("team".into(), team_facts(&team));
        office = organisation::current_offices(cx)?.into_iter().find(|o| o.unit_id == team.unit_id);
    }
    let orders = orders(cx, open, language)?;
    if let Some(first) = orders.first() {
        facts.insert("order".into(), first.clone());
    }
    facts.insert("orders".into(), orders.into());
    let (appointments, first_office) = appointments(cx, open, language)?;
    facts.insert("appointments".into(), appointments.into());
    // Somebody who is expected at another office is told that one.
    let office = match first_office {
        Some(id) => Some(organisation::office(cx, id)?),
        None => office,
    };
    facts.extend(office.map(|o| ("office".to_owned(), office_facts(&o))));
    Ok(Gathered { facts, region })
}

/// An object of what is there; what is not there is absent.
fn present(pairs: &[(&str, Option<String>)]) -> Value {
    let there = pairs.iter().filter_map(|(name, value)| Some(((*name).to_owned(), Value::from(value.clone()?))));
    Value::Object(there.collect())
}

fn person(cx: &mut Cx<'_>, open: &OpenPerson) -> Result<Value> {
    let today = cx.today();
    let mut facts = json!({
        "name": open.name(),
        "spoken_name": people::spoken_name(&open.person),
        "first_name": open.person.preferred_name.clone().unwrap_or_else(|| open.person.first_name.clone()),
        "last_name": open.person.last_name,
        "crn": open.crn.to_string(),
    });
    if let (Some(born), Some(object)) = (open.person.born, facts.as_object_mut()) {
        object.insert("born".into(), born.to_string().into());
    }
    let address = people::main_address(cx, &open.keys, today)?;
    if let (Some(address), Some(object)) = (address, facts.as_object_mut()) {
        // Nobody can be written to at no address: that a letter is handed over is for its writer to say.
        object.insert("address".into(), people::address_lines(&address).into());
    }
    Ok(facts)
}

fn team_facts(team: &Team) -> Value {
    let (telephone, email) = (team.telephone.clone(), team.email.clone());
    present(&[("name", Some(team.name.clone())), ("telephone", telephone), ("email", email)])
}

fn office_facts(office: &Office) -> Value {
    present(&[
        ("name", Some(office.name.clone())),
        ("address", Some(office.address.clone())),
        ("postcode", Some(office.postcode.clone())),
        ("telephone", office.telephone.clone()),
    ])
}

/// The orders that have not ended, the newest first.
fn orders(cx: &mut Cx<'_>, open: &OpenPerson, language: Language) -> Result<Vec<Value>> {
    let law = cx.part::<Law>()?;
    let mut all = sentences::orders(cx, &open.keys)?;
    all.retain(|o| o.order.is_open());
    all.sort_by_key(|o| (std::cmp::Reverse(o.order.made_on), o.order.id));
    Ok(all.iter().map(|o| order_facts(o, &law, language)).collect())
}

fn order_facts(whole: &OrderWithParts, law: &Law, language: Language) -> Value {
    let order = &whole.order;
    let name =
        law.sentence(&order.sentence).map_or_else(|| order.sentence.clone(), |s| in_language(&s.name(), language));
    let ends = order.end();
    let standing = whole.requirements.iter().map(|r| &r.requirement);
    let requirements = standing.filter(|r| r.removed.is_none() && r.ended_on.is_none()).map(|r| {
        let name = law.requirement(&r.kind).map_or_else(|| r.kind.clone(), |k| in_language(&k.name(), language));
        present(&[("name", Some(name)), ("length", r.length.map(|l| l.to_string()))])
    });
    let mut facts = json!({
        "id": order.id.to_string(),
        "name": name,
        "made_on": order.made_on.to_string(),
        "requirements": requirements.collect::<Vec<_>>(),
    });
    if let Some(object) = facts.as_object_mut() {
        object.extend(ends.map(|day| ("ends_on".to_owned(), day.to_string().into())));
        object.extend(order.court_name.clone().map(|court| ("court".to_owned(), court.into())));
    }
    facts
}

/// What is in the diary from today on, the soonest first, and the office of the first.
fn appointments(cx: &mut Cx<'_>, open: &OpenPerson, language: Language) -> Result<(Vec<Value>, Option<OfficeId>)> {
    let catalogue = contacts::current(cx)?;
    let mut coming = contacts::upcoming(cx, &open.keys)?;
    // What is marked sensitive is not put into an envelope by itself.
    coming.retain(|c| !c.sensitive);
    coming.truncate(MOST_APPOINTMENTS);
    let staff: Vec<_> = coming.iter().filter_map(|c| c.staff_id).collect();
    let staff = organisation::staff_lines(cx, &staff)?;
    let mut offices: HashMap<OfficeId, Office> = HashMap::new();
    if coming.iter().any(|c| c.office_id.is_some()) {
        offices.extend(organisation::current_offices(cx)?.into_iter().map(|o| (o.id, o)));
    }
    let told = coming.iter().map(|c| {
        let office = c.office_id.and_then(|id| offices.get(&id));
        let place = office.map(|o| format!("{}, {}, {}", o.name, o.address, o.postcode)).or_else(|| c.place.clone());
        present(&[
            ("day", Some(c.happens_on.to_string())),
            ("from", c.starts.map(|t| t.to_string())),
            ("to", c.ends.map(|t| t.to_string())),
            ("what", Some(kind(&catalogue, &c.contact_type, language))),
            ("with", c.staff_id.and_then(|id| staff.get(&id)).map(|s| s.name.clone())),
            ("place", place),
        ])
    });
    Ok((told.collect(), coming.first().and_then(|c| c.office_id)))
}

fn kind(catalogue: &Catalogue, code: &str, language: Language) -> String {
    catalogue.contact_type(code).map_or_else(|| code.to_owned(), |t| in_language(&t.name, language))
}
