//! What a template says it needs: facts of the record that it cannot do without, and what its writer says. Pure: what a
//! writer gave is held against it, and what does not fit is told field by field.

use kernel::Refusal;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// What a fact of the writer's is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FieldKind {
    /// One line.
    Text,
    /// Several lines.
    Lines,
    /// `2026-11-23`.
    Day,
    /// `09:30`.
    Time,
    /// A list of objects, each with the columns.
    Rows,
}

/// One column of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    pub name: String,
    pub label: String,
    pub kind: FieldKind,
    #[serde(default)]
    pub must: bool,
}

/// One fact that the writer gives.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    pub name: String,
    /// As a form asks for it.
    pub label: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub hint: String,
    pub kind: FieldKind,
    #[serde(default)]
    pub must: bool,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<Column>,
}

/// All that a template declares.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Declared {
    /// Facts of the record without which it is not written, such as `order` or `person.address`.
    #[serde(default)]
    pub needs: Vec<String>,
    /// Officers may write it by hand.
    #[serde(default)]
    pub by_hand: bool,
    #[serde(default)]
    pub fields: Vec<Field>,
}

/// The longest text of a writer, in characters.
const LONGEST: usize = 20_000;
/// The most lines of a list.
const MOST_ROWS: usize = 10_000;

/// The facts of the record that a template may need, and what each is called.
pub(super) const RECORD_FACTS: &[(&str, &str)] = &[
    ("person.address", "a main address"),
    ("officer", "a responsible officer"),
    ("officer.telephone", "a telephone number of the responsible officer"),
    ("team", "a team"),
    ("office", "an office of the delivery unit"),
    ("order", "an order or sentence that has not ended"),
    ("appointments", "an appointment to come"),
];

/// What is wrong with the writer's facts.
#[must_use]
pub(crate) fn check_given(declared: &Declared, given: &Map<String, Value>) -> Vec<Refusal> {
    let mut wrong = Vec::new();
    for name in given.keys().filter(|name| !declared.fields.iter().any(|f| f.name == **name)) {
        let words = format!("This letter has no place for {name:?}: leave it out");
        wrong.push(Refusal::new(name.clone(), "unknown_field", words));
    }
    for field in &declared.fields {
        match given.get(&field.name) {
            None | Some(Value::Null) if field.must => {
                let words = format!("Say: {}", field.label.trim_end_matches('?'));
                wrong.push(Refusal::new(field.name.clone(), "field_missing", words));
            }
            None | Some(Value::Null) => {}
            Some(value) => check_one(field, value, &mut wrong),
        }
    }
    wrong
}

fn check_one(field: &Field, value: &Value, wrong: &mut Vec<Refusal>) {
    if field.kind != FieldKind::Rows {
        if let Some(words) = misfit(field.kind, value, &field.label, field.must) {
            wrong.push(Refusal::new(field.name.clone(), "field_misfit", words));
        }
        return;
    }
    let mut no = |words: String| wrong.push(Refusal::new(field.name.clone(), "field_misfit", words));
    let Some(rows) = value.as_array() else { return no(format!("{} must be a list", field.label)) };
    if field.must && rows.is_empty() {
        return no(format!("{} must have at least one line", field.label));
    }
    if rows.len() > MOST_ROWS {
        return no(format!("{} must have {MOST_ROWS} lines or fewer", field.label));
    }
    for (at, row) in rows.iter().enumerate() {
        let Some(row) = row.as_object() else {
            return no(format!("Line {} of {} must be an object", at + 1, field.label));
        };
        let known = |name: &String| field.columns.iter().any(|c| c.name == *name);
        if let Some(name) = row.keys().find(|name| !known(name)) {
            return no(format!("Line {} of {} has an unknown column {name:?}", at + 1, field.label));
        }
        for column in &field.columns {
            let found = match row.get(&column.name) {
                None | Some(Value::Null) if column.must => Some(format!("{} is missing", column.label)),
                None | Some(Value::Null) => None,
                Some(value) => misfit(column.kind, value, &column.label, column.must),
            };
            if let Some(words) = found {
                return no(format!("Line {} of {}: {words}", at + 1, field.label));
            }
        }
    }
}

fn misfit(kind: FieldKind, value: &Value, label: &str, must: bool) -> Option<String> {
    let Some(text) = value.as_str() else { return Some(format!("{label} must be a text")) };
    let sound = match kind {
        FieldKind::Text | FieldKind::Lines | FieldKind::Rows => true,
        FieldKind::Day => text.parse::<kernel::Date>().is_ok(),
        FieldKind::Time => text.parse::<kernel::Time>().is_ok(),
    };
    if !sound {
        return Some(match kind {
            FieldKind::Day => format!("{label} must be a real date, such as 2026-11-23"),
            _ => format!("{label} must be a time of day, such as 09:30"),
        });
    }
    if must && text.trim().is_empty() {
        return Some(format!("{label} must not be empty"));
    }
    if text.chars().count() > LONGEST {
        return Some(format!("{label} must be {LONGEST} characters or fewer"));
    }
    let hidden = |c: char| c.is_control() && !matches!(c, '\n' | '\t' | '\r');
    text.chars().any(hidden).then(|| format!("{label} must not contain hidden control characters"))
}

/// The facts of the record that a template needs and that are not there.
#[must_use]
pub(crate) fn check_record(declared: &Declared, record: &Value) -> Vec<Refusal> {
    let missing = |need: &&String| {
        let found = need.split('.').try_fold(record, |at, name| at.get(name));
        found.is_none_or(|v| v.is_null() || v.as_array().is_some_and(Vec::is_empty))
    };
    let refused = |need: &String| {
        let what = RECORD_FACTS.iter().find(|(name, _)| name == need).map_or(need.as_str(), |(_, words)| *words);
        Refusal::new(need.clone(), "record_lacks", format!("The record has not {what}, which this letter needs"))
    };
    declared.needs.iter().filter(missing).map(refused).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn field(name: &str, kind: FieldKind, must: bool) -> Field {
        Field { name: name.into(), label: format!("The {name}"), hint: String::new(), kind, must, columns: Vec::new() }
    }

    fn declared() -> Declared {
        let column = |name: &str, kind, must| Column { name: name.into(), label: name.into(), kind, must };
        let rows = Field {
            columns: vec![column("day", FieldKind::Day, true), column("what", FieldKind::Text, false)],
            ..field("failures", FieldKind::Rows, true)
        };
        Declared {
            needs: vec!["order".into(), "person.address".into()],
            by_hand: false,
            fields: vec![rows, field("until", FieldKind::Day, true), field("note", FieldKind::Lines, false)],
        }
    }

    fn codes(given: &Value) -> Vec<(String, &'static str)> {
        check_given(&declared(), given.as_object().unwrap()).into_iter().map(|r| (r.field, r.code)).collect()
    }

    #[test]
    fn what_a_letter_needs_is_asked_for_by_name_and_the_rest_may_be_absent() {
        let given = json!({ "failures": [{ "day": "2026-11-02" }], "until": "2027-11-01" });
        assert!(codes(&given).is_empty());
        let missing = codes(&json!({ "note": "x" }));
        assert_eq!(missing, [("failures".into(), "field_missing"), ("until".into(), "field_missing")]);
    }

    #[test]
    fn what_a_letter_has_no_place_for_is_refused_and_not_dropped() {
        let given = json!({ "failures": [{ "day": "2026-11-02" }], "until": "2027-11-01", "untill": "x" });
        assert_eq!(codes(&given), [("untill".into(), "unknown_field")]);
    }

    #[test]
    fn a_fact_of_the_wrong_kind_is_refused() {
        for given in [
            json!({ "failures": "none", "until": "2027-11-01" }),
            json!({ "failures": [], "until": "2027-11-01" }),
            json!({ "failures": [{ "day": "soon" }], "until": "2027-11-01" }),
            json!({ "failures": [{ "day": "2026-11-02", "who": "x" }], "until": "2027-11-01" }),
            json!({ "failures": [{ "what": "x" }], "until": "2027-11-01" }),
        ] {
            assert_eq!(codes(&given), [("failures".into(), "field_misfit")], "{given}");
        }
        let given = json!({ "failures": [{ "day": "2026-11-02" }], "until": "2027-02-29", "note": "a\u{0}b" });
        assert_eq!(codes(&given), [("until".into(), "field_misfit"), ("note".into(), "field_misfit")]);
    }

    #[test]
    fn a_record_that_lacks_what_a_letter_needs_is_told_in_words() {
        let record = json!({ "order": { "name": "x" }, "person": { "address": [] } });
        let wrong = check_record(&declared(), &record);
        assert_eq!(wrong.len(), 1);
        assert_eq!(wrong[0].words, "The record has not a main address, which this letter needs");
    }
}
