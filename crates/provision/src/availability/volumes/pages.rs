//! The page and the call of volumes.

use super::read::{Line, lines};
use super::rules::{Figures, weeks_of_backlog};
use crate::availability::quarter::Quarter;
use kernel::Permission;
use serde::Serialize;
use store::{Cx, Failure, Result};
use utoipa::ToSchema;
use web::form::Form;
use web::{Answer, ApiDoc, Markup, Reply, Request, Route, html, ui};

/// Quarters of the trend.
const QUARTERS: i32 = 8;

pub(in crate::availability) fn routes() -> Vec<Route> {
    vec![
        Route::get("/volumes", Permission::ReadProvision, show),
        Route::api_get("/api/v1/provision/volumes", Permission::ReadProvision, call).doc(
            ApiDoc::new("What was commissioned, ordered, begun and completed, by contract, service and quarter")
                .query("contract", "the reference of a contract or grant")
                .answers::<VolumesOut>(),
        ),
    ]
}

/// Volumes of two years.
#[derive(Debug, Serialize, ToSchema)]
struct VolumesOut {
    as_at: String,
    items: Vec<VolumeOut>,
}

/// A contract and service in a quarter.
#[derive(Debug, Serialize, ToSchema)]
struct VolumeOut {
    contract: String,
    provider: String,
    /// The code of the service; absent where the contract names one volume for all its services.
    service: Option<String>,
    /// Such as `2026-Q4`.
    quarter: String,
    commissioned: i64,
    ordered: i64,
    /// Joined by agreement, without a requirement.
    agreed: i64,
    begun: i64,
    completed: i64,
    /// Neither begun nor left at its end, or today.
    backlog: i64,
}

struct Asked {
    quarters: Vec<Quarter>,
    /// Every contract that there is to choose.
    contracts: Vec<(String, String)>,
    lines: Vec<Line>,
}

fn asked(cx: &mut Cx<'_>, req: &Request) -> Result<Asked> {
    let quarters = Quarter::of(cx.today()).back(QUARTERS);
    let mut lines = lines(cx, &quarters)?;
    let mut contracts: Vec<(String, String)> = lines
        .iter()
        .map(|line| (line.contract.reference.clone(), format!("{}, {}", line.provider, line.contract.reference)))
        .collect();
    contracts.dedup();
    if let Some(reference) = req.query("contract") {
        lines.retain(|line| line.contract.reference == reference);
        if lines.is_empty() {
            return Err(Failure::NotFound);
        }
    }
    Ok(Asked { quarters, contracts, lines })
}

/// The quarter that the address names; this one when it names none.
fn chosen(req: &Request, quarters: &[Quarter]) -> Result<usize> {
    match req.query("quarter") {
        Some(code) => quarters.iter().position(|quarter| quarter.code() == code).ok_or(Failure::NotFound),
        None => Ok(quarters.len().saturating_sub(1)),
    }
}

fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let Asked { quarters, contracts, lines } = asked(cx, req)?;
    let place = chosen(req, &quarters)?;
    let today = cx.today();
    let mut totals = vec![Figures::default(); quarters.len()];
    for line in &lines {
        for (total, figures) in totals.iter_mut().zip(&line.quarters) {
            *total += *figures;
        }
    }
    let quarter = quarters.get(place).copied().ok_or(Failure::NotFound)?;
    let body = html! {
        h1.govuk-heading-l { "Volumes" }
        (crate::availability::figures_navigation("/volumes"))
        p class="govuk-body govuk-!-margin-top-4" {
            "Starts that contracts and grants pay for, requirements that courts ordered, people who began, and requirements completed: four counts that are never set off against each other. "
            "As at " (ui::day(today)) "."
        }
        div class="govuk-!-margin-bottom-6" { (filter(req, &quarters, &contracts)) }
        @if lines.is_empty() {
            (ui::empty("No contract had a volume, and nobody was on a list, in these two years.", None))
        } @else {
            h2.govuk-heading-m { "Trend" }
            (picture(&quarters, &totals))
            (trend(&quarters, &totals, today))
            h2.govuk-heading-m { "By contract and service, " (quarter.words()) }
            (table(&lines, place, quarter, today))
        }
    };
    Ok(Reply::page(req.frame().titled("Volumes").within("/provision").crumb("/provision", "Provision"), body))
}

fn filter(req: &Request, quarters: &[Quarter], contracts: &[(String, String)]) -> Markup {
    let form = Form::of(req.queries().to_vec());
    let fields = html! { div class="govuk-!-margin-bottom-4" {
        (ui::select("contract", "Contract or grant").option("", "All").options(contracts.to_vec()).show(&form))
        (ui::select("quarter", "Quarter of the table").option("", "This quarter").options(quarters.iter().rev().map(|q| (q.code(), q.words()))).show(&form))
    } };
    let mut on = Vec::new();
    if let Some((code, words)) = contracts.iter().find(|(code, _)| req.query("contract") == Some(code)) {
        on.push(("contract", code.clone(), words.clone()));
    }
    if let Some(quarter) = quarters.iter().find(|q| req.query("quarter") == Some(q.code().as_str())) {
        on.push(("quarter", quarter.code(), quarter.words()));
    }
    ui::FilterPanel { list: req.address(), names: vec!["contract", "quarter"], on, fields }.show()
}

fn as_f64(number: i64) -> f64 {
    i32::try_from(number).map_or(f64::MAX, f64::from)
}

/// Four bars a quarter, each with its figure and its letter.
fn picture(quarters: &[Quarter], totals: &[Figures]) -> Markup {
    const BARS: [(&str, &str); 4] = [("C", "#d2e2f1"), ("O", "#5694ca"), ("B", "#1d4f7c"), ("D", "#0f7a52")];
    let four = |f: &Figures| [f.commissioned, f.ordered, f.begun, f.completed];
    let most = as_f64(totals.iter().flat_map(four).max().unwrap_or(0)).max(1.0);
    let (wide, bar) = (118.0, 25.0);
    let width = wide * as_f64(i64::try_from(quarters.len()).unwrap_or(0));
    let mut drawn = Vec::new();
    let mut left = 0.0;
    for (quarter, figures) in quarters.iter().zip(totals) {
        let mut x = left + 6.0;
        for ((letter, fill), figure) in BARS.iter().zip(four(figures)) {
            let tall = as_f64(figure) / most * 150.0;
            drawn.push(html! {
                rect x=(x) y=(format!("{:.1}", 172.0 - tall)) width=(bar - 2.0) height=(format!("{tall:.1}")) fill=(fill) stroke="#0b0c0c" stroke-width="1" {}
                text x=(x + bar / 2.0 - 1.0) y=(format!("{:.1}", 167.0 - tall)) text-anchor="middle" font-size="12" font-family="arial, sans-serif" fill="#0b0c0c" { (figure) }
                text x=(x + bar / 2.0 - 1.0) y="187" text-anchor="middle" font-size="12" font-family="arial, sans-serif" fill="#0b0c0c" { (letter) }
            });
            x += bar;
        }
        drawn.push(html! {
            text x=(left + wide / 2.0 - 4.0) y="206" text-anchor="middle" font-size="12" font-weight="bold" font-family="arial, sans-serif" fill="#0b0c0c" { (quarter.short()) }
        });
        left += wide;
    }
    html! {
        div.tc-scroll tabindex="0" role="region" aria-label="Picture of volumes" {
            svg viewBox=(format!("0 0 {width:.0} 214")) width=(format!("{width:.0}")) height="214" role="img"
                aria-label="Commissioned, ordered, begun and completed in each quarter; the same figures stand in the table below" focusable="false" {
                @for part in drawn { (part) }
            }
        }
        p.govuk-hint { "C: commissioned. O: ordered. B: begun. D: completed. The last quarter is not over; its commissioned volume is that of the whole quarter. The backlog lasts as long as it would take at the quarter's pace of beginnings." }
    }
}

fn head(first: &[&str]) -> Vec<ui::Column> {
    let names = ["Commissioned", "Ordered", "By agreement", "Begun", "Completed", "Backlog", "It lasts"];
    first.iter().map(|name| ui::column(name)).chain(names.iter().map(|name| ui::column(name).numeric())).collect()
}

fn figures(f: &Figures, quarter: Quarter, today: kernel::Date) -> Vec<Markup> {
    let last = match weeks_of_backlog(f, quarter, today) {
        _ if f.backlog == 0 => "-".to_owned(),
        Some(weeks) => ui::count(weeks, "week", "weeks"),
        None => "nobody began".to_owned(),
    };
    let mut cells: Vec<Markup> = [f.commissioned, f.ordered, f.agreed, f.begun, f.completed, f.backlog]
        .iter()
        .map(|figure| html! { (figure) })
        .collect();
    cells.push(html! { (last) });
    cells
}

fn trend(quarters: &[Quarter], totals: &[Figures], today: kernel::Date) -> Markup {
    let rows = quarters.iter().zip(totals).rev().map(|(quarter, total)| {
        std::iter::once(html! { (quarter.short()) }).chain(figures(total, *quarter, today)).collect::<Vec<_>>()
    });
    ui::Table::new("Volumes by quarter, the newest first", head(&["Quarter"])).unseen_caption().rows(rows).show()
}

fn service_words(line: &Line) -> &str {
    line.service.as_ref().map_or("All services of the contract together", |(_, name)| name.as_str())
}

fn table(lines: &[Line], place: usize, quarter: Quarter, today: kernel::Date) -> Markup {
    let rows = lines.iter().filter_map(|line| {
        let own = line.quarters.get(place)?;
        let name = html! { (service_words(line)) br; span.tc-quiet { (line.provider) ", " (line.contract.reference) } };
        Some(std::iter::once(name).chain(figures(own, quarter, today)).collect::<Vec<_>>())
    });
    ui::Table::new("Volumes by contract and service", head(&["Service, provider and contract"]))
        .unseen_caption()
        .rows(rows)
        .show()
}

fn call(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let Asked { quarters, lines, .. } = asked(cx, req)?;
    let mut items = Vec::new();
    for line in &lines {
        for (quarter, f) in quarters.iter().zip(&line.quarters) {
            items.push(VolumeOut {
                contract: line.contract.reference.clone(),
                provider: line.provider.clone(),
                service: line.service.as_ref().map(|(code, _)| code.clone()),
                quarter: quarter.code(),
                commissioned: f.commissioned,
                ordered: f.ordered,
                agreed: f.agreed,
                begun: f.begun,
                completed: f.completed,
                backlog: f.backlog,
            });
        }
    }
    let out = VolumesOut { as_at: cx.today().to_string(), items };
    Ok(Reply::json(200, serde_json::to_value(out).map_err(|e| Failure::broken(e.to_string()))?))
}
