//! `cargo xtask bench --letters`: how long one letter takes to be set and how much memory it needs at most, over all shipped
//! templates in both languages, and for a pack with a chronology of 5,000 lines.

use serde_json::{Value, json};
use std::path::Path;
use std::time::{Duration, Instant};
use typesetting::{Source, html, pdf};

/// Letters of each kind.
const EACH: usize = 20;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../documents/data/templates");
    let shared = std::fs::read_to_string(folder.join("letterhead.typ"))?;
    let kinds = ["appointment_letter", "warning_letter", "breach_notice", "certificate"];
    println!("| template | PDF, ms | page, ms | PDF, bytes |\n|---|---|---|---|");
    for kind in kinds {
        for language in ["en", "cy"] {
            let template = std::fs::read_to_string(folder.join(format!("{kind}.{language}.typ")))?;
            let (mut paper, mut page, mut size) = (Vec::new(), Vec::new(), 0);
            for number in 0..EACH {
                let source = source(&template, &shared, facts(language, number, 0));
                let begun = Instant::now();
                size = pdf(&source)?.len();
                paper.push(begun.elapsed());
                let begun = Instant::now();
                html(&source)?;
                page.push(begun.elapsed());
            }
            println!("| {kind}, {language} | {:.1} | {:.1} | {size} |", median(&mut paper), median(&mut page));
        }
    }
    let template = std::fs::read_to_string(folder.join("breach_pack.en.typ"))?;
    let begun = Instant::now();
    let size = pdf(&source(&template, &shared, facts("en", 0, 5_000)))?.len();
    println!("\nA pack with a chronology of 5,000 lines: {:.1} s, {size} bytes", begun.elapsed().as_secs_f64());
    println!("Most memory held: {} MiB", most_memory().unwrap_or_default());
    Ok(())
}

/// The median, in milliseconds.
fn median(times: &mut [Duration]) -> f64 {
    times.sort();
    times.get(times.len() / 2).map_or(0.0, |t| t.as_secs_f64() * 1000.0)
}

fn most_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|l| l.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kib| kib / 1024)
}

fn source(template: &str, shared: &str, data: Value) -> Source {
    Source {
        template: template.to_owned(),
        parts: vec![("letterhead.typ".into(), shared.to_owned())],
        title: "A letter".into(),
        data,
        day: (2026, 11, 23),
    }
}

/// Facts that are nobody's, another name each time, so that nothing is remembered from the letter before.
fn facts(language: &str, number: usize, lines: usize) -> Value {
    let row = json!({ "day": "2026-11-16", "what": "Did not come" });
    let chronology: Vec<Value> = (0..lines)
        .map(|n| json!({ "day": "2026-11-16", "what": format!("Appointment {n}"), "outcome": "Attended and complied" }))
        .collect();
    json!({
        "language": language, "title": "A letter", "made_on": "2026-11-23",
        "declared": ["note", "explanation", "why", "support", "reason", "court", "hearing_on", "hearing_at", "words",
            "warnings", "engagement", "progress", "circumstances", "proposal", "chronology"],
        "given": { "failures": [row], "window_ends_on": "2027-11-22", "achievement": "completed 120 hours",
            "reached_on": "2026-11-20", "chronology": chronology },
        "person": { "name": format!("Person Number {number}"), "spoken_name": format!("Number {number}"),
            "first_name": "Person", "last_name": "Number", "crn": format!("T{number:06}"),
            "address": ["1 Example Street", "Exampleton", "ZA1 1AA"] },
        "officer": { "name": "Priya Example", "telephone": "020 7946 0000" },
        "office": { "name": "Exampleton office", "address": "2 Example Road", "postcode": "ZA1 1AB" },
        "order": { "id": "1", "name": "Community order", "made_on": "2026-06-01", "ends_on": "2027-05-31", "requirements": [] },
        "orders": [],
        "appointments": [{ "day": "2026-11-30", "from": "09:30:00", "what": "Planned office visit", "place": "Exampleton office" }],
    })
}
