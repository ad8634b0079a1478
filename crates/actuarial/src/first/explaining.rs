//! The parts that the explanations of this generation and of the screens share: inputs as given, steps, what is missing,
//! and the single answers that would change a band.
//!
//! Always true: what would change a band is found by asking the model again with one thing changed. It knows no formula.

use crate::explain::{Change, Explanation, Input, Missing, Step, Term};
use crate::refusal::{MISSING_DYNAMIC_INPUT, MISSING_MANDATORY_INPUT, ValidationError};
use crate::vocabulary::{
    Awareness, Band, Motivation, PreviousConviction, PreviousConvictions, Problem, Qualification, Sex, StaticOrDynamic,
    SupervisionStatus,
};
use jiff::civil::Date;
use serde_json::{Value, json};

/// A value that a request carried, as it stood there.
pub(crate) trait Shown {
    /// Null when it was absent.
    fn shown(&self) -> Value;
}

macro_rules! shown_words {
    ($($word:ty)+) => {
        $(impl Shown for Option<$word> {
            fn shown(&self) -> Value {
                self.map_or(Value::Null, |word| json!(word.wire()))
            }
        })+
    };
}

shown_words! { Awareness Band Motivation Problem Qualification Sex StaticOrDynamic SupervisionStatus }

impl Shown for Option<bool> {
    fn shown(&self) -> Value {
        json!(self)
    }
}

impl Shown for Option<i32> {
    fn shown(&self) -> Value {
        json!(self)
    }
}

impl Shown for Option<String> {
    fn shown(&self) -> Value {
        json!(self)
    }
}

impl Shown for Option<Date> {
    fn shown(&self) -> Value {
        self.map_or(Value::Null, |day| json!(day.to_string()))
    }
}

impl Shown for Option<Vec<PreviousConviction>> {
    fn shown(&self) -> Value {
        self.as_ref().map_or(Value::Null, |list| list.iter().map(|kind| json!(kind.wire())).collect())
    }
}

impl Shown for Option<PreviousConvictions> {
    fn shown(&self) -> Value {
        self.map_or(Value::Null, |set| {
            PreviousConviction::ALL.iter().filter(|kind| set.has(**kind)).map(|kind| json!(kind.wire())).collect()
        })
    }
}

/// An input as given.
pub(crate) fn input(field: &str, value: &impl Shown, means: &str) -> Input {
    Input { field: field.to_owned(), value: value.shown(), means: means.to_owned() }
}

/// One term of a sum.
pub(crate) fn term(name: &str, title: &str, value: impl ToString, contribution: f64) -> Term {
    Term { name: name.to_owned(), title: title.to_owned(), value: value.to_string(), contribution }
}

/// A step from the total to the score.
pub(crate) fn step(what: impl Into<String>, result: impl ToString) -> Step {
    Step { what: what.into(), result: result.to_string() }
}

/// What the errors of a response say is missing.
pub(crate) fn missing(errors: &[ValidationError]) -> Vec<Missing> {
    let effect = |error: &ValidationError| match error.kind.as_str() {
        kind if kind == MISSING_MANDATORY_INPUT.name => Some("no score without it"),
        kind if kind == MISSING_DYNAMIC_INPUT.name => Some("the static form is used without it"),
        _ => None,
    };
    let told = errors.iter().filter_map(|error| effect(error).map(|effect| (error, effect)));
    told.flat_map(|(error, effect)| {
        error.fields.iter().map(move |field| Missing { field: field.clone(), effect: effect.to_owned() })
    })
    .collect()
}

/// Says why there is no score.
pub(crate) fn refused(told: &mut Explanation, errors: Vec<ValidationError>) {
    told.missing = missing(&errors);
    told.errors = errors;
}

/// An answer of yes or no, in words.
pub(crate) fn yes(answer: bool) -> &'static str {
    if answer { "yes" } else { "no" }
}

/// A score within one year and within two, of which the second has the band.
pub(crate) struct TwoYears {
    /// The sum of the terms.
    pub(crate) total: f64,
    /// What is summed, in words.
    pub(crate) sum: &'static str,
    /// Per cent, 1 to 99.
    pub(crate) one_year: i32,
    /// Per cent, 1 to 99.
    pub(crate) two_year: i32,
    pub(crate) band: Band,
}

impl TwoYears {
    /// Fills in all that follows the terms. `again` gives the two-year score and band of a changed request.
    pub(crate) fn tell<R>(
        self,
        told: &mut Explanation,
        alternatives: Vec<Alternative<R>>,
        again: impl Fn(&R) -> Option<(f64, Band)>,
    ) {
        let curve = format!("One year: the curve of the {}, in whole per cent from 1 to 99", self.sum);
        told.total = Some(self.total);
        told.steps = vec![step(curve, self.one_year), step("Two years: likewise with its own constant", self.two_year)];
        told.score = Some(f64::from(self.two_year));
        told.band = Some(self.band.wire().to_owned());
        told.would_change = would_change(alternatives, self.band, again);
    }
}

/// One thing changed in a request, in words.
pub(crate) struct Alternative<R> {
    pub(crate) what: String,
    pub(crate) request: R,
}

/// The alternatives that would give another band than `now`.
pub(crate) fn would_change<R>(
    alternatives: Vec<Alternative<R>>,
    now: Band,
    again: impl Fn(&R) -> Option<(f64, Band)>,
) -> Vec<Change> {
    let changed = alternatives.into_iter().filter_map(|one| {
        let (score, band) = again(&one.request)?;
        (band != now).then(|| Change { what: one.what, score, band: band.wire().to_owned() })
    });
    changed.collect()
}

/// Every other answer on a scale of words, for one field.
macro_rules! other_words {
    ($into:ident, $request:ident, $kind:ty: $($field:ident $title:literal),+ $(,)?) => {
        $(for word in <$kind>::ALL.iter().copied().filter(|word| $request.$field.is_some_and(|given| given != *word)) {
            let mut changed = $request.clone();
            changed.$field = Some(word);
            $into.push($crate::first::explaining::Alternative { what: format!("{}: {}", $title, word.plain()), request: changed });
        })+
    };
}

/// The opposite answer, for one field.
macro_rules! other_flags {
    ($into:ident, $request:ident: $($field:ident $title:literal),+ $(,)?) => {
        $(if let Some(given) = $request.$field {
            let mut changed = $request.clone();
            changed.$field = Some(!given);
            let answer = if given { "no" } else { "yes" };
            $into.push($crate::first::explaining::Alternative { what: format!("{}: {answer}", $title), request: changed });
        })+
    };
}

/// One more and one fewer, for one field.
macro_rules! other_counts {
    ($into:ident, $request:ident: $($field:ident $title:literal),+ $(,)?) => {
        $(if let Some(given) = $request.$field {
            for n in [given.saturating_sub(1), given.saturating_add(1)].into_iter().filter(|n| *n >= 0) {
                let mut changed = $request.clone();
                changed.$field = Some(n);
                $into.push($crate::first::explaining::Alternative { what: format!("{}: {n}", $title), request: changed });
            }
        })+
    };
}

pub(crate) use {other_counts, other_flags, other_words};

/// The head of an explanation of a model of generation 1.
pub(crate) fn head(model: &str, title: &str, about: &str, rule: &str) -> Explanation {
    Explanation {
        model: model.to_owned(),
        title: title.to_owned(),
        generation: 1,
        model_version: "1.0".to_owned(),
        about: about.to_owned(),
        rule: rule.to_owned(),
        source: "Ministry of Justice, actuarial risk service, legacy models, state of 28 May 2026".to_owned(),
        ..Explanation::default()
    }
}
