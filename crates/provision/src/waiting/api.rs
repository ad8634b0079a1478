//! Waiting lists for programs: a list in its order, a person's entries, joining and what becomes of a place.

use super::{
    Joining, PlaceIn, WaitingEntry, accept_place, begin, book_place, entries_of, entry_of, give_back, join, leave,
    waiting_lines,
};
use crate::book::book;
use crate::desk::{believed, day, items, json};
use kernel::Permission::{BookPlaces, ReadPeople};
use kernel::{Crn, OfferId, WaitingId};
use people::OpenPerson;
use serde::{Deserialize, Serialize};
use store::{Cx, Failure, Result};
use utoipa::ToSchema;
use web::{Answer, ApiDoc, Reply, Request, Route};

/// One line of a list in its order.
#[derive(Debug, Serialize, ToSchema)]
struct WaitingLineOut {
    id: String,
    /// Absent where the person's record is closed to the caller.
    crn: Option<String>,
    joined_on: String,
    ready_on: String,
    /// `waiting`, `offered` or `booked`.
    state: String,
}

/// A person's entry in the list of an offer.
#[derive(Debug, Serialize, ToSchema)]
struct WaitingOut {
    id: String,
    offer: String,
    requirement: Option<String>,
    joined_on: String,
    ready_on: String,
    /// `waiting`, `offered`, `booked`, `begun` or `left`.
    state: String,
    group: Option<String>,
    week: Option<String>,
    starts_on: Option<String>,
    answer_by: Option<String>,
    begun_on: Option<String>,
    left_on: Option<String>,
    left_reason: Option<String>,
    /// To be sent back as `If-Match`.
    version: i64,
}

/// Somebody who joins.
#[derive(Debug, Deserialize, ToSchema)]
struct JoinIn {
    offer: String,
    requirement: Option<String>,
    /// The order's day and the service's lead time when left out.
    ready_on: Option<String>,
    note: Option<String>,
}

/// What becomes of an entry. `what` is `book`, `accept`, `give-back`, `begin` or `leave`.
#[derive(Debug, Deserialize, ToSchema)]
struct WaitingStepIn {
    what: String,
    /// Of `book`: the group.
    group: Option<String>,
    /// Of `book` where places open weekly: the Monday.
    week: Option<String>,
    /// Of `begin` and `leave`.
    on: Option<String>,
    /// Of `give-back` in words; of `leave` a code.
    why: Option<String>,
}

pub(super) fn routes() -> Vec<Route> {
    let doc = ApiDoc::new;
    vec![
        Route::api_get("/api/v1/provision/offers/{offer}/waiting", ReadPeople, lines)
            .doc(doc("A waiting list in its order").lists::<WaitingLineOut>()),
        Route::api_get("/api/v1/people/{crn}/places", ReadPeople, list)
            .doc(doc("A person’s lists and places, the newest first").lists::<WaitingOut>()),
        Route::api_post("/api/v1/people/{crn}/places", BookPlaces, add)
            .doc(doc("Puts a person on a waiting list").body::<JoinIn>().creates::<WaitingOut>()),
        Route::api_post("/api/v1/people/{crn}/places/{waiting}/steps", BookPlaces, step)
            .doc(doc("Books, takes, gives back, begins or leaves").body::<WaitingStepIn>().answers::<WaitingOut>()),
    ]
}

fn opened(cx: &mut Cx<'_>, req: &Request) -> Result<OpenPerson> {
    people::open(cx, &req.param::<Crn>("crn")?)
}

fn out(e: WaitingEntry) -> WaitingOut {
    WaitingOut {
        id: e.id.to_string(),
        offer: e.offer_id.to_string(),
        requirement: e.requirement_id.map(|r| r.to_string()),
        joined_on: e.joined_on.to_string(),
        ready_on: e.ready_on.to_string(),
        state: e.state.code().into(),
        group: e.group_id.map(|g| g.to_string()),
        week: e.week.map(|w| w.to_string()),
        starts_on: e.starts_on.map(|d| d.to_string()),
        answer_by: e.answer_by.map(|d| d.to_string()),
        begun_on: e.begun_on.map(|d| d.to_string()),
        left_on: e.left_on.map(|d| d.to_string()),
        left_reason: e.left_reason,
        version: e.version,
    }
}

fn lines(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let offer = req.param::<OfferId>("offer")?;
    if !book(cx)?.offers.contains_key(&offer) {
        return Err(Failure::NotFound);
    }
    let start = req.after()?;
    let (rows, total) = waiting_lines(cx, offer, req.limit()?, start)?;
    let whom: Vec<_> = rows.iter().map(|l| l.person_id).collect();
    cx.note_shown("list", "waiting list", &whom);
    let people = people::lines(cx, &whom)?;
    let shown: Vec<WaitingLineOut> = rows
        .into_iter()
        .map(|l| WaitingLineOut {
            id: l.waiting_id.to_string(),
            crn: people.get(&l.person_id).filter(|p| !p.restricted).map(|p| p.crn.to_string()),
            joined_on: l.joined_on.to_string(),
            ready_on: l.ready_on.to_string(),
            state: l.state.code().into(),
        })
        .collect();
    let end = start + i64::try_from(shown.len()).unwrap_or(0);
    let mut body = serde_json::json!({ "items": json(shown)? });
    if end < total {
        body["next"] = end.to_string().into();
    }
    Ok(Reply::json(200, body))
}

fn list(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let all = entries_of(cx, &open.keys)?;
    items(req, all.into_iter().map(out).collect())
}

fn id_of<T: std::str::FromStr>(field: &'static str, text: &str) -> Result<T> {
    text.parse().map_err(|_| Failure::refused(field, "not_an_id", "Send the id as it was given"))
}

fn add(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let body = req.json::<JoinIn>()?;
    let joining = Joining {
        offer: id_of("offer", &body.offer)?,
        requirement: body.requirement.as_deref().map(|r| id_of("requirement", r)).transpose()?,
        ready_on: body.ready_on.as_deref().map(|d| day("ready_on", d)).transpose()?,
        note: body.note,
    };
    let id = join(cx, &open, &joining)?;
    let entry = entry_of(cx, &open.keys, id)?;
    Ok(Reply::created(format!("/api/v1/people/{}/places", open.crn), json(out(entry))?))
}

fn step(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let (id, body, seen) = (req.param::<WaitingId>("waiting")?, req.json::<WaitingStepIn>()?, believed(req)?);
    let on = || day("on", body.on.as_deref().unwrap_or_default());
    let why = body.why.as_deref().unwrap_or_default();
    match body.what.as_str() {
        "book" => {
            let place = match (&body.group, &body.week) {
                (Some(group), _) => PlaceIn::Group(id_of("group", group)?),
                (None, Some(week)) => PlaceIn::Week(day("week", week)?),
                (None, None) => return Err(Failure::refused("group", "missing", "Name a group, or a week")),
            };
            book_place(cx, &open, id, (place, None), seen).map(|_| ())?;
        }
        "accept" => accept_place(cx, &open, id, seen)?,
        "give-back" => give_back(cx, &open, id, why, seen)?,
        "begin" => begin(cx, &open, id, on()?, seen)?,
        "leave" => leave(cx, &open, id, (on()?, why, None), seen)?,
        _ => {
            let words = "Send book, accept, give-back, begin or leave";
            return Err(Failure::refused("what", "not_a_choice", words));
        }
    }
    let entry = entry_of(cx, &open.keys, id)?;
    Ok(Reply::json(200, json(out(entry))?))
}
