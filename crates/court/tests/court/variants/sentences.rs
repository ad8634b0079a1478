//! Community sentences, breaches, reviews and reports.

use super::{folded, one};
use crate::invented::*;
use court::reading::{Asks, OutcomeKind, Span, State, Way};
use kernel::date;
use serde_json::{Value, json};

const DAY: &str = "2026-03-04";
const SHARED: &str = "2026-03-04T15:00:00Z";

fn with(results: Vec<Value>) -> Value {
    hearing("h1", DAY, SHARED, vec![defendant("d1", vec![offence("o1", 1, results)])])
}

#[test]
fn an_order_without_a_requirement_is_an_order_all_the_same() {
    let matter = one(&with(vec![result("r1", "COEW", DAY, &[("endDate", "03/03/2027")])]));
    assert_eq!((&matter.asks, matter.orders[0].requirements.len()), (&Asks::Supervise, 0));
}

#[test]
fn every_kind_of_requirement_says_its_length_and_its_days() {
    let made = [
        (
            "CURE",
            vec![("curfewAndElectronicMonitoringPeriod", "3 Months"), ("endDateOfTagging", "03/06/2026")],
            Some(Span::months(3)),
            Some(date(2026, 6, 3)),
        ),
        (
            "CURE",
            vec![("curfewAndElectricalMonitoringPeriod", "12 Weeks"), ("endDate", "27/05/2026")],
            Some(Span::weeks(12)),
            Some(date(2026, 5, 27)),
        ),
        (
            "AAR",
            vec![("numberOfDaysToAbstainFromConsumingAnyAlcohol", "120"), ("until", "01/07/2026")],
            Some(Span::days(120)),
            Some(date(2026, 7, 1)),
        ),
        ("RAR", vec![("maxNumberOfDays", "25 Days")], Some(Span::days(25)), None),
        ("PR", vec![("numberOfDays", "31 Days")], Some(Span::days(31)), None),
        ("DRNRR", vec![("periodToProvideSamples", "9 Months")], Some(Span::months(9)), None),
        ("ATRNR", vec![("periodOfTreatment", "6 Months")], Some(Span::months(6)), None),
        ("MHTRNR", vec![("periodOfTreatment", "12 Months")], Some(Span::months(12)), None),
        ("RR", vec![("periodOfResidence", "6 Months"), ("address", "1 Example House")], Some(Span::months(6)), None),
        (
            "ERBD",
            vec![("placeArea", "The park"), ("fromDate", "05/03/2026"), ("untilDate", "05/09/2026")],
            None,
            Some(date(2026, 9, 5)),
        ),
        (
            "FTPCP",
            vec![("periodOfProhibition", "6 Months"), ("endDate", "03/09/2026")],
            Some(Span::months(6)),
            Some(date(2026, 9, 3)),
        ),
    ];
    for (code, prompts, length, end) in made {
        let matter = one(&with(vec![
            result("r1", "COEW", DAY, &[("endDate", "03/03/2027")]),
            under("u1", "r1", code, DAY, &prompts),
        ]));
        let [requirement] = matter.orders[0].requirements.as_slice() else { panic!("{code}: one requirement") };
        assert_eq!((requirement.length, requirement.end), (length, end), "{code}");
        assert!(requirement.doubts.is_empty() && requirement.law.is_some(), "{code}: {:?}", requirement.doubts);
    }
}

#[test]
fn a_suspended_sentence_keeps_term_operational_and_supervision_period() {
    let prompts = [
        ("imprisonmentPeriod", "8 Months"),
        ("suspendedPeriod", "18 Months"),
        ("totalCustodialPeriod", "8 Months"),
        ("supervisionPeriod", "12 Months"),
    ];
    let order = &one(&with(vec![result("r1", "SUSPS", DAY, &prompts)])).orders[0];
    assert_eq!((order.total, order.operational), (Some(Span::months(8)), Some(Span::months(18))));
    assert_eq!((order.supervision, order.custody), (Some(Span::months(12)), false));
}

fn application_about(kind: &str, id: &str, day: &str, type_id: &str, results: Vec<Value>) -> Value {
    let order = about("h1", type_id, DAY, "d1");
    application_hearing(
        &format!("h-{id}"),
        day,
        &format!("{day}T15:00:00Z"),
        vec![application(id, kind, "d1", order, results)],
    )
}

fn suspended() -> Value {
    let prompts =
        [("imprisonmentPeriod", "8 Months"), ("suspendedPeriod", "18 Months"), ("totalCustodialPeriod", "8 Months")];
    with(vec![result("r1", "SUSPS", DAY, &prompts), under("u1", "r1", "UPWR", DAY, &[("numberOfHours", "150 Hours")])])
}

#[test]
fn a_sentence_activated_in_part_is_custody_of_the_lesser_term() {
    let prompts = [
        ("originalCustodyTerm", "8 Months"),
        ("originalSuspensionPeriod", "18 Months"),
        ("lesserTermImposed", "4 Months"),
        ("totalCustodialPeriod", "4 Months"),
        ("dateSuspendedSentenceImposed", "04/03/2026"),
    ];
    let activated = application_about(
        "CJ03507",
        "a1",
        "2026-08-03",
        SUSPENDED,
        vec![result("ssiv", "SSIV", "2026-08-03", &prompts)],
    );
    for messages in [[suspended(), activated.clone()], [activated.clone(), suspended()]] {
        let standing = folded(&messages);
        let old = standing.orders.iter().find(|o| o.order.kind == "suspended_sentence").unwrap();
        assert!(matches!(old.state, State::Ended { how: OutcomeKind::Activated, .. }), "{:?}", old.state);
        let new = standing.orders.iter().find(|o| o.order.custody).unwrap();
        assert_eq!((new.order.total, new.order.terms[0].length), (Some(Span::months(4)), Some(Span::months(4))));
    }
}

#[test]
fn a_suspended_sentence_that_was_not_revoked_goes_on() {
    let left = application_about(
        "CJ03506",
        "a1",
        "2026-05-05",
        SUSPENDED,
        vec![result("n", "SUSPSNR", "2026-05-05", &[]), result("fo", "FO", "2026-05-05", &[("AOF", "£200.00")])],
    );
    let standing = folded(&[suspended(), left]);
    assert_eq!(standing.orders[0].state, State::InForce);
    let kinds: Vec<OutcomeKind> = standing.orders[0].outcomes.iter().map(|o| o.kind).collect();
    assert!(kinds.contains(&OutcomeKind::Continued) && kinds.contains(&OutcomeKind::Fined), "{kinds:?}");
}

#[test]
fn a_breach_that_was_withdrawn_or_refused_leaves_the_order_in_force() {
    for (code, kind) in
        [("WDRN", OutcomeKind::Withdrawn), ("RFSD", OutcomeKind::Refused), ("DISM", OutcomeKind::Dismissed)]
    {
        let heard =
            application_about("CJ03506", "a1", "2026-05-05", SUSPENDED, vec![result("x", code, "2026-05-05", &[])]);
        let standing = folded(&[suspended(), heard]);
        assert_eq!((&standing.orders[0].state, standing.orders[0].outcomes[0].kind), (&State::InForce, kind));
    }
}

#[test]
fn a_breach_proved_revokes_and_the_order_made_instead_stands() {
    let made = with(vec![result("r1", "COEW", DAY, &[("endDate", "03/03/2027")])]);
    let mut heard = application_about(
        "CJ03510",
        "a1",
        "2026-06-01",
        COMMUNITY_ORDER,
        vec![result(
            "rev",
            "OREV",
            "2026-06-01",
            &[("orderRevoked", "community order"), ("dateOriginalOrderMade", "04/03/2026")],
        )],
    );
    let mut resentenced = offence(
        "o1b",
        1,
        vec![
            result("r2", "COEW", "2026-06-01", &[("endDate", "31/05/2027")]),
            under("u2", "r2", "UPWR", "2026-06-01", &[("numberOfHours", "60 Hours")]),
        ],
    );
    resentenced["offenceCode"] = json!("CJ03522");
    resentenced["wording"] =
        json!("Original CaseURN: 99ZZ1, Re-sentenced Original code : TH68010, Original details: theft");
    heard["hearing"]["courtApplications"][0]["courtApplicationCases"] = json!([
        {"prosecutionCaseId": "case", "prosecutionCaseIdentifier": {"caseURN": "99ZZ1"}, "offences": [resentenced]}]);
    for messages in [[made.clone(), heard.clone()], [heard.clone(), made.clone()]] {
        let standing = folded(&messages);
        assert_eq!(standing.orders.len(), 2);
        assert!(matches!(standing.orders[0].state, State::Ended { how: OutcomeKind::Revoked, .. }));
        assert_eq!((&standing.orders[1].state, standing.orders[1].end), (&State::InForce, Some(date(2027, 5, 31))));
        assert_eq!(standing.offences["o1b"].offence.original_code.as_deref(), Some("TH68010"));
    }
}

#[test]
fn a_supervision_default_order_is_supervised() {
    let matter = one(&with(vec![
        result("r1", "SDO", DAY, &[("orderEnddate", "03/09/2026")]),
        under("u1", "r1", "SDOUW", DAY, &[("numberOfHours", "40 Hours")]),
    ]));
    assert_eq!((&matter.asks, matter.orders[0].end), (&Asks::Supervise, Some(date(2026, 9, 3))));
    assert_eq!(matter.orders[0].requirements[0].length, Some(Span::hours(40)));
}

#[test]
fn a_report_is_asked_for_in_three_ways_and_not_by_a_no() {
    let next = json!({"adjournmentReason": "For a Pre-Sentence Report to be prepared (standard)",
                      "listedStartDateTime": "2026-04-01T09:00:00Z"});
    let mut adjourned = result("a", "A", DAY, &[]);
    adjourned["nextHearing"] = next;
    let ways = [
        (adjourned, Some(Way::Adjournment)),
        (result("c", "CCSU", DAY, &[("pSROrdered", "true")]), Some(Way::Committal)),
        (result("c", "CCIC", DAY, &[("pSROrdered", "TRUE")]), Some(Way::Committal)),
        (result("p", "PORAR5", DAY, &[]), Some(Way::BailCondition)),
        (result("c", "CCSU", DAY, &[("pSROrdered", "false")]), None),
    ];
    for (asked, way) in ways {
        let matter = one(&with(vec![asked.clone()]));
        assert_eq!(matter.reports.first().and_then(|r| r.ways.first().copied()), way, "{asked}");
        assert_eq!(matter.asks == Asks::Report, way.is_some());
    }
}

fn asked_for() -> Value {
    let mut adjourned = result("adj", "A", "2026-02-03", &[]);
    adjourned["nextHearing"] = json!({"adjournmentReason": "For a pre-sentence report to be prepared",
                                      "listedStartDateTime": "2026-03-04T10:00:00Z"});
    hearing("h0", "2026-02-03", "2026-02-03T12:00:00Z", vec![defendant("d1", vec![offence("o1", 1, vec![adjourned])])])
}

#[test]
fn a_request_is_closed_by_whatever_disposes_of_its_offences() {
    let ended = |code: &str, prompts: &[(&str, &str)]| {
        let mut last = result("f", code, DAY, prompts);
        last["category"] = json!("FINAL");
        let now = with(vec![last]);
        for messages in [[asked_for(), now.clone()], [now.clone(), asked_for()]] {
            let standing = folded(&messages);
            let closed = standing.reports[0].closed.expect("closed");
            assert_eq!(closed.on, date(2026, 3, 4), "{code}");
            assert_eq!(closed.sentenced, !prompts.is_empty(), "{code}");
        }
    };
    ended("FO", &[("AOF", "£80.00")]);
    ended("CD", &[("periodofConditionalDischarge", "12 Months")]);
    ended("COEW", &[("endDate", "03/03/2027")]);
    ended("DISM", &[]);
    ended("WDRN", &[]);
    let again = {
        let mut adjourned = result("adj2", "A", DAY, &[]);
        adjourned["category"] = json!("INTERMEDIARY");
        with(vec![adjourned])
    };
    assert!(folded(&[asked_for(), again]).reports[0].closed.is_none(), "put off once more is not the end");
}
