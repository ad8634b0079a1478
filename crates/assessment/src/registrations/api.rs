//! Registrations for programs: the same rules and actions as the pages. Codes are those of the types; days are civil dates.

use super::actions::{self, Ended, NewRegistration, Reviewed};
use super::kinds::{Choice, Types, types};
use super::reading::{one, standings};
use super::rules::Standing;
use crate::parts::{day, items, json, opened, optional_day};
use kernel::Permission::{Assess, ReadPeople};
use kernel::RegistrationId;
use serde::{Deserialize, Serialize};
use store::{Cx, Result};
use utoipa::ToSchema;
use web::{Answer, ApiDoc, Reply, Request, Route};

/// A registration.
#[derive(Debug, Serialize, ToSchema)]
struct RegistrationOut {
    id: String,
    /// The code of its type.
    kind: String,
    name: String,
    /// Civil date.
    registered_on: String,
    level: Option<String>,
    category: Option<String>,
    /// Civil date; absent when there is no review to come.
    review_due: Option<String>,
    reviewed_on: Option<String>,
    ended_on: Option<String>,
    in_error: bool,
    note: String,
    /// What made it without somebody typing it.
    cause: Option<String>,
    /// To be sent back as `If-Match`.
    version: i64,
}

/// What is to be registered.
#[derive(Debug, Deserialize, ToSchema)]
struct RegistrationIn {
    /// The code of a type.
    kind: String,
    on: String,
    level: Option<String>,
    category: Option<String>,
    /// The next review; the type's own time when left out.
    review_on: Option<String>,
    note: String,
}

/// What a review found.
#[derive(Debug, Deserialize, ToSchema)]
struct RegistrationReviewIn {
    on: String,
    level: Option<String>,
    category: Option<String>,
    review_on: Option<String>,
    note: String,
}

/// How a registration ends.
#[derive(Debug, Deserialize, ToSchema)]
struct RegistrationEndIn {
    on: String,
    note: String,
    /// It was made in error and counts as never made.
    #[serde(default)]
    in_error: bool,
}

/// A level or category.
#[derive(Debug, Serialize, ToSchema)]
struct ChoiceOut {
    code: String,
    name: String,
    name_cy: String,
}

/// A type of registration.
#[derive(Debug, Serialize, ToSchema)]
struct RegistrationTypeOut {
    code: String,
    name: String,
    name_cy: String,
    /// At most one type of a group is live.
    group: Option<String>,
    levels: Vec<ChoiceOut>,
    categories: Vec<ChoiceOut>,
    review_months: Option<u32>,
    /// True until the service has said the months itself.
    assumed: bool,
    /// Counts as a complexity factor of the tier.
    complexity: bool,
}

pub(super) fn routes() -> Vec<Route> {
    let doc = ApiDoc::new;
    vec![
        Route::api_get("/api/v1/registration-types", ReadPeople, kinds)
            .doc(doc("What may be registered today").lists::<RegistrationTypeOut>()),
        Route::api_get("/api/v1/people/{crn}/registrations", ReadPeople, list)
            .doc(doc("A person’s registrations, the newest first").lists::<RegistrationOut>()),
        Route::api_post("/api/v1/people/{crn}/registrations", Assess, register).doc(
            doc("Registers; a live one of the same group ends").body::<RegistrationIn>().creates::<RegistrationOut>(),
        ),
        Route::api_get("/api/v1/people/{crn}/registrations/{id}", ReadPeople, show)
            .doc(doc("One registration").answers::<RegistrationOut>()),
        Route::api_post("/api/v1/people/{crn}/registrations/{id}/review", Assess, review)
            .doc(doc("Records a review").body::<RegistrationReviewIn>().answers::<RegistrationOut>()),
        Route::api_post("/api/v1/people/{crn}/registrations/{id}/end", Assess, end)
            .doc(doc("Ends a registration").body::<RegistrationEndIn>().answers::<RegistrationOut>()),
    ]
}

fn out(standing: Standing, types: &Types) -> RegistrationOut {
    RegistrationOut {
        id: standing.registration.id.to_string(),
        name: types.name(&standing.registration.kind).to_owned(),
        version: standing.version(),
        registered_on: standing.registration.registered_on.to_string(),
        level: standing.level,
        category: standing.category,
        review_due: standing.review_due.map(|d| d.to_string()),
        reviewed_on: standing.reviewed_on.map(|d| d.to_string()),
        ended_on: standing.ended_on.map(|d| d.to_string()),
        in_error: standing.in_error,
        kind: standing.registration.kind,
        note: standing.registration.note,
        cause: standing.registration.cause,
    }
}

fn kinds(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (types, today) = (types(cx)?, cx.today());
    let choice = |c: &Choice| ChoiceOut { code: c.code.clone(), name: c.en.clone(), name_cy: c.cy.clone() };
    let all = types.offered(today).map(|t| RegistrationTypeOut {
        code: t.code.clone(),
        name: t.name.en.clone(),
        name_cy: t.name.cy.clone(),
        group: t.group.clone(),
        levels: t.levels.iter().map(choice).collect(),
        categories: t.categories.iter().map(choice).collect(),
        review_months: t.review_months,
        assumed: t.assumed,
        complexity: t.complexity,
    });
    items(req, all.collect::<Vec<_>>())
}

fn list(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let (all, types) = (standings(cx, &open.keys)?, types(cx)?);
    items(req, all.into_iter().map(|s| out(s, &types)).collect())
}

fn one_out(cx: &mut Cx<'_>, open: &people::OpenPerson, id: RegistrationId) -> Result<serde_json::Value> {
    let (standing, types) = (one(cx, &open.keys, id)?, types(cx)?);
    json(out(standing, &types))
}

fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    Ok(Reply::json(200, one_out(cx, &open, req.param("id")?)?))
}

fn register(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let body = req.json::<RegistrationIn>()?;
    let new = NewRegistration {
        on: day("on", &body.on)?,
        review_on: optional_day("review_on", body.review_on.as_ref())?,
        kind: body.kind,
        level: body.level,
        category: body.category,
        note: body.note,
        cause: None,
    };
    let id = actions::register(cx, &open.keys, &new)?;
    let location = format!("/api/v1/people/{}/registrations/{id}", open.crn);
    Ok(Reply::created(location, one_out(cx, &open, id)?))
}

fn review(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let (id, body) = (req.param::<RegistrationId>("id")?, req.json::<RegistrationReviewIn>()?);
    let found = Reviewed {
        on: day("on", &body.on)?,
        review_on: optional_day("review_on", body.review_on.as_ref())?,
        level: body.level,
        category: body.category,
        note: body.note,
        seen: req.if_match(),
    };
    actions::review(cx, &open.keys, id, &found)?;
    Ok(Reply::json(200, one_out(cx, &open, id)?))
}

fn end(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let (id, body) = (req.param::<RegistrationId>("id")?, req.json::<RegistrationEndIn>()?);
    let how = Ended { on: day("on", &body.on)?, note: body.note, in_error: body.in_error, seen: req.if_match() };
    actions::end(cx, &open.keys, id, &how)?;
    Ok(Reply::json(200, one_out(cx, &open, id)?))
}
