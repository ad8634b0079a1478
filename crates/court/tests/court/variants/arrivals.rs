//! Stories of several messages, in every order of arrival, on both databases.

use crate::invented::*;
use crate::state::*;
use serde_json::{Value, json};

const DAY: &str = "2026-03-04";

/// Every order of so many.
fn orders(n: usize) -> Vec<Vec<usize>> {
    if n == 0 {
        return vec![Vec::new()];
    }
    let mut all = Vec::new();
    for shorter in orders(n - 1) {
        for at in 0..n {
            let mut longer = shorter.clone();
            longer.insert(at, n - 1);
            all.push(longer);
        }
    }
    all
}

/// Sends the story in every order, and gives how all of them end.
fn however_told(story: &[Value]) -> Vec<String> {
    let ends = std::cell::RefCell::new(Vec::new());
    for order in orders(story.len()) {
        on_each_sqlite(|house| {
            order.iter().for_each(|n| drop(send_json(house, &story[*n])));
            ends.borrow_mut().push((order.clone(), standing(house)));
        });
    }
    on_each(|house| {
        story.iter().for_each(|m| drop(send_json(house, m)));
        ends.borrow_mut().push((vec![99], standing(house)));
    });
    let ends = ends.into_inner();
    let (_, first) = ends[0].clone();
    for (order, end) in &ends {
        assert_eq!(end, &first, "arrived as {order:?}, unlike {:?}", ends[0].0);
    }
    first
}

fn made(shared: &str, hours: &str) -> Value {
    let results = vec![
        result("r1", "COEW", DAY, &[("endDate", "03/03/2027")]),
        under("u1", "r1", "UPWR", DAY, &[("numberOfHours", hours)]),
    ];
    hearing("h1", DAY, shared, vec![defendant("d1", vec![offence("o1", 1, results)])])
}

fn asked_for() -> Value {
    let mut adjourned = result("adj", "A", "2026-02-03", &[]);
    adjourned["nextHearing"] = json!({"adjournmentReason": "For a pre-sentence report to be prepared",
                                      "listedStartDateTime": "2026-03-04T10:00:00Z"});
    hearing("h0", "2026-02-03", "2026-02-03T12:00:00Z", vec![defendant("d1", vec![offence("o1", 1, vec![adjourned])])])
}

fn lines<'a>(all: &'a [String], start: &str) -> Vec<&'a String> {
    all.iter().filter(|l| l.starts_with(start)).collect()
}

#[test]
fn deletion_of_every_result_leaves_no_order_however_told() {
    let mut gone = hearing("h1", DAY, "2026-03-06T15:00:00Z", vec![defendant("d1", vec![offence("o1", 1, vec![])])]);
    gone["hearing"]["deletedJudicialResults"] = json!({"prosecutionCaseResults": [
        {"defendantId": "d1", "offenceId": "o1", "judicialResult": result("r1", "COEW", DAY, &[])},
        {"defendantId": "d1", "offenceId": "o1", "judicialResult": under("u1", "r1", "UPWR", DAY, &[])}]});
    let end =
        however_told(&[made("2026-03-04T15:00:00Z", "100 Hours"), made("2026-03-05T15:00:00Z", "90 Hours"), gone]);
    assert!(lines(&end, "order").is_empty() && lines(&end, "requirement").is_empty(), "{end:#?}");
    assert!(end.contains(&"supervised on None".to_owned()), "{end:#?}");
}

#[test]
fn an_acquittal_after_a_report_request_closes_it_however_told() {
    let mut acquitted = result("f", "DISM", DAY, &[]);
    acquitted["category"] = json!("FINAL");
    let end = however_told(&[
        asked_for(),
        hearing("h1", DAY, "2026-03-04T15:00:00Z", vec![defendant("d1", vec![offence("o1", 1, vec![acquitted])])]),
    ]);
    assert_eq!(lines(&end, "court_report_request").len(), 1, "{end:#?}");
    assert!(lines(&end, "court_report_request")[0].contains("case-ended"), "{end:#?}");
}

#[test]
fn a_fine_after_a_report_request_closes_it_however_told() {
    let mut fined = result("f", "FO", DAY, &[("AOF", "£100.00")]);
    fined["category"] = json!("FINAL");
    let end = however_told(&[
        asked_for(),
        hearing("h1", DAY, "2026-03-04T15:00:00Z", vec![defendant("d1", vec![offence("o1", 1, vec![fined])])]),
    ]);
    assert!(lines(&end, "court_report_request")[0].contains("sentenced"), "{end:#?}");
}

#[test]
fn two_days_of_one_hearing_each_share_their_own() {
    let mut second = made("2026-03-05T15:00:00Z", "100 Hours");
    second["hearingDay"] = json!("2026-03-05");
    second["hearing"]["prosecutionCases"][0]["defendants"][0]["offences"] =
        json!([offence("o2", 2, vec![result("fo", "FO", "2026-03-05", &[("AOF", "£50.00")])])]);
    let end = however_told(&[made("2026-03-04T15:00:00Z", "100 Hours"), second]);
    assert_eq!(lines(&end, "order").len(), 1);
    assert!(lines(&end, "requirement")[0].contains("100"), "{end:#?}");
}

#[test]
fn a_suspended_sentence_activated_in_part_however_told() {
    let prompts =
        [("imprisonmentPeriod", "8 Months"), ("suspendedPeriod", "18 Months"), ("totalCustodialPeriod", "8 Months")];
    let passed = hearing(
        "h1",
        DAY,
        "2026-03-04T15:00:00Z",
        vec![defendant(
            "d1",
            vec![offence(
                "o1",
                1,
                vec![
                    result("r1", "SUSPS", DAY, &prompts),
                    under("u1", "r1", "RAR", DAY, &[("maxNumberOfDays", "15 Days")]),
                ],
            )],
        )],
    );
    let lesser = [
        ("originalCustodyTerm", "8 Months"),
        ("lesserTermImposed", "4 Months"),
        ("totalCustodialPeriod", "4 Months"),
        ("dateSuspendedSentenceImposed", "04/03/2026"),
    ];
    let heard = application_hearing(
        "h2",
        "2026-08-03",
        "2026-08-03T15:00:00Z",
        vec![application(
            "a1",
            "CJ03507",
            "d1",
            about("h1", SUSPENDED, DAY, "d1"),
            vec![result("ssiv", "SSIV", "2026-08-03", &lesser)],
        )],
    );
    let reshared = {
        let mut again = passed.clone();
        again["sharedTime"] = json!("2026-03-09T15:00:00Z");
        again
    };
    let end = however_told(&[passed, heard, reshared]);
    assert!(lines(&end, "order SSO")[0].contains("activated"), "{end:#?}");
    assert!(lines(&end, "order IMP")[0].contains("4"), "{end:#?}");
    assert!(end.contains(&"supervised on Some(\"custody\")".to_owned()), "{end:#?}");
}

#[test]
fn ids_in_capitals_and_a_relayed_copy_change_nothing() {
    let shared = made("2026-03-04T15:00:00Z", "100 Hours");
    let relayed = json!({"hearing": shared["hearing"]});
    let wrapped = json!({"Type": "Notification", "Message": shared.to_string().replace("\"d1\"", "\"D1\"")});
    let end = however_told(&[shared, relayed, wrapped]);
    assert_eq!((lines(&end, "order").len(), lines(&end, "requirement").len()), (1, 1), "{end:#?}");
}

#[test]
fn a_listing_before_and_a_libra_case_after_change_nothing() {
    let listed = hearing("h1", DAY, "2026-03-01T09:00:00Z", vec![defendant("d1", vec![offence("o1", 1, vec![])])]);
    let libra = json!({"caseId": 1, "caseNo": "2600001", "courtCode": "B99ZZ", "defendantType": "P",
        "name": {"forename1": "Ada", "surname": "Invented"}, "defendantDob": "06/05/1990", "defendantSex": "F",
        "sessionStartTime": "2026-03-04T09:00:00", "offences": []});
    let end = however_told(&[listed, made("2026-03-04T15:00:00Z", "100 Hours"), libra]);
    assert_eq!((lines(&end, "order").len(), lines(&end, "requirement").len()), (1, 1), "{end:#?}");
}
