//! The page and the call of combinations.

use super::rules::{Mix, NUMBERS, Quarterly, fold, frequent, percent, words};
use crate::availability::quarter::{Quarter, days};
use kernel::Permission;
use law::Law;
use serde::Serialize;
use store::{Cx, Failure, Result};
use utoipa::ToSchema;
use web::form::Form;
use web::{Answer, ApiDoc, Markup, Reply, Request, Route, html, ui};

/// Quarters shown.
const QUARTERS: i32 = 8;
/// Combinations shown by name.
const NAMED: usize = 12;
const FILLS: [&str; NUMBERS] = ["#ffffff", "#d2e2f1", "#a5c6e2", "#5694ca", "#1d4f7c"];
const LIGHT: [&str; NUMBERS] = ["#0b0c0c", "#0b0c0c", "#0b0c0c", "#0b0c0c", "#ffffff"];
const NAMES: [&str; NUMBERS] = ["none", "one", "two", "three", "four or more"];

pub(in crate::availability) fn routes() -> Vec<Route> {
    vec![
        Route::get("/combinations", Permission::ReadProvision, show),
        Route::api_get("/api/v1/provision/combinations", Permission::ReadProvision, call).doc(
            ApiDoc::new("What orders hold together, by quarter")
                .query("order", "`community` or `suspended` orders alone")
                .answers::<CombinationsOut>(),
        ),
    ]
}

/// What orders of two years hold.
#[derive(Debug, Serialize, ToSchema)]
struct CombinationsOut {
    quarters: Vec<CombinationQuarterOut>,
}

/// The orders of a quarter.
#[derive(Debug, Serialize, ToSchema)]
struct CombinationQuarterOut {
    /// Such as `2026-Q4`.
    quarter: String,
    orders: i64,
    /// Orders with no, one, two, three, and four or more requirement types.
    by_number: Vec<i64>,
    combinations: Vec<CombinationOut>,
}

/// A combination.
#[derive(Debug, Serialize, ToSchema)]
struct CombinationOut {
    /// Codes of requirement types.
    requirements: Vec<String>,
    /// It holds a type that the law does not list, too.
    others: bool,
    orders: i64,
}

/// Two years up to this quarter, narrowed to one kind of order where the address says so.
fn asked(cx: &mut Cx<'_>, req: &Request) -> Result<Vec<Quarterly>> {
    let law = cx.part::<Law>()?;
    let order = req.query("order");
    if order.is_some_and(|order| order != "community" && order != "suspended") {
        return Err(Failure::NotFound);
    }
    let quarters = Quarter::of(cx.today()).back(QUARTERS);
    let mixes = sentences::order_mixes(cx, &days(&quarters))?;
    Ok(fold(&quarters, &mixes, |code| match (order, law.sentence(code)) {
        (Some("community"), Some(sentence)) => sentence.community(),
        (Some(_), Some(sentence)) => sentence.suspended(),
        (Some(_), None) => false,
        (None, _) => true,
    }))
}

fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let quarters = asked(cx, req)?;
    let law = cx.part::<Law>()?;
    let none = quarters.iter().all(|quarter| quarter.orders == 0);
    let named = frequent(&quarters, NAMED);
    let body = html! {
        h1.govuk-heading-l { "Combinations of requirements" }
        (crate::availability::figures_navigation("/combinations"))
        p class="govuk-body govuk-!-margin-top-4" {
            "What orders hold, by the quarter in which courts made them. As at " (ui::day(cx.today()))
            "; the last quarter is not over."
        }
        div class="govuk-!-margin-bottom-6" { (filter(req)) }
        @if none { (ui::empty("No order was made in these two years.", None)) } @else {
            h2.govuk-heading-m { "By number of requirements" }
            (picture(&quarters))
            (number_table(&quarters))
            h2.govuk-heading-m { "By combination" }
            (mix_table(&quarters, &named, &law))
        }
    };
    Ok(Reply::page(
        req.frame().titled("Combinations of requirements").within("/provision").crumb("/provision", "Provision"),
        body,
    ))
}

fn filter(req: &Request) -> Markup {
    let form = Form::of(req.queries().to_vec());
    let kinds = [("community", "Community orders"), ("suspended", "Suspended sentence orders")];
    let select = ui::select("order", "Kind of order").option("", "All orders").options(kinds).show(&form);
    let fields = html! { div class="govuk-!-margin-bottom-4" { (select) } };
    let on = kinds.iter().filter(|(code, _)| req.query("order") == Some(code));
    let on = on.map(|(code, words)| ("order", (*code).to_owned(), (*words).to_owned())).collect();
    ui::FilterPanel { list: req.address(), names: vec!["order"], on, fields }.show()
}

fn as_f64(number: i64) -> f64 {
    i32::try_from(number).map_or(f64::MAX, f64::from)
}

/// A bar a quarter, parted by the number of requirements.
fn picture(quarters: &[Quarterly]) -> Markup {
    let (left, wide, tall) = (150.0, 560.0, 34.0);
    let height = tall * as_f64(i64::try_from(quarters.len()).unwrap_or(0)) + 6.0;
    let mut bars = Vec::new();
    let mut y = 2.0;
    for quarter in quarters {
        bars.push(html! {
            text x=(left - 10.0) y=(y + 20.0) text-anchor="end" font-size="14" font-family="arial, sans-serif" fill="#0b0c0c" { (quarter.quarter.short()) }
            @if quarter.orders == 0 {
                text x=(left + 4.0) y=(y + 20.0) font-size="13" font-family="arial, sans-serif" fill="#0b0c0c" { "no orders" }
            }
        });
        let mut x = left;
        for (number, orders) in quarter.by_number.iter().enumerate().filter(|(_, orders)| **orders > 0) {
            let share = as_f64(*orders) / as_f64(quarter.orders) * wide;
            let (fill, ink) = (FILLS.get(number).unwrap_or(&"#ffffff"), LIGHT.get(number).unwrap_or(&"#0b0c0c"));
            let plus = if number + 1 == NUMBERS { "+" } else { "" };
            let label = format!("{number}{plus}: {}%", percent(*orders, quarter.orders));
            bars.push(html! {
                rect x=(format!("{x:.1}")) y=(y) width=(format!("{share:.1}")) height="28" fill=(fill) stroke="#0b0c0c" stroke-width="1" {}
                @if share > 54.0 {
                    text x=(format!("{:.1}", x + share / 2.0)) y=(y + 19.0) text-anchor="middle" font-size="13" font-family="arial, sans-serif" fill=(ink) { (label) }
                }
            });
            x += share;
        }
        y += tall;
    }
    html! {
        div.tc-scroll tabindex="0" role="region" aria-label="Picture of orders by number of requirements" {
            svg viewBox=(format!("0 0 720 {height:.0}")) width="720" height=(format!("{height:.0}")) role="img"
                aria-label="Share of orders by number of requirements in each quarter; the same figures stand in the table below" focusable="false" {
                @for bar in bars { (bar) }
            }
        }
        p.govuk-hint { "Each bar is all orders of a quarter. Its parts say the number of requirements and their share; narrow parts are told in the table alone." }
    }
}

fn figure(part: i64, of: i64) -> Markup {
    html! { @if part == 0 { "0" } @else { (part) br; span.tc-quiet { (percent(part, of)) "%" } } }
}

fn number_table(quarters: &[Quarterly]) -> Markup {
    let columns = [ui::column("Quarter"), ui::column("Orders").numeric()]
        .into_iter()
        .chain(NAMES.iter().map(|name| ui::column(&capital(name)).numeric()));
    let rows = quarters.iter().rev().map(|quarter| {
        let counts = quarter.by_number.iter().map(|orders| figure(*orders, quarter.orders));
        [html! { (quarter.quarter.words()) }, html! { (quarter.orders) }].into_iter().chain(counts).collect::<Vec<_>>()
    });
    ui::Table::new("Orders by number of requirement types, the newest quarter first", columns)
        .unseen_caption()
        .rows(rows)
        .show()
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn mix_table(quarters: &[Quarterly], named: &[Mix], law: &Law) -> Markup {
    let newest: Vec<&Quarterly> = quarters.iter().rev().collect();
    let columns = std::iter::once(ui::column("Requirements"))
        .chain(newest.iter().map(|quarter| ui::column(&quarter.quarter.short()).numeric()));
    let mut rows: Vec<Vec<Markup>> = Vec::new();
    for mix in named {
        let mut row = vec![html! { (words(mix)) br; span.tc-quiet { (long_words(mix, law)) } }];
        row.extend(newest.iter().map(|quarter| figure(quarter.of(mix), quarter.orders)));
        rows.push(row);
    }
    let mut rest = vec![html! { "All other combinations" }];
    rest.extend(newest.iter().map(|quarter| figure(quarter.beside(named), quarter.orders)));
    let mut all = vec![html! { "All orders" }];
    all.extend(newest.iter().map(|quarter| html! { (quarter.orders) }));
    rows.extend([rest, all]);
    ui::Table::new("Orders by what they hold, the most frequent first", columns).unseen_caption().rows(rows).show()
}

fn long_words(mix: &Mix, law: &Law) -> String {
    let names: Vec<String> = mix
        .0
        .iter()
        .map(|code| law.requirement(code).map_or_else(|| code.clone(), |kind| kind.en.to_lowercase()))
        .collect();
    names.join(", ")
}

fn call(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let quarters = asked(cx, req)?.into_iter().map(|quarter| CombinationQuarterOut {
        quarter: quarter.quarter.code(),
        orders: quarter.orders,
        by_number: quarter.by_number.to_vec(),
        combinations: quarter
            .by_mix
            .into_iter()
            .map(|((requirements, others), orders)| CombinationOut { requirements, others, orders })
            .collect(),
    });
    let out = CombinationsOut { quarters: quarters.collect() };
    Ok(Reply::json(200, serde_json::to_value(out).map_err(|e| Failure::broken(e.to_string()))?))
}
