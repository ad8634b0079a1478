//! The figures that the formulas of ARP, VRP and SVRP work on: ages, gaps, months, counts, the offence's category.
//!
//! Always true: they exist only for facts that passed the checks; nothing is clipped but the months without an offence,
//! which the formulas count from 0 to 36. It knows no weight.

use super::facts::{Facts, WrittenCode};
use crate::data::{Category, OffenceTable};
use crate::vocabulary::{NotAfterBirth, Sex, completed_months, completed_years};

/// After so many months without an offence, more of them change nothing.
const MOST_MONTHS: i32 = 36;

/// The figures.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figures {
    /// Sex.
    pub sex: Sex,
    /// Age at the start of the follow-up.
    pub age: i32,
    /// Age at the current conviction.
    pub age_at_conviction: i32,
    /// Years from the first sanction to the current one.
    pub gap: i32,
    /// Months since the start of the follow-up, 0 to 36.
    pub months: i32,
    /// Number of sanctions.
    pub sanctions: i32,
    /// Number of violent sanctions; 0 for the model that does not read it.
    pub violent: i32,
    /// Category of the current offence.
    pub category: Category,
}

/// Why there are no figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoFigures {
    /// A mandatory fact is missing or was refused.
    Incomplete,
    /// A date lies on or before the date of birth, where no check had looked.
    BeforeBirth(&'static str),
}

impl Figures {
    /// The figures of `facts`.
    ///
    /// # Errors
    /// When a mandatory fact is missing, or a date lies before birth.
    pub fn of(facts: &Facts, table: &OffenceTable) -> Result<Self, NoFigures> {
        use NoFigures::{BeforeBirth, Incomplete};
        let born = facts.born.ok_or(Incomplete)?;
        let convicted = facts.convicted.ok_or(Incomplete)?;
        let followup = facts.followup.unwrap_or(convicted);
        let age = |on, field| completed_years(born, on).map_err(|NotAfterBirth| BeforeBirth(field));
        let age_at_conviction = age(convicted, "dateOfCurrentConviction")?;
        let Some(WrittenCode::Code(code)) = facts.offence else { return Err(Incomplete) };
        let months =
            if facts.assessed < followup { 0 } else { completed_months(followup, facts.assessed).min(MOST_MONTHS) };
        Ok(Self {
            sex: facts.sex.ok_or(Incomplete)?,
            age: age(followup, "Date at start of followup")?,
            age_at_conviction,
            gap: age_at_conviction - facts.age_at_first_sanction.ok_or(Incomplete)?,
            months,
            sanctions: facts.sanctions.ok_or(Incomplete)?,
            violent: facts.violent_sanctions.unwrap_or(0),
            category: table.category(code).ok_or(Incomplete)?,
        })
    }
}
