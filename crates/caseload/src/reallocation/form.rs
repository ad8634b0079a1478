//! The page on which a manager says who moves, to whom and why, with handover notes typed once; and sending it.

use super::begin::{NewReallocation, WhoMoves, begin_reallocation};
use super::store::{latest_from, moved_people, reallocation};
use crate::lists::{CaseFilter, CaseOrder, CasePage, cases};
use crate::pages::{LONGEST_NOTE, candidates};
use crate::policy::{ReasonKind, shipped};
use crate::workload::{capacities_of, percent};
use kernel::{Crn, EntryId, PersonId};
use organisation::StaffLine;
use people::PersonLine;
use std::collections::{BTreeSet, HashMap};
use store::{Cx, Failure, Result};
use web::form::Form;
use web::{Answer, Markup, Reply, Request, html, ui};

/// People with a box of their own. Whoever holds more moves everybody, or comes back.
const MOST_BOXES: i64 = 500;

fn line(cx: &mut Cx<'_>, req: &Request) -> Result<StaffLine> {
    let staff = organisation::staff_by_code(cx, &req.param::<String>("code")?)?;
    organisation::staff_line(cx, staff.id)
}

pub(super) fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let line = line(cx, req)?;
    let filter = CaseFilter { staff: Some(line.id), ..CaseFilter::default() };
    let held = cases(cx, &filter, CaseOrder::Tier, false, 0, MOST_BOXES)?;
    let ids: Vec<PersonId> = held.cases.iter().map(|c| c.person_id).collect();
    let lines = people::lines(cx, &ids)?;
    cx.note_shown("list", req.path(), &ids);
    let undone = req.query("of").and_then(|text| text.parse::<EntryId>().ok());
    let form = match req.typed(cx)? {
        Some(form) => form,
        None => opening(cx, undone, &lines)?,
    };
    let undone = undone.map(|id| id.to_string()).unwrap_or_else(|| form.typed("undoes").to_owned());
    let officers = officers(cx, &line)?;
    let earlier = latest_from(cx, line.id)?;
    let reasons = shipped().map_err(Failure::Broken)?.reasons.iter().filter(|r| r.kind != ReasonKind::First);
    let items = &shipped().map_err(Failure::Broken)?.items;
    let (path, title) = (format!("/staff/{}", line.code), format!("Reallocate people of {}", line.name));
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { (title) }
        @if held.cases.is_empty() { (ui::empty("They hold nobody.", None)) } @else {
            p.govuk-body { "The work is done in the background, person by person. You see how far it is, and who could not be moved." }
            (req.form_frame(&format!("{path}/reallocate")).hidden("undoes", undone).show(&html! {
                (ui::radios("who", "Who moves?").item("all", format!("Everybody they hold, {}", ui::count(held.total, "person", "people")))
                    .items([ui::item("these", "The people selected here").reveal(boxes(&form, &held, &lines))]).show(&form))
                (ui::select("officer", "To whom").option("", "Select an officer").options(officers).show(&form))
                (ui::select("reason", "Reason").option("", "Select a reason").options(reasons.map(|r| (r.code.clone(), r.words.clone()))).show(&form))
                (ui::textarea("note", "Note for the new officer").rows(3).most(LONGEST_NOTE).show(&form))
                h2.govuk-heading-m { "Handover notes for all of them" }
                p.govuk-body { "Typed once and kept on each handover. Leave empty what differs from person to person." }
                @for item in items {
                    (ui::textarea(&format!("item-{}", item.code), &item.words).rows(2).most(LONGEST_NOTE).show(&form))
                }
                (ui::button("Reallocate them").show())
            }))
        }
        @if !earlier.is_empty() {
            h2.govuk-heading-m { "Earlier" }
            ul.govuk-list { @for one in &earlier {
                li { (ui::link(&format!("/reallocations/{}", one.id), &ui::instant(one.asked_at))) ", " (ui::count(one.total, "person", "people")) ", asked by " (one.asked_by) }
            } }
        }
    };
    Ok(Reply::page(req.frame().titled(title).within("/team").back(path), body))
}

fn boxes(form: &Form, held: &CasePage, lines: &HashMap<PersonId, PersonLine>) -> Markup {
    let items = held.cases.iter().filter_map(|c| {
        let shown = lines.get(&c.person_id).filter(|l| !l.restricted)?;
        let tier = c.tier.as_deref().unwrap_or("none");
        let words = format!("{}, tier {tier}, {} points", shown.name, c.points + c.allowance);
        Some(ui::item(shown.crn.to_string(), words))
    });
    html! {
        @if held.total > MOST_BOXES {
            p.govuk-hint { "The first " (MOST_BOXES) " of " (held.total) ", by tier. Move these, then come back for the rest." }
        }
        (ui::checkboxes("people", "People").small().items(items).show(form))
    }
}

/// With what the form opens: the people of an earlier reallocation and the officer they came from, to allocate them back.
fn opening(cx: &mut Cx<'_>, undone: Option<EntryId>, lines: &HashMap<PersonId, PersonLine>) -> Result<Form> {
    let Some(undone) = undone else { return Ok(Form::blank()) };
    let earlier = reallocation(cx, undone)?;
    let moved: BTreeSet<PersonId> = moved_people(cx, undone)?.into_iter().collect();
    let back = organisation::staff_line(cx, earlier.from_staff_id)?;
    let people = lines.iter().filter(|(id, l)| moved.contains(id) && !l.restricted).map(|(_, l)| l.crn.to_string());
    let pairs = people.map(|crn| ("people".to_owned(), crn));
    let opened = [("who".to_owned(), "these".to_owned()), ("officer".to_owned(), back.code)];
    Ok(Form::of(opened.into_iter().chain(pairs)))
}

/// Who could take them, with how full they are.
fn officers(cx: &mut Cx<'_>, line: &StaffLine) -> Result<Vec<(String, String)>> {
    let mut teams = crate::pages::my_teams(cx)?;
    if !teams.contains(&line.team) {
        teams.push(line.team);
    }
    let mut others = candidates(cx, &teams)?;
    others.retain(|m| m.staff.id != line.id && m.away.is_none());
    let loads = capacities_of(cx, &others)?;
    let words = |m: &organisation::Member| {
        let full = loads.get(&m.staff.id).map_or_else(String::new, |c| format!(", {} full", percent(c.tenths())));
        format!("{} ({}{full})", m.staff.name, m.staff.grade)
    };
    Ok(others.iter().map(|m| (m.staff.code.clone(), words(m))).collect())
}

pub(super) fn save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let from = line(cx, req)?;
    let mut form = req.form();
    let who = form.choice("who", "who moves", |code| matches!(code, "all" | "these").then(|| code.to_owned()));
    let people = form.list("people", "who moves", |text| text.parse::<Crn>().ok());
    if who.as_deref() == Some("these") && people.is_empty() {
        form.refuse(kernel::Refusal::new("people", "missing", "Select who moves"));
    }
    let officer = form.choice("officer", "an officer", |code| Some(code.to_owned()));
    let reason = form.text("reason", "a reason", 10);
    let note = form.optional_text("note", "the note", LONGEST_NOTE).unwrap_or_default();
    let undoes = form.optional_id::<EntryId>("undoes", "the page again");
    let mut items = Vec::new();
    for item in &shipped().map_err(Failure::Broken)?.items {
        if let Some(words) = form.optional_text(&format!("item-{}", item.code), &item.words, LONGEST_NOTE) {
            items.push((item.code.clone(), words));
        }
    }
    let (who, officer, reason) = form.complete((who, officer, reason))?;
    let who = if who == "all" { WhoMoves::Everybody } else { WhoMoves::These(ids_of(cx, &from, &people)?) };
    let to = organisation::staff_by_code(cx, &officer)?.id;
    let id = begin_reallocation(cx, &NewReallocation { from: from.id, to, who, reason, note, items, undoes })?;
    Ok(Reply::done(format!("/reallocations/{id}"), "The reallocation has begun"))
}

/// The ids of CRNs that the page showed: those on the officer's list in one look, any other by itself.
pub(super) fn ids_of(cx: &mut Cx<'_>, from: &StaffLine, crns: &[Crn]) -> Result<Vec<PersonId>> {
    let filter = CaseFilter { staff: Some(from.id), ..CaseFilter::default() };
    let held = cases(cx, &filter, CaseOrder::Tier, false, 0, i64::from(u16::MAX))?;
    let ids: Vec<PersonId> = held.cases.iter().map(|c| c.person_id).collect();
    let lines = people::lines(cx, &ids)?;
    let known: HashMap<&Crn, PersonId> = lines.iter().map(|(id, l)| (&l.crn, *id)).collect();
    crns.iter()
        .map(|crn| match known.get(crn) {
            Some(id) => Ok(*id),
            None => Ok(people::keys_of_crn(cx, crn)?.survivor),
        })
        .collect()
}
