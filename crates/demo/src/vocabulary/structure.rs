//! The fictional service, sized to the number of people: regions, delivery units, teams, offices, courts and staff.
//! Codes nest as those of the national record do: region three characters, team six, member of staff seven.

use super::names::{self, Sex};
use super::places::{self, RegionPlan};
use crate::random::Random;

/// Up to so many people one region is enough, so that its teams look like teams.
const ONE_REGION: u32 = 1500;
/// People of one delivery unit of a single region, and of one of a whole country's.
const UNIT: u32 = 500;
const LARGE_UNIT: u32 = 2_600;
/// People of one team, of one practitioner: what the sizes aim at.
const TEAM: u32 = 210;
const CASELOAD: u32 = 34;
/// People for each member of staff in a country, of whatever team.
const PEOPLE_A_MEMBER_OF_STAFF: u32 = 12;
/// People of a country's delivery unit for each further officer of its court team.
const PEOPLE_A_COURT_OFFICER: u32 = 300;
/// The most staff of a team that supervises nobody.
const LARGEST_TEAM: u32 = 22;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grade {
    Officer,
    ServicesOfficer,
    Trainee,
    Senior,
    Administrator,
}

impl Grade {
    /// The code of the national record's grade set; administrators have an own one.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Grade::Officer => "PO",
            Grade::ServicesOfficer => "PSO",
            Grade::Trainee => "PQIP",
            Grade::Senior => "SPO",
            Grade::Administrator => "ADM",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaffPlan {
    pub code: String,
    pub forename: String,
    pub surname: String,
    pub grade: Grade,
    /// Part of a full week that the member of staff works, in per cent.
    pub hours: u32,
    /// Whether an e-mail address is known; letters and notices find another way to the few who have none.
    pub has_email: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TeamKind {
    Supervision,
    Court,
    UnpaidWork,
    Programmes,
    Victims,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TeamPlan {
    pub code: String,
    pub name: String,
    pub kind: TeamKind,
    pub staff: Vec<StaffPlan>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfficePlan {
    pub code: String,
    pub name: String,
    pub address: String,
    pub postcode: String,
    pub telephone: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CourtPlan {
    /// The first five characters of the code that messages carry.
    pub ou: String,
    pub name: String,
    pub crown: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitPlan {
    pub code: String,
    pub town: &'static str,
    pub teams: Vec<TeamPlan>,
    pub office: OfficePlan,
    pub courts: Vec<CourtPlan>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegionOf {
    pub plan: &'static RegionPlan,
    pub people: u32,
    pub units: Vec<UnitPlan>,
}

/// The whole service for so many people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServicePlan {
    pub regions: Vec<RegionOf>,
}

impl ServicePlan {
    #[must_use]
    pub fn for_people(people: u32, seed: u64) -> ServicePlan {
        let all = places::regions();
        let used = if people <= ONE_REGION { all.get(..1).unwrap_or(all) } else { all };
        let whole: u32 = used.iter().map(|r| r.share).sum();
        let mut regions: Vec<RegionOf> = used
            .iter()
            .map(|plan| {
                let people = u32::try_from(u64::from(people) * u64::from(plan.share) / u64::from(whole.max(1)))
                    .unwrap_or(people);
                RegionOf { plan, people, units: vec![] }
            })
            .collect();
        let rest = people - regions.iter().map(|r| r.people).sum::<u32>();
        if let Some(first) = regions.first_mut() {
            first.people += rest;
        }
        let country = is_country(people);
        for region in &mut regions {
            region.units = units(region.plan, region.people, country, seed);
        }
        ServicePlan { regions }
    }

    pub fn units(&self) -> impl Iterator<Item = (&RegionOf, &UnitPlan)> {
        self.regions.iter().flat_map(|r| r.units.iter().map(move |u| (r, u)))
    }

    pub fn teams(&self) -> impl Iterator<Item = (&UnitPlan, &TeamPlan)> {
        self.units().flat_map(|(_, u)| u.teams.iter().map(move |t| (u, t)))
    }
}

/// So many people live in all twelve regions, and each of them has a long record.
#[must_use]
pub fn is_country(people: u32) -> bool {
    people > ONE_REGION
}

fn units(region: &'static RegionPlan, people: u32, country: bool, seed: u64) -> Vec<UnitPlan> {
    let most = u32::try_from(region.towns.len()).unwrap_or(1);
    let (size, least) = if country { (LARGE_UNIT, 1) } else { (UNIT, most.min(3)) };
    let count = people.div_ceil(size).clamp(least, most);
    let towns = region.towns.iter().copied().zip(b'A'..).take(count as usize);
    let share = people.div_ceil(count);
    towns.map(|(town, letter)| unit(region, town, char::from(letter), (share, country), seed)).collect()
}

fn unit(
    region: &'static RegionPlan,
    town: &'static str,
    letter: char,
    (people, country): (u32, bool),
    seed: u64,
) -> UnitPlan {
    let code = format!("{}{letter}", region.code);
    let mut random = Random::of(seed, "unit", u64::from(places::district(town)));
    let teams = people.div_ceil(TEAM).max(1);
    let mut plans: Vec<TeamPlan> = (1..=teams)
        .map(|n| {
            let name = if teams == 1 { format!("{town} supervision") } else { format!("{town} supervision {n}") };
            let wanted = Wanted { code: format!("{code}{n:02}"), name, kind: TeamKind::Supervision };
            team(&mut random, region, wanted, people.div_ceil(teams).div_ceil(CASELOAD).max(2))
        })
        .collect();
    let court = if country { 3 + people / PEOPLE_A_COURT_OFFICER } else { 3 };
    let wanted = Wanted { code: format!("{code}90"), name: format!("{town} court team"), kind: TeamKind::Court };
    plans.push(team(&mut random, region, wanted, court));
    if country {
        beside(&mut random, region, (&code, town), people, &mut plans);
    }
    let office = OfficePlan {
        code: format!("{code}OFF"),
        name: format!("{town} probation office"),
        address: format!("{} {}, {town}", random.between(2, 90), places::street(&mut random)),
        postcode: places::postcode(&mut random, town),
        telephone: format!("020 7946 0{:03}", random.below(1000)),
    };
    UnitPlan { code, town, teams: plans, office, courts: courts(region, town) }
}

/// The teams of a country's delivery unit that hold no cases: as large as what the others leave of its staff.
fn beside(
    random: &mut Random,
    region: &'static RegionPlan,
    (unit, town): (&str, &'static str),
    people: u32,
    plans: &mut Vec<TeamPlan>,
) {
    const KINDS: [(TeamKind, &str); 3] = [
        (TeamKind::UnpaidWork, "unpaid work"),
        (TeamKind::Programmes, "programmes"),
        (TeamKind::Victims, "victim liaison"),
    ];
    let there: usize = plans.iter().map(|t| t.staff.len()).sum();
    let mut left = (people / PEOPLE_A_MEMBER_OF_STAFF).saturating_sub(u32::try_from(there).unwrap_or(u32::MAX));
    let mut number = 0;
    while left > 0 {
        let (kind, words) = KINDS.get(number % KINDS.len()).copied().unwrap_or(KINDS[0]);
        let round = number / KINDS.len() + 1;
        let name = if round == 1 { format!("{town} {words}") } else { format!("{town} {words} {round}") };
        // A senior and an administrator are in each.
        let size = left.min(LARGEST_TEAM);
        let wanted = Wanted { code: format!("{unit}{}", 60 + number), name, kind };
        plans.push(team(random, region, wanted, size.saturating_sub(2)));
        left = left.saturating_sub(size.max(2));
        number += 1;
    }
}

/// A magistrates' court in each town, the crown court in the first one. The courts of Exampleton, which other
/// projects' sample messages name, stand in the first town of the first region.
fn courts(region: &'static RegionPlan, town: &'static str) -> Vec<CourtPlan> {
    let letters = court_letters(town);
    let mut courts =
        vec![CourtPlan { ou: format!("B99{letters}"), name: format!("{town} Magistrates' Court"), crown: false }];
    if region.towns.first() == Some(&town) {
        courts.push(CourtPlan { ou: format!("C99{letters}"), name: format!("{town} Crown Court"), crown: true });
    }
    if places::regions().first().and_then(|r| r.towns.first()) == Some(&town) {
        courts.push(CourtPlan { ou: "B99ZZ".into(), name: "Exampleton Magistrates' Court".into(), crown: false });
        courts.push(CourtPlan { ou: "C99ZZ".into(), name: "Exampleton Crown Court".into(), crown: true });
    }
    courts
}

/// Two letters for each town, the first free pair of its name.
fn court_letters(town: &str) -> String {
    let mut taken: Vec<String> = vec!["ZZ".into()];
    for named in places::regions().iter().flat_map(|r| r.towns.iter()) {
        let upper = named.to_ascii_uppercase();
        let first = upper.chars().next().unwrap_or('X');
        let pairs = upper.chars().skip(1).chain('A'..='Z').map(|second| format!("{first}{second}"));
        let pair = pairs.into_iter().find(|p| !taken.contains(p)).unwrap_or_default();
        if *named == town {
            return pair;
        }
        taken.push(pair);
    }
    "XX".into()
}

struct Wanted {
    code: String,
    name: String,
    kind: TeamKind,
}

/// A team with so many practitioners, besides a senior and an administrator.
fn team(random: &mut Random, region: &RegionPlan, wanted: Wanted, practitioners: u32) -> TeamPlan {
    let Wanted { code, name, kind } = wanted;
    let mut grades = vec![(Grade::Senior, 100), (Grade::Administrator, 100)];
    for n in 0..practitioners {
        let grade = match (kind, n % 5) {
            (TeamKind::Supervision, 0 | 3) | (TeamKind::Court, 0) | (TeamKind::Victims, 0) => Grade::Officer,
            (TeamKind::Supervision, 4) => Grade::Trainee,
            _ => Grade::ServicesOfficer,
        };
        let part_time = match kind {
            TeamKind::Court => n == 2,
            _ => random.chance(180),
        };
        grades.push((grade, if part_time { 60 } else { 100 }));
    }
    let welsh = if region.welsh { 500 } else { 10 };
    // The letter U at the end of a code means "unallocated" in the national record, so nobody gets it.
    let letters = ('A'..='Z').filter(|l| *l != 'U');
    let staff = grades
        .into_iter()
        .zip(letters)
        .map(|((grade, hours), letter)| {
            let sex = if random.chance(740) { Sex::Female } else { Sex::Male };
            let name = names::name(random, sex, welsh);
            let (code, has_email) = (format!("{code}{letter}"), true);
            StaffPlan { code, forename: name.forename, surname: name.surname, grade, hours, has_email }
        })
        .collect();
    TeamPlan { code, name, kind, staff }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn six_hundred_people_have_one_region_with_three_units() {
        let plan = ServicePlan::for_people(600, 1);
        assert_eq!(plan.regions.len(), 1);
        assert_eq!(plan.units().count(), 3);
        let practitioners: usize = plan.teams().map(|(_, t)| t.staff.len() - 2).sum();
        assert!((18..=30).contains(&practitioners), "{practitioners}");
    }

    #[test]
    fn in_a_large_service_one_region_has_seventeen_in_a_hundred() {
        let plan = ServicePlan::for_people(24_000, 1);
        assert_eq!(plan.regions.len(), 12);
        assert_eq!(plan.regions.iter().map(|r| r.people).sum::<u32>(), 24_000);
        assert!((4080..4092).contains(&plan.regions[0].people), "{}", plan.regions[0].people);
    }

    #[test]
    fn a_country_has_twenty_thousand_staff_for_its_people_and_a_sample_of_it_as_many_for_its() {
        let staff = |people| ServicePlan::for_people(people, 1).teams().map(|(_, t)| t.staff.len()).sum::<usize>();
        assert!((19_500..=20_500).contains(&staff(240_000)), "{}", staff(240_000));
        assert!((1_900..=2_150).contains(&staff(24_000)), "{}", staff(24_000));
        assert!((180..=230).contains(&staff(2_400)), "{}", staff(2_400));
        let plan = ServicePlan::for_people(240_000, 1);
        assert!((90..=110).contains(&plan.units().count()), "{}", plan.units().count());
        assert!(plan.teams().all(|(_, team)| team.staff.len() <= 25));
        let share = plan.regions[0].people * 1_000 / 240_000;
        assert!((169..=171).contains(&share), "{share}");
    }

    #[test]
    fn codes_nest_and_none_is_used_twice() {
        let plan = ServicePlan::for_people(240_000, 1);
        let mut codes = BTreeSet::new();
        for (unit, team) in plan.teams() {
            assert!(team.code.starts_with(&unit.code) && team.code.len() == 6, "{}", team.code);
            assert!(codes.insert(team.code.clone()));
            for staff in &team.staff {
                assert!(staff.code.starts_with(&team.code) && staff.code.len() == 7, "{}", staff.code);
                assert!(codes.insert(staff.code.clone()) && !staff.code.ends_with('U'));
            }
        }
        let mut courts: Vec<_> = plan.units().flat_map(|(_, u)| u.courts.iter().map(|c| c.ou.clone())).collect();
        let all = courts.len();
        courts.sort();
        courts.dedup();
        assert_eq!(courts.len(), all);
        assert!(courts.contains(&"B99AL".to_owned()) && courts.contains(&"C99AL".to_owned()), "{courts:?}");
    }
}
