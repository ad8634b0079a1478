//! What a request may not say, field by field, and what an explanation says of what plays no part.

use super::*;

fn refused(request: &Value) -> Vec<(String, String)> {
    let response = respond(policy(), request, TODAY);
    let errors = response["validationErrors"].as_array().cloned().unwrap_or_default();
    assert!(response["tier"].is_null(), "a refused request has no tier: {response}");
    errors
        .iter()
        .map(|e| (e["type"].as_str().unwrap().to_owned(), e["fields"][0].as_str().unwrap().to_owned()))
        .collect()
}

#[test]
fn what_cannot_be_is_refused_field_by_field() {
    let v2 = |extra: Value| {
        let mut base = json!({"version": "v2", "gender": "MALE", "rsr": 1, "ogrs3TwoYear": 1});
        base.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
        base
    };
    let one = |kind: &str, field: &str| vec![(kind.to_owned(), field.to_owned())];
    let cases = [
        (json!({}), one("MISSING_MANDATORY_INPUT", "version")),
        (json!({"version": "v9"}), one("UNKNOWN_CODE", "version")),
        (json!({"version": "v2"}), one("MISSING_MANDATORY_INPUT", "gender")),
        (json!({"version": "v3"}), one("MISSING_MANDATORY_INPUT", "hasActiveEvent")),
        (v2(json!({"rsr": -0.1})), one("INPUT_OUT_OF_RANGE", "rsr")),
        (v2(json!({"rsr": 100.1})), one("INPUT_OUT_OF_RANGE", "rsr")),
        (v2(json!({"ogrs3TwoYear": "many"})), one("INPUT_NOT_READABLE", "ogrs3TwoYear")),
        (v2(json!({"needs": {"DRINK": "SEVERE"}})), one("UNKNOWN_CODE", "needs.DRINK")),
        (v2(json!({"needs": {"ATTITUDES": "AWFUL"}})), one("UNKNOWN_CODE", "needs.ATTITUDES")),
        (v2(json!({"needs": {"ATTITUDES": 1.5}})), one("INPUT_OUT_OF_RANGE", "needs.ATTITUDES")),
        (
            v2(json!({"registrations": [{"code": "RMRH", "date": "2026-02-30"}]})),
            one("INPUT_NOT_READABLE", "registrations[0].date"),
        ),
        (
            v2(json!({"registrations": [{"date": "2026-02-20"}]})),
            one("MISSING_MANDATORY_INPUT", "registrations[0].code"),
        ),
        (v2(json!({"registrations": {}})), one("INPUT_NOT_READABLE", "registrations")),
        (
            v2(json!({"convictions": [{"terminationDate": "soon"}]})),
            one("INPUT_NOT_READABLE", "convictions[0].terminationDate"),
        ),
        (v2(json!({"womensAnswers": {"temper": 3}})), one("INPUT_OUT_OF_RANGE", "womensAnswers.temper")),
        (
            json!([1]),
            vec![("INPUT_NOT_READABLE".into(), String::new()), ("MISSING_MANDATORY_INPUT".into(), "version".into())],
        ),
    ];
    for (request, expected) in cases {
        assert_eq!(refused(&request), expected, "{request}");
    }
}

#[test]
fn of_several_levels_of_harm_each_needs_its_day() {
    let several = json!({"version": "v2", "gender": "M", "registrations": [{"code": "RMRH"}, {"code": "RHRH", "date": "2026-01-01"}]});
    assert_eq!(refused(&several), [("MISSING_MANDATORY_INPUT".to_owned(), "registrations[0].date".to_owned())]);
    let one = json!({"version": "v2", "gender": "M", "registrations": [{"code": "RMRH"}, {"code": "SPO"}]});
    assert_eq!(respond(policy(), &one, TODAY)["protectPoints"], 10);
}

#[test]
fn a_medium_sexual_score_below_every_medium_score_is_refused() {
    let request = json!({"version": "v3", "hasActiveEvent": true,
        "predictors": {"arp": 1, "csrp": 1, "dc": {"score": 0.1, "band": "MEDIUM"}}});
    assert_eq!(refused(&request), [("INPUT_OUT_OF_RANGE".to_owned(), "predictors.dc.score".to_owned())]);
}

#[test]
fn a_section_score_and_its_severity_give_the_same_tier() {
    let ask = |needs: Value, san: bool| {
        let request = json!({"version": "v2", "gender": "MALE", "sanIndicator": san, "ogrs3TwoYear": 0, "rsr": 0,
            "convictions": [{"sentenceType": "NC"}], "needs": needs});
        respond(policy(), &request, TODAY)["changePoints"].clone()
    };
    assert_eq!(ask(json!({"ALCOHOL_MISUSE": "SEVERE"}), false), 2);
    assert_eq!(ask(json!({"ALCOHOL_MISUSE": 7}), false), 2);
    assert_eq!(ask(json!({"ALCOHOL_MISUSE": 4}), false), 1);
    assert_eq!(ask(json!({"ALCOHOL_MISUSE": {"score": 4}}), true), 2);
    assert_eq!(ask(json!({"ALCOHOL_MISUSE": null}), true), 0);
}

#[test]
fn what_plays_no_part_is_said_and_every_terms_sum_is_its_total() {
    let request = json!({"version": "v2", "gender": "female", "colour": "blue", "rsr": 3.5, "ogrs3TwoYear": 44,
        "convictions": [{"sentenceType": "NC"}], "needs": {"ATTITUDES": "SEVERE"},
        "registrations": [{"code": "RHRH", "date": "2026-01-01"}, {"code": "XYZ", "date": "2026-01-01"}]});
    let response = respond(policy(), &request, TODAY);
    let account: crate::account::Account = serde_json::from_value(response["explanation"].clone()).unwrap();
    assert!(account.notes.iter().any(|n| n.contains("colour")) && account.notes.iter().any(|n| n.contains("XYZ")));
    for part in &account.parts {
        assert_eq!(Some(part.sum()), part.total, "{}", part.title);
    }
}
