//! A member of staff's own week, and the outcomes they have still to record.

use crate::catalogue::{self, Catalogue};
use crate::reading::{diary, overdue_outcomes};
use crate::tables::DiaryRow;
use jiff::ToSpan;
use kernel::{Date, PersonId};
use law::{Law, Nation};
use people::PersonLine;
use std::collections::HashMap;
use store::Cx;
use web::form::parse_day;
use web::ui::{Colour, Table, column, count, tag, time, weekday};
use web::{Answer, Markup, Reply, Request, html};

pub(super) fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let today = cx.today();
    let from = req.query("from").and_then(|text| parse_day(text).ok()).unwrap_or(today);
    let to = from.saturating_add(6.days());
    let Some(staff) = cx.actor().staff() else {
        let body = html! {
            h1.govuk-heading-l { "Diary" }
            (web::ui::empty("Your account belongs to no member of staff, so it has no diary.", None))
        };
        return Ok(Reply::page(req.frame().titled("Diary"), body));
    };
    let week = diary(cx, staff, from, to)?;
    let overdue = overdue_outcomes(cx, staff)?;
    let mut ids: Vec<PersonId> = week.iter().chain(&overdue).map(|row| row.person_id).collect();
    ids.sort_unstable();
    ids.dedup();
    let people = people::lines(cx, &ids)?;
    cx.note_shown("list", "Diary", &ids);
    let catalogue = catalogue::current(cx)?;
    let law = cx.part::<Law>()?;
    let late = |row: &DiaryRow| {
        let days = law.working_days(Nation::EnglandAndWales).between(row.happens_on, today);
        html! { (count(days, "working day", "working days")) }
    };
    let body = html! {
        h1.govuk-heading-l { "Diary" }
        @if !overdue.is_empty() {
            (table(&catalogue, &people, "Outcomes to record", "Overdue by", &overdue, late))
        }
        (table(&catalogue, &people, &format!("{} to {}", weekday(from), weekday(to)), "State", &week, |row| state(&catalogue, row)))
        @if week.is_empty() { (web::ui::empty("No appointments in these seven days.", None)) }
        (web::ui::button_group(&html! {
            (web::ui::link(&format!("/diary?from={}", from.saturating_add((-7).days())), "Earlier week"))
            (web::ui::link(&format!("/diary?from={}", from.saturating_add(7.days())), "Later week"))
            (web::ui::link("/account/calendar", "See it in your own calendar"))
        }))
    };
    Ok(Reply::page(req.frame().titled("Diary").within("/diary"), body))
}

fn state(catalogue: &Catalogue, row: &DiaryRow) -> Markup {
    match &row.outcome {
        Some(code) => {
            let words = catalogue.outcome(code).map_or(code.as_str(), |o| o.name.en.as_str());
            tag(Colour::Grey, words)
        }
        None => html! {},
    }
}

fn table(
    catalogue: &Catalogue,
    people: &HashMap<PersonId, PersonLine>,
    caption: &str,
    last: &str,
    rows: &[DiaryRow],
    cell: impl Fn(&DiaryRow) -> Markup,
) -> Markup {
    let mut table = Table::new(caption, [column("When"), column("Person"), column("Kind"), column(last)]);
    for row in rows {
        let kind = catalogue.contact_type(&row.contact_type).map_or(row.contact_type.as_str(), |t| t.name.en.as_str());
        table.push([html! { (when(row.happens_on, row)) }, who(people, row), html! { (kind) }, cell(row)]);
    }
    if rows.is_empty() {
        html! { h2.govuk-heading-m { (caption) } }
    } else {
        table.show()
    }
}

fn when(day: Date, row: &DiaryRow) -> String {
    match row.starts {
        Some(start) => format!("{}, {}", weekday(day), time(start)),
        None => weekday(day),
    }
}

/// A name that leads to the appointment, or no more than a CRN where the record is restricted.
fn who(people: &HashMap<PersonId, PersonLine>, row: &DiaryRow) -> Markup {
    match people.get(&row.person_id) {
        Some(line) if line.restricted => html! { (line.crn) " " (tag(Colour::Purple, "Restricted")) },
        Some(line) => {
            let href = format!("/people/{}/appointments/{}", line.crn, row.contact_id);
            html! { (web::ui::link(&href, &line.name)) " " span.govuk-hint { (line.crn) } }
        }
        None => html! { "Not known" },
    }
}
