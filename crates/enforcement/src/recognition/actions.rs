//! Finding milestones, giving a letter or certificate for one, or not now with a reason.
//!
//! Always true: a correction withdraws what was not given yet; what was given stays.

use super::records::{Milestone, MilestoneState as S};
use super::rules::{OrderFacts, Reached, RequirementFacts, reached};
use crate::act::{NewAct, keep};
use crate::breach::step_id;
use crate::offers;
use crate::policy::Policy;
use crate::published::{Step, StepKind, publish};
use contacts::Entry;
use documents::{Language, Letter};
use domain_events::DomainEvent;
use jiff::ToSpan;
use kernel::{Date, MilestoneId, PersonKeys, Refusal};
use law::{Counting, Law};
use people::OpenPerson;
use sentences::{Lists, OrderWithParts};
use serde_json::json;
use store::{Cx, Failure, Result};

const LOGGED: &str = "TREC";
/// More appointments than one order has.
const MOST: usize = 2_000;

/// The orders of a person as milestones see them.
pub(crate) fn facts(cx: &mut Cx<'_>, open: &OpenPerson) -> Result<Vec<OrderFacts>> {
    let (law, lists) = (cx.part::<Law>()?, Lists::current(cx)?);
    let mut orders = sentences::orders(cx, &open.keys)?;
    orders.retain(|o| {
        o.order.removed.is_none() && law.sentence(&o.order.sentence).is_some_and(law::SentenceType::breachable)
    });
    let Some(first) = orders.iter().map(|o| o.order.starts_on).min() else { return Ok(Vec::new()) };
    let appointments = contacts::attempts(cx, &open.keys, MOST)?;
    let counts = |complied: bool| -> Vec<Date> {
        let ours = appointments.iter().filter(|c| c.national_standard && c.happens_on >= first);
        ours.filter(|c| c.complied == Some(complied)).map(|c| c.happens_on).collect()
    };
    let (kept, failed) = (counts(true), counts(false));
    Ok(orders.iter().map(|o| order_facts(&law, &lists, o, &kept, &failed)).collect())
}

fn order_facts(law: &Law, lists: &Lists, order: &OrderWithParts, kept: &[Date], failed: &[Date]) -> OrderFacts {
    let completed = |reason: &Option<String>| {
        reason.as_deref().and_then(|code| lists.reason(code)).is_some_and(|reason| reason.completed)
    };
    let within = |days: &[Date]| -> Vec<Date> {
        let last = order.order.ended_on;
        let ours = days.iter().filter(|day| **day >= order.order.starts_on && last.is_none_or(|last| **day <= last));
        ours.copied().collect()
    };
    let requirements = order.requirements.iter().filter(|r| r.requirement.removed.is_none()).map(|r| {
        let minutes = law.requirement(&r.requirement.kind).is_some_and(|k| k.counted == Counting::Minutes);
        let entries = r.entries.iter().filter(|e| minutes && e.withdrawn.is_none());
        RequirementFacts {
            id: r.requirement.id,
            kind: r.requirement.kind.clone(),
            ordered_minutes: r.progress.filter(|_| minutes).and_then(|p| p.ordered),
            worked: entries.map(|e| (e.done_on, u32::try_from(e.minutes.max(0)).unwrap_or(0))).collect(),
            completed_on: r.requirement.ended_on.filter(|_| completed(&r.requirement.end_reason)),
        }
    });
    OrderFacts {
        id: order.order.id,
        starts_on: order.order.starts_on,
        completed_on: order.order.ended_on.filter(|_| completed(&order.order.end_reason)),
        requirements: requirements.collect(),
        kept: within(kept),
        failed: within(failed),
    }
}

/// Every milestone of the person, the newest first.
///
/// # Errors
/// When the database fails.
pub fn milestones_of(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<Vec<Milestone>> {
    cx.ask_list(&crate::asked::milestones(keys))
}

/// Offers what was newly reached, and withdraws what a correction took away. Gives how many were offered. What was reached
/// long ago is not offered any more.
///
/// # Errors
/// When the database fails.
pub fn look_for_milestones(cx: &mut Cx<'_>, open: &OpenPerson) -> Result<usize> {
    let today = cx.today();
    let facts = facts(cx, open)?;
    let known = milestones_of(cx, &open.keys)?;
    let policy = Policy::current(cx)?;
    let found = reached(policy.milestones(), &facts, today);
    let recent = today.saturating_sub(policy.number(crate::policy::MILESTONE_DAYS, today)?.days());
    let mut offered = 0;
    for one in &found {
        match known.iter().find(|m| m.source_key == one.key) {
            None if one.on >= recent => {
                offer(cx, open, one)?;
                offered += 1;
            }
            Some(row) if row.state == S::Withdrawn && one.on >= recent => {
                let mut row = Milestone { reached_on: one.on, ..row.clone() };
                come_to(cx, &mut row, S::Offered, "Reached again")?;
            }
            _ => {}
        }
    }
    for mut row in known.into_iter().filter(|m| m.state == S::Offered) {
        if !found.iter().any(|r| r.key == row.source_key) {
            come_to(cx, &mut row, S::Withdrawn, "A correction of the record took it away")?;
        } else if row.reached_on < recent {
            come_to(cx, &mut row, S::Lapsed, "Nothing was given in time")?;
        }
    }
    Ok(offered)
}

fn offer(cx: &mut Cx<'_>, open: &OpenPerson, one: &Reached) -> Result<()> {
    let row = Milestone {
        person_id: open.keys.survivor,
        id: cx.new_id(),
        code: one.code.clone(),
        source_key: one.key.clone(),
        order_id: Some(one.order),
        requirement_id: one.requirement,
        reached_on: one.on,
        found_at: cx.now(),
        state: S::Offered,
        words: None,
        decided_on: None,
        decided_by: None,
        document_id: None,
        version: 1,
    };
    cx.describe("A milestone was reached", None);
    cx.insert(&row)?;
    kept(cx, &row, None)?;
    let (person, order) = (open.keys.survivor, row.order_id);
    cx.tell(&DomainEvent::MilestoneReached { person, milestone: row.id, order, on: one.on, kind: row.code.clone() })
}

fn come_to(cx: &mut Cx<'_>, row: &mut Milestone, state: S, words: &str) -> Result<()> {
    row.state = state;
    cx.describe(format!("Milestone: {}", state.words().to_lowercase()), Some(words));
    cx.update(row)?;
    kept(cx, row, Some(words))
}

fn kept(cx: &mut Cx<'_>, row: &Milestone, words: Option<&str>) -> Result<()> {
    let (on, state) = (cx.today(), row.state.code());
    let (about, about_id) = (offers::MILESTONE, row.id.0);
    keep(cx, NewAct { person: row.person_id, about, about_id, what: state, came_to: state, on, words, facts: None })?;
    let open = (state, row.state == S::Offered);
    offers::keep(cx, (row.person_id, row.id.0), (offers::MILESTONE, &row.code), open, row.reached_on)?;
    let id = step_id(row.id.0, StepKind::Milestone.code());
    let step = Step::of(row.person_id, id, StepKind::Milestone, row.reached_on).order(row.order_id);
    publish(cx, &step.outcome(row.code.clone()).superseded(row.state == S::Withdrawn))
}

pub(crate) fn one(cx: &mut Cx<'_>, keys: &PersonKeys, id: MilestoneId, seen: Option<i64>) -> Result<Milestone> {
    let row = milestones_of(cx, keys)?.into_iter().find(|m| m.id == id).ok_or(Failure::NotFound)?;
    if seen.is_some_and(|seen| seen != row.version) {
        return Err(Failure::Stale("Somebody else changed this meanwhile".into()));
    }
    Ok(row)
}

/// What reads on from "You have" in a letter.
pub(crate) fn achievement(policy: &Policy, row: &Milestone, language: Language) -> String {
    let known = policy.milestone(&row.code, row.reached_on);
    known.map_or_else(String::new, |m| {
        let words = if language == Language::Welsh { &m.words_cy } else { &m.words_en };
        let rest = words.strip_prefix("You have ").or_else(|| words.strip_prefix("Rydych wedi ")).unwrap_or(words);
        rest.trim_end_matches('.').to_owned()
    })
}

/// What a certificate says of the person, for whoever reads it.
fn certified(policy: &Policy, row: &Milestone, language: Language) -> String {
    let known = policy.milestone(&row.code, row.reached_on);
    known.map_or_else(String::new, |m| match language {
        Language::Welsh => m.certificate_cy.clone(),
        Language::English => m.certificate_en.clone(),
    })
}

/// What a milestone is given by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gives {
    Letter,
    Certificate,
}

impl Gives {
    #[must_use]
    pub fn template(self) -> &'static str {
        match self {
            Gives::Letter => "milestone_letter",
            Gives::Certificate => "certificate",
        }
    }

    pub(crate) fn of(template: &str) -> Gives {
        if template == Gives::Certificate.template() { Gives::Certificate } else { Gives::Letter }
    }
}

/// Gives a letter or a certificate for a milestone, with a few words of the officer's own.
///
/// # Errors
/// Refuses one that is not offered, and what the letter lacks, such as an address.
pub fn give_milestone(
    cx: &mut Cx<'_>,
    open: &OpenPerson,
    id: MilestoneId,
    (gives, words): (Gives, Option<&str>),
    seen: Option<i64>,
) -> Result<()> {
    cx.lock(open.keys.survivor.into())?;
    let mut row = one(cx, &open.keys, id, seen)?;
    if !matches!(row.state, S::Offered | S::NotNow | S::Lapsed) {
        return Err(Refusal::of_request("not_offered", "This is not offered any more").into());
    }
    let (language, policy) = (documents::preferred_language(cx, open)?, Policy::current(cx)?);
    let mut facts = match gives {
        Gives::Letter => {
            json!({ "milestone": achievement(&policy, &row, language), "reached_on": row.reached_on.to_string() })
        }
        Gives::Certificate => {
            json!({ "achievement": certified(&policy, &row, language), "reached_on": row.reached_on.to_string() })
        }
    };
    let words = words.map(str::trim).filter(|w| !w.is_empty());
    if let (Some(words), Some(object)) = (words, facts.as_object_mut()) {
        object.insert("words".into(), words.into());
    }
    let about = Some((offers::MILESTONE, row.id.0));
    let letter =
        Letter { template: gives.template(), person: open.keys.survivor, about, language: Some(language), facts };
    row.document_id = Some(documents::write(cx, &letter)?);
    row.words = words.map(str::to_owned);
    row.decided_on = Some(cx.today());
    row.decided_by = Some(cx.actor().name().to_owned());
    come_to(cx, &mut row, S::Given, words.unwrap_or("Given"))?;
    let name = super::name(&policy, &row.code, row.reached_on);
    let on = cx.today();
    contacts::enter(cx, Entry::new(row.person_id, LOGGED, on, name))?;
    if gives == Gives::Certificate {
        let id = step_id(row.id.0, StepKind::Certificate.code());
        let step = Step::of(row.person_id, id, StepKind::Certificate, on).order(row.order_id);
        publish(cx, &step.outcome(row.code.clone()))?;
    }
    Ok(())
}

/// Gives nothing now, with the reason.
///
/// # Errors
/// Refuses one that is not offered, and no reason.
pub fn leave_milestone(
    cx: &mut Cx<'_>,
    open: &OpenPerson,
    id: MilestoneId,
    why: &str,
    seen: Option<i64>,
) -> Result<()> {
    cx.lock(open.keys.survivor.into())?;
    let mut row = one(cx, &open.keys, id, seen)?;
    if row.state != S::Offered {
        return Err(Refusal::of_request("not_offered", "This is not offered any more").into());
    }
    if why.trim().is_empty() {
        return Err(Failure::refused("why", "no_reason", "Say why nothing is given now"));
    }
    row.words = Some(why.trim().to_owned());
    row.decided_on = Some(cx.today());
    row.decided_by = Some(cx.actor().name().to_owned());
    come_to(cx, &mut row, S::NotNow, why)
}
