//! A letter as printers who post letters and windows of envelopes need it: the address in its place, nothing else around it,
//! and no sheet that holds a signature alone.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod reading;

use reading::{read, text_of};
use serde_json::{Value, json};
use std::path::Path;
use typesetting::{Source, pdf};

/// The text of the first sheet that stands between these millimetres from the left and from the top.
fn text_within(bytes: &[u8], across: (u32, u32), down: (u32, u32)) -> Option<String> {
    // Ten dots a millimetre.
    let [x, y, w, h] = [across.0, down.0, across.1 - across.0, down.1 - down.0].map(|mm| (mm * 10).to_string());
    read(bytes, &["-f", "1", "-l", "1", "-r", "254", "-x", &x, "-y", &y, "-W", &w, "-H", &h])
}

fn letter(code: &str, language: &str, lines: usize) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../documents/data/templates");
    let text = |name: String| std::fs::read_to_string(folder.join(name)).unwrap();
    let address: Vec<Value> = (1..lines).map(|n| json!(format!("Line {n} of the address"))).collect();
    let data = json!({
        "language": language, "title": "A letter", "made_on": "2026-11-23",
        "declared": ["failures", "explanation", "why", "window_ends_on", "support"],
        "given": {
            "failures": [{ "day": "2026-11-02", "what": "Office appointment: unacceptable absence" }],
            "why": "Losing count of the days is not a reason to stay away.",
            "window_ends_on": "2027-11-22",
        },
        "person": { "name": "Declan Rourke", "spoken_name": "Declan Rourke", "crn": "T000034", "address": address },
        "officer": { "name": "Jane Butterworth", "telephone": "020 7946 0393" },
        "office": { "name": "Aldermere probation office", "address": "75 Shuttle Avenue, Aldermere", "postcode": "ZA1 6GB" },
        "order": { "name": "Community order", "court": "Aldermere Magistrates’ Court", "made_on": "2025-12-17" },
        "orders": [], "appointments": [],
    });
    let source = Source {
        template: text(format!("{code}.{language}.typ")),
        parts: vec![("letterhead.typ".into(), text("letterhead.typ".into()))],
        data,
        title: "A letter".into(),
        day: (2026, 11, 23),
    };
    pdf(&source).unwrap()
}

#[test]
fn an_address_of_up_to_seven_lines_stands_in_the_window_and_alone() {
    for lines in 2..=7 {
        let bytes = letter("warning_letter", "en", lines);
        let Some(inside) = text_within(&bytes, (24, 120), (40, 66)) else { return };
        let found: Vec<&str> = inside.lines().filter(|line| !line.trim().is_empty()).collect();
        assert_eq!(found.len(), lines, "{found:?}");
        assert_eq!((found[0], found.last().unwrap().ends_with("of the address")), ("Declan Rourke", true));
        // Around it: above, below, and up to where the office stands.
        for (across, down) in [((0, 125), (31, 40)), ((0, 125), (67, 94)), ((0, 24), (31, 94)), ((120, 125), (5, 94))] {
            let around = text_within(&bytes, across, down).unwrap();
            assert!(around.trim().is_empty(), "{lines} lines, {across:?} {down:?}: {around}");
        }
        assert!(text_within(&bytes, (125, 195), (5, 94)).unwrap().contains("Our reference: T000034"));
    }
}

#[test]
fn a_warning_ends_on_a_sheet_with_more_than_its_signature() {
    for language in ["en", "cy"] {
        let Some(text) = text_of(&letter("warning_letter", language, 4)) else { return };
        let last = text.trim_end_matches('\u{c}').rsplit('\u{c}').next().unwrap();
        assert!(last.contains("020 7946 0393"), "{language}: {last}");
    }
}
