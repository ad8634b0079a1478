//! Which rows of policy have numbers that may be set anew, how each is read as a figure, and the row that follows it.
//!
//! Always true: the new row is the old one with other numbers from another day; nothing else of it changes.

use super::rules::{Counts, Figure, New, Part};
use crate::due::PolicyRow;
use crate::enquiries::KindRow;
use crate::further_offence::Deadline;
use crate::quality::Standard;
use crate::questions::Threshold;
use crate::registrations::TypeRow;
use crate::reviews::TriggerRow;
use kernel::Date;
use serde_json::Value as Json;
use store::{Cx, Failure, Record, Result};

/// The most months between two reviews, working days of a deadline, days, and things in a sample.
const MOST_MONTHS: u32 = 60;
const MOST_DAYS: u32 = 366;
const MOST_POINTS: u32 = 40;
const MOST_THINGS: u32 = 500;

/// A row of policy with numbers.
pub(crate) trait Dated: Record + Clone {
    /// In which order the list shows its rows.
    const ORDER: &'static str;
    /// As it is named within its list.
    fn code(&self) -> String;
    /// Nothing where the row has no number to set.
    fn figure(&self) -> Option<Figure>;
    /// The row as it is to hold from `from`, with these numbers and this source.
    fn anew(&self, from: Date, numbers: &[Option<u32>], source: String) -> Self;
}

/// Every row of a list.
pub(super) fn read<R: Dated>(cx: &mut Cx<'_>) -> Result<Vec<Figure>> {
    Ok(cx.list::<R>(R::ORDER, &[])?.iter().filter_map(Dated::figure).collect())
}

/// Adds the row that follows one.
pub(super) fn add<R: Dated>(cx: &mut Cx<'_>, now: &Figure, new: &New) -> Result<()> {
    let rows = cx.list::<R>(R::ORDER, &[])?;
    let row = rows.iter().find(|row| row.code() == now.code && row.figure().is_some_and(|f| f.from == now.from));
    let source = format!("Set by {}: {}", new.author, new.reason.trim());
    let row = row.ok_or(Failure::NotFound)?.anew(new.from, &new.numbers, source);
    cx.insert(&row)
}

fn part(name: &str, words: &str, counts: Counts, number: Option<u32>, (least, most): (u32, u32)) -> Part {
    Part { name: name.to_owned(), words: words.to_owned(), counts, number, may_be_open: false, least, most }
}

fn first(numbers: &[Option<u32>]) -> Option<u32> {
    numbers.first().copied().flatten()
}

impl Dated for TypeRow {
    const ORDER: &'static str = "ORDER BY place, code, valid_from";

    fn code(&self) -> String {
        self.code.clone()
    }

    fn figure(&self) -> Option<Figure> {
        let months = |name: &str, words: &str, number| Part {
            may_be_open: true,
            ..part(name, words, Counts::Months, number, (1, MOST_MONTHS))
        };
        let mut parts = vec![months("months", "Between reviews", self.review_months)];
        for level in self.levels.as_array().into_iter().flatten() {
            let text = |name: &str| level.get(name).and_then(Json::as_str).unwrap_or_default();
            let number = level.get("months").and_then(Json::as_u64).and_then(|n| u32::try_from(n).ok());
            parts.push(months(&format!("months-{}", text("code")), &format!("At {}", text("en")), number));
        }
        (!self.historic).then(|| Figure {
            code: self.code.clone(),
            words: self.name_en.clone(),
            parts,
            from: self.valid_from,
            until: self.valid_before,
            assumed: self.assumed,
            source: self.source.clone(),
        })
    }

    fn anew(&self, from: Date, numbers: &[Option<u32>], source: String) -> TypeRow {
        let mut levels = self.levels.clone();
        for (level, months) in levels.as_array_mut().into_iter().flatten().zip(numbers.iter().skip(1)) {
            if let Some(level) = level.as_object_mut() {
                level.insert("months".to_owned(), Json::from(*months));
            }
        }
        TypeRow { valid_from: from, review_months: first(numbers), levels, assumed: false, source, ..self.clone() }
    }
}

impl Dated for TriggerRow {
    const ORDER: &'static str = "ORDER BY place, code, valid_from";

    fn code(&self) -> String {
        self.code.clone()
    }

    fn figure(&self) -> Option<Figure> {
        let counts = if self.due_unit == "days" { Counts::Days } else { Counts::WorkingDays };
        let part = match self.every_months {
            Some(months) => part("months", "After the last assessment", Counts::Months, Some(months), (1, MOST_MONTHS)),
            None => part("due", "Due within", counts, Some(self.due_count), (1, MOST_DAYS)),
        };
        Some(Figure {
            code: self.code.clone(),
            words: self.words_en.clone(),
            parts: vec![part],
            from: self.valid_from,
            until: self.valid_before,
            assumed: self.assumed,
            source: self.source.clone(),
        })
    }

    fn anew(&self, from: Date, numbers: &[Option<u32>], source: String) -> TriggerRow {
        let number = first(numbers);
        let mut row = TriggerRow { valid_from: from, assumed: false, source, ..self.clone() };
        match self.every_months {
            Some(_) => row.every_months = number,
            None => row.due_count = number.unwrap_or(self.due_count),
        }
        row
    }
}

impl Dated for KindRow {
    const ORDER: &'static str = "ORDER BY place, code, valid_from";

    fn code(&self) -> String {
        self.code.clone()
    }

    fn figure(&self) -> Option<Figure> {
        let days = |name, words, number| part(name, words, Counts::WorkingDays, Some(number), (1, MOST_DAYS));
        Some(Figure {
            code: self.code.clone(),
            words: self.name_en.clone(),
            parts: vec![
                days("answer", "Answer expected within", self.answer_days),
                days("chase", "Between two chases", self.chase_days),
            ],
            from: self.valid_from,
            until: self.valid_before,
            assumed: self.assumed,
            source: self.source.clone(),
        })
    }

    fn anew(&self, from: Date, numbers: &[Option<u32>], source: String) -> KindRow {
        KindRow {
            valid_from: from,
            answer_days: first(numbers).unwrap_or(self.answer_days),
            chase_days: first(numbers.get(1..).unwrap_or_default()).unwrap_or(self.chase_days),
            assumed: false,
            source,
            ..self.clone()
        }
    }
}

impl Dated for Threshold {
    const ORDER: &'static str = "ORDER BY variant DESC, section, valid_from";

    fn code(&self) -> String {
        format!("{}.{}", self.variant, self.section)
    }

    fn figure(&self) -> Option<Figure> {
        let number = |at: Option<i32>| at.and_then(|at| u32::try_from(at).ok());
        let points = |name, words, at| part(name, words, Counts::Points, number(at), (1, MOST_POINTS));
        let mut section = self.section.replace('_', " ");
        if let Some(letter) = section.get_mut(..1) {
            letter.make_ascii_uppercase();
        }
        let form = if self.variant == "strengths" { "strengths and needs" } else { "the usual form" };
        (self.weight > 0).then(|| Figure {
            code: self.code(),
            words: format!("{section}, {form}"),
            parts: vec![
                points("standard_at", "Standard from", self.standard_at),
                points("severe_at", "Severe from", self.severe_at),
            ],
            from: self.valid_from,
            until: self.valid_to,
            assumed: false,
            source: self.source.clone(),
        })
    }

    fn anew(&self, from: Date, numbers: &[Option<u32>], source: String) -> Threshold {
        let number = |at: usize| numbers.get(at).copied().flatten().and_then(|n| i32::try_from(n).ok());
        Threshold { valid_from: from, standard_at: number(0), severe_at: number(1), source, ..self.clone() }
    }
}

impl Dated for Deadline {
    const ORDER: &'static str = "ORDER BY place, code, valid_from";

    fn code(&self) -> String {
        self.code.clone()
    }

    fn figure(&self) -> Option<Figure> {
        let counts = if self.working { Counts::WorkingDays } else { Counts::Days };
        Some(Figure {
            code: self.code.clone(),
            words: self.words.clone(),
            parts: vec![part("days", "Due within", counts, Some(self.days), (1, MOST_THINGS))],
            from: self.valid_from,
            until: self.valid_to,
            assumed: self.assumed,
            source: self.source.clone(),
        })
    }

    fn anew(&self, from: Date, numbers: &[Option<u32>], source: String) -> Deadline {
        let days = first(numbers).unwrap_or(self.days);
        Deadline { valid_from: from, days, assumed: false, source, ..self.clone() }
    }
}

impl Dated for Standard {
    const ORDER: &'static str = "ORDER BY place, code, valid_from";

    fn code(&self) -> String {
        self.code.clone()
    }

    fn figure(&self) -> Option<Figure> {
        let (counts, most) =
            if self.code == "sign-within" { (Counts::WorkingDays, MOST_DAYS) } else { (Counts::Things, MOST_THINGS) };
        (self.kind == "number").then(|| Figure {
            code: self.code.clone(),
            words: self.words.clone(),
            parts: vec![part("number", "Number", counts, self.number, (1, most))],
            from: self.valid_from,
            until: self.valid_to,
            assumed: self.assumed,
            source: self.source.clone(),
        })
    }

    fn anew(&self, from: Date, numbers: &[Option<u32>], source: String) -> Standard {
        Standard { valid_from: from, number: first(numbers), assumed: false, source, ..self.clone() }
    }
}

/// A row whose words are a list of codes has no number.
const WORDS_ONLY: &[&str] = &["home-visit-kinds"];

impl Dated for PolicyRow {
    const ORDER: &'static str = "ORDER BY name, valid_from";

    fn code(&self) -> String {
        self.name.clone()
    }

    fn figure(&self) -> Option<Figure> {
        let counts = match self.name.as_str() {
            name if name.starts_with("notice-") => Counts::Days,
            name if name.ends_with("-months") => Counts::Months,
            _ => Counts::Things,
        };
        (!WORDS_ONLY.contains(&self.name.as_str())).then(|| Figure {
            code: self.name.clone(),
            words: self.words.clone(),
            parts: vec![part("number", "Number", counts, u32::try_from(self.number).ok(), (1, MOST_DAYS))],
            from: self.valid_from,
            until: None,
            assumed: self.assumed,
            source: self.source.clone(),
        })
    }

    fn anew(&self, from: Date, numbers: &[Option<u32>], source: String) -> PolicyRow {
        let number = first(numbers).map_or(self.number, i64::from);
        PolicyRow { valid_from: from, number, assumed: false, source, ..self.clone() }
    }
}
