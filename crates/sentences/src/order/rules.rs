//! When an order may be recorded, amended, ended and reopened by hand. What a court sent is never refused here: its limits
//! are told as warnings instead.

use super::Order;
use crate::event::rules::{Ending, ending};
use crate::{EndOf, Length, Lists};
use kernel::{CourtId, Date, Refusal};
use law::Law;

/// An order as typed or sent.
#[derive(Clone, Debug, PartialEq)]
pub struct OrderFacts {
    /// Code of a sentence type.
    pub sentence: String,
    pub court_id: Option<CourtId>,
    pub court_name: Option<String>,
    pub made_on: Date,
    /// None: the day it was made.
    pub starts_on: Option<Date>,
    pub ends_on: Option<Date>,
    pub custody_term: Option<Length>,
    pub operational_period: Option<Length>,
    pub supervision_period: Option<Length>,
    pub notes: Option<String>,
}

pub(crate) fn recording(law: &Law, facts: &OrderFacts, today: Date) -> Vec<Refusal> {
    let mut found = Vec::new();
    let Some(sentence) = law.sentence(&facts.sentence) else {
        return vec![Refusal::new("sentence", "unknown_sentence", "Choose the sentence")];
    };
    if facts.made_on > today {
        found.push(Refusal::new("made_on", "in_future", "The day of the sentence must be today or in the past"));
    }
    if facts.starts_on.is_some_and(|starts| starts < facts.made_on) {
        found.push(Refusal::new("starts_on", "before_sentence", "An order cannot start before the day it was made"));
    }
    if facts.ends_on.is_some_and(|ends| ends < facts.starts_on.unwrap_or(facts.made_on)) {
        found.push(Refusal::new("ends_on", "before_start", "The end date must not be before the start"));
    }
    if sentence.community() && facts.ends_on.is_none() {
        found.push(Refusal::new("ends_on", "missing", "Enter the date on which the order ends"));
    }
    if (sentence.suspended() || (sentence.custodial() && !sentence.is(law::SentenceAttribute::Life)))
        && facts.custody_term.is_none()
    {
        found.push(Refusal::new(
            "custody_term",
            "missing",
            "Enter the custodial term as the court passed it, such as 8 months",
        ));
    }
    if sentence.suspended() && facts.operational_period.is_none() {
        found.push(Refusal::new("operational_period", "missing", "Enter the operational period, such as 18 months"));
    }
    found
}

/// A court's amendment, typed by hand.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OrderAmendment {
    /// The end as amended.
    pub ends_on: Option<Date>,
    pub operational_period: Option<Length>,
    pub supervision_period: Option<Length>,
    pub notes: Option<String>,
}

pub(crate) fn amending(order: &Order, amendment: &OrderAmendment) -> Vec<Refusal> {
    let mut found = Vec::new();
    if order.removed.is_some() {
        found.push(Refusal::of_request("removed", "This order was removed: it cannot be amended"));
    } else if order.ended_on.is_some() {
        found.push(Refusal::of_request("ended", "This order has ended: reopen it first"));
    }
    if amendment.ends_on.is_some_and(|ends| ends < order.starts_on) {
        found.push(Refusal::new("ends_on", "before_start", "The end date must not be before the start"));
    }
    found
}

pub(crate) fn ending_order(law: &Law, lists: &Lists, order: &Order, how: &Ending, today: Date) -> Vec<Refusal> {
    if !order.is_open() {
        return vec![Refusal::of_request("already_ended", "This order has ended already")];
    }
    let mut found = ending(lists, EndOf::Order, order.made_on, how, today);
    let sentence = law.sentence(&order.sentence);
    if lists.reason(&how.reason).is_some_and(|reason| !reason.suits(sentence)) {
        found.push(Refusal::new("reason", "wrong_reason", "Choose a reason that suits this sentence"));
    }
    found
}

pub(crate) fn reopening(order: &Order) -> Vec<Refusal> {
    if order.is_open() {
        return vec![Refusal::of_request("not_ended", "This order has not ended")];
    }
    Vec::new()
}

/// Release is of custodial sentences, after the sentence and not in the future.
pub(crate) fn releasing(law: &Law, order: &Order, on: Date, today: Date) -> Vec<Refusal> {
    let custodial = law.sentence(&order.sentence).is_some_and(law::SentenceType::custodial);
    if !custodial || !order.is_open() {
        return vec![Refusal::of_request(
            "not_in_custody",
            "Only somebody serving a custodial sentence can be released",
        )];
    }
    let mut found = Vec::new();
    if on > today {
        found.push(Refusal::new("released_on", "in_future", "The day of release must be today or in the past"));
    }
    if on < order.made_on {
        found.push(Refusal::new("released_on", "before_sentence", "Release cannot be before the day of the sentence"));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::tests_support::order;
    use super::*;
    use jiff::civil::date;
    use law::Term;

    const TODAY: Date = date(2026, 11, 22);

    fn facts(sentence: &str) -> OrderFacts {
        OrderFacts {
            sentence: sentence.into(),
            court_id: None,
            court_name: None,
            made_on: date(2026, 6, 1),
            starts_on: None,
            ends_on: Some(date(2027, 5, 31)),
            custody_term: Some(Length(Term::months(8))),
            operational_period: Some(Length(Term::months(18))),
            supervision_period: None,
            notes: None,
        }
    }

    fn refusals(facts: &OrderFacts) -> Vec<(String, &'static str)> {
        recording(&Law::shipped(), facts, TODAY).into_iter().map(|r| (r.field, r.code)).collect()
    }

    #[test]
    fn a_whole_order_is_recorded() {
        for sentence in ["CO", "SSO", "IMP", "LIFE", "FINE"] {
            assert!(refusals(&facts(sentence)).is_empty(), "{sentence}");
        }
        assert!(refusals(&OrderFacts { custody_term: None, ..facts("LIFE") }).is_empty());
    }

    #[test]
    fn each_missing_or_impossible_fact_is_named() {
        let one =
            |f: &OrderFacts| refusals(f).into_iter().map(|(field, code)| format!("{field} {code}")).collect::<Vec<_>>();
        assert_eq!(one(&facts("XX")), ["sentence unknown_sentence"]);
        assert_eq!(
            one(&OrderFacts { made_on: date(2026, 11, 23), ends_on: Some(date(2027, 11, 1)), ..facts("CO") }),
            ["made_on in_future"]
        );
        assert_eq!(
            one(&OrderFacts { starts_on: Some(date(2026, 5, 31)), ..facts("CO") }),
            ["starts_on before_sentence"]
        );
        assert_eq!(one(&OrderFacts { ends_on: Some(date(2026, 5, 1)), ..facts("CO") }), ["ends_on before_start"]);
        assert_eq!(one(&OrderFacts { ends_on: None, ..facts("CO") }), ["ends_on missing"]);
        assert_eq!(one(&OrderFacts { custody_term: None, ..facts("IMP") }), ["custody_term missing"]);
        assert_eq!(one(&OrderFacts { operational_period: None, ..facts("SSO") }), ["operational_period missing"]);
    }

    #[test]
    fn an_ended_order_is_reopened_before_it_is_amended() {
        let ended = Order { ended_on: Some(date(2026, 8, 1)), ..order("CO") };
        let amendment = OrderAmendment { ends_on: Some(date(2027, 8, 1)), ..OrderAmendment::default() };
        assert_eq!(amending(&ended, &amendment).first().map(|r| r.code), Some("ended"));
        assert!(amending(&order("CO"), &amendment).is_empty());
        assert!(reopening(&ended).is_empty());
        assert_eq!(reopening(&order("CO")).first().map(|r| r.code), Some("not_ended"));
    }

    #[test]
    fn an_order_ends_once() {
        let how = Ending { on: TODAY, reason: "completed".into(), note: None };
        assert!(ending_order(&Law::shipped(), &Lists::shipped(), &order("CO"), &how, TODAY).is_empty());
        let activated = Ending { reason: "activated".into(), ..how.clone() };
        let wrong = ending_order(&Law::shipped(), &Lists::shipped(), &order("CO"), &activated, TODAY);
        assert_eq!(wrong.first().map(|r| r.code), Some("wrong_reason"));
        let ended = Order { ended_on: Some(TODAY), ..order("CO") };
        assert_eq!(
            ending_order(&Law::shipped(), &Lists::shipped(), &ended, &how, TODAY).first().map(|r| r.code),
            Some("already_ended")
        );
    }

    #[test]
    fn only_a_custodial_sentence_has_a_release() {
        let released =
            |sentence: &str, on| releasing(&Law::shipped(), &order(sentence), on, TODAY).first().map(|r| r.code);
        assert_eq!(released("IMP", TODAY), None);
        assert_eq!(released("CO", TODAY), Some("not_in_custody"));
        assert_eq!(released("SSO", TODAY), Some("not_in_custody"));
        assert_eq!(released("IMP", date(2026, 5, 31)), Some("before_sentence"));
        assert_eq!(released("IMP", date(2026, 11, 23)), Some("in_future"));
    }
}
