//! Messages spoilt in every way that a seed draws: cut off, members lost, doubled or of another type, endless texts and every
//! script. Taken in whole, none is lost, none breaks anything, and each leaves a line.

use crate::state::{asker, count, on_each_sqlite, read};
use migrations::trial::{Rooms, on_postgres};
use serde_json::{Map, Value, json};
use std::path::{Path, PathBuf};
use store::House;

/// Numbers that look random and repeat themselves.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % bound.max(1)
    }
}

const TEXTS: &[&str] = &[
    "",
    " ",
    "\u{0}\u{1}\u{7f}",
    "'; DROP TABLE person; --",
    "<script>alert(1)</script>",
    "Łódź Ñandú Åse",
    "प्रिया शर्मा",
    "محمد\u{202e}حسن",
    "李小龍 김철수 たろう",
    "Þórður \u{1f600}\u{200d}\u{1f525} e\u{301}\u{301}\u{301}",
    "31/02/2026",
    "99999-99-99",
    "-1",
    "1e400",
    "NaN",
    "2026-02-30T25:61:61Z",
    "999999999999999999999999 Years",
];

/// The samples of this project, and those of the field where they are at hand.
fn corpus() -> Vec<(String, Vec<u8>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let folders = ["samples/court", "../shared/data/court", "../shared/data/court/synthetic"].map(|f| root.join(f));
    let mut files: Vec<PathBuf> = Vec::new();
    for folder in folders {
        match std::fs::read_dir(&folder) {
            Ok(found) => files.extend(found.map(|entry| entry.unwrap().path())),
            Err(_) => println!("left out, not at hand: {}", folder.display()),
        }
    }
    files.retain(|f| f.extension().is_some_and(|e| e == "json"));
    files.sort();
    let all =
        files.into_iter().map(|f| (f.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read(f).unwrap()));
    // A large one takes as long as all others together, and has nothing that they have not.
    all.filter(|(_, bytes)| bytes.len() < 60_000).collect()
}

/// One of the places inside a value, each as likely.
fn somewhere<'v>(value: &'v mut Value, random: &mut Random) -> &'v mut Value {
    fn size(value: &Value) -> usize {
        match value {
            Value::Object(map) => 1 + map.values().map(size).sum::<usize>(),
            Value::Array(items) => 1 + items.iter().map(size).sum::<usize>(),
            _ => 1,
        }
    }
    fn nth(value: &mut Value, mut n: usize) -> &mut Value {
        if n == 0 {
            return value;
        }
        n -= 1;
        let children: Vec<&mut Value> = match value {
            Value::Object(map) => map.values_mut().collect(),
            Value::Array(items) => items.iter_mut().collect(),
            _ => panic!("counted wrongly"),
        };
        for child in children {
            let inside = size(child);
            if n < inside {
                return nth(child, n);
            }
            n -= inside;
        }
        panic!("counted wrongly")
    }
    let n = random.below(size(value));
    nth(value, n)
}

fn spoil(value: &mut Value, random: &mut Random) {
    let kind = random.below(8);
    let text = TEXTS[random.below(TEXTS.len())];
    let (length, pick) = ([300, 5_000, 70_000][random.below(3)], random.below(1 << 20));
    let place = somewhere(value, random);
    match (kind, &mut *place) {
        (0, _) => *place = Value::Null,
        (1, Value::Object(map)) if !map.is_empty() => {
            let key = map.keys().nth(pick % map.len()).cloned().unwrap();
            map.remove(&key);
        }
        (2, Value::Array(items)) if !items.is_empty() => {
            let again = items[pick % items.len()].clone();
            items.push(again);
        }
        (3, Value::Array(items)) => items.reverse(),
        (4, _) => *place = json!("x".repeat(length)),
        (5, _) => *place = json!([1, {"a": [null]}, text]),
        (6, Value::Object(map)) => *place = Value::Array(std::mem::take(map).into_iter().map(|(_, v)| v).collect()),
        (6, Value::String(said)) => *place = json!({ said.clone(): said.chars().rev().collect::<String>() }),
        (7, Value::Number(_)) => *place = json!(-9_007_199_254_740_993_i64),
        (7, Value::Object(map)) => {
            let upper: Map<String, Value> =
                std::mem::take(map).into_iter().map(|(k, v)| (k.to_uppercase(), v)).collect();
            *map = upper;
        }
        _ => *place = json!(text),
    }
}

/// One spoilt message: one to six faults, and sometimes cut off or with bytes that are no text.
fn spoilt(bytes: &[u8], random: &mut Random) -> Vec<u8> {
    let mut value: Value = serde_json::from_slice(bytes).unwrap();
    for _ in 0..=random.below(6) {
        spoil(&mut value, random);
    }
    let mut bytes = value.to_string().into_bytes();
    match random.below(12) {
        0 => bytes.truncate(random.below(bytes.len() + 1)),
        1 => {
            let at = random.below(bytes.len());
            bytes[at] = 0xff;
        }
        2 => bytes = [bytes.as_slice(), b"\n", bytes.as_slice()].concat(),
        _ => {}
    }
    bytes
}

fn nothing_is_lost(house: &House, rounds: usize, seed: u64) {
    let (corpus, mut random) = (corpus(), Random(seed));
    let mut outcomes = std::collections::BTreeMap::<&str, usize>::new();
    for round in 0..rounds {
        let (name, bytes) = &corpus[round % corpus.len()];
        let bytes = spoilt(bytes, &mut random);
        let said = || format!("seed {seed}, round {round}, {name}: {}", String::from_utf8_lossy(&bytes));
        let lines = court::ingest(house, &asker(), name, &bytes).unwrap_or_else(|e| panic!("{e:?} in {}", said()));
        assert!(!lines.is_empty(), "no line for {}", said());
        for line in &lines {
            *outcomes.entry(line.outcome).or_default() += 1;
            assert!(line.outcome != "review" || line.reason.is_some(), "a review without a reason in {}", said());
        }
        let kept: Vec<Vec<u8>> = read(house, |cx| {
            cx.query("SELECT body FROM court_message ORDER BY received_at DESC, id DESC LIMIT 40", &[])?
                .iter()
                .map(|row| row.get(0))
                .collect()
        });
        assert!(kept.contains(&bytes), "not kept: {}", said());
    }
    println!("{rounds} spoilt messages of {}: {outcomes:?}, {} people", corpus.len(), count(house, "person"));
    assert_eq!(house.verify_ledger(|_| {}).unwrap().broken, None);
}

#[test]
fn a_spoilt_message_is_kept_and_answered() {
    on_each_sqlite(|house| nothing_is_lost(house, 40, 1));
}

#[test]
#[ignore = "slow: run by ./test slow"]
fn slow_a_great_many_spoilt_messages_are_kept_and_answered() {
    for seed in [2, 3, 4] {
        on_each_sqlite(|house| nothing_is_lost(house, 400, seed));
    }
    let rooms = Rooms::with(&[people::TABLES, organisation::TABLES, sentences::TABLES, &court::tables()]);
    on_postgres(&rooms, crate::state::TODAY, |house| nothing_is_lost(&house.with_part(law::Law::shipped()), 400, 5));
}
