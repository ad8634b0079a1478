//! Adding staff, changing what is known of them, and moving them between teams. Teams are told to `access`, which knows
//! them by id and lets their members see what a team may see.

use super::{Membership, Staff, memberships};
use crate::{Grade, code_of, name_of, taken};
use kernel::{Date, StaffId, TeamId, UserId, fold};
use store::{Cx, Failure, Result, params};

/// What is needed to add a member of staff.
#[derive(Clone, Debug)]
pub struct NewStaff {
    pub code: String,
    pub forename: String,
    pub surname: String,
    /// A grade's code.
    pub grade: String,
    /// 0 to 2,880 minutes a week.
    pub weekly_minutes: i64,
    pub telephone: Option<String>,
    pub email: Option<String>,
    pub team: TeamId,
    pub start_date: Date,
}

/// What may be changed of a member of staff besides teams.
#[derive(Clone, Debug)]
pub struct StaffChange {
    pub forename: String,
    pub surname: String,
    pub grade: String,
    pub weekly_minutes: i64,
    pub telephone: Option<String>,
    pub email: Option<String>,
}

/// # Errors
/// When the code is in use, something is not fit, there is no such team or grade, or the database fails.
pub fn add_staff(cx: &mut Cx<'_>, new: NewStaff) -> Result<Staff> {
    let code = code_of(&new.code, 7)?;
    if cx.first::<Staff>("WHERE code = $1", params![code])?.is_some() {
        return Err(taken(&code));
    }
    let team = crate::team(cx, new.team)?;
    if team.end_date.is_some_and(|end| end <= new.start_date) {
        return Err(Failure::refused("team", "team_ended", format!("{} has ended: choose another team", team.name)));
    }
    let mut staff = Staff {
        id: cx.new_id(),
        code,
        forename: String::new(),
        surname: String::new(),
        folded: String::new(),
        grade: String::new(),
        weekly_minutes: 0,
        telephone: None,
        email: None,
        user_id: None,
        start_date: new.start_date,
        version: 1,
    };
    let NewStaff { forename, surname, grade, weekly_minutes, telephone, email, .. } = new;
    fill(cx, &mut staff, StaffChange { forename, surname, grade, weekly_minutes, telephone, email })?;
    cx.describe(format!("Added {} ({}) to {}", staff.name(), staff.grade, team.name), None);
    cx.insert(&staff)?;
    insert_membership(cx, staff.id, team.id, true, staff.start_date, "Joined")?;
    Ok(staff)
}

/// `version` is that of the page on which the change was made.
///
/// # Errors
/// When somebody else changed it meanwhile, something is not fit, or the database fails.
pub fn amend_staff(cx: &mut Cx<'_>, id: StaffId, version: i64, change: StaffChange) -> Result<Staff> {
    cx.lock(id.0.into())?;
    let mut staff: Staff = cx.need(params![id])?;
    fill(cx, &mut staff, change)?;
    staff.version = version;
    cx.describe(format!("Changed what is known of {}", staff.name()), None);
    cx.update(&mut staff)?;
    Ok(staff)
}

fn fill(cx: &mut Cx<'_>, staff: &mut Staff, change: StaffChange) -> Result<()> {
    if cx.get::<Grade>(params![change.grade])?.is_none() {
        return Err(Failure::refused("grade", "no_such_grade", "Choose a grade"));
    }
    if !(0..=2_880).contains(&change.weekly_minutes) {
        return Err(Failure::refused("weekly_minutes", "bad_minutes", "Enter 0 to 48 hours a week"));
    }
    staff.forename = name_of("forename", &change.forename)?;
    staff.surname = name_of("surname", &change.surname)?;
    staff.folded = fold(&format!("{} {} {}", staff.forename, staff.surname, staff.code));
    staff.grade = change.grade;
    staff.weekly_minutes = change.weekly_minutes;
    staff.telephone = change.telephone;
    staff.email = change.email;
    Ok(())
}

/// Says which account a member of staff signs in with; that account may see what their teams may see.
///
/// # Errors
/// When another member of staff has the account, or the database fails.
pub fn link_user(cx: &mut Cx<'_>, id: StaffId, user: Option<UserId>) -> Result<Staff> {
    cx.lock(id.0.into())?;
    let mut staff: Staff = cx.need(params![id])?;
    if let Some(user) = user
        && let Some(other) = cx.first::<Staff>("WHERE user_id = $1 AND id <> $2", params![user, id])?
    {
        return Err(Failure::refused(
            "user",
            "user_taken",
            format!("{} signs in with that account already", other.name()),
        ));
    }
    let words = if user.is_some() { "Linked" } else { "Unlinked" };
    cx.describe(format!("{words} the account of {}", staff.name()), None);
    if let Some(former) = staff.user_id.filter(|former| Some(*former) != user) {
        access::set_staff(cx, former, None)?;
        access::set_teams(cx, former, &[])?;
    }
    staff.user_id = user;
    cx.update(&mut staff)?;
    if let Some(user) = user {
        access::set_staff(cx, user, Some(id))?;
    }
    tell_access(cx, &staff)?;
    Ok(staff)
}

/// Gives a member of staff another main team from a day on; the former one ends on that day.
///
/// # Errors
/// When they are in that team already, the day lies before the current membership began, the team has ended by then, or
/// the database fails.
pub fn move_staff(cx: &mut Cx<'_>, id: StaffId, team: TeamId, from: Date, reason: &str) -> Result<()> {
    cx.lock(id.0.into())?;
    let staff: Staff = cx.need(params![id])?;
    let to = crate::team(cx, team)?;
    if to.end_date.is_some_and(|end| end <= from) {
        return Err(Failure::refused(
            "team",
            "team_ended",
            format!("{} has ended by then: choose another team", to.name),
        ));
    }
    if reason.trim().is_empty() {
        return Err(Failure::refused("reason", "no_reason", "Enter why they move"));
    }
    let all = memberships(cx, id)?;
    let Some(mut current) = all.into_iter().rfind(|m| m.is_main) else {
        return Err(Failure::broken(format!("{} has no main team", staff.code)));
    };
    if current.team_id == team {
        return Err(Failure::refused("team", "same_team", format!("{} is in that team already", staff.name())));
    }
    if from <= current.start_date {
        let words = format!("Enter a day after {}, when the last move took effect", current.start_date);
        return Err(Failure::refused("from", "before_last_move", words));
    }
    cx.describe(format!("Moved {} to {} from {from}", staff.name(), to.name), Some(reason));
    current.end_date = Some(from);
    cx.update(&mut current)?;
    insert_membership(cx, id, team, true, from, reason)?;
    tell_access(cx, &staff)
}

/// Adds a further team, besides the main one.
///
/// # Errors
/// When they are in that team on that day already, or the database fails.
pub fn join_team(cx: &mut Cx<'_>, id: StaffId, team: TeamId, from: Date, reason: &str) -> Result<()> {
    cx.lock(id.0.into())?;
    let staff: Staff = cx.need(params![id])?;
    let to = crate::team(cx, team)?;
    if memberships(cx, id)?.iter().any(|m| m.team_id == team && m.end_date.is_none_or(|end| from < end)) {
        return Err(Failure::refused("team", "same_team", format!("{} is in that team already", staff.name())));
    }
    cx.describe(format!("Added {} to {} from {from}", staff.name(), to.name), Some(reason));
    insert_membership(cx, id, team, false, from, reason)?;
    tell_access(cx, &staff)
}

/// Ends a further team; the main one ends only by a move.
///
/// # Errors
/// When they are not in that team, it is the main one, or the database fails.
pub fn leave_team(cx: &mut Cx<'_>, id: StaffId, team: TeamId, on: Date, reason: &str) -> Result<()> {
    cx.lock(id.0.into())?;
    let staff: Staff = cx.need(params![id])?;
    let held = memberships(cx, id)?.into_iter().find(|m| m.team_id == team && !m.is_main && m.end_date.is_none());
    let Some(mut held) = held else {
        return Err(Failure::refused("team", "not_a_further_team", "The main team ends only by a move to another"));
    };
    cx.describe(format!("Took {} out of a further team", staff.name()), Some(reason));
    held.end_date = Some(on.max(held.start_date));
    cx.update(&mut held)?;
    tell_access(cx, &staff)
}

fn insert_membership(
    cx: &mut Cx<'_>,
    staff_id: StaffId,
    team_id: TeamId,
    is_main: bool,
    start_date: Date,
    reason: &str,
) -> Result<()> {
    let (id, reason) = (cx.new_id(), reason.trim().to_owned());
    cx.insert(&Membership { staff_id, id, team_id, is_main, start_date, end_date: None, reason })
}

/// Keeps `access` in step: the account's teams are those of today and those to come.
fn tell_access(cx: &mut Cx<'_>, staff: &Staff) -> Result<()> {
    let Some(user) = staff.user_id else {
        return Ok(());
    };
    let today = cx.today();
    let held = memberships(cx, staff.id)?;
    let teams: Vec<TeamId> =
        held.iter().filter(|m| m.end_date.is_none_or(|end| today < end)).map(|m| m.team_id).collect();
    access::set_teams(cx, user, &teams)
}
