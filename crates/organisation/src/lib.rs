//! Regions, delivery units, teams, offices and courts; the members of staff, their teams, and when they are away.
//!
//! Always true: an absence, a leaving or a change of team is a record with reason and author, never a flag; a member of
//! staff has one main team on any day after they start; which team hears of a court's results is data. It knows users
//! and people not at all beyond ids, and nothing of who holds which case: `caseload` decides what an absence means for
//! people.

mod absence;
mod api;
mod courts;
mod grades;
mod languages;
mod pages;
mod places;
mod staff;
mod teams;

pub use absence::{
    Absence, AbsenceKind, NewAbsence, absences, away_between, away_on, end_absence, is_away, record_absence,
    record_leaving, withdraw_absence,
};
pub use courts::{Court, CourtLevel, NewCourt, add_court, court_by_code, courts, route_court, team_for_court};
pub use grades::{Grade, grades};
pub use languages::{ServiceLanguage, StaffLanguage, language_words, languages_of, service_languages, set_languages};
pub use places::{
    NewOffice, NewRegion, NewUnit, Office, Region, Unit, add_office, add_region, add_unit, current_offices, office,
    offices, region, regions, set_default_team, unit, units,
};
pub use staff::{
    Member, Membership, NewStaff, Staff, StaffChange, StaffHours, StaffLine, add_staff, amend_staff, find_staff,
    join_team, leave_team, link_user, members_of, memberships, move_staff, staff, staff_by_code, staff_hours,
    staff_line, staff_lines, staff_of_user, team_members,
};
pub use teams::{NewTeam, Team, TeamPurpose, close_team, open_team, rename_team, team, team_by_code, teams};

use store::{Record, Table};

/// The tables of this room.
pub const TABLES: &[&Table] = &[
    <Region as Record>::TABLE,
    <Unit as Record>::TABLE,
    <Team as Record>::TABLE,
    <Office as Record>::TABLE,
    <Court as Record>::TABLE,
    <Grade as Record>::TABLE,
    <Staff as Record>::TABLE,
    <Membership as Record>::TABLE,
    <Absence as Record>::TABLE,
    <ServiceLanguage as Record>::TABLE,
    <StaffLanguage as Record>::TABLE,
];

/// The pages and API calls of this room.
#[must_use]
pub fn routes() -> Vec<web::Route> {
    [pages::routes(), api::routes(), languages::routes()].concat()
}

/// A code as it is kept: capitals, no spaces around. Refused when empty, longer than `most`, or not letters and digits.
fn code_of(typed: &str, most: usize) -> store::Result<String> {
    let code = typed.trim().to_ascii_uppercase();
    let sound = !code.is_empty() && code.len() <= most && code.bytes().all(|b| b.is_ascii_alphanumeric());
    if sound {
        Ok(code)
    } else {
        Err(store::Failure::refused("code", "bad_code", format!("Enter a code of 1 to {most} letters and digits")))
    }
}

/// A name as it is kept: no spaces around. Refused when empty or longer than 80 characters.
fn name_of(field: &'static str, typed: &str) -> store::Result<String> {
    let name = typed.trim();
    if name.is_empty() || name.chars().count() > 80 {
        return Err(store::Failure::refused(field, "bad_name", "Enter a name of 1 to 80 characters"));
    }
    Ok(name.to_owned())
}

fn taken(code: &str) -> store::Failure {
    store::Failure::refused("code", "code_taken", format!("{code} is in use already: enter another code"))
}
