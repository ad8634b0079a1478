//! By when what is due after a serious further offence, as dated rows; the shipped ones are put into a database that lacks
//! them, and what the service set stays.

use kernel::Date;
use store::{Cx, Failure, Kind, Result, record};

record! {
    /// One thing that is due after a serious further offence, on the days on which it was so.
    pub struct Deadline in "further_offence_deadline", Kind::Reference, key ["code", "valid_from"] {
        pub code: String,
        pub valid_from: Date,
        pub valid_to: Option<Date>,
        pub place: i32,
        pub words: String,
        /// From the day on which the service learned of the offence.
        pub days: u32,
        /// Working days; calendar days otherwise.
        pub working: bool,
        /// True until the service has said the number itself.
        pub assumed: bool,
        pub source: String,
    }
}

/// The rows that hold for an offence of which the service learned on a day.
///
/// # Errors
/// When the database fails.
pub(super) fn deadlines(cx: &mut Cx<'_>, learned_on: Date) -> Result<Vec<Deadline>> {
    let all = cx.remembered(all)?;
    let all = &all.0;
    let first = all.iter().map(|row| row.valid_from).min().unwrap_or(learned_on);
    // An offence learned of before the first row goes by the first rows.
    let day = learned_on.max(first);
    let holds = |row: &&Deadline| row.valid_from <= day && row.valid_to.is_none_or(|end| day < end);
    let newer = |row: &Deadline| all.iter().any(|o| o.code == row.code && o.valid_from > row.valid_from && holds(&o));
    Ok(all.iter().filter(|row| holds(row) && !newer(row)).cloned().collect())
}

/// Every row there has been, as it lies in memory.
struct Deadlines(Vec<Deadline>);

/// A database that was never seeded goes by the shipped rows.
fn all(cx: &mut Cx<'_>) -> Result<Deadlines> {
    let all: Vec<Deadline> = cx.list("ORDER BY place, valid_from", &[])?;
    Ok(Deadlines(if all.is_empty() { shipped()? } else { all }))
}

/// Puts in the shipped rows that the database lacks.
///
/// # Errors
/// When the shipped file is wrong or the database fails.
pub(crate) fn seed(cx: &mut Cx<'_>) -> Result<()> {
    let known: Vec<Deadline> = cx.list("ORDER BY place", &[])?;
    let is_new = |row: &Deadline| !known.iter().any(|k| k.code == row.code && k.valid_from == row.valid_from);
    let rows: Vec<Deadline> = shipped()?.into_iter().filter(is_new).collect();
    cx.insert_all(&rows)
}

fn shipped() -> Result<Vec<Deadline>> {
    let file = include_str!("../../policy/further_offence_deadlines.tsv");
    let lines = file.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    let read = |(line, place): (&str, i32)| {
        read(line, place).ok_or_else(|| Failure::broken(format!("a shipped row cannot be read: {line}")))
    };
    lines.zip(1..).map(read).collect()
}

fn read(line: &str, place: i32) -> Option<Deadline> {
    let cells: Vec<&str> = line.split('\t').collect();
    let [code, from, days, counted, assumed, source, words] = cells.as_slice() else { return None };
    Some(Deadline {
        code: (*code).to_owned(),
        valid_from: from.parse().ok()?,
        valid_to: None,
        place,
        words: (*words).to_owned(),
        days: days.parse().ok()?,
        working: *counted == "working",
        assumed: *assumed == "yes",
        source: (*source).to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_deadline_can_be_read_and_says_that_it_is_assumed() {
        let rows = shipped().unwrap();
        assert_eq!(rows.len(), 4);
        assert!(rows.iter().all(|row| row.assumed && row.days > 0));
    }
}
