//! Reports that courts asked for and that are not sentenced yet, by the day they are due.

use super::inbox::names;
use super::{PER_PAGE, from, tabs};
use crate::inbox::lists::{counts, reports};
use kernel::PersonId;
use store::Cx;
use web::{Answer, Reply, Request, html, ui};

pub(super) fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let counts = counts(cx)?;
    let rows = reports(cx, i64::try_from(PER_PAGE).unwrap_or(25), from(req))?;
    let ids: Vec<PersonId> = rows.iter().map(|r| r.person_id).collect();
    let lines = names(cx, "reports asked for", &ids)?;
    let today = cx.today();
    let columns = [
        ui::column("Person"),
        ui::column("CRN"),
        ui::column("Due"),
        ui::column("Court"),
        ui::column("Asked on"),
        ui::column("Case"),
    ];
    let cells = rows.iter().filter_map(|row| {
        let line = lines.get(&row.person_id)?;
        Some(vec![
            ui::link(&format!("/people/{}", line.crn), &line.name),
            html! { (line.crn) },
            html! {
                @match row.due_on {
                    Some(due) => { (ui::short_day(due)) @if due < today { " " (ui::tag(ui::Colour::Red, "Past")) } }
                    None => "Not said"
                }
            },
            html! { (row.due_court.as_deref().or(row.court_name.as_deref()).unwrap_or("Not said")) },
            html! { (ui::short_day(row.asked_on)) },
            html! { @if line.restricted { "Restricted" } @else { (row.case_references.as_deref().unwrap_or_default()) } },
        ])
    });
    let body = html! {
        h1.govuk-heading-l { "Reports asked for" }
        (tabs(counts, "Reports asked for"))
        @if rows.is_empty() { (ui::empty("No court waits for a report.", None)) }
        @else {
            (ui::Table::new("Reports", columns).unseen_caption().rows(cells).show())
            (ui::pagination(&req.address(), req.page(), PER_PAGE, u64::try_from(counts.reports).unwrap_or(0)))
        }
    };
    Ok(Reply::page(req.frame().titled("Reports asked for").within("/court/inbox"), body))
}
