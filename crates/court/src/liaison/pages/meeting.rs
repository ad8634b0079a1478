//! One meeting with the bench, its actions, and their outcomes.

use super::super::actions::{Met, Promise, finish_bench_action, meet_bench, promise_bench};
use super::super::records::{BenchAction, BenchMeeting};
use super::court::action_table;
use super::{court_of, id, path};
use kernel::{Permission, StaffId};
use store::{Cx, params};
use web::form::Form;
use web::ui;
use web::{Answer, Reply, Request, html};

const LONGEST: usize = 8_000;

pub(super) fn form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let court = court_of(cx, req)?;
    let today = cx.today();
    let form = match req.typed(cx)? {
        Some(form) => form,
        None => ui::DateInput::pairs("held_on", today).into_iter().fold(Form::blank(), |f, (n, v)| f.with(&n, v)),
    };
    let title = format!("Record a meeting with the bench of {}", court.name);
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { (title) }
        (req.form_frame(&path(&court, "/meetings/new")).show(&html! {
            (ui::date_input("held_on", "When was it?").show(&form))
            (ui::input("bench", "Who came from the bench?").hint("Such as the resident judge, the bench chair, two magistrates").show(&form))
            (ui::input("service", "Who came from the service? (optional)").show(&form))
            (ui::textarea("discussed", "What was discussed?").hint("No details of a person that belong in their record").rows(8).most(LONGEST).show(&form))
            (ui::date_input("next_on", "When is the next one? (optional)").show(&form))
            (ui::button("Save, then add actions").show())
        }))
    };
    Ok(Reply::page(req.frame().titled(title).back(path(&court, "")), body))
}

pub(super) fn save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let court = court_of(cx, req)?;
    let mut form = req.form();
    let held_on = form.date("held_on", "the day of the meeting");
    let bench = form.text("bench", "who came from the bench", 400);
    let service = form.optional_text("service", "who came from the service", 400).unwrap_or_default();
    let discussed = form.text("discussed", "what was discussed", LONGEST);
    let next_on = form.optional_date("next_on", "the day of the next meeting");
    let (held_on, bench, discussed) = form.complete((held_on, bench, discussed))?;
    let meeting = meet_bench(cx, court.id, &Met { held_on, bench, service, discussed, next_on })?;
    Ok(Reply::done(path(&court, &format!("/meetings/{meeting}")), "The meeting is recorded"))
}

pub(super) fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let court = court_of(cx, req)?;
    let meeting = cx.need::<BenchMeeting>(params![court.id, id(req)?])?;
    let of = "WHERE court_id = $1 AND meeting_id = $2 ORDER BY due_on, id";
    let actions = cx.list::<BenchAction>(of, params![court.id, meeting.id])?;
    let names = organisation::staff_lines(cx, &actions.iter().map(|a| a.owner_id).collect::<Vec<_>>())?;
    let today = cx.today();
    let title = format!("Meeting of {}", ui::day(meeting.held_on));
    let rows = [
        ui::row("Court", court.name.clone()),
        ui::row("Bench", meeting.bench.clone()),
        ui::row("Service", meeting.service.clone()),
        ui::row("Discussed", html! { @for text in meeting.discussed.lines() { (text) br; } }),
        ui::row("Next meeting", meeting.next_on.map_or_else(|| "Not set".to_owned(), ui::day)),
        ui::row("Recorded by", meeting.recorded_by.clone()),
    ];
    let body = html! {
        h1.govuk-heading-l { (title) }
        (ui::summary_list(&rows))
        h2.govuk-heading-m { "Actions" }
        (action_table(&court, &actions, &names, today))
        @if cx.may(Permission::CourtInbox) { (ui::link_button(&path(&court, &format!("/meetings/{}/action", meeting.id)), "Add an action").show()) }
    };
    Ok(Reply::page(req.frame().titled(title).back(path(&court, "")), body))
}

pub(super) fn action_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let court = court_of(cx, req)?;
    let meeting = id(req)?;
    let staff = organisation::find_staff(cx, "", 200)?;
    let form = req.typed(cx)?.unwrap_or_else(Form::blank);
    let here = path(&court, &format!("/meetings/{meeting}/action"));
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { "Add an action" }
        (req.form_frame(&here).show(&html! {
            (ui::textarea("what", "What is done?").rows(3).most(LONGEST).show(&form))
            (ui::select("owner", "Who does it?").option("", "Select a member of staff").options(staff.iter().map(|s| (s.id.to_string(), s.name()))).show(&form))
            (ui::date_input("due_on", "By when?").show(&form))
            (ui::button("Save").show())
        }))
    };
    let back = path(&court, &format!("/meetings/{meeting}"));
    Ok(Reply::page(req.frame().titled("Add an action").back(back), body))
}

pub(super) fn action_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let court = court_of(cx, req)?;
    let meeting = id(req)?;
    let mut form = req.form();
    let what = form.text("what", "what is done", LONGEST);
    let owner: Option<StaffId> = form.id("owner", "who does it");
    let due_on = form.date("due_on", "the day");
    let (what, owner, due_on) = form.complete((what, owner, due_on))?;
    promise_bench(cx, court.id, meeting, &Promise { what, owner, due_on })?;
    Ok(Reply::done(path(&court, &format!("/meetings/{meeting}")), "The action is recorded"))
}

pub(super) fn finish_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let court = court_of(cx, req)?;
    let action = cx.need::<BenchAction>(params![court.id, id(req)?])?;
    let form = req.typed(cx)?.unwrap_or_else(Form::blank);
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { "Record the outcome of an action" }
        (ui::inset(&html! { (action.what) ", by " (ui::day(action.due_on)) }))
        @if let Some(outcome) = &action.outcome { p.govuk-body { "Done: " (outcome) } }
        @else if cx.may(Permission::RecordContacts) {
            (req.form_frame(&path(&court, &format!("/actions/{}", action.id))).show(&html! {
                (ui::date_input("done_on", "When was it finished?").show(&form))
                (ui::textarea("outcome", "What became of it?").rows(3).most(LONGEST).show(&form))
                (ui::button("Save").show())
            }))
        }
    };
    let back = path(&court, &format!("/meetings/{}", action.meeting_id));
    Ok(Reply::page(req.frame().titled("Record the outcome of an action").back(back), body))
}

pub(super) fn finish(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let court = court_of(cx, req)?;
    let mut form = req.form();
    let done_on = form.date("done_on", "the day");
    let outcome = form.text("outcome", "what became of it", LONGEST);
    let (done_on, outcome) = form.complete((done_on, outcome))?;
    finish_bench_action(cx, court.id, id(req)?, done_on, &outcome)?;
    Ok(Reply::done(path(&court, ""), "The outcome is recorded"))
}
