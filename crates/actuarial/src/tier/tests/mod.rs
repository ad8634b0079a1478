//! The tier's policy, one sentence a test, with each limit on both sides. Figures are our own vectors.

use super::*;
use jiff::civil::{Date, date};
use serde_json::{Value, json};

mod any_facts;
mod letter;
mod refusals;
mod two_part;

const TODAY: Date = date(2026, 8, 4);

fn policy() -> &'static TierPolicy {
    TierPolicy::newest().unwrap()
}

fn flags(codes: &[&str]) -> Flags {
    Flags::read(codes.iter().enumerate().map(|(n, code)| Registration {
        code,
        on: Some(date(2026, 1, 1 + i8::try_from(n).unwrap())),
        level: None,
        category: None,
    }))
}

fn mappa(level: &str, category: &str, day: i8) -> Registration<'static> {
    let leak = |s: &str| -> &'static str { Box::leak(s.to_owned().into_boxed_str()) };
    Registration {
        code: "MAPP",
        on: Some(date(2026, 2, day)),
        level: Some(leak(level)),
        category: Some(leak(category)),
    }
}

fn protect_points(facts: TwoPartFacts) -> u32 {
    two_part(policy(), &facts).protect_points.total
}

fn letter_of(facts: LetterFacts) -> LetterTier {
    letter(policy(), &facts, TODAY).unwrap()
}

fn scored(arp: f64, csrp: f64) -> LetterFacts {
    let predictors = Predictors {
        arp: Some(arp),
        arp_kind: ScoreKind::Dynamic,
        csrp: Some(csrp),
        csrp_kind: ScoreKind::Dynamic,
        direct_contact: None,
    };
    LetterFacts {
        has_active_event: true,
        predictors: Some(predictors),
        flags: flags(&["RLRH"]),
        ..LetterFacts::default()
    }
}
