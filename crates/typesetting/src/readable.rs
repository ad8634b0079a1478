//! Data made fit to be set. What no font can show is told in letters that every font has, `[U+1F9FF]`: nothing is left out,
//! and nobody takes a box for a name. A word longer than a line may be broken anywhere, so that it stays on the sheet.

use crate::{Source, fonts};
use serde_json::Value;

/// Letters in a row after which a word may be broken.
const LONG: usize = 28;

/// Every text with what cannot be set told as code points, and long words breakable.
pub(crate) fn prepared(source: &Source) -> Source {
    Source { data: value(&source.data, &|text| broken(&told(text, fonts::covers))), ..source.clone() }
}

/// The same, with everything told that the first font does not have: where letters that each have a font have none together.
pub(crate) fn spelled(source: &Source) -> Source {
    Source { data: value(&source.data, &|text| broken(&told(text, fonts::first_covers))), ..source.clone() }
}

fn value(found: &Value, change: &dyn Fn(&str) -> String) -> Value {
    match found {
        Value::String(text) => Value::String(change(text)),
        Value::Array(list) => Value::Array(list.iter().map(|v| value(v, change)).collect()),
        Value::Object(members) => {
            Value::Object(members.iter().map(|(name, v)| (name.clone(), value(v, change))).collect())
        }
        other => other.clone(),
    }
}

/// Letters that guide others and have no shape: joiners, variation selectors, marks of direction.
fn guides(letter: char) -> bool {
    matches!(letter, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{AD}')
}

/// What a PDF may not hold as text: it would be refused as a whole.
fn forbidden(letter: char) -> bool {
    let point = u32::from(letter);
    letter == '\u{FEFF}' || point & 0xFFFE == 0xFFFE || (0xFDD0..=0xFDEF).contains(&point) || letter.is_control()
}

fn told(text: &str, has: fn(char) -> bool) -> String {
    let mut told = String::with_capacity(text.len());
    for letter in text.chars() {
        if matches!(letter, '\n' | '\r' | '\t') || guides(letter) || (!forbidden(letter) && has(letter)) {
            told.push(letter);
        } else {
            told.push_str(&format!("[U+{:04X}]", u32::from(letter)));
        }
    }
    told
}

/// Lets a long word be broken, but never between a letter and the marks upon it.
fn broken(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut since = 0;
    for letter in text.chars() {
        if letter.is_whitespace() {
            since = 0;
        } else if since >= LONG && letter.is_ascii_alphanumeric() {
            out.push('\u{200B}');
            since = 1;
        } else {
            since += 1;
        }
        out.push(letter);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_a_font_stays_and_the_rest_is_told_as_code_points() {
        assert_eq!(told("Siân", fonts::covers), "Siân");
        assert_eq!(told("a\u{FFFF}b\u{FEFF}", fonts::covers), "a[U+FFFF]b[U+FEFF]");
        assert_eq!(told("a\u{7}b", fonts::covers), "a[U+0007]b");
        assert_eq!(told("one\ntwo", fonts::covers), "one\ntwo");
    }

    #[test]
    fn a_word_longer_than_a_line_may_be_broken_and_keeps_its_letters() {
        let word = "x".repeat(100);
        let out = broken(&word);
        assert_eq!(out.replace('\u{200B}', ""), word);
        assert!(out.split('\u{200B}').all(|part| part.len() <= LONG), "{out}");
        assert_eq!(broken("plain words stay"), "plain words stay");
    }
}
