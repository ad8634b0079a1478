//! The kinds of validation error that only the models of generation 1 and the screens give.
//!
//! Always true: name and message are those of the service. It does not know when they are given.

use crate::refusal::{Kind, OFFENCE_CODE_MAPPING_NOT_FOUND, ValidationError};

macro_rules! kinds {
    ($($name:ident $message:literal;)+) => {
        $(#[doc = concat!("`", stringify!($name), "`: ", $message, ".")]
        pub const $name: Kind = Kind { name: stringify!($name), message: $message };)+

        /// All of them.
        pub const KINDS: &[Kind] = &[$($name),+];
    };
}

kinds! {
    TOTAL_NUMBER_OF_SANCTIONS_LESS_THAN_ONE "Total number of sanctions must be one or greater";
    AGE_AT_CURRENT_CONVICTION_LESS_THAN_TEN "Age at current conviction must be 10 or greater";
    NEED_DETAILS_OF_EXACT_OFFENCE "For this group of offences, the OGRS 3 offence category takes different values depending on the nature of the exact offence. Therefore, it is not possible to calculate an OGRS 3 score without details of the exact offence.";
    SEXUAL_OFFENDING_MISSING_COUNTS "Sexual motivation/offending identified - complete sexual offence counts";
    SEXUAL_OFFENDING_INCONSISTENT_INPUT "No sexual motivation/offending identified - additional fields should not be provided";
    VIOLENT_SANCTION_GREATER_THAN_TOTAL_SANCTIONS "Violence count is greater than total sanctions";
    FOLLOW_UP_DATE_BEFORE_CONVICTION_DATE "Offender's date of commencement of community sentence or earliest possible release from custody is before conviction date";
    LDS_NOT_ENOUGH_FIELDS_PRESENT "At least three input fields must be provided";
    DOMESTIC_ABUSE_INCONSISTENT_INPUT "No evidence of domestic abuse identified - domesticAbuseAgainstPartner and domesticAbuseAgainstFamily should not be provided";
}

/// The table has no weight for this code.
pub fn not_mapped(code: &str) -> ValidationError {
    let mut error = OFFENCE_CODE_MAPPING_NOT_FOUND.about(&["currentOffenceCode"]);
    error.message = format!("No offence code to actuarial weighting mapping found for {code}");
    error
}
