//! Figures of restorative work by the year in which cases were opened: offers, consents, meetings, agreements kept, how both felt,
//! and cost. A count that could tell of a few people is not shown, nor one that would give it away.

use super::frame;
use crate::policy_rows::{SMALL, policy};
use crate::records::EntryKind;
use kernel::Date;
use kernel::words::pounds;
use store::{Cx, Result, params};
use web::ui::{self, Bar};
use web::{Answer, Markup, Reply, Request, html};

/// What is counted of a year.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counted {
    pub(crate) cases: i64,
    pub(crate) part: [i64; 6],
    pub(crate) cost: i64,
}

/// A count as it may be shown: neither it nor what is left of the whole tells of fewer people than `small`.
pub(crate) fn shown(part: i64, whole: i64, small: i64) -> Option<i64> {
    let few = |n: i64| n > 0 && n < small;
    (!few(part) && !few(whole - part) && !few(whole)).then_some(part)
}

const PARTS: [&str; 6] = [
    "Offered to both sides",
    "Both agreed",
    "Met, or letters carried",
    "Followed up",
    "Everything agreed was kept",
    "Both felt good or very good",
];

/// Where agreements that were kept stand among [`PARTS`].
const KEPT: usize = 4;

fn cell(part: i64, whole: i64, small: i64) -> Markup {
    match shown(part, whole, small) {
        Some(n) => html! { (n) },
        None => html! { span.govuk-hint { "Too few" } },
    }
}

fn money(pence: i64, of: i64, small: i64) -> Markup {
    if of >= small && of > 0 {
        html! { (pounds(pence / of)) }
    } else {
        html! { span.govuk-hint { "Too few" } }
    }
}

pub(super) fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let today = cx.today();
    let small = policy(cx)?.number(SMALL, today)?;
    let rows = cx.query(
        "SELECT substr(opened_on, 1, 4), count(*), \
         sum(CASE WHEN offered_person_on IS NOT NULL AND offered_harmed_on IS NOT NULL THEN 1 ELSE 0 END), \
         sum(CASE WHEN both_since IS NOT NULL THEN 1 ELSE 0 END), \
         sum(CASE WHEN met_on IS NOT NULL THEN 1 ELSE 0 END), \
         sum(CASE WHEN followed_on IS NOT NULL THEN 1 ELSE 0 END), \
         sum(CASE WHEN promises > 0 AND kept = promises THEN 1 ELSE 0 END), \
         sum(CASE WHEN person_felt >= 4 AND harmed_felt >= 4 THEN 1 ELSE 0 END), \
         CAST(sum(cost_pence) AS BIGINT) FROM view_restorative GROUP BY substr(opened_on, 1, 4) ORDER BY 1 DESC LIMIT 5",
        &[],
    )?;
    let mut years: Vec<(String, Counted)> = Vec::new();
    for row in &rows {
        let mut counted = Counted { cases: row.get(1)?, cost: row.get(8)?, ..Counted::default() };
        for (at, part) in counted.part.iter_mut().enumerate() {
            *part = row.get(at + 2)?;
        }
        years.push((row.get(0)?, counted));
    }
    let paid = paid_by_year(cx)?;
    let line = |name: &str, of: &dyn Fn(&Counted) -> Markup| -> Vec<Markup> {
        std::iter::once(html! { (name) }).chain(years.iter().map(|(_, c)| of(c))).collect()
    };
    let mut cells = vec![line("Cases opened", &|c| cell(c.cases, c.cases, small))];
    for (at, name) in PARTS.iter().enumerate() {
        cells.push(line(name, &|c| cell(c.part.get(at).copied().unwrap_or(0), c.cases, small)));
    }
    cells.push(line("Cost of a case", &|c| money(c.cost, c.cases, small)));
    cells.push(line("Cost of an agreement kept", &|c| money(c.cost, c.part.get(KEPT).copied().unwrap_or(0), small)));
    let mut columns = vec![ui::column("Of the cases opened in")];
    columns.extend(years.iter().map(|(year, _)| ui::column(year).numeric()));
    let body = html! {
        h1.govuk-heading-l { "Restorative justice: figures" }
        p.govuk-body {
            "Counts of fewer than " (small) " are not shown, nor any that would give them away. A meeting alone is no success: look at what was kept and how both felt."
        }
        @if years.is_empty() { (ui::empty("No case has been opened yet.", None)) }
        @else {
            div.tc-columns.tc-columns--halves {
                @for (year, counted) in years.iter().take(PICTURED) { section { (picture(year, counted, small)) } }
            }
            (ui::Table::new(format!("The same figures, as at {}", words(today)), columns).rows(cells).show())
        }
        (compensation(&paid, small))
    };
    Ok(Reply::page(frame(req, "Restorative justice: figures").back("/restorative"), body))
}

/// Years that are drawn; the table has more.
const PICTURED: usize = 2;

fn as_f64(figure: i64) -> f64 {
    i32::try_from(figure).map_or(f64::MAX, f64::from)
}

/// What became of the cases of a year, drawn; what tells of a few people is drawn no more than it is told.
fn picture(year: &str, counted: &Counted, small: i64) -> Markup {
    let bars: Vec<Bar> = PARTS
        .iter()
        .zip(counted.part)
        .map(|(name, part)| {
            let shown = shown(part, counted.cases, small);
            let written = shown.map_or_else(|| "Too few".to_owned(), |n| n.to_string());
            Bar { label: html! { (name) }, value: as_f64(shown.unwrap_or(0)), written, over: false }
        })
        .collect();
    html! {
        h2.govuk-heading-m { "Cases opened in " (year) }
        @match shown(counted.cases, counted.cases, small) {
            Some(cases) => { p.govuk-body { "Of " (ui::count(cases, "case", "cases")) }; (ui::bars(as_f64(cases), &bars)) }
            None => p.govuk-body { "Too few to be shown." }
        }
    }
}

/// Compensation of a year: pence agreed and paid, and over how many cases.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Paid {
    year: String,
    agreed: i64,
    paid: i64,
    cases: i64,
}

/// Compensation by the year of its entries, the newest first.
fn paid_by_year(cx: &mut Cx<'_>) -> Result<Vec<Paid>> {
    let rows = cx.query(
        "SELECT substr(on_day, 1, 4), \
         CAST(sum(CASE WHEN what IN ($1, $2) THEN pence ELSE 0 END) AS BIGINT), \
         CAST(sum(CASE WHEN what IN ($3, $4) THEN pence ELSE 0 END) AS BIGINT), \
         count(DISTINCT case_id) FROM restorative_money GROUP BY substr(on_day, 1, 4) ORDER BY 1 DESC LIMIT 5",
        params![EntryKind::Agreed, EntryKind::AgreedCorrected, EntryKind::Done, EntryKind::DoneCorrected],
    )?;
    let one =
        |row: &store::Row| Ok(Paid { year: row.get(0)?, agreed: row.get(1)?, paid: row.get(2)?, cases: row.get(3)? });
    rows.iter().map(one).collect()
}

/// What was agreed and what was paid, never netted, as a picture and as the same figures in a table.
fn compensation(all: &[Paid], small: i64) -> Markup {
    let told = |paid: &Paid| paid.cases >= small;
    let bars: Vec<Bar> = all
        .iter()
        .filter(|paid| told(paid))
        .flat_map(|of| {
            [("agreed", of.agreed), ("paid", of.paid)].map(|(what, pence)| Bar {
                label: html! { (of.year) ", " (what) },
                value: as_f64(pence / 100),
                written: pounds(pence),
                over: false,
            })
        })
        .collect();
    let cells = all.iter().map(|of| {
        let amount = |pence: i64| {
            if told(of) {
                html! { (pounds(pence)) }
            } else {
                html! { span.govuk-hint { "Too few" } }
            }
        };
        [html! { (of.year) }, amount(of.agreed), amount(of.paid)]
    });
    let columns = [ui::column("Year"), ui::column("Agreed").numeric(), ui::column("Paid").numeric()];
    html! {
        @if !all.is_empty() {
            h2.govuk-heading-m { "Compensation" }
            p.govuk-body { "By the year of the entry. What was agreed and what was paid stand beside each other and are never set off." }
            @if !bars.is_empty() { (ui::bars(1.0, &bars)) }
            (ui::Table::new("The same figures of compensation", columns).rows(cells).show())
        }
    }
}

fn words(day: Date) -> String {
    ui::day(day)
}

#[cfg(test)]
mod tests {
    use super::{Counted, Paid, compensation, picture, shown};

    #[test]
    fn a_picture_tells_no_more_than_its_table() {
        let of = |cases, part| picture("2026", &Counted { cases, part: [part; 6], cost: 0 }, 5).0;
        let drawn = of(40, 20);
        assert!(drawn.contains("Of 40 cases") && drawn.contains(">20<"), "{drawn}");
        assert!(of(40, 4).contains("Too few") && !of(40, 4).contains(">4<"));
        assert!(of(3, 3).contains("Too few to be shown"));
        let paid = |cases| compensation(&[Paid { year: "2026".into(), agreed: 12_345, paid: 0, cases }], 5).0;
        assert!(paid(5).contains("£123.45") && paid(5).contains("tc-bars"));
        assert!(!paid(4).contains("£") && !paid(4).contains("tc-bars"), "of a few people nothing is told or drawn");
    }

    #[test]
    fn a_count_that_tells_of_a_few_is_not_shown_nor_one_that_gives_it_away() {
        assert_eq!(shown(20, 40, 5), Some(20));
        assert_eq!(shown(0, 40, 5), Some(0));
        assert_eq!(shown(4, 40, 5), None);
        assert_eq!(shown(37, 40, 5), None, "three are left");
        assert_eq!(shown(40, 40, 5), Some(40));
        assert_eq!(shown(3, 3, 5), None);
    }
}
