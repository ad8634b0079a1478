//! Whether a court could order one requirement type in a case. Every rule gives a reason; the worst reason is the verdict.

use super::{Allowed, Case, Consent, Reason, ToArrange, Verdict};
use crate::checks::{age_on, shown};
use crate::{Law, RequirementType, SentenceAttribute, SentenceType, Span, Sureness, Turns};
use jiff::civil::Date;

pub(super) fn allowed(law: &Law, kind: &RequirementType, case: &Case) -> Allowed {
    let dates = case.dates();
    let sentence = law.sentence(&case.sentence);
    let mut reasons = of_the_order(law, case);
    reasons.extend(of_the_type(law, kind, case));
    let arranged = law.proposals().arrange.iter().filter(|row| names(&row.requirements, kind));
    Allowed {
        code: kind.code.clone(),
        name: kind.name(),
        verdict: reasons.iter().map(|reason| reason.verdict).max().unwrap_or(Verdict::CannotTell),
        belongs: sentence.is_some_and(|sentence| sentence.requirements.contains(&kind.family)),
        reasons,
        unit: kind.unit,
        limits: kind.limits_for(&dates).cloned().collect(),
        aggregate: kind.aggregate,
        consent: consent(kind, case),
        min_age: sentence.and_then(|sentence| sentence.min_age),
        under_age: kind.under_age,
        restrictive: kind.restrictive,
        monitored: kind.monitored,
        not_with: kind.not_with.clone(),
        arrange: arranged
            .filter(|row| row.dated.may_hold(&dates))
            .map(|row| ToArrange { words: row.words.clone(), source: row.source.clone(), sure: row.sure })
            .collect(),
    }
}

fn names(codes: &[String], kind: &RequirementType) -> bool {
    codes.contains(&kind.code)
}

fn reason(rule: &'static str, verdict: Verdict, words: String, source: &str, sure: Sureness) -> Reason {
    Reason { rule, verdict, words, asks: None, source: source.into(), sure }
}

/// What the kind of order says, whatever the requirement.
pub(super) fn of_the_order(law: &Law, case: &Case) -> Vec<Reason> {
    let Some(sentence) = law.sentence(&case.sentence) else {
        let words = format!("The law lists no order of the kind \u{201c}{}\u{201d}.", case.sentence);
        return vec![reason(
            "order-unknown",
            Verdict::CannotTell,
            words,
            "The law's list of sentences",
            Sureness::Known,
        )];
    };
    let mut found = Vec::new();
    if sentence.is(SentenceAttribute::Historic) {
        let words = format!("{} is no longer passed.", sentence.en);
        found.push(reason("order-historic", Verdict::NotAllowed, words, &sentence.source, sentence.sure));
    }
    found.extend(old_enough(sentence, case));
    found.extend(
        sentence
            .under_age
            .and_then(|under| young_enough("too-old", &sentence.en, under, case))
            .map(|(rule, verdict, words)| reason(rule, verdict, words, &sentence.source, sentence.sure)),
    );
    found
}

/// What the requirement type itself says.
pub(super) fn of_the_type(law: &Law, kind: &RequirementType, case: &Case) -> Vec<Reason> {
    if let Some(sentence) = law.sentence(&case.sentence).filter(|s| !s.requirements.contains(&kind.family)) {
        let words = format!("{} does not belong in this kind of order: {}.", kind.en, sentence.en.to_lowercase());
        return vec![reason("requirement-wrong-order", Verdict::NotAllowed, words, &sentence.source, Sureness::Known)];
    }
    let mut found = vec![open(kind, case)];
    found.extend(
        kind.under_age
            .and_then(|under| young_enough("requirement-age", &kind.en, under, case))
            .map(|(rule, verdict, words)| reason(rule, verdict, words, &kind.source, kind.sure)),
    );
    found.extend(willing(kind, case));
    let dates = case.dates();
    for row in &law.proposals().conditions {
        if !names(&row.requirements, kind) || !row.dated.may_hold(&dates) {
            continue;
        }
        let answer = case.facts.get(&row.fact).copied();
        let question = law.facts().iter().find(|fact| fact.code == row.fact).map_or("", |fact| fact.question.as_str());
        let (rule, verdict, words) = match answer {
            Some(answer) if answer == row.must => continue,
            Some(_) => ("condition", Verdict::NotAllowed, row.words.clone()),
            None => ("condition-not-known", Verdict::CannotTell, format!("{} Not known: {question}", row.words)),
        };
        let asks = (verdict == Verdict::CannotTell).then(|| row.fact.clone());
        found.push(Reason { asks, ..reason(rule, verdict, words, &row.source, row.sure) });
    }
    found
}

fn open(kind: &RequirementType, case: &Case) -> Reason {
    let (rule, verdict, words) = match (kind.available.from, kind.open_to_court(&case.dates())) {
        (None, _) => {
            ("not-in-force", Verdict::NotAllowed, format!("{} is enacted, but no day is appointed for it.", kind.en))
        }
        (Some(_), Some(true)) => ("open", Verdict::Allowed, format!("{} is open {}.", kind.en, when(kind))),
        (Some(_), Some(false)) => (
            "requirement-not-open",
            Verdict::NotAllowed,
            format!("{} is open {}, which this case is not.", kind.en, when(kind)),
        ),
        (Some(_), None) => (
            "day-not-known",
            Verdict::CannotTell,
            format!("{} is open {}. The day of the {} is not known.", kind.en, when(kind), day(kind.available.turns)),
        ),
    };
    reason(rule, verdict, words, &kind.source, kind.sure)
}

fn day(turns: Turns) -> &'static str {
    match turns {
        Turns::Offence => "offence",
        Turns::Conviction => "conviction",
        Turns::Sentence => "sentence",
    }
}

fn when(kind: &RequirementType) -> String {
    let what = day(kind.available.turns);
    let Span { from, before } = Span { from: kind.available.from, before: kind.available.before };
    let from = from.map(|from| format!(" from {}", shown(from))).unwrap_or_default();
    let before = before.map(|before| format!(" before {}", shown(before))).unwrap_or_default();
    format!("to courts for {what}s{from}{before}")
}

/// The age on the day of the sentence.
fn old_enough(sentence: &SentenceType, case: &Case) -> Option<Reason> {
    let min = sentence.min_age?;
    let Some(born) = case.date_of_birth else {
        let words = format!("{} is for people aged {min} or over. The date of birth is not known.", sentence.en);
        return Some(reason("age-not-known", Verdict::CannotTell, words, &sentence.source, sentence.sure));
    };
    let age = age_on(born, case.on);
    let words =
        || format!("{} is for people aged {min} or over; this person is {age} on {}.", sentence.en, shown(case.on));
    (age < min).then(|| reason("too-young", Verdict::NotAllowed, words(), &sentence.source, sentence.sure))
}

/// The age when convicted. A conviction without a day lies between the offence and the sentence, which may be enough to tell.
fn young_enough(rule: &'static str, what: &str, under: i16, case: &Case) -> Option<(&'static str, Verdict, String)> {
    let for_whom = format!("{what} is for people convicted under {under}");
    let Some(born) = case.date_of_birth else {
        let words = format!("{for_whom}. The date of birth is not known.");
        return Some(("age-not-known", Verdict::CannotTell, words));
    };
    let age = |day: Date| age_on(born, day);
    let latest = case.conviction.unwrap_or(case.on);
    if age(latest) < under {
        return None;
    }
    match case.conviction.or(case.offence).filter(|earliest| age(*earliest) >= under) {
        Some(earliest) => Some((rule, Verdict::NotAllowed, format!("{for_whom}; this person was {}.", age(earliest)))),
        None => Some((
            "age-not-known",
            Verdict::CannotTell,
            format!(
                "{for_whom}; this person is {} on {}, and the day of the conviction is not known.",
                age(case.on),
                shown(case.on)
            ),
        )),
    }
}

fn consent(kind: &RequirementType, case: &Case) -> Consent {
    match (kind.consent, case.consents.get(&kind.code)) {
        (false, _) => Consent::NotNeeded,
        (true, Some(true)) => Consent::Given,
        (true, Some(false)) => Consent::Refused,
        (true, None) => Consent::NotAsked,
    }
}

fn willing(kind: &RequirementType, case: &Case) -> Option<Reason> {
    let (rule, verdict, words) = match consent(kind, case) {
        Consent::NotNeeded | Consent::Given => return None,
        Consent::Refused => (
            "consent-refused",
            Verdict::NotAllowed,
            format!("{} needs the person's consent, and they refused.", kind.en),
        ),
        Consent::NotAsked => (
            "consent-not-asked",
            Verdict::CannotTell,
            format!("{} needs the person's consent, and no answer is recorded.", kind.en),
        ),
    };
    Some(reason(rule, verdict, words, &kind.source, kind.sure))
}
