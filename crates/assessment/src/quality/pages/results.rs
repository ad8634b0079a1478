//! What a sample says: accuracy by item and by scorer as a picture and as a table, themes, how plans were rated, and
//! timeliness with quality beside it.

use crate::quality::policy::{Standards, standards};
use crate::quality::results::{OfItem, OfScorer, Results, results};
use crate::quality::review::labelled;
use crate::quality::store::sample;
use crate::questions::current;
use kernel::{SampleId, StaffId};
use organisation::StaffLine;
use std::collections::BTreeMap;
use store::Cx;
use web::{Answer, Markup, Reply, Request, html, ui};

/// Below this share of agreement an item or scorer is drawn as one to look at.
const LOOK_AT_BELOW: f64 = 80.0;
/// As many items are drawn; the table has all of them.
const DRAWN: usize = 15;

pub(super) fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let sample = sample(cx, req.param::<SampleId>("sample")?)?;
    let said = results(cx, &sample)?;
    let today = cx.today();
    let (standards, catalogue) = (standards(cx, today)?, current(cx)?);
    let scorers: Vec<StaffId> = said.scorers.iter().filter_map(|s| s.scorer).collect();
    let names = organisation::staff_lines(cx, &scorers)?;
    let words = |code: &str| {
        let question = catalogue.question(code, sample.to_day);
        question.map_or_else(|| code.to_owned(), |q| labelled(&catalogue, q))
    };
    let (time, quality) = said.timeliness.words();
    let stat = |figure: String, label: &str, beside: Option<String>| ui::Stat {
        figure,
        label: label.to_owned(),
        href: None,
        urgent: false,
        beside,
    };
    let body = html! {
        h1.govuk-heading-l { "What the sample says" }
        p.govuk-body { (sample.kind.words()) ", signed " (super::samples::days(sample.from_day, sample.to_day)) "." }
        (ui::stats(&[
            stat(said.overall.percent().map_or_else(|| "Not known".to_owned(), |p| format!("{p:.0}%")), "of answers agree", Some(format!("{} of {}", said.overall.agreed, said.overall.of))),
            stat(format!("{} of {}", said.finished, said.drawn), "assessments looked at again", None),
        ]))
        p.govuk-body { (time) "; " (quality) "." }
        @if said.overall.of == 0 {
            (ui::empty("No second look is finished yet. Figures appear with the first.", None))
        } @else {
            (items(&said.items, &words))
            (by_scorer(&said.scorers, &names))
            (themes(&said, &standards))
            (ratings(&said, &standards))
        }
    };
    Ok(Reply::page(req.frame().titled("What the sample says").back(format!("/quality/{}", sample.id)), body))
}

fn bar(label: Markup, accuracy: crate::quality::Accuracy) -> ui::Bar {
    let value = accuracy.percent().unwrap_or(0.0);
    ui::Bar { label, value, written: format!("{value:.0}%"), over: value < LOOK_AT_BELOW }
}

fn items(items: &[OfItem], words: &impl Fn(&str) -> String) -> Markup {
    let bars: Vec<ui::Bar> =
        items.iter().take(DRAWN).map(|item| bar(html! { (words(&item.item)) }, item.accuracy)).collect();
    let columns = [
        ui::column("Item"),
        ui::column("Agree").numeric(),
        ui::column("Of").numeric(),
        ui::column("First was lower").numeric(),
        ui::column("First was higher").numeric(),
    ];
    let cells = items.iter().map(|item| {
        [
            html! { (words(&item.item)) },
            html! { (item.accuracy.agreed) },
            html! { (item.accuracy.of) },
            html! { (item.lower) },
            html! { (item.higher) },
        ]
    });
    html! {
        h2.govuk-heading-m { "By item" }
        p.govuk-hint {
            "The least agreed first. Below " (LOOK_AT_BELOW) "% the bar has the warning colour."
            @if items.len() > DRAWN { " The other " (items.len() - DRAWN) " are in the table." }
        }
        (ui::bars(100.0, &bars))
        (ui::details("Every figure as a table", &ui::Table::new("Accuracy by item", columns).rows(cells).show()))
    }
}

fn by_scorer(scorers: &[OfScorer], names: &BTreeMap<StaffId, StaffLine>) -> Markup {
    let name = |scorer: Option<StaffId>| {
        let line = scorer.and_then(|id| names.get(&id));
        line.map_or_else(|| "Not a member of staff".to_owned(), |line| line.name.clone())
    };
    let bars: Vec<ui::Bar> = scorers.iter().map(|s| bar(html! { (name(s.scorer)) }, s.accuracy)).collect();
    let columns = [
        ui::column("Scorer"),
        ui::column("Assessments").numeric(),
        ui::column("Agree").numeric(),
        ui::column("Of").numeric(),
    ];
    let cells = scorers.iter().map(|s| {
        [html! { (name(s.scorer)) }, html! { (s.cases) }, html! { (s.accuracy.agreed) }, html! { (s.accuracy.of) }]
    });
    html! {
        h2.govuk-heading-m { "By scorer" }
        p.govuk-hint { "A few assessments say little about one person. Talk before you judge." }
        (ui::bars(100.0, &bars))
        (ui::details("The same figures as a table", &ui::Table::new("Accuracy by scorer", columns).rows(cells).show()))
    }
}

fn themes(said: &Results, standards: &Standards) -> Markup {
    let columns = [ui::column("Theme"), ui::column("Assessments").numeric()];
    let cells = said.themes.iter().map(|(code, count)| [html! { (standards.words(code)) }, html! { (count) }]);
    html! {
        h2.govuk-heading-m { "Why answers differ" }
        @if said.themes.is_empty() { (ui::empty("No theme was named.", None)) }
        @else { (ui::Table::new("Themes, the most frequent first", columns).rows(cells).show()) }
    }
}

fn ratings(said: &Results, standards: &Standards) -> Markup {
    let columns = [
        ui::column("The plan"),
        ui::column("Met").numeric(),
        ui::column("Partly").numeric(),
        ui::column("Not met").numeric(),
    ];
    let cells = said.ratings.iter().map(|(code, [not, partly, met])| {
        [html! { (standards.words(code)) }, html! { (met) }, html! { (partly) }, html! { (not) }]
    });
    html! {
        @if !said.ratings.is_empty() {
            h2.govuk-heading-m { "How plans were rated" }
            (ui::Table::new("Plans", columns).unseen_caption().rows(cells).show())
        }
    }
}
