//! One line of a day: what is known, the note, the result, and settling it against the court's message.

use super::super::actions::{Settling, enter_result, note_day, put_back_on_day, remove_from_day, settle_result};
use super::super::list::{DayLine, kinds, notes};
use super::super::records::EntryState;
use super::super::rules::{Agreement, kinds_on};
use super::list::result_words;
use super::{court, day, line_path, one, path};
use kernel::{Date, DayEntryId, Permission, PersonId};
use organisation::Court;
use people::PersonLine;
use store::{Cx, Result};
use web::form::Form;
use web::ui;
use web::{Answer, Markup, Reply, Request, html};

const LONGEST: usize = 10_000;

fn person(cx: &mut Cx<'_>, line: &DayLine) -> Result<Option<PersonLine>> {
    let ids: Vec<PersonId> = line.entry.person_id.into_iter().collect();
    let found = people::lines(cx, &ids)?.into_values().next();
    cx.note_shown("list", "a line of a court's day", &ids);
    Ok(found)
}

fn title(line: &DayLine, person: Option<&PersonLine>) -> String {
    person.map_or_else(|| line.entry.who.clone().unwrap_or_else(|| "Name not said".into()), |p| p.name.clone())
}

fn facts(line: &DayLine, person: Option<&PersonLine>, result: Markup) -> Markup {
    let entry = &line.entry;
    let mut rows = Vec::new();
    rows.push(ui::row("Record", html! {
        @match person { Some(p) => (ui::link(&format!("/people/{}", p.crn), p.crn.to_string().as_str())), None => "None known: decide who it is in the court inbox, or add the CRN" }
    }));
    rows.push(ui::row("Offences", entry.offences.clone().unwrap_or_else(|| "Not said".into())));
    rows.push(ui::row("Sitting", entry.sitting.words()));
    rows.push(ui::row("Prepared", entry.preparing.words()));
    rows.push(ui::row("Result", result));
    rows.extend(entry.result_words.clone().map(|w| ui::row("In words", w)));
    rows.extend(entry.result_by.clone().map(|by| ui::row("Typed by", by)));
    rows.extend(line.came.as_ref().map(|came| ui::row("The court’s message", came.words.clone())));
    if let (Some(why), Some(by)) = (&entry.settled_why, &entry.settled_by) {
        let held = if entry.settled.as_deref() == Some("message") {
            "The court’s message holds"
        } else {
            "What was typed holds"
        };
        rows.push(ui::row("Settled", format!("{held}: {why} ({by})")));
    }
    rows.extend(entry.removed_why.clone().map(|why| ui::row("Taken off the list", why)));
    ui::summary_list(&rows)
}

pub(super) fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (court, day, line) = one(cx, req)?;
    let person = person(cx, &line)?;
    let note = notes(cx, &[&line])?.remove(&line.entry.id);
    let kinds = kinds(cx)?;
    let id = line.entry.id;
    let at = |rest: &str| line_path(&court, day, id, rest);
    let title = title(&line, person.as_ref());
    let result = result_words(&line, &kinds.0);
    let takes_order = super::super::order::may_type(cx, &line).is_ok();
    let typed = takes_order && super::super::order::typed(cx, &line)?.is_some();
    let asks_report = line
        .entry
        .result
        .as_deref()
        .is_some_and(|code| kinds.0.iter().any(|k| k.code == code && k.expects == "report"));
    let body = html! {
        span.govuk-caption-l { (court.name) ", " (ui::day(day)) }
        h1.govuk-heading-l { (title) }
        @if line.agreement == Agreement::Differs {
            (ui::warning("The court’s message says otherwise than what was typed here."))
            (ui::link_button(&at("/settle"), "Say which holds").show())
        }
        (facts(&line, person.as_ref(), result))
        h2.govuk-heading-m { "Note" }
        @match &note {
            Some(note) => {
                @for text in note.words.lines() { p.govuk-body { (text) } }
                p.govuk-hint { (note.written_by) ", " (ui::instant(note.written_at)) }
                p.govuk-body { (ui::link(&at("/note"), "Write on the note")) }
            }
            None => p.govuk-body { (ui::link(&at("/note"), "Write a note")) },
        }
        @if let Some(p) = &person {
            @if let Some(request) = line.request { p.govuk-body { (ui::link(&format!("/people/{}/report-requests/{request}", p.crn), "The report that the court asked for")) } }
            @else if asks_report { p.govuk-body { (ui::link(&format!("/people/{}/reports/new", p.crn), "Begin the report")) } }
        }
        @if let (Some(p), true) = (&person, cx.may(Permission::EditSentences)) {
            @if typed { p.govuk-body { (ui::link(&format!("/people/{}/sentence", p.crn), "The order that was typed, on the person’s sentence")) } }
            @else if takes_order { p.govuk-body { (ui::link(&at("/order"), "Type the order, so that supervision begins before the message comes")) } }
        }
        @if line.entry.state == EntryState::Removed {
            (req.button_frame(&at("/put-back")).show(&ui::button("Put back on the list").show()))
        } @else {
            (ui::button_group(&html! {
                @if line.came.is_none() || line.entry.result.is_some() { (ui::link_button(&at("/result"), if line.entry.result.is_some() { "Type the result again" } else { "Type the result" }).show()) }
                (ui::link(&at("/remove"), "Take off the list"))
            }))
        }
    };
    Ok(Reply::page(req.frame().titled(title).back(path(&court, day, "")), body))
}

fn page(
    cx: &mut Cx<'_>,
    req: &Request,
    (court, day, line): (&Court, Date, &DayLine),
    heading: &str,
    (form, before, fields): (&Form, Markup, Markup),
) -> Answer {
    let person = person(cx, line)?;
    let back = line_path(court, day, line.entry.id, "");
    let body = html! {
        (ui::error_summary(form))
        span.govuk-caption-l { (title(line, person.as_ref())) ", " (court.name) ", " (ui::day(day)) }
        h1.govuk-heading-l { (heading) }
        (before)
        (req.form_frame(req.path()).hidden("version", if line.kept { line.entry.version } else { 0 }).show(&html! {
            (fields)
            (ui::button_group(&html! { (ui::button("Save").show()) (ui::link(&back, "Go back")) }))
        }))
    };
    Ok(Reply::page(req.frame().titled(heading).back(back), body))
}

/// The version that the reader saw; none while the line was only drawn.
fn seen(form: &Form) -> Option<i64> {
    form.typed("version").parse().ok().filter(|v| *v > 0)
}

pub(super) fn note_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (court, day, line) = one(cx, req)?;
    let note = notes(cx, &[&line])?.remove(&line.entry.id);
    let words = note.as_ref().map_or("", |n| n.words.as_str());
    let form = req.typed(cx)?.unwrap_or_else(|| Form::blank().with("note", words));
    let before = html! {
        @if let (true, Some(now)) = (req.is_conflict(), &note) {
            (ui::inset(&html! {
                p.govuk-body { strong { (now.written_by) " saved this on " (ui::instant(now.written_at)) ":" } }
                @for text in now.words.lines() { p.govuk-body { (text) } }
            }))
        }
    };
    let fields = html! {
        input type="hidden" name="note_version" value=(note.as_ref().map_or(0, |n| n.version));
        (ui::textarea("note", "What happened in court?").hint("Kept as you type, and saved when you press Save").rows(10).most(LONGEST).show(&form))
    };
    page(cx, req, (&court, day, &line), "Note of the hearing", (&form, before, fields))
}

pub(super) fn note(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (court, day) = (court(cx, req)?, day(req)?);
    let id: DayEntryId = req.param("id")?;
    let mut form = req.form();
    let words = form.text("note", "the note", LONGEST);
    let version = form.typed("note_version").parse::<i64>().unwrap_or(0);
    let (words,) = form.complete((words,))?;
    note_day(cx, &court, day, id, &words, version)?;
    Ok(Reply::done(line_path(&court, day, id, ""), "The note is saved"))
}

pub(super) fn result_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (court, day, line) = one(cx, req)?;
    let kinds = kinds(cx)?;
    let form = req.typed(cx)?.unwrap_or_else(|| {
        let typed = line.entry.result.clone().unwrap_or_default();
        Form::blank().with("result", typed).with("words", line.entry.result_words.clone().unwrap_or_default())
    });
    let items = kinds_on(&kinds.0, day).into_iter().map(|k| ui::item(k.code, k.name));
    let before = html! { p.govuk-body { "For hearings of which no message came. When the court’s message comes, the two are held against each other." } };
    let fields = html! {
        (ui::radios("result", "What did the court decide?").items(items).show(&form))
        (ui::textarea("words", "In words (optional)").hint("Requirements and lengths as passed, the next hearing").rows(3).most(2_000).show(&form))
    };
    page(cx, req, (&court, day, &line), "Type the result", (&form, before, fields))
}

pub(super) fn result(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (court, day) = (court(cx, req)?, day(req)?);
    let id: DayEntryId = req.param("id")?;
    let mut form = req.form();
    let code = form.choice("result", "what the court decided", |code| Some(code.to_owned()));
    let words = form.optional_text("words", "the words", 2_000);
    let (code,) = form.complete((code,))?;
    enter_result(cx, &court, day, id, (&code, words.as_deref()), seen(&form))?;
    Ok(Reply::done(line_path(&court, day, id, ""), "The result is typed"))
}

pub(super) fn settle_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (court, day, line) = one(cx, req)?;
    let kinds = kinds(cx)?;
    let form = req.typed(cx)?.unwrap_or_else(Form::blank);
    let typed = result_words(&line, &kinds.0);
    let came = line.came.as_ref().map_or("", |c| c.words.as_str());
    let before = ui::summary_list(&[
        ui::row("Typed in court", typed),
        ui::row("In words", line.entry.result_words.clone().unwrap_or_else(|| "None".into())),
        ui::row("The court’s message", came.to_owned()),
    ]);
    let fields = html! {
        (ui::radios("holds", "Which holds?").item("message", "The court’s message").item("typed", "What was typed: the court is asked to put its message right").show(&form))
        (ui::textarea("why", "Why?").rows(3).most(1_000).show(&form))
    };
    page(cx, req, (&court, day, &line), "Settle the result", (&form, before, fields))
}

pub(super) fn settle(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (court, day) = (court(cx, req)?, day(req)?);
    let id: DayEntryId = req.param("id")?;
    let mut form = req.form();
    let holds = form.code("holds", "which holds", &["message", "typed"]);
    let why = form.text("why", "why", 1_000);
    let (holds, why) = form.complete((holds, why))?;
    settle_result(cx, &court, day, id, &Settling { message_holds: holds == "message", why }, seen(&form))?;
    Ok(Reply::done(line_path(&court, day, id, ""), "The result is settled"))
}

pub(super) fn remove_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (court, day, line) = one(cx, req)?;
    let form = req.typed(cx)?.unwrap_or_else(Form::blank);
    let fields = ui::textarea("why", "Why is it taken off the list?").rows(3).most(1_000).show(&form);
    page(cx, req, (&court, day, &line), "Take off the list", (&form, html! {}, fields))
}

pub(super) fn remove(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (court, day) = (court(cx, req)?, day(req)?);
    let id: DayEntryId = req.param("id")?;
    let mut form = req.form();
    let why = form.text("why", "why", 1_000);
    let (why,) = form.complete((why,))?;
    remove_from_day(cx, &court, day, id, &why)?;
    Ok(Reply::done(path(&court, day, ""), "Taken off the list"))
}

pub(super) fn put_back(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (court, day) = (court(cx, req)?, day(req)?);
    let id: DayEntryId = req.param("id")?;
    put_back_on_day(cx, &court, day, id)?;
    Ok(Reply::done(line_path(&court, day, id, ""), "Put back on the list"))
}
