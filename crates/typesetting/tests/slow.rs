//! Fuzzed data in every shipped template: it is set, nothing of it is read as markup, and its words are found again.
//! Run with `./test slow`.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod reading;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use reading::text_of;
use serde_json::{Map, Value, json};
use std::path::{Path, PathBuf};
use typesetting::{Source, html, pdf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../documents/data/templates")
}

fn read(name: &str) -> String {
    std::fs::read_to_string(folder().join(name)).unwrap()
}

/// The shipped templates by file.
fn shipped() -> Vec<String> {
    let files = std::fs::read_dir(folder()).unwrap().map(|f| f.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = files.filter(|name| name != "letterhead.typ").collect();
    names.sort();
    names
}

/// Whatever a template may ask for, with one text everywhere; `some` leaves out what may be absent.
fn facts(language: &str, text: &str, some: u32, lines: usize) -> Value {
    let row = json!({ "day": "2026-11-16", "what": text, "explanation": text, "outcome": text });
    let optional = [
        "note",
        "explanation",
        "why",
        "support",
        "reason",
        "court",
        "words",
        "next",
        "engagement",
        "progress",
        "circumstances",
        "proposal",
        "early",
        "by",
    ];
    let must = ["instruction", "changes", "order_name", "achievement", "milestone", "why"];
    let mut given = Map::new();
    for (at, name) in optional.iter().enumerate() {
        if some >> at & 1 == 1 {
            given.insert((*name).into(), text.into());
        }
    }
    given.extend(must.iter().map(|name| ((*name).into(), text.into())));
    for name in ["window_ends_on", "ended_on", "reached_on", "from_on"] {
        given.insert(name.into(), "2027-02-28".into());
    }
    given.insert("failures".into(), json!([row.clone()]));
    given.insert("chronology".into(), vec![row; lines].into());
    let declared = [
        "note",
        "explanation",
        "why",
        "support",
        "reason",
        "court",
        "hearing_on",
        "hearing_at",
        "words",
        "next",
        "warnings",
        "engagement",
        "progress",
        "circumstances",
        "proposal",
        "chronology",
        "early",
        "by",
        "until_on",
    ];
    json!({
        "language": language, "title": "A letter", "made_on": "2026-11-23", "declared": declared, "given": given,
        "person": { "name": text, "spoken_name": text, "first_name": text, "last_name": text, "crn": "T000001", "address": [text, text] },
        "officer": { "name": text, "telephone": text }, "office": { "name": text, "address": text, "postcode": text },
        "order": { "id": "1", "name": text, "made_on": "2026-06-01", "ends_on": "2027-05-31", "court": text,
            "requirements": [{ "name": text, "length": text }] },
        "orders": [],
        "appointments": [{ "day": "2026-11-30", "from": "09:30:00", "what": text, "place": text, "with": text }],
    })
}

fn source(name: &str, data: Value) -> Source {
    Source {
        template: read(name),
        parts: vec![("letterhead.typ".into(), read("letterhead.typ"))],
        title: "A letter".into(),
        data,
        day: (2026, 11, 23),
    }
}

/// Texts of any script, with what means something to Typst or HTML, joined by chance.
fn texts() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "\\PC{0,12}",
        "[a-zA-Zŵŷáéñß ]{0,20}",
        "[\\p{Arabic}\\p{Hebrew}\\p{Han}\\p{Hangul}\\p{Devanagari}\\p{Thai}]{0,8}",
        "[\\p{M}\u{200D}\u{FE0F}]{0,4}",
        prop::sample::select(vec![
            "#",
            "#panic(\"x\")",
            "#read(\"/etc/passwd\")",
            "[",
            "]",
            "$",
            "@a",
            "<b>",
            "</p>",
            "<script>",
            "\\",
            "\"",
            "*",
            "_",
            "`",
            "~",
            "//",
            "/*",
            "= h",
            "- x",
            "+ y",
            "http://a.example.org",
            "\n",
            "\t",
            "👩‍👩‍👧",
            "e\u{301}\u{323}",
            "\u{202E}",
        ])
        .prop_map(str::to_owned),
        "x{60,300}",
    ];
    prop::collection::vec(piece, 0..6).prop_map(|parts| parts.concat())
}

fn run(cases: u32) {
    let names = shipped();
    let mut runner = TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() });
    let inputs = (texts(), any::<u32>(), 0..names.len());
    let tried = runner.run(&inputs, |(text, some, at)| {
        let name = &names[at];
        let language = if name.contains(".cy.") { "cy" } else { "en" };
        let source = source(name, facts(language, &text, some, 3));
        let paper = pdf(&source);
        prop_assert!(paper.is_ok(), "{name} with {text:?}: {}", paper.unwrap_err());
        let page = html(&source);
        prop_assert!(page.is_ok(), "{name} with {text:?}: {}", page.unwrap_err());
        prop_assert!(!page.unwrap().contains("<script"));
        Ok(())
    });
    tried.unwrap();
}

#[test]
fn a_few_fuzzed_letters_are_set() {
    run(12);
}

#[test]
#[ignore = "slow: ./test slow runs it"]
fn slow_fuzzed_data_never_breaks_a_letter_and_is_never_read_as_markup() {
    run(250);
}

#[test]
#[ignore = "slow: ./test slow runs it"]
fn slow_a_chronology_of_five_thousand_lines_is_set() {
    let bytes = pdf(&source("breach_pack.en.typ", facts("en", "Rang: no #answer [yet]", u32::MAX, 5_000))).unwrap();
    let Some(text) = text_of(&bytes) else { return };
    assert!(text.matches("no #answer").count() >= 5_000);
}
