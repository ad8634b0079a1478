//! Why a score was not given, or was given in its static form only: the national services' kinds of validation error.
//!
//! Always true: an error names its kind, says what is wrong, and lists the fields in the order that the national services
//! list them. It does not know which model found it.

use serde::{Deserialize, Serialize};

/// One validation error as it stands in a response.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ValidationError {
    /// The kind, in capitals, such as `MISSING_MANDATORY_INPUT`.
    #[serde(rename = "type")]
    pub kind: String,
    /// What is wrong.
    pub message: String,
    /// The fields that it is about; empty where the service names none.
    pub fields: Vec<String>,
}

/// A kind of error with its fixed message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kind {
    /// The wire name.
    pub name: &'static str,
    /// The fixed message.
    pub message: &'static str,
}

impl Kind {
    /// This error about `fields`.
    pub fn about<S: AsRef<str>>(self, fields: &[S]) -> ValidationError {
        ValidationError {
            kind: self.name.to_owned(),
            message: self.message.to_owned(),
            fields: fields.iter().map(|field| field.as_ref().to_owned()).collect(),
        }
    }
}

macro_rules! kinds {
    ($($name:ident $message:literal;)+) => {
        $(#[doc = concat!("`", stringify!($name), "`: ", $message, ".")]
        pub const $name: Kind = Kind { name: stringify!($name), message: $message };)+

        /// Every kind of error that the models may answer with.
        pub const KINDS: &[Kind] = &[$($name),+];
    };
}

kinds! {
    MISSING_MANDATORY_INPUT "Mandatory input field(s) missing";
    MISSING_DYNAMIC_INPUT "Dynamic input field(s) missing";
    UNEXPECTED_ERROR "Unexpected error thrown during calculation, see logs for further details";
    COMPONENT_VALIDATION_ERROR "Validation error(s) in component scores";
    OFFENCE_CODE_INCORRECT_FORMAT "Offence code must be a string of 5 digits";
    OFFENCE_CODE_MAPPING_NOT_FOUND "No offence code to actuarial weighting mapping found for offence code";
    AGE_AT_FIRST_SANCTION_AFTER_AGE_AT_CURRENT_CONVICTION "Age at first sanction must be before age at current conviction";
    AGE_AT_FIRST_SANCTION_OUT_OF_RANGE "Age at first sanction must be between 0 and 109 (inclusive)";
    DATE_OF_CURRENT_CONVICTION_BEFORE_DATE_OF_BIRTH "Date of current conviction cannot be before date of birth";
    DATE_OF_CURRENT_CONVICTION_WITHIN_THREE_MONTHS_OF_ASSESSMENT_DATE "Date of current conviction must be less than 3 months after the assessment date";
    TOTAL_NUMBER_OF_SANCTIONS_OUT_OF_RANGE "Total number of sanctions must be between 1 and 999 (inclusive)";
    VIOLENT_SANCTION_OUT_OF_RANGE "Violent sanctions count must be greater than 0, but less than or equal to total number of sanctions";
    DATE_OF_START_OF_FOLLOWUP_REQUIRED "Either Date at start of followup or date of current conviction must be provided";
    DATE_OF_START_OF_FOLLOWUP_BEFORE_DATE_OF_BIRTH "Date of start of followup cannot be before date of birth";
    DATE_OF_START_OF_FOLLOWUP_OUT_OF_RANGE "Age at date at start of followup must be less than 110";
    DATE_OF_MOST_RECENT_SEXUAL_OFFENCE_BEFORE_DATE_OF_BIRTH "Date of most recent sexual offence cannot be before date of birth";
    DATE_OF_MOST_RECENT_SEXUAL_OFFENCE_OUT_OF_RANGE "Age at date of most recent sexual offence must be less than 110";
    MOTIVATION_TO_TACKLE_DRUG_MISUSE_INCONSISTENT "When motivationToTackleDrugMisuse is null, all drug usage questions must be false or null";
    SEXUAL_REOFFENDING_PREDICTOR_NO_SANCTIONS "If hasEverCommittedSexualOffence is true, at least one sexual sanction/offence must be more than 0";
    SEXUAL_REOFFENDING_PREDICTOR_INCONSISTENT_INPUT "hasEverCommittedSexualOffence cannot be null or false when sexual sanctions exist";
    TOTAL_NUMBER_OF_SEXUAL_SANCTIONS_OUT_OF_RANGE "Sexual sanctions count must be greater than 0, but less than or equal to total number of sanctions";
    INPUT_NOT_READABLE "The value given cannot be read";
}

impl ValidationError {
    /// The error of a calculation that could not be carried out, with `cause` in the place where the service puts it.
    pub fn unexpected(cause: &str) -> Self {
        let mut error = UNEXPECTED_ERROR.about::<&str>(&[]);
        error.message = format!("{}: {cause}", UNEXPECTED_ERROR.message);
        error
    }
}
