//! Whether a power may be used today: each thing that decides gives a reason, and the worst reason is the verdict.

use super::rows::Power;
use super::{PowerCase, PowerVerdict};
use crate::{Law, Reason, Sureness, Verdict};
use jiff::ToSpan;
use jiff::civil::Date;

/// The first day after so much of an order has passed: after two thirds of 30 days, the 21st day.
#[must_use]
pub fn first_day_after_part(starts: Date, ends: Date, (part, whole): (u32, u32)) -> Option<Date> {
    let days = i64::from((ends - starts).get_days()).checked_add(1).filter(|days| *days > 0)?;
    let (part, whole) = (i64::from(part), i64::from(whole));
    let passed = days.checked_mul(part)?.checked_add(whole.checked_sub(1)?)?.checked_div(whole)?;
    starts.checked_add(passed.days()).ok()
}

pub(super) fn judge<'l>(law: &'l Law, power: &'l Power, case: &PowerCase) -> PowerVerdict<'l> {
    let own = |rule, verdict, words: String| Reason {
        rule,
        verdict,
        words,
        asks: None,
        source: power.source.clone(),
        sure: power.sure,
    };
    let mut reasons = Vec::new();
    reasons.extend(in_force(power, case).map(|(rule, verdict, words)| own(rule, verdict, words)));
    reasons.extend(sentence(law, power, case).map(|(rule, words)| own(rule, Verdict::NotAllowed, words)));
    reasons.extend(open(case).map(|(rule, words)| own(rule, Verdict::NotAllowed, words)));
    reasons.extend(requirements(law, power, case).map(|(rule, words)| own(rule, Verdict::NotAllowed, words)));
    reasons.extend(part(power, case).map(|(rule, verdict, words)| own(rule, verdict, words)));
    // What cannot be used at all asks for no facts.
    if !reasons.iter().any(|r| r.verdict == Verdict::NotAllowed) {
        reasons.extend(power.conditions.iter().map(|condition| {
            let known = case.facts.get(&condition.fact).copied();
            let (rule, verdict) = match known {
                Some(is) if is == condition.must => ("condition-met", Verdict::Allowed),
                Some(_) => ("condition-not-met", Verdict::NotAllowed),
                None => ("fact-not-known", Verdict::CannotTell),
            };
            Reason {
                rule,
                verdict,
                words: condition.words.clone(),
                asks: Some(condition.fact.clone()),
                source: condition.source.clone(),
                sure: condition.sure,
            }
        }));
    }
    let verdict = reasons.iter().map(|r| r.verdict).max().unwrap_or(Verdict::Allowed);
    if verdict == Verdict::Allowed && reasons.is_empty() {
        reasons.push(own("in-force", Verdict::Allowed, power.words.clone()));
    }
    PowerVerdict { power, verdict, reasons }
}

fn in_force(power: &Power, case: &PowerCase) -> Option<(&'static str, Verdict, String)> {
    let Some(span) = power.holds.span() else {
        let words = match power.nature {
            super::Nature::Proposed => {
                "This is a proposal and not the law. It is shown so that you know what may come."
            }
            _ => "This is enacted, and no day has been appointed for it.",
        };
        return Some(("not-in-force", Verdict::NotAllowed, words.into()));
    };
    let Some(day) = power.holds.day(&case.dates, case.on) else {
        let words = "The day that decides whether this applies is not known.".to_owned();
        return Some(("day-not-known", Verdict::CannotTell, words));
    };
    if span.holds_on(day) {
        return None;
    }
    let words = match (span.from, span.before) {
        (Some(from), _) if day < from => format!("This holds from {} on.", kernel::words::day(from)),
        (_, Some(before)) => format!("This held before {}.", kernel::words::day(before)),
        _ => "This does not hold on that day.".to_owned(),
    };
    Some(("not-in-force", Verdict::NotAllowed, words))
}

fn sentence(law: &Law, power: &Power, case: &PowerCase) -> Option<(&'static str, String)> {
    let kind = law.sentence(&case.sentence)?;
    let belongs = power.sentences.iter().any(|sort| kind.is(*sort)) && !kind.youth() && !kind.custodial();
    (!belongs).then(|| ("other-sentence", format!("This does not belong to a sentence of this kind: {}.", kind.en)))
}

fn open(case: &PowerCase) -> Option<(&'static str, String)> {
    if !case.open {
        return Some(("order-ended", "The order has ended.".into()));
    }
    case.ends_on
        .filter(|last| *last < case.on)
        .map(|last| ("past-its-end", format!("The order’s last day was {}.", kernel::words::day(last))))
}

fn requirements(law: &Law, power: &Power, case: &PowerCase) -> Option<(&'static str, String)> {
    let name = |code: &String| law.requirement(code).map_or(code.clone(), |r| r.en.to_lowercase());
    let is_open = |code: &String| case.open_requirements.iter().any(|open| open == code);
    if let Some(barred) = power.not_with.iter().find(|code| is_open(code)) {
        return Some(("requirement-bars", format!("The order has a requirement of {}: ask the court.", name(barred))));
    }
    let missing = !power.requirements.is_empty() && !power.requirements.iter().any(is_open);
    missing.then(|| {
        let names: Vec<String> = power.requirements.iter().map(name).collect();
        ("no-requirement", format!("The order has no open requirement of {}.", names.join(" or ")))
    })
}

fn part(power: &Power, case: &PowerCase) -> Option<(&'static str, Verdict, String)> {
    let part = power.after_part?;
    let first = match (case.starts_on, case.ends_on) {
        (Some(starts), Some(ends)) => first_day_after_part(starts, ends, part),
        _ => None,
    };
    match first {
        None => {
            Some(("end-not-known", Verdict::CannotTell, "The order’s last day is not known: record it first.".into()))
        }
        Some(first) if case.on < first => {
            Some(("too-early", Verdict::NotAllowed, format!("This opens on {}.", kernel::words::day(first))))
        }
        Some(_) => None,
    }
}

/// Whether what a verdict stands on was all read, or partly held to be right.
#[must_use]
pub(super) fn sure(reasons: &[Reason], power: &Power) -> Sureness {
    let assumed = power.sure == Sureness::Assumed || reasons.iter().any(|r| r.sure == Sureness::Assumed);
    if assumed { Sureness::Assumed } else { Sureness::Known }
}
