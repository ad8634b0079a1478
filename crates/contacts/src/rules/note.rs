//! Notes are added and never changed: what somebody wrote yesterday is evidence of what was known yesterday.

use kernel::{Refusal, Refusals};

/// The longest note, in characters.
pub const LONGEST: usize = 12_000;

/// The longest title, in characters.
pub const LONGEST_TITLE: usize = 200;

/// The text as it is kept: line ends made plain, blank ends cut off, nothing else changed.
///
/// # Errors
/// It is empty, or too long to be kept whole.
pub fn readable(text: &str) -> Result<String, Refusals> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let text = text.trim();
    let length = text.chars().count();
    if text.is_empty() {
        Err(Refusal::new("note", "note_missing", "Enter the note").into())
    } else if length > LONGEST {
        let words = format!("The note has {length} characters. Shorten it to {LONGEST}, or attach a file");
        Err(Refusal::new("note", "note_too_long", words).into())
    } else {
        Ok(text.to_owned())
    }
}

/// The title as it is kept; nothing when it is blank.
///
/// # Errors
/// It is too long.
pub fn title(text: &str) -> Result<Option<String>, Refusals> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() > LONGEST_TITLE {
        let words = format!("Shorten the title to {LONGEST_TITLE} characters");
        return Err(Refusal::new("title", "title_too_long", words).into());
    }
    Ok(Some(text).filter(|t| !t.is_empty()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::samples::codes;

    #[test]
    fn a_note_of_twelve_thousand_letters_of_any_script_is_kept_whole() {
        let long = "ŵ".repeat(LONGEST);
        assert_eq!(readable(&long).as_deref(), Ok(long.as_str()));
        assert_eq!(codes(&readable(&format!("{long}x"))), ["note_too_long"]);
    }

    #[test]
    fn an_empty_note_is_refused() {
        assert_eq!(codes(&readable(" \r\n ")), ["note_missing"]);
    }

    #[test]
    fn a_note_keeps_its_paragraphs_and_its_mark_up_as_written() {
        assert_eq!(readable("One <b>\r\n\r\nTwo ").unwrap(), "One <b>\n\nTwo");
    }

    #[test]
    fn a_blank_title_is_no_title() {
        assert_eq!(title("  "), Ok(None));
        assert_eq!(title(" Home \n visit "), Ok(Some("Home visit".into())));
        assert_eq!(codes(&title(&"x".repeat(201))), ["title_too_long"]);
    }
}
