//! The sample messages of the README: sound JSON in the public form, invented throughout, and telling one story.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;

fn samples() -> Vec<(String, String, Value)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples/court");
    let mut all: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    all.sort();
    let read = |path: &Path| {
        let text = std::fs::read_to_string(path).unwrap();
        let value = serde_json::from_str(&text).unwrap();
        (path.file_name().unwrap().to_string_lossy().into_owned(), text, value)
    };
    all.iter().map(|path| read(path)).collect()
}

/// Every value under that name, wherever it stands.
fn named<'v>(value: &'v Value, name: &str, found: &mut Vec<&'v str>) {
    match value {
        Value::Object(members) => {
            for (key, inner) in members {
                if key == name {
                    found.extend(inner.as_str());
                }
                named(inner, name, found);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| named(item, name, found)),
        _ => {}
    }
}

fn all<'v>(value: &'v Value, name: &str) -> Vec<&'v str> {
    let mut found = Vec::new();
    named(value, name, &mut found);
    found
}

fn check_letter(digits: &str) -> char {
    char::from(b"ZABCDEFGHJKLMNPQRTUVWXY"[(digits.parse::<u64>().unwrap() % 23) as usize])
}

#[test]
fn every_sample_has_the_members_of_the_public_form() {
    let samples = samples();
    assert!(samples.len() >= 9, "{}", samples.len());
    for (name, _, value) in &samples {
        for member in ["hearing", "sharedTime", "isReshare", "hearingDay"] {
            assert!(value.get(member).is_some(), "{name} has no {member}");
        }
        let hearing = &value["hearing"];
        assert!(hearing["prosecutionCases"].is_array() || hearing["courtApplications"].is_array(), "{name}");
        assert!(hearing["courtCentre"]["code"].as_str().is_some_and(|code| code.len() == 7), "{name}");
    }
}

#[test]
fn nobody_in_a_sample_can_be_a_real_person() {
    for (name, text, value) in samples() {
        for postcode in all(&value, "postcode") {
            assert!(postcode.starts_with("ZA"), "{name}: {postcode}");
        }
        for mobile in all(&value, "mobile") {
            assert!(mobile.starts_with("07700 900"), "{name}: {mobile}");
        }
        for email in all(&value, "primaryEmail") {
            assert!(email.ends_with("@example.com") || email.ends_with(".example.org"), "{name}: {email}");
        }
        assert!(!text.contains("justice.gov.uk") && !text.contains("police.uk"), "{name}");
    }
}

#[test]
fn police_and_records_numbers_have_their_letters() {
    let mut seen = 0;
    for (name, _, value) in samples() {
        for pnc in all(&value, "pncId") {
            let plain = pnc.replace('/', "");
            let (digits, letter) = plain.split_at(plain.len() - 1);
            assert_eq!(letter, check_letter(&digits[2..]).to_string(), "{name}: {pnc}");
            assert!(digits[4..].starts_with("99999"), "{name}: {pnc}");
            seen += 1;
        }
        for cro in all(&value, "croNumber") {
            let (body, letter) = cro.split_at(cro.len() - 1);
            let (left, right) = body.split_once('/').unwrap();
            let digits = left.strip_prefix("SF").map_or_else(|| format!("{right}{left}"), |yy| format!("{yy}{right}"));
            assert_eq!(letter, check_letter(&digits).to_string(), "{name}: {cro}");
            seen += 1;
        }
    }
    assert!(seen >= 10, "{seen}");
}

#[test]
fn the_first_three_tell_of_one_person_and_the_breach_of_the_order_before_it() {
    let samples = samples();
    let masters = |at: usize| all(&samples[at].2, "masterDefendantId").into_iter().collect::<BTreeSet<_>>();
    assert_eq!(masters(0), masters(1));
    assert_eq!(masters(1), masters(2));
    assert_eq!(samples[1].2["hearing"]["id"], samples[2].2["hearing"]["id"]);
    assert_eq!(samples[2].2["isReshare"], true);
    assert_eq!(masters(5), masters(6));
    let order = &samples[6].2["hearing"]["courtApplications"][0]["courtOrder"];
    assert_eq!(order["orderingHearingId"], samples[5].2["hearing"]["id"]);
    assert!(masters(7).is_disjoint(&masters(0)));
}

#[test]
fn the_guide_to_the_demo_names_every_life_and_account() {
    let guide = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/demo.md");
    let guide = std::fs::read_to_string(guide).unwrap();
    for life in demo::lives::lives() {
        assert!(guide.contains(&format!("| {} {} | {} |", life.forename, life.surname, life.says)), "{}", life.surname);
    }
    for account in demo::ACCOUNTS {
        assert!(guide.contains(&format!("| `{}` | {} |", account.login, account.says)), "{}", account.login);
    }
    assert!(guide.contains(demo::PASSWORD));
}
