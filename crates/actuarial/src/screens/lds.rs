//! LDS: does somebody's record point to a learning disability or challenge that should be looked at?
//!
//! Always true: 0, 1 or 2, or no score when fewer than three of four answers are there. It diagnoses nothing.

use super::{asked, head, limits};
use crate::explain::Explanation;
use crate::first::explaining::{refused, step, term};
use crate::first::kinds::LDS_NOT_ENOUGH_FIELDS_PRESENT;
use crate::refusal::{MISSING_MANDATORY_INPUT, ValidationError};
use crate::vocabulary::{Problem, Qualification};
use crate::wire::{Request1, Request2};
use jiff::civil::Date;
use serde_json::{Value, json};

asked! {
    /// The answers of the learning screen.
    LdsInput {
        is_currently_of_no_fixed_abode_or_transient_accommodation "isCurrentlyOfNoFixedAbodeOrTransientAccommodation" bool;
        work_related_skills "workRelatedSkills" Problem;
        problems_with_reading_writing_numeracy "problemsWithReadingWritingNumeracy" Problem;
        has_problems_with_reading "hasProblemsWithReading" bool;
        has_problems_with_numeracy "hasProblemsWithNumeracy" bool;
        learning_difficulties "learningDifficulties" Problem;
        professional_or_vocational_qualifications "professionalOrVocationalQualifications" Qualification;
    }
}

/// A result of the learning screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lds {
    /// The points of each of the seven items.
    pub terms: [i32; 7],
    /// Their sum, 0 to 11.
    pub points: i32,
    /// 0, 1 or 2.
    pub score: i32,
}

/// Of these four at least three must be answered.
const FOUR: [&str; 4] = [
    "workRelatedSkills",
    "problemsWithReadingWritingNumeracy",
    "learningDifficulties",
    "professionalOrVocationalQualifications",
];

/// The screen of `input`.
///
/// # Errors
/// Every reason why there is no score.
pub fn screen(input: &LdsInput) -> Result<Lds, Vec<ValidationError>> {
    let [enough, some, significant] = limits()?.lds;
    let mut errors = Vec::new();
    if input.problems_with_reading_writing_numeracy.is_none() {
        let parts = [
            ("hasProblemsWithReading", input.has_problems_with_reading),
            ("hasProblemsWithNumeracy", input.has_problems_with_numeracy),
        ];
        let given = parts.into_iter().filter(|(_, answer)| answer.is_some());
        let without: Vec<String> = given
            .map(|(part, _)| format!("problemsWithReadingWritingNumeracy Field Not Present But {part} Present"))
            .collect();
        if !without.is_empty() {
            errors.push(MISSING_MANDATORY_INPUT.about(&without));
        }
    }
    if (FOUR.len() - input.missing(&FOUR).len()) < usize::try_from(enough).unwrap_or(0) {
        errors.push(LDS_NOT_ENOUGH_FIELDS_PRESENT.about(&FOUR));
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    let level = |problem: Option<Problem>| problem.map_or(0, |p| i32::from(p.step()));
    let yes = |answer: Option<bool>| i32::from(answer == Some(true));
    let terms = [
        yes(input.is_currently_of_no_fixed_abode_or_transient_accommodation),
        level(input.work_related_skills),
        level(input.problems_with_reading_writing_numeracy),
        yes(input.has_problems_with_reading),
        yes(input.has_problems_with_numeracy),
        level(input.learning_difficulties),
        if input.professional_or_vocational_qualifications == Some(Qualification::None) { 2 } else { 0 },
    ];
    let points = terms.iter().sum();
    let score = i32::from(points >= some) + i32::from(points >= significant);
    Ok(Lds { terms, points, score })
}

pub(super) fn answer<R>(request: &R, _today: Date) -> Value
where
    LdsInput: for<'a> From<&'a R>,
{
    match screen(&LdsInput::from(request)) {
        Ok(screened) => json!({ "ldsScore": screened.score, "validationError": [] }),
        Err(errors) => refuse(errors),
    }
}

pub(super) fn refuse(errors: Vec<ValidationError>) -> Value {
    json!({ "ldsScore": null, "validationError": errors })
}

pub(super) fn explain_first(request: &Request1, _today: Date) -> Explanation {
    explain(1, &request.into())
}

pub(super) fn explain_second(request: &Request2, _today: Date) -> Explanation {
    explain(2, &request.into())
}

const TITLES: [&str; 7] = [
    "No fixed abode or transient",
    "Work-related skills",
    "Reading, writing or numeracy",
    "Problems with reading",
    "Problems with numeracy",
    "Learning difficulties",
    "No qualifications",
];

fn explain(generation: u8, input: &LdsInput) -> Explanation {
    let rule =
        "Seven answers give points; three points score 1, five score 2; at least three of four answers are needed";
    let mut told = head(generation, "LDS", "Learning screening", "A learning disability or challenge to look at", rule);
    told.inputs = input.shown();
    match screen(input) {
        Ok(screened) => {
            let rows = told.inputs.iter().zip(TITLES).zip(screened.terms);
            told.terms = rows
                .map(|((given, title), points)| term(&given.field, title, given.value.clone(), f64::from(points)))
                .collect();
            told.total = Some(f64::from(screened.points));
            told.steps = vec![step("Points to score", screened.score)];
            told.score = Some(f64::from(screened.score));
        }
        Err(errors) => refused(&mut told, errors),
    }
    told
}
