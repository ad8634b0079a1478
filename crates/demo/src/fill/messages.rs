//! Court messages of the demo, made from the project's own samples: other people, other ids, other days. They go in through
//! the court's own door, so the inbox of a demo holds what an inbox holds.

use jiff::{ToSpan, civil::Date};
use serde_json::Value;
use store::{Failure, Result};
use uuid::Uuid;

/// A sample and the day of its hearing.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sample {
    text: &'static str,
    hearing: Date,
}

pub(crate) const REPORT_ASKED: Sample = Sample {
    text: include_str!("../../../../samples/court/01-adjourned-for-a-report.json"),
    hearing: jiff::civil::date(2026, 10, 20),
};
pub(crate) const COMMUNITY_ORDER: Sample = Sample {
    text: include_str!("../../../../samples/court/02-community-order.json"),
    hearing: jiff::civil::date(2026, 11, 17),
};
pub(crate) const WITHOUT_NUMBERS: Sample = Sample {
    text: include_str!("../../../../samples/court/08-doubtful-match.json"),
    hearing: jiff::civil::date(2026, 11, 18),
};

/// The sample with its hearing on another day, ids of its own, and words put for words. Dates of birth do not move.
pub(crate) fn message(sample: Sample, hearing: Date, tag: &str, words: &[(&str, &str)]) -> Result<Value> {
    let read: Value = serde_json::from_str(sample.text).map_err(|e| Failure::broken(e.to_string()))?;
    let days = sample.hearing.until(hearing).map_or(0, |span| span.get_days());
    Ok(told("", read, &|name, text| {
        let text = if name == "dateOfBirth" { text } else { moved(&text, days) };
        let text = if name.ends_with("TypeId") { text } else { own_id(&text, tag) };
        words.iter().fold(text, |text, (from, to)| text.replace(from, to))
    }))
}

/// Every text of a message through `change`, which gets the member's name too.
fn told(name: &str, value: Value, change: &dyn Fn(&str, String) -> String) -> Value {
    match value {
        Value::String(text) => Value::String(change(name, text)),
        Value::Array(items) => Value::Array(items.into_iter().map(|item| told(name, item, change)).collect()),
        Value::Object(members) => {
            Value::Object(members.into_iter().map(|(key, value)| (key.clone(), told(&key, value, change))).collect())
        }
        other => other,
    }
}

/// Dates move whether written 2026-11-17 (with or without a time) or 17/11/2026, inside longer texts too.
fn moved(text: &str, days: i32) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let found = rest.get(..10).and_then(|ten| date_in(ten).map(|date| (ten.contains('/'), date)));
        match found {
            Some((slashes, date)) => {
                let date = date.saturating_add(days.days());
                out.push_str(&if slashes { date.strftime("%d/%m/%Y").to_string() } else { date.to_string() });
                rest = rest.get(10..).unwrap_or_default();
            }
            None => {
                out.push(first);
                rest = rest.get(first.len_utf8()..).unwrap_or_default();
            }
        }
    }
    out
}

/// A date in either spelling, digit for digit.
fn date_in(ten: &str) -> Option<Date> {
    let shape: String = ten.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    match shape.as_str() {
        "00/00/0000" => Date::strptime("%d/%m/%Y", ten).ok(),
        "0000-00-00" => ten.parse().ok(),
        _ => None,
    }
}

/// Ids of the samples are derived by name (version 5); those of the courts' own lists are not, and stay.
fn own_id(text: &str, tag: &str) -> String {
    match Uuid::try_parse(text) {
        Ok(id) if id.get_version_num() == 5 => Uuid::new_v5(&id, tag.as_bytes()).to_string(),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn days_move_in_every_spelling_and_births_do_not() {
        assert_eq!(
            moved("by 31/12/2026, from 2026-12-31T10:00:00.000Z (99/99/2026)", 1),
            "by 01/01/2027, from 2027-01-01T10:00:00.000Z (99/99/2026)"
        );
        let message = message(COMMUNITY_ORDER, date(2027, 2, 2), "x", &[("Joel", "Ned")]).unwrap();
        assert_eq!(message["hearingDay"], "2027-02-02");
        let person = &message["hearing"]["prosecutionCases"][0]["defendants"][0]["personDefendant"]["personDetails"];
        assert_eq!((person["firstName"].as_str(), person["dateOfBirth"].as_str()), (Some("Ned"), Some("1994-05-12")));
    }

    #[test]
    fn ids_of_the_message_are_new_and_those_of_result_types_stay() {
        let ids = |tag: &str| {
            let message = message(COMMUNITY_ORDER, date(2026, 11, 17), tag, &[]).unwrap();
            let result =
                &message["hearing"]["prosecutionCases"][0]["defendants"][0]["offences"][0]["judicialResults"][0];
            (message["hearing"]["id"].clone(), result["judicialResultTypeId"].clone())
        };
        let (one, other) = (ids("one"), ids("other"));
        assert_ne!(one.0, other.0);
        assert_eq!(one.1, other.1);
    }
}
