//! How well a person fits a query, and what of them met it.

use super::super::names::is_misspelt;
use super::super::nicknames::is_nickname;
use super::super::phonetic::sound;
use super::super::{Identity, PersonName, dates};
use super::Query;
use kernel::{Crn, fold};

/// How like two words of one sound must be written; short codes are shared by names that nobody would mix up.
const LIKE: f64 = 0.6;

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

#[cfg(test)]
mod tests {
    use super::super::super::Pnc;
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
}
