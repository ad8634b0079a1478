//! What sentencers say: recording a year's answers, and the trend as a picture with the same figures as a table.

use super::super::actions::{Year, questions, record_feedback};
use super::super::records::{Feedback, FeedbackQuestion};
use super::super::trend::{Point, favourable};
use super::{court_of, path};
use kernel::{CourtId, Permission};
use store::{Cx, params};
use web::form::Form;
use web::ui;
use web::{Answer, Markup, Reply, Request, html};

const ANSWERS: [(&str, &str); 4] = [("1", "Very good"), ("2", "Good"), ("3", "Poor"), ("4", "Very poor")];
/// Lines told apart by colour and by the shape of their points.
const COLOURS: [&str; 5] = ["#1d70b8", "#00703c", "#d4351c", "#4c2c92", "#b58840"];

/// Each question once, by its newest row.
fn newest(rows: Vec<FeedbackQuestion>) -> Vec<FeedbackQuestion> {
    let mut out: Vec<FeedbackQuestion> = Vec::new();
    for row in rows {
        match out.iter_mut().find(|known| known.code == row.code) {
            Some(known) => *known = row,
            None => out.push(row),
        }
    }
    out
}

/// Lines over the years, from nought to a hundred per cent.
fn picture(points: &[Point], questions: &[FeedbackQuestion]) -> Markup {
    let (Some(first), Some(last)) = (points.iter().map(|p| p.year).min(), points.iter().map(|p| p.year).max()) else {
        return html! {};
    };
    if first == last {
        return html! {};
    }
    let years = (last - first) as f64;
    let x = |year: i64| 60.0 + 500.0 * (year - first) as f64 / years;
    let y = |percent: i64| 210.0 - 2.0 * percent as f64;
    let name = format!("Share of sentencers who answered well, {first} to {last}; the figures are in the table below");
    html! {
        svg viewBox="0 0 600 250" width="100%" role="img" aria-label=(name) focusable="false" {
            @for mark in [0i64, 50, 100] {
                line x1="60" x2="560" y1=(format!("{:.1}", y(mark))) y2=(format!("{:.1}", y(mark))) stroke="#b1b4b6" {}
                text x="52" y=(format!("{:.1}", y(mark) + 4.0)) text-anchor="end" font-size="12" font-family="arial, sans-serif" { (mark) "%" }
            }
            @for year in first..=last {
                text x=(format!("{:.1}", x(year))) y="232" text-anchor="middle" font-size="12" font-family="arial, sans-serif" { (year) }
            }
            @for (n, question) in questions.iter().enumerate() {
                @let colour = COLOURS.get(n % COLOURS.len()).copied().unwrap_or("#1d70b8");
                @let of: Vec<(i64, i64)> = points.iter().filter(|p| p.question == question.code).filter_map(|p| p.percent().map(|v| (p.year, v))).collect();
                @let line = of.iter().map(|(year, v)| format!("{:.1},{:.1}", x(*year), y(*v))).collect::<Vec<_>>().join(" ");
                polyline points=(line) fill="none" stroke=(colour) stroke-width="3" {}
                @for (year, v) in &of {
                    @if n % 2 == 0 { circle cx=(format!("{:.1}", x(*year))) cy=(format!("{:.1}", y(*v))) r="5" fill=(colour) {} }
                    @else { rect x=(format!("{:.1}", x(*year) - 5.0)) y=(format!("{:.1}", y(*v) - 5.0)) width="10" height="10" fill=(colour) {} }
                }
            }
        }
        ul.govuk-list {
            @for (n, question) in questions.iter().enumerate() {
                @let colour = COLOURS.get(n % COLOURS.len()).copied().unwrap_or("#1d70b8");
                li {
                    svg width="24" height="14" aria-hidden="true" focusable="false" {
                        @if n % 2 == 0 { circle cx="12" cy="7" r="5" fill=(colour) {} } @else { rect x="7" y="2" width="10" height="10" fill=(colour) {} }
                    }
                    " " (question.words)
                }
            }
        }
    }
}

fn table(points: &[Point], questions: &[FeedbackQuestion]) -> Markup {
    let mut years: Vec<i64> = points.iter().map(|p| p.year).collect();
    years.sort_unstable();
    years.dedup();
    let columns: Vec<ui::Column> = std::iter::once("Question".to_owned())
        .chain(years.iter().map(ToString::to_string))
        .map(|w| ui::column(&w))
        .collect();
    let rows = questions.iter().map(|q| {
        let cells = years.iter().map(|year| {
            let point = points.iter().find(|p| p.year == *year && p.question == q.code);
            let words = point.and_then(|p| p.percent().map(|v| format!("{v}% ({} of {})", p.well, p.answered)));
            html! { (words.unwrap_or_else(|| "Not asked".to_owned())) }
        });
        std::iter::once(html! { (q.words) }).chain(cells).collect::<Vec<_>>()
    });
    ui::Table::new("Answered good or very good", columns).rows(rows).show()
}

pub(super) fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let courts = organisation::courts(cx)?;
    let chosen = courts.iter().find(|c| Some(c.code.as_str()) == req.query("court"));
    let rows = match chosen {
        Some(court) => cx.list::<Feedback>("WHERE court_id = $1 ORDER BY year", params![court.id])?,
        None => cx.list::<Feedback>("ORDER BY year", &[])?,
    };
    let questions = newest(questions(cx)?);
    let codes: Vec<String> = questions.iter().map(|q| q.code.clone()).collect();
    let points = favourable(&rows, &codes);
    let answered: std::collections::BTreeSet<CourtId> = rows.iter().map(|r| r.court_id).collect();
    let form = Form::blank().with("court", chosen.map(|c| c.code.clone()).unwrap_or_default());
    let body = html! {
        h1.govuk-heading-l { "What sentencers say" }
        @if cx.may(Permission::CourtInbox) { (crate::tabs(cx, "Liaison")?) }
        form method="get" action="/court/liaison/feedback" {
            (ui::select("court", "Which court?").option("", "All courts").options(courts.iter().map(|c| (c.code.clone(), c.name.clone()))).show(&form))
            (ui::button("Show").secondary().repeatable().show())
        }
        @if points.is_empty() { (ui::empty("No feedback has been recorded.", None)) }
        @else {
            p.govuk-body { "From " (ui::count(i64::try_from(answered.len()).unwrap_or(0), "court", "courts")) ": the share who answered good or very good." }
            (picture(&points, &questions))
            (table(&points, &questions))
        }
    };
    Ok(Reply::page(req.frame().titled("What sentencers say").back("/court/liaison"), body))
}

pub(super) fn form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let court = court_of(cx, req)?;
    let questions = newest(questions(cx)?);
    let this_year = cx.today().year().to_string();
    let form = req.typed(cx)?.unwrap_or_else(|| Form::blank().with("year", this_year));
    let body = html! {
        (ui::error_summary(&form))
        span.govuk-caption-l { (court.name) }
        h1.govuk-heading-l { "Record feedback of sentencers" }
        p.govuk-body { "How many answered what. Leave a question empty that was not asked." }
        (req.form_frame(&path(&court, "/feedback")).show(&html! {
            (ui::input("year", "Which year?").number().width(4).show(&form))
            @for question in &questions {
                fieldset.govuk-fieldset {
                    legend.govuk-fieldset__legend.govuk-fieldset__legend--m { (question.words) }
                    @for (code, words) in ANSWERS { (ui::input(&format!("{}-{code}", question.code), words).plain().number().width(4).show(&form)) }
                }
            }
            (ui::button("Save").show())
        }))
    };
    Ok(Reply::page(req.frame().titled("Record feedback of sentencers").back(path(&court, "")), body))
}

pub(super) fn save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let court = court_of(cx, req)?;
    let mut form = req.form();
    let year = form.integer("year", "the year", 1990..=2_200);
    let mut answers = Vec::new();
    for question in newest(questions(cx)?) {
        let mut counts = [0i64; 4];
        let mut any = false;
        for ((code, words), to) in ANSWERS.iter().zip(counts.iter_mut()) {
            let name = format!("{}-{code}", question.code);
            let what = format!("how many said “{}”", words.to_lowercase());
            if let Some(n) = form.optional_integer(&name, &what, 0..=100_000) {
                *to = n;
                any = true;
            }
        }
        if any {
            answers.push((question.code, counts));
        }
    }
    let (year,) = form.complete((year,))?;
    record_feedback(cx, court.id, &Year { year, answers })?;
    Ok(Reply::done(path(&court, ""), "The feedback is recorded"))
}
