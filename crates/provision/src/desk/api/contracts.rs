//! Contracts and grants, for programs: added, changed, ended, and what each pays for.

use super::{EndingIn, ProvisionMade, believed, choice, day, ending, json, optional_day, provider_of, unit};
use crate::book::{Book, book};
use crate::providers::{Contract, ContractFacts, add_contract, amend_contract, end_contract, set_contract_services};
use kernel::ContractId;
use kernel::Permission::{ManageProvision, ReadProvision};
use serde::{Deserialize, Serialize};
use store::{Cx, Failure, Result};
use utoipa::ToSchema;
use web::{Answer, ApiDoc, Reply, Request, Route};

/// A contract or grant.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ContractOut {
    id: String,
    /// `contract` or `grant`.
    kind: String,
    reference: String,
    start_date: String,
    end_date: Option<String>,
    yearly_volume: i64,
    price_pence: Option<i64>,
    sum_pence: Option<i64>,
    note: Option<String>,
    /// The delivery units that it covers.
    units: Vec<String>,
    /// What it pays for.
    services: Vec<PaidFor>,
    /// To be sent back as `If-Match`.
    version: i64,
}

/// A service that a contract pays for.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
struct PaidFor {
    /// The code of the service.
    service: String,
    /// Starts a year.
    yearly_volume: i64,
}

/// What is recorded of a contract or grant.
#[derive(Debug, Deserialize, ToSchema)]
struct ContractIn {
    /// `contract` or `grant`.
    kind: String,
    reference: String,
    start_date: String,
    end_date: Option<String>,
    /// Starts a year, all services together; replaced by the sum of what is said for each service.
    yearly_volume: i64,
    price_pence: Option<i64>,
    sum_pence: Option<i64>,
    note: Option<String>,
    /// Delivery units, by id or code.
    units: Vec<String>,
}

/// Everything that a contract pays for; what is left out is not paid for.
#[derive(Debug, Deserialize, ToSchema)]
struct PaidForIn {
    services: Vec<PaidFor>,
}

pub(super) fn routes() -> Vec<Route> {
    let doc = ApiDoc::new;
    vec![
        Route::api_post("/api/v1/provision/providers/{code}/contracts", ManageProvision, add)
            .doc(doc("Adds a contract or grant of a provider").body::<ContractIn>().creates::<ProvisionMade>()),
        Route::api_get("/api/v1/provision/contracts/{contract}", ReadProvision, one)
            .doc(doc("A contract or grant").answers::<ContractOut>()),
        Route::api_put("/api/v1/provision/contracts/{contract}", ManageProvision, amend)
            .doc(doc("Changes a contract or grant").body::<ContractIn>().answers::<ContractOut>()),
        Route::api_put("/api/v1/provision/contracts/{contract}/services", ManageProvision, pay)
            .doc(doc("Says what a contract or grant pays for").body::<PaidForIn>().answers::<ContractOut>()),
        Route::api_post("/api/v1/provision/contracts/{contract}/end", ManageProvision, end).doc(
            doc("Ends a contract or grant on a day, and its offers with it")
                .body::<EndingIn>()
                .answers::<ContractOut>(),
        ),
    ]
}

pub(super) fn out(book: &Book, c: &Contract) -> ContractOut {
    let paid = |s: &&crate::providers::ContractService| PaidFor {
        service: book.services.get(&s.service_id).map(|s| s.code.clone()).unwrap_or_default(),
        yearly_volume: s.yearly_volume,
    };
    ContractOut {
        id: c.id.to_string(),
        kind: c.kind.code().into(),
        reference: c.reference.clone(),
        start_date: c.start_date.to_string(),
        end_date: c.end_date.map(|d| d.to_string()),
        yearly_volume: c.yearly_volume,
        price_pence: c.price_pence,
        sum_pence: c.sum_pence,
        note: c.note.clone(),
        units: book.units_of(c.id).iter().map(ToString::to_string).collect(),
        services: book.services_of(c.id).iter().map(paid).collect(),
        version: c.version,
    }
}

fn facts(cx: &mut Cx<'_>, body: ContractIn) -> Result<ContractFacts> {
    let units = organisation::units(cx)?;
    Ok(ContractFacts {
        kind: choice("kind", &body.kind, "The kind is contract or grant")?,
        start_date: day("start_date", &body.start_date)?,
        end_date: optional_day("end_date", body.end_date.as_ref())?,
        units: body.units.iter().map(|text| unit(&units, "units", text)).collect::<Result<_>>()?,
        reference: body.reference,
        yearly_volume: body.yearly_volume,
        price_pence: body.price_pence,
        sum_pence: body.sum_pence,
        note: body.note,
    })
}

fn now(cx: &mut Cx<'_>, id: ContractId) -> Answer {
    let book = book(cx)?;
    let contract = book.contracts.get(&id).ok_or(Failure::NotFound)?;
    Ok(Reply::json(200, json(out(&book, contract))?))
}

fn one(cx: &mut Cx<'_>, req: &Request) -> Answer {
    now(cx, req.param("contract")?)
}

fn add(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (provider, facts) = (provider_of(cx, req)?, facts(cx, req.json()?)?);
    let id = add_contract(cx, provider, &facts)?.to_string();
    Ok(Reply::created(format!("/api/v1/provision/contracts/{id}"), json(ProvisionMade { id })?))
}

fn amend(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (id, facts) = (req.param("contract")?, facts(cx, req.json()?)?);
    amend_contract(cx, id, &facts, believed(req)?)?;
    now(cx, id)
}

fn pay(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (id, body) = (req.param("contract")?, req.json::<PaidForIn>()?);
    let book = book(cx)?;
    let mut services = Vec::new();
    for paid in body.services {
        let known = book.services.values().find(|s| s.code == paid.service).map(|s| s.id);
        let words = || Failure::refused("services", "unknown", format!("There is no service {}", paid.service));
        let service = known.ok_or_else(words)?;
        if services.iter().any(|(known, _)| *known == service) {
            return Err(Failure::refused("services", "twice", format!("{} is named twice", paid.service)));
        }
        services.push((service, paid.yearly_volume));
    }
    set_contract_services(cx, id, &services, believed(req)?)?;
    now(cx, id)
}

fn end(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (id, (on, why)) = (req.param("contract")?, ending(req)?);
    end_contract(cx, id, on, &why, believed(req)?)?;
    now(cx, id)
}
