//! What is provided, for programs: providers, contracts, services, offers and groups, and adding providers and groups.

use super::parts::offer_of;
use crate::book::{Book, book, runs_on};
use crate::groups::{GroupFacts, GroupLine, amend_group, groups_of, plan_group};
use crate::offers::Offer;
use crate::providers::{ProviderFacts, add_provider, amend_provider};
use kernel::Permission::{ManageProvision, ReadProvision};
use kernel::{Date, GroupId, Time};
use serde::{Deserialize, Serialize};
use store::{Cx, Failure, Result, params};
use utoipa::ToSchema;
use web::{Answer, ApiDoc, Reply, Request, Route};

/// Who delivers services.
#[derive(Debug, Serialize, ToSchema)]
struct ProviderOut {
    id: String,
    code: String,
    name: String,
    /// `public`, `private`, `voluntary` or `health`.
    kind: String,
    start_date: String,
    end_date: Option<String>,
    contracts: Vec<ContractOut>,
    /// To be sent back as `If-Match`.
    version: i64,
}

/// A contract or grant.
#[derive(Debug, Serialize, ToSchema)]
struct ContractOut {
    id: String,
    /// `contract` or `grant`.
    kind: String,
    reference: String,
    start_date: String,
    end_date: Option<String>,
    yearly_volume: i64,
    price_pence: Option<i64>,
    sum_pence: Option<i64>,
    /// The delivery units that it covers.
    units: Vec<String>,
}

/// What is recorded of a provider.
#[derive(Debug, Deserialize, ToSchema)]
struct ProviderIn {
    code: String,
    name: String,
    /// `public`, `private`, `voluntary` or `health`.
    kind: String,
    address: Option<String>,
    email: Option<String>,
    telephone: Option<String>,
    start_date: String,
}

/// A service of the catalogue.
#[derive(Debug, Serialize, ToSchema)]
struct ServiceOut {
    id: String,
    code: String,
    name: String,
    kind: String,
    summary: String,
    sessions: i64,
    weeks: i64,
    lead_days: i64,
    /// `any`, `women` or `men`.
    for_sex: String,
    min_age: Option<i64>,
    max_age: Option<i64>,
    needs: Vec<String>,
    requirements: Vec<String>,
    version: i64,
}

/// A service as one provider delivers it in one delivery unit.
#[derive(Debug, Serialize, ToSchema)]
struct OfferOut {
    id: String,
    /// The code of the service.
    service: String,
    /// The code of the provider.
    provider: Option<String>,
    unit: String,
    /// `whole`, `partial`, `remote` or `none-rural`.
    reach: String,
    /// `groups` or `weekly`.
    opens: String,
    start_date: String,
    end_date: Option<String>,
}

/// A group with its places.
#[derive(Debug, Serialize, ToSchema)]
struct GroupOut {
    id: String,
    code: String,
    start_date: String,
    joins_until: String,
    places: i64,
    taken: i64,
    /// `planned`, `running`, `cancelled` or `finished`.
    state: String,
    version: i64,
}

/// What is recorded of a group.
#[derive(Debug, Deserialize, ToSchema)]
struct GroupIn {
    code: String,
    start_date: String,
    /// The first day when left out.
    joins_until: Option<String>,
    places: i64,
    /// `HH:MM`.
    start_time: String,
    address: Option<String>,
}

/// The id of what was recorded.
#[derive(Debug, Serialize, ToSchema)]
struct ProvisionMade {
    id: String,
}

pub(super) fn routes() -> Vec<Route> {
    let doc = ApiDoc::new;
    vec![
        Route::api_get("/api/v1/provision/providers", ReadProvision, providers)
            .doc(doc("Providers with their contracts and grants, by code").lists::<ProviderOut>()),
        Route::api_post("/api/v1/provision/providers", ManageProvision, add)
            .doc(doc("Adds a provider").body::<ProviderIn>().creates::<ProvisionMade>()),
        Route::api_put("/api/v1/provision/providers/{code}", ManageProvision, amend)
            .doc(doc("Changes a provider").body::<ProviderIn>().answers::<ProviderOut>()),
        Route::api_get("/api/v1/provision/services", ReadProvision, services)
            .doc(doc("The catalogue of services, by code").lists::<ServiceOut>()),
        Route::api_get("/api/v1/provision/offers", ReadProvision, offers)
            .doc(doc("What is offered today, by id").lists::<OfferOut>()),
        Route::api_get("/api/v1/provision/offers/{offer}/groups", ReadProvision, groups)
            .doc(doc("The groups of an offer, the newest first").lists::<GroupOut>()),
        Route::api_post("/api/v1/provision/offers/{offer}/groups", ManageProvision, plan)
            .doc(doc("Plans a group").body::<GroupIn>().creates::<ProvisionMade>()),
        Route::api_put("/api/v1/provision/groups/{group}", ManageProvision, change)
            .doc(doc("Changes a group").body::<GroupIn>().answers::<ProvisionMade>()),
    ]
}

pub(crate) fn json(value: impl Serialize) -> Result<serde_json::Value> {
    serde_json::to_value(value).map_err(|e| Failure::broken(e.to_string()))
}

/// The part of a list that a program asked for. The cursor is how many came before.
pub(crate) fn items<T: Serialize>(req: &Request, all: Vec<T>) -> Answer {
    let after = req.query("after").unwrap_or("0");
    let start: usize =
        after.parse().map_err(|_| Failure::refused("after", "bad_cursor", "Send the `next` of the page before"))?;
    let (limit, total) = (usize::try_from(req.limit()).unwrap_or(50), all.len());
    let page: Vec<T> = all.into_iter().skip(start).take(limit).collect();
    let mut body = serde_json::json!({ "items": json(page)? });
    if start.saturating_add(limit) < total {
        body["next"] = (start + limit).to_string().into();
    }
    Ok(Reply::json(200, body))
}

pub(crate) fn day(field: &'static str, text: &str) -> Result<Date> {
    text.parse().map_err(|_| Failure::refused(field, "not_a_date", "Give a date as YYYY-MM-DD"))
}

/// The version that the caller believes to change.
pub(crate) fn believed(req: &Request) -> Result<i64> {
    let words = "Send the version that you read as If-Match";
    req.if_match().ok_or_else(|| Failure::refused("If-Match", "no_version", words))
}

fn provider_out(book: &Book, p: &crate::providers::Provider) -> ProviderOut {
    let contract = |c: &crate::providers::Contract| ContractOut {
        id: c.id.to_string(),
        kind: c.kind.code().into(),
        reference: c.reference.clone(),
        start_date: c.start_date.to_string(),
        end_date: c.end_date.map(|d| d.to_string()),
        yearly_volume: c.yearly_volume,
        price_pence: c.price_pence,
        sum_pence: c.sum_pence,
        units: book.units_of(c.id).iter().map(ToString::to_string).collect(),
    };
    ProviderOut {
        id: p.id.to_string(),
        code: p.code.clone(),
        name: p.name.clone(),
        kind: p.kind.code().into(),
        start_date: p.start_date.to_string(),
        end_date: p.end_date.map(|d| d.to_string()),
        contracts: book.contracts_of(p.id).into_iter().map(contract).collect(),
        version: p.version,
    }
}

fn providers(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let book = book(cx)?;
    let mut all: Vec<_> = book.providers.values().collect();
    all.sort_by(|a, b| a.code.cmp(&b.code));
    items(req, all.into_iter().map(|p| provider_out(&book, p)).collect())
}

fn provider_facts(body: ProviderIn) -> Result<ProviderFacts> {
    let words = "The kind is public, private, voluntary or health";
    let kind = body.kind.parse().map_err(|()| Failure::refused("kind", "not_a_choice", words))?;
    let start_date = day("start_date", &body.start_date)?;
    let ProviderIn { code, name, address, email, telephone, .. } = body;
    Ok(ProviderFacts { code, name, kind, address, email, telephone, start_date })
}

fn add(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let facts = provider_facts(req.json()?)?;
    let id = add_provider(cx, &facts)?;
    Ok(Reply::created("/api/v1/provision/providers", json(ProvisionMade { id: id.to_string() })?))
}

fn amend(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (code, facts) = (req.param::<String>("code")?, provider_facts(req.json()?)?);
    let id = book(cx)?.providers.values().find(|p| p.code == code).map(|p| p.id).ok_or(Failure::NotFound)?;
    amend_provider(cx, id, &facts, believed(req)?)?;
    let book = book(cx)?;
    let now = book.providers.get(&id).ok_or(Failure::NotFound)?;
    Ok(Reply::json(200, json(provider_out(&book, now))?))
}

fn services(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let book = book(cx)?;
    let mut all: Vec<_> = book.services.values().collect();
    all.sort_by(|a, b| a.code.cmp(&b.code));
    let owned = |all: Vec<&str>| all.into_iter().map(str::to_owned).collect();
    let out = |s: &crate::catalogue::Service| ServiceOut {
        id: s.id.to_string(),
        code: s.code.clone(),
        name: s.name.clone(),
        kind: s.kind.clone(),
        summary: s.summary.clone(),
        sessions: s.sessions,
        weeks: s.weeks,
        lead_days: s.lead_days,
        for_sex: s.for_sex.code().into(),
        min_age: s.min_age,
        max_age: s.max_age,
        needs: owned(book.needs_of(s.id)),
        requirements: owned(book.requirements_of(s.id)),
        version: s.version,
    };
    items(req, all.into_iter().map(out).collect())
}

fn offers(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (book, today) = (book(cx)?, cx.today());
    let out = |o: &Offer| OfferOut {
        id: o.id.to_string(),
        service: book.services.get(&o.service_id).map(|s| s.code.clone()).unwrap_or_default(),
        provider: book.provider_of(o).map(|p| p.code.clone()),
        unit: o.unit_id.to_string(),
        reach: o.reach.code().into(),
        opens: o.opens.code().into(),
        start_date: o.start_date.to_string(),
        end_date: book.days_of(o).1.map(|d| d.to_string()),
    };
    items(req, book.offers.values().filter(|o| runs_on(book.days_of(o), today)).map(out).collect())
}

fn group_out(line: GroupLine) -> GroupOut {
    GroupOut {
        id: line.group.id.to_string(),
        code: line.group.code,
        start_date: line.group.start_date.to_string(),
        joins_until: line.group.joins_until.to_string(),
        places: line.group.places,
        taken: line.taken,
        state: line.group.state.code().into(),
        version: line.group.version,
    }
}

fn groups(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (offer, _) = offer_of(cx, req)?;
    let all = groups_of(cx, offer.id)?;
    items(req, all.into_iter().map(group_out).collect())
}

fn group_facts(body: GroupIn) -> Result<GroupFacts> {
    let start_date = day("start_date", &body.start_date)?;
    let until = body.joins_until.as_deref().map(|text| day("joins_until", text)).transpose()?;
    let start_time = Time::strptime("%H:%M", &body.start_time)
        .map_err(|_| Failure::refused("start_time", "not_a_time", "Give a time as HH:MM"))?;
    let GroupIn { code, places, address, .. } = body;
    Ok(GroupFacts {
        code,
        start_date,
        joins_until: until.unwrap_or(start_date),
        places,
        start_time,
        address,
        staff: None,
    })
}

fn plan(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (offer, _) = offer_of(cx, req)?;
    let facts = group_facts(req.json()?)?;
    let id = plan_group(cx, offer.id, &facts)?.to_string();
    Ok(Reply::created(format!("/api/v1/provision/offers/{}/groups", offer.id), json(ProvisionMade { id })?))
}

fn change(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let id = req.param::<GroupId>("group")?;
    let group = cx.need::<crate::groups::Group>(params![id])?;
    let facts = GroupFacts { staff: group.staff_id, ..group_facts(req.json()?)? };
    amend_group(cx, id, &facts, believed(req)?)?;
    Ok(Reply::json(200, json(ProvisionMade { id: id.to_string() })?))
}
