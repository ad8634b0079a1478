//! The pages of groups: planning, sessions, who has a place, cancelling and finishing.

use super::offers::{path as offer_path, state_tag};
use super::parts::{LONGEST, form_page, frame, now_stands, offer_name, offer_of, seen};
use super::providers::with_day;
use crate::book::{Book, book};
use crate::groups::{
    BookingState, Group, GroupFacts, GroupState, SessionState, amend_group, bookings_of, cancel_group, finish_group,
    mark_session, plan_group, sessions_of,
};
use crate::offers::Offer;
use crate::waiting::return_people;
use kernel::GroupId;
use kernel::Permission::{ManageProvision, ReadPeople, ReadProvision};
use serde_json::json;
use std::sync::Arc;
use store::{Cx, Failure, Result, params};
use web::form::Form;
use web::ui::{self, column, row};
use web::{Answer, Ask, Markup, Reply, Request, Route, html};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/provision/offers/{offer}/groups/new", ManageProvision, new),
        Route::post("/provision/offers/{offer}/groups/new", ManageProvision, add),
        Route::get("/provision/groups/{group}", ReadProvision, show),
        Route::get("/provision/groups/{group}/edit", ManageProvision, edit),
        Route::post("/provision/groups/{group}/edit", ManageProvision, save),
        Route::get("/provision/groups/{group}/cancel", ManageProvision, cancel_form),
        Route::post_steps("/provision/groups/{group}/cancel", ManageProvision, cancel),
        Route::get("/provision/groups/{group}/finish", ManageProvision, finish_form),
        Route::post("/provision/groups/{group}/finish", ManageProvision, finish),
        Route::get("/provision/groups/{group}/sessions/{number}", ManageProvision, session_form),
        Route::post("/provision/groups/{group}/sessions/{number}", ManageProvision, save_session),
    ]
}

fn of(cx: &mut Cx<'_>, req: &Request) -> Result<(Group, Offer, Arc<Book>)> {
    let group = cx.need::<Group>(params![req.param::<GroupId>("group")?])?;
    let book = book(cx)?;
    let offer = book.offers.get(&group.offer_id).cloned().ok_or(Failure::NotFound)?;
    Ok((group, offer, book))
}

fn path(group: &Group, rest: &str) -> String {
    format!("/provision/groups/{}{rest}", group.id)
}

fn framed(req: &Request, group: &Group, title: &str) -> ui::Frame {
    frame(req, title).crumb(path(group, ""), &group.code)
}

fn facts_of(group: &Group) -> Vec<ui::Row> {
    let mut rows = vec![
        row("First session", ui::day(group.start_date)),
        row("Joined until", ui::day(group.joins_until)),
        row("Places", group.places.to_string()),
    ];
    rows.extend(group.address.as_deref().map(|a| row("Where", a)));
    rows.extend(group.state_reason.as_deref().map(|why| row("Why it ended", why)));
    rows
}

fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (group, offer, book) = of(cx, req)?;
    let units = organisation::units(cx)?;
    let (sessions, bookings) = (sessions_of(cx, group.id)?, bookings_of(cx, group.id)?);
    let may = cx.may(ReadPeople);
    let whom: Vec<_> = bookings.iter().map(|b| b.booked_for).collect();
    let lines = if may { people::lines(cx, &whom)? } else { std::collections::HashMap::new() };
    if may {
        cx.note_shown("list", "group", &whom);
    }
    let taken = bookings.iter().filter(|b| b.state != BookingState::Released).count();
    let (manage, alive) = (cx.may(ManageProvision), matches!(group.state, GroupState::Planned | GroupState::Running));
    let people = bookings.iter().map(|b| {
        [
            html! { @match lines.get(&b.booked_for) { Some(l) => (ui::link(&format!("/people/{}/places/{}", l.crn, b.waiting_id), &l.name)), None => "Somebody" } },
            html! { (match (b.state, b.answer_by) { (BookingState::Held, Some(_)) => "Offered", (BookingState::Held, None) => "Booked", (BookingState::Begun, _) => "Begun", (BookingState::Released, _) => "Given back" }) },
            html! { (ui::short_day(b.begun_on.or(b.released_on).unwrap_or(b.starts_on))) },
            html! { @if let Some(by) = b.answer_by { "Answers by " (ui::short_day(by)) } @if let Some(why) = &b.released_reason { (why) } },
        ]
    });
    let met = sessions.iter().map(|s| {
        let state = match s.state {
            SessionState::Planned => "Planned",
            SessionState::Held => "Held",
            SessionState::Cancelled => "Cancelled",
        };
        [
            html! { @if manage && alive { (ui::link(&path(&group, &format!("/sessions/{}", s.number)), &format!("Session {}", s.number))) } @else { "Session " (s.number) } },
            html! { (ui::weekday(s.on_date)) },
            html! { (ui::time(s.start_time)) ", " (s.minutes) " minutes" },
            html! { (state) @if let Some(why) = &s.reason { br; (why) } },
        ]
    });
    let body = html! {
        h1.govuk-heading-l { "Group " (group.code) " " (state_tag(group.state)) }
        p.govuk-body { (ui::link(&offer_path(&offer, ""), &offer_name(&book, &units, &offer))) }
        (ui::progress("Places taken", u32::try_from(taken).unwrap_or(0), u32::try_from(group.places).unwrap_or(0), "places"))
        (ui::summary_list(&facts_of(&group)))
        @if manage && alive {
            (ui::button_group(&html! {
                (ui::link_button(&path(&group, "/edit"), "Change the group").show())
                (ui::link_button(&path(&group, "/finish"), "Finish the group").secondary().show())
                (ui::link_button(&path(&group, "/cancel"), "Cancel the group").warning().show())
            }))
        }
        h2.govuk-heading-m { "People" }
        @if bookings.is_empty() { (ui::empty("Nobody has a place yet.", None)) }
        @else { (ui::Table::new("People with a place, then those who gave one back", ["Person", "State", "Day", "Note"].map(column)).unseen_caption().rows(people).show()) }
        h2.govuk-heading-m { "Sessions" }
        (ui::Table::new("Sessions in order", ["Session", "Day", "Time", "State"].map(column)).unseen_caption().rows(met).show())
    };
    Ok(Reply::page(frame(req, &group.code).crumb(offer_path(&offer, ""), offer_name(&book, &units, &offer)), body))
}

fn fields(form: &Form) -> Markup {
    html! {
        (ui::input("code", "Name").hint("Short, as staff say it, such as WEX-BC-4").width(20).show(form))
        (ui::date_input("start_date", "Day of the first session").show(form))
        (ui::date_input("joins_until", "Last day on which somebody may still begin").show(form))
        (ui::input("start_time", "Time of day").time().show(form))
        (ui::input("places", "Places").number().width(3).show(form))
        (ui::input("address", "Where (optional)").hint("When it is not where the offer is").show(form))
    }
}

fn facts(form: &mut Form) -> Result<GroupFacts> {
    let code = form.text("code", "the name", 20);
    let start = form.date("start_date", "the day of the first session");
    let until = form.date("joins_until", "the last day to begin");
    let time = form.time("start_time", "the time of day");
    let places = form.integer("places", "the places", 0..=i64::from(i32::MAX));
    let address = form.optional_text("address", "the address", 200);
    let (code, start_date, joins_until, start_time, places) = form.complete((code, start, until, time, places))?;
    Ok(GroupFacts { code, start_date, joins_until, places, start_time, address, staff: None })
}

fn new(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (offer, book) = offer_of(cx, req)?;
    let units = organisation::units(cx)?;
    let name = offer_name(&book, &units, &offer);
    let form = req.typed(cx)?.unwrap_or_else(|| Form::of([("start_time", "10:00")]));
    let frame = super::offers::framed(req, &offer, &name, "Plan a group");
    form_page(req, frame, &form, (&format!("Plan a group: {name}"), 0), &fields(&form), "Plan the group")
}

fn add(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (offer, _) = offer_of(cx, req)?;
    let facts = facts(&mut req.form())?;
    let id = plan_group(cx, offer.id, &facts)?;
    Ok(Reply::done(
        format!("/provision/groups/{id}"),
        "The group is planned. Its places are offered to the list in order",
    ))
}

fn edit(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (group, ..) = of(cx, req)?;
    let time = sessions_of(cx, group.id)?.first().map(|s| s.start_time.strftime("%H:%M").to_string());
    let form = req.typed(cx)?.unwrap_or_else(|| {
        let form = Form::of([
            ("code", group.code.clone()),
            ("places", group.places.to_string()),
            ("start_time", time.unwrap_or_default()),
            ("address", group.address.clone().unwrap_or_default()),
        ]);
        with_day(with_day(form, "start_date", group.start_date), "joins_until", group.joins_until)
    });
    let fields = html! { (now_stands(req, &facts_of(&group))) (fields(&form)) };
    form_page(
        req,
        framed(req, &group, "Change the group"),
        &form,
        (&format!("Change group {}", group.code), group.version),
        &fields,
        "Save",
    )
}

fn save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (group, ..) = of(cx, req)?;
    let mut form = req.form();
    let facts = GroupFacts { staff: group.staff_id, ..facts(&mut form)? };
    amend_group(cx, group.id, &facts, seen(&form)?)?;
    Ok(Reply::done(path(&group, ""), "The group was changed"))
}

fn why_form(cx: &mut Cx<'_>, req: &Request, (title, warning, save): (&str, &str, &str)) -> Answer {
    let (group, ..) = of(cx, req)?;
    let form = req.typed(cx)?.unwrap_or_else(Form::blank);
    let fields = html! {
        (now_stands(req, &facts_of(&group)))
        (ui::warning(warning))
        (ui::textarea("why", "Why?").rows(3).most(LONGEST).show(&form))
    };
    form_page(
        req,
        framed(req, &group, title),
        &form,
        (&format!("{title}: {}", group.code), group.version),
        &fields,
        save,
    )
}

fn cancel_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let warning = "Everybody with a place goes back to the head of the list, in their order. This cannot be undone: a new group is planned instead.";
    why_form(cx, req, ("Cancel the group", warning, "Cancel the group"))
}

fn cancel(ask: &Ask<'_>) -> Answer {
    let req = ask.request;
    let group = req.param::<GroupId>("group")?;
    let mut form = req.form();
    let why = form.text("why", "why", LONGEST);
    let why = form.complete((why,))?.0;
    let version = seen(&form)?;
    ask.step("cancel", |cx| {
        cancel_group(cx, group, &why, version)?;
        Ok(json!({}))
    })?;
    let back = return_people(ask.house, ask.asker, group)?;
    let words = ui::count(i64::try_from(back.len()).unwrap_or(0), "person is", "people are");
    Ok(Reply::done(
        format!("/provision/groups/{group}"),
        format!("The group is cancelled; {words} back at the head of the list"),
    ))
}

fn finish_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    why_form(cx, req, ("Finish the group", "Nobody can begin in it any more.", "Finish the group"))
}

fn finish(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (group, ..) = of(cx, req)?;
    let mut form = req.form();
    let why = form.text("why", "why", LONGEST);
    let why = form.complete((why,))?.0;
    finish_group(cx, group.id, &why, seen(&form)?)?;
    Ok(Reply::done(path(&group, ""), "The group is finished"))
}

fn session_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (group, ..) = of(cx, req)?;
    let number = req.param::<i64>("number")?;
    let session = sessions_of(cx, group.id)?.into_iter().find(|s| s.number == number).ok_or(Failure::NotFound)?;
    let form = req.typed(cx)?.unwrap_or_else(|| Form::of([("state", session.state.code())]));
    let fields = html! {
        (now_stands(req, &[row("State", session.state.code())]))
        p.govuk-body { (ui::weekday(session.on_date)) ", " (ui::time(session.start_time)) }
        (ui::radios("state", "What became of it?").items([
            ui::item("planned", "It is still to come"),
            ui::item("held", "It was held"),
            ui::item("cancelled", "It was cancelled"),
        ]).show(&form))
        (ui::input("why", "Why? (needed when it was cancelled)").show(&form))
    };
    let title = format!("Session {number} of {}", group.code);
    form_page(req, framed(req, &group, &title), &form, (&title, session.version), &fields, "Save")
}

fn save_session(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (group, ..) = of(cx, req)?;
    let mut form = req.form();
    let state = form.choice("state", "what became of it", |s| s.parse::<SessionState>().ok());
    let why = form.optional_text("why", "why", LONGEST);
    let state = form.complete((state,))?.0;
    mark_session(cx, group.id, req.param("number")?, (state, why.as_deref()), seen(&form)?)?;
    Ok(Reply::done(path(&group, ""), "The session was saved"))
}
