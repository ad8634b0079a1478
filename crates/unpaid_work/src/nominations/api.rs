//! Nominations for programs: the work list by how they stand, one nomination, and the decision.

use super::actions::{accept, decline};
use super::records::{Nomination, NominationState};
use super::store::whole;
use crate::desk::{believed, choice, json};
use kernel::NominationId;
use kernel::Permission::DecideNominations;
use serde::{Deserialize, Serialize};
use store::{Cx, Failure, Value, params};
use utoipa::ToSchema;
use web::{Answer, ApiDoc, Reply, Request, Route};

/// A nomination of the public. Who nominated it is left out: ask for one of them.
#[derive(Debug, Serialize, ToSchema)]
struct NominationOut {
    id: String,
    reference: String,
    /// `new`, `looking`, `accepted`, `declined`, `project` or `done`.
    state: String,
    /// `en` or `cy`.
    language: String,
    what: String,
    place: String,
    postcode: Option<String>,
    for_whom: String,
    unit: Option<String>,
    received_on: String,
    decided_on: Option<String>,
    /// Why it was not taken on, by code.
    declined_code: Option<String>,
    project: Option<String>,
    done_minutes: Option<i64>,
    told_on: Option<String>,
    /// To be sent back as `If-Match`.
    version: i64,
}

/// A nomination with what was done with it.
#[derive(Debug, Serialize, ToSchema)]
struct WholeNominationOut {
    nomination: NominationOut,
    why: String,
    nominator: String,
    organisation: Option<String>,
    email: Option<String>,
    telephone: Option<String>,
    steps: Vec<NominationStepOut>,
}

/// One step.
#[derive(Debug, Serialize, ToSchema)]
struct NominationStepOut {
    deed: String,
    on: String,
    /// Whether it speaks for the nomination, where that was asked.
    well: Option<bool>,
    words: Option<String>,
    author: String,
}

/// The decision on a nomination.
#[derive(Debug, Deserialize, ToSchema)]
struct NominationDecisionIn {
    accept: bool,
    /// Why it is not taken on, by code; needed when `accept` is false.
    code: Option<String>,
    /// Told to the nominator.
    words: Option<String>,
    /// The other nomination, where the reason is `duplicate`.
    duplicate_of: Option<String>,
}

pub(super) fn routes() -> Vec<Route> {
    let doc = ApiDoc::new;
    vec![
        Route::api_get("/api/v1/unpaid-work/nominations", DecideNominations, all).doc(
            doc("Nominations of the public in the order in which they came; `state` asks for one state")
                .lists::<NominationOut>(),
        ),
        Route::api_get("/api/v1/unpaid-work/nominations/{nomination}", DecideNominations, one)
            .doc(doc("A nomination with what was done with it").answers::<WholeNominationOut>()),
        Route::api_post("/api/v1/unpaid-work/nominations/{nomination}/decision", DecideNominations, decide).doc(
            doc("Accepts a nomination or does not take it on")
                .body::<NominationDecisionIn>()
                .answers::<NominationOut>(),
        ),
    ]
}

fn out(n: Nomination) -> NominationOut {
    NominationOut {
        id: n.id.to_string(),
        reference: n.reference,
        state: n.state.code().into(),
        language: n.language.code().into(),
        what: n.what,
        place: n.place,
        postcode: n.postcode,
        for_whom: n.for_whom,
        unit: n.unit_id.map(|u| u.to_string()),
        received_on: n.received_on.to_string(),
        decided_on: n.decided_on.map(|d| d.to_string()),
        declined_code: n.declined_code,
        project: n.project_id.map(|p| p.to_string()),
        done_minutes: n.done_minutes,
        told_on: n.told_on.map(|d| d.to_string()),
        version: n.version,
    }
}

/// The cursor is the id of the last one of the page before; ids follow the order in which they came.
fn all(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let mut condition = "WHERE 1 = 1".to_owned();
    let mut values: Vec<Value> = Vec::new();
    if let Some(state) = req.query("state") {
        let state = choice::<NominationState>(
            "state",
            state,
            "The state is one of new, looking, accepted, declined, project, done",
        )?;
        values.push(Value::Text(state.code().to_owned()));
        condition.push_str(" AND state = $1");
    }
    if let Some(after) = req.query("after") {
        let after = choice::<NominationId>("after", after, "Send the `next` of the page before")?;
        values.push(after.into());
        condition.push_str(&format!(" AND id > ${}", values.len()));
    }
    values.push(Value::Int(req.limit()? + 1));
    let mut rows = cx.list::<Nomination>(&format!("{condition} ORDER BY id LIMIT ${}", values.len()), &values)?;
    let more = i64::try_from(rows.len()).unwrap_or(0) > req.limit()?;
    if more {
        rows.pop();
    }
    let next = rows.last().filter(|_| more).map(|n| n.id.to_string());
    let items: Vec<NominationOut> = rows.into_iter().map(out).collect();
    let mut body = serde_json::json!({ "items": json(items)? });
    if let (Some(next), Some(body)) = (next, body.as_object_mut()) {
        body.insert("next".into(), next.into());
    }
    Ok(Reply::json(200, body))
}

fn one(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let of = whole(cx, req.param::<NominationId>("nomination")?)?;
    let steps = of.steps.into_iter().map(|s| NominationStepOut {
        deed: s.deed.code().into(),
        on: s.on_day.to_string(),
        well: s.well,
        words: s.words,
        author: s.author,
    });
    let n = of.nomination;
    Ok(Reply::json(
        200,
        json(WholeNominationOut {
            why: n.why.clone(),
            nominator: n.nominator.clone(),
            organisation: n.organisation.clone(),
            email: n.email.clone(),
            telephone: n.telephone.clone(),
            steps: steps.collect(),
            nomination: out(n),
        })?,
    ))
}

fn decide(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let id = req.param::<NominationId>("nomination")?;
    let body: NominationDecisionIn = req.json()?;
    let seen = Some(believed(req)?);
    if body.accept {
        accept(cx, id, body.words.as_deref(), seen)?;
    } else {
        let code =
            body.code.ok_or_else(|| Failure::refused("code", "missing", "Say by code why it is not taken on"))?;
        let other =
            body.duplicate_of.as_deref().map(|t| choice("duplicate_of", t, "Give the id of the other nomination"));
        decline(cx, id, (&code, body.words.as_deref(), other.transpose()?), seen)?;
    }
    let now = cx.need::<Nomination>(params![id])?;
    Ok(Reply::json(200, json(out(now))?))
}
