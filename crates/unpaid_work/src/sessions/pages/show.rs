//! The list of sessions, and one session with who is expected.

use crate::parts::frame;
use crate::projects::{self, ProjectLine};
use crate::sessions::{
    Booking, BookingState, Session, SessionLine, SessionState, bookings_of, session_lines, sessions_between,
    sessions_of_project,
};
use jiff::ToSpan;
use kernel::Permission::RunUnpaidWork;
use kernel::{ProjectId, WorkSessionId};
use std::collections::HashMap;
use store::{Cx, Failure, Result, params};
use web::ui::{self, Colour, column, row};
use web::{Answer, Markup, Reply, Request, Route, html};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/unpaid-work/sessions", RunUnpaidWork, list),
        Route::get("/unpaid-work/sessions/{session}", RunUnpaidWork, show),
    ]
}

pub(crate) fn path(id: WorkSessionId, rest: &str) -> String {
    format!("/unpaid-work/sessions/{id}{rest}")
}

pub(crate) fn of(cx: &mut Cx<'_>, req: &Request) -> Result<Session> {
    cx.need::<Session>(params![req.param::<WorkSessionId>("session")?])
}

pub(crate) fn title(project: &str, session: &Session) -> String {
    format!("{project}, {}", ui::weekday(session.on_date))
}

/// The session with its project, and a frame that leads back to both.
pub(crate) fn opened(cx: &mut Cx<'_>, req: &Request) -> Result<(Session, ProjectLine)> {
    let session = of(cx, req)?;
    let line = projects::project_lines(cx, &[session.project_id])?.remove(&session.project_id);
    Ok((session, line.ok_or(Failure::NotFound)?))
}

pub(crate) fn framed(req: &Request, session: &Session, project: &str, words: &str) -> ui::Frame {
    frame(req, words).crumb("/unpaid-work/sessions", "Sessions").crumb(path(session.id, ""), title(project, session))
}

pub(crate) fn state_tag(session: &Session, today: kernel::Date) -> Markup {
    match session.state {
        SessionState::Planned if session.on_date < today => ui::tag(Colour::Orange, "Register to type"),
        SessionState::Planned => ui::tag(Colour::Plain, "Planned"),
        SessionState::Cancelled => ui::tag(Colour::Grey, "Cancelled"),
        SessionState::Held => ui::tag(Colour::Green, "Register typed"),
    }
}

/// Sessions as a table.
pub(crate) fn table(
    caption: &str,
    lines: &[SessionLine],
    names: &HashMap<ProjectId, ProjectLine>,
    today: kernel::Date,
) -> Markup {
    let cells = lines.iter().map(|line| {
        let s = &line.session;
        let name = names.get(&s.project_id).map_or("A project", |p| p.project.name.as_str());
        [
            ui::link(&path(s.id, ""), &ui::weekday(s.on_date)),
            html! { (name) },
            html! { (s.times()) },
            html! { (line.taken) " of " (s.places) },
            state_tag(s, today),
        ]
    });
    let columns = ["Day", "Project", "Time", "Places taken", "State"].map(column);
    ui::Table::new(caption, columns).unseen_caption().rows(cells).show()
}

fn list(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let today = cx.today();
    let from = req.query("from").and_then(|d| web::form::parse_day(d).ok()).unwrap_or(today);
    let project = req.query("project").and_then(|p| p.parse::<ProjectId>().ok());
    let to = from.saturating_add(28.days());
    let lines = match project {
        Some(project) => sessions_of_project(cx, project, from)?,
        None => sessions_between(cx, from, to)?,
    };
    let running = projects::projects_running(cx, today)?;
    let ids: Vec<_> = lines.iter().map(|l| l.session.project_id).collect();
    let names = projects::project_lines(cx, &ids)?;
    let form = web::form::Form::of([
        ("from", from.to_string()),
        ("project", project.map(|p| p.to_string()).unwrap_or_default()),
    ]);
    let projects = running.iter().map(|p| (p.id.to_string(), p.name.clone()));
    let body = html! {
        h1.govuk-heading-l { "Sessions" }
        (ui::button_group(&html! {
            (ui::link_button("/unpaid-work/sessions/new", "Plan a session").show())
            (ui::link_button("/unpaid-work/sessions/weeks", "Plan several weeks").secondary().show())
        }))
        form.tc-form method="get" action="/unpaid-work/sessions" {
            (ui::input("from", "From").date().show(&form))
            (ui::select("project", "Project").option("", "Every project, four weeks").options(projects).show(&form))
            (ui::button("Show").secondary().repeatable().show())
        }
        @if lines.is_empty() {
            (ui::empty("No session is planned in this time.", Some(&ui::link("/unpaid-work/sessions/new", "Plan a session"))))
        } @else {
            p.govuk-body { (ui::count(i64::try_from(lines.len()).unwrap_or(0), "session", "sessions")) ", the first first" }
            (table("Sessions, the first first", &lines, &names, today))
        }
    };
    Ok(Reply::page(frame(req, "Sessions"), body))
}

fn booking_state(b: &Booking, words: &HashMap<String, String>) -> Markup {
    match b.state {
        BookingState::Booked => ui::tag(Colour::Plain, "Expected"),
        BookingState::Released => {
            html! { (ui::tag(Colour::Grey, "Taken off")) @if let Some(why) = &b.state_reason { " " (why) } }
        }
        BookingState::Told => {
            let code = b.outcome.clone().unwrap_or_default();
            html! {
                (words.get(&code).cloned().unwrap_or(code))
                @if let (Some(came), Some(went)) = (b.came, b.went) { br; (ui::time(came)) " to " (ui::time(went)) }
                @if b.penalty > 0 { ", " (b.penalty) " minutes off" }
            }
        }
    }
}

/// The words of outcomes.
pub(crate) fn outcome_words(cx: &mut Cx<'_>) -> Result<HashMap<String, String>> {
    let catalogue = contacts::current(cx)?;
    Ok(catalogue.outcomes.iter().map(|o| (o.code.clone(), o.name.en.clone())).collect())
}

fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (session, project) = opened(cx, req)?;
    let today = cx.today();
    let bookings = bookings_of(cx, session.id)?;
    let whom: Vec<_> = bookings.iter().map(|b| b.person_id).collect();
    let people = people::lines(cx, &whom)?;
    cx.note_shown("list", "session", &whom);
    let words = outcome_words(cx)?;
    let staff = organisation::staff_lines(cx, &[session.staff_id])?;
    let line = session_lines(cx, vec![session.clone()])?.into_iter().next();
    let taken = line.as_ref().map_or(0, |l| l.taken);
    let name = &project.project.name;
    let open = session.state == SessionState::Planned;
    let cells = bookings.iter().map(|b| {
        let who = people.get(&b.person_id);
        [
            html! { @match who {
                Some(l) if l.restricted => { (l.name) " " span.govuk-hint { (l.crn) } },
                Some(l) => { (ui::link(&format!("/people/{}/unpaid-work", l.crn), &l.name)) " " span.govuk-hint { (l.crn) } },
                None => "Somebody",
            } },
            booking_state(b, &words),
            html! { @if let Some(l) = who.filter(|l| !l.restricted) {
                @if b.state == BookingState::Booked && session.on_date >= today {
                    (ui::link_about(&format!("/people/{}/unpaid-work/bookings/{}/release", l.crn, b.id), "Take off", &l.name))
                } @else if b.state == BookingState::Told {
                    (ui::link_about(&path(session.id, &format!("/register/{}", b.id)), "Put right", &l.name))
                }
            } },
        ]
    });
    let supervisor = staff.get(&session.staff_id).map_or("Not known", |s| s.name.as_str());
    let mut facts = vec![
        row("Project", ui::link(&format!("/unpaid-work/projects/{}", session.project_id), name)),
        row("Day and time", format!("{}, {}", ui::weekday(session.on_date), session.times())),
        row(
            "Supervised by",
            match &session.outside_supervisor {
                Some(outside) => format!("{outside}; {supervisor} answers for it"),
                None => supervisor.to_owned(),
            },
        ),
    ];
    facts.extend(session.meeting_point.as_deref().map(|m| row("Meeting point", m)));
    facts.extend(session.tools.as_deref().map(|t| row("Tools", t)));
    facts.extend(project.beneficiary.as_deref().map(|b| row("For", b)));
    facts.extend(session.state_reason.as_deref().map(|w| row("Why it was cancelled", w)));
    let at = |rest: &str| path(session.id, rest);
    let body = html! {
        h1.govuk-heading-l { (title(name, &session)) }
        p { (state_tag(&session, today)) }
        (ui::progress("Places taken", u32::try_from(taken).unwrap_or(0), u32::try_from(session.places).unwrap_or(0), "places"))
        @if open {
            (ui::button_group(&html! {
                @if session.on_date <= today { (ui::link_button(&at("/register"), "Type the register").show()) }
                (ui::link_button(&at("/sheet"), "Print the register").secondary().show())
                (ui::link_button(&at("/add"), "Put somebody on").secondary().show())
                (ui::link_button(&at("/edit"), "Change").secondary().show())
                (ui::link_button(&at("/cancel"), "Cancel the session").warning().show())
            }))
        }
        @if session.state == SessionState::Cancelled && bookings.iter().any(|b| b.state == BookingState::Booked) {
            (req.button_frame(&at("/stand-down")).show(&ui::button("Stand everybody down").show()))
        }
        (ui::summary_list(&facts))
        h2.govuk-heading-m { "People" }
        @if bookings.is_empty() {
            (ui::empty("Nobody is expected yet.", Some(&ui::link(&at("/add"), "Put somebody on this session"))))
        } @else {
            (ui::Table::new("People of the session, in the order of booking", [column("Person"), column("What came of it"), column("Action").unseen()]).unseen_caption().rows(cells).show())
        }
    };
    let frame = frame(req, "Session").titled(title(name, &session)).crumb("/unpaid-work/sessions", "Sessions");
    Ok(Reply::page(frame, body))
}
