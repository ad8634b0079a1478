//! Many people from one officer to another behind one request: each in a transaction of their own, with handover notes
//! typed once. Whoever could not be moved is named with the reason, and the page can be sent again.

use super::LONGEST_NOTE;
use crate::actions::{Allocating, Handing, allocate, answer_item, start_handover};
use crate::facts::standards;
use crate::handover::Answer as Said;
use crate::lists::{CaseFilter, CaseOrder, cases, responsible};
use crate::policy::{ReasonKind, shipped};
use crate::workload::{AllocationSaid, AllocationStood, capacities, keep_deciding, percent};
use kernel::{Crn, PersonId};
use law::{Law, Nation};
use organisation::StaffLine;
use store::{Cx, Failure, Result};
use web::form::Form;
use web::{Answer, Ask, Reply, Request, html, ui};

/// People on one page.
const MOST: i64 = 100;

fn line(cx: &mut Cx<'_>, req: &Request) -> Result<StaffLine> {
    let staff = organisation::staff_by_code(cx, &req.param::<String>("code")?)?;
    organisation::staff_line(cx, staff.id)
}

pub(super) fn form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let line = line(cx, req)?;
    let filter = CaseFilter { staff: Some(line.id), ..CaseFilter::default() };
    let held = cases(cx, &filter, CaseOrder::Tier, false, 0, MOST)?;
    let ids: Vec<PersonId> = held.cases.iter().map(|c| c.person_id).collect();
    let lines = people::lines(cx, &ids)?;
    cx.note_shown("list", req.path(), &ids);
    let form = req.typed(cx)?.unwrap_or_else(Form::blank);
    let members = super::team::candidates(cx, &[line.team])?;
    let others: Vec<_> = members.iter().filter(|m| m.staff.id != line.id && m.away.is_none()).collect();
    let loads = capacities(cx, &others.iter().map(|m| m.staff.id).collect::<Vec<_>>())?;
    let officers = others.iter().map(|m| {
        let full = loads.get(&m.staff.id).map_or_else(String::new, |c| format!(", {} full", percent(c.tenths())));
        (m.staff.code.clone(), format!("{} ({}{full})", m.staff.name, m.staff.grade))
    });
    let boxes = held.cases.iter().filter_map(|c| {
        let shown = lines.get(&c.person_id).filter(|l| !l.restricted)?;
        let tier = c.tier.as_deref().unwrap_or("none");
        let words = format!("{}, tier {tier}, {} points", shown.name, c.points + c.allowance);
        Some(ui::item(shown.crn.to_string(), words))
    });
    let reasons = shipped().map_err(Failure::Broken)?.reasons.iter().filter(|r| r.kind == ReasonKind::Change);
    let items = &shipped().map_err(Failure::Broken)?.items;
    let (path, title) = (format!("/staff/{}", line.code), format!("Reallocate people of {}", line.name));
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { (title) }
        @if held.total > MOST { p.govuk-body { "The first " (MOST) " of " (held.total) " are shown. Send these, then come back." } }
        @if held.cases.is_empty() { (ui::empty("They hold nobody.", None)) } @else {
            (req.form_frame(&format!("{path}/reallocate")).show(&html! {
                (ui::checkboxes("people", "Who moves").small().items(boxes).show(&form))
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
    };
    Ok(Reply::page(req.frame().titled(title).within("/team").back(path), body))
}

/// What was typed for everybody.
struct Typed {
    people: Vec<Crn>,
    officer: String,
    reason: String,
    note: String,
    items: Vec<(String, String)>,
}

fn typed(req: &Request) -> Result<Typed> {
    let mut form = req.form();
    let people = form.list("people", "who moves", |text| text.parse::<Crn>().ok());
    if people.is_empty() {
        form.refuse(kernel::Refusal::new("people", "missing", "Select who moves"));
    }
    let officer = form.text("officer", "an officer", 20);
    let reason = form.text("reason", "a reason", 10);
    let note = form.optional_text("note", "the note", LONGEST_NOTE).unwrap_or_default();
    let listed = &shipped().map_err(Failure::Broken)?.items;
    let mut items = Vec::new();
    for item in listed {
        if let Some(words) = form.optional_text(&format!("item-{}", item.code), &item.words, LONGEST_NOTE) {
            items.push((item.code.clone(), words));
        }
    }
    let (officer, reason) = form.complete((officer, reason))?;
    Ok(Typed { people, officer, reason, note, items })
}

pub(super) fn save(ask: &Ask<'_>) -> Answer {
    let from = ask.house.read(ask.asker, |cx| line(cx, ask.request))?;
    let typed = typed(ask.request)?;
    let to = ask.house.read(ask.asker, |cx| {
        let staff = organisation::staff_by_code(cx, &typed.officer)?;
        organisation::staff_line(cx, staff.id)
    })?;
    let (mut moved, mut left) = (0_usize, Vec::new());
    for crn in &typed.people {
        let done = ask
            .step(&format!("move-{crn}"), |cx| move_one(cx, crn, &from, &to, &typed).map(|()| serde_json::json!(true)));
        match done {
            Ok(_) => moved += 1,
            Err(why) => left.push(format!("{crn}: {why}")),
        }
    }
    let words = format!("{moved} of {} moved to {}", typed.people.len(), to.name);
    if left.is_empty() {
        return Ok(Reply::done(format!("/staff/{}", from.code), words));
    }
    let why = format!("{words}. Not moved: {}", left.join("; "));
    Err(Failure::refused("people", "left_over", why))
}

fn move_one(cx: &mut Cx<'_>, crn: &Crn, from: &StaffLine, to: &StaffLine, typed: &Typed) -> Result<()> {
    let open = people::open(cx, crn)?;
    let person = open.keys.survivor;
    let Some(held) = responsible(cx, &open.keys)? else {
        return Err(Failure::refused("people", "not_supervised", "is not under supervision"));
    };
    if held.officer == Some(to.id) {
        // Sent again after some had been moved: what is done is done.
        return Ok(());
    }
    let practitioner = crate::actions::holds_cases(cx, &to.grade)?;
    let load = capacities(cx, &[to.id])?.remove(&to.id);
    let case = cx.get::<crate::records::CaseRow>(store::params![person])?;
    let wanted = Allocating {
        seen: held.stint,
        officer: to.id,
        team: to.team,
        officer_name: to.name.clone(),
        reason: typed.reason.clone(),
        note: typed.note.clone(),
        practitioner,
    };
    let allocation = allocate(cx, person, &wanted)?;
    let stood = AllocationStood {
        officer: to.id,
        recommended: None,
        against_why: None,
        tier: held.tier.clone(),
        points_of_case: case.map_or(0, |c| c.points + c.allowance),
        points_before: load.as_ref().map_or(0, |c| c.points),
        available: load.as_ref().map_or(0, |c| c.available.points),
        shown: serde_json::json!({"together": typed.people.len()}),
    };
    keep_deciding(cx, person, allocation, &AllocationSaid { certain: true, ..AllocationSaid::default() }, &stood)?;
    if held.officer != Some(from.id) {
        return Ok(());
    }
    let (today, law) = (cx.today(), cx.part::<Law>()?);
    let met_by = law.working_days(Nation::EnglandAndWales).after(today, standards(cx)?.first_meeting);
    let handover = start_handover(cx, person, &Handing { from: from.id, met_by })?;
    for (item, note) in &typed.items {
        answer_item(cx, person, handover, item, &Said::Passed { note: note.clone() })?;
    }
    Ok(())
}
