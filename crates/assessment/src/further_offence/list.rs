//! The managers' list of serious further offences of their teams: what is next, and which actions are open.

use super::store::Listed;
use kernel::{Date, Permission, PersonId, TeamId};
use people::PersonLine;
use std::collections::HashMap;
use store::{Cx, Result, Value};
use web::{Answer, Markup, Reply, Request, Route, html, ui};

const PER_PAGE: u64 = 25;

pub(super) fn routes() -> Vec<Route> {
    vec![Route::get("/further-offences", Permission::Oversee, show)]
}

/// The offences of these teams and of no team, those with something due first, with how many there are.
pub(super) fn listed(cx: &mut Cx<'_>, teams: &[TeamId], page: u64, most: u64) -> Result<(Vec<Listed>, u64)> {
    let mut values: Vec<Value> = teams.iter().map(|team| Value::from(*team)).collect();
    let among = if teams.is_empty() {
        "team_id IS NULL".to_owned()
    } else {
        format!("(team_id IN ({}) OR team_id IS NULL)", kernel::placeholders(1, teams.len()))
    };
    let total = cx.count(&format!("SELECT COUNT(*) FROM view_further_offence WHERE {among}"), &values)?;
    let at = values.len();
    let after = i64::try_from(page.saturating_mul(most)).unwrap_or(i64::MAX);
    values.extend([Value::Int(i64::try_from(most).unwrap_or(25)), Value::Int(after)]);
    let order = "CASE WHEN next_due IS NULL THEN 1 ELSE 0 END, next_due, learned_on DESC, offence_id";
    let rest = format!("WHERE {among} ORDER BY {order} LIMIT ${} OFFSET ${}", at + 1, at + 2);
    Ok((cx.list(&rest, &values)?, u64::try_from(total).unwrap_or(0)))
}

/// The teams whose lists the reader sees.
pub(super) fn my_teams(cx: &mut Cx<'_>) -> Result<Vec<TeamId>> {
    let teams = access::my_teams(cx)?;
    match cx.actor().staff() {
        Some(staff) if teams.is_empty() => Ok(vec![organisation::staff_line(cx, staff)?.team]),
        _ => Ok(teams),
    }
}

fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let teams = my_teams(cx)?;
    let (rows, total) = listed(cx, &teams, req.page().saturating_sub(1), PER_PAGE)?;
    let shown: Vec<PersonId> = rows.iter().map(|row| row.person_id).collect();
    let lines = people::lines(cx, &shown)?;
    cx.note_shown("list", req.path(), &shown);
    let today = cx.today();
    let body = html! {
        h1.govuk-heading-l { "Serious further offences" }
        p.govuk-body { "Of your teams, what is due first at the top." }
        @if rows.is_empty() { (ui::empty("None is recorded for your teams.", None)) }
        @else { (table(&rows, &lines, today)) }
        (ui::pagination(&req.address(), req.page(), PER_PAGE, total))
    };
    Ok(Reply::page(req.frame().titled("Serious further offences").within("/team"), body))
}

fn late(day: Option<Date>, today: Date) -> Markup {
    html! {
        @match day {
            Some(day) => { (ui::short_day(day)) @if day < today { " " (ui::tag(ui::Colour::Red, "Past its day")) } }
            None => "Nothing",
        }
    }
}

fn table(rows: &[Listed], lines: &HashMap<PersonId, PersonLine>, today: Date) -> Markup {
    let columns = ["Person", "Learned of", "Next", "By", "Actions open", "Nearest action"].map(ui::column);
    let cells = rows.iter().map(|row| {
        let person = match lines.get(&row.person_id) {
            Some(line) if line.restricted => html! { (line.crn) " " (ui::tag(ui::Colour::Grey, "Restricted")) },
            Some(line) => {
                let href = format!("/people/{}/further-offences/{}", line.crn, row.offence_id);
                html! { (ui::link(&href, &line.name)) br; (line.crn) }
            }
            None => html! { "Not known" },
        };
        [
            person,
            html! { (ui::short_day(row.learned_on)) },
            html! { (row.next_step.as_deref().unwrap_or("Everything is done")) },
            late(row.next_due, today),
            html! { (row.open_actions) },
            late(row.action_due, today),
        ]
    });
    ui::Table::new("Serious further offences", columns).unseen_caption().rows(cells).show()
}
