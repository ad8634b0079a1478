//! The figures of generation 1: coefficients, points by item, bands and hierarchy, read once from the files beside the
//! sources.
//!
//! Always true: every figure that a model asks for is there, or the file is refused as a whole. It computes no score.

use super::offences::OffenceWeights;
use crate::data::{BadTable, Parsed, Provenance};
use crate::explain::BandSpan;
use crate::vocabulary::Band;
use std::collections::HashMap;
use std::sync::OnceLock;

/// Points for a whole number, by ranges.
#[derive(Clone, Debug, Default)]
pub struct Points(Vec<(i32, i32, f64)>);

impl Points {
    /// The points for `n`; `None` when no range holds it.
    pub fn of(&self, n: i32) -> Option<f64> {
        self.0.iter().find(|(from, to, _)| (*from..=*to).contains(&n)).map(|range| range.2)
    }
}

/// Bands by their lowest score, lowest first.
#[derive(Clone, Debug, Default)]
pub struct Bands(pub(crate) Vec<(Band, f64)>);

impl Bands {
    /// The band that holds `score`; `None` below the lowest.
    pub fn of(&self, score: f64) -> Option<Band> {
        self.0.iter().rev().find(|(_, from)| *from <= score).map(|band| band.0)
    }

    /// The same for an explanation.
    pub fn spans(&self) -> Vec<BandSpan> {
        let limits: Vec<(&str, f64)> = self.0.iter().map(|(band, from)| (band.wire(), *from)).collect();
        crate::explain::spans(&limits)
    }
}

/// Coefficients of OGRS3.
#[derive(Clone, Debug)]
pub struct Ogrs3Figures {
    pub age_male: Points,
    pub age_female: Points,
    pub status_first: f64,
    pub status_repeat: f64,
    pub copas: f64,
    pub copas_years: f64,
    pub one_year: f64,
    pub two_year: f64,
    pub bands: Bands,
}

/// Points and curve of OVP.
#[derive(Clone, Debug)]
pub struct OvpFigures {
    pub any_sanctions: Points,
    pub violent: Points,
    pub non_violent: Points,
    pub age: Points,
    pub male: Points,
    pub no_impact: Points,
    pub no_fixed_abode: Points,
    pub unemployed: Points,
    pub alcohol: Points,
    pub psychiatric: Points,
    pub temper: Points,
    pub pro_criminal: Points,
    pub scale: f64,
    pub one_year: f64,
    pub two_year: f64,
    pub bands: Bands,
}

/// Points and curve of OGP.
#[derive(Clone, Debug)]
pub struct OgpFigures {
    pub no_fixed_abode: Points,
    pub unemployed: Points,
    pub activities: Points,
    pub drugs: Points,
    pub thinking: Points,
    pub pro_criminal: Points,
    pub ogrs3_share: f64,
    pub scale: f64,
    pub one_year: f64,
    pub two_year: f64,
    pub bands: Bands,
}

/// Points and curve of OSP/DC.
#[derive(Clone, Debug)]
pub struct OspdcFigures {
    pub adult: Points,
    pub child: Points,
    pub non_contact: Points,
    pub age: Points,
    pub last_sexual: Points,
    pub sanctions: Points,
    pub stranger: Points,
    pub intercept: f64,
    pub scale: f64,
    pub bands: Bands,
}

/// One form of SNSV.
#[derive(Clone, Debug)]
pub struct SnsvFigures {
    pub intercept: f64,
    pub female: f64,
    pub age_male: [f64; 4],
    pub age_female: [f64; 4],
    pub second_gap: [f64; 2],
    pub months: [f64; 4],
    pub rate: [f64; 2],
    pub never_violent: [f64; 2],
    pub once_violent: f64,
    pub violent_sanctions: f64,
    pub violence_rate: f64,
    pub sanctions: f64,
    pub first_sanction: f64,
    pub second_sanction: f64,
}

/// What the dynamic form of SNSV adds.
#[derive(Clone, Debug)]
pub struct SnsvExtras {
    pub weapon: f64,
    pub accommodation: f64,
    pub unemployed: f64,
    pub partner: f64,
    pub alcohol: f64,
    pub binge: f64,
    pub impulsivity: f64,
    pub temper: f64,
    pub pro_criminal: f64,
    pub domestic_abuse: f64,
    /// In the order of `PreviousConviction::ALL`.
    pub past: [f64; 9],
}

/// All figures of generation 1.
#[derive(Debug)]
pub struct Figures {
    /// Where each table comes from.
    pub provenance: Vec<Provenance>,
    pub ogrs3: Ogrs3Figures,
    pub ovp: OvpFigures,
    pub ogp: OgpFigures,
    pub ospdc: OspdcFigures,
    /// Band and contribution of each rule of OSP/IIC, in the order in which they are tried.
    pub ospiic: [(Band, f64); 6],
    pub snsv: [SnsvFigures; 2],
    pub snsv_extras: SnsvExtras,
    /// What RSR adds for a woman with a history of sexual offending.
    pub female_with_history: f64,
    pub rsr_bands: Bands,
    pub offences: OffenceWeights,
}

/// The rules of OSP/IIC as the file names them.
const HIERARCHY: [&str; 6] =
    ["images-two-or-more", "images-one", "child-two-or-more", "child-one", "all-nought", "anything-else"];

impl Figures {
    /// The figures compiled in, read once.
    ///
    /// # Errors
    /// When a shipped file is faulty; a test of this crate makes sure that none is.
    pub fn shipped() -> Result<&'static Self, BadTable> {
        static FIGURES: OnceLock<Result<Figures, BadTable>> = OnceLock::new();
        FIGURES.get_or_init(Self::read).as_ref().map_err(Clone::clone)
    }

    fn read() -> Result<Self, BadTable> {
        let file = Files::read()?;
        let number = |model: &str, term: &str| file.number(model, term);
        let points = |model: &str, item: &str| file.points(model, item);
        let ogrs3 = Ogrs3Figures {
            age_male: points("ogrs3", "age-male")?,
            age_female: points("ogrs3", "age-female")?,
            status_first: number("ogrs3", "status-first")?,
            status_repeat: number("ogrs3", "status-repeat")?,
            copas: number("ogrs3", "copas")?,
            copas_years: number("ogrs3", "copas-years")?,
            one_year: number("ogrs3", "one-year")?,
            two_year: number("ogrs3", "two-year")?,
            bands: file.bands("ogrs3")?,
        };
        let ovp = OvpFigures {
            any_sanctions: points("ovp", "any-sanctions")?,
            violent: points("ovp", "violent-sanctions")?,
            non_violent: points("ovp", "non-violent-sanctions")?,
            age: points("ovp", "age")?,
            male: points("ovp", "male")?,
            no_impact: points("ovp", "no-impact")?,
            no_fixed_abode: points("ovp", "no-fixed-abode")?,
            unemployed: points("ovp", "unemployed")?,
            alcohol: points("ovp", "alcohol")?,
            psychiatric: points("ovp", "psychiatric")?,
            temper: points("ovp", "temper")?,
            pro_criminal: points("ovp", "pro-criminal")?,
            scale: number("ovp", "scale")?,
            one_year: number("ovp", "one-year")?,
            two_year: number("ovp", "two-year")?,
            bands: file.bands("ovp")?,
        };
        let ogp = OgpFigures {
            no_fixed_abode: points("ogp", "no-fixed-abode")?,
            unemployed: points("ogp", "unemployed")?,
            activities: points("ogp", "activities")?,
            drugs: points("ogp", "drugs")?,
            thinking: points("ogp", "thinking")?,
            pro_criminal: points("ogp", "pro-criminal")?,
            ogrs3_share: number("ogp", "ogrs3-share")?,
            scale: number("ogp", "scale")?,
            one_year: number("ogp", "one-year")?,
            two_year: number("ogp", "two-year")?,
            bands: file.bands("ogp")?,
        };
        let ospdc = OspdcFigures {
            adult: points("ospdc", "adult")?,
            child: points("ospdc", "child")?,
            non_contact: points("ospdc", "non-contact")?,
            age: points("ospdc", "age")?,
            last_sexual: points("ospdc", "last-sexual")?,
            sanctions: points("ospdc", "sanctions")?,
            stranger: points("ospdc", "stranger")?,
            intercept: number("ospdc", "intercept")?,
            scale: number("ospdc", "scale")?,
            bands: file.bands("ospdc")?,
        };
        Ok(Self {
            ogrs3,
            ovp,
            ogp,
            ospdc,
            ospiic: file.hierarchy()?,
            snsv: [file.snsv("snsv-static")?, file.snsv("snsv-dynamic")?],
            snsv_extras: file.extras()?,
            female_with_history: number("rsr", "female-with-history")?,
            rsr_bands: file.bands("rsr")?,
            offences: OffenceWeights::read()?,
            provenance: file.provenance,
        })
    }
}

/// The files as they were read.
struct Files {
    provenance: Vec<Provenance>,
    numbers: HashMap<(String, String), f64>,
    points: HashMap<(String, String), Points>,
    bands: HashMap<String, Bands>,
    hierarchy: HashMap<String, (Band, f64)>,
}

impl Files {
    fn read() -> Result<Self, BadTable> {
        let coefficients =
            Parsed::read("coefficients of generation 1", include_str!("../../data/coefficients-1-v1.csv"))?;
        let points = Parsed::read("points of generation 1", include_str!("../../data/points-1-v1.csv"))?;
        let bands = Parsed::read("bands of generation 1", include_str!("../../data/bands-1-v1.csv"))?;
        let hierarchy = Parsed::read("hierarchy of OSP/IIC", include_str!("../../data/images-hierarchy-1-v1.csv"))?;
        let mut files = Files {
            provenance: Vec::new(),
            numbers: HashMap::new(),
            points: HashMap::new(),
            bands: HashMap::new(),
            hierarchy: HashMap::new(),
        };
        for row in &coefficients.rows {
            let key = (coefficients.cell(row, "model")?.to_owned(), coefficients.cell(row, "term")?.to_owned());
            files.numbers.insert(key, coefficients.number(row, "value")?);
        }
        for row in &points.rows {
            let key = (points.cell(row, "model")?.to_owned(), points.cell(row, "item")?.to_owned());
            let from = whole(&points, row, "from")?;
            let to = if points.cell(row, "to")?.is_empty() { i32::MAX } else { whole(&points, row, "to")? };
            files.points.entry(key).or_default().0.push((from, to, points.number(row, "points")?));
        }
        for row in &bands.rows {
            let spans = files.bands.entry(bands.cell(row, "model")?.to_owned()).or_default();
            spans.0.push((band(&bands, row)?, bands.number(row, "from")?));
        }
        for row in &hierarchy.rows {
            let rule = hierarchy.cell(row, "rule")?.to_owned();
            files.hierarchy.insert(rule, (band(&hierarchy, row)?, hierarchy.number(row, "contribution")?));
        }
        files.provenance =
            [coefficients, points, bands, hierarchy].into_iter().map(|parsed| parsed.provenance).collect();
        Ok(files)
    }

    fn number(&self, model: &str, term: &str) -> Result<f64, BadTable> {
        let found = self.numbers.get(&(model.to_owned(), term.to_owned()));
        found.copied().ok_or_else(|| lacking("coefficients of generation 1", model, term))
    }

    fn numbers<const N: usize>(&self, model: &str, terms: [&str; N]) -> Result<[f64; N], BadTable> {
        let mut all = [0.0; N];
        for (slot, term) in all.iter_mut().zip(terms) {
            *slot = self.number(model, term)?;
        }
        Ok(all)
    }

    fn points(&self, model: &str, item: &str) -> Result<Points, BadTable> {
        let found = self.points.get(&(model.to_owned(), item.to_owned()));
        found.cloned().ok_or_else(|| lacking("points of generation 1", model, item))
    }

    fn bands(&self, model: &str) -> Result<Bands, BadTable> {
        self.bands.get(model).cloned().ok_or_else(|| lacking("bands of generation 1", model, "any band"))
    }

    fn hierarchy(&self) -> Result<[(Band, f64); 6], BadTable> {
        let mut all = [(Band::Low, 0.0); 6];
        for (slot, rule) in all.iter_mut().zip(HIERARCHY) {
            let found = self.hierarchy.get(rule).copied();
            *slot = found.ok_or_else(|| lacking("hierarchy of OSP/IIC", "ospiic", rule))?;
        }
        Ok(all)
    }

    fn snsv(&self, form: &str) -> Result<SnsvFigures, BadTable> {
        let number = |term: &str| self.number(form, term);
        Ok(SnsvFigures {
            intercept: number("intercept")?,
            female: number("female")?,
            age_male: self.numbers(form, ["male-age-1", "male-age-2", "male-age-3", "male-age-4"])?,
            age_female: self.numbers(form, ["female-age-1", "female-age-2", "female-age-3", "female-age-4"])?,
            second_gap: self.numbers(form, ["second-gap-male", "second-gap-female"])?,
            months: self.numbers(form, ["months-1", "months-2", "months-3", "months-4"])?,
            rate: self.numbers(form, ["rate-male", "rate-female"])?,
            never_violent: self.numbers(form, ["never-violent-male", "never-violent-female"])?,
            once_violent: number("once-violent")?,
            violent_sanctions: number("violent-sanctions")?,
            violence_rate: number("violence-rate")?,
            sanctions: number("sanctions")?,
            first_sanction: number("first-sanction")?,
            second_sanction: number("second-sanction")?,
        })
    }

    fn extras(&self) -> Result<SnsvExtras, BadTable> {
        let form = "snsv-dynamic";
        let number = |term: &str| self.number(form, term);
        let past = [
            "past-homicide",
            "past-wounding-gbh",
            "past-kidnapping",
            "past-firearms",
            "past-robbery",
            "past-aggravated-burglary",
            "past-weapon",
            "past-criminal-damage",
            "past-arson",
        ];
        Ok(SnsvExtras {
            weapon: number("weapon")?,
            accommodation: number("accommodation")?,
            unemployed: number("unemployed")?,
            partner: number("partner")?,
            alcohol: number("alcohol")?,
            binge: number("binge")?,
            impulsivity: number("impulsivity")?,
            temper: number("temper")?,
            pro_criminal: number("pro-criminal")?,
            domestic_abuse: number("domestic-abuse")?,
            past: self.numbers(form, past)?,
        })
    }
}

fn lacking(table: &str, model: &str, what: &str) -> BadTable {
    BadTable { table: table.to_owned(), problem: format!("no row for {model}, {what}") }
}

fn whole(parsed: &Parsed, row: &csv::StringRecord, column: &str) -> Result<i32, BadTable> {
    parsed.cell(row, column)?.parse().map_err(|_| parsed.bad(row, &format!("{column} is not a whole number")))
}

fn band(parsed: &Parsed, row: &csv::StringRecord) -> Result<Band, BadTable> {
    Band::from_wire(parsed.cell(row, "band")?).ok_or_else(|| parsed.bad(row, "no such band"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_figure_that_a_model_asks_for_is_shipped() {
        let figures = Figures::shipped().unwrap();
        assert_eq!(figures.ovp.age.of(17), None);
        assert_eq!(figures.ovp.violent.of(18), Some(25.0));
        assert_eq!(figures.ospdc.age.of(0), Some(14.0));
        assert_eq!(figures.ospdc.age.of(59), Some(1.0));
        assert_eq!(figures.ogrs3.bands.of(75.0), Some(Band::High));
        assert_eq!(figures.rsr_bands.of(6.89), Some(Band::Medium));
        assert!(figures.provenance.iter().all(|p| p.version == "1.0"));
    }

    #[test]
    fn ranges_of_points_neither_overlap_nor_leave_a_hole() {
        let files = Files::read().unwrap();
        for ((model, item), points) in &files.points {
            for pair in points.0.windows(2) {
                assert_eq!(pair[0].1 + 1, pair[1].0, "{model} {item}");
            }
        }
    }
}
