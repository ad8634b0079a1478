//! Marking somebody away or gone, naming who covers, and marking them back. Their people are moved at once, one by one.

use super::{LONGEST_NOTE, people_count, team::candidates};
use crate::actions::{Settled, note_cover, note_return, settle_staff};
use kernel::{Date, StaffId};
use organisation::{AbsenceKind, NewAbsence, StaffLine};
use store::{Cx, Result};
use web::form::Form;
use web::{Answer, Ask, Markup, Reply, Request, html, ui};

fn line(cx: &mut Cx<'_>, req: &Request) -> Result<StaffLine> {
    let staff = organisation::staff_by_code(cx, &req.param::<String>("code")?)?;
    organisation::staff_line(cx, staff.id)
}

/// Colleagues of the team who are at work.
fn cover_field(cx: &mut Cx<'_>, line: &StaffLine, form: &Form) -> Result<Markup> {
    let here = candidates(cx, &[line.team])?.into_iter().filter(|m| m.away.is_none() && m.staff.id != line.id);
    let options: Vec<(String, String)> = here.map(|m| (m.staff.id.to_string(), m.staff.name)).collect();
    Ok(ui::select("cover", "Who covers")
        .hint("Without a cover their people go to the unallocated list today")
        .option("", "Nobody")
        .options(options)
        .show(form))
}

pub(super) fn form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let line = line(cx, req)?;
    let blank =
        ui::DateInput::pairs("first_day", cx.today()).into_iter().fold(Form::blank(), |f, (n, v)| f.with(&n, v));
    let form = req.typed(cx)?.unwrap_or(blank);
    let cover = cover_field(cx, &line, &form)?;
    let kinds = AbsenceKind::ALL.iter().map(|k| ui::item(k.code(), k.words()));
    let (path, title) = (format!("/staff/{}", line.code), format!("Mark {} as away or gone", line.name));
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { (title) }
        (req.form_frame(&format!("{path}/absence")).show(&html! {
            (ui::radios("kind", "What happened").items(kinds).show(&form))
            (ui::date_input("first_day", "First day away").hint("Or the first day without them").show(&form))
            (ui::date_input("last_day", "Last day away").hint("Leave empty if nobody knows, or if they have left").show(&form))
            (cover)
            (ui::textarea("reason", "Reason").rows(3).show(&form))
            (ui::button("Save and move their people").show())
        }))
    };
    Ok(Reply::page(req.frame().titled(title).back(path), body))
}

pub(super) fn save(ask: &Ask<'_>) -> Answer {
    let line = ask.house.read(ask.asker, |cx| line(cx, ask.request))?;
    let absence = absence_typed(ask.request, line.id)?;
    ask.step("absence", |cx| organisation::record_absence(cx, absence.clone()).map(|a| serde_json::json!(a.id)))?;
    let settled = settle_staff(ask.house, ask.asker, line.id)?;
    Ok(Reply::done(format!("/staff/{}", line.code), moved_words(&settled)))
}

fn absence_typed(req: &Request, staff: StaffId) -> Result<NewAbsence> {
    let mut form = req.form();
    let kind = form.choice("kind", "what happened", |code| code.parse::<AbsenceKind>().ok());
    let first_day = form.date("first_day", "the first day away");
    let last_day = form.optional_date("last_day", "the last day away");
    let cover = form.optional_id::<StaffId>("cover", "who covers");
    let reason = form.text("reason", "a reason", LONGEST_NOTE);
    let (kind, first_day, reason): (AbsenceKind, Date, String) = form.complete((kind, first_day, reason))?;
    Ok(NewAbsence { staff, kind, first_day, last_day, reason, cover })
}

fn moved_words(settled: &Settled) -> String {
    let moved = people_count(settled.moved.len());
    if settled.left_over.is_empty() {
        return format!("Saved. {moved} moved");
    }
    format!("Saved. {moved} moved, and {} will be moved within minutes", people_count(settled.left_over.len()))
}

pub(super) fn cover_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let line = line(cx, req)?;
    let form = req.typed(cx)?.unwrap_or_else(Form::blank);
    let cover = cover_field(cx, &line, &form)?;
    let (path, title) = (format!("/staff/{}", line.code), format!("Name who covers for {}", line.name));
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { (title) }
        (req.form_frame(&format!("{path}/cover")).show(&html! { (cover) (ui::button("Save and move their people").show()) }))
    };
    Ok(Reply::page(req.frame().titled(title).back(path), body))
}

pub(super) fn save_cover(ask: &Ask<'_>) -> Answer {
    let line = ask.house.read(ask.asker, |cx| line(cx, ask.request))?;
    let mut form = ask.request.form();
    let cover = form.optional_id::<StaffId>("cover", "who covers");
    form.finish()?;
    ask.step("cover", |cx| note_cover(cx, line.id, cover).map(|()| serde_json::json!(true)))?;
    let settled = settle_staff(ask.house, ask.asker, line.id)?;
    Ok(Reply::done(format!("/staff/{}", line.code), moved_words(&settled)))
}

pub(super) fn return_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let line = line(cx, req)?;
    let form = req.typed(cx)?.unwrap_or_else(Form::blank);
    let (path, title) = (format!("/staff/{}", line.code), format!("Mark {} as back", line.name));
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { (title) }
        p.govuk-body { "People who were not allocated to somebody else meanwhile come back to them today." }
        (req.form_frame(&format!("{path}/return")).show(&html! {
            (ui::input("reason", "Note").hint("Such as: back from sick leave").show(&form))
            (ui::button("They are back").show())
        }))
    };
    Ok(Reply::page(req.frame().titled(title).back(path), body))
}

pub(super) fn save_return(ask: &Ask<'_>) -> Answer {
    let line = ask.house.read(ask.asker, |cx| line(cx, ask.request))?;
    let mut form = ask.request.form();
    let reason = form.text("reason", "a note", LONGEST_NOTE);
    let (reason,) = form.complete((reason,))?;
    ask.step("return", |cx| note_return(cx, line.id, &reason).map(|()| serde_json::json!(true)))?;
    let settled = settle_staff(ask.house, ask.asker, line.id)?;
    Ok(Reply::done(format!("/staff/{}", line.code), moved_words(&settled)))
}
