//! The team: who must be allocated and by when, how much each practitioner holds, who is away, which handovers wait.

use super::capacity::{absences, as_f64};
use super::{my_teams, on_day, person, tier_words};
use crate::lists::{Load, unallocated};
use crate::records::{CaseRow, HandoverRow};
use crate::workload::capacities_of;
use contacts::Coming;
use kernel::{Permission, PersonId, StaffId, TeamId, WorkingDays};
use law::{Law, Nation};
use organisation::{Member, Team, TeamPurpose, members_of, team_members};
use people::PersonLine;
use std::collections::HashMap;
use store::{Cx, Failure, Result, params};
use web::{Answer, Markup, Reply, Request, html, ui};

/// More than this many unallocated people are not one page's work.
const MOST_SHOWN: i64 = 100;

/// What other rooms show of a team: the binary hands it down, because rooms of one floor do not know each other.
#[derive(Clone, Copy, Debug)]
pub struct TeamPanel(pub fn(&mut Cx<'_>, TeamId) -> Result<Markup>);

/// Nothing where nobody has handed anything down.
fn of_others(cx: &mut Cx<'_>, team: TeamId) -> Result<Markup> {
    let show = cx.part::<TeamPanel>().ok().map(|part| part.0);
    show.map_or_else(|| Ok(html! {}), |show| show(cx, team))
}

pub(super) fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let team = chosen_team(cx, req)?;
    let today = cx.today();
    let waiting = unallocated(cx, &[team.id], MOST_SHOWN)?;
    let handovers = open_handovers(cx, team.id)?;
    let members = team_members(cx, team.id, today)?;
    let weights = capacities_of(cx, &members)?;
    let held = weights.iter().filter(|(_, c)| c.people > 0);
    let loads: HashMap<StaffId, Load> = held.map(|(id, c)| (*id, c.load)).collect();
    let holders: Vec<Member> = members.iter().filter(|m| m.holds_cases).cloned().collect();
    let gone = absences::of_today(cx, &holders, &weights)?;
    let mut shown: Vec<PersonId> = waiting.iter().map(|r| r.person_id).collect();
    shown.extend(handovers.iter().map(|h| h.person_id));
    let lines = people::lines(cx, &shown)?;
    let coming = contacts::next_appointments(cx, &shown)?;
    cx.note_shown("list", req.path(), &shown);
    let law = cx.part::<Law>()?;
    let days = law.working_days(Nation::EnglandAndWales);
    let may_allocate = cx.may(Permission::Allocate);
    let others = of_others(cx, team.id)?;
    let teams = team_choice(cx, &team)?;
    let staff = organisation::staff_lines(cx, &staff_named(&handovers))?;
    let name = |id: StaffId| staff.get(&id).map_or_else(|| "Not known".to_owned(), |s| s.name.clone());
    let body = html! {
        h1.govuk-heading-l { (team.name) }
        (teams)
        h2.govuk-heading-m { "To be allocated" }
        (unallocated_table(&waiting, &lines, &coming, days, today, may_allocate))
        (others)
        h2.govuk-heading-m { "Practitioners" }
        (bars(&members, &loads))
        (practitioners(&members, &loads))
        @if !gone.is_empty() {
            h2.govuk-heading-m { "What today's absences do" }
            (absences::panel(&gone, &weights))
        }
        h2.govuk-heading-m { "Handovers" }
        @if handovers.is_empty() { p.govuk-body { "No handover is under way." } } @else {
            (handover_table(&handovers, &lines, &name))
        }
        ul.govuk-list {
            li { (ui::link(&format!("/team/capacity?team={}", team.code), "Capacity of the team")) }
            li { (ui::link(&format!("/team/needs?team={}", team.code), "Need without risk")) }
            li { (ui::link("/board?whose=team", "What is missing in my teams")) }
            li { (ui::link(&format!("/time-with-people?team={}", team.id), "Time spent with people")) }
            li { (ui::link("/policy/contact-intervals", "How often people are to be seen")) }
            li { (ui::link("/policy/workload", "Figures of workload: grades, tiers, thresholds")) }
            @if cx.may(Permission::ReviewQuality) { li { (ui::link("/quality", "Quality: signed work looked at again")) } }
            @if cx.may(Permission::Oversee) { li { (ui::link("/further-offences", "Serious further offences")) } }
        }
    };
    Ok(Reply::page(req.frame().titled(&team.name).within("/team"), body))
}

/// The team in the address, else the reader's first, else the first that supervises.
fn chosen_team(cx: &mut Cx<'_>, req: &Request) -> Result<Team> {
    if let Some(code) = req.query("team") {
        return organisation::team_by_code(cx, code);
    }
    match my_teams(cx)?.first() {
        Some(id) => organisation::team(cx, *id),
        None => {
            let all = organisation::teams(cx)?;
            let supervises = all.iter().position(|t| t.purpose == TeamPurpose::Supervision).unwrap_or(0);
            all.into_iter().nth(supervises).ok_or(Failure::NotFound)
        }
    }
}

fn team_choice(cx: &mut Cx<'_>, current: &Team) -> Result<Markup> {
    let mine = my_teams(cx)?;
    let mut tabs = Vec::new();
    for id in mine {
        let team = organisation::team(cx, id)?;
        let href = format!("/team?team={}", team.code);
        tabs.push(ui::Tab::new(href, team.name).current(team.id == current.id));
    }
    Ok(if tabs.len() > 1 {
        ui::sub_navigation("Teams", &tabs)
    } else {
        html! {}
    })
}

fn open_handovers(cx: &mut Cx<'_>, team: TeamId) -> Result<Vec<HandoverRow>> {
    let rest = "WHERE team_id = $1 AND closed_on IS NULL ORDER BY met_by, person_id LIMIT 50";
    cx.list::<HandoverRow>(rest, params![team])
}

fn staff_named(handovers: &[HandoverRow]) -> Vec<StaffId> {
    handovers.iter().flat_map(|h| [h.from_staff_id, h.to_staff_id]).collect()
}

fn unallocated_table(
    rows: &[CaseRow],
    lines: &HashMap<PersonId, PersonLine>,
    coming: &HashMap<PersonId, Coming>,
    days: WorkingDays<'_>,
    today: kernel::Date,
    may_allocate: bool,
) -> Markup {
    if rows.is_empty() {
        return ui::empty("Everybody has an officer.", None);
    }
    let columns = [
        ui::column("Person"),
        ui::column("Tier"),
        ui::column("Since"),
        ui::column("Allocate by"),
        ui::column("Next appointment"),
        ui::column("Action").unseen(),
    ];
    let body = rows.iter().map(|row| {
        let action = lines.get(&row.person_id).filter(|_| may_allocate);
        vec![
            person(lines, row.person_id),
            tier_words(row.tier.as_deref()),
            html! { (ui::short_day(row.held_since)) @if row.officer_left { br; "on cover, officer has left" } },
            deadline(row, days, today),
            html! { (on_day(coming.get(&row.person_id).map(|c| c.date))) },
            html! { @if let Some(line) = action {
                (ui::link_about(&format!("/allocate/{}", line.crn), "Allocate", &line.name))
            } },
        ]
    });
    ui::Table::new("People to be allocated, the nearest deadline first", columns).unseen_caption().rows(body).show()
}

fn deadline(row: &CaseRow, days: WorkingDays<'_>, today: kernel::Date) -> Markup {
    let Some(by) = row.allocate_by else { return html! {} };
    let over = days.between(by, today);
    html! {
        (ui::short_day(by)) br;
        @if today > by { (ui::tag(ui::Colour::Red, &format!("{} over", ui::count(over, "working day", "working days")))) }
        @else if today == by { (ui::tag(ui::Colour::Orange, "Today")) }
        @else { (ui::count(-over, "working day", "working days")) " left" }
    }
}

fn bars(members: &[Member], loads: &HashMap<StaffId, Load>) -> Markup {
    let holding: Vec<(&Member, Load)> = members
        .iter()
        .filter(|m| m.holds_cases || loads.contains_key(&m.staff.id))
        .map(|m| (m, loads.get(&m.staff.id).copied().unwrap_or_default()))
        .collect();
    let (people, minutes) = holding
        .iter()
        .filter(|(m, _)| m.away.is_none())
        .fold((0, 0), |(p, t), (m, l)| (p + l.people, t + m.weekly_minutes));
    // An even share by contracted hours among those at work: nobody's number but the team's own.
    let share =
        |m: &Member| if minutes > 0 { as_f64(people) * as_f64(m.weekly_minutes) / as_f64(minutes) } else { 0.0 };
    let bars: Vec<ui::Bar> = holding
        .iter()
        .map(|(m, l)| ui::Bar {
            label: ui::link(&format!("/staff/{}", m.staff.code), &m.staff.name),
            value: as_f64(l.people),
            written: ui::count(l.people, "person", "people"),
            over: m.away.is_none() && as_f64(l.people) > share(m) * 1.1 + 1.0,
        })
        .collect();
    let full = holding.iter().map(|(m, _)| share(m)).fold(1.0, f64::max);
    html! {
        (ui::bars(full, &bars))
        p.govuk-hint { "Marked where somebody holds over a tenth more than an even share by contracted hours." }
    }
}

pub(super) fn practitioners(members: &[Member], loads: &HashMap<StaffId, Load>) -> Markup {
    let columns = [
        ui::column("Name"),
        ui::column("Grade"),
        ui::column("People").numeric(),
        ui::column("In custody").numeric(),
        ui::column("Tier A or B").numeric(),
        ui::column("Covered").numeric(),
        ui::column("Last 7 days").numeric(),
        ui::column("Past due").numeric(),
        ui::column("Today"),
    ];
    let holding = members.iter().filter(|m| m.holds_cases || loads.contains_key(&m.staff.id));
    let rows = holding.map(|m| {
        let load = loads.get(&m.staff.id).copied().unwrap_or_default();
        let mut cells = vec![ui::link(&format!("/staff/{}", m.staff.code), &m.staff.name), html! { (m.staff.grade) }];
        cells.extend(load_cells(load));
        cells.push(today_words(m));
        cells
    });
    ui::Table::new("Practitioners and what they hold", columns).unseen_caption().rows(rows).show()
}

pub(super) fn load_cells(load: Load) -> Vec<Markup> {
    [load.people, load.in_custody, load.highest_tiers, load.covered, load.lately, load.past_due]
        .into_iter()
        .map(|n| html! { (n) })
        .collect()
}

pub(super) fn today_words(member: &Member) -> Markup {
    match &member.away {
        None => ui::tag(ui::Colour::Green, "Here"),
        Some(absence) => html! {
            (ui::tag(ui::Colour::Orange, absence.kind.words()))
            @if let Some(last) = absence.last_day { " until " (ui::short_day(last)) }
        },
    }
}

fn handover_table(
    handovers: &[HandoverRow],
    lines: &HashMap<PersonId, PersonLine>,
    name: &impl Fn(StaffId) -> String,
) -> Markup {
    let columns =
        [ui::column("Person"), ui::column("From"), ui::column("To"), ui::column("Accepted"), ui::column("Meet by")];
    let rows = handovers.iter().map(|h| {
        let crn = lines.get(&h.person_id).map(|l| l.crn.to_string());
        vec![
            person(lines, h.person_id),
            html! { (name(h.from_staff_id)) },
            html! { (name(h.to_staff_id)) },
            html! { @if h.accepted_at.is_some() { "Yes" } @else { (ui::tag(ui::Colour::Orange, "Waiting")) } },
            html! {
                (ui::short_day(h.met_by))
                @if let Some(crn) = crn { br; (ui::link_about(&format!("/handover/{crn}"), "Handover", &crn)) }
            },
        ]
    });
    ui::Table::new("Handovers under way", columns).unseen_caption().rows(rows).show()
}

/// The practitioners of these teams who may take people.
pub(crate) fn candidates(cx: &mut Cx<'_>, teams: &[TeamId]) -> Result<Vec<Member>> {
    let today = cx.today();
    let mut found = members_of(cx, teams, today)?;
    found.retain(|member| member.holds_cases);
    Ok(found)
}
