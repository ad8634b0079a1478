//! What must always hold when results are read, on messages of our own.

use crate::invented::*;
use court::reading::{Asks, Given, Matter, OutcomeKind, Span, Standing, State, matters, read, standing};
use kernel::date;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeSet;

fn all(message: &Value) -> Vec<Matter> {
    matters(&read(message.to_string().as_bytes()).unwrap())
}

fn one(message: &Value) -> Matter {
    let mut all = all(message);
    assert_eq!(all.len(), 1);
    all.remove(0)
}

fn folded(messages: &[Value]) -> Standing {
    let all: Vec<Matter> = messages.iter().flat_map(all).collect();
    standing(&all.iter().collect::<Vec<_>>(), &court::reading::Known::default())
}

const DAY: &str = "2026-03-04";

fn order_of(hours: &[&str]) -> Value {
    let offences = hours.iter().enumerate().map(|(n, hours)| {
        let root = format!("root{n}");
        offence(
            &format!("o{n}"),
            n as i64 + 1,
            vec![
                result(&root, "COEW", DAY, &[("endDate", "03/03/2027")]),
                under(&format!("upw{n}"), &root, "UPWR", DAY, &[("numberOfHours", hours)]),
            ],
        )
    });
    hearing("h1", DAY, "2026-03-04T15:00:00Z", vec![defendant("d1", offences.collect())])
}

#[test]
fn copies_that_differ_in_their_requirements_wait_for_a_person_who_is_told_what_differs() {
    let same = one(&order_of(&["100 Hours", "100 Hours"]));
    assert_eq!((same.orders.len(), same.orders[0].doubts.len()), (1, 0));
    let differing = one(&order_of(&["100 Hours", "120 Hours"]));
    let [order] = differing.orders.as_slice() else { panic!("one order") };
    assert!(order.doubts[0].contains("120 hours") && order.doubts[0].contains("100 hours"), "{:?}", order.doubts);
    assert_eq!(order.requirements.len(), 1);
}

#[test]
fn two_orders_of_one_kind_that_end_on_different_days_are_two_and_doubted() {
    let offences = vec![
        offence("o1", 1, vec![result("r1", "COEW", DAY, &[("endDate", "03/03/2027")])]),
        offence("o2", 2, vec![result("r2", "COEW", DAY, &[("endDate", "03/03/2028")])]),
    ];
    let matter = one(&hearing("h1", DAY, "2026-03-04T15:00:00Z", vec![defendant("d1", offences)]));
    assert_eq!(matter.orders.len(), 2);
    assert!(matter.orders.iter().all(|o| o.doubts[0].contains("one order or several")));
}

#[test]
fn the_same_prompt_twice_stays_two_reviews() {
    let prompts = [
        ("totalCustodialPeriod", "6 Months"),
        ("imprisonmentPeriod", "6 Months"),
        ("suspendedPeriod", "12 Months"),
        ("firstReviewDate", "01/06/2026"),
        ("reviewFrequency", "Quarterly"),
        ("firstReviewDate", "01/04/2026"),
        ("reviewFrequency", "Monthly"),
    ];
    let offences = vec![offence("o1", 1, vec![result("r1", "SUSPS", DAY, &prompts)])];
    let matter = one(&hearing("h1", DAY, "2026-03-04T15:00:00Z", vec![defendant("d1", offences)]));
    assert_eq!(
        matter.orders[0].reviews,
        [(Some(date(2026, 6, 1)), Some("Quarterly".into())), (Some(date(2026, 4, 1)), Some("Monthly".into()))]
    );
}

#[test]
fn a_requirement_that_stands_only_in_the_orders_prompts_is_found() {
    let prompts = [("endDate", "03/03/2027"), ("maxNumberOfDays", "15 Days")];
    let offences = vec![offence("o1", 1, vec![result("r1", "COEW", DAY, &prompts)])];
    let matter = one(&hearing("h1", DAY, "2026-03-04T15:00:00Z", vec![defendant("d1", offences)]));
    let [rar] = matter.orders[0].requirements.as_slice() else { panic!("one requirement") };
    assert_eq!(
        (rar.kind.as_str(), rar.length, rar.rolled_up, rar.end),
        ("rehabilitation_activity", Some(Span::days(15)), true, None)
    );
}

#[test]
fn a_requirement_that_became_one_prompt_of_the_order_is_known_by_its_result_type() {
    let rar = court::reading::definition::all().iter().find(|d| d.code == "RAR").unwrap();
    let mut order = result("r1", "COEW", DAY, &[("endDate", "03/03/2027")]);
    order["judicialResultPrompts"].as_array_mut().unwrap().push(json!({
        "judicialResultPromptTypeId": rar.id, "promptReference": "7ae25ded-0000-4000-8000-000000000001",
        "label": "whatever the court calls it now", "value": "Days:15 Days\nMore:nothing"}));
    let matter =
        one(&hearing("h1", DAY, "2026-03-04T15:00:00Z", vec![defendant("d1", vec![offence("o1", 1, vec![order])])]));
    let [found] = matter.orders[0].requirements.as_slice() else { panic!("one requirement") };
    assert_eq!((found.kind.as_str(), found.length), ("rehabilitation_activity", Some(Span::days(15))));
}

#[test]
fn a_requirement_without_a_root_joins_the_one_order_on_its_offence() {
    let mut upw = under("u1", "elsewhere", "UPWR", DAY, &[("numberOfHours", "60 Hours")]);
    upw.as_object_mut().unwrap().remove("rootJudicialResultId");
    let offences = vec![offence("o1", 1, vec![upw, result("r1", "COEW", DAY, &[("endDate", "03/03/2027")])])];
    let matter = one(&hearing("h1", DAY, "2026-03-04T15:00:00Z", vec![defendant("d1", offences)]));
    assert_eq!((matter.orders[0].requirements.len(), matter.orphans.len()), (1, 0));
}

#[test]
fn an_absent_number_says_nothing_and_an_empty_one_clears() {
    let message = |pnc: Value| {
        let mut d = defendant("d1", vec![]);
        if !pnc.is_null() {
            d["pncId"] = pnc;
        }
        one(&hearing("h1", DAY, "2026-03-04T15:00:00Z", vec![d]))
    };
    let pnc = |m: Matter| match m.about {
        court::reading::About::Person(p) => p.pnc,
        _ => panic!("a person"),
    };
    assert_eq!(pnc(message(Value::Null)), Given::Absent);
    assert_eq!(pnc(message(json!(""))), Given::Cleared);
    assert!(matches!(pnc(message(json!("2009/9999901U"))), Given::Is(_)));
}

#[test]
fn a_day_that_does_not_exist_is_a_note_and_the_rest_is_read() {
    let mut d = defendant("d1", vec![offence("o1", 1, vec![result("r1", "COEW", DAY, &[("endDate", "31/02/2027")])])]);
    d["personDefendant"]["personDetails"]["dateOfBirth"] = json!("1990-02-30");
    let message = read(hearing("h1", DAY, "2026-03-04T15:00:00Z", vec![d]).to_string().as_bytes()).unwrap();
    assert_eq!(
        message.notes[0].at,
        "/hearing/prosecutionCases/0/defendants/0/personDefendant/personDetails/dateOfBirth"
    );
    assert_eq!(message.notes[0].raw.as_deref(), Some("1990-02-30"));
    let matter = &matters(&message)[0];
    assert_eq!((matter.orders[0].end, &matter.asks), (None, &Asks::Supervise));
    assert!(matter.orders[0].doubts[0].contains("31/02/2027"));
}

fn breach(id: &str, day: &str, shared: &str, results: Vec<Value>) -> Value {
    let order = about("h1", COMMUNITY_ORDER, DAY, "d1");
    application_hearing(id, day, shared, vec![application("a1", "CJ03510", "d1", order, results)])
}

#[test]
fn a_revocation_ends_the_order_and_the_new_sentence_beside_it_stands() {
    let ended = breach(
        "h2",
        "2026-06-01",
        "2026-06-01T15:00:00Z",
        vec![
            result(
                "rev",
                "OREV",
                "2026-06-01",
                &[("orderRevoked", "community order"), ("dateOriginalOrderMade", "04/03/2026")],
            ),
            result(
                "imp",
                "IMP",
                "2026-06-01",
                &[("imprisonmentPeriod", "8 Weeks"), ("totalCustodialPeriod", "8 Weeks")],
            ),
        ],
    );
    let now = folded(&[order_of(&["100 Hours"]), ended]);
    assert_eq!((now.orders.len(), now.waiting.len()), (2, 0));
    assert!(
        matches!(now.orders[0].state, State::Ended { how: OutcomeKind::Revoked, on: Some(on), .. } if on == date(2026, 6, 1))
    );
    assert_eq!((now.orders[1].order.custody, &now.orders[1].state), (true, &State::InForce));
}

#[test]
fn a_variation_changes_the_end_and_one_requirement_and_asks_whether_it_was_a_change() {
    let varied = breach(
        "h2",
        "2026-06-01",
        "2026-06-01T15:00:00Z",
        vec![
            result(
                "cov",
                "COV",
                "2026-06-01",
                &[("theEndDateOfTheOrderHasBeenChangedAndTheRequirementsMustBeCompliedWithBy", "01/06/2027")],
            ),
            under("new", "cov", "UPWR", "2026-06-01", &[("numberOfHours", "140 Hours")]),
        ],
    );
    let now = folded(&[order_of(&["100 Hours"]), varied]);
    let order = &now.orders[0];
    assert_eq!((order.end, order.requirements.len()), (Some(date(2027, 6, 1)), 2));
    assert_eq!(order.requirements[0].stopped.as_ref().unwrap().replaced_by.as_deref(), Some("new"));
    assert!(order.requirements[1].stopped.is_none());
    assert!(order.doubts[0].contains("100 hours") && order.doubts[0].contains("140 hours"));
}

#[test]
fn a_fine_for_breach_leaves_the_order_in_force() {
    let fined = breach(
        "h2",
        "2026-06-01",
        "2026-06-01T15:00:00Z",
        vec![result("fo", "FO", "2026-06-01", &[("AOF", "£100.00")])],
    );
    let now = folded(&[order_of(&["100 Hours"]), fined]);
    assert_eq!((&now.orders[0].state, now.orders[0].outcomes[0].kind), (&State::InForce, OutcomeKind::Fined));
}

#[test]
fn an_activated_suspended_sentence_ends_and_becomes_custody() {
    let prompts =
        [("totalCustodialPeriod", "6 Months"), ("imprisonmentPeriod", "6 Months"), ("suspendedPeriod", "12 Months")];
    let made = hearing(
        "h1",
        DAY,
        "2026-03-04T15:00:00Z",
        vec![defendant("d1", vec![offence("o1", 1, vec![result("r1", "SUSPS", DAY, &prompts)])])],
    );
    let order = about("h1", SUSPENDED, DAY, "d1");
    let active = application_hearing(
        "h2",
        "2026-06-01",
        "2026-06-01T15:00:00Z",
        vec![application(
            "a1",
            "CJ03506",
            "d1",
            order,
            vec![result(
                "ssi",
                "SSIV",
                "2026-06-01",
                &[
                    ("lesserTermImposed", "4 Months"),
                    ("originalCustodyTerm", "6 Months"),
                    ("totalCustodialPeriod", "4 Months"),
                ],
            )],
        )],
    );
    for messages in [[made.clone(), active.clone()], [active, made]] {
        let now = folded(&messages);
        assert!(matches!(now.orders[0].state, State::Ended { how: OutcomeKind::Activated, .. }));
        assert!(now.orders[1].order.custody);
        assert_eq!(now.orders[1].order.terms[0].length, Some(Span::months(4)));
    }
}

#[test]
fn a_result_that_a_newer_share_leaves_out_stands_and_is_doubted() {
    let first = order_of(&["100 Hours"]);
    let mut second = hearing(
        "h1",
        DAY,
        "2026-03-05T15:00:00Z",
        vec![defendant("d1", vec![offence("o0", 1, vec![result("root0", "COEW", DAY, &[("endDate", "03/03/2027")])])])],
    );
    let now = folded(&[first.clone(), second.clone()]);
    assert_eq!((now.orders[0].requirements.len(), now.missing.len()), (1, 1));
    assert!(now.orders[0].doubts[0].contains("leaves out"));
    second["hearing"]["deletedJudicialResults"] = json!({"prosecutionCaseResults": [{"defendantId": "d1", "offenceId": "o0",
        "judicialResult": under("upw0", "root0", "UPWR", DAY, &[("numberOfHours", "100 Hours")])}]});
    let now = folded(&[second, first]);
    assert_eq!((now.orders[0].requirements.len(), now.missing.len(), now.deleted.len()), (0, 0, 1));
}

#[test]
fn a_hearing_that_the_court_took_back_leaves_nothing() {
    let gone = read(br#"{"messageType": "COMMON_PLATFORM_HEARING_DELETED", "hearingId": "H1"}"#).unwrap();
    assert_eq!(gone.body, court::reading::Body::Deleted { hearing: "h1".into() });
    let matter = one(&order_of(&["100 Hours"]));
    assert_eq!(
        standing(
            &[&matter],
            &court::reading::Known { deleted_hearings: ["h1".to_owned()].into(), ..Default::default() }
        )
        .orders
        .len(),
        0
    );
}

#[test]
fn a_queue_wrapper_is_taken_off() {
    let wrapped = json!({"Type": "Notification", "Message": order_of(&["100 Hours"]).to_string()});
    assert_eq!(one(&wrapped).orders.len(), 1);
}

/// A first share, a re-share, an adjournment, a breach that varies and a later one that revokes.
fn a_life() -> Vec<Value> {
    let adjourned = hearing(
        "h0",
        "2026-02-03",
        "2026-02-03T12:00:00Z",
        vec![defendant(
            "d1",
            vec![offence(
                "o0",
                1,
                vec![
                    json!({"judicialResultId": "adj", "orderedDate": "2026-02-03", "judicialResultTypeId": "d278650c-e429-11e8-9f32-f2801f1b9fd1",
               "nextHearing": {"adjournmentReason": "For a pre-sentence report to be prepared", "listedStartDateTime": "2026-03-04T10:00:00Z"}}),
                ],
            )],
        )],
    );
    let mut reshare = order_of(&["80 Hours", "80 Hours"]);
    reshare["sharedTime"] = json!("2026-03-06T09:00:00Z");
    reshare["isReshare"] = json!(true);
    let varied = breach(
        "h2",
        "2026-05-01",
        "2026-05-01T15:00:00Z",
        vec![
            result("cov", "COV", "2026-05-01", &[]),
            under("new", "cov", "RAR", "2026-05-01", &[("maxNumberOfDays", "10 Days")]),
        ],
    );
    let revoked = breach("h3", "2026-07-01", "2026-07-01T15:00:00Z", vec![result("rev", "OREV", "2026-07-01", &[])]);
    vec![adjourned, order_of(&["100 Hours", "100 Hours"]), reshare, varied, revoked]
}

proptest! {
    #[test]
    fn any_order_of_arrival_ends_in_the_same_place(order in Just((0..5usize).collect::<Vec<_>>()).prop_shuffle(), again in 0..5usize) {
        let life = a_life();
        let mut arrived: Vec<Value> = order.iter().map(|n| life[*n].clone()).collect();
        arrived.push(life[again].clone());
        let now = folded(&arrived);
        prop_assert_eq!(&now, &folded(&life));
        prop_assert_eq!(now.orders.len(), 1);
        let kinds: BTreeSet<&str> = now.orders[0].requirements.iter().map(|r| r.requirement.kind.as_str()).collect();
        prop_assert_eq!(kinds, ["rehabilitation_activity", "unpaid_work"].into());
        let ended = matches!(now.orders[0].state, State::Ended { how: OutcomeKind::Revoked, .. });
        prop_assert!(ended);
        prop_assert_eq!(now.reports.len(), 1);
    }
}
