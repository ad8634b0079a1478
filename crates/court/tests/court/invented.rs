//! Small messages of our own, built as JSON so that each test shows only what it is about.

use serde_json::{Value, json};

pub(crate) const COMMUNITY_ORDER: &str = "418b3aa7-65ab-4a4a-bab9-2f96b698118c";
pub(crate) const SUSPENDED: &str = "8b1cff00-a456-40da-9ce4-f11c20959084";

pub(crate) fn prompt(reference: &str, value: &str) -> Value {
    json!({"promptReference": reference, "value": value})
}

/// A result known by the code in its text.
pub(crate) fn result(id: &str, code: &str, day: &str, prompts: &[(&str, &str)]) -> Value {
    json!({
        "judicialResultId": id,
        "label": code,
        "orderedDate": day,
        "rootJudicialResultId": id,
        "resultText": format!("{code} - words"),
        "judicialResultPrompts": prompts.iter().map(|(r, v)| prompt(r, v)).collect::<Vec<_>>(),
    })
}

/// A requirement under `root`.
pub(crate) fn under(id: &str, root: &str, code: &str, day: &str, prompts: &[(&str, &str)]) -> Value {
    let mut made = result(id, code, day, prompts);
    made["rootJudicialResultId"] = json!(root);
    made["parentJudicialResultId"] = json!("a-group-node-that-is-never-sent");
    made
}

pub(crate) fn offence(id: &str, index: i64, results: Vec<Value>) -> Value {
    json!({"id": id, "offenceCode": "TH68010", "offenceTitle": format!("Theft {index}"), "orderIndex": index,
           "startDate": "2026-01-02", "convictionDate": "2026-02-03", "judicialResults": results})
}

pub(crate) fn defendant(id: &str, offences: Vec<Value>) -> Value {
    json!({"id": id, "masterDefendantId": id, "offences": offences,
           "personDefendant": {"personDetails": {"firstName": "Ada", "lastName": "Invented", "gender": "FEMALE",
                                                  "dateOfBirth": "1990-05-06"}}})
}

pub(crate) fn hearing(id: &str, day: &str, shared: &str, defendants: Vec<Value>) -> Value {
    json!({
        "isReshare": false, "sharedTime": shared, "hearingDay": day,
        "hearing": {"id": id, "jurisdictionType": "MAGISTRATES", "courtCentre": {"code": "B99ZZ00", "name": "Exampleton"},
                    "hearingDays": [{"sittingDay": format!("{day}T10:00:00Z")}],
                    "prosecutionCases": [{"id": "case", "prosecutionCaseIdentifier": {"caseURN": "99ZZ1"},
                                          "defendants": defendants}]}
    })
}

pub(crate) fn application(id: &str, code: &str, defendant: &str, order: Value, results: Vec<Value>) -> Value {
    json!({"id": id, "type": {"code": code, "type": "An application"}, "applicationStatus": "FINALISED",
           "subject": {"id": "s", "masterDefendant": {"masterDefendantId": defendant,
               "personDefendant": {"personDetails": {"firstName": "Ada", "lastName": "Invented", "gender": "FEMALE",
                                                      "dateOfBirth": "1990-05-06"}}}},
           "courtOrder": order, "judicialResults": results})
}

/// The order as an application remembers it.
pub(crate) fn about(hearing: &str, type_id: &str, made: &str, defendant: &str) -> Value {
    json!({"id": "o", "judicialResultTypeId": type_id, "orderDate": made, "orderingHearingId": hearing,
           "masterDefendantId": defendant})
}

pub(crate) fn application_hearing(id: &str, day: &str, shared: &str, applications: Vec<Value>) -> Value {
    json!({"isReshare": false, "sharedTime": shared, "hearingDay": day,
           "hearing": {"id": id, "courtCentre": {"code": "B99ZZ00"}, "courtApplications": applications}})
}
