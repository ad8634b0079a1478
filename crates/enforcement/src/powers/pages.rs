//! What an officer may do today under each order, with the reasons; using a power; what was used.

use super::actions::{Using, undo_power, use_power, uses_of};
use super::credit::credit_of;
use super::facts::{KnownFacts, case_of, of_order, of_person};
use super::records::PowerUse;
use super::{curfew, curfew_form};
use crate::policy::Policy;
use crate::published::{Step, steps};
use kernel::{Crn, OrderId, Permission, PowerId};
use law::{Law, Nature, Power, PowerKind, PowerVerdict, Sureness, Verdict};
use people::OpenPerson;
use sentences::OrderWithParts;
use std::collections::BTreeMap;
use store::{Cx, Failure, Result};
use web::form::Form;
use web::ui::{self, Colour};
use web::{Answer, Markup, Reply, Request, Route, html};

const LONGEST: usize = 4_000;

pub(super) fn routes() -> Vec<Route> {
    let (read, enforce) = (Permission::ReadPeople, Permission::Enforce);
    vec![
        Route::get("/people/{crn}/powers", read, show),
        Route::get("/people/{crn}/powers/use/{order}/{power}", enforce, use_form),
        Route::post("/people/{crn}/powers/use/{order}/{power}", enforce, use_save),
        Route::get("/people/{crn}/powers/used/{id}/undo", enforce, undo_form),
        Route::post("/people/{crn}/powers/used/{id}/undo", enforce, undo_save),
    ]
}

fn verdict_tag(verdict: &PowerVerdict<'_>) -> Markup {
    match (verdict.verdict, verdict.power.nature) {
        (_, Nature::Proposed) => ui::tag(Colour::Grey, "Not the law"),
        (Verdict::Allowed, _) => ui::tag(Colour::Green, "May be used"),
        (Verdict::CannotTell, _) => ui::tag(Colour::Plain, "Answer first"),
        (Verdict::NotAllowed, _) => ui::tag(Colour::Grey, "Not now"),
    }
}

fn reasons(law: &Law, verdict: &PowerVerdict<'_>, known: &KnownFacts) -> Markup {
    let lines = verdict.reasons.iter().map(|r| {
        let from = r.asks.as_ref().and_then(|code| known.get(code)).map(|fact| fact.why.clone());
        let question = r.asks.as_ref().filter(|_| r.verdict == Verdict::CannotTell);
        let question = question.and_then(|code| law.power_facts().iter().find(|f| f.code == *code));
        (r.words.clone(), from, question.map(|f| f.question.clone()))
    });
    let lines: Vec<_> = lines.collect();
    html! {
        ul.govuk-list.govuk-list--bullet {
            @for (words, from, question) in &lines {
                li { (words) @if let Some(from) = from { " " span.govuk-hint { (from) "." } } @if let Some(question) = question { " " span.govuk-hint { (question) } } }
            }
        }
    }
}

fn source(power: &Power) -> String {
    let sure = if power.sure == Sureness::Assumed { " (assumed)" } else { "" };
    format!("{}{sure}", power.source)
}

fn what_to_do(open: &OpenPerson, order: &OrderWithParts, power: &Power) -> Markup {
    match power.kind {
        PowerKind::EndOrder | PowerKind::EndSupervision => {
            ui::link(&open.path(&format!("/early-ends/new/{}", order.order.id)), "Propose an early end")
        }
        PowerKind::CreditWork => html! { "Credited by itself" },
        _ => ui::link(&open.path(&format!("/powers/use/{}/{}", order.order.id, power.code)), "Use it"),
    }
}

fn order_name(law: &Law, order: &OrderWithParts) -> String {
    let name = law.sentence(&order.order.sentence).map_or(order.order.sentence.as_str(), |s| s.en.as_str());
    format!("{name} of {}", ui::day(order.order.made_on))
}

fn of_one(
    cx: &mut Cx<'_>,
    open: &OpenPerson,
    person: &super::facts::OfPerson,
    steps: &[Step],
    order: &OrderWithParts,
) -> Result<Markup> {
    let law = cx.part::<Law>()?;
    let known = of_order(cx, open, person, order)?;
    let case = case_of(cx, open, order, &known, &BTreeMap::new())?;
    let (verdicts, over) = (super::verdicts(&law, &case, &order.order), order.order.supervision_ended_on);
    let credit = credit_of(&law, steps, order);
    let may = cx.may(Permission::Enforce);
    Ok(html! {
        h2.govuk-heading-m { (order_name(&law, order)) }
        @if let Some(day) = over { p.govuk-body { "Supervision under it ended early, on " (ui::day(day)) ". The operational period runs on." } }
        @for verdict in &verdicts {
            (ui::SummaryCard::new(verdict.power.en.clone()).holding(&html! {
                p.govuk-body { (verdict_tag(verdict)) @if may && verdict.verdict != Verdict::NotAllowed { " " (what_to_do(open, order, verdict.power)) } }
                p.govuk-body { (verdict.power.words) }
                @if verdict.power.kind == PowerKind::CreditWork && let Some(words) = &credit { p.govuk-body { (words) } }
                (ui::details("Why", &html! { (reasons(&law, verdict, &known)) p.govuk-hint { (source(verdict.power)) } }))
            }))
        }
    })
}

fn used(law: &Law, open: &OpenPerson, uses: &[PowerUse], may: bool) -> Markup {
    let rows = uses.iter().map(|u| {
        let until = u.ends_on.map_or_else(|| "the end of the order".into(), ui::day);
        let undo = open.path(&format!("/powers/used/{}/undo", u.id));
        let name = law.power(&u.power).map_or(u.power.as_str(), |p| p.en.as_str());
        [
            html! { (name) br; span.govuk-hint.tc-prose { (u.words) } @if let Some(change) = u.curfew_change() { (curfew_form::shown(&change)) } },
            html! { (ui::day(u.starts_on)) " to " (until) },
            html! { (u.used_by) ", " (ui::short_day(u.used_on)) br; span.govuk-hint { (u.reason) } },
            html! {
                @if let Some(id) = u.document_id { (ui::link_about(&open.path(&format!("/documents/{id}")), "Notice", name)) br; }
                @match (&u.undone_on, &u.undone_why) {
                    (Some(on), why) => { (ui::tag(Colour::Grey, "Taken back")) " " (ui::short_day(*on)) br; (why.as_deref().unwrap_or("")) }
                    (None, _) if may => (ui::link_about(&undo, "Take back", name)),
                    _ => "Holds",
                }
            },
        ]
    });
    let columns = ["Power", "Holds", "Used by", "State"].map(ui::column);
    html! {
        h2.govuk-heading-m { "Used so far" }
        @if uses.is_empty() { (ui::empty("No power has been used.", None)) }
        @else { (ui::Table::new("Powers used, the newest first", columns).unseen_caption().rows(rows).show()) }
    }
}

fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let law = cx.part::<Law>()?;
    cx.ask_together(&crate::asked::of_powers(&open.keys))?;
    let orders = super::standing_orders(cx, &open)?;
    let steps = steps(cx, &open.keys)?;
    let person = of_person(cx, &open)?;
    let mut parts = Vec::new();
    for order in &orders {
        parts.push(of_one(cx, &open, &person, &steps, order)?);
    }
    let uses = uses_of(cx, &open.keys)?;
    let body = html! {
        h1.govuk-heading-l { "What you may do under the order" }
        @if orders.is_empty() { (ui::empty("There is no open order.", None)) }
        @for part in &parts { (part) }
        (used(&law, &open, &uses, cx.may(Permission::Enforce)))
    };
    let frame = people::frame(req, cx, &open, "Compliance")?.titled("What you may do under the order");
    Ok(Reply::page(frame.back(open.path("/compliance")), body))
}

fn chosen(cx: &mut Cx<'_>, req: &Request) -> Result<(OpenPerson, OrderWithParts, String)> {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let order = sentences::order(cx, &open.keys, req.param::<OrderId>("order")?)?;
    Ok((open, order, req.param::<String>("power")?))
}

/// The field of one fact.
fn field(fact: &str) -> String {
    format!("fact-{fact}")
}

fn use_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, order, code) = chosen(cx, req)?;
    let law = cx.part::<Law>()?;
    let power = law.power(&code).ok_or(Failure::NotFound)?;
    let person = of_person(cx, &open)?;
    let known = of_order(cx, &open, &person, &order)?;
    let case = case_of(cx, &open, &order, &known, &BTreeMap::new())?;
    let verdict = law.may_use(&code, &case).ok_or(Failure::NotFound)?;
    let today = cx.today();
    let moves = curfew::moves(power.kind);
    let typed = match req.typed(cx)? {
        Some(typed) => typed,
        None if moves => {
            let uses = uses_of(cx, &open.keys)?;
            let terms = curfew_form::known(cx, &open, order.order.id, power.kind, &uses)?;
            curfew_form::filled(Form::of(ui::DateInput::pairs("starts_on", today)), &terms)
        }
        None => Form::of(ui::DateInput::pairs("starts_on", today)),
    };
    let asks: Vec<&law::Condition> = power.conditions.iter().filter(|c| !known.contains_key(&c.fact)).collect();
    let question = |fact: &str| law.power_facts().iter().find(|f| f.code == fact).map_or("", |f| f.question.as_str());
    let policy = Policy::current(cx)?;
    let reason_items = power
        .reason_codes
        .iter()
        .filter_map(|code| policy.reason(code, today))
        .map(|r| ui::item(r.code.clone(), r.en.clone()));
    let at = open.path(&format!("/powers/use/{}/{code}", order.order.id));
    let told = if power.kind == PowerKind::Instruct { "What must the person do?" } else { "What changes?" };
    let fields = html! {
        @for condition in &asks { (ui::yes_no(&field(&condition.fact), question(&condition.fact)).hint(condition.words.clone()).show(&typed)) }
        @if !power.reason_codes.is_empty() { (ui::radios("reason_code", "Why is it needed?").items(reason_items).show(&typed)) }
        @if moves {
            (curfew_form::fields(power.kind, &typed))
            (ui::textarea("words", "Anything to add for the person? (optional)").hint("The notice tells each change by itself").rows(2).most(LONGEST).show(&typed))
        } @else {
            (ui::textarea("words", told).hint("In words that the person reads in the notice").rows(3).most(LONGEST).show(&typed))
        }
        (ui::date_input("starts_on", "From which day?").show(&typed))
        (ui::date_input("ends_on", "To which day?").hint("Leave empty: to the end of the order").show(&typed))
        (ui::textarea("reason", "Why do you do it?").rows(3).most(LONGEST).show(&typed))
        (ui::button("Use it and write the notice").show())
    };
    let body = html! {
        (ui::error_summary(&typed))
        h1.govuk-heading-l { (power.en) }
        p.govuk-body { (power.words) }
        p.govuk-hint { (order_name(&law, &order)) ". " (source(power)) "." }
        @if verdict.verdict == Verdict::NotAllowed { (reasons(&law, &verdict, &known)) }
        @else { (req.form_frame(&at).show(&fields)) }
    };
    let frame = people::frame(req, cx, &open, "Compliance")?.titled(power.en.as_str());
    Ok(Reply::page(frame.back(open.path("/powers")), body))
}

fn use_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, order, power) = chosen(cx, req)?;
    let law = cx.part::<Law>()?;
    let mut form = req.form();
    let mut answers = BTreeMap::new();
    for fact in law.power(&power).map(|p| p.conditions.as_slice()).unwrap_or_default() {
        let name = field(&fact.fact);
        if form.has(&name) {
            answers.extend(form.yes_no(&name, "it is so").map(|is| (fact.fact.clone(), is)));
        }
    }
    let starts_on = form.date("starts_on", "the first day");
    let ends_on = form.optional_date("ends_on", "the last day");
    let reason_code = form.optional_choice("reason_code", "why it is needed", |code| Some(code.to_owned()));
    let kind = law.power(&power).map(|p| p.kind).filter(|kind| curfew::moves(*kind));
    let words = match kind {
        Some(_) => form.optional_text("words", "what the person is told", LONGEST).or_else(|| Some(String::new())),
        None => form.text("words", "what the person is told", LONGEST),
    };
    let curfew = kind.map(|kind| curfew_form::read(&mut form, kind));
    let reason = form.text("reason", "why you do it", LONGEST);
    let (starts_on, words, reason) = form.complete((starts_on, words, reason))?;
    let new = Using { order: order.order.id, power, starts_on, ends_on, reason_code, reason, words, answers, curfew };
    use_power(cx, &open, &new).map_err(beside_questions)?;
    Ok(Reply::done(open.path("/powers"), "It is recorded, and the notice is written"))
}

/// What the law says of a fact stands beside its question.
fn beside_questions(wrong: Failure) -> Failure {
    match wrong {
        Failure::Refused(mut no) => {
            for one in no.0.iter_mut().filter(|one| matches!(one.code, "condition-not-met" | "fact-not-known")) {
                one.field = field(&one.field);
            }
            Failure::Refused(no)
        }
        other => other,
    }
}

fn undo_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let id = req.param::<PowerId>("id")?;
    let row = uses_of(cx, &open.keys)?.into_iter().find(|u| u.id == id).ok_or(Failure::NotFound)?;
    let typed = req.typed(cx)?.unwrap_or_else(Form::blank);
    let at = open.path(&format!("/powers/used/{id}/undo"));
    let body = html! {
        (ui::error_summary(&typed))
        h1.govuk-heading-l { "Take back what was used" }
        p.govuk-body { (row.words) }
        p.govuk-body { "From today it no longer holds. What was told to the person stays in the record: write to them again." }
        (req.form_frame(&at).hidden("version", row.version).show(&html! {
            (ui::textarea("why", "Why?").rows(3).most(LONGEST).show(&typed))
            (ui::button("Take it back").warning().show())
        }))
    };
    let frame = people::frame(req, cx, &open, "Compliance")?.titled("Take back what was used");
    Ok(Reply::page(frame.back(open.path("/powers")), body))
}

fn undo_save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let mut form = req.form();
    let why = form.text("why", "why it is taken back", LONGEST);
    let version = form.optional_integer("version", "the page again", 0..=i64::MAX);
    let (why,) = form.complete((why,))?;
    undo_power(cx, &open, req.param("id")?, &why, version)?;
    Ok(Reply::done(open.path("/powers"), "It is taken back"))
}
