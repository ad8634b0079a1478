//! Requests of other services and what they must answer, leaf by leaf. Skips with a notice where the folder is absent.

#![expect(clippy::unwrap_used, reason = "a test that cannot read its example has failed")]

use actuarial::tier::{self, TierPolicy};
use actuarial::workload::{self, PointsVersion};
use jiff::civil::date;
use serde_json::Value;
use std::path::PathBuf;

fn examples(name: &str) -> Vec<Value> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/examples").join(name);
    let Ok(text) = std::fs::read_to_string(&path) else {
        eprintln!("skipped: {} is not there", path.display());
        return Vec::new();
    };
    let all: Value = serde_json::from_str(&text).unwrap();
    all["examples"].as_array().unwrap().clone()
}

/// Every member of `expected` is in `answer` with the same value.
fn agrees(expected: &Value, answer: &Value, request: &Value) {
    for (name, value) in expected.as_object().unwrap() {
        let same = match (value.as_f64(), answer[name].as_f64()) {
            (Some(a), Some(b)) => (a - b).abs() < 1e-9,
            _ => *value == answer[name],
        };
        assert!(same, "{name}: expected {value}, got {}\n{request}", answer[name]);
    }
    assert!(!answer["explanation"]["summary"].as_str().unwrap().is_empty());
}

#[test]
fn a_tier_request_gives_the_national_answer() {
    for example in examples("tier.json") {
        let answer = tier::respond(TierPolicy::newest().unwrap(), &example["request"], date(2026, 8, 4));
        agrees(&example["response"], &answer, &example["request"]);
    }
}

#[test]
fn a_workload_request_gives_the_national_answer() {
    for example in examples("workload.json") {
        let answer = workload::respond(PointsVersion::newest().unwrap(), &example["request"], date(2026, 8, 4));
        agrees(&example["response"], &answer, &example["request"]);
    }
}
