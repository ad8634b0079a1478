//! What other pages show of failures: the panel of My work, and the facts of a decision that waits for a manager.

use super::lists::{FailureScope, FailuresToDecide, ToAgree, failure_counts};
use super::pages::list_table;
use super::records::Decision;
use kernel::{Date, PersonId, TeamId};
use people::PersonLine;
use std::collections::HashMap;
use store::{Cx, Result};
use web::{Markup, html, ui};

/// The panel of one list; nothing where nothing waits.
#[must_use]
pub fn failures_panel(
    waiting: &FailuresToDecide,
    lines: &HashMap<PersonId, PersonLine>,
    today: Date,
) -> Option<Markup> {
    if waiting.rows.is_empty() {
        return None;
    }
    let (title, href) = if waiting.of_teams {
        ("Failures to comply in your teams", "/failures?whose=team")
    } else {
        ("Failures to comply to decide", "/failures?whose=mine")
    };
    let caption = format!("{title}, {} in all", waiting.counts.all);
    Some(html! {
        section class="govuk-!-margin-bottom-8" {
            (list_table(&waiting.rows, lines, None, today, &caption).show())
            p.govuk-body { (ui::link(href, "See all failures that wait")) }
        }
    })
}

/// The figures of one list, for the top of My work.
#[must_use]
pub fn failures_stats(waiting: &FailuresToDecide) -> Vec<ui::Stat> {
    let whose = if waiting.of_teams { "team" } else { "mine" };
    let stat = |figure: i64, label: &str, filter: &str| ui::Stat {
        figure: figure.to_string(),
        label: label.into(),
        href: Some(format!("/failures?whose={whose}{filter}")),
        urgent: true,
        beside: None,
    };
    let mut stats = Vec::new();
    if waiting.counts.must_refer > 0 {
        let label =
            if waiting.counts.must_refer == 1 { "failure must be referred" } else { "failures must be referred" };
        stats.push(stat(waiting.counts.must_refer, label, "&must=yes"));
    }
    if waiting.counts.late > 0 {
        let label = if waiting.counts.late == 1 {
            "failure past the day for evidence"
        } else {
            "failures past the day for evidence"
        };
        stats.push(stat(waiting.counts.late, label, "&late=yes"));
    }
    stats
}

/// What a manager reads before agreeing: the title, and the facts.
#[must_use]
pub fn agreement_facts(row: &ToAgree) -> (String, Vec<ui::Row>) {
    let what = row.asked.decision.map_or("A decision", Decision::words);
    let mut rows = vec![
        ui::row("Failure", ui::day(row.failure.failed_on)),
        ui::row("Put by", format!("{}, {}", row.asked.author_name, ui::day(row.asked.on_day))),
        ui::row("Why", row.asked.words.clone().unwrap_or_default()),
    ];
    if row.must_refer {
        rows.push(ui::row("The law", "Requires that it is referred; not referring it is what you would agree to"));
    }
    (what.to_owned(), rows)
}

/// How many failures wait in a team, for the team's page: what must be referred first. One statement.
///
/// # Errors
/// When the database fails.
pub fn team_panel(cx: &mut Cx<'_>, team: TeamId) -> Result<Markup> {
    let counts = failure_counts(cx, &FailureScope::Teams(vec![team]))?;
    let stat = |figure: i64, label: &str, filter: &str, urgent: bool| ui::Stat {
        figure: figure.to_string(),
        label: label.into(),
        href: Some(format!("/failures?whose=team{filter}")),
        urgent: urgent && figure > 0,
        beside: None,
    };
    let stats = [
        stat(counts.all, if counts.all == 1 { "failure waits" } else { "failures wait" }, "", false),
        stat(counts.must_refer, "must be referred", "&must=yes", true),
        stat(counts.late, "past the day for evidence", "&late=yes", true),
        stat(counts.manager, if counts.manager == 1 { "waits for a manager" } else { "wait for a manager" }, "", false),
    ];
    Ok(html! {
        h2.govuk-heading-m { "Failures to comply" }
        @if counts.all == 0 { p.govuk-body { "None waits for a decision." } } @else { (ui::stats(&stats)) }
    })
}
