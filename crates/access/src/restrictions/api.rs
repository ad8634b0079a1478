//! Exclusions and restrictions for programs, by the same rules as the pages. Users are named by username, programs by id. It
//! tells nothing of the person but the CRN.

use super::pages::{Open, open, users_among, users_of_logins};
use super::{Barrier, BarrierKind, NewBarrier, barriers, end_barrier, set_barrier, set_readers};
use kernel::{Date, DetailId, Permission, Refusal};
use serde::{Deserialize, Serialize};
use std::str::FromStr;
use store::{Cx, Failure, Result};
use utoipa::ToSchema;
use uuid::Uuid;
use web::{Answer, ApiDoc, Reply, Request, Route};

/// An exclusion or a restriction.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RestrictionOut {
    id: String,
    /// `exclusion`: the named may not see the record; `restriction`: only they may.
    kind: String,
    start_on: String,
    /// The first day on which it no longer holds.
    end_on: Option<String>,
    /// It holds today.
    holds: bool,
    reason: String,
    /// What those refused are told.
    message: String,
    /// Usernames.
    users: Vec<String>,
    /// Ids of API clients.
    clients: Vec<String>,
    /// For If-Match.
    version: i64,
}

/// A new exclusion or restriction.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RestrictionIn {
    /// `exclusion` or `restriction`.
    kind: String,
    /// Today when not said.
    start_on: Option<String>,
    end_on: Option<String>,
    reason: String,
    message: String,
    #[serde(default)]
    users: Vec<String>,
    #[serde(default)]
    clients: Vec<String>,
}

/// Whom it names from now on.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RestrictionReadersIn {
    #[serde(default)]
    users: Vec<String>,
    #[serde(default)]
    clients: Vec<String>,
    reason: String,
}

/// Why it ends.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RestrictionEndIn {
    reason: String,
}

pub(super) fn routes() -> Vec<Route> {
    let may = Permission::RestrictPeople;
    vec![
        Route::api_get("/api/v1/people/{crn}/restrictions", may, list).doc(
            ApiDoc::new("Exclusions and restrictions of a record, those that hold first; ended ones stay in the list")
                .lists::<RestrictionOut>(),
        ),
        Route::api_post("/api/v1/people/{crn}/restrictions", may, create).doc(
            ApiDoc::new("Excludes users from a record or restricts it to some")
                .body::<RestrictionIn>()
                .creates::<RestrictionOut>(),
        ),
        Route::api_put("/api/v1/people/{crn}/restrictions/{id}/readers", may, readers).doc(
            ApiDoc::new("Changes whom it names; takes If-Match")
                .body::<RestrictionReadersIn>()
                .answers::<RestrictionOut>(),
        ),
        Route::api_post("/api/v1/people/{crn}/restrictions/{id}/end", may, end).doc(
            ApiDoc::new("Ends it from today; takes If-Match").body::<RestrictionEndIn>().answers::<RestrictionOut>(),
        ),
    ]
}

fn told(cx: &mut Cx<'_>, all: Vec<(Barrier, Vec<Uuid>)>) -> Result<Vec<RestrictionOut>> {
    let users = users_among(cx, all.iter().flat_map(|(_, readers)| readers.iter().copied()))?;
    let today = cx.today();
    let out = all.into_iter().map(|(barrier, readers)| {
        let (of_users, of_clients): (Vec<_>, Vec<_>) =
            readers.into_iter().partition(|id| users.iter().any(|user| user.id.0 == *id));
        let login = |id: &Uuid| users.iter().find(|user| user.id.0 == *id).map(|user| user.login.clone());
        RestrictionOut {
            id: barrier.id.to_string(),
            kind: barrier.kind.code().to_owned(),
            start_on: barrier.start_on.to_string(),
            end_on: barrier.end_on.map(|day| day.to_string()),
            holds: barrier.start_on <= today && barrier.end_on.is_none_or(|end| today < end),
            reason: barrier.reason,
            message: barrier.message,
            users: of_users.iter().filter_map(login).collect(),
            clients: of_clients.iter().map(ToString::to_string).collect(),
            version: barrier.version,
        }
    });
    Ok(out.collect())
}

fn list(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = open(cx, req)?;
    cx.note_read(open.keys.survivor, req.route());
    let all = barriers(cx, &open.keys)?;
    let items = told(cx, all)?;
    Ok(Reply::json(200, serde_json::json!({ "items": items })))
}

fn found(cx: &mut Cx<'_>, open: &Open, id: DetailId) -> Result<(Barrier, Vec<Uuid>)> {
    barriers(cx, &open.keys)?.into_iter().find(|(barrier, _)| barrier.id == id).ok_or(Failure::NotFound)
}

/// The barrier that the caller saw.
fn seen(cx: &mut Cx<'_>, req: &Request, open: &Open) -> Result<(Barrier, Vec<Uuid>)> {
    let (barrier, readers) = found(cx, open, req.param("id")?)?;
    let version = req.if_match().ok_or_else(|| {
        Failure::from(Refusal::new("If-Match", "missing", "Send If-Match with the version that you saw"))
    })?;
    if version != barrier.version {
        return Err(Failure::Stale("Somebody else changed this restriction since you read it".into()));
    }
    Ok((barrier, readers))
}

fn one(cx: &mut Cx<'_>, open: &Open, id: DetailId) -> Result<serde_json::Value> {
    let barrier = found(cx, open, id)?;
    Ok(serde_json::json!(told(cx, vec![barrier])?.pop()))
}

fn named(cx: &mut Cx<'_>, users: &[String], clients: &[String]) -> Result<Vec<Uuid>> {
    let (mut ids, unknown) = users_of_logins(cx, users.iter().map(String::as_str))?;
    if !unknown.is_empty() {
        let words = format!("There is no user {}", unknown.join(", "));
        return Err(Failure::refused("users", "unknown_user", words));
    }
    for client in clients {
        let id = Uuid::from_str(client)
            .map_err(|_| Failure::refused("clients", "not_an_id", format!("{client} is not the id of a client")))?;
        ids.push(id);
    }
    Ok(ids)
}

fn day(field: &str, text: &str) -> Result<Date> {
    text.parse().map_err(|_| Failure::refused(field, "not_a_date", "Give the date as YYYY-MM-DD"))
}

fn create(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = open(cx, req)?;
    let body: RestrictionIn = req.json()?;
    let kind = body.kind.parse::<BarrierKind>();
    let kind = kind.map_err(|_| Failure::refused("kind", "unknown", "Say `exclusion` or `restriction`"))?;
    let readers = named(cx, &body.users, &body.clients)?;
    let start_on = body.start_on.as_deref().map(|text| day("start_on", text)).transpose()?.unwrap_or(cx.today());
    let end_on = body.end_on.as_deref().map(|text| day("end_on", text)).transpose()?;
    let new = NewBarrier { kind, readers, start_on, end_on, reason: body.reason, message: body.message };
    let barrier = set_barrier(cx, open.keys.survivor, &new)?;
    let body = one(cx, &open, barrier.id)?;
    Ok(Reply::created(format!("/api/v1/people/{}/restrictions/{}", open.crn, barrier.id), body))
}

fn readers(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = open(cx, req)?;
    let (barrier, _) = seen(cx, req, &open)?;
    let body: RestrictionReadersIn = req.json()?;
    if body.reason.trim().is_empty() {
        return Err(Failure::refused("reason", "missing", "Give the reason"));
    }
    let readers = named(cx, &body.users, &body.clients)?;
    set_readers(cx, barrier.person_id, barrier.id, &readers, &body.reason)?;
    Ok(Reply::json(200, one(cx, &open, barrier.id)?))
}

fn end(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = open(cx, req)?;
    let (barrier, _) = seen(cx, req, &open)?;
    let body: RestrictionEndIn = req.json()?;
    if body.reason.trim().is_empty() {
        return Err(Failure::refused("reason", "missing", "Give the reason"));
    }
    end_barrier(cx, barrier.person_id, barrier.id, &body.reason)?;
    Ok(Reply::json(200, one(cx, &open, barrier.id)?))
}
