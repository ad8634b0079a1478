//! Measures and the figures of counting as data: read from the shipped files once, dated where they can change. Nothing here is
//! decided in code; a measure is a row, and so is the limit below which a figure is not shown.

use kernel::Date;
use law::Sureness;
use serde::Deserialize;
use std::sync::OnceLock;
use store::{Failure, Result};

/// One measure: a share, told in words, with the measure of quality that stands beside it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Measure {
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) says: String,
    pub(crate) numerator: String,
    pub(crate) counts_numerator: String,
    pub(crate) denominator: String,
    pub(crate) counts_denominator: String,
    /// What the denominator counts, in one word or two.
    pub(crate) unit: String,
    pub(crate) leaves_out: String,
    pub(crate) source: String,
    /// The code of the measure that stands beside it.
    pub(crate) beside: String,
    pub(crate) better: Better,
    /// The heading under which it stands.
    pub(crate) group: String,
    #[serde(deserialize_with = "day")]
    pub(crate) from: Date,
    #[serde(default, deserialize_with = "some_day")]
    pub(crate) before: Option<Date>,
}

/// Which way a figure is better for everybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Better {
    High,
    Low,
    Neither,
}

/// A line that the service set itself.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Target {
    pub(crate) measure: String,
    #[serde(deserialize_with = "day")]
    from: Date,
    #[serde(default, deserialize_with = "some_day")]
    before: Option<Date>,
    pub(crate) percent: i64,
    pub(crate) source: String,
}

/// Below which a figure is not shown.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SmallNumbers {
    #[serde(deserialize_with = "day")]
    from: Date,
    pub(crate) people: i64,
    pub(crate) base: i64,
    pub(crate) sure: Sureness,
    pub(crate) source: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ComeBack {
    #[serde(deserialize_with = "day")]
    from: Date,
    pub(crate) days: i32,
    pub(crate) sure: Sureness,
    pub(crate) source: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Kept {
    #[serde(deserialize_with = "day")]
    from: Date,
    pub(crate) months: i32,
    pub(crate) quarters: i32,
}

/// A band of age, from its least year on.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AgeBand {
    pub(crate) code: String,
    pub(crate) words: String,
    pub(crate) least: i32,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Worded {
    pub(crate) code: String,
    pub(crate) words: String,
    /// The codes of the record that it holds together.
    #[serde(default)]
    pub(crate) holds: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct EndReasons {
    pub(crate) left_out: Vec<String>,
    pub(crate) early: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct BreachOutcomes {
    pub(crate) proved: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Figures {
    small_numbers: Vec<SmallNumbers>,
    come_back: Vec<ComeBack>,
    kept: Vec<Kept>,
    end_reasons: EndReasons,
    breach_outcomes: BreachOutcomes,
    age: Vec<AgeBand>,
    sex: Vec<Worded>,
    ethnicity: Vec<Worded>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Measures {
    measure: Vec<Measure>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Targets {
    target: Vec<Target>,
}

/// All of it.
#[derive(Clone, Debug)]
pub(crate) struct Policy {
    pub(crate) measures: Vec<Measure>,
    pub(crate) targets: Vec<Target>,
    figures: Figures,
}

fn read_day<E: serde::de::Error>(written: &toml::value::Datetime) -> std::result::Result<Date, E> {
    written.to_string().parse().map_err(E::custom)
}

fn day<'de, D: serde::Deserializer<'de>>(deserializer: D) -> std::result::Result<Date, D::Error> {
    read_day(&toml::value::Datetime::deserialize(deserializer)?)
}

fn some_day<'de, D: serde::Deserializer<'de>>(deserializer: D) -> std::result::Result<Option<Date>, D::Error> {
    Option::<toml::value::Datetime>::deserialize(deserializer)?.map(|written| read_day(&written)).transpose()
}

fn since<R>(rows: &[R], from: impl Fn(&R) -> Date, on: Date) -> Result<&R> {
    let held = rows.iter().filter(|row| from(row) <= on).max_by_key(|row| from(row));
    held.ok_or_else(|| Failure::broken(format!("no figure of counting holds on {on}")))
}

impl Policy {
    /// # Errors
    /// When a file cannot be read, or measures name what is not there.
    pub(crate) fn read(measures: &str, figures: &str, targets: &str) -> std::result::Result<Policy, String> {
        let measures: Measures = toml::from_str(measures).map_err(|e| format!("measures: {e}"))?;
        let figures: Figures = toml::from_str(figures).map_err(|e| format!("figures: {e}"))?;
        let targets: Targets = toml::from_str(targets).map_err(|e| format!("targets: {e}"))?;
        let policy = Policy { measures: measures.measure, targets: targets.target, figures };
        for measure in &policy.measures {
            let beside = policy.measures.iter().find(|other| other.code == measure.beside);
            if beside.is_none() || measure.beside == measure.code {
                return Err(format!("{} has no other measure beside it", measure.code));
            }
        }
        for target in &policy.targets {
            if policy.measures.iter().all(|measure| measure.code != target.measure) {
                return Err(format!("a target names {}, which is no measure", target.measure));
            }
        }
        Ok(policy)
    }

    /// What Throughcare ships with.
    pub(crate) fn shipped() -> Result<&'static Policy> {
        static SHIPPED: OnceLock<std::result::Result<Policy, String>> = OnceLock::new();
        let read = || {
            Policy::read(
                include_str!("../policy/measures.toml"),
                include_str!("../policy/figures.toml"),
                include_str!("../policy/targets.toml"),
            )
        };
        SHIPPED.get_or_init(read).as_ref().map_err(|why| Failure::broken(why.clone()))
    }

    pub(crate) fn measure(&self, code: &str) -> Option<&Measure> {
        self.measures.iter().find(|measure| measure.code == code)
    }

    /// The measures that hold on a day.
    pub(crate) fn measures_on(&self, on: Date) -> impl Iterator<Item = &Measure> {
        self.measures.iter().filter(move |m| m.from <= on && m.before.is_none_or(|before| on < before))
    }

    /// The target that holds on a day, where the service has set one.
    pub(crate) fn target(&self, measure: &str, on: Date) -> Option<&Target> {
        let rows = self.targets.iter().filter(|row| row.measure == measure && row.from <= on);
        rows.filter(|row| row.before.is_none_or(|before| on < before)).max_by_key(|row| row.from)
    }

    pub(crate) fn small_numbers(&self, on: Date) -> Result<&SmallNumbers> {
        since(&self.figures.small_numbers, |row| row.from, on)
    }

    pub(crate) fn come_back(&self, on: Date) -> Result<&ComeBack> {
        since(&self.figures.come_back, |row| row.from, on)
    }

    pub(crate) fn kept(&self, on: Date) -> Result<&Kept> {
        since(&self.figures.kept, |row| row.from, on)
    }

    pub(crate) fn end_reasons(&self) -> &EndReasons {
        &self.figures.end_reasons
    }

    pub(crate) fn breach_outcomes(&self) -> &BreachOutcomes {
        &self.figures.breach_outcomes
    }

    pub(crate) fn ages(&self) -> &[AgeBand] {
        &self.figures.age
    }

    pub(crate) fn sexes(&self) -> &[Worded] {
        &self.figures.sex
    }

    pub(crate) fn ethnicities(&self) -> &[Worded] {
        &self.figures.ethnicity
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lines::Field;
    use kernel::date;

    #[test]
    fn each_measure_counts_what_lines_know_and_stands_beside_another() {
        let policy = Policy::shipped().unwrap();
        for measure in &policy.measures {
            assert!(measure.numerator.parse::<Field>().is_ok(), "{}", measure.numerator);
            assert!(measure.denominator.parse::<Field>().is_ok(), "{}", measure.denominator);
            assert_ne!(measure.beside, measure.code);
        }
    }

    #[test]
    fn a_target_is_drawn_only_while_its_row_holds() {
        let set = "[[target]]\nmeasure = \"completion\"\nfrom = 2026-04-01\nbefore = 2027-04-01\npercent = 80\nsource = \"Board\"";
        let (measures, figures) = (include_str!("../policy/measures.toml"), include_str!("../policy/figures.toml"));
        let policy = Policy::read(measures, figures, set).unwrap();
        let percent = |on| policy.target("completion", on).map(|row| row.percent);
        assert_eq!(percent(date(2026, 3, 31)), None);
        assert_eq!(percent(date(2026, 4, 1)), Some(80));
        assert_eq!(percent(date(2027, 3, 31)), Some(80));
        assert_eq!(percent(date(2027, 4, 1)), None);
        assert_eq!(Policy::shipped().unwrap().target("completion", date(2026, 4, 1)).map(|row| row.percent), None);
        assert!(Policy::read(measures, figures, &set.replace("completion", "speed")).is_err());
    }

    #[test]
    fn the_end_reasons_that_are_named_are_in_the_list_and_the_early_ones_are_successes() {
        let (policy, lists) = (Policy::shipped().unwrap(), sentences::Lists::shipped());
        for code in &policy.end_reasons().left_out {
            assert!(lists.reason(code).is_some_and(|reason| !reason.completed), "{code}");
        }
        for code in &policy.end_reasons().early {
            assert!(lists.reason(code).is_some_and(|reason| reason.completed), "{code}");
        }
    }

    #[test]
    fn no_measure_stands_alone() {
        let alone = include_str!("../policy/measures.toml").replace("beside = \"all-done\"", "beside = \"nothing\"");
        assert!(Policy::read(&alone, include_str!("../policy/figures.toml"), "target = []").is_err());
    }
}
