//! Custodial sentences as passed: terms, totals, sequence, extended and life sentences, and what is said of youths.

use super::{one, why_nothing};
use crate::invented::*;
use court::reading::{Asks, Sequence, Span};
use serde_json::{Value, json};

const DAY: &str = "2026-03-04";
const SHARED: &str = "2026-03-04T15:00:00Z";

fn on_offences(results: Vec<Vec<Value>>) -> Value {
    let offences = results.into_iter().enumerate().map(|(n, r)| offence(&format!("o{n}"), n as i64 + 1, r)).collect();
    hearing("h1", DAY, SHARED, vec![defendant("d1", offences)])
}

#[test]
fn concurrent_and_consecutive_terms_are_one_sentence_with_one_total() {
    let total = ("totalCustodialPeriod", "26 Months");
    let matter = one(&on_offences(vec![
        vec![result("i1", "IMP", DAY, &[("imprisonmentPeriod", "20 Months"), total])],
        vec![result(
            "i2",
            "IMP",
            DAY,
            &[("imprisonmentPeriod", "6 Months"), ("consecutiveToOffenceNumber", "1"), total],
        )],
        vec![result("i3", "IMP", DAY, &[("imprisonmentPeriod", "3 Months"), ("concurrent", "true"), total])],
        vec![result(
            "i4",
            "IMP",
            DAY,
            &[
                ("imprisonmentPeriod", "2 Months"),
                ("whereConsecutiveToAnOffenceOnAnotherCaseSpecifyThatCaseNumber", "99ZZ7"),
                total,
            ],
        )],
    ]));
    let [order] = matter.orders.as_slice() else { panic!("one sentence") };
    assert_eq!((order.total, order.terms.len()), (Some(Span::months(26)), 4));
    let sequences: Vec<&Sequence> = order.terms.iter().map(|t| &t.sequence).collect();
    assert_eq!(sequences[0], &Sequence::Primary);
    assert_eq!(sequences[1], &Sequence::Consecutive { to: "offence 1".into() });
    assert_eq!(sequences[2], &Sequence::Concurrent);
    assert_eq!(sequences[3], &Sequence::Consecutive { to: "case 99ZZ7".into() });
}

#[test]
fn both_concurrent_and_consecutive_is_doubted_and_recorded() {
    let matter = one(&on_offences(vec![vec![result(
        "i1",
        "IMP",
        DAY,
        &[("imprisonmentPeriod", "6 Weeks"), ("concurrent", "true"), ("consecutiveToOffenceNumber", "2")],
    )]]));
    assert!(matter.orders[0].doubts[0].contains("both concurrent and consecutive"));
    assert_eq!(matter.asks, Asks::Supervise);
}

#[test]
fn a_total_beside_the_cases_is_the_total() {
    let mut message = on_offences(vec![
        vec![result("i1", "IMP", DAY, &[("imprisonmentPeriod", "2 Years 8 Months")])],
        vec![result("i2", "IMP", DAY, &[("imprisonmentPeriod", "8 Months"), ("concurrent", "true")])],
    ]);
    let total = result("t", "TIMP", DAY, &[("totalCustodialPeriod", "2 Years 8 Months")]);
    message["hearing"]["defendantJudicialResults"] = json!([{"masterDefendantId": "d1", "judicialResult": total}]);
    let matter = one(&message);
    assert_eq!(
        (matter.orders.len(), matter.orders[0].total),
        (1, Some(Span { years: 2, months: 8, ..Span::default() }))
    );
}

#[test]
fn an_extended_sentence_is_its_term_and_its_extension() {
    let parts = [("appropriateCustodialTerm", "6 Years"), ("extensionPeriod", "4 Years")];
    let whole = [("extendedSentenceOfImprisonmentTerm", "10 Years"), parts[0], parts[1]];
    for prompts in [&whole[..], &parts[..]] {
        let matter = one(&on_offences(vec![vec![result("e1", "EXTIVS", DAY, prompts)]]));
        let term = &matter.orders[0].terms[0];
        assert_eq!((term.custodial, term.extension), (Some(Span::years(6)), Some(Span::years(4))));
        assert_eq!(term.length, Some(Span::years(10)), "the whole is the sum where it is not said");
        assert_eq!(matter.orders[0].law.as_deref(), Some("EXT"));
    }
}

#[test]
fn a_life_sentence_has_a_minimum_term_and_no_end() {
    for (code, law) in [("LIMPSO", "LIFE"), ("LIMP2", "LIFE"), ("CFL", "CFL"), ("DETMP", "DHMP")] {
        let matter = one(&on_offences(vec![vec![result("l", code, DAY, &[("minimumTerm", "18 Years")])]]));
        let order = &matter.orders[0];
        assert!(order.life && order.custody && order.end.is_none(), "{code}");
        assert_eq!((order.terms[0].minimum, order.law.as_deref()), (Some(Span::years(18)), Some(law)), "{code}");
    }
    let said = [("totalCustodialPeriodIsLife", "true"), ("minimumTerm", "15 Years 6 Months")];
    let order = &one(&on_offences(vec![vec![result("l", "IMP", DAY, &said)]])).orders[0];
    assert_eq!((order.life, order.terms[0].minimum), (true, Some(Span { years: 15, months: 6, ..Span::default() })));
}

#[test]
fn days_that_count_and_the_prison_are_kept() {
    let prompts = [
        ("imprisonmentPeriod", "12 Weeks"),
        ("bailRemandDaysToCountTaggedDays", "14 Days"),
        ("prisonOrganisationName", "HMP Example"),
    ];
    let order = &one(&on_offences(vec![vec![result("i", "IMP", DAY, &prompts)]])).orders[0];
    assert_eq!((order.terms[0].days_to_count, order.prison.as_deref()), (Some(14), Some("HMP Example")));
}

fn youth(born: &str, results: Vec<Value>) -> Value {
    let mut message = on_offences(vec![results]);
    let person = &mut message["hearing"]["prosecutionCases"][0]["defendants"][0];
    person["isYouth"] = json!(true);
    person["personDefendant"]["personDetails"]["dateOfBirth"] = json!(born);
    message
}

#[test]
fn a_youths_order_asks_nothing_now_and_says_when_they_turn_eighteen() {
    let orders = [
        vec![
            result("y", "YROISS", DAY, &[("endDate", "03/03/2027")]),
            under("u", "y", "YREA1", DAY, &[("numberOfDays", "120")]),
        ],
        vec![result("y", "YROFEW", DAY, &[("endDate", "03/03/2027"), ("periodOfFostering", "6 Months")])],
        vec![result("y", "DTO", DAY, &[("periodOfDetentionAndTraining", "12 Months")])],
        vec![result("y", "EXTDVSU", DAY, &[("appropriateCustodialTerm", "4 Years"), ("extensionPeriod", "3 Years")])],
    ];
    for results in orders {
        let why = why_nothing(&youth("2008-11-20", results));
        assert!(why.contains("youth justice supervises") && why.contains("2026-11-20"), "{why}");
    }
    let over = why_nothing(&youth("2010-11-20", vec![result("y", "YROEW", DAY, &[("endDate", "03/03/2027")])]));
    assert!(!over.contains("turns eighteen"), "it ends before: {over}");
}

#[test]
fn an_intensive_youth_order_and_one_with_fostering_say_so() {
    let matter = one(&youth(
        "2008-11-20",
        vec![result("y", "YROFEW", DAY, &[("endDate", "03/03/2027"), ("periodOfFostering", "6 Months")])],
    ));
    assert_eq!(
        (matter.orders[0].law.as_deref(), matter.orders[0].requirements[0].kind.as_str()),
        (Some("YROF"), "fostering")
    );
    let matter = one(&youth("2008-11-20", vec![result("y", "YROISS", DAY, &[("endDate", "03/03/2027")])]));
    assert_eq!(matter.orders[0].law.as_deref(), Some("YROI"));
}

#[test]
fn a_youth_flag_on_an_adult_is_not_believed() {
    let matter = one(&youth("1990-05-06", vec![result("r", "COEW", DAY, &[("endDate", "03/03/2027")])]));
    assert_eq!(matter.asks, Asks::Supervise);
    assert!(matter.notes.iter().any(|n| n.what.contains("date of birth is taken")));
}
