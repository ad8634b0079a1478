//! Reading reports: one with its parts, the lists, and the policy. One statement a list.

use super::records::{PartRow, Proposal, Report, ReportLine, ReportRule, StepRow};
use super::rules::{Asked, Facts, asked, rules_on};
use kernel::{Date, PersonKeys, ReportId, StaffId};
use law::{Law, Nation};
use people::OpenPerson;
use std::collections::BTreeSet;
use std::sync::Arc;
use store::{Cx, Failure, Result, Value, key_values, params};
use uuid::Uuid;

/// Every rule there has been.
#[derive(Default)]
pub(super) struct Policy(pub(super) Vec<ReportRule>);

/// The rules that hold on a day.
pub(super) fn policy(cx: &mut Cx<'_>, day: Date) -> Result<Vec<ReportRule>> {
    let all: Arc<Policy> = cx.remembered(|cx| Ok(Policy(cx.list("ORDER BY place, code, valid_from", &[])?)))?;
    Ok(rules_on(&all.0, day))
}

/// A report with everything that is written of it.
#[derive(Clone, Debug)]
pub(super) struct Whole {
    pub(super) report: Report,
    pub(super) parts: Vec<PartRow>,
    pub(super) proposal: Option<Proposal>,
    /// The oldest first.
    pub(super) steps: Vec<StepRow>,
}

impl Whole {
    /// The ids of everybody who wrote something of it.
    pub(super) fn writers(&self) -> Vec<Uuid> {
        serde_json::from_value(self.report.writers.clone()).unwrap_or_default()
    }
}

/// The person of a report, opened, and the report itself.
///
/// # Errors
/// [`Failure::NotFound`]; when the actor may not see the person.
pub fn report(cx: &mut Cx<'_>, id: ReportId) -> Result<(OpenPerson, Report)> {
    let of_line = "WHERE person_id = (SELECT person_id FROM view_court_report WHERE id = $1) AND id = $1";
    let found = cx.first::<Report>(of_line, params![id])?.ok_or(Failure::NotFound)?;
    let open = people::open_by_id(cx, found.person_id)?;
    if !cx.is_writing() {
        return Ok((open, found));
    }
    // Somebody may have changed it before the person was locked.
    let report = cx.need::<Report>(params![found.person_id, id])?;
    Ok((open, report))
}

pub(super) fn whole(cx: &mut Cx<'_>, report: Report) -> Result<Whole> {
    let of = params![report.person_id, report.id];
    let parts = cx.list::<PartRow>("WHERE person_id = $1 AND report_id = $2", of)?;
    let proposal = cx.get::<Proposal>(of)?;
    let steps = cx.list::<StepRow>("WHERE person_id = $1 AND report_id = $2 ORDER BY id", of)?;
    Ok(Whole { report, parts, proposal, steps })
}

/// What is known for the choice of a kind, as it is now.
pub(super) fn facts(
    cx: &mut Cx<'_>,
    open: &OpenPerson,
    (asked_on, hearing_on): (Date, Date),
    ticked: BTreeSet<String>,
) -> Result<Facts> {
    let harm = assessment::harm_level(cx, &open.keys)?.map(|level| level as i64);
    Ok(Facts { harm, ..plain(cx, open, (asked_on, hearing_on), ticked)? })
}

fn plain(
    cx: &Cx<'_>,
    open: &OpenPerson,
    (asked_on, hearing_on): (Date, Date),
    ticked: BTreeSet<String>,
) -> Result<Facts> {
    let law = cx.part::<Law>()?;
    let days = law.working_days(Nation::EnglandAndWales).between(asked_on, hearing_on);
    let age = open.person.born.map(|born| i64::from(web::ui::age(born, hearing_on)));
    Ok(Facts { age, harm: None, days, ticked })
}

/// What policy asks of this report.
pub(super) fn asked_of(cx: &mut Cx<'_>, open: &OpenPerson, report: &Report) -> Result<Asked> {
    let ticked = serde_json::from_value(report.facts.clone()).unwrap_or_default();
    let rules = policy(cx, report.asked_on)?;
    // The level of harm is read only where a rule looks at it beside the choice of a kind.
    let wants_harm = rules.iter().any(|r| r.fact == "harm" && !r.asks.starts_with("kind:"));
    let harm = if wants_harm { assessment::harm_level(cx, &open.keys)?.map(|level| level as i64) } else { None };
    let facts = Facts { harm, ..plain(cx, open, (report.asked_on, report.hearing_on), ticked)? };
    Ok(asked(&rules, &facts, report.kind))
}

/// Every report about a person, the newest first.
///
/// # Errors
/// When the database fails.
pub fn reports_of(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<Vec<ReportLine>> {
    let rest = format!("WHERE person_id IN ({}) ORDER BY asked_on DESC, id DESC", keys.placeholders(1));
    cx.list(&rest, &key_values(keys))
}

/// Which reports a list holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shelf {
    /// Being written, by somebody or by anybody.
    Open(Option<StaffId>),
    ToCheck,
    Signed,
    Withdrawn,
}

impl Shelf {
    fn condition(self) -> (String, Vec<Value>) {
        let open = "state IN ('writing', 'returned', 'checked', 'checking')";
        match self {
            Shelf::Open(None) => (open.to_owned(), Vec::new()),
            Shelf::Open(Some(staff)) => (format!("staff_id = $1 AND {open}"), vec![staff.into()]),
            Shelf::ToCheck => ("state = 'checking'".to_owned(), Vec::new()),
            Shelf::Signed => ("state = 'signed'".to_owned(), Vec::new()),
            Shelf::Withdrawn => ("state = 'withdrawn'".to_owned(), Vec::new()),
        }
    }
}

/// A page of a list with how long it is: open ones by their hearing, finished ones the newest first.
pub(super) fn list(cx: &mut Cx<'_>, shelf: Shelf, most: i64, from: i64) -> Result<(Vec<ReportLine>, i64)> {
    let (condition, mut values) = shelf.condition();
    let total = cx.count(&format!("SELECT count(*) FROM view_court_report WHERE {condition}"), &values)?;
    let order = match shelf {
        Shelf::Open(_) | Shelf::ToCheck => "hearing_on, id",
        Shelf::Signed | Shelf::Withdrawn => "hearing_on DESC, id DESC",
    };
    values.extend([most.into(), from.into()]);
    let n = values.len();
    let rest = format!("WHERE {condition} ORDER BY {order} LIMIT ${} OFFSET ${n}", n - 1);
    Ok((cx.list(&rest, &values)?, total))
}

/// Keeps the line of a report as its row and steps now stand.
pub(super) fn keep_line(cx: &mut Cx<'_>, report: &Report) -> Result<()> {
    let known = cx.get::<ReportLine>(params![report.id])?;
    let signed_on = report.signed_at.map(kernel::Instant::local_date);
    cx.save(&ReportLine {
        id: report.id,
        person_id: report.person_id,
        event_id: report.event_id,
        request_id: report.request_id,
        staff_id: report.staff_id,
        court_id: report.court_id,
        kind: report.kind,
        state: report.state,
        asked_on: report.asked_on,
        hearing_on: report.hearing_on,
        signed_on,
        same_day: signed_on == Some(report.asked_on),
        good: known.as_ref().and_then(|k| k.good),
        judged: known.as_ref().and_then(|k| k.judged),
        returned: known.as_ref().map_or(0, |k| k.returned),
        sentenced_on: known.as_ref().and_then(|k| k.sentenced_on),
        verdict: known.as_ref().and_then(|k| k.verdict.clone()),
        compared: known.and_then(|k| k.compared),
    })
}

/// Refuses what somebody else changed since it was shown.
pub(super) fn unless_stale(seen: Option<i64>, version: i64) -> Result<()> {
    match seen {
        Some(seen) if seen != version => {
            Err(Failure::Stale("Somebody else changed this report while you were working on it".into()))
        }
        _ => Ok(()),
    }
}
