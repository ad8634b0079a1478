//! The law as compiled in. A service with other standards reads its own files with [`Law::read`].

use crate::enforcement::EnforcementRows;
use crate::powers::PowerRows;
use crate::proposal::ProposalRows;
use crate::{BankHoliday, Deadline, Nation, RequirementType, SentenceType};
use jiff::civil::Date;
use kernel::{Holidays, WorkingDays};
use serde::Deserialize;
use std::sync::{Arc, OnceLock};

/// Every dated row. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Law(Arc<Rows>);

#[derive(Debug)]
struct Rows {
    version: String,
    requirements: Vec<RequirementType>,
    sentences: Vec<SentenceType>,
    deadlines: Vec<Deadline>,
    proposals: ProposalRows,
    powers: PowerRows,
    enforcement: EnforcementRows,
    holidays: [Holidays; 3],
    covers: (i16, i16),
}

/// A data file that cannot be read, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadLaw {
    pub file: &'static str,
    pub reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RequirementFile {
    version: String,
    requirement: Vec<RequirementType>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SentenceFile {
    version: String,
    sentence: Vec<SentenceType>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DeadlineFile {
    version: String,
    deadline: Vec<Deadline>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct HolidayFile {
    version: String,
    #[serde(rename = "source")]
    _source: String,
    #[serde(rename = "first_year")]
    first_year: i16,
    #[serde(rename = "last_year")]
    last_year: i16,
    england_and_wales: NationDays,
    scotland: NationDays,
    northern_ireland: NationDays,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NationDays {
    days: Vec<BankHoliday>,
}

impl Law {
    /// The law that Throughcare ships with, read once.
    #[must_use]
    #[expect(clippy::expect_used, reason = "compiled-in files, which a test reads; nothing from outside reaches this")]
    pub fn shipped() -> Law {
        static SHIPPED: OnceLock<Law> = OnceLock::new();
        SHIPPED.get_or_init(|| Law::read_shipped().expect("the compiled-in law is readable")).clone()
    }

    fn read_shipped() -> Result<Law, BadLaw> {
        Law::read(
            include_str!("../data/requirements.toml"),
            include_str!("../data/sentences.toml"),
            include_str!("../data/deadlines.toml"),
            include_str!("../data/proposals.toml"),
            include_str!("../data/powers.toml"),
            include_str!("../data/enforcement.toml"),
            include_str!("../data/bank_holidays.toml"),
        )
    }

    /// Reads the seven files.
    ///
    /// # Errors
    /// [`BadLaw`] names the first file that is not what it should be.
    pub fn read(
        requirements: &str,
        sentences: &str,
        deadlines: &str,
        proposals: &str,
        powers: &str,
        enforcement: &str,
        holidays: &str,
    ) -> Result<Law, BadLaw> {
        let requirements: RequirementFile = parse("requirements", requirements)?;
        let sentences: SentenceFile = parse("sentences", sentences)?;
        let deadlines: DeadlineFile = parse("deadlines", deadlines)?;
        let proposals: ProposalRows = parse("proposals", proposals)?;
        let powers: PowerRows = parse("powers", powers)?;
        let enforcement: EnforcementRows = parse("enforcement", enforcement)?;
        let holidays: HolidayFile = parse("bank_holidays", holidays)?;
        let days = |nation: NationDays| Holidays::new(nation.days.into_iter().map(|d| d.on).collect());
        Ok(Law(Arc::new(Rows {
            version: format!(
                "requirements {}, sentences {}, deadlines {}, proposals {}, powers {}, enforcement {}, bank holidays {}",
                requirements.version,
                sentences.version,
                deadlines.version,
                proposals.version,
                powers.version,
                enforcement.version,
                holidays.version
            ),
            requirements: requirements.requirement,
            sentences: sentences.sentence,
            deadlines: deadlines.deadline,
            proposals,
            powers,
            enforcement,
            holidays: [days(holidays.england_and_wales), days(holidays.scotland), days(holidays.northern_ireland)],
            covers: (holidays.first_year, holidays.last_year),
        })))
    }

    /// The versions of the data, to keep beside a figure that was computed with them.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.0.version
    }

    /// Every requirement type, in statutory order.
    #[must_use]
    pub fn requirements(&self) -> &[RequirementType] {
        &self.0.requirements
    }

    #[must_use]
    pub fn requirement(&self, code: &str) -> Option<&RequirementType> {
        self.0.requirements.iter().find(|r| r.code == code)
    }

    /// Every sentence type.
    #[must_use]
    pub fn sentences(&self) -> &[SentenceType] {
        &self.0.sentences
    }

    #[must_use]
    pub fn sentence(&self, code: &str) -> Option<&SentenceType> {
        self.0.sentences.iter().find(|s| s.code == code)
    }

    /// The deadline of that name as it stood on `on`. `None` when no row holds on that day.
    #[must_use]
    pub fn deadline(&self, name: &str, on: Date) -> Option<&Deadline> {
        self.0.deadlines.iter().find(|d| d.name == name && d.holds_on(on))
    }

    /// What else a proposal turns on: facts, conditions, what to arrange, what stands together.
    pub(crate) fn proposals(&self) -> &ProposalRows {
        &self.0.proposals
    }

    /// What an officer may do of their own authority.
    pub(crate) fn power_rows(&self) -> &PowerRows {
        &self.0.powers
    }

    /// What follows from a failure to comply, by kind of order.
    #[must_use]
    pub fn enforcement(&self) -> &EnforcementRows {
        &self.0.enforcement
    }

    #[must_use]
    pub fn holidays(&self, nation: Nation) -> &Holidays {
        let [england_and_wales, scotland, northern_ireland] = &self.0.holidays;
        match nation {
            Nation::EnglandAndWales => england_and_wales,
            Nation::Scotland => scotland,
            Nation::NorthernIreland => northern_ireland,
        }
    }

    #[must_use]
    pub fn working_days(&self, nation: Nation) -> WorkingDays<'_> {
        WorkingDays(self.holidays(nation))
    }

    /// The first and last year whose bank holidays are listed.
    #[must_use]
    pub fn holiday_years(&self) -> (i16, i16) {
        self.0.covers
    }
}

fn parse<T: serde::de::DeserializeOwned>(file: &'static str, text: &str) -> Result<T, BadLaw> {
    toml::from_str(text).map_err(|e| BadLaw { file, reason: e.to_string() })
}

impl std::fmt::Display for BadLaw {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the law's {} cannot be read: {}", self.file, self.reason)
    }
}

impl std::error::Error for BadLaw {}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_compiled_in_file_can_be_read() {
        assert_eq!(Law::read_shipped().map(|l| l.holiday_years()), Ok((2015, 2030)));
    }

    #[test]
    fn codes_are_unique_and_every_row_names_its_source_and_both_languages() {
        let law = Law::shipped();
        let requirements: BTreeSet<_> = law.requirements().iter().map(|r| &r.code).collect();
        assert_eq!(requirements.len(), law.requirements().len());
        let sentences: BTreeSet<_> = law.sentences().iter().map(|s| &s.code).collect();
        assert_eq!(sentences.len(), law.sentences().len());
        for r in law.requirements() {
            assert!(!r.source.is_empty() && !r.en.is_empty() && !r.cy.is_empty(), "{}", r.code);
            assert!(r.limits.iter().all(|l| !l.source.is_empty()), "{}", r.code);
            assert!(r.not_with.iter().all(|other| law.requirement(other).is_some()), "{}", r.code);
        }
        for s in law.sentences() {
            assert!(!s.source.is_empty() && !s.en.is_empty() && !s.cy.is_empty(), "{}", s.code);
        }
    }

    #[test]
    fn a_file_with_an_unknown_word_is_refused() {
        let bad = Law::read("version = '1'\nrequirement = []\nrequirments = []", "", "", "", "", "", "");
        assert_eq!(bad.unwrap_err().file, "requirements");
    }
}
