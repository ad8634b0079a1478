//! Courts by the five-character code that their messages begin with, and the team that hears of a court's results.

use crate::{Region, Team, TeamPurpose, code_of, name_of, taken};
use kernel::{CourtId, Date, TeamId};
use store::{Cx, Kind, Result, codes, params, record};

codes! {
    /// Which court it is. Youth courts sit as magistrates' courts.
    pub enum CourtLevel {
        Magistrates = "magistrates",
        Crown = "crown",
    }
}

record! {
    /// A court whose results arrive.
    pub struct Court in "court", Kind::Reference, key ["id"] {
        pub id: CourtId,
        /// The first five characters of the code in a message: B... magistrates, C... crown.
        pub code: String,
        pub name: String,
        pub level: CourtLevel,
        /// Receives what the court orders; the region's default team does where nobody was named.
        pub team_id: Option<TeamId>,
        pub start_date: Date,
        pub end_date: Option<Date>,
        pub version: i64,
    }
}

/// What is needed to add a court.
#[derive(Clone, Debug)]
pub struct NewCourt {
    pub code: String,
    pub name: String,
    pub level: CourtLevel,
    pub team: Option<TeamId>,
    pub start_date: Date,
}

/// # Errors
/// When the code is in use or not fit, there is no such team, or the database fails.
pub fn add_court(cx: &mut Cx<'_>, new: NewCourt) -> Result<Court> {
    let code = code_of(&new.code, 7)?;
    let code = code.get(..5).unwrap_or(&code).to_owned();
    let name = name_of("name", &new.name)?;
    if cx.first::<Court>("WHERE code = $1", params![code])?.is_some() {
        return Err(taken(&code));
    }
    if let Some(team) = new.team {
        crate::team(cx, team)?;
    }
    cx.describe(format!("Added court {code}, {name}"), None);
    let (id, level, team_id) = (cx.new_id(), new.level, new.team);
    let court = Court { id, code, name, level, team_id, start_date: new.start_date, end_date: None, version: 1 };
    cx.insert(&court)?;
    Ok(court)
}

/// Says which team hears of the court's results from now on.
///
/// # Errors
/// When somebody else changed the court meanwhile, there is no such court or team, or the database fails.
pub fn route_court(cx: &mut Cx<'_>, id: CourtId, version: i64, team: Option<TeamId>) -> Result<Court> {
    let mut court: Court = cx.need(params![id])?;
    let to = team.map(|t| crate::team(cx, t)).transpose()?;
    let words = to.map_or_else(|| "the region's default team".to_owned(), |t| t.name);
    cx.describe(format!("Routed {} to {words}", court.name), None);
    court.team_id = team;
    court.version = version;
    cx.update(&mut court)?;
    Ok(court)
}

/// Every court that has not ended, by name.
///
/// # Errors
/// When the database fails.
pub fn courts(cx: &mut Cx<'_>) -> Result<Vec<Court>> {
    let today = cx.today();
    cx.list("WHERE end_date IS NULL OR end_date > $1 ORDER BY name", params![today])
}

/// The court of a code in a message; what stands after the first five characters names a room and is not read.
///
/// # Errors
/// When the database fails.
pub fn court_by_code(cx: &mut Cx<'_>, code: &str) -> Result<Option<Court>> {
    let code = code.trim().to_ascii_uppercase();
    let Some(code) = code.get(..5).map(str::to_owned) else {
        return Ok(None);
    };
    cx.first("WHERE code = $1", params![code])
}

/// The team that hears of that court's results: the court's own route; else the default team of the first region that
/// has one; else the first court team. `None` only in a service that has no team, or none that could hear.
///
/// # Errors
/// When the database fails.
pub fn team_for_court(cx: &mut Cx<'_>, code: &str) -> Result<Option<TeamId>> {
    let today = cx.today();
    if let Some(team) = court_by_code(cx, code)?.and_then(|c| c.team_id) {
        let live = "WHERE id = $1 AND (end_date IS NULL OR end_date > $2)";
        if cx.first::<Team>(live, params![team, today])?.is_some() {
            return Ok(Some(team));
        }
    }
    let by_default = cx.first::<Region>("WHERE default_team_id IS NOT NULL ORDER BY code", &[])?;
    if let Some(team) = by_default.and_then(|r| r.default_team_id) {
        return Ok(Some(team));
    }
    // A team that supervises if there is one, else any: what a court sends never waits for the service to be set up whole.
    let live = "WHERE end_date IS NULL OR end_date > $1 ORDER BY code";
    let teams = cx.list::<Team>(live, params![today])?;
    Ok(teams.iter().find(|t| t.purpose == TeamPurpose::Supervision).or(teams.first()).map(|t| t.id))
}
