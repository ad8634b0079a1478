//! What a result was made of, in a form that can be stored beside it and shown on any later day.
//!
//! Always true: the terms' contributions sum to the total, the steps lead from the total to the score, and the band is the
//! one of the listed bands that holds the score. It computes nothing and knows no model.

use crate::data::Provenance;
use crate::refusal::ValidationError;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The explanation of one result.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Explanation {
    /// The model's wire name.
    pub model: String,
    /// The model in words.
    pub title: String,
    /// Static or dynamic, where the model has two forms.
    pub form: Option<String>,
    /// The generation, 1 or 2.
    pub generation: u8,
    /// The version of the model.
    pub model_version: String,
    /// The tables read, with their versions.
    pub data: Vec<Provenance>,
    /// What is predicted or screened for, and over which time.
    pub about: String,
    /// The rule, in words.
    pub rule: String,
    /// Where the rule is from.
    pub source: String,
    /// The inputs that the model read, as given.
    pub inputs: Vec<Input>,
    /// Each term that was added.
    pub terms: Vec<Term>,
    /// The unit of the terms and of the total.
    pub unit: String,
    /// The sum of the terms.
    pub total: Option<f64>,
    /// How the total became the score.
    pub steps: Vec<Step>,
    /// The score as given out.
    pub score: Option<f64>,
    /// The band as given out.
    pub band: Option<String>,
    /// All bands with their limits, lowest first; empty where the model has none.
    pub bands: Vec<BandSpan>,
    /// Inputs that are missing, and what follows.
    pub missing: Vec<Missing>,
    /// What would change the band.
    pub would_change: Vec<Change>,
    /// Why there is no score, or only the static one.
    pub errors: Vec<ValidationError>,
}

/// An input as given.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Input {
    /// The wire name.
    pub field: String,
    /// The value as given; null when it was absent.
    pub value: Value,
    /// What it means here, such as an age worked out from two dates.
    pub means: String,
}

/// One term of a sum.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Term {
    /// Its wire name, as in `featureValues` where it stands there.
    pub name: String,
    /// In words.
    pub title: String,
    /// The value that entered it.
    pub value: String,
    /// What it added.
    pub contribution: f64,
}

/// A step from the total to the score.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// What was done.
    pub what: String,
    /// What came out.
    pub result: String,
}

/// A band and its limits.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BandSpan {
    /// The band's wire name.
    pub band: String,
    /// The lowest score in it.
    pub from: f64,
    /// The score at which the next band begins, if there is one.
    pub below: Option<f64>,
}

/// An input that is missing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Missing {
    /// The wire name.
    pub field: String,
    /// What follows from its absence.
    pub effect: String,
}

/// A change of one input that would give another band.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// What would have to change, in words.
    pub what: String,
    /// The score then.
    pub score: f64,
    /// The band then.
    pub band: String,
}

impl Explanation {
    /// The sum of the terms, in their order.
    pub fn sum(&self) -> f64 {
        self.terms.iter().map(|term| term.contribution).sum()
    }
}

/// The bands that begin at `limits`, lowest first: the first from 0, each ending where the next begins.
pub fn spans(limits: &[(&str, f64)]) -> Vec<BandSpan> {
    limits
        .iter()
        .enumerate()
        .map(|(i, (band, from))| BandSpan {
            band: (*band).to_owned(),
            from: *from,
            below: limits.get(i + 1).map(|next| next.1),
        })
        .collect()
}
