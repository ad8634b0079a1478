//! The pages of this room: the team and its unallocated list, allocating, staff and their absences, handovers, cases, the
//! board of gaps, and what is recorded around one person's responsibility. Each list is joined with what the reader may
//! see before it is shown.

mod absence;
mod account;
mod allocate;
mod board;
mod capacity;
mod cases;
mod figures;
mod handover;
mod judge;
mod policy;
mod responsibility;
mod runs;
mod staff;
mod team;
mod tier;
mod tiers;
mod weighing;
mod workload;

pub(crate) use team::candidates;

use crate::policy::shipped;
use crate::records::{CaseRow, HolderKind};
use jiff::civil::Date;
use kernel::{Permission, PersonId, StaffId, TeamId};
use organisation::StaffLine;
use people::PersonLine;
use std::collections::{BTreeMap, HashMap};
use store::{Cx, Failure, Result};
use web::{Markup, Route, html, ui};

pub use team::TeamPanel;

pub(crate) fn routes() -> Vec<Route> {
    use Permission::{AcceptHandovers, Administer, Allocate, Assess, ReadPeople, ReadTeams, RecordContacts};
    vec![
        Route::get("/team", ReadTeams, team::show),
        Route::get("/tiers", Administer, runs::show),
        Route::post("/tiers", Administer, runs::begin),
        Route::get("/tiers/progress", Administer, runs::progress),
        Route::get("/team/capacity", ReadTeams, capacity::show),
        Route::get("/team/needs", ReadTeams, capacity::needs),
        Route::get("/staff/{code}", ReadTeams, staff::show),
        Route::get("/staff/{code}/absence", Allocate, absence::form),
        Route::post_steps("/staff/{code}/absence", Allocate, absence::save),
        Route::get("/staff/{code}/cover", Allocate, absence::cover_form),
        Route::post_steps("/staff/{code}/cover", Allocate, absence::save_cover),
        Route::get("/staff/{code}/return", Allocate, absence::return_form),
        Route::post_steps("/staff/{code}/return", Allocate, absence::save_return),
        Route::get("/allocate/{crn}", Allocate, allocate::choose),
        Route::post_read("/allocate/{crn}", Allocate, allocate::chosen),
        Route::get("/allocate/{crn}/confirm", Allocate, allocate::confirm),
        Route::post("/allocate/{crn}/confirm", Allocate, allocate::save),
        Route::get("/handover/{crn}", ReadPeople, handover::show),
        Route::get("/handover/{crn}/new", RecordContacts, handover::form),
        Route::post("/handover/{crn}/new", RecordContacts, handover::start),
        Route::get("/handover/{crn}/items/{item}", RecordContacts, handover::item),
        Route::post("/handover/{crn}/items/{item}", RecordContacts, handover::save_item),
        Route::post("/handover/{crn}/accept", AcceptHandovers, handover::accept),
        Route::get("/cases", ReadPeople, cases::show),
        Route::get("/board", ReadPeople, board::show),
        Route::get("/people/{crn}/responsibility", ReadPeople, responsibility::show),
        Route::get("/people/{crn}/responsibility/needs/{need}", Allocate, responsibility::need_form),
        Route::post("/people/{crn}/responsibility/needs/{need}", Allocate, responsibility::save_need),
        Route::get("/people/{crn}/tiers", ReadPeople, tiers::show),
        Route::get("/people/{crn}/tiers/propose", Assess, tiers::propose_form),
        Route::post("/people/{crn}/tiers/propose", Assess, tiers::propose),
        Route::get("/people/{crn}/tiers/end", Allocate, tiers::end_form),
        Route::post("/people/{crn}/tiers/end", Allocate, tiers::end),
        Route::get("/people/{crn}/tiers/{result}", ReadPeople, tiers::one),
        Route::get("/staff/{code}/reductions/new", Allocate, workload::reduction_form),
        Route::post("/staff/{code}/reductions/new", Allocate, workload::save_reduction),
        Route::get("/staff/{code}/reductions/{reduction}/take-back", Allocate, workload::take_back_form),
        Route::post("/staff/{code}/reductions/{reduction}/take-back", Allocate, workload::take_back),
        Route::get("/staff/{code}/put-back", Allocate, workload::put_back_form),
        Route::post("/staff/{code}/put-back", Allocate, workload::save_put_back),
        Route::get("/people/{crn}/tier", Allocate, tier::form),
        Route::post("/people/{crn}/tier", Allocate, tier::save),
        Route::get("/people/{crn}/clock", RecordContacts, judge::form),
        Route::post("/people/{crn}/clock", RecordContacts, judge::save),
        Route::get("/people/{crn}/clock/{judgement}/withdraw", RecordContacts, judge::withdraw_form),
        Route::post("/people/{crn}/clock/{judgement}/withdraw", RecordContacts, judge::withdraw),
        Route::get("/policy/workload", ReadTeams, figures::show),
        Route::get("/policy/workload/{kind}/new", Administer, figures::form),
        Route::post("/policy/workload/{kind}/new", Administer, figures::save),
        Route::get("/policy/contact-intervals", ReadTeams, policy::show),
        Route::get("/policy/contact-intervals/new", Administer, policy::form),
        Route::post("/policy/contact-intervals/new", Administer, policy::save),
    ]
}

/// The longest reason or note that a form takes, in characters.
pub(crate) const LONGEST_NOTE: usize = 4_000;

/// A person in a list: a link with the CRN below, or the CRN alone where the reader may not see more.
pub(crate) fn person(lines: &HashMap<PersonId, PersonLine>, id: PersonId) -> Markup {
    match lines.get(&id) {
        Some(line) if line.restricted => html! {
            a.govuk-link href={ "/people/" (line.crn) } { (line.crn) } " " (ui::tag(ui::Colour::Grey, "Restricted"))
        },
        Some(line) => html! { a.govuk-link href={ "/people/" (line.crn) } { (line.name) } br; (line.crn) },
        None => html! { "Not known" },
    }
}

/// A member of staff as a link.
fn staff_link(lines: &BTreeMap<StaffId, StaffLine>, id: StaffId) -> Markup {
    lines.get(&id).map_or_else(|| html! { "Not known" }, |line| ui::link(&format!("/staff/{}", line.code), &line.name))
}

fn on_day(day: Option<Date>) -> String {
    day.map_or_else(|| "None".to_owned(), ui::short_day)
}

fn tier_words(tier: Option<&str>) -> Markup {
    match tier {
        Some(tier) => html! { (tier) },
        None => ui::tag(ui::Colour::Orange, "No tier"),
    }
}

/// Everybody named in rows of cases.
fn staff_of(rows: &[CaseRow]) -> Vec<StaffId> {
    let acting = |r: &CaseRow| (r.list_kind != HolderKind::Unallocated).then_some(StaffId(r.list_id));
    let mut staff: Vec<StaffId> = rows.iter().flat_map(|r| [r.officer_id, acting(r)]).flatten().collect();
    staff.sort_unstable();
    staff.dedup();
    staff
}

/// The teams whose managers' lists the reader sees: their own by membership, else the team they work in.
pub(crate) fn my_teams(cx: &mut Cx<'_>) -> Result<Vec<TeamId>> {
    let teams = access::my_teams(cx)?;
    match cx.actor().staff() {
        Some(staff) if teams.is_empty() => Ok(vec![organisation::staff_line(cx, staff)?.team]),
        _ => Ok(teams),
    }
}

/// The words of a reason for allocating.
pub(crate) fn reason_words(code: &str) -> Result<String> {
    let reasons = &shipped().map_err(Failure::Broken)?.reasons;
    Ok(reasons.iter().find(|r| r.code == code).map_or_else(|| code.to_owned(), |r| r.words.clone()))
}

/// "1 person", "3 people".
fn people_count(number: usize) -> String {
    ui::count(i64::try_from(number).unwrap_or(i64::MAX), "person", "people")
}

/// Whether the reader leads others, and so may come for their lists rather than an empty one of their own.
fn leads(cx: &Cx<'_>) -> bool {
    cx.may(Permission::Allocate) && cx.may(Permission::ReadTeams)
}
