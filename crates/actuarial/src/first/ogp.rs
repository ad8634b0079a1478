//! OGP: the chance of proven non-violent reoffending within one and two years, as points and a curve, on top of OGRS3.
//!
//! Always true: there is no OGP without OGRS3 of the same request; whole per cent from 1 to 99. It knows no offence table.

use super::explaining::{self, TwoYears, head, input, term, yes};
use super::fault::Fault;
use super::figures::{Figures, OgpFigures};
use super::response::{figures, response, whole_percent};
use super::{Points, ogrs3};
use crate::dispatch::Model;
use crate::explain::Explanation;
use crate::refusal::{MISSING_MANDATORY_INPUT, ValidationError};
use crate::vocabulary::{Awareness, Band, Motivation, Problem, half_up, logistic};
use crate::wire::Request1;
use jiff::civil::Date;
use serde_json::{Map, Value, json};

/// The inputs of OGP.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OgpInput {
    /// The two-year score of OGRS3, 1 to 99.
    pub ogrs3_two_year: i32,
    pub no_fixed_abode: bool,
    pub unemployed: bool,
    pub activities: Problem,
    pub drug_misuse: Problem,
    pub motivation: Motivation,
    pub problem_solving: Problem,
    pub awareness: Awareness,
    pub others_views: Problem,
    pub pro_criminal: Problem,
}

/// A result of OGP.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ogp {
    /// The points of each item, in the order of the items of the model.
    pub terms: [f64; 7],
    pub points: i32,
    /// Per cent within one year, 1 to 99.
    pub one_year: i32,
    /// Per cent within two years, 1 to 99.
    pub two_year: i32,
    /// By the two-year score.
    pub band: Band,
}

const MANDATORY: [&str; 9] = [
    "isCurrentlyOfNoFixedAbodeOrTransientAccommodation",
    "isUnemployed",
    "regularOffendingActivities",
    "currentDrugMisuse",
    "motivationToTackleDrugMisuse",
    "problemSolvingSkills",
    "awarenessOfConsequences",
    "understandsOtherPeoplesViews",
    "proCriminalAttitudes",
];

/// The score of `input`, without allocation.
///
/// # Errors
/// None for a request that could be read; a faulty table of points.
pub fn score(figures: &OgpFigures, input: &OgpInput) -> Result<Ogp, Fault> {
    let of = |points: &Points, n: i32, what: &'static str| points.of(n).ok_or(Fault::Invalid(what, n));
    let step = |problem: Problem| i32::from(problem.step());
    let drugs = step(input.drug_misuse) + i32::from(input.motivation.step());
    let thinking = step(input.problem_solving) + i32::from(input.awareness.step()) + step(input.others_views);
    let terms = [
        half_up(figures.ogrs3_share * f64::from(input.ogrs3_two_year), 0),
        of(&figures.no_fixed_abode, i32::from(input.no_fixed_abode), "no fixed abode")?,
        of(&figures.unemployed, i32::from(input.unemployed), "unemployed")?,
        of(&figures.activities, step(input.activities), "regular activities")?,
        of(&figures.drugs, drugs, "drug misuse")?,
        of(&figures.thinking, thinking, "thinking and behaviour")?,
        of(&figures.pro_criminal, step(input.pro_criminal), "pro-criminal attitudes")?,
    ];
    let total = terms.iter().sum::<f64>();
    let share = |constant: f64| whole_percent(logistic(figures.scale * total + constant));
    let two_year = share(figures.two_year);
    let band = figures.bands.of(f64::from(two_year)).unwrap_or(Band::Low);
    Ok(Ogp { terms, points: total as i32, one_year: share(figures.one_year), two_year, band })
}

/// The model for the dispatcher.
pub(super) const MODEL: Model<Request1> = Model { name: "ogp", answer, refuse, explain };

fn examine(request: &Request1) -> Result<(OgpInput, Ogp), Vec<ValidationError>> {
    let figures = figures()?;
    let mut missing = request.missing(&MANDATORY);
    let ogrs3 = ogrs3::examine(request).ok().map(|(_, scored)| scored.two_year);
    if ogrs3.is_none() {
        missing.push("ogrs3TwoYear");
    }
    let Some(input) = read(request, ogrs3) else {
        return Err(vec![MISSING_MANDATORY_INPUT.about(&missing)]);
    };
    match score(&figures.ogp, &input) {
        Ok(scored) => Ok((input, scored)),
        Err(fault) => Err(vec![fault.into()]),
    }
}

fn read(request: &Request1, ogrs3_two_year: Option<i32>) -> Option<OgpInput> {
    Some(OgpInput {
        ogrs3_two_year: ogrs3_two_year?,
        no_fixed_abode: request.is_currently_of_no_fixed_abode_or_transient_accommodation?,
        unemployed: request.is_unemployed?,
        activities: request.regular_offending_activities?,
        drug_misuse: request.current_drug_misuse?,
        motivation: request.motivation_to_tackle_drug_misuse?,
        problem_solving: request.problem_solving_skills?,
        awareness: request.awareness_of_consequences?,
        others_views: request.understands_other_peoples_views?,
        pro_criminal: request.pro_criminal_attitudes?,
    })
}

fn answer(request: &Request1, _today: Date) -> Value {
    match examine(request) {
        Ok((_, scored)) => {
            let output = json!({
                "band": scored.band.wire(), "oneYearScore": scored.one_year,
                "twoYearScore": scored.two_year, "pointScore": scored.points,
            });
            response("OGP", Some("DYNAMIC"), output, Map::new(), &[])
        }
        Err(errors) => refuse(errors),
    }
}

fn refuse(errors: Vec<ValidationError>) -> Value {
    let output = json!({ "band": null, "oneYearScore": null, "twoYearScore": null, "pointScore": null });
    response("OGP", Some("DYNAMIC"), output, Map::new(), &errors)
}

fn explain(request: &Request1, _today: Date) -> Explanation {
    let mut told = head(
        "OGP",
        "OASys General reoffending Predictor",
        "Proven non-violent reoffending within one year and within two years",
        "A share of the two-year OGRS3 score and points for answers are added; the logistic curve turns the sum into a probability",
    );
    told.form = Some("DYNAMIC".to_owned());
    told.unit = "points".to_owned();
    told.inputs = inputs(request);
    if let Ok(figures) = Figures::shipped() {
        told.data = figures.provenance.clone();
        told.bands = figures.ogp.bands.spans();
    }
    match examine(request) {
        Ok((given, scored)) => fill(&mut told, request, &given, &scored),
        Err(errors) => explaining::refused(&mut told, errors),
    }
    told
}

fn inputs(r: &Request1) -> Vec<crate::explain::Input> {
    let ogrs3 = ogrs3::examine(r).ok().map(|(_, scored)| scored.two_year);
    vec![
        input("ogrs3TwoYear", &ogrs3, "computed from the same request"),
        input(
            "isCurrentlyOfNoFixedAbodeOrTransientAccommodation",
            &r.is_currently_of_no_fixed_abode_or_transient_accommodation,
            "",
        ),
        input("isUnemployed", &r.is_unemployed, ""),
        input("regularOffendingActivities", &r.regular_offending_activities, "7.2"),
        input("currentDrugMisuse", &r.current_drug_misuse, "8.1"),
        input("motivationToTackleDrugMisuse", &r.motivation_to_tackle_drug_misuse, "8.8"),
        input("problemSolvingSkills", &r.problem_solving_skills, "11.6"),
        input("awarenessOfConsequences", &r.awareness_of_consequences, "11.7"),
        input("understandsOtherPeoplesViews", &r.understands_other_peoples_views, "11.9"),
        input("proCriminalAttitudes", &r.pro_criminal_attitudes, "12.1"),
    ]
}

fn fill(told: &mut Explanation, request: &Request1, given: &OgpInput, scored: &Ogp) {
    let [ogrs3, abode, work, activities, drugs, thinking, attitudes] = scored.terms;
    let misuse = format!("{}, {}", given.drug_misuse.plain(), given.motivation.plain());
    let thought = format!(
        "problem solving {}, aware of consequences {}, others' views {}",
        given.problem_solving.plain(),
        given.awareness.plain(),
        given.others_views.plain()
    );
    told.terms = vec![
        term("ogrs3", "Share of OGRS3, two years", format!("{}%", given.ogrs3_two_year), ogrs3),
        term("accommodation", "No fixed abode or transient", yes(given.no_fixed_abode), abode),
        term("unemployed", "Unemployed", yes(given.unemployed), work),
        term("activities", "Regular activities encourage offending", given.activities.plain(), activities),
        term("drugs", "Drug misuse now, and motivation", misuse, drugs),
        term("thinking", "Thinking and behaviour", thought, thinking),
        term("attitudes", "Pro-criminal attitudes", given.pro_criminal.plain(), attitudes),
    ];
    let mut others = Vec::new();
    explaining::other_words!(others, request, Problem: regular_offending_activities "Regular activities", current_drug_misuse "Drug misuse now", problem_solving_skills "Problem solving", understands_other_peoples_views "Understands others' views", pro_criminal_attitudes "Pro-criminal attitudes");
    explaining::other_words!(others, request, Motivation: motivation_to_tackle_drug_misuse "Motivation to tackle drug misuse");
    explaining::other_words!(others, request, Awareness: awareness_of_consequences "Aware of consequences");
    explaining::other_flags!(others, request: is_currently_of_no_fixed_abode_or_transient_accommodation "No fixed abode", is_unemployed "Unemployed");
    let Ogp { one_year, two_year, band, .. } = *scored;
    let scores = TwoYears { total: f64::from(scored.points), sum: "points", one_year, two_year, band };
    scores.tell(told, others, |request| examine(request).ok().map(|(_, s)| (f64::from(s.two_year), s.band)));
}
