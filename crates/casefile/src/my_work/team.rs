//! What waits in the teams that somebody leads: people without an officer, and gaps.

use super::{SHOWN, gaps, stat};
use crate::words;
use caseload::{BoardQuery, Scope, ShownGap, board, unallocated};
use kernel::{Date, PersonId, TeamId};
use people::PersonLine;
use std::collections::HashMap;
use store::{Cx, Result};
use web::ui::{self, Stat, Table, column};
use web::{Markup, html};

/// More unallocated people than this are counted as this many.
pub(super) const MOST_WAITING: i64 = 500;
/// The first gaps of the teams.
pub(super) const TEAM_GAPS: BoardQuery = BoardQuery { kind: None, without: None, page: 0, per_page: SHOWN as i64 };

/// A manager's part of the page.
pub(super) struct TeamWork {
    waiting: Vec<caseload::CaseRow>,
    gaps: Vec<ShownGap>,
    gaps_total: i64,
}

pub(super) fn team_work(
    cx: &mut Cx<'_>,
    teams: Vec<TeamId>,
    stats: &mut Vec<Stat>,
    people: &mut Vec<PersonId>,
) -> Result<TeamWork> {
    let waiting = unallocated(cx, &teams, MOST_WAITING)?;
    let scope = Scope::Teams(teams);
    let page = board(cx, &scope, TEAM_GAPS)?;
    stats.push(stat(waiting.len() as i64, ["person to allocate", "people to allocate"], "/team", !waiting.is_empty()));
    stats.push(stat(page.total, ["gap in your teams", "gaps in your teams"], "/board?whose=team", page.total > 0));
    people.extend(waiting.iter().take(SHOWN).map(|row| row.person_id));
    people.extend(page.gaps.iter().map(|gap| gap.person));
    Ok(TeamWork { waiting, gaps: page.gaps, gaps_total: page.total })
}

impl TeamWork {
    pub(super) fn panels(&self, lines: &HashMap<PersonId, PersonLine>, today: Date) -> [Markup; 2] {
        let gaps = gaps("Gaps in your teams", &self.gaps, self.gaps_total, "/board?whose=team", lines);
        [waiting_list(self, lines, today), gaps]
    }
}

fn waiting_list(team: &TeamWork, lines: &HashMap<PersonId, PersonLine>, today: Date) -> Markup {
    let table = Table::new(
        format!("To allocate, {} in all", team.waiting.len()),
        [column("Person"), column("Allocate by"), column("Action")],
    )
    .rows(team.waiting.iter().take(SHOWN).map(|row| {
        let late = row.allocate_by.is_some_and(|by| by < today);
        let by = row.allocate_by.map_or_else(|| "Now".to_owned(), ui::short_day);
        let action = lines
            .get(&row.person_id)
            .map(|line| ui::link_about(&format!("/allocate/{}", line.crn), "Allocate", &line.name));
        [
            words::person(lines, row.person_id),
            html! { (by) @if late { " " (ui::tag(ui::Colour::Red, "Late")) } },
            html! { @if let Some(action) = action { (action) } },
        ]
    }));
    html! {
        section class="govuk-!-margin-bottom-8" {
            @if team.waiting.is_empty() {
                h2.govuk-heading-m { "To allocate" }
                (ui::empty("Everybody in your teams has an officer.", None))
            } @else {
                (table.show())
                p.govuk-body { a.govuk-link href="/team" { "Open your team" } }
            }
        }
    }
}
