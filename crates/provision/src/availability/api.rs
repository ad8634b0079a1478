//! Availability for programs: the same figures as the page, a row a delivery unit and requirement.

use super::pages::asked;
use super::rules::{Cell, Standing, weeks};
use kernel::Permission;
use serde::Serialize;
use store::{Cx, Failure};
use utoipa::ToSchema;
use web::{Answer, ApiDoc, Reply, Request, Route};

/// A requirement in a delivery unit.
#[derive(Debug, Serialize, ToSchema)]
struct AvailabilityOut {
    /// The code of the delivery unit.
    unit: String,
    /// The code of its region.
    region: Option<String>,
    /// A requirement type.
    requirement: String,
    /// `available`, `no-day` or `not-available`.
    standing: String,
    /// Whole weeks until the likely day.
    weeks: Option<i32>,
    /// By when half of those who join today begin.
    median: Option<String>,
    /// By when they likely begin, with the certainty named.
    likely: Option<String>,
    waiting: i64,
    /// `whole`, `remote`, `part` or `none`: who in the area the offer that speaks reaches.
    rural: Option<String>,
    offers: Vec<OfferOut>,
}

/// An offer behind it.
#[derive(Debug, Serialize, ToSchema)]
struct OfferOut {
    id: String,
    /// The code of the service.
    service: String,
    provider: String,
    /// Whom alone it takes, in words.
    only: Option<String>,
    waiting: i64,
    /// Free places that are known ahead.
    places: i64,
    median: Option<String>,
    likely: Option<String>,
    /// Why there is no day.
    lacks: Option<String>,
    ends: Option<String>,
}

/// The whole picture.
#[derive(Debug, Serialize, ToSchema)]
struct AvailabilityPicture {
    as_at: String,
    likely_percent: u8,
    items: Vec<AvailabilityOut>,
}

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::api_get("/api/v1/provision/availability", Permission::ReadProvision, all).doc(
            ApiDoc::new("Which requirement can be delivered where, and how long the wait is")
                .query("region", "the code of a region")
                .query("requirement", "the code of a requirement type")
                .query("on", "today, YYYY-MM-DD; another day is refused, since waits are not kept")
                .answers::<AvailabilityPicture>(),
        ),
    ]
}

fn all(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let shown = asked(cx, req)?;
    let mut items = Vec::with_capacity(shown.cells.len());
    for unit in &shown.units {
        let region = shown.regions.iter().find(|r| r.id == unit.region_id).map(|r| r.code.clone());
        for cell in shown.cells.iter().filter(|cell| cell.unit == unit.id) {
            items.push(out(cell, unit.code.clone(), region.clone(), shown.as_at));
        }
    }
    let picture =
        AvailabilityPicture { as_at: shown.as_at.to_string(), likely_percent: shown.certainty.likely_percent, items };
    let value = serde_json::to_value(picture).map_err(|e| Failure::broken(e.to_string()))?;
    Ok(Reply::json(200, value))
}

fn out(cell: &Cell, unit: String, region: Option<String>, as_at: kernel::Date) -> AvailabilityOut {
    let (standing, median, likely) = match cell.standing {
        Standing::NotHere => ("not-available", None, None),
        Standing::NoDay => ("no-day", None, None),
        Standing::Waits { median, likely } => ("available", median, Some(likely)),
    };
    let date = |day: Option<kernel::Date>| day.map(|d| d.to_string());
    AvailabilityOut {
        unit,
        region,
        requirement: cell.requirement.clone(),
        standing: standing.into(),
        weeks: likely.map(|day| weeks(as_at, day)),
        median: date(median),
        likely: date(likely),
        waiting: cell.waiting,
        rural: cell.rural.map(|rural| rural.code().to_owned()),
        offers: cell
            .lines
            .iter()
            .map(|line| OfferOut {
                id: line.offer.to_string(),
                service: line.service_code.clone(),
                provider: line.provider.clone(),
                only: line.only.clone(),
                waiting: line.waiting,
                places: line.places,
                median: date(line.median),
                likely: date(line.likely),
                lacks: line.lacks.map(str::to_owned),
                ends: date(line.ends),
            })
            .collect(),
    }
}
