//! A manager records the tier, until tiers are computed.

use super::moving::TIER_CHANGED;
use crate::allocation::check_tier;
use crate::records::{Standing, TierRecord};
use crate::views::refresh;
use contacts::Entry;
use domain_events::DomainEvent;
use kernel::{PersonId, Refusals};
use store::{Cx, Failure, Result, params};

pub(crate) fn tier_entry(record: &TierRecord) -> Entry {
    let title = format!("Tier {}", record.tier);
    Entry::new(record.person_id, TIER_CHANGED, record.recorded_on, title).note(record.reason.clone())
}

/// What the ledger says of a tier.
pub(crate) fn tier_words(tier: &str) -> String {
    format!("Recorded tier {tier}")
}

/// Records a tier with its reason. The next contact is counted by the new tier from now on.
///
/// # Errors
/// What [`check_tier`] refuses; `not_supervised`.
pub fn record_tier(cx: &mut Cx<'_>, person: PersonId, tier: &str, reason: &str) -> Result<()> {
    cx.lock(person.into())?;
    let known = cx.get::<Standing>(params![person])?.filter(|s| s.ended_on.is_none());
    let mut standing =
        known.ok_or_else(|| Failure::refused("", "not_supervised", "This person is not under supervision"))?;
    check_tier(tier, reason, standing.tier.as_deref()).map_err(|no| Failure::from(Refusals(no)))?;
    cx.describe(tier_words(tier), Some(reason));
    let on = cx.today();
    let (author, reason) = (cx.actor().name().to_owned(), reason.trim().to_owned());
    let record = TierRecord { person_id: person, id: cx.new_id(), tier: tier.into(), recorded_on: on, author, reason };
    cx.insert(&record)?;
    standing.tier = Some(tier.into());
    cx.update(&mut standing)?;
    contacts::enter(cx, tier_entry(&record))?;
    cx.tell(&DomainEvent::TierRecorded { person, tier: tier.into(), on })?;
    refresh(cx, person)
}
