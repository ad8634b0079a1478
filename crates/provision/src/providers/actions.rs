//! Recording providers, contracts and grants. All are written under the house's own lock, so two that would clash cannot
//! come at once. Nothing is deleted: it ends on a day, for a reason.

use super::records::{Contract, ContractService, ContractUnit, Provider, ProviderKind};
use super::rules::{ContractFacts, Most, check_contract, clash, clash_words};
use crate::book::{Book, book, overlap};
use crate::policy::{MOST_PRICE, MOST_VOLUME, as_seen, blank, code_of, in_order, reasoned, refuse, some_text, within};
use kernel::{ChainId, ContractId, Date, ProviderId, Refusal, ServiceId, UnitId};
use store::{Cx, Failure, Result, params};

/// What is known of a provider.
#[derive(Clone, Debug, PartialEq)]
pub struct ProviderFacts {
    pub code: String,
    pub name: String,
    pub kind: ProviderKind,
    pub address: Option<String>,
    pub email: Option<String>,
    pub telephone: Option<String>,
    pub start_date: Date,
}

fn sound(facts: &ProviderFacts, book: &Book, own: Option<ProviderId>) -> Result<String> {
    let mut wrong = Vec::new();
    let code = code_of(&facts.code, 12, &mut wrong);
    blank("name", &facts.name, 120, "Enter the provider's name", &mut wrong);
    if book.providers.values().any(|p| p.code == code && Some(p.id) != own) {
        wrong.push(Refusal::new("code", "code_taken", format!("{code} is in use already: enter another code")));
    }
    refuse(wrong)?;
    Ok(code)
}

/// Adds a provider.
///
/// # Errors
/// `bad_code`, `code_taken`, `missing`.
pub fn add_provider(cx: &mut Cx<'_>, facts: &ProviderFacts) -> Result<ProviderId> {
    cx.lock(ChainId::HOUSE)?;
    let book = book(cx)?;
    let code = sound(facts, &book, None)?;
    cx.describe(format!("Added provider {}", facts.name.trim()), None);
    let row = Provider {
        id: cx.new_id(),
        code,
        name: facts.name.trim().to_owned(),
        kind: facts.kind,
        address: some_text(facts.address.as_deref()),
        email: some_text(facts.email.as_deref()),
        telephone: some_text(facts.telephone.as_deref()),
        start_date: facts.start_date,
        end_date: None,
        end_reason: None,
        version: 1,
    };
    cx.insert(&row)?;
    Ok(row.id)
}

/// Changes what is known of a provider. `seen` is the version that the actor read.
///
/// # Errors
/// As [`add_provider`]; [`Failure::Stale`] when somebody changed it meanwhile.
pub fn amend_provider(cx: &mut Cx<'_>, id: ProviderId, facts: &ProviderFacts, seen: i64) -> Result<()> {
    cx.lock(ChainId::HOUSE)?;
    let mut row = cx.need::<Provider>(params![id])?;
    as_seen(row.version, seen, "this provider")?;
    let book = book(cx)?;
    row.code = sound(facts, &book, Some(id))?;
    if book.contracts_of(id).iter().any(|c| c.start_date < facts.start_date) {
        let words = "A contract begins before that day: enter an earlier first day";
        return Err(Failure::refused("start_date", "after_contract", words));
    }
    cx.describe(format!("Changed provider {}", facts.name.trim()), None);
    facts.name.trim().clone_into(&mut row.name);
    row.kind = facts.kind;
    row.address = some_text(facts.address.as_deref());
    row.email = some_text(facts.email.as_deref());
    row.telephone = some_text(facts.telephone.as_deref());
    row.start_date = facts.start_date;
    cx.update(&mut row)
}

/// Ends a provider on a day; its offers end with it.
///
/// # Errors
/// `ends_before_start`, `missing`; [`Failure::Stale`].
pub fn end_provider(cx: &mut Cx<'_>, id: ProviderId, on: Date, why: &str, seen: i64) -> Result<()> {
    cx.lock(ChainId::HOUSE)?;
    let mut row = cx.need::<Provider>(params![id])?;
    as_seen(row.version, seen, "this provider")?;
    let mut wrong = Vec::new();
    in_order(row.start_date, Some(on), &mut wrong);
    refuse(wrong)?;
    row.end_reason = Some(reasoned(why)?);
    row.end_date = Some(on);
    cx.describe(format!("Ended provider {} on {}", row.name, kernel::words::day(on)), Some(why));
    cx.update(&mut row)
}

fn most(book: &Book, today: Date) -> Result<Most> {
    Ok(Most { volume: book.number(MOST_VOLUME, today)?, price: book.number(MOST_PRICE, today)? })
}

fn sound_contract(
    cx: &mut Cx<'_>,
    book: &Book,
    provider: ProviderId,
    own: Option<ContractId>,
    facts: &ContractFacts,
) -> Result<()> {
    let holder = book.providers.get(&provider).ok_or(Failure::NotFound)?;
    let mut wrong = check_contract(facts, (holder.start_date, holder.end_date), most(book, cx.today())?);
    let reference = facts.reference.trim();
    if book.contracts.values().any(|c| c.reference == reference && Some(c.id) != own) {
        let words = format!("{reference} is in use already: enter another reference");
        wrong.push(Refusal::new("reference", "reference_taken", words));
    }
    let services: Vec<ServiceId> =
        own.map(|id| book.services_of(id).iter().map(|s| s.service_id).collect()).unwrap_or_default();
    let days = (facts.start_date, facts.end_date);
    if let Some((other, service, _)) = clash(book, provider, own, (days, &facts.units, &services))
        && let Some(other) = book.contracts.get(&other)
    {
        let name = book.services.get(&service).map_or("a service", |s| s.name.as_str());
        wrong.push(clash_words(other, name, "start_date"));
    }
    refuse(wrong)
}

fn set_units(cx: &mut Cx<'_>, book: &Book, contract: ContractId, units: &[UnitId]) -> Result<()> {
    let mut wanted = units.to_vec();
    wanted.sort_unstable();
    wanted.dedup();
    let known = organisation::units(cx)?;
    if wanted.iter().any(|u| !known.iter().any(|k| k.id == *u)) {
        return Err(Failure::refused("units", "unknown", "Select delivery units that are there"));
    }
    let held = book.units_of(contract);
    for unit in held.iter().filter(|u| !wanted.contains(u)) {
        if book.offers_under(contract).iter().any(|o| o.unit_id == *unit && o.end_date.is_none()) {
            let name = known.iter().find(|k| k.id == *unit).map_or("that unit", |k| k.name.as_str());
            let words = format!("Services are offered in {name} under this contract: end those offers first");
            return Err(Failure::refused("units", "offered_there", words));
        }
        cx.remove(&ContractUnit { contract_id: contract, unit_id: *unit })?;
    }
    let new: Vec<ContractUnit> = wanted
        .into_iter()
        .filter(|u| !held.contains(u))
        .map(|unit_id| ContractUnit { contract_id: contract, unit_id })
        .collect();
    cx.insert_all(&new)
}

/// Adds a contract or grant of a provider.
///
/// # Errors
/// `ends_before_start`, `out_of_range`, `no_price`, `overlaps`, `reference_taken`, `missing`, `before_provider`.
pub fn add_contract(cx: &mut Cx<'_>, provider: ProviderId, facts: &ContractFacts) -> Result<ContractId> {
    cx.lock(ChainId::HOUSE)?;
    let book = book(cx)?;
    sound_contract(cx, &book, provider, None, facts)?;
    cx.describe(format!("Added {} {}", facts.kind.code(), facts.reference.trim()), None);
    let row = Contract {
        id: cx.new_id(),
        provider_id: provider,
        kind: facts.kind,
        reference: facts.reference.trim().to_owned(),
        start_date: facts.start_date,
        end_date: facts.end_date,
        yearly_volume: facts.yearly_volume,
        price_pence: facts.price_pence,
        sum_pence: facts.sum_pence,
        note: some_text(facts.note.as_deref()),
        end_reason: None,
        version: 1,
    };
    cx.insert(&row)?;
    set_units(cx, &book, row.id, &facts.units)?;
    Ok(row.id)
}

/// Changes a contract or grant.
///
/// # Errors
/// As [`add_contract`]; `offered_there` when a unit is left out in which services are offered; [`Failure::Stale`].
pub fn amend_contract(cx: &mut Cx<'_>, id: ContractId, facts: &ContractFacts, seen: i64) -> Result<()> {
    cx.lock(ChainId::HOUSE)?;
    let mut row = cx.need::<Contract>(params![id])?;
    as_seen(row.version, seen, "this contract")?;
    let book = book(cx)?;
    sound_contract(cx, &book, row.provider_id, Some(id), facts)?;
    cx.describe(format!("Changed {} {}", facts.kind.code(), facts.reference.trim()), None);
    row.kind = facts.kind;
    facts.reference.trim().clone_into(&mut row.reference);
    row.start_date = facts.start_date;
    row.end_date = facts.end_date;
    if book.services_of(id).is_empty() {
        row.yearly_volume = facts.yearly_volume;
    }
    row.price_pence = facts.price_pence;
    row.sum_pence = facts.sum_pence;
    row.note = some_text(facts.note.as_deref());
    cx.update(&mut row)?;
    set_units(cx, &book, id, &facts.units)
}

/// Ends a contract or grant on a day, before its time. What is offered under it ends with it.
///
/// # Errors
/// `ends_before_start`, `missing`; [`Failure::Stale`].
pub fn end_contract(cx: &mut Cx<'_>, id: ContractId, on: Date, why: &str, seen: i64) -> Result<()> {
    cx.lock(ChainId::HOUSE)?;
    let mut row = cx.need::<Contract>(params![id])?;
    as_seen(row.version, seen, "this contract")?;
    let mut wrong = Vec::new();
    in_order(row.start_date, Some(on), &mut wrong);
    if row.end_date.is_some_and(|end| on > end) {
        let words = "It ends before that day already: change its last day instead";
        wrong.push(Refusal::new("end_date", "ended_earlier", words));
    }
    refuse(wrong)?;
    row.end_reason = Some(reasoned(why)?);
    row.end_date = Some(on);
    cx.describe(format!("Ended {} on {}", row.reference, kernel::words::day(on)), Some(why));
    cx.update(&mut row)
}

/// Says which services a contract pays for, and how many starts of each in a year; services left out are not paid for.
///
/// # Errors
/// `out_of_range`, `overlaps`; `offered_there` when a service is left out that is offered; [`Failure::Stale`].
pub fn set_contract_services(cx: &mut Cx<'_>, id: ContractId, services: &[(ServiceId, i64)], seen: i64) -> Result<()> {
    cx.lock(ChainId::HOUSE)?;
    let mut row = cx.need::<Contract>(params![id])?;
    as_seen(row.version, seen, "this contract")?;
    let book = book(cx)?;
    check_services(cx, &book, &row, services)?;
    cx.describe(format!("Set what {} pays for", row.reference), None);
    let held = book.services_of(id);
    for old in held.iter().filter(|h| !services.iter().any(|(s, _)| *s == h.service_id)) {
        cx.remove(*old)?;
    }
    for (service_id, yearly_volume) in services.iter().copied() {
        let mut new = ContractService { contract_id: id, service_id, yearly_volume };
        match held.iter().find(|h| h.service_id == service_id) {
            None => cx.insert(&new)?,
            Some(old) if old.yearly_volume != yearly_volume => cx.update(&mut new)?,
            Some(_) => {}
        }
    }
    if !services.is_empty() {
        row.yearly_volume = services.iter().map(|(_, volume)| volume).sum();
    }
    cx.update(&mut row)
}

fn check_services(cx: &Cx<'_>, book: &Book, row: &Contract, services: &[(ServiceId, i64)]) -> Result<()> {
    let most = most(book, cx.today())?;
    let mut wrong = Vec::new();
    let name = |id: &ServiceId| book.services.get(id).map_or("Unknown service", |s| s.name.as_str());
    for (service, volume) in services {
        let field = format!("volume-{service}");
        let Some(known) = book.services.get(service) else { return Err(Failure::NotFound) };
        within(&field, *volume, 1, most.volume, &format!("Starts a year of {}", known.name), &mut wrong);
        let days = (row.start_date, row.end_date);
        if !overlap(days, (known.start_date, known.end_date)) {
            let words = format!("{} is not in the catalogue while this contract runs", known.name);
            wrong.push(Refusal::new(field.clone(), "not_then", words));
        }
        let units = book.units_of(row.id);
        if let Some((other, ..)) = clash(book, row.provider_id, Some(row.id), (days, &units, &[*service]))
            && let Some(other) = book.contracts.get(&other)
        {
            wrong.push(clash_words(other, name(service), &field));
        }
    }
    for offer in book.offers_under(row.id) {
        if offer.end_date.is_none() && !services.iter().any(|(s, _)| *s == offer.service_id) {
            let words = format!("{} is offered under this contract: end its offers first", name(&offer.service_id));
            wrong.push(Refusal::new(format!("volume-{}", offer.service_id), "offered_there", words));
        }
    }
    refuse(wrong)
}
