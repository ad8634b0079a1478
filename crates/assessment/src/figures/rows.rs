//! Which rows of policy may be set anew, how each is read as a figure, and the row that follows it.
//!
//! Always true: the new row is the old one with other numbers from another day; nothing else of it changes.

use crate::due::PolicyRow;
use crate::enquiries::KindRow;
use crate::further_offence::Deadline;
use crate::quality::Standard;
use crate::questions::{Countersigning, Threshold};
use crate::registrations::TypeRow;
use crate::reviews::TriggerRow;
use policy::{Counts, Dated, Figure, New, Part};
use serde_json::Value as Json;
use store::{Record, Table, Value};

/// The most months between two reviews, working days of a deadline, days, and things in a sample.
const MOST_MONTHS: u32 = 60;
const MOST_DAYS: u32 = 366;
const MOST_POINTS: u32 = 40;
const MOST_THINGS: u32 = 500;
/// The longest words of a theme, in characters.
pub(super) const LONGEST_WORDS: usize = 200;

fn part(name: &str, words: &str, counts: Counts, number: Option<u32>, (least, most): (u32, u32)) -> Part {
    Part {
        name: name.to_owned(),
        words: words.to_owned(),
        counts,
        number,
        may_be_open: false,
        least,
        most,
        rising: None,
    }
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
            rewords: None,
            may_end: false,
        })
    }

    fn anew(&self, new: &New, source: String) -> TypeRow {
        let mut levels = self.levels.clone();
        for (level, months) in levels.as_array_mut().into_iter().flatten().zip(new.numbers.iter().skip(1)) {
            if let Some(level) = level.as_object_mut() {
                level.insert("months".to_owned(), Json::from(*months));
            }
        }
        TypeRow { valid_from: new.from, review_months: new.number(0), levels, assumed: false, source, ..self.clone() }
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
            rewords: None,
            may_end: false,
        })
    }

    fn anew(&self, new: &New, source: String) -> TriggerRow {
        let number = new.number(0);
        let mut row = TriggerRow { valid_from: new.from, assumed: false, source, ..self.clone() };
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
            rewords: None,
            may_end: false,
        })
    }

    fn anew(&self, new: &New, source: String) -> KindRow {
        KindRow {
            valid_from: new.from,
            answer_days: new.number(0).unwrap_or(self.answer_days),
            chase_days: new.number(1).unwrap_or(self.chase_days),
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
                Part {
                    rising: Some("A severe need cannot begin below a standard one"),
                    ..points("severe_at", "Severe from", self.severe_at)
                },
            ],
            from: self.valid_from,
            until: self.valid_to,
            assumed: false,
            source: self.source.clone(),
            rewords: None,
            may_end: false,
        })
    }

    fn anew(&self, new: &New, source: String) -> Threshold {
        let number = |at| new.number(at).and_then(|n| i32::try_from(n).ok());
        Threshold { valid_from: new.from, standard_at: number(0), severe_at: number(1), source, ..self.clone() }
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
            rewords: None,
            may_end: false,
        })
    }

    fn anew(&self, new: &New, source: String) -> Deadline {
        let days = new.number(0).unwrap_or(self.days);
        Deadline { valid_from: new.from, days, assumed: false, source, ..self.clone() }
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
            rewords: None,
            may_end: false,
        })
    }

    fn anew(&self, new: &New, source: String) -> Standard {
        Standard { valid_from: new.from, number: new.number(0), assumed: false, source, ..self.clone() }
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
            rewords: None,
            may_end: false,
        })
    }

    fn anew(&self, new: &New, source: String) -> PolicyRow {
        let number = new.number(0).map_or(self.number, i64::from);
        PolicyRow { valid_from: new.from, number, assumed: false, source, ..self.clone() }
    }
}

/// A standard of quality that has words and no number: what a plan is rated on, or a theme.
#[derive(Clone)]
pub(super) struct Wording(Standard);

impl Record for Wording {
    const TABLE: &'static Table = Standard::TABLE;

    fn values(&self) -> Vec<Value> {
        self.0.values()
    }

    fn from_values(values: &[Value]) -> store::Result<Wording> {
        Standard::from_values(values).map(Wording)
    }
}

impl Dated for Wording {
    const ORDER: &'static str = "ORDER BY kind, place, code, valid_from";

    fn code(&self) -> String {
        self.0.code.clone()
    }

    fn figure(&self) -> Option<Figure> {
        (self.0.kind != "number").then(|| Figure {
            code: self.code(),
            words: self.0.words.clone(),
            parts: Vec::new(),
            from: self.0.valid_from,
            until: self.0.valid_to,
            assumed: self.0.assumed,
            source: self.0.source.clone(),
            rewords: Some(LONGEST_WORDS),
            may_end: true,
        })
    }

    fn anew(&self, new: &New, source: String) -> Wording {
        let words = new.words.clone().unwrap_or_else(|| self.0.words.clone());
        let (valid_from, valid_to) = (new.from, new.until());
        Wording(Standard { valid_from, valid_to, words, assumed: false, source, ..self.0.clone() })
    }
}

impl Dated for Countersigning {
    const ORDER: &'static str = "ORDER BY ground, value, valid_from";

    fn code(&self) -> String {
        Countersigning::code(self)
    }

    fn figure(&self) -> Option<Figure> {
        Some(Figure {
            code: Countersigning::code(self),
            words: self.words.clone(),
            parts: Vec::new(),
            from: self.valid_from,
            until: self.valid_to,
            assumed: self.assumed,
            source: if self.assumed {
                "No published rule: set by the service".into()
            } else {
                "Set by the service".into()
            },
            rewords: Some(LONGEST_WORDS),
            may_end: true,
        })
    }

    fn anew(&self, new: &New, _source: String) -> Countersigning {
        let words = new.words.clone().unwrap_or_else(|| self.words.clone());
        Countersigning { valid_from: new.from, valid_to: new.until(), words, assumed: false, ..self.clone() }
    }
}
