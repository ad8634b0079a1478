//! Whether a number may be set anew, and what that would change. Pure.

use jiff::ToSpan;
use kernel::{Date, Refusal, WorkingDays, words};

/// What a number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Counts {
    Months,
    WorkingDays,
    Days,
    /// Points of a need: more is more severe.
    Points,
    Things,
}

/// One number of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Part {
    /// As forms and programs name it.
    pub(crate) name: String,
    pub(crate) words: String,
    pub(crate) counts: Counts,
    pub(crate) number: Option<u32>,
    /// It may be left open.
    pub(crate) may_be_open: bool,
    pub(crate) least: u32,
    pub(crate) most: u32,
}

/// A row of policy with its numbers, as it holds from a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Figure {
    pub(crate) code: String,
    pub(crate) words: String,
    pub(crate) parts: Vec<Part>,
    pub(crate) from: Date,
    /// The first day on which it no longer holds, where it was made for a time.
    pub(crate) until: Option<Date>,
    pub(crate) assumed: bool,
    pub(crate) source: String,
}

/// What somebody wants to hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct New {
    /// In the order of the row's parts.
    pub(crate) numbers: Vec<Option<u32>>,
    pub(crate) from: Date,
    pub(crate) reason: String,
    pub(crate) author: String,
}

impl Part {
    /// The number as it reads: "6 months".
    pub(crate) fn said(&self, number: Option<u32>) -> String {
        let Some(number) = number else { return "not set".to_owned() };
        let (one, many) = match self.counts {
            Counts::Months => ("month", "months"),
            Counts::WorkingDays => ("working day", "working days"),
            Counts::Days => ("day", "days"),
            Counts::Points => ("point", "points"),
            Counts::Things => return number.to_string(),
        };
        words::count(i64::from(number), one, many)
    }
}

impl Figure {
    /// All its numbers in words.
    pub(crate) fn said(&self, numbers: &[Option<u32>]) -> String {
        let said = self.parts.iter().zip(numbers).filter(|(_, number)| number.is_some() || self.parts.len() == 1);
        let said = said.map(|(part, number)| match self.parts.len() {
            1 => part.said(*number),
            _ => format!("{}: {}", part.words, part.said(*number)),
        });
        said.collect::<Vec<_>>().join("; ")
    }

    /// The parts worth telling: the first, and those that are set.
    pub(crate) fn told(&self) -> impl Iterator<Item = &Part> {
        self.parts.iter().enumerate().filter(|(n, part)| *n == 0 || part.number.is_some()).map(|(_, part)| part)
    }

    pub(crate) fn numbers(&self) -> Vec<Option<u32>> {
        self.parts.iter().map(|part| part.number).collect()
    }
}

/// The row of each code that holds on a day, in the order of the list.
pub(crate) fn in_force(all: &[Figure], day: Date) -> Vec<&Figure> {
    let holds = |f: &Figure| f.from <= day && f.until.is_none_or(|until| day < until);
    let newer = |f: &Figure| all.iter().any(|o| o.code == f.code && o.from > f.from && holds(o));
    all.iter().filter(|f| holds(f) && !newer(f)).collect()
}

/// Whether the numbers may hold from that day. `all` are the rows of the list, `now` the one to be followed.
pub(crate) fn check(all: &[Figure], now: &Figure, new: &New, today: Date) -> Vec<Refusal> {
    let mut wrong = Vec::new();
    if new.from <= today {
        // What was reckoned by the row of a past day would no longer follow from it.
        wrong.push(Refusal::new("from", "not_ahead", "Enter a day after today"));
    }
    if all.iter().any(|f| f.code == now.code && f.from == new.from) {
        let words = "A row from that day is there already and is not changed: enter another day";
        wrong.push(Refusal::new("from", "already_set", words));
    }
    if new.reason.trim().is_empty() {
        wrong.push(Refusal::new("reason", "no_reason", "Say why it changes"));
    }
    let mut last = None;
    for (part, number) in now.parts.iter().zip(&new.numbers) {
        match number {
            None if !part.may_be_open => {
                wrong.push(Refusal::new(part.name.clone(), "missing", format!("Enter {}", part.words.to_lowercase())));
            }
            Some(n) if *n < part.least || *n > part.most => {
                let words = format!("{} must be between {} and {}", part.words, part.least, part.most);
                wrong.push(Refusal::new(part.name.clone(), "out_of_range", words));
            }
            Some(n) if part.counts == Counts::Points && last.is_some_and(|last| *n < last) => {
                let words = "A severe need cannot begin below a standard one";
                wrong.push(Refusal::new(part.name.clone(), "not_rising", words));
            }
            _ => {}
        }
        last = *number;
    }
    if wrong.is_empty() && new.numbers == now.numbers() {
        let first = now.parts.first().map_or_else(String::new, |part| part.name.clone());
        wrong.push(Refusal::new(first, "same", "This is what holds already: enter another number"));
    }
    wrong
}

/// What would be different: of each thing that changes, what it is by today's row and by the new one.
pub(crate) fn preview(now: &Figure, new: &New, working: WorkingDays<'_>) -> Vec<[String; 3]> {
    if now.parts.iter().any(|part| part.counts == Counts::Points) {
        return severities(&now.numbers(), &new.numbers);
    }
    let reckoned = |part: &Part, number: Option<u32>| -> String {
        let Some(n) = number else { return "no date".to_owned() };
        let day = match part.counts {
            Counts::Months => new.from.saturating_add(i64::from(n).months()),
            Counts::Days => new.from.saturating_add(i64::from(n).days()),
            Counts::WorkingDays => working.after(new.from, n),
            Counts::Points | Counts::Things => return part.said(number),
        };
        words::day(day)
    };
    let changed = now.parts.iter().zip(&new.numbers).filter(|(part, number)| part.number != **number);
    changed
        .map(|(part, number)| {
            let what = match part.counts {
                Counts::Things => part.words.clone(),
                _ => format!("{}, counted from {}", part.words, words::day(new.from)),
            };
            [what, reckoned(part, part.number), reckoned(part, *number)]
        })
        .collect()
}

/// The points at which a need is judged otherwise.
fn severities(now: &[Option<u32>], new: &[Option<u32>]) -> Vec<[String; 3]> {
    let judged = |at: &[Option<u32>], points: u32| match at {
        [_, Some(severe)] if points >= *severe => "Severe",
        [Some(standard), _] if points >= *standard => "Standard",
        _ => "No need",
    };
    let most = now.iter().chain(new).flatten().max().copied().unwrap_or(0);
    let points = (0..=most).map(|p| (p, judged(now, p), judged(new, p))).filter(|(_, a, b)| a != b);
    points.map(|(p, a, b)| [words::count(i64::from(p), "point", "points"), a.to_owned(), b.to_owned()]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::date;

    const TODAY: Date = date(2026, 11, 23);

    fn part(name: &str, counts: Counts, number: u32) -> Part {
        let words = name.to_owned();
        Part { name: name.to_owned(), words, counts, number: Some(number), may_be_open: false, least: 1, most: 40 }
    }

    fn figure(parts: Vec<Part>, from: Date) -> Figure {
        let code = "standard.drugs".to_owned();
        Figure { code, words: "Drugs".into(), parts, from, until: None, assumed: true, source: "policy".into() }
    }

    fn new(numbers: &[u32], from: Date, reason: &str) -> New {
        let numbers = numbers.iter().map(|n| Some(*n)).collect();
        New { numbers, from, reason: reason.into(), author: "Ada Field".into() }
    }

    fn need() -> Figure {
        figure(vec![part("standard_at", Counts::Points, 2), part("severe_at", Counts::Points, 8)], date(2000, 1, 1))
    }

    fn codes(wrong: &[Refusal]) -> Vec<&'static str> {
        wrong.iter().map(|r| r.code).collect()
    }

    #[test]
    fn a_number_is_set_from_a_day_to_come_with_a_reason_and_within_its_limits() {
        let now = need();
        let all = [now.clone()];
        assert!(check(&all, &now, &new(&[2, 6], date(2027, 1, 4), "Pilot"), TODAY).is_empty());
        let wrong = check(&all, &now, &new(&[0, 99], TODAY, " "), TODAY);
        assert_eq!(codes(&wrong), ["not_ahead", "no_reason", "out_of_range", "out_of_range"]);
        assert_eq!(codes(&check(&all, &now, &new(&[6, 5], date(2027, 1, 4), "x"), TODAY)), ["not_rising"]);
        assert_eq!(codes(&check(&all, &now, &new(&[2, 8], date(2027, 1, 4), "x"), TODAY)), ["same"]);
    }

    #[test]
    fn a_row_that_is_there_is_never_changed() {
        let ahead = Figure { from: date(2027, 1, 4), ..need() };
        let all = [need(), ahead.clone()];
        assert_eq!(codes(&check(&all, &all[0], &new(&[3, 9], date(2027, 1, 4), "x"), TODAY)), ["already_set"]);
        assert_eq!(in_force(&all, date(2027, 1, 3)), [&all[0]]);
        assert_eq!(in_force(&all, date(2027, 1, 4)), [&all[1]]);
    }

    #[test]
    fn the_preview_names_only_what_is_judged_otherwise() {
        let told = preview(
            &need(),
            &new(&[2, 6], date(2027, 1, 4), "x"),
            law::Law::shipped().working_days(law::Nation::EnglandAndWales),
        );
        assert_eq!(
            told,
            [["6 points", "Standard", "Severe"], ["7 points", "Standard", "Severe"]].map(|r| r.map(str::to_owned))
        );
        let months = figure(vec![part("months", Counts::Months, 6)], date(2021, 6, 26));
        let told = preview(
            &months,
            &new(&[3], date(2027, 1, 4), "x"),
            law::Law::shipped().working_days(law::Nation::EnglandAndWales),
        );
        assert_eq!(told[0][1..], ["4 July 2027".to_owned(), "4 April 2027".to_owned()]);
    }
}
