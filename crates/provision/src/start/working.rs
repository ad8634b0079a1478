//! Why a date is what it is, in words and figures: openings, places, people ahead, how many are expected to leave, what
//! comes first, and what is missing.
//!
//! Always true: every figure that the engine used stands in it; what is not known is said, never guessed. It is kept as
//! told, so its shape only grows.

use super::{Answer, Opening, Question};
use kernel::words::{count, day};
use kernel::{Date, OfferId};
use serde::{Deserialize, Serialize};

/// Something without which no date can be told, or not for everybody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
pub enum Missing {
    /// The court's results go to no team, so it has no area.
    NoArea {
        court: String,
    },
    NoDateOfBirth,
    /// The service takes one sex only and the person's is not recorded.
    NoSex {
        service: String,
    },
    /// Nobody delivers it here; the unit named does.
    NotHere {
        unit: String,
        nearest: Option<String>,
    },
    /// No service of the catalogue delivers this requirement.
    NoService,
    /// The service does not take this person.
    NotFor {
        service: String,
        why: String,
    },
    /// The offer is there, but no group or week of it is planned.
    CapacityNotKnown {
        service: String,
    },
    /// What is planned does not reach the certainty asked for.
    NotFarEnough {
        last: Date,
    },
    /// The offer ends, and nothing after it is known.
    Ends {
        on: Date,
        why: String,
    },
    /// A service that must come first is not to be had here.
    FirstNotHere {
        service: String,
    },
    /// Services that each need the other first.
    InACircle {
        service: String,
    },
    /// What the engine could not follow.
    NotComputed {
        why: String,
    },
}

impl Missing {
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Missing::NoArea { court } => format!(
                "{court} has no area: no team hears of its results, so nothing is known of what is provided there. Route the court to a team first."
            ),
            Missing::NoDateOfBirth => {
                "The date of birth is not recorded, so services for an age cannot be told. Record it first.".into()
            }
            Missing::NoSex { service } => {
                format!("{service} takes women only, or men only, and the person\u{2019}s sex is not recorded.")
            }
            Missing::NotHere { unit, nearest: Some(nearest) } => {
                format!("Nobody delivers it in {unit}. {nearest} has it.")
            }
            Missing::NotHere { unit, nearest: None } => {
                format!("Nobody delivers it in {unit}, nor in any other delivery unit.")
            }
            Missing::NoService => {
                "It needs no place: no service of the catalogue delivers it, so there is no list to wait in.".into()
            }
            Missing::NotFor { service, why } => format!("{service} does not take this person: {why}."),
            Missing::CapacityNotKnown { service } => {
                format!("No group and no week of {service} is planned, so its capacity is not known.")
            }
            Missing::NotFarEnough { last } => {
                format!("What is planned ends on {}, which is not far enough to promise a day.", day(*last))
            }
            Missing::Ends { on, why } => format!("{why} ends on {}, and nothing after it is known.", day(*on)),
            Missing::FirstNotHere { service } => format!("{service} must come first and cannot be had here."),
            Missing::InACircle { service } => {
                format!("{service} is set down as needing itself first. Put the catalogue right.")
            }
            Missing::NotComputed { why } => format!("No date was worked out: {why}."),
        }
    }
}

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

impl Already {
    fn words(self) -> String {
        match self {
            Already::Waits { since } => {
                format!("The person has waited for it since {} and keeps that place in the list.", day(since))
            }
            Already::Booked { starts } => format!("A place is booked for the person from {}.", day(starts)),
            Already::Begun { on } => format!("The person began on {}.", day(on)),
        }
    }
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

    /// The answer and its reasons as sentences.
    #[must_use]
    pub fn words(&self) -> Vec<String> {
        let mut words = vec![self.range_words()];
        words.extend(self.already.map(Already::words));
        if matches!(self.already, Some(Already::Booked { .. } | Already::Begun { .. })) {
            return words;
        }
        words.push(format!(
            "Sentence on {}; {} needs {} from the order to the first day, so the person can begin from {}.",
            day(self.sentence_on),
            self.service,
            count_of(self.lead_days, "day"),
            day(self.ready_on)
        ));
        for first in &self.first {
            let by = first.by.map_or_else(|| "no day can be promised for it".into(), |on| format!("by {}", day(on)));
            words.push(format!("{} comes first: it would begin {by}.", first.service));
        }
        words.push(self.list_words());
        words.push(self.chance_words());
        words.push(self.opening_words());
        words.extend(self.conditions.iter().cloned());
        words.extend(self.missing.iter().map(Missing::words));
        words
    }

    /// "Earliest 4 January 2027, as likely as not by 18 January 2027, four chances in five by 1 February 2027."
    #[must_use]
    pub fn range_words(&self) -> String {
        let Some(range) = self.range() else { return "No start can be told.".into() };
        let median = range.median.map_or_else(String::new, |on| format!(", as likely as not by {}", day(on)));
        let by = match range.by {
            Some(on) => format!(", {} by {}", chance_words(self.chance), day(on)),
            None => format!("; what is planned is too little to say a day with {}", chance_words(self.chance)),
        };
        format!("Earliest {}{median}{by}.", day(range.earliest))
    }

    fn list_words(&self) -> String {
        let joining = match self.joining {
            0 => String::new(),
            n => format!(" {} more may join before the day of sentence.", n),
        };
        let list = match self.ahead {
            0 => "Nobody waits ahead".to_owned(),
            1 => "One person waits ahead".to_owned(),
            n => format!("{n} people wait ahead"),
        };
        if self.ahead == 0 {
            return format!("{list}.{joining}");
        }
        format!("{list}; about {:.1} of them are expected to leave the list before then.{joining}", self.leaving)
    }

    fn chance_words(&self) -> String {
        let from = self.assumed.from.map_or_else(String::new, |on| format!(" since {}", day(on)));
        format!(
            "Reckoned with: {} of those waiting leave in a week, {} miss their first session, {} of what is planned falls out ({}{from}).",
            per_cent(self.assumed.leaves_weekly),
            per_cent(self.assumed.missed),
            per_cent(self.assumed.cancelled),
            self.assumed.source
        )
    }

    fn opening_words(&self) -> String {
        let open = self.openings.iter().filter(|o| o.places > 0);
        let (days, places) = open.fold((0_i64, 0_u32), |sum, o| (sum.0 + 1, sum.1.saturating_add(o.places)));
        match self.openings.last() {
            None => "No opening is planned.".into(),
            Some(last) => {
                format!(
                    "{} with {} free in all, up to {}.",
                    count_of(days, "opening"),
                    count_of(i64::from(places), "place"),
                    day(last.on)
                )
            }
        }
    }

    /// The openings that a reader is shown, and how many more there are.
    #[must_use]
    pub fn shown(&self) -> (&[OpeningLine], usize) {
        let sure = self.openings.iter().position(|line| line.begun > CERTAIN).map_or(SHOWN, |at| at + 1);
        let shown = self.openings.get(..sure.min(SHOWN)).unwrap_or(&self.openings);
        (shown, self.openings.len() - shown.len())
    }
}

/// "four chances in five" for 0.8.
#[must_use]
pub fn chance_words(chance: f64) -> String {
    match (chance * 100.0).round() as i64 {
        50 => "an even chance".into(),
        75 => "three chances in four".into(),
        80 => "four chances in five".into(),
        90 => "nine chances in ten".into(),
        n => format!("{n} chances in a hundred"),
    }
}

/// A share as a reader is told it.
#[must_use]
pub fn per_cent(share: f64) -> String {
    // A sum of nothing is written as minus nought.
    let hundredths = (share * 100.0).abs();
    if hundredths == 0.0 || hundredths >= 9.95 { format!("{hundredths:.0}%") } else { format!("{hundredths:.1}%") }
}

fn count_of(n: i64, thing: &str) -> String {
    let plural = format!("{thing}s");
    count(n, thing, &plural)
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
