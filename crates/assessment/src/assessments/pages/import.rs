//! Taking in another service's assessment by hand, and reading it as it came.

use super::lines;
use crate::assessments::actions::{LONGEST_DOCUMENT, NewImport, import, one_import};
use crate::questions::current;
use kernel::{Crn, EntryId};
use store::Cx;
use web::form::Form;
use web::{Answer, Reply, Request, html, ui};

pub(super) fn form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let form = req.typed(cx)?.unwrap_or_else(Form::blank);
    let frame = people::frame(req, cx, &open, "Assess and plan")?.titled("Take in an assessment");
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { "Take in another service’s assessment" }
        p.govuk-body { "It is kept word for word with its source, so that nobody has to tell their life again. A service that sends its answers by program has them carried into the assessment too." }
        (req.form_frame(&open.path("/assessment/import")).show(&html! {
            (ui::input("source", "Who made it?").hint("Such as the youth justice service of Wexmere").show(&form))
            (ui::input("instrument", "What is it called?").hint("Such as an AssetPlus assessment").show(&form))
            (ui::date_input("completed_on", "When was it completed?").show(&form))
            (ui::input("assessor", "Who wrote it? (optional)").show(&form))
            (ui::textarea("document", "The assessment").hint("Copy its text here").rows(15).most(LONGEST_DOCUMENT).show(&form))
            (ui::button("Keep it").show())
        }))
    };
    Ok(Reply::page(frame.back(open.path("/assessment")), body))
}

pub(super) fn save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let mut form = req.form();
    let source = form.text("source", "who made it", 200);
    let instrument = form.text("instrument", "what it is called", 200);
    let completed_on = form.date("completed_on", "the day it was completed");
    let assessor = form.optional_text("assessor", "who wrote it", 200);
    let document = form.text("document", "the assessment", LONGEST_DOCUMENT);
    let (source, instrument, completed_on, document) = form.complete((source, instrument, completed_on, document))?;
    let new = NewImport { source, instrument, completed_on, assessor, document, answers: Vec::new() };
    let kept = import(cx, &open, &new)?;
    Ok(Reply::done(open.path(&format!("/assessment/imports/{}", kept.id)), "The assessment is kept"))
}

pub(super) fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let kept = one_import(cx, &open, req.param::<EntryId>("id")?)?;
    let (catalogue, today) = (current(cx)?, cx.today());
    let mut taken = ui::Table::new("Answers carried from it", ["Question", "Answer"].map(ui::column));
    for (code, cell) in kept.answers.as_object().into_iter().flatten() {
        let text = |name: &str| cell.get(name).and_then(|v| v.as_str());
        if let Some(question) = catalogue.question(code, today) {
            let words = super::answer_words(&catalogue, question, text("value"), text("words"));
            taken.push([html! { (question.words) }, lines(&words)]);
        }
    }
    let rows = [
        ui::row("Made by", kept.source.clone()),
        ui::row("Written by", kept.assessor.clone().unwrap_or_else(|| "Not stated".into())),
        ui::row("Completed", ui::day(kept.completed_on)),
        ui::row("Received", format!("{} by {}", ui::instant(kept.received_at), kept.received_by)),
    ];
    let frame = people::frame(req, cx, &open, "Assess and plan")?.titled(kept.instrument.clone());
    let body = html! {
        h1.govuk-heading-l { (kept.instrument) }
        (ui::summary_list(&rows))
        @if !taken.is_empty() { (taken.show()) }
        h2.govuk-heading-m { "As it came" }
        (ui::inset(&lines(&kept.document)))
    };
    Ok(Reply::page(frame.back(open.path("/assessment")), body))
}
