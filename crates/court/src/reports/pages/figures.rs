//! Timeliness beside quality, and what courts made of proposals, over a period: pictures with their tables.

use super::super::concordance::Verdict;
use super::super::figures::{Figures, LOOKED_AT, Timely, figures, share};
use jiff::ToSpan;
use kernel::Date;
use law::Law;
use store::Cx;
use web::form::Form;
use web::ui::{self, Bar};
use web::{Answer, Markup, Reply, Request, html};

const VERDICTS: [Verdict; 4] = [Verdict::Same, Verdict::Less, Verdict::More, Verdict::Other];

fn period(req: &Request, today: Date) -> (Date, Date) {
    let day = |name: &str| req.query(name).and_then(|text| web::form::parse_day(text).ok());
    let to = day("to").unwrap_or(today);
    (day("from").unwrap_or_else(|| to.saturating_sub(3.months())), to)
}

fn percent(part: i64, whole: i64) -> String {
    share(part, whole).map_or_else(|| "None".to_owned(), |p| format!("{p}% ({part} of {whole})"))
}

fn timely(figures: &Figures) -> Markup {
    let mut all = Timely::default();
    for (_, t) in &figures.kinds {
        all.signed += t.signed;
        all.in_time += t.in_time;
        all.same_day += t.same_day;
        all.checked += t.checked;
        all.good += t.good;
        all.judged += t.judged;
        all.returned += t.returned;
    }
    let columns =
        ["Kind", "Signed", "By the hearing", "On the day it was asked for", "Checked", "Criteria met", "Came back"]
            .map(ui::column);
    let row = |name: &str, t: &Timely| {
        [
            html! { (name) },
            html! { (t.signed) },
            html! { (percent(t.in_time, t.signed)) },
            html! { (percent(t.same_day, t.signed)) },
            html! { (percent(t.checked, t.signed)) },
            html! { (percent(t.good, t.judged)) },
            html! { (percent(t.returned, t.checked)) },
        ]
    };
    let rows = figures.kinds.iter().map(|(kind, t)| row(kind.words(), t)).chain([row("All", &all)]);
    let bar = |label: &str, part: i64, whole: i64| {
        share(part, whole).map(|p| Bar {
            label: html! { (label) },
            value: p as f64,
            written: format!("{p}%"),
            over: false,
        })
    };
    let bars: Vec<Bar> = [
        bar("Signed by the hearing", all.in_time, all.signed),
        bar("Criteria met when checked", all.good, all.judged),
        bar("Signed on the day of the request", all.same_day, all.signed),
    ]
    .into_iter()
    .flatten()
    .collect();
    html! {
        h2.govuk-heading-m { "Timeliness and quality" }
        @if bars.is_empty() { p.govuk-body { "No report was signed in this period." } } @else { (ui::bars(100.0, &bars)) }
        (ui::Table::new("Reports signed in the period", columns).rows(rows).show())
        @if figures.overdue > 0 { (ui::inset(&html! { (ui::count(figures.overdue, "report is", "reports are")) " still open although the hearing has been." })) }
    }
}

fn agreement(figures: &Figures, law: &Law) -> Markup {
    let total: i64 = figures.verdicts.values().sum();
    let count =
        |map: &std::collections::BTreeMap<&'static str, i64>, v: Verdict| map.get(v.code()).copied().unwrap_or(0);
    let bars: Vec<Bar> = VERDICTS
        .iter()
        .filter_map(|v| {
            let n = count(&figures.verdicts, *v);
            share(n, total).map(|p| Bar {
                label: html! { (v.words()) },
                value: p as f64,
                written: format!("{p}% ({n})"),
                over: false,
            })
        })
        .collect();
    let columns = std::iter::once("Requirement").chain(VERDICTS.map(Verdict::words)).map(ui::column);
    let rows = figures.requirements.iter().map(|(code, counts)| {
        let name = law.requirement(code).map_or_else(|| code.clone(), |k| k.en.clone());
        let cells = VERDICTS.iter().map(|v| html! { (count(counts, *v)) });
        std::iter::once(html! { (name) }).chain(cells).collect::<Vec<_>>()
    });
    html! {
        h2.govuk-heading-m { "Proposals and sentences" }
        @if bars.is_empty() { p.govuk-body { "No sentence has come for a report signed in this period." } }
        @else {
            (ui::bars(100.0, &bars))
            (ui::Table::new("Requirement by requirement", columns).rows(rows).show())
            @if total >= LOOKED_AT { p.govuk-hint { "The newest " (LOOKED_AT) " sentences are counted." } }
        }
    }
}

pub(super) fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (from, to) = period(req, cx.today());
    let figures = figures(cx, from, to)?;
    let law = cx.part::<Law>()?;
    let form = Form::blank().with("from", ui::day(from)).with("to", ui::day(to));
    let body = html! {
        h1.govuk-heading-l { "Reports: timeliness, quality and agreement" }
        (crate::tabs(cx, "Reports")?)
        form method="get" action="/reports/figures" {
            (ui::input("from", "From").date().width(10).show(&form))
            (ui::input("to", "To").date().width(10).show(&form))
            (ui::button("Show").secondary().repeatable().show())
        }
        (timely(&figures))
        (agreement(&figures, &law))
    };
    Ok(Reply::page(req.frame().titled("Report figures").back("/reports"), body))
}
