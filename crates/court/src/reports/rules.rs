//! What policy asks of a report, and where a report may go from where it stands. Pure: it takes the dated rules and the
//! facts, and returns reasons. It knows no clock and no database.

use super::records::{Choice, Part, Reason, ReportKind, ReportRule, ReportState, Step};
use kernel::{Date, Refusal};
use std::collections::BTreeSet;
use uuid::Uuid;

/// What the author can tick about a matter, with the words beside the box.
pub(crate) const TICKED: &[(&str, &str)] = &[
    ("dangerousness", "The court must consider dangerousness"),
    ("grave-offence", "A sexual offence, or serious violence"),
    ("mental-health", "Mental health matters for the sentence"),
    ("vulnerable", "The person is vulnerable"),
    ("custody", "The court is thinking of custody"),
    ("domestic-abuse", "Domestic abuse is alleged or known"),
    ("children", "A child lives with them or may be at risk"),
];

/// What is known when the kind is chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Facts {
    /// On the day of the hearing; nothing without a date of birth.
    pub age: Option<i64>,
    /// Nought for low to three for very high; nothing without an assessment.
    pub harm: Option<i64>,
    /// Working days from the asking to the hearing.
    pub days: i64,
    pub ticked: BTreeSet<String>,
}

/// What policy asks of a report of a kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Asked {
    pub check: bool,
    pub parts: Vec<Part>,
    /// Codes of kinds of enquiry, with the reason.
    pub enquiries: Vec<(String, String)>,
    /// The working days that the kind takes, when the hearing is sooner.
    pub short_of: Option<i64>,
    /// Code and words of what a check looks at.
    pub criteria: Vec<(String, String)>,
}

fn within(rule: &ReportRule, number: i64) -> bool {
    rule.at_least.is_none_or(|least| number >= least) && rule.at_most.is_none_or(|most| number <= most)
}

/// Whether the rule's fact is so; nothing when nobody knows.
fn met(rule: &ReportRule, facts: &Facts, kind: Option<ReportKind>) -> Option<bool> {
    match rule.fact.as_str() {
        "age" => facts.age.map(|age| within(rule, age)),
        "harm" => facts.harm.map(|harm| within(rule, harm)),
        "days" => Some(within(rule, facts.days)),
        "kind" => Some(kind.is_some_and(|kind| within(rule, kind.rank()))),
        ticked => Some(facts.ticked.contains(ticked)),
    }
}

fn reason(rule: &ReportRule) -> Reason {
    let (rule, words, assumed, source) = (&rule.code, &rule.words, rule.assumed, &rule.source);
    Reason { rule: rule.clone(), words: words.clone(), assumed, source: source.clone() }
}

/// The rules that hold on a day, in the order of the list.
#[must_use]
pub(crate) fn rules_on(rules: &[ReportRule], day: Date) -> Vec<ReportRule> {
    policy::newest(rules, day, |r| (r.code.clone(), r.valid_from, r.valid_before)).into_iter().cloned().collect()
}

/// The kind that policy asks for: the fullest that any rule asks for, oral when none does.
#[must_use]
pub(crate) fn choose(rules: &[ReportRule], facts: &Facts) -> Choice {
    let mut kind = ReportKind::Oral;
    let mut found: Vec<(ReportKind, Reason)> = Vec::new();
    let mut unknown = Vec::new();
    for rule in rules {
        let Some(asked) = rule.asks.strip_prefix("kind:").and_then(|k| k.parse::<ReportKind>().ok()) else { continue };
        match met(rule, facts, None) {
            Some(true) => {
                kind = kind.max(asked);
                found.push((asked, reason(rule)));
            }
            Some(false) => {}
            None => unknown.push(match rule.fact.as_str() {
                "age" => "No date of birth is on record, so nobody can say how old the person is".to_owned(),
                _ => "No level of risk of serious harm is on record".to_owned(),
            }),
        }
    }
    unknown.dedup();
    let video = rules.iter().any(|r| r.asks == "video" && met(r, facts, None) == Some(true));
    let reasons = found.into_iter().filter(|(asked, _)| *asked == kind).map(|(_, reason)| reason).collect();
    Choice { kind: kind.code().to_owned(), reasons, unknown, video }
}

/// What policy asks of a report of this kind.
#[must_use]
pub(crate) fn asked(rules: &[ReportRule], facts: &Facts, kind: ReportKind) -> Asked {
    let mut out = Asked::default();
    for rule in rules.iter().filter(|r| met(r, facts, Some(kind)) == Some(true)) {
        match rule.asks.split_once(':') {
            Some(("part", part)) => out.parts.extend(part.parse::<Part>().ok()),
            Some(("enquiry", code)) if out.enquiries.iter().all(|(known, _)| known != code) => {
                out.enquiries.push((code.to_owned(), rule.words.clone()));
            }
            Some(("days", days)) => {
                let needed = days.parse::<i64>().ok().filter(|needed| *needed > facts.days);
                out.short_of = out.short_of.max(needed);
            }
            None if rule.asks == "check" => out.check = true,
            None if rule.asks == "criterion" => out.criteria.push((rule.code.clone(), rule.words.clone())),
            _ => {}
        }
    }
    out.parts.dedup();
    out
}

/// Where a step leads.
///
/// # Errors
/// In words, when the report does not stand where the step begins.
pub(crate) fn next(state: ReportState, step: Step, check: bool) -> Result<ReportState, Refusal> {
    use ReportState as S;
    let no = |code: &'static str, words: &str| Err(Refusal::of_request(code, words));
    match (step, state) {
        (Step::Assign | Step::Choose | Step::Begin, S::Signed) => no("signed", "A signed report does not change"),
        (Step::Assign | Step::Begin, S::Withdrawn) => no("withdrawn", "This report was withdrawn: reopen it first"),
        (Step::Assign | Step::Begin, state) => Ok(state),
        (Step::Choose, state) if state.is_open() => Ok(state),
        (Step::Submit, S::Writing | S::Returned) if check => Ok(S::Checking),
        (Step::Submit, S::Writing | S::Returned) => no("no_check", "This kind of report is signed without a check"),
        (Step::TakeBack, S::Checking | S::Checked) => Ok(S::Writing),
        (Step::Return, S::Checking) => Ok(S::Returned),
        (Step::Agree, S::Checking) => Ok(S::Checked),
        (Step::Sign, S::Checked) => Ok(S::Signed),
        (Step::Sign, S::Writing | S::Returned) if !check => Ok(S::Signed),
        (Step::Sign, S::Writing | S::Returned) => no("unchecked", "Send the report to be checked before it is signed"),
        (Step::Sign, S::Checking) => no("unchecked", "The check has not been finished"),
        (Step::Withdraw, S::Writing | S::Returned | S::Checking | S::Checked) => Ok(S::Withdrawn),
        (Step::Reopen, S::Withdrawn) => Ok(S::Writing),
        (_, S::Signed) => no("signed", "This report is signed: it does not change any more"),
        (_, S::Withdrawn) => no("withdrawn", "This report was withdrawn: reopen it first"),
        (Step::TakeBack, _) => no("not_sent", "The report has not been sent to be checked"),
        (Step::Return | Step::Agree, _) => no("not_sent", "The report is not waiting to be checked"),
        (Step::Reopen, _) => no("not_withdrawn", "The report was not withdrawn"),
        (Step::Choose | Step::Submit, _) => no("being_checked", "The report is being checked: take it back first"),
    }
}

/// Whether somebody may check a report: a manager or quality reviewer who wrote nothing of it.
///
/// # Errors
/// `own_report`, `not_a_checker`.
pub(crate) fn may_check(checker: Option<Uuid>, writers: &[Uuid], is_author: bool, checks: bool) -> Result<(), Refusal> {
    if is_author || checker.is_some_and(|id| writers.contains(&id)) {
        let words = "You wrote part of this report: somebody else checks it";
        return Err(Refusal::of_request("own_report", words));
    }
    if !checks {
        let words = "A manager or a quality reviewer checks reports";
        return Err(Refusal::of_request("not_a_checker", words));
    }
    Ok(())
}

/// What is missing before a report may be sent on or signed.
#[must_use]
pub(crate) fn missing(asked: &Asked, written: &[Part], has_proposal: bool) -> Vec<String> {
    let unwritten = asked.parts.iter().filter(|part| !written.contains(part));
    let mut out: Vec<String> = unwritten.map(|part| format!("“{}” has not been written", part.words())).collect();
    if !has_proposal {
        out.push("There is no proposal".to_owned());
    }
    out
}

/// Whether a report may be begun by hand.
#[must_use]
pub(crate) fn check_begin(court: &str, reasons: &str, asked_on: Date, hearing_on: Date, today: Date) -> Vec<Refusal> {
    let mut wrong = Vec::new();
    if court.trim().is_empty() {
        wrong.push(Refusal::new("court", "missing", "Select the court that asked"));
    }
    if reasons.trim().is_empty() {
        let words = "Enter what the bench wants to know. Write “not said” where it gave no reason";
        wrong.push(Refusal::new("reasons", "missing", words));
    }
    if asked_on > today {
        wrong.push(Refusal::new("asked_on", "ahead", "The day must be today or before: it has been asked for already"));
    }
    if hearing_on < today {
        let words = "The hearing must be today or later. For a hearing that has been, record its result on the court's day list";
        wrong.push(Refusal::new("hearing_on", "past", words));
    } else if hearing_on < asked_on {
        wrong.push(Refusal::new(
            "hearing_on",
            "before_asking",
            "The hearing must not be before the report was asked for",
        ));
    }
    wrong
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;
