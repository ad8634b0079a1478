//! Looking at a nomination: compare, visit, health and safety, asking others and their answers, and the delivery unit.

use super::{framed, of, path};
use crate::desk::{LONGEST, form_page, now_stands, seen, with_day};
use crate::nominations::actions::{answer, ask_body, choose_unit, look};
use crate::nominations::records::{AnswerKind, Consultation, Deed, Nomination};
use crate::projects::policy::Policy;
use kernel::{EntryId, UnitId};
use store::{Cx, Failure, Result, params};
use web::form::Form;
use web::ui::{self, item, row};
use web::{Answer, Markup, Reply, Request, html};

/// What stands there now, for whoever was slower.
pub(super) fn stands(req: &Request, n: &Nomination) -> Markup {
    now_stands(req, &[row("How it stands", n.state.words())])
}

fn deed_of(req: &Request) -> Result<Deed> {
    let typed = req.pairs().iter().find(|(n, _)| n == "what").map(|(_, v)| v.as_str());
    let deed = typed.or(req.query("what")).and_then(|code| code.parse::<Deed>().ok());
    deed.filter(|d| matches!(d, Deed::Compare | Deed::Visit | Deed::Safety)).ok_or(Failure::NotFound)
}

/// Title, the question, the answers, and help for the words.
fn asks(deed: Deed) -> (&'static str, &'static str, [&'static str; 2], &'static str) {
    match deed {
        Deed::Compare => (
            "Compare with other nominations",
            "Is this a nomination of its own?",
            ["Yes, nobody has nominated it before", "No, it was nominated before"],
            "Which ones you looked at, and what is different",
        ),
        Deed::Visit => (
            "Visit the place",
            "Would the work suit unpaid work?",
            ["Yes", "No"],
            "Who was met, how much work there is, who owns the place and agrees, toilets and water, what else was found",
        ),
        _ => (
            "Look at health and safety",
            "Can the work be done safely?",
            ["Yes, with what is said below", "No"],
            "Hazards and what would be done about them, tools, traffic, water, who is near",
        ),
    }
}

pub(super) fn form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (n, deed) = (of(cx, req)?, deed_of(req)?);
    let (title, question, [yes, no], help) = asks(deed);
    let today = cx.today();
    let form = req.typed(cx)?.unwrap_or_else(|| with_day(Form::blank(), "on", today));
    let others = if deed == Deed::Compare { super::show::others(cx, &n)? } else { Vec::new() };
    let fields = html! {
        (stands(req, &n))
        @if deed == Deed::Compare {
            @if others.is_empty() { p.govuk-body { "Nothing like it was found by postcode or words. Others may still be the same." } } @else {
                p.govuk-body { "These may be the same:" }
                ul.govuk-list.govuk-list--bullet {
                    @for (other, why) in &others { li { (ui::link(&path(other.id, ""), &other.reference)) ", " (other.place) ": " (other.what) " (" (why.to_lowercase()) ")" } }
                }
            }
        }
        input type="hidden" name="what" value=(deed.code());
        (ui::date_input("on", "On which day?").show(&form))
        (ui::radios("well", question).items([item("yes", yes), item("no", no)]).show(&form))
        (ui::textarea("words", "What was found?").hint(help).rows(5).most(LONGEST).show(&form))
    };
    form_page(req, framed(req, &n, title), &form, (title, n.version), &fields, "Save")
}

pub(super) fn save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (n, deed) = (of(cx, req)?, deed_of(req)?);
    let mut form = req.form();
    let on = form.date("on", "the day");
    let well = form.yes_no("well", "it speaks for the nomination");
    let words = form.text("words", "what was found", LONGEST);
    let (on, well, words) = form.complete((on, well, words))?;
    look(cx, n.id, deed, (on, well, &words), Some(seen(&form)?))?;
    Ok(Reply::done(path(n.id, ""), format!("Recorded: {}", deed.words().to_lowercase())))
}

pub(super) fn unit_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let n = of(cx, req)?;
    let units = organisation::units(cx)?;
    let unit = n.unit_id.map_or_else(String::new, |id| id.to_string());
    let form = req.typed(cx)?.unwrap_or_else(|| Form::of([("unit", unit)]));
    let options = units.iter().map(|u| (u.id.to_string(), u.name.clone()));
    let fields = html! {
        (stands(req, &n))
        p.govuk-body { "Where it is: " (n.place) @if let Some(postcode) = &n.postcode { ", " (postcode) } }
        (ui::select("unit", "Delivery unit").option("", "Choose a delivery unit").options(options).show(&form))
    };
    let title = "In which delivery unit is it?";
    form_page(req, framed(req, &n, title), &form, (title, n.version), &fields, "Save")
}

pub(super) fn unit(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let n = of(cx, req)?;
    let mut form = req.form();
    let unit = form.id::<UnitId>("unit", "the delivery unit");
    let unit = form.complete(unit)?;
    choose_unit(cx, n.id, unit, Some(seen(&form)?))?;
    Ok(Reply::done(path(n.id, ""), "The delivery unit was saved"))
}

pub(super) fn ask_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let n = of(cx, req)?;
    let today = cx.today();
    let form = req.typed(cx)?.unwrap_or_else(|| with_day(Form::blank(), "asked_on", today));
    let bodies = Policy::shipped()?.bodies(today).map(|b| {
        let hint =
            if b.yearly { format!("To be asked about unpaid work each year: {}", b.source) } else { b.source.clone() };
        item(b.code.clone(), b.en.clone()).hint(hint)
    });
    let fields = html! {
        (stands(req, &n))
        (ui::radios("body", "Who was asked?").items(bodies).show(&form))
        (ui::input("whom", "Name of the organisation").hint("Not of a person").show(&form))
        (ui::date_input("asked_on", "On which day?").show(&form))
    };
    let title = "Ask those concerned";
    form_page(req, framed(req, &n, title), &form, (title, n.version), &fields, "Save")
}

pub(super) fn ask(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let n = of(cx, req)?;
    let mut form = req.form();
    let body = form.choice("body", "who was asked", |code| Some(code.to_owned()));
    let whom = form.text("whom", "the name of the organisation", 120);
    let on = form.date("asked_on", "the day");
    let (body, whom, on) = form.complete((body, whom, on))?;
    ask_body(cx, n.id, (&body, &whom, on), Some(seen(&form)?))?;
    Ok(Reply::done(path(n.id, ""), format!("Recorded that {whom} was asked")))
}

fn asked_of(cx: &mut Cx<'_>, req: &Request) -> Result<(Nomination, Consultation)> {
    let n = of(cx, req)?;
    let asked = cx.need::<Consultation>(params![n.id, req.param::<EntryId>("asked")?])?;
    Ok((n, asked))
}

pub(super) fn answer_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (n, asked) = asked_of(cx, req)?;
    let today = cx.today();
    let form = req.typed(cx)?.unwrap_or_else(|| with_day(Form::blank(), "answered_on", today));
    let kinds = AnswerKind::ALL.iter().map(|kind| item(kind.code(), kind.words()));
    let fields = html! {
        p.govuk-body { "Asked on " (ui::day(asked.asked_on)) ", to answer by " (ui::day(asked.answer_by)) "." }
        (ui::radios("answer", "What did they answer?").items(kinds).show(&form))
        (ui::date_input("answered_on", "On which day?").show(&form))
        (ui::textarea("words", "In their words (needed when they object)").rows(4).most(LONGEST).show(&form))
    };
    let title = format!("The answer of {}", asked.whom);
    form_page(req, framed(req, &n, &title), &form, (&title, n.version), &fields, "Save")
}

pub(super) fn answered(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (n, asked) = asked_of(cx, req)?;
    let mut form = req.form();
    let kind = form.choice("answer", "what they answered", |code| code.parse::<AnswerKind>().ok());
    let on = form.date("answered_on", "the day");
    let words = form.optional_text("words", "their words", LONGEST);
    let (kind, on) = form.complete((kind, on))?;
    answer(cx, n.id, asked.id, (kind, on, words.as_deref()))?;
    Ok(Reply::done(path(n.id, ""), format!("Recorded the answer of {}", asked.whom)))
}
