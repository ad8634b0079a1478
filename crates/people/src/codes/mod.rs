//! What can be chosen on a person's cards: dated rows with Welsh beside English, seeded from `codes.tsv`. A code that is
//! no longer offered keeps its words on records that hold it. It does not know which card asks for which set, nor what a code means.

use kernel::{Bilingual, Date};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use store::{Cx, Kind, Result, record};

record! {
    /// One choice of a set.
    pub struct PersonCode in "person_code", Kind::Reference, key ["set_name", "code"] {
        pub set_name: String,
        pub code: String,
        pub words: String,
        pub words_cy: String,
        /// Where it stands in its list.
        pub place: i32,
        /// The first day on which it was offered.
        pub valid_from: Date,
        /// The first day on which it was not.
        pub valid_to: Option<Date>,
    }
}

/// Every code with its words, as of a day.
#[derive(Clone, Debug, Default)]
pub struct Codes {
    today: Option<Date>,
    all: Arc<AllCodes>,
}

#[derive(Debug, Default)]
struct AllCodes {
    rows: Vec<PersonCode>,
    at: HashMap<(String, String), usize>,
}

impl Codes {
    /// # Errors
    /// When the database fails.
    pub fn read(cx: &mut Cx<'_>) -> Result<Codes> {
        let all = cx.remembered(|cx| {
            let rows = cx.list::<PersonCode>("ORDER BY set_name, place", &[])?;
            let at = rows.iter().enumerate().map(|(n, r)| ((r.set_name.clone(), r.code.clone()), n)).collect();
            Ok(AllCodes { rows, at })
        })?;
        Ok(Codes { today: Some(cx.today()), all })
    }

    /// The words of a code; the code itself when it is not in the set, so that nothing a source sent disappears.
    #[must_use]
    pub fn words<'a>(&'a self, set: &str, code: &'a str) -> &'a str {
        self.row(set, code).map_or(code, |r| r.words.as_str())
    }

    /// The words in both languages.
    #[must_use]
    pub fn bilingual(&self, set: &str, code: &str) -> Bilingual {
        self.row(set, code).map_or_else(
            || Bilingual { en: code.to_owned(), cy: code.to_owned() },
            |r| Bilingual { en: r.words.clone(), cy: r.words_cy.clone() },
        )
    }

    /// What is offered today, in order, and `kept`, what the record already holds.
    #[must_use]
    pub fn offered(&self, set: &str, kept: &str) -> Vec<(&str, &str)> {
        let is_live =
            |r: &PersonCode| self.today.is_some_and(|t| r.valid_from <= t && r.valid_to.is_none_or(|end| t < end));
        let of_set = self.all.rows.iter().filter(|r| r.set_name == set && (is_live(r) || r.code == kept));
        of_set.map(|r| (r.code.as_str(), r.words.as_str())).collect()
    }

    fn row(&self, set: &str, code: &str) -> Option<&PersonCode> {
        self.all.at.get(&(set.to_owned(), code.to_owned())).and_then(|n| self.all.rows.get(*n))
    }
}

/// Puts in what the shipped list has and the database lacks; changes nothing that is there, for a service may have
/// worded it anew. Gives the number of rows added. The caller describes the action.
///
/// # Errors
/// When the database fails.
pub fn seed(cx: &mut Cx<'_>) -> Result<usize> {
    let known: HashSet<(String, String)> =
        cx.list::<PersonCode>("", &[])?.into_iter().map(|r| (r.set_name, r.code)).collect();
    let missing: Vec<PersonCode> =
        shipped().into_iter().filter(|r| !known.contains(&(r.set_name.clone(), r.code.clone()))).collect();
    if !missing.is_empty() {
        cx.describe("Added codes for people's details", None);
        cx.insert_all(&missing)?;
    }
    Ok(missing.len())
}

fn shipped() -> Vec<PersonCode> {
    let lines = include_str!("codes.tsv").lines().filter(|l| !l.starts_with('#'));
    let rows = lines.zip(1..).filter_map(|(line, place)| {
        let mut cells = line.split('\t').map(str::to_owned);
        let (set_name, code, words, words_cy) = (cells.next()?, cells.next()?, cells.next()?, cells.next()?);
        Some(PersonCode {
            set_name,
            code,
            words,
            words_cy,
            place,
            valid_from: kernel::date(2000, 1, 1),
            valid_to: None,
        })
    });
    rows.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_shipped_list_is_read_once_with_welsh() {
        let rows = shipped();
        let lines = include_str!("codes.tsv").lines().filter(|l| !l.starts_with('#')).count();
        assert_eq!(rows.len(), lines);
        let mut seen = HashSet::new();
        for row in rows {
            assert!(!row.words.is_empty() && !row.words_cy.is_empty(), "{}", row.code);
            assert!(seen.insert((row.set_name.clone(), row.code.clone())), "{} {}", row.set_name, row.code);
        }
    }
}
