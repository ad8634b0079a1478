//! Custodial terms of a sentence, one an offence, their total, and how they run beside or after one another. Nothing is
//! added up here but the two parts of an extended sentence whose whole the court left out.

use super::super::around::Around;
use super::super::definition::Purpose;
use super::super::gather::Seen;
use super::super::span::Span;
use super::{Order, Sequence, Term, owned};

const TERM: &[&str] = &[
    "imprisonmentPeriod",
    "custodialPeriod",
    "custodyPeriod",
    "detentionPeriod",
    "periodOfDetentionAndTraining",
    "extendedSentenceOfImprisonmentTerm",
    "extendedSentenceOfDetentionTerm",
    "termOfSentenceOfImprisonmentAggregate",
    "Imprisonment Period",
    "lesserTermImposed",
    "originalCustodyTerm",
];
pub(super) const TOTAL: &[&str] = &["totalCustodialPeriod", "totalDetentionAndTrainingOrderPeriod"];
pub(super) const SUSPENDED: &[&str] = &["suspendedPeriod", "originalSuspensionPeriod"];

pub(super) fn has_terms(seen: &Seen) -> bool {
    let meaning = &seen.result.meaning;
    matches!(meaning.purpose(), Purpose::Custody | Purpose::Activation) || meaning.kind() == "suspended_sentence"
}

impl Order {
    pub(super) fn read_terms(&mut self, copies: &[&Seen], around: &Around<'_>) {
        for copy in copies {
            let term = self.term(copy);
            if term.sequence == Sequence::Contradictory {
                self.doubts.push("a term is said to be both concurrent and consecutive".into());
            }
            self.terms.push(term);
        }
        let first = copies[0];
        let told = copies
            .iter()
            .copied()
            .find(|c| c.result.prompt(TOTAL).is_some())
            .or_else(|| around.total(first.hearing(), TOTAL));
        if let Some(told) = told {
            self.total_said = owned(told, TOTAL);
            self.total = self.length(told, TOTAL);
            self.life |= told.result.says("totalCustodialPeriodIsLife");
        }
        self.operational = self.length(first, SUSPENDED);
        self.supervision = self.length(first, &["supervisionPeriod"]);
        self.prison = self.prison.take().or_else(|| copies.iter().find_map(|c| owned(c, &["prisonOrganisationName"])));
    }

    fn term(&mut self, copy: &Seen) -> Term {
        let (custodial, extension) =
            (self.length(copy, &["appropriateCustodialTerm"]), self.length(copy, &["extensionPeriod"]));
        let sum = || custodial.zip(extension).and_then(|(term, extension)| term.plus(extension));
        Term {
            result: copy.result.id.clone(),
            offence: copy.offence_id().map(str::to_owned),
            kind: copy.result.meaning.kind().to_owned(),
            length: self.length(copy, TERM).or_else(sum),
            said: owned(copy, TERM),
            sequence: sequence(copy),
            custodial,
            extension,
            minimum: copy.result.prompt(&["minimumTerm"]).and_then(|m| Span::read(m, Some('Y'))),
            days_to_count: copy
                .result
                .prompt(&["bailRemandDaysToCountTaggedDays", "bailRemandDaysToCount"])
                .and_then(|d| Span::read(d, Some('D')))
                .map(|s| s.days),
        }
    }
}

fn sequence(copy: &Seen) -> Sequence {
    let result = &copy.result;
    let other = result.prompt(&["whereConsecutiveToAnOffenceOnAnotherCaseSpecifyThatCaseNumber"]);
    let to: Vec<String> = [
        result.prompt(&["consecutiveToOffenceNumber"]).map(|n| format!("offence {n}")),
        other.map(|case| format!("case {case}")),
        result.prompt(&["whereConsecutiveToAnOffence"]).map(str::to_owned),
        result.prompt(&["consecutiveToSentenceImposedOn"]).map(|d| format!("the sentence of {d}")),
        result.says("consecutiveToAllOtherTermsBeingServed").then(|| "all other terms being served".to_owned()),
    ]
    .into_iter()
    .flatten()
    .collect();
    match (result.says("concurrent"), to.is_empty()) {
        (true, true) => Sequence::Concurrent,
        (false, true) => Sequence::Primary,
        (false, false) => Sequence::Consecutive { to: to.join(", ") },
        (true, false) => Sequence::Contradictory,
    }
}
