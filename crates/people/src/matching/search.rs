//! What somebody typed into the search box, and how well a person fits it, in words.
//!
//! Every word of the query must be found, so that a longer query finds fewer people; a misspelt word counts less than
//! a right one. It does not know who may see whom.

use super::names::is_misspelt;
use super::nicknames::{is_nickname, related};
use super::phonetic::sound;
use super::{Cro, Identity, Key, NiNumber, Noms, PersonName, Pnc, dates};
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

/// How like two words of one sound must be written; short codes are shared by names that nobody would mix up.
const LIKE: f64 = 0.6;

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

/// What of a person the query met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Matched {
    Crn,
    Number,
    Name,
    Alias,
    BirthDate,
}

/// How well a person fits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Higher is better; only to be compared within one query.
    pub rank: i32,
    /// Each part of the query that was met, with a phrase for the page.
    pub matched: Vec<(Matched, String)>,
}

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

/// How well a person fits the query; `None` when some part of it is not met.
#[must_use]
pub fn rank(query: &Query, crn: &Crn, person: &Identity) -> Option<Hit> {
    let mut hit = Hit { rank: 0, matched: Vec::new() };
    if !query.crns.is_empty() {
        query.crns.contains(crn).then(|| hit.add(100, Matched::Crn, format!("CRN {crn}")))?;
    }
    numbers(query, person, &mut hit)?;
    for date in &query.births {
        let found = person.births.iter().find(|d| *d == date || dates::unordered(**d) == dates::unordered(*date))?;
        let shown = found.strftime("%-d %B %Y");
        match found == date {
            true => hit.add(40, Matched::BirthDate, format!("Date of birth {shown}")),
            false => hit.add(20, Matched::BirthDate, format!("Date of birth {shown}, with day and month exchanged")),
        }
    }
    names(query, person, &mut hit)?;
    Some(hit)
}

impl Hit {
    fn add(&mut self, rank: i32, matched: Matched, words: String) {
        self.rank += rank;
        self.matched.push((matched, words));
    }
}

fn numbers(query: &Query, person: &Identity, hit: &mut Hit) -> Option<()> {
    let police = shared(&query.pncs, &person.pncs).map(|n| format!("PNC {n}"));
    let records = query.cros.iter().find(|q| person.cros.iter().any(|c| c.same_number(q))).map(|n| format!("CRO {n}"));
    let found = police.or(records);
    if let Some(words) = found {
        hit.add(100, Matched::Number, words);
    } else if !query.pncs.is_empty() || !query.cros.is_empty() {
        return None;
    }
    if !query.noms.is_empty() {
        hit.add(100, Matched::Number, format!("Prison number {}", shared(&query.noms, &person.noms)?));
    }
    if !query.ni_numbers.is_empty() {
        hit.add(100, Matched::Number, format!("NI number {}", shared(&query.ni_numbers, &person.ni_numbers)?));
    }
    Some(())
}

fn shared<'a, T: PartialEq>(asked: &[T], held: &'a [T]) -> Option<&'a T> {
    held.iter().find(|h| asked.contains(h))
}

/// The best name of the person under which every word is met; later names are aliases.
fn names(query: &Query, person: &Identity, hit: &mut Hit) -> Option<()> {
    if query.words.is_empty() {
        return Some(());
    }
    let fits = person.names.iter().enumerate().filter_map(|(n, name)| {
        let fit = name_fit(&query.words, name)?;
        Some((fit.rank - if n > 0 { 5 } else { 0 }, n, name, fit))
    });
    let (rank, n, name, fit) = fits.max_by_key(|(rank, n, _, _)| (*rank, usize::MAX - *n))?;
    let mut words = if n > 0 { format!("Alias {}", name.full()) } else { format!("Name {}", name.full()) };
    for note in &fit.notes {
        words.push_str(note);
    }
    hit.add(rank, if n > 0 { Matched::Alias } else { Matched::Name }, words);
    Some(())
}

struct NameFit {
    rank: i32,
    notes: Vec<String>,
}

fn name_fit(words: &[String], name: &PersonName) -> Option<NameFit> {
    let parts = [fold(&name.first), fold(&name.middle), fold(&name.last)];
    let tokens: Vec<(usize, &str)> = parts
        .iter()
        .enumerate()
        .flat_map(|(p, text)| text.split(' ').filter(|t| !t.is_empty()).map(move |t| (p, t)))
        .collect();
    let mut fit = NameFit { rank: 0, notes: Vec::new() };
    let mut places = Vec::new();
    for word in words {
        let best = tokens
            .iter()
            .filter_map(|(p, t)| Some((word_fit(word, t)?, *p, *t)))
            .max_by_key(|((rank, _), p, _)| (*rank, *p))?;
        let ((rank, note), part, token) = best;
        fit.rank += rank;
        fit.notes.extend(note.map(|n| format!(", {n} {token}")));
        places.push(part);
    }
    // A surname typed before a first name.
    if let ([2, .., 0], false) = (places.as_slice(), words.len() == 1) {
        fit.rank -= 1;
        fit.notes.push(", first and last name exchanged".into());
    }
    // A name with nothing besides what was asked for stands before longer ones.
    fit.rank += i32::from(tokens.len() == words.len());
    Some(fit)
}

/// Rank of one word against one token of a name, and what to say when it is not the same word.
fn word_fit(word: &str, token: &str) -> Option<(i32, Option<&'static str>)> {
    if word == token {
        Some((20, None))
    } else if token.starts_with(word) {
        Some((15, None))
    } else if is_nickname(word, token) {
        Some((12, Some("another form of")))
    } else if is_misspelt(word, token) {
        Some((10, Some("spelt nearly like")))
    } else if sound(word) == sound(token) && strsim::jaro_winkler(word, token) >= LIKE {
        Some((8, Some("sounds like")))
    } else {
        None
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

    fn person() -> Identity {
        Identity {
            names: vec![PersonName::new("Gethin", "Rhys", "Pugh-Vaughan"), PersonName::new("Geth", "", "Bowen")],
            births: vec![date(1985, 3, 7)],
            pncs: Pnc::read("2002/0073319Z", date(2026, 1, 1)).into_iter().collect(),
            ..Identity::default()
        }
    }

    fn found(text: &str) -> Option<String> {
        let hit = rank(&parse(text), &"T000123".parse().unwrap(), &person())?;
        Some(hit.matched.into_iter().map(|(_, words)| words).collect::<Vec<_>>().join("; "))
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
    fn what_matched_is_told() {
        for (text, expected) in [
            ("T000123", Some("CRN T000123")),
            ("2002/0073319Z", Some("PNC 2002/0073319Z")),
            ("gethin vaughan", Some("Name Gethin Rhys Pugh-Vaughan")),
            ("vaughan gethin", Some("Name Gethin Rhys Pugh-Vaughan, first and last name exchanged")),
            ("gethyn", Some("Name Gethin Rhys Pugh-Vaughan, spelt nearly like gethin")),
            ("bowen", Some("Alias Geth Bowen")),
            ("vaugh", Some("Name Gethin Rhys Pugh-Vaughan")),
            ("3/7/1985", Some("Date of birth 7 March 1985, with day and month exchanged")),
            ("gethin 7/3/1985", Some("Date of birth 7 March 1985; Name Gethin Rhys Pugh-Vaughan")),
            ("gethin jones", None),
            ("T000124", None),
        ] {
            assert_eq!(found(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn better_fits_rank_higher() {
        let of = |text: &str| rank(&parse(text), &"T000123".parse().unwrap(), &person()).unwrap().rank;
        assert!(of("gethin vaughan") > of("vaughan gethin"));
        assert!(of("gethin") > of("gethyn"));
        assert!(of("gethin") > of("gethi"));
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
