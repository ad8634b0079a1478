//! Invented people's names by heritage, read from the data file once. First names and surnames of one heritage go
//! together most of the time, and are mixed some of the time, as in life.

use crate::random::Random;
use std::sync::OnceLock;

/// Male or female, as the demo needs for first names; people's records have more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sex {
    Male,
    Female,
}

/// One row of the data file.
#[derive(Debug)]
pub struct Heritage {
    pub word: &'static str,
    /// Share of all people, in parts of a thousand.
    pub weight: u32,
    /// Codes of ethnicity in the national record, with weights.
    pub ethnicity: Vec<(u32, &'static str)>,
    male: Vec<&'static str>,
    female: Vec<&'static str>,
    surnames: Vec<&'static str>,
}

/// A name with what goes with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    pub forename: String,
    pub middle: Option<String>,
    pub surname: String,
    pub ethnicity: &'static str,
    pub heritage: &'static str,
}

impl Heritage {
    fn forenames(&self, sex: Sex) -> &[&'static str] {
        match sex {
            Sex::Male => &self.male,
            Sex::Female => &self.female,
        }
    }
}

/// All heritages, in the order of the data file.
pub fn heritages() -> &'static [Heritage] {
    static READ: OnceLock<Vec<Heritage>> = OnceLock::new();
    READ.get_or_init(|| read(include_str!("../../data/names.txt")))
}

fn read(text: &'static str) -> Vec<Heritage> {
    let mut all: Vec<Heritage> = Vec::new();
    for line in text.lines() {
        if let Some(head) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
            all.extend(head_line(head));
        } else if let (Some((kind, words)), Some(last)) = (line.split_once(": "), all.last_mut()) {
            let words = words.split_whitespace();
            match kind {
                "male" => last.male.extend(words),
                "female" => last.female.extend(words),
                "surname" => last.surnames.extend(words),
                _ => {}
            }
        }
    }
    all
}

fn head_line(head: &'static str) -> Option<Heritage> {
    let mut words = head.split_whitespace();
    let word = words.next()?;
    let weight = words.next()?.parse().ok()?;
    let ethnicity =
        words.filter_map(|w| w.split_once(':')).filter_map(|(code, n)| Some((n.parse().ok()?, code))).collect();
    Some(Heritage { word, weight, ethnicity, male: vec![], female: vec![], surnames: vec![] })
}

/// A name of somebody of that sex; `welsh` is the share, in parts of a thousand, of Welsh names where the service works
/// in both languages.
pub fn name(random: &mut Random, sex: Sex, welsh: u32) -> Name {
    let all = heritages();
    let by_weight: Vec<(u32, usize)> = all.iter().enumerate().map(|(at, h)| (h.weight, at)).collect();
    let drawn = random.weighted(&by_weight).copied().unwrap_or(0);
    let at = if random.chance(welsh) { 1 } else { drawn };
    let (Some(own), Some(english)) = (all.get(at), all.first()) else {
        return nobody();
    };
    let from = if random.chance(80) { english } else { own };
    let middle = random.chance(330).then(|| word(random, own.forenames(sex)));
    Name {
        forename: word(random, from.forenames(sex)),
        middle,
        surname: surname(random, own, english),
        ethnicity: random.weighted(&own.ethnicity).copied().unwrap_or("NS"),
        heritage: own.word,
    }
}

fn surname(random: &mut Random, own: &Heritage, english: &Heritage) -> String {
    let surname = word(random, &own.surnames);
    // Some double-barrelled names, because searches and letters have to bear them.
    if random.chance(25) { format!("{surname}-{}", word(random, &english.surnames)) } else { surname }
}

fn word(random: &mut Random, of: &[&'static str]) -> String {
    random.pick(of).copied().unwrap_or("Nemo").to_owned()
}

fn nobody() -> Name {
    Name { forename: "Nemo".into(), middle: None, surname: "Nemo".into(), ethnicity: "NS", heritage: "english" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_heritage_has_names_and_the_weights_make_a_whole() {
        let all = heritages();
        assert!(all.len() > 15, "{}", all.len());
        for h in all {
            assert!(h.male.len() >= 15 && h.female.len() >= 14 && h.surnames.len() >= 17, "{}", h.word);
            assert!(!h.ethnicity.is_empty(), "{}", h.word);
        }
        let whole: u32 = all.iter().map(|h| h.weight).sum();
        assert!((980..=1060).contains(&whole), "{whole}");
    }

    #[test]
    fn nobody_is_called_nemo() {
        let mut random = Random::of(3, "names", 0);
        for _ in 0..2000 {
            let name = name(&mut random, Sex::Female, 300);
            assert!(name.forename != "Nemo" && name.surname != "Nemo", "{name:?}");
        }
    }

    #[test]
    fn a_thousand_people_have_mostly_different_names() {
        let mut random = Random::of(3, "names", 1);
        let mut names: Vec<_> =
            (0..1000).map(|_| name(&mut random, Sex::Male, 0)).map(|n| (n.forename, n.surname)).collect();
        names.sort();
        names.dedup();
        assert!(names.len() > 960, "{}", names.len());
    }
}
