//! How full a team or a delivery unit is: the spread over its practitioners, who is over, the trend by week, what today's
//! absences do and what another would do. Every picture has the same figures as a table.

pub(super) mod absences;
mod needs;
mod picture;

pub(super) use needs::show as needs;

use super::my_teams;
use super::workload::capacity_words;
use crate::tiering::{ChangeKind, Direction, change_counts_of};
use crate::workload::{Capacity, Figures, capacities_of, percent, trend, what_if_away};
use actuarial::workload::capacity_tenths;
use jiff::ToSpan;
use kernel::{Date, StaffId, TeamId};
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
    let loads = capacities_of(cx, &members)?;
    let since = today.saturating_sub((7 * WEEKS).days());
    let weeks = by_week(&trend(cx, &ids, since)?);
    let gone = absences::of_today(cx, &members, &loads)?;
    let over = Figures::now(cx)?.display(today).ok_or_else(|| Failure::broken("no display row"))?.over_tenths;
    let changes = change_counts_of(cx, &ids, since)?;
    let away = req.query("away").and_then(|code| members.iter().find(|m| m.staff.code == code));
    let what_if = match away {
        Some(member) => Some((member, what_if_away(cx, &members, &[member.staff.id])?)),
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
        h2.govuk-heading-m { "Absences today" }
        (absences::panel(&gone, &loads))
        h2.govuk-heading-m { "Spread" }
        (picture::spread(&lanes(&place, &members, &loads), over))
        (spread_table(&rows, &loads, place.teams.len() > 1))
        h2.govuk-heading-m { "Trend by week" }
        (picture::trend(&weeks))
        h2.govuk-heading-m { "What another absence would do" }
        (absences::form(&place, &members, away))
        @if let Some((member, after)) = &what_if { (absences::what_if(member, &members, &loads, after)) }
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

pub(super) fn as_f64(number: i64) -> f64 {
    i32::try_from(number).map_or(f64::MAX, f64::from)
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

/// One lane of the picture a team: who has hours today, and how full they are.
fn lanes(place: &Place, members: &[Member], loads: &HashMap<StaffId, Capacity>) -> Vec<picture::Lane> {
    let shown = |m: &&Member| loads.get(&m.staff.id).filter(|c| c.available.points > 0).is_some();
    let lane = |team: &Team| picture::Lane {
        label: team.name.clone(),
        dots: members
            .iter()
            .filter(|m| m.staff.team == team.id)
            .filter(shown)
            .filter_map(|m| loads.get(&m.staff.id).map(|c| (m.staff.name.clone(), c.tenths())))
            .collect(),
    };
    place.teams.iter().map(lane).collect()
}

/// Points and available points by the Monday of their week: the mean of the nights that were kept.
fn by_week(days: &[(Date, i64, i64)]) -> Vec<picture::Week> {
    let mut weeks: Vec<picture::Week> = Vec::new();
    for (day, points, available) in days {
        let monday = day.saturating_sub(i64::from(day.weekday().to_monday_zero_offset()).days());
        match weeks.last_mut().filter(|w| w.monday == monday) {
            Some(week) => {
                week.nights += 1;
                week.points += points;
                week.available += available;
            }
            None => weeks.push(picture::Week { monday, nights: 1, points: *points, available: *available }),
        }
    }
    weeks
}

fn spread_table(rows: &[(&Member, Markup)], loads: &HashMap<StaffId, Capacity>, with_team: bool) -> Markup {
    let mut rows: Vec<&(&Member, Markup)> = rows.iter().collect();
    rows.sort_by_key(|(m, _)| std::cmp::Reverse(loads.get(&m.staff.id).map(Capacity::tenths)));
    let mut columns = vec![ui::column("Name")];
    if with_team {
        columns.push(ui::column("Team"));
    }
    columns.extend([
        ui::column("Grade"),
        ui::column("People").numeric(),
        ui::column("Points").numeric(),
        ui::column("Available").numeric(),
        ui::column("Left").numeric(),
        ui::column("Capacity"),
        ui::column("Today"),
    ]);
    let body = rows.iter().map(|(m, words)| {
        let load = loads.get(&m.staff.id);
        let figure = |n: Option<i64>| html! { (n.map_or_else(|| "-".to_owned(), |n| n.to_string())) };
        let mut cells = vec![ui::link(&format!("/staff/{}", m.staff.code), &m.staff.name)];
        if with_team {
            cells.push(html! { (m.staff.team_name) });
        }
        cells.extend([
            html! { (m.staff.grade) },
            figure(load.map(|c| c.people)),
            figure(load.map(|c| c.points)),
            figure(load.map(|c| c.available.points)),
            figure(load.map(|c| c.available.points - c.points)),
            words.clone(),
            super::team::today_words(m),
        ]);
        cells
    });
    ui::Table::new("Points of each practitioner, the fullest first", columns).rows(body).show()
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

#[cfg(test)]
mod tests {
    use super::by_week;
    use kernel::date;

    #[test]
    fn nights_are_gathered_under_the_monday_of_their_week() {
        // A Sunday, the Monday after it, and a Wednesday.
        let days = [(date(2026, 11, 22), 10, 20), (date(2026, 11, 23), 30, 40), (date(2026, 11, 25), 50, 60)];
        let weeks = by_week(&days);
        let told: Vec<_> = weeks.iter().map(|w| (w.monday, w.nights, w.points, w.available)).collect();
        assert_eq!(told, [(date(2026, 11, 16), 1, 10, 20), (date(2026, 11, 23), 2, 80, 100)]);
        assert!(by_week(&[]).is_empty());
    }
}
