//! Powers for programs: what may be done today under each order and why, using a power, and taking its use back.

use super::actions::{Using, undo_power, use_power, uses_of};
use super::facts::{case_of, of_order, of_person};
use super::records::PowerUse;
use crate::wire::{answer, day, id, json, optional_day};
use kernel::{Crn, Permission, PowerId};
use law::{Law, Nature, PowerVerdict, Sureness, Verdict};
use people::OpenPerson;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use store::{Cx, Failure, Result};
use utoipa::ToSchema;
use web::{Answer, ApiDoc, Reply, Request, Route};

/// One thing that speaks for or against a power.
#[derive(Debug, Serialize, ToSchema)]
struct PowerReasonOut {
    /// allowed, cannot-tell or not-allowed.
    verdict: &'static str,
    words: String,
    /// The fact that it turns on; it can be answered in `answers`.
    fact: Option<String>,
    /// What the record says of that fact.
    known: Option<String>,
    source: String,
    assumed: bool,
}

/// A power with whether it may be used today.
#[derive(Debug, Serialize, ToSchema)]
struct PowerOut {
    code: String,
    name: String,
    /// allowed, cannot-tell or not-allowed: the worst of the reasons.
    verdict: &'static str,
    /// Put forward and not enacted: never allowed.
    proposed: bool,
    /// Codes of which one says why it is needed.
    reason_codes: Vec<String>,
    reasons: Vec<PowerReasonOut>,
}

/// An order with its powers.
#[derive(Debug, Serialize, ToSchema)]
struct OrderPowersOut {
    order: String,
    powers: Vec<PowerOut>,
}

/// One use of a power.
#[derive(Debug, Serialize, ToSchema)]
struct PowerUseOut {
    id: String,
    order: String,
    power: String,
    used_on: String,
    starts_on: String,
    /// None: to the end of the order.
    ends_on: Option<String>,
    reason_code: Option<String>,
    reason: String,
    words: String,
    /// Where a curfew was moved: how it stood and how it stands.
    curfew: Option<super::CurfewChange>,
    used_by: String,
    notice: Option<String>,
    undone_on: Option<String>,
    undone_why: Option<String>,
    /// For `If-Match`.
    version: i64,
}

/// What an officer may do, and what was done.
#[derive(Debug, Serialize, ToSchema)]
struct PowersOut {
    orders: Vec<OrderPowersOut>,
    /// The newest first.
    used: Vec<PowerUseOut>,
}

/// A power to be used.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PowerUseIn {
    /// The order's id.
    order: String,
    /// Code of a power.
    power: String,
    /// YYYY-MM-DD.
    starts_on: String,
    /// None: to the end of the order.
    ends_on: Option<String>,
    reason_code: Option<String>,
    reason: String,
    /// What the person is told; of a curfew that is moved, what is to be added to it.
    #[serde(default)]
    words: String,
    /// For a power that moves a curfew.
    curfew: Option<super::CurfewChange>,
    /// Answers to facts that the record leaves open, by their codes.
    #[serde(default)]
    answers: BTreeMap<String, bool>,
}

/// Why something is taken back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PowerUndoIn {
    why: String,
}

pub(super) fn routes() -> Vec<Route> {
    let (read, enforce) = (Permission::ReadPeople, Permission::Enforce);
    let doc = ApiDoc::new;
    vec![
        Route::api_get("/api/v1/people/{crn}/powers", read, show).doc(
            doc("What an officer may do today under each open order, with reasons, and what was used")
                .answers::<PowersOut>(),
        ),
        Route::api_post("/api/v1/people/{crn}/powers", enforce, make)
            .doc(doc("Use a power; the notice is written").body::<PowerUseIn>().creates::<PowerUseOut>()),
        Route::api_get("/api/v1/people/{crn}/powers/{id}", read, one)
            .doc(doc("One use of a power").answers::<PowerUseOut>()),
        Route::api_post("/api/v1/people/{crn}/powers/{id}/undo", enforce, undo)
            .doc(doc("Take the use of a power back, from today on").body::<PowerUndoIn>().answers::<PowerUseOut>()),
    ]
}

fn code(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Allowed => "allowed",
        Verdict::CannotTell => "cannot-tell",
        Verdict::NotAllowed => "not-allowed",
    }
}

fn power(verdict: &PowerVerdict<'_>, known: &super::KnownFacts) -> PowerOut {
    let reason = |r: &law::Reason| PowerReasonOut {
        verdict: code(r.verdict),
        words: r.words.clone(),
        known: r.asks.as_ref().and_then(|fact| known.get(fact)).map(|f| f.why.clone()),
        fact: r.asks.clone(),
        source: r.source.clone(),
        assumed: r.sure == Sureness::Assumed,
    };
    PowerOut {
        code: verdict.power.code.clone(),
        name: verdict.power.en.clone(),
        verdict: code(verdict.verdict),
        proposed: verdict.power.nature == Nature::Proposed,
        reason_codes: verdict.power.reason_codes.clone(),
        reasons: verdict.reasons.iter().map(reason).collect(),
    }
}

fn used(row: &PowerUse) -> PowerUseOut {
    PowerUseOut {
        id: row.id.to_string(),
        order: row.order_id.to_string(),
        power: row.power.clone(),
        used_on: row.used_on.to_string(),
        starts_on: row.starts_on.to_string(),
        ends_on: row.ends_on.map(|day| day.to_string()),
        reason_code: row.reason_code.clone(),
        reason: row.reason.clone(),
        words: row.words.clone(),
        curfew: row.curfew_change(),
        used_by: row.used_by.clone(),
        notice: row.document_id.map(|id| id.to_string()),
        undone_on: row.undone_on.map(|day| day.to_string()),
        undone_why: row.undone_why.clone(),
        version: row.version,
    }
}

fn opened(cx: &mut Cx<'_>, req: &Request) -> Result<OpenPerson> {
    people::open(cx, &req.param::<Crn>("crn")?)
}

fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let law = cx.part::<Law>()?;
    cx.ask_together(&crate::asked::of_powers(&open.keys))?;
    let person = of_person(cx, &open)?;
    let mut orders = Vec::new();
    for order in &super::standing_orders(cx, &open)? {
        let known = of_order(cx, &open, &person, order)?;
        let case = case_of(cx, &open, order, &known, &BTreeMap::new())?;
        let powers = super::verdicts(&law, &case, &order.order).iter().map(|v| power(v, &known)).collect();
        orders.push(OrderPowersOut { order: order.order.id.to_string(), powers });
    }
    let used = uses_of(cx, &open.keys)?.iter().map(used).collect();
    answer(&PowersOut { orders, used })
}

fn found(cx: &mut Cx<'_>, open: &OpenPerson, id: PowerId) -> Result<PowerUseOut> {
    let row = uses_of(cx, &open.keys)?.into_iter().find(|u| u.id == id).ok_or(Failure::NotFound)?;
    Ok(used(&row))
}

fn one(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    answer(&found(cx, &open, req.param("id")?)?)
}

fn make(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let body: PowerUseIn = req.json()?;
    let new = Using {
        order: id("order", &body.order)?,
        power: body.power,
        starts_on: day("starts_on", &body.starts_on)?,
        ends_on: optional_day("ends_on", body.ends_on.as_deref())?,
        reason_code: body.reason_code,
        reason: body.reason,
        words: body.words,
        answers: body.answers,
        curfew: body.curfew,
    };
    let made = use_power(cx, &open, &new)?;
    let shown = json(&found(cx, &open, made)?)?;
    Ok(Reply::created(format!("/api/v1/people/{}/powers/{made}", open.crn), shown))
}

fn undo(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let (id, body) = (req.param::<PowerId>("id")?, req.json::<PowerUndoIn>()?);
    undo_power(cx, &open, id, &body.why, req.if_match())?;
    answer(&found(cx, &open, id)?)
}
