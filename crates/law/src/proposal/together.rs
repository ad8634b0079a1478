//! The checks of a whole proposal: those of an order as passed, what each requirement type says in this case, what stands
//! under other orders, what belongs together, and what follows from a length.

use super::rows::{Ask, Together};
use super::{Case, Finding, Proposed, Reason, Verdict, Weight, open};
use crate::checks::{compare, requirements::length_limits};
use crate::{Law, RequirementType, Sureness, Term, Unit, check_order};
use std::cmp::Ordering;

pub(super) fn check(law: &Law, proposed: &[Proposed], case: &Case) -> Vec<Finding> {
    let mut found: Vec<Finding> = check_order(law, &case.as_passed(proposed)).into_iter().map(Finding::from).collect();
    add(&mut found, None, open::of_the_order(law, case));
    for (index, said) in proposed.iter().enumerate() {
        let Some(kind) = law.requirement(&said.code) else {
            found.push(unknown_type(index, said));
            continue;
        };
        add(&mut found, Some(index), open::of_the_type(law, kind, case));
        found.extend(length_missing(kind, said, index, case));
        found.extend(beyond(law, kind, said, index, case));
    }
    for kind in law.requirements().iter().filter(|kind| kind.across_orders) {
        found.extend(with_standing_orders(kind, proposed, case));
    }
    for row in &law.proposals().together {
        found.extend(belongs(law, row, proposed, case));
    }
    found.sort_by_key(|finding| finding.weight);
    found
}

/// Adds the reasons that speak against it, but for what the checks of an order as passed said already.
fn add(found: &mut Vec<Finding>, requirement: Option<usize>, reasons: Vec<Reason>) {
    for reason in reasons {
        let weight = match reason.verdict {
            Verdict::Allowed => continue,
            Verdict::CannotTell => Weight::CannotTell,
            Verdict::NotAllowed => Weight::Bars,
        };
        let told = |finding: &Finding| finding.requirement == requirement && finding.rule == reason.rule;
        let not_open = |finding: &Finding| {
            reason.rule == "not-in-force"
                && finding.requirement == requirement
                && finding.rule == "requirement-not-open"
        };
        if !found.iter().any(|finding| told(finding) || not_open(finding)) {
            found.push(Finding {
                weight,
                rule: reason.rule.into(),
                requirement,
                words: reason.words,
                source: reason.source,
                sure: reason.sure,
            });
        }
    }
}

fn unknown_type(index: usize, said: &Proposed) -> Finding {
    Finding {
        weight: Weight::CannotTell,
        rule: "requirement-unknown".into(),
        requirement: Some(index),
        words: format!("The law lists no requirement with the code \u{201c}{}\u{201d}.", said.code),
        source: "The law's list of requirements".into(),
        sure: Sureness::Known,
    }
}

/// A limit cannot be checked without the length.
fn length_missing(kind: &RequirementType, said: &Proposed, index: usize, case: &Case) -> Option<Finding> {
    let dates = case.dates();
    let counted = !matches!(kind.unit, Unit::None | Unit::Dates);
    let row = kind.limits_for(&dates).find(|row| row.min.is_some() || row.max.is_some())?;
    (counted && said.length.is_none()).then(|| Finding {
        weight: Weight::CannotTell,
        rule: "length-missing".into(),
        requirement: Some(index),
        words: format!("{}: no length is proposed, so its limits cannot be checked.", kind.en),
        source: row.source.clone(),
        sure: row.sure,
    })
}

fn beyond<'a>(
    law: &'a Law,
    kind: &'a RequirementType,
    said: &Proposed,
    index: usize,
    case: &'a Case,
) -> impl Iterator<Item = Finding> + use<'a> {
    let length = said.length;
    let dates = case.dates();
    let rows = law.proposals().beyond.iter().filter(|row| row.requirements.contains(&kind.code));
    rows.filter(move |row| row.dated.may_hold(&dates))
        .filter(move |row| length.is_some_and(|length| compare(length, row.over, case.on) == Some(Ordering::Greater)))
        .map(move |row| Finding {
            weight: Weight::Follows,
            rule: row.rule.clone(),
            requirement: Some(index),
            words: row.words.clone(),
            source: row.source.clone(),
            sure: row.sure,
        })
}

/// The hours proposed and the hours that stand under other orders, against the most there may be.
fn with_standing_orders(kind: &RequirementType, proposed: &[Proposed], case: &Case) -> Option<Finding> {
    let hours = |list: &[Proposed]| {
        let of_the_type = list.iter().filter(|said| said.code == kind.code);
        of_the_type.map(|said| said.length.and_then(Term::whole_hours)).sum::<Option<u32>>()
    };
    let (asked, standing) = (hours(proposed)?, hours(&case.standing)?);
    if asked == 0 || standing == 0 {
        return None;
    }
    let order = case.as_passed(proposed);
    if length_limits(kind, &order, Term::hours(asked)).is_some() {
        return None; // told of this order alone
    }
    let broken = length_limits(kind, &order, Term::hours(asked.saturating_add(standing)))?;
    Some(Finding {
        rule: "with-standing-orders".into(),
        words: format!(
            "{} {standing} of them stand under other orders. Hours that are to run at the same time do not count twice.",
            broken.words
        ),
        ..Finding::from(broken)
    })
}

fn belongs(law: &Law, row: &Together, proposed: &[Proposed], case: &Case) -> Option<Finding> {
    let has = |codes: &[String]| proposed.iter().position(|said| codes.contains(&said.code));
    let about = row.sentences.is_empty() || row.sentences.contains(&case.sentence);
    let at = has(&row.of);
    let asked = if row.of.is_empty() { !proposed.is_empty() } else { at.is_some() };
    let other = has(&row.with);
    let holds = match row.ask {
        Ask::OneOf => other.is_some() || (row.a_fine_serves && case.fined == Some(true)),
        Ask::NoneOf => other.is_none(),
    };
    let names = law.sentence(&case.sentence).is_some();
    (names && about && asked && !holds && row.dated.may_hold(&case.dates())).then(|| Finding {
        weight: row.weight,
        rule: row.rule.clone(),
        requirement: at,
        words: row.words.clone(),
        source: row.source.clone(),
        sure: row.sure,
    })
}
