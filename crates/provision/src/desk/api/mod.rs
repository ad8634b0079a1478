//! What is provided, for programs: the same verbs as on the pages, for providers, contracts, services, offers and groups.
//!
//! Always true: whoever changes something sends the version that they read; nothing is deleted, it ends on a day.

mod catalogue;
mod contracts;
mod offers;

use super::parts::offer_of;
use crate::book::{Book, book};
use crate::groups::{GroupFacts, GroupLine, amend_group, groups_of, plan_group};
use crate::providers::{ProviderFacts, add_provider, amend_provider, end_provider};
use contracts::ContractOut;
use kernel::Permission::{ManageProvision, ReadProvision};
use kernel::{Date, GroupId, ProviderId, Time, UnitId};
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

/// The last day of something, and why it ends.
#[derive(Debug, Deserialize, ToSchema)]
struct EndingIn {
    end_date: String,
    why: String,
}

/// The id of what was recorded.
#[derive(Debug, Serialize, ToSchema)]
struct ProvisionMade {
    id: String,
}

pub(super) fn routes() -> Vec<Route> {
    [own(), contracts::routes(), catalogue::routes(), offers::routes()].concat()
}

fn own() -> Vec<Route> {
    let doc = ApiDoc::new;
    vec![
        Route::api_get("/api/v1/provision/providers", ReadProvision, providers)
            .doc(doc("Providers with their contracts and grants, by code").lists::<ProviderOut>()),
        Route::api_post("/api/v1/provision/providers", ManageProvision, add)
            .doc(doc("Adds a provider").body::<ProviderIn>().creates::<ProvisionMade>()),
        Route::api_put("/api/v1/provision/providers/{code}", ManageProvision, amend)
            .doc(doc("Changes a provider").body::<ProviderIn>().answers::<ProviderOut>()),
        Route::api_post("/api/v1/provision/providers/{code}/end", ManageProvision, end)
            .doc(doc("Ends a provider on a day, and its offers with it").body::<EndingIn>().answers::<ProviderOut>()),
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
    let start = usize::try_from(req.after()?).unwrap_or(usize::MAX);
    let (limit, total) = (usize::try_from(req.limit()?).unwrap_or(50), all.len());
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
    ProviderOut {
        id: p.id.to_string(),
        code: p.code.clone(),
        name: p.name.clone(),
        kind: p.kind.code().into(),
        start_date: p.start_date.to_string(),
        end_date: p.end_date.map(|d| d.to_string()),
        contracts: book.contracts_of(p.id).into_iter().map(|c| contracts::out(book, c)).collect(),
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
    let kind = choice("kind", &body.kind, "The kind is public, private, voluntary or health")?;
    let start_date = day("start_date", &body.start_date)?;
    let ProviderIn { code, name, address, email, telephone, .. } = body;
    Ok(ProviderFacts { code, name, kind, address, email, telephone, start_date })
}

fn add(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let facts = provider_facts(req.json()?)?;
    let id = add_provider(cx, &facts)?;
    Ok(Reply::created("/api/v1/provision/providers", json(ProvisionMade { id: id.to_string() })?))
}

/// The provider of an address.
fn provider_of(cx: &mut Cx<'_>, req: &Request) -> Result<ProviderId> {
    let code = req.param::<String>("code")?;
    book(cx)?.providers.values().find(|p| p.code == code).map(|p| p.id).ok_or(Failure::NotFound)
}

fn provider_now(cx: &mut Cx<'_>, id: ProviderId) -> Answer {
    let book = book(cx)?;
    let now = book.providers.get(&id).ok_or(Failure::NotFound)?;
    Ok(Reply::json(200, json(provider_out(&book, now))?))
}

fn amend(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (id, facts) = (provider_of(cx, req)?, provider_facts(req.json()?)?);
    amend_provider(cx, id, &facts, believed(req)?)?;
    provider_now(cx, id)
}

fn end(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (id, (on, why)) = (provider_of(cx, req)?, ending(req)?);
    end_provider(cx, id, on, &why, believed(req)?)?;
    provider_now(cx, id)
}

/// The last day that was sent, and the reason.
fn ending(req: &Request) -> Result<(Date, String)> {
    let EndingIn { end_date, why } = req.json()?;
    Ok((day("end_date", &end_date)?, why))
}

/// A day that may be left out.
fn optional_day(field: &'static str, text: Option<&String>) -> Result<Option<Date>> {
    text.map(|text| day(field, text)).transpose()
}

/// One of a set of codes.
fn choice<T: std::str::FromStr>(field: &'static str, text: &str, words: &str) -> Result<T> {
    text.parse().map_err(|_| Failure::refused(field, "not_a_choice", words))
}

/// A delivery unit by its id or its code.
fn unit(units: &[organisation::Unit], field: &'static str, text: &str) -> Result<UnitId> {
    let found = units.iter().find(|u| u.code == text || u.id.to_string() == text).map(|u| u.id);
    found.ok_or_else(|| Failure::refused(field, "unknown", format!("There is no delivery unit {text}")))
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
