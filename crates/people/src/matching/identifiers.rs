//! Numbers that the police, the criminal records office, prisons and the tax office give a person.
//!
//! Always true: a value of these types has the right shape and prints in its one canonical form. A PNC or CRO whose
//! check letter is wrong is kept and says so (`is_sound`), because a mistyped number is still evidence for a human.

use kernel::Date;
use std::fmt;

/// The check letter of a PNC or CRO: the number made of the two digits of the year and the serial, modulo 23. The
/// letters I, O and S are not used.
#[must_use]
pub fn check_letter(number: u64) -> char {
    const LETTERS: &[u8; 23] = b"ZABCDEFGHJKLMNPQRTUVWXY";
    usize::try_from(number % 23).ok().and_then(|at| LETTERS.get(at)).map_or('Z', |l| char::from(*l))
}

/// A number of the Police National Computer, `YYYY/NNNNNNNL`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pnc {
    year: u16,
    serial: u32,
    letter: char,
}

impl Pnc {
    /// Reads `2004/0012345D`, `20040012345D`, `04/12345D` and the like. A year of two digits is of this century
    /// unless that would lie after `today`. Without a stroke the check letter decides where the year ends. `None`
    /// when the text has not that shape (`Redacted`, a free remark, nothing).
    #[must_use]
    pub fn read(text: &str, today: Date) -> Option<Pnc> {
        let text = squeezed(text);
        if let Some((year, rest)) = text.split_once('/') {
            return Pnc::of_parts(year, rest, today);
        }
        let digits = text.len().checked_sub(1)?;
        let cut = |at: usize| text.is_char_boundary(at).then(|| text.split_at(at));
        let long = (digits >= 5).then(|| cut(4)).flatten().and_then(|(y, rest)| Pnc::of_parts(y, rest, today));
        let short = (digits >= 3).then(|| cut(2)).flatten().and_then(|(y, rest)| Pnc::of_parts(y, rest, today));
        match (long, short) {
            (Some(long), _) if digits == 11 || long.is_sound() => Some(long),
            (_, Some(short)) if digits == 9 || short.is_sound() => Some(short),
            _ => None,
        }
    }

    fn of_parts(year: &str, rest: &str, today: Date) -> Option<Pnc> {
        let (serial, letter) = serial_and_letter(rest, 7)?;
        let digits: u16 = all_digits(year)?.parse().ok()?;
        let this_year = u16::try_from(today.year()).ok()?;
        let year = match year.len() {
            4 if (1900..2100).contains(&digits) => digits,
            2 if this_year / 100 * 100 + digits <= this_year => this_year / 100 * 100 + digits,
            2 => this_year / 100 * 100 + digits - 100,
            _ => return None,
        };
        Some(Pnc { year, serial, letter })
    }

    /// Whether the check letter is that of the number.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.expected_letter() == self.letter
    }

    /// The letter that this year and serial should have.
    #[must_use]
    pub fn expected_letter(&self) -> char {
        check_letter(u64::from(self.year % 100) * 10_000_000 + u64::from(self.serial))
    }
}

impl fmt::Display for Pnc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}/{:07}{}", self.year, self.serial, self.letter)
    }
}

/// A number of the criminal records office: `NNNNNN/YYL`, or `SFYY/NNNNNNL` for files without fingerprints.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cro {
    sf: bool,
    year: u8,
    serial: u32,
    /// How many digits the serial was written with; the letter of short SF serials is found with or without padding.
    width: u8,
    letter: char,
}

impl Cro {
    /// Reads both forms, with or without the stroke. `None` when the text has neither shape.
    #[must_use]
    pub fn read(text: &str) -> Option<Cro> {
        let text = squeezed(text).replace('/', "");
        let sf = text.starts_with("SF");
        let body = text.strip_prefix("SF").unwrap_or(&text);
        let (digits, letter) = body.split_at_checked(body.len().checked_sub(1)?)?;
        let letter = letter.chars().next().filter(char::is_ascii_uppercase)?;
        let digits = all_digits(digits).filter(|d| (3..=8).contains(&d.len()))?;
        let (year, serial) = if sf { digits.split_at(2) } else { digits.split_at(digits.len() - 2) };
        let (year, serial) = if sf { (year, serial) } else { (serial, year) };
        let width = u8::try_from(serial.len()).ok()?;
        Some(Cro { sf, year: year.parse().ok()?, serial: serial.parse().ok()?, width, letter })
    }

    /// Whether the check letter is that of the number.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        let with = |scale: u64| check_letter(u64::from(self.year) * scale + u64::from(self.serial)) == self.letter;
        with(1_000_000) || (self.sf && with(10u64.pow(u32::from(self.width))))
    }

    /// Whether both are of the same form; one person may have a number of each.
    #[must_use]
    pub fn same_form(&self, other: &Cro) -> bool {
        self.sf == other.sf
    }

    /// Whether they are one number, however many noughts were written.
    #[must_use]
    pub fn same_number(&self, other: &Cro) -> bool {
        self.to_string() == other.to_string()
    }
}

impl fmt::Display for Cro {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.sf {
            true => write!(f, "SF{:02}/{:06}{}", self.year, self.serial, self.letter),
            false => write!(f, "{:06}/{:02}{}", self.serial, self.year, self.letter),
        }
    }
}

/// A prison number, `A1234BC`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Noms(String);

impl Noms {
    /// `None` unless the text is a letter, four digits and two letters.
    #[must_use]
    pub fn read(text: &str) -> Option<Noms> {
        shaped(text, "A9999AA").map(Noms)
    }
}

impl fmt::Display for Noms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A National Insurance number, `QQ123456C`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NiNumber(String);

impl NiNumber {
    /// `None` unless the text is two letters, six digits and a letter from A to D.
    #[must_use]
    pub fn read(text: &str) -> Option<NiNumber> {
        shaped(text, "AA999999A").filter(|t| t.ends_with(['A', 'B', 'C', 'D'])).map(NiNumber)
    }
}

impl fmt::Display for NiNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).map(|c| if c == '-' { '/' } else { c.to_ascii_uppercase() }).collect()
}

fn all_digits(text: &str) -> Option<&str> {
    (!text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())).then_some(text)
}

fn serial_and_letter(rest: &str, most: usize) -> Option<(u32, char)> {
    let (serial, letter) = rest.split_at_checked(rest.len().checked_sub(1)?)?;
    let letter = letter.chars().next().filter(char::is_ascii_uppercase)?;
    let serial = all_digits(serial).filter(|s| s.len() <= most)?;
    Some((serial.parse().ok()?, letter))
}

/// `A` in the pattern stands for a letter, `9` for a digit.
fn shaped(text: &str, pattern: &str) -> Option<String> {
    let text = squeezed(text).replace('/', "");
    let fits = text.len() == pattern.len()
        && text.bytes().zip(pattern.bytes()).all(
            |(b, p)| {
                if p == b'9' { b.is_ascii_digit() } else { b.is_ascii_uppercase() }
            },
        );
    fits.then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::date;

    fn pnc(text: &str) -> Option<String> {
        Pnc::read(text, date(2026, 11, 22)).map(|p| p.to_string())
    }

    #[test]
    fn every_way_of_writing_a_pnc_reads_as_one() {
        for text in ["2002/0073319Z", "20020073319Z", "02/73319Z", "02/0073319z", " 2002 / 0073319 Z ", "0273319Z"] {
            assert_eq!(pnc(text).as_deref(), Some("2002/0073319Z"), "{text}");
        }
        for text in ["", "Redacted", "PNC-ID1", "2002/", "2002/0073319", "1/2Z", "20/éZ", "é", "2002/00733190Z"] {
            assert_eq!(pnc(text), None, "{text}");
        }
    }

    #[test]
    fn a_year_of_two_digits_is_never_in_the_future() {
        assert_eq!(Pnc::read("26/1X", date(2026, 1, 1)).map(|p| p.year), Some(2026));
        assert_eq!(Pnc::read("27/1X", date(2026, 1, 1)).map(|p| p.year), Some(1927));
        assert_eq!(Pnc::read("27/1X", date(2027, 1, 1)).map(|p| p.year), Some(2027));
    }

    #[test]
    fn a_wrong_check_letter_is_kept_and_told() {
        let read = Pnc::read("2004/0012345U", date(2026, 1, 1)).unwrap();
        assert!(!read.is_sound());
        assert_eq!(read.expected_letter(), 'D');
        assert!(Pnc::read("2007/9999904R", date(2026, 1, 1)).unwrap().is_sound());
    }

    #[test]
    fn both_forms_of_cro_are_read_and_checked() {
        for (text, canonical) in [
            ("999901/09G", "999901/09G"),
            ("99990109g", "999901/09G"),
            ("SF05/482703J", "SF05/482703J"),
            ("sf12999903d", "SF12/999903D"),
        ] {
            let cro = Cro::read(text).unwrap();
            assert_eq!(cro.to_string(), canonical);
            assert!(cro.is_sound(), "{text}");
        }
        assert!(!Cro::read("11111/79J").unwrap().is_sound());
        for text in ["", "Redacted", "12345ABCDEF", "SF", "SFZ", "é"] {
            assert_eq!(Cro::read(text), None, "{text}");
        }
    }

    #[test]
    fn prison_and_insurance_numbers_have_one_shape() {
        assert_eq!(Noms::read("a1234 bc").map(|n| n.to_string()).as_deref(), Some("A1234BC"));
        assert_eq!(Noms::read("A123BC"), None);
        assert_eq!(NiNumber::read("qq 12 34 56 c").map(|n| n.to_string()).as_deref(), Some("QQ123456C"));
        assert_eq!(NiNumber::read("QQ123456E"), None);
    }
}
