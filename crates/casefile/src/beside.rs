//! What rooms of one floor show on each other's pages: the binary hands these to the rooms that own the pages.

use kernel::{CourtId, Date, TeamId};
use store::{Cx, Result};
use web::Markup;

/// Beside a court's day: the breaches that it hears.
///
/// # Errors
/// When the database fails.
pub fn court_day(cx: &mut Cx<'_>, court: CourtId, day: Date) -> Result<Markup> {
    enforcement::breach::court_day_panel(cx, court, day)
}

/// On a team's page: the failures to comply that wait.
///
/// # Errors
/// When the database fails.
pub fn team(cx: &mut Cx<'_>, team: TeamId) -> Result<Markup> {
    enforcement::team_panel(cx, team)
}
