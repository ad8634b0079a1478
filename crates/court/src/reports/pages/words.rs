//! Writing one part in words. When somebody else wrote it meanwhile, both texts are shown and nothing is lost.

use super::super::actions::{LONGEST, write_part};
use super::super::records::Part;
use super::{all_of, closed, framed, path};
use kernel::ReportId;
use store::{Cx, Failure};
use web::form::Form;
use web::ui;
use web::{Answer, Reply, Request, html};

fn part(req: &Request) -> store::Result<Part> {
    req.param::<String>("part")?.parse().map_err(|()| Failure::NotFound)
}

pub(super) fn form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, whole) = all_of(cx, req)?;
    let part = part(req)?;
    let known = whole.parts.iter().find(|row| row.part == part);
    let words = known.map_or("", |row| row.words.as_str());
    let form = req.typed(cx)?.unwrap_or_else(|| Form::blank().with("words", words));
    let id = whole.report.id;
    let here = path(id, &format!("/parts/{}", part.code()));
    let frame = framed(cx, req, &open, part.words(), path(id, ""))?;
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { (part.words()) }
        (closed(whole.report.state))
        @if let (true, Some(row)) = (req.is_conflict(), known) {
            (ui::inset(&html! {
                p.govuk-body { strong { (row.written_by) " saved this on " (ui::instant(row.written_at)) ":" } }
                @for line in row.words.lines() { p.govuk-body { (line) } }
                p.govuk-body { "Your text is in the field below. Take over what is missing, then save." }
            }))
        }
        @if part == Part::Response { p.govuk-body { (ui::link(&path(id, "/record"), "The record of orders, attendance and breaches")) ", to have beside you." } }
        @if whole.report.state.is_open() {
            (req.form_frame(&here).hidden("version", known.map_or(0, |row| row.version)).show(&html! {
                (ui::textarea("words", "Text").hint(part.hint()).rows(14).most(LONGEST).show(&form))
                (ui::button_group(&html! { (ui::button("Save").show()) (ui::link(&path(id, ""), "Go back without saving")) }))
            }))
        } @else { @for line in words.lines() { p.govuk-body { (line) } } }
    };
    Ok(Reply::page(frame, body))
}

pub(super) fn save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let id: ReportId = req.param("id")?;
    let part = part(req)?;
    let mut form = req.form();
    let words = form.text("words", "what belongs here", LONGEST);
    let seen = form.typed("version").parse::<i64>().unwrap_or(0);
    let (words,) = form.complete((words,))?;
    write_part(cx, id, part, &words, seen)?;
    Ok(Reply::done(path(id, ""), format!("Saved: {}", part.words())))
}
