//! OVP: the chance of proven violence-type reoffending within one and two years, as points and a curve.
//!
//! Always true: whole points, whole per cent from 1 to 99. It knows no offence table.

use super::explaining::{self, TwoYears, head, input, term, yes};
use super::fault::Fault;
use super::figures::{Figures, OvpFigures};
use super::ogrs3::too_few_sanctions;
use super::response::{figures, response, whole_percent};
use crate::dispatch::Model;
use crate::explain::Explanation;
use crate::refusal::{MISSING_MANDATORY_INPUT, ValidationError};
use crate::vocabulary::{Band, Problem, Sex, completed_years, logistic};
use crate::wire::Request1;
use jiff::civil::Date;
use serde_json::{Map, Value, json};

/// The inputs of OVP.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OvpInput {
    pub sex: Sex,
    /// Completed years at the start of the follow-up; 18 or more.
    pub age_at_followup: i32,
    /// All sanctions, the current one with them; 1 or more.
    pub sanctions: i32,
    /// Sanctions for violence; 0 to all of them.
    pub violent_sanctions: i32,
    pub recognises_impact: bool,
    pub no_fixed_abode: bool,
    pub unemployed: bool,
    pub alcohol: Problem,
    pub binge: Problem,
    pub psychiatric_treatment: bool,
    pub temper: Problem,
    pub pro_criminal: Problem,
}

/// A result of OVP.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ovp {
    /// The points of each item, in the order of the items of the model.
    pub terms: [f64; 12],
    pub points: i32,
    /// Per cent within one year, 1 to 99.
    pub one_year: i32,
    /// Per cent within two years, 1 to 99.
    pub two_year: i32,
    /// By the two-year score.
    pub band: Band,
}

const MANDATORY: [&str; 13] = [
    "gender",
    "dateOfBirth",
    "dateAtStartOfFollowupCalculated",
    "totalNumberOfSanctionsForAllOffences",
    "totalNumberOfViolentSanctions",
    "doesRecogniseImpactOfOffendingOnOthers",
    "isCurrentlyOfNoFixedAbodeOrTransientAccommodation",
    "isUnemployed",
    "currentAlcoholUseProblems",
    "excessiveAlcoholUse",
    "hasCurrentPsychiatricTreatment",
    "temperControl",
    "proCriminalAttitudes",
];

/// The score of `input`, without allocation.
///
/// # Errors
/// A count or an age that no row of the points holds.
pub fn score(figures: &OvpFigures, input: &OvpInput) -> Result<Ovp, Fault> {
    let non_violent = input.sanctions.saturating_sub(input.violent_sanctions);
    let step = |problem: Problem| i32::from(problem.step());
    let of = |points: &super::Points, n: i32, what: &'static str| points.of(n).ok_or(Fault::Invalid(what, n));
    let terms = [
        of(&figures.any_sanctions, input.sanctions, "total number of sanctions")?,
        of(&figures.violent, input.violent_sanctions, "violent sanctions")?,
        of(&figures.non_violent, non_violent, "non violent sanctions")?,
        of(&figures.age, input.age_at_followup, "ageAtStartOfFollowup")?,
        of(&figures.male, i32::from(input.sex == Sex::Male), "sex")?,
        of(&figures.no_impact, i32::from(!input.recognises_impact), "impact on others")?,
        of(&figures.no_fixed_abode, i32::from(input.no_fixed_abode), "no fixed abode")?,
        of(&figures.unemployed, i32::from(input.unemployed), "unemployed")?,
        of(&figures.alcohol, step(input.alcohol) + step(input.binge), "alcohol")?,
        of(&figures.psychiatric, i32::from(input.psychiatric_treatment), "psychiatric treatment")?,
        of(&figures.temper, step(input.temper), "temper control")?,
        of(&figures.pro_criminal, step(input.pro_criminal), "pro-criminal attitudes")?,
    ];
    let total = terms.iter().sum::<f64>();
    let share = |constant: f64| whole_percent(logistic(figures.scale * total + constant));
    let two_year = share(figures.two_year);
    let band = figures.bands.of(f64::from(two_year)).unwrap_or(Band::Low);
    Ok(Ovp { terms, points: total as i32, one_year: share(figures.one_year), two_year, band })
}

/// The model for the dispatcher.
pub(super) const MODEL: Model<Request1> = Model { name: "ovp", answer, refuse, explain };

/// The input and result of `request`, or every reason why there is none.
pub(crate) fn examine(request: &Request1) -> Result<(OvpInput, Ovp), Vec<ValidationError>> {
    let figures = figures()?;
    let mut errors = Vec::new();
    let missing = request.missing(&MANDATORY);
    if !missing.is_empty() {
        errors.push(MISSING_MANDATORY_INPUT.about(&missing));
    }
    too_few_sanctions(request, &mut errors);
    match (read(request), errors.is_empty()) {
        (Some(Ok(input)), true) => match score(&figures.ovp, &input) {
            Ok(scored) => Ok((input, scored)),
            Err(fault) => Err(vec![fault.into()]),
        },
        (Some(Err(fault)), true) => Err(vec![fault.into()]),
        _ => Err(errors),
    }
}

fn read(request: &Request1) -> Option<Result<OvpInput, Fault>> {
    let (born, followup) = (request.date_of_birth?, request.date_at_start_of_followup_calculated?);
    let input = OvpInput {
        sex: request.gender?,
        age_at_followup: 0,
        sanctions: request.total_number_of_sanctions_for_all_offences?,
        violent_sanctions: request.total_number_of_violent_sanctions?,
        recognises_impact: request.does_recognise_impact_of_offending_on_others?,
        no_fixed_abode: request.is_currently_of_no_fixed_abode_or_transient_accommodation?,
        unemployed: request.is_unemployed?,
        alcohol: request.current_alcohol_use_problems?,
        binge: request.excessive_alcohol_use?,
        psychiatric_treatment: request.has_current_psychiatric_treatment?,
        temper: request.temper_control?,
        pro_criminal: request.pro_criminal_attitudes?,
    };
    let age = completed_years(born, followup).map_err(|_| Fault::NotAfterBirth("dateAtStartOfFollowup"));
    Some(age.map(|age_at_followup| OvpInput { age_at_followup, ..input }))
}

fn answer(request: &Request1, _today: Date) -> Value {
    match examine(request) {
        Ok((_, scored)) => {
            let output = json!({
                "band": scored.band.wire(), "oneYearScore": scored.one_year,
                "twoYearScore": scored.two_year, "pointScore": scored.points,
            });
            response("OVP", Some("DYNAMIC"), output, Map::new(), &[])
        }
        Err(errors) => refuse(errors),
    }
}

fn refuse(errors: Vec<ValidationError>) -> Value {
    let output = json!({ "band": null, "oneYearScore": null, "twoYearScore": null, "pointScore": null });
    response("OVP", Some("DYNAMIC"), output, Map::new(), &errors)
}

fn explain(request: &Request1, _today: Date) -> Explanation {
    let mut told = head(
        "OVP",
        "OASys Violence Predictor",
        "Proven violence-type reoffending within one year and within two years",
        "Each item gives points; the logistic curve turns their sum into a probability",
    );
    told.form = Some("DYNAMIC".to_owned());
    told.unit = "points".to_owned();
    told.inputs = inputs(request);
    if let Ok(figures) = Figures::shipped() {
        told.data = figures.provenance.clone();
        told.bands = figures.ovp.bands.spans();
    }
    match examine(request) {
        Ok((given, scored)) => fill(&mut told, request, &given, &scored),
        Err(errors) => explaining::refused(&mut told, errors),
    }
    told
}

fn inputs(r: &Request1) -> Vec<crate::explain::Input> {
    vec![
        input("gender", &r.gender, "sex"),
        input("dateOfBirth", &r.date_of_birth, "for the age at the start of the follow-up"),
        input("dateAtStartOfFollowupCalculated", &r.date_at_start_of_followup_calculated, "start of the follow-up"),
        input(
            "totalNumberOfSanctionsForAllOffences",
            &r.total_number_of_sanctions_for_all_offences,
            "sanctions in all",
        ),
        input("totalNumberOfViolentSanctions", &r.total_number_of_violent_sanctions, "of them for violence"),
        input("doesRecogniseImpactOfOffendingOnOthers", &r.does_recognise_impact_of_offending_on_others, ""),
        input(
            "isCurrentlyOfNoFixedAbodeOrTransientAccommodation",
            &r.is_currently_of_no_fixed_abode_or_transient_accommodation,
            "",
        ),
        input("isUnemployed", &r.is_unemployed, ""),
        input("currentAlcoholUseProblems", &r.current_alcohol_use_problems, "9.1"),
        input("excessiveAlcoholUse", &r.excessive_alcohol_use, "9.2"),
        input("hasCurrentPsychiatricTreatment", &r.has_current_psychiatric_treatment, ""),
        input("temperControl", &r.temper_control, "11.4"),
        input("proCriminalAttitudes", &r.pro_criminal_attitudes, "12.1"),
    ]
}

fn fill(told: &mut Explanation, request: &Request1, given: &OvpInput, scored: &Ovp) {
    let [any, violent, other, age, sex, impact, abode, work, alcohol, treatment, temper, attitudes] = scored.terms;
    let drink = format!("{} and {}", given.alcohol.plain(), given.binge.plain());
    told.terms = vec![
        term("anySanctions", "Any sanctions", given.sanctions, any),
        term("violentSanctions", "Sanctions for violence", given.violent_sanctions, violent),
        term("nonViolentSanctions", "Other sanctions", given.sanctions - given.violent_sanctions, other),
        term("age", "Age at the start of the follow-up", given.age_at_followup, age),
        term("sex", "Sex", given.sex.plain(), sex),
        term("impact", "Recognises the impact on others", yes(given.recognises_impact), impact),
        term("accommodation", "No fixed abode or transient", yes(given.no_fixed_abode), abode),
        term("unemployed", "Unemployed", yes(given.unemployed), work),
        term("alcohol", "Alcohol now, and binges", drink, alcohol),
        term("psychiatric", "Psychiatric treatment now", yes(given.psychiatric_treatment), treatment),
        term("temper", "Temper control", given.temper.plain(), temper),
        term("attitudes", "Pro-criminal attitudes", given.pro_criminal.plain(), attitudes),
    ];
    let mut others = Vec::new();
    explaining::other_words!(others, request, Problem: current_alcohol_use_problems "Alcohol now", excessive_alcohol_use "Binges", temper_control "Temper control", pro_criminal_attitudes "Pro-criminal attitudes");
    explaining::other_flags!(others, request: does_recognise_impact_of_offending_on_others "Recognises the impact on others", is_currently_of_no_fixed_abode_or_transient_accommodation "No fixed abode", is_unemployed "Unemployed", has_current_psychiatric_treatment "Psychiatric treatment now");
    explaining::other_counts!(others, request: total_number_of_violent_sanctions "Sanctions for violence", total_number_of_sanctions_for_all_offences "Sanctions in all");
    let Ovp { one_year, two_year, band, .. } = *scored;
    let scores = TwoYears { total: f64::from(scored.points), sum: "points", one_year, two_year, band };
    scores.tell(told, others, |request| examine(request).ok().map(|(_, s)| (f64::from(s.two_year), s.band)));
}
