//! The proposal: each requirement with whether the court may order it, its limits and when it would begin; what is chosen
//! is checked as one order. What the law says against it is shown and left to the author.

use super::super::actions::{Proposing, propose};
use super::super::document::REPARATION;
use super::super::lawful::{Choosable, Lawful, lawful};
use super::super::records::{Proposal, ProposedRequirement};
use super::super::starts::{Start, starts};
use super::{all_of, closed, framed, path};
use kernel::ReportId;
use law::{Law, Unit, Verdict};
use std::collections::BTreeMap;
use store::Cx;
use web::form::Form;
use web::ui::{self, Item};
use web::{Answer, Markup, Reply, Request, html};

/// Sentences that a report may propose: those that are passed today and are no prison sentence.
fn sentences(law: &Law) -> impl Iterator<Item = &law::SentenceType> {
    use law::SentenceAttribute as A;
    law.sentences().iter().filter(|s| !s.is(A::Historic) && !s.youth() && !s.is(A::Life))
}

fn opened(proposal: Option<&Proposal>) -> Form {
    let Some(proposal) = proposal else { return Form::blank().with("sentence", "CO") };
    let mut pairs = vec![
        ("sentence".to_owned(), proposal.sentence.clone()),
        ("term".to_owned(), proposal.term.clone().unwrap_or_default()),
        ("reparation".to_owned(), proposal.reparation.clone()),
    ];
    for line in proposal.lines() {
        pairs.push(("requirement".to_owned(), line.kind.clone()));
        pairs.push((format!("length-{}", line.kind), line.length.unwrap_or_default()));
        pairs.push((format!("why-{}", line.kind), line.why));
        if let Some(consent) = line.consent {
            pairs.push((format!("consent-{}", line.kind), if consent { "yes" } else { "no" }.to_owned()));
        }
    }
    let answers: BTreeMap<String, bool> = serde_json::from_value(proposal.answers.clone()).unwrap_or_default();
    pairs.extend(
        answers.into_iter().map(|(fact, is)| (format!("fact-{fact}"), if is { "yes" } else { "no" }.to_owned())),
    );
    Form::of(pairs)
}

fn unit_words(unit: Unit) -> Option<&'static str> {
    match unit {
        Unit::Hours => Some("such as 80 hours"),
        Unit::Days => Some("such as 20 days"),
        Unit::Months => Some("such as 6 months"),
        Unit::Dates | Unit::None => None,
    }
}

fn hint(option: &Choosable, start: Option<&Start>) -> String {
    let mut parts: Vec<String> = Vec::new();
    parts.push(match option.verdict {
        Verdict::Allowed => "The court may order it".to_owned(),
        Verdict::CannotTell => "Something must be known first".to_owned(),
        Verdict::NotAllowed => "The court may not order it".to_owned(),
    });
    parts.extend(option.reasons.iter().cloned());
    parts.extend(option.arrange.iter().map(|words| words.trim_end_matches('.').to_owned()));
    if !option.limits.is_empty() {
        parts.push(format!("Length: {}", option.limits));
    }
    parts.extend(start.map(|s| s.words.trim_end_matches('.').to_owned()));
    parts.join(". ")
}

fn choice(option: &Choosable, start: Option<&Start>, form: &Form) -> Item {
    let code = &option.code;
    let name = option.name.to_lowercase();
    let length = unit_words(option.unit);
    ui::item(code.as_str(), option.name.as_str()).hint(hint(option, start)).reveal(html! {
        @if let Some(example) = length {
            (ui::input(&format!("length-{code}"), &format!("How much {name}?")).hint(example).plain().width(10).show(form))
        }
        (ui::textarea(&format!("why-{code}"), &format!("Why does {name} suit this person?")).plain().rows(2).most(2_000).show(form))
        @if option.consent {
            (ui::radios(&format!("consent-{code}"), "What did they say when asked?").plain()
                .item("yes", "They agree").item("no", "They do not agree").item("", "Not asked yet").small().inline().show(form))
        }
    })
}

/// What the proposal as saved comes to.
fn findings(lawful: &Lawful) -> Markup {
    html! {
        h2.govuk-heading-m { "The proposal as one order" }
        @if lawful.together.is_empty() { p.govuk-body { "Nothing that the law says stands against it." } }
        @for finding in &lawful.together {
            @if finding.bars { (ui::warning(&finding.words)) } @else { (ui::inset(&html! { (finding.words) })) }
        }
    }
}

pub(super) fn form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, whole) = all_of(cx, req)?;
    let law = cx.part::<Law>()?;
    let id = whole.report.id;
    let told = starts(cx, &open, &whole.report)?;
    let form = req.typed(cx)?.unwrap_or_else(|| opened(whole.proposal.as_ref()));
    let lawful = lawful(cx, &open, &whole.report, whole.proposal.as_ref())?;
    // What was proposed and may not be ordered stays on the form, so that it can be taken off.
    let (kept, barred): (Vec<_>, Vec<_>) =
        lawful.barred.iter().partition(|o| form.every("requirement").any(|r| r == o.code));
    let items = lawful.open.iter().chain(kept).map(|o| choice(o, told.starts.iter().find(|s| s.kind == o.code), &form));
    let frame = framed(cx, req, &open, "Proposal", path(id, ""))?;
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { "Proposal" }
        (closed(whole.report.state))
        @if let (true, Some(now)) = (req.is_conflict(), &whole.proposal) {
            (ui::inset(&html! {
                p.govuk-body { strong { (now.written_by) " saved this on " (ui::instant(now.written_at)) ":" } }
                ul.govuk-list.govuk-list--bullet {
                    @for line in now.lines() { li { (line.kind) " " (line.length.as_deref().unwrap_or("")) ": " (line.why) } }
                }
            }))
        }
        @if whole.proposal.is_some() { (findings(&lawful)) }
        @if let Some(why) = &told.nothing { (ui::inset(&html! { (why) "." })) }
        @if whole.report.state.is_open() {
            (req.form_frame(&path(id, "/proposal")).hidden("version", whole.proposal.as_ref().map_or(0, |p| p.version)).show(&html! {
                (ui::select("sentence", "Which sentence is proposed?").options(sentences(&law).map(|s| (s.code.clone(), s.en.clone()))).show(&form))
                (ui::input("term", "How long should it run? (optional)").hint("Such as 12 months").width(10).show(&form))
                (ui::checkboxes("requirement", "Which requirements?").items(items).show(&form))
                @if !lawful.questions.is_empty() {
                    h2.govuk-heading-m { "What the law asks about" }
                    p.govuk-body { "Answer what you know. What stays open is shown to the court as not known." }
                    @for (code, words) in &lawful.questions {
                        (ui::radios(&format!("fact-{code}"), words).item("yes", "Yes").item("no", "No").item("", "Not known").small().inline().show(&form))
                    }
                }
                (ui::radios("reparation", "How was reparation weighed?").items(REPARATION.iter().map(|(c, w)| ui::item(*c, *w))).show(&form))
                (ui::button("Save the proposal").show())
            }))
        }
        @if !barred.is_empty() {
            (ui::details("What the court may not order here, and why", &html! {
                ul.govuk-list.govuk-list--bullet { @for o in &barred { li { strong { (o.name) } ": " (o.reasons.join("; ")) } } }
            }))
        }
    };
    Ok(Reply::page(frame, body))
}

fn said(form: &Form, name: &str) -> Option<bool> {
    match form.typed(name) {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}

pub(super) fn save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let id: ReportId = req.param("id")?;
    let law = cx.part::<Law>()?;
    let mut form = req.form();
    let sentence = form.choice("sentence", "the sentence that is proposed", |code| Some(code.to_owned()));
    let term = form.optional_text("term", "the length", 40);
    let kinds = form.list("requirement", "the requirements", |code| law.requirement(code).map(|k| k.code.clone()));
    let mut requirements = Vec::new();
    for kind in kinds {
        requirements.push(ProposedRequirement {
            length: form.optional_text(&format!("length-{kind}"), "the length", 40),
            why: form.optional_text(&format!("why-{kind}"), "why it suits", 2_000).unwrap_or_default(),
            consent: said(&form, &format!("consent-{kind}")),
            kind,
        });
    }
    let place = |kind: &str| law.requirements().iter().position(|r| r.code == kind);
    requirements.sort_by_key(|line| place(&line.kind));
    let facts: Vec<String> =
        form.pairs().iter().filter_map(|(n, _)| n.strip_prefix("fact-")).map(str::to_owned).collect();
    let answers =
        facts.into_iter().filter_map(|fact| said(&form, &format!("fact-{fact}")).map(|is| (fact, is))).collect();
    let reparation = form.choice("reparation", "how reparation was weighed", |code| Some(code.to_owned()));
    let seen = form.typed("version").parse::<i64>().unwrap_or(0);
    let (sentence, reparation) = form.complete((sentence, reparation))?;
    propose(cx, id, &Proposing { sentence, term, requirements, answers, reparation }, seen)?;
    Ok(Reply::done(path(id, "/proposal"), "The proposal is saved"))
}
