//! Reviews for programs: what is due and why, asking for one, and deciding that none is needed.

use super::actions::{NewReview, ask_for, decide_not_needed};
use super::reading::{reviews, triggers};
use super::rules::{Standing, Triggers};
use crate::parts::{day, items, json, opened};
use kernel::Permission::{Assess, ReadPeople};
use kernel::ReviewId;
use serde::{Deserialize, Serialize};
use store::{Cx, Failure, Result};
use utoipa::ToSchema;
use web::{Answer, ApiDoc, Reply, Request, Route};

/// How a review was settled.
#[derive(Debug, Serialize, ToSchema)]
struct SettlementOut {
    /// `signed`, `not-needed`, `ended` or `joined`.
    how: String,
    on: String,
    reason: String,
    assessment: Option<String>,
    author: String,
}

/// A review.
#[derive(Debug, Serialize, ToSchema)]
struct ReviewOut {
    id: String,
    /// The code of what called for it.
    reason: String,
    words: String,
    raised_on: String,
    due_on: String,
    /// How the date was reached.
    rule: String,
    note: Option<String>,
    /// How many things called for it.
    causes: usize,
    /// Absent while it is open.
    settled: Option<SettlementOut>,
}

/// What calls for a review.
#[derive(Debug, Deserialize, ToSchema)]
struct ReviewIn {
    /// A code that an officer may use, such as `arrest`.
    reason: String,
    on: String,
    note: String,
}

/// Why no review is needed.
#[derive(Debug, Deserialize, ToSchema)]
struct ReviewDecisionIn {
    reason: String,
}

/// Something that calls for a review.
#[derive(Debug, Serialize, ToSchema)]
struct ReviewTriggerOut {
    code: String,
    words: String,
    words_cy: String,
    from: String,
    /// An officer may ask for it.
    by_hand: bool,
    /// True until the service has said the number itself.
    assumed: bool,
    source: String,
}

pub(super) fn routes() -> Vec<Route> {
    let doc = ApiDoc::new;
    vec![
        Route::api_get("/api/v1/policy/review-triggers", ReadPeople, all_triggers)
            .doc(doc("What calls for a review today").lists::<ReviewTriggerOut>()),
        Route::api_get("/api/v1/people/{crn}/reviews", ReadPeople, list)
            .doc(doc("A person’s reviews, the open ones first").lists::<ReviewOut>()),
        Route::api_post("/api/v1/people/{crn}/reviews", Assess, ask)
            .doc(doc("Records a change that calls for a review").body::<ReviewIn>().creates::<ReviewOut>()),
        Route::api_post("/api/v1/people/{crn}/reviews/{id}/decision", Assess, decide)
            .doc(doc("Decides that no review is needed").body::<ReviewDecisionIn>().answers::<ReviewOut>()),
    ]
}

fn out(standing: Standing, triggers: &Triggers) -> ReviewOut {
    ReviewOut {
        id: standing.review.id.to_string(),
        words: triggers.words(&standing.review.reason).to_owned(),
        raised_on: standing.review.raised_on.to_string(),
        due_on: standing.review.due_on.to_string(),
        rule: standing.review.rule,
        note: standing.review.note,
        causes: standing.causes.len(),
        reason: standing.review.reason,
        settled: standing.settled.map(|s| SettlementOut {
            how: s.how.code().into(),
            on: s.on_day.to_string(),
            reason: s.reason,
            assessment: s.assessment_id.map(|id| id.to_string()),
            author: s.author_name,
        }),
    }
}

fn all_triggers(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (triggers, today) = (triggers(cx)?, cx.today());
    let all = triggers.on(today).map(|t| ReviewTriggerOut {
        code: t.code.clone(),
        words: t.words.en.clone(),
        words_cy: t.words.cy.clone(),
        from: t.valid_from.to_string(),
        by_hand: t.by_hand,
        assumed: t.assumed,
        source: t.source.clone(),
    });
    items(req, all.collect::<Vec<_>>())
}

fn list(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let (all, triggers) = (reviews(cx, &open.keys)?, triggers(cx)?);
    items(req, all.into_iter().map(|s| out(s, &triggers)).collect())
}

fn one_out(cx: &mut Cx<'_>, open: &people::OpenPerson, id: ReviewId) -> Result<serde_json::Value> {
    let triggers = triggers(cx)?;
    let found = reviews(cx, &open.keys)?.into_iter().find(|s| s.review.id == id);
    json(out(found.ok_or(Failure::NotFound)?, &triggers))
}

fn ask(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let body = req.json::<ReviewIn>()?;
    let on = day("on", &body.on)?;
    let id = ask_for(cx, &open.keys, &NewReview { reason: body.reason, on, note: body.note })?;
    Ok(Reply::created(format!("/api/v1/people/{}/reviews", open.crn), one_out(cx, &open, id)?))
}

fn decide(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let (id, body) = (req.param::<ReviewId>("id")?, req.json::<ReviewDecisionIn>()?);
    decide_not_needed(cx, &open.keys, id, &body.reason)?;
    Ok(Reply::json(200, one_out(cx, &open, id)?))
}
