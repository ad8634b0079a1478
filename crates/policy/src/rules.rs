//! Whether a row may be set anew, reworded or ended, which row holds on a day, and what a new one would change. Pure.

use jiff::ToSpan;
use kernel::{Date, Refusal, WorkingDays, words};

/// What a number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counts {
    Months,
    WorkingDays,
    Days,
    /// Points of a need: more is more severe.
    Points,
    Things,
    Pence,
}

/// One number of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// As forms and programs name it.
    pub name: String,
    pub words: String,
    pub counts: Counts,
    pub number: Option<u32>,
    /// It may be left open.
    pub may_be_open: bool,
    pub least: u32,
    pub most: u32,
    /// What is said when it is below the number before it, where that cannot be meant.
    pub rising: Option<&'static str>,
}

/// A row of policy with its numbers, as it holds from a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    pub code: String,
    pub words: String,
    pub parts: Vec<Part>,
    pub from: Date,
    /// The first day on which it no longer holds, where it was made for a time.
    pub until: Option<Date>,
    pub assumed: bool,
    pub source: String,
    /// How long its words may be, where they may be set anew.
    pub rewords: Option<usize>,
    /// It may be ended: from a day on nothing of it holds.
    pub may_end: bool,
}

/// What somebody wants to hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct New {
    /// In the order of the row's parts.
    pub numbers: Vec<Option<u32>>,
    /// Other words, where they are to change.
    pub words: Option<String>,
    /// Nothing of it is to hold any more.
    pub ends: bool,
    pub from: Date,
    pub reason: String,
    pub author: String,
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
            Counts::Pence => return format!("£{}.{:02}", number / 100, number % 100),
        };
        words::count(i64::from(number), one, many)
    }
}

impl New {
    /// A number, where the row has so many.
    #[must_use]
    pub fn number(&self, at: usize) -> Option<u32> {
        self.numbers.get(at).copied().flatten()
    }

    /// Who set it and why, as rows that were shipped name their source.
    #[must_use]
    pub fn source(&self) -> String {
        format!("Set by {}: {}", self.author, self.reason.trim())
    }

    /// The first day on which the new row no longer holds: one that ends is never in force.
    #[must_use]
    pub fn until(&self) -> Option<Date> {
        self.ends.then_some(self.from)
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

    /// What the row says, in words.
    pub(crate) fn stands(&self) -> String {
        let said = self.said(&self.numbers());
        match self.until == Some(self.from) {
            true => "ended".to_owned(),
            false if said.is_empty() => format!("“{}”", self.words),
            false => said,
        }
    }

    /// What it would say by a new row.
    pub(crate) fn becomes(&self, new: &New) -> String {
        if new.ends {
            return "ended".to_owned();
        }
        let said = self.said(&new.numbers);
        let words = new.words.as_ref().filter(|w| **w != self.words).map(|w| format!("“{w}”"));
        let both: Vec<String> = [words, Some(said)].into_iter().flatten().filter(|t| !t.is_empty()).collect();
        if both.is_empty() { format!("“{}”", self.words) } else { both.join("; ") }
    }

    /// The parts worth telling: the first, and those that are set.
    pub(crate) fn told(&self) -> impl Iterator<Item = &Part> {
        self.parts.iter().enumerate().filter(|(n, part)| *n == 0 || part.number.is_some()).map(|(_, part)| part)
    }

    pub(crate) fn numbers(&self) -> Vec<Option<u32>> {
        self.parts.iter().map(|part| part.number).collect()
    }
}

/// The code of a row, its first day, and the first day on which it no longer holds. A row whose days are the same ends what
/// its code said before.
pub type Spell = (String, Date, Option<Date>);

/// The row of each code that holds on a day, in the order of the list: the newest that has begun and was not made for a time
/// that is over, unless it ends its code.
#[must_use]
pub fn newest<R>(rows: &[R], day: Date, spell: impl Fn(&R) -> Spell) -> Vec<&R> {
    let spells: Vec<Spell> = rows.iter().map(spell).collect();
    let decides = |(_, from, until): &Spell| *from <= day && until.is_none_or(|until| day < until || until == *from);
    let newer = |this: &Spell| spells.iter().any(|o| o.0 == this.0 && o.1 > this.1 && decides(o));
    let holds = |this: &Spell| decides(this) && this.2 != Some(this.1) && !newer(this);
    rows.iter().zip(&spells).filter(|(_, this)| holds(this)).map(|(row, _)| row).collect()
}

/// The row of each code that holds on a day, in the order of the list.
pub(crate) fn in_force(all: &[Figure], day: Date) -> Vec<&Figure> {
    newest(all, day, |f| (f.code.clone(), f.from, f.until))
}

/// Whether a row may hold from that day, whatever it says.
pub(crate) fn check_day(new: &New, today: Date) -> Vec<Refusal> {
    let mut wrong = Vec::new();
    if new.from <= today {
        // What was reckoned by the row of a past day would no longer follow from it.
        wrong.push(Refusal::new("from", "not_ahead", "Enter a day after today"));
    }
    if new.reason.trim().is_empty() {
        wrong.push(Refusal::new("reason", "no_reason", "Say why it changes"));
    }
    wrong
}

/// Whether a row may be set so from that day. `all` are the rows of the list, `now` the one to be followed.
pub(crate) fn check(all: &[Figure], now: &Figure, new: &New, today: Date) -> Vec<Refusal> {
    let mut wrong = check_day(new, today);
    if all.iter().any(|f| f.code == now.code && f.from == new.from) {
        let words = "A row from that day is there already and is not changed: enter another day";
        wrong.push(Refusal::new("from", "already_set", words));
    }
    if new.ends {
        if !now.may_end {
            wrong.push(Refusal::new("ends", "needed", "This row cannot end: something must always hold"));
        } else if now.until == Some(now.from) {
            wrong.push(Refusal::new("ends", "ended", "It is ended already"));
        }
        return wrong;
    }
    wrong.extend(check_words(now, new));
    wrong.extend(check_numbers(now, new));
    let same = new.numbers == now.numbers() && new.words.as_ref().is_none_or(|words| *words == now.words);
    if wrong.is_empty() && same && now.until != Some(now.from) {
        let (field, words) = match now.parts.first() {
            Some(part) => (part.name.clone(), "This is what holds already: enter another number"),
            None if now.rewords.is_some() => ("words".to_owned(), "This is what holds already: enter other words"),
            None => ("ends".to_owned(), "Nothing of this row can be set anew: end it, or add another beside it"),
        };
        wrong.push(Refusal::new(field, "same", words));
    }
    wrong
}

fn check_words(now: &Figure, new: &New) -> Option<Refusal> {
    let words = new.words.as_ref().filter(|words| **words != now.words)?;
    let Some(most) = now.rewords else {
        return Some(Refusal::new("words", "fixed", "The words of this row are fixed"));
    };
    let length = words.trim().chars().count();
    match length {
        0 => Some(Refusal::new("words", "missing", "Enter the words")),
        n if n > most => Some(Refusal::new("words", "too_long", format!("Use {most} characters or fewer"))),
        _ => None,
    }
}

fn check_numbers(now: &Figure, new: &New) -> Vec<Refusal> {
    let mut wrong = Vec::new();
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
            Some(n) if last.is_some_and(|last| *n < last) => {
                let words = part.rising.map(|words| Refusal::new(part.name.clone(), "not_rising", words));
                wrong.extend(words);
            }
            _ => {}
        }
        last = *number;
    }
    wrong
}

/// What would be different: of each thing that changes, what it is by today's row and by the new one.
pub(crate) fn preview(now: &Figure, new: &New, working: WorkingDays<'_>) -> Vec<[String; 3]> {
    if new.ends {
        return vec![[
            "It holds".to_owned(),
            "Yes".to_owned(),
            format!("Until the day before {}", words::day(new.from)),
        ]];
    }
    let other = new.words.iter().filter(|words| **words != now.words);
    let mut changes: Vec<[String; 3]> =
        other.map(|words| ["Words".to_owned(), now.words.clone(), words.clone()]).collect();
    changes.extend(changed_numbers(now, new, working));
    changes
}

fn changed_numbers(now: &Figure, new: &New, working: WorkingDays<'_>) -> Vec<[String; 3]> {
    if now.parts.iter().any(|part| part.counts == Counts::Points) {
        return severities(&now.numbers(), &new.numbers);
    }
    let reckoned = |part: &Part, number: Option<u32>| -> String {
        let Some(n) = number else { return "no date".to_owned() };
        let day = match part.counts {
            Counts::Months => new.from.saturating_add(i64::from(n).months()),
            Counts::Days => new.from.saturating_add(i64::from(n).days()),
            Counts::WorkingDays => working.after(new.from, n),
            Counts::Points | Counts::Things | Counts::Pence => return part.said(number),
        };
        words::day(day)
    };
    let changed = now.parts.iter().zip(&new.numbers).filter(|(part, number)| part.number != **number);
    changed
        .map(|(part, number)| {
            let what = match part.counts {
                Counts::Things | Counts::Pence => part.words.clone(),
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
        let (name, words) = (name.to_owned(), name.to_owned());
        let rising = (counts == Counts::Points).then_some("Not below the one before");
        Part { name, words, counts, number: Some(number), may_be_open: false, least: 1, most: 40, rising }
    }

    fn figure(parts: Vec<Part>, from: Date) -> Figure {
        let code = "standard.drugs".to_owned();
        let (words, source) = ("Drugs".into(), "policy".into());
        Figure { code, words, parts, from, until: None, assumed: true, source, rewords: None, may_end: false }
    }

    fn new(numbers: &[u32], from: Date, reason: &str) -> New {
        let numbers = numbers.iter().map(|n| Some(*n)).collect();
        New { numbers, words: None, ends: false, from, reason: reason.into(), author: "Ada Field".into() }
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
    fn what_may_end_ends_on_a_day_stays_ended_and_can_be_taken_up_again() {
        let theme = Figure { rewords: Some(100), may_end: true, ..figure(Vec::new(), date(2026, 1, 1)) };
        let end = New { ends: true, ..new(&[], date(2027, 1, 4), "Nobody finds it") };
        assert!(check(std::slice::from_ref(&theme), &theme, &end, TODAY).is_empty());
        let ended = Figure { from: date(2027, 1, 4), until: end.until(), ..theme.clone() };
        let all = [theme.clone(), ended.clone()];
        assert_eq!(in_force(&all, date(2027, 1, 3)), [&theme]);
        assert!(in_force(&all, date(2027, 1, 4)).is_empty() && in_force(&all, date(2028, 1, 4)).is_empty());
        assert!(check(&all, &ended, &new(&[], date(2027, 3, 1), "Back"), TODAY).is_empty());
        let again = New { ends: true, ..new(&[], date(2027, 3, 1), "x") };
        assert_eq!(codes(&check(&all, &ended, &again, TODAY)), ["ended"]);
        assert_eq!(codes(&check(&[need()], &need(), &end, TODAY)), ["needed"]);
    }

    #[test]
    fn words_are_set_anew_only_where_the_list_lets_them() {
        let theme = Figure { rewords: Some(10), may_end: true, ..figure(Vec::new(), date(2026, 1, 1)) };
        let say = |words: &str| New { words: Some(words.into()), ..new(&[], date(2027, 1, 4), "Clearer") };
        let refused = |figure: &Figure, words: &str| codes(&check(&[], figure, &say(words), TODAY));
        assert!(refused(&theme, "Drugs, all").is_empty());
        assert_eq!(refused(&theme, "Drugs"), ["same"]);
        assert_eq!(refused(&theme, " "), ["missing"]);
        assert_eq!(refused(&theme, "Drugs and more"), ["too_long"]);
        assert_eq!(
            codes(&check(&[], &need(), &New { words: Some("x".into()), ..new(&[2, 6], date(2027, 1, 4), "x") }, TODAY)),
            ["fixed"]
        );
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
