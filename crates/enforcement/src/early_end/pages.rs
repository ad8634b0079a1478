//! The list of early ends that the record bears, and the page on which a manager decides with the evidence beside it.

use super::actions::{
    Deciding, carry_out_early_end, decide_early_end, look, one, propose_early_end, take_back_early_end,
};
use super::records::{EarlyEnd, EarlyEndState as S};
use crate::offers::{self, Offer};
use crate::powers::facts::of_person;
use kernel::{Crn, EarlyEndId, OrderId, Permission, PersonId};
use law::{Law, Verdict};
use people::OpenPerson;
use std::collections::BTreeMap;
use store::{Cx, Failure, Result};
use web::form::Form;
use web::ui::{self, Colour};
use web::{Answer, Markup, Reply, Request, Route, html};

const LONGEST: usize = 4_000;
const PER_PAGE: u64 = 25;

pub(super) fn routes() -> Vec<Route> {
    let (read, enforce, oversee) = (Permission::ReadPeople, Permission::Enforce, Permission::Oversee);
    vec![
        Route::get("/early-endings", read, list),
        Route::get("/people/{crn}/early-ends/new/{order}", enforce, propose_form),
        Route::post("/people/{crn}/early-ends/new/{order}", enforce, propose),
        Route::get("/people/{crn}/early-ends/{id}", read, show),
        Route::post("/people/{crn}/early-ends/{id}", oversee, decide),
        Route::post("/people/{crn}/early-ends/{id}/end", enforce, carry_out),
        Route::get("/people/{crn}/early-ends/{id}/take-back", oversee, take_back_form),
        Route::post("/people/{crn}/early-ends/{id}/take-back", oversee, take_back),
    ]
}

fn path(open: &OpenPerson, id: EarlyEndId) -> String {
    open.path(&format!("/early-ends/{id}"))
}

fn tag(state: S) -> Markup {
    let colour = match state {
        S::Proposed => Colour::Purple,
        S::Agreed => Colour::Teal,
        S::Ended => Colour::Green,
        S::Declined | S::Lapsed => Colour::Grey,
    };
    ui::tag(colour, state.words())
}

fn list(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let leads = cx.may(Permission::Oversee) || cx.actor().staff().is_none();
    let mine = req.query("whose") == Some("mine") || !leads;
    let teams = if mine { Vec::new() } else { access::my_teams(cx)? };
    let staff = if mine { cx.actor().staff() } else { None };
    let skipped = i64::try_from((req.page() - 1).saturating_mul(PER_PAGE)).unwrap_or(i64::MAX);
    let (rows, total) = offers::waiting(cx, offers::EARLY_END, staff, &teams, PER_PAGE.cast_signed(), skipped)?;
    let ids: Vec<PersonId> = rows.iter().map(|r| r.person_id).collect();
    let names = people::lines(cx, &ids)?;
    cx.note_shown("list", "early endings", &ids);
    let law = cx.part::<Law>()?;
    let cells = rows.iter().filter_map(|row: &Offer| {
        let person = names.get(&row.person_id)?;
        let href = format!("/people/{}/early-ends/{}", person.crn, row.id);
        Some([
            html! { @if person.restricted { (person.name) } @else { (ui::link(&href, &person.name)) } br; span.govuk-hint { (person.crn) } },
            html! { (law.power(&row.code).map_or(row.code.as_str(), |p| p.en.as_str())) },
            html! { (ui::short_day(row.since)) },
            row.state.parse::<S>().map_or_else(|()| html! { (row.state) }, tag),
        ])
    });
    let columns = ["Person", "What can end", "Found", "How it stands"].map(ui::column);
    let tabs = [
        ui::Tab::new("/early-endings?whose=mine", "Mine").current(mine),
        ui::Tab::new("/early-endings?whose=team", "My teams").current(!mine),
    ];
    let body = html! {
        h1.govuk-heading-l { "Early endings" }
        p.govuk-body { "Orders whose record bears out that everything is done. Nothing ends by itself: a manager decides, and the officer gives the day." }
        @if leads { div class="govuk-!-margin-bottom-6" { (ui::sub_navigation("Whose", &tabs)) } }
        @if rows.is_empty() { (ui::empty("No order is ready to end early.", None)) }
        @else {
            (ui::Table::new("Early endings, the oldest first", columns).unseen_caption().rows(cells).show())
            (ui::pagination(&req.address(), req.page(), PER_PAGE, u64::try_from(total).unwrap_or(0)))
        }
    };
    Ok(Reply::page(req.frame().titled("Early endings").within("/early-endings"), body))
}

fn framed(cx: &mut Cx<'_>, req: &Request, open: &OpenPerson, title: &str) -> Result<ui::Frame> {
    Ok(people::frame(req, cx, open, "Compliance")?.titled(title).back(open.path("/powers")))
}

fn propose_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let order = sentences::order(cx, &open.keys, req.param::<OrderId>("order")?)?;
    let law = cx.part::<Law>()?;
    let person = of_person(cx, &open)?;
    let looked = look(cx, &law, &open, &person, &order, &BTreeMap::new())?;
    let at = open.path(&format!("/early-ends/new/{}", order.order.id));
    let body = html! {
        h1.govuk-heading-l { "Propose an early end" }
        @match &looked.verdict {
            Some(verdict) => {
                p.govuk-body { (verdict.power.words) }
                (conditions(&law, verdict, &looked.known, &BTreeMap::new()))
                p.govuk-body { "A manager reads this and decides. You can propose it although something is still open, and say why there." }
                (req.button_frame(&at).show(&ui::button("Propose it to a manager").show()))
            }
            None => (ui::empty("This order cannot be ended early by its officer.", None)),
        }
    };
    Ok(Reply::page(framed(cx, req, &open, "Propose an early end")?, body))
}

fn propose(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let id = propose_early_end(cx, &open, req.param("order")?)?;
    Ok(Reply::done(path(&open, id), "It waits for a manager"))
}

/// Each condition of the law with what the record says of it.
fn conditions(
    law: &Law,
    verdict: &law::PowerVerdict<'_>,
    known: &crate::powers::KnownFacts,
    answers: &BTreeMap<String, bool>,
) -> Markup {
    let question = |fact: &str| {
        let asked = law.power_facts().iter().find(|f| f.code == fact).map_or("", |f| f.question.as_str());
        match answers.get(fact) {
            Some(true) => format!("{asked} Yes"),
            Some(false) => format!("{asked} No"),
            None => asked.to_owned(),
        }
    };
    let rows = verdict.reasons.iter().map(|r| {
        let state = match r.verdict {
            Verdict::Allowed => ui::tag(Colour::Green, "Met"),
            Verdict::CannotTell => ui::tag(Colour::Plain, "To be answered"),
            Verdict::NotAllowed => ui::tag(Colour::Red, "Not met"),
        };
        let from = r.asks.as_ref().and_then(|code| known.get(code)).map(|f| f.why.clone());
        let from = from.or_else(|| r.asks.as_ref().map(|code| question(code))).unwrap_or_default();
        [html! { (r.words) br; span.govuk-hint { (r.source) } }, html! { (from) }, state]
    });
    let columns = ["Condition", "What the record says", "State"].map(ui::column);
    ui::Table::new("What the law asks for", columns).rows(rows).show()
}

fn facts(law: &Law, open: &OpenPerson, row: &EarlyEnd, order: &sentences::Order) -> Markup {
    let name = law.sentence(&order.sentence).map_or(order.sentence.as_str(), |s| s.en.as_str());
    let mut rows = vec![
        ui::row("How it stands", tag(row.state)),
        ui::row("Order", format!("{name} of {}", ui::day(order.made_on))),
        ui::row("Ends by itself", order.end().map_or_else(|| "Not said".into(), ui::day)),
        ui::row("Found", format!("{}, by {}", ui::day(row.found_on), row.found_by)),
    ];
    if let Some(day) = row.ends_on {
        rows.push(ui::row("Last day", ui::weekday(day)));
    }
    if let (Some(on), Some(by)) = (row.decided_on, &row.decided_by) {
        let why = row.reason.clone().unwrap_or_default();
        rows.push(ui::row("Decided", html! { (ui::day(on)) ", by " (by) @if !why.is_empty() { br; (why) } }));
    }
    for (document, words) in
        [(row.notice_document, "Notice to the person"), (row.end_document, "Letter: the order has ended")]
    {
        if let Some(id) = document {
            rows.push(ui::row(words, ui::link(&open.path(&format!("/documents/{id}")), "Open")));
        }
    }
    ui::summary_list(&rows)
}

fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    cx.ask_together(&crate::asked::of_powers(&open.keys))?;
    let row = one(cx, &open.keys, req.param("id")?, None)?;
    let (law, today) = (cx.part::<Law>()?, cx.today());
    let order = sentences::order(cx, &open.keys, row.order_id)?;
    let person = of_person(cx, &open)?;
    let answers = row.answers();
    let looked = look(cx, &law, &open, &person, &order, &answers)?;
    let typed = req.typed(cx)?.unwrap_or_else(Form::blank);
    let at = path(&open, row.id);
    let open_facts: Vec<String> =
        looked.verdict.as_ref().map(|v| v.asks().into_iter().map(str::to_owned).collect()).unwrap_or_default();
    let question = |fact: &str| law.power_facts().iter().find(|f| f.code == fact).map_or("", |f| f.question.as_str());
    let title = law.power(&row.power).map_or("An early end", |power| power.en.as_str());
    let may_end = row.ends_on.is_some_and(|day| day <= today) && cx.may(Permission::Enforce);
    let body = html! {
        (ui::error_summary(&typed))
        h1.govuk-heading-l { (title) }
        (facts(&law, &open, &row, &order.order))
        @if row.state.is_open() && let Some(verdict) = &looked.verdict { (conditions(&law, verdict, &looked.known, &answers)) }
        @if row.state == S::Proposed && cx.may(Permission::Oversee) {
            h2.govuk-heading-m { "Decide" }
            (req.form_frame(&at).hidden("version", row.version).show(&html! {
                @for fact in &open_facts { (ui::yes_no(&format!("fact-{fact}"), question(fact)).show(&typed)) }
                (ui::radios("decision", "Should it end early?").items([
                    ui::item("agree", "Agree").reveal(ui::date_input("ends_on", "On which day does it end?").hint("The person is told this day in a notice").show(&typed)),
                    ui::item("decline", "Decline"),
                ]).show(&typed))
                (ui::textarea("reason", "Why?").hint("Needed when you decline").rows(3).most(LONGEST).show(&typed))
                (ui::button("Decide").show())
            }))
        } @else if row.state == S::Proposed { p.govuk-body { "A manager decides." } }
        @if row.state == S::Agreed {
            @if may_end { (req.button_frame(&format!("{at}/end")).hidden("version", row.version).show(&ui::button("End it and write the letter").show())) }
            @else if let Some(day) = row.ends_on { p.govuk-body { "It can be ended from " (ui::weekday(day)) " on." } }
        }
        @if matches!(row.state, S::Agreed | S::Ended) && cx.may(Permission::Oversee) {
            @let words = if row.state == S::Ended { "Undo the early end" } else { "Take the agreement back" };
            p.govuk-body { (ui::link(&format!("{at}/take-back"), words)) }
        }
    };
    let back = open.path("/powers");
    Ok(Reply::page(framed(cx, req, &open, title)?.back(back), body))
}

fn decide(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let id: EarlyEndId = req.param("id")?;
    let mut form = req.form();
    let version = form.optional_integer("version", "the page again", 0..=i64::MAX);
    let decision = form.code("decision", "what you decide", &["agree", "decline"]);
    let ends_on = form.optional_date("ends_on", "the last day");
    let reason = form.optional_text("reason", "the reason", LONGEST).unwrap_or_default();
    let mut answers = BTreeMap::new();
    for fact in ["instructions-needed", "review-court", "requirements-complied", "plan-met"] {
        let name = format!("fact-{fact}");
        if form.has(&name) {
            answers.extend(form.yes_no(&name, "it is so").map(|is| (fact.to_owned(), is)));
        }
    }
    let (decision,) = form.complete((decision,))?;
    let agreed = decision == "agree";
    let decided = Deciding { agreed, reason, ends_on, answers };
    decide_early_end(cx, &open, id, &decided, version).map_err(|wrong| match wrong {
        Failure::Refused(mut no) => {
            for one in no.0.iter_mut().filter(|one| matches!(one.code, "condition-not-met" | "fact-not-known")) {
                one.field = format!("fact-{}", one.field);
            }
            Failure::Refused(no)
        }
        other => other,
    })?;
    let words = if agreed { "Agreed, and the notice is written" } else { "Declined" };
    Ok(Reply::done(path(&open, id), words))
}

fn carry_out(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let id: EarlyEndId = req.param("id")?;
    let mut form = req.form();
    let version = form.optional_integer("version", "the page again", 0..=i64::MAX);
    form.finish()?;
    carry_out_early_end(cx, &open, id, version)?;
    Ok(Reply::done(path(&open, id), "It has ended, and the letter is written"))
}

fn take_back_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let id: EarlyEndId = req.param("id")?;
    let row = one(cx, &open.keys, id, None)?;
    let version = row.version;
    let form = req.typed(cx)?.unwrap_or_else(Form::blank);
    let at = path(&open, id);
    let (title, follows) = match row.state {
        S::Ended => (
            "Undo the early end",
            "The order runs on as the court passed it, and what ended with it is open again. The letters stay in the record: write to the person.",
        ),
        _ => (
            "Take the agreement back",
            "The order goes on as it was. The notice stays in the record, and you tell the person.",
        ),
    };
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { (title) }
        p.govuk-body { (follows) }
        (req.form_frame(&format!("{at}/take-back")).hidden("version", version).show(&html! {
            (ui::textarea("reason", "Why is it taken back?").rows(3).most(LONGEST).show(&form))
            (ui::button("Take it back").warning().show())
        }))
    };
    Ok(Reply::page(framed(cx, req, &open, title)?.back(at), body))
}

fn take_back(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let id: EarlyEndId = req.param("id")?;
    let mut form = req.form();
    let version = form.optional_integer("version", "the page again", 0..=i64::MAX);
    let reason = form.optional_text("reason", "the reason", LONGEST).unwrap_or_default();
    form.finish()?;
    take_back_early_end(cx, &open, id, &reason, version)?;
    Ok(Reply::done(path(&open, id), "It is taken back"))
}
