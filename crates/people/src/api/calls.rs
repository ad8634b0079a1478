//! Finding, matching, adding and reading a person.

use super::bodies::{AddressIn, AliasIn, CandidateOut, FoundOut, PersonIn, PersonOut};
use super::{items, json, opened};
use crate::create::{NewAddress, NewAlias, NewPerson, create};
use crate::index::{Candidate, match_identity};
use crate::matching::{CALIBRATION, Verdict};
use crate::open::OpenPerson;
use crate::sight;
use kernel::{Date, PersonId, Refusal};
use store::{Cx, Failure, Result};
use web::{Answer, Reply, Request};

pub(super) fn list(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let page = usize::try_from(req.after()?).unwrap_or(usize::MAX).max(1);
    let found = crate::search(cx, req.query("q").unwrap_or_default(), page)?;
    let out: Vec<FoundOut> = found
        .hits
        .into_iter()
        .map(|hit| FoundOut {
            crn: hit.crn.to_string(),
            name: hit.name,
            born: hit.born.map(|b| b.to_string()),
            restricted: hit.restricted,
            matched: hit.matched,
        })
        .collect();
    let next = (page.saturating_mul(crate::PER_PAGE) < found.total).then(|| (page + 1).to_string());
    items(&out, next)
}

pub(super) fn add(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let asked: PersonIn = req.json()?;
    let checked = asked.others_checked;
    let new = new_person(cx, asked)?;
    for (kind, number) in &new.identifiers {
        crate::cards::read_number(kind, number, cx.today())?;
    }
    if !checked {
        let found = match_identity(cx, &new.identity(cx.today()))?;
        if !found.is_empty() {
            let crns = found.iter().take(5).map(|c| c.crn.to_string()).collect::<Vec<_>>().join(", ");
            let words = format!("On record already: {crns}. If it is none of them, say so with others_checked");
            return Err(Refusal::new("others_checked", "possible_duplicate", words).into());
        }
    }
    let person = create(cx, new)?;
    let open = crate::open_by_id(cx, person.person_id)?;
    let body = serde_json::to_value(person_out(cx, &open)?).map_err(|e| Failure::broken(e.to_string()))?;
    Ok(Reply::created(format!("/api/v1/people/{}", open.crn), body))
}

pub(super) fn new_person(cx: &mut Cx<'_>, asked: PersonIn) -> Result<NewPerson> {
    let born = asked.born.as_deref().map(|text| {
        let wrong = || Refusal::new("born", "not_a_date", "Date of birth must be a real date, as YYYY-MM-DD");
        text.parse::<Date>().map_err(|_| Failure::from(wrong()))
    });
    if let Some(gender) = &asked.gender {
        let codes = crate::codes::Codes::read(cx)?;
        if !codes.offered("gender", "").iter().any(|(code, _)| code == gender) {
            return Err(Refusal::new("gender", "not_a_choice", "Gender must be a code of its set").into());
        }
    }
    Ok(NewPerson {
        title: asked.title,
        first_name: asked.first_name,
        middle_names: asked.middle_names,
        last_name: asked.last_name,
        preferred_name: asked.preferred_name,
        born: born.transpose()?,
        gender: asked.gender,
        identifiers: asked.identifiers.into_iter().map(|i| (i.kind, i.number)).collect(),
        aliases: asked.aliases.into_iter().map(alias).collect(),
        address: asked.address.map(address),
        came_from: format!("API client {}", cx.actor().name()),
        ..NewPerson::default()
    })
}

pub(super) fn alias(asked: AliasIn) -> NewAlias {
    NewAlias { first_name: asked.first_name, middle_names: asked.middle_names, last_name: asked.last_name, born: None }
}

pub(super) fn address(asked: AddressIn) -> NewAddress {
    NewAddress {
        building: asked.building,
        street: asked.street,
        district: asked.district,
        town: asked.town,
        county: asked.county,
        postcode: asked.postcode,
        no_fixed_abode: asked.no_fixed_abode,
        ..NewAddress::default()
    }
}

pub(super) fn find_matches(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let asked: PersonIn = req.json()?;
    let identity = new_person(cx, asked)?.identity(cx.today());
    let found = match_identity(cx, &identity)?;
    let ids: Vec<PersonId> = found.iter().map(|c| c.person).collect();
    let hidden = sight::hidden(cx, &ids)?;
    cx.note_shown("list", "matches of a description", &ids);
    let out: Vec<CandidateOut> = found.into_iter().map(|c| candidate(&c, hidden.contains(&c.person))).collect();
    items(&out, None)
}

/// Of a restricted person nothing is told but that there is a record to ask about.
pub(super) fn candidate(found: &Candidate, restricted: bool) -> CandidateOut {
    let verdict = if found.comparison.verdict == Verdict::Sure { "sure" } else { "doubtful" };
    let reasons = found.comparison.reasons.iter().map(|r| r.words.clone());
    CandidateOut {
        crn: found.crn.to_string(),
        restricted,
        verdict: verdict.into(),
        score: found.comparison.score,
        reasons: if restricted { Vec::new() } else { reasons.collect() },
        bar: found.comparison.bar.filter(|_| !restricted).map(str::to_owned),
        calibration: CALIBRATION.into(),
    }
}

pub(super) fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let out = person_out(cx, &open)?;
    json(200, &out)
}

pub(super) fn person_out(cx: &mut Cx<'_>, open: &OpenPerson) -> Result<PersonOut> {
    let person = &open.person;
    let mut absorbed = Vec::new();
    for id in &open.keys.absorbed {
        absorbed.extend(cx.get::<crate::Person>(store::params![id])?.map(|p| p.crn.to_string()));
    }
    Ok(PersonOut {
        crn: open.crn.to_string(),
        absorbed,
        first_name: person.first_name.clone(),
        middle_names: person.middle_names.clone(),
        last_name: person.last_name.clone(),
        preferred_name: person.preferred_name.clone(),
        born: person.born.map(|d| d.to_string()),
        gender: person.gender.clone(),
        died: person.died.map(|d| d.to_string()),
        version: person.version,
    })
}
