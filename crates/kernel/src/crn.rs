//! The case reference number by which people say and type a person's record.

use serde::{Deserialize, Serialize};

/// One capital letter and six digits, as the national record has it. Never used twice.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Crn(String);

/// The text is not a letter followed by six digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotACrn;

impl Crn {
    /// The `number`th CRN of the series that Throughcare gives out: T000000 to T999999, then U and onwards.
    /// `None` past the last letter.
    #[must_use]
    pub fn nth(number: u32) -> Option<Crn> {
        let letter = u8::try_from(number / 1_000_000).ok()?.checked_add(b'T').filter(|l| *l <= b'Z')?;
        Some(Crn(format!("{}{:06}", char::from(letter), number % 1_000_000)))
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::str::FromStr for Crn {
    type Err = NotACrn;
    fn from_str(text: &str) -> Result<Self, NotACrn> {
        let text = text.trim().to_ascii_uppercase();
        let mut bytes = text.bytes();
        let letter = bytes.next().is_some_and(|b| b.is_ascii_uppercase());
        if letter && text.len() == 7 && bytes.all(|b| b.is_ascii_digit()) { Ok(Crn(text)) } else { Err(NotACrn) }
    }
}

impl std::fmt::Display for NotACrn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a CRN is a letter and six digits, such as T000123")
    }
}

impl std::error::Error for NotACrn {}

impl std::fmt::Display for Crn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Crn {
    type Error = NotACrn;
    fn try_from(text: String) -> Result<Self, NotACrn> {
        text.parse()
    }
}

impl From<Crn> for String {
    fn from(crn: Crn) -> String {
        crn.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crn_is_a_letter_and_six_digits() {
        assert_eq!("t000123".parse::<Crn>().map(String::from), Ok("T000123".into()));
        for wrong in ["", "T00012", "T0001234", "1000123", "TT00123", "T00012é"] {
            assert_eq!(wrong.parse::<Crn>(), Err(NotACrn), "{wrong}");
        }
    }

    #[test]
    fn the_series_goes_on_to_the_next_letter() {
        assert_eq!(Crn::nth(1).unwrap().as_str(), "T000001");
        assert_eq!(Crn::nth(1_000_000).unwrap().as_str(), "U000000");
        assert_eq!(Crn::nth(7_000_000), None);
    }
}
