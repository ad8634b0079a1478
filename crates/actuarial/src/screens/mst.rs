//! MST: would a young man gain from help with maturity?
//!
//! Always true: men of 18 to 25 at the assessment only; the age is tested before anything is called missing. It is no
//! judgement of character.

use super::{asked, head, limits};
use crate::explain::Explanation;
use crate::first::Fault;
use crate::first::explaining::{refused, step, term};
use crate::refusal::{MISSING_MANDATORY_INPUT, ValidationError};
use crate::vocabulary::{Awareness, Problem, Sex, completed_years};
use crate::wire::{Request1, Request2};
use jiff::civil::Date;
use serde_json::{Value, json};

asked! {
    /// The answers of the maturity screen.
    MstInput {
        gender "gender" Sex;
        date_of_birth "dateOfBirth" Date;
        assessment_date "assessmentDate" Date;
        has_peer_group_influences "hasPeerGroupInfluences" bool;
        influence_from_criminal_associates "influenceFromCriminalAssociates" Problem;
        recklessness_and_risk_taking_behaviour "recklessnessAndRiskTakingBehaviour" Problem;
        difficulties_coping "difficultiesCoping" Problem;
        attitudes_towards_self "attitudesTowardsSelf" Problem;
        impulsivity_problems "impulsivityProblems" Problem;
        temper_control "temperControl" Problem;
        problem_solving_skills "problemSolvingSkills" Problem;
        awareness_of_consequences "awarenessOfConsequences" Awareness;
        understands_other_peoples_views "understandsOtherPeoplesViews" Problem;
    }
}

/// A result of the maturity screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mst {
    /// Another age, or not a man.
    NotApplicable,
    /// Points of each of the ten answers, their sum (0 to 19), and whether it flags.
    Screened { terms: [i32; 10], points: i32, flagged: bool },
}

const TEN: [&str; 10] = [
    "hasPeerGroupInfluences",
    "influenceFromCriminalAssociates",
    "recklessnessAndRiskTakingBehaviour",
    "difficultiesCoping",
    "attitudesTowardsSelf",
    "impulsivityProblems",
    "temperControl",
    "problemSolvingSkills",
    "awarenessOfConsequences",
    "understandsOtherPeoplesViews",
];

/// The screen of `input`; an assessment without a date is taken to be made on `today`.
///
/// # Errors
/// Every reason why there is no score.
pub fn screen(input: &MstInput, today: Date) -> Result<Mst, Vec<ValidationError>> {
    let [youngest, oldest, enough, flag] = limits()?.mst;
    let assessed = input.assessment_date.unwrap_or(today);
    let age = match input.date_of_birth {
        Some(born) => {
            let age = completed_years(born, assessed);
            Some(age.map_err(|_| vec![Fault::NotAfterBirth("assessmentDate").into()])?)
        }
        None => None,
    };
    if age.is_some_and(|age| !(youngest..=oldest).contains(&age)) {
        return Ok(Mst::NotApplicable);
    }
    let mut lacking = input.missing(&["gender", "dateOfBirth"]);
    let unanswered = input.missing(&TEN);
    if TEN.len() - unanswered.len() < usize::try_from(enough).unwrap_or(0) {
        lacking.extend(unanswered);
    }
    if !lacking.is_empty() {
        return Err(vec![MISSING_MANDATORY_INPUT.about(&lacking)]);
    }
    if input.gender != Some(Sex::Male) {
        return Ok(Mst::NotApplicable);
    }
    let level = |problem: Option<Problem>| problem.map_or(0, |p| i32::from(p.step()));
    let terms = [
        i32::from(input.has_peer_group_influences == Some(true)),
        level(input.influence_from_criminal_associates),
        level(input.recklessness_and_risk_taking_behaviour),
        level(input.difficulties_coping),
        level(input.attitudes_towards_self),
        level(input.impulsivity_problems),
        level(input.temper_control),
        level(input.problem_solving_skills),
        input.awareness_of_consequences.map_or(0, |a| i32::from(a.step())),
        level(input.understands_other_peoples_views),
    ];
    let points: i32 = terms.iter().sum();
    Ok(Mst::Screened { terms, points, flagged: points >= flag })
}

pub(super) fn answer<R>(request: &R, today: Date) -> Value
where
    MstInput: for<'a> From<&'a R>,
{
    match screen(&MstInput::from(request), today) {
        Ok(Mst::NotApplicable) => {
            json!({ "maturityScore": null, "maturityFlag": false, "isMstApplicable": false, "validationError": [] })
        }
        Ok(Mst::Screened { points, flagged, .. }) => {
            json!({ "maturityScore": points, "maturityFlag": flagged, "isMstApplicable": true, "validationError": [] })
        }
        Err(errors) => refuse(errors),
    }
}

pub(super) fn refuse(errors: Vec<ValidationError>) -> Value {
    json!({ "maturityScore": null, "maturityFlag": null, "isMstApplicable": null, "validationError": errors })
}

pub(super) fn explain_first(request: &Request1, today: Date) -> Explanation {
    explain(1, &request.into(), today)
}

pub(super) fn explain_second(request: &Request2, today: Date) -> Explanation {
    explain(2, &request.into(), today)
}

const TITLES: [&str; 10] = [
    "Influence of the peer group",
    "Influence of criminal associates",
    "Recklessness and risk taking",
    "Difficulties coping",
    "Attitude to self",
    "Impulsivity",
    "Temper control",
    "Problem solving",
    "Aware of consequences",
    "Understands others' views",
];

fn explain(generation: u8, input: &MstInput, today: Date) -> Explanation {
    let rule =
        "Ten answers give points; ten points or more flag; at least nine answers are needed; men of 18 to 25 only";
    let mut told =
        head(generation, "MST", "Maturity screening", "A young man who may gain from help with maturity", rule);
    told.inputs = input.shown();
    match screen(input, today) {
        Ok(Mst::NotApplicable) => told.steps = vec![step("Not a man of the ages screened", "not applicable")],
        Ok(Mst::Screened { terms, points, flagged }) => {
            let rows = told.inputs.iter().skip(3).zip(TITLES).zip(terms);
            told.terms = rows
                .map(|((given, title), points)| term(&given.field, title, given.value.clone(), f64::from(points)))
                .collect();
            told.total = Some(f64::from(points));
            told.steps = vec![step("Flagged", if flagged { "yes" } else { "no" })];
            told.score = Some(f64::from(points));
        }
        Err(errors) => refused(&mut told, errors),
    }
    told
}
