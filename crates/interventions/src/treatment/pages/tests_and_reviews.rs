//! The forms of tests and of a court's reviews.

use super::forms::{meeting, meeting_fields};
use super::{asked, form_page, path, sent, with_day};
use crate::treatment::actions::{ReviewStep, TestStep, add_review, arrange_test, record_review, record_test};
use crate::treatment::policy::Policy;
use crate::treatment::records::TestResult;
use crate::words::LONGEST;
use kernel::EntryId;
use kernel::Permission::{RecordContacts, Refer};
use store::{Cx, Failure};
use web::form::Form;
use web::ui::{self, row};
use web::{Answer, Reply, Request, Route, html};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/people/{crn}/treatments/{id}/tests/new", RecordContacts, test_form),
        Route::post("/people/{crn}/treatments/{id}/tests/new", RecordContacts, test_save),
        Route::get("/people/{crn}/treatments/{id}/tests/{test}", RecordContacts, result_form),
        Route::post("/people/{crn}/treatments/{id}/tests/{test}", RecordContacts, result_save),
        Route::get("/people/{crn}/treatments/{id}/reviews/new", Refer, review_form),
        Route::post("/people/{crn}/treatments/{id}/reviews/new", Refer, review_save),
        Route::get("/people/{crn}/treatments/{id}/reviews/{review}", Refer, said_form),
        Route::post("/people/{crn}/treatments/{id}/reviews/{review}", Refer, said_save),
    ]
}

fn test_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, whole) = asked(cx, req)?;
    let today = cx.today();
    let form =
        req.typed(cx)?.unwrap_or_else(|| with_day(Form::of([("start", "10:00"), ("minutes", "15")]), "on", today));
    let fields = html! {
        (ui::input("panel", "For what is tested?").hint("Such as opiates and cocaine").show(&form))
        (meeting_fields(cx, &form)?)
        (ui::button("Save the test").show())
    };
    form_page(cx, req, (&open, &whole), ("A test", whole.treatment.version), &form, &fields)
}

fn test_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, id, mut form, _) = sent(cx, req)?;
    let panel = form.text("panel", "for what is tested", 200);
    let new = meeting(&mut form)?;
    let (panel,) = form.complete((panel,))?;
    let test = arrange_test(cx, &open, id, &panel, &new)?;
    Ok(Reply::done(path(&open, id, &format!("/tests/{test}")), "The test is saved"))
}

fn result_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, whole) = asked(cx, req)?;
    let (id, today) = (req.param::<EntryId>("test")?, cx.today());
    let test = whole.tests.iter().find(|t| t.id == id).ok_or(Failure::NotFound)?;
    let form = req.typed(cx)?.unwrap_or_else(|| with_day(Form::blank(), "on", today));
    let results = || TestResult::ALL.iter().map(|r| ui::item(r.code(), r.words()));
    let mut facts = vec![row("Day", ui::day(test.on_date)), row("Tested for", test.panel.clone())];
    facts.extend(test.result.map(|r| row("First result", r.words())));
    facts.extend(test.dispute.as_deref().map(|d| row("What the person says", d)));
    facts.extend(test.confirmed.map(|r| row("Confirmed", r.words())));
    let cancelled = test.gone && test.result.is_none();
    let done = test.confirmed.is_some() || cancelled;
    let fields = html! {
        (ui::summary_list(&facts))
        @match (test.result, test.disputed_on, done) {
            (None, _, true) => p.govuk-body { "This test was cancelled. Arrange another one where it is still wanted." },
            (None, ..) => (ui::radios("result", "What is the result?").items(results()).show(&form)),
            (Some(_), None, _) => (ui::textarea("dispute", "Does the person say that it is wrong?").hint("What the person says; the result then waits for a confirmation").rows(3).most(LONGEST).show(&form)),
            (Some(_), Some(_), false) => (ui::radios("confirmed", "What did the laboratory or second test say?").items(results()).show(&form)),
            _ => p.govuk-body { "The confirmed result stands. The first one stays beside it." },
        }
        @if !done {
            (ui::date_input("on", "On which day?").show(&form))
            (ui::button("Save").show())
        }
    };
    form_page(cx, req, (&open, &whole), ("A test", test.version), &form, &fields)
}

fn result_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, id, mut form, seen) = sent(cx, req)?;
    let test = req.param::<EntryId>("test")?;
    let read = |c: &str| c.parse::<TestResult>().ok();
    let on = form.date("on", "the day");
    let step = if form.has("confirmed") {
        form.choice("confirmed", "what was confirmed", read).map(TestStep::Confirm)
    } else if form.has("dispute") {
        form.text("dispute", "what the person says", LONGEST).map(TestStep::Dispute)
    } else {
        form.choice("result", "the result", read).map(TestStep::Result)
    };
    let (on, step) = form.complete((on, step))?;
    record_test(cx, &open, (id, test), &step, on, seen)?;
    Ok(Reply::done(path(&open, id, ""), "The test is recorded"))
}

fn review_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, whole) = asked(cx, req)?;
    let orders = sentences::orders(cx, &open.keys)?;
    let court =
        orders.iter().find(|o| Some(o.order.id) == whole.treatment.order_id).and_then(|o| o.order.court_name.clone());
    let form = req.typed(cx)?.unwrap_or_else(|| Form::of([("court", court.unwrap_or_default())]));
    let fields = html! {
        (ui::date_input("on", "On which day is the review?").show(&form))
        (ui::input("court", "Which court?").show(&form))
        (ui::button("Note the review").show())
    };
    form_page(cx, req, (&open, &whole), ("A review by the court", whole.treatment.version), &form, &fields)
}

fn review_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, id, mut form, _) = sent(cx, req)?;
    let on = form.date("on", "the day of the review");
    let court = form.text("court", "the court", 200);
    let (on, court) = form.complete((on, court))?;
    add_review(cx, &open, id, (on, &court))?;
    Ok(Reply::done(path(&open, id, ""), "The review is noted"))
}

fn said_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, whole) = asked(cx, req)?;
    let (id, today, policy) = (req.param::<EntryId>("review")?, cx.today(), Policy::shipped());
    let review = whole.reviews.iter().find(|r| r.id == id).ok_or(Failure::NotFound)?;
    let form = req
        .typed(cx)?
        .unwrap_or_else(|| with_day(Form::of([("report", review.report.clone().unwrap_or_default())]), "on", today));
    let said = policy.said.iter().map(|s| (s.code.clone(), s.en.clone()));
    let done = review.said.is_some();
    let mut facts = vec![row("Day", ui::day(review.on_date)), row("Court", review.court.clone())];
    facts.extend(review.report_on.map(|d| row("Report written", ui::day(d))));
    facts.extend(review.said.as_deref().and_then(|c| policy.said(c)).map(|s| row("What the court said", s.en.clone())));
    facts.extend(review.said_words.as_deref().map(|w| row("In its words", w)));
    let fields = html! {
        (ui::summary_list(&facts))
        @if done { @if let Some(report) = &review.report { h2.govuk-heading-m { "Report" } p.govuk-body { (report) } } }
        @else {
            p.govuk-body { "Write only what the person agreed to share: " (ui::link(&path(&open, whole.treatment.id, "/shared"), "what leaves the service")) "." }
            (ui::textarea("report", "Report to the court").rows(8).most(8_000).show(&form))
            (ui::select("said", "What the court said").hint("Leave open while the review is to come").option("", "The review is to come").options(said).show(&form))
            (ui::textarea("said_words", "In its words (optional)").rows(2).most(LONGEST).show(&form))
            (ui::date_input("on", "On which day was this?").show(&form))
            (ui::button("Save").show())
        }
    };
    form_page(cx, req, (&open, &whole), ("A review by the court", review.version), &form, &fields)
}

fn said_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, id, mut form, seen) = sent(cx, req)?;
    let review = req.param::<EntryId>("review")?;
    let on = form.date("on", "the day");
    let said = form.optional_choice("said", "what the court said", |c| Some(c.to_owned()));
    let words = form.optional_text("said_words", "the court’s words", LONGEST);
    let step = match said {
        Some(code) => Some(ReviewStep::Said(code, words)),
        None => form.text("report", "the report", 8_000).map(ReviewStep::Report),
    };
    let (on, step) = form.complete((on, step))?;
    record_review(cx, &open, (id, review), &step, on, seen)?;
    Ok(Reply::done(path(&open, id, ""), "The review is recorded"))
}
