//! The checks that the predictors of generation 2 share.
//!
//! Always true: a check says nothing about a value that is absent (its absence is found by the check of mandatory fields),
//! and nothing about a pair of which another check has already found fault. It computes no score.

use super::facts::{Facts, WrittenCode};
use super::faults::Faults;
use crate::data::OffenceTable;
use crate::refusal as kind;
use crate::vocabulary::completed_years;
use jiff::ToSpan;

/// Ages from here on are not believed.
const AGE_LIMIT: i32 = 110;
/// A conviction may lie so many months after the assessment, and no more.
const MONTHS_AHEAD: i64 = 3;

pub(super) fn mandatory(facts: &Facts, with_violence: bool, faults: &mut impl Faults) {
    faults.fault_of_flagged(
        kind::MISSING_MANDATORY_INPUT,
        &[
            ("dateOfBirth", facts.born.is_none()),
            ("dateOfCurrentConviction", facts.convicted.is_none()),
            ("ageAtFirstSanction", facts.age_at_first_sanction.is_none()),
            ("gender", facts.sex.is_none()),
            ("currentOffenceCode", facts.offence.is_none()),
            ("totalNumberOfSanctionsForAllOffences", facts.sanctions.is_none()),
            ("totalNumberOfViolentSanctions", with_violence && facts.violent_sanctions.is_none()),
        ],
    );
}

pub(super) fn age_at_first_sanction(facts: &Facts, faults: &mut impl Faults) {
    if facts.age_at_first_sanction.is_some_and(|age| !(0..AGE_LIMIT).contains(&age)) {
        faults.fault(kind::AGE_AT_FIRST_SANCTION_OUT_OF_RANGE, &["ageAtFirstSanction"]);
    }
}

pub(super) fn sanctions(facts: &Facts, faults: &mut impl Faults) {
    if facts.sanctions.is_some_and(|n| !(1..=999).contains(&n)) {
        faults.fault(kind::TOTAL_NUMBER_OF_SANCTIONS_OUT_OF_RANGE, &["totalNumberOfSanctionsForAllOffences"]);
    }
}

pub(super) fn violent_sanctions(facts: &Facts, faults: &mut impl Faults) {
    if let (Some(violent), Some(all)) = (facts.violent_sanctions, facts.sanctions)
        && (violent < 0 || violent > all)
    {
        let fields = ["totalNumberOfViolentSanctions", "totalNumberOfSanctionsForAllOffences"];
        faults.fault(kind::VIOLENT_SANCTION_OUT_OF_RANGE, &fields);
    }
}

pub(super) fn offence(facts: &Facts, table: &OffenceTable, faults: &mut impl Faults) {
    match facts.offence {
        None => {}
        Some(WrittenCode::Malformed) => faults.fault(kind::OFFENCE_CODE_INCORRECT_FORMAT, &["currentOffenceCode"]),
        Some(WrittenCode::Code(code)) if table.category(code).is_none() => {
            faults.fault(kind::OFFENCE_CODE_MAPPING_NOT_FOUND, &["currentOffenceCode"]);
        }
        Some(WrittenCode::Code(_)) => {}
    }
}

pub(super) fn conviction_after_birth(facts: &Facts, faults: &mut impl Faults) {
    if let (Some(born), Some(convicted)) = (facts.born, facts.convicted)
        && convicted <= born
    {
        faults.fault(kind::DATE_OF_CURRENT_CONVICTION_BEFORE_DATE_OF_BIRTH, &["dateOfCurrentConviction"]);
    }
}

pub(super) fn first_sanction_before_conviction(facts: &Facts, faults: &mut impl Faults) {
    if let (Some(born), Some(convicted), Some(first)) = (facts.born, facts.convicted, facts.age_at_first_sanction)
        && completed_years(born, convicted).is_ok_and(|age| age < first)
    {
        let fields = ["dateOfCurrentConviction", "ageAtFirstSanction"];
        faults.fault(kind::AGE_AT_FIRST_SANCTION_AFTER_AGE_AT_CURRENT_CONVICTION, &fields);
    }
}

pub(super) fn conviction_near_assessment(facts: &Facts, faults: &mut impl Faults) {
    let latest = facts.assessed.checked_add(MONTHS_AHEAD.months());
    if let (Some(convicted), Ok(latest)) = (facts.convicted, latest)
        && convicted > latest
    {
        let fields = ["dateOfCurrentConviction", "assessmentDate"];
        faults.fault(kind::DATE_OF_CURRENT_CONVICTION_WITHIN_THREE_MONTHS_OF_ASSESSMENT_DATE, &fields);
    }
}

pub(super) fn followup(facts: &Facts, faults: &mut impl Faults) {
    if facts.followup.is_none() && facts.convicted.is_none() {
        faults.fault(kind::DATE_OF_START_OF_FOLLOWUP_REQUIRED, &["dateAtStartOfFollowup"]);
    }
    if let (Some(born), Some(followup)) = (facts.born, facts.followup) {
        match completed_years(born, followup) {
            Err(_) => faults.fault(kind::DATE_OF_START_OF_FOLLOWUP_BEFORE_DATE_OF_BIRTH, &["dateAtStartOfFollowup"]),
            Ok(age) if age >= AGE_LIMIT => followup_age(faults),
            Ok(_) => {}
        }
    }
}

fn followup_age(faults: &mut impl Faults) {
    faults.fault(kind::DATE_OF_START_OF_FOLLOWUP_OUT_OF_RANGE, &["dateAtStartOfFollowup"]);
}

/// The fields of the four counts of sexual sanctions, in the order in which the national services name them.
pub(super) const SEXUAL_COUNTS: [&str; 4] = [
    "totalIndecentImageSanctions",
    "totalContactAdultSexualSanctions",
    "totalContactChildSexualSanctions",
    "totalNonContactSexualOffences",
];

/// The four counts, in the same order.
pub(super) fn sexual_counts(facts: &Facts) -> [Option<i32>; 4] {
    let sexual = &facts.sexual;
    [sexual.images, sexual.contact_adult, sexual.contact_child, sexual.non_contact]
}

pub(super) fn sexual_counts_present(facts: &Facts, faults: &mut impl Faults) {
    let [a, b, c, d] = sexual_counts(facts).map(|count| count.is_none());
    let [images, adult, child, other] = SEXUAL_COUNTS;
    faults.fault_of_flagged(kind::MISSING_MANDATORY_INPUT, &[(images, a), (adult, b), (child, c), (other, d)]);
}

/// No history, but counts: found for a man only.
pub(super) fn sexual_counts_without_history(facts: &Facts, faults: &mut impl Faults) {
    let [a, b, c, d] = sexual_counts(facts).map(|count| count.is_some_and(|n| n != 0));
    let [images, adult, child, other] = SEXUAL_COUNTS;
    if a || b || c || d {
        faults.fault_of_flagged(
            kind::SEXUAL_REOFFENDING_PREDICTOR_INCONSISTENT_INPUT,
            &[("hasEverCommittedSexualOffence", true), (images, a), (adult, b), (child, c), (other, d)],
        );
    }
}

/// A history without any sanction, or with more sexual sanctions than sanctions, or with a count below nothing.
pub(super) fn sexual_counts_in_range(facts: &Facts, sanctions: Option<i32>, faults: &mut impl Faults) {
    let counts = sexual_counts(facts);
    if counts.iter().all(|count| *count == Some(0)) {
        return faults.fault(kind::SEXUAL_REOFFENDING_PREDICTOR_NO_SANCTIONS, &SEXUAL_COUNTS);
    }
    let sum: i64 = counts.iter().map(|count| i64::from(count.unwrap_or(0))).sum();
    if counts.iter().flatten().any(|count| *count < 0) || sanctions.is_some_and(|n| sum > i64::from(n)) {
        faults.fault(kind::TOTAL_NUMBER_OF_SEXUAL_SANCTIONS_OUT_OF_RANGE, &SEXUAL_COUNTS);
    }
}

pub(super) fn most_recent_sexual_offence(facts: &Facts, faults: &mut impl Faults) {
    let field = ["dateOfMostRecentSexualOffence"];
    let Some(day) = facts.sexual.most_recent else {
        return faults.fault(kind::MISSING_MANDATORY_INPUT, &field);
    };
    match facts.born.map(|born| completed_years(born, day)) {
        Some(Err(_)) => faults.fault(kind::DATE_OF_MOST_RECENT_SEXUAL_OFFENCE_BEFORE_DATE_OF_BIRTH, &field),
        Some(Ok(age)) if age >= AGE_LIMIT => {
            faults.fault(kind::DATE_OF_MOST_RECENT_SEXUAL_OFFENCE_OUT_OF_RANGE, &field);
        }
        _ => {}
    }
}

pub(super) fn followup_age_of_men(facts: &Facts, faults: &mut impl Faults) {
    if let (Some(born), Some(followup)) = (facts.born, facts.followup)
        && completed_years(born, followup).is_ok_and(|age| age >= AGE_LIMIT)
    {
        followup_age(faults);
    }
}
