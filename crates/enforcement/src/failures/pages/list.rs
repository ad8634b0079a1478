//! The list of failures that wait for a decision: the reader's own, or their teams'. What must be referred stands first,
//! then what is due soonest. The filter lives in the address.

use super::super::lists::{FailureCounts, FailureQuery, FailureScope, failure_counts, waiting_failures};
use super::super::records::{DueRow, Waits};
use kernel::{Date, Permission, PersonId, StaffId};
use organisation::StaffLine;
use people::PersonLine;
use std::collections::{BTreeMap, HashMap};
use store::{Cx, Failure as No, Result};
use web::{Answer, Markup, Reply, Request, html, ui};

const PER_PAGE: u64 = 25;

/// The reader's own list, or their teams' where they may see it and ask for it.
pub(crate) fn scope(cx: &mut Cx<'_>, whose: Option<&str>) -> Result<(FailureScope, bool)> {
    let own = cx.actor().staff();
    match own.filter(|_| whose != Some("team")) {
        Some(staff) => Ok((FailureScope::Staff(staff), false)),
        None if !cx.may(Permission::ReadTeams) => Err(No::Forbidden(Permission::ReadTeams.code().into())),
        None => {
            let mut teams = access::my_teams(cx)?;
            if let (true, Some(staff)) = (teams.is_empty(), own) {
                teams.push(organisation::staff_line(cx, staff)?.team);
            }
            Ok((FailureScope::Teams(teams), true))
        }
    }
}

pub(super) fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (scope, of_teams) = scope(cx, req.query("whose"))?;
    let query = FailureQuery {
        waits: req.query("waits").and_then(|code| code.parse().ok()),
        must: req.query("must") == Some("yes"),
        late: req.query("late") == Some("yes"),
        page: i64::try_from(req.page() - 1).unwrap_or(i64::MAX / 100),
        per_page: PER_PAGE.cast_signed(),
    };
    let (rows, total) = waiting_failures(cx, &scope, query)?;
    let leads = cx.may(Permission::Oversee) && cx.may(Permission::ReadTeams);
    if rows.is_empty() && !of_teams && req.queries().is_empty() && leads {
        return Ok(Reply::to("/failures?whose=team"));
    }
    let counts = failure_counts(cx, &scope)?;
    let shown: Vec<PersonId> = rows.iter().map(|r| r.person_id).collect();
    let lines = people::lines(cx, &shown)?;
    cx.note_shown("list", req.path(), &shown);
    let staff: Vec<StaffId> = rows.iter().filter_map(|r| r.staff_id).collect();
    let staff = if of_teams { organisation::staff_lines(cx, &staff)? } else { BTreeMap::new() };
    let today = cx.today();
    let body = html! {
        h1.govuk-heading-l { "Failures to comply to decide" }
        (whose(cx, of_teams))
        (figures(req, counts))
        @if rows.is_empty() { (ui::empty("Nothing waits here.", None)) } @else {
            (table(&rows, &lines, of_teams.then_some(&staff), today, "What must be referred first, then the soonest due").show())
            (ui::pagination(&req.address(), req.page(), PER_PAGE, u64::try_from(total).unwrap_or(0)))
        }
    };
    Ok(Reply::page(req.frame().titled("Failures to decide").within("/failures"), body))
}

fn whose(cx: &Cx<'_>, of_teams: bool) -> Markup {
    if !cx.may(Permission::ReadTeams) || cx.actor().staff().is_none() {
        return html! {};
    }
    let tabs = [
        ui::Tab::new("/failures?whose=mine", "Mine").current(!of_teams),
        ui::Tab::new("/failures?whose=team", "My teams").current(of_teams),
    ];
    ui::sub_navigation("Whose list", &tabs)
}

fn figures(req: &Request, counts: FailureCounts) -> Markup {
    let plain = req.address().without("must").without("late").without("waits").without("page");
    let stat = |figure: i64, label: &str, href: String, urgent: bool| ui::Stat {
        figure: figure.to_string(),
        label: label.into(),
        href: Some(href),
        urgent: urgent && figure > 0,
        beside: None,
    };
    let filtered = ["must", "late", "waits"].iter().any(|name| req.query(name).is_some());
    html! {
        (ui::stats(&[
            stat(counts.all, "in all", plain.to_string(), false),
            stat(counts.must_refer, "must be referred", plain.with("must", "yes").to_string(), true),
            stat(counts.late, "past the day for evidence", plain.with("late", "yes").to_string(), true),
            stat(counts.manager, "wait for a manager", plain.with("waits", Waits::Manager.code()).to_string(), false),
        ]))
        @if filtered { p.govuk-body { (ui::link(&plain.to_string(), "Show all that waits")) } }
    }
}

/// The lines of a list.
pub(crate) fn table(
    rows: &[DueRow],
    lines: &HashMap<PersonId, PersonLine>,
    staff: Option<&BTreeMap<StaffId, StaffLine>>,
    today: Date,
    caption: &str,
) -> ui::Table {
    let mut columns =
        vec![ui::column("Person"), ui::column("Failed on"), ui::column("What waits"), ui::column("Evidence until")];
    if staff.is_some() {
        columns.push(ui::column("Who"));
    }
    ui::Table::new(caption, columns).rows(rows.iter().map(|row| {
        let mut cells = vec![
            person(lines, row),
            html! { (ui::short_day(row.failed_on)) },
            waits(row),
            html! {
                (ui::short_day(row.due_on))
                @if row.waits == Waits::Decision && row.due_on < today { " " (ui::tag(ui::Colour::Red, "Over")) }
            },
        ];
        if let Some(staff) = staff {
            cells.push(match row.staff_id.and_then(|id| staff.get(&id)) {
                Some(line) => ui::link(&format!("/staff/{}", line.code), &line.name),
                None => ui::tag(ui::Colour::Orange, "Nobody"),
            });
        }
        cells
    }))
}

fn waits(row: &DueRow) -> Markup {
    html! {
        @if row.must_refer { (ui::tag(ui::Colour::Red, "Must be referred")) " " }
        @match row.waits {
            Waits::Decision => "A decision",
            Waits::Manager => "A manager’s agreement",
            Waits::Again => "Another look: the law requires something else than was decided",
        }
    }
}

fn person(lines: &HashMap<PersonId, PersonLine>, row: &DueRow) -> Markup {
    match lines.get(&row.person_id) {
        Some(line) if line.restricted => html! {
            a.govuk-link href={ "/people/" (line.crn) } { (line.crn) } " " (ui::tag(ui::Colour::Grey, "Restricted"))
        },
        Some(line) => {
            html! { a.govuk-link href={ "/people/" (line.crn) "/failures/" (row.failure_id) } { (line.name) } br; (line.crn) }
        }
        None => html! { "Not known" },
    }
}
