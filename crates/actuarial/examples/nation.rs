//! A nation on one core: 240,000 generated people, every predictor of generation 2, both tiers and the workload, timed, with
//! allocations counted and the same inputs read from memory for comparison. `cargo xtask bench --actuarial` runs it.

#![expect(clippy::expect_used, clippy::print_stdout, reason = "a bench prints, and stops when its tables are broken")]

use actuarial::data::OffenceTable;
use actuarial::second::facts::{Answers, Drug, Drugs, SexualHistory, WrittenCode};
use actuarial::second::{ARP, Facts, SVRP, Tables, VRP, combined, direct_contact, images};
use actuarial::tier::{
    Band as TierBand, DirectContactScore, Flags, LetterFacts, LetterTier, MappaLevel, NEEDS, Predictors, Rosh,
    ScoreKind, Severity, TierPolicy, TwoPartFacts, letter, two_part,
};
use actuarial::vocabulary::{
    Band, Motivation, OffenceCode, PreviousConviction, PreviousConvictions, Problem, Relationship, Sex,
    StaticOrDynamic, SupervisionStatus,
};
use actuarial::workload::{Case, CaseTier, Location, PointsVersion, case_points};
use jiff::civil::{Date, date};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use std::alloc::System;
use std::hint::black_box;
use std::time::{Duration, Instant};

#[global_allocator]
static COUNTED: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

const PEOPLE: usize = 240_000;
const TODAY: Date = date(2026, 11, 22);
const PREDICTORS: u32 = 6;
/// Six predictors, two tiers, the points of the case.
const RESULTS: u32 = 9;

/// One person: what the models read.
#[derive(Clone, Copy)]
struct Person {
    facts: Facts,
    flags: Flags,
    mandate: bool,
    severity: Severity,
    released: Option<Date>,
    location: Location,
    t2a: bool,
}

fn main() {
    let tables = Tables::shipped().expect("shipped tables");
    let policy = TierPolicy::newest().expect("shipped tier policy");
    let points = PointsVersion::newest().expect("shipped points");
    let people = people();
    println!("{PEOPLE} people of {} bytes each, generated from a fixed seed", size_of::<Person>());

    let read = timed(|| people.iter().map(|person| u64::from(black_box(*person).t2a)).sum());
    let mut sums = Sums::default();
    let region = Region::new(COUNTED);
    let (started, on_core) = (Instant::now(), OnCore::now());
    for person in &people {
        sums.add(person, tables, policy, points);
    }
    let (all, wall) = (on_core.elapsed(), started.elapsed());
    let allocations = region.change().allocations;
    let predictors = timed(|| people.iter().map(|person| predictors_only(person, tables)).sum());

    let (scores, results) = (PREDICTORS * PEOPLE as u32, RESULTS * PEOPLE as u32);
    println!("| what | in all | a second | ns each | times reading the inputs |");
    println!("|---|---|---|---|---|");
    row("read the inputs (a copy of each person)", read, PEOPLE as u32, read);
    row("six predictors", predictors, scores, read);
    row("six predictors, both tiers, workload", all, results, read);
    println!("by the clock on the wall, with whatever else the machine did: {:.3} s", wall.as_secs_f64());
    println!("allocations: {allocations}, {:.6} a prediction", allocations as f64 / f64::from(scores));
    println!("checks: {sums:?}");
}

fn row(what: &str, took: Duration, count: u32, read: Duration) {
    let seconds = took.as_secs_f64();
    println!(
        "| {what} | {:.3} s | {:.0} | {:.0} | {:.1} |",
        seconds,
        f64::from(count) / seconds,
        seconds * 1e9 / f64::from(count),
        seconds / read.as_secs_f64()
    );
}

/// The quickest of three, so that other work on the machine counts less.
fn timed(mut work: impl FnMut() -> u64) -> Duration {
    let run = |_| {
        let started = OnCore::now();
        black_box(work());
        started.elapsed()
    };
    (0..3).map(run).min().unwrap_or_default()
}

/// Time that this thread spent on a core, where the system tells it; time on the wall elsewhere.
struct OnCore(Option<Duration>, Instant);

impl OnCore {
    fn now() -> Self {
        Self(Self::told(), Instant::now())
    }

    fn elapsed(&self) -> Duration {
        match (self.0, Self::told()) {
            (Some(then), Some(now)) => now.saturating_sub(then),
            _ => self.1.elapsed(),
        }
    }

    fn told() -> Option<Duration> {
        let mut bytes = [0_u8; 128];
        let mut file = std::fs::File::open("/proc/thread-self/schedstat").ok()?;
        let read = std::io::Read::read(&mut file, &mut bytes).ok()?;
        let text = std::str::from_utf8(bytes.get(..read)?).ok()?;
        text.split_whitespace().next()?.parse().ok().map(Duration::from_nanos)
    }
}

/// What came out, so that nothing is optimised away and a wrong run is seen.
#[derive(Debug, Default)]
struct Sums {
    scored: u64,
    refused: u64,
    dynamic: u64,
    hundredths: f64,
    letters: [u32; 7],
    points: i64,
}

fn predictors_only(person: &Person, tables: Tables) -> u64 {
    let facts = &person.facts;
    let scores = [ARP.predict(facts, tables), VRP.predict(facts, tables)].map(|found| found.map_or(0.0, |f| f.score));
    let combined = match (SVRP.predict(facts, tables), direct_contact::predict(facts), images::predict(facts)) {
        (Ok(violence), Ok(direct), Ok(images)) => combined::add(facts, violence, direct, images).score,
        _ => 0.0,
    };
    black_box(scores.iter().sum::<f64>() + combined) as u64
}

impl Sums {
    fn add(&mut self, person: &Person, tables: Tables, policy: &TierPolicy, version: &PointsVersion) {
        let facts = &person.facts;
        let (arp, vrp) = (ARP.predict(facts, tables), VRP.predict(facts, tables));
        let direct = direct_contact::predict(facts);
        let found = match (SVRP.predict(facts, tables), direct, images::predict(facts)) {
            (Ok(violence), Ok(direct), Ok(images)) => Some(combined::add(facts, violence, direct, images)),
            _ => None,
        };
        match (arp, vrp, found) {
            (Ok(_), Ok(_), Some(_)) => self.scored += 1,
            _ => self.refused += 1,
        }
        let kind = |form| if form == StaticOrDynamic::Dynamic { ScoreKind::Dynamic } else { ScoreKind::Static };
        let (arp_score, arp_kind) = arp.map_or((None, ScoreKind::Unknown), |f| (Some(f.score), kind(f.form)));
        self.dynamic += u64::from(arp_kind == ScoreKind::Dynamic);
        self.hundredths += arp_score.unwrap_or(0.0) + vrp.map_or(0.0, |f| f.score) + found.map_or(0.0, |f| f.score);
        let predictors = Predictors {
            arp: arp_score,
            arp_kind,
            csrp: found.map(|f| f.score),
            csrp_kind: found.map_or(ScoreKind::Unknown, |f| kind(f.violence.form)),
            direct_contact: direct.ok().map(|f| DirectContactScore { score: Some(f.score), band: Some(band(f.band)) }),
        };
        let lettered = LetterFacts {
            has_active_event: true,
            predictors: Some(predictors),
            flags: person.flags,
            released: person.released,
            sexual_offence: facts.sexual.ever == Some(true),
        };
        if let Ok(LetterTier::Tier(tier)) = letter(policy, &lettered, TODAY)
            && let Some(count) = self.letters.get_mut(tier.letter as usize)
        {
            *count += 1;
        }
        self.points += caseload_points(person, policy, version, predictors);
    }
}

/// The older tier wants RSR and OGRS3; their successors stand in for them here, so that it has work to do.
fn caseload_points(person: &Person, policy: &TierPolicy, version: &PointsVersion, scores: Predictors) -> i64 {
    let facts = TwoPartFacts {
        rsr: scores.csrp,
        ogrs3: scores.arp,
        female: person.facts.sex == Some(Sex::Female),
        mandate: person.mandate,
        needs: Some([Some(person.severity); NEEDS.len()]),
        flags: person.flags,
        ..TwoPartFacts::default()
    };
    let tier = two_part(policy, &facts);
    let number = tier.protect as u8 * 4 + (4 - tier.change) + if tier.unsupervised { 16 } else { 0 };
    case_points(version, &[Case { location: person.location, tier: CaseTier::numbered(number), t2a: person.t2a }])
}

const fn band(band: Band) -> TierBand {
    match band {
        Band::Low => TierBand::Low,
        Band::Medium => TierBand::Medium,
        Band::High => TierBand::High,
        Band::VeryHigh => TierBand::VeryHigh,
        Band::NotApplicable => TierBand::NotApplicable,
    }
}

/// Numbers that are the same each time (splitmix64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % most
    }

    fn between(&mut self, from: i32, to: i32) -> i32 {
        from + self.below((to - from + 1).unsigned_abs().into()) as i32
    }

    fn percent(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of.get(self.below(of.len() as u64) as usize).copied().expect("a list with something in it")
    }

    fn day(&mut self, from: i16, to: i16) -> Date {
        let year = self.between(from.into(), to.into()) as i16;
        date(year, self.between(1, 12) as i8, self.between(1, 28) as i8)
    }
}

fn people() -> Vec<Person> {
    let offences = OffenceTable::shipped().expect("shipped offences");
    let codes: Vec<OffenceCode> = (0..100_000)
        .filter_map(|n| OffenceCode::parse(&format!("{n:05}")))
        .filter(|code| offences.category(*code).is_some())
        .collect();
    let mut dice = Dice(2026);
    (0..PEOPLE).map(|_| person(&mut dice, &codes)).collect()
}

fn person(dice: &mut Dice, codes: &[OffenceCode]) -> Person {
    let born = dice.day(1950, 2004);
    let first = dice.between(10, 17);
    let sanctions = if dice.percent(30) { 1 } else { dice.between(2, 40) };
    let history = dice.percent(12);
    let facts = Facts {
        assessed: TODAY,
        sex: Some(if dice.percent(10) { Sex::Female } else { Sex::Male }),
        born: Some(born),
        convicted: Some(dice.day(2023, 2025)),
        followup: Some(dice.day(2023, 2026)),
        age_at_first_sanction: Some(first),
        offence: Some(WrittenCode::Code(dice.one(codes))),
        sanctions: Some(sanctions),
        violent_sanctions: Some(dice.between(0, sanctions.min(8))),
        supervision: Some(dice.one(SupervisionStatus::ALL)),
        sexual: sexual(dice, history, sanctions),
        answers: if dice.percent(80) { answers(dice) } else { Answers::default() },
    };
    Person {
        facts,
        flags: Flags {
            rosh: Some(dice.one(&[Rosh::Low, Rosh::Medium, Rosh::Medium, Rosh::High, Rosh::VeryHigh])),
            mappa_level: dice.percent(15).then_some(MappaLevel::M1),
            mappa_category: dice.percent(15),
            domestic_abuse: dice.percent(25),
            child_protection: dice.percent(10),
            lifer: dice.percent(3),
            ..Flags::default()
        },
        mandate: dice.percent(85),
        severity: dice.one(&[Severity::None, Severity::Standard, Severity::Severe]),
        released: dice.percent(3).then_some(date(2025, 3, 1)),
        location: dice.one(&[Location::Community, Location::Licence, Location::Custody]),
        t2a: dice.percent(4),
    }
}

fn sexual(dice: &mut Dice, history: bool, sanctions: i32) -> SexualHistory {
    let none = SexualHistory { ever: Some(history), ..SexualHistory::default() };
    if !history {
        return none;
    }
    SexualHistory {
        contact_adult: Some(sanctions.min(1)),
        contact_child: Some(0),
        images: Some(0),
        non_contact: Some((sanctions - 1).min(dice.between(0, 2))),
        most_recent: Some(date(2023, 1, 15)),
        ..none
    }
}

fn answers(dice: &mut Dice) -> Answers {
    let problem = |dice: &mut Dice| Some(dice.one(Problem::ALL));
    let mut drugs = Drugs::default();
    for drug in [Drug::Heroin, Drug::Methadone, Drug::Crack, Drug::Cannabis, Drug::Spice] {
        if dice.percent(15) {
            drugs = drugs.with(drug);
        }
    }
    Answers {
        weapon: Some(dice.percent(12)),
        accommodation: problem(dice),
        unemployed: Some(dice.percent(45)),
        partner: problem(dice),
        domestic_abuse: Some(dice.percent(25)),
        relationship: Some(dice.one(Relationship::ALL)),
        activities: problem(dice),
        drug_motivation: Some(dice.one(Motivation::ALL)),
        drugs,
        alcohol: problem(dice),
        binge: problem(dice),
        impulsivity: problem(dice),
        temper: problem(dice),
        pro_criminal: problem(dice),
        previous: Some(PreviousConvictions::default().with(dice.one(PreviousConviction::ALL))),
    }
}
