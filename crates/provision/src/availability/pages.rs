//! The page of availability and its file: the picture, the same figures as a table, and the offers behind one requirement.

use super::picture;
use super::read::{Availability, availability};
use super::rules::{Cell, Line, Standing, weeks};
use kernel::Permission;
use store::{Cx, Failure, Result};
use web::form::Form;
use web::{Answer, Markup, Reply, Request, Route, html, ui};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/availability", Permission::ReadProvision, show),
        Route::get("/availability/download", Permission::ReadProvision, download),
    ]
}

/// The picture with what the address narrows it to.
pub(super) fn asked(cx: &mut Cx<'_>, req: &Request) -> Result<Availability> {
    only_today(cx, req)?;
    let all = availability(cx)?;
    narrowed(req, all)
}

/// Waits are worked out from the list and the places as they stand; what they were on another day is not kept.
fn only_today(cx: &Cx<'_>, req: &Request) -> Result<()> {
    let words = "Only today can be asked: waits are worked out from lists and places as they stand, and are not kept. \
        Download the figures to keep them";
    match req.query("on") {
        Some(day) if day != cx.today().to_string() => Err(Failure::refused("on", "only_today", words)),
        _ => Ok(()),
    }
}

fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    only_today(cx, req)?;
    let all = availability(cx)?;
    let choices = filter(req, &all);
    let shown = narrowed(req, all)?;
    let one = req.query("requirement").is_some();
    let body = html! {
        h1.govuk-heading-l { "Availability of requirements" }
        (super::figures_navigation("/availability"))
        p class="govuk-body govuk-!-margin-top-4" {
            "As at " (ui::day(shown.as_at)) ": how long somebody who joins the list today would wait, told with "
            (shown.certainty.likely_percent) " in 100 certainty, by delivery unit. Only today can be asked: waits are worked out from lists and places as they stand and are not kept. What a court was told on a past day is kept under "
            (ui::link("/promises", "Promises")) "."
        }
        div class="govuk-!-margin-bottom-6" { (choices) }
        @if shown.units.is_empty() || shown.requirements.is_empty() {
            (ui::empty("No service of the catalogue delivers a requirement here yet.", Some(&ui::link("/provision/services", "See the catalogue of services"))))
        } @else {
            h2.govuk-heading-m { "As a picture" }
            (picture::grid(&shown))
            (ui::details("What the marks mean", &picture::key(&shown)))
            h2.govuk-heading-m { "As a table" }
            (table(&shown))
            @if one { (offers(&shown)) }
        }
        (others(&shown))
        p.govuk-body { a.govuk-link href=(download_address(req)) { "Download these figures as a file (CSV)" } }
        (ui::details("How a wait is worked out", &how(&shown)))
    };
    Ok(Reply::page(
        req.frame().titled("Availability of requirements").within("/provision").crumb("/provision", "Provision"),
        body,
    ))
}

/// A region or requirement that there is not is a page that is not.
fn narrowed(req: &Request, mut shown: Availability) -> Result<Availability> {
    let region = match req.query("region") {
        Some(code) => Some(shown.regions.iter().find(|r| r.code == code).map(|r| r.id).ok_or(Failure::NotFound)?),
        None => None,
    };
    let requirement = req.query("requirement");
    if requirement.is_some_and(|code| !shown.requirements.iter().any(|kind| kind.code == code)) {
        return Err(Failure::NotFound);
    }
    shown.narrow(region, requirement);
    Ok(shown)
}

fn filter(req: &Request, all: &Availability) -> Markup {
    let form = Form::of(req.queries().to_vec());
    let fields = html! { div class="govuk-!-margin-bottom-4" {
        (ui::select("region", "Region").option("", "All regions").options(all.regions.iter().map(|r| (r.code.clone(), r.name.clone()))).show(&form))
        (ui::select("requirement", "Requirement").option("", "All requirements").options(all.requirements.iter().map(|k| (k.code.clone(), k.en.clone()))).show(&form))
    } };
    let mut on = Vec::new();
    if let Some(region) = req.query("region").and_then(|code| all.regions.iter().find(|r| r.code == code)) {
        on.push(("region", region.code.clone(), format!("Region: {}", region.name)));
    }
    if let Some(kind) = req.query("requirement").and_then(|code| all.requirements.iter().find(|k| k.code == code)) {
        on.push(("requirement", kind.code.clone(), format!("Requirement: {}", kind.en)));
    }
    ui::FilterPanel { list: req.address(), names: vec!["region", "requirement"], on, fields }.show()
}

fn download_address(req: &Request) -> String {
    let kept = ["region", "requirement"].into_iter().filter_map(|name| Some((name, req.query(name)?)));
    ui::Address::new("/availability/download", kept).to_string()
}

/// A cell in words.
pub(super) fn words(cell: &Cell, shown: &Availability) -> String {
    match cell.standing {
        Standing::NotHere => "Not available".into(),
        Standing::NoDay => {
            let why = cell.lines.iter().find_map(|line| line.lacks).unwrap_or("no day is known");
            format!("No day: {why}")
        }
        Standing::Waits { median, likely } => {
            let n = weeks(shown.as_at, likely);
            let sooner = median.map(|day| weeks(shown.as_at, day)).filter(|half| *half < n);
            let half = sooner.map(|half| format!(" (half within {half})")).unwrap_or_default();
            format!("{}{half}", ui::count(i64::from(n), "week", "weeks"))
        }
    }
}

fn table(shown: &Availability) -> Markup {
    let columns = std::iter::once(ui::column("Delivery unit"))
        .chain(shown.requirements.iter().map(|kind| ui::column(&format!("{} ({})", kind.en, kind.code))));
    let rows = shown.units.iter().map(|unit| {
        let name = html! { (unit.name) };
        let cells = shown.requirements.iter().map(|kind| match shown.cell(unit.id, &kind.code) {
            Some(cell) => html! {
                (words(cell, shown))
                @if cell.waiting > 0 { br; span.tc-quiet { (cell.waiting) " waiting" } }
                @if let Some(only) = cell.lines.first().and_then(|line| line.only.as_ref()) { br; span.tc-quiet { (only) } }
                @if let Some(rural) = cell.rural { br; span.tc-quiet { (rural.words()) } }
            },
            None => html! { "Not available" },
        });
        std::iter::once(name).chain(cells).collect::<Vec<_>>()
    });
    ui::Table::new("Likely wait by delivery unit and requirement", columns).unseen_caption().rows(rows).show()
}

/// The offers behind the cells of one requirement.
fn offers(shown: &Availability) -> Markup {
    let columns = [
        ui::column("Delivery unit"),
        ui::column("Service"),
        ui::column("Provider"),
        ui::column("Waiting").numeric(),
        ui::column("Places ahead").numeric(),
        ui::column("Half begin by"),
        ui::column("Likely by"),
        ui::column("Reach"),
        ui::column("Ends"),
    ];
    let day = |day: Option<kernel::Date>| day.map_or_else(|| "Not known".to_owned(), ui::short_day);
    let mut rows = Vec::new();
    for unit in &shown.units {
        for line in shown.cells.iter().filter(|cell| cell.unit == unit.id).flat_map(|cell| &cell.lines) {
            rows.push(vec![
                html! { (unit.name) },
                html! { (ui::link(&format!("/provision/offers/{}", line.offer), &line.service)) @if let Some(only) = &line.only { br; span.tc-quiet { (only) } } },
                html! { (line.provider) },
                html! { (line.waiting) },
                html! { (line.places) },
                html! { (day(line.median)) },
                html! { (day(line.likely)) @if let Some(lacks) = line.lacks { br; span.tc-quiet { (lacks) } } },
                html! { (reach(line)) },
                html! { (line.ends.map_or_else(|| "No day set".to_owned(), ui::short_day)) },
            ]);
        }
    }
    html! {
        h2.govuk-heading-m { "The offers behind it" }
        (ui::Table::new("Offers, by delivery unit, the soonest first", columns).unseen_caption().rows(rows).show())
    }
}

fn reach(line: &Line) -> String {
    let rural = super::Rural::of(line.reach).words();
    line.reach_words.as_ref().map_or_else(|| rural.to_owned(), |words| format!("{rural}: {words}"))
}

fn others(shown: &Availability) -> Markup {
    let names: Vec<&str> = shown.without_service.iter().map(|kind| kind.en.as_str()).collect();
    html! {
        @if !names.is_empty() {
            p.govuk-body { "Open to courts, and delivered by no service of the catalogue: " (names.join(", ").to_lowercase()) "." }
        }
    }
}

fn how(shown: &Availability) -> Markup {
    let (certainty, bands) = (shown.certainty, shown.bands);
    let held = |assumed: bool| if assumed { "assumed" } else { "known" };
    html! {
        p.govuk-body {
            "For each offer: the places that groups and weeks still have, those who wait in their order, how many leave a list or miss the first session, "
            "and the days between an order and the first possible session. The soonest offer that takes everybody speaks for its delivery unit, with its reach; one for women alone, or for some ages, speaks only where there is no other."
        }
        p.govuk-body {
            "Certainty of " (certainty.likely_percent) " in 100 (" (held(certainty.assumed)) "): " (certainty.source) ". "
            "Bands of the wait (" (held(bands.assumed)) "): " (bands.source) "."
        }
    }
}

fn download(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let shown = asked(cx, req)?;
    let mut text = String::from(
        "as at,region,delivery unit,requirement,standing,likely weeks,likely by,half by,waiting,rural reach,service,provider,why no day\r\n",
    );
    for unit in &shown.units {
        let region = shown.regions.iter().find(|r| r.id == unit.region_id).map_or("", |r| r.name.as_str());
        for cell in shown.cells.iter().filter(|cell| cell.unit == unit.id) {
            let first = cell.lines.first();
            let (standing, likely) = match cell.standing {
                Standing::NotHere => ("not available", None),
                Standing::NoDay => ("no day", None),
                Standing::Waits { likely, .. } => ("available", Some(likely)),
            };
            let date = |day: Option<kernel::Date>| day.map(|d| d.to_string()).unwrap_or_default();
            let fields = [
                shown.as_at.to_string(),
                region.to_owned(),
                unit.name.clone(),
                cell.requirement.clone(),
                standing.to_owned(),
                likely.map(|day| weeks(shown.as_at, day).to_string()).unwrap_or_default(),
                date(likely),
                date(first.and_then(|line| line.median)),
                cell.waiting.to_string(),
                cell.rural.map_or("", super::Rural::words).to_owned(),
                first.map_or("", |line| line.service.as_str()).to_owned(),
                first.map_or("", |line| line.provider.as_str()).to_owned(),
                first.and_then(|line| line.lacks).unwrap_or("").to_owned(),
            ];
            let line: Vec<String> = fields.iter().map(|field| quoted(field)).collect();
            text.push_str(&line.join(","));
            text.push_str("\r\n");
        }
    }
    Ok(Reply::file(format!("availability-{}.csv", shown.as_at), "text/csv; charset=utf-8", text.into_bytes()))
}

/// A field as spreadsheets read it; one that would be taken for a formula is kept as text.
pub(crate) fn quoted(field: &str) -> String {
    let guarded = if field.starts_with(['=', '+', '-', '@']) { format!("'{field}") } else { field.to_owned() };
    if guarded.contains([',', '"', '\n', '\r']) { format!("\"{}\"", guarded.replace('"', "\"\"")) } else { guarded }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn a_field_of_a_file_is_never_two_fields_nor_a_formula() {
        for (field, written) in [
            ("Ashdale", "Ashdale"),
            ("a, b", "\"a, b\""),
            ("say \"no\"", "\"say \"\"no\"\"\""),
            ("=1+1", "'=1+1"),
            ("@x", "'@x"),
        ] {
            assert_eq!(quoted(field), written);
        }
    }
}
