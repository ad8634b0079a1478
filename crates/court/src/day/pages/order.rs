//! Typing the order that goes with a result: one page of questions, and one that shows what would be recorded, what the law
//! says of it and which day was promised, before anything is.

use super::super::list::DayLine;
use super::super::order::{HeardOrder, may_type, opened, type_order, typed, waiting};
use super::{court, day, line_path, one};
use kernel::{Date, DayEntryId, EventId, Refusal};
use law::{Case, Law, Proposed, SentenceAttribute, Term, Unit, Weight};
use organisation::Court;
use people::OpenPerson;
use sentences::{Length, RequirementFacts};
use store::{Cx, Failure, Result};
use web::form::Form;
use web::ui;
use web::{Answer, Markup, Reply, Request, html};

/// A matter that the record does not have yet.
const NEW: &str = "new";

/// Sentences with requirements that are passed on adults today.
fn choices(law: &Law) -> Vec<(String, String)> {
    let passed =
        |s: &&law::SentenceType| !s.is(SentenceAttribute::Historic) && !s.youth() && !s.requirements.is_empty();
    law.sentences().iter().filter(passed).map(|s| (s.code.clone(), s.en.clone())).collect()
}

/// Requirement types that any of those sentences can carry.
fn types(law: &Law) -> Vec<&law::RequirementType> {
    let codes: Vec<String> = choices(law).into_iter().map(|(code, _)| code).collect();
    let carried = |family: &law::Family| {
        law.sentences().iter().any(|s| codes.contains(&s.code) && s.requirements.contains(family))
    };
    law.requirements().iter().filter(|kind| carried(&kind.family)).collect()
}

pub(super) fn form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (court, day, line) = typable(cx, req)?;
    let open = opened(cx, &line)?;
    let said = req.typed(cx)?;
    page(cx, req, (&court, day, &line, &open), said)
}

/// The line, on which an order can be typed.
fn typable(cx: &mut Cx<'_>, req: &Request) -> Result<(Court, Date, DayLine)> {
    let (court, day, line) = one(cx, req)?;
    may_type(cx, &line)?;
    if typed(cx, &line)?.is_some() {
        let words = "The order of this line is typed already: change it on the person’s sentence";
        return Err(Failure::refused("", "typed_already", words));
    }
    Ok((court, day, line))
}

fn page(
    cx: &mut Cx<'_>,
    req: &Request,
    (court, day, line, open): (&Court, Date, &DayLine, &OpenPerson),
    said: Option<Form>,
) -> Answer {
    let law = cx.part::<Law>()?;
    let waiting = waiting(cx, &open.keys)?;
    let first = waiting.first().map_or_else(|| NEW.to_owned(), |e| e.id.to_string());
    let form = said.unwrap_or_else(|| Form::blank().with("sentence", "CO").with("event", first));
    let matters = waiting.iter().map(|e| {
        let court = e.court_name.as_deref().unwrap_or("court not said");
        ui::item(e.id.to_string(), format!("Matter {} of {}, {court}", e.number, ui::short_day(e.referred_on)))
    });
    let at = |rest: &str| line_path(court, day, line.entry.id, rest);
    let items = types(&law).into_iter().map(|kind| choice(kind, &form));
    let inside = html! {
        (ui::radios("event", "Which matter does it answer?").items(matters).item(NEW, "One that the record does not have yet").show(&form))
        (ui::select("sentence", "Sentence").options(choices(&law)).show(&form))
        (ui::date_input("ends_on", "Last day").hint("Of a community order; where the court said months, count them from the hearing. Of a suspended sentence, leave it empty").show(&form))
        (ui::input("custody_term", "Custodial term, of a suspended sentence").hint("Such as 8 months").width(10).show(&form))
        (ui::input("operational_period", "Operational period, of a suspended sentence").hint("Such as 18 months").width(10).show(&form))
        (ui::checkboxes("requirement", "Requirements as passed").items(items).show(&form))
        (ui::button("Continue").show())
    };
    let body = html! {
        (ui::error_summary(&form))
        span.govuk-caption-l { (open.name()) ", " (court.name) ", " (ui::day(day)) }
        h1.govuk-heading-l { "Type the order" }
        p.govuk-body { "Only what was said in court. Nothing is recorded yet: the next page shows what would be." }
        (req.button_frame(&at("/order/check")).show(&inside))
    };
    Ok(Reply::page(req.frame().titled("Type the order").back(at("")), body))
}

fn choice(kind: &law::RequirementType, form: &Form) -> ui::Item {
    let example = match kind.unit {
        Unit::Hours => Some("Such as 80 hours"),
        Unit::Days => Some("Such as 20 days"),
        Unit::Months => Some("Such as 6 months"),
        Unit::Dates | Unit::None => None,
    };
    let (code, name) = (&kind.code, kind.en.to_lowercase());
    ui::item(code.as_str(), kind.en.as_str()).reveal(html! {
        @if let Some(hint) = example {
            (ui::input(&format!("length-{code}"), &format!("How much {name}?")).hint(hint).plain().width(10).show(form))
        }
        (ui::input(&format!("notes-{code}"), &format!("What the court said of {name} (optional)")).hint("The programme, place or hours").plain().show(form))
    })
}

fn length(form: &mut Form, name: &str, what: &str) -> Option<Length> {
    let text = form.optional_text(name, what, 40)?;
    let term = text.parse::<Term>().ok();
    if term.is_none() {
        let words = format!("Enter {what} as a number and a unit, such as 80 hours, 20 days or 6 months");
        form.refuse(Refusal::new(name, "not_a_length", words));
    }
    term.map(Length)
}

fn read(cx: &mut Cx<'_>, form: &mut Form) -> Result<HeardOrder> {
    let law = cx.part::<Law>()?;
    let sentence =
        form.code("sentence", "the sentence", &choices(&law).into_iter().map(|(c, _)| c).collect::<Vec<_>>());
    let event = form.choice("event", "the matter", |code| match code {
        NEW => Some(None),
        id => id.parse::<EventId>().ok().map(Some),
    });
    let ends_on = form.optional_date("ends_on", "the last day");
    let custody_term = length(form, "custody_term", "the custodial term");
    let operational_period = length(form, "operational_period", "the operational period");
    let known: Vec<String> = types(&law).into_iter().map(|kind| kind.code.clone()).collect();
    let kinds = form.list("requirement", "the requirements", |code| known.iter().find(|k| *k == code).cloned());
    let mut requirements = Vec::new();
    for kind in kinds {
        requirements.push(RequirementFacts {
            length: length(form, &format!("length-{kind}"), "the length"),
            notes: form.optional_text(&format!("notes-{kind}"), "what the court said", 500),
            kind,
            ..RequirementFacts::default()
        });
    }
    let (sentence, event) = form.complete((sentence, event))?;
    Ok(HeardOrder { event, sentence, ends_on, custody_term, operational_period, requirements })
}

pub(super) fn check(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (court, day, line) = typable(cx, req)?;
    let open = opened(cx, &line)?;
    let mut form = req.form();
    if form.typed("change") == "yes" {
        let again = Form::of(req.pairs().iter().filter(|(name, _)| name != "change").cloned());
        return page(cx, req, (&court, day, &line, &open), Some(again));
    }
    let heard = read(cx, &mut form)?;
    let said = findings(cx, &open, day, &heard)?;
    let promised = promised(cx, &court, &open, &heard)?;
    let law = cx.part::<Law>()?;
    let at = |rest: &str| line_path(&court, day, line.entry.id, rest);
    let mut send = req.button_frame(&at("/order"));
    for (name, value) in req.pairs().iter().filter(|(name, _)| !["csrf", "request_key"].contains(&name.as_str())) {
        send = send.hidden(name, value);
    }
    let name = law.sentence(&heard.sentence).map_or(heard.sentence.as_str(), |s| s.en.as_str());
    let body = html! {
        span.govuk-caption-l { (open.name()) ", " (court.name) ", " (ui::day(day)) }
        h1.govuk-heading-l { "Check the order" }
        (ui::summary_list(&[
            ui::row("Sentence", name.to_owned()),
            ui::row("Matter", if heard.event.is_some() { "One that is on the record" } else { "A new one" }),
            ui::row("Last day", heard.ends_on.map_or_else(|| "Not said".to_owned(), ui::day)),
            ui::row("Requirements", requirements(&law, &heard)),
        ]))
        @for (bars, words) in &said { @if *bars { (ui::warning(words)) } @else { (ui::inset(&html! { (words) })) } }
        @if !promised.is_empty() {
            h2.govuk-heading-m { "What the court was told" }
            p.govuk-body { "These days become the promise when the order is recorded." }
            ul.govuk-list.govuk-list--bullet { @for words in &promised { li { (words) } } }
        }
        p.govuk-body { "Supervision begins with it. When the court’s message comes, it takes this order over: what the court says otherwise holds." }
        (send.show(&ui::button_group(&html! {
            (ui::button("Record the order").show())
            (ui::button("Change").secondary().named("change", "yes").to(&at("/order/check")).show())
        })))
    };
    Ok(Reply::page(req.frame().titled("Check the order").back(at("")), body))
}

fn requirements(law: &Law, heard: &HeardOrder) -> Markup {
    html! {
        @if heard.requirements.is_empty() { "None" }
        @else { ul.govuk-list { @for r in &heard.requirements { li {
            (law.requirement(&r.kind).map_or(r.kind.as_str(), |k| k.en.as_str()))
            @if let Some(length) = &r.length { ", " (length) }
            @if let Some(notes) = &r.notes { ": " (notes) }
        } } } }
    }
}

/// What the law says of it as one order, and whether that bars it.
fn findings(cx: &mut Cx<'_>, open: &OpenPerson, day: Date, heard: &HeardOrder) -> Result<Vec<(bool, String)>> {
    let law = cx.part::<Law>()?;
    let days = sentences::waiting_matter(cx, &open.keys)?;
    let mut case = Case::new(heard.sentence.as_str(), day);
    (case.offence, case.conviction, case.date_of_birth) = (days.offence, days.conviction, open.person.born);
    (case.end, case.custody_term) = (heard.ends_on, heard.custody_term.map(|l| l.0));
    case.operational_period = heard.operational_period.map(|l| l.0);
    let lines: Vec<Proposed> = heard
        .requirements
        .iter()
        .map(|r| Proposed {
            code: r.kind.clone(),
            length: r.length.map(|l| l.0),
            start: None,
            end: None,
            hours_a_day: None,
            hours_a_week: None,
        })
        .collect();
    let told = law.check_together(&lines, &case).into_iter().filter(|f| f.weight != Weight::CannotTell);
    Ok(told.map(|f| (f.weight == Weight::Bars, f.words)).collect())
}

/// The days that were told for these requirements in the newest answer that was kept for this court.
fn promised(cx: &mut Cx<'_>, court: &Court, open: &OpenPerson, heard: &HeardOrder) -> Result<Vec<String>> {
    let law = cx.part::<Law>()?;
    let kept = provision::kept_answers(cx, &open.keys)?;
    let Some(answer) = kept.iter().find(|a| a.court_id == court.id) else { return Ok(Vec::new()) };
    let told = provision::told(answer)?;
    let day = |kind: &str| {
        let start = told.iter().find(|start| start.requirement == kind)?;
        start.working.as_ref().and_then(|working| working.by)
    };
    let line = |r: &RequirementFacts| {
        let name = law.requirement(&r.kind).map_or(r.kind.as_str(), |k| k.en.as_str());
        day(&r.kind).map(|by| format!("{name} by {}", ui::day(by)))
    };
    Ok(heard.requirements.iter().filter_map(line).collect())
}

pub(super) fn save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (court, day) = (court(cx, req)?, day(req)?);
    let id: DayEntryId = req.param("id")?;
    let mut form = req.form();
    let heard = read(cx, &mut form)?;
    type_order(cx, &court, day, id, &heard)?;
    Ok(Reply::done(line_path(&court, day, id, ""), "The order is recorded"))
}
