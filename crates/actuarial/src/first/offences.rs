//! What each offence code weighs in the models of generation 1, and whether the personality-disorder screen counts it.
//!
//! Always true: a code that no row names weighs nothing and is refused by whoever asks. It knows no formula.

use crate::data::{BadTable, Parsed, Provenance};
use crate::vocabulary::{OffenceCode, StaticOrDynamic};
use std::collections::HashMap;

/// What OGRS3 does with a code.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Ogrs3Weight {
    /// It adds this.
    Weighs(f64),
    /// The group takes different values; the exact offence must be given.
    NeedsExactOffence,
    /// The table has no weight for it.
    NotMapped,
}

#[derive(Clone, Debug)]
struct Weight {
    title: String,
    fixed: f64,
    dynamic: f64,
}

#[derive(Clone, Copy, Debug)]
struct Row {
    ogrs3: u8,
    snsv: u8,
    vatp: u8,
    violent_or_sexual: bool,
}

const NEEDS_EXACT: u8 = u8::MAX;
const NOT_MAPPED: u8 = u8::MAX - 1;

/// The table of offence codes of generation 1.
#[derive(Debug)]
pub struct OffenceWeights {
    /// Where it comes from.
    pub provenance: Provenance,
    weights: Vec<Weight>,
    rows: Vec<Option<Row>>,
}

impl OffenceWeights {
    pub(super) fn read() -> Result<Self, BadTable> {
        let codes = Parsed::read("offences of generation 1", include_str!("../../data/offences-1-v1.csv"))?;
        let groups = Parsed::read("offence weights of generation 1", include_str!("../../data/weights-1-v1.csv"))?;
        let mut weights = Vec::new();
        let mut number: HashMap<(String, String), u8> = HashMap::new();
        for row in &groups.rows {
            let key = (groups.cell(row, "family")?.to_owned(), groups.cell(row, "category")?.to_owned());
            let fixed = groups.number(row, "static")?;
            let dynamic =
                if groups.cell(row, "dynamic")?.is_empty() { fixed } else { groups.number(row, "dynamic")? };
            number.insert(key, u8::try_from(weights.len()).unwrap_or(NOT_MAPPED));
            weights.push(Weight { title: groups.cell(row, "title")?.to_owned(), fixed, dynamic });
        }
        let mut rows = vec![None; 100_000];
        for row in &codes.rows {
            let find = |family: &str| -> Result<u8, BadTable> {
                match codes.cell(row, family)? {
                    "needs-exact-offence" => Ok(NEEDS_EXACT),
                    "not-mapped" => Ok(NOT_MAPPED),
                    category => number
                        .get(&(family.to_owned(), category.to_owned()))
                        .copied()
                        .ok_or_else(|| codes.bad(row, &format!("no such category in {family}"))),
                }
            };
            let code = OffenceCode::parse(codes.cell(row, "code")?).ok_or_else(|| codes.bad(row, "no offence code"))?;
            let filled = Row {
                ogrs3: find("ogrs3")?,
                snsv: find("snsv")?,
                vatp: find("vatp")?,
                violent_or_sexual: codes.cell(row, "violent_or_sexual")? == "yes",
            };
            match rows.get_mut(code.number() as usize) {
                Some(slot @ None) => *slot = Some(filled),
                _ => return Err(codes.bad(row, "a code that stands twice")),
            }
        }
        Ok(Self { provenance: codes.provenance, weights, rows })
    }

    fn row(&self, code: OffenceCode) -> Option<Row> {
        self.rows.get(code.number() as usize).copied().flatten()
    }

    fn weight(&self, number: u8) -> Option<&Weight> {
        self.weights.get(usize::from(number))
    }

    /// What OGRS3 does with `code`.
    pub fn ogrs3(&self, code: OffenceCode) -> Ogrs3Weight {
        match self.row(code).map(|row| row.ogrs3) {
            Some(NEEDS_EXACT) => Ogrs3Weight::NeedsExactOffence,
            None => Ogrs3Weight::NotMapped,
            Some(number) => self.weight(number).map_or(Ogrs3Weight::NotMapped, |w| Ogrs3Weight::Weighs(w.fixed)),
        }
    }

    /// The weight of `code` in SNSV and its second weight for violence against the person.
    pub fn snsv(&self, code: OffenceCode, form: StaticOrDynamic) -> Option<(f64, f64)> {
        let row = self.row(code)?;
        let (offence, violence) = (self.weight(row.snsv)?, self.weight(row.vatp)?);
        Some(match form {
            StaticOrDynamic::Static => (offence.fixed, violence.fixed),
            StaticOrDynamic::Dynamic => (offence.dynamic, violence.dynamic),
        })
    }

    /// Whether the personality-disorder screen counts `code` as violent or sexual; `None` when the table lacks it.
    pub fn violent_or_sexual(&self, code: OffenceCode) -> Option<bool> {
        self.row(code).map(|row| row.violent_or_sexual)
    }

    /// The categories of `code` in words: that of OGRS3, that of SNSV, and that of violence against the person.
    pub fn categories(&self, code: OffenceCode) -> Option<[&str; 3]> {
        let row = self.row(code)?;
        let title = |number| self.weight(number).map_or("no category", |w| w.title.as_str());
        Some([title(row.ogrs3), title(row.snsv), title(row.vatp)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::first::Figures;

    fn code(written: &str) -> OffenceCode {
        OffenceCode::parse(written).unwrap()
    }

    #[test]
    fn a_code_has_the_weights_of_its_categories() {
        let offences = &Figures::shipped().unwrap().offences;
        assert_eq!(offences.ogrs3(code("11618")), Ogrs3Weight::Weighs(-0.0607));
        assert_eq!(offences.ogrs3(code("08800")), Ogrs3Weight::NeedsExactOffence);
        assert_eq!(offences.ogrs3(code("95000")), Ogrs3Weight::NotMapped);
        assert_eq!(offences.ogrs3(code("00000")), Ogrs3Weight::NotMapped);
        let murder = offences.snsv(code("00100"), StaticOrDynamic::Dynamic);
        assert_eq!(murder, Some((-0.006538498404, 0.204895023669854)));
        assert_eq!(offences.violent_or_sexual(code("00100")), Some(true));
        assert_eq!(offences.violent_or_sexual(code("00000")), None);
        assert_eq!(offences.rows.iter().flatten().count(), 3028);
    }
}
