//! Many letters: which and to whom, how far it is, who was left and why, and all of them in one file.

use super::begin::{NewRun, begin_run};
use super::store::{LetterRun, RunPerson, RunProgress, RunState, newest, people_in, run, run_progress};
use super::zip::archive;
use crate::letters::{ask_for, newest_settings, read_given};
use crate::templates::{Declared, Language, Template, in_force, templates_on};
use kernel::{Crn, LetterRunId, Permission, PersonId, Refusal};
use people::PersonLine;
use std::collections::HashMap;
use store::{Cx, Failure, Result};
use web::form::Form;
use web::{Act, Answer, Ask, Markup, Method, Reply, Request, Route, html, ui};

/// People of one kind on a page.
const PER_PAGE: u64 = 50;
/// The most people whose letters one file holds.
const MOST_IN_FILE: i64 = 2_000;

pub(super) fn routes() -> Vec<Route> {
    const WRITE: Permission = Permission::RecordContacts;
    vec![
        Route::get("/letters", WRITE, all),
        Route::get("/letters/new/{template}", WRITE, form),
        Route::post("/letters/new/{template}", WRITE, save),
        Route::get("/letters/{run}", WRITE, show),
        Route::get("/letters/{run}/progress", WRITE, how_far),
        Route::new(Method::Get, "/letters/{run}/all", WRITE, Act::Steps(file)),
    ]
}

fn all(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let today = cx.today();
    let runs = newest(cx)?;
    let mut offered = Vec::new();
    for template in templates_on(cx, None, today)? {
        if template.language == Language::English && !template.part && template.declares()?.by_hand {
            offered.push(template);
        }
    }
    let columns = ["Letters", "Asked", "By", "How many"].map(ui::column);
    let rows = runs.iter().map(|r| {
        let words = format!("{}, {}", r.name, ui::instant(r.asked_at));
        [
            ui::link(&format!("/letters/{}", r.id), &words),
            html! { (ui::instant(r.asked_at)) },
            html! { (r.asked_by) },
            html! { (r.total) },
        ]
    });
    let body = html! {
        h1.govuk-heading-l { "Many letters" }
        p.govuk-body { "The same letter to many people, each filled from their own record and in their own language." }
        ul.govuk-list.govuk-list--bullet {
            @for t in &offered { li { (ui::link(&format!("/letters/new/{}", t.code), &t.name)) } }
        }
        h2.govuk-heading-m { "The newest" }
        @if runs.is_empty() { (ui::empty("No letters have been written together yet.", None)) }
        @else { (ui::Table::new("Letters written together", columns).unseen_caption().rows(rows).show()) }
    };
    Ok(Reply::page(req.frame().titled("Many letters"), body))
}

fn named(cx: &mut Cx<'_>, req: &Request) -> Result<(Template, Declared)> {
    let (code, today): (String, _) = (req.param("template")?, cx.today());
    let found = in_force(cx, &code, Language::English, None, today).map_err(|_| Failure::NotFound)?;
    let declared = found.declares()?;
    if found.part || !declared.by_hand { Err(Failure::NotFound) } else { Ok((found, declared)) }
}

fn form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (template, declared) = named(cx, req)?;
    let typed = req.typed(cx)?.unwrap_or_else(|| Form::blank().with("language", "own"));
    let inside = html! {
        (ui::textarea("people", "To whom?").hint("One CRN on each line").rows(8).show(&typed))
        (ui::radios("language", "Language")
            .item("own", "Each in their own language")
            .item("en", "English")
            .item("cy", "Welsh")
            .show(&typed))
        @for field in &declared.fields { (ask_for(field, &typed)) }
        (ui::button("Write the letters").show())
    };
    let body = html! {
        (ui::error_summary(&typed))
        h1.govuk-heading-l { (template.name) " to many people" }
        p.govuk-body { (template.about) }
        (req.form_frame(&format!("/letters/new/{}", template.code)).show(&inside))
    };
    Ok(Reply::page(req.frame().titled(format!("{} to many people", template.name)).back("/letters"), body))
}

fn save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (template, declared) = named(cx, req)?;
    let mut form = req.form();
    let typed = form.text("people", "to whom the letters go", 30_000).unwrap_or_default();
    let mut people = Vec::new();
    for word in typed.split(|c: char| c.is_whitespace() || c == ',').filter(|w| !w.is_empty()) {
        match word.to_ascii_uppercase().parse::<Crn>() {
            Ok(crn) => match people::keys_of_crn(cx, &crn) {
                Ok(keys) => people.push(keys.survivor),
                Err(Failure::NotFound) => {
                    form.refuse(Refusal::new("people", "unknown_crn", format!("There is nobody with the CRN {crn}")));
                }
                Err(other) => return Err(other),
            },
            Err(_) => form.refuse(Refusal::new(
                "people",
                "no_crn",
                format!("{word:?} is no CRN: enter a letter and six digits"),
            )),
        }
    }
    let language = match form.typed("language") {
        "own" => None,
        _ => form.choice("language", "the language", |t| t.parse::<Language>().ok()),
    };
    let given = read_given(&mut form, &declared);
    form.finish()?;
    let id = begin_run(cx, &NewRun { template: template.code, people, language, given })?;
    Ok(Reply::done(format!("/letters/{id}"), "The letters are being written"))
}

/// In one sentence, for the page and for whoever only hears it.
fn words(all: &LetterRun, now: &RunProgress) -> String {
    let left = if now.left > 0 { format!(", {} could not be written", now.left) } else { String::new() };
    if now.is_finished() {
        return format!("Finished: {} of {} written{left}", now.written, all.total);
    }
    format!("{} of {} done: {} written{left}", now.done(), all.total, now.written)
}

/// For the script of the page: it reads no person and shows none.
fn how_far(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let all = run(cx, req.param::<LetterRunId>("run")?)?;
    let now = run_progress(cx, all.id)?;
    Ok(ui::running_answer(&words(&all, &now), now.done(), all.total, now.is_finished()))
}

fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let all = run(cx, req.param::<LetterRunId>("run")?)?;
    let now = run_progress(cx, all.id)?;
    let page = i64::try_from(req.page() - 1).unwrap_or(i64::MAX / 100);
    let (left, _) = people_in(cx, all.id, RunState::Left, 0, 500)?;
    let (written, total) = people_in(cx, all.id, RunState::Written, page, PER_PAGE.cast_signed())?;
    let ids: Vec<PersonId> = left.iter().chain(&written).map(|p| p.person_id).collect();
    let lines = people::lines(cx, &ids)?;
    cx.note_shown("list", req.path(), &ids);
    let path = format!("/letters/{}", all.id);
    let body = html! {
        h1.govuk-heading-l { (all.name) " to many people" }
        (ui::running(&format!("{path}/progress"), &path, &words(&all, &now), now.done(), all.total, now.is_finished()))
        (ui::summary_list(&[
            ui::row("Asked by", html! { (all.asked_by) ", " (ui::instant(all.asked_at)) }),
            ui::row("Language", all.language.map_or("Each in their own language", Language::words)),
        ]))
        @if now.written > 0 {
            (ui::link_button(&format!("{path}/all"), "Download all as one ZIP file").secondary().show())
        }
        @if !left.is_empty() {
            h2.govuk-heading-m { "Not written" }
            p.govuk-body { "Put right what is missing, then write these letters on each person’s own page." }
            (table("People who were not written to", &left, &lines, "Why not"))
        }
        h2.govuk-heading-m { "Written" }
        @if written.is_empty() { p.govuk-body { "None yet." } } @else {
            (table("Letters that were written", &written, &lines, "Letter"))
            (ui::pagination(&req.address(), req.page(), PER_PAGE, u64::try_from(total).unwrap_or(0)))
        }
    };
    Ok(Reply::page(req.frame().titled(format!("{} to many people", all.name)).back("/letters"), body))
}

fn table(caption: &str, of: &[RunPerson], lines: &HashMap<PersonId, PersonLine>, what: &str) -> Markup {
    let rows = of.iter().map(|one| {
        let line = lines.get(&one.person_id);
        let open = line.filter(|l| !l.restricted);
        [
            html! { (line.map_or("Not known", |l| l.name.as_str())) },
            html! { @if let Some(l) = line { (l.crn) } },
            html! {
                @if let (Some(l), Some(document)) = (open, one.document_id) {
                    (ui::link_about(&format!("/people/{}/documents/{document}", l.crn), "Open the letter", &l.name))
                }
                @if let Some(why) = &one.why { " " (why) }
            },
        ]
    });
    let columns = [ui::column("Person"), ui::column("CRN"), ui::column(what)];
    ui::Table::new(caption, columns).unseen_caption().rows(rows).show()
}

/// Every letter that whoever asks may see, in one file for the printer.
fn file(ask: &Ask<'_>) -> Answer {
    let id: LetterRunId = ask.request.param("run")?;
    let (all, found) = ask.house.read(ask.asker, |cx| {
        cx.be_at(ask.request.route());
        let all = run(cx, id)?;
        let (written, _) = people_in(cx, id, RunState::Written, 0, MOST_IN_FILE)?;
        let ids: Vec<PersonId> = written.iter().map(|p| p.person_id).collect();
        let mut lines = people::lines(cx, &ids)?;
        lines.retain(|_, line| !line.restricted);
        let seen: Vec<PersonId> = ids.iter().copied().filter(|p| lines.contains_key(p)).collect();
        cx.note_shown("list", ask.request.path(), &seen);
        let wanted: Vec<_> = written.iter().filter(|p| lines.contains_key(&p.person_id)).collect();
        let documents: Vec<_> = wanted.iter().filter_map(|p| p.document_id).collect();
        let settings = newest_settings(cx, &seen, &documents)?;
        let files: Vec<_> = settings.iter().map(|s| (s.person_id, s.file_id)).collect();
        let bytes = files::fetch_many(cx, &files)?;
        let named = bytes.into_iter().map(|f| {
            let crn = lines.get(&f.line.person).map(|l| l.crn.to_string()).unwrap_or_default();
            (format!("{crn} {}", f.line.name), f.bytes)
        });
        Ok((all, named.collect::<Vec<_>>()))
    })?;
    let archive = archive(&found).ok_or_else(|| {
        Failure::refused("", "too_large", "These letters are too large for one file: download each by itself")
    })?;
    Ok(Reply::file(format!("{} {}.zip", all.name, all.asked_at.local_date()), "application/zip", archive))
}
