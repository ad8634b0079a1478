//! What every subject of the room asks of typed text: a reason, a text that is not blank, nothing where only blanks stand.

use kernel::{Refusal, Refusals};
use store::{Failure, Result};

/// As long as a reason may be.
pub(crate) const LONGEST: usize = 2_000;

/// Refused when anything is wrong.
pub(crate) fn refuse(wrong: Vec<Refusal>) -> Result<()> {
    if wrong.is_empty() { Ok(()) } else { Err(Refusals(wrong).into()) }
}

/// A text that must not be blank or too long.
pub(crate) fn blank(field: &str, text: &str, most: usize, words: &str, wrong: &mut Vec<Refusal>) {
    let length = text.trim().chars().count();
    if length == 0 {
        wrong.push(Refusal::new(field, "missing", words));
    } else if length > most {
        wrong.push(Refusal::new(field, "too_long", format!("Use {most} characters or fewer")));
    }
}

/// The reason, which must be given.
pub(crate) fn reasoned(field: &str, why: &str) -> Result<String> {
    let mut wrong = Vec::new();
    blank(field, why, LONGEST, "Say why", &mut wrong);
    refuse(wrong)?;
    Ok(why.trim().to_owned())
}

/// Nothing where only blanks stand.
pub(crate) fn some_text(text: Option<&str>) -> Option<String> {
    text.map(str::trim).filter(|t| !t.is_empty()).map(str::to_owned)
}

/// The row must be as whoever changes it saw it.
pub(crate) fn as_seen(version: i64, seen: Option<i64>, what: &str) -> Result<()> {
    if seen.is_none_or(|seen| seen == version) { Ok(()) } else { Err(Failure::Stale(what.to_owned())) }
}
