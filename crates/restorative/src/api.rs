//! Cases for programs. What the person harmed said, and who they are, is not among it, whatever the scope.

use crate::actions::{Opening, open, step_of_side};
use crate::keeping::{all_of, open_case, sides_of};
use crate::outcome::{NewEntry, add_money, sums};
use crate::records::{CaseLine, CaseOrigin, Deed, EntryKind, Money, Promise, Side};
use kernel::{Crn, Date, Permission, RestorativeId};
use serde::{Deserialize, Serialize};
use store::{Cx, Failure, Result, params};
use utoipa::ToSchema;
use web::{Answer, ApiDoc, Reply, Request, Route};

/// A case as those who arrange it list it.
#[derive(Debug, Serialize, ToSchema)]
struct CaseOut {
    id: String,
    /// None where the record is closed to whoever asks.
    crn: Option<String>,
    /// order, before-prosecution, instead-of-prosecution, by-harmed or by-person.
    origin: String,
    /// offering, preparing, arranged, met, agreed or ended.
    state: String,
    opened_on: String,
    person_consents: bool,
    harmed_consents: bool,
    planned_on: Option<String>,
    met_on: Option<String>,
    promises: i64,
    kept: i64,
    cost_pence: i64,
}

/// A case as the person's own record tells it.
#[derive(Debug, Serialize, ToSchema)]
struct SideOut {
    id: String,
    state: String,
    opened_on: String,
    offered_on: Option<String>,
    /// give, decline or withdraw.
    answer: Option<String>,
    agreed: Vec<PromiseOut>,
    compensation_agreed_pence: i64,
    compensation_paid_pence: i64,
}

/// Something that the person agreed to do.
#[derive(Debug, Serialize, ToSchema)]
struct PromiseOut {
    words: String,
    due_on: Option<String>,
    /// open, kept, partly or not-kept.
    state: String,
}

/// The cases of a person.
#[derive(Debug, Serialize, ToSchema)]
struct SidesOut {
    cases: Vec<SideOut>,
}

/// A case to be opened.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct OpenIn {
    origin: String,
    on: String,
    /// Read by those who arrange it alone.
    why: Option<String>,
}

/// An offer, or an answer of a side.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct StepIn {
    /// person or harmed.
    side: String,
    /// offer, give, decline, withdraw or prepare.
    deed: String,
    on: String,
}

/// An entry of compensation.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct MoneyIn {
    /// agreed, done, agreed-corrected or done-corrected.
    what: String,
    pence: i64,
    on: String,
    why: Option<String>,
}

/// What was made.
#[derive(Debug, Serialize, ToSchema)]
struct RestorativeMadeOut {
    id: String,
    /// The version of the case, for `If-Match`.
    version: i64,
}

pub(crate) fn routes() -> Vec<Route> {
    use Permission::{ArrangeRestorative, ReadPeople};
    vec![
        Route::api_get("/api/v1/restorative", ArrangeRestorative, all)
            .doc(ApiDoc::new("Cases of restorative justice, in the order of opening").lists::<CaseOut>()),
        Route::api_get("/api/v1/people/{crn}/restorative", ReadPeople, of_person)
            .doc(ApiDoc::new("What a person's own record says of restorative justice").answers::<SidesOut>()),
        Route::api_post("/api/v1/people/{crn}/restorative", ArrangeRestorative, add)
            .doc(ApiDoc::new("Open a case of restorative justice").body::<OpenIn>().creates::<RestorativeMadeOut>()),
        Route::api_post("/api/v1/restorative/{id}/steps", ArrangeRestorative, step).doc(
            ApiDoc::new("Record an offer or an answer; `If-Match` is the version of the case")
                .body::<StepIn>()
                .answers::<RestorativeMadeOut>(),
        ),
        Route::api_post("/api/v1/restorative/{id}/compensation", ArrangeRestorative, money)
            .doc(ApiDoc::new("Add an entry of compensation").body::<MoneyIn>().creates::<RestorativeMadeOut>()),
    ]
}

fn json(value: impl Serialize) -> Result<serde_json::Value> {
    serde_json::to_value(value).map_err(|e| Failure::broken(e.to_string()))
}

fn day(field: &'static str, text: &str) -> Result<Date> {
    text.parse().map_err(|_| Failure::refused(field, "not_a_date", "Use a date like 2026-12-07"))
}

fn code<T: std::str::FromStr<Err = ()>>(field: &'static str, text: &str) -> Result<T> {
    text.parse().map_err(|()| Failure::refused(field, "unknown", "Use one of the codes that the description lists"))
}

fn all(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let bad = |_| Failure::refused("after", "bad_cursor", "Send the `next` of the page before");
    let nil = RestorativeId(uuid::Uuid::nil());
    let after = req.query("after").map_or(Ok(nil), |text| text.parse().map_err(bad))?;
    let mut rows: Vec<CaseLine> = cx.list("WHERE id > $1 ORDER BY id LIMIT $2", params![after, req.limit()? + 1])?;
    let limit = usize::try_from(req.limit()?).unwrap_or(usize::MAX);
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next = rows.last().filter(|_| more).map(|r| r.id.to_string());
    let ids: Vec<_> = rows.iter().map(|r| r.person_id).collect();
    let names = people::lines(cx, &ids)?;
    cx.note_shown("list", "restorative", &ids);
    let items: Vec<CaseOut> = rows
        .into_iter()
        .map(|r| CaseOut {
            id: r.id.to_string(),
            crn: names.get(&r.person_id).filter(|p| !p.restricted).map(|p| p.crn.to_string()),
            origin: r.origin.code().to_owned(),
            state: r.state.code().to_owned(),
            opened_on: r.opened_on.to_string(),
            person_consents: r.person_consents,
            harmed_consents: r.harmed_consents,
            planned_on: r.planned_on.map(|d| d.to_string()),
            met_on: r.met_on.map(|d| d.to_string()),
            promises: r.promises,
            kept: r.kept,
            cost_pence: r.cost_pence,
        })
        .collect();
    let mut body = serde_json::json!({ "items": json(items)? });
    if let Some(next) = next {
        body["next"] = next.into();
    }
    Ok(Reply::json(200, body))
}

fn of_person(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let sides = sides_of(cx, &open.keys)?;
    let promises = all_of::<Promise>(cx, &open.keys)?;
    let money = all_of::<Money>(cx, &open.keys)?;
    let cases = sides.iter().map(|side| {
        let (agreed, paid) = sums(money.iter().filter(|m| m.case_id == side.case_id).map(|m| (m.what, m.pence)));
        let own = promises.iter().filter(|p| p.case_id == side.case_id).map(|p| PromiseOut {
            words: p.words.clone(),
            due_on: p.due_on.map(|d| d.to_string()),
            state: p.state.code().to_owned(),
        });
        SideOut {
            id: side.case_id.to_string(),
            state: side.state.code().to_owned(),
            opened_on: side.opened_on.to_string(),
            offered_on: side.offered_on.map(|d| d.to_string()),
            answer: side.answer.map(|a| a.code().to_owned()),
            agreed: own.collect(),
            compensation_agreed_pence: agreed,
            compensation_paid_pence: paid,
        }
    });
    Ok(Reply::json(200, json(SidesOut { cases: cases.collect() })?))
}

fn made(cx: &mut Cx<'_>, id: RestorativeId, what: String) -> Result<serde_json::Value> {
    let version = open_case(cx, id)?.1.case.version;
    json(RestorativeMadeOut { id: what, version })
}

fn add(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let person = people::open(cx, &req.param::<Crn>("crn")?)?;
    let body: OpenIn = req.json()?;
    let new = Opening {
        origin: code::<CaseOrigin>("origin", &body.origin)?,
        on: day("on", &body.on)?,
        why: body.why,
        leads: true,
    };
    let id = open(cx, &person, &new)?;
    let out = made(cx, id, id.to_string())?;
    Ok(Reply::created("/api/v1/restorative", out))
}

fn step(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let id: RestorativeId = req.param("id")?;
    let body: StepIn = req.json()?;
    let deed: Deed = code("deed", &body.deed)?;
    if !matches!(deed, Deed::Offer | Deed::Give | Deed::Decline | Deed::Withdraw | Deed::Prepare) {
        return Err(Failure::refused("deed", "unknown", "Use offer, give, decline, withdraw or prepare"));
    }
    let side: Side = code("side", &body.side)?;
    step_of_side(cx, id, (deed, side), day("on", &body.on)?, None, req.if_match())?;
    let out = made(cx, id, id.to_string())?;
    Ok(Reply::json(200, out))
}

fn money(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let id: RestorativeId = req.param("id")?;
    let body: MoneyIn = req.json()?;
    let new = NewEntry {
        what: code::<EntryKind>("what", &body.what)?,
        amount: body.pence,
        on: day("on", &body.on)?,
        why: body.why,
        instalment_pence: None,
    };
    let entry = add_money(cx, id, &new)?;
    let out = made(cx, id, entry.to_string())?;
    Ok(Reply::created("/api/v1/restorative", out))
}
