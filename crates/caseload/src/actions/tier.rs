//! A manager records the tier. It stands before the computed one, which stays beside it, until a manager ends it.

use super::moving::TIER_CHANGED;
use crate::allocation::check_tier;
use crate::records::{Standing, TierRecord};
use crate::tiering::{ChangeKind, computed_now, overtake, settle};
use contacts::Entry;
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
    let standing =
        known.ok_or_else(|| Failure::refused("", "not_supervised", "This person is not under supervision"))?;
    check_tier(tier, reason, standing.tier.as_deref()).map_err(|no| Failure::from(Refusals(no)))?;
    cx.describe(tier_words(tier), Some(reason));
    let (on, reason) = (cx.today(), reason.trim().to_owned());
    overtake(cx, person, &reason)?;
    let author = cx.actor().name().to_owned();
    let record = TierRecord { person_id: person, id: cx.new_id(), tier: tier.into(), recorded_on: on, author, reason };
    cx.insert(&record)?;
    let computed = computed_now(cx, person)?;
    settle(cx, person, computed.as_deref(), ChangeKind::Override, &record.reason).map(|_| ())
}
