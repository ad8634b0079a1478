//! Recording services of the catalogue and their rates, under the house's own lock.

use super::records::{Service, ServiceNeed, ServicePrerequisite, ServiceRate, ServiceRequirement};
use super::rules::{RateFacts, ServiceFacts, check_rate, check_service, leads_back};
use crate::book::{Book, book};
use crate::policy::{as_seen, code_of, in_order, reasoned, refuse, some_text};
use kernel::{ChainId, Date, Refusal, ServiceId};
use law::Law;
use std::collections::BTreeMap;
use store::{Cx, Record, Result, params};

fn sound(cx: &mut Cx<'_>, book: &Book, facts: &ServiceFacts, own: Option<ServiceId>) -> Result<String> {
    let law = cx.part::<Law>()?;
    let known: Vec<&str> = law.requirements().iter().map(|r| r.code.as_str()).collect();
    let kinds: Vec<&str> = book.codes("service-kind", cx.today()).iter().map(|c| c.code.as_str()).collect();
    let mut wrong = check_service(facts, &kinds, &known);
    let code = code_of(&facts.code, 16, &mut wrong);
    if book.services.values().any(|s| s.code == code && Some(s.id) != own) {
        wrong.push(Refusal::new("code", "code_taken", format!("{code} is in use already: enter another code")));
    }
    if facts.before.iter().any(|b| !book.services.contains_key(b)) {
        wrong.push(Refusal::new("before", "unknown", "Select services of the catalogue"));
    }
    let chain: BTreeMap<ServiceId, Vec<ServiceId>> = book.services.keys().map(|s| (*s, book.before(*s))).collect();
    if own.is_some_and(|own| leads_back(own, &facts.before, &chain)) {
        let words = "What must come before this service has this service before it: leave one of the two out";
        wrong.push(Refusal::new("before", "circle", words));
    }
    refuse(wrong)?;
    Ok(code)
}

fn fill(row: &mut Service, code: String, facts: &ServiceFacts) {
    row.code = code;
    facts.name.trim().clone_into(&mut row.name);
    row.kind.clone_from(&facts.kind);
    facts.summary.trim().clone_into(&mut row.summary);
    row.sessions = facts.sessions;
    row.weeks = facts.weeks;
    row.weekdays.clone_from(&facts.weekdays);
    row.minutes = facts.minutes;
    row.gap_days = facts.gap_days;
    row.lead_days = facts.lead_days;
    row.for_sex = facts.for_sex;
    row.min_age = facts.min_age;
    row.max_age = facts.max_age;
    row.least_risk = some_text(facts.least_risk.as_deref());
    row.most_risk = some_text(facts.most_risk.as_deref());
    row.consent_needed = facts.consent_needed;
    row.start_date = facts.start_date;
}

fn blank_row(cx: &Cx<'_>, facts: &ServiceFacts) -> Service {
    Service {
        id: cx.new_id(),
        code: String::new(),
        name: String::new(),
        kind: String::new(),
        summary: String::new(),
        sessions: 1,
        weeks: 1,
        weekdays: String::new(),
        minutes: 60,
        gap_days: 0,
        lead_days: 0,
        for_sex: facts.for_sex,
        min_age: None,
        max_age: None,
        least_risk: None,
        most_risk: None,
        consent_needed: false,
        start_date: facts.start_date,
        end_date: None,
        end_reason: None,
        version: 1,
    }
}

/// Puts the rows in the table that are wanted, and takes away those that are not.
fn settle<R: Record + PartialEq>(cx: &mut Cx<'_>, held: Vec<R>, mut wanted: Vec<R>) -> Result<()> {
    for old in held.iter().filter(|h| !wanted.contains(h)) {
        cx.remove(old)?;
    }
    wanted.retain(|w| !held.contains(w));
    wanted.dedup();
    cx.insert_all(&wanted)
}

fn children(cx: &mut Cx<'_>, service_id: ServiceId, facts: &ServiceFacts) -> Result<()> {
    let of = "WHERE service_id = $1";
    let (mut needs, mut requirements) = (facts.needs.clone(), facts.requirements.clone());
    needs.sort();
    requirements.sort();
    let held = cx.list::<ServiceNeed>(of, params![service_id])?;
    settle(cx, held, needs.into_iter().map(|need| ServiceNeed { service_id, need }).collect())?;
    let held = cx.list::<ServiceRequirement>(of, params![service_id])?;
    let wanted = requirements.into_iter().map(|requirement| ServiceRequirement { service_id, requirement });
    settle(cx, held, wanted.collect())?;
    let held = cx.list::<ServicePrerequisite>(of, params![service_id])?;
    let mut before = facts.before.clone();
    before.sort_unstable();
    settle(cx, held, before.into_iter().map(|before_id| ServicePrerequisite { service_id, before_id }).collect())
}

/// Adds a service to the catalogue.
///
/// # Errors
/// `bad_code`, `code_taken`, `missing`, `out_of_range`, `out_of_order`, `unknown`.
pub fn add_service(cx: &mut Cx<'_>, facts: &ServiceFacts) -> Result<ServiceId> {
    cx.lock(ChainId::HOUSE)?;
    let book = book(cx)?;
    let code = sound(cx, &book, facts, None)?;
    cx.describe(format!("Added {} to the catalogue of services", facts.name.trim()), None);
    let mut row = blank_row(cx, facts);
    fill(&mut row, code, facts);
    cx.insert(&row)?;
    children(cx, row.id, facts)?;
    Ok(row.id)
}

/// Changes a service. Groups that are planned keep their sessions.
///
/// # Errors
/// As [`add_service`]; `circle`; [`store::Failure::Stale`].
pub fn amend_service(cx: &mut Cx<'_>, id: ServiceId, facts: &ServiceFacts, seen: i64) -> Result<()> {
    cx.lock(ChainId::HOUSE)?;
    let mut row = cx.need::<Service>(params![id])?;
    as_seen(row.version, seen, "this service")?;
    let book = book(cx)?;
    let code = sound(cx, &book, facts, Some(id))?;
    cx.describe(format!("Changed {} in the catalogue of services", facts.name.trim()), None);
    fill(&mut row, code, facts);
    cx.update(&mut row)?;
    children(cx, id, facts)
}

/// Ends a service on a day: nobody offers it any more from the day after.
///
/// # Errors
/// `ends_before_start`, `missing`; [`store::Failure::Stale`].
pub fn end_service(cx: &mut Cx<'_>, id: ServiceId, on: Date, why: &str, seen: i64) -> Result<()> {
    cx.lock(ChainId::HOUSE)?;
    let mut row = cx.need::<Service>(params![id])?;
    as_seen(row.version, seen, "this service")?;
    let mut wrong = Vec::new();
    in_order(row.start_date, Some(on), &mut wrong);
    refuse(wrong)?;
    row.end_reason = Some(reasoned(why)?);
    row.end_date = Some(on);
    cx.describe(format!("Ended {} on {}", row.name, kernel::words::day(on)), Some(why));
    cx.update(&mut row)
}

/// Says from which day on which rates hold. The same day again replaces what was said.
///
/// # Errors
/// `not_a_share`, `ends_before_start`; [`store::Failure::NotFound`].
pub fn set_rate(cx: &mut Cx<'_>, service: ServiceId, facts: &RateFacts) -> Result<()> {
    cx.lock(ChainId::HOUSE)?;
    let known = cx.need::<Service>(params![service])?;
    refuse(check_rate(facts, (known.start_date, known.end_date)))?;
    let from = kernel::words::day(facts.from_date);
    cx.describe(format!("Set the rates of {} from {from}", known.name), facts.note.as_deref());
    let mut row = ServiceRate {
        service_id: service,
        from_date: facts.from_date,
        leaves_weekly: facts.leaves_weekly,
        missed_first: facts.missed_first,
        cancelled: facts.cancelled,
        source: facts.source,
        note: some_text(facts.note.as_deref()),
    };
    match cx.get::<ServiceRate>(params![service, facts.from_date])? {
        Some(old) if old == row => Ok(()),
        Some(_) => cx.update(&mut row),
        None => cx.insert(&row),
    }
}
