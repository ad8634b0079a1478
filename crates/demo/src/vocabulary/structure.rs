//! The fictional service, sized to the number of people: regions, delivery units, teams, offices, courts and staff.
//! Codes nest as those of the national record do: region three characters, team six, member of staff seven.

use super::names::{self, Sex};
use super::places::{self, RegionPlan};
use crate::random::Random;

/// Up to so many people one region is enough, so that its teams look like teams.
const ONE_REGION: u32 = 1500;
/// People of one delivery unit, of one team, of one practitioner: what the sizes aim at.
const UNIT: u32 = 500;
const TEAM: u32 = 210;
const CASELOAD: u32 = 34;

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
        for region in &mut regions {
            region.units = units(region.plan, region.people, seed);
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

fn units(region: &'static RegionPlan, people: u32, seed: u64) -> Vec<UnitPlan> {
    let least = u32::try_from(region.towns.len().min(3)).unwrap_or(1);
    let most = u32::try_from(region.towns.len()).unwrap_or(least);
    let count = people.div_ceil(UNIT).clamp(least, most);
    let towns = region.towns.iter().copied().zip(b'A'..).take(count as usize);
    towns.map(|(town, letter)| unit(region, town, char::from(letter), people.div_ceil(count), seed)).collect()
}

fn unit(region: &'static RegionPlan, town: &'static str, letter: char, people: u32, seed: u64) -> UnitPlan {
    let code = format!("{}{letter}", region.code);
    let mut random = Random::of(seed, "unit", u64::from(places::district(town)));
    let teams = people.div_ceil(TEAM).max(1);
    let mut plans: Vec<TeamPlan> = (1..=teams)
        .map(|n| {
            let name = if teams == 1 { format!("{town} supervision") } else { format!("{town} supervision {n}") };
            team(&mut random, region, format!("{code}{n:02}"), name, TeamKind::Supervision, people.div_ceil(teams))
        })
        .collect();
    plans.push(team(&mut random, region, format!("{code}90"), format!("{town} court team"), TeamKind::Court, 0));
    let office = OfficePlan {
        code: format!("{code}OFF"),
        name: format!("{town} probation office"),
        address: format!("{} {}, {town}", random.between(2, 90), places::street(&mut random)),
        postcode: places::postcode(&mut random, town),
        telephone: format!("020 7946 0{:03}", random.below(1000)),
    };
    UnitPlan { code, town, teams: plans, office, courts: courts(region, town) }
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

fn team(random: &mut Random, region: &RegionPlan, code: String, name: String, kind: TeamKind, people: u32) -> TeamPlan {
    let mut grades = vec![(Grade::Senior, 100), (Grade::Administrator, 100)];
    match kind {
        TeamKind::Court => {
            grades.extend([(Grade::Officer, 100), (Grade::ServicesOfficer, 100), (Grade::ServicesOfficer, 60)])
        }
        TeamKind::Supervision => {
            for n in 0..people.div_ceil(CASELOAD).max(2) {
                let grade = match n % 5 {
                    0 | 3 => Grade::Officer,
                    4 => Grade::Trainee,
                    _ => Grade::ServicesOfficer,
                };
                grades.push((grade, if random.chance(180) { 60 } else { 100 }));
            }
        }
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
    fn codes_nest_and_none_is_used_twice() {
        let plan = ServicePlan::for_people(24_000, 1);
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
