//! Need without risk: people of a lower tier with high need, whom tiers alone would hide, women first.

use super::place;
use crate::pages::person;
use crate::workload::{Figures, high_need_people};
use kernel::{PersonId, TeamId};
use store::{Cx, Failure};
use web::{Answer, Reply, Request, html, ui};

/// Most people shown at once.
const MOST_SHOWN: i64 = 100;

pub(in crate::pages) fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let place = place(cx, req)?;
    let teams: Vec<TeamId> = place.teams.iter().map(|t| t.id).collect();
    let found = high_need_people(cx, &teams, MOST_SHOWN)?;
    let ids: Vec<PersonId> = found.iter().map(|f| f.person).collect();
    let lines = people::lines(cx, &ids)?;
    cx.note_shown("list", req.path(), &ids);
    let figures = Figures::now(cx)?;
    let policy = figures.high_need(cx.today()).ok_or_else(|| Failure::broken("no high_need row"))?;
    let columns = [
        ui::column("Person"),
        ui::column("Tier"),
        ui::column("Two-part"),
        ui::column("Points of needs").numeric(),
        ui::column("Severe needs").numeric(),
        ui::column("Counts for").numeric(),
    ];
    let mut table = ui::Table::new("People with high need and a lower tier, women first", columns);
    for one in &found {
        table.push([
            html! { (person(&lines, one.person)) @if one.woman { br; "Woman" } },
            html! { (one.tier.as_deref().unwrap_or("None")) },
            html! { (one.two_part.as_deref().unwrap_or_default()) },
            html! { (one.need_points) },
            html! { (one.severe_needs) },
            html! { (one.points) " and " (one.allowance) },
        ]);
    }
    let body = html! {
        h1.govuk-heading-l { "Need without risk in " (place.title) }
        p.govuk-body {
            "Tiers follow risk. These people have a lower tier and " (policy.need_points) " points of needs or more. Each adds "
            (policy.allowance) " points to the officer's workload, " (policy.allowance_women) " where the person is a woman."
        }
        @if policy.assumed { p.govuk-hint { "The figures are " (policy.source) "." } }
        @if found.is_empty() { (ui::empty("Nobody now. People show here once their assessment is signed.", None)) } @else { (table.show()) }
    };
    let frame = req.frame().titled("Need without risk").within("/team");
    Ok(Reply::page(frame.back(format!("/team/capacity?{}", place.address)), body))
}
