//! Every response of the national services that we hold, leaf by leaf. Skips with a notice where the folder is absent.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use actuarial::{Asked, Generation, models, score};
use jiff::civil::date;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

const NEAR: f64 = 1e-9;

fn fixtures(generation: Generation) -> Option<PathBuf> {
    let name = format!("../../../shared/data/risk/fixtures-gen{}", generation.number());
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    if !path.is_dir() {
        println!("skipped: {} is not here", path.display());
        return None;
    }
    Some(path)
}

fn differences(at: &str, want: &Value, got: &Value, into: &mut Vec<String>) {
    match (want, got) {
        (Value::Object(want), Value::Object(got)) => {
            for key in want.keys().chain(got.keys().filter(|key| !want.contains_key(*key))) {
                let null = &Value::Null;
                match (want.get(key), got.get(key)) {
                    (Some(want), Some(got)) => differences(&format!("{at}.{key}"), want, got, into),
                    (want, got) => into.push(format!("{at}.{key}: {} / {}", want.unwrap_or(null), got.unwrap_or(null))),
                }
            }
        }
        (Value::Array(want), Value::Array(got)) if want.len() == got.len() => {
            for (place, (want, got)) in want.iter().zip(got).enumerate() {
                differences(&format!("{at}[{place}]"), want, got, into);
            }
        }
        (Value::Number(want_number), Value::Number(got_number)) => {
            let (want_number, got_number) = (want_number.as_f64().unwrap(), got_number.as_f64().unwrap());
            if (want_number - got_number).abs() > NEAR {
                into.push(format!("{at}: {want} / {got}"));
            }
        }
        _ if want == got => {}
        _ => into.push(format!("{at}: {want} / {got}")),
    }
}

fn agree(generation: Generation) {
    let Some(folder) = fixtures(generation) else { return };
    let known = models(generation);
    let (mut done, mut wrong) = (0, Vec::new());
    for model in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        let name = model.file_name().unwrap().to_str().unwrap().to_owned();
        if !known.contains(&name.as_str()) {
            println!("not offered yet: {name}");
            continue;
        }
        for file in fs::read_dir(&model).unwrap().map(|entry| entry.unwrap().path()) {
            let case: Value = serde_json::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
            let asked = Asked { model: &name, generation, today: date(2026, 8, 4), explained: false };
            let got = score(&asked, &case["request"]).unwrap();
            let label = file.file_name().unwrap().to_str().unwrap();
            differences(label, &case["response"], &got, &mut wrong);
            done += 1;
        }
    }
    println!("{done} responses compared");
    assert!(wrong.is_empty(), "want / got:\n{}", wrong.join("\n"));
}

#[test]
fn every_response_of_generation_1_is_the_national_one() {
    agree(Generation::First);
}

#[test]
fn every_response_of_generation_2_is_the_national_one() {
    agree(Generation::Second);
}
