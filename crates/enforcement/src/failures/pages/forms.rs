//! The small forms of a failure: a reason or evidence, what was tried, taking a decision back.

use super::super::actions::{
    EvidenceFile, LONGEST, NewEffort, NewEvidence, evidence_file, give_evidence, record_effort, remove_evidence_file,
    take_back, write_warning_letter,
};
use super::super::records::{Decision, EffortKind, Failure};
use super::{TAB, opened, path};
use kernel::{Crn, FailureId};
use people::OpenPerson;
use store::{Cx, Result};
use web::form::Form;
use web::{Answer, Markup, Reply, Request, html, ui};

fn asking(
    cx: &mut Cx<'_>,
    req: &Request,
    (open, failure): (&OpenPerson, &Failure),
    title: &str,
    form: &Form,
    fields: &Markup,
    button: &str,
) -> Answer {
    let back = path(open, failure.id, "");
    let frame = people::frame(req, cx, open, TAB)?.titled(title).back(back.clone());
    let body = html! {
        div.govuk-grid-row { div.govuk-grid-column-two-thirds {
            (ui::error_summary(form))
            h1.govuk-heading-l { (title) }
            (req.form_frame(req.path()).hidden("version", failure.version).multipart().show(&html! {
                (fields)
                (ui::button_group(&html! { (ui::button(button).show()) (ui::link(&back, "Go back")) }))
            }))
        } }
    };
    Ok(Reply::page(frame, body))
}

fn with_today(mut form: Form, name: &str, today: kernel::Date) -> Form {
    for (part, figure) in ui::DateInput::pairs(name, today) {
        form = form.with(&part, figure);
    }
    form
}

fn target(cx: &mut Cx<'_>, req: &Request) -> Result<(OpenPerson, FailureId)> {
    Ok((people::open(cx, &req.param::<Crn>("crn")?)?, req.param("id")?))
}

pub(super) fn evidence_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, _, failure) = opened(cx, req)?;
    let form = req
        .typed(cx)?
        .unwrap_or_else(|| with_today(Form::blank().with("given_by", open.name()), "given_on", cx.today()));
    let fields = html! {
        (ui::input("given_by", "Who gave it?").show(&form))
        (ui::date_input("given_on", "When?").show(&form))
        (ui::textarea("words", "What did they say or show?").rows(5).most(LONGEST).show(&form))
        (ui::file_upload("file", "Attach what they showed (optional)").hint("PDF, Word, Excel, a picture or plain text, at most 25 MB").accept(files::accepted()).show(&form))
    };
    asking(cx, req, (&open, &failure), "A reason or evidence", &form, &fields, "Save")
}

pub(super) fn evidence_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, id) = target(cx, req)?;
    let mut form = req.form();
    let given_by = form.text("given_by", "who gave it", 120);
    let on = form.date("given_on", "the day on which it was given");
    let words = form.text("words", "what they said or showed", LONGEST);
    let version = form.typed("version").parse().ok();
    let (given_by, on, words) = form.complete((given_by, on, words))?;
    let file = req.files().iter().find(|file| file.field == "file" && !file.name.is_empty());
    let file = file.map(|file| EvidenceFile { name: file.name.clone(), bytes: file.bytes.clone() });
    give_evidence(cx, &open.keys, id, &NewEvidence { given_by, words, on, version, file })?;
    Ok(Reply::done(path(&open, id, ""), "Written down"))
}

pub(super) fn evidence_download(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, id) = target(cx, req)?;
    let found = evidence_file(cx, &open.keys, id, req.param("file")?)?;
    Ok(Reply::file(found.line.name, found.line.media_type, found.bytes))
}

pub(super) fn evidence_remove_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, _, failure) = opened(cx, req)?;
    let file = evidence_file(cx, &open.keys, failure.id, req.param("file")?)?.line;
    let form = req.typed(cx)?.unwrap_or_else(Form::blank);
    let fields = html! {
        p.govuk-body { "It is no longer given out. What was said with it stays, and so does the record that it was there." }
        (ui::textarea("reason", "Why is it taken off?").rows(3).most(LONGEST).show(&form))
    };
    asking(cx, req, (&open, &failure), &format!("Take off {}", file.name), &form, &fields, "Take the file off")
}

pub(super) fn evidence_remove(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, id) = target(cx, req)?;
    let mut form = req.form();
    let reason = form.text("reason", "why it is taken off", LONGEST);
    let (reason,) = form.complete((reason,))?;
    remove_evidence_file(cx, &open.keys, id, req.param("file")?, &reason)?;
    Ok(Reply::done(path(&open, id, ""), "File taken off"))
}

pub(super) fn tried_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, _, failure) = opened(cx, req)?;
    let form = req.typed(cx)?.unwrap_or_else(|| with_today(Form::blank(), "tried_on", cx.today()));
    let kinds = EffortKind::ALL.iter().map(|kind| ui::item(kind.code(), kind.words()));
    let fields = html! {
        (ui::radios("kind", "What was tried?").items(kinds).show(&form))
        (ui::date_input("tried_on", "When?").show(&form))
        (ui::textarea("words", "What was done, and what came of it?").rows(4).most(LONGEST).show(&form))
    };
    asking(cx, req, (&open, &failure), "What was tried", &form, &fields, "Save")
}

pub(super) fn tried_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, id) = target(cx, req)?;
    let mut form = req.form();
    let kind = form.choice("kind", "what was tried", |code| code.parse::<EffortKind>().ok());
    let on = form.date("tried_on", "the day");
    let words = form.text("words", "what was done", LONGEST);
    let (kind, on, words) = form.complete((kind, on, words))?;
    record_effort(cx, &open.keys, &NewEffort { kind, on, words, failure: Some(id) })?;
    Ok(Reply::done(path(&open, id, ""), "Written down"))
}

pub(super) fn take_back_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, _, failure) = opened(cx, req)?;
    if failure.is_open() && failure.decision.is_none() || failure.superseded.is_some() {
        return Ok(Reply::to(path(&open, failure.id, "")));
    }
    let form = req.typed(cx)?.unwrap_or_else(Form::blank);
    let fields = html! {
        p.govuk-body {
            @match failure.decision {
                Some(Decision::Warn) => "The warning is withdrawn and counts no more. The letter, and what was decided, stay in the record.",
                Some(Decision::Accept) => "The appointment’s outcome goes back to what it was, and the failure is to be decided again.",
                _ => "The failure is to be decided again. What was decided stays in the record.",
            }
        }
        (ui::textarea("reason", "Why?").rows(3).most(LONGEST).show(&form))
    };
    asking(cx, req, (&open, &failure), "Take the decision back", &form, &fields, "Take it back")
}

pub(super) fn take_back_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, id) = target(cx, req)?;
    let mut form = req.form();
    let reason = form.text("reason", "why", LONGEST);
    let version = form.typed("version").parse().ok();
    let (reason,) = form.complete((reason,))?;
    take_back(cx, &open, id, &reason, version)?;
    Ok(Reply::done(path(&open, id, ""), "The decision was taken back"))
}

pub(super) fn letter_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, book, failure) = opened(cx, req)?;
    let waits = book.warnings.iter().any(|w| w.failure_id == failure.id && w.counts() && w.document_id.is_none());
    if !waits {
        return Ok(Reply::to(path(&open, failure.id, "")));
    }
    let form = req.typed(cx)?.unwrap_or_else(Form::blank);
    let fields = html! {
        p.govuk-body { "The letter is made from the record as it is today: name, address, officer, order, and what was decided. If something is missing, it is named here; mend it at its place and come back." }
    };
    asking(cx, req, (&open, &failure), "Write the letter of the warning", &form, &fields, "Write the letter")
}

pub(super) fn letter_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, id) = target(cx, req)?;
    let document = write_warning_letter(cx, &open.keys, id)?;
    Ok(Reply::done(open.path(&format!("/documents/{document}")), "The letter was written"))
}
