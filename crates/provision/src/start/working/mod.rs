//! Why a date is what it is, in words and figures: openings, places, people ahead, how many are expected to leave, what
//! comes first, and what is missing.
//!
//! Always true: every figure that the engine used stands in it; what is not known is said, never guessed. It is kept as
//! told, so its shape only grows.

mod missing;
mod words;

pub use missing::Missing;
pub use words::{chance_words, per_cent};

use super::{Answer, Opening, Question};
use kernel::{Date, OfferId};
use serde::{Deserialize, Serialize};

/// The chances that were used, and where they are from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Assumed {
    pub leaves_weekly: f64,
    pub missed: f64,
    pub cancelled: f64,
    /// "assumed", or "learnt" from what happened here.
    pub source: String,
    pub from: Option<Date>,
}

/// How far the person already is with this very service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
pub enum Already {
    Waits { since: Date },
    Booked { starts: Date },
    Begun { on: Date },
}

/// One day on which places open.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OpeningLine {
    pub on: Date,
    pub places: u32,
    pub expected_ahead: f64,
    pub begins: f64,
    pub begun: f64,
}

/// The answer for one offer with all that led to it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Working {
    pub offer: Option<OfferId>,
    pub service: String,
    pub provider: String,
    /// How much of the area it reaches, where that is not all of it.
    pub reach: Option<String>,
    /// The day on which the list stood as told.
    pub asked_on: Date,
    pub sentence_on: Date,
    pub lead_days: i64,
    /// From when the person can begin by the lead time alone.
    pub ready_on: Date,
    /// How the ready day was moved by what comes first.
    pub first: Vec<Working>,
    pub ahead: u32,
    /// More who are expected to join before the day of sentence.
    pub joining: u32,
    /// Of those ahead, how many are expected to leave before the day promised, or the last opening known.
    pub leaving: f64,
    pub assumed: Assumed,
    pub openings: Vec<OpeningLine>,
    pub earliest: Option<Date>,
    pub median: Option<Date>,
    pub by: Option<Date>,
    /// The certainty asked for, and the level of the distribution that has kept that share so far.
    pub chance: f64,
    pub level: f64,
    /// What else must hold for the person to be taken.
    pub conditions: Vec<String>,
    pub already: Option<Already>,
    pub missing: Vec<Missing>,
}

/// A range of days, each with how sure it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    pub earliest: Date,
    pub median: Option<Date>,
    pub by: Option<Date>,
}

/// Openings shown in full; what follows is summed up.
const SHOWN: usize = 16;
/// What follows a chance to have begun of more than this is not shown: nearly everybody has.
const CERTAIN: f64 = 0.995;

impl Working {
    /// Fills in what the engine found.
    pub fn answered(&mut self, question: &Question<'_>, answer: &Answer) {
        self.earliest = answer.earliest();
        self.median = answer.by(0.5);
        self.by = answer.by(self.level);
        let until = self.by.or(answer.steps.last().map(|step| step.on)).unwrap_or(question.asked);
        let days = question.asked.until(until).map_or(0, |span| span.get_days()).max(0);
        let stay = (1.0 - question.leaves_weekly).powf(f64::from(days) / 7.0);
        self.ahead = question.ahead.iter().map(|a| a.people).sum::<u32>().saturating_sub(self.joining);
        self.leaving = f64::from(self.ahead) * (1.0 - stay);
        let of = |step: &super::Step| OpeningLine {
            on: step.on,
            places: step.places,
            expected_ahead: step.expected_ahead,
            begins: step.begins,
            begun: step.begun,
        };
        self.openings = answer.steps.iter().map(of).collect();
        if self.by.is_none() {
            self.not_promised(question.openings);
        }
    }

    fn not_promised(&mut self, planned: &[Opening]) {
        match planned.last() {
            None => {
                let service = self.service.clone();
                if !self.missing.iter().any(|m| matches!(m, Missing::Ends { .. })) {
                    self.missing.push(Missing::CapacityNotKnown { service });
                }
            }
            Some(last) => self.missing.push(Missing::NotFarEnough { last: last.on }),
        }
    }

    /// The chance that had been given of beginning before a day: the least certainty at which that day would have been
    /// promised.
    #[must_use]
    pub fn chance_before(&self, day: Date) -> f64 {
        self.openings.iter().take_while(|o| o.on < day).last().map_or(0.0, |o| o.begun)
    }

    /// The chance that had been given of having begun by the end of a day.
    #[must_use]
    pub fn chance_by(&self, day: Date) -> f64 {
        self.openings.iter().take_while(|o| o.on <= day).last().map_or(0.0, |o| o.begun)
    }

    #[must_use]
    pub fn range(&self) -> Option<Range> {
        self.earliest.map(|earliest| Range { earliest, median: self.median, by: self.by })
    }

    /// The openings that a reader is shown, and how many more there are.
    #[must_use]
    pub fn shown(&self) -> (&[OpeningLine], usize) {
        let sure = self.openings.iter().position(|line| line.begun > CERTAIN).map_or(SHOWN, |at| at + 1);
        let shown = self.openings.get(..sure.min(SHOWN)).unwrap_or(&self.openings);
        (shown, self.openings.len() - shown.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::start::{Ahead, Ready, begin};
    use jiff::civil::date;

    fn blank() -> Working {
        Working {
            offer: None,
            service: "Building Choices".into(),
            provider: "Alderbrook Probation".into(),
            reach: None,
            asked_on: date(2026, 11, 23),
            sentence_on: date(2026, 11, 30),
            lead_days: 14,
            ready_on: date(2026, 12, 14),
            first: Vec::new(),
            ahead: 0,
            joining: 0,
            leaving: 0.0,
            assumed: Assumed {
                leaves_weekly: 0.01,
                missed: 0.1,
                cancelled: 0.05,
                source: "assumed".into(),
                from: None,
            },
            openings: Vec::new(),
            earliest: None,
            median: None,
            by: None,
            chance: 0.8,
            level: 0.8,
            conditions: Vec::new(),
            already: None,
            missing: Vec::new(),
        }
    }

    fn told(openings: &[Opening]) -> Working {
        let ready = Ready::on(date(2026, 12, 14));
        let ahead = [Ahead { ready: date(2026, 11, 1), people: 4 }];
        let asked = date(2026, 11, 23);
        let question = Question { asked, ready: &ready, ahead: &ahead, openings, leaves_weekly: 0.01, missed: 0.1 };
        let mut working = blank();
        working.answered(&question, &begin(&question).unwrap());
        working
    }

    fn opening(on: Date) -> Opening {
        Opening { on, places: 8, cancelled: 0.05, until: None }
    }

    #[test]
    fn an_answer_tells_its_range_its_list_its_chances_and_its_openings() {
        let words = told(&[date(2027, 1, 5), date(2027, 2, 2)].map(opening)).words();
        assert_eq!(
            words,
            [
                "Earliest 5 January 2027, as likely as not by 5 January 2027, four chances in five by 5 January 2027.",
                "Sentence on 30 November 2026; Building Choices needs 14 days from the order to the first day, so the person can begin from 14 December 2026.",
                "4 people wait ahead; about 0.2 of them are expected to leave the list before then.",
                "Reckoned with: 1.0% of those waiting leave in a week, 10% miss their first session, 5.0% of what is planned falls out (assumed).",
                "2 openings with 16 places free in all, up to 2 February 2027.",
            ]
        );
    }

    #[test]
    fn a_plan_that_is_too_short_says_so_instead_of_guessing() {
        let short = told(&[Opening { places: 2, ..opening(date(2027, 1, 5)) }]);
        assert_eq!(short.by, None);
        assert_eq!(short.missing, [Missing::NotFarEnough { last: date(2027, 1, 5) }]);
        let none = told(&[]);
        assert_eq!(none.missing, [Missing::CapacityNotKnown { service: "Building Choices".into() }]);
        assert_eq!(none.range_words(), "No start can be told.");
    }

    #[test]
    fn a_kept_working_reads_back_as_it_was_told() {
        let working = told(&[opening(date(2027, 1, 5))]);
        let kept = serde_json::to_value(&working).unwrap();
        assert_eq!(serde_json::from_value::<Working>(kept).unwrap(), working);
    }
}
