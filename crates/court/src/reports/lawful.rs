//! Which requirements a court could order for this person, and whether those proposed may stand together: the one place
//! where a report asks the law. It gives reasons, and never hides a requirement without saying why.

use super::records::{Proposal, ProposedRequirement, Report};
use law::{Case, Law, Proposed, Term, Unit, Verdict, Weight};
use people::OpenPerson;
use sentences::MatterDays;
use std::collections::{BTreeMap, BTreeSet};
use store::{Cx, Result};

/// One requirement type.
#[derive(Clone, Debug)]
pub(super) struct Choosable {
    pub(super) code: String,
    pub(super) name: String,
    pub(super) verdict: Verdict,
    /// Why it may not be ordered, or what must be known first.
    pub(super) reasons: Vec<String>,
    pub(super) unit: Unit,
    /// The least and the most, in words.
    pub(super) limits: String,
    pub(super) consent: bool,
    /// What must be arranged first.
    pub(super) arrange: Vec<String>,
}

/// One thing to say of the whole.
#[derive(Clone, Debug)]
pub(super) struct Said {
    pub(super) bars: bool,
    pub(super) words: String,
}

/// What the law says of a case.
#[derive(Clone, Debug)]
pub(super) struct Lawful {
    /// What may be ordered, or may be once more is known; then what may not.
    pub(super) open: Vec<Choosable>,
    pub(super) barred: Vec<Choosable>,
    /// Code and words of what the law's conditions turn on.
    pub(super) questions: Vec<(String, String)>,
    /// Of the proposal as one order.
    pub(super) together: Vec<Said>,
}

fn length(line: &ProposedRequirement) -> Option<Term> {
    line.length.as_deref().and_then(|text| text.parse().ok())
}

fn proposed(code: &str, length: Option<Term>) -> Proposed {
    Proposed { code: code.to_owned(), length, start: None, end: None, hours_a_day: None, hours_a_week: None }
}

/// The case as the record has it, with what the author answered.
fn case(cx: &mut Cx<'_>, open: &OpenPerson, report: &Report, proposal: Option<&Proposal>) -> Result<Case> {
    let sentence = proposal.map_or("CO", |p| p.sentence.as_str());
    let mut case = Case::new(sentence, report.hearing_on);
    case.date_of_birth = open.person.born;
    if let Some(proposal) = proposal {
        let term: Option<Term> = proposal.term.as_deref().and_then(|text| text.parse().ok());
        case.end = term.and_then(|term| term.last_day(report.hearing_on));
        case.answers_of(proposal);
    }
    for event in sentences::events(cx, &open.keys)? {
        if report.event_id == Some(event.event.id) {
            let days = MatterDays::of(&event.offences);
            (case.offence, case.conviction) = (days.offence, days.conviction);
        }
        let running = event.orders.iter().filter(|o| o.order.is_open());
        let standing = running.flat_map(|o| &o.requirements).map(|r| &r.requirement).filter(|r| r.is_open());
        case.standing.extend(standing.map(|r| proposed(&r.kind, r.length.map(|l| l.0))));
    }
    if report.event_id.is_none() {
        let days = sentences::waiting_matter(cx, &open.keys)?;
        (case.offence, case.conviction) = (days.offence, days.conviction);
    }
    Ok(case)
}

/// What the author answered, put into the case.
trait Answered {
    fn answers_of(&mut self, proposal: &Proposal);
}

impl Answered for Case {
    fn answers_of(&mut self, proposal: &Proposal) {
        let answers: BTreeMap<String, bool> = serde_json::from_value(proposal.answers.clone()).unwrap_or_default();
        self.facts = answers;
        self.consents = proposal.lines().into_iter().filter_map(|l| l.consent.map(|is| (l.kind, is))).collect();
    }
}

fn limits(allowed: &law::Allowed) -> String {
    let rows: BTreeSet<String> = allowed
        .limits
        .iter()
        .filter_map(|l| match (l.min, l.max) {
            (Some(min), Some(max)) => Some(format!("{min} to {max}")),
            (None, Some(max)) => Some(format!("at most {max}")),
            (Some(min), None) => Some(format!("at least {min}")),
            (None, None) => None,
        })
        .collect();
    rows.into_iter().collect::<Vec<_>>().join(", or ")
}

fn choosable(allowed: law::Allowed) -> Choosable {
    let against = allowed.reasons.iter().filter(|r| r.verdict == allowed.verdict && r.verdict != Verdict::Allowed);
    Choosable {
        reasons: against.map(|r| r.words.trim_end_matches('.').to_owned()).collect(),
        limits: limits(&allowed),
        code: allowed.code,
        name: allowed.name.en,
        verdict: allowed.verdict,
        unit: allowed.unit,
        consent: allowed.consent != law::Consent::NotNeeded,
        arrange: allowed.arrange.into_iter().map(|a| a.words).collect(),
    }
}

/// Asks the law.
pub(super) fn lawful(
    cx: &mut Cx<'_>,
    open: &OpenPerson,
    report: &Report,
    proposal: Option<&Proposal>,
) -> Result<Lawful> {
    let law = cx.part::<Law>()?;
    let case = case(cx, open, report, proposal)?;
    let all: Vec<law::Allowed> = law.may_be_ordered(&case).into_iter().filter(|a| a.belongs).collect();
    let asked: BTreeSet<&str> = all
        .iter()
        .filter(|a| a.verdict != Verdict::NotAllowed)
        .flat_map(|a| &a.reasons)
        .filter_map(|r| r.asks.as_deref())
        .chain(case.facts.keys().map(String::as_str))
        .collect();
    let questions = law.facts().iter().filter(|f| asked.contains(f.code.as_str()));
    let questions = questions.map(|f| (f.code.clone(), f.question.clone())).collect();
    let together = proposal.map_or_else(Vec::new, |proposal| {
        let lines: Vec<Proposed> = proposal.lines().iter().map(|l| proposed(&l.kind, length(l))).collect();
        law.check_together(&lines, &case)
    });
    let said = together.into_iter().map(|f| Said { bars: f.weight == Weight::Bars, words: f.words }).collect();
    let (barred, open): (Vec<_>, Vec<_>) =
        all.into_iter().map(choosable).partition(|c| c.verdict == Verdict::NotAllowed);
    Ok(Lawful { open, barred, questions, together: said })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_requirement_that_may_not_be_ordered_says_why() {
        let law = Law::shipped();
        let mut case = Case::new("CO", kernel::date(2026, 12, 1));
        case.date_of_birth = Some(kernel::date(1980, 1, 1));
        case.conviction = Some(kernel::date(2026, 11, 1));
        for allowed in law.may_be_ordered(&case).into_iter().filter(|a| a.belongs) {
            let one = choosable(allowed);
            assert!(one.verdict == Verdict::Allowed || !one.reasons.is_empty(), "{one:?}");
        }
    }
}
