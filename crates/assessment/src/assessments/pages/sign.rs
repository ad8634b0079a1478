//! Signing, with everything that stands against it on one page; and the manager's page: countersign, or return.

use super::show::everything;
use super::{asked, asked_to_change, lines, path};
use crate::assessments::actions::{Standing, countersign, give_back, sign, standing};
use crate::assessments::read::{sheet, steps};
use crate::assessments::{Assessment, State, StepKind};
use crate::harm;
use crate::questions::current;
use people::OpenPerson;
use store::Cx;
use web::form::Form;
use web::{Answer, Markup, Reply, Request, html, ui};

/// The longest reason, in characters.
const LONGEST_REASON: usize = 4_000;

pub(super) fn form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, assessment) = asked(cx, req)?;
    if !assessment.state.takes_answers() {
        return Ok(Reply::to(path(&open, &assessment, "")));
    }
    let found = standing(cx, &open, &assessment)?;
    let form = req.typed(cx)?.unwrap_or_else(Form::blank);
    let levels = harm::pages::levels_given(&found.sheet);
    let frame = people::frame(req, cx, &open, "Assess and plan")?.titled("Sign the assessment");
    let body = html! {
        (ui::error_summary(&form))
        span.govuk-caption-l { (assessment.name()) }
        h1.govuk-heading-l { "Sign the assessment" }
        @if found.against.is_empty() {
            (levels)
            (second_signature(&found.grounds))
            p.govuk-body { "A signed assessment is locked. A change afterwards is a review." }
            (req.form_frame(&path(&open, &assessment, "/sign")).show(&html! {
                @if !found.unread.is_empty() { (unread(&found, &form)) }
                (ui::button("Sign").show())
            }))
        } @else { (against(&open, &assessment, &found)) }
    };
    Ok(Reply::page(frame.back(path(&open, &assessment, "")), body))
}

fn against(open: &OpenPerson, assessment: &Assessment, found: &Standing) -> Markup {
    let mut sections: Vec<&str> = found.against.iter().map(|a| a.section.as_str()).collect();
    sections.dedup();
    html! {
        p.govuk-body { (ui::count(found.against.len() as i64, "thing stands", "things stand")) " against signing." }
        @for code in sections {
            @if let Some(section) = found.catalogue.section(code) {
                h2.govuk-heading-s { (section.number) ". " (section.words) }
                ul.govuk-list.govuk-list--bullet {
                    @for one in found.against.iter().filter(|a| a.section == code) {
                        @let field = super::section::field(&one.question);
                        @let href = path(open, assessment, &format!("/sections/{code}#{field}"));
                        li { a.govuk-link href=(href) { (short(&one.words)) } }
                    }
                }
            }
        }
        @for one in &found.unread { p.govuk-body { "Not analysed: " (ui::link(&one.href, &one.words)) } }
    }
}

/// Without the section, which stands above.
fn short(words: &str) -> &str {
    words.find('“').and_then(|at| words.get(at..)).unwrap_or(words)
}

fn second_signature(grounds: &[String]) -> Markup {
    html! {
        @if !grounds.is_empty() {
            (ui::inset(&html! {
                p.govuk-body { "A manager signs it too:" }
                ul.govuk-list.govuk-list--bullet { @for ground in grounds { li { (ground) } } }
            }))
        }
    }
}

fn unread(found: &Standing, form: &Form) -> Markup {
    html! {
        (ui::warning("An answer has come that nobody has analysed."))
        ul.govuk-list.govuk-list--bullet { @for one in &found.unread { li { (ui::link(&one.href, &one.words)) } } }
        (ui::textarea("past_unread", "Why is it signed without that?").hint("Kept in the record; a manager signs too").rows(3).most(LONGEST_REASON).show(form))
    }
}

pub(super) fn save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, mut assessment) = asked_to_change(cx, req)?;
    let mut form = req.form();
    let reason = form.optional_text("past_unread", "the reason", LONGEST_REASON);
    form.finish()?;
    sign(cx, &open, &mut assessment, reason.as_deref())?;
    let words = match assessment.state {
        State::Waiting => format!("{} is signed and waits for a manager", assessment.name()),
        _ => format!("{} is signed", assessment.name()),
    };
    Ok(Reply::done(path(&open, &assessment, ""), words))
}

pub(super) fn second_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, assessment) = asked(cx, req)?;
    if assessment.state != State::Waiting {
        return Ok(Reply::to(path(&open, &assessment, "")));
    }
    let (catalogue, answers) = (current(cx)?, sheet(cx, &assessment)?);
    let done = steps(cx, &assessment)?;
    let past = done.iter().rev().find(|s| s.kind == StepKind::PastUnread);
    let form = req.typed(cx)?.unwrap_or_else(Form::blank);
    let frame = people::frame(req, cx, &open, "Assess and plan")?.titled("Countersign or return");
    let body = html! {
        (ui::error_summary(&form))
        span.govuk-caption-l { (assessment.name()) ", signed by " (assessment.signed_by.as_deref().unwrap_or("nobody")) }
        h1.govuk-heading-l { "Countersign or return" }
        (harm::pages::levels_given(&answers))
        @if let Some(past) = past {
            (ui::inset(&html! {
                p.govuk-body { strong { "Signed past an answer that nobody has analysed" } }
                p.govuk-body { (lines(past.reason.as_deref().unwrap_or_default())) }
            }))
        }
        @if let Some(before) = assessment.based_on {
            p.govuk-body { (ui::link(&path(&open, &assessment, &format!("/compare?with={before}")), "Compare with the last signed assessment")) }
        }
        (ui::details("Everything it says", &everything(&assessment, &catalogue, &answers)))
        (req.form_frame(&path(&open, &assessment, "/countersign")).show(&html! {
            (ui::radios("decision", "Your decision").items([
                ui::item("countersign", "Countersign").hint("It is locked, and its levels of risk hold from today"),
                ui::item("return", "Return for changes").hint("Its author can change it and sign again"),
            ]).show(&form))
            (ui::textarea("reason", "Reasons").hint("Must be given when it is returned").rows(4).most(LONGEST_REASON).show(&form))
            (ui::button("Save the decision").show())
        }))
    };
    Ok(Reply::page(frame.back(path(&open, &assessment, "")), body))
}

pub(super) fn second_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, mut assessment) = asked_to_change(cx, req)?;
    let mut form = req.form();
    let decision = form.code("decision", "your decision", &["countersign", "return"]);
    let reason = form.optional_text("reason", "the reasons", LONGEST_REASON).unwrap_or_default();
    let (decision,) = form.complete((decision,))?;
    let words = if decision == "countersign" {
        countersign(cx, &open, &mut assessment, &reason)?;
        format!("{} is countersigned", assessment.name())
    } else {
        give_back(cx, &mut assessment, &reason)?;
        format!("{} is returned for changes", assessment.name())
    };
    Ok(Reply::done(path(&open, &assessment, ""), words))
}
