//! What a person stands in lists for, or began, as rooms above ask: by requirement, or by need where they joined by
//! agreement.

use crate::{Offer, ServiceNeed, WaitingEntry, WaitingState};
use kernel::{Date, OfferId, PersonKeys, RequirementId, ServiceId};
use std::collections::HashMap;
use store::{Cx, Result, key_values};

/// One entry of a list that the person did not leave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// None where they joined by agreement.
    pub requirement: Option<RequirementId>,
    /// The needs that the service meets: sections of an assessment.
    pub needs: Vec<String>,
    pub joined_on: Date,
    pub begun_on: Option<Date>,
}

/// Reference rows, remembered until one changes.
struct Needs(HashMap<OfferId, Vec<String>>);

impl Needs {
    fn read(cx: &mut Cx<'_>) -> Result<Needs> {
        let mut by_service: HashMap<ServiceId, Vec<String>> = HashMap::new();
        for row in cx.list::<ServiceNeed>("ORDER BY service_id, need", &[])? {
            by_service.entry(row.service_id).or_default().push(row.need);
        }
        let needs = |offer: &Offer| by_service.get(&offer.service_id).cloned().unwrap_or_default();
        Ok(Needs(cx.list::<Offer>("", &[])?.iter().map(|offer| (offer.id, needs(offer))).collect()))
    }
}

/// What the person joined and did not leave, the oldest first.
///
/// # Errors
/// When the database fails.
pub fn deliveries(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<Vec<Delivery>> {
    let rest = format!("WHERE person_id IN ({}) ORDER BY joined_on, id", keys.placeholders(1));
    let mut entries: Vec<WaitingEntry> = cx.list(&rest, &key_values(keys))?;
    entries.retain(|entry| entry.state != WaitingState::Left);
    if entries.is_empty() {
        return Ok(Vec::new());
    }
    let needs = cx.remembered(Needs::read)?;
    Ok(entries
        .into_iter()
        .map(|entry| Delivery {
            requirement: entry.requirement_id,
            needs: needs.0.get(&entry.offer_id).cloned().unwrap_or_default(),
            joined_on: entry.joined_on,
            begun_on: entry.begun_on,
        })
        .collect())
}
