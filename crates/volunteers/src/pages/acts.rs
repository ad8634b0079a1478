//! A form for each thing that is done with a volunteer.

use super::{form_page, frame, path, version_field, with_day};
use crate::actions::{
    LONGEST, SupervisionHeld, claim, decide_claim, end_conflict, finish_action, link_own_record, record_check,
    record_conflict, supervise, take_step, withdraw_check,
};
use crate::policy_rows::policy;
use crate::reads::volunteer;
use crate::records::{Check, Conflict, ConflictKind, Expense, Supervised, Volunteer};
use crate::rules::{Step, next};
use kernel::words::pounds;
use kernel::{Crn, EntryId, VolunteerId};
use store::{Cx, Failure, Result, params};
use web::form::Form;
use web::ui;
use web::{Answer, Markup, Reply, Request, html};

fn of(cx: &mut Cx<'_>, req: &Request) -> Result<Volunteer> {
    volunteer(cx, req.param("id")?)
}

fn page(req: &Request, v: &Volunteer, form: &Form, title: &str, fields: &Markup, save: &str) -> Answer {
    form_page(req, frame(req, title).about(&v.name).back(path(v.id, "")), form, title, fields, save)
}

/// What was typed, or a form that opens with today.
fn typed(cx: &mut Cx<'_>, req: &Request, day: Option<&str>) -> Result<Form> {
    let today = cx.today();
    Ok(match (req.typed(cx)?, day) {
        (Some(form), _) => form,
        (None, Some(name)) => with_day(Form::blank(), name, today),
        (None, None) => Form::blank(),
    })
}

fn step_of(req: &Request) -> Result<Step> {
    let code: String = req.param("step")?;
    Step::ALL.into_iter().find(|s| s.code() == code).ok_or(Failure::NotFound)
}

pub(super) fn step_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (v, step) = (of(cx, req)?, step_of(req)?);
    let form = typed(cx, req, Some("on"))?;
    let words = if step.needs_reason() { "Why?" } else { "Anything to know about it (optional)" };
    let fields = html! {
        @if next(v.state, step).is_none() { (ui::warning(&format!("They are {} now, so this cannot be done.", v.state.words().to_lowercase()))) }
        (version_field(&Form::blank(), v.version))
        @if step == Step::End { p.govuk-body { "People who are matched with them stay on the list of what needs somebody until each match is ended." } }
        (ui::date_input("on", "On which day?").show(&form))
        (ui::textarea("words", words).rows(3).most(LONGEST).show(&form))
    };
    page(req, &v, &form, &format!("{}: {}", step.words(), v.name), &fields, step.words())
}

pub(super) fn step_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (id, step): (VolunteerId, Step) = (req.param("id")?, step_of(req)?);
    let mut form = req.form();
    let on = form.date("on", "the day");
    let words = form.optional_text("words", "the words", LONGEST);
    let seen = form.optional_integer("version", "the page again", 0..=i64::MAX);
    let (on,) = form.complete((on,))?;
    take_step(cx, id, step, on, words.as_deref(), seen)?;
    Ok(Reply::done(path(id, ""), "The volunteer’s state was recorded"))
}

pub(super) fn check_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let v = of(cx, req)?;
    let form = typed(cx, req, Some("seen_on"))?;
    let (policy, today) = (policy(cx)?, cx.today());
    let items = policy.kinds(today).into_iter().map(|k| {
        let hint = k.holds_months.map_or("Does not run out".to_owned(), |m| format!("Holds for {m} months"));
        ui::item(k.code.clone(), k.words.clone()).hint(hint)
    });
    let fields = html! {
        (ui::radios("kind", "Which check did you see?").items(items).show(&form))
        (ui::date_input("seen_on", "When did you see it?").show(&form))
        (ui::date_input("until", "Last day on which it holds (optional)").hint("Leave it empty to take the usual time").show(&form))
        (ui::input("reference", "Reference (optional)").hint("Such as the number of a certificate. Nothing of what it says.").width(20).show(&form))
    };
    page(req, &v, &form, &format!("Record a check: {}", v.name), &fields, "Record the check")
}

pub(super) fn check_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let id: VolunteerId = req.param("id")?;
    let mut form = req.form();
    let kind = form.choice("kind", "the check", |code| Some(code.to_owned()));
    let seen_on = form.date("seen_on", "the day on which you saw it");
    let until = form.optional_date("until", "the last day");
    let reference = form.optional_text("reference", "the reference", 80);
    let (kind, seen_on) = form.complete((kind, seen_on))?;
    record_check(cx, id, &kind, seen_on, until, reference.as_deref())?;
    Ok(Reply::done(path(id, "#checks"), "The check was recorded"))
}

pub(super) fn withdraw_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let v = of(cx, req)?;
    let check = cx.need::<Check>(params![v.id, req.param::<EntryId>("check")?])?;
    let form = typed(cx, req, Some("on"))?;
    let words = policy(cx)?.words(&check.kind).to_lowercase();
    let fields = html! {
        (ui::warning("From that day on they are not matched with anybody, and whoever is matched with them is shown to their officer."))
        (ui::date_input("on", "From which day does it hold no longer?").show(&form))
        (ui::textarea("why", "Why?").rows(3).most(LONGEST).show(&form))
    };
    page(req, &v, &form, &format!("Withdraw a check: {words}"), &fields, "Withdraw the check")
}

pub(super) fn withdraw_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let id: VolunteerId = req.param("id")?;
    let mut form = req.form();
    let (on, why) = (form.date("on", "the day"), form.text("why", "why it is withdrawn", LONGEST));
    let (on, why) = form.complete((on, why))?;
    withdraw_check(cx, id, req.param("check")?, on, &why)?;
    Ok(Reply::done(path(id, "#checks"), "The check was withdrawn"))
}

pub(super) fn supervision_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let v = of(cx, req)?;
    let form = typed(cx, req, Some("held_on"))?;
    let fields = html! {
        (ui::date_input("held_on", "When was it?").show(&form))
        (ui::textarea("discussed", "What was discussed?").hint("People by CRN. What belongs in a person’s record goes there.").rows(5).most(LONGEST).show(&form))
        (ui::textarea("concern", "A concern (optional)").hint("Such as a boundary that was crossed, or the volunteer’s own safety").rows(2).most(LONGEST).show(&form))
        (ui::input("action", "What will be done (optional)").show(&form))
        (ui::date_input("action_due", "By when? (with an action)").show(&form))
        (ui::date_input("next_on", "Next meeting (optional)").hint("Leave it empty to take the usual time").show(&form))
    };
    page(req, &v, &form, &format!("Supervision meeting with {}", v.name), &fields, "Record the meeting")
}

pub(super) fn supervision_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let id: VolunteerId = req.param("id")?;
    let mut form = req.form();
    let held_on = form.date("held_on", "the day of the meeting");
    let discussed = form.text("discussed", "what was discussed", LONGEST);
    let concern = form.optional_text("concern", "the concern", LONGEST);
    let action = form.optional_text("action", "what will be done", 300);
    let action_due = form.optional_date("action_due", "the day of the action");
    let next_on = form.optional_date("next_on", "the next meeting");
    let (held_on, discussed) = form.complete((held_on, discussed))?;
    supervise(cx, id, held_on, &SupervisionHeld { discussed, action, action_due, concern, next_on })?;
    Ok(Reply::done(path(id, "#supervision"), "The meeting was recorded"))
}

pub(super) fn done_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let v = of(cx, req)?;
    let meeting = cx.need::<Supervised>(params![v.id, req.param::<EntryId>("meeting")?])?;
    let form = typed(cx, req, Some("on"))?;
    let fields = html! {
        p.govuk-body { (meeting.action.as_deref().unwrap_or("This meeting has no action.")) }
        (ui::date_input("on", "When was it done?").show(&form))
        (ui::textarea("words", "What became of it?").rows(3).most(LONGEST).show(&form))
    };
    page(req, &v, &form, "What became of an action", &fields, "Save")
}

pub(super) fn done_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let id: VolunteerId = req.param("id")?;
    let mut form = req.form();
    let (on, words) = (form.date("on", "the day"), form.text("words", "what became of it", LONGEST));
    let (on, words) = form.complete((on, words))?;
    finish_action(cx, id, req.param("meeting")?, on, &words)?;
    Ok(Reply::done(path(id, "#supervision"), "The action is done"))
}

pub(super) fn claim_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let v = of(cx, req)?;
    let form = typed(cx, req, Some("on"))?;
    let fields = html! {
        (ui::input("what", "What was it for?").hint("Such as a bus fare to a meeting").show(&form))
        (ui::date_input("on", "On which day?").show(&form))
        (ui::input("amount", "Amount").prefix("£").width(8).show(&form))
    };
    page(req, &v, &form, &format!("Record a claim: {}", v.name), &fields, "Record the claim")
}

pub(super) fn claim_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let id: VolunteerId = req.param("id")?;
    let mut form = req.form();
    let (what, on) = (form.text("what", "what it was for", 200), form.date("on", "the day"));
    let amount = form.pence("amount", "the amount", false);
    let (what, on, amount) = form.complete((what, on, amount))?;
    claim(cx, id, on, &what, amount)?;
    Ok(Reply::done(path(id, "#expenses"), "The claim was recorded"))
}

pub(super) fn decide_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let v = of(cx, req)?;
    let claim = cx.need::<Expense>(params![v.id, req.param::<EntryId>("expense")?])?;
    let form = typed(cx, req, None)?;
    let fields = html! {
        p.govuk-body { (claim.what) ", " (ui::day(claim.on_day)) ": " strong { (pounds(claim.pence)) } }
        (ui::radios("decision", "What do you decide?").items([ui::item("pay", "It is paid"), ui::item("refuse", "It is refused")]).show(&form))
        (ui::textarea("why", "Why?").hint("Needed when it is refused").rows(2).most(LONGEST).show(&form))
    };
    page(req, &v, &form, &format!("Claim of {}", v.name), &fields, "Save")
}

pub(super) fn decide_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let id: VolunteerId = req.param("id")?;
    let mut form = req.form();
    let decision = form.code("decision", "what you decide", &["pay", "refuse"]);
    let why = form.optional_text("why", "the reason", LONGEST);
    let (decision,) = form.complete((decision,))?;
    decide_claim(cx, id, req.param("expense")?, decision == "pay", why.as_deref())?;
    Ok(Reply::done(path(id, "#expenses"), "The claim was decided"))
}

pub(super) fn conflict_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let v = of(cx, req)?;
    let form = typed(cx, req, None)?;
    let kinds = [ConflictKind::Knows, ConflictKind::Other].map(|k| ui::item(k.code(), k.words()));
    let fields = html! {
        (ui::input("crn", "CRN of the person").width(10).show(&form))
        (ui::radios("kind", "Why?").items(kinds).show(&form))
        (ui::textarea("words", "More about it (optional)").rows(2).most(500).show(&form))
    };
    page(req, &v, &form, &format!("{} is not to be matched with", v.name), &fields, "Save")
}

pub(super) fn conflict_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let id: VolunteerId = req.param("id")?;
    let mut form = req.form();
    let crn = form.crn("crn", "the CRN");
    let kind = form.choice("kind", "why", |code| code.parse::<ConflictKind>().ok());
    let words = form.optional_text("words", "more about it", 500);
    let (crn, kind) = form.complete((crn, kind))?;
    let record = whose(cx, &crn)?;
    record_conflict(cx, id, record, kind, words.as_deref())?;
    Ok(Reply::done(path(id, ""), "The conflict was recorded"))
}

/// The person with that CRN, whom the actor may see.
fn whose(cx: &mut Cx<'_>, crn: &Crn) -> Result<kernel::PersonId> {
    let unknown = || Failure::refused("crn", "unknown_crn", "Nobody has this CRN");
    let keys = match people::keys_of_crn(cx, crn) {
        Err(Failure::NotFound) => return Err(unknown()),
        other => other?,
    };
    access::may_see(cx, &keys)?;
    Ok(keys.survivor)
}

pub(super) fn conflict_end_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let v = of(cx, req)?;
    cx.need::<Conflict>(params![v.id, req.param::<EntryId>("conflict")?])?;
    let form = typed(cx, req, None)?;
    let fields = ui::textarea("why", "Why may they be matched now?").rows(3).most(500).show(&form);
    page(req, &v, &form, "End a conflict", &fields, "End it")
}

pub(super) fn conflict_end_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let id: VolunteerId = req.param("id")?;
    let mut form = req.form();
    let why = form.text("why", "why they may be matched now", 500);
    let (why,) = form.complete((why,))?;
    end_conflict(cx, id, req.param("conflict")?, &why)?;
    Ok(Reply::done(path(id, ""), "The conflict has ended"))
}

pub(super) fn own_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let v = of(cx, req)?;
    let form = typed(cx, req, None)?;
    let fields = html! {
        p.govuk-body { "The link is shown to those who keep volunteers and may open the record. It keeps the volunteer from being matched with themselves." }
        (ui::input("crn", "CRN of their own record").width(10).show(&form))
    };
    page(req, &v, &form, &format!("Own record of {}", v.name), &fields, "Link the record")
}

pub(super) fn own_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let id: VolunteerId = req.param("id")?;
    let mut form = req.form();
    let crn = form.crn("crn", "the CRN");
    let (crn,) = form.complete((crn,))?;
    let record = whose(cx, &crn)?;
    link_own_record(cx, id, record)?;
    Ok(Reply::done(path(id, ""), "The record was linked"))
}
