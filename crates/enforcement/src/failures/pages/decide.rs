//! Checking a decision before it is taken: what it is, what follows, the words of a warning; and taking it. Nothing is
//! typed twice.

use super::super::actions::{Deciding, LONGEST, check as may_decide, choose_order, decide, what_happened};
use super::super::book::Book;
use super::super::records::{Decision, Failure, FailureState};
use super::{TAB, opened, path};
use crate::warnings;
use kernel::{FailureId, OrderId};
use people::OpenPerson;
use store::{Cx, Failure as No, Result};
use web::form::Form;
use web::{Answer, Markup, Reply, Request, html, ui};

/// What the form says.
struct Said {
    deciding: Deciding,
    order: Option<OrderId>,
}

fn said(req: &Request) -> Result<Said> {
    let mut form = req.form();
    let order = form.optional_id::<OrderId>("order", "the order");
    let decision = form.choice("decision", "what you decide", |code| code.parse::<Decision>().ok());
    let outcome = form.optional_text("outcome", "the excuse", 20);
    if decision == Some(Decision::Accept) && outcome.is_none() {
        form.refuse(kernel::Refusal::new("outcome", "missing", "Choose what the accepted excuse was"));
    }
    let reason = form.text("reason", "your judgement, and why", LONGEST);
    let version = form.typed("version").parse().ok();
    let (decision, reason) = form.complete((decision, reason))?;
    let outcome = outcome.filter(|_| decision == Decision::Accept);
    Ok(Said { deciding: Deciding { decision, reason, outcome, version }, order })
}

/// The failure with the order that was just chosen, which nobody has saved yet.
fn chosen(book: &mut Book, failure: &mut Failure, order: Option<OrderId>) {
    if failure.order_id.is_none() && order.is_some() {
        failure.order_id = order;
        if let Some(known) = book.failures.iter_mut().find(|f| f.id == failure.id) {
            known.order_id = order;
        }
    }
}

/// Shows what would follow.
pub(super) fn check(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let said = said(req)?;
    shown(cx, req, &said)
}

/// The same after a refusal; nobody comes here otherwise.
pub(super) fn again(cx: &mut Cx<'_>, req: &Request) -> Answer {
    match said(req) {
        Ok(said) => shown(cx, req, &said),
        Err(_) => {
            let (open, _, failure) = opened(cx, req)?;
            Ok(Reply::to(path(&open, failure.id, "")))
        }
    }
}

fn shown(cx: &mut Cx<'_>, req: &Request, said: &Said) -> Answer {
    let (open, mut book, mut failure) = opened(cx, req)?;
    chosen(&mut book, &mut failure, said.order);
    if failure.superseded.is_some() || !failure.is_open() {
        return Ok(Reply::to(path(&open, failure.id, "")));
    }
    let typed = req.typed(cx)?.filter(|form| !form.refused().is_empty()).unwrap_or_else(Form::blank);
    let situation = may_decide(&book, &failure, &said.deciding, cx.today())?;
    let Deciding { decision, reason, outcome, .. } = &said.deciding;
    let what = what_happened(cx, &failure)?;
    let letter = match decision {
        Decision::Warn => Some(warnings::elements(&book, &failure, cx.today(), &what)?),
        _ => None,
    };
    let asks = situation.agreement(decision.step());
    let title = heading(*decision, asks.is_some());
    let catalogue = contacts::current(cx)?;
    let excuse = outcome.as_deref().and_then(|code| catalogue.outcome(code));
    let mut rows = vec![
        ui::row("Failure", super::show::title(&catalogue, &failure)),
        ui::row(
            "Order",
            failure.order_id.and_then(|id| book.order(id)).map_or_else(|| "Not said".into(), |o| book.name_of(o)),
        ),
        ui::row("Your decision", decision.words()),
    ];
    if let Some(excuse) = excuse {
        rows.push(ui::row("The outcome becomes", excuse.name.en.as_str()));
    }
    rows.push(ui::row("Why", html! { span.tc-prose { (reason) } }));
    let action = path(&open, failure.id, "/decide");
    let frame = req
        .form_frame(&action)
        .hidden("version", failure.version)
        .hidden("decision", decision.code())
        .hidden("reason", reason)
        .hidden("outcome", outcome.as_deref().unwrap_or_default())
        .hidden("order", said.order.map(|o| o.to_string()).unwrap_or_default());
    let page = people::frame(req, cx, &open, TAB)?.titled(title).back(path(&open, failure.id, ""));
    let body = html! {
        div.govuk-grid-row { div.govuk-grid-column-two-thirds {
            (ui::error_summary(&typed))
            h1.govuk-heading-l { (title) }
            @if let Some(asks) = asks { (ui::warning(&asks.words)) }
            (ui::summary_list(&rows))
            @if let Some(letter) = &letter { (preview(&open, letter)) }
            (follows(*decision, asks.is_some(), &situation))
            (frame.show(&html! {
                (ui::button_group(&html! { (ui::button(button(*decision, asks.is_some())).show()) (ui::link(&path(&open, failure.id, ""), "Go back")) }))
            }))
        } }
    };
    Ok(Reply::page(page, body))
}

fn heading(decision: Decision, asks: bool) -> &'static str {
    match decision {
        _ if asks => "Put this to a manager",
        Decision::Accept => "Accept the excuse",
        Decision::Warn => "Give this warning",
        Decision::Refer => "Refer this failure",
        Decision::Breach => "Instruct a breach",
        Decision::NoAction => "Take no action",
    }
}

fn button(decision: Decision, asks: bool) -> &'static str {
    match decision {
        _ if asks => "Send to a manager",
        Decision::Accept => "Accept the excuse",
        Decision::Warn => "Give the warning",
        Decision::Refer => "Refer",
        Decision::Breach => "Decide and go on",
        Decision::NoAction => "Take no action",
    }
}

/// The words of a warning, with what each of them is there for.
fn preview(open: &OpenPerson, letter: &[(String, String, String)]) -> Markup {
    html! {
        h2.govuk-heading-m { "The letter will say" }
        div.govuk-inset-text {
            p.govuk-body { "Dear " (open.person.first_name) " " (open.person.last_name) "," }
            @for (_, _, words) in letter { p.govuk-body { (words) } }
        }
        (ui::details("What a warning must say", &html! {
            ul.govuk-list.govuk-list--bullet { @for (_, must, _) in letter { li { (must) } } }
        }))
    }
}

fn follows(decision: Decision, asks: bool, now: &law::enforcement::Situation) -> Markup {
    html! {
        p.govuk-body {
            @if asks { "It holds once a manager who did not ask for it agrees. Until then the failure stays on your list." }
            @else {
                @match decision {
                    Decision::Accept => "The appointment’s outcome is corrected, and the failure counts no more.",
                    Decision::Warn => "The warning counts from today. The letter is written from the record.",
                    Decision::Refer | Decision::Breach => {
                        "The next page is the instruction."
                        @if let Some(clock) = &now.court_by { " It is to be at court by " (ui::day(clock.due)) "." }
                    },
                    Decision::NoAction => "The failure still counts; nothing is sent.",
                }
            }
        }
    }
}

pub(super) fn save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let mut said = said(req)?;
    let open = people::open(cx, &req.param::<kernel::Crn>("crn")?)?;
    let id: FailureId = req.param("id")?;
    if let Some(order) = said.order {
        choose_order(cx, &open.keys, id, order, said.deciding.version)?;
        said.deciding.version = None;
    }
    let failure = decide(cx, &open, id, &said.deciding)?;
    let words = match failure.state {
        FailureState::Asked => "Sent to a manager".to_owned(),
        FailureState::Decided => failure.decision.map_or_else(String::new, |d| d.words().to_owned()),
        _ => return Err(No::broken("a decision left no state")),
    };
    Ok(Reply::done(path(&open, id, ""), words))
}
