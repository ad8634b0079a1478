//! One content in many shapes: wrappers, letters' case, dates with zones, empty texts, missing members.

use super::{all, folded, one};
use crate::invented::*;
use court::reading::{Asks, By, Form, Given, Span, read};
use kernel::date;
use serde_json::{Value, json};

const DAY: &str = "2026-03-04";
const SHARED: &str = "2026-03-04T15:00:00Z";

fn with(results: Vec<Value>) -> Value {
    hearing("h1", DAY, SHARED, vec![defendant("d1", vec![offence("o1", 1, results)])])
}

fn order() -> Value {
    with(vec![
        result("r1", "COEW", DAY, &[("endDate", "03/03/2027")]),
        under("u1", "r1", "UPWR", DAY, &[("numberOfHours", "100 Hours")]),
    ])
}

#[test]
fn a_text_without_a_code_line_is_known_by_type_and_then_by_cjs_code() {
    let mut message = order();
    let results = &mut message["hearing"]["prosecutionCases"][0]["defendants"][0]["offences"][0]["judicialResults"];
    results[0]["resultText"] = json!("Community order England / Wales\nEnd date 03/03/2027");
    results[0]["cjsCode"] = json!("1116");
    results[1]["resultText"] = Value::Null;
    results[1]["judicialResultTypeId"] = json!("9bec5977-1796-4645-9b9e-687d4f23d37d");
    results[1]["cjsCode"] = json!("3101");
    let matter = one(&message);
    assert_eq!(matter.orders[0].kind, "community_order");
    assert_eq!(matter.seen[0].result.meaning.by, By::Cjs);
    assert_eq!(matter.orders[0].requirements[0].kind, "unpaid_work");
    assert_eq!(matter.orders[0].requirements[0].length, Some(Span::hours(100)));
}

#[test]
fn an_unknown_type_id_with_a_known_cjs_code_is_what_the_code_says() {
    let mut message = order();
    let results = &mut message["hearing"]["prosecutionCases"][0]["defendants"][0]["offences"][0]["judicialResults"];
    results[1]["judicialResultTypeId"] = json!("00000000-0000-4000-8000-000000000001");
    results[1]["resultText"] = json!("Rehabilitation activity");
    results[1]["cjsCode"] = json!("3272");
    results[1]["judicialResultPrompts"] = json!([prompt("maxNumberOfDays", "20 Days")]);
    let matter = one(&message);
    assert_eq!(matter.orders[0].requirements[0].kind, "rehabilitation_activity");
    assert_eq!(matter.orders[0].requirements[0].length, Some(Span::days(20)));
}

#[test]
fn the_order_of_prompts_does_not_matter_but_for_reviews_which_stay_pairs() {
    let prompts = [
        ("reviewFrequency", "Monthly"),
        ("firstReviewDate", "01/05/2026"),
        ("responsibleOfficer", "a probation officer"),
        ("reviewFrequency", "Quarterly"),
        ("firstReviewDate", "01/07/2026"),
        ("endDate", "03/03/2027"),
    ];
    let matter = one(&with(vec![result("r1", "COEW", DAY, &prompts)]));
    let order = &matter.orders[0];
    assert_eq!(order.end, Some(date(2027, 3, 3)));
    assert_eq!(
        order.reviews,
        [(Some(date(2026, 5, 1)), Some("Monthly".to_owned())), (Some(date(2026, 7, 1)), Some("Quarterly".to_owned()))]
    );
}

#[test]
fn a_requirement_without_root_and_parent_joins_the_order_on_its_own_offence() {
    let mut offences = Vec::new();
    for (n, hours) in [(1, "100 Hours"), (2, "100 Hours")] {
        let root = format!("r{n}");
        let mut bare = under(&format!("u{n}"), &root, "UPWR", DAY, &[("numberOfHours", hours)]);
        bare["rootJudicialResultId"] = Value::Null;
        bare.as_object_mut().unwrap().remove("parentJudicialResultId");
        offences.push(offence(
            &format!("o{n}"),
            n,
            vec![result(&root, "COEW", DAY, &[("endDate", "03/03/2027")]), bare],
        ));
    }
    let matter = one(&hearing("h1", DAY, SHARED, vec![defendant("d1", offences)]));
    assert_eq!((matter.orders.len(), matter.orphans.len()), (1, 0));
    assert_eq!(matter.orders[0].requirements.len(), 1);
    assert!(matter.orders[0].doubts.is_empty(), "{:?}", matter.orders[0].doubts);
}

/// Every id of a message, at whatever depth, in capitals.
fn shout(value: &mut Value) {
    match value {
        Value::Object(map) => {
            for (name, member) in map.iter_mut() {
                if let (true, Value::String(id)) = (name == "id" || name.ends_with("Id"), &mut *member) {
                    *id = id.to_uppercase();
                }
                shout(member);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(shout),
        _ => {}
    }
}

#[test]
fn ids_in_capitals_are_the_same_ids() {
    let mut again = order();
    shout(&mut again);
    again["sharedTime"] = json!("2026-03-05T09:00:00Z");
    let standing = folded(&[order(), again.clone()]);
    assert_eq!(standing.orders.len(), 1);
    assert_eq!((standing.orders[0].requirements.len(), standing.missing.len()), (1, 0));
    assert_eq!(one(&again).said, ["D1"], "told back as sent");
}

#[test]
fn days_may_carry_times_and_zones_and_are_days_in_england() {
    let mut message = order();
    message["hearing"]["hearingDays"] = json!([{"sittingDay": "2026-06-30T23:00:00.000Z"}]);
    message.as_object_mut().unwrap().remove("hearingDay");
    let results = &mut message["hearing"]["prosecutionCases"][0]["defendants"][0]["offences"][0]["judicialResults"];
    results[0]["orderedDate"] = json!("2026-07-01+01:00");
    results[0]["judicialResultPrompts"] = json!([prompt("endDate", "2027-06-30T00:00:00+01:00")]);
    results[1]["orderedDate"] = json!("2026-07-01Z");
    let matter = one(&message);
    assert_eq!(matter.sitting.as_ref().unwrap().day, Some(date(2026, 7, 1)));
    assert_eq!(matter.orders[0].made, Some(date(2026, 7, 1)));
    assert_eq!(matter.orders[0].end, Some(date(2027, 6, 30)));
}

#[test]
fn an_empty_text_is_no_value_and_null_is_no_list() {
    let mut message = order();
    let person = &mut message["hearing"]["prosecutionCases"][0]["defendants"][0];
    person["pncId"] = json!("");
    person["croNumber"] = Value::Null;
    person["aliases"] = Value::Null;
    person["personDefendant"]["personDetails"]["middleName"] = json!("  ");
    let results = &mut person["offences"][0]["judicialResults"];
    results[0]["judicialResultPrompts"][0]["value"] = json!("");
    results[0]["rootJudicialResultId"] = json!("");
    results[0]["nextHearing"] = Value::Null;
    results[1]["judicialResultPrompts"] = Value::Null;
    let matter = one(&message);
    let court::reading::About::Person(identity) = &matter.about else { panic!("a person") };
    assert_eq!(identity.name.middle, None);
    assert!(matches!((&identity.pnc, &identity.cro), (Given::Cleared, Given::Cleared)));
    assert_eq!((matter.orders[0].end, matter.orders[0].doubts.len()), (None, 0), "{:?}", matter.orders[0].doubts);
    assert_eq!(matter.orders[0].requirements[0].length, None);
}

#[test]
fn a_relayed_hearing_is_the_same_in_every_envelope() {
    let bare = order()["hearing"].clone();
    let relayed = json!({"hearing": bare});
    let text = relayed.to_string();
    let envelopes = [
        (bare.clone(), Form::BareHearing),
        (relayed.clone(), Form::Relayed),
        (json!({"Type": "Notification", "MessageAttributes": {}, "Message": text}), Form::Relayed),
        (
            json!({"Records": [{"messageId": "m", "body": json!({"Type": "Notification", "Message": text}).to_string()}]}),
            Form::Relayed,
        ),
        (json!({"messageType": "COMMON_PLATFORM_HEARING", "body": text}), Form::Relayed),
        (json!({"detail-type": "hearing", "detail": relayed}), Form::Relayed),
        (
            json!({"_metadata": {"name": "public.events.hearing.hearing-resulted"}, "hearing": bare, "sharedTime": SHARED}),
            Form::Public,
        ),
        (
            json!({"payload": {"hearing": bare, "isReshare": false, "sharedTime": SHARED, "hearingDay": DAY}}),
            Form::Public,
        ),
        (json!([{"s3": "no"}, order()]), Form::Public),
    ];
    for (envelope, form) in envelopes {
        let message = read(envelope.to_string().as_bytes()).unwrap_or_else(|e| panic!("{e}: {envelope}"));
        assert_eq!(message.form, form, "{envelope}");
        let matter = one(&envelope);
        assert_eq!((matter.orders.len(), &matter.asks), (1, &Asks::Supervise), "{envelope}");
    }
}

#[test]
fn several_messages_in_one_envelope_are_not_silently_one() {
    let two = json!({"Records": [{"body": order().to_string()}, {"body": order().to_string()}]});
    let refused = read(two.to_string().as_bytes()).unwrap_err();
    assert!(refused.reason.contains("2 messages"), "{}", refused.reason);
}

#[test]
fn a_court_in_wales_is_called_by_whichever_name_was_sent() {
    let mut message = order();
    message["hearing"]["hearingLanguage"] = json!("WELSH");
    message["hearing"]["courtCentre"] =
        json!({"code": "B62ZZ00", "welshName": "Llys Ynadon Aberenghraifft", "welshCourtCentre": true});
    assert_eq!(one(&message).orders[0].court.name.as_deref(), Some("Llys Ynadon Aberenghraifft"));
    message["hearing"]["courtCentre"]["name"] = json!("Aberenghraifft Magistrates' Court");
    let matter = one(&message);
    assert_eq!(matter.orders[0].court.name.as_deref(), Some("Aberenghraifft Magistrates' Court"));
    assert_eq!(matter.orders[0].court.ou(), Some("B62ZZ"));
}

#[test]
fn two_defendants_of_one_hearing_are_two_matters_each_with_their_own() {
    let of = |id: &str, code: &str, prompts: &[(&str, &str)]| {
        defendant(id, vec![offence(&format!("{id}o"), 1, vec![result(&format!("{id}r"), code, DAY, prompts)])])
    };
    let message = hearing(
        "h1",
        DAY,
        SHARED,
        vec![of("d1", "COEW", &[("endDate", "03/03/2027")]), of("d2", "FO", &[("AOF", "£100.00")])],
    );
    let matters = all(&message);
    assert_eq!(matters.len(), 2);
    assert_eq!((matters[0].orders.len(), matters[1].orders.len()), (1, 0));
    assert!(matches!(&matters[1].asks, Asks::Nothing(why) if why.contains("fine")));
}

#[test]
fn one_person_on_two_cases_is_one_matter_with_both() {
    let on = |id: &str, n: &str| {
        let made = result(&format!("r{n}"), "COEW", DAY, &[("endDate", "03/03/2027")]);
        let mut defendant = defendant(id, vec![offence(&format!("o{n}"), 1, vec![made])]);
        defendant["masterDefendantId"] = json!("m1");
        defendant
    };
    let mut message = hearing("h1", DAY, SHARED, vec![on("d1", "1")]);
    let mut second = message["hearing"]["prosecutionCases"][0].clone();
    second["id"] = json!("case2");
    second["prosecutionCaseIdentifier"] = json!({"prosecutionAuthorityReference": "PAR-2"});
    second["defendants"] = json!([on("d2", "2")]);
    message["hearing"]["prosecutionCases"].as_array_mut().unwrap().push(second);
    let matter = one(&message);
    assert_eq!(matter.said, ["d1", "d2"]);
    assert_eq!((matter.orders.len(), matter.urns.len()), (1, 2), "one order, passed on both cases together");
    assert_eq!(matter.orders[0].offences.len(), 2);
}

#[test]
fn a_copy_for_notices_beside_the_cases_is_no_second_order() {
    let mut message = order();
    let mut copy = result("copy", "COEW", DAY, &[("endDate", "03/03/2027")]);
    copy["publishedForNows"] = json!(true);
    message["hearing"]["defendantJudicialResults"] = json!([{"masterDefendantId": "d1", "judicialResult": copy}]);
    let matter = one(&message);
    assert_eq!((matter.orders.len(), matter.orders[0].results.len()), (1, 1));
}

#[test]
fn an_organisation_beside_a_person_asks_nothing_and_the_person_is_read() {
    let mut company = defendant("d2", vec![offence("o2", 1, vec![result("r2", "FO", DAY, &[("AOF", "£900.00")])])]);
    company.as_object_mut().unwrap().remove("personDefendant");
    company["legalEntityDefendant"] = json!({"organisation": {"name": "Example Haulage Limited"}});
    let mut message = order();
    message["hearing"]["prosecutionCases"][0]["defendants"].as_array_mut().unwrap().push(company);
    let matters = all(&message);
    assert_eq!(matters[0].asks, Asks::Supervise);
    assert!(matches!(&matters[1].asks, Asks::Nothing(why) if why.contains("Example Haulage Limited")));
}

#[test]
fn nobody_of_no_fixed_abode_gets_a_street() {
    for words in ["No fixed abode", "NFA", "No Fixed Address", "Of no fixed abode"] {
        let mut message = order();
        let details = &mut message["hearing"]["prosecutionCases"][0]["defendants"][0]["personDefendant"];
        details["personDetails"]["address"] = json!({"address1": words});
        let matter = one(&message);
        let court::reading::About::Person(identity) = &matter.about else { panic!("a person") };
        assert!(identity.address.as_ref().is_some_and(|a| a.no_fixed_abode), "{words}");
    }
}
