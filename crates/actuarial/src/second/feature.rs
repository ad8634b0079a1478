//! The features that ARP, VRP and SVRP add up, each with its rule.
//!
//! Always true: a feature's contribution follows from the weights, the figures and the answers alone, and is exactly 0 where
//! its condition does not hold. It does not know which model has which feature.

use super::facts::Answers;
use super::figures::Figures;
use super::weights::Weights;
use crate::vocabulary::{PreviousConviction, Problem, Relationship, Sex};

/// One addend of the sum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Feature {
    Intercept,
    Age,
    Female,
    Offence,
    FirstSanction,
    SecondSanction,
    SanctionCount,
    SecondSanctionGap,
    OffenceFreeMonths,
    /// Sanctions a year of the career, on a logarithmic scale; the number is added to the years.
    Rate(u8),
    RateSquared(u8),
    NeverViolent,
    OnceViolent,
    ViolentCount,
    ViolenceRate,
    Weapon,
    Accommodation,
    Unemployed,
    LivesWithPartner,
    Partner,
    PartnerLivingTogether,
    DomesticAbuse,
    Activities,
    DrugMotivation,
    Alcohol,
    Binge,
    Impulsivity,
    Temper,
    ProCriminal,
    /// A drug, by its place in the weights; the last place is any other drug.
    Drug(u8),
    Past(PreviousConviction),
}

/// Years that are added to the career where the rate of violent sanctions is taken.
const VIOLENCE_YEARS: i32 = 30;
/// The place of "any other drug" among the weights of drugs.
const OTHER_DRUGS: u8 = 9;

impl Feature {
    /// What this feature adds.
    pub(super) fn contribution(self, w: &Weights, f: &Figures, a: &Answers) -> f64 {
        let sex = usize::from(f.sex == Sex::Female);
        let by_sex = |pair: &[f64; 2]| if sex == 0 { pair[0] } else { pair[1] };
        match self {
            Self::Intercept => w.intercept,
            Self::Age => powers(if sex == 0 { &w.age[0] } else { &w.age[1] }, f.age),
            Self::Female => given(f.sex == Sex::Female, w.female),
            Self::Offence => w.offence.get(f.category as usize).copied().unwrap_or(f64::NAN),
            Self::FirstSanction => given(f.sanctions == 1, w.first_sanction),
            Self::SecondSanction => given(f.sanctions == 2, w.second_sanction),
            Self::SanctionCount => w.each_sanction * f64::from(f.sanctions),
            Self::SecondSanctionGap => given(f.sanctions == 2, by_sex(&w.gap) * f64::from(f.gap)),
            Self::OffenceFreeMonths => powers(&w.months, f.months),
            Self::Rate(years) => {
                when(f.sanctions >= 3, || by_sex(&w.rate) * rate(f.sanctions, f.gap, i32::from(years)))
            }
            Self::RateSquared(years) => when(f.sanctions >= 3, || {
                let rate = rate(f.sanctions, f.gap, i32::from(years));
                by_sex(&w.rate_squared) * rate * rate
            }),
            Self::NeverViolent => given(f.violent == 0, by_sex(&w.never_violent)),
            Self::OnceViolent => given(f.violent == 1, w.once_violent),
            Self::ViolentCount => w.each_violent * f64::from(f.violent),
            Self::ViolenceRate => when(f.violent >= 1, || w.violence_rate * rate(f.violent, f.gap, VIOLENCE_YEARS)),
            Self::Weapon => given(a.weapon == Some(true), w.weapon),
            Self::Accommodation => steps(w.accommodation, a.accommodation),
            Self::Unemployed => given(a.unemployed == Some(true), 2.0 * w.unemployed),
            Self::LivesWithPartner => given(living_together(a), w.lives_with_partner),
            Self::Partner => steps(w.partner, a.partner),
            Self::PartnerLivingTogether => given(living_together(a), steps(w.partner_living_together, a.partner)),
            Self::DomesticAbuse => given(a.domestic_abuse == Some(true), w.domestic_abuse),
            Self::Activities => steps(w.activities, a.activities),
            Self::DrugMotivation => a.drug_motivation.map_or(0.0, |m| w.drug_motivation * f64::from(m.step())),
            Self::Alcohol => steps(w.alcohol, a.alcohol),
            Self::Binge => steps(w.binge, a.binge),
            Self::Impulsivity => steps(w.impulsivity, a.impulsivity),
            Self::Temper => steps(w.temper, a.temper),
            Self::ProCriminal => steps(w.pro_criminal, a.pro_criminal),
            Self::Drug(place) => {
                let used = if place == OTHER_DRUGS { a.drugs.any_other() } else { a.drugs.at(place) };
                given(used, w.drugs.get(usize::from(place)).copied().unwrap_or(f64::NAN))
            }
            Self::Past(kind) => {
                let has = a.previous.is_some_and(|previous| previous.has(kind));
                given(has, w.past.get(usize::from(kind.step())).copied().unwrap_or(f64::NAN))
            }
        }
    }
}

fn given(holds: bool, weight: f64) -> f64 {
    if holds { weight } else { 0.0 }
}

fn when(holds: bool, weight: impl FnOnce() -> f64) -> f64 {
    if holds { weight() } else { 0.0 }
}

fn powers(weights: &[f64; 4], x: i32) -> f64 {
    let x = f64::from(x);
    let [first, second, third, fourth] = weights;
    x * (first + x * (second + x * (third + x * fourth)))
}

fn rate(count: i32, gap: i32, years: i32) -> f64 {
    (f64::from(count) / f64::from(gap + years)).ln()
}

fn steps(weight: f64, answer: Option<Problem>) -> f64 {
    answer.map_or(0.0, |problem| weight * f64::from(problem.step()))
}

fn living_together(a: &Answers) -> bool {
    a.relationship == Some(Relationship::LivingTogether)
}
