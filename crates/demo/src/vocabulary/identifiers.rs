//! Numbers and addresses that cannot belong to anybody: police and criminal records numbers from serial 9,000,000 (with
//! the right check letter), telephones in the range kept for drama, e-mail at example.com.

use crate::random::Random;
use kernel::fold;

/// The check letter of police national computer and criminal records numbers is the letter at the number's remainder
/// by 23.
const CHECK: &[u8; 23] = b"ZABCDEFGHJKLMNPQRTUVWXY";

fn check_letter(number: u64) -> char {
    char::from(CHECK[usize::try_from(number % 23).unwrap_or(0)])
}

/// A police national computer number, `YYYY/NNNNNNNL`: the check is on the two-digit year and the seven-digit serial.
#[must_use]
pub fn pnc(year: i16, serial: u32) -> String {
    let two = u64::from(year.rem_euclid(100).unsigned_abs());
    let letter = check_letter(two * 10_000_000 + u64::from(serial));
    format!("{year}/{serial:07}{letter}")
}

/// A criminal records office number, `NNNNNN/YYL`: the check is on the two-digit year and the six-digit serial.
#[must_use]
pub fn cro(year: i16, serial: u32) -> String {
    let two = u64::from(year.rem_euclid(100).unsigned_abs());
    format!("{serial:06}/{two:02}{}", check_letter(two * 1_000_000 + u64::from(serial)))
}

/// A mobile telephone of drama: 07700 900000 to 900999.
pub fn mobile(random: &mut Random) -> String {
    format!("07700 900{:03}", random.below(1000))
}

/// An address of electronic mail at example.com, from the name and a number that tells namesakes apart.
#[must_use]
pub fn email(forename: &str, surname: &str, number: u32) -> String {
    let plain = |name: &str| fold(name).chars().filter(char::is_ascii_alphanumeric).collect::<String>();
    format!("{}.{}{number}@example.com", plain(forename), plain(surname))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_letters_are_those_of_numbers_known_to_be_right() {
        assert_eq!(pnc(2009, 9_999_901), "2009/9999901U");
        assert_eq!(pnc(2015, 9_999_902), "2015/9999902L");
        assert_eq!(cro(2009, 999_901), "999901/09G");
    }

    #[test]
    fn an_address_of_mail_is_plain_even_when_the_name_is_not() {
        assert_eq!(email("Siân", "O'Neil-Jones", 4), "sian.oneiljones4@example.com");
    }
}
