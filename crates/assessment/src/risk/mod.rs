//! The Risk page: harm, needs, scores, registrations and enquiries together, as at any past day.

mod api;

use crate::assessments::{open_assessment, sheet, signed_on};
use crate::harm::{self, harm_standing_on};
use crate::questions::current;
use crate::{enquiries, needs, registrations, scores};
use kernel::{Crn, Date, Permission, Refusal};
use people::OpenPerson;
use store::{Cx, Result};
use web::form::Form;
use web::{Answer, Markup, Reply, Request, Route, html, ui};

/// Pages and API calls.
pub(crate) fn routes() -> Vec<Route> {
    [vec![Route::get("/people/{crn}/risk", Permission::ReadPeople, show)], api::routes()].concat()
}

/// The day that the address asks for: today, unless it names a past one.
fn day_asked(req: &Request, form: &mut Form, today: Date) -> Date {
    if req.query("on").is_none() {
        return today;
    }
    match form.date("on", "the day") {
        Some(day) if day > today => {
            form.refuse(Refusal::new("on", "future", "The day must be today or in the past"));
            today
        }
        Some(day) => day,
        None => today,
    }
}

fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let today = cx.today();
    let mut form = Form::of(req.queries().iter().cloned());
    let on = day_asked(req, &mut form, today);
    let levels = harm_standing_on(cx, &open.keys, on)?;
    let needs = needs_panel(cx, &open, on)?;
    let (scores, flags) = (scores::panel(cx, &open, on)?, registrations::panel(cx, &open, on)?);
    let asked = enquiries::panel(cx, &open, on)?;
    let refused = !form.refused().is_empty();
    let frame = people::frame(req, cx, &open, "Risk")?.titled("Risk").refused(refused);
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { "Risk" @if on != today { " on " (ui::day(on)) } }
        @if on != today { (ui::inset(&html! { "As it stood at the end of that day. " (ui::link(&open.path("/risk"), "Show today")) })) }
        h2.govuk-heading-m { "Risk of serious harm" }
        (harm::panel(&levels))
        (harm::pages::links(cx, &open))
        (flags)
        (scores)
        (needs)
        (asked)
        @if cx.may(Permission::ReadSensitive) {
            p.govuk-body { (ui::link(&open.path("/further-offences"), "Serious further offences")) }
        }
        (other_day(&open, &form))
    };
    Ok(Reply::page(frame, body))
}

fn needs_panel(cx: &mut Cx<'_>, open: &OpenPerson, on: Date) -> Result<Markup> {
    let Some(signed) = signed_on(cx, &open.keys, on)? else {
        let next = match open_assessment(cx, &open.keys)? {
            Some(now) => ui::link(&open.path(&format!("/assessment/{}", now.id)), "Open the assessment under way"),
            None => ui::link(&open.path("/assessment"), "Go to assess and plan"),
        };
        return Ok(html! {
            h2.govuk-heading-m { "Needs" }
            (ui::empty("No assessment had been signed.", Some(&next)))
        });
    };
    let (catalogue, answers) = (current(cx)?, sheet(cx, &signed)?);
    let judged = needs::of_sheet(&catalogue, &signed, &answers);
    let href = open.path(&format!("/assessment/{}", signed.id));
    Ok(html! {
        (needs::pages::table(&catalogue, &judged, &answers))
        p.govuk-body {
            "From " (ui::link(&href, &signed.name()))
            @if let Some(day) = signed.signed_on { ", signed " (ui::day(day)) } "."
        }
    })
}

fn other_day(open: &OpenPerson, form: &Form) -> Markup {
    html! {
        h2.govuk-heading-m { "Another day" }
        form method="get" action=(open.path("/risk")) {
            (ui::input("on", "Show this page as it stood on").date().show(form))
            (ui::button("Show").secondary().repeatable().show())
        }
    }
}
