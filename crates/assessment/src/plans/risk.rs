//! The risk management plan: written anew as a whole, so that each version stands as it was read on its day.

use super::records::RiskPlan;
use crate::author;
use contacts::Entry;
use kernel::{EntryId, PersonKeys, Refusal, Refusals};
use store::{Cx, Failure, Result, key_values};

/// The longest part, in characters.
pub(super) const LONGEST: usize = 6_000;

/// What the plan says. No part may be empty: that nothing is needed is said in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RiskFacts {
    pub supervision: String,
    pub monitoring: String,
    pub interventions: String,
    pub victim_safety: String,
    pub contingency: String,
}

impl RiskFacts {
    /// Each part with its field and what it is called.
    #[must_use]
    pub fn parts(&self) -> [(&'static str, &'static str, &str); 5] {
        [
            ("supervision", "Supervision", &self.supervision),
            ("monitoring", "Monitoring and control", &self.monitoring),
            ("interventions", "Interventions and treatment", &self.interventions),
            ("victim_safety", "Victim safety", &self.victim_safety),
            ("contingency", "Contingency", &self.contingency),
        ]
    }

    /// What stands in a written plan.
    #[must_use]
    pub fn of(plan: &RiskPlan) -> RiskFacts {
        RiskFacts {
            supervision: plan.supervision.clone(),
            monitoring: plan.monitoring.clone(),
            interventions: plan.interventions.clone(),
            victim_safety: plan.victim_safety.clone(),
            contingency: plan.contingency.clone(),
        }
    }
}

/// Whether every part is there.
///
/// # Errors
/// `missing`, `too_long`, one for each part.
pub fn check(facts: &RiskFacts) -> Result<(), Refusals> {
    let mut wrong = Vec::new();
    for (field, name, text) in facts.parts() {
        let length = text.trim().chars().count();
        if length == 0 {
            let ask = format!("Enter the part on {}, or that nothing is needed and why", name.to_lowercase());
            wrong.push(Refusal::new(field, "missing", ask));
        } else if length > LONGEST {
            wrong.push(Refusal::new(field, "too_long", format!("{name} must be {LONGEST} characters or fewer")));
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(Refusals(wrong)) }
}

/// Writes the plan. `seen` is the version that its author saw, none where there was none.
///
/// # Errors
/// What [`check`] refuses; [`Failure::Stale`] when somebody else was quicker.
pub fn write_risk_plan(
    cx: &mut Cx<'_>,
    keys: &PersonKeys,
    facts: &RiskFacts,
    seen: Option<EntryId>,
) -> Result<EntryId> {
    check(facts)?;
    let newest =
        format!("WHERE person_id IN ({}) ORDER BY on_day DESC, recorded_at DESC, id DESC", keys.placeholders(1));
    let stands = cx.first::<RiskPlan>(&newest, &key_values(keys))?.map(|p| p.id);
    if stands != seen {
        return Err(Failure::Stale("Somebody else wrote the risk management plan while you were working on it".into()));
    }
    cx.describe("Wrote the risk management plan", None);
    let (author_id, author_name) = author(cx);
    let part = |text: &str| text.trim().to_owned();
    let row = RiskPlan {
        person_id: keys.survivor,
        id: cx.new_id(),
        on_day: cx.today(),
        supervision: part(&facts.supervision),
        monitoring: part(&facts.monitoring),
        interventions: part(&facts.interventions),
        victim_safety: part(&facts.victim_safety),
        contingency: part(&facts.contingency),
        author_id,
        author_name,
        recorded_at: cx.now(),
    };
    cx.insert(&row)?;
    let title = if stands.is_some() { "Risk management plan changed" } else { "Risk management plan written" };
    contacts::enter(cx, Entry::new(keys.survivor, "TPLN", row.on_day, title))?;
    Ok(row.id)
}
