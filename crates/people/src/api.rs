//! People for programs. Wire shapes are their own: within v1 fields are only added. Writes take the version that the caller saw
//! (`If-Match`), and the cards' entries are maps of the fields that a card has.

use crate::cards::{CARDS, Detail, ForCard, each, entries};
use crate::create::{NewAddress, NewAlias, NewPerson, create};
use crate::index::{Candidate, match_identity};
use crate::matching::{CALIBRATION, Verdict};
use crate::open::OpenPerson;
use crate::pages::keep;
use crate::sight;
use kernel::{Crn, Date, DetailId, Permission, PersonId, Refusal};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use store::{Cx, Failure, Result};
use utoipa::ToSchema;
use web::form::Form;
use web::{Answer, ApiDoc, Reply, Request, Route};

/// A person.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PersonOut {
    crn: String,
    /// CRNs of records that were merged into this one.
    absorbed: Vec<String>,
    first_name: String,
    middle_names: Option<String>,
    last_name: String,
    preferred_name: Option<String>,
    /// `YYYY-MM-DD`
    born: Option<String>,
    gender: Option<String>,
    died: Option<String>,
    version: i64,
}

/// A person in a list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FoundOut {
    crn: String,
    /// "Restricted" where the caller may not see the person.
    name: String,
    born: Option<String>,
    restricted: bool,
    /// What matched, in words.
    matched: Vec<String>,
}

/// A person to be added.
#[derive(Debug, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct PersonIn {
    title: Option<String>,
    first_name: String,
    middle_names: Option<String>,
    last_name: String,
    preferred_name: Option<String>,
    /// `YYYY-MM-DD`
    born: Option<String>,
    gender: Option<String>,
    identifiers: Vec<IdentifierIn>,
    aliases: Vec<AliasIn>,
    address: Option<AddressIn>,
    /// Said by somebody who looked: the people on record who are like this one are others.
    others_checked: bool,
}

/// A number.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
pub(crate) struct IdentifierIn {
    /// `PNC`, `CRO`, `NOMS`, `NINO`...
    kind: String,
    number: String,
}

/// Another name.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
pub(crate) struct AliasIn {
    #[serde(default)]
    first_name: String,
    middle_names: Option<String>,
    last_name: String,
}

/// A home.
#[derive(Debug, Default, Deserialize, Serialize, ToSchema)]
#[serde(default)]
pub(crate) struct AddressIn {
    building: Option<String>,
    street: Option<String>,
    district: Option<String>,
    town: Option<String>,
    county: Option<String>,
    postcode: Option<String>,
    no_fixed_abode: bool,
}

/// Somebody on record who may be the person described.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CandidateOut {
    crn: String,
    restricted: bool,
    /// `sure` or `doubtful`.
    verdict: String,
    /// In bits.
    score: i32,
    reasons: Vec<String>,
    /// Why a high score was not enough.
    bar: Option<String>,
    calibration: String,
}

/// One entry of a card: the fields that the card has, as texts; days as `YYYY-MM-DD`.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EntryOut {
    /// Absent on cards that have one entry.
    id: Option<String>,
    version: i64,
    fields: BTreeMap<String, String>,
}

/// Every card of a person by its name.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DetailsOut {
    crn: String,
    cards: BTreeMap<String, Vec<EntryOut>>,
}

/// The fields of an entry. A field that is left out is emptied.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct EntryIn {
    fields: BTreeMap<String, String>,
}

/// A merge to be made.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct MergeIn {
    /// The CRN that becomes part of this record.
    absorbed: String,
    reason: String,
}

/// Why.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct ReasonIn {
    reason: String,
}

/// A merge.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MergeOut {
    id: String,
    absorbed: String,
    reason: String,
    merged_by: String,
    merged_at: String,
    ended_at: Option<String>,
}

pub(crate) fn routes() -> Vec<Route> {
    use Permission::{EditPeople, MergePeople, ReadPeople};
    vec![
        Route::api_get("/api/v1/people", ReadPeople, list).doc(
            ApiDoc::new("People found by name, number or date of birth")
                .query("q", "what to look for")
                .lists::<FoundOut>(),
        ),
        Route::api_post("/api/v1/people", EditPeople, add)
            .doc(ApiDoc::new("Adds a person, after looking for duplicates").body::<PersonIn>().creates::<PersonOut>()),
        Route::api_post("/api/v1/people/match", ReadPeople, find_matches)
            .doc(ApiDoc::new("Who on record may be the person described").body::<PersonIn>().lists::<CandidateOut>()),
        Route::api_get("/api/v1/people/{crn}", ReadPeople, show).doc(ApiDoc::new("A person").answers::<PersonOut>()),
        Route::api_get("/api/v1/people/{crn}/details", ReadPeople, details)
            .doc(ApiDoc::new("Every card of a person's details").answers::<DetailsOut>()),
        Route::api_post("/api/v1/people/{crn}/details/{card}", EditPeople, add_entry)
            .doc(ApiDoc::new("Adds an entry to a card that has several").body::<EntryIn>().creates::<EntryOut>()),
        Route::api_put("/api/v1/people/{crn}/details/{card}", EditPeople, put_entry).doc(
            ApiDoc::new("Writes a card that has one entry; If-Match 0 for the first time")
                .body::<EntryIn>()
                .answers::<EntryOut>(),
        ),
        Route::api_put("/api/v1/people/{crn}/details/{card}/{id}", EditPeople, put_entry)
            .doc(ApiDoc::new("Changes an entry; takes If-Match").body::<EntryIn>().answers::<EntryOut>()),
        Route::api_post("/api/v1/people/{crn}/details/{card}/{id}/withdraw", EditPeople, withdraw)
            .doc(ApiDoc::new("Says that an entry was recorded in error").body::<ReasonIn>()),
        Route::api_get("/api/v1/people/{crn}/merges", ReadPeople, merges)
            .doc(ApiDoc::new("Merges into this record, ended ones too").lists::<MergeOut>()),
        Route::api_post("/api/v1/people/{crn}/merges", MergePeople, merge)
            .doc(ApiDoc::new("Makes another record part of this one").body::<MergeIn>().answers::<PersonOut>()),
        Route::api_post("/api/v1/people/{crn}/merges/{id}/undo", MergePeople, unmerge)
            .doc(ApiDoc::new("Undoes a merge").body::<ReasonIn>()),
    ]
}

fn opened(cx: &mut Cx<'_>, req: &Request) -> Result<OpenPerson> {
    crate::open(cx, &req.param::<Crn>("crn")?)
}

fn json(status: u16, body: &impl Serialize) -> Answer {
    Ok(Reply::json(status, serde_json::to_value(body).map_err(|e| Failure::broken(e.to_string()))?))
}

fn items(list: &[impl Serialize], next: Option<String>) -> Answer {
    json(200, &serde_json::json!({ "items": list, "next": next }))
}

fn list(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let page: usize = req.query("after").and_then(|a| a.parse().ok()).unwrap_or(1);
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

fn add(cx: &mut Cx<'_>, req: &Request) -> Answer {
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

fn new_person(cx: &mut Cx<'_>, asked: PersonIn) -> Result<NewPerson> {
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

fn alias(asked: AliasIn) -> NewAlias {
    NewAlias { first_name: asked.first_name, middle_names: asked.middle_names, last_name: asked.last_name, born: None }
}

fn address(asked: AddressIn) -> NewAddress {
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

fn find_matches(cx: &mut Cx<'_>, req: &Request) -> Answer {
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
fn candidate(found: &Candidate, restricted: bool) -> CandidateOut {
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

fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let out = person_out(cx, &open)?;
    json(200, &out)
}

fn person_out(cx: &mut Cx<'_>, open: &OpenPerson) -> Result<PersonOut> {
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

fn details(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let mut cards = BTreeMap::new();
    for card in CARDS {
        if let Some(list) = each(card.slug, Tell { cx, open: &open }) {
            cards.insert(card.slug.to_owned(), list?);
        }
    }
    json(200, &DetailsOut { crn: open.crn.to_string(), cards })
}

struct Tell<'a, 'c> {
    cx: &'a mut Cx<'c>,
    open: &'a OpenPerson,
}

impl ForCard for Tell<'_, '_> {
    type Out = Result<Vec<EntryOut>>;

    fn run<R: Detail>(self) -> Self::Out {
        Ok(entries::<R>(self.cx, &self.open.keys)?.iter().map(entry_out).collect())
    }
}

fn entry_out<R: Detail>(row: &R) -> EntryOut {
    let values = row.values();
    let cell = |column: &str| R::TABLE.index_of(column).and_then(|i| values.get(i));
    let fields = R::CARD.fields.iter().map(|f| (f.column.to_owned(), crate::cards::text_of(cell(f.column))));
    EntryOut {
        id: row.id().map(|id| id.to_string()),
        version: row.version(),
        fields: fields.filter(|(_, text)| !text.is_empty()).collect(),
    }
}

struct Write<'a, 'c> {
    cx: &'a mut Cx<'c>,
    open: &'a OpenPerson,
    id: Option<DetailId>,
    fields: BTreeMap<String, String>,
    version: Option<i64>,
}

impl ForCard for Write<'_, '_> {
    type Out = Result<EntryOut>;

    fn run<R: Detail>(self) -> Result<EntryOut> {
        if R::CARD.many == self.version.is_some() && self.id.is_none() {
            return Err(Failure::NotFound);
        }
        if let Some(unknown) = self.fields.keys().find(|name| !R::CARD.fields.iter().any(|f| f.column == name.as_str()))
        {
            return Err(Refusal::new(unknown, "unknown_field", format!("This card has no field {unknown}")).into());
        }
        let form = Form::of(self.fields);
        Ok(entry_out(&keep::<R>(self.cx, self.open, self.id, form, self.version.unwrap_or(0))?))
    }
}

fn add_entry(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let body: EntryIn = req.json()?;
    let slug: String = req.param("card")?;
    let write = Write { cx, open: &open, id: None, fields: body.fields, version: None };
    let made = each(&slug, write).ok_or(Failure::NotFound)??;
    let location = format!("/api/v1/people/{}/details/{slug}/{}", open.crn, made.id.clone().unwrap_or_default());
    Ok(Reply::created(location, serde_json::to_value(made).map_err(|e| Failure::broken(e.to_string()))?))
}

fn put_entry(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let body: EntryIn = req.json()?;
    let slug: String = req.param("card")?;
    let missing =
        || Refusal::new("If-Match", "missing", "Send If-Match with the version that you saw; 0 when there was none");
    let version = Some(req.if_match().ok_or_else(missing)?);
    let write = Write { cx, open: &open, id: crate::pages::entry_id(req)?, fields: body.fields, version };
    json(200, &each(&slug, write).ok_or(Failure::NotFound)??)
}

struct Strike<'a, 'c> {
    cx: &'a mut Cx<'c>,
    open: &'a OpenPerson,
    id: DetailId,
    reason: String,
}

impl ForCard for Strike<'_, '_> {
    type Out = Result<()>;

    fn run<R: Detail>(self) -> Result<()> {
        let (row, _) = crate::cards::current::<R>(self.cx, &self.open.keys, Some(self.id))?;
        crate::cards::withdraw(self.cx, row, &self.reason)
    }
}

fn withdraw(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let body: ReasonIn = req.json()?;
    let slug: String = req.param("card")?;
    each(&slug, Strike { cx, open: &open, id: req.param("id")?, reason: body.reason }).ok_or(Failure::NotFound)??;
    Ok(Reply::no_content())
}

fn merges(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let out: Vec<MergeOut> = crate::merges_of(cx, &open)?
        .into_iter()
        .map(|(row, crn)| MergeOut {
            id: row.id.to_string(),
            absorbed: crn.to_string(),
            reason: row.reason,
            merged_by: row.merged_by,
            merged_at: row.merged_at.to_string(),
            ended_at: row.ended_at.map(|at| at.to_string()),
        })
        .collect();
    items(&out, None)
}

fn merge(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let crn: Crn = req.param("crn")?;
    let body: MergeIn = req.json()?;
    let wrong = || Refusal::new("absorbed", "not_a_crn", "absorbed must be a CRN, like T000123");
    let absorbed: Crn = body.absorbed.parse().map_err(|_| Failure::from(wrong()))?;
    crate::merge(cx, &crn, &absorbed, &body.reason)?;
    let open = crate::open(cx, &crn)?;
    let out = person_out(cx, &open)?;
    json(200, &out)
}

fn unmerge(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let body: ReasonIn = req.json()?;
    crate::unmerge(cx, &open, req.param("id")?, &body.reason)?;
    Ok(Reply::no_content())
}
