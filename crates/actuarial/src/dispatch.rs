//! From the name of a model and a national request body to the national response body.
//!
//! Always true: the answer has the national shape whatever the request; a field that cannot be read gives an answer with
//! that validation error and no score. It knows the models by their lists only.

use crate::explain::Explanation;
use crate::refusal::ValidationError;
use crate::wire::{FieldProblem, Request1, Request2};
use crate::{first, screens, second};
use jiff::civil::Date;
use serde_json::{Map, Value};
use std::fmt;

/// Which generation of the models.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Generation {
    /// OGRS3, OVP, OGP, OSP, SNSV, RSR.
    First,
    /// The OGRS4 suite.
    #[default]
    Second,
}

impl Generation {
    /// The generation with that number.
    pub const fn numbered(number: u8) -> Option<Self> {
        match number {
            1 => Some(Self::First),
            2 => Some(Self::Second),
            _ => None,
        }
    }

    /// Its number.
    pub const fn number(self) -> u8 {
        match self {
            Self::First => 1,
            Self::Second => 2,
        }
    }
}

/// A model as the dispatcher sees it.
#[derive(Clone, Copy, Debug)]
pub struct Model<R: 'static> {
    /// The wire name.
    pub name: &'static str,
    /// The response to a request that could be read.
    pub answer: fn(&R, Date) -> Value,
    /// The response when there is no score, with these errors.
    pub refuse: fn(Vec<ValidationError>) -> Value,
    /// The explanation of `answer`.
    pub explain: fn(&R, Date) -> Explanation,
}

/// What is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The model's wire name, or `all`.
    pub model: &'a str,
    /// Which generation.
    pub generation: Generation,
    /// The day on which an assessment without a date is taken to be made.
    pub today: Date,
    /// Whether the response carries the explanation as one more member.
    pub explained: bool,
}

/// Why nothing could be answered at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScoreProblem {
    /// No model of that name in that generation.
    NoSuchModel {
        /// The name that was asked for.
        model: String,
        /// The names that there are.
        known: Vec<&'static str>,
    },
    /// The request is not a JSON object.
    NotAnObject,
}

impl fmt::Display for ScoreProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoSuchModel { model, known } => {
                write!(f, "there is no model \"{model}\" in this generation; there are all, {}", known.join(", "))
            }
            Self::NotAnObject => f.write_str("the request is not a JSON object"),
        }
    }
}

impl std::error::Error for ScoreProblem {}

/// The wire names of the models of a generation.
pub fn models(generation: Generation) -> Vec<&'static str> {
    match generation {
        Generation::First => first_models().map(|model| model.name).collect(),
        Generation::Second => second_models().map(|model| model.name).collect(),
    }
}

fn first_models() -> impl Iterator<Item = &'static Model<Request1>> {
    first::MODELS.iter().chain(screens::FIRST)
}

fn second_models() -> impl Iterator<Item = &'static Model<Request2>> {
    second::MODELS.iter().chain(screens::SECOND)
}

/// The national response to `request`; for `all`, an object of model name to request is answered by an object of model name
/// to response.
///
/// # Errors
/// When there is no such model, or the request is no object.
pub fn score(asked: &Asked<'_>, request: &Value) -> Result<Value, ScoreProblem> {
    let request = request.as_object().ok_or(ScoreProblem::NotAnObject)?;
    if asked.model == "all" {
        let answer = |(model, request): (&String, &Value)| {
            let answer = score(&Asked { model, ..*asked }, request);
            (model.clone(), answer.unwrap_or_else(|problem| serde_json::json!({ "error": problem.to_string() })))
        };
        return Ok(Value::Object(request.iter().map(answer).collect()));
    }
    match asked.generation {
        Generation::First => answer(found(first_models(), asked.model)?, Request1::read, request, asked),
        Generation::Second => answer(found(second_models(), asked.model)?, Request2::read, request, asked),
    }
}

/// The explanation of the response to `request`.
///
/// # Errors
/// When there is no such model, or the request is no object.
pub fn explain(asked: &Asked<'_>, request: &Value) -> Result<Explanation, ScoreProblem> {
    let request = request.as_object().ok_or(ScoreProblem::NotAnObject)?;
    match asked.generation {
        Generation::First => Ok(explained(found(first_models(), asked.model)?, Request1::read(request), asked)),
        Generation::Second => Ok(explained(found(second_models(), asked.model)?, Request2::read(request), asked)),
    }
}

fn found<R>(models: impl Iterator<Item = &'static Model<R>>, name: &str) -> Result<&'static Model<R>, ScoreProblem> {
    let mut known = Vec::new();
    for model in models {
        if model.name == name {
            return Ok(model);
        }
        known.push(model.name);
    }
    Err(ScoreProblem::NoSuchModel { model: name.to_owned(), known })
}

type Read<R> = Result<R, Vec<FieldProblem>>;

fn answer<R>(
    model: &Model<R>,
    read: fn(&Map<String, Value>) -> Read<R>,
    given: &Map<String, Value>,
    asked: &Asked<'_>,
) -> Result<Value, ScoreProblem> {
    let read = read(given);
    let mut response = match &read {
        Ok(request) => (model.answer)(request, asked.today),
        Err(problems) => (model.refuse)(problems.iter().map(FieldProblem::as_error).collect()),
    };
    if let (true, Some(members)) = (asked.explained, response.as_object_mut()) {
        let explanation = explained(model, read, asked);
        members.insert("explanation".to_owned(), serde_json::to_value(explanation).unwrap_or(Value::Null));
    }
    Ok(response)
}

fn explained<R>(model: &Model<R>, read: Read<R>, asked: &Asked<'_>) -> Explanation {
    match read {
        Ok(request) => (model.explain)(&request, asked.today),
        Err(problems) => Explanation {
            model: model.name.to_owned(),
            generation: asked.generation.number(),
            errors: problems.iter().map(FieldProblem::as_error).collect(),
            ..Explanation::default()
        },
    }
}
