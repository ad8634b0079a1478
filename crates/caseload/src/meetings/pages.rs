//! The pages of supervision meetings. A member of staff sees their own; managers see and record those of their staff.

use super::actions::{MeetingHeld, Promise, amend_meeting, finish_action, promise, record_meeting};
use super::store::{MeetingAction, StaffMeeting, actions_of, meetings_of, open_actions_of};
use kernel::{Date, EntryId, Permission, StaffId};
use organisation::StaffLine;
use std::collections::BTreeMap;
use store::{Cx, Failure, Result, params};
use web::form::Form;
use web::{Answer, Markup, Reply, Request, Route, html, ui};

const PER_PAGE: u64 = 10;
/// The longest account, in characters.
const LONGEST: usize = 8_000;

pub(super) fn routes() -> Vec<Route> {
    use Permission::{Oversee, SignedIn};
    vec![
        Route::get("/staff/{code}/meetings", SignedIn, all),
        Route::get("/staff/{code}/meetings/new", Oversee, form),
        Route::post("/staff/{code}/meetings/new", Oversee, save),
        Route::get("/staff/{code}/meetings/{meeting}", SignedIn, show),
        Route::get("/staff/{code}/meetings/{meeting}/amend", Oversee, amend_form),
        Route::post("/staff/{code}/meetings/{meeting}/amend", Oversee, amend_save),
        Route::get("/staff/{code}/meetings/{meeting}/actions/new", Oversee, promise_form),
        Route::post("/staff/{code}/meetings/{meeting}/actions/new", Oversee, promise_save),
        Route::get("/staff/{code}/meetings/actions/{action}", SignedIn, finish_form),
        Route::post("/staff/{code}/meetings/actions/{action}", SignedIn, finish_save),
    ]
}

/// The member of staff of the address, for themselves and for managers alone.
pub(super) fn whose(cx: &mut Cx<'_>, req: &Request) -> Result<StaffLine> {
    let staff = organisation::staff_by_code(cx, &req.param::<String>("code")?)?.id;
    if cx.actor().staff() != Some(staff) && !cx.may(Permission::Oversee) {
        let words = "Supervision meetings are between a member of staff and their manager";
        return Err(Failure::Forbidden(words.to_owned()));
    }
    organisation::staff_line(cx, staff)
}

fn path(line: &StaffLine, rest: &str) -> String {
    format!("/staff/{}/meetings{rest}", line.code)
}

fn one(cx: &mut Cx<'_>, line: &StaffLine, req: &Request) -> Result<StaffMeeting> {
    cx.need(params![line.id, req.param::<EntryId>("meeting")?])
}

fn named(cx: &mut Cx<'_>, actions: &[MeetingAction]) -> Result<BTreeMap<StaffId, StaffLine>> {
    organisation::staff_lines(cx, &actions.iter().map(|a| a.owner_id).collect::<Vec<_>>())
}

fn all(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let line = whose(cx, req)?;
    let (meetings, total) = meetings_of(cx, line.id, req.page().saturating_sub(1), PER_PAGE)?;
    let open = open_actions_of(cx, line.id)?;
    let (names, today) = (named(cx, &open)?, cx.today());
    let next = meetings.first().and_then(|m| m.next_on);
    let columns = ["Held", "With", "Discussed", "Next"].map(ui::column);
    let cells = meetings.iter().map(|m| {
        let day = ui::day(m.held_on);
        [
            ui::link(&path(&line, &format!("/{}", m.id)), &day),
            html! { (m.manager) },
            html! { (beginning(&m.discussed)) },
            html! { (m.next_on.map_or_else(|| "Not set".to_owned(), ui::short_day)) },
        ]
    });
    let body = html! {
        h1.govuk-heading-l { "Supervision meetings: " (line.name) }
        @if let Some(next) = next && req.page() <= 1 {
            p.govuk-body { "Next meeting: " (ui::day(next)) @if next < today { " " (ui::tag(ui::Colour::Red, "Past its day")) } }
        }
        @if cx.may(Permission::Oversee) && cx.actor().staff() != Some(line.id) {
            (ui::link_button(&path(&line, "/new"), "Record a meeting").show())
        }
        h2.govuk-heading-m { "Actions open" }
        (action_table(&line, &open, &names, today))
        h2.govuk-heading-m { "Meetings" }
        @if meetings.is_empty() { (ui::empty("No meeting has been recorded.", None)) }
        @else { (ui::Table::new("Meetings, the newest first", columns).unseen_caption().rows(cells).show()) }
        (ui::pagination(&req.address(), req.page(), PER_PAGE, total))
    };
    let frame = req.frame().titled("Supervision meetings").about(&line.name);
    Ok(Reply::page(frame.back(format!("/staff/{}", line.code)), body))
}

/// The first line, cut to what fits a table.
fn beginning(text: &str) -> String {
    let first = text.lines().next().unwrap_or_default();
    if first.chars().count() <= 80 { first.to_owned() } else { first.chars().take(77).chain("...".chars()).collect() }
}

fn action_table(
    line: &StaffLine,
    actions: &[MeetingAction],
    names: &BTreeMap<StaffId, StaffLine>,
    today: Date,
) -> Markup {
    if actions.is_empty() {
        return ui::empty("Nothing is open.", None);
    }
    let columns = ["What", "Who", "By", "What became of it"].map(ui::column);
    let cells = actions.iter().map(|action| {
        let late = action.done_on.is_none() && action.due_on < today;
        let href = path(line, &format!("/actions/{}", action.id));
        [
            html! { (action.what) },
            html! { (names.get(&action.owner_id).map_or("Not known", |line| line.name.as_str())) },
            html! { (ui::short_day(action.due_on)) @if late { " " (ui::tag(ui::Colour::Red, "Past its day")) } },
            html! {
                @match (&action.outcome, action.done_on) {
                    (Some(outcome), Some(day)) => { (outcome) br; span.govuk-hint { (ui::short_day(day)) } }
                    _ => (ui::link_about(&href, "Record the outcome", &action.what)),
                }
            },
        ]
    });
    ui::Table::new("Actions, the nearest day first", columns).unseen_caption().rows(cells).show()
}

fn meeting_fields(form: &Form) -> Markup {
    html! {
        (ui::date_input("held_on", "When was it?").show(form))
        (ui::textarea("discussed", "What was discussed?").hint("Cases by CRN, practice, workload, well-being. No details of a person that belong in their record.").rows(8).most(LONGEST).show(form))
        (ui::date_input("next_on", "When is the next one? (optional)").show(form))
    }
}

fn form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let line = whose(cx, req)?;
    let today = ui::DateInput::pairs("held_on", cx.today());
    let form = match req.typed(cx)? {
        Some(form) => form,
        None => today.into_iter().fold(Form::blank(), |form, (name, value)| form.with(&name, value)),
    };
    let title = format!("Record a supervision meeting with {}", line.name);
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { (title) }
        p.govuk-body { (ui::link(&format!("/staff/{}", line.code), "Their cases and what is missing")) ", to have beside you." }
        (req.form_frame(&path(&line, "/new")).show(&html! {
            (meeting_fields(&form))
            (ui::button("Save, then add actions").show())
        }))
    };
    Ok(Reply::page(req.frame().titled(title).back(path(&line, "")), body))
}

fn typed(form: &mut Form, staff: StaffId) -> Result<MeetingHeld> {
    let held_on = form.date("held_on", "the day of the meeting");
    let discussed = form.text("discussed", "what was discussed", LONGEST);
    let next_on = form.optional_date("next_on", "the day of the next meeting");
    let (held_on, discussed) = form.complete((held_on, discussed))?;
    Ok(MeetingHeld { staff, held_on, discussed, next_on })
}

fn save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let line = whose(cx, req)?;
    let held = typed(&mut req.form(), line.id)?;
    let id = record_meeting(cx, &held)?;
    Ok(Reply::done(path(&line, &format!("/{id}")), "The meeting is recorded"))
}

fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let line = whose(cx, req)?;
    let meeting = one(cx, &line, req)?;
    let actions = actions_of(cx, &meeting)?;
    let (names, today) = (named(cx, &actions)?, cx.today());
    let oversees = cx.may(Permission::Oversee) && cx.actor().staff() != Some(line.id);
    let title = format!("Meeting of {}", ui::day(meeting.held_on));
    let rows = [
        ui::row("Member of staff", line.name.clone()),
        ui::row("With", meeting.manager.clone()),
        ui::row("Discussed", html! { @for text in meeting.discussed.lines() { (text) br; } }),
        ui::row("Next meeting", meeting.next_on.map_or_else(|| "Not set".to_owned(), ui::day)),
        ui::row("Recorded", ui::instant(meeting.recorded_at)),
    ];
    let body = html! {
        h1.govuk-heading-l { (title) }
        @if let Some(why) = &meeting.amended_why { (ui::inset(&html! { "Put right since it was recorded: " (why) })) }
        (ui::SummaryCard::new("The meeting").rows(&rows))
        h2.govuk-heading-m { "Actions" }
        (action_table(&line, &actions, &names, today))
        @if oversees {
            (ui::link_button(&path(&line, &format!("/{}/actions/new", meeting.id)), "Add an action").show())
            p.govuk-body { (ui::link(&path(&line, &format!("/{}/amend", meeting.id)), "Put right what was recorded")) }
        }
    };
    Ok(Reply::page(req.frame().titled(title).about(&line.name).back(path(&line, "")), body))
}

fn amend_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let line = whose(cx, req)?;
    let meeting = one(cx, &line, req)?;
    let form = match req.typed(cx)? {
        Some(form) => form,
        None => {
            let days = ui::DateInput::pairs("held_on", meeting.held_on).into_iter();
            let next = meeting.next_on.into_iter().flat_map(|day| ui::DateInput::pairs("next_on", day));
            let filled = days.chain(next).fold(Form::blank(), |form, (name, value)| form.with(&name, value));
            filled.with("discussed", meeting.discussed.clone())
        }
    };
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { "Put right what was recorded" }
        @if req.is_conflict() {
            (ui::inset(&html! { p.govuk-body { strong { "Somebody else changed it meanwhile. It says now:" } } @for text in meeting.discussed.lines() { (text) br; } }))
        }
        (req.form_frame(&path(&line, &format!("/{}/amend", meeting.id))).hidden("version", meeting.version).show(&html! {
            (meeting_fields(&form))
            (ui::textarea("why", "Why is it put right?").rows(2).most(LONGEST).show(&form))
            (ui::button("Save").show())
        }))
    };
    let back = path(&line, &format!("/{}", meeting.id));
    Ok(Reply::page(req.frame().titled("Put right what was recorded").back(back), body))
}

fn amend_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let line = whose(cx, req)?;
    let meeting = req.param::<EntryId>("meeting")?;
    let mut form = req.form();
    let seen = form.integer("version", "the version", 1..=i64::MAX);
    let why = form.text("why", "why it is put right", LONGEST);
    let held = typed(&mut form, line.id)?;
    let (seen, why) = form.complete((seen, why))?;
    amend_meeting(cx, meeting, &held, seen, &why)?;
    Ok(Reply::done(path(&line, &format!("/{meeting}")), "The meeting is put right"))
}

/// The two who met.
fn owners(line: &StaffLine, meeting: &StaffMeeting) -> Vec<(StaffId, String)> {
    let manager = meeting.manager_id.map(|id| (id, meeting.manager.clone()));
    std::iter::once((line.id, line.name.clone())).chain(manager).collect()
}

fn promise_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let line = whose(cx, req)?;
    let meeting = one(cx, &line, req)?;
    let form = req.typed(cx)?.unwrap_or_else(Form::blank);
    let items = owners(&line, &meeting).into_iter().map(|(id, name)| ui::item(id.to_string(), name));
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { "Add an action" }
        (req.form_frame(&path(&line, &format!("/{}/actions/new", meeting.id))).show(&html! {
            (ui::textarea("what", "What is done?").rows(3).most(LONGEST).show(&form))
            (ui::radios("owner", "Who does it?").items(items).show(&form))
            (ui::date_input("due_on", "By when?").show(&form))
            (ui::button("Save").show())
        }))
    };
    let back = path(&line, &format!("/{}", meeting.id));
    Ok(Reply::page(req.frame().titled("Add an action").back(back), body))
}

fn promise_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let line = whose(cx, req)?;
    let meeting = req.param::<EntryId>("meeting")?;
    let mut form = req.form();
    let what = form.text("what", "what is done", LONGEST);
    let owner = form.id::<StaffId>("owner", "who does it");
    let due_on = form.date("due_on", "the day");
    let (what, owner, due_on) = form.complete((what, owner, due_on))?;
    promise(cx, line.id, meeting, &Promise { what, owner, due_on })?;
    Ok(Reply::done(path(&line, &format!("/{meeting}")), "The action is recorded"))
}

fn finish_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let line = whose(cx, req)?;
    let action: MeetingAction = cx.need(params![line.id, req.param::<EntryId>("action")?])?;
    let form = req.typed(cx)?.unwrap_or_else(Form::blank);
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { "Record the outcome of an action" }
        (ui::inset(&html! { (action.what) }))
        (req.form_frame(&path(&line, &format!("/actions/{}", action.id))).show(&html! {
            (ui::date_input("done_on", "When was it finished?").show(&form))
            (ui::textarea("outcome", "What became of it?").rows(3).most(LONGEST).show(&form))
            (ui::button("Save").show())
        }))
    };
    let back = path(&line, &format!("/{}", action.meeting_id));
    Ok(Reply::page(req.frame().titled("Record the outcome of an action").back(back), body))
}

fn finish_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let line = whose(cx, req)?;
    let action = req.param::<EntryId>("action")?;
    let mut form = req.form();
    let done_on = form.date("done_on", "the day");
    let outcome = form.text("outcome", "what became of it", LONGEST);
    let (done_on, outcome) = form.complete((done_on, outcome))?;
    finish_action(cx, line.id, action, done_on, &outcome)?;
    Ok(Reply::done(path(&line, ""), "The outcome is recorded"))
}
