//! The courts with what is open at each, and one court with everything.

use super::super::records::{BenchAction, BenchMeeting, Difference, Told};
use super::{court_of, path};
use kernel::{Date, Permission, StaffId};
use organisation::{Court, StaffLine};
use std::collections::BTreeMap;
use store::{Cx, params};
use web::ui::{self, Colour};
use web::{Answer, Markup, Reply, Request, html};

pub(super) fn all(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let courts = organisation::courts(cx)?;
    let today = cx.today();
    let open = cx.list::<BenchAction>("WHERE done_on IS NULL ORDER BY due_on, id", &[])?;
    let sql = "SELECT court_id, max(held_on), max(next_on) FROM court_meeting GROUP BY court_id";
    let mut met: BTreeMap<kernel::CourtId, (Option<Date>, Option<Date>)> = BTreeMap::new();
    for row in cx.query(sql, &[])? {
        met.insert(row.get(0)?, (row.get(1)?, row.get(2)?));
    }
    let columns = ["Court", "Last meeting", "Next meeting", "Actions open"].map(ui::column);
    let cells = courts.iter().map(|court| {
        let (last, next) = met.get(&court.id).copied().unwrap_or_default();
        let of: Vec<&BenchAction> = open.iter().filter(|a| a.court_id == court.id).collect();
        let late = of.iter().filter(|a| a.due_on < today).count();
        [
            ui::link(&path(court, ""), &court.name),
            html! { (last.map_or_else(|| "None on record".to_owned(), ui::short_day)) },
            html! { (next.filter(|n| *n >= today).map_or_else(|| "Not set".to_owned(), ui::short_day)) },
            html! { (of.len()) @if late > 0 { " " (ui::tag(Colour::Red, &format!("{late} past their day"))) } },
        ]
    });
    let body = html! {
        h1.govuk-heading-l { "Work with the bench" }
        @if cx.may(Permission::CourtInbox) { (crate::tabs(cx, "Liaison")?) }
        p.govuk-body { (ui::link("/court/liaison/feedback", "What sentencers say, year by year")) }
        @if courts.is_empty() { (ui::empty("No court has been added yet: an administrator adds courts.", None)) }
        @else { (ui::Table::new("Courts", columns).unseen_caption().rows(cells).show()) }
    };
    Ok(Reply::page(req.frame().titled("Work with the bench").within("/court/inbox"), body))
}

/// Actions as a table.
pub(super) fn action_table(
    court: &Court,
    actions: &[BenchAction],
    names: &BTreeMap<StaffId, StaffLine>,
    today: Date,
) -> Markup {
    if actions.is_empty() {
        return ui::empty("Nothing is open.", None);
    }
    let columns = ["What", "Who", "By", "What became of it"].map(ui::column);
    let cells = actions.iter().map(|a| {
        let late = a.done_on.is_none() && a.due_on < today;
        [
            html! { (a.what) },
            html! { (names.get(&a.owner_id).map_or("Not known", |s| s.name.as_str())) },
            html! { (ui::short_day(a.due_on)) @if late { " " (ui::tag(Colour::Red, "Past its day")) } },
            html! {
                @match (&a.outcome, a.done_on) {
                    (Some(outcome), Some(day)) => { (outcome) br; span.govuk-hint { (ui::short_day(day)) } }
                    _ => (ui::link_about(&path(court, &format!("/actions/{}", a.id)), "Record the outcome", &a.what)),
                }
            },
        ]
    });
    ui::Table::new("Actions", columns).unseen_caption().rows(cells).show()
}

fn told(court: &Court, rows: &[Told], writes: bool) -> Markup {
    let columns = ["What", "Available since", "Told on", "Holds"].map(ui::column);
    let cells = rows.iter().map(|t| {
        [
            html! { (t.what) },
            html! { (t.available_from.map_or_else(|| "Not known".to_owned(), ui::short_day)) },
            html! { (ui::short_day(t.told_on)) br; span.govuk-hint { (t.told_by) } },
            html! {
                @match (t.ended_on, &t.ended_why) {
                    (Some(on), Some(why)) => { "Until " (ui::short_day(on)) ": " (why) }
                    _ => { "Yes" @if writes { br; (ui::link_about(&path(court, &format!("/told/{}/end", t.id)), "It no longer holds", &t.what)) } }
                }
            },
        ]
    });
    html! {
        h2.govuk-heading-m { "What the bench was told" }
        @if rows.is_empty() { (ui::empty("Nothing has been recorded.", None)) }
        @else { (ui::Table::new("What the bench was told", columns).unseen_caption().rows(cells).show()) }
    }
}

fn differences(court: &Court, rows: &[Difference], writes: bool) -> Markup {
    let columns = ["About", "The bench says", "The service says", "How it stands"].map(ui::column);
    let cells = rows.iter().map(|d| {
        [
            html! { (d.subject) br; span.govuk-hint { "Found " (ui::short_day(d.found_on)) } },
            html! { (d.bench_says) },
            html! { (d.service_says) },
            html! {
                @match (d.settled_on, &d.settled_how) {
                    (Some(on), Some(how)) => { "Settled " (ui::short_day(on)) ": " (how) }
                    _ => { (ui::tag(Colour::Orange, "Open")) @if writes { br; (ui::link_about(&path(court, &format!("/differences/{}/settle", d.id)), "Settle", &d.subject)) } }
                }
            },
        ]
    });
    html! {
        h2.govuk-heading-m { "Where guidelines differ" }
        @if rows.is_empty() { (ui::empty("No difference is known.", None)) }
        @else { (ui::Table::new("Where guidelines differ", columns).unseen_caption().rows(cells).show()) }
    }
}

pub(super) fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let court = court_of(cx, req)?;
    let of = params![court.id];
    let meetings = cx.list::<BenchMeeting>("WHERE court_id = $1 ORDER BY held_on DESC, id DESC LIMIT 50", of)?;
    let actions = cx.list::<BenchAction>("WHERE court_id = $1 AND done_on IS NULL ORDER BY due_on, id", of)?;
    let tells =
        cx.list::<Told>("WHERE court_id = $1 ORDER BY (ended_on IS NOT NULL), told_on DESC, id LIMIT 200", of)?;
    let found = "WHERE court_id = $1 ORDER BY (settled_on IS NOT NULL), found_on DESC, id LIMIT 200";
    let found = cx.list::<Difference>(found, of)?;
    let names = organisation::staff_lines(cx, &actions.iter().map(|a| a.owner_id).collect::<Vec<_>>())?;
    let (today, writes) = (cx.today(), cx.may(Permission::CourtInbox));
    let columns = ["Held", "Bench", "Service", "Next"].map(ui::column);
    let rows = meetings.iter().map(|m| {
        [
            ui::link(&path(&court, &format!("/meetings/{}", m.id)), &ui::day(m.held_on)),
            html! { (m.bench) },
            html! { (m.service) },
            html! { (m.next_on.map_or_else(|| "Not set".to_owned(), ui::short_day)) },
        ]
    });
    let title = format!("Work with the bench: {}", court.name);
    let body = html! {
        h1.govuk-heading-l { (title) }
        @if writes {
            (ui::button_group(&html! {
                (ui::link_button(&path(&court, "/meetings/new"), "Record a meeting").show())
                (ui::link_button(&path(&court, "/told/new"), "Record what the bench was told").secondary().show())
                (ui::link_button(&path(&court, "/differences/new"), "Record a difference").secondary().show())
                (ui::link_button(&path(&court, "/feedback"), "Record feedback").secondary().show())
            }))
        }
        h2.govuk-heading-m { "Actions open" }
        (action_table(&court, &actions, &names, today))
        (told(&court, &tells, writes))
        (differences(&court, &found, writes))
        h2.govuk-heading-m { "Meetings" }
        @if meetings.is_empty() { (ui::empty("No meeting with this bench has been recorded.", None)) }
        @else { (ui::Table::new("Meetings, the newest first", columns).unseen_caption().rows(rows).show()) }
    };
    Ok(Reply::page(req.frame().titled(title).back("/court/liaison"), body))
}
