//! The answer for one offer as sentences: the range, the list, the chances and the openings. Every figure in them stands in
//! the working.

use super::{Already, Missing, Working};
use kernel::words::{count, day};

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

impl Working {
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
