//! How far a reallocation is: a page that says it with every refresh, and keeps itself up to date where scripts run; who
//! was moved, who was left and why, and how to put right what was wrong.

use super::form;
use super::store::{MoveState, PersonMove, Progress, Reallocation, people_in, progress, reallocation};
use crate::pages::{person, reason_words};
use kernel::Permission::Allocate;
use kernel::{EntryId, PersonId};
use organisation::StaffLine;
use people::PersonLine;
use std::collections::HashMap;
use store::{Cx, Result};
use web::{Answer, Markup, Reply, Request, Route, html, ui};

/// People of one kind on a page.
const PER_PAGE: u64 = 50;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/staff/{code}/reallocate", Allocate, form::show),
        Route::post("/staff/{code}/reallocate", Allocate, form::save),
        Route::get("/reallocations/{reallocation}", Allocate, show),
        Route::get("/reallocations/{reallocation}/progress", Allocate, how_far),
    ]
}

/// In one sentence, for the page and for whoever only hears it.
fn words(all: &Reallocation, now: &Progress) -> String {
    let left = if now.left > 0 { format!(", {} could not be moved", now.left) } else { String::new() };
    if now.is_finished() {
        return format!("Finished: {} of {} moved{left}", now.moved, all.total);
    }
    format!("{} of {} done: {} moved{left}", now.done(), all.total, now.moved)
}

/// For the script of the page: it reads no person and shows none.
fn how_far(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let all = reallocation(cx, req.param::<EntryId>("reallocation")?)?;
    let now = progress(cx, all.id)?;
    Ok(ui::running_answer(&words(&all, &now), now.done(), all.total, now.is_finished()))
}

fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let all = reallocation(cx, req.param::<EntryId>("reallocation")?)?;
    let now = progress(cx, all.id)?;
    let page = i64::try_from(req.page() - 1).unwrap_or(i64::MAX / 100);
    let (left, _) = people_in(cx, all.id, MoveState::Left, 0, 500)?;
    let (moved, total) = people_in(cx, all.id, MoveState::Moved, page, PER_PAGE.cast_signed())?;
    let ids: Vec<PersonId> = left.iter().chain(&moved).map(|m| m.person_id).collect();
    let lines = people::lines(cx, &ids)?;
    cx.note_shown("list", req.path(), &ids);
    let mut staff = organisation::staff_lines(cx, &[all.from_staff_id, all.to_staff_id])?;
    let (from, to) = (staff.remove(&all.from_staff_id), staff.remove(&all.to_staff_id));
    let (Some(from), Some(to)) = (from, to) else { return Err(store::Failure::NotFound) };
    let title = format!("People of {} to {}", from.name, to.name);
    let path = format!("/reallocations/{}", all.id);
    let body = html! {
        h1.govuk-heading-l { (title) }
        (ui::running(&format!("{path}/progress"), &path, &words(&all, &now), now.done(), all.total, now.is_finished()))
        (ui::summary_list(&asked(&all, &now)?))
        @if !left.is_empty() {
            h2.govuk-heading-m { "Not moved" }
            p.govuk-body { "They are where they were. Move each of them by itself, or " (ui::link(&format!("/staff/{}/reallocate", from.code), "begin again with those who are left")) "." }
            (left_table(&left, &lines))
        }
        (undo(&all, &now, &from, &to))
        h2.govuk-heading-m { "Moved" }
        @if moved.is_empty() { p.govuk-body { "Nobody yet." } } @else {
            (moved_table(&moved, &lines))
            (ui::pagination(&req.address(), req.page(), PER_PAGE, u64::try_from(total).unwrap_or(0)))
        }
    };
    Ok(Reply::page(req.frame().titled(title).within("/team").back(format!("/staff/{}", from.code)), body))
}

fn asked(all: &Reallocation, now: &Progress) -> Result<Vec<ui::Row>> {
    let mut rows = vec![
        ui::row("Asked by", html! { (all.asked_by) ", " (ui::instant(all.asked_at)) }),
        ui::row("Reason", reason_words(&all.reason)?),
    ];
    if let Some(note) = &all.note {
        rows.push(ui::row("Note", note.clone()));
    }
    let notes = all.items.as_object().map_or(0, serde_json::Map::len);
    let notes = if notes == 0 { "None".to_owned() } else { ui::count(notes.cast_signed() as i64, "note", "notes") };
    rows.push(ui::row("Handover notes for all", notes));
    if let Some(earlier) = all.undoes_id {
        rows.push(ui::row("Allocates back", ui::link(&format!("/reallocations/{earlier}"), "an earlier reallocation")));
    }
    if let Some(at) = now.ended_at {
        rows.push(ui::row("Ended", ui::instant(at)));
    }
    Ok(rows)
}

fn left_table(left: &[PersonMove], lines: &HashMap<PersonId, PersonLine>) -> Markup {
    let columns = [ui::column("Person"), ui::column("Why not"), ui::column("Action").unseen()];
    let rows = left.iter().map(|one| {
        let shown = lines.get(&one.person_id).filter(|l| !l.restricted);
        vec![
            person(lines, one.person_id),
            html! { (one.why.as_deref().unwrap_or("Not known")) },
            html! { @if let Some(l) = shown { (ui::link_about(&format!("/allocate/{}", l.crn), "Allocate", &l.name)) } },
        ]
    });
    ui::Table::new("People who could not be moved", columns).unseen_caption().rows(rows).show()
}

fn moved_table(moved: &[PersonMove], lines: &HashMap<PersonId, PersonLine>) -> Markup {
    let columns = [ui::column("Person"), ui::column("When"), ui::column("Action").unseen()];
    let rows = moved.iter().map(|one| {
        let shown = lines.get(&one.person_id).filter(|l| !l.restricted);
        vec![
            person(lines, one.person_id),
            html! { @if let Some(at) = one.done_at { (ui::instant(at)) } },
            html! { @if let Some(l) = shown { (ui::link_about(&format!("/allocate/{}", l.crn), "Allocate back or on", &l.name)) } },
        ]
    });
    ui::Table::new("People who were moved", columns).unseen_caption().rows(rows).show()
}

/// Nothing is taken back by itself: the record shows both moves.
fn undo(all: &Reallocation, now: &Progress, from: &StaffLine, to: &StaffLine) -> Markup {
    let again = format!("/staff/{}/reallocate?of={}", to.code, all.id);
    html! {
        @if now.moved > 0 {
            h2.govuk-heading-m { "If something is wrong" }
            p.govuk-body {
                "A reallocation is not deleted: each person's record says who had them and until when. Put it right by allocating back. "
                "The handover that was begun ends with it, and " (from.name) " has the person again from that moment."
            }
            ul.govuk-list.govuk-list--bullet {
                li { "One person: follow “Allocate back or on” beside their name." }
                li { "Many: " (ui::link(&again, &format!("allocate back from {} to {}", to.name, from.name))) ", with these people selected already." }
            }
        }
    }
}
