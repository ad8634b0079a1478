//! Workload: the points of cases, reports and contacts, the points that hours make available, and the capacity between.
//!
//! Always true: figures are dated data with a source, and each result can be told with its working. It knows no officer
//! by name, no database and no clock.

mod capacity;
mod explained;
mod hours;
mod points;
pub mod reduction;
mod request;

pub use capacity::{
    BatchCases, BatchOther, Inactive, Points, batch_capacity, batch_total, capacity_tenths, capacity_with, case_points,
};
pub use explained::{Line, Other, explain, lines};
pub use hours::{Available, Grade, Hours, LONGEST_WEEK, available, available_in_batch, default_hours};
pub use points::{PointsVersion, Weightings};
pub use request::respond;

/// Where a case is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Location {
    Community,
    Licence,
    Custody,
}

impl Location {
    /// The name that requests and points use.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Location::Community => "COMMUNITY",
            Location::Licence => "LICENSE",
            Location::Custody => "CUSTODY",
        }
    }

    /// In words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Location::Community => "community",
            Location::Licence => "licence",
            Location::Custody => "custody",
        }
    }

    /// The place that this name stands for.
    #[must_use]
    pub fn read(name: &str) -> Option<Location> {
        match name.trim().to_ascii_uppercase().as_str() {
            "COMMUNITY" => Some(Location::Community),
            "LICENSE" | "LICENCE" => Some(Location::Licence),
            "CUSTODY" => Some(Location::Custody),
            _ => None,
        }
    }
}

/// A two-part tier as points know it: 32 of them, from A3 to D0 and with the suffix S.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CaseTier(u8);

impl CaseTier {
    /// How many there are.
    pub const COUNT: usize = 32;

    /// Reads a tier such as B2 or d1s.
    #[must_use]
    pub fn read(text: &str) -> Option<CaseTier> {
        let text = text.trim().to_ascii_uppercase();
        let (text, suffix) = text.strip_suffix('S').map_or((text.as_str(), 0), |rest| (rest, 16));
        let [letter, digit] = text.as_bytes() else { return None };
        let letter = b"ABCD".iter().position(|l| l == letter)?;
        let digit = b"3210".iter().position(|d| d == digit)?;
        u8::try_from(letter * 4 + digit + suffix).ok().map(CaseTier)
    }

    /// The tier of an extract's number: 1 is A3, 16 D0, 17 A3S, 32 D0S; 0 is no tier.
    #[must_use]
    pub fn numbered(number: u8) -> Option<CaseTier> {
        (1..=32).contains(&number).then(|| CaseTier(number - 1))
    }

    pub(crate) fn at(self) -> usize {
        usize::from(self.0)
    }
}

impl std::fmt::Display for CaseTier {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let n = self.0 % 16;
        let letter = ["A", "B", "C", "D"].get(usize::from(n / 4)).copied().unwrap_or_default();
        write!(f, "{letter}{}{}", 3 - n % 4, if self.0 >= 16 { "S" } else { "" })
    }
}

/// One case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Case {
    pub location: Location,
    /// Nothing until there is one: counted among the cases, without points.
    pub tier: Option<CaseTier>,
    /// A young adult in transition to adult services.
    pub t2a: bool,
}

#[cfg(test)]
mod tests;
