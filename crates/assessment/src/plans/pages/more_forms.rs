//! The forms of what the person says, of the risk management plan, and of home visits.

use super::TAB;
use crate::parts::{form_page, opened, with_date};
use crate::plans::agreement::{NewAgreement, agree};
use crate::plans::reading::{newest_first, visits};
use crate::plans::records::{Agreed, RiskPlan};
use crate::plans::risk::{self, RiskFacts, write_risk_plan};
use crate::plans::rules::LONGEST;
use crate::plans::visits::{NewVisit, cancel_visit, plan_visit};
use kernel::{EntryId, PlanEntryId};
use store::{Cx, Failure};
use web::form::Form;
use web::{Answer, Reply, Request, html, ui};

const BACK: &str = "/plan";

pub(super) fn agreement(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let today = cx.today();
    let form = req.typed(cx)?.unwrap_or_else(|| with_date(Form::blank(), "on", today));
    let reason =
        || ui::textarea("reason", "What not, and what was done about it?").plain().rows(3).most(LONGEST).show(&form);
    let body = html! {
        p.govuk-body { "Go through the plan together, then write down what the person says. Read it back before you save." }
        (req.form_frame(&open.path("/plan/agreement")).show(&html! {
            (ui::textarea("own_words", "What does the person say, in their own words?").rows(5).most(LONGEST).show(&form))
            (ui::radios("agreed", "Does the person agree with the plan?").items([
                ui::item("yes", "Yes"),
                ui::item("in-part", "In part"),
                ui::item("no", "No"),
            ]).show(&form))
            (reason())
            (ui::date_input("on", "When was this?").show(&form))
            (ui::button("Save").show())
        }))
    };
    form_page(cx, req, &open, (TAB, "What the person says of the plan", BACK), &form, &body)
}

pub(super) fn save_agreement(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let mut form = req.form();
    let own_words = form.text("own_words", "what the person says", LONGEST);
    let agreed = form.choice("agreed", "whether the person agrees", |code| code.parse::<Agreed>().ok());
    let reason = form.optional_text("reason", "what the person does not agree with", LONGEST);
    let on = form.date("on", "the day");
    let (own_words, agreed, on) = form.complete((own_words, agreed, on))?;
    agree(cx, &open.keys, &NewAgreement { on, agreed, own_words, reason })?;
    Ok(Reply::done(open.path(BACK), "What the person says is written down"))
}

/// What each part of the risk management plan is for.
fn hint(field: &str) -> &'static str {
    match field {
        "supervision" => "Who sees the person, how often, and what they look out for",
        "monitoring" => "Conditions, checks and restrictions, and who watches over each",
        "interventions" => "Programmes, treatment and support that lower the risk",
        "victim_safety" => "What keeps victims and those at risk safe. Write no address or telephone number here",
        _ => "The signs that risk is rising, and what is done at once, by whom",
    }
}

pub(super) fn risk(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let written = newest_first::<RiskPlan>(cx, &open.keys)?;
    let stands = written.first();
    let blank = || RiskFacts {
        supervision: String::new(),
        monitoring: String::new(),
        interventions: String::new(),
        victim_safety: String::new(),
        contingency: String::new(),
    };
    let facts = stands.map_or_else(blank, RiskFacts::of);
    let known = Form::of(facts.parts().map(|(field, _, text)| (field, text.to_owned())));
    let form = req.typed(cx)?.unwrap_or(known);
    let seen = stands.map(|r| r.id.to_string()).unwrap_or_default();
    let body = html! {
        p.govuk-body { "Every part is written as a whole, and the version before is kept. Where nothing is needed, say so and why." }
        @if req.is_conflict() {
            (ui::inset(&html! {
                strong { "What stands now" }
                @for (_, name, text) in facts.parts() { p.govuk-body { strong { (name) ": " } (text) } }
            }))
        }
        (req.form_frame(&open.path("/plan/risk")).hidden("seen", seen).show(&html! {
            @for (field, name, _) in facts.parts() {
                (ui::textarea(field, name).hint(hint(field)).rows(5).most(risk::LONGEST).show(&form))
            }
            (ui::button("Save the risk management plan").show())
        }))
    };
    form_page(cx, req, &open, (TAB, "Risk management plan", BACK), &form, &body)
}

pub(super) fn save_risk(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let form = req.form();
    let part = |name: &str| form.typed(name).replace("\r\n", "\n");
    let facts = RiskFacts {
        supervision: part("supervision"),
        monitoring: part("monitoring"),
        interventions: part("interventions"),
        victim_safety: part("victim_safety"),
        contingency: part("contingency"),
    };
    let seen = form.typed("seen").parse::<EntryId>().ok();
    write_risk_plan(cx, &open.keys, &facts, seen)?;
    Ok(Reply::done(open.path(BACK), "The risk management plan is written"))
}

pub(super) fn visit(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let form = req.typed(cx)?.unwrap_or_else(Form::blank);
    let body = html! {
        (req.form_frame(&open.path("/plan/visits/new")).show(&html! {
            (ui::date_input("by", "By when?").show(&form))
            (ui::textarea("purpose", "What is the visit for?").rows(3).most(LONGEST).show(&form))
            (ui::textarea("precautions", "What do staff take account of?").hint("Who goes, dogs, others in the home. If there is nothing, say so").rows(3).most(LONGEST).show(&form))
            (ui::button("Plan the visit").show())
        }))
    };
    form_page(cx, req, &open, (TAB, "Plan a home visit", BACK), &form, &body)
}

pub(super) fn save_visit(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let mut form = req.form();
    let by = form.date("by", "the day");
    let purpose = form.text("purpose", "what the visit is for", LONGEST);
    let precautions = form.text("precautions", "what staff take account of, or that there is nothing", LONGEST);
    let (by, purpose, precautions) = form.complete((by, purpose, precautions))?;
    plan_visit(cx, &open.keys, &NewVisit { by, purpose, precautions })?;
    Ok(Reply::done(open.path(BACK), "The home visit is planned"))
}

pub(super) fn cancel(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let id = req.param::<PlanEntryId>("id")?;
    let standing = visits(cx, &open.keys)?.into_iter().find(|v| v.visit.id == id).ok_or(Failure::NotFound)?;
    let form = req.typed(cx)?.unwrap_or_else(Form::blank);
    let body = html! {
        (ui::summary_list(&[
            ui::row("By", ui::day(standing.visit.by_day)),
            ui::row("What for", standing.visit.purpose.clone()),
        ]))
        (req.form_frame(&open.path(&format!("/plan/visits/{id}/cancel"))).show(&html! {
            (ui::textarea("words", "Why will it not be made?").rows(3).most(LONGEST).show(&form))
            (ui::button("Cancel the visit").warning().show())
        }))
    };
    form_page(cx, req, &open, (TAB, "Cancel a home visit", BACK), &form, &body)
}

pub(super) fn save_cancel(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let mut form = req.form();
    let words = form.text("words", "why the visit will not be made", LONGEST);
    let (words,) = form.complete((words,))?;
    cancel_visit(cx, &open.keys, req.param("id")?, &words)?;
    Ok(Reply::done(open.path(BACK), "The visit is cancelled"))
}
