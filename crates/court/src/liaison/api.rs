//! The work with the bench for programs: meetings, actions that are open, and what sentencers say.

use super::actions::{Met, meet_bench};
use super::pages::court_of;
use super::records::{BenchAction, BenchMeeting, Feedback};
use kernel::{Date, Permission};
use serde::{Deserialize, Serialize};
use store::{Cx, Failure, Result, params};
use utoipa::ToSchema;
use web::{Answer, ApiDoc, Reply, Request, Route};

/// A meeting with the bench.
#[derive(Serialize, ToSchema)]
struct BenchMeetingOut {
    id: String,
    held_on: String,
    bench: String,
    service: String,
    discussed: String,
    next_on: Option<String>,
    version: i64,
}

/// A meeting to be recorded.
#[derive(Deserialize, ToSchema)]
struct BenchMeetingIn {
    held_on: String,
    bench: String,
    #[serde(default)]
    service: String,
    discussed: String,
    next_on: Option<String>,
}

/// An action that is open.
#[derive(Serialize, ToSchema)]
struct BenchActionOut {
    id: String,
    what: String,
    /// The id of the member of staff who does it.
    owner: String,
    due_on: String,
}

/// How sentencers answered one question in one year.
#[derive(Serialize, ToSchema)]
struct FeedbackOut {
    year: i64,
    question: String,
    very_good: i64,
    good: i64,
    poor: i64,
    very_poor: i64,
}

/// The id of what was recorded.
#[derive(Serialize, ToSchema)]
struct LiaisonMade {
    id: String,
}

pub(super) fn routes() -> Vec<Route> {
    const READ: Permission = Permission::ReadTeams;
    let doc = ApiDoc::new;
    vec![
        Route::api_get("/api/v1/courts/{court}/meetings", READ, meetings)
            .doc(doc("Meetings with the bench of a court, the newest first").lists::<BenchMeetingOut>()),
        Route::api_post("/api/v1/courts/{court}/meetings", Permission::CourtInbox, meet)
            .doc(doc("Record a meeting with the bench").body::<BenchMeetingIn>().creates::<LiaisonMade>()),
        Route::api_get("/api/v1/courts/{court}/actions", READ, actions)
            .doc(doc("Open actions of meetings with the bench, the nearest day first").lists::<BenchActionOut>()),
        Route::api_get("/api/v1/courts/{court}/feedback", READ, feedback)
            .doc(doc("What the sentencers of a court said, year by year").lists::<FeedbackOut>()),
    ]
}

fn meetings(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (limit, from) = (req.limit()?, req.after()?);
    let court = court_of(cx, req)?;
    let rest = "WHERE court_id = $1 ORDER BY held_on DESC, id DESC LIMIT $2 OFFSET $3";
    let rows = cx.list::<BenchMeeting>(rest, params![court.id, limit, from])?;
    let items: Vec<BenchMeetingOut> = rows
        .into_iter()
        .map(|m| BenchMeetingOut {
            id: m.id.to_string(),
            held_on: m.held_on.to_string(),
            bench: m.bench,
            service: m.service,
            discussed: m.discussed,
            next_on: m.next_on.map(|d| d.to_string()),
            version: m.version,
        })
        .collect();
    Ok(crate::inbox::listed(items, from, limit))
}

fn day(field: &'static str, text: &str) -> Result<Date> {
    text.parse().map_err(|_| Failure::refused(field, "not_a_date", "Give a date as YYYY-MM-DD"))
}

fn meet(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let court = court_of(cx, req)?;
    let said: BenchMeetingIn = req.json()?;
    let met = Met {
        held_on: day("held_on", &said.held_on)?,
        bench: said.bench,
        service: said.service,
        discussed: said.discussed,
        next_on: said.next_on.as_deref().map(|text| day("next_on", text)).transpose()?,
    };
    let id = meet_bench(cx, court.id, &met)?.to_string();
    let body = serde_json::to_value(LiaisonMade { id }).map_err(|e| Failure::broken(e.to_string()))?;
    Ok(Reply::created(format!("/api/v1/courts/{}/meetings", court.code), body))
}

fn actions(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (limit, from) = (req.limit()?, req.after()?);
    let court = court_of(cx, req)?;
    let rest = "WHERE court_id = $1 AND done_on IS NULL ORDER BY due_on, id LIMIT $2 OFFSET $3";
    let rows = cx.list::<BenchAction>(rest, params![court.id, limit, from])?;
    let out = |a: BenchAction| BenchActionOut {
        id: a.id.to_string(),
        what: a.what,
        owner: a.owner_id.to_string(),
        due_on: a.due_on.to_string(),
    };
    Ok(crate::inbox::listed(rows.into_iter().map(out).collect::<Vec<_>>(), from, limit))
}

fn feedback(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (limit, from) = (req.limit()?, req.after()?);
    let court = court_of(cx, req)?;
    let rest = "WHERE court_id = $1 ORDER BY year DESC, question LIMIT $2 OFFSET $3";
    let rows = cx.list::<Feedback>(rest, params![court.id, limit, from])?;
    let out = |f: Feedback| FeedbackOut {
        year: f.year,
        question: f.question,
        very_good: f.very_good,
        good: f.good,
        poor: f.poor,
        very_poor: f.very_poor,
    };
    Ok(crate::inbox::listed(rows.into_iter().map(out).collect::<Vec<_>>(), from, limit))
}
