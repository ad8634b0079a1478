//! Lists for programs: cases, the board, intervals. Restricted people keep their CRN and nothing else.

use super::person::MadeOut;
use super::{codes, day, items, json};
use crate::actions::set_interval;
use crate::facts::intervals;
use crate::gaps::GapKind;
use crate::lists::{BoardQuery, CaseFilter, CaseOrder, Scope, ShownGap, board, cases};
use crate::records::HolderKind;
use kernel::{PersonId, StaffId};
use serde::{Deserialize, Serialize};
use store::{Cx, Failure, Result};
use utoipa::ToSchema;
use web::{Answer, Reply, Request};

/// A case.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CaseOut {
    crn: Option<String>,
    restricted: bool,
    /// `officer`, `cover` or `unallocated`.
    list: String,
    /// The code of whoever acts.
    staff: Option<String>,
    tier: Option<String>,
    held_since: String,
    /// The last day for allocating somebody who has no officer.
    allocate_by: Option<String>,
    last_contact: Option<String>,
    contact_due: String,
    next_appointment: Option<String>,
}

/// Something missing.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct GapOut {
    crn: Option<String>,
    kind: String,
    since: String,
    due: Option<String>,
    /// Since it was due or opened; negative while there is still time.
    working_days: i64,
    words: String,
    contact: Option<String>,
}

/// What is missing around one person.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct GapsOut {
    pub(super) gaps: Vec<GapOut>,
}

/// An interval between contacts.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct IntervalOut {
    /// A letter, `untiered` or `custody`.
    tier: String,
    days: u32,
    from: String,
    assumed: bool,
    source: String,
}

/// An interval to be set.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct IntervalIn {
    tier: String,
    days: u32,
    /// After today.
    from: String,
    reason: String,
}

pub(super) fn gap_out(gap: &ShownGap, crn: Option<String>) -> GapOut {
    GapOut {
        crn,
        kind: gap.kind.code().into(),
        since: gap.since.to_string(),
        due: gap.due.map(|d| d.to_string()),
        working_days: gap.working_days,
        words: gap.words.clone(),
        contact: gap.contact.map(|c| c.to_string()),
    }
}

/// The page that the cursor names, counted from nought, and the cursor of the next.
pub(crate) fn page(req: &Request) -> Result<i64> {
    req.after()
}

pub(crate) fn next(page: i64, limit: i64, total: i64) -> Option<String> {
    ((page + 1) * limit < total).then(|| (page + 1).to_string())
}

/// The staff and team that the query names; one of them must be there.
fn asked(cx: &mut Cx<'_>, req: &Request) -> Result<(Option<StaffId>, Vec<kernel::TeamId>)> {
    let staff = match req.query("staff") {
        Some(code) => Some(organisation::staff_by_code(cx, code)?.id),
        None => None,
    };
    let teams = match req.query("team") {
        Some(code) => vec![organisation::team_by_code(cx, code)?.id],
        None => Vec::new(),
    };
    if staff.is_none() && teams.is_empty() {
        return Err(Failure::refused("team", "no_list", "Name a `staff` or a `team`"));
    }
    Ok((staff, teams))
}

pub(super) fn all_cases(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (staff, teams) = asked(cx, req)?;
    let (page, limit) = (page(req)?, req.limit()?);
    let list = req.query("list").and_then(|code| code.parse::<HolderKind>().ok());
    let filter = CaseFilter { staff, teams, list, tier: req.query("tier").map(str::to_owned), ..CaseFilter::default() };
    let found = cases(cx, &filter, CaseOrder::ContactDue, false, page, limit)?;
    let shown: Vec<PersonId> = found.cases.iter().map(|c| c.person_id).collect();
    let lines = people::lines(cx, &shown)?;
    let coming = contacts::next_appointments(cx, &shown)?;
    cx.note_shown("list", req.path(), &shown);
    let codes = codes(cx, &found.cases.iter().map(|c| StaffId(c.list_id)).collect::<Vec<_>>())?;
    let out = found.cases.into_iter().map(|row| {
        let line = lines.get(&row.person_id);
        CaseOut {
            crn: line.map(|l| l.crn.to_string()),
            restricted: line.is_some_and(|l| l.restricted),
            list: row.list_kind.code().into(),
            staff: codes.get(&StaffId(row.list_id)).cloned(),
            tier: row.tier,
            held_since: row.held_since.to_string(),
            allocate_by: row.allocate_by.map(|d| d.to_string()),
            last_contact: row.last_contact.map(|d| d.to_string()),
            contact_due: row.contact_due.to_string(),
            next_appointment: coming.get(&row.person_id).map(|c| c.date.to_string()),
        }
    });
    items(out.collect(), next(page, limit, found.total))
}

pub(super) fn whole_board(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (staff, teams) = asked(cx, req)?;
    let (page, limit) = (page(req)?, req.limit()?);
    let scope = staff.map_or(Scope::Teams(teams), Scope::Staff);
    let kind = req.query("kind").and_then(GapKind::from_code);
    let found = board(cx, &scope, BoardQuery { kind, without: None, page, per_page: limit })?;
    let shown: Vec<PersonId> = found.gaps.iter().map(|g| g.person).collect();
    let lines = people::lines(cx, &shown)?;
    cx.note_shown("list", req.path(), &shown);
    let out = found.gaps.iter().map(|gap| gap_out(gap, lines.get(&gap.person).map(|l| l.crn.to_string())));
    items(out.collect(), next(page, limit, found.total))
}

pub(super) fn all_intervals(cx: &mut Cx<'_>, _req: &Request) -> Answer {
    let rows = intervals(cx)?.0.into_iter().map(|row| IntervalOut {
        tier: row.tier,
        days: row.days,
        from: row.from.to_string(),
        assumed: row.assumed,
        source: row.source,
    });
    items(rows.collect(), None)
}

pub(super) fn add_interval(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let body = req.json::<IntervalIn>()?;
    let from = day("from", &body.from)?;
    let id = set_interval(cx, &body.tier, body.days, from, &body.reason)?;
    Ok(Reply::created("/api/v1/policy/contact-intervals", json(MadeOut { id: id.to_string() })?))
}
