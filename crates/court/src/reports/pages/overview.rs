//! A report as a list of tasks: what is done, what is missing, and what comes next.

use super::super::document::author;
use super::super::panel::state_tag;
use super::super::records::{Part, ReportState};
use super::super::rules::{Asked, missing};
use super::super::store::{Whole, asked_of};
use super::{all_of, framed, path};
use kernel::{Permission, PersonKeys};
use store::{Cx, Result};
use web::ui::{self, Colour, Task, task};
use web::{Answer, Markup, Reply, Request, html};

/// How the enquiries stand that policy asks for.
struct Enquiries {
    wanted: usize,
    answered: usize,
}

fn enquiries(cx: &mut Cx<'_>, keys: &PersonKeys, asked: &Asked) -> Result<Enquiries> {
    use assessment::enquiries::State;
    let standing = assessment::enquiries::enquiries(cx, keys)?;
    let has = |code: &str| {
        standing.iter().any(|s| s.enquiry.kind == code && matches!(s.state, State::Unread | State::Analysed))
    };
    let answered = asked.enquiries.iter().filter(|(code, _)| has(code)).count();
    Ok(Enquiries { wanted: asked.enquiries.len(), answered })
}

fn done(task: Task, is: bool, otherwise: &str) -> Task {
    if is { task.tagged(Colour::Green, "Done") } else { task.tagged(Colour::Plain, otherwise) }
}

fn preparing(whole: &Whole, enquiries: &Enquiries) -> Vec<Task> {
    let id = whole.report.id;
    let asked =
        task("Enquiries", &path(id, "/enquiries")).hint("What the police, children’s services and others were asked");
    let asked = match (enquiries.wanted, enquiries.answered) {
        (0, _) => asked.tagged(Colour::Grey, "None needed"),
        (wanted, answered) if wanted == answered => asked.tagged(Colour::Green, "Answered"),
        (wanted, answered) => asked.tagged(Colour::Orange, &format!("{answered} of {wanted} answered")),
    };
    let state = if whole.report.state == ReportState::Signed { "As signed" } else { "Current" };
    vec![
        task("Kind of report", &path(id, "/kind")).hint(whole.report.kind.words()).tagged(Colour::Green, "Chosen"),
        asked,
        task("The record", &path(id, "/record"))
            .hint("Earlier and running orders, attendance, breaches")
            .tagged(Colour::Teal, state),
    ]
}

fn writing(whole: &Whole, asked: &Asked) -> Vec<Task> {
    let id = whole.report.id;
    let mut tasks: Vec<Task> = Part::ALL
        .iter()
        .map(|part| {
            let written = whole.parts.iter().find(|row| row.part == *part);
            let one = task(part.words(), &path(id, &format!("/parts/{}", part.code())));
            match written {
                Some(row) => one.hint(&format!("Written by {}", row.written_by)).tagged(Colour::Green, "Written"),
                None if asked.parts.contains(part) => one.tagged(Colour::Plain, "To write"),
                None => one.tagged(Colour::Grey, "Not asked for"),
            }
        })
        .collect();
    let proposal =
        task("Proposal", &path(id, "/proposal")).hint("What suits, what the court may order, and when it would begin");
    tasks.push(done(proposal, whole.proposal.is_some(), "To write"));
    tasks
}

fn finishing(whole: &Whole, asked: &Asked, may_check: bool) -> Vec<Task> {
    let (id, state) = (whole.report.id, whole.report.state);
    let mut tasks = Vec::new();
    if asked.check {
        let send = task("Send to be checked", &path(id, "/send"));
        tasks.push(match state {
            ReportState::Writing | ReportState::Returned if lacks(whole, asked).is_empty() => {
                send.tagged(Colour::Plain, "Ready to send")
            }
            ReportState::Writing | ReportState::Returned => send.cannot_start_yet(),
            _ => send.tagged(Colour::Green, "Sent"),
        });
        let check =
            task("Quality check", &path(id, "/check")).hint("By a manager or quality reviewer who wrote nothing of it");
        tasks.push(match state {
            ReportState::Checking if may_check => check.tagged(Colour::Purple, "Waits for you"),
            ReportState::Checking => check.tagged(Colour::Purple, "Being checked"),
            ReportState::Returned => check.tagged(Colour::Orange, "Returned"),
            ReportState::Checked | ReportState::Signed => check.tagged(Colour::Green, "Agreed"),
            _ => check.cannot_start_yet(),
        });
    }
    let sign = task("Sign", &path(id, "/sign"));
    let ready = state == ReportState::Checked || (!asked.check && state.is_open() && lacks(whole, asked).is_empty());
    tasks.push(match state {
        ReportState::Signed => sign.tagged(Colour::Green, "Signed"),
        _ if ready => sign.tagged(Colour::Plain, "Ready to sign"),
        _ => sign.cannot_start_yet(),
    });
    let words = if state == ReportState::Signed { "As signed" } else { "As it stands" };
    tasks.push(task("Read or print", &path(id, "/read")).tagged(Colour::Teal, words));
    let sentence =
        task("What the court decided", &path(id, "/sentence")).hint("Proposal and sentence beside each other");
    tasks.push(if state == ReportState::Signed {
        sentence.tagged(Colour::Teal, "See")
    } else {
        sentence.cannot_start_yet()
    });
    tasks
}

fn lacks(whole: &Whole, asked: &Asked) -> Vec<String> {
    let written: Vec<Part> = whole.parts.iter().map(|row| row.part).collect();
    missing(asked, &written, whole.proposal.is_some())
}

fn facts(whole: &Whole, author: &str, asked: &Asked) -> Markup {
    let report = &whole.report;
    html! {
        (ui::summary_list(&[
            ui::row("How it stands", state_tag(report.state)),
            ui::row("Court", report.court_name.clone()),
            ui::row("Hearing", html! { (ui::day(report.hearing_on))
                @if let Some(days) = asked.short_of { br; (ui::tag(Colour::Orange, "Short of time")) " This kind takes " (days) " working days: ask the court for more time, or choose another kind." } }),
            ui::row("What the bench asked", report.reasons.clone()),
            ui::row("Who writes it", author.to_owned()).change(&path(report.id, "/author"), "who writes it"),
        ]))
    }
}

/// The last return, while it is being answered.
fn comments(whole: &Whole) -> Markup {
    let back = whole.steps.iter().rev().find(|s| s.came_to == ReportState::Returned);
    html! {
        @if let (ReportState::Returned, Some(step)) = (whole.report.state, back) {
            (ui::inset(&html! {
                p.govuk-body { strong { (step.by_name) " returned it on " (ui::instant(step.at)) } }
                p.govuk-body { (step.words.as_deref().unwrap_or_default()) }
            }))
        }
    }
}

fn history(whole: &Whole) -> Markup {
    let rows = whole.steps.iter().rev().map(|step| {
        [
            html! { (ui::instant(step.at)) },
            html! { (step.by_name) },
            html! { (step.came_to.words()) },
            html! { (step.words.as_deref().unwrap_or("")) },
        ]
    });
    let columns = ["When", "Who", "Came to", "Words"].map(ui::column);
    ui::details("What was done with this report", &ui::Table::new("Steps", columns).unseen_caption().rows(rows).show())
}

pub(super) fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, whole) = all_of(cx, req)?;
    let asked = asked_of(cx, &open, &whole.report)?;
    let enquiries = enquiries(cx, &open.keys, &asked)?;
    let author = author(cx, &whole.report)?;
    let (id, state) = (whole.report.id, whole.report.state);
    let may_check = super::super::check::allowed(cx, &whole.writers(), whole.report.staff_id).is_ok();
    let title = format!("{} for {}", whole.report.kind.words(), whole.report.court_name);
    let frame = framed(cx, req, &open, &title, open.path("/reports"))?;
    let body = html! {
        h1.govuk-heading-l { (title) }
        (facts(&whole, &author, &asked))
        (comments(&whole))
        h2.govuk-heading-m { "Prepare" }
        (ui::task_list(&preparing(&whole, &enquiries)))
        h2.govuk-heading-m { "Write" }
        (ui::task_list(&writing(&whole, &asked)))
        h2.govuk-heading-m { "Finish" }
        (ui::task_list(&finishing(&whole, &asked, may_check)))
        @if cx.may(Permission::Assess) {
            @match state {
                ReportState::Signed => {}
                ReportState::Withdrawn => p.govuk-body { (ui::link(&path(id, "/reopen"), "Reopen the report")) },
                ReportState::Checking | ReportState::Checked => p.govuk-body {
                    (ui::link(&path(id, "/take-back"), "Take it back to write on it")) br;
                    (ui::link(&path(id, "/withdraw"), "Withdraw the report"))
                },
                _ => p.govuk-body { (ui::link(&path(id, "/withdraw"), "Withdraw the report")) },
            }
        }
        (history(&whole))
    };
    Ok(Reply::page(frame, body))
}
