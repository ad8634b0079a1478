//! The second look at a case: the reviewer's own answers first, without sight of the others; then both side by side, what
//! the plan is worth, and why they differ.

use crate::quality::policy::{Standards, standards};
use crate::quality::review::{Finding, Looked, both_scores, field, finish, give, labelled, look};
use crate::quality::store::{Case, Kind, Review, Sample, case, review, sample};
use crate::questions::Question;
use crate::scores::{Gave, band_tag, result_words, score_title};
use kernel::{Refusal, SampleId};
use people::OpenPerson;
use std::collections::BTreeMap;
use store::{Cx, Failure, Result};
use web::form::Form;
use web::{Answer, Markup, Reply, Request, html, ui};

/// The longest remarks, in characters.
const LONGEST: usize = 4_000;

fn asked(cx: &mut Cx<'_>, req: &Request) -> Result<(Sample, Case, OpenPerson)> {
    let sample = sample(cx, req.param::<SampleId>("sample")?)?;
    let case = case(cx, sample.id, req.param::<i64>("place")?)?;
    let open = people::open_by_id(cx, case.person_id)?;
    Ok((sample, case, open))
}

fn path(sample: &Sample, case: &Case, rest: &str) -> String {
    format!("/quality/{}/cases/{}{rest}", sample.id, case.place)
}

pub(super) fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (sample, case, open) = asked(cx, req)?;
    let looked = look(cx, &open, &case)?;
    if review(cx, &open.keys, &case)?.is_some() {
        return Ok(Reply::to(path(&sample, &case, "/compare")));
    }
    let form = req.typed(cx)?.unwrap_or_else(Form::blank);
    let title = format!("Look again: {}", open.name());
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { (title) }
        p.govuk-body { "Answer from the record as it stood when the assessment was signed on " (ui::day(case.signed_on)) ". You see the first answers when you have given yours, and yours cannot be changed then." }
        (ui::inset(&html! {
            p.govuk-body { "Read " (ui::link(&open.path("/contacts"), "the contacts")) ", " (ui::link(&open.path("/sentence"), "the sentence")) " and " (ui::link(&open.path("/details"), "the details")) " of " (open.name()) ". Please do not open the assessment itself or the Risk page." }
        }))
        (req.form_frame(&path(&sample, &case, "")).show(&html! {
            (by_section(&looked, &looked.questions(sample.kind), &form))
            (ui::button("Save my answers and compare").show())
        }))
    };
    Ok(Reply::page(req.frame().titled(title).back(format!("/quality/{}", sample.id)), body))
}

/// The questions under the headings of their sections.
fn by_section(looked: &Looked, questions: &[&Question], form: &Form) -> Markup {
    html! {
        @for section in &looked.catalogue.sections {
            @let asked: Vec<&Question> = questions.iter().copied().filter(|q| q.section == section.code).collect();
            @if !asked.is_empty() {
                h2.govuk-heading-m { (section.words) }
                @for question in asked { (radios(looked, question, form)) }
            }
        }
    }
}

fn radios(looked: &Looked, question: &Question, form: &Form) -> Markup {
    let items = looked.catalogue.choices(&question.answer_set).map(|c| ui::item(c.code.clone(), c.words.clone()));
    ui::radios(&field(&question.code), &question.words).items(items).small().show(form)
}

pub(super) fn give_answers(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (sample, case, open) = asked(cx, req)?;
    let looked = look(cx, &open, &case)?;
    let mut form = req.form();
    let mut answers = BTreeMap::new();
    for question in looked.questions(sample.kind) {
        let codes: Vec<&str> = looked.catalogue.choices(&question.answer_set).map(|c| c.code.as_str()).collect();
        if let Some(code) = form.code(&field(&question.code), &format!("an answer: {}", question.words), &codes) {
            answers.insert(question.code.clone(), code);
        }
    }
    form.finish()?;
    give(cx, &open, (&sample, &case), &answers)?;
    Ok(Reply::done(path(&sample, &case, "/compare"), "Your answers are kept. Now compare them with the first"))
}

pub(super) fn compare(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (sample, case, open) = asked(cx, req)?;
    let looked = look(cx, &open, &case)?;
    let Some(review) = review(cx, &open.keys, &case)? else {
        return Ok(Reply::to(path(&sample, &case, "")));
    };
    let compared = looked.compared(sample.kind, &review);
    let agreed = compared.iter().filter(|(_, c)| c.agreed).count();
    let today = cx.today();
    let standards = standards(cx, today)?;
    let form = req.typed(cx)?.unwrap_or_else(Form::blank);
    let columns = ["Question", "First answer", "Second look", "Compared"].map(ui::column);
    let cells = compared.iter().map(|(question, c)| {
        let words = |code: Option<&str>| {
            let choice = code.and_then(|code| looked.catalogue.choice(&question.answer_set, code));
            choice.map_or("Not answered", |c| c.words.as_str()).to_owned()
        };
        let tag = match (c.agreed, c.distance) {
            (true, _) => ui::tag(ui::Colour::Green, "The same"),
            (false, Some(n)) if n < 0 => ui::tag(ui::Colour::Orange, "First was lower"),
            (false, Some(n)) if n > 0 => ui::tag(ui::Colour::Yellow, "First was higher"),
            _ => ui::tag(ui::Colour::Grey, "One is missing"),
        };
        [
            html! { (labelled(&looked.catalogue, question)) },
            html! { (words(looked.first.value(&question.code))) },
            html! { (words(review.answer(&question.code))) },
            tag,
        ]
    });
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { "Compare: " (open.name()) }
        p.govuk-body { strong { (agreed) " of " (compared.len()) " answers agree." } " Second look by " (review.reviewer) ", " (ui::instant(review.blind_at)) "." }
        (ui::Table::new("Question by question", columns).unseen_caption().rows(cells).show())
        (scores_of_both(&review))
        @let href = open.path(&format!("/assessment/{}", case.assessment_id));
        p.govuk-body { (ui::link(&href, "The whole assessment, with its evidence")) @if sample.kind == Kind::Harm { " · " (ui::link(&open.path("/assessment"), "Its plan")) } }
        @if review.finished_at.is_some() { (finding(&standards, &review)) }
        @else { (finding_form(req, &sample, &case, &standards, &form)) }
    };
    let title = format!("Compare: {}", open.name());
    Ok(Reply::page(req.frame().titled(title).back(format!("/quality/{}", sample.id)), body))
}

/// What the scores are by either set of answers: same record, same day.
fn scores_of_both(review: &Review) -> Markup {
    let both = both_scores(review);
    let columns = [
        ui::column("Score"),
        ui::column("First answers"),
        ui::column("Second look"),
        ui::column("Difference").numeric(),
        ui::column("Band"),
    ];
    let cells = both.iter().map(|t| {
        let difference = t.difference().map_or_else(String::new, |d| format!("{d:+.2}"));
        let tag =
            if t.moved() { ui::tag(ui::Colour::Orange, "Another") } else { ui::tag(ui::Colour::Green, "The same") };
        [
            html! { (score_title(t.generation, &t.model)) },
            gave(t.generation, &t.first),
            gave(t.generation, &t.second),
            html! { (difference) },
            tag,
        ]
    });
    let moved = both.iter().filter(|t| t.moved()).count();
    html! {
        @if !both.is_empty() {
            h2.govuk-heading-m { "What it does to the scores" }
            p.govuk-body { strong { (moved) " of " (both.len()) " have another band or outcome." } " Both are worked out from the same record, on the day of the second look." }
            (ui::Table::new("Scores by the first answers and by the second look", columns).unseen_caption().rows(cells).show())
        }
    }
}

/// A result with its band, in one cell.
fn gave(generation: i32, gave: &Gave) -> Markup {
    html! {
        (result_words(generation, gave.score, gave.band.as_deref(), gave.outcome.as_deref()))
        @if let Some(band) = gave.band.as_deref().filter(|band| *band != "NOT_APPLICABLE") { " " (band_tag(band)) }
    }
}

const RATINGS: [(&str, &str, i64); 3] = [("met", "Met", 2), ("partly", "Partly met", 1), ("not_met", "Not met", 0)];

fn finding_form(req: &Request, sample: &Sample, case: &Case, standards: &Standards, form: &Form) -> Markup {
    let themes = standards.of("theme").map(|s| ui::item(s.code.clone(), s.words.clone()));
    html! {
        h2.govuk-heading-m { "What you make of it" }
        (req.form_frame(&path(sample, case, "/compare")).show(&html! {
            @if sample.kind == Kind::Harm {
                @for rating in standards.of("rating") {
                    (ui::radios(&field(&rating.code), &rating.words).items(RATINGS.map(|(code, words, _)| ui::item(code, words))).inline().show(form))
                }
            }
            (ui::checkboxes("themes", "Why do they differ? (optional)").items(themes).show(form))
            (ui::textarea("remarks", "Remarks for whoever made it (optional)").rows(4).most(LONGEST).show(form))
            (ui::button("Finish the second look").show())
        }))
    }
}

fn finding(standards: &Standards, review: &Review) -> Markup {
    let themes: Vec<String> = review.themes.as_array().map_or_else(Vec::new, |list| {
        list.iter().filter_map(|code| code.as_str()).map(|code| standards.words(code)).collect()
    });
    let ratings = standards.of("rating").filter_map(|rating| {
        let value = review.ratings.get(&rating.code)?.as_i64();
        let words = RATINGS.iter().find(|(_, _, n)| value == Some(*n)).map_or("Not rated", |(_, words, _)| *words);
        Some(ui::row(rating.words.clone(), words))
    });
    let mut rows: Vec<ui::Row> = ratings.collect();
    rows.push(ui::row(
        "Why they differ",
        if themes.is_empty() { "No theme was named".to_owned() } else { themes.join("; ") },
    ));
    rows.push(ui::row("Remarks", review.remarks.clone().unwrap_or_else(|| "None".to_owned())));
    ui::SummaryCard::new("What the reviewer made of it").rows(&rows)
}

pub(super) fn save_finding(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (sample, case, open) = asked(cx, req)?;
    let today = cx.today();
    let standards = standards(cx, today)?;
    let mut form = req.form();
    let mut ratings = BTreeMap::new();
    if sample.kind == Kind::Harm {
        for rating in standards.of("rating") {
            let read = |code: &str| RATINGS.iter().find(|(known, _, _)| *known == code).map(|(_, _, n)| *n);
            if let Some(value) = form.choice(&field(&rating.code), &format!("an answer: {}", rating.words), read) {
                ratings.insert(rating.code.clone(), value);
            }
        }
    }
    let known: Vec<String> = standards.of("theme").map(|s| s.code.clone()).collect();
    let themes = form.list("themes", "the themes", |code| known.iter().find(|k| *k == code).cloned());
    let remarks = form.optional_text("remarks", "the remarks", LONGEST);
    form.finish()?;
    let seen = Finding { ratings, themes, remarks };
    finish(cx, &open, (&sample, &case), &seen).map_err(told)?;
    Ok(Reply::done(format!("/quality/{}", sample.id), "The second look is finished"))
}

/// A case that somebody else finished meanwhile is told in the words of this page.
fn told(failure: Failure) -> Failure {
    match failure {
        Failure::Stale(_) => Failure::Refused(
            Refusal::new("", "finished", "Somebody else has finished this second look meanwhile").into(),
        ),
        other => other,
    }
}
