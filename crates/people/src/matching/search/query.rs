//! A query taken apart: numbers and dates known by their shape, everything else words of names.

use super::super::nicknames::related;
use super::super::{Cro, Key, NiNumber, Noms, Pnc};
use kernel::{Crn, Date, fold};

/// The longest query that is read; the rest of a longer one is not.
const MOST_WORDS: usize = 8;

/// A query, taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    pub crns: Vec<Crn>,
    pub pncs: Vec<Pnc>,
    pub cros: Vec<Cro>,
    pub noms: Vec<Noms>,
    pub ni_numbers: Vec<NiNumber>,
    pub births: Vec<Date>,
    /// Folded words that are none of the above.
    pub words: Vec<String>,
}

/// One part of a query as the index knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Any of these.
    pub keys: Vec<Key>,
    /// Or a word of a name that begins so.
    pub beginning: Option<String>,
}

/// How many letters of a misspelt word are trusted.
const LOOSE: usize = 3;

impl Query {
    /// Reads names, CRN, PNC, CRO, prison and NI numbers and dates of birth in any order. Dates may be written
    /// `7/3/1985`, `07-03-85`, `1985-03-07`, `07031985` or `7 March 1985`; a year of two digits is never after
    /// `today`. Nothing is an error: what is not known as a number or date is a word of a name.
    #[must_use]
    pub fn parse(text: &str, today: Date) -> Query {
        let mut query = Query::default();
        let words: Vec<&str> = text.split(|c: char| c.is_whitespace() || c == ',').filter(|w| !w.is_empty()).collect();
        let mut at = 0;
        while let Some(rest) = words.get(at..).filter(|r| !r.is_empty()) {
            at += query.take(rest, today);
        }
        query.words.truncate(MOST_WORDS);
        query
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Query::default()
    }

    /// Whether numbers of a person must be known to answer it.
    #[must_use]
    pub fn asks_for_numbers(&self) -> bool {
        !(self.pncs.is_empty() && self.cros.is_empty() && self.noms.is_empty() && self.ni_numbers.is_empty())
    }

    /// Takes what the next words say; returns how many words that were.
    fn take(&mut self, rest: &[&str], today: Date) -> usize {
        if let Some(date) = rest.get(..3).and_then(|three| date_of(&three.join(" "), today)) {
            self.births.push(date);
            return 3;
        }
        // An NI number is often written in five groups, a prison number in two.
        if let Some(number) = rest.get(..5).and_then(|five| NiNumber::read(&five.concat())) {
            self.ni_numbers.push(number);
            return 5;
        }
        let word = rest.first().copied().unwrap_or_default();
        if let Ok(crn) = word.parse() {
            self.crns.push(crn);
        } else if let Some(noms) = Noms::read(word) {
            self.noms.push(noms);
        } else if let Some(number) = NiNumber::read(word) {
            self.ni_numbers.push(number);
        } else if let Some(date) = date_of(word, today) {
            self.births.push(date);
        } else {
            self.take_police_number_or_word(word, today);
        }
        1
    }

    /// Without a stroke a PNC and a CRO look alike: both are kept when both hold.
    fn take_police_number_or_word(&mut self, word: &str, today: Date) {
        let (pnc, cro) = (Pnc::read(word, today), Cro::read(word));
        if pnc.is_none() && cro.is_none() {
            self.words.extend(fold(word).split(' ').filter(|w| !w.is_empty()).map(str::to_owned));
        }
        self.pncs.extend(pnc);
        self.cros.extend(cro);
    }

    /// What each part of the query is filed under: a person that fits has every part. A short name is looked for under the
    /// names it stands for too.
    #[must_use]
    pub fn parts(&self) -> Vec<Part> {
        let numbers = self.pncs.iter().map(Key::pnc).chain(self.cros.iter().map(Key::cro));
        let numbers = numbers.chain(self.noms.iter().map(Key::noms)).chain(self.ni_numbers.iter().map(Key::ni));
        let numbers: Vec<Key> = numbers.collect();
        let mut parts: Vec<Part> = Vec::new();
        parts.extend((!numbers.is_empty()).then_some(Part { keys: numbers, beginning: None }));
        parts.extend(self.births.iter().map(|d| Part { keys: vec![Key::born(*d)], beginning: None }));
        parts.extend(self.words.iter().map(|word| {
            let mut keys = vec![Key::word(word), Key::sounds(word)];
            keys.extend(related(word).iter().map(|name| Key::word(name)));
            Part { keys, beginning: Some(word.clone()) }
        }));
        parts
    }

    /// The same with every word as it was typed and nothing that is like it.
    #[must_use]
    pub fn exact_parts(&self) -> Vec<Part> {
        let exact = |part: Part| match &part.beginning {
            Some(word) => Part { keys: vec![Key::word(word)], beginning: None },
            None => part,
        };
        self.parts().into_iter().map(exact).collect()
    }

    /// The same with only the first letters of each word, for a word that is misspelt so that it sounds otherwise.
    #[must_use]
    pub fn loose_parts(&self) -> Vec<Part> {
        let mut parts = self.parts();
        for part in &mut parts {
            let letters = part.beginning.as_ref().map(|w| w.chars().take(LOOSE).collect::<String>());
            part.beginning = letters;
        }
        parts
    }

    /// The key of two words of a name taken together, which finds a full name without reading everybody with either.
    #[must_use]
    pub fn pair(&self) -> Option<Key> {
        match self.words.as_slice() {
            [first, .., last] => Some(Key::pair(first, last)),
            _ => None,
        }
    }
}

/// A date of birth as people write it. Not in the future, and not before 1900.
fn date_of(text: &str, today: Date) -> Option<Date> {
    let pieces: Vec<&str> = text.split(['/', '-', '.', ' ']).collect();
    let (year, month, day) = match pieces.as_slice() {
        [year, month, day] if year.len() == 4 => (*year, *month, *day),
        [day, month, year] => (*year, *month, *day),
        [all] if all.len() == 8 && all.is_ascii() => (&all[4..], &all[2..4], &all[..2]),
        _ => return None,
    };
    if !day.bytes().chain(year.bytes()).all(|b| b.is_ascii_digit()) || day.is_empty() {
        return None;
    }
    let year = match (year.len(), year.parse::<i16>().ok()?) {
        (4, year) => year,
        (2, year) if 2000 + year <= today.year() => 2000 + year,
        (2, year) => 1900 + year,
        _ => return None,
    };
    let date = Date::new(year, month_of(month)?, day.parse().ok()?).ok()?;
    (date <= today && year >= 1900).then_some(date)
}

fn month_of(text: &str) -> Option<i8> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let text = text.to_lowercase();
    let named = || MONTHS.iter().zip(1..).find(|(name, _)| text.len() >= 3 && name.starts_with(&text)).map(|(_, n)| n);
    text.parse().ok().or_else(named)
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::date;

    fn parse(text: &str) -> Query {
        Query::parse(text, date(2026, 11, 22))
    }

    #[test]
    fn a_query_is_taken_apart() {
        for text in [
            "pugh 7/3/1985",
            "Pugh, 07-03-85",
            "7 March 1985 PUGH",
            "pugh 1985-03-07",
            "07031985 pugh",
            "7.3.85 pugh",
            "7 mar 1985 pugh",
        ] {
            let query = parse(text);
            assert_eq!((query.words, query.births), (vec!["pugh".to_string()], vec![date(1985, 3, 7)]), "{text}");
        }
        assert_eq!(parse("t000123").crns.len(), 1);
        assert_eq!(parse("02/73319Z").pncs.len(), 1);
        assert_eq!(parse("999901/09G").cros.len(), 1);
        assert_eq!(parse("QQ 12 34 56 C").ni_numbers.len(), 1);
        assert_eq!(parse("A1234BC").noms.len(), 1);
        assert!(parse(" ,, ").is_empty());
    }

    #[test]
    fn dates_that_cannot_be_are_words() {
        assert!(parse("31/2/1985").births.is_empty());
        assert!(parse("1/1/2999").births.is_empty());
    }

    #[test]
    fn whatever_is_typed_is_read() {
        for text in
            ["é", "日本 語", "/", "//", "-", "0", "''", "%_\\", "aé/é", "1/1/1/1", "ééééééé", "12345678", "\u{0}"]
        {
            let _ = parse(text).parts();
        }
    }
}
