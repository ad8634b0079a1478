//! The forms of a group: planning its sessions, changing, cancelling and adding one, and who facilitates it. What changes for the
//! people of the group follows, one person a transaction.

use super::group::shown;
use super::{form_page, framed, group_path, version};
use crate::programmes::attendance::follow_schedule;
use crate::programmes::groups::{
    Scheduling, SessionChange, add_facilitator, add_session, cancel_session, change_session, end_facilitator,
    make_schedule,
};
use crate::programmes::plan::{Pathway, Which};
use crate::programmes::records::Leading;
use crate::programmes::schedule::{Slot, read_slots};
use crate::programmes::store::{lines_of_group, schedule_of, session_of};
use crate::programmes::templates::plans;
use crate::words::LONGEST;
use kernel::Permission::RunProgrammes;
use kernel::{Date, EntryId, GroupId, SessionId, StaffId};
use serde_json::json;
use store::{Cx, Failure, Result};
use web::form::Form;
use web::ui;
use web::{Answer, Ask, Markup, Reply, Request, Route, html};

const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/programmes/groups/{group}/plan", RunProgrammes, plan_form),
        Route::post_steps("/programmes/groups/{group}/plan", RunProgrammes, plan_save),
        Route::get("/programmes/groups/{group}/sessions/new", RunProgrammes, new_form),
        Route::post_steps("/programmes/groups/{group}/sessions/new", RunProgrammes, new_save),
        Route::get("/programmes/groups/{group}/sessions/{session}", RunProgrammes, session_form),
        Route::post_steps("/programmes/groups/{group}/sessions/{session}", RunProgrammes, session_save),
        Route::get("/programmes/groups/{group}/sessions/{session}/cancel", RunProgrammes, cancel_form),
        Route::post_steps("/programmes/groups/{group}/sessions/{session}/cancel", RunProgrammes, cancel_save),
        Route::get("/programmes/groups/{group}/facilitators", RunProgrammes, facilitator_form),
        Route::post("/programmes/groups/{group}/facilitators", RunProgrammes, facilitator_save),
        Route::get("/programmes/groups/{group}/facilitators/{id}/end", RunProgrammes, end_form),
        Route::post("/programmes/groups/{group}/facilitators/{id}/end", RunProgrammes, end_save),
    ]
}

fn group_frame(req: &Request, group: &provision::Group, title: &str) -> ui::Frame {
    framed(req, title).crumb(group_path(group.id, ""), &group.code)
}

fn with_day(form: Form, name: &str, day: Date) -> Form {
    ui::DateInput::pairs(name, day).into_iter().fold(form, |form, (name, value)| form.with(&name, value))
}

/// Brings every person of a group in step, each in a transaction of their own.
fn follow_all(ask: &Ask<'_>, group: GroupId) -> Result<()> {
    let cases = ask.house.read(ask.asker, |cx| lines_of_group(cx, group))?;
    for case in cases.iter().filter(|c| !c.closed) {
        ask.step(&format!("follow-{}", case.case_id), |cx| {
            let open = people::open_by_id(cx, case.person_id)?;
            follow_schedule(cx, &open.keys, case.case_id)?;
            Ok(json!({}))
        })?;
    }
    Ok(())
}

fn plan_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let shown = shown(cx, req.param("group")?)?;
    let (all, today, book) = (plans(cx)?, cx.today(), provision::book(cx)?);
    let service = book.offers.get(&shown.group.offer_id).map(|o| o.service_id);
    let usual = service.and_then(|s| all.of_service(s, today)).unwrap_or_default().to_owned();
    let known = shown.schedule.as_ref();
    let form = req.typed(cx)?.unwrap_or_else(|| {
        let slots = known.map(|k| read_slots(&k.slots)).unwrap_or_default();
        let mut form = Form::of([
            ("template", known.map_or(usual, |k| k.template.clone())),
            ("pathway", known.map_or(Pathway::Moderate, |k| k.pathway).code().to_owned()),
            ("place", known.and_then(|k| k.place.clone()).unwrap_or_default()),
        ]);
        for slot in &slots {
            form = form.with(&format!("time-{}", slot.weekday), slot.start.strftime("%H:%M").to_string());
        }
        with_day(form, "from", shown.group.start_date.max(today))
    });
    let templates = all.current(today).into_iter().map(|t| (t.code.clone(), t.name.clone())).collect::<Vec<_>>();
    let pathways = Pathway::ALL.iter().map(|p| ui::item(p.code(), p.words()));
    let held = shown.sessions.iter().filter(|s| s.state == crate::programmes::SessionState::Held).count();
    let fields = html! {
        @if held > 0 { (ui::inset(&html! { (ui::count(i64::try_from(held).unwrap_or(0), "session was", "sessions were")) " held and stay as they are. What is still to come is planned anew, and the appointments of the people of the group move with it." })) }
        (ui::select("template", "By which programme is it run?").option("", "Choose the programme").options(templates).show(&form))
        (ui::radios("pathway", "Which pathway?").inline().items(pathways).show(&form))
        fieldset.govuk-fieldset {
            legend.govuk-fieldset__legend.govuk-fieldset__legend--s { "On which days does it meet, and when?" }
            div.govuk-hint { "Enter a start time beside each day on which the group meets, such as 10:00. Leave the others empty. Bank holidays are passed over." }
            @for (number, day) in (1..).zip(DAYS) { (ui::input(&format!("time-{number}"), day).time().show(&form)) }
        }
        (ui::date_input("from", "From which day on?").hint("The first session to be held is on this day or after it").show(&form))
        (ui::input("place", "Where (optional)").hint("When it is not where the group’s places are").show(&form))
        (ui::button("Plan the sessions").show())
    };
    let frame = group_frame(req, &shown.group, "Plan the sessions");
    let title = format!("Plan the sessions of group {}", shown.group.code);
    form_page(req, frame, &form, &title, ("version", known.map_or(0, |k| k.version)), &fields)
}

fn plan_save(ask: &Ask<'_>) -> Answer {
    let req = ask.request;
    let group = req.param::<GroupId>("group")?;
    let mut form = req.form();
    let seen = version(&mut form);
    let template = form.text("template", "the programme", 16);
    let pathway = form.choice("pathway", "the pathway", |c| c.parse::<Pathway>().ok());
    let mut slots = Vec::new();
    for (weekday, day) in (1i8..).zip(DAYS) {
        if let Some(start) = form.optional_time(&format!("time-{weekday}"), &format!("the time on {day}")) {
            slots.push(Slot { weekday, start });
        }
    }
    let from = form.date("from", "the first day");
    let place = form.optional_text("place", "the place", 200);
    let (template, pathway, from) = form.complete((template, pathway, from))?;
    let new = Scheduling { template, pathway, slots, place, from: Some(from) };
    ask.step("plan", |cx| {
        make_schedule(cx, group, &new, seen).map_err(at_monday)?;
        Ok(json!({}))
    })?;
    follow_all(ask, group)?;
    Ok(Reply::done(group_path(group, ""), "The sessions are planned"))
}

/// What is wrong with the days stands at the first of them.
fn at_monday(failure: Failure) -> Failure {
    match failure {
        Failure::Refused(mut refusals) => {
            refusals.0.iter_mut().filter(|r| r.field == "slots").for_each(|r| r.field = "time-1".into());
            Failure::Refused(refusals)
        }
        other => other,
    }
}

fn when_fields(form: &Form, why: &str) -> Markup {
    html! {
        (ui::date_input("on", "On which day?").show(form))
        (ui::input("start", "From when?").time().show(form))
        (ui::input("minutes", "How many minutes?").number().width(4).show(form))
        (ui::textarea("reason", why).rows(3).most(LONGEST).show(form))
    }
}

fn change(form: &mut Form) -> Result<SessionChange> {
    let on = form.date("on", "the day");
    let start = form.time("start", "the time");
    let minutes = form.integer("minutes", "the minutes", 1..=1_440);
    let reason = form.text("reason", "why", LONGEST);
    let (on, start, minutes, reason) = form.complete((on, start, minutes, reason))?;
    Ok(SessionChange { on, start, minutes, reason })
}

fn session_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let group = provision::group_by_id(cx, req.param("group")?)?;
    let session = session_of(cx, group.id, req.param("session")?)?;
    let form = req.typed(cx)?.unwrap_or_else(|| {
        let form = Form::of([
            ("start", session.start_time.strftime("%H:%M").to_string()),
            ("minutes", session.minutes.to_string()),
        ]);
        with_day(form, "on", session.on_date)
    });
    let fields = html! {
        @if req.is_conflict() { (ui::inset(&html! { "It is now on " (ui::weekday(session.on_date)) " at " (ui::time(session.start_time)) ", for " (session.minutes) " minutes." })) }
        (when_fields(&form, "Why does it change?"))
        (ui::button("Save the change").show())
        p.govuk-body { (ui::link(&group_path(group.id, &format!("/sessions/{}/cancel", session.id)), "Cancel this session")) }
    };
    let title = format!("Change a session: {}", session.name);
    form_page(req, group_frame(req, &group, "Change a session"), &form, &title, ("version", session.version), &fields)
}

fn session_save(ask: &Ask<'_>) -> Answer {
    let req = ask.request;
    let (group, session) = (req.param::<GroupId>("group")?, req.param::<SessionId>("session")?);
    let mut form = req.form();
    let seen = version(&mut form);
    let new = change(&mut form)?;
    ask.step("change", |cx| change_session(cx, group, session, &new, seen).map(|()| json!({})))?;
    follow_all(ask, group)?;
    Ok(Reply::done(group_path(group, ""), "The session was changed, and the appointments with it"))
}

fn cancel_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let group = provision::group_by_id(cx, req.param("group")?)?;
    let session = session_of(cx, group.id, req.param("session")?)?;
    let form = req.typed(cx)?.unwrap_or_default();
    let fields = html! {
        (ui::warning("The appointments of everybody in the group are cancelled. The session still has to be held another day: change it to that day instead if you know it."))
        (ui::textarea("reason", "Why is it cancelled?").rows(3).most(LONGEST).show(&form))
        (ui::button("Cancel the session").warning().show())
    };
    let title = format!("Cancel a session: {}", session.name);
    form_page(req, group_frame(req, &group, "Cancel a session"), &form, &title, ("version", session.version), &fields)
}

fn cancel_save(ask: &Ask<'_>) -> Answer {
    let req = ask.request;
    let (group, session) = (req.param::<GroupId>("group")?, req.param::<SessionId>("session")?);
    let mut form = req.form();
    let seen = version(&mut form);
    let why = form.text("reason", "why it is cancelled", LONGEST);
    let (why,) = form.complete((why,))?;
    ask.step("cancel", |cx| cancel_session(cx, group, session, &why, seen).map(|()| json!({})))?;
    follow_all(ask, group)?;
    Ok(Reply::done(group_path(group, ""), "The session was cancelled"))
}

fn new_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let group = provision::group_by_id(cx, req.param("group")?)?;
    let form = req.typed(cx)?.unwrap_or_else(|| Form::of([("minutes", "60")]));
    let mut options: Vec<(String, String)> = Vec::new();
    if let Some(schedule) = schedule_of(cx, group.id)? {
        let all = plans(cx)?;
        if let Some((_, plan)) = all.version(&schedule.template, schedule.template_from) {
            let may = plan.sessions(schedule.pathway).filter(|p| p.session.catch_up);
            options.extend(may.map(|p| {
                (format!("{}.{}", p.module.number, p.session.number), format!("{}: {}", p.module.name, p.session.name))
            }));
        }
    }
    let fields = html! {
        p.govuk-body { "A session that the plan does not have is marked so. One that makes up for a session of the plan is for those who missed it, and counts in its place." }
        (ui::select("which", "Does it make up for a session?").option("", "No: it is something else").options(options).show(&form))
        (ui::input("name", "What is it about?").hint("Leave empty when it makes up for a session").show(&form))
        (when_fields(&form, "Why is it added?"))
        (ui::button("Add the session").show())
    };
    form_page(
        req,
        group_frame(req, &group, "Add a session"),
        &form,
        "Add a session",
        ("version", group.version),
        &fields,
    )
}

/// "2.3" is the third session of the second module.
pub(super) fn which(text: &str) -> Option<Which> {
    let (module, number) = text.split_once('.')?;
    Some((module.parse().ok()?, number.parse().ok()?))
}

fn new_save(ask: &Ask<'_>) -> Answer {
    let req = ask.request;
    let group = req.param::<GroupId>("group")?;
    let mut form = req.form();
    let makes_up = form.optional_choice("which", "the session", which);
    let name = form.optional_text("name", "what it is about", 100).unwrap_or_default();
    let new = change(&mut form)?;
    ask.step("add", |cx| add_session(cx, group, (&name, makes_up), &new).map(|id| json!(id)))?;
    follow_all(ask, group)?;
    Ok(Reply::done(group_path(group, ""), "The session was added"))
}

fn facilitator_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (group, today, book) = (provision::group_by_id(cx, req.param("group")?)?, cx.today(), provision::book(cx)?);
    let form = req.typed(cx)?.unwrap_or_else(|| with_day(Form::of([("part", "lead")]), "from", today));
    let own = cx.actor().staff();
    let mut ids: Vec<StaffId> =
        book.offer_staff.iter().filter(|s| s.offer_id == group.offer_id).map(|s| s.staff_id).collect();
    ids.extend(own);
    let lines = organisation::staff_lines(cx, &ids)?;
    let options = lines.values().map(|s| (s.id.to_string(), s.name.clone())).collect::<Vec<_>>();
    let parts = Leading::ALL.iter().map(|p| ui::item(p.code(), p.words()));
    let fields = html! {
        (ui::select("staff", "Who?").hint("Those who can deliver this service here, and you").option("", "Choose a member of staff").options(options).show(&form))
        (ui::radios("part", "What do they do?").items(parts).show(&form))
        (ui::date_input("from", "From which day on?").hint("A new lead takes over from the one before").show(&form))
        (ui::button("Add").show())
    };
    form_page(
        req,
        group_frame(req, &group, "Add a facilitator"),
        &form,
        "Add a facilitator",
        ("version", group.version),
        &fields,
    )
}

fn facilitator_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let group = req.param::<GroupId>("group")?;
    let mut form = req.form();
    let staff = form.id::<StaffId>("staff", "who facilitates");
    let part = form.choice("part", "what they do", |c| c.parse::<Leading>().ok());
    let from = form.date("from", "the first day");
    let (staff, part, from) = form.complete((staff, part, from))?;
    add_facilitator(cx, group, (staff, part), from)?;
    Ok(Reply::done(group_path(group, ""), "The facilitator was added"))
}

fn end_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (group, today) = (provision::group_by_id(cx, req.param("group")?)?, cx.today());
    let form = req.typed(cx)?.unwrap_or_else(|| with_day(Form::blank(), "on", today));
    let fields = html! {
        (ui::date_input("on", "What is their last day?").show(&form))
        (ui::button("End their part").show())
    };
    form_page(
        req,
        group_frame(req, &group, "End a facilitator’s part"),
        &form,
        "End a facilitator’s part",
        ("version", group.version),
        &fields,
    )
}

fn end_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (group, id) = (req.param::<GroupId>("group")?, req.param::<EntryId>("id")?);
    let mut form = req.form();
    let on = form.date("on", "the last day");
    let (on,) = form.complete((on,))?;
    end_facilitator(cx, group, id, on)?;
    Ok(Reply::done(group_path(group, ""), "Their part ends on that day"))
}
