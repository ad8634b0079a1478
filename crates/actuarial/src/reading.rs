//! Reads a request body of the tier and the workload field by field, and collects all that is wrong with it.
//!
//! Always true: nothing is defaulted silently; a field that nobody asked for is listed as not used. It knows no formula.

use crate::refusal::ValidationError;
use jiff::civil::Date;
use serde_json::{Map, Value};
use std::cell::RefCell;
use std::collections::BTreeSet;

/// What was wrong with a request, and what was read in it that deserves a word.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    errors: RefCell<Vec<ValidationError>>,
    notes: RefCell<Vec<String>>,
}

impl Findings {
    /// A field that was left out and is needed.
    pub(crate) fn missing(&self, field: &str, words: &str) {
        self.push("MISSING_MANDATORY_INPUT", field, words);
    }

    /// A field that cannot be read as what it should be.
    pub(crate) fn unreadable(&self, field: &str, words: impl Into<String>) {
        self.push("INPUT_NOT_READABLE", field, words);
    }

    /// A value that cannot be.
    pub(crate) fn impossible(&self, field: &str, words: impl Into<String>) {
        self.push("INPUT_OUT_OF_RANGE", field, words);
    }

    /// A code that nobody knows.
    pub(crate) fn unknown(&self, field: &str, words: impl Into<String>) {
        self.push("UNKNOWN_CODE", field, words);
    }

    /// Something that the reader of the result should know.
    pub(crate) fn note(&self, words: impl Into<String>) {
        self.notes.borrow_mut().push(words.into());
    }

    fn push(&self, kind: &str, field: &str, words: impl Into<String>) {
        let error = ValidationError { kind: kind.to_owned(), message: words.into(), fields: vec![field.to_owned()] };
        self.errors.borrow_mut().push(error);
    }

    pub(crate) fn is_clean(&self) -> bool {
        self.errors.borrow().is_empty()
    }

    pub(crate) fn into_parts(self) -> (Vec<ValidationError>, Vec<String>) {
        (self.errors.into_inner(), self.notes.into_inner())
    }
}

/// An object of the request, with the path that leads to it.
pub(crate) struct Fields<'a> {
    object: Option<&'a Map<String, Value>>,
    path: String,
    asked: RefCell<BTreeSet<&'static str>>,
    findings: &'a Findings,
}

impl<'a> Fields<'a> {
    pub(crate) fn of(value: &'a Value, path: &str, findings: &'a Findings) -> Fields<'a> {
        let object = value.as_object();
        if object.is_none() {
            findings.unreadable(path, "This must be an object with named fields");
        }
        Fields { object, path: path.to_owned(), asked: RefCell::default(), findings }
    }

    pub(crate) fn at(&self, name: &str) -> String {
        if self.path.is_empty() { name.to_owned() } else { format!("{}.{name}", self.path) }
    }

    /// The value, unless it is left out or null.
    pub(crate) fn value(&self, name: &'static str) -> Option<&'a Value> {
        self.asked.borrow_mut().insert(name);
        self.object?.get(name).filter(|v| !v.is_null())
    }

    /// The value under the first of several names.
    pub(crate) fn either(&self, names: &[&'static str]) -> Option<(&'static str, &'a Value)> {
        let mut found = None;
        for name in names {
            let value = self.value(name);
            found = found.or(value.map(|v| (*name, v)));
        }
        found
    }

    pub(crate) fn text(&self, names: &[&'static str]) -> Option<&'a str> {
        let (name, value) = self.either(names)?;
        let text = value.as_str();
        if text.is_none() {
            self.findings.unreadable(&self.at(name), "This must be text");
        }
        text.map(str::trim)
    }

    /// A number between two limits, both included.
    pub(crate) fn number(&self, names: &[&'static str], least: f64, most: f64) -> Option<f64> {
        let (name, value) = self.either(names)?;
        number(value, &self.at(name), least, most, self.findings)
    }

    pub(crate) fn yes(&self, names: &[&'static str]) -> Option<bool> {
        let (name, value) = self.either(names)?;
        let yes = value.as_bool();
        if yes.is_none() {
            self.findings.unreadable(&self.at(name), "This must be true or false");
        }
        yes
    }

    pub(crate) fn date(&self, names: &[&'static str]) -> Option<Date> {
        let (name, value) = self.either(names)?;
        let date = value.as_str().and_then(|text| text.trim().parse().ok());
        if date.is_none() {
            let words = "This must be a day of the calendar, written like 2026-03-01";
            self.findings.unreadable(&self.at(name), words);
        }
        date
    }

    /// The members of a list; none when it is left out.
    pub(crate) fn list(&self, names: &[&'static str]) -> Option<Vec<(String, &'a Value)>> {
        let (name, value) = self.either(names)?;
        let Some(items) = value.as_array() else {
            self.findings.unreadable(&self.at(name), "This must be a list");
            return None;
        };
        Some(items.iter().enumerate().map(|(n, item)| (format!("{}[{n}]", self.at(name)), item)).collect())
    }

    /// Notes what was sent and never asked for.
    pub(crate) fn done(&self) {
        let asked = self.asked.borrow();
        for name in self.object.into_iter().flat_map(Map::keys).filter(|k| !asked.contains(k.as_str())) {
            self.findings.note(format!("The field {} plays no part in this result", self.at(name)));
        }
    }
}

pub(crate) fn number(value: &Value, field: &str, least: f64, most: f64, findings: &Findings) -> Option<f64> {
    let Some(number) = value.as_f64() else {
        findings.unreadable(field, "This must be a number");
        return None;
    };
    if !(least..=most).contains(&number) {
        findings.impossible(field, format!("This must be from {least} to {most}; {number} cannot be"));
        return None;
    }
    Some(number)
}
