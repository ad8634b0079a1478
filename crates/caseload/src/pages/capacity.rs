//! How full a team or a delivery unit is: the spread over its practitioners, who is over, the trend, and what an absence
//! would do. Every picture has the same figures as a table. And need without risk, which tiers alone would hide.

use super::workload::capacity_words;
use super::{my_teams, person};
use crate::tiering::{ChangeKind, Direction, change_counts_of};
use crate::workload::{Capacity, Figures, capacities, high_need_people, percent, trend, what_if_away};
use actuarial::workload::capacity_tenths;
use jiff::ToSpan;
use kernel::{Date, PersonId, StaffId, TeamId};
use organisation::{Member, Team, TeamPurpose, members_of};
use std::collections::HashMap;
use store::{Cx, Failure, Result};
use web::{Answer, Markup, Reply, Request, html, ui};

/// How far back the trend and the counts go.
const WEEKS: i64 = 26;

/// The teams that the address names, and what they are called together.
struct Place {
    teams: Vec<Team>,
    title: String,
    address: String,
}

fn place(cx: &mut Cx<'_>, req: &Request) -> Result<Place> {
    let all = organisation::teams(cx)?;
    if let Some(code) = req.query("unit") {
        let unit = organisation::units(cx)?.into_iter().find(|u| u.code == code).ok_or(Failure::NotFound)?;
        let teams = all.into_iter().filter(|t| t.unit_id == unit.id && t.purpose == TeamPurpose::Supervision).collect();
        return Ok(Place { teams, title: unit.name, address: format!("unit={}", unit.code) });
    }
    let mine = my_teams(cx)?;
    let chosen = match req.query("team") {
        Some(code) => all.into_iter().find(|t| t.code == code),
        None => {
            let first = all.iter().position(|t| mine.first() == Some(&t.id));
            let supervises = || all.iter().position(|t| t.purpose == TeamPurpose::Supervision);
            first.or_else(supervises).and_then(|at| all.into_iter().nth(at))
        }
    };
    let team = chosen.ok_or(Failure::NotFound)?;
    Ok(Place { title: team.name.clone(), address: format!("team={}", team.code), teams: vec![team] })
}

pub(super) fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let place = place(cx, req)?;
    let (ids, today): (Vec<TeamId>, Date) = (place.teams.iter().map(|t| t.id).collect(), cx.today());
    let mut members = members_of(cx, &ids, today)?;
    members.retain(|m| m.holds_cases);
    let staff: Vec<StaffId> = members.iter().map(|m| m.staff.id).collect();
    let loads = capacities(cx, &staff)?;
    let since = today.saturating_sub((7 * WEEKS).days());
    let days = trend(cx, &ids, since)?;
    let changes = change_counts_of(cx, &ids, since)?;
    let away = req.query("away").and_then(|code| members.iter().find(|m| m.staff.code == code));
    let what_if = match away {
        Some(member) => Some((member, what_if_away(cx, &staff, &[member.staff.id])?)),
        None => None,
    };
    let units = if place.teams.len() == 1 {
        unit_link(cx, place.teams.first())?
    } else {
        html! {}
    };
    let mut rows = Vec::new();
    for m in &members {
        rows.push((m, capacity_words(cx, loads.get(&m.staff.id))?));
    }
    let body = html! {
        h1.govuk-heading-l { "Capacity of " (place.title) }
        (units)
        (summary(&loads))
        h2.govuk-heading-m { "Spread" }
        (bars(&members, &loads))
        (spread_table(&rows, &loads))
        h2.govuk-heading-m { "Trend" }
        (trend_picture(&days))
        h2.govuk-heading-m { "What an absence would do" }
        (absence_form(&place, &members, away))
        @if let Some((member, after)) = &what_if { (absence_table(member, &members, &loads, after)) }
        h2.govuk-heading-m { "Which way tiers went, in half a year" }
        (change_counts(&changes))
        ul.govuk-list { li { (ui::link(&format!("/team/needs?{}", place.address), "Need without risk")) } }
    };
    Ok(Reply::page(req.frame().titled(format!("Capacity of {}", place.title)).within("/team").back("/team"), body))
}

fn unit_link(cx: &mut Cx<'_>, team: Option<&Team>) -> Result<Markup> {
    let Some(team) = team else { return Ok(html! {}) };
    let unit = organisation::units(cx)?.into_iter().find(|u| u.id == team.unit_id);
    Ok(html! {
        @if let Some(unit) = unit {
            p.govuk-body { (ui::link(&format!("/team/capacity?unit={}", unit.code), &format!("The whole delivery unit, {}", unit.name))) }
        }
    })
}

fn totals(loads: &HashMap<StaffId, Capacity>) -> (i64, i64) {
    loads.values().fold((0, 0), |(p, a), c| (p + c.points, a + c.available.points))
}

fn summary(loads: &HashMap<StaffId, Capacity>) -> Markup {
    let (points, available) = totals(loads);
    let over = loads.values().filter(|c| c.points > c.available.points).count();
    let tenths = capacity_tenths(points, available);
    let stat = |figure: String, label: &str, urgent| ui::Stat {
        figure,
        label: label.into(),
        href: None,
        urgent,
        beside: None,
    };
    ui::stats(&[
        stat(percent(tenths), "of the capacity of all together", tenths > 1000),
        stat(over.to_string(), "practitioners with more points than they have", over > 0),
        stat((available - points).to_string(), "points left until full", available < points),
        stat(
            loads.values().map(|c| c.untiered).sum::<i64>().to_string(),
            "people without points, since no tier is worked out",
            false,
        ),
    ])
}

fn as_f64(number: i64) -> f64 {
    i32::try_from(number).map_or(f64::MAX, f64::from)
}

fn bars(members: &[Member], loads: &HashMap<StaffId, Capacity>) -> Markup {
    let bars: Vec<ui::Bar> = members
        .iter()
        .filter_map(|m| loads.get(&m.staff.id).map(|c| (m, c)))
        .map(|(m, c)| ui::Bar {
            label: ui::link(&format!("/staff/{}", m.staff.code), &m.staff.name),
            value: as_f64(c.tenths()) / 10.0,
            written: percent(c.tenths()),
            over: c.points > c.available.points,
        })
        .collect();
    ui::bars(100.0, &bars)
}

fn spread_table(rows: &[(&Member, Markup)], loads: &HashMap<StaffId, Capacity>) -> Markup {
    let columns = [
        ui::column("Name"),
        ui::column("Grade"),
        ui::column("People").numeric(),
        ui::column("Points").numeric(),
        ui::column("Available").numeric(),
        ui::column("Left").numeric(),
        ui::column("Capacity"),
        ui::column("Today"),
    ];
    let body = rows.iter().map(|(m, words)| {
        let load = loads.get(&m.staff.id);
        let figure = |n: Option<i64>| html! { (n.map_or_else(|| "-".to_owned(), |n| n.to_string())) };
        vec![
            ui::link(&format!("/staff/{}", m.staff.code), &m.staff.name),
            html! { (m.staff.grade) },
            figure(load.map(|c| c.people)),
            figure(load.map(|c| c.points)),
            figure(load.map(|c| c.available.points)),
            figure(load.map(|c| c.available.points - c.points)),
            words.clone(),
            super::team::today_words(m),
        ]
    });
    ui::Table::new("Points of each practitioner", columns).rows(body).show()
}

/// A line over the days that were kept; the same figures below as a table.
fn trend_picture(days: &[(Date, i64, i64)]) -> Markup {
    if days.len() < 2 {
        return html! { p.govuk-body { "Figures are kept each night. A trend shows once there are two." } };
    }
    let shares: Vec<f64> = days.iter().map(|(_, p, a)| as_f64(capacity_tenths(*p, *a)) / 10.0).collect();
    let most = shares.iter().copied().fold(110.0, f64::max);
    let wide = as_f64(i64::try_from(days.len()).unwrap_or(2) - 1);
    let points: Vec<String> = (0i64..)
        .zip(&shares)
        .map(|(n, share)| format!("{:.1},{:.1}", as_f64(n) / wide * 600.0, 160.0 - share / most * 150.0))
        .collect();
    let full = 160.0 - 100.0 / most * 150.0;
    let columns = [
        ui::column("Day"),
        ui::column("Points").numeric(),
        ui::column("Available").numeric(),
        ui::column("Capacity").numeric(),
    ];
    let rows = days.iter().rev().map(|(day, p, a)| {
        vec![
            html! { (ui::short_day(*day)) },
            html! { (p) },
            html! { (a) },
            html! { (percent(capacity_tenths(*p, *a))) },
        ]
    });
    html! {
        svg.tc-trend viewBox="0 0 600 170" role="img" aria-labelledby="trend-title" width="100%" {
            title id="trend-title" { "Capacity by day; the same figures stand in the table below" }
            line x1="0" x2="600" y1=(format!("{full:.1}")) y2=(format!("{full:.1}")) stroke="currentColor" stroke-dasharray="4 4" {}
            polyline points=(points.join(" ")) fill="none" stroke="currentColor" stroke-width="2" {}
        }
        p.govuk-hint { "The broken line is full capacity." }
        (ui::details("The figures by day", &ui::Table::new("Capacity by day, the newest first", columns).rows(rows).show()))
    }
}

fn absence_form(place: &Place, members: &[Member], away: Option<&Member>) -> Markup {
    let (name, value) = place.address.split_once('=').unwrap_or(("team", ""));
    html! {
        form method="get" action="/team/capacity" {
            input type="hidden" name=(name) value=(value);
            div.govuk-form-group {
                label.govuk-label for="away" { "If this practitioner were away" }
                select.govuk-select id="away" name="away" {
                    @for m in members {
                        option value=(m.staff.code) selected[away.is_some_and(|a| a.staff.id == m.staff.id)] { (m.staff.name) }
                    }
                }
            }
            (ui::button("Show").secondary().repeatable().show())
        }
    }
}

/// Their points fall on the others by what each has available: nobody's decision, only the weight of it.
fn absence_table(
    gone: &Member,
    members: &[Member],
    now: &HashMap<StaffId, Capacity>,
    after: &HashMap<StaffId, Capacity>,
) -> Markup {
    let theirs = now.get(&gone.staff.id).map_or(0, |c| c.points);
    let others = members.iter().filter(|m| m.staff.id != gone.staff.id && m.away.is_none());
    let room: i64 = others.clone().filter_map(|m| after.get(&m.staff.id)).map(|c| c.available.points).sum();
    let columns =
        [ui::column("Name"), ui::column("Now").numeric(), ui::column("With a share of their people").numeric()];
    let rows = others.filter_map(|m| {
        let c = after.get(&m.staff.id)?;
        let share = if room > 0 { theirs * c.available.points / room } else { 0 };
        Some(vec![
            html! { (m.staff.name) },
            html! { (percent(c.tenths())) },
            html! { (percent(c.tenths_with(share))) @if c.tenths_with(share) > 1000 { " " (ui::tag(ui::Colour::Red, "Over")) } },
        ])
    });
    let (points, available) = totals(after);
    html! {
        p.govuk-body {
            "Without " (gone.staff.name) ", " (theirs) " points would fall on the others, and all together would be at "
            strong { (percent(capacity_tenths(points, available))) } ". Shared by what each has available:"
        }
        (ui::Table::new(format!("If {} were away", gone.staff.name), columns).unseen_caption().rows(rows).show())
    }
}

fn change_counts(changes: &[(String, String, i64)]) -> Markup {
    let count = |kind: ChangeKind, way: Direction| {
        changes.iter().find(|(k, d, _)| k == kind.code() && d == way.code()).map_or(0, |(_, _, n)| *n)
    };
    let columns =
        [ui::column("By"), ui::column("Up").numeric(), ui::column("Down").numeric(), ui::column("First").numeric()];
    let rows = [
        (ChangeKind::Computed, "The rules"),
        (ChangeKind::Override, "A manager"),
        (ChangeKind::OverrideEnded, "A manager's tier ended"),
    ];
    let rows = rows.map(|(kind, words)| {
        let n = |way| html! { (count(kind, way)) };
        vec![html! { (words) }, n(Direction::Up), n(Direction::Down), n(Direction::First)]
    });
    html! {
        (ui::Table::new("Changes of tiers in force", columns).unseen_caption().rows(rows).show())
        p.govuk-hint { "Each change is kept with the officer's workload on that day: see the tier page of the person." }
    }
}

/// Most people shown at once.
const MOST_SHOWN: i64 = 100;

pub(super) fn needs(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let place = place(cx, req)?;
    let teams: Vec<TeamId> = place.teams.iter().map(|t| t.id).collect();
    let found = high_need_people(cx, &teams, MOST_SHOWN)?;
    let ids: Vec<PersonId> = found.iter().map(|f| f.person).collect();
    let lines = people::lines(cx, &ids)?;
    cx.note_shown("list", req.path(), &ids);
    let figures = Figures::shipped().map_err(Failure::Broken)?;
    let policy = figures.high_need(cx.today()).ok_or_else(|| Failure::broken("no high_need row"))?;
    let columns = [
        ui::column("Person"),
        ui::column("Tier"),
        ui::column("Two-part"),
        ui::column("Points of needs").numeric(),
        ui::column("Severe needs").numeric(),
        ui::column("Counts for").numeric(),
    ];
    let mut table = ui::Table::new("People with high need and a lower tier, women first", columns);
    for one in &found {
        table.push([
            html! { (person(&lines, one.person)) @if one.woman { br; "Woman" } },
            html! { (one.tier.as_deref().unwrap_or("None")) },
            html! { (one.two_part.as_deref().unwrap_or_default()) },
            html! { (one.need_points) },
            html! { (one.severe_needs) },
            html! { (one.points) " and " (one.allowance) },
        ]);
    }
    let body = html! {
        h1.govuk-heading-l { "Need without risk in " (place.title) }
        p.govuk-body {
            "Tiers follow risk. These people have a lower tier and " (policy.need_points) " points of needs or more. Each adds "
            (policy.allowance) " points to the officer's workload, " (policy.allowance_women) " where the person is a woman."
        }
        @if policy.assumed { p.govuk-hint { "The figures are " (policy.source) "." } }
        @if found.is_empty() { (ui::empty("Nobody now. People show here once their assessment is signed.", None)) } @else { (table.show()) }
    };
    let frame = req.frame().titled("Need without risk").within("/team");
    Ok(Reply::page(frame.back(format!("/team/capacity?{}", place.address)), body))
}
