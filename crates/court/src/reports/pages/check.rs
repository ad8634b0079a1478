//! Sending on, checking, signing, withdrawing and their undoing: each asks once, says what follows, and keeps who did it.

use super::super::actions::{reopen_report, sign_report, submit_report, take_back_report, withdraw_report};
use super::super::check::{Checking, RATINGS, allowed, check_report};
use super::super::document::document;
use super::super::records::{Part, Report, ReportState};
use super::super::rules::missing;
use super::super::store::{Whole, asked_of};
use super::{all_of, framed, one, path};
use crate::reports::pages::read::shown;
use kernel::ReportId;
use store::{Cx, Result};
use web::form::Form;
use web::ui;
use web::{Answer, Markup, Reply, Request, html};

fn version(req: &Request) -> Option<i64> {
    req.form().typed("version").parse().ok()
}

fn lacks(cx: &mut Cx<'_>, open: &people::OpenPerson, whole: &Whole) -> Result<Vec<String>> {
    let asked = asked_of(cx, open, &whole.report)?;
    let written: Vec<Part> = whole.parts.iter().map(|row| row.part).collect();
    Ok(missing(&asked, &written, whole.proposal.is_some()))
}

fn still(lacks: &[String]) -> Markup {
    html! {
        @if !lacks.is_empty() {
            (ui::warning("Something is missing:"))
            ul.govuk-list.govuk-list--bullet { @for words in lacks { li { (words) } } }
        }
    }
}

/// A page with one form and a way back.
fn asking(
    cx: &mut Cx<'_>,
    req: &Request,
    (open, report): (&people::OpenPerson, &Report),
    (heading, before): (&str, Markup),
    fields: impl FnOnce(&Form) -> Markup,
    button: &str,
) -> Answer {
    let form = req.typed(cx)?.unwrap_or_else(Form::blank);
    let back = path(report.id, "");
    let frame = framed(cx, req, open, heading, back.clone())?;
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { (heading) }
        (before)
        @if let Some(barred) = barred(req.path(), report.state) { (ui::inset(&html! { (barred) ": there is nothing to do here." })) }
        @else { (req.form_frame(req.path()).hidden("version", report.version).show(&html! {
            (fields(&form))
            (ui::button_group(&html! { (ui::button(button).show()) (ui::link(&back, "Go back")) }))
        })) }
    };
    Ok(Reply::page(frame, body))
}

/// Where a report has moved on from what the page would do.
fn barred(path: &str, state: ReportState) -> Option<&'static str> {
    let is_over = match path.rsplit('/').next() {
        Some("send") => !state.is_open(),
        Some("sign") => matches!(state, ReportState::Signed | ReportState::Checking),
        Some("take-back") => !matches!(state, ReportState::Checking | ReportState::Checked),
        Some("reopen") => state != ReportState::Withdrawn,
        _ => state == ReportState::Signed,
    };
    is_over.then(|| state.words())
}

fn why(form: &Form) -> Markup {
    ui::textarea("reason", "Why?").hint("Kept with the report").rows(3).most(2_000).show(form)
}

fn reason(req: &Request) -> Result<String> {
    let mut form = req.form();
    let reason = form.text("reason", "why", 2_000);
    Ok(form.complete((reason,))?.0)
}

pub(super) fn send_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, whole) = all_of(cx, req)?;
    let lacks = lacks(cx, &open, &whole)?;
    let before = html! {
        (still(&lacks))
        p.govuk-body { "Somebody who wrote nothing of it reads it and agrees, or returns it with comments. While it is checked, nobody writes on it." }
    };
    let fields = |form: &Form| ui::textarea("words", "Something to look at? (optional)").rows(3).most(2_000).show(form);
    asking(cx, req, (&open, &whole.report), ("Send the report to be checked", before), fields, "Send it")
}

pub(super) fn send(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let id: ReportId = req.param("id")?;
    let mut form = req.form();
    let words = form.optional_text("words", "what to look at", 2_000);
    form.finish()?;
    submit_report(cx, id, words.as_deref(), version(req))?;
    Ok(Reply::done(path(id, ""), "The report waits to be checked"))
}

pub(super) fn take_back_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, report) = one(cx, req)?;
    let before = html! { p.govuk-body { "It can be written on again, and is checked again afterwards." } };
    asking(cx, req, (&open, &report), ("Take the report back from the check", before), why, "Take it back")
}

pub(super) fn take_back(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let id: ReportId = req.param("id")?;
    take_back_report(cx, id, &reason(req)?, version(req))?;
    Ok(Reply::done(path(id, ""), "The report can be written on again"))
}

pub(super) fn form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, whole) = all_of(cx, req)?;
    let report = &whole.report;
    let asked = asked_of(cx, &open, report)?;
    let may = allowed(cx, &whole.writers(), report.staff_id);
    let document = document(cx, &open, &whole)?;
    let form = req.typed(cx)?.unwrap_or_else(Form::blank);
    let frame = framed(cx, req, &open, "Quality check", path(report.id, ""))?;
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { "Quality check" }
        (checks(&whole, &asked.criteria))
        @match (&may, report.state) {
            (Err(refusal), ReportState::Checking) => (ui::inset(&html! { (refusal.words) })),
            (_, ReportState::Checking) => {}
            (_, state) => (ui::inset(&html! { "The report is not waiting to be checked: " (state.words()) "." })),
        }
        (ui::details("The report as it stands", &shown(&document)))
        @if may.is_ok() && report.state == ReportState::Checking {
            (req.form_frame(&path(report.id, "/check")).hidden("version", report.version).show(&html! {
                @for (code, words) in &asked.criteria {
                    (ui::radios(&format!("rating-{code}"), words).items(RATINGS.iter().map(|(c, w)| ui::item(*c, *w))).small().inline().show(&form))
                }
                (ui::textarea("comments", "Comments").hint("Needed to return it; kept with the report either way").rows(4).most(4_000).show(&form))
                (ui::button_group(&html! {
                    (ui::button("Agree").named("decision", "agree").show())
                    (ui::button("Return it with comments").named("decision", "return").secondary().show())
                }))
            }))
        }
    };
    Ok(Reply::page(frame, body))
}

/// The checks so far, the newest first.
fn checks(whole: &Whole, criteria: &[(String, String)]) -> Markup {
    let rated = whole.steps.iter().rev().filter(|s| s.ratings.is_some());
    html! {
        @for step in rated {
            @let ratings: std::collections::BTreeMap<String, String> = step.ratings.clone().and_then(|r| serde_json::from_value(r).ok()).unwrap_or_default();
            (ui::SummaryCard::new(format!("{} by {}, {}", step.came_to.words(), step.by_name, ui::instant(step.at))).holding(&html! {
                @if let Some(words) = &step.words { p.govuk-body { (words) } }
                ul.govuk-list { @for (code, words) in criteria {
                    @let rating = ratings.get(code).map_or("", String::as_str);
                    li { (words) ": " strong { (RATINGS.iter().find(|(c, _)| *c == rating).map_or("Not judged", |(_, w)| w)) } }
                } }
            }))
        }
    }
}

pub(super) fn save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let id: ReportId = req.param("id")?;
    let mut form = req.form();
    let decision = form.code("decision", "whether you agree or return it", &["agree", "return"]);
    let comments = form.optional_text("comments", "the comments", 4_000);
    let rated =
        form.pairs().iter().filter_map(|(n, v)| Some((n.strip_prefix("rating-")?.to_owned(), v.clone()))).collect();
    let (decision,) = form.complete((decision,))?;
    let agree = decision == "agree";
    check_report(cx, id, &Checking { agree, ratings: rated, comments }, version(req))?;
    let words = if agree { "You agreed: the author can sign it" } else { "The report went back to its author" };
    Ok(Reply::done(path(id, ""), words))
}

pub(super) fn sign_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, whole) = all_of(cx, req)?;
    let lacks = lacks(cx, &open, &whole)?;
    let document = document(cx, &open, &whole)?;
    let without = document.without.clone();
    let before = html! {
        (still(&lacks))
        p.govuk-body { "Once signed, the report keeps what it shows now: the words, the record and the start dates. It cannot be changed; a new report can follow it." }
        (ui::details("The report as it will be signed", &shown(&document)))
    };
    let fields = |form: &Form| {
        html! {
            @if !without.is_empty() {
                (ui::textarea("without", "Why should the court have it without these answers?").hint(format!("Not answered: {}", without.join(", "))).rows(3).most(2_000).show(form))
            }
        }
    };
    asking(cx, req, (&open, &whole.report), ("Sign the report", before), fields, "Sign it")
}

pub(super) fn sign(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let id: ReportId = req.param("id")?;
    let mut form = req.form();
    let without = form.optional_text("without", "why the court should have it without", 2_000);
    form.finish()?;
    sign_report(cx, id, without.as_deref(), version(req))?;
    Ok(Reply::done(path(id, "/read"), "The report is signed"))
}

pub(super) fn withdraw_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, report) = one(cx, req)?;
    let before = html! { p.govuk-body { "What was written stays readable. The report can be reopened." } };
    asking(cx, req, (&open, &report), ("Withdraw the report", before), why, "Withdraw it")
}

pub(super) fn withdraw(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let id: ReportId = req.param("id")?;
    withdraw_report(cx, id, &reason(req)?, version(req))?;
    Ok(Reply::done(path(id, ""), "The report is withdrawn"))
}

pub(super) fn reopen_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, report) = one(cx, req)?;
    let before = html! { p.govuk-body { "It can be written on again." } };
    asking(cx, req, (&open, &report), ("Reopen the report", before), why, "Reopen it")
}

pub(super) fn reopen(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let id: ReportId = req.param("id")?;
    reopen_report(cx, id, &reason(req)?, version(req))?;
    Ok(Reply::done(path(id, ""), "The report is open again"))
}
