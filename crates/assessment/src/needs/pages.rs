//! Needs as they are shown: a tag, a line with its reason, and a table with strengths beside.

use super::{Need, Severity};
use crate::assessments::Sheet;
use crate::questions::Catalogue;
use web::ui::Colour;
use web::{Markup, html, ui};

/// The severity as a tag.
pub(crate) fn severity_tag(need: &Need) -> Markup {
    match need.severity {
        Some(Severity::Severe) => ui::tag(Colour::Red, Severity::Severe.words()),
        Some(Severity::Standard) => ui::tag(Colour::Yellow, Severity::Standard.words()),
        Some(Severity::None) => ui::tag(Colour::Green, Severity::None.words()),
        None if need.standard_at.is_none() => html! { span.govuk-hint { "Not scored" } },
        None => ui::tag(Colour::Grey, "Not known"),
    }
}

/// One need above its questions.
pub(crate) fn line(need: &Need) -> Markup {
    if need.counted.is_empty() {
        return html! {};
    }
    let missing = need.missing.len() as i64;
    html! {
        p.govuk-body {
            (severity_tag(need)) " " (need.reason()) "."
            @if missing > 0 { " " (ui::count(missing, "counted question is", "counted questions are")) " not answered or not known." }
        }
    }
}

/// Every need with its working and the strengths beside it.
pub(crate) fn table(catalogue: &Catalogue, needs: &[Need], sheet: &Sheet) -> Markup {
    let columns = ["Need", "Severity", "Why", "Strengths"].map(ui::column);
    let rows = needs.iter().map(|need| {
        let section = catalogue.section(&need.section);
        let strengths = section.and_then(|s| sheet.words(&format!("{}.strengths", s.number)));
        [
            html! { (section.map_or(need.section.as_str(), |s| s.words.as_str())) },
            severity_tag(need),
            html! { (need.reason()) },
            html! { @match strengths { Some(words) => (words), None => span.govuk-hint { "None written" } } },
        ]
    });
    html! {
        (ui::Table::new("Needs and strengths", columns).rows(rows).show())
        (ui::details("How each need was counted", &working(catalogue, needs)))
    }
}

/// Each answer that counts, with its points.
fn working(catalogue: &Catalogue, needs: &[Need]) -> Markup {
    let columns = [ui::column("Need"), ui::column("Question"), ui::column("Answer"), ui::column("Points").numeric()];
    let name = |need: &Need| catalogue.section(&need.section).map_or_else(|| need.section.clone(), |s| s.words.clone());
    let rows = needs.iter().flat_map(|need| {
        let name = name(need);
        need.counted.iter().map(move |one| {
            [
                html! { (name) },
                html! { (one.words) },
                html! { (one.answer.as_deref().unwrap_or("Not answered")) },
                html! { (one.points) " of " (one.most) },
            ]
        })
    });
    let sources: std::collections::BTreeSet<&str> = needs.iter().filter_map(|n| n.source.as_deref()).collect();
    html! {
        (ui::Table::new("Answers that count, with their points", columns).unseen_caption().rows(rows).show())
        p.govuk-hint { "Thresholds: " (sources.into_iter().collect::<Vec<_>>().join("; ")) "." }
    }
}
