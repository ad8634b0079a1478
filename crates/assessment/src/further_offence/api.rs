//! Serious further offences for programs.

use super::actions::{Learning, Telling, complete, due_of, learn, record};
use super::held::HeldBefore;
use super::list::{listed, my_teams};
use super::store::{FurtherOffence, LearningAction, StepDone, all_learning, all_steps, further_offences};
use kernel::{Crn, Date, EntryId, Permission};
use serde::{Deserialize, Serialize};
use store::{Cx, Failure, Result};
use utoipa::ToSchema;
use web::{Answer, ApiDoc, Reply, Request, Route};

pub(super) fn routes() -> Vec<Route> {
    use Permission::{Oversee, ReadSensitive};
    let doc = ApiDoc::new;
    vec![
        Route::api_get("/api/v1/people/{crn}/further-offences", ReadSensitive, of_person)
            .doc(doc("Serious further offences of a person, with what is due, held and learned").lists::<OffenceOut>()),
        Route::api_post("/api/v1/people/{crn}/further-offences", Oversee, add)
            .doc(doc("Records a serious further offence").body::<OffenceIn>().creates::<MadeOut>()),
        Route::api_post("/api/v1/people/{crn}/further-offences/{id}/steps/{step}", Oversee, step)
            .doc(doc("Records that something due was done").body::<StepIn>().creates::<MadeOut>()),
        Route::api_post("/api/v1/people/{crn}/further-offences/{id}/actions", Oversee, action)
            .doc(doc("Records learning and an action").body::<ActionIn>().creates::<MadeOut>()),
        Route::api_get("/api/v1/further-offences", Oversee, all).doc(
            doc("Serious further offences of the caller's teams, what is due first at the top").lists::<ListedOut>(),
        ),
    ]
}

/// A serious further offence.
#[derive(Debug, Serialize, ToSchema)]
struct OffenceOut {
    id: String,
    offence: String,
    happened_on: String,
    learned_on: String,
    charged_on: Option<String>,
    /// True when it was recorded in error.
    withdrawn: bool,
    version: i64,
    due: Vec<DueOut>,
    /// Levels and tiers held on the day.
    #[schema(value_type = Object)]
    held_before: HeldBefore,
    actions: Vec<ActionOut>,
}

/// Something due.
#[derive(Debug, Serialize, ToSchema)]
struct DueOut {
    step: String,
    words: String,
    due_on: String,
    /// True until the service has said its own number of days.
    assumed: bool,
    done_on: Option<String>,
}

/// Learning and what is done about it.
#[derive(Debug, Serialize, ToSchema)]
struct ActionOut {
    id: String,
    learning: String,
    what: String,
    due_on: String,
    done_on: Option<String>,
    outcome: Option<String>,
}

/// A new serious further offence.
#[derive(Debug, Deserialize, ToSchema)]
struct OffenceIn {
    offence: String,
    happened_on: String,
    /// The day on which the service learned of it.
    learned_on: String,
    charged_on: Option<String>,
    circumstances: String,
}

/// Something due was done.
#[derive(Debug, Deserialize, ToSchema)]
struct StepIn {
    done_on: String,
    note: Option<String>,
}

/// New learning with an action.
#[derive(Debug, Deserialize, ToSchema)]
struct ActionIn {
    learning: String,
    what: String,
    /// The code of the member of staff who does it.
    owner: String,
    due_on: String,
}

/// The id of what was recorded.
#[derive(Debug, Serialize, ToSchema)]
struct MadeOut {
    id: String,
}

/// An offence in the managers' list.
#[derive(Debug, Serialize, ToSchema)]
struct ListedOut {
    id: String,
    crn: Option<String>,
    learned_on: String,
    next_step: Option<String>,
    next_due: Option<String>,
    open_actions: i64,
}

fn day(field: &str, text: &str) -> Result<Date> {
    text.parse().map_err(|_| Failure::refused(field, "not_a_date", "Give a date as YYYY-MM-DD"))
}

fn json(value: impl Serialize) -> Result<serde_json::Value> {
    serde_json::to_value(value).map_err(|e| Failure::broken(e.to_string()))
}

fn out(cx: &mut Cx<'_>, row: &FurtherOffence, done: &[StepDone], learned: &[LearningAction]) -> Result<OffenceOut> {
    let dues = due_of(cx, row, done)?.into_iter().map(|due| DueOut {
        step: due.code,
        words: due.words,
        due_on: due.due_on.to_string(),
        assumed: due.assumed,
        done_on: due.done_on.map(|d| d.to_string()),
    });
    let actions = learned.iter().filter(|a| a.offence_id == row.id).map(|a| ActionOut {
        id: a.id.to_string(),
        learning: a.learning.clone(),
        what: a.what.clone(),
        due_on: a.due_on.to_string(),
        done_on: a.done_on.map(|d| d.to_string()),
        outcome: a.outcome.clone(),
    });
    Ok(OffenceOut {
        id: row.id.to_string(),
        offence: row.offence.clone(),
        happened_on: row.happened_on.to_string(),
        learned_on: row.learned_on.to_string(),
        charged_on: row.charged_on.map(|d| d.to_string()),
        withdrawn: row.withdrawn_at.is_some(),
        version: row.version,
        due: dues.collect(),
        held_before: row.held(),
        actions: actions.collect(),
    })
}

fn of_person(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let rows = further_offences(cx, &open.keys)?;
    let (done, learned) = (all_steps(cx, &open.keys)?, all_learning(cx, &open.keys)?);
    let items = rows.iter().map(|row| out(cx, row, &done, &learned)).collect::<Result<Vec<_>>>()?;
    Ok(Reply::json(200, serde_json::json!({ "items": json(items)? })))
}

fn add(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let body = req.json::<OffenceIn>()?;
    let telling = Telling {
        happened_on: day("happened_on", &body.happened_on)?,
        learned_on: day("learned_on", &body.learned_on)?,
        charged_on: body.charged_on.as_deref().map(|text| day("charged_on", text)).transpose()?,
        offence: body.offence,
        circumstances: body.circumstances,
    };
    let id = record(cx, &open, &telling)?;
    let at = format!("/api/v1/people/{}/further-offences", open.crn);
    Ok(Reply::created(at, json(MadeOut { id: id.to_string() })?))
}

fn step(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let (id, code) = (req.param::<EntryId>("id")?, req.param::<String>("step")?);
    let body = req.json::<StepIn>()?;
    complete(cx, &open, id, &code, day("done_on", &body.done_on)?, body.note.as_deref())?;
    let at = format!("/api/v1/people/{}/further-offences", open.crn);
    Ok(Reply::created(at, json(MadeOut { id: id.to_string() })?))
}

fn action(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let id = req.param::<EntryId>("id")?;
    let body = req.json::<ActionIn>()?;
    let owner = match organisation::staff_by_code(cx, &body.owner) {
        Err(Failure::NotFound) => {
            return Err(Failure::refused("owner", "unknown_staff", "There is no member of staff with this code"));
        }
        other => other?.id,
    };
    let due_on = day("due_on", &body.due_on)?;
    let made = learn(cx, &open, id, &Learning { learning: body.learning, what: body.what, owner, due_on })?;
    let at = format!("/api/v1/people/{}/further-offences", open.crn);
    Ok(Reply::created(at, json(MadeOut { id: made.to_string() })?))
}

fn all(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let page = u64::try_from(req.after()?).unwrap_or_default();
    let teams = my_teams(cx)?;
    let limit = u64::try_from(req.limit()?).unwrap_or(25);
    let (rows, total) = listed(cx, &teams, page, limit)?;
    let shown: Vec<kernel::PersonId> = rows.iter().map(|row| row.person_id).collect();
    let lines = people::lines(cx, &shown)?;
    cx.note_shown("list", req.path(), &shown);
    let items: Vec<ListedOut> = rows
        .into_iter()
        .map(|row| ListedOut {
            id: row.offence_id.to_string(),
            crn: lines.get(&row.person_id).map(|line| line.crn.to_string()),
            learned_on: row.learned_on.to_string(),
            next_step: row.next_step,
            next_due: row.next_due.map(|d| d.to_string()),
            open_actions: row.open_actions,
        })
        .collect();
    let mut body = serde_json::json!({ "items": json(items)? });
    if (page + 1).saturating_mul(limit) < total {
        body["next"] = (page + 1).to_string().into();
    }
    Ok(Reply::json(200, body))
}
