//! How long a text is in the units that networks count. A text of the basic alphabet holds 160 characters, or 153 in each
//! of several parts; one character outside it (ŵ, for one) brings the whole text to 70 and 67.

/// The basic alphabet of texts (GSM 03.38), without what needs an escape.
const BASIC: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
/// Characters that need an escape, and so two places.
const ESCAPED: &str = "\u{c}^{}\\[~]|€";

/// The length of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Length {
    /// Every character is of the basic alphabet.
    pub basic: bool,
    pub places: usize,
    pub segments: usize,
}

/// Counts a text.
#[must_use]
pub(crate) fn length(text: &str) -> Length {
    let place = |c: char| {
        if BASIC.contains(c) {
            Some(1)
        } else if ESCAPED.contains(c) {
            Some(2)
        } else {
            None
        }
    };
    let basic: Option<usize> = text.chars().map(place).sum();
    let (places, one, each) = match basic {
        Some(places) => (places, 160, 153),
        None => (text.encode_utf16().count(), 70, 67),
    };
    let segments = if places <= one { 1 } else { places.div_ceil(each) };
    Length { basic: basic.is_some(), places, segments }
}

impl Length {
    /// "142 of 160 characters, one text".
    #[must_use]
    pub(crate) fn words(self) -> String {
        let most = match (self.basic, self.segments) {
            (true, 1) => 160,
            (true, n) => 153 * n,
            (false, 1) => 70,
            (false, n) => 67 * n,
        };
        let parts = if self.segments == 1 { "one text".to_owned() } else { format!("{} texts", self.segments) };
        let why = if self.basic { "" } else { ", because of letters that plain texts do not have" };
        format!("{} of {most} characters, {parts}{why}", self.places)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_text_holds_a_hundred_and_sixty_characters() {
        assert_eq!(length(&"a".repeat(160)), Length { basic: true, places: 160, segments: 1 });
        assert_eq!(length(&"a".repeat(161)).segments, 2);
        assert_eq!(length(&"a".repeat(306)).segments, 2);
        assert_eq!(length(&"a".repeat(307)).segments, 3);
    }

    #[test]
    fn a_bracket_or_euro_takes_two_places() {
        assert_eq!(length("€[]").places, 6);
    }

    #[test]
    fn one_circumflex_brings_the_whole_text_to_seventy() {
        let text = format!("{}ŵ", "a".repeat(70));
        assert_eq!(length(&text), Length { basic: false, places: 71, segments: 2 });
        assert_eq!(length("👍").places, 2);
        assert!(length("à l'école").basic);
    }

    #[test]
    fn an_empty_text_is_one() {
        assert_eq!(length("").segments, 1);
    }
}
