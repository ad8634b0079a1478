//! Plausible answers: a form as somebody fills it in who wants it done, and a call's body as its description says. Without
//! them most refusals would be about an empty field, and would prove nothing about who may do what.

use crate::visitor::Form;
use serde_json::{Map, Value, json};

/// Every field of the form with an answer of its kind; what was there stays.
pub(super) fn form(form: &Form) -> Vec<(String, String)> {
    let offer = |name: &str| form.offered.iter().find(|(n, v)| n == name && !v.is_empty()).map(|(_, v)| v.clone());
    let mut filled: Vec<(String, String)> = form
        .fields
        .iter()
        .map(|(name, value)| {
            let answer = || offer(name).unwrap_or_else(|| words_for(name));
            (name.clone(), if value.is_empty() { answer() } else { value.clone() })
        })
        .collect();
    for (name, value) in &form.offered {
        if !value.is_empty() && filled.iter().all(|(n, _)| n != name) {
            filled.push((name.clone(), value.clone()));
        }
    }
    filled
}

/// An answer to a field without a list, by its name.
fn words_for(name: &str) -> String {
    let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
    let answer = match name {
        n if n.ends_with("-day") => "23",
        n if n.ends_with("-month") => "11",
        n if n.ends_with("-year") => "2026",
        n if n.ends_with("_on") || has(&["date"]) => "23/11/2026",
        _ if has(&["email"]) => "somebody@example.com",
        _ if has(&["phone", "mobile"]) => "07700 900123",
        _ if has(&["postcode"]) => "ZA1 1AA",
        _ if has(&["start", "time", "from"]) => "10:00",
        _ if has(&["end", "until"]) => "11:00",
        _ if has(&["minutes", "hours", "days", "weeks", "number", "count", "places", "points", "amount", "pounds"]) => {
            "1"
        }
        _ => "Written by somebody who should not",
    };
    answer.to_owned()
}

/// A body that the description of the call allows.
pub(super) fn body(description: &Value, method: &str, path: &str) -> Value {
    let operation = &description["paths"][path][method.to_ascii_lowercase()];
    let content = operation["requestBody"]["content"].as_object();
    let schema = content.and_then(|c| c.values().next()).map(|c| &c["schema"]);
    schema.map_or_else(|| json!({}), |schema| example(description, schema, "", 0))
}

fn example(description: &Value, schema: &Value, name: &str, depth: u8) -> Value {
    if depth > 6 {
        return Value::Null;
    }
    let deeper = |schema: &Value, name: &str| example(description, schema, name, depth + 1);
    if let Some(reference) = schema["$ref"].as_str() {
        return deeper(description.pointer(reference.trim_start_matches('#')).unwrap_or(&Value::Null), name);
    }
    for either in ["oneOf", "anyOf", "allOf"] {
        if let Some(all) = schema[either].as_array() {
            let one = all.iter().find(|s| s["type"] != "null");
            return one.map_or(Value::Null, |s| deeper(s, name));
        }
    }
    if let Some(first) = schema["enum"].as_array().and_then(|all| all.first()) {
        return first.clone();
    }
    let kind = schema["type"].as_str().or_else(|| schema["type"].as_array()?.iter().find_map(|t| t.as_str()));
    match kind {
        Some("integer" | "number") => json!(1),
        Some("boolean") => json!(true),
        Some("array") => json!([deeper(&schema["items"], name)]),
        Some("string") => Value::String(text(name)),
        _ => {
            let members = schema["properties"].as_object().cloned().unwrap_or_default();
            let filled = members.iter().map(|(n, s)| (n.clone(), deeper(s, n))).filter(|(_, v)| !v.is_null());
            Value::Object(filled.collect::<Map<String, Value>>())
        }
    }
}

fn text(name: &str) -> String {
    let answer = match name {
        "crn" => "T000001",
        n if n == "on" || n.ends_with("_on") || n.contains("date") || n == "day" => "2026-11-23",
        n if n.contains("time") => "10:00",
        n if n == "id" || n.ends_with("_id") => crate::hostile::given::NOBODY.1,
        _ => "Written by somebody who should not",
    };
    answer.to_owned()
}

#[test]
fn a_form_is_filled_in_with_what_it_offers() {
    let page = "<main><form action=\"/a\" method=\"post\"><input type=\"hidden\" name=\"csrf\" value=\"t\"><input name=\"seen_on-day\">\
        <input type=\"radio\" name=\"r\" value=\"1\"><input type=\"radio\" name=\"r\" value=\"2\"><textarea name=\"note\"></textarea>\
        <select name=\"s\"><option value=\"\"></option><option value=\"q\">Q</option></select></form></main>";
    let read = Form::of(page, "/here").unwrap();
    let expected =
        [("csrf", "t"), ("seen_on-day", "23"), ("note", "Written by somebody who should not"), ("s", "q"), ("r", "1")];
    assert_eq!(form(&read), expected.map(|(n, v)| (n.to_owned(), v.to_owned())));
}
