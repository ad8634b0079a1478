//! Bytes that nobody should send: cut off, of the wrong types, huge. Reading them never panics, and never loses what
//! stands beside the fault.

use crate::invented::*;
use court::reading::{matters, read, standing};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::time::Instant;

const DAY: &str = "2026-03-04";

fn sample() -> Value {
    let order = about("h1", COMMUNITY_ORDER, DAY, "d1");
    let mut message = hearing(
        "h1",
        DAY,
        "2026-03-04T15:00:00Z",
        vec![defendant(
            "d1",
            vec![offence(
                "o1",
                1,
                vec![
                    result("r1", "COEW", DAY, &[("endDate", "03/03/2027")]),
                    under("u1", "r1", "UPWR", DAY, &[("numberOfHours", "100 Hours")]),
                    result(
                        "i1",
                        "IMP",
                        DAY,
                        &[("imprisonmentPeriod", "2 Years 8 Months"), ("bailRemandDaysToCount", "5")],
                    ),
                ],
            )],
        )],
    );
    message["hearing"]["courtApplications"] = json!([application(
        "a1",
        "CJ03510",
        "d1",
        order,
        vec![result("cov", "COV", DAY, &[("communityRequirementsCancelled", "Unpaid work, Curfew")])]
    )]);
    message["hearing"]["deletedJudicialResults"] =
        json!({"applicationResults": [{"applicationId": "a1", "judicialResult": result("x", "FO", DAY, &[])}]});
    message["hearing"]["defendantJudicialResults"] =
        json!([{"masterDefendantId": "d1", "judicialResult": result("y", "TIMP", DAY, &[])}]);
    message
}

/// Reads as far as it goes.
fn digest(bytes: &[u8]) {
    if let Ok(message) = read(bytes) {
        let all = matters(&message);
        let _ = standing(&all.iter().collect::<Vec<_>>(), &court::reading::Known::default());
    }
}

fn pointers(value: &Value, at: &str, out: &mut Vec<String>) {
    out.push(at.to_owned());
    match value {
        Value::Object(map) => map.iter().for_each(|(name, v)| pointers(v, &format!("{at}/{name}"), out)),
        Value::Array(items) => items.iter().enumerate().for_each(|(n, v)| pointers(v, &format!("{at}/{n}"), out)),
        _ => {}
    }
}

#[test]
fn a_message_cut_off_anywhere_says_so() {
    let bytes = sample().to_string().into_bytes();
    for cut in 1..bytes.len() {
        let refused = read(&bytes[..cut]).unwrap_err();
        assert!(refused.reason.contains("cut off") || refused.reason.contains("not JSON"), "{}", refused.reason);
    }
    for other in
        ["", "  ", "null", "[]", "12", "{}", "<html>", "{\"a\":", "\u{feff}{}", "[{}, {\"s3BucketName\":\"b\"}]"]
    {
        assert!(!read(other.as_bytes()).unwrap_err().reason.is_empty());
    }
    assert!(read(b"\xff\xfe\x00").is_err());
}

#[test]
fn a_wrong_type_at_any_member_costs_no_more_than_that_member() {
    let sample = sample();
    let mut all = Vec::new();
    pointers(&sample, "", &mut all);
    for pointer in all {
        for wrong in
            [json!(null), json!(true), json!(-1.5), json!("\u{0}é 31/02/2026"), json!([1, {"a": []}]), json!({"b": {}})]
        {
            let mut broken = sample.clone();
            if let Some(place) = broken.pointer_mut(&pointer) {
                *place = wrong;
            }
            digest(broken.to_string().as_bytes());
            if pointer.contains("/defendants/0/personDefendant/") {
                let read = read(broken.to_string().as_bytes()).unwrap();
                assert_eq!(matters(&read)[0].orders.len(), 2, "{pointer}");
            }
        }
    }
}

#[test]
fn ten_thousand_results_come_out_whole_and_in_good_time() {
    let mut offences = Vec::new();
    for n in 0..2_500 {
        let root = format!("root{n}");
        offences.push(offence(
            &format!("o{n}"),
            n,
            vec![
                result(&root, "COEW", DAY, &[("endDate", "03/03/2027")]),
                under(&format!("upw{n}"), &root, "UPWR", DAY, &[("numberOfHours", "100 Hours")]),
                under(&format!("rar{n}"), &root, "RAR", DAY, &[("maxNumberOfDays", "20 Days")]),
                result(&format!("fo{n}"), "FO", DAY, &[("AOF", "£60.00")]),
            ],
        ));
    }
    let bytes = hearing("h1", DAY, "2026-03-04T15:00:00Z", vec![defendant("d1", offences)]).to_string().into_bytes();
    let start = Instant::now();
    let all = matters(&read(&bytes).unwrap());
    let now = standing(&all.iter().collect::<Vec<_>>(), &court::reading::Known::default());
    let took = start.elapsed();
    println!("10,000 results, {} bytes: {took:?}", bytes.len());
    assert_eq!((all[0].seen.len(), now.orders.len()), (10_000, 1));
    assert_eq!(now.orders[0].order.results.len(), 2_500);
    assert_eq!(now.orders[0].requirements.iter().map(|r| r.requirement.results.len()).sum::<usize>(), 5_000);
    assert!(took.as_secs() < 10, "{took:?}");
}

#[test]
fn ten_thousand_requirements_under_one_order_come_out_whole() {
    let mut results = vec![result("root", "COEW", DAY, &[("endDate", "03/03/2027")])];
    results.extend(
        (0..9_999).map(|n| under(&format!("r{n}"), "root", "RAR", DAY, &[("maxNumberOfDays", &format!("{n} Days"))])),
    );
    let copy: Vec<Value> = results
        .iter()
        .map(|r| {
            let mut r = r.clone();
            r["judicialResultId"] = json!(format!("{}b", r["judicialResultId"].as_str().unwrap()));
            r["rootJudicialResultId"] = json!("rootb");
            r
        })
        .collect();
    let message = hearing(
        "h1",
        DAY,
        "2026-03-04T15:00:00Z",
        vec![defendant("d1", vec![offence("o1", 1, results), offence("o2", 2, copy)])],
    );
    let all = matters(&read(message.to_string().as_bytes()).unwrap());
    assert_eq!(
        (all[0].orders.len(), all[0].orders[0].requirements.len(), all[0].orders[0].doubts.len()),
        (1, 9_999, 0)
    );
}

#[derive(Debug, Clone)]
enum Blow {
    Replace(usize, Value),
    Remove(usize),
    Double(usize),
}

fn values() -> impl Strategy<Value = Value> {
    prop_oneof![
        any::<String>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<bool>().prop_map(Value::from),
        Just(Value::Null),
        Just(json!([[], {}])),
        Just(json!({"id": {}})),
        Just(json!("r1")),
        Just(json!("31/02/2026")),
        Just(json!("999999999999 Days")),
        Just(json!(COMMUNITY_ORDER)),
    ]
}

fn blows() -> impl Strategy<Value = Vec<Blow>> {
    let blow = prop_oneof![
        (any::<usize>(), values()).prop_map(|(n, v)| Blow::Replace(n, v)),
        any::<usize>().prop_map(Blow::Remove),
        any::<usize>().prop_map(Blow::Double),
    ];
    proptest::collection::vec(blow, 1..8)
}

proptest! {
    #[test]
    fn no_mutation_of_a_message_makes_reading_panic(blows in blows()) {
        let mut message = sample();
        for blow in blows {
            let mut all = Vec::new();
            pointers(&message, "", &mut all);
            let (Blow::Replace(n, _) | Blow::Remove(n) | Blow::Double(n)) = &blow;
            let pointer = all[n % all.len()].clone();
            let (parent, name) = pointer.rsplit_once('/').unwrap_or(("", ""));
            match blow {
                Blow::Replace(_, value) => { if let Some(place) = message.pointer_mut(&pointer) { *place = value; } }
                Blow::Remove(_) => match message.pointer_mut(parent) {
                    Some(Value::Object(map)) => { map.remove(name); }
                    Some(Value::Array(items)) if !items.is_empty() => { items.pop(); }
                    _ => {}
                },
                Blow::Double(_) => if let Some(Value::Array(items)) = message.pointer_mut(&pointer) {
                    items.extend(items.clone());
                },
            }
        }
        digest(message.to_string().as_bytes());
    }

    #[test]
    fn no_bytes_make_reading_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        digest(&bytes);
    }
}
