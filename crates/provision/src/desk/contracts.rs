//! The pages of contracts and grants: what each covers, what it pays for, and what ends with it.

use super::parts::{
    days, ending, ending_fields, form_page, links, now_stands, offer_name, pence, pounds, seen, standing, unit_name,
};
use super::providers::{framed, of as provider_of, with_day};
use crate::book::{Book, book};
use crate::providers::{
    Contract, ContractFacts, ContractKind, Provider, add_contract, amend_contract, end_contract, set_contract_services,
};
use kernel::Permission::{ManageProvision, ReadProvision};
use kernel::{ContractId, Refusal, ServiceId};
use organisation::Unit;
use store::{Cx, Failure, Result};
use web::form::Form;
use web::ui::{self, column, row};
use web::{Answer, Markup, Reply, Request, Route, html};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/provision/providers/{code}/contracts/new", ManageProvision, new),
        Route::post("/provision/providers/{code}/contracts/new", ManageProvision, add),
        Route::get("/provision/contracts/{contract}", ReadProvision, show),
        Route::get("/provision/contracts/{contract}/edit", ManageProvision, edit),
        Route::post("/provision/contracts/{contract}/edit", ManageProvision, save),
        Route::get("/provision/contracts/{contract}/services", ManageProvision, services),
        Route::post("/provision/contracts/{contract}/services", ManageProvision, save_services),
        Route::get("/provision/contracts/{contract}/end", ManageProvision, end_form),
        Route::post("/provision/contracts/{contract}/end", ManageProvision, end),
    ]
}

fn of(book: &Book, req: &Request) -> Result<(Contract, Provider)> {
    let contract = book.contracts.get(&req.param::<ContractId>("contract")?).cloned().ok_or(Failure::NotFound)?;
    let provider = book.providers.get(&contract.provider_id).cloned().ok_or(Failure::NotFound)?;
    Ok((contract, provider))
}

fn path(contract: &Contract, rest: &str) -> String {
    format!("/provision/contracts/{}{rest}", contract.id)
}

fn word(kind: ContractKind) -> &'static str {
    if kind == ContractKind::Grant { "grant" } else { "contract" }
}

fn facts_of(book: &Book, units: &[Unit], contract: &Contract) -> Vec<ui::Row> {
    let covers: Vec<&str> = book.units_of(contract.id).into_iter().map(|u| unit_name(units, u)).collect();
    let mut rows = vec![
        row("Reference", contract.reference.as_str()),
        row(
            "Runs",
            html! { (days((contract.start_date, contract.end_date))) @if let Some(why) = &contract.end_reason { br; (why) } },
        ),
        row("Starts a year", contract.yearly_volume.to_string()),
    ];
    rows.extend(contract.price_pence.map(|p| row("Price of a start", pounds(p))));
    rows.extend(contract.sum_pence.map(|s| row("Sum", pounds(s))));
    rows.push(row("Covers", covers.join(", ")));
    rows.extend(contract.note.as_deref().map(|note| row("Note", note)));
    rows
}

fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (book, units, today) = (book(cx)?, organisation::units(cx)?, cx.today());
    let (contract, provider) = of(&book, req)?;
    let run = (contract.start_date, contract.end_date);
    let columns = [column("Service"), column("Starts a year").numeric(), column("Offered in")];
    let offers = book.offers_under(contract.id);
    let rows = book.services_of(contract.id).into_iter().map(|paid| {
        let service = book.services.get(&paid.service_id);
        let there: Vec<&str> =
            offers.iter().filter(|o| o.service_id == paid.service_id).map(|o| unit_name(&units, o.unit_id)).collect();
        [
            html! { @if let Some(s) = service { (ui::link(&format!("/provision/services/{}", s.code), &s.name)) } },
            html! { (paid.yearly_volume) },
            html! { @if there.is_empty() { span.govuk-hint { "Nowhere yet" } } @else { (there.join(", ")) } },
        ]
    });
    let with_it: Vec<(String, String)> =
        offers.iter().map(|o| (format!("/provision/offers/{}", o.id), offer_name(&book, &units, o))).collect();
    let title =
        format!("{} {}", if contract.kind == ContractKind::Grant { "Grant" } else { "Contract" }, contract.reference);
    let body = html! {
        h1.govuk-heading-l { (title) " " (standing(run, today)) }
        (ui::summary_list(&facts_of(&book, &units, &contract)))
        @if cx.may(ManageProvision) {
            (ui::button_group(&html! {
                (ui::link_button(&path(&contract, "/services"), "Set what it pays for").show())
                (ui::link_button(&path(&contract, "/edit"), &format!("Change the {}", word(contract.kind))).secondary().show())
                (ui::link_button(&path(&contract, "/end"), &format!("End the {}", word(contract.kind))).secondary().show())
            }))
        }
        h2.govuk-heading-m { "What it pays for" }
        @if book.services_of(contract.id).is_empty() { (ui::empty("No service has been named yet.", None)) }
        @else { (ui::Table::new("Services with their starts a year", columns).unseen_caption().rows(rows).show()) }
        h2.govuk-heading-m { "What ends with it" }
        @if let Some(end) = contract.end_date { p.govuk-body { "These offers end on " (ui::day(end)) " unless they end before:" } }
        (links(&with_it, "Nothing is offered under it."))
    };
    Ok(Reply::page(framed(req, &provider, &title), body))
}

fn fields(form: &Form, units: &[Unit]) -> Markup {
    html! {
        (ui::radios("kind", "Contract or grant?").item("contract", "Contract").item("grant", "Grant").show(form))
        (ui::input("reference", "Reference").hint("The number under which both sides know it").width(20).show(form))
        (ui::date_input("start_date", "First day").show(form))
        (ui::date_input("end_date", "Last day").hint("Leave empty for a contract without one. What is offered under it ends on that day.").show(form))
        (ui::input("yearly_volume", "Starts a year").hint("All services together; replaced by the sum once you say it for each service").number().width(5).show(form))
        (ui::input("price", "Price of a start, in pounds (optional)").prefix("£").width(10).show(form))
        (ui::input("sum", "Sum for its whole time, in pounds (optional)").prefix("£").width(10).show(form))
        (ui::checkboxes("units", "Which delivery units does it cover?").items(units.iter().map(|u| ui::item(u.id.to_string(), u.name.clone()))).show(form))
        (ui::textarea("note", "Note (optional)").rows(3).most(500).show(form))
    }
}

fn facts(form: &mut Form) -> Result<ContractFacts> {
    let kind = form.choice("kind", "contract or grant", |k| k.parse().ok());
    let reference = form.text("reference", "the reference", 40);
    let start = form.date("start_date", "the first day");
    let end_date = form.optional_date("end_date", "the last day");
    let volume = form.integer("yearly_volume", "the starts a year", 0..=i64::from(i32::MAX));
    let price_pence = pence(form, "price", "the price");
    let sum_pence = pence(form, "sum", "the sum");
    let units = form.list("units", "the delivery units", |id| id.parse().ok());
    let note = form.optional_text("note", "the note", 500);
    let (kind, reference, start_date, yearly_volume) = form.complete((kind, reference, start, volume))?;
    Ok(ContractFacts { kind, reference, start_date, end_date, yearly_volume, price_pence, sum_pence, note, units })
}

fn known(book: &Book, contract: &Contract) -> Form {
    let plain = |pence: Option<i64>| pence.map(|p| pounds(p).replace(['£', ','], "")).unwrap_or_default();
    let mut pairs = vec![
        ("kind".to_owned(), contract.kind.code().to_owned()),
        ("reference".to_owned(), contract.reference.clone()),
        ("yearly_volume".to_owned(), contract.yearly_volume.to_string()),
        ("price".to_owned(), plain(contract.price_pence)),
        ("sum".to_owned(), plain(contract.sum_pence)),
        ("note".to_owned(), contract.note.clone().unwrap_or_default()),
    ];
    pairs.extend(book.units_of(contract.id).into_iter().map(|u| ("units".to_owned(), u.to_string())));
    let form = with_day(Form::of(pairs), "start_date", contract.start_date);
    contract.end_date.map_or_else(|| form.clone(), |end| with_day(form.clone(), "end_date", end))
}

fn new(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (book, units) = (book(cx)?, organisation::units(cx)?);
    let provider = provider_of(&book, req)?;
    let form = req.typed(cx)?.unwrap_or_else(Form::blank);
    form_page(
        req,
        framed(req, &provider, "Add a contract or grant"),
        &form,
        ("Add a contract or grant", 0),
        &fields(&form, &units),
        "Add it",
    )
}

fn add(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let provider = provider_of(&*book(cx)?, req)?;
    let facts = facts(&mut req.form())?;
    let id = add_contract(cx, provider.id, &facts)?;
    Ok(Reply::done(
        format!("/provision/contracts/{id}/services"),
        format!("{} was added. Say what it pays for", facts.reference),
    ))
}

fn edit(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (book, units) = (book(cx)?, organisation::units(cx)?);
    let (contract, provider) = of(&book, req)?;
    let form = req.typed(cx)?.unwrap_or_else(|| known(&book, &contract));
    let fields = html! { (now_stands(req, &facts_of(&book, &units, &contract))) (fields(&form, &units)) };
    let title = format!("Change {}", contract.reference);
    form_page(req, framed(req, &provider, &title), &form, (&title, contract.version), &fields, "Save")
}

fn save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (contract, _) = of(&*book(cx)?, req)?;
    let mut form = req.form();
    let facts = facts(&mut form)?;
    amend_contract(cx, contract.id, &facts, seen(&form)?)?;
    Ok(Reply::done(path(&contract, ""), format!("{} was changed", facts.reference)))
}

fn services(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let book = book(cx)?;
    let (contract, provider) = of(&book, req)?;
    let paid = book.services_of(contract.id);
    let known = paid.iter().map(|s| (format!("volume-{}", s.service_id), s.yearly_volume.to_string()));
    let form = req.typed(cx)?.unwrap_or_else(|| Form::of(known));
    let mut all: Vec<_> = book.services.values().collect();
    all.sort_by_key(|s| (book.words("service-kind", &s.kind).to_owned(), s.name.clone()));
    let fields = html! {
        (now_stands(req, &[row("Starts a year", contract.yearly_volume.to_string())]))
        p.govuk-body { "Enter how many starts of each service are paid for in a year. Leave a service empty that it does not pay for." }
        @for service in all {
            (ui::input(&format!("volume-{}", service.id), &service.name).hint(book.words("service-kind", &service.kind)).number().width(5).show(&form))
        }
    };
    let title = format!("What {} pays for", contract.reference);
    form_page(req, framed(req, &provider, &title), &form, (&title, contract.version), &fields, "Save")
}

fn save_services(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let book = book(cx)?;
    let (contract, _) = of(&book, req)?;
    let mut form = req.form();
    let mut wanted: Vec<(ServiceId, i64)> = Vec::new();
    for service in book.services.values() {
        let name = format!("volume-{}", service.id);
        let volume = form.optional_integer(&name, &format!("the starts of {}", service.name), 0..=i64::from(i32::MAX));
        wanted.extend(volume.map(|v| (service.id, v)));
    }
    if wanted.is_empty() {
        form.refuse(Refusal::new("", "nothing", "Enter the starts of at least one service"));
    }
    form.finish()?;
    set_contract_services(cx, contract.id, &wanted, seen(&form)?)?;
    Ok(Reply::done(path(&contract, ""), format!("What {} pays for was saved", contract.reference)))
}

fn end_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (book, units) = (book(cx)?, organisation::units(cx)?);
    let (contract, provider) = of(&book, req)?;
    let form = req.typed(cx)?.unwrap_or_else(Form::blank);
    let with_it: Vec<String> = book.offers_under(contract.id).iter().map(|o| offer_name(&book, &units, o)).collect();
    let fields = html! {
        (now_stands(req, &facts_of(&book, &units, &contract)))
        @if !with_it.is_empty() {
            (ui::warning("These offers end with it. Nobody can be booked after its last day."))
            ul.govuk-list.govuk-list--bullet { @for name in &with_it { li { (name) } } }
        }
        (ending_fields(&form))
    };
    let title = format!("End {}", contract.reference);
    form_page(req, framed(req, &provider, &title), &form, (&title, contract.version), &fields, "End it")
}

fn end(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (contract, _) = of(&*book(cx)?, req)?;
    let (on, why, version) = ending(req)?;
    end_contract(cx, contract.id, on, &why, version)?;
    Ok(Reply::done(path(&contract, ""), format!("{} ends on {}", contract.reference, ui::day(on))))
}
