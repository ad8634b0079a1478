//! Need without risk for programs: people of a team or delivery unit whom their tier alone would hide, women first.

use super::items;
use crate::workload::{HighNeedCase, high_need_people};
use kernel::{Permission, TeamId};
use organisation::TeamPurpose;
use people::PersonLine;
use serde::Serialize;
use store::{Cx, Failure};
use utoipa::ToSchema;
use web::{Answer, ApiDoc, Request, Route};

/// Most people told of at once.
const MOST: i64 = 200;

/// A person of a lower tier with high need.
#[derive(Debug, Serialize, ToSchema)]
struct HighNeedOut {
    crn: String,
    tier: Option<String>,
    two_part: Option<String>,
    need_points: i64,
    severe_needs: i64,
    /// What the person counts for in the officer's workload without the need.
    points: i64,
    /// Added for the need.
    allowance: i64,
    woman: bool,
}

pub(super) fn routes() -> Vec<Route> {
    let doc = || ApiDoc::new("People with high need and a lower tier, women first").lists::<HighNeedOut>();
    vec![
        Route::api_get("/api/v1/teams/{code}/high-need", Permission::ReadTeams, of_team).doc(doc()),
        Route::api_get("/api/v1/units/{code}/high-need", Permission::ReadTeams, of_unit).doc(doc()),
    ]
}

fn of_team(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let team = organisation::team_by_code(cx, &req.param::<String>("code")?)?;
    told(cx, req, &[team.id])
}

fn of_unit(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let code = req.param::<String>("code")?;
    let unit = organisation::units(cx)?.into_iter().find(|u| u.code == code).ok_or(Failure::NotFound)?;
    let mine = |t: &organisation::Team| t.unit_id == unit.id && t.purpose == TeamPurpose::Supervision;
    let teams: Vec<TeamId> = organisation::teams(cx)?.into_iter().filter(mine).map(|t| t.id).collect();
    told(cx, req, &teams)
}

/// Restricted people are left out: what is told of them here would say more than their CRN.
fn told(cx: &mut Cx<'_>, req: &Request, teams: &[TeamId]) -> Answer {
    let found = high_need_people(cx, teams, MOST)?;
    let ids: Vec<_> = found.iter().map(|f| f.person).collect();
    let lines = people::lines(cx, &ids)?;
    cx.note_shown("list", req.path(), &ids);
    let seen = found.into_iter().filter_map(|f| Some((lines.get(&f.person).filter(|l| !l.restricted)?, f)));
    items(seen.map(|(line, f)| out(line, f)).collect(), None)
}

fn out(line: &PersonLine, f: HighNeedCase) -> HighNeedOut {
    HighNeedOut {
        crn: line.crn.to_string(),
        tier: f.tier,
        two_part: f.two_part,
        need_points: f.need_points,
        severe_needs: f.severe_needs,
        points: f.points,
        allowance: f.allowance,
        woman: f.woman,
    }
}
