//! The board: what is missing around whom, the worst first, with the days in working days.

use super::{my_teams, person};
use crate::gaps::GapKind;
use crate::lists::{BoardQuery, Scope, board, board_counts};
use kernel::{Permission, PersonId};
use store::{Cx, Failure, Result};
use web::{Answer, Markup, Reply, Request, html, ui};

const PER_PAGE: u64 = 25;

/// The reader's own board, or their teams' where they may see it and ask for it.
fn scope(cx: &mut Cx<'_>, req: &Request) -> Result<(Scope, bool)> {
    let of_teams = req.query("whose") == Some("team") || cx.actor().staff().is_none();
    if of_teams {
        if !cx.may(Permission::ReadTeams) {
            return Err(Failure::Forbidden(Permission::ReadTeams.code().into()));
        }
        return Ok((Scope::Teams(my_teams(cx)?), true));
    }
    Ok((cx.actor().staff().map_or(Scope::Teams(Vec::new()), Scope::Staff), false))
}

pub(super) fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (scope, of_teams) = scope(cx, req)?;
    let kind = req.query("kind").and_then(GapKind::from_code);
    let page = i64::try_from(req.page() - 1).unwrap_or(i64::MAX / 100);
    let without = req.query("without").and_then(GapKind::from_code);
    let found = board(cx, &scope, BoardQuery { kind, without, page, per_page: PER_PAGE.cast_signed() })?;
    // Whoever leads and holds nobody would read that nothing is missing, while their teams' list is full.
    if found.gaps.is_empty() && !of_teams && req.queries().is_empty() && super::leads(cx) {
        return Ok(Reply::to("/board?whose=team"));
    }
    let counts = board_counts(cx, &scope)?;
    let shown: Vec<PersonId> = found.gaps.iter().map(|g| g.person).collect();
    let lines = people::lines(cx, &shown)?;
    cx.note_shown("list", req.path(), &shown);
    let columns = [
        ui::column("Person"),
        ui::column("What is missing"),
        ui::column("Since"),
        ui::column("Working days").numeric(),
    ];
    let rows = found.gaps.iter().map(|gap| {
        vec![
            person(&lines, gap.person),
            html! { strong { (gap.kind.title()) } br; (gap.words) },
            html! { (ui::short_day(gap.since)) },
            html! { @if gap.working_days < 0 { (-gap.working_days) " left" } @else { (gap.working_days) } },
        ]
    });
    let body = html! {
        h1.govuk-heading-l { "What is missing" }
        (whose(cx, of_teams))
        (kinds(req, &counts, kind, without))
        @if found.gaps.is_empty() { (ui::empty("Nothing is missing today.", None)) } @else {
            (ui::Table::new("The worst first, then the oldest", columns).rows(rows).show())
            (ui::pagination(&req.address(), req.page(), PER_PAGE, u64::try_from(found.total).unwrap_or(0)))
        }
    };
    Ok(Reply::page(req.frame().titled("What is missing").within("/board"), body))
}

fn whose(cx: &Cx<'_>, of_teams: bool) -> Markup {
    let both = cx.may(Permission::ReadTeams) && cx.actor().staff().is_some();
    let tabs = [
        ui::Tab::new("/board?whose=mine", "Mine").current(!of_teams),
        ui::Tab::new("/board?whose=team", "My teams").current(of_teams),
    ];
    if both {
        ui::sub_navigation("Whose board", &tabs)
    } else {
        html! {}
    }
}

/// A figure for each kind, which filters the board.
fn kinds(req: &Request, counts: &[(GapKind, i64)], current: Option<GapKind>, without: Option<GapKind>) -> Markup {
    let stats: Vec<ui::Stat> = counts
        .iter()
        .map(|(kind, count)| ui::Stat {
            figure: count.to_string(),
            label: kind.title().into(),
            href: Some(req.address().without("without").with("kind", kind.code()).to_string()),
            urgent: *kind < GapKind::WithoutNextContact,
            beside: None,
        })
        .collect();
    html! {
        @if !stats.is_empty() { (ui::stats(&stats)) }
        @if let Some(kind) = current {
            p.govuk-body { "Only: " (kind.title()) ". " (ui::link(&req.address().without("kind").to_string(), "Show all")) }
        }
        @if let Some(kind) = without {
            p.govuk-body { "All but: " (kind.title()) ". " (ui::link(&req.address().without("without").to_string(), "Show all")) }
        }
    }
}
