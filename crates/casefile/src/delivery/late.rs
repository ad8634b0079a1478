//! What was ordered and has not begun in time: on My work, as a page for an officer's or a team's people, and as a call.

use super::policy::Policy;
use super::records::NotBegun;
use crate::words;
use kernel::{Date, Permission, PersonId, StaffId, TeamId, placeholders};
use law::{Law, Sureness};
use people::PersonLine;
use serde::Serialize;
use std::collections::HashMap;
use store::{Cx, Failure, Question, Result, Value};
use utoipa::ToSchema;
use web::{Answer, ApiDoc, Markup, Reply, Request, Route, html, ui};

/// Rows of a page.
const PER_PAGE: i64 = 25;
/// Rows of the panel.
const SHOWN: i64 = 5;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/not-begun", Permission::ReadPeople, show),
        Route::api_get("/api/v1/requirements/not-begun", Permission::ReadPeople, call).doc(
            ApiDoc::new("What was ordered and has not begun in time, the longest late first")
                .query("staff", "the code of an officer or cover")
                .query("team", "the code of a team")
                .lists::<NotBegunOut>(),
        ),
    ]
}

/// A requirement that is late to begin.
#[derive(Debug, Serialize, ToSchema)]
struct NotBegunOut {
    crn: Option<String>,
    restricted: bool,
    /// A requirement type; absent for a restricted person.
    requirement: Option<String>,
    ordered: String,
    late_from: String,
}

/// Whose people.
#[derive(Clone, Debug, Default)]
pub(crate) struct Whose {
    pub(crate) staff: Option<StaffId>,
    pub(crate) teams: Vec<TeamId>,
}

/// Some rows, and how many there are.
pub(crate) struct Late {
    rows: Vec<NotBegun>,
    pub(crate) total: i64,
}

impl Late {
    pub(crate) fn people(&self) -> impl Iterator<Item = PersonId> {
        self.rows.iter().map(|row| row.person_id)
    }
}

const LONGEST_FIRST: &str = "ORDER BY late_from, person_id, requirement_id";

/// What is late today around these people; none where they are nobody's.
fn condition(today: Date, whose: &Whose) -> Option<(String, Vec<Value>)> {
    let mut params: Vec<Value> = vec![Value::from(today)];
    let mut any = Vec::new();
    if let Some(staff) = whose.staff {
        params.push(Value::Id(staff.0));
        any.push(format!("staff_id = ${}", params.len()));
    }
    if !whose.teams.is_empty() {
        let teams = store::id_values(&whose.teams);
        any.push(format!("team_id IN ({})", placeholders(params.len() + 1, teams.len())));
        params.extend(teams);
    }
    (!any.is_empty()).then(|| (format!("late_from <= $1 AND ({})", any.join(" OR ")), params))
}

/// The longest late first.
fn late(cx: &mut Cx<'_>, whose: &Whose, per_page: i64, page: i64) -> Result<Late> {
    let Some((condition, params)) = condition(cx.today(), whose) else {
        return Ok(Late { rows: Vec::new(), total: 0 });
    };
    let skipped = page.saturating_mul(per_page);
    let (rows, total) = cx.page_of::<NotBegun>(&condition, &params, LONGEST_FIRST, per_page, skipped)?;
    Ok(Late { rows, total })
}

/// What [`late_of`] asks, for a page that asks for more with it.
pub(crate) fn late_question(today: Date, staff: Option<StaffId>, teams: &[TeamId]) -> Option<Question> {
    let (condition, params) = condition(today, &Whose { staff, teams: teams.to_vec() })?;
    Some(Question::page::<NotBegun>(&condition, &params, LONGEST_FIRST, SHOWN, 0))
}

/// For My work: the reader's own people, and those of the teams that they lead.
pub(crate) fn late_of(cx: &mut Cx<'_>, staff: Option<StaffId>, teams: &[TeamId]) -> Result<Late> {
    late(cx, &Whose { staff, teams: teams.to_vec() }, SHOWN, 0)
}

/// For My work; nothing where nothing is late.
pub(crate) fn panel(late: &Late, lines: &HashMap<PersonId, PersonLine>, law: &Law, today: Date) -> Option<Markup> {
    (late.total > 0).then(|| {
        html! {
            section id="not-begun" class="govuk-!-margin-bottom-8" {
                (table(&format!("Ordered and not begun in time, {} in all", late.total), &late.rows, lines, law, today))
                p.govuk-body { (ui::link("/not-begun", "See all that has not begun")) }
            }
        }
    })
}

fn table(title: &str, rows: &[NotBegun], lines: &HashMap<PersonId, PersonLine>, law: &Law, today: Date) -> Markup {
    let columns = [
        ui::column("Person"),
        ui::column("Requirement"),
        ui::column("Ordered"),
        ui::column("Should have begun by"),
        ui::column("Days late").numeric(),
    ];
    let body = rows.iter().map(|row| {
        let line = lines.get(&row.person_id);
        let seen = line.is_some_and(|line| !line.restricted);
        let name = law.requirement(&row.kind).map_or(row.kind.as_str(), |kind| kind.en.as_str());
        let last = row.late_from.yesterday().unwrap_or(row.late_from);
        let days = last.until(today).map_or(0, |span| span.get_days());
        vec![
            words::person(lines, row.person_id),
            match line.filter(|_| seen) {
                Some(line) => {
                    ui::link_about(&format!("/people/{}/sentence", line.crn), name, &format!("of {}", line.name))
                }
                None => html! {},
            },
            html! { (ui::short_day(row.ordered_on)) },
            html! { (ui::short_day(last)) },
            html! { (days) },
        ]
    });
    ui::Table::new(title, columns).rows(body).show()
}

fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (own, leads) = (cx.actor().staff(), cx.may(Permission::ReadTeams));
    let teams = if leads { access::my_teams(cx)? } else { Vec::new() };
    let whose = match req.query("whose") {
        Some("team") if leads => Whose { staff: None, teams },
        Some("mine") => Whose { staff: own, teams: Vec::new() },
        None if !teams.is_empty() => Whose { staff: None, teams },
        None => Whose { staff: own, teams: Vec::new() },
        Some(_) => return Err(Failure::NotFound),
    };
    let of_team = whose.staff.is_none();
    let page = i64::try_from(req.page()).unwrap_or(1).max(1);
    let found = late(cx, &whose, PER_PAGE, page - 1)?;
    let ids: Vec<PersonId> = found.people().collect();
    let lines = people::lines(cx, &ids)?;
    cx.note_shown("list", req.path(), &ids);
    let (law, today) = (cx.part::<Law>()?, cx.today());
    let total = u64::try_from(found.total).unwrap_or(0);
    let first = (page - 1) * PER_PAGE + 1;
    let last = first + i64::try_from(found.rows.len()).unwrap_or(0) - 1;
    let body = html! {
        h1.govuk-heading-l { "Ordered and not begun in time" }
        p.govuk-body { "Requirements of open orders that have not begun, when the time that the service gives itself is over. As at " (ui::day(today)) "." }
        @if leads && own.is_some() {
            div class="govuk-!-margin-bottom-4" {
                (ui::sub_navigation("Whose people", &[
                    ui::Tab::new("/not-begun?whose=mine", "Your people").current(!of_team),
                    ui::Tab::new("/not-begun?whose=team", "Your teams").current(of_team),
                ]))
            }
        }
        @if found.rows.is_empty() {
            (ui::empty("Everything that was ordered has begun, or is still in time.", None))
        } @else {
            p.govuk-body.tc-showing { (first) " to " (last) " of " (found.total) }
            (table("The longest late first", &found.rows, &lines, &law, today))
            (ui::pagination(&req.address(), u64::try_from(page).unwrap_or(1), u64::try_from(PER_PAGE).unwrap_or(1), total))
        }
        (ui::details("When a beginning is late", &limits(&law, today)?))
    };
    Ok(Reply::page(req.frame().titled("Ordered and not begun in time").within("/"), body))
}

fn limits(law: &Law, today: Date) -> Result<Markup> {
    let columns = [ui::column("Requirement"), ui::column("Days").numeric(), ui::column("Where it stands")];
    let policy = Policy::shipped()?;
    let rows = policy.limits(today).into_iter().map(|row| {
        let name = law.requirement(&row.requirement).map_or(row.requirement.as_str(), |kind| kind.en.as_str());
        let sure = if row.sure == Sureness::Known { "" } else { " (assumed)" };
        vec![html! { (name) }, html! { (row.days) }, html! { (row.source) (sure) }]
    });
    Ok(ui::Table::new("Days from the order", columns).rows(rows).show())
}

fn call(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let whose = match (req.query("staff"), req.query("team")) {
        (Some(code), _) => Whose { staff: Some(organisation::staff_by_code(cx, code)?.id), teams: Vec::new() },
        (None, Some(code)) => Whose { staff: None, teams: vec![organisation::team_by_code(cx, code)?.id] },
        (None, None) => return Err(Failure::refused("team", "no_list", "Name a `staff` or a `team`")),
    };
    let page = req.after()?;
    let limit = req.limit()?;
    let found = late(cx, &whose, limit, page)?;
    let ids: Vec<PersonId> = found.people().collect();
    let lines = people::lines(cx, &ids)?;
    cx.note_shown("list", req.path(), &ids);
    let items: Vec<NotBegunOut> = found
        .rows
        .iter()
        .map(|row| {
            let line = lines.get(&row.person_id);
            let restricted = line.is_none_or(|line| line.restricted);
            NotBegunOut {
                crn: line.map(|line| line.crn.to_string()),
                restricted,
                requirement: Some(row.kind.clone()).filter(|_| !restricted),
                ordered: row.ordered_on.to_string(),
                late_from: row.late_from.to_string(),
            }
        })
        .collect();
    let mut body =
        serde_json::json!({ "items": serde_json::to_value(items).map_err(|e| Failure::broken(e.to_string()))? });
    if page.saturating_add(1).saturating_mul(limit) < found.total {
        body["next"] = (page + 1).to_string().into();
    }
    Ok(Reply::json(200, body))
}
