//! Lists of cases: mine, a team's, the unallocated. Filter, order and page come from the address of the page.

use crate::records::{CaseRow, HolderKind};
use kernel::{PersonId, StaffId, TeamId, placeholders};
use std::collections::BTreeSet;
use store::{Cx, Question, Result, Value};

/// Which cases.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CaseFilter {
    /// On this officer's own or cover list.
    pub staff: Option<StaffId>,
    /// Answered for by these teams; empty for any.
    pub teams: Vec<TeamId>,
    /// `untiered` for those without one.
    pub tier: Option<String>,
    pub list: Option<HolderKind>,
    pub in_custody: Option<bool>,
    /// Only those whose contact is past due.
    pub past_due: bool,
}

/// The orders that a list of cases can have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CaseOrder {
    #[default]
    ContactDue,
    Tier,
    HeldSince,
    LastContact,
}

impl CaseOrder {
    pub const ALL: [CaseOrder; 4] =
        [CaseOrder::ContactDue, CaseOrder::Tier, CaseOrder::HeldSince, CaseOrder::LastContact];

    /// The word in the address.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            CaseOrder::ContactDue => "due",
            CaseOrder::Tier => "tier",
            CaseOrder::HeldSince => "since",
            CaseOrder::LastContact => "last",
        }
    }

    fn column(self) -> &'static str {
        match self {
            CaseOrder::ContactDue => "contact_due",
            CaseOrder::Tier => "tier",
            CaseOrder::HeldSince => "held_since",
            CaseOrder::LastContact => "last_contact",
        }
    }
}

/// One page of cases.
#[derive(Clone, Debug, PartialEq)]
pub struct CasePage {
    pub cases: Vec<CaseRow>,
    pub total: i64,
}

/// A page of cases; `page` is counted from nought. Those without the sorted date or tier come last.
///
/// # Errors
/// When the database fails.
pub fn cases(
    cx: &mut Cx<'_>,
    filter: &CaseFilter,
    order: CaseOrder,
    descending: bool,
    page: i64,
    per_page: i64,
) -> Result<CasePage> {
    let (condition, values) = condition(filter, cx.today());
    let (column, way) = (order.column(), if descending { "DESC" } else { "ASC" });
    let sorted = format!("ORDER BY ({column} IS NULL), {column} {way}, person_id");
    let (cases, total) = cx.page_of::<CaseRow>(&condition, &values, &sorted, per_page, per_page * page)?;
    Ok(CasePage { cases, total })
}

fn condition(filter: &CaseFilter, today: jiff::civil::Date) -> (String, Vec<Value>) {
    let mut parts = vec!["1 = 1".to_owned()];
    let mut values: Vec<Value> = Vec::new();
    let mut mark = |value: Value| {
        values.push(value);
        format!("${}", values.len())
    };
    if let Some(staff) = filter.staff {
        parts.push(format!("list_kind IN ('officer', 'cover') AND list_id = {}", mark(staff.into())));
    }
    if !filter.teams.is_empty() {
        let marks: Vec<String> = filter.teams.iter().map(|t| mark(Value::from(*t))).collect();
        parts.push(format!("team_id IN ({})", marks.join(", ")));
    }
    match filter.tier.as_deref() {
        Some("untiered") => parts.push("tier IS NULL".into()),
        Some(tier) => parts.push(format!("tier = {}", mark(tier.into()))),
        None => {}
    }
    if let Some(list) = filter.list {
        parts.push(format!("list_kind = {}", mark(list.into())));
    }
    if let Some(in_custody) = filter.in_custody {
        parts.push(format!("in_custody = {}", mark(in_custody.into())));
    }
    if filter.past_due {
        parts.push(format!("contact_due < {}", mark(today.into())));
    }
    (parts.join(" AND "), values)
}

/// Everybody whom the managers of these teams must allocate: their unallocated lists, and those whose officer has left. The
/// nearest deadline first.
///
/// # Errors
/// When the database fails.
pub fn unallocated(cx: &mut Cx<'_>, teams: &[TeamId], most: i64) -> Result<Vec<CaseRow>> {
    unallocated_question(teams, most).map_or_else(|| Ok(Vec::new()), |question| cx.ask_list(&question))
}

/// What [`unallocated`] asks, for a page that asks for more with it; nothing where there is no team.
#[must_use]
pub fn unallocated_question(teams: &[TeamId], most: i64) -> Option<Question> {
    let mut values = vec![Value::Int(most)];
    values.extend(teams.iter().map(|team| Value::from(*team)));
    let these = placeholders(2, teams.len());
    let rest =
        format!("WHERE team_id IN ({these}) AND allocate_by IS NOT NULL ORDER BY allocate_by, person_id LIMIT $1");
    (!teams.is_empty()).then(|| Question::list::<CaseRow>(&rest, &values))
}

/// Of a page of the people whom `sentences` knows as supervised, those who stand on no list, and the last of the page for
/// asking on. Both views are written in one transaction, so there must never be any; a check of the house asks.
///
/// # Errors
/// When the database fails.
pub fn lost(cx: &mut Cx<'_>, after: Option<PersonId>, most: i64) -> Result<(Vec<PersonId>, Option<PersonId>)> {
    let supervised = sentences::supervised_people(cx, after, most)?;
    let Some(last) = supervised.last().map(|s| s.person_id) else { return Ok((Vec::new(), None)) };
    let ids: Vec<Value> = supervised.iter().map(|s| Value::from(s.person_id)).collect();
    let sql =
        format!("SELECT person_id FROM view_caseload WHERE person_id IN ({})", kernel::placeholders(1, ids.len()));
    let listed = cx.query(&sql, &ids)?.iter().map(|row| row.get(0)).collect::<Result<BTreeSet<PersonId>>>()?;
    let lost = supervised.into_iter().map(|s| s.person_id).filter(|id| !listed.contains(id)).collect();
    Ok((lost, Some(last)))
}
