//! Reports for programs: lists, one as a document, and the verbs.

use super::actions::{Beginning, Proposing, begin_report, propose, sign_report, submit_report, write_part};
use super::check::{Checking, check_report};
use super::document::document;
use super::records::{Interview, Part, ProposedRequirement, ReportKind, ReportLine, ReportState};
use super::store::{Shelf, list as listed, report, whole};
use kernel::{CourtId, Crn, Date, Permission, PersonId, Refusal, ReportId, ReportRequestId, StaffId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use store::{Cx, Failure, Result};
use utoipa::ToSchema;
use web::{Answer, ApiDoc, Reply, Request, Route};

/// A report as a list has it.
#[derive(Serialize, ToSchema)]
struct CourtReportOut {
    id: String,
    crn: String,
    /// oral, fast or standard.
    kind: String,
    /// writing, checking, returned, checked, signed or withdrawn.
    state: String,
    asked_on: String,
    hearing_on: String,
    signed_on: Option<String>,
    sentenced_on: Option<String>,
    /// same, less, more or other.
    verdict: Option<String>,
}

/// A report to be begun.
#[derive(Deserialize, ToSchema)]
struct ReportBeginIn {
    /// The id of a court.
    court: String,
    asked_on: String,
    hearing_on: String,
    reasons: String,
    /// Codes of what applies, such as domestic-abuse.
    #[serde(default)]
    facts: Vec<String>,
    /// None takes the kind that policy asks for.
    kind: Option<String>,
    kind_why: Option<String>,
    /// at-court, video, office, prison or not-met.
    interview: String,
    /// The id of the court's request.
    request: Option<String>,
    /// The id of the member of staff who writes it.
    staff: Option<String>,
}

/// The id of what was made.
#[derive(Serialize, ToSchema)]
struct ReportMade {
    id: String,
}

/// A part in words.
#[derive(Deserialize, ToSchema)]
struct ReportPartIn {
    words: String,
    /// The version that was read; 0 before anything was written.
    version: i64,
}

/// A requirement that is proposed.
#[derive(Deserialize, ToSchema)]
struct ReportRequirementIn {
    kind: String,
    length: Option<String>,
    why: String,
    consent: Option<bool>,
}

/// What is proposed.
#[derive(Deserialize, ToSchema)]
struct ReportProposalIn {
    sentence: String,
    term: Option<String>,
    requirements: Vec<ReportRequirementIn>,
    /// compensation, restorative, unpaid-work or none.
    reparation: String,
    /// The version that was read; 0 before anything was written.
    version: i64,
}

/// What the checker says.
#[derive(Deserialize, ToSchema)]
struct ReportCheckIn {
    agree: bool,
    /// Code of a criterion to met, partly or not.
    ratings: BTreeMap<String, String>,
    comments: Option<String>,
}

/// Signing, with a reason where answers are missing.
#[derive(Deserialize, ToSchema)]
struct ReportSignIn {
    without: Option<String>,
}

/// Words to go with it.
#[derive(Deserialize, ToSchema)]
struct ReportWordsIn {
    words: Option<String>,
}

pub(super) fn routes() -> Vec<Route> {
    const READ: Permission = Permission::ReadPeople;
    const WRITE: Permission = Permission::Assess;
    let doc = ApiDoc::new;
    vec![
        Route::api_get("/api/v1/reports", READ, list).doc(
            doc("Reports to courts")
                .query("show", "open (as without it), check, signed or withdrawn")
                .lists::<CourtReportOut>(),
        ),
        Route::api_get("/api/v1/reports/{id}", READ, one)
            .doc(doc("A report as it is read, as signed once it is").gives("application/json")),
        Route::api_post("/api/v1/people/{crn}/reports", WRITE, begin)
            .doc(doc("Begin a report").body::<ReportBeginIn>().creates::<ReportMade>()),
        Route::api_put("/api/v1/reports/{id}/parts/{part}", WRITE, part)
            .doc(doc("Write a part of a report").body::<ReportPartIn>()),
        Route::api_put("/api/v1/reports/{id}/proposal", WRITE, proposal)
            .doc(doc("Write the proposal of a report").body::<ReportProposalIn>()),
        Route::api_post("/api/v1/reports/{id}/send", WRITE, send)
            .doc(doc("Send a report to be checked").body::<ReportWordsIn>()),
        Route::api_post("/api/v1/reports/{id}/check", READ, check)
            .doc(doc("Agree or return a report").body::<ReportCheckIn>()),
        Route::api_post("/api/v1/reports/{id}/sign", WRITE, sign).doc(doc("Sign a report").body::<ReportSignIn>()),
    ]
}

fn json(value: impl Serialize) -> Result<serde_json::Value> {
    serde_json::to_value(value).map_err(|e| Failure::broken(e.to_string()))
}

fn list(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (limit, from) = (req.limit()?, req.after()?);
    let shelf = match req.query("show") {
        Some("check") => Shelf::ToCheck,
        Some("signed") => Shelf::Signed,
        Some("withdrawn") => Shelf::Withdrawn,
        _ => Shelf::Open(None),
    };
    let (rows, _) = listed(cx, shelf, limit, from)?;
    let ids: Vec<PersonId> = rows.iter().map(|r| r.person_id).collect();
    let lines = people::lines(cx, &ids)?;
    cx.note_shown("list", "reports to courts", &ids);
    let items: Vec<CourtReportOut> =
        rows.into_iter().filter_map(|row| lines.get(&row.person_id).map(|line| out(row, &line.crn))).collect();
    Ok(crate::inbox::listed(items, from, limit))
}

fn out(row: ReportLine, crn: &Crn) -> CourtReportOut {
    CourtReportOut {
        id: row.id.to_string(),
        crn: crn.to_string(),
        kind: row.kind.code().to_owned(),
        state: row.state.code().to_owned(),
        asked_on: row.asked_on.to_string(),
        hearing_on: row.hearing_on.to_string(),
        signed_on: row.signed_on.map(|d| d.to_string()),
        sentenced_on: row.sentenced_on.map(|d| d.to_string()),
        verdict: row.verdict,
    }
}

fn one(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, row) = report(cx, req.param::<ReportId>("id")?)?;
    let whole = whole(cx, row)?;
    let document = document(cx, &open, &whole)?;
    let versions: BTreeMap<&str, i64> = whole.parts.iter().map(|p| (p.part.code(), p.version)).collect();
    let body = serde_json::json!({
        "id": whole.report.id.to_string(),
        "state": whole.report.state.code(),
        "signed": whole.report.state == ReportState::Signed,
        "hash": whole.report.shown_hash,
        "version": whole.report.version,
        "part_versions": versions,
        "proposal_version": whole.proposal.as_ref().map_or(0, |p| p.version),
        "document": json(document)?,
    });
    Ok(Reply::json(200, body))
}

fn day(field: &'static str, text: &str) -> Result<Date> {
    text.parse().map_err(|_| Failure::refused(field, "not_a_date", "Give a date as YYYY-MM-DD"))
}

fn id<T: std::str::FromStr>(field: &'static str, text: &str) -> Result<T> {
    text.parse().map_err(|_| Refusal::new(field, "unknown", "This is no id").into())
}

fn begin(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let crn: Crn = req.param("crn")?;
    let said: ReportBeginIn = req.json()?;
    let open = people::open(cx, &crn)?;
    let court: CourtId = id("court", &said.court)?;
    let court = organisation::courts(cx)?.into_iter().find(|c| c.id == court);
    let court = court.ok_or_else(|| Failure::refused("court", "unknown", "There is no such court"))?;
    let request = said.request.as_deref().map(|text| id::<ReportRequestId>("request", text)).transpose()?;
    let asked = crate::requests::requests_of(cx, &open.keys)?.into_iter().find(|r| Some(r.id) == request);
    if request.is_some() && asked.is_none() {
        return Err(Failure::refused("request", "unknown", "This person has no such request"));
    }
    let kind = said.kind.as_deref().map(str::parse::<ReportKind>).transpose();
    let interview = said.interview.parse::<Interview>();
    let new = Beginning {
        court: Some(court.id),
        court_name: court.name,
        asked_on: day("asked_on", &said.asked_on)?,
        hearing_on: day("hearing_on", &said.hearing_on)?,
        reasons: said.reasons,
        ticked: said.facts.into_iter().collect(),
        kind: kind.map_err(|()| Refusal::new("kind", "unknown", "Give oral, fast or standard"))?,
        kind_why: said.kind_why,
        interview: interview
            .map_err(|()| Refusal::new("interview", "unknown", "Give at-court, video, office, prison or not-met"))?,
        event: asked.map(|r| r.event_id),
        request,
        staff: said.staff.as_deref().map(|text| id::<StaffId>("staff", text)).transpose()?,
    };
    let id = begin_report(cx, &open, &new)?;
    Ok(Reply::created(format!("/api/v1/reports/{id}"), json(ReportMade { id: id.to_string() })?))
}

fn part(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let part = req.param::<String>("part")?.parse::<Part>().map_err(|()| Failure::NotFound)?;
    let said: ReportPartIn = req.json()?;
    write_part(cx, req.param("id")?, part, &said.words, said.version)?;
    Ok(Reply::no_content())
}

fn proposal(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let said: ReportProposalIn = req.json()?;
    let line =
        |r: ReportRequirementIn| ProposedRequirement { kind: r.kind, length: r.length, why: r.why, consent: r.consent };
    let new = Proposing {
        sentence: said.sentence,
        term: said.term,
        requirements: said.requirements.into_iter().map(line).collect(),
        answers: BTreeMap::new(),
        reparation: said.reparation,
    };
    propose(cx, req.param("id")?, &new, said.version)?;
    Ok(Reply::no_content())
}

fn send(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let said: ReportWordsIn = req.json()?;
    submit_report(cx, req.param("id")?, said.words.as_deref(), req.if_match())?;
    Ok(Reply::no_content())
}

fn check(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let said: ReportCheckIn = req.json()?;
    let said = Checking { agree: said.agree, ratings: said.ratings, comments: said.comments };
    check_report(cx, req.param("id")?, &said, req.if_match())?;
    Ok(Reply::no_content())
}

fn sign(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let said: ReportSignIn = req.json()?;
    sign_report(cx, req.param("id")?, said.without.as_deref(), req.if_match())?;
    Ok(Reply::no_content())
}
