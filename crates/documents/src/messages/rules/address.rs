//! Numbers and e-mail addresses, made comparable, and the few characters of them that a list may show. A number is kept as
//! `07700900123` or, from abroad, as `+` and figures; a landline gets no texts.

use crate::messages::Channel;

/// The number of a mobile telephone as it is compared and handed over; nothing when it is none.
#[must_use]
pub(crate) fn mobile(typed: &str) -> Option<String> {
    let figures: String = typed.chars().filter(|c| !c.is_whitespace() && !matches!(c, '(' | ')' | '-' | '.')).collect();
    let national = ["+44", "0044"].iter().find_map(|abroad| figures.strip_prefix(abroad));
    let figures = national.map_or(figures.clone(), |rest| format!("0{}", rest.trim_start_matches('0')));
    let all_digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if figures.starts_with("07") && figures.len() == 11 && all_digits(&figures) {
        return Some(figures);
    }
    let abroad = figures.strip_prefix('+')?;
    ((8..=15).contains(&abroad.len()) && all_digits(abroad) && !abroad.starts_with('0')).then_some(figures)
}

/// An e-mail address as it is compared; nothing when it cannot be one.
#[must_use]
pub(crate) fn email(typed: &str) -> Option<String> {
    let text = typed.trim().to_lowercase();
    let (local, domain) = text.split_once('@')?;
    let sound = !local.is_empty()
        && domain.contains('.')
        && !domain.contains('@')
        && !domain.starts_with('.')
        && !domain.ends_with('.')
        && !text.chars().any(|c| c.is_whitespace() || c.is_control());
    sound.then_some(text)
}

/// The address of a channel as it is compared; a postal address is compared as it stands.
#[must_use]
pub(crate) fn comparable(channel: Channel, typed: &str) -> Option<String> {
    match channel {
        Channel::Text => mobile(typed),
        Channel::Email => email(typed),
        Channel::Post => Some(typed.trim().to_owned()).filter(|t| !t.is_empty()),
    }
}

/// What a list keeps of an address: the last three figures, the domain, the last line.
#[must_use]
pub(crate) fn ending(channel: Channel, address: &str) -> String {
    match channel {
        Channel::Text => last(address, 3),
        Channel::Email => address.split_once('@').map_or_else(String::new, |(_, domain)| domain.to_owned()),
        Channel::Post => address.lines().last().unwrap_or_default().to_owned(),
    }
}

fn last(text: &str, many: usize) -> String {
    let skipped = text.chars().count().saturating_sub(many);
    text.chars().skip(skipped).collect()
}

/// An address in words that do not give it away: "the number ending 123".
#[must_use]
pub(crate) fn masked(channel: Channel, ending: &str) -> String {
    match channel {
        Channel::Text => format!("the number ending {ending}"),
        Channel::Email => format!("an address at {ending}"),
        Channel::Post => format!("an address in {ending}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_number_is_one_number_however_it_was_typed() {
        for typed in ["07700 900123", "+44 7700 900 123", "0044 (0)7700-900123", "07700900123", "+44 (0) 7700 900123"] {
            assert_eq!(mobile(typed).as_deref(), Some("07700900123"), "{typed}");
        }
        assert_eq!(mobile("+353 85 000 0000").as_deref(), Some("+353850000000"));
    }

    #[test]
    fn a_landline_or_a_slip_of_the_finger_is_no_mobile() {
        for typed in ["020 7946 0123", "0770090012", "077009001234", "+0770", "ring his mum", "", "07700 90012x"] {
            assert_eq!(mobile(typed), None, "{typed}");
        }
    }

    #[test]
    fn an_email_address_is_compared_without_capitals() {
        assert_eq!(email(" Ffion@Example.COM ").as_deref(), Some("ffion@example.com"));
        for typed in ["ffion", "a@b@example.com", "@example.com", "a@.com", "a b@example.com", "a@example.com\nBcc: x"]
        {
            assert_eq!(email(typed), None, "{typed}");
        }
    }

    #[test]
    fn a_list_shows_the_end_of_a_number_and_no_more() {
        let ending = ending(Channel::Text, "07700900123");
        assert_eq!(masked(Channel::Text, &ending), "the number ending 123");
        assert_eq!(super::ending(Channel::Email, "ffion@example.com"), "example.com");
        assert_eq!(super::ending(Channel::Post, "1 High Street\nZedbury\nZA1 1AA"), "ZA1 1AA");
    }
}
