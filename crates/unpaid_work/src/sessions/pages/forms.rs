//! Planning a session or several weeks of them, changing one, and cancelling one with its people stood down.

use super::show::{framed, of, opened, path};
use crate::parts::{clock, form_page, frame, now_stands, seen, supervisors};
use crate::policy::LONGEST;
use crate::projects;
use crate::registers::stand_down;
use crate::sessions::{BookingState, Session, SessionFacts, amend_session, bookings_of, cancel_session, plan_session};
use jiff::ToSpan;
use kernel::Permission::RunUnpaidWork;
use kernel::{ProjectId, StaffId, WorkSessionId};
use serde_json::json;
use store::{Cx, Failure, Result};
use web::form::Form;
use web::ui::{self, row};
use web::{Answer, Ask, Markup, Reply, Request, Route, html};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/unpaid-work/sessions/new", RunUnpaidWork, new),
        Route::post("/unpaid-work/sessions/new", RunUnpaidWork, add),
        Route::get("/unpaid-work/sessions/weeks", RunUnpaidWork, weeks),
        Route::post_steps("/unpaid-work/sessions/weeks", RunUnpaidWork, add_weeks),
        Route::get("/unpaid-work/sessions/{session}/edit", RunUnpaidWork, edit),
        Route::post("/unpaid-work/sessions/{session}/edit", RunUnpaidWork, save),
        Route::get("/unpaid-work/sessions/{session}/cancel", RunUnpaidWork, cancel_form),
        Route::post_steps("/unpaid-work/sessions/{session}/cancel", RunUnpaidWork, cancel),
        Route::post_steps("/unpaid-work/sessions/{session}/stand-down", RunUnpaidWork, again),
    ]
}

fn which_project(cx: &mut Cx<'_>, form: &Form) -> Result<Markup> {
    let today = cx.today();
    let all = projects::projects_running(cx, today)?.into_iter().map(|p| (p.id.to_string(), p.name));
    Ok(ui::select("project", "Project").option("", "Select a project").options(all).show(form))
}

fn common_fields(cx: &mut Cx<'_>, form: &Form) -> Result<Markup> {
    let staff = supervisors(cx)?.into_iter().map(|(id, name)| (id.to_string(), name));
    Ok(html! {
        (ui::input("starts", "Begins").time().show(form))
        (ui::input("ends", "Ends").time().show(form))
        (ui::select("staff", "Member of staff who supervises or answers for it").option("", "Select a member of staff").options(staff).show(form))
        (ui::input("outside", "Supervisor from outside (optional)").hint("The name, where a charity or firm supervises").show(form))
        (ui::input("places", "Places").number().width(3).show(form))
        (ui::input("meeting_point", "Meeting point (optional)").hint("The project’s own when left empty").show(form))
        (ui::input("tools", "Tools (optional)").hint("The project’s own when left empty").show(form))
    })
}

fn blank(cx: &mut Cx<'_>, req: &Request) -> Result<Form> {
    let mut form = Form::of([("starts", "09:00"), ("ends", "16:00"), ("places", "8"), ("weeks", "8")]);
    if let Some(staff) = cx.actor().staff() {
        form = form.with("staff", staff.to_string());
    }
    if let Some(project) = req.query("project").and_then(|p| p.parse::<ProjectId>().ok()) {
        form = form.with("project", project.to_string());
        let whole = projects::project(cx, project)?;
        form = form.with("places", whole.project.places.to_string());
        if let Some(day) = whole.days.first() {
            form = form.with("starts", clock(day.start_time)).with("ends", clock(day.end_time));
        }
    }
    Ok(form)
}

/// The facts of a session; the day and the project come from the caller.
fn facts(form: &mut Form, on: Option<kernel::Date>, project: Option<ProjectId>) -> Result<SessionFacts> {
    let starts = form.time("starts", "when it begins");
    let ends = form.time("ends", "when it ends");
    let staff = form.id::<StaffId>("staff", "a member of staff");
    let places = form.integer("places", "the places", 1..=10_000);
    let outside_supervisor = form.optional_text("outside", "the supervisor", 200);
    let meeting_point = form.optional_text("meeting_point", "the meeting point", 200);
    let tools = form.optional_text("tools", "the tools", 500);
    let (on, project, starts, ends, staff, places) = form.complete((on, project, starts, ends, staff, places))?;
    Ok(SessionFacts { project, on, starts, ends, staff, outside_supervisor, places, meeting_point, tools })
}

fn new(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let form = match req.typed(cx)? {
        Some(form) => form,
        None => blank(cx, req)?,
    };
    let fields = html! {
        (which_project(cx, &form)?)
        (ui::date_input("date", "Day").show(&form))
        (common_fields(cx, &form)?)
    };
    let frame = frame(req, "Plan a session").crumb("/unpaid-work/sessions", "Sessions");
    form_page(req, frame, &form, ("Plan a session", 0), &fields, "Plan the session")
}

fn add(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let mut form = req.form();
    let project = form.id::<ProjectId>("project", "a project");
    let on = form.date("date", "the day");
    let facts = facts(&mut form, on, project)?;
    let id = plan_session(cx, &facts)?;
    Ok(Reply::done(path(id, ""), "The session is planned"))
}

fn weeks(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let form = match req.typed(cx)? {
        Some(form) => form,
        None => blank(cx, req)?,
    };
    let fields = html! {
        (which_project(cx, &form)?)
        (ui::date_input("date", "First day").hint("The sessions fall on the same day of each week").show(&form))
        (ui::input("weeks", "How many weeks").number().width(3).show(&form))
        (common_fields(cx, &form)?)
    };
    let frame = frame(req, "Plan several weeks").crumb("/unpaid-work/sessions", "Sessions");
    form_page(req, frame, &form, ("Plan several weeks", 0), &fields, "Plan the sessions")
}

/// Each week is a session of its own: one that does not fit leaves the others.
fn add_weeks(ask: &Ask<'_>) -> Answer {
    let mut form = ask.request.form();
    let project = form.id::<ProjectId>("project", "a project");
    let on = form.date("date", "the first day");
    let weeks = form.integer("weeks", "the number of weeks", 1..=26);
    let first = facts(&mut form, on, project)?;
    let weeks = form.complete((weeks,))?.0;
    let (mut planned, mut left_out) = (0, Vec::new());
    for week in 0..weeks {
        let facts = SessionFacts { on: first.on.saturating_add((7 * week).days()), ..first.clone() };
        let done = ask.step(&format!("week-{week}"), |cx| {
            let id = plan_session(cx, &facts)?;
            Ok(json!({ "id": id.to_string() }))
        });
        match done {
            Ok(_) => planned += 1,
            Err(Failure::Refused(no)) if week > 0 || planned > 0 => {
                let why = no.0.first().map(|r| r.words.clone()).unwrap_or_default();
                left_out.push(format!("{}: {why}", ui::short_day(facts.on)));
            }
            Err(other) => return Err(other),
        }
    }
    let words = ui::count(planned, "session is planned", "sessions are planned");
    let words = if left_out.is_empty() { words } else { format!("{words}. Left out: {}", left_out.join("; ")) };
    Ok(Reply::done(format!("/unpaid-work/sessions?project={}", first.project), words))
}

fn stands(session: &Session) -> Vec<ui::Row> {
    vec![
        row("Day and time", format!("{}, {}", ui::weekday(session.on_date), session.times())),
        row("Places", session.places.to_string()),
        row("State", session.state.words()),
    ]
}

fn edit(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (session, project) = opened(cx, req)?;
    let form = req.typed(cx)?.unwrap_or_else(|| {
        let mut form = Form::of([
            ("starts", clock(session.starts)),
            ("ends", clock(session.ends)),
            ("staff", session.staff_id.to_string()),
            ("outside", session.outside_supervisor.clone().unwrap_or_default()),
            ("places", session.places.to_string()),
            ("meeting_point", session.meeting_point.clone().unwrap_or_default()),
            ("tools", session.tools.clone().unwrap_or_default()),
        ]);
        for (name, value) in ui::DateInput::pairs("date", session.on_date) {
            form = form.with(&name, value);
        }
        form
    });
    let fields = html! {
        (now_stands(req, &stands(&session)))
        (ui::date_input("date", "Day").show(&form))
        (common_fields(cx, &form)?)
    };
    let frame = framed(req, &session, &project.project.name, "Change the session");
    form_page(req, frame, &form, ("Change the session", session.version), &fields, "Save")
}

fn save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let session = of(cx, req)?;
    let mut form = req.form();
    let on = form.date("date", "the day");
    let facts = facts(&mut form, on, Some(session.project_id))?;
    amend_session(cx, session.id, &facts, seen(&form)?)?;
    Ok(Reply::done(path(session.id, ""), "The session was changed"))
}

fn cancel_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (session, project) = opened(cx, req)?;
    let form = req.typed(cx)?.unwrap_or_else(Form::blank);
    let expected = bookings_of(cx, session.id)?.iter().filter(|b| b.state == BookingState::Booked).count();
    let expected = ui::count(i64::try_from(expected).unwrap_or(0), "person is", "people are");
    let fields = html! {
        (now_stands(req, &stands(&session)))
        (ui::warning(&format!("{expected} expected. They are stood down by the service, which is an acceptable reason and no failure. Tell them yourself.")))
        (ui::textarea("why", "Why is it cancelled?").hint("It is written into each person’s record").rows(3).most(LONGEST).show(&form))
    };
    let frame = framed(req, &session, &project.project.name, "Cancel the session");
    form_page(req, frame, &form, ("Cancel the session", session.version), &fields, "Cancel the session")
}

fn cancel(ask: &Ask<'_>) -> Answer {
    let id = ask.request.param::<WorkSessionId>("session")?;
    let mut form = ask.request.form();
    let why = form.text("why", "why it is cancelled", LONGEST);
    let why = form.complete((why,))?.0;
    let words = cancel_for_all(ask, id, &why, seen(&form)?)?;
    Ok(Reply::done(path(id, ""), format!("The session is cancelled; {words}")))
}

/// Cancels a session and stands everybody down who is expected, each in a transaction of their own. Tells how many.
pub(crate) fn cancel_for_all(ask: &Ask<'_>, id: WorkSessionId, why: &str, version: i64) -> Result<String> {
    ask.step("cancel", |cx| {
        cancel_session(cx, id, why, version)?;
        Ok(json!({}))
    })?;
    stand_all_down(ask, id)
}

fn stand_all_down(ask: &Ask<'_>, id: WorkSessionId) -> Result<String> {
    let expected = ask.house.read(ask.asker, |cx| bookings_of(cx, id))?;
    let (mut told, mut not) = (0, 0);
    for booking in expected.iter().filter(|b| b.state == BookingState::Booked) {
        let done = ask.step(&format!("stand-down-{}", booking.id), |cx| {
            let open = people::open_by_id(cx, booking.person_id)?;
            stand_down(cx, &open, booking.id)?;
            Ok(json!({}))
        });
        match done {
            Ok(_) => told += 1,
            Err(Failure::Refused(_) | Failure::Restricted { .. } | Failure::Forbidden(_) | Failure::Stale(_)) => {
                not += 1;
            }
            Err(other) => return Err(other),
        }
    }
    let words = format!("{} stood down", ui::count(told, "person is", "people are"));
    Ok(match not {
        0 => words,
        _ => format!("{words}; {} could not be, and stays on the work list", ui::count(not, "person", "people")),
    })
}

fn again(ask: &Ask<'_>) -> Answer {
    let id = ask.request.param::<WorkSessionId>("session")?;
    let words = stand_all_down(ask, id)?;
    Ok(Reply::done(path(id, ""), words))
}
