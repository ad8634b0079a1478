//! Instructing a breach on one page: which order, why, since when it is known, and the court. What a decision on a failure
//! already said comes with the address and is not asked again.

use super::{framed, path};
use crate::breach::actions::{Instructing, LONGEST, instruct_breach};
use crate::failures::Judged;
use crate::published::{StepKind, steps};
use kernel::{CourtId, Crn, Date, FailureId, OrderId};
use law::Law;
use people::OpenPerson;
use sentences::OrderWithParts;
use store::{Cx, Failure, Result};
use web::form::Form;
use web::ui;
use web::{Answer, Markup, Reply, Request, html};

/// The orders that a court can deal with.
pub(crate) fn breachable(cx: &mut Cx<'_>, open: &OpenPerson) -> Result<Vec<OrderWithParts>> {
    let law = cx.part::<Law>()?;
    let mut orders = sentences::orders(cx, &open.keys)?;
    orders.retain(|o| o.order.is_open() && law.sentence(&o.order.sentence).is_some_and(law::SentenceType::breachable));
    Ok(orders)
}

/// What the form opens with: the only order, its court, and what was decided on the failure that the address names. The
/// days to court run from that failure, as its own page says; without one, from today.
fn opening(req: &Request, orders: &[OrderWithParts], today: Date, judged: Option<Judged>) -> Form {
    let only = if let [only] = orders { Some(only.order.id.to_string()) } else { None };
    let asked = req.query("order").map(str::to_owned).or(only);
    let court = orders.iter().find(|o| Some(o.order.id.to_string()) == asked).and_then(|o| o.order.court_id);
    let aware_on = judged.as_ref().map_or(today, |judged| judged.failed_on);
    let mut pairs: Vec<(String, String)> = ui::DateInput::pairs("aware_on", aware_on).to_vec();
    pairs.extend(asked.map(|id| ("order".to_owned(), id)));
    pairs.extend(court.map(|id| ("court".to_owned(), id.to_string())));
    pairs.extend(judged.and_then(|judged| judged.reason).map(|why| ("reason".to_owned(), why)));
    pairs.extend(req.queries().iter().filter(|(n, _)| n == "failure").cloned());
    Form::of(pairs)
}

fn fields(law: &Law, orders: &[OrderWithParts], courts: &[organisation::Court], typed: &Form) -> Markup {
    let items = orders.iter().map(|o| {
        let name = law.sentence(&o.order.sentence).map_or(o.order.sentence.as_str(), |s| s.en.as_str());
        let ends = o.order.end().map_or_else(String::new, |end| format!(", to {}", ui::day(end)));
        ui::item(o.order.id.to_string(), format!("{name} of {}{ends}", ui::day(o.order.made_on)))
    });
    let courts = courts.iter().map(|c| (c.id.to_string(), c.name.clone()));
    html! {
        (ui::radios("order", "Which order is breached?").items(items).show(typed))
        (ui::textarea("reason", "Why is it a breach?").hint("What was asked, what happened, and why it was not reasonable").rows(4).most(LONGEST).show(typed))
        (ui::date_input("aware_on", "When did the service learn of it?").hint("The days to court are counted from this day").show(typed))
        (ui::select("court", "Which court hears it?").hint("The court that made the order, unless it said otherwise").option("", "Not known yet").options(courts).show(typed))
        (ui::button("Instruct the breach").show())
    }
}

pub(super) fn form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let (law, today) = (cx.part::<Law>()?, cx.today());
    let orders = breachable(cx, &open)?;
    let courts = organisation::courts(cx)?;
    let known = steps(cx, &open.keys)?;
    let failures = known.iter().filter(|s| s.step == StepKind::Failure && !s.superseded);
    let failures: Vec<Date> = failures.map(|s| s.on_day).collect();
    let typed = match req.typed(cx)? {
        Some(typed) => typed,
        None => {
            let failure = req.query("failure").and_then(|id| id.parse::<FailureId>().ok());
            let judged = failure.map(|id| crate::failures::judgement(cx, &open.keys, id)).transpose()?.flatten();
            opening(req, &orders, today, judged)
        }
    };
    let mut frame = req.form_frame(&open.path("/breaches/new"));
    for id in typed.every("failure") {
        frame = frame.hidden("failure", id);
    }
    let body = html! {
        (ui::error_summary(&typed))
        h1.govuk-heading-l { "Instruct a breach" }
        @if orders.is_empty() {
            (ui::empty("There is no open order that a court could deal with.", Some(&ui::link(&open.path("/sentence"), "See the sentence"))))
        } @else {
            p.govuk-body { "The pack is drawn from the record. You add how the person engaged, what they say, and what the court is asked to do." }
            @if !failures.is_empty() {
                (ui::details("Failures on the record", &html! { ul.govuk-list.govuk-list--bullet { @for day in &failures { li { (ui::weekday(*day)) } } } }))
            }
            (frame.show(&fields(&law, &orders, &courts, &typed)))
        }
    };
    let back = open.path("/breaches");
    Ok(Reply::page(framed(cx, req, &open, "Instruct a breach", back)?, body))
}

pub(super) fn save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let mut form = req.form();
    let order = form.id::<OrderId>("order", "the order");
    let reason = form.text("reason", "why it is a breach", LONGEST);
    let aware_on = form.date("aware_on", "the day on which the service learned of it");
    let court = form.optional_id::<CourtId>("court", "the court");
    let failures = form.list("failure", "the failures", |id| id.parse::<FailureId>().ok());
    let (order, reason, aware_on) = form.complete((order, reason, aware_on))?;
    let new = Instructing { order, failures, reason, aware_on, court };
    let id = instruct_breach(cx, &open, &new).map_err(|wrong| match wrong {
        Failure::NotFound => Failure::refused("order", "unknown_order", "Choose the order"),
        other => other,
    })?;
    Ok(Reply::done(path(&open, id, ""), "The breach is instructed. Put the pack together next."))
}
