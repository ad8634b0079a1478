//! Recalculations of everybody's tier: how far each is, and a button to begin one now.

use crate::tiering::{TierRun, begin_run, latest_runs};
use store::{Cx, Failure};
use web::{Answer, Reply, Request, html, ui};

pub(super) fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let runs = latest_runs(cx, 10)?;
    let going = runs.iter().any(|r| r.finished_at.is_none());
    let columns = [
        ui::column("Began"),
        ui::column("Why"),
        ui::column("Done").numeric(),
        ui::column("Changed").numeric(),
        ui::column("Failed").numeric(),
        ui::column("Ended"),
    ];
    let rows = runs.iter().map(|r| {
        vec![
            html! { (ui::instant(r.started_at)) },
            html! { (r.started_by) },
            html! { (r.done) " of " (r.total) },
            html! { (r.changed) },
            html! { (r.failed) },
            html! { @match r.finished_at { Some(at) => (ui::instant(at)), None => (ui::tag(ui::Colour::Yellow, "Going on")) } },
        ]
    });
    let body = html! {
        h1.govuk-heading-l { "Tiers of everybody" }
        p.govuk-body { "Each tier is worked out anew when something in a life changes, and all of them overnight. Pages stay quick meanwhile: each person is a short step of its own, and a run that was cut off goes on where it stopped." }
        @if let Some(run) = runs.first() { (ui::running("/tiers/progress", "/tiers", &words(run), run.done, run.total.max(run.done), run.finished_at.is_some())) }
        @if runs.is_empty() { (ui::empty("No run yet.", None)) } @else {
            (ui::Table::new("Runs, the newest first", columns).unseen_caption().rows(rows).show())
        }
        @if !going { (req.button_frame("/tiers").show(&ui::button("Work out all tiers now").show())) }
    };
    Ok(Reply::page(req.frame().titled("Tiers of everybody").within("/admin").back("/admin"), body))
}

fn words(run: &TierRun) -> String {
    let failed = if run.failed > 0 { format!(", {} failed", run.failed) } else { String::new() };
    let state = if run.finished_at.is_some() { "Finished: " } else { "" };
    format!("{state}{} of {} people done, {} changed{failed}", run.done, run.total.max(run.done), run.changed)
}

/// For the script of the page: the newest run, no person.
pub(super) fn progress(cx: &mut Cx<'_>, _req: &Request) -> Answer {
    let run = latest_runs(cx, 1)?.pop().ok_or(Failure::NotFound)?;
    Ok(ui::running_answer(&words(&run), run.done, run.total.max(run.done), run.finished_at.is_some()))
}

pub(super) fn begin(cx: &mut Cx<'_>, _req: &Request) -> Answer {
    let why = format!("Asked for by {}", cx.actor().name());
    begin_run(cx, &why)?;
    Ok(Reply::done("/tiers", "It has begun"))
}
