//! Police and court record numbers: brought into one form, and their check letters verified. A number whose letter is
//! wrong is kept as it came but is good for no match.

/// A number as it came and, when its shape and check letter are right, in its one form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identifier {
    pub raw: String,
    pub canonical: Option<String>,
}

/// The letters that the remainder of a division by 23 points to.
const LETTERS: &[u8; 23] = b"ZABCDEFGHJKLMNPQRTUVWXY";

impl Identifier {
    /// A Police National Computer number as `YYYY/NNNNNNNL`. `this_year` settles the century of a two-digit year: the
    /// latest one that is not in the future.
    #[must_use]
    pub fn pnc(raw: &str, this_year: i16) -> Identifier {
        Identifier { raw: raw.into(), canonical: pnc(&plain(raw), this_year) }
    }

    /// A Criminal Records Office number as `NNNNNN/YYL` or `SFYY/NNNNNNL`.
    #[must_use]
    pub fn cro(raw: &str) -> Identifier {
        let text = plain(raw);
        let canonical = match text.strip_prefix("SF") {
            Some(rest) => short_file(rest),
            None => standard(&text),
        };
        Identifier { raw: raw.into(), canonical }
    }
}

fn plain(raw: &str) -> String {
    raw.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_uppercase()).collect()
}

/// Splits the check letter off.
fn lettered(text: &str) -> Option<(&str, u8)> {
    let letter = *text.as_bytes().last().filter(|b| b.is_ascii_uppercase())?;
    Some((&text[..text.len() - 1], letter))
}

fn digits(text: &str, least: usize, most: usize) -> Option<u64> {
    let right = (least..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    right.then(|| text.parse().ok()).flatten()
}

fn checks(number: u64, letter: u8) -> Option<()> {
    let place = usize::try_from(number % 23).ok()?;
    (LETTERS.get(place) == Some(&letter)).then_some(())
}

fn pnc(text: &str, this_year: i16) -> Option<String> {
    let (body, letter) = lettered(text)?;
    let (year, serial) = match body.split_once('/') {
        Some(parts) => parts,
        None if body.len() >= 11 => body.split_at_checked(4)?,
        None => body.split_at_checked(2)?,
    };
    let serial = digits(serial, 1, 7)?;
    let year = match year.len() {
        4 => digits(year, 4, 4)?,
        2 => {
            let two = digits(year, 2, 2)?;
            let now = u64::try_from(this_year).ok()?;
            let century = now / 100 * 100;
            if century + two <= now { century + two } else { century - 100 + two }
        }
        _ => return None,
    };
    checks((year % 100) * 10_000_000 + serial, letter)?;
    Some(format!("{year:04}/{serial:07}{}", char::from(letter)))
}

fn standard(text: &str) -> Option<String> {
    let (body, letter) = lettered(text)?;
    let (serial, year) = body.split_once('/')?;
    let (serial, year) = (digits(serial, 1, 6)?, digits(year, 2, 2)?);
    checks(year * 1_000_000 + serial, letter)?;
    Some(format!("{serial:06}/{year:02}{}", char::from(letter)))
}

fn short_file(text: &str) -> Option<String> {
    let (body, letter) = lettered(text)?;
    let (year, serial) = body.split_once('/')?;
    let (year, serial) = (digits(year, 2, 2)?, digits(serial, 1, 6)?);
    checks(year * 1_000_000 + serial, letter)?;
    Some(format!("SF{year:02}/{serial:06}{}", char::from(letter)))
}

#[cfg(test)]
mod tests {
    use super::Identifier;

    fn pnc(raw: &str) -> Option<String> {
        Identifier::pnc(raw, 2026).canonical
    }

    #[test]
    fn a_pnc_comes_out_in_one_form_however_it_was_written() {
        for raw in ["2009/9999901U", "20099999901U", "09/9999901U", " 2009/9999901u "] {
            assert_eq!(pnc(raw).as_deref(), Some("2009/9999901U"), "{raw}");
        }
        assert_eq!(pnc("20020073319Z").as_deref(), Some("2002/0073319Z"));
        assert_eq!(pnc("65/0046583U"), None);
        assert_eq!(pnc("27/0000001L").as_deref(), Some("1927/0000001L"));
    }

    #[test]
    fn a_number_whose_check_letter_is_wrong_matches_nobody() {
        for raw in ["2004/0012345U", "2009/9999901V", "PNC-ID1", "", "Redacted", "é", "2009/99999010U"] {
            assert_eq!(pnc(raw), None, "{raw}");
        }
        assert_eq!(Identifier::pnc("2004/0012345U", 2026).raw, "2004/0012345U");
    }

    #[test]
    fn a_cro_has_a_standard_and_a_short_file_form() {
        assert_eq!(Identifier::cro("999901/09G").canonical.as_deref(), Some("999901/09G"));
        assert_eq!(Identifier::cro("sf12/999903d").canonical.as_deref(), Some("SF12/999903D"));
        assert_eq!(Identifier::cro("SF05/482703J").canonical.as_deref(), Some("SF05/482703J"));
        assert_eq!(Identifier::cro("11111/79J").canonical, None);
        assert_eq!(Identifier::cro("12345ABCDEF").canonical, None);
    }
}
