//! How severe a need is: the points of its answers against the thresholds of the day. Pure.
//!
//! Source: the change level of the tier policy. An answer that says "not known" adds nothing; where every answer given
//! says so, or none is given, no severity is told.

use crate::questions::{Choice, Question, Threshold};

/// How severe a need is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    None,
    Standard,
    Severe,
}

impl Severity {
    /// The word for programs.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Severity::None => "none",
            Severity::Standard => "standard",
            Severity::Severe => "severe",
        }
    }

    /// As it is shown.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Severity::None => "No need",
            Severity::Standard => "Standard",
            Severity::Severe => "Severe",
        }
    }

    /// What a weight is multiplied by where needs are added up.
    #[must_use]
    pub fn factor(self) -> i32 {
        match self {
            Severity::None => 0,
            Severity::Standard => 1,
            Severity::Severe => 2,
        }
    }
}

/// A counted question with what was answered, if anything.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asked<'a> {
    pub(crate) question: &'a Question,
    pub(crate) choice: Option<&'a Choice>,
    /// The most points that any answer gives.
    pub(crate) most: i32,
}

/// What one answer adds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    pub question: String,
    pub words: String,
    /// The answer in words; none where it was not answered.
    pub answer: Option<String>,
    pub points: i32,
    pub most: i32,
}

/// A need with how it came about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Need {
    pub section: String,
    pub weight: i32,
    pub points: i32,
    /// The most points that the section can give.
    pub most: i32,
    /// None where nothing is known, or where the policy sets no threshold.
    pub severity: Option<Severity>,
    pub standard_at: Option<i32>,
    pub severe_at: Option<i32>,
    pub counted: Vec<Counted>,
    /// The counted questions that are unanswered or answered "not known".
    pub missing: Vec<String>,
    pub source: Option<String>,
}

impl Need {
    /// What it adds where needs are added up: weight times severity.
    #[must_use]
    pub fn weighted(&self) -> i32 {
        self.severity.map_or(0, |severity| self.weight * severity.factor())
    }

    /// Why it is as severe as it is, in one sentence.
    #[must_use]
    pub fn reason(&self) -> String {
        let points = |n: i32| format!("{n} point{}", if n == 1 { "" } else { "s" });
        match (self.severity, self.standard_at, self.severe_at) {
            (_, None, _) | (_, _, None) => "Judged in words: no threshold is set".into(),
            (None, ..) => "Nothing is known yet".into(),
            (Some(_), Some(standard), Some(severe)) => {
                format!("{} of {}; standard from {standard}, severe from {severe}", points(self.points), self.most)
            }
        }
    }
}

/// Judges a section by its counted questions.
pub(crate) fn need(section: &str, threshold: Option<&Threshold>, asked: &[Asked<'_>]) -> Need {
    let counted: Vec<Counted> = asked
        .iter()
        .map(|a| Counted {
            question: a.question.code.clone(),
            words: a.question.words.clone(),
            answer: a.choice.map(|c| c.words.clone()),
            points: a.choice.and_then(|c| c.points).unwrap_or(0),
            most: a.most,
        })
        .collect();
    let known = asked.iter().any(|a| a.choice.is_some_and(|c| !c.is_blank));
    let unknown = asked.iter().filter(|a| a.choice.is_none_or(|c| c.is_blank));
    let missing = unknown.map(|a| a.question.code.clone()).collect();
    let points = counted.iter().map(|c| c.points).sum();
    let (standard_at, severe_at) = (threshold.and_then(|t| t.standard_at), threshold.and_then(|t| t.severe_at));
    let severity = match (standard_at, severe_at) {
        (Some(standard), Some(severe)) if known => Some(severity_of(points, standard, severe)),
        _ => None,
    };
    Need {
        section: section.to_owned(),
        weight: threshold.map_or(0, |t| t.weight),
        points,
        most: counted.iter().map(|c| c.most).sum(),
        severity,
        standard_at,
        severe_at,
        counted,
        missing,
        source: threshold.map(|t| t.source.clone()),
    }
}

fn severity_of(points: i32, standard: i32, severe: i32) -> Severity {
    if points >= severe {
        Severity::Severe
    } else if points >= standard {
        Severity::Standard
    } else {
        Severity::None
    }
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;
