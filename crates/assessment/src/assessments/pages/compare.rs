//! The difference between two versions on one page: levels, needs and answers that are not the same.

use super::{answer_words, asked, lines, path};
use crate::assessments::read;
use crate::assessments::{Assessment, Sheet};
use crate::needs;
use crate::questions::{Catalogue, Section, current};
use kernel::AssessmentId;
use store::{Cx, Failure};
use web::{Answer, Markup, Reply, Request, html, ui};

pub(super) fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, later) = asked(cx, req)?;
    let with = req.query("with").and_then(|id| id.parse::<AssessmentId>().ok()).ok_or(Failure::NotFound)?;
    let earlier = read::one(cx, &open.keys, with)?;
    let (before, after) = (read::sheet(cx, &earlier)?, read::sheet(cx, &later)?);
    let catalogue = current(cx)?;
    let changed: Vec<(&Section, Markup)> = catalogue
        .sections
        .iter()
        .filter_map(|s| Some((s, section(&catalogue, s, (&earlier, &before), (&later, &after))?)))
        .collect();
    let title = format!("{} beside {}", later.name(), earlier.name());
    let frame = people::frame(req, cx, &open, "Assess and plan")?.titled(title.clone());
    let body = html! {
        h1.govuk-heading-l { (title) }
        p.govuk-body { "What is the same in both is left out." }
        (severities(&catalogue, (&earlier, &before), (&later, &after)))
        @if changed.is_empty() { (ui::empty("Every answer is the same.", None)) }
        @for (_, table) in &changed { (table) }
    };
    Ok(Reply::page(frame.back(path(&open, &later, "")), body))
}

type Side<'a> = (&'a Assessment, &'a Sheet);

fn severities(catalogue: &Catalogue, earlier: Side<'_>, later: Side<'_>) -> Markup {
    let before = needs::of_sheet(catalogue, earlier.0, earlier.1);
    let after = needs::of_sheet(catalogue, later.0, later.1);
    let columns = ["Need".to_owned(), earlier.0.name(), later.0.name()];
    let mut table = ui::Table::new("Needs that moved", columns.iter().map(|words| ui::column(words)));
    for (old, new) in
        before.iter().zip(&after).filter(|(old, new)| (old.severity, old.points) != (new.severity, new.points))
    {
        let name = catalogue.section(&new.section).map_or(new.section.as_str(), |s| s.words.as_str());
        table.push([html! { (name) }, needs::pages::severity_tag(old), needs::pages::severity_tag(new)]);
    }
    html! { @if !table.is_empty() { (table.show()) } }
}

fn section(catalogue: &Catalogue, section: &Section, earlier: Side<'_>, later: Side<'_>) -> Option<Markup> {
    let columns = ["Question".to_owned(), earlier.0.name(), later.0.name()];
    let caption = format!("{}. {}", section.number, section.words);
    let mut table = ui::Table::new(caption, columns.iter().map(|words| ui::column(words)));
    let day = later.0.asked_on();
    for question in catalogue.of_section(&section.code, day) {
        let told =
            |sheet: &Sheet| answer_words(catalogue, question, sheet.value(&question.code), sheet.words(&question.code));
        let (before, after) = (told(earlier.1), told(later.1));
        if before != after {
            table.push([html! { (question.words) }, side(&before), side(&after)]);
        }
    }
    (!table.is_empty()).then(|| table.show())
}

fn side(words: &str) -> Markup {
    html! { @if words.is_empty() { span.govuk-hint { "Not answered" } } @else { (lines(words)) } }
}
