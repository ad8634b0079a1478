//! The pages of offers: how, where and when a service is delivered, its groups or weeks, and who can deliver it.

use super::parts::{
    LONGEST, days, ending, ending_fields, form_page, frame, now_stands, offer_name, offer_of, reach_words, seen,
    standing, unit_name,
};
use super::providers::with_day;
use crate::book::{Book, book, runs_on};
use crate::groups::{GroupLine, GroupState, groups_of};
use crate::offers::{
    Offer, OfferFacts, OfferWeek, Opens, Reach, add_offer, add_offer_staff, amend_offer, drop_week, end_offer,
    end_offer_staff, monday_of, set_week,
};
use crate::waiting::{waiting_counts, weeks_with_taken};
use kernel::Permission::{ManageProvision, ReadProvision};
use kernel::{Date, StaffId};
use organisation::Unit;
use store::{Cx, Failure, Result};
use web::form::Form;
use web::ui::{self, Colour, column, row};
use web::{Answer, Markup, Reply, Request, Route, html};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/provision/offers/new", ManageProvision, new),
        Route::post("/provision/offers/new", ManageProvision, add),
        Route::get("/provision/offers/{offer}", ReadProvision, show),
        Route::get("/provision/offers/{offer}/edit", ManageProvision, edit),
        Route::post("/provision/offers/{offer}/edit", ManageProvision, save),
        Route::get("/provision/offers/{offer}/end", ManageProvision, end_form),
        Route::post("/provision/offers/{offer}/end", ManageProvision, end),
        Route::get("/provision/offers/{offer}/weeks", ManageProvision, week_form),
        Route::post("/provision/offers/{offer}/weeks", ManageProvision, save_week),
        Route::get("/provision/offers/{offer}/staff", ManageProvision, staff_form),
        Route::post("/provision/offers/{offer}/staff", ManageProvision, save_staff),
    ]
}

pub(super) fn path(offer: &Offer, rest: &str) -> String {
    format!("/provision/offers/{}{rest}", offer.id)
}

pub(super) fn framed(req: &Request, offer: &Offer, name: &str, title: &str) -> ui::Frame {
    frame(req, title).crumb(path(offer, ""), name)
}

fn facts_of(book: &Book, units: &[Unit], offer: &Offer) -> Vec<ui::Row> {
    let run = book.days_of(offer);
    let contract = book.contracts.get(&offer.contract_id);
    let service = book.services.get(&offer.service_id);
    let mut rows = vec![
        row(
            "Service",
            html! { @if let Some(s) = service { (ui::link(&format!("/provision/services/{}", s.code), &s.name)) } },
        ),
        row(
            "Provider",
            html! { @if let Some(p) = book.provider_of(offer) { (ui::link(&format!("/provision/providers/{}", p.code), &p.name)) } },
        ),
        row(
            "Under",
            html! { @if let Some(c) = contract { (ui::link(&format!("/provision/contracts/{}", c.id), &c.reference)) } },
        ),
        row("Delivery unit", unit_name(units, offer.unit_id).to_owned()),
        row("Reaches", html! { (reach_words(offer.reach)) @if let Some(words) = &offer.reach_words { br; (words) } }),
        row("Places open", if offer.opens == Opens::Groups { "With its groups" } else { "Weekly" }),
        row(
            "Runs",
            html! { (days(run)) @if run.1 != offer.end_date { br; span.tc-quiet { "Ends with its contract, provider or service" } } @if let Some(why) = &offer.end_reason { br; (why) } },
        ),
    ];
    if let Some(address) = &offer.address {
        rows.push(row("Where", address.as_str()));
    }
    rows
}

fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (offer, book) = offer_of(cx, req)?;
    let (units, today) = (organisation::units(cx)?, cx.today());
    let name = offer_name(&book, &units, &offer);
    let run = book.days_of(&offer);
    let waiting = waiting_counts(cx, &[offer.id])?.get(&offer.id).copied().unwrap_or(0);
    let places = match offer.opens {
        Opens::Groups => groups(&groups_of(cx, offer.id)?),
        Opens::Weekly => weeks(&weeks_with_taken(cx, offer.id, monday_of(today))?),
    };
    let staff: Vec<_> = book.offer_staff.iter().filter(|s| s.offer_id == offer.id).collect();
    let names = organisation::staff_lines(cx, &staff.iter().map(|s| s.staff_id).collect::<Vec<_>>())?;
    let manage = cx.may(ManageProvision);
    let body = html! {
        h1.govuk-heading-l { (name) " " (standing(run, today)) }
        (ui::stats(&[ui::Stat { figure: waiting.to_string(), label: "waiting, no place kept".into(), href: Some(path(&offer, "/waiting")), urgent: false, beside: None }]))
        (ui::summary_list(&facts_of(&book, &units, &offer)))
        @if manage {
            (ui::button_group(&html! {
                @if offer.opens == Opens::Groups { (ui::link_button(&path(&offer, "/groups/new"), "Plan a group").show()) }
                @else { (ui::link_button(&path(&offer, "/weeks"), "Set the places of weeks").show()) }
                (ui::link_button(&path(&offer, "/edit"), "Change the offer").secondary().show())
                (ui::link_button(&path(&offer, "/staff"), "Staff who can deliver it").secondary().show())
                (ui::link_button(&path(&offer, "/end"), "End the offer").secondary().show())
            }))
        }
        h2.govuk-heading-m { (if offer.opens == Opens::Groups { "Groups" } else { "Weeks" }) }
        (places)
        h2.govuk-heading-m { "Staff who can deliver it" }
        @let now: Vec<_> = staff.iter().filter(|s| runs_on((s.start_date, s.end_date), today)).collect();
        @if now.is_empty() { (ui::empty("None of the service’s own staff is named.", None)) }
        @else {
            ul.govuk-list { @for one in now { li {
                @if let Some(line) = names.get(&one.staff_id) { (ui::link(&format!("/staff/{}", line.code), &line.name)) }
                @if let Some(end) = one.end_date { ", until " (ui::short_day(end)) }
            } } }
        }
    };
    Ok(Reply::page(frame(req, &name), body))
}

pub(super) fn state_tag(state: GroupState) -> Markup {
    match state {
        GroupState::Planned => ui::tag(Colour::Plain, "Planned"),
        GroupState::Running => ui::tag(Colour::Green, "Running"),
        GroupState::Cancelled => ui::tag(Colour::Red, "Cancelled"),
        GroupState::Finished => ui::tag(Colour::Grey, "Finished"),
    }
}

fn groups(all: &[GroupLine]) -> Markup {
    if all.is_empty() {
        return ui::empty("No group has been planned: nobody can be told when they would begin.", None);
    }
    let columns = [
        column("Group"),
        column("First session"),
        column("Joined until"),
        column("Places").numeric(),
        column("Taken").numeric(),
        column("Free").numeric(),
        column("State"),
    ];
    let rows = all.iter().map(|line| {
        let g = &line.group;
        [
            ui::link(&format!("/provision/groups/{}", g.id), &g.code),
            html! { (ui::short_day(g.start_date)) },
            html! { (ui::short_day(g.joins_until)) },
            html! { (g.places) },
            html! { (line.taken) },
            html! { @if matches!(g.state, GroupState::Planned | GroupState::Running) { (line.free()) } @else { "-" } },
            state_tag(g.state),
        ]
    });
    ui::Table::new("Groups, the newest first", columns).unseen_caption().rows(rows).show()
}

fn weeks(all: &[(OfferWeek, i64)]) -> Markup {
    if all.is_empty() {
        return ui::empty("No week has places: nobody can be told when they would begin.", None);
    }
    let columns = [
        column("Week of"),
        column("Places").numeric(),
        column("Taken").numeric(),
        column("Free").numeric(),
        column("Note"),
    ];
    let rows = all.iter().map(|(week, taken)| {
        [
            html! { (ui::short_day(week.monday)) },
            html! { (week.places) },
            html! { (taken) },
            html! { (week.places - taken) },
            html! { (week.reason.as_deref().unwrap_or_default()) },
        ]
    });
    ui::Table::new("Weeks from this one on", columns).unseen_caption().rows(rows).show()
}

fn reach_fields(form: &Form) -> Markup {
    html! {
        (ui::radios("reach", "Whom does it reach?").items(Reach::ALL.iter().map(|r| ui::item(r.code(), reach_words(*r)))).show(form))
        (ui::input("reach_words", "Whom does it not reach, or how is it reached?").hint("Where it does not reach the whole delivery unit").show(form))
        (ui::radios("opens", "How do places open?").item("groups", "With each group").item("weekly", "Weekly: a number of people can begin each week").show(form))
        (ui::input("address", "Where (optional)").hint("When it is not in an office of the service").show(form))
        (ui::date_input("start_date", "First day").show(form))
        (ui::date_input("end_date", "Last day (optional)").hint("It ends with its contract in any case").show(form))
    }
}

fn facts(form: &mut Form, known: Option<&Offer>) -> Result<OfferFacts> {
    let (service, contract, unit) = match known {
        Some(offer) => (Some(offer.service_id), Some(offer.contract_id), Some(offer.unit_id)),
        None => {
            let service = form.id("service", "the service");
            (service, form.id("contract", "the contract or grant"), form.id("unit", "the delivery unit"))
        }
    };
    let reach = form.choice("reach", "whom it reaches", |r| r.parse().ok());
    let reach_words = form.optional_text("reach_words", "whom it does not reach", 200);
    let opens = form.choice("opens", "how places open", |o| o.parse().ok());
    let address = form.optional_text("address", "the address", 200);
    let start = form.date("start_date", "the first day");
    let end_date = form.optional_date("end_date", "the last day");
    let (service, contract, unit) = form.complete((service, contract, unit))?;
    let (reach, opens, start_date) = form.complete((reach, opens, start))?;
    let office = known.and_then(|o| o.office_id);
    Ok(OfferFacts { service, contract, unit, reach, reach_words, opens, address, office, start_date, end_date })
}

fn new(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (book, units, today) = (book(cx)?, organisation::units(cx)?, cx.today());
    let blank = Form::of([("reach", "whole"), ("opens", "groups")]);
    let form = req.typed(cx)?.unwrap_or_else(|| with_day(blank, "start_date", today));
    let mut services: Vec<(String, String)> = book
        .services
        .values()
        .filter(|s| runs_on((s.start_date, s.end_date), today))
        .map(|s| (s.id.to_string(), s.name.clone()))
        .collect();
    services.sort_by_key(|(_, name)| name.to_lowercase());
    let mut contracts: Vec<(String, String)> = book
        .contracts
        .values()
        .filter(|c| c.end_date.is_none_or(|end| end >= today))
        .filter_map(|c| {
            Some((c.id.to_string(), format!("{}: {}", book.providers.get(&c.provider_id)?.name, c.reference)))
        })
        .collect();
    contracts.sort_by_key(|(_, name)| name.to_lowercase());
    let fields = html! {
        (ui::select("service", "Service").option("", "Choose a service").options(services).show(&form))
        (ui::select("contract", "Contract or grant").option("", "Choose a contract or grant").options(contracts).show(&form))
        (ui::select("unit", "Delivery unit").option("", "Choose a delivery unit").options(units.iter().map(|u| (u.id.to_string(), u.name.clone()))).show(&form))
        (reach_fields(&form))
    };
    form_page(req, frame(req, "Offer a service"), &form, ("Offer a service", 0), &fields, "Offer it")
}

fn add(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let facts = facts(&mut req.form(), None)?;
    let id = add_offer(cx, &facts)?;
    Ok(Reply::done(format!("/provision/offers/{id}"), "The service is offered"))
}

fn edit(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (offer, book) = offer_of(cx, req)?;
    let units = organisation::units(cx)?;
    let form = req.typed(cx)?.unwrap_or_else(|| {
        let form = Form::of([
            ("reach", offer.reach.code().to_owned()),
            ("reach_words", offer.reach_words.clone().unwrap_or_default()),
            ("opens", offer.opens.code().to_owned()),
            ("address", offer.address.clone().unwrap_or_default()),
        ]);
        let form = with_day(form, "start_date", offer.start_date);
        offer.end_date.map_or_else(|| form.clone(), |end| with_day(form.clone(), "end_date", end))
    });
    let name = offer_name(&book, &units, &offer);
    let fields = html! { (now_stands(req, &facts_of(&book, &units, &offer))) (reach_fields(&form)) };
    form_page(
        req,
        framed(req, &offer, &name, "Change the offer"),
        &form,
        (&format!("Change {name}"), offer.version),
        &fields,
        "Save",
    )
}

fn save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (offer, _) = offer_of(cx, req)?;
    let mut form = req.form();
    let facts = facts(&mut form, Some(&offer))?;
    amend_offer(cx, offer.id, &facts, seen(&form)?)?;
    Ok(Reply::done(path(&offer, ""), "The offer was changed"))
}

fn end_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (offer, book) = offer_of(cx, req)?;
    let units = organisation::units(cx)?;
    let form = req.typed(cx)?.unwrap_or_else(Form::blank);
    let name = offer_name(&book, &units, &offer);
    let waiting = waiting_counts(cx, &[offer.id])?.get(&offer.id).copied().unwrap_or(0);
    let fields = html! {
        (now_stands(req, &facts_of(&book, &units, &offer)))
        @if waiting > 0 { (ui::warning(&format!("{} for it: tell their officers, so that each joins another list.", ui::count(waiting, "person waits", "people wait")))) }
        (ending_fields(&form))
    };
    form_page(
        req,
        framed(req, &offer, &name, "End the offer"),
        &form,
        (&format!("End {name}"), offer.version),
        &fields,
        "End the offer",
    )
}

fn end(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (offer, _) = offer_of(cx, req)?;
    let (on, why, version) = ending(req)?;
    end_offer(cx, offer.id, on, &why, version)?;
    Ok(Reply::done(path(&offer, ""), format!("The offer ends on {}", ui::day(on))))
}

fn week_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (offer, book) = offer_of(cx, req)?;
    let (units, today) = (organisation::units(cx)?, cx.today());
    let name = offer_name(&book, &units, &offer);
    let known = weeks_with_taken(cx, offer.id, monday_of(today))?;
    let next = known.last().map_or_else(|| monday_of(today), |(w, _)| w.monday).saturating_add(jiff::ToSpan::days(7));
    let form = req.typed(cx)?.unwrap_or_else(|| with_day(Form::of([("what", "set")]), "monday", next));
    let fields = html! {
        (ui::date_input("monday", "Which week?").hint("Any day of it").show(&form))
        (ui::radios("what", "What happens in that week?")
            .items([
                ui::item("set", "So many people can begin").reveal(html! { (ui::input("places", "Places").number().width(3).show(&form)) }),
                ui::item("drop", "Nobody can begin").hint("Only while nobody is booked"),
            ]).show(&form))
        (ui::input("reason", "Why? (optional unless nobody can begin)").show(&form))
        h2.govuk-heading-m { "As it stands" }
        (weeks(&known))
    };
    form_page(
        req,
        framed(req, &offer, &name, "Places of weeks"),
        &form,
        (&format!("Places of weeks: {name}"), 0),
        &fields,
        "Save",
    )
}

fn save_week(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (offer, _) = offer_of(cx, req)?;
    let mut form = req.form();
    let day = form.date("monday", "the week");
    let what = form.code("what", "what happens", &["set", "drop"]);
    let reason = form.optional_text("reason", "the reason", LONGEST);
    let (day, what): (Date, String) = form.complete((day, what))?;
    let monday = monday_of(day);
    if what == "drop" {
        drop_week(cx, offer.id, monday, reason.as_deref().unwrap_or_default())?;
    } else {
        let places = form.integer("places", "the places", 0..=i64::from(i32::MAX));
        let places = form.complete((places,))?.0;
        set_week(cx, offer.id, monday, places, reason.as_deref())?;
    }
    Ok(Reply::done(path(&offer, "/weeks"), format!("The week of {} was saved", ui::day(monday))))
}

fn staff_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (offer, book) = offer_of(cx, req)?;
    let (units, today) = (organisation::units(cx)?, cx.today());
    let name = offer_name(&book, &units, &offer);
    let now: Vec<_> = book.offer_staff.iter().filter(|s| s.offer_id == offer.id && s.end_date.is_none()).collect();
    let names = organisation::staff_lines(cx, &now.iter().map(|s| s.staff_id).collect::<Vec<_>>())?;
    let form = req.typed(cx)?.unwrap_or_else(|| with_day(Form::of([("what", "add")]), "on", today));
    let fields = html! {
        (ui::radios("what", "What changes?").items([
            ui::item("add", "Somebody more can deliver it").reveal(html! { (ui::input("staff", "Code of the member of staff").hint("Such as R01A014").width(10).show(&form)) }),
            ui::item("end", "Somebody no longer delivers it").reveal(html! {
                (ui::select("leaving", "Who?").option("", "Choose").options(now.iter().map(|s| (s.staff_id.to_string(), names.get(&s.staff_id).map_or_else(String::new, |l| l.name.clone())))).show(&form))
                (ui::input("why", "Why?").show(&form))
            }),
        ]).show(&form))
        (ui::date_input("on", "First day, or last day of somebody who leaves").show(&form))
    };
    form_page(
        req,
        framed(req, &offer, &name, "Staff who can deliver it"),
        &form,
        ("Staff who can deliver it", 0),
        &fields,
        "Save",
    )
}

fn save_staff(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (offer, _) = offer_of(cx, req)?;
    let mut form = req.form();
    let what = form.code("what", "what changes", &["add", "end"]);
    let on = form.date("on", "the day");
    let (what, on) = form.complete((what, on))?;
    if what == "add" {
        let code = form.text("staff", "the code of the member of staff", 10);
        let code = form.complete((code,))?.0;
        let staff = organisation::staff_by_code(cx, &code.to_ascii_uppercase()).map_err(|e| match e {
            Failure::NotFound => Failure::refused("staff", "unknown", "No member of staff has this code"),
            other => other,
        })?;
        add_offer_staff(cx, offer.id, staff.id, on)?;
    } else {
        let who = form.id::<StaffId>("leaving", "who");
        let why = form.text("why", "why", LONGEST);
        let (who, why) = form.complete((who, why))?;
        end_offer_staff(cx, offer.id, who, on, &why)?;
    }
    Ok(Reply::done(path(&offer, ""), "The staff were saved"))
}
