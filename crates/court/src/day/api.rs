//! A court's day for programs.

use super::actions::{Adding, add_to_day};
use super::list::{DayLine, day_list};
use super::pages::{court, day};
use super::records::Sitting;
use kernel::{Crn, Permission, PersonId};
use serde::{Deserialize, Serialize};
use store::{Cx, Failure};
use utoipa::ToSchema;
use web::{Answer, ApiDoc, Reply, Request, Route};

/// One line of a court's day.
#[derive(Serialize, ToSchema)]
struct DayLineOut {
    id: String,
    crn: Option<String>,
    name: Option<String>,
    /// morning, afternoon or not-said.
    sitting: String,
    /// not-started, ongoing, complete or not-needed.
    preparing: String,
    /// listed or removed.
    state: String,
    /// What was typed.
    result: Option<String>,
    /// What the court's message asks: supervise, breach, report or nothing.
    message: Option<String>,
    /// to-do, done, added, removed.
    tabs: Vec<String>,
    version: i64,
}

/// Somebody to be added.
#[derive(Deserialize, ToSchema)]
struct DayAddIn {
    crn: Option<String>,
    name: Option<String>,
    offences: Option<String>,
    /// morning, afternoon or not-said.
    sitting: Option<String>,
    room: Option<String>,
    listing: Option<i64>,
}

/// The id of what was made.
#[derive(Serialize, ToSchema)]
struct DayMade {
    id: String,
}

pub(super) fn routes() -> Vec<Route> {
    const INBOX: Permission = Permission::CourtInbox;
    vec![
        Route::api_get("/api/v1/courts/{court}/days/{date}", INBOX, list)
            .doc(ApiDoc::new("The list of a court's day").lists::<DayLineOut>()),
        Route::api_post("/api/v1/courts/{court}/days/{date}", INBOX, add)
            .doc(ApiDoc::new("Add somebody to a court's day").body::<DayAddIn>().creates::<DayMade>()),
    ]
}

fn list(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (limit, from) = (req.limit()?, req.after()?);
    let (court, day) = (court(cx, req)?, day(req)?);
    let lines = day_list(cx, &court, day)?;
    let skip = usize::try_from(from).unwrap_or(0);
    let most = usize::try_from(limit).unwrap_or(50);
    let shown: Vec<DayLine> = lines.into_iter().skip(skip).take(most).collect();
    let ids: Vec<PersonId> = shown.iter().filter_map(|l| l.entry.person_id).collect();
    let people = people::lines(cx, &ids)?;
    cx.note_shown("list", "a court's day", &ids);
    let items: Vec<DayLineOut> = shown
        .into_iter()
        .map(|line| {
            let person = line.entry.person_id.and_then(|id| people.get(&id));
            DayLineOut {
                id: line.entry.id.to_string(),
                crn: person.map(|p| p.crn.to_string()),
                name: person.map(|p| p.name.clone()).or(line.entry.who),
                sitting: line.entry.sitting.code().to_owned(),
                preparing: line.entry.preparing.code().to_owned(),
                state: line.entry.state.code().to_owned(),
                result: line.entry.result,
                message: line.came.map(|c| c.asks),
                tabs: line.shelves.iter().map(|s| s.code().to_owned()).collect(),
                version: if line.kept { line.entry.version } else { 0 },
            }
        })
        .collect();
    Ok(crate::inbox::listed(items, from, limit))
}

fn add(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (court, day) = (court(cx, req)?, day(req)?);
    let said: DayAddIn = req.json()?;
    let crn = said.crn.map(|text| text.parse::<Crn>()).transpose();
    let crn = crn.map_err(|_| Failure::refused("crn", "not_a_crn", "Give a letter and six digits"))?;
    let person = crn.map(|crn| people::keys_of_crn(cx, &crn)).transpose()?.map(|keys| keys.survivor);
    let sitting = said.sitting.as_deref().unwrap_or("not-said").parse::<Sitting>();
    let sitting =
        sitting.map_err(|()| Failure::refused("sitting", "unknown", "Give morning, afternoon or not-said"))?;
    let new =
        Adding { person, who: said.name, offences: said.offences, listing: said.listing, sitting, room: said.room };
    let id = add_to_day(cx, &court, day, new)?.to_string();
    let at = format!("/api/v1/courts/{}/days/{day}", court.code);
    let body = serde_json::to_value(DayMade { id }).map_err(|e| Failure::broken(e.to_string()))?;
    Ok(Reply::created(at, body))
}
