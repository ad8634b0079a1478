//! The limits of the screens, read once from the file beside the sources.
//!
//! Always true: every limit is there, or the file is refused as a whole. It screens nobody.

use crate::data::{BadTable, Parsed, Provenance};
use std::collections::HashMap;
use std::sync::OnceLock;

/// All limits.
#[derive(Clone, Debug)]
pub struct Limits {
    pub provenance: Provenance,
    /// Youngest and oldest age of the maturity screen, answers that it needs, and points from which it flags.
    pub mst: [i32; 4],
    /// Answers that the learning screen needs, and points from which it scores 1 and 2.
    pub lds: [i32; 3],
    /// Points of personality, indicators and of women from which the personality-disorder screen screens in, and the
    /// highest age at first sanction that counts as young.
    pub opd: [i32; 4],
    /// Points of need from which it is medium and high.
    pub need: [i32; 2],
    /// All reoffending, medium and high, in per cent.
    pub all: [i32; 2],
    /// Violent reoffending, medium and high, in per cent.
    pub violence: [i32; 2],
    /// Serious reoffending, medium and high, in whole per cent.
    pub serious: [i32; 2],
}

impl Limits {
    /// The limits compiled in, read once.
    ///
    /// # Errors
    /// When the shipped file is faulty; a test of this crate makes sure that it is not.
    pub fn shipped() -> Result<&'static Self, BadTable> {
        static LIMITS: OnceLock<Result<Limits, BadTable>> = OnceLock::new();
        LIMITS.get_or_init(Self::read).as_ref().map_err(Clone::clone)
    }

    fn read() -> Result<Self, BadTable> {
        let parsed = Parsed::read("limits of the screens", include_str!("../../data/screens-v1.csv"))?;
        let mut limits: HashMap<(&str, &str), i32> = HashMap::new();
        for row in &parsed.rows {
            let key = (parsed.cell(row, "screen")?, parsed.cell(row, "limit")?);
            limits.insert(key, parsed.number(row, "value")? as i32);
        }
        let of = |screen, limit| {
            limits.get(&(screen, limit)).copied().ok_or_else(|| BadTable {
                table: "limits of the screens".to_owned(),
                problem: format!("no row for {screen}, {limit}"),
            })
        };
        Ok(Self {
            mst: [of("mst", "youngest")?, of("mst", "oldest")?, of("mst", "answers")?, of("mst", "flag")?],
            lds: [of("lds", "answers")?, of("lds", "some")?, of("lds", "significant")?],
            opd: [of("opd", "personality")?, of("opd", "indicators")?, of("opd", "women")?, of("opd", "young")?],
            need: [of("pni", "need-medium")?, of("pni", "need-high")?],
            all: [of("pni", "all-medium")?, of("pni", "all-high")?],
            violence: [of("pni", "violence-medium")?, of("pni", "violence-high")?],
            serious: [of("pni", "serious-medium")?, of("pni", "serious-high")?],
            provenance: parsed.provenance.clone(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_limit_is_shipped() {
        let limits = Limits::shipped().unwrap();
        assert_eq!((limits.mst, limits.lds, limits.opd), ([18, 25, 9, 10], [3, 3, 5], [7, 2, 10, 17]));
    }
}
