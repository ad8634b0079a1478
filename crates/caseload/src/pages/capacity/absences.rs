//! What absences do to a team: those of today, with the points that are missing and where the people went, and what one more
//! would do. Nobody's people are moved here.

use super::{Place, totals};
use crate::pages::team::today_words;
use crate::workload::{Capacity, percent};
use actuarial::workload::capacity_tenths;
use kernel::StaffId;
use organisation::Member;
use std::collections::HashMap;
use store::{Cx, Result, Value};
use web::{Markup, html, ui};

/// Somebody away today: what is missing with them, and where their people are.
pub(in crate::pages) struct Gone<'a> {
    member: &'a Member,
    points_lost: i64,
    covered: i64,
    unallocated: i64,
    still_theirs: i64,
}

/// Those of the members who are away today, in one statement, and none when everybody is here.
pub(in crate::pages) fn of_today<'a>(
    cx: &mut Cx<'_>,
    members: &'a [Member],
    loads: &HashMap<StaffId, Capacity>,
) -> Result<Vec<Gone<'a>>> {
    let away: Vec<&Member> = members.iter().filter(|m| m.away.is_some()).collect();
    if away.is_empty() {
        return Ok(Vec::new());
    }
    let values: Vec<Value> = away.iter().map(|m| Value::from(m.staff.id)).collect();
    let sql = format!(
        "SELECT officer_id, list_kind, count(*) FROM view_caseload WHERE officer_id IN ({}) GROUP BY officer_id, list_kind",
        kernel::placeholders(1, values.len())
    );
    let mut counts: HashMap<(StaffId, String), i64> = HashMap::new();
    for row in cx.query(&sql, &values)? {
        counts.insert((row.get(0)?, row.get(1)?), row.get(2)?);
    }
    let count = |m: &Member, kind: &str| counts.get(&(m.staff.id, kind.to_owned())).copied().unwrap_or(0);
    let gone = |member: &'a Member| Gone {
        member,
        points_lost: loads.get(&member.staff.id).map_or(0, |c| c.if_here.points - c.available.points),
        covered: count(member, "cover"),
        unallocated: count(member, "unallocated"),
        still_theirs: count(member, "officer"),
    };
    Ok(away.into_iter().map(gone).collect())
}

/// The absences of today, and what all of them do together.
pub(in crate::pages) fn panel(gone: &[Gone<'_>], loads: &HashMap<StaffId, Capacity>) -> Markup {
    if gone.is_empty() {
        return html! { p.govuk-body { "Everybody who holds people is here today." } };
    }
    let (points, available) = totals(loads);
    let lost: i64 = gone.iter().map(|g| g.points_lost).sum();
    let columns = [
        ui::column("Away"),
        ui::column("Why, until when"),
        ui::column("Points missing").numeric(),
        ui::column("Their people"),
    ];
    let rows = gone.iter().map(|g| {
        let staff = &g.member.staff;
        vec![
            ui::link(&format!("/staff/{}", staff.code), &staff.name),
            today_words(g.member),
            html! { (g.points_lost) },
            where_they_are(g),
        ]
    });
    html! {
        p.govuk-body {
            (ui::count(lost, "point is", "points are")) " missing today. All together are at "
            strong { (percent(capacity_tenths(points, available))) } "; with everybody here it would be "
            strong { (percent(capacity_tenths(points, available + lost))) } "."
        }
        (ui::Table::new("Absences today and what they do", columns).unseen_caption().rows(rows).show())
    }
}

fn where_they_are(gone: &Gone<'_>) -> Markup {
    let parts = [
        (gone.covered, "on cover"),
        (gone.unallocated, "on the unallocated list"),
        (gone.still_theirs, "not moved yet"),
    ];
    html! {
        @if parts.iter().all(|(n, _)| *n == 0) { "They held nobody" }
        @for (n, words) in parts.into_iter().filter(|(n, _)| *n > 0) { (n) " " (words) br; }
    }
}

pub(super) fn form(place: &Place, members: &[Member], away: Option<&Member>) -> Markup {
    let (name, value) = place.address.split_once('=').unwrap_or(("team", ""));
    html! {
        form method="get" action="/team/capacity" {
            input type="hidden" name=(name) value=(value);
            div.govuk-form-group {
                label.govuk-label for="away" { "If this practitioner were away" }
                select.govuk-select id="away" name="away" {
                    @for m in members.iter().filter(|m| m.away.is_none()) {
                        option value=(m.staff.code) selected[away.is_some_and(|a| a.staff.id == m.staff.id)] { (m.staff.name) }
                    }
                }
            }
            (ui::button("Show").secondary().repeatable().show())
        }
    }
}

/// Their points fall on the others by what each has available: nobody's decision, only the weight of it.
pub(super) fn what_if(
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
