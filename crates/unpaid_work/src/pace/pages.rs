//! The work list of unpaid work, and the backlog of delivery units.

use super::backlog::backlog;
use super::records::{PaceRow, Verdict};
use super::rules::Standing;
use crate::parts::frame;
use crate::policy::hours;
use crate::projects::project_lines;
use crate::sessions::{Session, SessionState, session_lines, sessions_between, table};
use kernel::Permission::{ReadProvision, RunUnpaidWork};
use kernel::{PersonId, UnitId};
use organisation::Unit;
use people::PersonLine;
use std::collections::HashMap;
use store::{Cx, Result, params};
use web::ui::{self, Bar, Colour, Stat, column};
use web::{Answer, Markup, Reply, Request, Route, html};

pub(crate) fn routes() -> Vec<Route> {
    vec![Route::get("/unpaid-work", RunUnpaidWork, work), Route::get("/unpaid-work/backlog", ReadProvision, shown)]
}

/// A verdict as a tag.
pub(crate) fn tag(verdict: Verdict) -> Markup {
    match verdict {
        Verdict::NotBegun => ui::tag(Colour::Plain, "Not begun"),
        Verdict::LateToBegin => ui::tag(Colour::Red, "Late to begin"),
        Verdict::OnCourse => ui::tag(Colour::Green, "On course"),
        Verdict::Behind => ui::tag(Colour::Orange, "Behind"),
        Verdict::WillNotFinish => ui::tag(Colour::Red, "Will not finish"),
        Verdict::Done => ui::tag(Colour::Green, "Hours done"),
    }
}

/// What the pace is and what follows, in a sentence or two.
pub(crate) fn sentence(s: &Standing) -> String {
    let until = ui::day(s.limit_on);
    let least = hours(s.policy.least_week);
    let finish = s.finish_on.map_or_else(|| "never at this pace".to_owned(), |day| format!("on {}", ui::day(day)));
    match (s.verdict, s.week_minutes) {
        (Verdict::Done, _) => "Every hour that was ordered is credited.".to_owned(),
        (Verdict::NotBegun, _) => {
            format!(
                "The first session should be by {}; the hours should be done by {until}.",
                ui::day(s.facts.first_due)
            )
        }
        (Verdict::LateToBegin, _) => format!(
            "No session has been worked, and the first was due by {}. With {least} a week from now the hours are done {finish}; they should be by {until}.",
            ui::day(s.facts.first_due)
        ),
        (_, week) => {
            let week = hours(week.unwrap_or(0));
            if s.facts.ordered.is_none() {
                return format!("{week} a week so far. The hours ordered are not recorded, so nothing is forecast.");
            }
            format!(
                "{week} a week so far (at least {least} is expected). At this pace the hours are done {finish}; they should be by {until}."
            )
        }
    }
}

/// Rows of each list that a page shows.
const SHOWN: i64 = 25;

fn paces(cx: &mut Cx<'_>, verdict: Verdict, unit: Option<UnitId>) -> Result<(Vec<PaceRow>, i64)> {
    let order = match verdict {
        Verdict::LateToBegin => "ORDER BY first_due, person_id, requirement_id",
        _ => "ORDER BY limit_on, person_id, requirement_id",
    };
    match unit {
        Some(unit) => cx.page_of("verdict = $1 AND unit_id = $2", params![verdict, unit], order, SHOWN, 0),
        None => cx.page_of("verdict = $1", params![verdict], order, SHOWN, 0),
    }
}

pub(super) fn named(lines: &HashMap<PersonId, PersonLine>, person: PersonId) -> Markup {
    match lines.get(&person) {
        Some(line) if line.restricted => html! { (line.name) " " span.govuk-hint { (line.crn) } },
        Some(line) => {
            html! { (ui::link(&format!("/people/{}/unpaid-work", line.crn), &line.name)) " " span.govuk-hint { (line.crn) } }
        }
        None => html! { "Somebody" },
    }
}

fn late_table(caption: &str, rows: &[PaceRow], lines: &HashMap<PersonId, PersonLine>) -> Markup {
    let cells = rows.iter().map(|r| {
        [
            named(lines, r.person_id),
            html! { (ui::short_day(r.made_on)) },
            html! { (ui::short_day(r.first_due)) },
            html! { (hours(r.left_minutes)) },
        ]
    });
    let columns = [column("Person"), column("Ordered on"), column("First session due"), column("Hours").numeric()];
    ui::Table::new(caption, columns).unseen_caption().rows(cells).show()
}

fn finish_table(caption: &str, rows: &[PaceRow], lines: &HashMap<PersonId, PersonLine>) -> Markup {
    let cells = rows.iter().map(|r| {
        [
            named(lines, r.person_id),
            html! { (hours(r.left_minutes)) },
            html! { (hours(r.week_minutes.unwrap_or(0))) },
            html! { @match r.finish_on { Some(day) => (ui::short_day(day)), None => "Never at this pace" } },
            html! { (ui::short_day(r.limit_on)) },
        ]
    });
    let columns = [
        column("Person"),
        column("Left").numeric(),
        column("A week so far").numeric(),
        column("Done on, at this pace"),
        column("Should be done by"),
    ];
    ui::Table::new(caption, columns).unseen_caption().rows(cells).show()
}

fn work(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let today = cx.today();
    let units = organisation::units(cx)?;
    let unit = req.query("unit").and_then(|u| u.parse::<UnitId>().ok()).filter(|u| units.iter().any(|x| x.id == *u));
    let here = |s: &Session| unit.is_none_or(|unit| s.unit_id == unit);
    let day: Vec<_> = sessions_between(cx, today, today)?.into_iter().filter(|l| here(&l.session)).collect();
    let rest = "WHERE state = 'planned' AND on_date < $1 ORDER BY on_date, starts, id LIMIT 100";
    let untyped = cx.list::<Session>(rest, params![today])?;
    let untyped = session_lines(cx, untyped.into_iter().filter(here).collect())?;
    let since = today.saturating_sub(jiff::ToSpan::days(60));
    let cancelled = "WHERE state = 'cancelled' AND on_date >= $1 ORDER BY on_date, id LIMIT 100";
    let cancelled = cx.list::<Session>(cancelled, params![since])?;
    let mut untold = session_lines(cx, cancelled.into_iter().filter(here).collect())?;
    untold.retain(|l| l.taken > l.told);
    let (late, late_count) = paces(cx, Verdict::LateToBegin, unit)?;
    let (never, never_count) = paces(cx, Verdict::WillNotFinish, unit)?;
    let whom: Vec<PersonId> = late.iter().chain(&never).map(|r| r.person_id).collect();
    let lines = people::lines(cx, &whom)?;
    cx.note_shown("list", "unpaid work", &whom);
    let ids: Vec<_> = day.iter().chain(&untyped).chain(&untold).map(|l| l.session.project_id).collect();
    let names = project_lines(cx, &ids)?;
    let stat = |figure: i64, label: &str, href: &str, urgent: bool| Stat {
        figure: figure.to_string(),
        label: label.to_owned(),
        href: Some(href.to_owned()),
        urgent: urgent && figure > 0,
        beside: None,
    };
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let held = day.iter().filter(|l| l.session.state != SessionState::Cancelled).count();
    let stats = [
        stat(count(held), "sessions today", "#today", false),
        stat(count(untyped.len()), "registers to type", "#registers", true),
        stat(late_count, "without a first session in time", "#late", true),
        stat(never_count, "will not finish in time", "#finish", true),
    ];
    let form = web::form::Form::of([("unit", unit.map(|u| u.to_string()).unwrap_or_default())]);
    let of = units.iter().map(|u| (u.id.to_string(), u.name.clone()));
    let shown = |all: i64, rows: &[PaceRow]| {
        html! { @if all > count(rows.len()) { p.govuk-body { "The first " (rows.len()) " of " (all) " are shown." } } }
    };
    let body = html! {
        h1.govuk-heading-l { "Unpaid work" }
        form.tc-form method="get" action="/unpaid-work" {
            (ui::select("unit", "Delivery unit").option("", "Every delivery unit").options(of).show(&form))
            (ui::button("Show").secondary().repeatable().show())
        }
        (ui::stats(&stats))
        p.govuk-body {
            (ui::link("/unpaid-work/sessions", "All sessions")) " · " (ui::link("/unpaid-work/projects", "Projects")) " · "
            (ui::link("/unpaid-work/nominations", "Nominations")) " · "
            (ui::link("/unpaid-work/backlog", "Backlog and how long it takes to clear"))
        }
        h2.govuk-heading-m id="today" { "Sessions today" }
        @if day.is_empty() { (ui::empty("No session today.", Some(&ui::link("/unpaid-work/sessions", "Sessions to come")))) }
        @else { (table("Sessions today", &day, &names, today)) }
        h2.govuk-heading-m id="registers" { "Registers to type" }
        @if untyped.is_empty() { (ui::empty("Every register is typed.", None)) }
        @else { (table("Registers to type, the oldest first", &untyped, &names, today)) }
        @if !untold.is_empty() {
            h2.govuk-heading-m { "Cancelled, and not everybody is stood down" }
            (table("Cancelled sessions with people on them", &untold, &names, today))
        }
        h2.govuk-heading-m id="late" { "No first session in time" }
        @if late.is_empty() { (ui::empty("Everybody who should have begun has begun.", None)) }
        @else { (late_table("People without a first session, the longest first", &late, &lines)) (shown(late_count, &late)) }
        h2.govuk-heading-m id="finish" { "Will not finish in time, at their pace" }
        @if never.is_empty() { (ui::empty("Everybody finishes in time at their pace.", None)) }
        @else { (finish_table("People who will not finish in time, the nearest last day first", &never, &lines)) (shown(never_count, &never)) }
    };
    Ok(Reply::page(req.frame().within("/unpaid-work").titled("Unpaid work"), body))
}

fn unit_name(units: &[Unit], id: Option<UnitId>) -> &str {
    id.and_then(|id| units.iter().find(|u| u.id == id)).map_or("Not allocated to a team", |u| u.name.as_str())
}

fn shown(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let today = cx.today();
    let units = organisation::units(cx)?;
    let mut rows = backlog(cx, today)?;
    rows.sort_by_key(|r| std::cmp::Reverse(r.left));
    let figure = |minutes: i64| i32::try_from(minutes / 60).map_or(0.0, f64::from);
    let bars: Vec<Bar> = rows
        .iter()
        .map(|r| {
            let weeks = r.weeks();
            let over = weeks.is_none_or(|w| w > 52) && r.left > 0;
            let label = html! { (unit_name(&units, r.unit)) @if over { " (no places, or more than a year)" } };
            Bar { label, value: figure(r.left), written: hours(r.left), over }
        })
        .collect();
    let cells = rows.iter().map(|r| {
        [
            html! { (unit_name(&units, r.unit)) },
            html! { (r.people) },
            html! { (r.not_begun) " (" (r.late) " late)" },
            html! { (r.will_not_finish) },
            html! { (hours(r.left)) },
            html! { (r.places) },
            html! { (hours(r.week)) },
            html! { @match r.weeks() { Some(weeks) => (weeks), None => "No places" } },
            html! { @match r.first_days { Some(days) => (ui::count(days, "day", "days")), None => "–" } },
            html! { @match r.each_week { Some(minutes) => (hours(minutes)), None => "–" } },
        ]
    });
    let columns = [
        column("Delivery unit"),
        column("People").numeric(),
        column("Not begun").numeric(),
        column("Will not finish").numeric(),
        column("Hours to work").numeric(),
        column("Places a week").numeric(),
        column("Hours a week").numeric(),
        column("Weeks to clear").numeric(),
        column("Order to first session").numeric(),
        column("A week each").numeric(),
    ];
    let body = html! {
        h1.govuk-heading-l { "Backlog of unpaid work" }
        p.govuk-body { "Hours that courts ordered and that are not worked yet, against the places that projects have in a week. Weeks to clear are told as if every place were used; what is ordered meanwhile comes on top. The last two columns are averages of those who have begun." }
        @if rows.is_empty() { (ui::empty("No hours are waiting to be worked.", None)) }
        @else {
            h2.govuk-heading-m { "Hours to work" }
            (ui::bars(1.0, &bars))
            (ui::Table::new("The same figures with places and weeks, the most hours first", columns).rows(cells).show())
        }
    };
    Ok(Reply::page(frame(req, "Backlog of unpaid work"), body))
}
