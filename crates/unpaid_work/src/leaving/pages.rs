//! How far the end of a project is, for the project's page.

use super::records::{Ending, LeavingState, LeavingWhat, leaving_of, leaving_progress};
use kernel::{PersonId, ProjectId};
use store::{Cx, Result, params};
use web::ui::{self, column};
use web::{Markup, html};

/// Pieces that were left, shown on the page.
const SHOWN: i64 = 20;

/// What went with the project, and what could not; nothing where the project has no end or nothing went with it.
///
/// # Errors
/// When the database fails.
pub(crate) fn card(cx: &mut Cx<'_>, project: ProjectId) -> Result<Markup> {
    let Some(asked) = cx.get::<Ending>(params![project])? else { return Ok(html! {}) };
    let progress = leaving_progress(cx, project)?;
    if progress.total() == 0 {
        return Ok(html! {});
    }
    let left = if progress.left > 0 { leaving_of(cx, project, LeavingState::Left, SHOWN)? } else { Vec::new() };
    let whom: Vec<PersonId> = left.iter().filter_map(|piece| piece.person_id).collect();
    let lines = people::lines(cx, &whom)?;
    cx.note_shown("list", "project that ended", &whom);
    let rows = left.iter().map(|piece| {
        let line = piece.person_id.and_then(|person| lines.get(&person));
        let what = match (piece.what, line) {
            (LeavingWhat::Session, _) => {
                ui::link(&format!("/unpaid-work/sessions/{}", piece.id), "A session after the last day")
            }
            (_, Some(line)) if line.restricted => html! { (line.name) " " span.govuk-hint { (line.crn) } },
            (_, Some(line)) => ui::link(&format!("/people/{}/unpaid-work", line.crn), &line.name),
            (_, None) => html! { "Somebody" },
        };
        [what, html! { (piece.why.as_deref().unwrap_or("")) }]
    });
    let figure = |n: i64| u32::try_from(n).unwrap_or(u32::MAX);
    Ok(html! {
        section id="ending" {
            h2.govuk-heading-m { "What goes with the project" }
            (ui::progress("Placements, sessions and bookings that end", figure(progress.done + progress.left), figure(progress.total()), "done"))
            @if progress.is_finished() {
                p.govuk-body { "Everything was looked at. " (ui::count(progress.done, "piece ended", "pieces ended")) ", " (progress.left) " left." }
            } @else {
                p.govuk-body {
                    (ui::count(progress.waiting, "piece waits", "pieces wait")) ". It goes on by itself, also when this page is closed. "
                    a.govuk-link href=(format!("/unpaid-work/projects/{project}#ending")) { "See how far it is" }
                }
            }
            p.govuk-hint { "Asked by " (asked.asked_by) ", last day " (ui::day(asked.last_day)) }
            @if !left.is_empty() {
                (ui::Table::new("Left, and why", ["What", "Why"].map(column)).rows(rows).show())
                @if progress.left > SHOWN { p.govuk-body { "The first " (SHOWN) " of " (progress.left) " are shown." } }
            }
        }
    })
}
