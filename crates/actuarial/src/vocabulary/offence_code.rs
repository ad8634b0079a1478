//! The five-digit Home Office offence code: a three-digit group and a two-digit sub-code.
//!
//! Always true: a value of this type has exactly five ASCII digits. Whether a table knows the code is the table's business.

use std::fmt;

/// A well-formed offence code, 00000 to 99999.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OffenceCode(u32);

impl OffenceCode {
    /// The code in `written`, when that is exactly five digits.
    pub fn parse(written: &str) -> Option<Self> {
        let digits = written.as_bytes();
        if digits.len() != 5 || !digits.iter().all(u8::is_ascii_digit) {
            return None;
        }
        Some(Self(digits.iter().fold(0, |n, d| n * 10 + u32::from(d - b'0'))))
    }

    /// The code as a number, 0 to 99999.
    pub const fn number(self) -> u32 {
        self.0
    }
}

impl fmt::Display for OffenceCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:05}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_five_digits_are_an_offence_code() {
        assert_eq!(OffenceCode::parse("02700").map(|c| c.to_string()).as_deref(), Some("02700"));
        for bad in ["", "0270", "027000", "0270a", "١٢٣٤٥", "123456±", " 2700"] {
            assert_eq!(OffenceCode::parse(bad), None, "{bad}");
        }
    }
}
