//! What every subject of the room asks of typed text: a reason, a text that is not blank, nothing where only blanks stand.

use kernel::Refusal;
pub(crate) use kernel::some_text;
use store::Result;
pub(crate) use store::{as_seen, refuse};

/// As long as a reason may be.
pub(crate) const LONGEST: usize = 2_000;

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
