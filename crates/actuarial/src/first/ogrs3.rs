//! OGRS3: the chance of any proven reoffending within one and two years, from age, sex, record and current offence.
//!
//! Always true: whole per cent from 1 to 99; the age at the start of the follow-up chooses the age band, the age at the
//! current conviction enters the rate of sanctions. It knows no answer of an assessment.

use super::explaining::{self, TwoYears, head, input, term};
use super::fault::Fault;
use super::figures::{Figures, Ogrs3Figures};
use super::kinds::{
    AGE_AT_CURRENT_CONVICTION_LESS_THAN_TEN, NEED_DETAILS_OF_EXACT_OFFENCE, TOTAL_NUMBER_OF_SANCTIONS_LESS_THAN_ONE,
    not_mapped,
};
use super::offences::{OffenceWeights, Ogrs3Weight};
use super::response::{features, figures, response, whole_percent};
use crate::dispatch::Model;
use crate::explain::Explanation;
use crate::refusal::{
    AGE_AT_FIRST_SANCTION_AFTER_AGE_AT_CURRENT_CONVICTION, MISSING_MANDATORY_INPUT, OFFENCE_CODE_INCORRECT_FORMAT,
    ValidationError,
};
use crate::vocabulary::{Band, OffenceCode, Sex, completed_years, half_up, logistic};
use crate::wire::Request1;
use jiff::civil::Date;
use serde_json::{Map, Value, json};

/// The inputs of OGRS3.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ogrs3Input {
    pub sex: Sex,
    /// Completed years at the current conviction; 10 or more.
    pub age_at_conviction: i32,
    /// Completed years at the start of the follow-up; 10 or more.
    pub age_at_followup: i32,
    /// Completed years at the first sanction; not above the age at the current conviction.
    pub age_at_first_sanction: i32,
    /// All sanctions, the current one with them; 1 or more.
    pub sanctions: i32,
    /// What the current offence weighs.
    pub offence: f64,
}

/// A result of OGRS3.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ogrs3 {
    /// Age and sex, status, rate of sanctions, offence.
    pub terms: [f64; 4],
    /// Their sum, in log odds.
    pub total: f64,
    /// Per cent within one year, 1 to 99.
    pub one_year: i32,
    /// Per cent within two years, 1 to 99.
    pub two_year: i32,
    /// By the two-year score.
    pub band: Band,
}

const NAMES: [&str; 4] = ["ageGenderScore", "convictionStatusScore", "COPASScore", "offenceGroupParameter"];
const MANDATORY: [&str; 7] = [
    "gender",
    "dateOfBirth",
    "dateOfCurrentConviction",
    "dateAtStartOfFollowupCalculated",
    "totalNumberOfSanctionsForAllOffences",
    "ageAtFirstSanction",
    "currentOffenceCode",
];

/// Largest exponent that the curve takes, and smallest.
const EXPONENTS: (f64, f64) = (-745.0, 709.0);

/// The score of `input`, without allocation.
///
/// # Errors
/// A value that the formula cannot take.
pub fn score(figures: &Ogrs3Figures, input: &Ogrs3Input) -> Result<Ogrs3, Fault> {
    let ages = match input.sex {
        Sex::Male => &figures.age_male,
        Sex::Female => &figures.age_female,
    };
    let age = ages.of(input.age_at_followup).ok_or(Fault::UnhandledAge(input.age_at_followup))?;
    let status = if input.sanctions == 1 { figures.status_first } else { figures.status_repeat };
    let years = figures.copas_years + f64::from(input.age_at_conviction) - f64::from(input.age_at_first_sanction);
    if years <= 0.0 {
        return Err(Fault::NoTimeBetweenAges);
    }
    if input.sanctions < 1 {
        return Err(Fault::Invalid("total number of sanctions", input.sanctions));
    }
    let copas = figures.copas * (f64::from(input.sanctions) / years).ln();
    let terms = [age, status, copas, input.offence];
    let total = terms.iter().sum::<f64>();
    let one_year = percent(figures.one_year + total)?;
    let two_year = percent(figures.two_year + total)?;
    let band = figures.bands.of(f64::from(two_year)).unwrap_or(Band::Low);
    Ok(Ogrs3 { terms, total, one_year, two_year, band })
}

fn percent(exponent: f64) -> Result<i32, Fault> {
    if exponent <= EXPONENTS.0 || exponent >= EXPONENTS.1 {
        return Err(Fault::Overflow);
    }
    Ok(whole_percent(half_up(logistic(exponent), 5)))
}

/// The model for the dispatcher.
pub(super) const MODEL: Model<Request1> = Model { name: "ogrs3", answer, refuse, explain };

/// The input and result of `request`, or every reason why there is none.
pub(crate) fn examine(request: &Request1) -> Result<(Ogrs3Input, Ogrs3), Vec<ValidationError>> {
    let figures = figures()?;
    let mut errors = Vec::new();
    let missing = request.missing(&MANDATORY);
    if !missing.is_empty() {
        errors.push(MISSING_MANDATORY_INPUT.about(&missing));
    }
    too_few_sanctions(request, &mut errors);
    if request.current_offence_code.as_ref().is_some_and(|code| !has_five_characters(code)) {
        errors.push(OFFENCE_CODE_INCORRECT_FORMAT.about(&["currentOffenceCode"]));
    }
    let (Some(sex), Some(born), Some(convicted), Some(followup), Some(sanctions), Some(first), Some(code), true) = (
        request.gender,
        request.date_of_birth,
        request.date_of_current_conviction,
        request.date_at_start_of_followup_calculated,
        request.total_number_of_sanctions_for_all_offences,
        request.age_at_first_sanction,
        request.current_offence_code.as_deref(),
        errors.is_empty(),
    ) else {
        return Err(errors);
    };
    let ages = aged(born, convicted, "dateOfCurrentConviction")
        .and_then(|conviction| Ok((conviction, aged(born, followup, "dateAtStartOfFollowup")?)));
    let (age_at_conviction, age_at_followup) = ages.map_err(|fault| vec![fault.into()])?;
    if age_at_conviction < 10 {
        errors.push(AGE_AT_CURRENT_CONVICTION_LESS_THAN_TEN.about(&["dateOfBirth", "dateOfCurrentConviction"]));
    }
    if first > age_at_conviction {
        let fields = ["dateOfBirth", "dateOfCurrentConviction", "ageAtFirstSanction"];
        errors.push(AGE_AT_FIRST_SANCTION_AFTER_AGE_AT_CURRENT_CONVICTION.about(&fields));
    }
    let offence = weight(&figures.offences, code, &mut errors);
    let (Some(offence), true) = (offence, errors.is_empty()) else { return Err(errors) };
    let input =
        Ogrs3Input { sex, age_at_conviction, age_at_followup, age_at_first_sanction: first, sanctions, offence };
    match score(&figures.ogrs3, &input) {
        Ok(scored) => Ok((input, scored)),
        Err(fault) => Err(vec![fault.into()]),
    }
}

pub(super) fn too_few_sanctions(request: &Request1, errors: &mut Vec<ValidationError>) {
    if request.total_number_of_sanctions_for_all_offences.is_some_and(|n| n < 1) {
        errors.push(TOTAL_NUMBER_OF_SANCTIONS_LESS_THAN_ONE.about(&["totalNumberOfSanctionsForAllOffences"]));
    }
}

/// The service counts UTF-16 units, and leaves it to the table to refuse what is not a number.
pub(crate) fn has_five_characters(code: &str) -> bool {
    code.encode_utf16().count() == 5
}

pub(super) fn aged(born: Date, on: Date, field: &'static str) -> Result<i32, Fault> {
    completed_years(born, on).map_err(|_| Fault::NotAfterBirth(field))
}

fn weight(offences: &OffenceWeights, code: &str, errors: &mut Vec<ValidationError>) -> Option<f64> {
    match OffenceCode::parse(code).map_or(Ogrs3Weight::NotMapped, |code| offences.ogrs3(code)) {
        Ogrs3Weight::Weighs(weight) => return Some(weight),
        Ogrs3Weight::NeedsExactOffence => {
            errors.push(NEED_DETAILS_OF_EXACT_OFFENCE.about(&["currentOffenceCode"]));
        }
        Ogrs3Weight::NotMapped => errors.push(not_mapped(code)),
    }
    None
}

fn answer(request: &Request1, _today: Date) -> Value {
    match examine(request) {
        Ok((_, scored)) => {
            let named: Vec<(&str, f64)> = NAMES.into_iter().zip(scored.terms).collect();
            let output = json!({
                "band": scored.band.wire(), "oneYearScore": scored.one_year, "twoYearScore": scored.two_year
            });
            response("OGRS3", Some("STATIC"), output, features(&named), &[])
        }
        Err(errors) => refuse(errors),
    }
}

fn refuse(errors: Vec<ValidationError>) -> Value {
    let output = json!({ "band": null, "oneYearScore": null, "twoYearScore": null });
    response("OGRS3", Some("STATIC"), output, Map::new(), &errors)
}

fn explain(request: &Request1, _today: Date) -> Explanation {
    let mut told = head(
        "OGRS3",
        "Offender Group Reconviction Scale, version 3",
        "Any proven reoffending within one year and within two years",
        "Four terms are added; the logistic curve turns the sum and a constant for the time into a probability",
    );
    told.form = Some("STATIC".to_owned());
    told.unit = "log odds".to_owned();
    told.inputs = vec![
        input("gender", &request.gender, "sex"),
        input("dateOfBirth", &request.date_of_birth, "for the ages below"),
        input("dateOfCurrentConviction", &request.date_of_current_conviction, "age here enters the rate of sanctions"),
        input(
            "dateAtStartOfFollowupCalculated",
            &request.date_at_start_of_followup_calculated,
            "age here chooses the age band",
        ),
        input(
            "totalNumberOfSanctionsForAllOffences",
            &request.total_number_of_sanctions_for_all_offences,
            "the current one with them",
        ),
        input("ageAtFirstSanction", &request.age_at_first_sanction, "in completed years"),
        input("currentOffenceCode", &request.current_offence_code, "looked up in the table of offences"),
    ];
    if let Ok(figures) = Figures::shipped() {
        told.data = figures.provenance.clone();
        told.data.push(figures.offences.provenance.clone());
        told.bands = figures.ogrs3.bands.spans();
    }
    match examine(request) {
        Ok((given, scored)) => fill(&mut told, request, &given, &scored),
        Err(errors) => explaining::refused(&mut told, errors),
    }
    told
}

fn fill(told: &mut Explanation, request: &Request1, given: &Ogrs3Input, scored: &Ogrs3) {
    let [age, status, copas, offence] = scored.terms;
    let rate = format!(
        "{} sanctions in {} years",
        given.sanctions,
        10 + given.age_at_conviction - given.age_at_first_sanction
    );
    let code = request.current_offence_code.clone().unwrap_or_default();
    told.terms = vec![
        term(
            NAMES[0],
            "Age at the start of the follow-up, and sex",
            format!("{}, {}", given.age_at_followup, given.sex.plain()),
            age,
        ),
        term(NAMES[1], "First or repeated sanction", if given.sanctions == 1 { "first" } else { "repeated" }, status),
        term(NAMES[2], "Rate of sanctions", rate, copas),
        term(NAMES[3], "Current offence", code, offence),
    ];
    let mut others = Vec::new();
    explaining::other_counts!(others, request: total_number_of_sanctions_for_all_offences "Sanctions in all", age_at_first_sanction "Age at first sanction");
    let Ogrs3 { one_year, two_year, band, .. } = *scored;
    let scores = TwoYears { total: scored.total, sum: "total and its constant", one_year, two_year, band };
    scores.tell(told, others, |request| examine(request).ok().map(|(_, s)| (f64::from(s.two_year), s.band)));
}
