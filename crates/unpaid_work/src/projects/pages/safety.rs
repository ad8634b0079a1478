//! Assessments and agreements of a project: recording, withdrawing, ending.

use super::{framed, of, path};
use crate::desk::{LONGEST, form_page, with_day};
use crate::policy::{ASSESSMENT_MONTHS, numbers};
use crate::projects::{
    AgreementFacts, Assessment, AssessmentFacts, AssessmentKind, Hazard, agree, assess_project, end_agreement,
    withdraw_assessment,
};
use jiff::ToSpan;
use kernel::EntryId;
use store::{Cx, Failure, params};
use web::form::Form;
use web::ui::{self, item};
use web::{Answer, Reply, Request, html};

/// Between a hazard and what is done about it, one pair a line.
const PARTS: char = ':';

pub(super) fn assess_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (of, today) = (of(cx, req)?, cx.today());
    let months = numbers(cx)?.on(ASSESSMENT_MONTHS, today)?;
    let opening = || {
        let form = with_day(Form::blank(), "assessed_on", today);
        with_day(form, "valid_until", today.saturating_add(months.months()))
    };
    let form = req.typed(cx)?.unwrap_or_else(opening);
    let kinds = AssessmentKind::ALL.iter().map(|k| item(k.code(), k.words()));
    let fields = html! {
        (ui::radios("kind", "What was assessed?").items(kinds).show(&form))
        (ui::input("assessed_by", "Who assessed it?").hint("Name and role").show(&form))
        (ui::date_input("assessed_on", "On which day?").show(&form))
        (ui::date_input("valid_until", "Valid until").hint(format!("{} after the assessment at most", ui::count(months, "month", "months"))).show(&form))
        (ui::textarea("hazards", "Hazards, and what is done about each").hint("One a line, with a colon between: “Deep water: nobody works within two metres of the edge”").rows(6).most(LONGEST).show(&form))
    };
    let title = "Record an assessment";
    form_page(
        req,
        framed(req, &of.project, title),
        &form,
        (title, of.project.version),
        &fields,
        "Record the assessment",
    )
}

pub(super) fn assess(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let of = of(cx, req)?;
    let mut form = req.form();
    let kind = form.choice("kind", "what was assessed", |t| t.parse::<AssessmentKind>().ok());
    let by = form.text("assessed_by", "who assessed it", 120);
    let on = form.date("assessed_on", "the day of the assessment");
    let until = form.date("valid_until", "the day until which it is valid");
    let lines = form.text("hazards", "the hazards, one a line", LONGEST);
    let (kind, assessed_by, assessed_on, valid_until, lines) = form.complete((kind, by, on, until, lines))?;
    let pair = |line: &str| match line.split_once(PARTS) {
        Some((hazard, control)) => Hazard { hazard: hazard.trim().to_owned(), control: control.trim().to_owned() },
        None => Hazard { hazard: line.trim().to_owned(), control: String::new() },
    };
    let hazards = lines.lines().filter(|l| !l.trim().is_empty()).map(pair).collect();
    assess_project(cx, of.project.id, &AssessmentFacts { kind, assessed_by, assessed_on, valid_until, hazards })?;
    Ok(Reply::done(path(of.project.id, ""), "The assessment is recorded"))
}

pub(super) fn withdraw_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let of = of(cx, req)?;
    let row = cx.need::<Assessment>(params![of.project.id, req.param::<EntryId>("assessment")?])?;
    let form = req.typed(cx)?.unwrap_or_else(Form::blank);
    let title = format!("Withdraw the {}", row.kind.words().to_lowercase());
    let fields = html! {
        (ui::warning("No session can be planned from today on until there is another one in force."))
        (ui::textarea("why", "Why does it count no more?").rows(3).most(LONGEST).show(&form))
    };
    form_page(req, framed(req, &of.project, &title), &form, (&title, row.version), &fields, "Withdraw it")
}

pub(super) fn withdraw(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let of = of(cx, req)?;
    let mut form = req.form();
    let why = form.text("why", "why it counts no more", LONGEST);
    let why = form.complete(why)?;
    withdraw_assessment(cx, of.project.id, req.param("assessment")?, &why)?;
    Ok(Reply::done(path(of.project.id, ""), "The assessment is withdrawn"))
}

pub(super) fn agree_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (of, today) = (of(cx, req)?, cx.today());
    let opening = || {
        let days = ["signed_on", "checked_on", "insurance_seen_on"];
        days.iter().fold(Form::blank(), |form, name| with_day(form, name, today))
    };
    let form = req.typed(cx)?.unwrap_or_else(opening);
    let fields = html! {
        (ui::input("partner", "Name of the partner").hint("The charity or firm").show(&form))
        (ui::input("supervisor", "Who supervises?").hint("By name").show(&form))
        (ui::input("contact", "How are they reached? (optional)").show(&form))
        (ui::date_input("signed_on", "When was it signed?").show(&form))
        (ui::date_input("checked_on", "When was the supervisor checked?").show(&form))
        (ui::date_input("insurance_seen_on", "When was the insurance seen?").show(&form))
        (ui::date_input("insurance_until", "Insured until").show(&form))
        (ui::date_input("review_on", "When is it reviewed?").show(&form))
    };
    let title = "Record an agreement";
    form_page(req, framed(req, &of.project, title), &form, (title, of.project.version), &fields, "Record the agreement")
}

pub(super) fn agreed(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let of = of(cx, req)?;
    let mut form = req.form();
    let partner = form.text("partner", "the name of the partner", 120);
    let supervisor = form.text("supervisor", "who supervises", 120);
    let contact = form.optional_text("contact", "how they are reached", 200);
    let signed = form.date("signed_on", "the day of signing");
    let checked = form.date("checked_on", "the day of the check");
    let seen = form.date("insurance_seen_on", "the day on which the insurance was seen");
    let until = form.date("insurance_until", "the last day of the insurance");
    let review = form.date("review_on", "the day of the review");
    let all = form.complete((partner, supervisor, signed, checked, seen, until, review))?;
    let (partner, supervisor, signed_on, checked_on, insurance_seen_on, insurance_until, review_on) = all;
    let facts = AgreementFacts {
        partner,
        supervisor,
        contact,
        signed_on,
        checked_on,
        insurance_seen_on,
        insurance_until,
        review_on,
    };
    agree(cx, of.project.id, &facts)?;
    Ok(Reply::done(path(of.project.id, ""), "The agreement is recorded"))
}

pub(super) fn end_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (of, today) = (of(cx, req)?, cx.today());
    let id = req.param::<EntryId>("agreement")?;
    let row = of.agreements.iter().find(|a| a.id == id).ok_or(Failure::NotFound)?;
    let form = req.typed(cx)?.unwrap_or_else(|| with_day(Form::blank(), "end_date", today));
    let title = format!("End the agreement with {}", row.partner);
    let fields = html! {
        (ui::warning("No session can be planned after its last day until there is another one."))
        (ui::date_input("end_date", "Last day").show(&form))
        (ui::textarea("why", "Why does it end?").rows(3).most(LONGEST).show(&form))
    };
    form_page(req, framed(req, &of.project, &title), &form, (&title, row.version), &fields, "End it")
}

pub(super) fn ended(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let of = of(cx, req)?;
    let mut form = req.form();
    let on = form.date("end_date", "the last day");
    let why = form.text("why", "why it ends", LONGEST);
    let (on, why) = form.complete((on, why))?;
    end_agreement(cx, of.project.id, req.param("agreement")?, on, &why)?;
    Ok(Reply::done(path(of.project.id, ""), "The agreement is ended"))
}
