//! Runs of letters for programs: asking for one, and how far it is.

use super::begin::{NewRun, begin_run};
use super::store::{run, run_progress};
use crate::templates::Language;
use kernel::{Crn, LetterRunId, Permission};
use serde::{Deserialize, Serialize};
use store::{Cx, Failure};
use utoipa::ToSchema;
use web::{Answer, ApiDoc, Reply, Request, Route};

/// Letters to be written together.
#[derive(Deserialize, ToSchema)]
struct LetterRunIn {
    /// The code of a template.
    template: String,
    /// CRNs of those who are written to.
    people: Vec<String>,
    /// en or cy; none writes to each in their own language.
    language: Option<String>,
    /// What is said to everybody, by the names of the template's fields.
    #[serde(default)]
    facts: serde_json::Value,
}

/// The id of what was asked for.
#[derive(Serialize, ToSchema)]
struct LetterRunMade {
    id: String,
}

pub(super) fn routes() -> Vec<Route> {
    const WRITE: Permission = Permission::RecordContacts;
    let doc = ApiDoc::new;
    vec![
        Route::api_post("/api/v1/letter-runs", WRITE, ask)
            .doc(doc("Write the same letter to many people").body::<LetterRunIn>().creates::<LetterRunMade>()),
        Route::api_get("/api/v1/letter-runs/{run}", WRITE, one)
            .doc(doc("How far a run of letters is").gives("application/json")),
    ]
}

fn ask(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let said: LetterRunIn = req.json()?;
    let language = said.language.as_deref().map(str::parse::<Language>).transpose();
    let language = language.map_err(|()| Failure::refused("language", "unknown", "Give en or cy"))?;
    let mut people = Vec::new();
    for text in &said.people {
        let no = || Failure::refused("people", "unknown_crn", format!("There is nobody with the CRN {text}"));
        let crn: Crn = text.parse().map_err(|_| no())?;
        people.push(
            people::keys_of_crn(cx, &crn).map_err(|e| if matches!(e, Failure::NotFound) { no() } else { e })?.survivor,
        );
    }
    let id = begin_run(cx, &NewRun { template: said.template, people, language, given: said.facts })?;
    let made =
        serde_json::to_value(LetterRunMade { id: id.to_string() }).map_err(|e| Failure::broken(e.to_string()))?;
    Ok(Reply::created(format!("/api/v1/letter-runs/{id}"), made))
}

fn one(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let all = run(cx, req.param::<LetterRunId>("run")?)?;
    let now = run_progress(cx, all.id)?;
    let body = serde_json::json!({ "id": all.id.to_string(), "template": all.template, "total": all.total,
        "written": now.written, "left": now.left, "waiting": now.waiting });
    Ok(Reply::json(200, body))
}
