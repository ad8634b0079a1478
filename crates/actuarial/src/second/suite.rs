//! The formula that ARP, VRP and SVRP share: checks, features, sum, probability, band.
//!
//! Always true: errors of the record block a score; errors of the answers only turn the dynamic form into the static one.
//! The score is a percentage with two decimals, for the two years after the start of the follow-up.

use super::checks as check;
use super::facts::{Answers, Drug, Facts};
use super::faults::{Any, Faults};
use super::feature::Feature;
use super::figures::{Figures, NoFigures};
use super::weights::{Forms, WeightTable, Weights};
use crate::data::{BadTable, OffenceTable};
use crate::refusal as kind;
use crate::vocabulary::{Band, StaticOrDynamic, clamp_decimal, half_up, logistic};

/// One of the three models that are one formula with different weights.
#[derive(Debug)]
pub struct Suite {
    /// The wire name of the algorithm.
    pub(super) algorithm: &'static str,
    pub(super) form: fn(&WeightTable) -> &Forms,
    pub(super) brief: &'static [(Feature, &'static str)],
    pub(super) answers: &'static [(Feature, &'static str)],
    pub(super) needs: &'static [Need],
    pub(super) drugs: &'static [(Drug, &'static str)],
    pub(super) bands: [(Band, f64); 4],
    pub(super) violence: bool,
    /// Whether a score that rounds to 0.00 has no band.
    pub(super) nothing_is_an_error: bool,
    pub(super) checks: fn(&Facts, &OffenceTable, &mut Findings<'_>),
}

/// An answer that the dynamic form needs.
pub(super) struct Need(pub(super) &'static str, pub(super) fn(&Answers) -> bool);

impl std::fmt::Debug for Need {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0)
    }
}

/// A sink that the checks of any model can write to.
pub(super) enum Findings<'a> {
    Flag(&'a mut Any),
    List(&'a mut Vec<kind::ValidationError>),
}

impl Faults for Findings<'_> {
    fn fault(&mut self, kind: kind::Kind, fields: &[&'static str]) {
        match self {
            Self::Flag(flag) => flag.fault(kind, fields),
            Self::List(list) => list.fault(kind, fields),
        }
    }

    fn fault_of_flagged(&mut self, kind: kind::Kind, fields: &[(&'static str, bool)]) {
        match self {
            Self::Flag(flag) => flag.fault_of_flagged(kind, fields),
            Self::List(list) => list.fault_of_flagged(kind, fields),
        }
    }
}

/// The tables that the suite reads.
#[derive(Clone, Copy, Debug)]
pub struct Tables {
    /// Offence codes.
    pub offences: &'static OffenceTable,
    /// Weights.
    pub weights: &'static WeightTable,
}

impl Tables {
    /// Those compiled in.
    ///
    /// # Errors
    /// When a shipped file is faulty; a test of this crate makes sure that none is.
    pub fn shipped() -> Result<Self, BadTable> {
        Ok(Self { offences: OffenceTable::shipped()?, weights: WeightTable::shipped()? })
    }
}

/// A score of the suite.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Prediction {
    /// Whether the answers of an assessment entered it.
    pub form: StaticOrDynamic,
    /// The sum of the features, on the logistic scale.
    pub total: f64,
    /// The probability as a percentage, 0.00 to 99.99.
    pub score: f64,
    /// The band.
    pub band: Band,
}

/// Why there is no score.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoScore {
    /// The facts do not pass the checks.
    Invalid,
    /// The facts pass, and yet a date lies on or before the date of birth.
    BeforeBirth(&'static str),
    /// The score rounds to 0.00, for which the model has no band.
    RoundsToNothing,
    /// A count of sexual sanctions is missing where the checks do not ask for it.
    CountsMissing,
}

impl Suite {
    /// The score of `facts`, without allocation.
    ///
    /// # Errors
    /// When the record does not allow one.
    pub fn predict(&self, facts: &Facts, tables: Tables) -> Result<Prediction, NoScore> {
        let mut flag = Any::default();
        self.check_record(facts, tables.offences, &mut Findings::Flag(&mut flag));
        if flag.0 {
            return Err(NoScore::Invalid);
        }
        let figures = self.figures(facts, tables)?;
        self.check_answers(facts, &mut Findings::Flag(&mut flag));
        let form = if flag.0 { StaticOrDynamic::Static } else { StaticOrDynamic::Dynamic };
        let weights = self.weights(form, tables);
        let total =
            self.features(form).map(|(feature, _)| feature.contribution(weights, &figures, &facts.answers)).sum();
        self.score(form, total)
    }

    pub(super) fn figures(&self, facts: &Facts, tables: Tables) -> Result<Figures, NoScore> {
        Figures::of(facts, tables.offences).map_err(|none| match none {
            NoFigures::Incomplete => NoScore::Invalid,
            NoFigures::BeforeBirth(field) => NoScore::BeforeBirth(field),
        })
    }

    pub(super) fn weights(&self, form: StaticOrDynamic, tables: Tables) -> &'static Weights {
        let forms = (self.form)(tables.weights);
        match form {
            StaticOrDynamic::Static => &forms.brief,
            StaticOrDynamic::Dynamic => &forms.extended,
        }
    }

    /// The features of a form, in the order of the response.
    pub(super) fn features(&self, form: StaticOrDynamic) -> impl Iterator<Item = (Feature, &'static str)> + use<> {
        let answers = if form == StaticOrDynamic::Dynamic { self.answers } else { &[] };
        self.brief.iter().chain(answers).copied()
    }

    pub(super) fn score(&self, form: StaticOrDynamic, total: f64) -> Result<Prediction, NoScore> {
        let score = clamp_decimal(half_up(100.0 * logistic(total), 2));
        if self.nothing_is_an_error && score <= 0.0 {
            return Err(NoScore::RoundsToNothing);
        }
        Ok(Prediction { form, total, score, band: band_of(&self.bands, score) })
    }

    /// The checks of the record; what they find blocks the score.
    pub(super) fn check_record(&self, facts: &Facts, offences: &OffenceTable, faults: &mut Findings<'_>) {
        check::mandatory(facts, self.violence, faults);
        (self.checks)(facts, offences, faults);
    }

    /// The checks of the answers; what they find leaves the static form.
    pub(super) fn check_answers(&self, facts: &Facts, faults: &mut Findings<'_>) {
        let mut missing = [("", false); 12];
        for (slot, Need(field, answered)) in missing.iter_mut().zip(self.needs) {
            *slot = (field, !answered(&facts.answers));
        }
        faults.fault_of_flagged(kind::MISSING_DYNAMIC_INPUT, &missing);
        if facts.answers.drug_motivation.is_none() {
            let mut used = [("", false); 14];
            for (slot, (drug, field)) in used.iter_mut().zip(self.drugs) {
                *slot = (field, facts.answers.drugs.has(*drug));
            }
            faults.fault_of_flagged(kind::MOTIVATION_TO_TACKLE_DRUG_MISUSE_INCONSISTENT, &used);
        }
    }
}

/// The highest band of `bands` (lowest first) whose limit `score` reaches.
pub(super) fn band_of(bands: &[(Band, f64); 4], score: f64) -> Band {
    bands.iter().rev().find(|band| score >= band.1).map_or(Band::Low, |band| band.0)
}
