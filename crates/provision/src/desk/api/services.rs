//! Services of the catalogue and their rates, for programs.

use super::{EndingIn, ProvisionMade, believed, choice, day, ending, items, json};
use crate::book::{Book, book};
use crate::catalogue::{
    RateFacts, RateSource, Service, ServiceFacts, ServiceRate, add_service, amend_service, end_service, set_rate,
};
use kernel::Permission::{ManageProvision, ReadProvision};
use kernel::ServiceId;
use serde::{Deserialize, Serialize};
use store::{Cx, Failure, Result};
use utoipa::ToSchema;
use web::{Answer, ApiDoc, Reply, Request, Route};

/// A service of the catalogue.
#[derive(Debug, Serialize, ToSchema)]
struct ServiceOut {
    id: String,
    #[serde(flatten)]
    facts: ServiceIn,
    end_date: Option<String>,
    /// To be sent back as `If-Match`.
    version: i64,
}

/// What is recorded of a service.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
struct ServiceIn {
    code: String,
    name: String,
    /// A code of the kinds of service.
    kind: String,
    /// What happens in it.
    summary: String,
    sessions: i64,
    weeks: i64,
    /// Days on which it meets, as digits from 1 (Monday) to 7; empty by arrangement.
    #[serde(default)]
    weekdays: String,
    /// Of a session.
    minutes: i64,
    /// Days that lie at least between two sessions.
    #[serde(default)]
    gap_days: i64,
    /// From the order to the first day on which somebody can begin.
    lead_days: i64,
    /// `any`, `women` or `men`.
    for_sex: String,
    min_age: Option<i64>,
    max_age: Option<i64>,
    /// `low`, `medium`, `high` or `very_high`.
    least_risk: Option<String>,
    most_risk: Option<String>,
    #[serde(default)]
    consent_needed: bool,
    start_date: String,
    /// Sections of an assessment.
    #[serde(default)]
    needs: Vec<String>,
    /// Codes of requirement types.
    #[serde(default)]
    requirements: Vec<String>,
    /// Codes of services that come first.
    #[serde(default)]
    before: Vec<String>,
}

/// How often things go otherwise than planned, from a day on: shares from 0 to 1.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
struct ServiceRates {
    from_date: String,
    /// Of those waiting, the share that leaves within a week.
    leaves_weekly: f64,
    /// Of those booked, the share that does not come to the first session.
    missed_first: f64,
    /// Of groups or weeks planned, the share that does not run.
    cancelled: f64,
    /// `assumed` or `learnt`.
    source: String,
    note: Option<String>,
}

pub(super) fn routes() -> Vec<Route> {
    let doc = ApiDoc::new;
    vec![
        Route::api_get("/api/v1/provision/services", ReadProvision, all)
            .doc(doc("The catalogue of services, by code").lists::<ServiceOut>()),
        Route::api_post("/api/v1/provision/services", ManageProvision, add)
            .doc(doc("Adds a service to the catalogue").body::<ServiceIn>().creates::<ProvisionMade>()),
        Route::api_put("/api/v1/provision/services/{code}", ManageProvision, amend)
            .doc(doc("Changes a service").body::<ServiceIn>().answers::<ServiceOut>()),
        Route::api_post("/api/v1/provision/services/{code}/end", ManageProvision, end)
            .doc(doc("Ends a service on a day, and its offers with it").body::<EndingIn>().answers::<ServiceOut>()),
        Route::api_get("/api/v1/provision/services/{code}/rates", ReadProvision, rates)
            .doc(doc("The rates of a service, the newest first").lists::<ServiceRates>()),
        Route::api_post("/api/v1/provision/services/{code}/rates", ManageProvision, rate)
            .doc(doc("Sets the rates of a service from a day on").body::<ServiceRates>().creates::<ServiceRates>()),
    ]
}

fn owned(all: Vec<&str>) -> Vec<String> {
    all.into_iter().map(str::to_owned).collect()
}

fn out(book: &Book, s: &Service) -> ServiceOut {
    let code = |id: ServiceId| book.services.get(&id).map(|s| s.code.clone());
    let facts = ServiceIn {
        code: s.code.clone(),
        name: s.name.clone(),
        kind: s.kind.clone(),
        summary: s.summary.clone(),
        sessions: s.sessions,
        weeks: s.weeks,
        weekdays: s.weekdays.clone(),
        minutes: s.minutes,
        gap_days: s.gap_days,
        lead_days: s.lead_days,
        for_sex: s.for_sex.code().into(),
        min_age: s.min_age,
        max_age: s.max_age,
        least_risk: s.least_risk.clone(),
        most_risk: s.most_risk.clone(),
        consent_needed: s.consent_needed,
        start_date: s.start_date.to_string(),
        needs: owned(book.needs_of(s.id)),
        requirements: owned(book.requirements_of(s.id)),
        before: book.before(s.id).into_iter().filter_map(code).collect(),
    };
    ServiceOut { id: s.id.to_string(), facts, end_date: s.end_date.map(|d| d.to_string()), version: s.version }
}

fn facts(cx: &mut Cx<'_>, body: ServiceIn) -> Result<ServiceFacts> {
    let book = book(cx)?;
    let before = |code: &String| {
        let known = book.services.values().find(|s| s.code == *code).map(|s| s.id);
        known.ok_or_else(|| Failure::refused("before", "unknown", format!("There is no service {code}")))
    };
    Ok(ServiceFacts {
        for_sex: choice("for_sex", &body.for_sex, "It is for any, women or men")?,
        start_date: day("start_date", &body.start_date)?,
        before: body.before.iter().map(before).collect::<Result<_>>()?,
        code: body.code,
        name: body.name,
        kind: body.kind,
        summary: body.summary,
        sessions: body.sessions,
        weeks: body.weeks,
        weekdays: body.weekdays,
        minutes: body.minutes,
        gap_days: body.gap_days,
        lead_days: body.lead_days,
        min_age: body.min_age,
        max_age: body.max_age,
        least_risk: body.least_risk,
        most_risk: body.most_risk,
        consent_needed: body.consent_needed,
        needs: body.needs,
        requirements: body.requirements,
    })
}

/// The service of an address.
fn service_of(cx: &mut Cx<'_>, req: &Request) -> Result<ServiceId> {
    let code = req.param::<String>("code")?;
    book(cx)?.services.values().find(|s| s.code == code).map(|s| s.id).ok_or(Failure::NotFound)
}

fn now(cx: &mut Cx<'_>, id: ServiceId) -> Answer {
    let book = book(cx)?;
    let service = book.services.get(&id).ok_or(Failure::NotFound)?;
    Ok(Reply::json(200, json(out(&book, service))?))
}

fn all(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let book = book(cx)?;
    let mut all: Vec<&Service> = book.services.values().collect();
    all.sort_by(|a, b| a.code.cmp(&b.code));
    items(req, all.into_iter().map(|s| out(&book, s)).collect())
}

fn add(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let facts = facts(cx, req.json()?)?;
    let id = add_service(cx, &facts)?.to_string();
    Ok(Reply::created("/api/v1/provision/services", json(ProvisionMade { id })?))
}

fn amend(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (id, facts) = (service_of(cx, req)?, facts(cx, req.json()?)?);
    amend_service(cx, id, &facts, believed(req)?)?;
    now(cx, id)
}

fn end(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (id, (on, why)) = (service_of(cx, req)?, ending(req)?);
    end_service(cx, id, on, &why, believed(req)?)?;
    now(cx, id)
}

fn rate_out(r: &ServiceRate) -> ServiceRates {
    ServiceRates {
        from_date: r.from_date.to_string(),
        leaves_weekly: r.leaves_weekly,
        missed_first: r.missed_first,
        cancelled: r.cancelled,
        source: r.source.code().into(),
        note: r.note.clone(),
    }
}

fn rates(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (id, book) = (service_of(cx, req)?, book(cx)?);
    items(req, book.rates.iter().rev().filter(|r| r.service_id == id).map(rate_out).collect())
}

fn rate(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (id, body) = (service_of(cx, req)?, req.json::<ServiceRates>()?);
    let facts = RateFacts {
        from_date: day("from_date", &body.from_date)?,
        leaves_weekly: body.leaves_weekly,
        missed_first: body.missed_first,
        cancelled: body.cancelled,
        source: choice::<RateSource>("source", &body.source, "The source is assumed or learnt")?,
        note: body.note.clone(),
    };
    set_rate(cx, id, &facts)?;
    Ok(Reply::created("/api/v1/provision/services", json(body)?))
}
