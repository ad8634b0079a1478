//! Progress on one requirement: what was done and when, adding to it, and taking an entry back with a reason.

use super::order_card::done;
use super::parts::{FormPage, NOTE, day_field, form_or, home, note_field, person, read_why, why_fields};
use crate::requirement::actions::name;
use crate::requirement::work::kept_elsewhere;
use crate::{Counted, Keeper, NewProgress, ProgressEntry, RequirementWithProgress, find};
use kernel::{EntryId, Permission, RequirementId};
use law::Law;
use people::OpenPerson;
use store::{Cx, Failure, Result};
use web::form::Form;
use web::ui::{self, Colour, Table, column};
use web::{Answer, Markup, Reply, Request, html};

fn of(cx: &mut Cx<'_>, open: &OpenPerson, id: RequirementId) -> Result<RequirementWithProgress> {
    let all = crate::orders(cx, &open.keys)?.into_iter().flat_map(|o| o.requirements);
    all.into_iter().find(|r| r.requirement.id == id).ok_or(Failure::NotFound)
}

pub(super) fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = person(cx, req)?;
    let part = of(cx, &open, req.param("requirement")?)?;
    let progress = part.progress.ok_or(Failure::NotFound)?;
    let law = cx.part::<Law>()?;
    let title = format!("Progress on {}", name(&law, &part.requirement).to_lowercase());
    let form = form_or(req, cx, Form::blank)?;
    let edits = cx.may(Permission::EditSentences);
    let frame = people::frame(req, cx, &open, "Sentence")?.titled(&title).back(home(&open));
    let add = html! {
        h2.govuk-heading-m { "Add progress" }
        (day_field("done_on", "On which day?", &form))
        @if progress.counted == Counted::Minutes {
            (ui::input("hours", "Hours worked").width(3).number().show(&form))
            (ui::input("minutes", "Minutes (optional)").width(3).number().show(&form))
        }
        (note_field("note", "What was done (optional)", &form))
        (ui::button("Add progress").show())
    };
    Ok(Reply::page(
        frame,
        html! {
            (ui::error_summary(&form))
            h1.govuk-heading-l { (title) }
            (done(progress))
            @if progress.counted == Counted::Days { p.govuk-hint { "Each date counts once, whatever was done on it." } }
            (entries(&open, &part.entries, progress.counted, edits))
            @if edits && part.requirement.removed.is_none() { (req.form_frame(req.path()).show(&add)) }
        },
    ))
}

/// Where an entry is put right that another room tells: the address, and its words.
fn put_right(open: &OpenPerson, keeper: &Keeper) -> (String, &'static str) {
    match keeper {
        Keeper::Account => (open.path("/unpaid-work"), "Open the account"),
        Keeper::Contact(id) => (open.path(&format!("/appointments/{id}")), "Open the appointment"),
    }
}

fn entries(open: &OpenPerson, entries: &[ProgressEntry], counted: Counted, edits: bool) -> Markup {
    if entries.is_empty() {
        return ui::empty("Nothing is recorded yet.", None);
    }
    let mut columns = vec![column("Date")];
    if counted == Counted::Minutes {
        columns.push(column("Time").numeric());
    }
    columns.extend([column("What was done"), column("Action").unseen()]);
    let mut table = Table::new("What was done", columns);
    for entry in entries {
        let mut cells = vec![html! { (ui::day(entry.done_on)) }];
        if counted == Counted::Minutes {
            cells.push(html! { @if entry.minutes < 0 { "less " } (entry.minutes.abs() / 60) " h " (entry.minutes.abs() % 60) " min" });
        }
        cells.push(html! {
            @if let Some(note) = &entry.note { (note) }
            @if let Some(why) = &entry.withdrawn { " " (ui::tag(Colour::Grey, "Taken back")) " " (why) }
        });
        cells.push(html! {
            @if entry.withdrawn.is_none() && edits {
                @let about = format!("progress of {}", ui::day(entry.done_on));
                @if let Some(keeper) = entry.kept_in() {
                    @let (at, words) = put_right(open, &keeper);
                    (ui::link_about(&at, words, &format!("to put right {about}")))
                } @else {
                    (ui::link_about(&open.path(&format!("/progress/{}/withdraw", entry.id)), "Take back", &about))
                }
            }
        });
        table.push(cells);
    }
    table.show()
}

pub(super) fn add(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = person(cx, req)?;
    let part = of(cx, &open, req.param("requirement")?)?;
    let mut form = req.form();
    let done_on = form.date("done_on", "the day on which it was done");
    let minutes = match part.progress.map(|p| p.counted) {
        Some(Counted::Minutes) => {
            let hours = form.integer("hours", "the hours worked", 0..=24);
            let minutes = form.optional_integer("minutes", "the minutes", 0..=59);
            hours.map(|hours| hours * 60 + minutes.unwrap_or(0))
        }
        _ => Some(0),
    };
    let note = form.optional_text("note", "what was done", NOTE);
    let (done_on, minutes) = form.complete((done_on, minutes))?;
    let new = NewProgress { requirement: part.requirement.id, done_on, minutes, note, source_key: None };
    crate::add_progress(cx, &open.keys, &new)?;
    Ok(Reply::done(req.path(), "Progress added"))
}

pub(super) fn withdrawing(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = person(cx, req)?;
    let entry: ProgressEntry = find::one(cx, &open.keys, req.param::<EntryId>("entry")?)?;
    if let Some(keeper) = entry.kept_in() {
        return elsewhere(req, cx, &open, &entry, &keeper);
    }
    let form = form_or(req, cx, Form::blank)?;
    let fields = why_fields("Why is it taken back?", &form);
    FormPage { title: format!("Take back progress of {}", ui::day(entry.done_on)), button: "Take back", version: None }
        .show(req, cx, &open, &form, &fields)
}

/// The page of an entry that cannot be taken back here: why, and where it can.
fn elsewhere(req: &Request, cx: &mut Cx<'_>, open: &OpenPerson, entry: &ProgressEntry, keeper: &Keeper) -> Answer {
    let title = format!("Progress of {}", ui::day(entry.done_on));
    let frame = people::frame(req, cx, open, "Sentence")?.titled(&title).back(home(open));
    let ((at, words), form) = (put_right(open, keeper), form_or(req, cx, Form::blank)?);
    let body = html! {
        div.govuk-grid-row { div.govuk-grid-column-two-thirds {
            (ui::error_summary(&form))
            h1.govuk-heading-l { (title) }
            p.govuk-body { (kept_elsewhere(keeper)) "." }
            (ui::button_group(&html! { (ui::link_button(&at, words).show()) (ui::link(&home(open), "Back to the sentence")) }))
        } }
    };
    Ok(Reply::page(frame, body))
}

pub(super) fn withdraw(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = person(cx, req)?;
    let why = read_why(&mut req.form())?;
    crate::withdraw_progress(cx, &open.keys, req.param("entry")?, &why)?;
    Ok(Reply::done(home(&open), "Progress taken back"))
}
