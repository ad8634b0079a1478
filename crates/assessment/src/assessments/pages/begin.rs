//! Beginning an assessment, and withdrawing one begun in error.

use super::{asked, asked_to_change, path};
use crate::assessments::actions::{BODIES, Beginning, begin, withdraw};
use crate::assessments::{Kind, Setting, latest_signed, open_assessment};
use crate::harm::setting_of;
use kernel::Crn;
use store::Cx;
use web::form::Form;
use web::{Answer, Reply, Request, html, ui};

/// The longest reason, in characters.
const LONGEST_REASON: usize = 4_000;

pub(super) fn form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    if let Some(now) = open_assessment(cx, &open.keys)? {
        return Ok(Reply::to(path(&open, &now, "")));
    }
    let signed = latest_signed(cx, &open.keys)?;
    let (kind, setting) = (if signed.is_some() { "review" } else { "initial" }, setting_of(cx, &open.keys)?);
    let sensible = || Form::of([("kind", kind), ("setting", setting.code()), ("begun_for", "probation")]);
    let form = req.typed(cx)?.unwrap_or_else(sensible);
    let kinds = [
        ui::item("initial", "Initial")
            .hint("What must be known first: safety, needs at a glance, risk of serious harm"),
        ui::item("full", "Full").hint("Every section"),
        ui::item("review", "Review")
            .hint("Every section, with the answers of the last assessment to confirm or change"),
    ];
    let kinds = kinds.into_iter().take(if signed.is_some() { 3 } else { 2 });
    let frame = people::frame(req, cx, &open, "Assess and plan")?.titled("Begin an assessment");
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { "Begin an assessment" }
        @if let Some(signed) = &signed {
            p.govuk-body { "The answers of " (signed.name()) " are carried into it and marked, until somebody confirms them." }
        }
        (req.form_frame(&open.path("/assessment/new")).show(&html! {
            (ui::radios("kind", "How much is asked?").items(kinds).show(&form))
            (ui::radios("setting", "Where is the person?").item("community", "In the community").item("custody", "In custody").show(&form))
            (ui::radios("begun_for", "For whom is it begun?").hint("Everybody shares it afterwards")
                .items(BODIES.iter().map(|(code, words)| ui::item(*code, *words))).show(&form))
            (ui::button("Begin").show())
        }))
    };
    Ok(Reply::page(frame.back(open.path("/assessment")), body))
}

pub(super) fn save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let mut form = req.form();
    let kind = form.choice("kind", "how much is asked", |code| code.parse::<Kind>().ok());
    let setting = form.choice("setting", "where the person is", |code| code.parse::<Setting>().ok());
    let codes: Vec<&str> = BODIES.iter().map(|(code, _)| *code).collect();
    let begun_for = form.code("begun_for", "for whom it is begun", &codes);
    let (kind, setting, begun_for) = form.complete((kind, setting, begun_for))?;
    let assessment = begin(cx, &open, &Beginning { kind, setting, begun_for })?;
    Ok(Reply::done(path(&open, &assessment, ""), format!("{} is open", assessment.name())))
}

pub(super) fn withdraw_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, assessment) = asked(cx, req)?;
    let form = req.typed(cx)?.unwrap_or_else(Form::blank);
    let frame = people::frame(req, cx, &open, "Assess and plan")?.titled("Withdraw the assessment");
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { "Withdraw " (assessment.name()) }
        (ui::warning("Only for one begun in error. It stays readable, its answers are not carried any further, and nobody can go on with it."))
        (req.form_frame(&path(&open, &assessment, "/withdraw")).show(&html! {
            (ui::textarea("reason", "Why was it begun in error?").rows(3).most(LONGEST_REASON).show(&form))
            (ui::button_group(&html! {
                (ui::button("Withdraw it").warning().show())
                (ui::link(&path(&open, &assessment, ""), "Cancel"))
            }))
        }))
    };
    Ok(Reply::page(frame.back(path(&open, &assessment, "")), body))
}

pub(super) fn withdraw_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, mut assessment) = asked_to_change(cx, req)?;
    let mut form = req.form();
    let reason = form.text("reason", "why it was begun in error", LONGEST_REASON);
    let (reason,) = form.complete((reason,))?;
    withdraw(cx, &mut assessment, &reason)?;
    Ok(Reply::done(open.path("/assessment"), format!("{} is withdrawn", assessment.name())))
}
