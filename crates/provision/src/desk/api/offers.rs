//! Offers and how many can begin in a week, for programs.

use super::{EndingIn, ProvisionMade, believed, choice, day, ending, items, json, optional_day, unit};
use crate::book::{Book, book, runs_on};
use crate::desk::parts::offer_of;
use crate::offers::{Offer, OfferFacts, add_offer, amend_offer, end_offer, set_week};
use kernel::Permission::{ManageProvision, ReadProvision};
use kernel::{ContractId, OfferId};
use serde::{Deserialize, Serialize};
use store::{Cx, Failure, Result};
use utoipa::ToSchema;
use web::{Answer, ApiDoc, Reply, Request, Route};

/// A service as one provider delivers it in one delivery unit.
#[derive(Debug, Serialize, ToSchema)]
struct OfferOut {
    id: String,
    /// The code of the service.
    service: String,
    /// The code of the provider.
    provider: Option<String>,
    contract: String,
    unit: String,
    /// `whole`, `partial`, `remote` or `none-rural`.
    reach: String,
    reach_words: Option<String>,
    /// `groups` or `weekly`.
    opens: String,
    address: Option<String>,
    start_date: String,
    /// The last day, be it its own, its contract's or its service's.
    end_date: Option<String>,
    /// To be sent back as `If-Match`.
    version: i64,
}

/// What is recorded of an offer.
#[derive(Debug, Deserialize, ToSchema)]
struct OfferIn {
    /// The code of the service. It stays, as contract and unit do, once the offer is there.
    service: String,
    contract: String,
    /// A delivery unit, by id or code.
    unit: String,
    /// `whole`, `partial`, `remote` or `none-rural`.
    reach: String,
    /// Whom it does not reach, or how it is reached.
    reach_words: Option<String>,
    /// `groups` or `weekly`.
    opens: String,
    address: Option<String>,
    start_date: String,
    end_date: Option<String>,
}

/// How many can begin in a week.
#[derive(Debug, Deserialize, ToSchema)]
struct WeekIn {
    places: i64,
    /// Why it differs from the weeks beside it.
    reason: Option<String>,
}

pub(super) fn routes() -> Vec<Route> {
    let doc = ApiDoc::new;
    vec![
        Route::api_get("/api/v1/provision/offers", ReadProvision, all)
            .doc(doc("What is offered today, by id").lists::<OfferOut>()),
        Route::api_post("/api/v1/provision/offers", ManageProvision, add)
            .doc(doc("Offers a service in a delivery unit").body::<OfferIn>().creates::<ProvisionMade>()),
        Route::api_put("/api/v1/provision/offers/{offer}", ManageProvision, amend)
            .doc(doc("Changes how, where and when an offer reaches people").body::<OfferIn>().answers::<OfferOut>()),
        Route::api_post("/api/v1/provision/offers/{offer}/end", ManageProvision, end)
            .doc(doc("Ends an offer on a day").body::<EndingIn>().answers::<OfferOut>()),
        Route::api_put("/api/v1/provision/offers/{offer}/weeks/{monday}", ManageProvision, week)
            .doc(doc("Says how many can begin in a week").body::<WeekIn>().answers::<ProvisionMade>()),
    ]
}

fn out(book: &Book, o: &Offer) -> OfferOut {
    OfferOut {
        id: o.id.to_string(),
        service: book.services.get(&o.service_id).map(|s| s.code.clone()).unwrap_or_default(),
        provider: book.provider_of(o).map(|p| p.code.clone()),
        contract: o.contract_id.to_string(),
        unit: o.unit_id.to_string(),
        reach: o.reach.code().into(),
        reach_words: o.reach_words.clone(),
        opens: o.opens.code().into(),
        address: o.address.clone(),
        start_date: o.start_date.to_string(),
        end_date: book.days_of(o).1.map(|d| d.to_string()),
        version: o.version,
    }
}

fn all(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (book, today) = (book(cx)?, cx.today());
    let running = book.offers.values().filter(|o| runs_on(book.days_of(o), today));
    items(req, running.map(|o| out(&book, o)).collect())
}

fn facts(cx: &mut Cx<'_>, body: OfferIn) -> Result<OfferFacts> {
    let (book, units) = (book(cx)?, organisation::units(cx)?);
    let service = book.services.values().find(|s| s.code == body.service).map(|s| s.id);
    let contract = body.contract.parse::<ContractId>().ok().filter(|id| book.contracts.contains_key(id));
    let unknown = |field, words: String| Failure::refused(field, "unknown", words);
    Ok(OfferFacts {
        service: service.ok_or_else(|| unknown("service", format!("There is no service {}", body.service)))?,
        contract: contract.ok_or_else(|| unknown("contract", "There is no contract or grant of that id".into()))?,
        unit: unit(&units, "unit", &body.unit)?,
        reach: choice("reach", &body.reach, "The reach is whole, partial, remote or none-rural")?,
        opens: choice("opens", &body.opens, "Places open with groups or weekly")?,
        start_date: day("start_date", &body.start_date)?,
        end_date: optional_day("end_date", body.end_date.as_ref())?,
        reach_words: body.reach_words,
        address: body.address,
        office: None,
    })
}

fn now(cx: &mut Cx<'_>, id: OfferId) -> Answer {
    let book = book(cx)?;
    let offer = book.offers.get(&id).ok_or(Failure::NotFound)?;
    Ok(Reply::json(200, json(out(&book, offer))?))
}

fn add(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let facts = facts(cx, req.json()?)?;
    let id = add_offer(cx, &facts)?.to_string();
    Ok(Reply::created("/api/v1/provision/offers", json(ProvisionMade { id })?))
}

fn amend(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (offer, _) = offer_of(cx, req)?;
    let mut facts = facts(cx, req.json()?)?;
    if (facts.service, facts.contract, facts.unit) != (offer.service_id, offer.contract_id, offer.unit_id) {
        let words = "The service, contract and unit of an offer stay: end it and add another";
        return Err(Failure::refused("service", "cannot_change", words));
    }
    facts.office = offer.office_id;
    amend_offer(cx, offer.id, &facts, believed(req)?)?;
    now(cx, offer.id)
}

fn end(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let ((offer, _), (on, why)) = (offer_of(cx, req)?, ending(req)?);
    end_offer(cx, offer.id, on, &why, believed(req)?)?;
    now(cx, offer.id)
}

fn week(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let ((offer, _), monday) = (offer_of(cx, req)?, day("monday", &req.param::<String>("monday")?)?);
    let WeekIn { places, reason } = req.json()?;
    set_week(cx, offer.id, monday, places, reason.as_deref())?;
    Ok(Reply::json(200, json(ProvisionMade { id: offer.id.to_string() })?))
}
