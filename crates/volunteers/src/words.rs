//! Figures in words: pence as pounds, minutes as hours.

/// Pence as pounds.
#[must_use]
pub(crate) fn pounds(pence: i64) -> String {
    let sign = if pence < 0 { "−" } else { "" };
    let pence = pence.unsigned_abs();
    if pence.is_multiple_of(100) {
        format!("{sign}£{}", pence / 100)
    } else {
        format!("{sign}£{}.{:02}", pence / 100, pence % 100)
    }
}

/// Minutes as hours and minutes.
#[must_use]
pub(crate) fn hours(minutes: i64) -> String {
    let sign = if minutes < 0 { "−" } else { "" };
    let minutes = minutes.unsigned_abs();
    match (minutes / 60, minutes % 60) {
        (0, rest) => format!("{sign}{rest} minutes"),
        (1, 0) => format!("{sign}1 hour"),
        (hours, 0) => format!("{sign}{hours} hours"),
        (hours, rest) => format!("{sign}{hours} h {rest} min"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_read_as_people_say_them() {
        assert_eq!((pounds(1250).as_str(), pounds(-300).as_str(), pounds(5).as_str()), ("£12.50", "−£3", "£0.05"));
        assert_eq!(
            (hours(45).as_str(), hours(60).as_str(), hours(150).as_str()),
            ("45 minutes", "1 hour", "2 h 30 min")
        );
    }
}
