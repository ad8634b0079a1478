//! The teams that a user belongs to, by id. `organisation` sets them; it knows what a team is.

use kernel::{Actor, TeamId, UserId};
use store::{Cx, Kind, Result, params, record};

record! {
    /// A team that a user belongs to.
    pub struct UserTeam in "access_user_team", Kind::Subject, key ["user_id", "team_id"] {
        pub user_id: UserId,
        pub team_id: TeamId,
    }
}

/// # Errors
/// When the database fails.
pub fn teams_of(cx: &mut Cx<'_>, user: UserId) -> Result<Vec<TeamId>> {
    let rows: Vec<UserTeam> = cx.list("WHERE user_id = $1 ORDER BY team_id", params![user])?;
    Ok(rows.into_iter().map(|row| row.team_id).collect())
}

/// The teams of whoever is asking; none for clients and the system.
///
/// # Errors
/// When the database fails.
pub fn my_teams(cx: &mut Cx<'_>) -> Result<Vec<TeamId>> {
    match *cx.actor() {
        Actor::User { id, .. } => teams_of(cx, id),
        _ => Ok(Vec::new()),
    }
}

/// Makes these, and no others, the teams of a user.
///
/// # Errors
/// When the database fails.
pub fn set_teams(cx: &mut Cx<'_>, user: UserId, teams: &[TeamId]) -> Result<()> {
    let now: Vec<UserTeam> = cx.list("WHERE user_id = $1", params![user])?;
    cx.describe("Set the teams of a user", None);
    for row in now.iter().filter(|row| !teams.contains(&row.team_id)) {
        cx.remove(row)?;
    }
    for team_id in teams.iter().copied().filter(|team| now.iter().all(|row| row.team_id != *team)) {
        cx.insert(&UserTeam { user_id: user, team_id })?;
    }
    Ok(())
}
