//! Promises and kept answers for programs.

use super::keep::{kept_answers, promises_of, told};
use super::{PromiseLine, StartAnswer, StartPromise};
use crate::start::Asked;
use kernel::{Crn, Permission, PromiseId};
use serde::{Deserialize, Serialize};
use store::{Cx, Failure, Result, params};
use utoipa::ToSchema;
use web::{Answer, ApiDoc, Reply, Request, Route};

/// A promise past its day of somebody who has not begun.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LatePromiseOut {
    id: String,
    /// "Restricted" is told by `name`; the CRN is always there.
    crn: Option<String>,
    name: Option<String>,
    requirement: String,
    offer: String,
    promised_by: String,
    /// A court was told before the order was made.
    beforehand: bool,
}

/// A promise of a person.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct StartPromiseOut {
    id: String,
    order: String,
    requirement_id: String,
    requirement: String,
    offer: String,
    told_on: String,
    earliest: String,
    median: Option<String>,
    promised_by: String,
    chance: f64,
    /// Absent until the person began.
    begun_on: Option<String>,
    /// The kept answer that it stands on; absent where the day was worked out when the order was made.
    answer: Option<String>,
}

/// What a court was told.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct StartAnswerOut {
    id: String,
    sentence_on: String,
    told_on: String,
    kept_for: String,
    told_by: String,
    starts: Vec<ToldOut>,
}

/// One requirement as told.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ToldOut {
    requirement: String,
    earliest: Option<String>,
    median: Option<String>,
    promised_by: Option<String>,
    working: Vec<String>,
    missing: Vec<String>,
}

/// Promises and answers of a person.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct StartsOfPersonOut {
    promises: Vec<StartPromiseOut>,
    answers: Vec<StartAnswerOut>,
}

/// An answer to be kept.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct KeepIn {
    /// The court's code.
    court: String,
    /// The day of sentence, YYYY-MM-DD.
    on: String,
    /// Why it is kept.
    kept_for: String,
}

/// The answer that was kept.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct KeptOut {
    id: String,
}

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::api_get("/api/v1/promises/late", Permission::ReadPeople, late).doc(
            ApiDoc::new("People promised a start whose day has passed and who have not begun")
                .lists::<LatePromiseOut>(),
        ),
        Route::api_get("/api/v1/people/{crn}/start-promises", Permission::ReadPeople, of_person).doc(
            ApiDoc::new("Promises of start dates of a person, and what courts were told")
                .answers::<StartsOfPersonOut>(),
        ),
        Route::api_post("/api/v1/people/{crn}/start-answers", Permission::BookPlaces, keep)
            .doc(ApiDoc::new("Keep what a court is told today of start dates").body::<KeepIn>().creates::<KeptOut>()),
    ]
}

fn late(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let after = req.query("after").map(str::parse::<PromiseId>).transpose();
    let after = after
        .map_err(|_| Failure::refused("after", "bad_cursor", "Use the \u{201c}next\u{201d} of the page before"))?;
    let today = cx.today();
    let limit = req.limit()?;
    let mut lines = cx.list::<PromiseLine>(
        "WHERE promised_on < $1 AND begun_on IS NULL AND closed_on IS NULL AND promise_id > $2 ORDER BY promise_id LIMIT $3",
        params![today, after.unwrap_or(PromiseId(uuid::Uuid::nil())), limit + 1],
    )?;
    let size = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = lines.len() > size;
    lines.truncate(size);
    let people: Vec<_> = lines.iter().map(|line| line.person_id).collect();
    let names = people::lines(cx, &people)?;
    cx.note_shown("list", "promised and not begun", &people);
    let next = lines.last().filter(|_| more).map(|line| line.promise_id.to_string());
    let items: Vec<LatePromiseOut> = lines
        .into_iter()
        .map(|line| {
            let person = names.get(&line.person_id);
            LatePromiseOut {
                id: line.promise_id.to_string(),
                crn: person.map(|p| p.crn.to_string()),
                name: person.map(|p| p.name.clone()),
                requirement: line.requirement,
                offer: line.offer_id.to_string(),
                promised_by: line.promised_on.to_string(),
                beforehand: line.beforehand,
            }
        })
        .collect();
    Ok(Reply::json(200, serde_json::json!({ "items": items, "next": next })))
}

fn of_person(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let promises = promises_of(cx, &open.keys)?.into_iter().map(promise).collect();
    let answers = kept_answers(cx, &open.keys)?.iter().map(answer).collect::<Result<_>>()?;
    json(200, &StartsOfPersonOut { promises, answers })
}

fn promise(p: StartPromise) -> StartPromiseOut {
    StartPromiseOut {
        id: p.id.to_string(),
        order: p.order_id.to_string(),
        requirement_id: p.requirement_id.to_string(),
        requirement: p.requirement,
        offer: p.offer_id.to_string(),
        told_on: p.told_on.to_string(),
        earliest: p.earliest_on.to_string(),
        median: p.median_on.map(|day| day.to_string()),
        promised_by: p.promised_on.to_string(),
        chance: p.chance,
        begun_on: p.begun_on.map(|day| day.to_string()),
        answer: p.answer_id.map(|id| id.to_string()),
    }
}

fn answer(a: &StartAnswer) -> Result<StartAnswerOut> {
    let starts = told(a)?.into_iter().map(|start| {
        let day = |read: fn(&crate::start::Working) -> Option<kernel::Date>| {
            start.working.as_ref().and_then(read).map(|day| day.to_string())
        };
        ToldOut {
            earliest: day(|w| w.earliest),
            median: day(|w| w.median),
            promised_by: day(|w| w.by),
            working: start.working.as_ref().map(crate::start::Working::words).unwrap_or_default(),
            requirement: start.requirement,
            missing: start.missing,
        }
    });
    Ok(StartAnswerOut {
        id: a.id.to_string(),
        sentence_on: a.sentence_on.to_string(),
        told_on: a.told_on.to_string(),
        kept_for: a.kept_for.clone(),
        told_by: a.told_by.clone(),
        starts: starts.collect(),
    })
}

fn keep(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let body: KeepIn = req.json()?;
    let on = body.on.parse().map_err(|_| Failure::refused("on", "not_a_date", "Use a date like 2026-12-07"))?;
    if body.kept_for.trim().is_empty() {
        return Err(Failure::refused("kept_for", "missing", "Say why the answer is kept"));
    }
    let court = organisation::court_by_code(cx, &body.court)?;
    let court = court.ok_or_else(|| Failure::refused("court", "unknown_court", "There is no court with this code"))?.id;
    let id = super::keep_answer(cx, &open, &Asked { court, on }, body.kept_for.trim(), None)?;
    let out = serde_json::to_value(KeptOut { id: id.to_string() }).map_err(|e| Failure::broken(e.to_string()))?;
    Ok(Reply::created(format!("/api/v1/people/{}/start-promises", open.crn), out))
}

fn json(status: u16, out: &impl Serialize) -> Answer {
    Ok(Reply::json(status, serde_json::to_value(out).map_err(|e| Failure::broken(e.to_string()))?))
}
