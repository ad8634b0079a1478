//! ARP, VRP and SVRP: which features each adds, which answers its dynamic form needs, its checks in their order, its bands.
//!
//! Always true: the lists stand in the order of the national responses. The arithmetic is elsewhere.

use super::checks as check;
use super::facts::Drug;
use super::feature::Feature;
use super::suite::{Need, Suite};
use crate::vocabulary::{Band, PreviousConviction};

const fn bands(medium: f64, high: f64, very_high: f64) -> [(Band, f64); 4] {
    [(Band::Low, 0.0), (Band::Medium, medium), (Band::High, high), (Band::VeryHigh, very_high)]
}

const ACCOMMODATION: Need = Need("suitabilityOfAccommodation", |a| a.accommodation.is_some());
const UNEMPLOYED: Need = Need("isUnemployed", |a| a.unemployed.is_some());
const PARTNER: Need = Need("currentRelationshipWithPartner", |a| a.partner.is_some());
const DOMESTIC_ABUSE: Need = Need("evidenceOfDomesticAbuse", |a| a.domestic_abuse.is_some());
const RELATIONSHIP: Need = Need("currentRelationshipStatus", |a| a.relationship.is_some());
const ACTIVITIES: Need = Need("regularOffendingActivities", |a| a.activities.is_some());
const MOTIVATION: Need = Need("motivationToTackleDrugMisuse", |a| a.drug_motivation.is_some());
const ALCOHOL: Need = Need("currentAlcoholUseProblems", |a| a.alcohol.is_some());
const BINGE: Need = Need("excessiveAlcoholUse", |a| a.binge.is_some());
const IMPULSIVITY: Need = Need("impulsivityProblems", |a| a.impulsivity.is_some());
const TEMPER: Need = Need("temperControl", |a| a.temper.is_some());
const PRO_CRIMINAL: Need = Need("proCriminalAttitudes", |a| a.pro_criminal.is_some());
const WEAPON: Need = Need("didOffenceInvolveCarryingOrUsingWeapon", |a| a.weapon.is_some());
const PREVIOUS: Need = Need("previousConvictions", |a| a.previous.is_some());

macro_rules! drugs {
    ($first:ident $field:literal) => {
        &[
            (Drug::$first, $field),
            (Drug::OtherOpiate, "hasOtherOpiateUsage"),
            (Drug::Crack, "hasCrackCocaineUsage"),
            (Drug::PowderCocaine, "hasPowderCocaineUsage"),
            (Drug::Prescribed, "hasMisusedPrescriptionDrugUsage"),
            (Drug::Benzodiazepines, "hasBenzodiazepinesUsage"),
            (Drug::Cannabis, "hasCannabisUsage"),
            (Drug::Steroids, "hasSteroidsUsage"),
            (Drug::Other, "hasOtherDrugsUsage"),
            (Drug::Ketamine, "hasKetamineUsage"),
            (Drug::Spice, "hasSpiceUsage"),
            (Drug::Hallucinogens, "hasHallucinogensUsage"),
            (Drug::Solvents, "hasSolventsUsage"),
        ]
    };
}

/// All reoffending: the successor of OGRS3 and OGP.
pub const ARP: Suite = Suite {
    algorithm: "ALL_REOFFENDING_PREDICTOR",
    form: |table| &table.arp,
    brief: &[
        (Feature::Intercept, "twoYearInterceptWeight"),
        (Feature::Age, "ageGenderPolynomialWeight"),
        (Feature::Female, "genderWeight"),
        (Feature::Offence, "offenceGroupWeight"),
        (Feature::FirstSanction, "firstSanctionWeight"),
        (Feature::SecondSanction, "secondSanctionWeight"),
        (Feature::SanctionCount, "totalNumberOfSanctionsForAllOffencesWeight"),
        (Feature::SecondSanctionGap, "secondSanctionGapWeight"),
        (Feature::OffenceFreeMonths, "offenceFreeMonthsWeight"),
        (Feature::Rate(26), "copasScore"),
        (Feature::RateSquared(26), "copasScoreSquared"),
    ],
    answers: &[
        (Feature::Accommodation, "suitableAccommodationWeight"),
        (Feature::Unemployed, "unemployedWeight"),
        (Feature::LivesWithPartner, "liveInRelationshipWeight"),
        (Feature::Partner, "relationshipQualityWeight"),
        (Feature::PartnerLivingTogether, "multiplicativeRelationshipWeight"),
        (Feature::DomesticAbuse, "domesticViolenceWeight"),
        (Feature::Activities, "regularOffendingActivitiesWeight"),
        (Feature::DrugMotivation, "drugMotivationWeight"),
        (Feature::Alcohol, "chronicDrinkingProblemsWeight"),
        (Feature::Binge, "bingeDrinkingProblemsWeight"),
        (Feature::Impulsivity, "impulsivityProblemsWeight"),
        (Feature::ProCriminal, "proCriminalAttitudesWeight"),
        (Feature::Drug(Drug::Heroin as u8), "heroinUsageWeight"),
        (Feature::Drug(Drug::OtherOpiate as u8), "otherOpiateUsageWeight"),
        (Feature::Drug(Drug::Crack as u8), "crackCocaineUsageWeight"),
        (Feature::Drug(Drug::PowderCocaine as u8), "powderCocaineUsageWeight"),
        (Feature::Drug(Drug::Prescribed as u8), "misusedPrescriptionDrugUsageWeight"),
        (Feature::Drug(Drug::Benzodiazepines as u8), "benzodiazepinesUsageWeight"),
        (Feature::Drug(Drug::Cannabis as u8), "cannabisUsageWeight"),
        (Feature::Drug(Drug::Steroids as u8), "steroidUsageWeight"),
        (Feature::Drug(Drug::Other as u8), "otherDrugUsageWeight"),
    ],
    needs: &[
        ACCOMMODATION,
        UNEMPLOYED,
        PARTNER,
        DOMESTIC_ABUSE,
        RELATIONSHIP,
        ACTIVITIES,
        ALCOHOL,
        BINGE,
        IMPULSIVITY,
        PRO_CRIMINAL,
    ],
    drugs: drugs!(Heroin "hasHeroinUsage"),
    bands: bands(50.0, 75.0, 90.0),
    violence: false,
    nothing_is_an_error: true,
    checks: |facts, offences, faults| {
        check::conviction_after_birth(facts, faults);
        check::first_sanction_before_conviction(facts, faults);
        check::conviction_near_assessment(facts, faults);
        check::age_at_first_sanction(facts, faults);
        check::offence(facts, offences, faults);
        check::sanctions(facts, faults);
        check::followup(facts, faults);
    },
};

/// Violent reoffending: the successor of OVP.
pub const VRP: Suite = Suite {
    algorithm: "VIOLENT_REOFFENDING_PREDICTOR",
    form: |table| &table.vrp,
    brief: &[
        (Feature::Intercept, "twoYearInterceptWeight"),
        (Feature::Age, "ageGenderPolynomialWeight"),
        (Feature::Female, "genderWeight"),
        (Feature::Offence, "offenceGroupWeight"),
        (Feature::FirstSanction, "firstSanctionWeight"),
        (Feature::SecondSanction, "secondSanctionWeight"),
        (Feature::SanctionCount, "totalNumberOfSanctionsForAllOffencesWeight"),
        (Feature::NeverViolent, "neverViolentWeight"),
        (Feature::OnceViolent, "onceViolentWeight"),
        (Feature::ViolentCount, "totalNumberOfViolentSanctionsWeight"),
        (Feature::SecondSanctionGap, "secondSanctionGapWeight"),
        (Feature::OffenceFreeMonths, "offenceFreeMonthsWeight"),
        (Feature::Rate(12), "copasScore"),
        (Feature::ViolenceRate, "copasViolentOffencesScore"),
    ],
    answers: &[
        (Feature::Accommodation, "suitableAccommodationWeight"),
        (Feature::Unemployed, "unemployedWeight"),
        (Feature::LivesWithPartner, "liveInRelationshipWeight"),
        (Feature::Partner, "relationshipQualityWeight"),
        (Feature::PartnerLivingTogether, "multiplicativeRelationshipWeight"),
        (Feature::DomesticAbuse, "domesticViolenceWeight"),
        (Feature::Activities, "regularOffendingActivitiesWeight"),
        (Feature::DrugMotivation, "drugMotivationWeight"),
        (Feature::Alcohol, "chronicDrinkingProblemsWeight"),
        (Feature::Binge, "bingeDrinkingProblemsWeight"),
        (Feature::Impulsivity, "impulsivityProblemsWeight"),
        (Feature::Temper, "temperControlWeight"),
        (Feature::Drug(Drug::Methadone as u8), "methadoneUsageWeight"),
        (Feature::Drug(Drug::OtherOpiate as u8), "otherOpiateUsageWeight"),
        (Feature::Drug(Drug::Crack as u8), "crackCocaineUsageWeight"),
        (Feature::Drug(Drug::PowderCocaine as u8), "powderCocaineUsageWeight"),
        (Feature::Drug(Drug::Prescribed as u8), "misusedPrescriptionDrugUsageWeight"),
        (Feature::Drug(Drug::Benzodiazepines as u8), "benzodiazepinesUsageWeight"),
        (Feature::Drug(Drug::Cannabis as u8), "cannabisUsageWeight"),
        (Feature::Drug(Drug::Steroids as u8), "steroidUsageWeight"),
        (Feature::Drug(Drug::Other as u8), "otherDrugUsageWeight"),
    ],
    needs: &[
        ACCOMMODATION,
        UNEMPLOYED,
        PARTNER,
        DOMESTIC_ABUSE,
        RELATIONSHIP,
        ACTIVITIES,
        MOTIVATION,
        ALCOHOL,
        BINGE,
        IMPULSIVITY,
        TEMPER,
    ],
    drugs: drugs!(Methadone "hasMethadoneUsage"),
    bands: bands(30.0, 60.0, 80.0),
    violence: true,
    nothing_is_an_error: true,
    checks: |facts, offences, faults| {
        check::age_at_first_sanction(facts, faults);
        check::sanctions(facts, faults);
        check::violent_sanctions(facts, faults);
        check::offence(facts, offences, faults);
        check::conviction_after_birth(facts, faults);
        check::first_sanction_before_conviction(facts, faults);
        check::conviction_near_assessment(facts, faults);
        check::followup(facts, faults);
    },
};

/// Serious violent reoffending: the successor of SNSV.
pub const SVRP: Suite = Suite {
    algorithm: "SERIOUS_VIOLENT_REOFFENDING_PREDICTOR",
    form: |table| &table.svrp,
    brief: &[
        (Feature::Intercept, "twoYearInterceptWeight"),
        (Feature::Age, "ageGenderPolynomialWeight"),
        (Feature::Female, "genderWeight"),
        (Feature::Offence, "offenceGroupWeight"),
        (Feature::FirstSanction, "firstSanctionWeight"),
        (Feature::SecondSanction, "secondSanctionWeight"),
        (Feature::SanctionCount, "totalNumberOfSanctionsForAllOffencesWeight"),
        (Feature::SecondSanctionGap, "secondSanctionGapWeight"),
        (Feature::OffenceFreeMonths, "offenceFreeMonthsWeight"),
        (Feature::Rate(12), "copasScore"),
        (Feature::NeverViolent, "neverViolentWeight"),
        (Feature::OnceViolent, "onceViolentWeight"),
        (Feature::ViolentCount, "violentSanctionsWeight"),
        (Feature::ViolenceRate, "violenceRateWeight"),
    ],
    answers: &[
        (Feature::Weapon, "offenceInvolveCarryingOrUsingWeaponsWeight"),
        (Feature::Accommodation, "suitableAccommodationWeight"),
        (Feature::Unemployed, "unemployedWeight"),
        (Feature::Alcohol, "chronicDrinkingProblemsWeight"),
        (Feature::Temper, "temperControlWeight"),
        (Feature::ProCriminal, "proCriminalAttitudesWeight"),
        (Feature::Past(PreviousConviction::Homicide), "pastHomicideOffenceWeight"),
        (Feature::Past(PreviousConviction::WoundingGbh), "pastWoundingGrievousBodilyHarmOffenceWeight"),
        (Feature::Past(PreviousConviction::Kidnapping), "pastKidnappingOffenceWeight"),
        (Feature::Past(PreviousConviction::Firearms), "pastFirearmsOffenceWeight"),
        (Feature::Past(PreviousConviction::Robbery), "pastRobberyOffenceWeight"),
        (Feature::Past(PreviousConviction::AggravatedBurglary), "pastAggravatedBurglaryOffenceWeight"),
        (Feature::Past(PreviousConviction::Weapon), "pastNonFirearmWeaponOffenceWeight"),
        (Feature::Past(PreviousConviction::CriminalDamage), "pastCriminalDamageOffenceWeight"),
        (Feature::Past(PreviousConviction::Arson), "pastArsonOffenceWeight"),
    ],
    needs: &[WEAPON, ACCOMMODATION, UNEMPLOYED, ALCOHOL, TEMPER, PRO_CRIMINAL, PREVIOUS],
    drugs: &[],
    bands: bands(1.0, 3.0, 6.9),
    violence: true,
    nothing_is_an_error: false,
    checks: |facts, offences, faults| {
        check::sanctions(facts, faults);
        check::violent_sanctions(facts, faults);
        check::offence(facts, offences, faults);
        check::age_at_first_sanction(facts, faults);
        check::conviction_after_birth(facts, faults);
        check::first_sanction_before_conviction(facts, faults);
        check::conviction_near_assessment(facts, faults);
    },
};
