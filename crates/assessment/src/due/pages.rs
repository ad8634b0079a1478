//! The page of what is due: an officer's own, or a manager's teams', the longest due first. The filter lives in the address.

use super::lists::{DueQuery, DueScope, counts, list};
use super::records::DueKind;
use crate::reviews;
use kernel::{Permission, PersonId, StaffId};
use organisation::StaffLine;
use people::PersonLine;
use std::collections::{BTreeMap, HashMap};
use store::{Cx, Failure, Result};
use web::{Answer, Markup, Reply, Request, Route, html, ui};

const PER_PAGE: u64 = 25;

pub(super) fn routes() -> Vec<Route> {
    vec![Route::get("/reviews", Permission::ReadPeople, show)]
}

/// The reader's own list, or their teams' where they may see it and ask for it.
pub(super) fn scope(cx: &mut Cx<'_>, whose: Option<&str>) -> Result<(DueScope, bool)> {
    let own = cx.actor().staff();
    if whose == Some("team") || own.is_none() {
        if !cx.may(Permission::ReadTeams) {
            return Err(Failure::Forbidden(Permission::ReadTeams.code().into()));
        }
        let mut teams = access::my_teams(cx)?;
        if let (true, Some(staff)) = (teams.is_empty(), own) {
            teams.push(organisation::staff_line(cx, staff)?.team);
        }
        return Ok((DueScope::Teams(teams), true));
    }
    Ok((own.map_or(DueScope::Teams(Vec::new()), DueScope::Staff), false))
}

fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (scope, of_teams) = scope(cx, req.query("whose"))?;
    let kind = req.query("kind").and_then(|code| code.parse::<DueKind>().ok());
    let late = req.query("late") == Some("yes");
    let page = i64::try_from(req.page() - 1).unwrap_or(i64::MAX / 100);
    let found = list(cx, &scope, DueQuery { kind, late, page, per_page: PER_PAGE.cast_signed() })?;
    // Whoever leads and holds nobody would read that nothing is due, while their teams' list is full.
    let leads = cx.may(Permission::Allocate) && cx.may(Permission::ReadTeams);
    if found.due.is_empty() && !of_teams && req.queries().is_empty() && leads {
        return Ok(Reply::to("/reviews?whose=team"));
    }
    let all = counts(cx, &scope)?;
    let shown: Vec<PersonId> = found.due.iter().map(|d| d.person).collect();
    let lines = people::lines(cx, &shown)?;
    cx.note_shown("list", req.path(), &shown);
    let staff: Vec<StaffId> = found.due.iter().filter_map(|d| d.staff).collect();
    let staff = if of_teams { organisation::staff_lines(cx, &staff)? } else { BTreeMap::new() };
    let night = reviews::night(cx)?;
    let today = cx.today();
    let mut columns = vec![ui::column("Person"), ui::column("What is due"), ui::column("Due")];
    if of_teams {
        columns.push(ui::column("Who"));
    }
    let rows = found.due.iter().map(|due| {
        let mut cells = vec![
            person(&lines, due.person, due.kind.page()),
            html! { strong { (due.kind.title()) } br; (due.words) },
            crate::parts::due_words(due.due, today),
        ];
        if of_teams {
            cells.push(staff_cell(&staff, due.staff));
        }
        cells
    });
    let body = html! {
        h1.govuk-heading-l { "Assessments and plans: what is due" }
        (whose(cx, of_teams))
        (filters(req, &all, kind, late))
        @if found.due.is_empty() { (ui::empty("Nothing is due here.", None)) } @else {
            (ui::Table::new("The longest due first", columns).rows(rows).show())
            (ui::pagination(&req.address(), req.page(), PER_PAGE, u64::try_from(found.total).unwrap_or(0)))
        }
        @if let (true, Some(day)) = (of_teams, night.day) {
            p.govuk-body.tc-quiet {
                "Time limits and birthdays were last looked at for " (ui::day(day)) ": "
                (ui::count(i64::try_from(night.looked_at).unwrap_or(0), "person", "people"))
                @if night.finished_at.is_none() { " so far" } "."
            }
        }
        p.govuk-body { (ui::link("/policy/reviews", "What calls for a review")) }
    };
    Ok(Reply::page(req.frame().titled("What is due").within("/reviews"), body))
}

fn person(lines: &HashMap<PersonId, PersonLine>, id: PersonId, page: &str) -> Markup {
    match lines.get(&id) {
        Some(line) if line.restricted => html! {
            a.govuk-link href={ "/people/" (line.crn) } { (line.crn) } " " (ui::tag(ui::Colour::Grey, "Restricted"))
        },
        Some(line) => html! { a.govuk-link href={ "/people/" (line.crn) (page) } { (line.name) } br; (line.crn) },
        None => html! { "Not known" },
    }
}

fn staff_cell(lines: &BTreeMap<StaffId, StaffLine>, id: Option<StaffId>) -> Markup {
    match id.and_then(|id| lines.get(&id)) {
        Some(line) => ui::link(&format!("/staff/{}", line.code), &line.name),
        None => ui::tag(ui::Colour::Orange, "Nobody"),
    }
}

fn whose(cx: &Cx<'_>, of_teams: bool) -> Markup {
    if !cx.may(Permission::ReadTeams) || cx.actor().staff().is_none() {
        return html! {};
    }
    let tabs = [
        ui::Tab::new("/reviews?whose=mine", "Mine").current(!of_teams),
        ui::Tab::new("/reviews?whose=team", "My teams").current(of_teams),
    ];
    ui::sub_navigation("Whose list", &tabs)
}

/// A figure for each kind, which filters the list.
fn filters(req: &Request, all: &[(DueKind, i64, i64)], kind: Option<DueKind>, late: bool) -> Markup {
    let stats: Vec<ui::Stat> = all
        .iter()
        .map(|(kind, count, late)| ui::Stat {
            figure: count.to_string(),
            label: if *count == 1 { kind.one() } else { kind.several() }.into(),
            href: Some(req.address().with("kind", kind.code()).to_string()),
            urgent: *late > 0,
            beside: (*late > 0).then(|| format!("{late} past the date")),
        })
        .collect();
    let address = req.address();
    html! {
        @if !stats.is_empty() { (ui::stats(&stats)) }
        p.govuk-body {
            @if let Some(kind) = kind { "Only " (kind.several()) ". " (ui::link(&address.without("kind").to_string(), "Show every kind")) " " }
            @if late { "Only what is past its date. " (ui::link(&address.without("late").to_string(), "Show all dates")) }
            @else { (ui::link(&address.with("late", "yes").to_string(), "Show only what is past its date")) }
        }
    }
}
