//! What a tier is computed from: the level of harm, MAPPA, and what registrations say, read newest first.
//!
//! Always true: a registration that the tier does not know changes nothing, HREG least of all, and letters may be written
//! large or small. It knows no points.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A letter of the tier; A is the highest. The older tier's letter uses A to D.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Letter {
    A,
    B,
    C,
    D,
    E,
    F,
    G,
}

/// The letters, highest first.
pub const LETTERS: [Letter; 7] = [Letter::A, Letter::B, Letter::C, Letter::D, Letter::E, Letter::F, Letter::G];

impl Letter {
    /// The letter that this character names.
    #[must_use]
    pub fn read(c: char) -> Option<Letter> {
        LETTERS.into_iter().find(|l| l.code().starts_with(c.to_ascii_uppercase()))
    }

    /// As it is written.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Letter::A => "A",
            Letter::B => "B",
            Letter::C => "C",
            Letter::D => "D",
            Letter::E => "E",
            Letter::F => "F",
            Letter::G => "G",
        }
    }

    /// Whether this letter is lower than the other (G is the lowest).
    #[must_use]
    pub fn is_below(self, other: Letter) -> bool {
        self > other
    }
}

/// The level of risk of serious harm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Rosh {
    VeryHigh,
    High,
    Medium,
    Low,
}

impl Rosh {
    /// The word that data files use.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Rosh::VeryHigh => "VERY_HIGH",
            Rosh::High => "HIGH",
            Rosh::Medium => "MEDIUM",
            Rosh::Low => "LOW",
        }
    }

    /// The level that a type of registration stands for.
    #[must_use]
    pub fn of_registration(code: &str) -> Option<Rosh> {
        [("RVHR", Rosh::VeryHigh), ("RHRH", Rosh::High), ("RMRH", Rosh::Medium), ("RLRH", Rosh::Low)]
            .into_iter()
            .find(|(c, _)| c.eq_ignore_ascii_case(code))
            .map(|(_, rosh)| rosh)
    }
}

/// The level of MAPPA at which a case is managed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MappaLevel {
    M1,
    M2,
    M3,
}

impl MappaLevel {
    /// As it is written.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            MappaLevel::M1 => "M1",
            MappaLevel::M2 => "M2",
            MappaLevel::M3 => "M3",
        }
    }

    fn read(code: &str) -> Option<MappaLevel> {
        [MappaLevel::M1, MappaLevel::M2, MappaLevel::M3].into_iter().find(|l| l.code().eq_ignore_ascii_case(code))
    }
}

/// Types that count as a factor of complexity, with the words for each.
pub const COMPLEXITY: [(&str, &str); 10] = [
    ("RMDO", "mental health"),
    ("ALSH", "suicide or self-harm"),
    ("RVLN", "vulnerability"),
    ("RCCO", "child concerns"),
    ("RCPR", "child protection"),
    ("RCHD", "risk to children"),
    ("RPIR", "public interest"),
    ("RVAD", "adult at risk"),
    ("STRG", "street gangs"),
    ("RTAO", "terrorism"),
];

/// Distinct factors of complexity: one bit for each row of [`COMPLEXITY`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Factors(u16);

impl Factors {
    /// How many distinct ones.
    #[must_use]
    pub fn count(self) -> u32 {
        self.0.count_ones()
    }

    /// The words for each.
    pub fn words(self) -> impl Iterator<Item = &'static str> {
        COMPLEXITY.iter().enumerate().filter(move |(n, _)| self.0 & (1 << n) != 0).map(|(_, (_, words))| *words)
    }

    fn add(&mut self, code: &str) {
        if let Some(n) = COMPLEXITY.iter().position(|(c, _)| c.eq_ignore_ascii_case(code)) {
            self.0 |= 1 << n;
        }
    }
}

/// One registration, as another system tells it.
#[derive(Clone, Copy, Debug)]
pub struct Registration<'a> {
    /// The type.
    pub code: &'a str,
    /// When it was registered; without a day it counts as the oldest.
    pub on: Option<Date>,
    pub level: Option<&'a str>,
    pub category: Option<&'a str>,
}

/// What registrations say that a tier asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Flags {
    pub rosh: Option<Rosh>,
    pub mappa_level: Option<MappaLevel>,
    /// The newest MAPPA registration has a category from M1 to M4.
    pub mappa_category: bool,
    pub factors: Factors,
    /// Integrated offender management.
    pub iom: bool,
    /// A life sentence or one of imprisonment for public protection.
    pub lifer: bool,
    pub domestic_abuse: bool,
    pub stalking: bool,
    pub child_protection: bool,
    /// Past the two-thirds point: the suffix S.
    pub unsupervised: bool,
}

/// The newest so far. Of two on one day the first that was told stands.
struct Newest<T> {
    best: Option<(Option<Date>, T)>,
}

impl<T: Copy> Newest<T> {
    fn new() -> Newest<T> {
        Newest { best: None }
    }

    fn offer(&mut self, on: Option<Date>, value: T) {
        if self.best.is_none_or(|(best, _)| on > best) {
            self.best = Some((on, value));
        }
    }

    fn value(self) -> Option<T> {
        self.best.map(|(_, value)| value)
    }
}

impl Flags {
    /// Reads registrations in any order.
    pub fn read<'a>(registrations: impl IntoIterator<Item = Registration<'a>>) -> Flags {
        let mut flags = Flags::default();
        let (mut rosh, mut level, mut category) = (Newest::new(), Newest::new(), Newest::new());
        for r in registrations {
            let is = |code: &str| r.code.eq_ignore_ascii_case(code);
            if is("HREG") {
                continue;
            }
            if let Some(value) = Rosh::of_registration(r.code) {
                rosh.offer(r.on, value);
            }
            if is("MAPP") {
                if let Some(value) = r.level.and_then(MappaLevel::read) {
                    level.offer(r.on, value);
                }
                category.offer(r.on, r.category.is_some_and(is_category));
            }
            flags.factors.add(r.code);
            flags.iom |= is("IIOM");
            flags.lifer |= is("INLL");
            flags.domestic_abuse |= is("ADVP") || is("REG30");
            flags.stalking |= is("SPO");
            flags.child_protection |= is("RCPR");
            flags.unsupervised |= is("PRC");
        }
        (flags.rosh, flags.mappa_level) = (rosh.value(), level.value());
        flags.mappa_category = category.value().unwrap_or(false);
        flags
    }
}

fn is_category(code: &str) -> bool {
    ["M1", "M2", "M3", "M4"].iter().any(|c| c.eq_ignore_ascii_case(code))
}

/// Whether the tier reads registrations of this type at all.
#[must_use]
pub fn is_read(code: &str) -> bool {
    const OTHERS: [&str; 7] = ["MAPP", "IIOM", "INLL", "ADVP", "REG30", "SPO", "PRC"];
    Rosh::of_registration(code).is_some()
        || COMPLEXITY.iter().any(|(c, _)| c.eq_ignore_ascii_case(code))
        || OTHERS.iter().any(|c| c.eq_ignore_ascii_case(code))
}
