//! Court duty for programs: each court and day with who is there and how many are missing.

use super::pages::read;
use jiff::ToSpan;
use kernel::{Date, Permission};
use serde::Serialize;
use store::{Cx, Failure};
use utoipa::ToSchema;
use web::{Answer, ApiDoc, Request, Route};

/// One court on one day.
#[derive(Serialize, ToSchema)]
struct DutyOut {
    court: String,
    day: String,
    /// None while nobody has said how often the court sits.
    needed: Option<i64>,
    /// Ids of the staff who are there.
    here: Vec<String>,
    missing: i64,
}

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::api_get("/api/v1/court-duty", Permission::CourtInbox, list).doc(
            ApiDoc::new("Who is on duty at which court, with what is missing")
                .query("from", "the first day, today without it; a week is given")
                .lists::<DutyOut>(),
        ),
    ]
}

fn list(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (limit, at) = (req.limit()?, req.after()?);
    let bad = |_| Failure::refused("from", "not_a_date", "Give a date as YYYY-MM-DD");
    let first = req.query("from").map(|text| text.parse::<Date>().map_err(bad)).transpose()?.unwrap_or(cx.today());
    let week = read(cx, first, first.saturating_add(6.days()))?;
    let all = week.courts.iter().flat_map(|court| week.days.iter().map(move |day| (court, *day)));
    let items: Vec<DutyOut> = all
        .skip(usize::try_from(at).unwrap_or(0))
        .take(usize::try_from(limit).unwrap_or(50))
        .filter_map(|(court, day)| {
            let cell = week.cells.get(&(court.id, day))?;
            Some(DutyOut {
                court: court.code.clone(),
                day: day.to_string(),
                needed: cell.needed,
                here: cell.here.iter().map(|d| d.staff_id.to_string()).collect(),
                missing: cell.gap,
            })
        })
        .collect();
    Ok(crate::inbox::listed(items, at, limit))
}
