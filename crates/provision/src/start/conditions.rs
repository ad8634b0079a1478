//! What a service or an offer asks of somebody, and when it ends, as days and words. Pure.

use super::{Missing, Working};
use crate::{Contract, ContractKind, Offer, Reach};
use jiff::ToSpan;
use kernel::Date;

pub(super) fn note_end(working: &mut Working, contract: Option<&Contract>, on: Date) {
    let why = match contract.map(|contract| (contract.kind, contract.end_date)) {
        Some((ContractKind::Grant, Some(end))) if end == on => "The grant that pays for it",
        Some((ContractKind::Contract, Some(end))) if end == on => "The contract that pays for it",
        _ => "The offer",
    };
    working.missing.push(Missing::Ends { on, why: why.into() });
}

pub(super) fn earlier(one: Option<Date>, other: Option<Date>) -> Option<Date> {
    match (one, other) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

/// The day on which somebody is so many years old.
pub(super) fn birthday(born: Date, years: i64) -> Date {
    let on = born.saturating_add(years.years());
    if on.day() == born.day() { on } else { on.saturating_add(1.day()) }
}

pub(super) fn reach_words(offered: &Offer) -> Option<String> {
    let more = offered.reach_words.as_deref();
    let with = |words: &str| Some(more.map_or_else(|| words.to_owned(), |more| format!("{words}: {more}")));
    match offered.reach {
        Reach::Whole => more.map(str::to_owned),
        Reach::Partial => with("Reaches part of the area"),
        Reach::Remote => with("By telephone or video only"),
        Reach::NotRural => with("Not for those who live in the country"),
    }
}

pub(super) fn risk_words(least: Option<&str>, most: Option<&str>) -> Option<String> {
    let level = |code: &str| code.replace('_', " ");
    match (least, most) {
        (None, None) => None,
        (Some(least), None) => Some(format!("For a risk of serious harm of {} or more.", level(least))),
        (None, Some(most)) => Some(format!("For a risk of serious harm of {} at most.", level(most))),
        (Some(least), Some(most)) => {
            Some(format!("For a risk of serious harm from {} to {}.", level(least), level(most)))
        }
    }
}
