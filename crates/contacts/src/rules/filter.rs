//! What the log is filtered by. The filter lives in the URL, so whatever a URL can say is either understood or told to be
//! wrong; nothing is dropped silently.

use crate::catalogue::{Catalogue, ContactType};
use kernel::{Date, Refusal, Refusals, fold};

/// What to show. The empty filter shows everything.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Filter {
    /// Codes of contact types; empty for all.
    pub types: Vec<String>,
    pub from: Option<Date>,
    pub to: Option<Date>,
    /// Words that must all stand in the title or the notes, made comparable by [`fold`].
    pub words: Vec<String>,
    /// Only sensitive entries, or only others; nothing for both.
    pub sensitive: Option<bool>,
    /// Leave out what Throughcare wrote.
    pub hide_system: bool,
}

/// The parts of a URL that filter, as they came.
#[derive(Clone, Debug, Default)]
pub struct Raw<'a> {
    /// Codes of types or of groups.
    pub types: Vec<&'a str>,
    pub from: &'a str,
    pub to: &'a str,
    pub word: &'a str,
    /// `yes`, `no` or empty.
    pub sensitive: &'a str,
    /// `yes`, `no` or empty.
    pub hide_system: &'a str,
}

/// Understands a URL's filter.
///
/// # Errors
/// Every part that cannot be understood, with its field.
pub fn read(raw: &Raw<'_>, catalogue: &Catalogue) -> Result<Filter, Refusals> {
    let mut no = Vec::new();
    let types = chosen_types(&raw.types, catalogue, &mut no);
    let from = day("from", raw.from, &mut no);
    let to = day("to", raw.to, &mut no);
    if from.zip(to).is_some_and(|(from, to)| from > to) {
        no.push(Refusal::new("to", "to_before_from", "The last day must not be before the first"));
    }
    let sensitive = yes_or_no("sensitive", raw.sensitive, &mut no);
    let hide_system = yes_or_no("hide_system", raw.hide_system, &mut no).unwrap_or(false);
    let words = fold(raw.word).split_whitespace().map(str::to_owned).collect();
    if no.is_empty() { Ok(Filter { types, from, to, words, sensitive, hide_system }) } else { Err(Refusals(no)) }
}

fn chosen_types(asked: &[&str], catalogue: &Catalogue, no: &mut Vec<Refusal>) -> Vec<String> {
    let mut types = Vec::new();
    for code in asked.iter().map(|code| code.trim()).filter(|code| !code.is_empty()) {
        let fits = |t: &&ContactType| t.code == code || t.group == code;
        let before = types.len();
        types.extend(catalogue.types.iter().filter(fits).map(|t| t.code.clone()));
        if types.len() == before {
            let words = format!("There is no kind of contact called {code:?}");
            no.push(Refusal::new("type", "type_unknown", words));
        }
    }
    types.sort();
    types.dedup();
    types
}

fn day(field: &str, text: &str, no: &mut Vec<Refusal>) -> Option<Date> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let read = date_as_typed(text);
    if read.is_none() {
        no.push(Refusal::new(field, "date_not_real", "Enter a real date, such as 27/3/2027"));
    }
    read
}

/// A date as people type it: `27/3/2027`, `27 3 27`, `27-03-2027`, `27.3.27`, or `2027-03-27` as programs do. Two digits
/// of a year are of this century.
#[must_use]
pub fn date_as_typed(text: &str) -> Option<Date> {
    let parts: Vec<&str> = text.split(['/', '-', '.', ' ']).filter(|p| !p.is_empty()).collect();
    let [first, month, last] = parts.as_slice() else {
        return None;
    };
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit()).then(|| part.parse::<i16>().ok()).flatten();
    let (year, day) = if first.len() == 4 { (first, last) } else { (last, first) };
    let year = match year.len() {
        4 => digits(year)?,
        2 => 2000 + digits(year)?,
        _ => return None,
    };
    Date::new(year, i8::try_from(digits(month)?).ok()?, i8::try_from(digits(day)?).ok()?).ok()
}

fn yes_or_no(field: &str, text: &str, no: &mut Vec<Refusal>) -> Option<bool> {
    match text {
        "" => None,
        "yes" => Some(true),
        "no" => Some(false),
        _ => {
            no.push(Refusal::new(field, "not_yes_or_no", "Choose yes or no"));
            None
        }
    }
}

/// An entry, as far as the filter looks at it.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    pub contact_type: &'a ContactType,
    pub date: Date,
    pub sensitive: bool,
    /// Title and notes.
    pub text: &'a str,
}

impl Filter {
    /// Whether the entry is shown. The database is asked the same; a test holds the two together.
    #[must_use]
    pub fn accepts(&self, entry: &Entry<'_>) -> bool {
        let text = if self.words.is_empty() { String::new() } else { fold(entry.text) };
        (self.types.is_empty() || self.types.contains(&entry.contact_type.code))
            && self.from.is_none_or(|from| from <= entry.date)
            && self.to.is_none_or(|to| entry.date <= to)
            && self.sensitive.is_none_or(|wanted| wanted == entry.sensitive)
            && !(self.hide_system && entry.contact_type.system)
            && self.words.iter().all(|word| text.contains(word.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::samples::{TODAY, catalogue, codes};
    use kernel::date;

    fn filter(raw: &Raw<'_>) -> Filter {
        read(raw, &catalogue()).unwrap()
    }

    fn shows(filter: &Filter, contact_type: &str, date: Date, text: &str) -> bool {
        let catalogue = catalogue();
        let contact_type = catalogue.contact_type(contact_type).unwrap();
        filter.accepts(&Entry { contact_type, date, sensitive: contact_type.sensitive, text })
    }

    #[test]
    fn a_group_stands_for_its_types() {
        let filter = filter(&Raw { types: vec!["message"], ..Raw::default() });
        assert!(shows(&filter, "CLOB", TODAY, "") && !shows(&filter, "COAP", TODAY, ""));
    }

    #[test]
    fn the_first_and_the_last_day_are_shown() {
        let filter = filter(&Raw { from: "20/11/26", to: "2026-11-23", ..Raw::default() });
        let days = [date(2026, 11, 19), date(2026, 11, 20), TODAY, date(2026, 11, 24)];
        assert_eq!(days.map(|day| shows(&filter, "COAP", day, "")), [false, true, true, false]);
    }

    #[test]
    fn every_word_must_stand_there_whatever_its_marks_and_case() {
        let filter = filter(&Raw { word: "CAFÉ oneil", ..Raw::default() });
        assert!(shows(&filter, "TNTE", TODAY, "Met Mr O'Neil at the café"));
        assert!(!shows(&filter, "TNTE", TODAY, "Met at the café"));
    }

    #[test]
    fn entries_by_throughcare_can_be_hidden() {
        let filter = filter(&Raw { hide_system: "yes", ..Raw::default() });
        assert!(!shows(&filter, "ROC", TODAY, "") && shows(&filter, "COAP", TODAY, ""));
    }

    #[test]
    fn what_a_url_cannot_mean_is_told() {
        let raw = Raw { types: vec!["NOPE"], from: "31/2/2026", sensitive: "perhaps", ..Raw::default() };
        assert_eq!(codes(&read(&raw, &catalogue())), ["type_unknown", "date_not_real", "not_yes_or_no"]);
        let backwards = Raw { from: "24/11/2026", to: "23/11/2026", ..Raw::default() };
        assert_eq!(codes(&read(&backwards, &catalogue())), ["to_before_from"]);
    }

    #[test]
    fn dates_are_read_as_people_type_them() {
        for text in ["1/2/2027", "01/02/27", "1-2-2027", "1.2.27", " 1 2 2027 ", "2027-02-01"] {
            assert_eq!(date_as_typed(text), Some(date(2027, 2, 1)), "{text}");
        }
        for text in ["", "1/2", "29/2/2027", "1/13/2027", "a/b/c", "1/2/027", "+1/2/2027", "1/2/2027/3"] {
            assert_eq!(date_as_typed(text), None, "{text}");
        }
    }
}
