//! Failures for programs: what waits, a person's failures, one with what the law says today, deciding it and writing down
//! evidence. A decision names the version that it was made on.

use super::actions::{Deciding, NewEvidence, choose_order, decide, give_evidence};
use super::book::Book;
use super::lists::{FailureQuery, waiting_failures};
use super::pages::scope;
use super::records::{Decision, Failure, FailureState};
use kernel::{Crn, Date, FailureId, Permission};
use law::enforcement::{Point, Situation};
use people::OpenPerson;
use serde::{Deserialize, Serialize};
use store::{Cx, Failure as No, Result};
use utoipa::ToSchema;
use web::{Answer, ApiDoc, Reply, Request, Route};

/// A failure that waits.
#[derive(Serialize, ToSchema)]
struct WaitingFailureBody {
    id: String,
    crn: String,
    failed_on: String,
    /// decision, manager or again.
    waits: String,
    must_refer: bool,
    evidence_due: String,
}

/// A failure to comply.
#[derive(Serialize, ToSchema)]
struct FailureBody {
    id: String,
    contact: String,
    order: Option<String>,
    failed_on: String,
    contact_type: String,
    outcome: String,
    evidence_due: Option<String>,
    /// awaited, given, asked or decided.
    state: String,
    /// accept, warn, refer, breach or no-action.
    decision: Option<String>,
    decided_on: Option<String>,
    /// Why it counts no more.
    superseded: Option<String>,
    must_refer: bool,
    version: i64,
}

/// Something said about a step, with its reason.
#[derive(Serialize, ToSchema)]
struct LawPointBody {
    /// wait, accept, warn, refer, breach, no-action, warn-or-refer, review or proposed.
    step: String,
    words: String,
    row: String,
    source: String,
}

/// What may, must and must not be done today.
#[derive(Serialize, ToSchema)]
struct LawSituationBody {
    regime: Option<String>,
    requires: Vec<LawPointBody>,
    allows: Vec<LawPointBody>,
    forbids: Vec<LawPointBody>,
    unknown: Vec<LawPointBody>,
    /// Decisions to which a manager must agree.
    agreements: Vec<String>,
    must_refer: bool,
    /// The last day on which a further failure weighs more.
    window_until: Option<String>,
    /// The distinct days in the service's counter.
    counted_days: Vec<String>,
    counter_limit: Option<u64>,
    court_by: Option<String>,
    law_version: String,
}

/// A failure with what the law says of it.
#[derive(Serialize, ToSchema)]
struct FailureInFullBody {
    failure: FailureBody,
    situation: LawSituationBody,
}

/// An order with what the law says of it.
#[derive(Serialize, ToSchema)]
struct OrderComplianceBody {
    order: String,
    name: String,
    failures: u64,
    warnings: u64,
    situation: LawSituationBody,
}

/// A decision.
#[derive(Deserialize, ToSchema)]
struct FailureDecisionIn {
    /// accept, warn, refer, breach or no-action.
    decision: String,
    reason: String,
    /// For an accepted excuse: the outcome that the contact gets.
    outcome: Option<String>,
    /// The order that it is about, where the failure names none.
    order: Option<String>,
}

/// A reason or evidence.
#[derive(Deserialize, ToSchema)]
struct FailureEvidenceIn {
    given_by: String,
    words: String,
    on: String,
}

pub(super) fn routes() -> Vec<Route> {
    let doc = ApiDoc::new;
    vec![
        Route::api_get("/api/v1/failures", Permission::ReadPeople, waiting).doc(
            doc("Failures to comply that wait, what must be referred first")
                .query("whose", "mine (as without it) or team")
                .paged()
                .lists::<WaitingFailureBody>(),
        ),
        Route::api_get("/api/v1/people/{crn}/failures", Permission::ReadPeople, list)
            .doc(doc("A person’s failures to comply, the newest first").paged().lists::<FailureBody>()),
        Route::api_get("/api/v1/people/{crn}/failures/{id}", Permission::ReadPeople, one)
            .doc(doc("A failure with what the law says of it today").answers::<FailureInFullBody>()),
        Route::api_post("/api/v1/people/{crn}/failures/{id}/decision", Permission::Enforce, decided).doc(
            doc("Decides a failure; If-Match names its version")
                .body::<FailureDecisionIn>()
                .answers::<FailureInFullBody>(),
        ),
        Route::api_post("/api/v1/people/{crn}/failures/{id}/evidence", Permission::Enforce, evidence)
            .doc(doc("Writes down a reason or evidence").body::<FailureEvidenceIn>().answers::<FailureInFullBody>()),
        Route::api_get("/api/v1/people/{crn}/compliance", Permission::ReadPeople, compliance)
            .doc(doc("What the law says of each order of a person today").lists::<OrderComplianceBody>()),
    ]
}

fn out(book: &Book, failure: &Failure, today: Date) -> FailureBody {
    FailureBody {
        id: failure.id.to_string(),
        contact: failure.contact_id.to_string(),
        order: failure.order_id.map(|id| id.to_string()),
        failed_on: failure.failed_on.to_string(),
        contact_type: failure.contact_type.clone(),
        outcome: failure.outcome.clone(),
        evidence_due: failure.evidence_due.map(|d| d.to_string()),
        state: failure.state.code().into(),
        decision: failure.decision.filter(|_| failure.state != FailureState::Awaited).map(|d| d.code().into()),
        decided_on: failure.decided_on.map(|d| d.to_string()),
        superseded: failure.superseded.clone(),
        must_refer: book.unmet_referral(failure, today),
        version: failure.version,
    }
}

fn points(all: &[Point]) -> Vec<LawPointBody> {
    let body = |p: &Point| LawPointBody {
        step: p.step.code().into(),
        words: p.words.clone(),
        row: p.row.clone(),
        source: p.source.clone(),
    };
    all.iter().map(body).collect()
}

fn situation(book: &Book, now: &Situation) -> LawSituationBody {
    LawSituationBody {
        regime: now.regime.clone(),
        requires: points(&now.requires),
        allows: points(&now.allows),
        forbids: points(&now.forbids),
        unknown: points(&now.unknown),
        agreements: now.agreements.iter().map(|a| a.step.code().to_owned()).collect(),
        must_refer: now.must_refer,
        window_until: now.open_until().map(|d| d.to_string()),
        counted_days: now.counter.iter().flat_map(|c| &c.days).map(ToString::to_string).collect(),
        counter_limit: now.counter.as_ref().map(|c| c.limit as u64),
        court_by: now.court_by.as_ref().map(|c| c.due.to_string()),
        law_version: book.law.version().to_owned(),
    }
}

fn json(value: impl Serialize) -> Result<serde_json::Value> {
    serde_json::to_value(value).map_err(|e| No::broken(e.to_string()))
}

fn in_full(cx: &mut Cx<'_>, open: &OpenPerson, id: FailureId) -> Answer {
    let book = Book::read(cx, &open.keys)?;
    let failure = book.failure(id).ok_or(No::NotFound)?;
    let now = book.situation(failure, cx.today());
    let body = FailureInFullBody { failure: out(&book, failure, cx.today()), situation: situation(&book, &now) };
    Ok(Reply::json(200, json(body)?))
}

/// The part of a list that was asked for; the cursor is how many came before.
fn items<T: Serialize>(all: Vec<T>, start: i64, limit: i64, total: i64) -> Answer {
    let mut body = serde_json::json!({ "items": json(all)? });
    if start.saturating_add(limit) < total {
        body["next"] = (start + limit).to_string().into();
    }
    Ok(Reply::json(200, body))
}

fn waiting(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (start, limit) = (req.after()?, req.limit()?);
    let (scope, _) = scope(cx, req.query("whose"))?;
    let query = FailureQuery { page: start / limit, per_page: limit, ..FailureQuery::default() };
    let (rows, total) = waiting_failures(cx, &scope, query)?;
    let shown: Vec<_> = rows.iter().map(|r| r.person_id).collect();
    let lines = people::lines(cx, &shown)?;
    cx.note_shown("list", "failures that wait", &shown);
    let body = rows.iter().filter_map(|row| {
        let line = lines.get(&row.person_id).filter(|line| !line.restricted)?;
        Some(WaitingFailureBody {
            id: row.failure_id.to_string(),
            crn: line.crn.to_string(),
            failed_on: row.failed_on.to_string(),
            waits: row.waits.code().into(),
            must_refer: row.must_refer,
            evidence_due: row.due_on.to_string(),
        })
    });
    items(body.collect(), start, limit, total)
}

fn opened(cx: &mut Cx<'_>, req: &Request) -> Result<OpenPerson> {
    people::open(cx, &req.param::<Crn>("crn")?)
}

fn list(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let (start, limit) = (req.after()?, req.limit()?);
    let (book, today) = (Book::read(cx, &open.keys)?, cx.today());
    let from = usize::try_from(start).unwrap_or(usize::MAX);
    let most = usize::try_from(limit).unwrap_or(50);
    let page = book.failures.iter().skip(from).take(most).map(|f| out(&book, f, today)).collect();
    items(page, start, limit, i64::try_from(book.failures.len()).unwrap_or(i64::MAX))
}

fn one(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    in_full(cx, &open, req.param("id")?)
}

fn decided(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let id = req.param::<FailureId>("id")?;
    let body = req.json::<FailureDecisionIn>()?;
    let decision = body
        .decision
        .parse::<Decision>()
        .map_err(|()| No::refused("decision", "unknown", "Give accept, warn, refer, breach or no-action"))?;
    let mut version = req.if_match();
    if let Some(order) = &body.order {
        let order = order.parse().map_err(|_| No::refused("order", "not_an_id", "Give the id of an order"))?;
        choose_order(cx, &open.keys, id, order, version.take())?;
    }
    let deciding = Deciding { decision, reason: body.reason, outcome: body.outcome, version };
    decide(cx, &open, id, &deciding)?;
    in_full(cx, &open, id)
}

fn evidence(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let id = req.param::<FailureId>("id")?;
    let body = req.json::<FailureEvidenceIn>()?;
    let on = body.on.parse().map_err(|_| No::refused("on", "not_a_date", "Give a date as YYYY-MM-DD"))?;
    let new = NewEvidence { given_by: body.given_by, words: body.words, on, version: req.if_match(), file: None };
    give_evidence(cx, &open.keys, id, &new)?;
    in_full(cx, &open, id)
}

fn compliance(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let (book, today) = (Book::read(cx, &open.keys)?, cx.today());
    let orders: Vec<OrderComplianceBody> = book
        .orders()
        .map(|order| OrderComplianceBody {
            order: order.id.to_string(),
            name: book.name_of(order),
            failures: book.failures.iter().filter(|f| f.order_id == Some(order.id) && f.counts()).count() as u64,
            warnings: book.warnings.iter().filter(|w| w.order_id == order.id && w.counts()).count() as u64,
            situation: situation(&book, &book.standing(order, today)),
        })
        .collect();
    let total = orders.len() as i64;
    items(orders, 0, total, total)
}
