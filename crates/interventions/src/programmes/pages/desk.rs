//! The desk of whoever runs programmes: registers to type, groups now and to come, cases by state.

use super::{framed, group_path, named, names, offer_words, risk_words, service_name, state_tag};
use crate::programmes::policy::Policy;
use crate::programmes::records::{CaseLine, Schedule, Session};
use crate::programmes::templates::plans;
use kernel::Permission::RunProgrammes;
use kernel::{Date, GroupId};
use provision::{GroupLine, GroupState};
use std::collections::{BTreeMap, HashMap};
use store::{Cx, Result, Value, params};
use web::form::Form;
use web::ui::{self, Stat, column};
use web::{Answer, Reply, Request, Route, html};

const PER_PAGE: u64 = 25;
/// Rows of a list on the desk.
const SHOWN: i64 = 50;
/// Groups without sessions that the desk shows.
const UNPLANNED: usize = 8;
/// Groups looked at; older ones have ended.
const LOOKED_AT: i64 = 400;

pub(super) fn routes() -> Vec<Route> {
    vec![Route::get("/programmes", RunProgrammes, desk), Route::get("/programmes/cases", RunProgrammes, cases)]
}

/// Sessions whose day has come and whose register nobody has typed.
fn registers(cx: &mut Cx<'_>, today: Date) -> Result<Vec<Session>> {
    let rest = "WHERE state = 'planned' AND on_date <= $1 AND part IN ('group', 'catch-up') ORDER BY on_date, start_time LIMIT $2";
    cx.list(rest, params![today, SHOWN])
}

fn counts(cx: &mut Cx<'_>) -> Result<BTreeMap<String, i64>> {
    let rows = cx.query("SELECT state, count(*) FROM view_programme_case GROUP BY state", &[])?;
    rows.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect()
}

fn desk(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (book, units, today) = (provision::book(cx)?, organisation::units(cx)?, cx.today());
    let all = cx.list::<Schedule>("ORDER BY made_on DESC, group_id LIMIT $1", params![LOOKED_AT])?;
    let groups = provision::groups_named(cx, &all.iter().map(|s| s.group_id).collect::<Vec<_>>())?;
    let alive = |g: &&GroupLine| matches!(g.group.state, GroupState::Planned | GroupState::Running);
    let (running, coming): (Vec<&GroupLine>, Vec<&GroupLine>) =
        groups.iter().filter(alive).partition(|g| g.group.start_date <= today);
    let known = plans(cx)?;
    let run = known.services_on(today);
    let offers: Vec<_> = book.offers.values().filter(|o| run.contains(&o.service_id)).map(|o| o.id).collect();
    let open = provision::groups_open(cx, &offers, today)?;
    let unplanned: Vec<&GroupLine> = open.iter().filter(|g| all.iter().all(|s| s.group_id != g.group.id)).collect();
    let live: HashMap<GroupId, &GroupLine> = groups.iter().filter(alive).map(|g| (g.group.id, g)).collect();
    let registers: Vec<Session> =
        registers(cx, today)?.into_iter().filter(|s| live.contains_key(&s.group_id)).collect();
    let counts = counts(cx)?;
    let stat = |figure: usize, one: &str, many: &str, href: &str, urgent| Stat {
        figure: figure.to_string(),
        label: if figure == 1 { one.into() } else { many.into() },
        href: Some(href.into()),
        urgent,
        beside: None,
    };
    let late = registers.iter().any(|s| s.on_date < today);
    let stats = [
        stat(registers.len(), "register to type", "registers to type", "#registers", late),
        stat(running.len(), "group running", "groups running", "#running", false),
        stat(coming.len(), "group to come", "groups to come", "#coming", false),
        stat(unplanned.len(), "group without sessions", "groups without sessions", "#unplanned", !unplanned.is_empty()),
    ];
    let to_type = registers.iter().map(|s| {
        let name = live.get(&s.group_id).map_or("A group", |g| g.group.code.as_str());
        [
            ui::link_about(
                &group_path(s.group_id, &format!("/sessions/{}/register", s.id)),
                &s.name,
                &format!("of {name}"),
            ),
            html! { (ui::link(&group_path(s.group_id, ""), name)) },
            html! { (ui::weekday(s.on_date)) @if s.on_date < today { " " (ui::tag(ui::Colour::Red, "Late")) } },
            html! { (ui::time(s.start_time)) },
        ]
    });
    let listed = |rows: &[&GroupLine], caption: &str| {
        let columns = [column("Group"), column("Programme"), column("First session"), column("Places").numeric()];
        let cells = rows.iter().map(|g| {
            [
                ui::link(&group_path(g.group.id, ""), &g.group.code),
                html! { (offer_words(&book, &units, &g.group)) },
                html! { (ui::short_day(g.group.start_date)) },
                html! { (g.taken) " of " (g.group.places) },
            ]
        });
        ui::Table::new(caption, columns).unseen_caption().rows(cells).show()
    };
    let policy = Policy::shipped();
    let by_state = policy.states.iter().filter_map(|s| {
        let many = counts.get(&s.code).copied().filter(|n| *n > 0)?;
        Some([
            state_tag(&s.code),
            ui::link_about(&format!("/programmes/cases?state={}", s.code), &ui::count(many, "case", "cases"), &s.en),
        ])
    });
    let by_state: Vec<_> = by_state.collect();
    let body = html! {
        h1.govuk-heading-l { "Programmes" }
        (ui::stats(&stats))
        ul.govuk-list {
            li { (ui::link("/programmes/waiting", "Waiting lists by risk, need and end of sentence")) }
            li { (ui::link("/programmes/commencement", "How long it takes to begin")) }
            li { (ui::link("/programmes/templates", "Plans of programmes")) }
        }
        h2.govuk-heading-m id="registers" { "Registers to type" }
        @if registers.is_empty() { (ui::empty("Every register is typed.", None)) }
        @else { (ui::Table::new("Registers to type, the oldest first", ["Session", "Group", "Day", "Time"].map(column)).unseen_caption().rows(to_type).show()) }
        h2.govuk-heading-m id="running" { "Groups running" }
        @if running.is_empty() { (ui::empty("No group is running.", None)) } @else { (listed(&running, "Groups running")) }
        h2.govuk-heading-m id="coming" { "Groups to come" }
        @if coming.is_empty() { (ui::empty("No group with planned sessions is to come.", None)) } @else { (listed(&coming, "Groups to come")) }
        @if !unplanned.is_empty() {
            h2.govuk-heading-m id="unplanned" { "Groups without planned sessions" }
            @let first: Vec<&GroupLine> = unplanned.iter().take(UNPLANNED).copied().collect();
            (listed(&first, "Groups without planned sessions, the nearest first"))
            p.govuk-body { (first.len()) " of " (unplanned.len()) " shown, the nearest first" }
        }
        h2.govuk-heading-m { "Cases by state" }
        @if by_state.is_empty() { (ui::empty("No case is open. A case is opened from a person’s Interventions tab, or when a place is booked.", None)) }
        @else { (ui::Table::new("Cases by state", ["State", "How many"].map(column)).unseen_caption().rows(by_state).show()) }
    };
    Ok(Reply::page(req.frame().within("/programmes").titled("Programmes"), body))
}

fn cases(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let policy = Policy::shipped();
    let book = provision::book(cx)?;
    let state = req.query("state").filter(|s| policy.state(s).is_some());
    let mut values: Vec<Value> = Vec::new();
    let condition = match state {
        Some(state) => {
            values.push(state.into());
            "state = $1"
        }
        None => {
            values.push(false.into());
            "closed = $1"
        }
    };
    let skipped = i64::try_from((req.page() - 1).saturating_mul(PER_PAGE)).unwrap_or(i64::MAX);
    let order = "ORDER BY CASE WHEN sentence_ends IS NULL THEN 1 ELSE 0 END, sentence_ends, state_on, case_id";
    let (rows, total) = cx.page_of::<CaseLine>(condition, &values, order, PER_PAGE.cast_signed(), skipped)?;
    let lines = names(cx, "programme cases", &rows.iter().map(|r| r.person_id).collect::<Vec<_>>())?;
    let cells = rows.iter().map(|row| {
        [
            named(&lines, row.person_id, &format!("/programmes/{}", row.case_id)),
            html! { (service_name(&book, row.service_id)) },
            html! { (state_tag(&row.state)) br; span.tc-quiet { "since " (ui::short_day(row.state_on)) } },
            html! { (row.risk.as_deref().map_or_else(|| "Not known".into(), risk_words)) },
            html! { (row.need.as_deref().map_or("Not known", assessment::outcome_words)) },
            html! { @match row.sentence_ends { Some(day) => (ui::short_day(day)), None => "No date" } },
        ]
    });
    let columns = ["Person", "Programme", "State", "Risk of serious harm", "Need", "Sentence ends"].map(column);
    let typed = Form::of(req.queries().iter().cloned());
    let options = policy.states.iter().map(|s| (s.code.clone(), s.en.clone()));
    let fields = ui::select("state", "State").option("", "Every open state").options(options).show(&typed);
    let on = state
        .map(|code| vec![("state", code.to_owned(), format!("State: {}", policy.words(code)))])
        .unwrap_or_default();
    let panel = ui::FilterPanel { list: req.address(), names: vec!["state"], on, fields };
    let body = html! {
        h1.govuk-heading-l { "Programme cases" }
        (ui::details("Filter the list", &panel.show()))
        @if rows.is_empty() { (ui::empty("No case is in this state.", None)) } @else {
            (ui::Table::new("Cases, the nearest end of sentence first", columns).unseen_caption().rows(cells).show())
            (ui::pagination(&req.address(), req.page(), PER_PAGE, u64::try_from(total).unwrap_or(0)))
        }
    };
    Ok(Reply::page(framed(req, "Programme cases"), body))
}
