//! The shipped rows, read from the files of `policy/`, and put into a database that lacks them. What a service worded
//! anew stays as it is.

use super::{Choice, Countersigning, Question, Section, Threshold};
use kernel::Date;
use std::collections::HashSet;
use store::{Cx, Failure, Result};

/// The day from which shipped rows without a day of their own hold.
const FIRST_DAY: Date = kernel::date(2000, 1, 1);

/// Everything shipped with this version.
#[derive(Clone, Debug, Default)]
pub(super) struct Shipped {
    pub(super) sections: Vec<Section>,
    pub(super) questions: Vec<Question>,
    pub(super) choices: Vec<Choice>,
    pub(super) thresholds: Vec<Threshold>,
    pub(super) countersigning: Vec<Countersigning>,
}

/// Reads the files.
///
/// # Errors
/// The line that cannot be read. A test reads them, so that a binary with a broken file is never made.
pub(super) fn shipped() -> Result<Shipped> {
    Ok(Shipped {
        sections: lines(include_str!("../../policy/sections.tsv"), section)?,
        questions: lines(include_str!("../../policy/questions.tsv"), question)?,
        choices: lines(include_str!("../../policy/answers.tsv"), choice)?,
        thresholds: lines(include_str!("../../policy/needs.tsv"), threshold)?,
        countersigning: lines(include_str!("../../policy/countersigning.tsv"), countersigning)?,
    })
}

/// The cells of a line; one that is not there is empty.
struct Cells<'a>(Vec<&'a str>);

impl Cells<'_> {
    fn text(&self, at: usize) -> String {
        self.0.get(at).map_or_else(String::new, |cell| cell.trim().to_owned())
    }

    fn some(&self, at: usize) -> Option<String> {
        Some(self.text(at)).filter(|text| !text.is_empty())
    }

    fn day(&self, at: usize) -> Option<Date> {
        self.text(at).parse().ok()
    }

    /// A number, or `-` for none.
    fn number(&self, at: usize) -> Option<Option<i32>> {
        let text = self.text(at);
        if text == "-" { Some(None) } else { text.parse().ok().map(Some) }
    }
}

fn lines<T>(file: &str, read: fn(&Cells<'_>, i32) -> Option<T>) -> Result<Vec<T>> {
    let lines = file.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    let rows = lines.zip(1..).map(|(line, place)| {
        read(&Cells(line.split('\t').collect()), place)
            .ok_or_else(|| Failure::broken(format!("a shipped row cannot be read: {line}")))
    });
    rows.collect()
}

fn section(cells: &Cells<'_>, place: i32) -> Option<Section> {
    let kind = cells.some(2)?;
    let (words, words_cy) = (cells.some(3)?, cells.some(4)?);
    Some(Section { code: cells.some(0)?, number: cells.some(1)?, kind, words, words_cy, hint: cells.some(5), place })
}

fn question(cells: &Cells<'_>, place: i32) -> Option<Question> {
    let flags = cells.text(4);
    let source = if cells.text(6) == "O" { "Item of the national assessment system" } else { "Throughcare" };
    Some(Question {
        code: cells.some(0)?,
        valid_from: FIRST_DAY,
        valid_to: None,
        section: cells.some(1)?,
        place,
        words: cells.some(7)?,
        words_cy: cells.some(8),
        answer_set: cells.some(2)?,
        must_in: cells.text(3),
        counts: flags.contains('c'),
        takes_words: flags.contains('w'),
        after_analysis: flags.contains('a'),
        feeds: cells.text(5),
        source: source.into(),
    })
}

fn choice(cells: &Cells<'_>, place: i32) -> Option<Choice> {
    let flags = cells.text(3);
    Some(Choice {
        answer_set: cells.some(0)?,
        code: cells.some(1)?,
        place,
        points: cells.number(2)?,
        is_blank: flags.contains('b'),
        leads_on: flags.contains('m'),
        words: cells.some(4)?,
        words_cy: cells.some(5)?,
    })
}

fn threshold(cells: &Cells<'_>, _: i32) -> Option<Threshold> {
    Some(Threshold {
        variant: cells.some(0)?,
        section: cells.some(1)?,
        valid_from: cells.day(5)?,
        valid_to: None,
        weight: cells.number(2)??,
        standard_at: cells.number(3)?,
        severe_at: cells.number(4)?,
        source: cells.some(6)?,
    })
}

fn countersigning(cells: &Cells<'_>, _: i32) -> Option<Countersigning> {
    Some(Countersigning {
        ground: cells.some(0)?,
        value: cells.some(1)?,
        valid_from: cells.day(2)?,
        valid_to: None,
        words: cells.some(4)?,
        assumed: cells.text(3) == "yes",
    })
}

/// Puts in the shipped rows that the database lacks. The caller describes the action.
///
/// # Errors
/// When a shipped file is wrong or the database fails.
pub(crate) fn seed(cx: &mut Cx<'_>) -> Result<()> {
    let all = shipped()?;
    add(cx, all.sections, |row| row.code.clone())?;
    add(cx, all.questions, |row| format!("{} {}", row.code, row.valid_from))?;
    add(cx, all.choices, |row| format!("{} {}", row.answer_set, row.code))?;
    add(cx, all.thresholds, |row| format!("{} {} {}", row.variant, row.section, row.valid_from))?;
    add(cx, all.countersigning, |row| format!("{} {} {}", row.ground, row.value, row.valid_from))
}

fn add<R: store::Record>(cx: &mut Cx<'_>, rows: Vec<R>, key: impl Fn(&R) -> String) -> Result<()> {
    let known: HashSet<String> = cx.list::<R>("", &[])?.iter().map(&key).collect();
    let missing: Vec<R> = rows.into_iter().filter(|row| !known.contains(&key(row))).collect();
    if missing.is_empty() {
        return Ok(());
    }
    cx.describe("Put in the shipped questions of assessments", None);
    cx.insert_all(&missing)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_question_stands_in_a_section_and_asks_for_an_answer_that_can_be_given() {
        let all = shipped().unwrap();
        let sections: HashSet<&str> = all.sections.iter().map(|s| s.code.as_str()).collect();
        let sets: HashSet<&str> = all.choices.iter().map(|c| c.answer_set.as_str()).collect();
        let mut seen = HashSet::new();
        for question in &all.questions {
            assert!(sections.contains(question.section.as_str()), "{}", question.code);
            let free = matches!(question.answer_set.as_str(), "text" | "number" | "date");
            assert!(free || sets.contains(question.answer_set.as_str()), "{}", question.code);
            let (kinds, setting) = question.must_in.split_once('@').unwrap_or((&question.must_in, "custody"));
            assert!(kinds.chars().all(|c| "IFR".contains(c)) && setting == "custody", "{}", question.code);
            assert!(seen.insert(&question.code), "{} twice", question.code);
            assert!(!question.counts || sets.contains(question.answer_set.as_str()), "{}", question.code);
        }
    }

    #[test]
    fn what_the_person_is_asked_has_welsh_words() {
        for question in shipped().unwrap().questions.iter().filter(|q| q.section == "own-view") {
            assert!(question.words_cy.is_some(), "{}", question.code);
        }
    }

    #[test]
    fn the_needs_that_count_for_the_tier_ask_what_the_tier_counts() {
        let all = shipped().unwrap();
        let counted = |section: &str| -> Vec<&str> {
            all.questions.iter().filter(|q| q.section == section && q.counts).map(|q| q.code.as_str()).collect()
        };
        assert_eq!(counted("accommodation"), ["3.3", "3.4", "3.5", "3.6"]);
        assert_eq!(counted("employment"), ["4.2", "4.3", "4.4", "4.5"]);
        assert_eq!(counted("relationships"), ["6.1", "6.3", "6.6"]);
        assert_eq!(counted("lifestyle"), ["7.2", "7.3", "7.5"]);
        assert_eq!(counted("drugs"), ["8.4", "8.5", "8.8", "8.9"]);
        assert_eq!(counted("alcohol"), ["9.1", "9.2", "9.3", "9.5"]);
        assert_eq!(counted("thinking"), ["11.5", "11.6", "11.7", "11.9"]);
        assert_eq!(counted("attitudes"), ["12.1", "12.4", "12.5", "12.8"]);
        for question in all.questions.iter().filter(|q| q.feeds.contains("ARP") && !q.section.contains("drugs")) {
            let dynamic = question.section != "history";
            assert!(!dynamic || question.must_in == "IFR", "{} is needed for a dynamic score", question.code);
        }
    }

    #[test]
    fn each_variant_has_a_threshold_for_each_need() {
        let all = shipped().unwrap();
        for variant in ["standard", "strengths"] {
            for section in all.sections.iter().filter(|s| s.kind == "need") {
                let found = all.thresholds.iter().find(|t| t.variant == variant && t.section == section.code);
                let found = found.unwrap_or_else(|| panic!("{variant} {}", section.code));
                assert!(found.standard_at <= found.severe_at);
                assert_eq!(found.weight == 0, found.standard_at.is_none());
            }
        }
    }
}
