//! Workload for programs: reductions and taking them back, what is put back, the record of an allocation, the capacity of a
//! team or delivery unit, and the service's own figures.

use super::person::{MadeOut, opened};
use super::{codes, day, items, json};
use crate::workload::{
    Capacity, NewPutBack, PolicyChange, PolicyRow, add_put_back, allocation_records, capacities_of, delete_reduction,
    put_backs, reductions_of, set_policy, settle_need, trend,
};
use actuarial::workload::capacity_tenths;
use jiff::ToSpan;
use kernel::Permission::{Administer, Allocate, ReadPeople, ReadTeams};
use kernel::{EntryId, ReductionId, StaffId, TeamId};
use organisation::{Member, TeamPurpose, members_of};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::HashMap;
use store::{Cx, Failure, Result};
use utoipa::ToSchema;
use web::{Answer, ApiDoc, Reply, Request, Route};

/// Fewer hours that were recorded.
#[derive(Debug, Serialize, ToSchema)]
struct ReductionOut {
    id: String,
    /// The code of a reason.
    reason: String,
    /// Hours a week, in hundredths.
    hundredths: i64,
    first_day: String,
    last_day: Option<String>,
    notes: Option<String>,
    author: String,
    /// Why it was taken back, if it was.
    taken_back_why: Option<String>,
    version: i64,
}

/// Taking a reduction back.
#[derive(Debug, Deserialize, ToSchema)]
struct TakeBackIn {
    reason: String,
}

/// Work that an over-full officer does later.
#[derive(Debug, Deserialize, ToSchema)]
struct PutBackIn {
    what: String,
    why: String,
    until: String,
    agreed_by: String,
}

/// Work that was put back.
#[derive(Debug, Serialize, ToSchema)]
struct PutBackOut {
    id: String,
    what: String,
    why: String,
    until: String,
    agreed_by: String,
    recorded_on: String,
    author: String,
    /// Points taken and available on that day.
    points: i64,
    available: i64,
}

/// What was known when a person was allocated.
#[derive(Debug, Serialize, ToSchema)]
struct AllocationRecordOut {
    id: String,
    /// The codes of the officer, and of the one for whom the facts spoke.
    officer: Option<String>,
    recommended: Option<String>,
    against_why: Option<String>,
    decided_by: String,
    decided_on: String,
    /// Everything that decides was known.
    certain: bool,
    known: Option<String>,
    not_known: Option<String>,
    done_to_find: Option<String>,
    tier: Option<String>,
    points_of_case: i64,
    points_before: i64,
    available: i64,
    needs: Vec<NeedOut>,
}

/// Something that was still needed.
#[derive(Debug, Serialize, ToSchema)]
struct NeedOut {
    id: String,
    what: String,
    from_whom: String,
    by: String,
    settled_on: Option<String>,
    settled: Option<String>,
    version: i64,
}

/// What came of something needed.
#[derive(Debug, Deserialize, ToSchema)]
struct SettleIn {
    words: String,
}

/// The capacity of a team or a delivery unit.
#[derive(Debug, Serialize, ToSchema)]
struct CapacityOut {
    code: String,
    points: i64,
    available: i64,
    /// Tenths of a per cent.
    capacity_tenths: i64,
    /// Points that today's absences take.
    lost_to_absence: i64,
    practitioners: Vec<PractitionerOut>,
    /// By day, the oldest first, over half a year.
    trend: Vec<DayOut>,
}

/// How full one practitioner is.
#[derive(Debug, Serialize, ToSchema)]
struct PractitionerOut {
    code: String,
    grade: String,
    people: i64,
    points: i64,
    available: i64,
    capacity_tenths: i64,
    /// `sick`, `suspended`, `leave`, `training` or `other`; absent when they are here.
    away: Option<String>,
}

/// A night's figures.
#[derive(Debug, Serialize, ToSchema)]
struct DayOut {
    day: String,
    points: i64,
    available: i64,
}

/// A row of policy to be set: what it says by `kind`, from a day after today.
#[derive(Debug, Deserialize, ToSchema)]
struct PolicyIn {
    /// `grade-fit`, `tier-capacity`, `thresholds` or `need`, with the fields of that kind beside it.
    kind: String,
    from: String,
    reason: String,
    #[serde(flatten)]
    #[schema(value_type = Object)]
    said: serde_json::Map<String, serde_json::Value>,
}

/// A row that the service set.
#[derive(Debug, Serialize, ToSchema)]
struct PolicyOut {
    id: String,
    /// The first day on which it holds.
    from: String,
    /// Who set it, when and why.
    source: String,
    /// `kind`, and the fields of that kind.
    #[serde(flatten)]
    #[schema(value_type = Object)]
    said: serde_json::Value,
}

pub(super) fn routes() -> Vec<Route> {
    let doc = ApiDoc::new;
    vec![
        Route::api_get("/api/v1/staff/{code}/reductions", ReadTeams, reductions)
            .doc(doc("Fewer hours of a member of staff, the newest first").lists::<ReductionOut>()),
        Route::api_post("/api/v1/staff/{code}/reductions/{reduction}/take-back", Allocate, take_back).doc(
            doc("Takes back fewer hours; `If-Match` is the version that was read")
                .body::<TakeBackIn>()
                .answers::<ReductionOut>(),
        ),
        Route::api_get("/api/v1/staff/{code}/put-back", ReadTeams, all_put_back)
            .doc(doc("What a member of staff put back, the newest first").lists::<PutBackOut>()),
        Route::api_post("/api/v1/staff/{code}/put-back", Allocate, put_back)
            .doc(doc("Records what is put back until a day").body::<PutBackIn>().creates::<MadeOut>()),
        Route::api_get("/api/v1/people/{crn}/allocation-records", ReadPeople, records)
            .doc(doc("What was known at each allocation, the newest first").lists::<AllocationRecordOut>()),
        Route::api_post("/api/v1/people/{crn}/allocation-needs/{need}/settle", Allocate, settle).doc(
            doc("Says what came of something needed; `If-Match` is the version that was read")
                .body::<SettleIn>()
                .answers::<NeedOut>(),
        ),
        Route::api_get("/api/v1/teams/{code}/capacity", ReadTeams, of_team)
            .doc(doc("How full a team is, practitioner by practitioner").answers::<CapacityOut>()),
        Route::api_get("/api/v1/units/{code}/capacity", ReadTeams, of_unit)
            .doc(doc("How full a delivery unit is, practitioner by practitioner").answers::<CapacityOut>()),
        Route::api_get("/api/v1/policy/workload", ReadTeams, policy)
            .doc(doc("What the service set of its figures of workload, the oldest first").lists::<PolicyOut>()),
        Route::api_post("/api/v1/policy/workload", Administer, set)
            .doc(doc("Sets a figure of workload from a day on").body::<PolicyIn>().creates::<MadeOut>()),
    ]
}

fn whose(cx: &mut Cx<'_>, req: &Request) -> Result<organisation::Staff> {
    organisation::staff_by_code(cx, &req.param::<String>("code")?)
}

fn seen(req: &Request) -> Result<i64> {
    req.if_match().ok_or_else(|| Failure::refused("", "no_version", "Send the version that you read as `If-Match`"))
}

fn reduction_out(r: crate::workload::Reduction) -> ReductionOut {
    ReductionOut {
        id: r.id.to_string(),
        reason: r.reason,
        hundredths: r.hundredths,
        first_day: r.first_day.to_string(),
        last_day: r.last_day.map(|d| d.to_string()),
        notes: r.notes,
        author: r.author,
        taken_back_why: r.deleted_why,
        version: r.version,
    }
}

fn reductions(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let staff = whose(cx, req)?;
    items(reductions_of(cx, staff.id)?.into_iter().map(reduction_out).collect(), None)
}

fn take_back(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (staff, id, seen) = (whose(cx, req)?, req.param::<ReductionId>("reduction")?, seen(req)?);
    let body = req.json::<TakeBackIn>()?;
    if reductions_of(cx, staff.id)?.iter().all(|r| r.id != id) {
        return Err(Failure::NotFound);
    }
    delete_reduction(cx, id, seen, &body.reason)?;
    let now = reductions_of(cx, staff.id)?.into_iter().find(|r| r.id == id).ok_or(Failure::NotFound)?;
    Ok(Reply::json(200, json(reduction_out(now))?))
}

fn all_put_back(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let staff = whose(cx, req)?;
    let rows = put_backs(cx, staff.id)?.into_iter().map(|r| PutBackOut {
        id: r.id.to_string(),
        what: r.what,
        why: r.why,
        until: r.until.to_string(),
        agreed_by: r.agreed_by,
        recorded_on: r.recorded_on.to_string(),
        author: r.author,
        points: r.points,
        available: r.available,
    });
    items(rows.collect(), None)
}

fn put_back(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let staff = whose(cx, req)?;
    let PutBackIn { what, why, until, agreed_by } = req.json::<PutBackIn>()?;
    let until = day("until", &until)?;
    let id = add_put_back(cx, &NewPutBack { staff: staff.id, what, why, until, agreed_by })?;
    Ok(Reply::created(format!("/api/v1/staff/{}/put-back", staff.code), json(MadeOut { id: id.to_string() })?))
}

fn need_out(n: crate::workload::AllocationNeed) -> NeedOut {
    NeedOut {
        id: n.id.to_string(),
        what: n.what,
        from_whom: n.from_whom,
        by: n.by_day.to_string(),
        settled_on: n.settled_on.map(|d| d.to_string()),
        settled: n.settled_words,
        version: n.version,
    }
}

fn records(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let found = allocation_records(cx, &open.keys)?;
    let named: Vec<StaffId> =
        found.iter().flat_map(|(r, _)| [Some(r.officer_id), r.recommended_id]).flatten().collect();
    let codes = codes(cx, &named)?;
    let rows = found.into_iter().map(|(r, needs)| AllocationRecordOut {
        id: r.id.to_string(),
        officer: codes.get(&r.officer_id).cloned(),
        recommended: r.recommended_id.and_then(|id| codes.get(&id).cloned()),
        against_why: r.against_why,
        decided_by: r.decided_by,
        decided_on: r.decided_on.to_string(),
        certain: r.is_short,
        known: r.known,
        not_known: r.not_known,
        done_to_find: r.done_to_find,
        tier: r.tier,
        points_of_case: r.points_of_case,
        points_before: r.points_before,
        available: r.available,
        needs: needs.into_iter().map(need_out).collect(),
    });
    items(rows.collect(), None)
}

fn settle(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let (id, seen) = (req.param::<EntryId>("need")?, seen(req)?);
    settle_need(cx, open.keys.survivor, id, seen, &req.json::<SettleIn>()?.words)?;
    let all = allocation_records(cx, &open.keys)?;
    let now = all.into_iter().flat_map(|(_, needs)| needs).find(|n| n.id == id).ok_or(Failure::NotFound)?;
    Ok(Reply::json(200, json(need_out(now))?))
}

fn of_team(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let team = organisation::team_by_code(cx, &req.param::<String>("code")?)?;
    capacity_out(cx, team.code, &[team.id])
}

fn of_unit(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let code = req.param::<String>("code")?;
    let unit = organisation::units(cx)?.into_iter().find(|u| u.code == code).ok_or(Failure::NotFound)?;
    let mine = |t: &organisation::Team| t.unit_id == unit.id && t.purpose == TeamPurpose::Supervision;
    let teams: Vec<TeamId> = organisation::teams(cx)?.into_iter().filter(mine).map(|t| t.id).collect();
    capacity_out(cx, unit.code, &teams)
}

fn capacity_out(cx: &mut Cx<'_>, code: String, teams: &[TeamId]) -> Answer {
    let today = cx.today();
    let mut members = members_of(cx, teams, today)?;
    members.retain(|m| m.holds_cases);
    let loads = capacities_of(cx, &members)?;
    let sum = |of: fn(&Capacity) -> i64| loads.values().map(of).sum::<i64>();
    let (points, available) = (sum(|c| c.points), sum(|c| c.available.points));
    let days = trend(cx, teams, today.saturating_sub(26.weeks()))?;
    let out = CapacityOut {
        code,
        points,
        available,
        capacity_tenths: capacity_tenths(points, available),
        lost_to_absence: sum(|c| c.if_here.points - c.available.points),
        practitioners: members.iter().filter_map(|m| practitioner(m, &loads)).collect(),
        trend: days
            .into_iter()
            .map(|(day, points, available)| DayOut { day: day.to_string(), points, available })
            .collect(),
    };
    Ok(Reply::json(200, json(out)?))
}

fn practitioner(member: &Member, loads: &HashMap<StaffId, Capacity>) -> Option<PractitionerOut> {
    let c = loads.get(&member.staff.id)?;
    Some(PractitionerOut {
        code: member.staff.code.clone(),
        grade: member.staff.grade.clone(),
        people: c.people,
        points: c.points,
        available: c.available.points,
        capacity_tenths: c.tenths(),
        away: member.away.as_ref().map(|a| a.kind.code().to_owned()),
    })
}

fn policy(cx: &mut Cx<'_>, _req: &Request) -> Answer {
    let rows = cx.list::<PolicyRow>("ORDER BY recorded_at, id", &[])?;
    let out = rows.into_iter().map(|row| PolicyOut {
        id: row.id.to_string(),
        from: row.from_day.to_string(),
        source: row.source(),
        said: row.said,
    });
    items(out.collect(), None)
}

fn set(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let PolicyIn { kind, from, reason, mut said } = req.json::<PolicyIn>()?;
    said.insert("kind".to_owned(), json!(kind));
    let change: PolicyChange = serde_json::from_value(said.into())
        .map_err(|e| Failure::refused("kind", "unreadable", format!("This is no row of policy: {e}")))?;
    let id = set_policy(cx, &change, day("from", &from)?, &reason)?;
    Ok(Reply::created("/api/v1/policy/workload", json(MadeOut { id: id.to_string() })?))
}
