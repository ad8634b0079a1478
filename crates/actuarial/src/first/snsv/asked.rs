//! SNSV from a request: which inputs are mandatory, what is inconsistent, and which form is used.
//!
//! Always true: missing answers alone never block the static form, unless the caller insists on the dynamic one.

use super::formula::{Snsv, SnsvAnswers, SnsvInput, score};
use crate::first::kinds::{
    FOLLOW_UP_DATE_BEFORE_CONVICTION_DATE, VIOLENT_SANCTION_GREATER_THAN_TOTAL_SANCTIONS, not_mapped,
};
use crate::first::ogrs3::{aged, has_five_characters};
use crate::first::response::{features, figures, response};
use crate::refusal::{
    AGE_AT_FIRST_SANCTION_AFTER_AGE_AT_CURRENT_CONVICTION, MISSING_DYNAMIC_INPUT, MISSING_MANDATORY_INPUT,
    OFFENCE_CODE_INCORRECT_FORMAT, ValidationError,
};
use crate::vocabulary::{OffenceCode, StaticOrDynamic, completed_months};
use crate::wire::Request1;
use jiff::civil::Date;
use serde_json::{Map, Value, json};

pub(super) const STATIC_NAMES: [&str; 13] = [
    "twoYearInterceptWeight",
    "genderWeight",
    "ageGenderPolynomialWeight",
    "SNSVWeighting",
    "secondSanctionCasesOnlyWeight",
    "monthsSinceLastSanctionWeight",
    "threePlusSanctionWeight",
    "violentHistoryWeight",
    "violentSanctionsWeight",
    "violenceRateWeight",
    "SNSVVATPWeight",
    "totalNumberOfSanctionsForAllOffencesWeight",
    "numberOfSanctionsWeight",
];
pub(super) const DYNAMIC_NAMES: [&str; 11] = [
    "offenceInvolveCarryingOrUsingWeaponsWeight",
    "suitabilityOfAccommodationWeight",
    "unemployedWeight",
    "currentRelationshipWithPartner",
    "chronicDrinkingProblemsWeight",
    "bingeDrinkingProblemsWeight",
    "impulsivityProblemsWeight",
    "temperControlWeight",
    "proCriminalAttitudesWeight",
    "domesticViolenceWeight",
    "previousConvictionsWeight",
];
const MANDATORY: [&str; 9] = [
    "gender",
    "dateOfBirth",
    "dateOfCurrentConviction",
    "currentOffenceCode",
    "totalNumberOfSanctionsForAllOffences",
    "ageAtFirstSanction",
    "supervisionStatus",
    "dateAtStartOfFollowupUserInput",
    "totalNumberOfViolentSanctions",
];
const DYNAMIC: [&str; 11] = [
    "didOffenceInvolveCarryingOrUsingWeapon",
    "suitabilityOfAccommodation",
    "isUnemployed",
    "currentRelationshipWithPartner",
    "currentAlcoholUseProblems",
    "excessiveAlcoholUse",
    "impulsivityProblems",
    "temperControl",
    "proCriminalAttitudes",
    "previousConvictions",
    "evidenceOfDomesticAbuse",
];
/// The longest time without offence that counts, in months.
const MOST_MONTHS: i32 = 36;

/// A result with what it was made from.
pub(crate) struct Examined {
    pub(crate) input: SnsvInput,
    pub(crate) answers: Option<SnsvAnswers>,
    pub(crate) scored: Snsv,
    /// Answers that are missing; they do not block the static form.
    pub(crate) warnings: Vec<ValidationError>,
}

/// Why there is no result, and the form that was tried, where it came to that.
pub(crate) struct Blocked {
    pub(crate) form: Option<StaticOrDynamic>,
    pub(crate) errors: Vec<ValidationError>,
}

impl From<Vec<ValidationError>> for Blocked {
    fn from(errors: Vec<ValidationError>) -> Self {
        Self { form: None, errors }
    }
}

/// The result of `request`, or every reason why there is none.
pub(crate) fn examine(request: &Request1, today: Date) -> Result<Examined, Blocked> {
    let figures = figures()?;
    let errors = static_errors(request)?;
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let (answers, warnings) = match (request.snsv_static_or_dynamic, answers(request)) {
        (Some(StaticOrDynamic::Static), _) => (None, Vec::new()),
        (_, Some(answers)) => (Some(answers), Vec::new()),
        (_, None) => (None, dynamic_errors(request)),
    };
    let form = if answers.is_some() { StaticOrDynamic::Dynamic } else { StaticOrDynamic::Static };
    let code = request.current_offence_code.as_deref().unwrap_or_default();
    let Some(offence) = OffenceCode::parse(code).and_then(|code| figures.offences.snsv(code, form)) else {
        return Err(Blocked { form: Some(form), errors: vec![not_mapped(code)] });
    };
    let Some(read) = read(request, today, offence) else { return Err(Vec::new().into()) };
    let input = read.map_err(|fault| Blocked::from(vec![ValidationError::from(fault)]))?;
    match score(figures, &input, answers.as_ref()) {
        Ok(scored) => Ok(Examined { input, answers, scored, warnings }),
        Err(fault) => Err(vec![ValidationError::from(fault)].into()),
    }
}

/// What blocks both forms; a date of conviction on or before birth blocks at once.
fn static_errors(request: &Request1) -> Result<Vec<ValidationError>, Blocked> {
    let mut errors = Vec::new();
    let missing = request.missing(&MANDATORY);
    if !missing.is_empty() {
        errors.push(MISSING_MANDATORY_INPUT.about(&missing));
    }
    if request.snsv_static_or_dynamic == Some(StaticOrDynamic::Dynamic) {
        errors.extend(dynamic_errors(request));
    }
    if request.current_offence_code.as_ref().is_some_and(|code| !has_five_characters(code)) {
        errors.push(OFFENCE_CODE_INCORRECT_FORMAT.about(&["currentOffenceCode"]));
    }
    let (n, v) = (request.total_number_of_sanctions_for_all_offences, request.total_number_of_violent_sanctions);
    if let (Some(n), Some(v)) = (n, v)
        && v > n
    {
        let fields = ["totalNumberOfSanctionsForAllOffences", "totalNumberOfViolentSanctions"];
        errors.push(VIOLENT_SANCTION_GREATER_THAN_TOTAL_SANCTIONS.about(&fields));
    }
    let (convicted, followup) = (request.date_of_current_conviction, request.date_at_start_of_followup_user_input);
    if let (Some(convicted), Some(followup)) = (convicted, followup)
        && followup < convicted
    {
        let fields = ["dateAtStartOfFollowupUserInput", "dateOfCurrentConviction"];
        errors.push(FOLLOW_UP_DATE_BEFORE_CONVICTION_DATE.about(&fields));
    }
    if let (Some(first), Some(born), Some(convicted)) =
        (request.age_at_first_sanction, request.date_of_birth, convicted)
    {
        let age = aged(born, convicted, "dateOfCurrentConviction")
            .map_err(|fault| Blocked::from(vec![ValidationError::from(fault)]))?;
        if first > age {
            let fields = ["ageAtFirstSanction", "dateOfBirth", "dateOfCurrentConviction"];
            errors.push(AGE_AT_FIRST_SANCTION_AFTER_AGE_AT_CURRENT_CONVICTION.about(&fields));
        }
    }
    Ok(errors)
}

/// The answers that the dynamic form lacks.
fn dynamic_errors(request: &Request1) -> Vec<ValidationError> {
    let mut missing = request.missing(&DYNAMIC);
    if request.evidence_of_domestic_abuse == Some(true) {
        missing.extend(request.missing(&["domesticAbuseAgainstPartner"]));
    }
    if missing.is_empty() { Vec::new() } else { vec![MISSING_DYNAMIC_INPUT.about(&missing)] }
}

fn answers(request: &Request1) -> Option<SnsvAnswers> {
    let evidence = request.evidence_of_domestic_abuse?;
    Some(SnsvAnswers {
        weapon: request.did_offence_involve_carrying_or_using_weapon?,
        accommodation: request.suitability_of_accommodation?,
        unemployed: request.is_unemployed?,
        partner: request.current_relationship_with_partner?,
        alcohol: request.current_alcohol_use_problems?,
        binge: request.excessive_alcohol_use?,
        impulsivity: request.impulsivity_problems?,
        temper: request.temper_control?,
        pro_criminal: request.pro_criminal_attitudes?,
        domestic_abuse: if evidence { request.domestic_abuse_against_partner? } else { false },
        past: SnsvAnswers::past_of(request.previous_convictions.as_deref()?),
    })
}

fn read(request: &Request1, today: Date, offence: (f64, f64)) -> Option<Result<SnsvInput, crate::first::Fault>> {
    let (born, convicted) = (request.date_of_birth?, request.date_of_current_conviction?);
    let followup = request.date_at_start_of_followup_user_input?;
    let assessed = request.assessment_date.unwrap_or(today);
    let input = SnsvInput {
        sex: request.gender?,
        age_at_followup: 0,
        age_at_conviction: 0,
        age_at_first_sanction: request.age_at_first_sanction?,
        sanctions: request.total_number_of_sanctions_for_all_offences?,
        violent_sanctions: request.total_number_of_violent_sanctions?,
        months: if followup >= assessed { 0 } else { completed_months(followup, assessed).min(MOST_MONTHS) },
        offence,
    };
    let ages = aged(born, followup, "dateAtStartOfFollowup")
        .and_then(|followup| Ok((followup, aged(born, convicted, "dateOfCurrentConviction")?)));
    Some(ages.map(|(age_at_followup, age_at_conviction)| SnsvInput { age_at_followup, age_at_conviction, ..input }))
}

pub(crate) fn answer(request: &Request1, today: Date) -> Value {
    match examine(request, today) {
        Ok(Examined { scored, warnings, .. }) => {
            let mut named: Vec<(&str, f64)> = STATIC_NAMES.into_iter().zip(scored.terms).collect();
            if scored.form == StaticOrDynamic::Dynamic {
                named.extend(DYNAMIC_NAMES.into_iter().zip(scored.extras));
            }
            let output = json!({ "band": null, "score": scored.percent });
            response("SNSV", Some(scored.form.wire()), output, features(&named), &warnings)
        }
        Err(blocked) => blocked_response(&blocked),
    }
}

fn blocked_response(blocked: &Blocked) -> Value {
    let output = json!({ "band": null, "score": null });
    response("SNSV", blocked.form.map(StaticOrDynamic::wire), output, Map::new(), &blocked.errors)
}

pub(super) fn refuse(errors: Vec<ValidationError>) -> Value {
    blocked_response(&errors.into())
}
