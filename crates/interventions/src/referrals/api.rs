//! Referrals for programs, on the officer's side: a person's, one, making one, withdrawing one. A provider's sign-in is for
//! people and has no calls.

use super::actions::{NewReferral, refer, withdraw};
use super::records::{NeedAsked, Referral};
use super::store::{Whole, referral, referrals_of};
use kernel::{Crn, Date, OfferId, Permission, ReferralId, RequirementId};
use people::OpenPerson;
use serde::{Deserialize, Serialize};
use store::{Cx, Failure, Result};
use utoipa::ToSchema;
use web::{Answer, ApiDoc, Reply, Request, Route};

/// A need with the outcomes that are asked for.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReferralNeed {
    /// A section of an assessment, such as `accommodation`.
    need: String,
    /// low, medium or high.
    complexity: String,
    /// Codes of desired outcomes.
    outcomes: Vec<String>,
}

/// A referral of a person to a service.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReferralOut {
    id: String,
    reference: String,
    service: String,
    offer: String,
    provider: String,
    requirement: Option<String>,
    /// sent, assigned, assessed, planned, delivering, report-due, completed, ended-early or withdrawn.
    state: String,
    reason: String,
    needs: Vec<ReferralNeed>,
    made_on: String,
    asked_days: Option<i64>,
    complete_by: Option<String>,
    /// first-assessment, plan or report.
    due_what: Option<String>,
    due_on: Option<String>,
    ended_on: Option<String>,
    /// For `If-Match`.
    version: i64,
}

/// The referrals of a person.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReferralsOut {
    referrals: Vec<ReferralOut>,
}

/// A referral to be made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReferIn {
    /// The offer's id.
    offer: String,
    /// The requirement's id; absent where the person takes part by agreement.
    requirement: Option<String>,
    #[serde(default)]
    needs: Vec<ReferralNeed>,
    reason: String,
    asked_days: Option<i64>,
    /// YYYY-MM-DD.
    complete_by: Option<String>,
    /// What of the record the provider is sent: telephone, email, address.
    #[serde(default)]
    send: Vec<String>,
    safety: Option<String>,
    agreed: Option<bool>,
    /// Why it is right although the record speaks against it.
    despite: Option<String>,
}

/// Why a referral is withdrawn.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WithdrawIn {
    /// A code of the reasons, such as `moved`.
    reason: String,
    words: Option<String>,
}

pub(crate) fn routes() -> Vec<Route> {
    let (read, refer) = (Permission::ReadPeople, Permission::Refer);
    vec![
        Route::api_get("/api/v1/people/{crn}/referrals", read, list)
            .doc(ApiDoc::new("Referrals of a person, the newest first").answers::<ReferralsOut>()),
        Route::api_post("/api/v1/people/{crn}/referrals", refer, make)
            .doc(ApiDoc::new("Refer a person to a service").body::<ReferIn>().creates::<ReferralOut>()),
        Route::api_get("/api/v1/people/{crn}/referrals/{id}", read, one)
            .doc(ApiDoc::new("One referral").answers::<ReferralOut>()),
        Route::api_post("/api/v1/people/{crn}/referrals/{id}/withdraw", refer, stop)
            .doc(ApiDoc::new("Withdraw a referral").body::<WithdrawIn>().answers::<ReferralOut>()),
    ]
}

fn out(r: &Referral, due: Option<(super::DueWhat, Date)>) -> ReferralOut {
    let needs = r.needs_asked().into_iter();
    ReferralOut {
        id: r.id.to_string(),
        reference: r.reference.clone(),
        service: r.service_id.to_string(),
        offer: r.offer_id.to_string(),
        provider: r.provider_id.to_string(),
        requirement: r.requirement_id.map(|id| id.to_string()),
        state: r.state.code().to_owned(),
        reason: r.reason.clone(),
        needs: needs.map(|n| ReferralNeed { need: n.need, complexity: n.complexity, outcomes: n.outcomes }).collect(),
        made_on: r.made_on.to_string(),
        asked_days: r.asked_days,
        complete_by: r.complete_by.map(|day| day.to_string()),
        due_what: due.map(|(what, _)| what.code().to_owned()),
        due_on: due.map(|(_, on)| on.to_string()),
        ended_on: r.ended_on.map(|day| day.to_string()),
        version: r.version,
    }
}

fn json(status: u16, body: &impl Serialize) -> Answer {
    Ok(Reply::json(status, serde_json::to_value(body).map_err(|e| Failure::broken(e.to_string()))?))
}

fn opened(cx: &mut Cx<'_>, req: &Request) -> Result<OpenPerson> {
    people::open(cx, &req.param::<Crn>("crn")?)
}

fn whole(cx: &mut Cx<'_>, open: &OpenPerson, id: ReferralId) -> Result<ReferralOut> {
    let Whole { referral, due, .. } = referral(cx, &open.keys, id)?;
    Ok(out(&referral, due))
}

fn list(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let lines = cx.ask_list::<super::ReferralLine>(&super::card::question(&open))?;
    let due = |id| lines.iter().find(|l| l.id == id).and_then(|l| l.due_what.zip(l.due_on));
    let referrals = referrals_of(cx, &open.keys)?.iter().map(|r| out(r, due(r.id))).collect();
    json(200, &ReferralsOut { referrals })
}

fn one(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let shown = whole(cx, &open, req.param("id")?)?;
    json(200, &shown)
}

fn read<T: std::str::FromStr>(field: &str, text: &str) -> Result<T> {
    text.parse().map_err(|_| Failure::refused(field, "unreadable", format!("{text:?} cannot be read")))
}

fn make(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let body: ReferIn = req.json()?;
    let sends = |what: &str| body.send.iter().any(|s| s == what);
    let new = NewReferral {
        offer: read::<OfferId>("offer", &body.offer)?,
        requirement: body.requirement.as_deref().map(|id| read::<RequirementId>("requirement", id)).transpose()?,
        needs: body
            .needs
            .iter()
            .map(|n| NeedAsked { need: n.need.clone(), complexity: n.complexity.clone(), outcomes: n.outcomes.clone() })
            .collect(),
        reason: body.reason.clone(),
        asked_days: body.asked_days,
        complete_by: body.complete_by.as_deref().map(|day| read("complete_by", day)).transpose()?,
        telephone: sends("telephone"),
        email: sends("email"),
        address: sends("address"),
        safety: body.safety.clone(),
        agreed: body.agreed,
        despite: body.despite.clone(),
    };
    let id = refer(cx, &open, &new)?;
    let shown = serde_json::to_value(whole(cx, &open, id)?).map_err(|e| Failure::broken(e.to_string()))?;
    Ok(Reply::created(format!("/api/v1/people/{}/referrals/{id}", open.crn), shown))
}

fn stop(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let id: ReferralId = req.param("id")?;
    let body: WithdrawIn = req.json()?;
    withdraw(cx, &open.keys, id, (&body.reason, body.words.as_deref()), req.if_match())?;
    let shown = whole(cx, &open, id)?;
    json(200, &shown)
}
