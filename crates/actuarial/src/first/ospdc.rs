//! OSP/DC: the chance of proven direct-contact sexual reoffending, for men with a history of sexual offending: a table of
//! 0 to 64 points and a fixed curve.
//!
//! Always true: women and men without a history have no score; five years in the community without any offence lower the
//! band by one, and never the points. It knows no other predictor.

use super::explaining::{self, head, input, step, term};
use super::fault::Fault;
use super::figures::{Figures, OspdcFigures, Points};
use super::kinds::{SEXUAL_OFFENDING_INCONSISTENT_INPUT, SEXUAL_OFFENDING_MISSING_COUNTS};
use super::ogrs3::aged;
use super::response::{features, figures, fine_percent, response};
use crate::dispatch::Model;
use crate::explain::Explanation;
use crate::refusal::{MISSING_MANDATORY_INPUT, ValidationError};
use crate::vocabulary::{Band, Sex, SupervisionStatus, completed_months, logistic};
use crate::wire::Request1;
use jiff::civil::Date;
use serde_json::{Map, Value, json};

/// Sanctions for sexual offending by kind; 0 or more each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counts {
    pub adult: i32,
    pub child: i32,
    pub non_contact: i32,
    pub images: i32,
}

impl Counts {
    pub(super) fn of(request: &Request1) -> Option<Self> {
        Some(Self {
            adult: request.total_contact_adult_sexual_sanctions?,
            child: request.total_contact_child_sexual_sanctions?,
            non_contact: request.total_non_contact_sexual_offences?,
            images: request.total_indecent_image_sanctions?,
        })
    }
}

/// The inputs of OSP/DC.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OspdcInput {
    pub counts: Counts,
    /// Completed years at the start of the follow-up.
    pub age_at_followup: i32,
    /// Completed years at the last sanction for a sexual offence, where its date is known; 10 or more.
    pub age_at_last_sexual: Option<i32>,
    /// All sanctions, the current one with them; 1 or more.
    pub sanctions: i32,
    pub stranger: bool,
    pub status: SupervisionStatus,
    /// Completed years before the assessment of the last offence, the last sexual offence and the start of the follow-up;
    /// none where the date is unknown.
    pub years_free: [Option<i32>; 3],
}

/// A result of OSP/DC.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ospdc {
    /// The points of each item.
    pub terms: [f64; 7],
    /// 0 to 64; none where the model does not apply.
    pub points: Option<i32>,
    /// The probability, 0 to 1.
    pub probability: f64,
    /// The same in per cent with two decimals.
    pub percent: f64,
    /// After a reduction, if there is one.
    pub band: Band,
    /// Before it.
    pub band_by_points: Band,
    /// Whether five years without offence lowered the band; none where there is nothing to lower.
    pub reduced: Option<bool>,
}

/// The result that stands where the model does not apply.
pub(super) const NOT_APPLICABLE: Ospdc = Ospdc {
    terms: [0.0; 7],
    points: None,
    probability: 0.0,
    percent: 0.0,
    band: Band::NotApplicable,
    band_by_points: Band::NotApplicable,
    reduced: None,
};

const NAMES: [&str; 7] = [
    "totalContactAdultSexualSanctionsWeight",
    "totalContactChildSexualSanctionsWeight",
    "totalNonContactSexualOffencesWeight",
    "ageAtStartOfFollowUpWeight",
    "ageAtLastSanctionForSexualOffenceWeight",
    "totalNumberOfSanctionsForAllOffencesWeight",
    "currentOffenceAgainstVictimStrangerWeight",
];
const COUNTS: [&str; 4] = [
    "totalContactAdultSexualSanctions",
    "totalContactChildSexualSanctions",
    "totalNonContactSexualOffences",
    "totalIndecentImageSanctions",
];
/// In this order the service lists them when all four are nought.
const COUNTS_WHEN_NOUGHT: [&str; 4] = [
    "totalContactAdultSexualSanctions",
    "totalContactChildSexualSanctions",
    "totalIndecentImageSanctions",
    "totalNonContactSexualOffences",
];
const MANDATORY: [&str; 5] = [
    "hasEverCommittedSexualOffence",
    "dateOfBirth",
    "dateAtStartOfFollowupUserInput",
    "totalNumberOfSanctionsForAllOffences",
    "supervisionStatus",
];

/// The most points that there are.
const MOST_POINTS: i32 = 64;
/// Years without offence after which the band is lowered.
const YEARS_FREE: i32 = 5;

/// The score of a man with a history of sexual offending, without allocation.
///
/// # Errors
/// A count or an age that no row of the points holds.
pub fn score(figures: &OspdcFigures, input: &OspdcInput) -> Result<Ospdc, Fault> {
    let of = |points: &Points, n: i32, what: &'static str| points.of(n).ok_or(Fault::Invalid(what, n));
    let last_sexual = match input.age_at_last_sexual {
        Some(age) => of(&figures.last_sexual, age, "age at last sanction for sexual offence")?,
        None => 0.0,
    };
    let terms = [
        of(&figures.adult, input.counts.adult, "contact adult sexual sanctions")?,
        of(&figures.child, input.counts.child, "contact child sexual sanctions")?,
        of(&figures.non_contact, input.counts.non_contact, "total non-contact sexual offences")?,
        of(&figures.age, input.age_at_followup, "age at start of follow up")?,
        last_sexual,
        of(&figures.sanctions, input.sanctions, "total number of sanctions")?,
        of(&figures.stranger, i32::from(input.stranger), "current offence against victim stranger")?,
    ];
    let points = terms.iter().sum::<f64>() as i32;
    if !(0..=MOST_POINTS).contains(&points) {
        return Err(Fault::PointsOutOfRange(points));
    }
    let band_by_points = figures.bands.of(f64::from(points)).ok_or(Fault::PointsOutOfRange(points))?;
    let probability = if points == 0 { 0.0 } else { logistic(figures.intercept + figures.scale * f64::from(points)) };
    let reduced = (points > 0).then(|| is_reduced(input, band_by_points));
    let band = if reduced == Some(true) { one_lower(band_by_points) } else { band_by_points };
    let percent = fine_percent(probability);
    Ok(Ospdc { terms, points: Some(points), probability, percent, band, band_by_points, reduced })
}

fn is_reduced(input: &OspdcInput, band: Band) -> bool {
    let free = |years: Option<i32>| years.is_none_or(|years| years >= YEARS_FREE);
    input.status != SupervisionStatus::Custody && band != Band::Low && input.years_free.into_iter().all(free)
}

fn one_lower(band: Band) -> Band {
    match band {
        Band::VeryHigh => Band::High,
        Band::High => Band::Medium,
        Band::Medium => Band::Low,
        other => other,
    }
}

/// The model for the dispatcher.
pub(super) const MODEL: Model<Request1> = Model { name: "ospdc", answer, refuse, explain };

/// What is wrong with the section on sexual offending; the same for both predictors but for the mandatory fields.
pub(super) fn sexual_errors(request: &Request1, direct_contact: bool) -> Vec<ValidationError> {
    let mut missing = request.missing(&["gender"]);
    if direct_contact {
        missing.extend(request.missing(&MANDATORY));
    }
    let (mut inconsistent, mut counts) = (Vec::new(), Vec::new());
    if request.gender == Some(Sex::Male) {
        match request.has_ever_committed_sexual_offence {
            Some(false) => inconsistent.extend(COUNTS.into_iter().filter(|field| request.has(field))),
            Some(true) => {
                missing.extend(request.missing(&["isCurrentOffenceSexuallyMotivated"]));
                counts.extend(request.missing(&COUNTS));
                if Counts::of(request) == Some(Counts { adult: 0, child: 0, non_contact: 0, images: 0 }) {
                    counts.extend(COUNTS_WHEN_NOUGHT);
                }
            }
            None if !direct_contact => missing.push("hasEverCommittedSexualOffence"),
            None => {}
        }
    }
    let mut errors = Vec::new();
    for (kind, fields) in [
        (MISSING_MANDATORY_INPUT, missing),
        (SEXUAL_OFFENDING_INCONSISTENT_INPUT, inconsistent),
        (SEXUAL_OFFENDING_MISSING_COUNTS, counts),
    ] {
        if !fields.is_empty() {
            errors.push(kind.about(&fields));
        }
    }
    errors
}

/// The input (for men with a history) and result of `request`, or every reason why there is none.
pub(super) fn examine(request: &Request1, today: Date) -> Result<(Option<OspdcInput>, Ospdc), Vec<ValidationError>> {
    let figures = figures()?;
    let errors = sexual_errors(request, true);
    if !errors.is_empty() {
        return Err(errors);
    }
    if request.has_ever_committed_sexual_offence == Some(false) || request.gender == Some(Sex::Female) {
        return Ok((None, NOT_APPLICABLE));
    }
    let input = match read(request, today) {
        Some(Ok(input)) => input,
        Some(Err(fault)) => return Err(vec![fault.into()]),
        None => return Ok((None, NOT_APPLICABLE)),
    };
    match score(&figures.ospdc, &input) {
        Ok(scored) => Ok((Some(input), scored)),
        Err(fault) => Err(vec![fault.into()]),
    }
}

fn read(request: &Request1, today: Date) -> Option<Result<OspdcInput, Fault>> {
    let (born, followup) = (request.date_of_birth?, request.date_at_start_of_followup_user_input?);
    let assessed = request.assessment_date.unwrap_or(today);
    let years = |day: Date| completed_months(day, assessed).div_euclid(12);
    let counts = Counts::of(request)?;
    let (sanctions, status) = (request.total_number_of_sanctions_for_all_offences?, request.supervision_status?);
    let last = request.date_of_most_recent_sexual_offence;
    let ages = aged(born, followup, "dateAtStartOfFollowup").and_then(|followup| {
        Ok((followup, last.map(|day| aged(born, day, "dateOfMostRecentSexualOffence")).transpose()?))
    });
    Some(ages.map(|(age_at_followup, age_at_last_sexual)| OspdcInput {
        counts,
        age_at_followup,
        age_at_last_sexual,
        sanctions,
        stranger: request.is_current_offence_against_victim_stranger == Some(true),
        status,
        years_free: [request.most_recent_offence_date.map(years), last.map(years), Some(years(followup))],
    }))
}

pub(super) fn answer(request: &Request1, today: Date) -> Value {
    match examine(request, today) {
        Ok((_, scored)) => {
            let female = request.gender == Some(Sex::Female);
            let output = json!({
                "band": scored.band.wire(), "pointScore": scored.points, "score": scored.percent,
                "femaleVersion": female,
                "hasSexualOffenceHistory": !female && request.has_ever_committed_sexual_offence == Some(true),
                "riskBandReductionApplied": scored.reduced,
            });
            let named: Vec<(&str, f64)> = NAMES.into_iter().zip(scored.terms).collect();
            let shown = if scored.points.is_some() { features(&named) } else { Map::new() };
            response("OSPDC", Some("STATIC"), output, shown, &[])
        }
        Err(errors) => refuse(errors),
    }
}

fn refuse(errors: Vec<ValidationError>) -> Value {
    let output = json!({
        "band": null, "pointScore": null, "score": null, "femaleVersion": null,
        "hasSexualOffenceHistory": null, "riskBandReductionApplied": null,
    });
    response("OSPDC", Some("STATIC"), output, Map::new(), &errors)
}

fn explain(request: &Request1, today: Date) -> Explanation {
    let mut told = head(
        "OSP/DC",
        "OASys Sexual reoffending Predictor, direct contact",
        "Proven direct-contact sexual reoffending",
        "Each item gives points from 0 to 64 in all; a fixed curve turns them into a probability; men with a history of sexual offending only",
    );
    told.form = Some("STATIC".to_owned());
    told.unit = "points".to_owned();
    told.inputs = inputs(request);
    if let Ok(figures) = Figures::shipped() {
        told.data = figures.provenance.clone();
        told.bands = percent_bands(&figures.ospdc);
    }
    match examine(request, today) {
        Ok((Some(given), scored)) => fill(&mut told, (request, today), &given, &scored),
        Ok((None, scored)) => {
            told.steps = vec![step("A woman, or no history of sexual offending", "not applicable")];
            told.total = Some(0.0);
            told.score = Some(scored.percent);
            told.band = Some(scored.band.wire().to_owned());
        }
        Err(errors) => explaining::refused(&mut told, errors),
    }
    told
}

/// The limits of the bands, which are points, in per cent.
fn percent_bands(figures: &OspdcFigures) -> Vec<crate::explain::BandSpan> {
    let percent = |points: f64| {
        if points > 0.0 { fine_percent(logistic(figures.intercept + figures.scale * points)) } else { 0.0 }
    };
    let limits: Vec<(&str, f64)> = figures.bands.0.iter().map(|(band, from)| (band.wire(), percent(*from))).collect();
    crate::explain::spans(&limits)
}

fn inputs(r: &Request1) -> Vec<crate::explain::Input> {
    vec![
        input("gender", &r.gender, "sex"),
        input("hasEverCommittedSexualOffence", &r.has_ever_committed_sexual_offence, "history of sexual offending"),
        input("dateOfBirth", &r.date_of_birth, "for the ages"),
        input("dateAtStartOfFollowupUserInput", &r.date_at_start_of_followup_user_input, "start of the follow-up"),
        input("totalNumberOfSanctionsForAllOffences", &r.total_number_of_sanctions_for_all_offences, ""),
        input("supervisionStatus", &r.supervision_status, "a reduction needs the community or remand"),
        input("totalContactAdultSexualSanctions", &r.total_contact_adult_sexual_sanctions, ""),
        input("totalContactChildSexualSanctions", &r.total_contact_child_sexual_sanctions, ""),
        input("totalNonContactSexualOffences", &r.total_non_contact_sexual_offences, ""),
        input("totalIndecentImageSanctions", &r.total_indecent_image_sanctions, "must be answered; no points here"),
        input("dateOfMostRecentSexualOffence", &r.date_of_most_recent_sexual_offence, ""),
        input("isCurrentOffenceAgainstVictimStranger", &r.is_current_offence_against_victim_stranger, ""),
        input("mostRecentOffenceDate", &r.most_recent_offence_date, "for a reduction"),
        input("assessmentDate", &r.assessment_date, "for a reduction; today when absent"),
    ]
}

fn fill(told: &mut Explanation, asked: (&Request1, Date), given: &OspdcInput, scored: &Ospdc) {
    let [adult, child, other, age, last, sanctions, stranger] = scored.terms;
    let last_age = given.age_at_last_sexual.map_or_else(|| "no date".to_owned(), |age| age.to_string());
    told.terms = vec![
        term(NAMES[0], "Contact sanctions against adults", given.counts.adult, adult),
        term(NAMES[1], "Contact sanctions against children", given.counts.child, child),
        term(NAMES[2], "Non-contact sanctions, images apart", given.counts.non_contact, other),
        term(NAMES[3], "Age at the start of the follow-up", given.age_at_followup, age),
        term(NAMES[4], "Age at the last sexual sanction", last_age, last),
        term(NAMES[5], "Sanctions in all", given.sanctions, sanctions),
        term(NAMES[6], "Current offence against a stranger", if given.stranger { "yes" } else { "no" }, stranger),
    ];
    told.total = Some(told.sum());
    told.steps = vec![
        step("The curve of the points, as a probability", scored.probability),
        step("In per cent with two decimals", scored.percent),
        step("Band by points", scored.band_by_points.plain()),
        step("Lowered by one band after five years without offence", scored.reduced == Some(true)),
    ];
    told.score = Some(scored.percent);
    told.band = Some(scored.band.wire().to_owned());
    let (request, today) = asked;
    let mut others = Vec::new();
    explaining::other_counts!(others, request: total_contact_adult_sexual_sanctions "Contact sanctions against adults", total_contact_child_sexual_sanctions "Contact sanctions against children", total_non_contact_sexual_offences "Non-contact sanctions", total_number_of_sanctions_for_all_offences "Sanctions in all");
    explaining::other_flags!(others, request: is_current_offence_against_victim_stranger "Current offence against a stranger");
    told.would_change = explaining::would_change(others, scored.band, |request| {
        let (_, scored) = examine(request, today).ok()?;
        Some((scored.percent, scored.band))
    });
}
