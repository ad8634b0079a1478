//! Putting people on a session: one by CRN, everybody who is placed at the project that day, or one person week after week;
//! and taking somebody off.

use super::show::{framed, opened, path};
use crate::minutes::accounts;
use crate::parts::{form_page, seen};
use crate::placements::expected_on;
use crate::policy::LONGEST;
use crate::projects;
use crate::sessions::{BookingState, Planned, Proposal, Repeat, book, booking, bookings_of, propose, release};
use kernel::Permission::RunUnpaidWork;
use kernel::{Crn, Date, EntryId, PersonId, ProjectId, RequirementId, WorkSessionId};
use people::OpenPerson;
use serde_json::json;
use store::{Cx, Failure, Result};
use web::form::Form;
use web::ui::{self, column};
use web::{Answer, Ask, Markup, Reply, Request, Route, html};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/unpaid-work/sessions/{session}/add", RunUnpaidWork, add_form),
        Route::post("/unpaid-work/sessions/{session}/add", RunUnpaidWork, add),
        Route::get("/unpaid-work/sessions/{session}/placed", RunUnpaidWork, placed_form),
        Route::post_steps("/unpaid-work/sessions/{session}/placed", RunUnpaidWork, placed),
        Route::get("/people/{crn}/unpaid-work/weeks", RunUnpaidWork, weeks_form),
        Route::post_steps("/people/{crn}/unpaid-work/weeks", RunUnpaidWork, weeks),
        Route::get("/people/{crn}/unpaid-work/bookings/{booking}/release", RunUnpaidWork, release_form),
        Route::post("/people/{crn}/unpaid-work/bookings/{booking}/release", RunUnpaidWork, released),
    ]
}

/// The requirement that hours go to: the first that has something left, in the order of the accounts.
pub(crate) fn first_with_work(cx: &mut Cx<'_>, open: &OpenPerson) -> Result<RequirementId> {
    let all = accounts(cx, &open.keys)?;
    let open_ones = all.iter().filter(|a| a.is_open());
    let first = open_ones.clone().find(|a| !a.is_done()).or_else(|| open_ones.clone().next());
    first
        .map(|a| a.requirement.id)
        .ok_or_else(|| Failure::refused("crn", "no_requirement", "This person has no unpaid work that is still open"))
}

fn add_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (session, project) = opened(cx, req)?;
    let form = req.typed(cx)?.unwrap_or_else(Form::blank);
    let expected = expected_on(cx, session.project_id, session.on_date)?.len();
    let fields = html! {
        @if expected > 0 {
            (ui::inset(&html! { (ui::link(&path(session.id, "/placed"), "Put on everybody who is placed here on that day")) }))
        }
        (ui::input("crn", "CRN").width(10).hint("For example, T000123").show(&form))
    };
    let frame = framed(req, &session, &project.project.name, "Put somebody on");
    form_page(req, frame, &form, ("Put somebody on this session", session.version), &fields, "Put on the session")
}

fn add(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let session = req.param::<WorkSessionId>("session")?;
    let mut form = req.form();
    let crn = form.crn("crn", "the CRN");
    let crn = form.complete((crn,))?.0;
    let open = people::open(cx, &crn).map_err(|failure| match failure {
        Failure::NotFound => Failure::refused("crn", "unknown", "Nobody has this CRN: look at it again"),
        other => other,
    })?;
    let requirement = first_with_work(cx, &open)?;
    book(cx, &open, session, requirement).map_err(|failure| match failure {
        Failure::Refused(mut no) => {
            for refusal in &mut no.0 {
                refusal.field = "crn".into();
            }
            Failure::Refused(no)
        }
        other => other,
    })?;
    Ok(Reply::done(path(session, ""), format!("{} is on the session", open.name())))
}

/// Who is placed here on the day and not on the session yet.
fn missing(cx: &mut Cx<'_>, session: WorkSessionId, project: ProjectId, on: Date) -> Result<Vec<PersonId>> {
    let there = bookings_of(cx, session)?;
    let mut who: Vec<PersonId> = expected_on(cx, project, on)?.iter().map(|line| line.person_id).collect();
    who.retain(|person| there.iter().all(|b| b.person_id != *person || b.state == BookingState::Released));
    who.sort_unstable();
    who.dedup();
    Ok(who)
}

fn placed_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (session, project) = opened(cx, req)?;
    let form = req.typed(cx)?.unwrap_or_else(Form::blank);
    let who = missing(cx, session.id, session.project_id, session.on_date)?;
    let lines = people::lines(cx, &who)?;
    cx.note_shown("list", "placed", &who);
    let fields = html! {
        @if who.is_empty() { (ui::empty("Everybody who is placed here on that day is on the session.", None)) }
        @else {
            p.govuk-body { "These people are placed here on that day. Each gets the appointment, as long as there are places." }
            ul.govuk-list.govuk-list--bullet { @for person in &who { @if let Some(line) = lines.get(person) { li { (line.name) " (" (line.crn) ")" } } } }
        }
    };
    let frame = framed(req, &session, &project.project.name, "Everybody placed here");
    form_page(req, frame, &form, ("Put on everybody placed here", session.version), &fields, "Put them on the session")
}

fn placed(ask: &Ask<'_>) -> Answer {
    let id = ask.request.param::<WorkSessionId>("session")?;
    let who = ask.house.read(ask.asker, |cx| {
        let session = cx.need::<crate::sessions::Session>(store::params![id])?;
        missing(cx, id, session.project_id, session.on_date)
    })?;
    let (mut on, mut not) = (0, 0);
    for person in who {
        let done = ask.step(&format!("placed-{person}"), |cx| {
            let open = people::open_by_id(cx, person)?;
            let requirement = first_with_work(cx, &open)?;
            book(cx, &open, id, requirement)?;
            Ok(json!({}))
        });
        match done {
            Ok(_) => on += 1,
            Err(Failure::Refused(_) | Failure::Restricted { .. } | Failure::Stale(_)) => not += 1,
            Err(other) => return Err(other),
        }
    }
    let mut words = format!("{} put on the session", ui::count(on, "person was", "people were"));
    if not > 0 {
        words = format!("{words}; {} not, because of places or other sessions", ui::count(not, "was", "were"));
    }
    Ok(Reply::done(path(id, ""), words))
}

const TAB: &str = "Interventions";

fn person(cx: &mut Cx<'_>, req: &Request) -> Result<OpenPerson> {
    people::open(cx, &req.param::<Crn>("crn")?)
}

fn wanted(form: &mut Form) -> Result<(ProjectId, Repeat, Date)> {
    let project = form.id::<ProjectId>("project", "a project");
    let weekday = form.integer("weekday", "the day of the week", 1..=7);
    let every = form.integer("every", "how often", 1..=4);
    let from = form.date("from", "the first day");
    let (project, weekday, every, from) = form.complete((project, weekday, every, from))?;
    Ok((project, Repeat { weekday, every }, from))
}

const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

fn weeks_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = person(cx, req)?;
    let today = cx.today();
    let mut form = match req.typed(cx)? {
        Some(form) => form,
        None if req.queries().is_empty() => {
            let mut form = Form::of([("every", "1"), ("weekday", "6")]);
            for (name, value) in ui::DateInput::pairs("from", today) {
                form = form.with(&name, value);
            }
            form
        }
        None => Form::of(req.queries().iter().cloned()),
    };
    let asked = !req.queries().is_empty() || form.has("confirmed");
    let proposal = if asked {
        match wanted(&mut form) {
            Ok((project, repeat, from)) => {
                let requirement = first_with_work(cx, &open)?;
                Some(propose(cx, &open, (requirement, project), from, repeat)?)
            }
            Err(_) => None,
        }
    } else {
        None
    };
    let all = projects::projects_running(cx, today)?.into_iter().map(|p| (p.id.to_string(), p.name));
    let frame = people::frame(req, cx, &open, TAB)?
        .titled("Sessions week after week")
        .crumb(open.path("/unpaid-work"), "Unpaid work");
    let body = html! {
        div.govuk-grid-row { div.govuk-grid-column-two-thirds {
            (ui::error_summary(&form))
            h1.govuk-heading-l { "Sessions week after week" }
            p.govuk-body { "Every date is shown before anything is booked. Sessions are added until the hours are used; none is taken away." }
            form.tc-form method="get" action=(open.path("/unpaid-work/weeks#dates")) {
                (ui::select("project", "Project").option("", "Select a project").options(all).show(&form))
                (ui::select("weekday", "Day of the week").options(WEEKDAYS.iter().enumerate().map(|(n, w)| ((n + 1).to_string(), *w))).show(&form))
                (ui::radios("every", "How often?").inline().items([ui::item("1", "Every week"), ui::item("2", "Every second week")]).show(&form))
                (ui::date_input("from", "First day").show(&form))
                (ui::button("Show the dates").secondary().repeatable().show())
            }
            @if let Some(proposal) = &proposal { (shown(req, &open, &form, proposal)) }
        } }
    };
    Ok(Reply::page(frame, body))
}

fn shown(req: &Request, open: &OpenPerson, form: &Form, proposal: &Proposal) -> Markup {
    let cells = proposal.dates.iter().map(|d| {
        [
            html! { (ui::weekday(d.on)) },
            html! { (d.times.clone().unwrap_or_default()) },
            html! { @if d.planned == Planned::Wanted { strong { (d.planned.words()) } } @else { (d.planned.words()) } },
        ]
    });
    let some = proposal.dates.iter().any(|d| d.planned == Planned::Wanted);
    let names = ["project", "weekday", "every", "from-day", "from-month", "from-year"];
    let mut frame = req.form_frame(&open.path("/unpaid-work/weeks")).hidden("confirmed", "yes");
    for name in names {
        frame = frame.hidden(name, form.typed(name));
    }
    html! {
        h2.govuk-heading-m id="dates" { "The dates" }
        p.govuk-body { (kernel::words::hours(proposal.left)) " are left to work and not booked yet." }
        @if proposal.dates.is_empty() { (ui::empty("Nothing is left to book.", None)) }
        @else { (ui::Table::new("Dates in order", ["Day", "Time", "What comes of it"].map(column)).unseen_caption().rows(cells).show()) }
        @if proposal.short > 0 {
            (ui::warning(&format!("For {} no session was found: plan more sessions, or choose another project or day.", kernel::words::hours(proposal.short))))
        }
        @if some { (frame.show(&ui::button("Book these sessions").show())) }
    }
}

fn weeks(ask: &Ask<'_>) -> Answer {
    let crn = ask.request.param::<Crn>("crn")?;
    let mut form = ask.request.form();
    let (project, repeat, from) = wanted(&mut form)?;
    let (proposal, requirement) = ask.house.read(ask.asker, |cx| {
        let open = people::open(cx, &crn)?;
        let requirement = first_with_work(cx, &open)?;
        Ok((propose(cx, &open, (requirement, project), from, repeat)?, requirement))
    })?;
    let (mut booked, mut not) = (0, 0);
    let sessions = proposal.dates.iter().filter(|d| d.planned == Planned::Wanted).filter_map(|d| d.session);
    for session in sessions {
        let done = ask.step(&format!("book-{session}"), |cx| {
            let open = people::open(cx, &crn)?;
            book(cx, &open, session, requirement)?;
            Ok(json!({}))
        });
        match done {
            Ok(_) => booked += 1,
            Err(Failure::Refused(_) | Failure::Stale(_)) => not += 1,
            Err(other) => return Err(other),
        }
    }
    let mut words = ui::count(booked, "session was booked", "sessions were booked");
    if not > 0 {
        words = format!("{words}; {} filled up meanwhile", ui::count(not, "one", "others"));
    }
    if proposal.short > 0 {
        words = format!("{words}. For {} no session was found", kernel::words::hours(proposal.short));
    }
    Ok(Reply::done(format!("/people/{crn}/unpaid-work"), words))
}

fn release_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = person(cx, req)?;
    let row = booking(cx, &open.keys, req.param::<EntryId>("booking")?)?;
    let form = req.typed(cx)?.unwrap_or_else(Form::blank);
    let frame = people::frame(req, cx, &open, TAB)?
        .titled("Take off a session")
        .crumb(open.path("/unpaid-work"), "Unpaid work");
    let fields = html! {
        p.govuk-body { (ui::weekday(row.on_date)) ", " (ui::time(row.starts)) " to " (ui::time(row.ends)) }
        (ui::warning("The appointment is cancelled and the place is free for somebody else. It is no failure."))
        (ui::textarea("why", "Why?").rows(3).most(LONGEST).show(&form))
    };
    form_page(req, frame, &form, ("Take off a session", row.version), &fields, "Take off the session")
}

fn released(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = person(cx, req)?;
    let mut form = req.form();
    let why = form.text("why", "why", LONGEST);
    let why = form.complete((why,))?.0;
    release(cx, &open, req.param::<EntryId>("booking")?, &why, seen(&form)?)?;
    Ok(Reply::done(open.path("/unpaid-work"), "Taken off the session; the appointment is cancelled"))
}
