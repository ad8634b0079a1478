//! Reading treatments.

use super::policy::Policy;
use super::records::{CourtReview, Treatment, TreatmentAct, TreatmentSession, TreatmentTest};
use kernel::{PersonKeys, TreatmentId};
use law::Law;
use store::{Cx, Failure, Result, Value, key_values};

/// A treatment with everything that belongs to it.
#[derive(Clone, Debug)]
pub struct Whole {
    pub treatment: Treatment,
    /// In the order of doing.
    pub acts: Vec<TreatmentAct>,
    pub sessions: Vec<TreatmentSession>,
    pub tests: Vec<TreatmentTest>,
    pub reviews: Vec<CourtReview>,
}

/// The treatments of a person, the newest first.
///
/// # Errors
/// When the database fails.
pub fn treatments_of(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<Vec<Treatment>> {
    let rest = format!("WHERE person_id IN ({}) ORDER BY opened_on DESC, id DESC", keys.placeholders(1));
    cx.list(&rest, &key_values(keys))
}

/// One treatment of a person.
///
/// # Errors
/// [`Failure::NotFound`].
pub fn treatment_of(cx: &mut Cx<'_>, keys: &PersonKeys, id: TreatmentId) -> Result<Treatment> {
    let mut values = key_values(keys);
    values.push(Value::from(id));
    let rest = format!("WHERE person_id IN ({}) AND id = ${}", keys.placeholders(1), values.len());
    cx.first::<Treatment>(&rest, &values)?.ok_or(Failure::NotFound)
}

/// A treatment with its steps, sessions, tests and reviews.
///
/// # Errors
/// [`Failure::NotFound`].
pub fn whole(cx: &mut Cx<'_>, keys: &PersonKeys, id: TreatmentId) -> Result<Whole> {
    let treatment = treatment_of(cx, keys, id)?;
    let mut values = key_values(keys);
    values.push(Value::from(id));
    let rest = |order: &str| {
        format!("WHERE person_id IN ({}) AND treatment_id = ${} ORDER BY {order}", keys.placeholders(1), values.len())
    };
    Ok(Whole {
        acts: cx.list(&rest("done_at, id"), &values)?,
        sessions: cx.list(&rest("on_date, contact_id"), &values)?,
        tests: cx.list(&rest("on_date, id"), &values)?,
        reviews: cx.list(&rest("on_date, id"), &values)?,
        treatment,
    })
}

/// Whether the law asks for consent: by the requirement that orders it; for one by agreement, consent is the agreement itself.
pub(crate) fn asks_consent(cx: &mut Cx<'_>, keys: &PersonKeys, treatment: &Treatment) -> Result<bool> {
    let Some(id) = treatment.requirement_id else { return Ok(true) };
    let law = cx.part::<Law>()?;
    let orders = sentences::orders(cx, keys)?;
    let kind =
        orders.iter().flat_map(|o| &o.requirements).find(|r| r.requirement.id == id).map(|r| &r.requirement.kind);
    let known = kind.and_then(|k| law.requirement(k)).map(|r| r.consent);
    Ok(known.unwrap_or_else(|| Policy::shipped().kind(&treatment.kind).is_some()))
}
