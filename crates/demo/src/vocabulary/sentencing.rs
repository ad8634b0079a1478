//! The mix of sentences, requirements, tiers and attendance in the demo world. The shares are assumptions, shaped after
//! the published proportions of people under supervision; they prove nothing about any real service.

use crate::random::Random;

/// What the court passed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SentencePlan {
    /// Months from the day of the order to its end.
    Community { months: i32 },
    /// The term in months, and the months for which it is suspended and supervised.
    Suspended { term: i32, months: i32 },
    /// The whole term in months.
    Custody { months: i32 },
}

/// A requirement by what it asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Asks {
    UnpaidWork,
    RehabilitationActivity,
    Programme,
    TaggedCurfew,
    AlcoholAbstinence,
    DrugRehabilitation,
    AlcoholTreatment,
    MentalHealthTreatment,
    Exclusion,
}

/// A requirement with its length: hours of work, days of activity, programme and abstinence, months of the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RequirementPlan {
    pub asks: Asks,
    pub length: i32,
}

/// Which of the sentences a person serves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SentenceKind {
    Community,
    Suspended,
    InCustody,
    OnLicence,
}

const KINDS: &[(u32, SentenceKind)] = &[
    (400, SentenceKind::Community),
    (265, SentenceKind::Suspended),
    (135, SentenceKind::InCustody),
    (200, SentenceKind::OnLicence),
];

/// Requirement, how many of a thousand community orders have it, how many suspended sentences, usual lengths.
type Usual = (Asks, u32, u32, &'static [(u32, i32)]);

const REQUIREMENTS: &[Usual] = &[
    (Asks::RehabilitationActivity, 560, 640, &[(25, 10), (30, 15), (25, 20), (15, 25), (5, 30)]),
    (Asks::UnpaidWork, 430, 400, &[(12, 40), (22, 60), (22, 80), (20, 100), (14, 120), (7, 150), (3, 200)]),
    (Asks::Programme, 90, 130, &[(40, 26), (40, 31), (20, 43)]),
    (Asks::TaggedCurfew, 130, 150, &[(30, 2), (40, 3), (20, 4), (10, 6)]),
    (Asks::AlcoholAbstinence, 75, 95, &[(30, 60), (40, 90), (30, 120)]),
    (Asks::DrugRehabilitation, 45, 60, &[(60, 6), (25, 9), (15, 12)]),
    (Asks::AlcoholTreatment, 35, 40, &[(60, 6), (25, 9), (15, 12)]),
    (Asks::MentalHealthTreatment, 22, 28, &[(40, 6), (20, 9), (40, 12)]),
    (Asks::Exclusion, 45, 60, &[(30, 6), (70, 12)]),
];

/// Tiers from A (highest) to G, with their frequency.
const TIERS: &[(u32, &str)] = &[(25, "A"), (90, "B"), (170, "C"), (250, "D"), (235, "E"), (150, "F"), (80, "G")];

pub fn kind(random: &mut Random) -> SentenceKind {
    random.weighted(KINDS).copied().unwrap_or(SentenceKind::Community)
}

pub fn tier(random: &mut Random) -> &'static str {
    random.weighted(TIERS).copied().unwrap_or("D")
}

/// The sentence of that kind, of a usual length.
pub fn sentence(random: &mut Random, kind: SentenceKind) -> SentencePlan {
    let of = |random: &mut Random, lengths: &[(u32, i32)]| random.weighted(lengths).copied().unwrap_or(12);
    match kind {
        SentenceKind::Community => {
            SentencePlan::Community { months: of(random, &[(47, 12), (30, 18), (21, 24), (2, 36)]) }
        }
        SentenceKind::Suspended => SentencePlan::Suspended {
            term: of(random, &[(15, 3), (25, 6), (20, 9), (22, 12), (10, 18), (8, 24)]),
            months: of(random, &[(35, 12), (30, 18), (35, 24)]),
        },
        SentenceKind::InCustody | SentenceKind::OnLicence => SentencePlan::Custody {
            months: of(random, &[(20, 14), (20, 18), (20, 24), (15, 32), (13, 42), (8, 60), (4, 84)]),
        },
    }
}

/// At least one requirement for an order in the community, none for custody.
pub fn requirements(random: &mut Random, kind: SentenceKind) -> Vec<RequirementPlan> {
    let suspended = match kind {
        SentenceKind::Community => false,
        SentenceKind::Suspended => true,
        SentenceKind::InCustody | SentenceKind::OnLicence => return vec![],
    };
    let mut drawn = Vec::new();
    for (asks, community, suspended_share, lengths) in REQUIREMENTS {
        if random.chance(if suspended { *suspended_share } else { *community }) {
            drawn.push(RequirementPlan { asks: *asks, length: random.weighted(lengths).copied().unwrap_or(10) });
        }
    }
    if drawn.is_empty() {
        drawn.push(RequirementPlan { asks: Asks::RehabilitationActivity, length: 15 });
    }
    drawn
}

/// Of a hundred appointments, how many the person keeps: most keep most, some keep few.
pub fn attendance(random: &mut Random) -> u32 {
    random.weighted(&[(35, 95), (30, 88), (20, 78), (10, 62), (5, 40)]).copied().unwrap_or(85)
}

/// Days between appointments that the demo plans for a tier.
#[must_use]
pub fn interval_days(tier: &str) -> i32 {
    match tier {
        "A" | "B" => 7,
        "C" | "D" => 14,
        _ => 28,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_in_the_community_has_a_requirement_and_custody_has_none() {
        let mut random = Random::of(1, "sentencing", 0);
        for _ in 0..500 {
            let kind = kind(&mut random);
            let community = matches!(kind, SentenceKind::Community | SentenceKind::Suspended);
            assert_eq!(!requirements(&mut random, kind).is_empty(), community);
        }
    }

    #[test]
    fn no_length_breaks_the_limits_that_courts_have() {
        for (asks, _, _, lengths) in REQUIREMENTS {
            for (_, length) in *lengths {
                match asks {
                    Asks::UnpaidWork => assert!((40..=300).contains(length)),
                    Asks::AlcoholAbstinence => assert!(*length <= 120),
                    Asks::TaggedCurfew => assert!(*length <= 24),
                    _ => assert!(*length > 0),
                }
            }
        }
    }
}
