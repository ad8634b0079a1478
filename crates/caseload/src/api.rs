//! This room for programs: who is responsible, what is missing, and the same actions as the pages. Staff and teams are
//! named by code, people by CRN, days as `YYYY-MM-DD`.

mod absence;
mod handover;
mod high_need;
mod lists;
mod person;
mod scores;
mod tiers;
mod workload;

pub(crate) use lists::{next, page};

use jiff::civil::Date;
use kernel::{Permission, StaffId};
use serde::Serialize;
use std::collections::HashMap;
use store::{Cx, Failure, Result};
use web::{Answer, ApiDoc, Reply, Route};

pub(crate) fn routes() -> Vec<Route> {
    use Permission::{AcceptHandovers, Administer, Allocate, ReadPeople, ReadTeams, RecordContacts};
    let doc = ApiDoc::new;
    let mut routes = [scores::routes(), tiers::routes(), workload::routes(), high_need::routes()].concat();
    routes.extend(vec![
        Route::api_get("/api/v1/people/{crn}/responsibility", ReadPeople, person::responsibility)
            .doc(doc("Who is responsible for a person, and who was").answers::<person::ResponsibilityOut>()),
        Route::api_get("/api/v1/people/{crn}/gaps", ReadPeople, person::gaps)
            .doc(doc("What is missing around a person today").answers::<lists::GapsOut>()),
        Route::api_post("/api/v1/people/{crn}/allocation", Allocate, person::allocation).doc(
            doc("Allocates a person; `stint` is the one that the caller saw")
                .body::<person::AllocationIn>()
                .creates::<person::ResponsibilityOut>(),
        ),
        Route::api_post("/api/v1/people/{crn}/tier", Allocate, person::tier)
            .doc(doc("Records a tier").body::<person::TierIn>().answers::<person::ResponsibilityOut>()),
        Route::api_post("/api/v1/people/{crn}/judgements", RecordContacts, person::judgement)
            .doc(doc("Stops or moves a clock").body::<person::JudgementIn>().creates::<person::MadeOut>()),
        Route::api_get("/api/v1/people/{crn}/handover", ReadPeople, handover::show)
            .doc(doc("The handover under way").answers::<handover::HandoverOut>()),
        Route::api_post("/api/v1/people/{crn}/handover", RecordContacts, handover::begin)
            .doc(doc("Begins a handover").body::<handover::HandoverIn>().creates::<person::MadeOut>()),
        Route::api_put("/api/v1/people/{crn}/handover/items/{item}", RecordContacts, handover::item)
            .doc(doc("Answers an item of a handover").body::<handover::ItemIn>().answers::<handover::HandoverOut>()),
        Route::api_post("/api/v1/people/{crn}/handover/accept", AcceptHandovers, handover::accept)
            .doc(doc("Accepts the handover").answers::<handover::HandoverOut>()),
        Route::api_get("/api/v1/cases", ReadTeams, lists::all_cases).doc(
            doc("Cases of an officer or a team, the nearest due contact first")
                .query("staff", "the code of an officer or cover")
                .query("team", "the code of a team")
                .query("list", "`officer`, `cover` or `unallocated`")
                .query("tier", "a letter, or `untiered`")
                .lists::<lists::CaseOut>(),
        ),
        Route::api_get("/api/v1/board", ReadTeams, lists::whole_board).doc(
            doc("What is missing, the worst first")
                .query("staff", "the code of a member of staff")
                .query("team", "the code of a team")
                .query("kind", "a kind of gap")
                .lists::<lists::GapOut>(),
        ),
        Route::api_post_steps("/api/v1/staff/{code}/absences", Allocate, absence::record).doc(
            doc("Marks somebody away or gone and moves their people")
                .body::<absence::AbsenceIn>()
                .creates::<absence::SettledOut>(),
        ),
        Route::api_post_steps("/api/v1/staff/{code}/cover", Allocate, absence::cover)
            .doc(doc("Names who covers").body::<absence::CoverIn>().creates::<absence::SettledOut>()),
        Route::api_post_steps("/api/v1/staff/{code}/return", Allocate, absence::back)
            .doc(doc("Marks somebody back").body::<absence::ReturnIn>().creates::<absence::SettledOut>()),
        Route::api_get("/api/v1/policy/contact-intervals", ReadTeams, lists::all_intervals)
            .doc(doc("Intervals between contacts, every row there has been").lists::<lists::IntervalOut>()),
        Route::api_post("/api/v1/policy/contact-intervals", Administer, lists::add_interval)
            .doc(doc("Sets an interval").body::<lists::IntervalIn>().creates::<person::MadeOut>()),
    ]);
    routes
}

pub(crate) fn json(value: impl Serialize) -> Result<serde_json::Value> {
    serde_json::to_value(value).map_err(|e| Failure::broken(e.to_string()))
}

pub(crate) fn items<T: Serialize>(items: Vec<T>, next: Option<String>) -> Answer {
    let mut body = serde_json::json!({ "items": json(items)? });
    if let Some(next) = next {
        body["next"] = next.into();
    }
    Ok(Reply::json(200, body))
}

fn day(field: &str, text: &str) -> Result<Date> {
    text.parse().map_err(|_| Failure::refused(field, "not_a_date", "Give a date as YYYY-MM-DD"))
}

/// The codes of members of staff, for answers.
pub(crate) fn codes(cx: &mut Cx<'_>, staff: &[StaffId]) -> Result<HashMap<StaffId, String>> {
    Ok(organisation::staff_lines(cx, staff)?.into_iter().map(|(id, line)| (id, line.code)).collect())
}

/// A member of staff by the code that a body named.
pub(crate) fn staff_by(cx: &mut Cx<'_>, field: &str, code: &str) -> Result<StaffId> {
    match organisation::staff_by_code(cx, code) {
        Err(Failure::NotFound) => {
            Err(Failure::refused(field, "unknown_staff", "There is no member of staff with this code"))
        }
        other => Ok(other?.id),
    }
}
