//! The pack as a page that can be read and printed, and the form of each part that is written.

use super::{framed, named, path};
use crate::breach::actions::{LONGEST, write_part};
use crate::breach::pack::{Pack, pack};
use crate::breach::records::Part;
use kernel::{BreachId, Crn, Date};
use store::{Cx, Failure};
use web::form::Form;
use web::ui;
use web::{Answer, Markup, Reply, Request, html};

fn days(title: &str, days: &[Date], none: &str) -> Markup {
    html! {
        h3.govuk-heading-s { (title) }
        @if days.is_empty() { p.govuk-body { (none) } }
        @else { ul.govuk-list.govuk-list--bullet { @for day in days { li { (ui::weekday(*day)) } } } }
    }
}

/// The days of failures, each with what the person said of it.
fn failures(pack: &Pack) -> Markup {
    let said = |day: Date| pack.said.iter().filter(move |(on, _)| *on == day).map(|(_, words)| words.as_str());
    html! {
        h3.govuk-heading-s { "Failures" }
        @if pack.failures.is_empty() { p.govuk-body { "No failure is on the record." } }
        @else {
            ul.govuk-list.govuk-list--bullet {
                @for day in &pack.failures { li { (ui::weekday(*day)) @for words in said(*day) { br; "The person said: " (words) } } }
            }
        }
    }
}

fn order(pack: &Pack) -> Markup {
    let day = |day: Option<Date>| day.map_or_else(|| "Not said".to_owned(), ui::day);
    let columns = ["Requirement", "Length", "Done so far"].map(ui::column);
    let rows = pack.requirements.iter().map(|r| {
        [
            html! { (r.name) },
            html! { (r.length.as_deref().unwrap_or("Not said")) },
            html! { (r.done.as_deref().unwrap_or("Runs by the calendar")) },
        ]
    });
    html! {
        h2.govuk-heading-m { "The order" }
        (ui::summary_list(&[
            ui::row("Sentence", pack.sentence.clone()),
            ui::row("Made on", ui::day(pack.made_on)),
            ui::row("Last day", day(pack.dates.amended_ends_on.or(pack.dates.ends_on))),
            ui::row("Court", pack.court.clone().unwrap_or_else(|| "Not chosen yet".into())),
        ]))
        @if !pack.requirements.is_empty() { (ui::Table::new("Requirements", columns).rows(rows).show()) }
    }
}

fn chronology(pack: &Pack) -> Markup {
    let rows = pack.chronology.iter().map(|line| {
        [
            html! { (ui::short_day(line.on)) },
            html! { (line.what) },
            html! { (line.outcome.as_deref().unwrap_or("")) @if line.failure { " " (ui::tag(ui::Colour::Red, "Failure")) } },
        ]
    });
    let columns = ["Day", "What", "Outcome"].map(ui::column);
    html! {
        h2.govuk-heading-m { "Chronology" }
        @if pack.chronology.is_empty() { p.govuk-body { "Nothing is on the record since the order was made." } }
        @else { (ui::Table::new("What happened since the order was made", columns).unseen_caption().rows(rows).show()) }
        @if pack.longer { p.govuk-body { "The record has more entries than a pack holds: see the person’s log for the older ones." } }
    }
}

pub(super) fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, whole) = named(cx, req)?;
    let pack = pack(cx, &open, &whole)?;
    let breach = &whole.breach;
    let kept = pack.attended + pack.missed;
    let frame = framed(cx, req, &open, "Breach pack", path(&open, breach.id, ""))?;
    let body = html! {
        h1.govuk-heading-l { "Breach pack for " (pack.person) }
        @match (&breach.sent_at, &breach.sent_by) {
            (Some(at), Some(by)) => p.govuk-body { "As it was sent on " (ui::instant(*at)) " by " (by) "." },
            _ => p.govuk-body { "As the record draws it now. It is frozen when it is sent." },
        }
        (order(&pack))
        h2.govuk-heading-m { "The breach" }
        p.govuk-body { (pack.reason) }
        p.govuk-body { "Known since " (ui::day(pack.aware_on)) ". Instructed on " (ui::day(pack.instructed_on)) " by " (pack.instructed_by) "." }
        (failures(&pack))
        (days("Warnings", &pack.warnings, "No warning was given."))
        (days("Absences that were accepted", &pack.accepted, "None."))
        @if kept > 0 { p.govuk-body { "Of " (kept) " appointments and contacts with an outcome, " (pack.missed) " were failures." } }
        @for part in &pack.parts {
            h2.govuk-heading-m { (part.heading) }
            @for line in part.words.lines().filter(|l| !l.trim().is_empty()) { p.govuk-body { (line) } }
            p.govuk-hint { "Written by " (part.by) }
        }
        (chronology(&pack))
        @if let Some(hash) = &breach.shown_hash { p.govuk-hint { "SHA-256 " (hash) } }
    };
    Ok(Reply::page(frame, body))
}

fn part_of(req: &Request) -> store::Result<Part> {
    req.param::<String>("part")?.parse().map_err(|()| Failure::NotFound)
}

pub(super) fn part_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, whole) = named(cx, req)?;
    let part = part_of(req)?;
    let known = whole.parts.iter().find(|row| row.part == part);
    let typed = match req.typed(cx)? {
        Some(typed) => typed,
        None => Form::of(known.map(|row| ("words", row.words.clone()))),
    };
    let version = known.map_or(0, |row| row.version);
    let at = path(&open, whole.breach.id, &format!("/parts/{}", part.code()));
    let frame = framed(cx, req, &open, part.words(), path(&open, whole.breach.id, ""))?;
    let body = html! {
        (ui::error_summary(&typed))
        h1.govuk-heading-l { (part.words()) }
        @if req.is_conflict() && let Some(row) = known {
            (ui::inset(&html! { p.govuk-body { strong { "As " (row.written_by) " wrote it:" } } p.govuk-body { (row.words) } }))
        }
        @if whole.breach.state.is_written_on() {
            (req.form_frame(&at).hidden("version", version).show(&html! {
                (ui::textarea("words", part.words()).unseen().hint(part.hint()).rows(10).most(LONGEST).show(&typed))
                (ui::button("Save").show())
            }))
        } @else {
            p.govuk-body { (known.map_or("Nothing was written.", |row| row.words.as_str())) }
            p.govuk-body { "The pack is not being prepared any more, so this cannot be changed now." }
        }
    };
    Ok(Reply::page(frame, body))
}

pub(super) fn part_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let (id, part) = (req.param::<BreachId>("id")?, part_of(req)?);
    let mut form = req.form();
    let words = form.text("words", "what belongs here", LONGEST);
    let version = form.optional_integer("version", "the page again", 0..=i64::MAX);
    let (words,) = form.complete((words,))?;
    write_part(cx, &open, id, part, &words, version)?;
    Ok(Reply::done(path(&open, id, ""), format!("Saved: {}", part.words())))
}
