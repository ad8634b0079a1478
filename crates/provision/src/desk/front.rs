//! The front page of provision: what is offered in a delivery unit with how many wait, and what ends soon.

use super::parts::{days, frame, links, pounds};
use crate::book::{Book, book};
use crate::groups::groups_open;
use crate::policy::ENDING_MONTHS;
use crate::providers::Contract;
use crate::waiting::waiting_counts;
use jiff::ToSpan;
use kernel::{Date, OfferId, Permission};
use store::{Cx, Result};
use web::ui::{self, column};
use web::{Answer, Markup, Reply, Request, Route, html};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/provision", Permission::ReadProvision, show),
        Route::get("/provision/ending", Permission::ReadProvision, ending),
    ]
}

/// The contracts and grants that end within the months of the policy, the nearest first.
pub(super) fn ending_soon(book: &Book, today: Date) -> Result<(i64, Vec<&Contract>)> {
    let months = book.number(ENDING_MONTHS, today)?;
    let until = today.saturating_add(months.months());
    let mut soon: Vec<&Contract> =
        book.contracts.values().filter(|c| c.end_date.is_some_and(|end| end >= today && end <= until)).collect();
    soon.sort_by_key(|c| (c.end_date, c.reference.clone()));
    Ok((months, soon))
}

fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (book, units, today) = (book(cx)?, organisation::units(cx)?, cx.today());
    let chosen = req.query("unit").and_then(|code| units.iter().find(|u| u.code == code)).or(units.first());
    let (months, soon) = ending_soon(&book, today)?;
    let offers = chosen.map(|unit| book.offers_in(unit.id, today)).unwrap_or_default();
    let ids: Vec<OfferId> = offers.iter().map(|o| o.id).collect();
    let waiting = waiting_counts(cx, &ids)?;
    let groups = groups_open(cx, &ids, today)?;
    let manage = cx.may(Permission::ManageProvision);
    let columns =
        [column("Service"), column("Kind"), column("Provider"), column("Waiting").numeric(), column("Next places")];
    let rows = offers.iter().map(|offer| {
        let next = groups.iter().find(|g| g.group.offer_id == offer.id && g.free() > 0);
        let service = book.services.get(&offer.service_id);
        [
            ui::link(&format!("/provision/offers/{}", offer.id), book.service_name(offer)),
            html! { (service.map_or("", |s| book.words("service-kind", &s.kind))) },
            html! { (book.provider_of(offer).map_or("Unknown", |p| p.name.as_str())) },
            html! { (waiting.get(&offer.id).copied().unwrap_or(0)) },
            html! {
                @match (offer.opens, next) {
                    (crate::offers::Opens::Weekly, _) => "Weekly",
                    (_, Some(line)) => { (ui::short_day(line.group.start_date)) ", " (line.free()) " free" }
                    (_, None) => span.govuk-hint { "None free" }
                }
            },
        ]
    });
    let body = html! {
        h1.govuk-heading-l { "Provision" }
        p.govuk-body { "Who provides what, where, with how many places, and who waits for it." }
        ul.govuk-list {
            li { (ui::link("/start-dates", "When would it start? Start dates for a court")) }
            li { (ui::link("/promises", "Promised against actual")) }
            li { (ui::link("/provision/providers", "Providers, contracts and grants")) }
            li { (ui::link("/provision/services", "Catalogue of services")) }
            li { (ui::link("/availability", "What is available where, treatment, combinations and volumes")) }
            li { (ui::link("/policy/provision", "Places, notice and reasons: the service’s own policy")) }
        }
        @if !soon.is_empty() {
            (ui::notice(&ui::Notice::important(format!(
                "{} within {months} months", ui::count(i64::try_from(soon.len()).unwrap_or(0), "contract or grant ends", "contracts or grants end")
            )).more(html! { p.govuk-body { (ui::link("/provision/ending", "See which, and what ends with each")) } })))
        }
        h2.govuk-heading-m { "Offered now" }
        (chooser(req, &units, chosen.map(|u| u.code.as_str()).unwrap_or_default()))
        @if let Some(unit) = chosen {
            @if offers.is_empty() { (ui::empty("Nothing is offered in this delivery unit.", None)) }
            @else { (ui::Table::new(format!("Offered in {}", unit.name), columns).rows(rows).show()) }
        } @else { (ui::empty("There is no delivery unit yet.", None)) }
        @if manage { (ui::link_button("/provision/offers/new", "Offer a service").show()) }
    };
    Ok(Reply::page(req.frame().within("/provision").titled("Provision"), body))
}

fn chooser(req: &Request, units: &[organisation::Unit], chosen: &str) -> Markup {
    let form = web::form::Form::of([("unit", chosen)]);
    let fields = html! {
        (ui::select("unit", "Delivery unit").options(units.iter().map(|u| (u.code.clone(), u.name.clone()))).show(&form))
    };
    html! { form method="get" action=(req.path()) { (fields) button.govuk-button.govuk-button--secondary { "Show" } } }
}

fn ending(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (book, units, today) = (book(cx)?, organisation::units(cx)?, cx.today());
    let (months, soon) = ending_soon(&book, today)?;
    let body = html! {
        h1.govuk-heading-l { "Contracts and grants that end within " (months) " months" }
        @if soon.is_empty() { (ui::empty("None ends so soon.", None)) }
        @for contract in &soon { (card(&book, &units, contract)) }
    };
    Ok(Reply::page(frame(req, "Ending soon"), body))
}

fn card(book: &Book, units: &[organisation::Unit], contract: &Contract) -> Markup {
    let provider = book.providers.get(&contract.provider_id).map_or("Unknown", |p| p.name.as_str());
    let with_it: Vec<(String, String)> = book
        .offers_under(contract.id)
        .into_iter()
        .filter(|o| o.end_date.is_none() || o.end_date >= contract.end_date)
        .map(|o| (format!("/provision/offers/{}", o.id), super::parts::offer_name(book, units, o)))
        .collect();
    let paid =
        contract.sum_pence.map(pounds).or_else(|| contract.price_pence.map(|p| format!("{} a start", pounds(p))));
    ui::SummaryCard::new(format!("{}: {provider}", contract.reference))
        .action(&format!("/provision/contracts/{}", contract.id), &format!("Open {}", contract.reference))
        .rows(&[
            ui::row("Ends", contract.end_date.map_or_else(String::new, ui::day)),
            ui::row("Runs", days((contract.start_date, contract.end_date))),
            ui::row("Starts a year", contract.yearly_volume.to_string()),
            ui::row("Paid", paid.unwrap_or_default()),
            ui::row("Ends with it", links(&with_it, "Nothing is offered under it.")),
        ])
}
