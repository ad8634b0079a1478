//! By what quality is judged, as dated rows: what a plan is rated on, the themes to choose from, and the numbers.

use kernel::Date;
use store::{Cx, Failure, Kind, Result, record};

record! {
    /// One thing by which quality is judged, on the days on which it was so.
    pub struct Standard in "quality_standard", Kind::Reference, key ["code", "valid_from"] {
        pub code: String,
        pub valid_from: Date,
        pub valid_to: Option<Date>,
        /// `rating`, `theme` or `number`.
        pub kind: String,
        pub place: i32,
        pub words: String,
        pub number: Option<u32>,
        /// True until the service has said it itself.
        pub assumed: bool,
        pub source: String,
    }
}

/// The rows that hold on a day, and those that once did.
pub(super) struct Standards(Vec<Standard>, Vec<Standard>);

impl Standards {
    pub(super) fn of<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a Standard> {
        self.0.iter().filter(move |row| row.kind == kind)
    }

    pub(super) fn number(&self, code: &str) -> Option<&Standard> {
        self.0.iter().find(|row| row.code == code && row.number.is_some())
    }

    /// The words of a rating or theme, also of one that is no longer chosen from; its code where nobody knows it.
    pub(super) fn words(&self, code: &str) -> String {
        let row = self.0.iter().chain(self.1.iter().rev()).find(|row| row.code == code);
        row.map_or_else(|| code.to_owned(), |row| row.words.clone())
    }
}

/// What holds on a day; before the first rows, those hold.
///
/// # Errors
/// When the database fails.
pub(super) fn standards(cx: &mut Cx<'_>, day: Date) -> Result<Standards> {
    let all = cx.remembered(every)?;
    let all = &all.0;
    let day = day.max(all.iter().map(|row| row.valid_from).min().unwrap_or(day));
    let holding = policy::newest(all, day, |row| (row.code.clone(), row.valid_from, row.valid_to));
    Ok(Standards(holding.into_iter().cloned().collect(), all.clone()))
}

struct Every(Vec<Standard>);

/// Every row there has been; a database that was never seeded goes by the shipped ones.
fn every(cx: &mut Cx<'_>) -> Result<Every> {
    let all: Vec<Standard> = cx.list("ORDER BY place, valid_from", &[])?;
    Ok(Every(if all.is_empty() { shipped()? } else { all }))
}

/// Puts in the shipped rows that the database lacks.
///
/// # Errors
/// When the shipped file is wrong or the database fails.
pub(crate) fn seed(cx: &mut Cx<'_>) -> Result<()> {
    let known: Vec<Standard> = cx.list("ORDER BY place", &[])?;
    let is_new = |row: &Standard| !known.iter().any(|k| k.code == row.code && k.valid_from == row.valid_from);
    let rows: Vec<Standard> = shipped()?.into_iter().filter(is_new).collect();
    cx.insert_all(&rows)
}

fn shipped() -> Result<Vec<Standard>> {
    let lines = include_str!("../../policy/quality.tsv").lines();
    let lines = lines.filter(|line| !line.starts_with('#') && !line.is_empty());
    let read = |(line, place): (&str, i32)| {
        read(line, place).ok_or_else(|| Failure::broken(format!("a shipped row cannot be read: {line}")))
    };
    lines.zip(1..).map(read).collect()
}

fn read(line: &str, place: i32) -> Option<Standard> {
    let cells: Vec<&str> = line.split('\t').collect();
    let [code, from, kind, number, assumed, source, words] = cells.as_slice() else { return None };
    let number = if number.is_empty() { None } else { Some(number.parse().ok()?) };
    Some(Standard {
        code: (*code).to_owned(),
        valid_from: from.parse().ok()?,
        valid_to: None,
        kind: (*kind).to_owned(),
        place,
        words: (*words).to_owned(),
        number,
        assumed: *assumed == "yes",
        source: (*source).to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_standards_have_ratings_themes_and_both_numbers() {
        let all = Standards(shipped().unwrap(), Vec::new());
        assert!(all.of("rating").count() >= 3 && all.of("theme").count() >= 3);
        assert!(all.number("sign-within").is_some() && all.number("sample-size").is_some());
        assert!(all.0.iter().all(|row| row.assumed), "a number nobody has published must say so");
    }
}
