//! What the bench was told, and where guidelines differ: recording each, ending and settling it.

use super::super::actions::{Differs, Tells, end_told, find_difference, settle_difference, tell_bench};
use super::super::records::{Difference, Told};
use super::{court_of, id, path};
use kernel::Date;
use organisation::Court;
use store::{Cx, params};
use web::form::Form;
use web::ui;
use web::{Answer, Markup, Reply, Request, html};

fn page(req: &Request, court: &Court, title: &str, form: &Form, before: &Markup, fields: &Markup) -> Reply {
    let body = html! {
        (ui::error_summary(form))
        span.govuk-caption-l { (court.name) }
        h1.govuk-heading-l { (title) }
        (before)
        (req.form_frame(req.path()).show(&html! { (fields) (ui::button("Save").show()) }))
    };
    Reply::page(req.frame().titled(title).back(path(court, "")), body)
}

/// The form as typed, or with a day filled in.
fn with_day(cx: &mut Cx<'_>, req: &Request, name: &str, day: Date) -> store::Result<Form> {
    let blank = || ui::DateInput::pairs(name, day).into_iter().fold(Form::blank(), |f, (n, v)| f.with(&n, v));
    Ok(req.typed(cx)?.unwrap_or_else(blank))
}

pub(super) fn told_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let court = court_of(cx, req)?;
    let today = cx.today();
    let form = with_day(cx, req, "told_on", today)?;
    let fields = html! {
        (ui::textarea("what", "What was the bench told is available?").hint("Such as a programme, a treatment, places of unpaid work at weekends").rows(3).most(2_000).show(&form))
        (ui::date_input("available_from", "Since when is it available? (optional)").show(&form))
        (ui::date_input("told_on", "When was the bench told?").show(&form))
    };
    Ok(page(req, &court, "Record what the bench was told", &form, &html! {}, &fields))
}

pub(super) fn told(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let court = court_of(cx, req)?;
    let mut form = req.form();
    let what = form.text("what", "what the bench was told", 2_000);
    let available_from = form.optional_date("available_from", "the day since when it is available");
    let told_on = form.date("told_on", "the day on which the bench was told");
    let (what, told_on) = form.complete((what, told_on))?;
    tell_bench(cx, court.id, &Tells { what, available_from, told_on })?;
    Ok(Reply::done(path(&court, ""), "Recorded what the bench was told"))
}

pub(super) fn end_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let court = court_of(cx, req)?;
    let told = cx.need::<Told>(params![court.id, id(req)?])?;
    let form = req.typed(cx)?.unwrap_or_else(Form::blank);
    let before = ui::inset(&html! { (told.what) });
    let fields = ui::textarea("why", "Why does it no longer hold?").rows(3).most(1_000).show(&form);
    Ok(page(req, &court, "It no longer holds", &form, &before, &fields))
}

pub(super) fn end(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let court = court_of(cx, req)?;
    let mut form = req.form();
    let why = form.text("why", "why", 1_000);
    let (why,) = form.complete((why,))?;
    end_told(cx, court.id, id(req)?, &why)?;
    Ok(Reply::done(path(&court, ""), "Recorded that it no longer holds"))
}

pub(super) fn difference_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let court = court_of(cx, req)?;
    let today = cx.today();
    let form = with_day(cx, req, "found_on", today)?;
    let fields = html! {
        (ui::input("subject", "What is it about?").show(&form))
        (ui::textarea("bench_says", "What does the bench’s guideline say?").rows(3).most(2_000).show(&form))
        (ui::textarea("service_says", "What does the service’s guideline say?").rows(3).most(2_000).show(&form))
        (ui::date_input("found_on", "When was it found?").show(&form))
    };
    Ok(page(req, &court, "Record a difference", &form, &html! {}, &fields))
}

pub(super) fn difference(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let court = court_of(cx, req)?;
    let mut form = req.form();
    let subject = form.text("subject", "what it is about", 200);
    let bench_says = form.text("bench_says", "what the bench’s guideline says", 2_000);
    let service_says = form.text("service_says", "what the service’s guideline says", 2_000);
    let found_on = form.date("found_on", "the day on which it was found");
    let (subject, bench_says, service_says, found_on) = form.complete((subject, bench_says, service_says, found_on))?;
    find_difference(cx, court.id, &Differs { subject, bench_says, service_says, found_on })?;
    Ok(Reply::done(path(&court, ""), "The difference is recorded"))
}

pub(super) fn settle_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let court = court_of(cx, req)?;
    let difference = cx.need::<Difference>(params![court.id, id(req)?])?;
    let form = req.typed(cx)?.unwrap_or_else(Form::blank);
    let before = ui::summary_list(&[
        ui::row("About", difference.subject),
        ui::row("The bench says", difference.bench_says),
        ui::row("The service says", difference.service_says),
    ]);
    let fields = ui::textarea("how", "How was it settled?").rows(3).most(1_000).show(&form);
    Ok(page(req, &court, "Settle the difference", &form, &before, &fields))
}

pub(super) fn settle(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let court = court_of(cx, req)?;
    let mut form = req.form();
    let how = form.text("how", "how it was settled", 1_000);
    let (how,) = form.complete((how,))?;
    settle_difference(cx, court.id, id(req)?, &how)?;
    Ok(Reply::done(path(&court, ""), "The difference is settled"))
}
