//! One group: its people, the grid of what was attended, its sessions, and who facilitates it. And the sheet that is printed for
//! the room.

use super::{framed, group_path, named, names, offer_words, state_tag};
use crate::programmes::plan::Part;
use crate::programmes::policy::Policy;
use crate::programmes::records::{CaseLine, Facilitator, Mark, Schedule, Session, SessionState};
use crate::programmes::rules::continuity;
use crate::programmes::schedule::read_slots;
use crate::programmes::store::{facilitators_of, lines_of_group, marks_of, schedule_of, sessions_of};
use crate::programmes::templates::plans;
use kernel::Permission::RunProgrammes;
use kernel::{GroupId, StaffId};
use organisation::StaffLine;
use provision::{Group, GroupState};
use std::collections::BTreeMap;
use store::{Cx, Result};
use web::ui::{self, Colour, column, row};
use web::{Answer, Markup, Reply, Request, Route, html};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/programmes/groups/{group}", RunProgrammes, show),
        Route::get("/programmes/groups/{group}/sheet", RunProgrammes, sheet),
    ]
}

/// A group with everything that its page shows.
pub(super) struct Shown {
    pub(super) group: Group,
    pub(super) schedule: Option<Schedule>,
    pub(super) sessions: Vec<Session>,
    pub(super) facilitators: Vec<Facilitator>,
    pub(super) cases: Vec<CaseLine>,
    pub(super) staff: BTreeMap<StaffId, StaffLine>,
}

pub(super) fn shown(cx: &mut Cx<'_>, id: GroupId) -> Result<Shown> {
    let group = provision::group_by_id(cx, id)?;
    let schedule = schedule_of(cx, id)?;
    let sessions = sessions_of(cx, id)?;
    let facilitators = facilitators_of(cx, id)?;
    let cases = lines_of_group(cx, id)?;
    let ids: Vec<StaffId> =
        facilitators.iter().map(|f| f.staff_id).chain(sessions.iter().filter_map(|s| s.led_by)).collect();
    let staff = organisation::staff_lines(cx, &ids)?;
    Ok(Shown { group, schedule, sessions, facilitators, cases, staff })
}

impl Shown {
    pub(super) fn alive(&self) -> bool {
        matches!(self.group.state, GroupState::Planned | GroupState::Running)
    }

    fn who(&self, id: Option<StaffId>) -> &str {
        id.and_then(|id| self.staff.get(&id)).map_or("Nobody yet", |s| s.name.as_str())
    }
}

pub(super) fn session_tag(session: &Session) -> Markup {
    let colour = match session.state {
        SessionState::Planned => Colour::Plain,
        SessionState::Held => Colour::Green,
        SessionState::Cancelled => Colour::Grey,
    };
    html! {
        (ui::tag(colour, session.state.words()))
        @if session.outside_plan { " " (ui::tag(Colour::Purple, "Outside the plan")) }
    }
}

fn facts(cx: &mut Cx<'_>, shown: &Shown) -> Result<Vec<ui::Row>> {
    let (book, units) = (provision::book(cx)?, organisation::units(cx)?);
    let mut rows = vec![row("Programme", offer_words(&book, &units, &shown.group))];
    if let Some(schedule) = &shown.schedule {
        let all = plans(cx)?;
        let name = all
            .version(&schedule.template, schedule.template_from)
            .map_or(schedule.template.as_str(), |(t, _)| t.name.as_str());
        let path = format!("/programmes/templates/{}", schedule.template);
        rows.push(row(
            "Plan",
            html! { (ui::link(&path, name)) ", version of " (ui::short_day(schedule.template_from)) },
        ));
        rows.push(row("Pathway", schedule.pathway.words()));
        let slots = read_slots(&schedule.slots);
        rows.push(row("Meets", slots.iter().map(|s| s.words()).collect::<Vec<_>>().join(", ")));
        rows.extend(schedule.place.as_deref().map(|place| row("Where", place)));
    }
    let led: Vec<StaffId> =
        shown.sessions.iter().filter(|s| s.state == SessionState::Held).filter_map(|s| s.led_by).collect();
    if let Some(share) = continuity(&led) {
        rows.push(row("Continuity", format!("{share}% of sessions held were led by one person")));
    }
    Ok(rows)
}

/// A mark in the grid: a letter with words for those who hear it.
fn cell(mark: Option<&Mark>) -> Markup {
    let said =
        |short: &str, words: &str| html! { span aria-hidden="true" { (short) } span.govuk-visually-hidden { (words) } };
    match mark {
        None => said("–", "not expected"),
        Some(mark) => match (mark.attended, mark.complied) {
            (Some(true), Some(false)) => said("F", "attended and did not comply"),
            (Some(true), _) => said("✓", "attended"),
            (Some(false), Some(true)) => said("A", "acceptable absence"),
            (Some(false), _) => said("✗", "unacceptable absence"),
            (None, _) => said("·", "expected"),
        },
    }
}

fn grid(
    shown: &Shown,
    marks: &[Mark],
    lines: &std::collections::HashMap<kernel::PersonId, people::PersonLine>,
) -> Markup {
    let met: Vec<&Session> = shown
        .sessions
        .iter()
        .filter(|s| s.state != SessionState::Cancelled && matches!(s.part, Part::Group | Part::CatchUp))
        .collect();
    let day = |s: &Session| s.on_date.strftime("%-d/%-m").to_string();
    let columns = std::iter::once(column("Person")).chain(met.iter().map(|s| column(&day(s))));
    let cells = shown.cases.iter().map(|case| {
        let of =
            |session: &&Session| cell(marks.iter().find(|m| m.session_id == session.id && m.case_id == case.case_id));
        std::iter::once(named(lines, case.person_id, &format!("/programmes/{}", case.case_id)))
            .chain(met.iter().map(of))
            .collect::<Vec<_>>()
    });
    html! {
        (ui::Table::new("Who came to which session", columns).unseen_caption().plain_rows().rows(cells).show())
        p.govuk-hint { "✓ attended, F attended and did not comply, A acceptable absence, ✗ unacceptable absence, · expected, – not expected" }
    }
}

fn sessions_table(shown: &Shown, today: kernel::Date) -> Markup {
    let alive = shown.alive();
    let cells = shown.sessions.iter().map(|s| {
        let own = |rest: &str| group_path(s.group_id, &format!("/sessions/{}{rest}", s.id));
        let typed = matches!(s.part, Part::Group | Part::CatchUp);
        let acts = html! {
            @if typed && s.state == SessionState::Held { (ui::link_about(&own("/register"), "Register", &format!("of {}", s.name))) }
            @else if typed && s.state == SessionState::Planned && s.on_date <= today { (ui::link_about(&own("/register"), "Type the register", &format!("of {}", s.name))) }
            @else if alive && s.state != SessionState::Held && s.part != Part::Review { (ui::link_about(&own(""), "Change", &s.name)) }
        };
        [
            html! { (s.name) br; span.tc-quiet { (s.part.words()) } },
            html! { (ui::weekday(s.on_date)) },
            html! { (ui::time(s.start_time)) ", " (s.minutes) " minutes" },
            html! { (session_tag(s)) @if let Some(why) = s.reason.as_deref().filter(|_| s.state == SessionState::Cancelled || s.outside_plan) { br; span.tc-quiet { (why) } } },
            html! { @if s.state == SessionState::Held { (shown.who(s.led_by)) } },
            acts,
        ]
    });
    let columns = [
        column("Session"),
        column("Day"),
        column("Time"),
        column("State"),
        column("Led by"),
        column("What to do").unseen(),
    ];
    ui::Table::new("Sessions in order", columns).unseen_caption().rows(cells).show()
}

fn facilitators(shown: &Shown, today: kernel::Date) -> Markup {
    let cells = shown.facilitators.iter().map(|f| {
        let until = f.to_date.map_or_else(|| "goes on".to_owned(), |day| format!("to {}", ui::short_day(day)));
        let path = group_path(f.group_id, &format!("/facilitators/{}/end", f.id));
        let runs = f.to_date.is_none_or(|to| to >= today);
        [
            html! { (shown.who(Some(f.staff_id))) },
            html! { (f.part.words()) },
            html! { "From " (ui::short_day(f.from_date)) ", " (until) },
            html! { @if runs && f.to_date.is_none() && shown.alive() { (ui::link_about(&path, "End", shown.who(Some(f.staff_id)))) } },
        ]
    });
    let columns = [column("Who"), column("Part"), column("When"), column("What to do").unseen()];
    html! {
        @if shown.facilitators.is_empty() { (ui::empty("Nobody is named yet. Name a lead, so that people know whom they meet.", None)) }
        @else { (ui::Table::new("Facilitators", columns).unseen_caption().rows(cells).show()) }
    }
}

fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (shown, today) = (shown(cx, req.param("group")?)?, cx.today());
    let marks = marks_of(cx, shown.group.id)?;
    let facts = facts(cx, &shown)?;
    let lines = names(cx, "programme group", &shown.cases.iter().map(|c| c.person_id).collect::<Vec<_>>())?;
    let (id, policy) = (shown.group.id, Policy::shipped());
    let held = shown.sessions.iter().filter(|s| s.state == SessionState::Held && s.part == Part::Group).count();
    let of = shown.sessions.iter().filter(|s| s.state != SessionState::Cancelled && s.part == Part::Group).count();
    let places: Vec<&CaseLine> =
        shown.cases.iter().filter(|c| policy.state(&c.state).is_some_and(|s| s.place)).collect();
    let people = shown.cases.iter().map(|c| {
        [
            named(&lines, c.person_id, &format!("/programmes/{}", c.case_id)),
            state_tag(&c.state),
            html! { @match c.begun_on { Some(day) => { "Began " (ui::short_day(day)) }, None => "Not begun" } },
        ]
    });
    let body = html! {
        h1.govuk-heading-l { "Group " (shown.group.code) }
        (ui::progress("Sessions held", u32::try_from(held).unwrap_or(0), u32::try_from(of).unwrap_or(0), "sessions"))
        p.govuk-body { (places.len()) " of " (shown.group.places) " places taken" }
        (ui::summary_list(&facts))
        @if shown.alive() {
            (ui::button_group(&html! {
                (ui::link_button(&group_path(id, "/plan"), if shown.schedule.is_some() { "Plan the sessions again" } else { "Plan the sessions" }).show())
                @if shown.schedule.is_some() {
                    (ui::link_button(&group_path(id, "/sessions/new"), "Add a session").secondary().show())
                    (ui::link_button(&group_path(id, "/facilitators"), "Add a facilitator").secondary().show())
                    (ui::link_button(&group_path(id, "/sheet"), "Sheet to print").secondary().show())
                }
            }))
        } @else {
            (ui::inset(&html! { "This group has ended" @if let Some(why) = &shown.group.state_reason { ": " (why) } "." }))
        }
        h2.govuk-heading-m { "People" }
        @if shown.cases.is_empty() { (ui::empty("Nobody has a place in this group yet.", Some(&ui::link(&format!("/programmes/waiting/{}", shown.group.offer_id), "Look at the waiting list")))) }
        @else {
            (ui::Table::new("People of the group", ["Person", "State", "Beginning"].map(column)).unseen_caption().rows(people).show())
            h2.govuk-heading-m { "Attendance" }
            (grid(&shown, &marks, &lines))
        }
        h2.govuk-heading-m { "Sessions" }
        @if shown.sessions.is_empty() { (ui::empty("Nobody has planned the sessions yet.", None)) } @else { (sessions_table(&shown, today)) }
        h2.govuk-heading-m { "Facilitators" }
        (facilitators(&shown, today))
        p.govuk-body { (ui::link(&format!("/provision/groups/{id}"), "Places of the group")) }
    };
    Ok(Reply::page(framed(req, &format!("Group {}", shown.group.code)), body))
}

/// The sheet for the room: a line a person, a box a session. Sent to the printer as any page.
fn sheet(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (shown, today) = (shown(cx, req.param("group")?)?, cx.today());
    let lines = names(cx, "register to print", &shown.cases.iter().map(|c| c.person_id).collect::<Vec<_>>())?;
    let policy = Policy::shipped();
    let coming: Vec<&Session> = shown
        .sessions
        .iter()
        .filter(|s| {
            s.on_date >= today && s.state == SessionState::Planned && matches!(s.part, Part::Group | Part::CatchUp)
        })
        .take(6)
        .collect();
    let columns = std::iter::once(column("Person"))
        .chain(coming.iter().map(|s| column(&format!("{} {}", ui::short_day(s.on_date), s.name))));
    let there = shown.cases.iter().filter(|c| policy.state(&c.state).is_some_and(|s| s.place));
    let cells = there.map(|case| {
        let name =
            lines.get(&case.person_id).map_or_else(|| "Somebody".to_owned(), |l| format!("{} {}", l.name, l.crn));
        std::iter::once(html! { (name) })
            .chain(coming.iter().map(|_| html! { "☐" span.govuk-visually-hidden { "to sign" } }))
            .collect::<Vec<_>>()
    });
    let body = html! {
        h1.govuk-heading-l { "Register of group " (shown.group.code) }
        p.govuk-body { "For the room. Type what came of each session afterwards; nothing that is written here alone counts." }
        @if coming.is_empty() { (ui::empty("No session is to come.", None)) }
        @else { (ui::Table::new("The next sessions", columns).unseen_caption().plain_rows().rows(cells).show()) }
    };
    let frame = framed(req, "Register to print").crumb(group_path(shown.group.id, ""), &shown.group.code);
    Ok(Reply::page(frame, body))
}
