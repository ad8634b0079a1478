//! What the record itself knows of the law's conditions, each with where it comes from. What it does not know stays open, and
//! the officer answers it.

use crate::breach::open_breaches;
use crate::policy::Policy;
use assessment::Level;
use kernel::Refusal;
use law::{CaseDates, Counting, Law, PowerCase, PowerVerdict, Verdict};
use people::OpenPerson;
use sentences::{Lists, OrderWithParts, RequirementWithProgress};
use std::collections::BTreeMap;
use store::{Cx, Result};

/// A fact that the record answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownFact {
    pub is: bool,
    /// From what it is known.
    pub why: String,
}

/// Facts by the law's codes.
pub type KnownFacts = BTreeMap<String, KnownFact>;

/// What is known of a person, whatever the order.
pub(crate) struct OfPerson {
    facts: KnownFacts,
}

pub(crate) fn of_person(cx: &mut Cx<'_>, open: &OpenPerson) -> Result<OfPerson> {
    let mut facts = KnownFacts::new();
    if let Some(level) = assessment::harm_level(cx, &open.keys)? {
        let is = matches!(level, Level::High | Level::VeryHigh);
        let why = format!("Risk of serious harm: {}", level.words().to_lowercase());
        facts.insert("high-harm".into(), KnownFact { is, why });
    }
    let flags = assessment::registrations(cx, &open.keys)?;
    let (policy, today) = (Policy::current(cx)?, cx.today());
    for row in policy.registered_on(today) {
        let found = flags.iter().any(|f| {
            f.code == row.kind
                && (row.levels.is_empty() || f.level.as_ref().is_some_and(|level| row.levels.contains(level)))
        });
        let entry = facts.entry(row.fact.clone());
        let known = entry.or_insert_with(|| KnownFact { is: false, why: "Nothing is registered".into() });
        if found {
            *known = KnownFact { is: true, why: "It is registered".into() };
        }
    }
    let goals = assessment::plan_goals(cx, &open.keys)?;
    if !goals.is_empty() {
        let left = goals.iter().filter(|g| g.open).count();
        let met = goals.iter().filter(|g| g.reached).count();
        let why = format!("Goals of the plan: {met} reached, {left} open");
        facts.insert("plan-met".into(), KnownFact { is: left == 0 && met > 0, why });
    }
    Ok(OfPerson { facts })
}

/// Whether a requirement has been complied with, as far as the record tells.
fn complied(law: &Law, lists: &Lists, row: &RequirementWithProgress, today: kernel::Date) -> Option<bool> {
    let requirement = &row.requirement;
    if requirement.ended_on.is_some() {
        let reason = requirement.end_reason.as_deref().and_then(|code| lists.reason(code));
        return Some(reason.is_some_and(|r| r.completed));
    }
    let counted = law.requirement(&requirement.kind).map(|kind| kind.counted);
    match (counted, row.progress.and_then(sentences::Progress::left)) {
        (Some(Counting::DistinctDays | Counting::Minutes), Some(left)) => Some(left == 0),
        (_, _) if requirement.ends_on.is_some_and(|last| last >= today) => Some(false),
        _ => None,
    }
}

/// What is known of one order too.
pub(crate) fn of_order(
    cx: &mut Cx<'_>,
    open: &OpenPerson,
    person: &OfPerson,
    order: &OrderWithParts,
) -> Result<KnownFacts> {
    let (law, lists, today) = (cx.part::<Law>()?, Lists::current(cx)?, cx.today());
    let mut facts = person.facts.clone();
    let standing: Vec<_> = order.requirements.iter().filter(|r| r.requirement.removed.is_none()).collect();
    let verdicts: Vec<Option<bool>> = standing.iter().map(|r| complied(&law, &lists, r, today)).collect();
    if !verdicts.is_empty() && (verdicts.iter().all(Option::is_some) || verdicts.contains(&Some(false))) {
        let met = verdicts.iter().filter(|v| **v == Some(true)).count();
        let why = format!("{met} of {} complied with", ui_count(verdicts.len()));
        facts.insert("requirements-complied".into(), KnownFact { is: met == verdicts.len(), why });
    }
    let breaches = open_breaches(cx, &open.keys, order.order.id)?.len();
    let why = if breaches == 0 { "No breach is open".to_owned() } else { format!("{breaches} open") };
    facts.insert("breach-open".into(), KnownFact { is: breaches > 0, why });
    Ok(facts)
}

fn ui_count(many: usize) -> String {
    web::ui::count(i64::try_from(many).unwrap_or(i64::MAX), "requirement", "requirements")
}

/// The case that the law judges, with the officer's answers to what the record leaves open.
pub(crate) fn case_of(
    cx: &mut Cx<'_>,
    open: &OpenPerson,
    order: &OrderWithParts,
    known: &KnownFacts,
    answers: &BTreeMap<String, bool>,
) -> Result<PowerCase> {
    let event = sentences::event(cx, &open.keys, order.order.event_id)?;
    let main = event.offences.iter().find(|o| o.removed.is_none());
    let mut facts = answers.clone();
    facts.extend(known.iter().map(|(code, fact)| (code.clone(), fact.is)));
    Ok(PowerCase {
        sentence: order.order.sentence.clone(),
        dates: CaseDates {
            offence: main.and_then(|o| o.committed_on),
            conviction: main.and_then(|o| o.convicted_on),
            sentence: Some(order.order.made_on),
        },
        on: cx.today(),
        open: order.order.is_open(),
        starts_on: Some(order.order.starts_on),
        ends_on: order.order.end(),
        open_requirements: order
            .requirements
            .iter()
            .filter(|r| r.requirement.is_open())
            .map(|r| r.requirement.kind.clone())
            .collect(),
        facts,
    })
}

/// What is against a power, for whoever asked for it: a question that nobody answered is asked by its words.
pub(crate) fn refusals(law: &Law, verdict: &PowerVerdict<'_>) -> Vec<Refusal> {
    let against = verdict.reasons.iter().filter(|r| r.verdict != Verdict::Allowed);
    let one = |r: &law::Reason| {
        let fact = r.asks.as_deref().and_then(|code| law.power_facts().iter().find(|f| f.code == code));
        let words = match fact.filter(|_| r.verdict == Verdict::CannotTell) {
            Some(fact) => format!("Answer “{}”", fact.question),
            None => r.words.clone(),
        };
        Refusal::new(r.asks.clone().unwrap_or_default(), r.rule, words)
    };
    against.map(one).collect()
}
