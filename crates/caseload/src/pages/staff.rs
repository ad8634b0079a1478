//! One practitioner: what they hold, what is overdue with it, whether they are at work and who covers.

use super::{on_day, person, tier_words, workload};
use crate::facts::absent;
use crate::lists::{CaseFilter, CaseOrder, Scope, board_counts, cases};
use crate::records::{CaseRow, HolderKind};
use crate::responsibility::Presence;
use crate::workload::{capacities_on, percent};
use contacts::Coming;
use kernel::{Permission, PersonId};
use organisation::{StaffHours, StaffLine};
use people::PersonLine;
use std::collections::HashMap;
use store::{Cx, Result};
use web::{Answer, Markup, Reply, Request, html, ui};

const PER_PAGE: u64 = 25;

pub(super) fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let staff = organisation::staff_by_code(cx, &req.param::<String>("code")?)?;
    let line = organisation::staff_line(cx, staff.id)?;
    let filter = CaseFilter { staff: Some(staff.id), ..CaseFilter::default() };
    let page = i64::try_from(req.page() - 1).unwrap_or(i64::MAX / 100);
    let found = cases(cx, &filter, CaseOrder::ContactDue, false, page, PER_PAGE.cast_signed())?;
    let shown: Vec<PersonId> = found.cases.iter().map(|c| c.person_id).collect();
    let lines = people::lines(cx, &shown)?;
    let coming = contacts::next_appointments(cx, &shown)?;
    cx.note_shown("list", req.path(), &shown);
    let gaps = board_counts(cx, &Scope::Staff(staff.id))?;
    let presence = presence_card(cx, &line)?;
    let hours = StaffHours { id: staff.id, grade: staff.grade, weekly_minutes: staff.weekly_minutes, team: line.team };
    let capacity = capacities_on(cx, vec![hours], &[])?.remove(&staff.id);
    let load = capacity.as_ref().map(|c| c.load).unwrap_or_default();
    let load_panel = workload::panel(cx, &line, capacity.as_ref())?;
    let full = capacity.as_ref().map_or_else(|| "0%".to_owned(), |c| percent(c.tenths()));
    let over = capacity.as_ref().is_some_and(|c| c.points > c.available.points);
    let may_move = cx.may(Permission::Allocate);
    let stat = |figure: i64, label: &str, urgent: bool| ui::Stat {
        figure: figure.to_string(),
        label: label.into(),
        href: None,
        urgent,
        beside: None,
    };
    let frame = req.frame().titled(&line.name).crumb(format!("/team?team={}", team_code(cx, &line)?), &line.team_name);
    let body = html! {
        h1.govuk-heading-l { (line.name) }
        p.govuk-body { (line.grade) ", " (line.team_name) }
        (ui::stats(&[
            ui::Stat { figure: full, label: "of their capacity".into(), href: None, urgent: over, beside: None },
            stat(load.people, "people held", false),
            stat(load.covered, "of them on cover", false),
            stat(load.in_custody, "in custody", false),
            stat(load.highest_tiers, "of tier A or B", false),
            stat(load.past_due, "past their due contact", load.past_due > 0),
        ]))
        (presence)
        (load_panel)
        @if cx.may(Permission::Oversee) || cx.actor().staff() == Some(line.id) {
            p.govuk-body { (ui::link(&format!("/staff/{}/meetings", line.code), "Supervision meetings and their actions")) }
        }
        @if !gaps.is_empty() {
            h2.govuk-heading-m { "Missing" }
            ul.govuk-list { @for (kind, count) in &gaps { li { strong { (count) } " " (kind.title().to_lowercase()) } } }
        }
        h2.govuk-heading-m { "Caseload" }
        @if may_move && found.total > 0 {
            p.govuk-body { (ui::link(&format!("/staff/{}/reallocate", line.code), "Reallocate people of theirs")) }
        }
        (case_table(&found.cases, &lines, &coming))
        (ui::pagination(&req.address(), req.page(), PER_PAGE, u64::try_from(found.total).unwrap_or(0)))
    };
    Ok(Reply::page(frame.within("/team"), body))
}

fn team_code(cx: &mut Cx<'_>, line: &StaffLine) -> Result<String> {
    Ok(organisation::team(cx, line.team)?.code)
}

/// Whether they are at work, who covers, and what a manager can do about it.
fn presence_card(cx: &mut Cx<'_>, line: &StaffLine) -> Result<Markup> {
    let presence = absent(cx)?.get(&line.id).copied().unwrap_or(Presence::Here);
    let cover = match presence.cover() {
        Some(cover) => organisation::staff_line(cx, cover)?.name,
        None => "Nobody: their people are on the unallocated list".to_owned(),
    };
    let today = cx.today();
    let absence = organisation::away_on(cx, line.id, today)?;
    let path = format!("/staff/{}", line.code);
    let may = cx.may(Permission::Allocate);
    let mut card = ui::SummaryCard::new("At work");
    if may {
        card = match presence {
            Presence::Here => card.action(&format!("{path}/absence"), "Mark as away or gone"),
            Presence::Away { .. } => {
                card.action(&format!("{path}/cover"), "Name a cover").action(&format!("{path}/return"), "Mark as back")
            }
            Presence::Left { .. } => card.action(&format!("{path}/cover"), "Name a cover"),
        };
    }
    let mut rows = vec![ui::row("Today", absence.as_ref().map_or("Here", |a| a.kind.words()))];
    if let Some(absence) = absence {
        rows.push(ui::row("Since", ui::day(absence.first_day)));
        rows.push(ui::row("Until", on_day(absence.last_day)));
        rows.push(ui::row("Covered by", cover));
    }
    Ok(card.rows(&rows))
}

fn case_table(rows: &[CaseRow], lines: &HashMap<PersonId, PersonLine>, coming: &HashMap<PersonId, Coming>) -> Markup {
    if rows.is_empty() {
        return ui::empty("Nobody.", None);
    }
    let columns = [
        ui::column("Person"),
        ui::column("Tier"),
        ui::column("Held since"),
        ui::column("Last contact"),
        ui::column("Contact due"),
        ui::column("Next appointment"),
    ];
    let body = rows.iter().map(|row| {
        vec![
            html! { (person(lines, row.person_id)) @if row.list_kind == HolderKind::Cover { " " (ui::tag(ui::Colour::Purple, "Cover")) } },
            tier_words(row.tier.as_deref()),
            html! { (ui::short_day(row.held_since)) },
            html! { (on_day(row.last_contact)) },
            html! { (ui::short_day(row.contact_due)) },
            html! { (on_day(coming.get(&row.person_id).map(|c| c.date))) },
        ]
    });
    ui::Table::new("People held, the nearest due contact first", columns).rows(body).show()
}
