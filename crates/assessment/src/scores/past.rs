//! What the record of sentences tells of somebody's past: earlier sanctions, and whether an offence was sexual. Pure.
//!
//! Always true: only what the record holds is told. That it holds nothing says nothing, so that the question is asked; and
//! a record with one earlier sanction may lack others, so that a person may correct the number with a reason.

use super::inputs::{current, main_offence};
use actuarial::data::{Category, OffenceTable};
use actuarial::vocabulary::OffenceCode;
use kernel::Date;
use sentences::EventWithParts;
use std::collections::BTreeSet;

/// A sexual offence on the record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SexualOnRecord {
    pub(crate) event: i64,
    pub(crate) code: String,
    pub(crate) title: String,
    /// The last day on which it was committed, where it is known.
    pub(crate) on: Option<Date>,
}

/// What the record tells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Past {
    /// The days of sanctions before the current one, the earliest first.
    pub(crate) earlier: Vec<Date>,
    /// The latest first.
    pub(crate) sexual: Vec<SexualOnRecord>,
}

impl Past {
    /// Reads the events of a person.
    pub(crate) fn of(events: &[EventWithParts]) -> Past {
        Past { earlier: earlier(events), sexual: sexual(events) }
    }

    /// The number of sanctions with the current one, where the record holds any before it.
    pub(crate) fn sanctions(&self) -> Option<u32> {
        let earlier = u32::try_from(self.earlier.len()).ok().filter(|n| *n > 0)?;
        Some(earlier + 1)
    }
}

/// The first day on which a court sanctioned what an event is about.
fn sanctioned(event: &EventWithParts) -> Option<Date> {
    let orders = event.orders.iter().filter(|o| o.order.removed.is_none()).map(|o| o.order.made_on);
    orders.min().or_else(|| main_offence(event).and_then(|offence| offence.convicted_on))
}

/// One day is one sanction, whatever was sentenced on it.
fn earlier(events: &[EventWithParts]) -> Vec<Date> {
    let Some(now) = current(events) else { return Vec::new() };
    let Some(day) = sanctioned(now) else { return Vec::new() };
    let days: BTreeSet<Date> =
        events.iter().filter(|e| e.event.id != now.event.id).filter_map(sanctioned).filter(|on| *on < day).collect();
    days.into_iter().collect()
}

fn sexual(events: &[EventWithParts]) -> Vec<SexualOnRecord> {
    let Ok(table) = OffenceTable::shipped() else { return Vec::new() };
    let is_sexual = |code: &str| {
        let category = OffenceCode::parse(code).and_then(|code| table.category(code));
        matches!(category, Some(Category::SexualAgainstChild | Category::SexualNotAgainstChild))
    };
    let mut found: Vec<SexualOnRecord> = Vec::new();
    for event in events {
        // An offence without a conviction is a charge, and says nothing of what was committed.
        let convicted =
            |o: &&sentences::Offence| o.removed.is_none() && (o.convicted_on.is_some() || sanctioned(event).is_some());
        for offence in event.offences.iter().filter(convicted) {
            let Some(code) = offence.code.as_deref().map(|code| code.replace('/', "")) else { continue };
            if is_sexual(&code) {
                let on = offence.committed_until.or(offence.committed_on);
                found.push(SexualOnRecord { event: event.event.number, code, title: offence.title.clone(), on });
            }
        }
    }
    found.sort_by_key(|offence| std::cmp::Reverse(offence.on));
    found
}
