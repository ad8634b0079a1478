//! What of a card's fields goes together, and the one form of each number. Pure.

use crate::matching::{Cro, NiNumber, Noms, Pnc};
use kernel::{Date, Refusal, Refusals};

/// The canonical form of a number of this kind.
///
/// # Errors
/// When it has not the shape, or its check letter is wrong.
pub fn read_number(kind: &str, typed: &str, today: Date) -> Result<String, Refusals> {
    let refuse = |words: String| Err(Refusal::new("number", "not_that_number", words).into());
    match kind {
        "PNC" => match Pnc::read(typed, today) {
            Some(pnc) if pnc.is_sound() => Ok(pnc.to_string()),
            Some(pnc) => {
                refuse(format!("Check the PNC: with these digits its last letter would be {}", pnc.expected_letter()))
            }
            None => refuse("Enter a PNC like 2002/0073319Z".into()),
        },
        "CRO" => match Cro::read(typed) {
            Some(cro) if cro.is_sound() => Ok(cro.to_string()),
            Some(_) => refuse("Check the CRO: its last letter does not fit its digits".into()),
            None => refuse("Enter a CRO like 999901/09G".into()),
        },
        "NOMS" | "DNOMS" | "XNOMS" => match Noms::read(typed) {
            Some(noms) => Ok(noms.to_string()),
            None => refuse("Enter a prison number like A1234BC".into()),
        },
        "NINO" => match NiNumber::read(typed) {
            Some(number) => Ok(number.to_string()),
            None => refuse("Enter a National Insurance number like QQ123456C".into()),
        },
        _ => Ok(typed.trim().to_owned()),
    }
}

/// Refuses a day that has not come yet.
pub(super) fn not_after(today: Date, field: &str, date: Option<Date>, words: &str) -> Result<(), Refusals> {
    if date.is_some_and(|d| d > today) { Err(Refusal::new(field, "in_the_future", words).into()) } else { Ok(()) }
}

/// Refuses a day before the one that it must follow.
pub(super) fn in_order(field: &str, first: Option<Date>, then: Option<Date>, words: &str) -> Result<(), Refusals> {
    match (first, then) {
        (Some(first), Some(then)) if then < first => Err(Refusal::new(field, "before_the_start", words).into()),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::date;

    #[test]
    fn a_number_is_kept_in_its_canonical_form() {
        let today = date(2026, 11, 22);
        assert_eq!(read_number("PNC", "02/73319z", today), Ok("2002/0073319Z".into()));
        assert_eq!(read_number("NOMS", "a1234bc", today), Ok("A1234BC".into()));
        assert_eq!(read_number("OTHER", " x 1 ", today), Ok("x 1".into()));
    }

    #[test]
    fn a_wrong_check_letter_is_told_with_the_right_one() {
        let refused = read_number("PNC", "2004/0012345U", date(2026, 11, 22)).unwrap_err();
        assert!(refused.to_string().ends_with("would be D"), "{refused}");
    }
}
