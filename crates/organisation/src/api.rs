//! The organisation for programs. Codes are the addresses, as people say them; lists page by code.

use crate::{
    Court, Member, NewStaff, Region, Staff, Team, add_staff, court_by_code, memberships, move_staff, staff_by_code,
    staff_lines, team_by_code, team_for_court, team_members,
};
use kernel::{Date, Permission, Refusal, TeamId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use store::{Cx, Failure, Record, Result, params};
use utoipa::ToSchema;
use web::{Answer, ApiDoc, Reply, Request, Route};

/// A region.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RegionOut {
    code: String,
    name: String,
    serves_in_welsh: bool,
}

/// A team.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TeamOut {
    id: String,
    code: String,
    name: String,
    /// `supervision`, `court`, `unpaid_work`, `programmes`, `victims` or `other`.
    purpose: String,
    telephone: Option<String>,
    email: Option<String>,
    start_date: String,
    end_date: Option<String>,
}

/// A member of staff.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct StaffOut {
    id: String,
    code: String,
    forename: String,
    surname: String,
    grade: String,
    /// Contracted minutes a week; 2,220 is a full week.
    weekly_minutes: i64,
    /// The code of the main team.
    team: String,
    start_date: String,
    version: i64,
}

/// Somebody of a team on a day.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MemberOut {
    code: String,
    name: String,
    grade: String,
    holds_cases: bool,
    /// `sick`, `suspended`, `leave`, `training` or `other`; absent when they are here.
    away: Option<String>,
    away_until: Option<String>,
}

/// A court.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CourtOut {
    code: String,
    name: String,
    level: String,
    /// The code of the team that hears of its results.
    team: Option<String>,
}

/// A member of staff to be added.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct StaffIn {
    code: String,
    forename: String,
    surname: String,
    grade: String,
    weekly_minutes: i64,
    telephone: Option<String>,
    email: Option<String>,
    /// The code of the team.
    team: String,
    /// `YYYY-MM-DD`
    start_date: String,
}

/// A move to another team.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct MoveIn {
    /// The code of the team.
    team: String,
    /// `YYYY-MM-DD`
    from: String,
    reason: String,
}

pub(crate) fn routes() -> Vec<Route> {
    const READ: Permission = Permission::ReadTeams;
    const ADMIN: Permission = Permission::Administer;
    vec![
        Route::api_get("/api/v1/regions", READ, list_regions).doc(ApiDoc::new("The regions").lists::<RegionOut>()),
        Route::api_get("/api/v1/teams", READ, list_teams)
            .doc(ApiDoc::new("The teams, ended ones too").lists::<TeamOut>()),
        Route::api_get("/api/v1/teams/{code}", READ, show_team).doc(ApiDoc::new("One team").answers::<TeamOut>()),
        Route::api_get("/api/v1/teams/{code}/members", READ, list_members).doc(
            ApiDoc::new("Who is in a team on a day, and who of them is away")
                .query("on", "the day, YYYY-MM-DD; today when not said")
                .lists::<MemberOut>(),
        ),
        Route::api_get("/api/v1/staff", READ, list_staff).doc(ApiDoc::new("The members of staff").lists::<StaffOut>()),
        Route::api_post("/api/v1/staff", ADMIN, create_staff)
            .doc(ApiDoc::new("Adds a member of staff").body::<StaffIn>().creates::<StaffOut>()),
        Route::api_get("/api/v1/staff/{code}", READ, show_staff)
            .doc(ApiDoc::new("One member of staff").answers::<StaffOut>()),
        Route::api_put("/api/v1/staff/{code}/team", ADMIN, put_team)
            .doc(ApiDoc::new("Moves a member of staff to another team").body::<MoveIn>().answers::<StaffOut>()),
        Route::api_get("/api/v1/courts", READ, list_courts).doc(ApiDoc::new("The courts").lists::<CourtOut>()),
        Route::api_get("/api/v1/courts/{code}", READ, show_court).doc(ApiDoc::new("One court").answers::<CourtOut>()),
    ]
}

/// One page of a table by code, with the code after which the next page begins.
fn page<R: Record>(cx: &mut Cx<'_>, req: &Request, code: impl Fn(&R) -> String) -> Result<(Vec<R>, Option<String>)> {
    let (after, limit) = (req.query("after").unwrap_or_default().to_owned(), req.limit()?);
    let mut rows: Vec<R> = cx.list("WHERE code > $1 ORDER BY code LIMIT $2", params![after, limit + 1])?;
    let more = rows.len() > usize::try_from(limit).unwrap_or(usize::MAX);
    rows.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let next = rows.last().filter(|_| more).map(code);
    Ok((rows, next))
}

fn items<T: Serialize>(items: Vec<T>, next: Option<String>) -> Answer {
    let mut body = serde_json::json!({ "items": json(items)? });
    if let Some(next) = next {
        body["next"] = next.into();
    }
    Ok(Reply::json(200, body))
}

fn json(value: impl Serialize) -> Result<serde_json::Value> {
    serde_json::to_value(value).map_err(|e| Failure::broken(e.to_string()))
}

fn list_regions(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (rows, next) = page::<Region>(cx, req, |r| r.code.clone())?;
    let out = rows.into_iter().map(|r| RegionOut { code: r.code, name: r.name, serves_in_welsh: r.serves_in_welsh });
    items(out.collect(), next)
}

fn team_out(team: Team) -> TeamOut {
    TeamOut {
        id: team.id.to_string(),
        code: team.code,
        name: team.name,
        purpose: team.purpose.code().into(),
        telephone: team.telephone,
        email: team.email,
        start_date: team.start_date.to_string(),
        end_date: team.end_date.map(|d| d.to_string()),
    }
}

fn list_teams(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (rows, next) = page::<Team>(cx, req, |t| t.code.clone())?;
    items(rows.into_iter().map(team_out).collect(), next)
}

fn show_team(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let team = team_by_code(cx, &req.param::<String>("code")?)?;
    Ok(Reply::json(200, json(team_out(team))?))
}

fn list_members(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let team = team_by_code(cx, &req.param::<String>("code")?)?;
    let on = match req.query("on") {
        Some(day) => day_of("on", day)?,
        None => cx.today(),
    };
    let members = team_members(cx, team.id, on)?;
    items(members.into_iter().map(member_out).collect(), None)
}

fn member_out(member: Member) -> MemberOut {
    MemberOut {
        code: member.staff.code,
        name: member.staff.name,
        grade: member.staff.grade,
        holds_cases: member.holds_cases,
        away: member.away.as_ref().map(|a| a.kind.code().into()),
        away_until: member.away.and_then(|a| a.last_day).map(|d| d.to_string()),
    }
}

fn day_of(field: &str, text: &str) -> Result<Date> {
    text.parse().map_err(|_| Refusal::new(field, "not_a_day", "Give a day as YYYY-MM-DD").into())
}

fn staff_out(cx: &mut Cx<'_>, staff: Staff) -> Result<StaffOut> {
    staff_outs(cx, vec![staff])?.pop().ok_or(Failure::NotFound)
}

/// A list in three statements, whatever its length.
fn staff_outs(cx: &mut Cx<'_>, all: Vec<Staff>) -> Result<Vec<StaffOut>> {
    let lines = staff_lines(cx, &all.iter().map(|s| s.id).collect::<Vec<_>>())?;
    let codes = team_codes(cx)?;
    let team_of = |id| lines.get(&id).and_then(|l| codes.get(&l.team)).cloned().unwrap_or_default();
    let outs = all.into_iter().map(|staff| StaffOut {
        id: staff.id.to_string(),
        team: team_of(staff.id),
        code: staff.code,
        forename: staff.forename,
        surname: staff.surname,
        grade: staff.grade,
        weekly_minutes: staff.weekly_minutes,
        start_date: staff.start_date.to_string(),
        version: staff.version,
    });
    Ok(outs.collect())
}

fn team_codes(cx: &mut Cx<'_>) -> Result<BTreeMap<TeamId, String>> {
    Ok(cx.list::<Team>("ORDER BY code", &[])?.into_iter().map(|t| (t.id, t.code)).collect())
}

fn list_staff(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (rows, next) = page::<Staff>(cx, req, |s| s.code.clone())?;
    let out = staff_outs(cx, rows)?;
    items(out, next)
}

fn show_staff(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let staff = staff_by_code(cx, &req.param::<String>("code")?)?;
    let out = staff_out(cx, staff)?;
    Ok(Reply::json(200, json(out)?))
}

fn create_staff(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let body: StaffIn = req.json()?;
    let start_date = day_of("start_date", &body.start_date)?;
    let team = known_team(cx, &body.team)?.id;
    let StaffIn { code, forename, surname, grade, weekly_minutes, telephone, email, .. } = body;
    let staff =
        add_staff(cx, NewStaff { code, forename, surname, grade, weekly_minutes, telephone, email, team, start_date })?;
    let location = format!("/api/v1/staff/{}", staff.code);
    let out = staff_out(cx, staff)?;
    Ok(Reply::created(location, json(out)?))
}

fn known_team(cx: &mut Cx<'_>, code: &str) -> Result<Team> {
    team_by_code(cx, code).map_err(|e| match e {
        Failure::NotFound => Failure::refused("team", "no_such_team", format!("There is no team {code}")),
        other => other,
    })
}

fn put_team(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let staff = staff_by_code(cx, &req.param::<String>("code")?)?;
    let body: MoveIn = req.json()?;
    let from = day_of("from", &body.from)?;
    let to = known_team(cx, &body.team)?;
    // The same move sent again is done already.
    let held = memberships(cx, staff.id)?;
    if !held.iter().any(|m| m.is_main && m.team_id == to.id && m.start_date == from && m.end_date.is_none()) {
        move_staff(cx, staff.id, to.id, from, &body.reason)?;
    }
    let out = staff_out(cx, staff)?;
    Ok(Reply::json(200, json(out)?))
}

/// `otherwise` is where the courts without a route of their own go.
fn court_out(court: Court, codes: &BTreeMap<TeamId, String>, otherwise: Option<TeamId>) -> CourtOut {
    let team = court.team_id.or(otherwise).and_then(|t| codes.get(&t)).cloned();
    CourtOut { code: court.code, name: court.name, level: court.level.code().into(), team }
}

fn list_courts(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (rows, next) = page::<Court>(cx, req, |c| c.code.clone())?;
    let (codes, otherwise) = (team_codes(cx)?, team_for_court(cx, "")?);
    items(rows.into_iter().map(|c| court_out(c, &codes, otherwise)).collect(), next)
}

fn show_court(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let court = court_by_code(cx, &req.param::<String>("code")?)?.ok_or(Failure::NotFound)?;
    let (codes, heard_by) = (team_codes(cx)?, team_for_court(cx, &court.code)?);
    Ok(Reply::json(200, json(court_out(court, &codes, heard_by))?))
}
