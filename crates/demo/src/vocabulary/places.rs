//! Invented regions, towns and streets, read from the data file once. Postcodes are in area ZA, which is not in use.

use crate::random::Random;
use std::sync::OnceLock;

/// A region of the fictional service.
#[derive(Debug, PartialEq, Eq)]
pub struct RegionPlan {
    pub code: &'static str,
    pub name: String,
    /// Share of all people, in parts of a thousand.
    pub share: u32,
    /// Serves in Welsh as well as English.
    pub welsh: bool,
    pub towns: Vec<&'static str>,
}

/// A home that nobody lives in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Home {
    /// Number or name of the building.
    pub building: String,
    pub street: String,
    pub town: &'static str,
    pub postcode: String,
    pub no_fixed_abode: bool,
}

#[derive(Debug, Default)]
struct Places {
    regions: Vec<RegionPlan>,
    streets: Vec<&'static str>,
    ways: Vec<&'static str>,
}

fn places() -> &'static Places {
    static READ: OnceLock<Places> = OnceLock::new();
    READ.get_or_init(|| read(include_str!("../../data/places.txt")))
}

/// The twelve regions, the largest first.
pub fn regions() -> &'static [RegionPlan] {
    &places().regions
}

fn read(text: &'static str) -> Places {
    let mut all = Places::default();
    let mut section = "";
    for line in text.lines().filter(|l| !l.starts_with('#') && !l.is_empty()) {
        match line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
            Some(head) => {
                section = head;
                all.regions.extend(region(head));
            }
            None if section == "streets" => all.streets.extend(line.split_whitespace()),
            None if section == "ways" => all.ways.extend(line.split_whitespace()),
            None => {
                if let Some(region) = all.regions.last_mut() {
                    region.towns.extend(line.split_whitespace());
                }
            }
        }
    }
    all
}

fn region(head: &'static str) -> Option<RegionPlan> {
    let (code, rest) = head.split_once(' ')?;
    let (share, name) = rest.split_once(' ')?;
    let welsh = name.ends_with(" cymraeg");
    let name = name.trim_end_matches(" cymraeg").to_owned();
    Some(RegionPlan { code, share: share.parse().ok()?, name, welsh, towns: vec![] })
}

/// The number that the postcodes of a town begin with: each town has its own.
#[must_use]
pub fn district(town: &str) -> u32 {
    let towns = regions().iter().flat_map(|r| r.towns.iter());
    let at = towns.enumerate().find(|(_, t)| **t == town).map_or(0, |(at, _)| at);
    u32::try_from(at).unwrap_or(0) + 1
}

/// A street of the fictional service, such as `Lamplighter Row`.
pub fn street(random: &mut Random) -> String {
    let all = places();
    let name = random.pick(&all.streets).copied().unwrap_or("High");
    let way = random.pick(&all.ways).copied().unwrap_or("Street");
    format!("{name} {way}")
}

/// A postcode of the town, in area ZA.
pub fn postcode(random: &mut Random, town: &str) -> String {
    const LETTERS: &[u8] = b"ABDEFGHJLNPQRSTUWXYZ";
    let mut letter = || char::from(random.pick(LETTERS).copied().unwrap_or(b'A'));
    let (first, second) = (letter(), letter());
    format!("ZA{} {}{first}{second}", district(town), random.below(10))
}

/// A home in the town; four people in a hundred have none.
pub fn home(random: &mut Random, town: &'static str) -> Home {
    if random.chance(40) {
        return Home {
            building: String::new(),
            street: "No fixed abode".into(),
            town,
            postcode: String::new(),
            no_fixed_abode: true,
        };
    }
    let number = random.between(1, 180);
    let building =
        if random.chance(220) { format!("Flat {}, {number}", random.between(1, 24)) } else { number.to_string() };
    Home { building, street: street(random), town, postcode: postcode(random, town), no_fixed_abode: false }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_region_of_twelve_has_seventeen_in_a_hundred_people() {
        let all = regions();
        assert_eq!(all.len(), 12);
        assert_eq!(all.iter().map(|r| r.share).sum::<u32>(), 1000);
        assert_eq!(all.iter().map(|r| r.share).max(), Some(170));
        assert!(all.iter().all(|r| r.towns.len() >= 4));
        assert_eq!(all.iter().filter(|r| r.welsh).count(), 1);
    }

    #[test]
    fn every_postcode_is_in_the_area_that_is_not_in_use() {
        let mut random = Random::of(1, "places", 0);
        for region in regions() {
            for town in &region.towns {
                let code = postcode(&mut random, town);
                assert!(code.starts_with("ZA") && (7..=8).contains(&code.len()), "{code}");
            }
        }
    }
}
