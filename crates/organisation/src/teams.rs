//! Teams. A team is what courts, caseloads and boards are kept by.

use crate::{Unit, code_of, name_of, taken};
use kernel::{Date, TeamId, UnitId};
use store::{Cx, Failure, Kind, Result, codes, params, record};

codes! {
    /// What a team is for.
    pub enum TeamPurpose {
        /// Supervises people.
        Supervision = "supervision",
        /// Works in court: reports, results.
        Court = "court",
        /// Runs unpaid work.
        UnpaidWork = "unpaid_work",
        /// Runs accredited programmes.
        Programmes = "programmes",
        /// Works with victims.
        Victims = "victims",
        /// Anything else.
        Other = "other",
    }
}

impl TeamPurpose {
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            TeamPurpose::Supervision => "Supervision",
            TeamPurpose::Court => "Court work",
            TeamPurpose::UnpaidWork => "Unpaid work",
            TeamPurpose::Programmes => "Programmes",
            TeamPurpose::Victims => "Victims",
            TeamPurpose::Other => "Other",
        }
    }
}

record! {
    /// A team of a delivery unit.
    pub struct Team in "team", Kind::Reference, key ["id"] {
        pub id: TeamId,
        pub unit_id: UnitId,
        pub code: String,
        pub name: String,
        pub purpose: TeamPurpose,
        pub telephone: Option<String>,
        pub email: Option<String>,
        pub start_date: Date,
        /// The first day on which it is no more.
        pub end_date: Option<Date>,
        pub version: i64,
    }
}

/// What is needed to open a team.
#[derive(Clone, Debug)]
pub struct NewTeam {
    pub unit: UnitId,
    pub code: String,
    pub name: String,
    pub purpose: TeamPurpose,
    pub telephone: Option<String>,
    pub email: Option<String>,
    pub start_date: Date,
}

/// # Errors
/// When the code is in use or not fit, there is no such unit, or the database fails.
pub fn open_team(cx: &mut Cx<'_>, new: NewTeam) -> Result<Team> {
    let unit: Unit = cx.need(params![new.unit])?;
    let code = code_of(&new.code, 6)?;
    let name = name_of("name", &new.name)?;
    if cx.first::<Team>("WHERE code = $1", params![code])?.is_some() {
        return Err(taken(&code));
    }
    cx.describe(format!("Opened team {code}, {name}, in {}", unit.name), None);
    let team = Team {
        id: cx.new_id(),
        unit_id: unit.id,
        code,
        name,
        purpose: new.purpose,
        telephone: new.telephone,
        email: new.email,
        start_date: new.start_date,
        end_date: None,
        version: 1,
    };
    cx.insert(&team)?;
    Ok(team)
}

/// Changes what a team is called, what it is for and how it is reached; `version` is that of the page it was read on.
///
/// # Errors
/// When somebody else changed it meanwhile, the name is not fit, or the database fails.
pub fn rename_team(cx: &mut Cx<'_>, id: TeamId, version: i64, change: NewTeam) -> Result<Team> {
    let mut team: Team = cx.need(params![id])?;
    let name = name_of("name", &change.name)?;
    cx.describe(format!("Changed team {}: {name}", team.code), None);
    team.name = name;
    team.purpose = change.purpose;
    team.telephone = change.telephone;
    team.email = change.email;
    team.version = version;
    cx.update(&mut team)?;
    Ok(team)
}

/// Ends a team on a day. Nobody may still belong to it then.
///
/// # Errors
/// When members are left, the day is before the team's first, or the database fails.
pub fn close_team(cx: &mut Cx<'_>, id: TeamId, on: Date, reason: &str) -> Result<Team> {
    let mut team: Team = cx.need(params![id])?;
    if on < team.start_date {
        return Err(Failure::refused("end_date", "before_start", "The team cannot end before it began"));
    }
    let members = crate::team_members(cx, id, on)?;
    if !members.is_empty() {
        let words = format!("{} still belong to the team on that day: move them first", members.len());
        return Err(Failure::refused("end_date", "has_members", words));
    }
    cx.describe(format!("Closed team {}, {}", team.code, team.name), Some(reason));
    team.end_date = Some(on);
    cx.update(&mut team)?;
    Ok(team)
}

/// # Errors
/// When there is none or the database fails.
pub fn team(cx: &mut Cx<'_>, id: TeamId) -> Result<Team> {
    if cx.is_writing() {
        return cx.need(params![id]);
    }
    all_teams(cx)?.iter().find(|team| team.id == id).cloned().ok_or(Failure::NotFound)
}

struct AllTeams(Vec<Team>);

impl std::ops::Deref for AllTeams {
    type Target = [Team];
    fn deref(&self) -> &[Team] {
        &self.0
    }
}

/// Every team, ended ones too, by code.
fn all_teams(cx: &mut Cx<'_>) -> Result<std::sync::Arc<AllTeams>> {
    cx.remembered(|cx| Ok(AllTeams(cx.list("ORDER BY code", &[])?)))
}

/// # Errors
/// When there is none or the database fails.
pub fn team_by_code(cx: &mut Cx<'_>, code: &str) -> Result<Team> {
    let code = code.trim().to_ascii_uppercase();
    all_teams(cx)?.iter().find(|team| team.code == code).cloned().ok_or(Failure::NotFound)
}

/// Every team that has not ended, by code.
///
/// # Errors
/// When the database fails.
pub fn teams(cx: &mut Cx<'_>) -> Result<Vec<Team>> {
    let today = cx.today();
    Ok(all_teams(cx)?.iter().filter(|team| team.end_date.is_none_or(|end| today < end)).cloned().collect())
}
