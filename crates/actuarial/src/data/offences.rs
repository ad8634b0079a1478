//! Which actuarial category each offence code belongs to, and whether it counts as violent or sexual (generation 2).
//!
//! Always true: a code of five digits is found by its number in constant time; a code that no row names has no category,
//! and the two codes that the source maps to "unknown" have none either. It knows no weight.

use super::{BadTable, Parsed, Provenance};
use crate::vocabulary::OffenceCode;
use std::sync::OnceLock;

const SHIPPED: &str = include_str!("../../data/offences-2-v1.csv");

macro_rules! categories {
    ($($variant:ident $wire:literal;)+) => {
        /// The 24 categories of offence that the models of generation 2 weigh.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Category { $(#[doc = concat!("`", $wire, "`")] $variant),+ }

        impl Category {
            /// Every category, in the order of their numbers.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The wire name.
            pub const fn wire(self) -> &'static str {
                match self { $(Self::$variant => $wire),+ }
            }

            /// The category with that wire name.
            pub fn from_wire(written: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|category| category.wire() == written)
            }
        }
    };
}

categories! {
    AbscondingOrBail "ABSCONDING_OR_BAIL";
    AcquisitiveViolence "ACQUISITIVE_VIOLENCE";
    BurglaryDomestic "BURGLARY_DOMESTIC";
    BurglaryOther "BURGLARY_OTHER";
    CriminalDamage "CRIMINAL_DAMAGE";
    DrinkDriving "DRINK_DRIVING";
    DrugImportExportOrProduction "DRUG_IMPORT_EXPORT_OR_PRODUCTION";
    DrugPossessionOrSupply "DRUG_POSSESSION_OR_SUPPLY";
    Drunkenness "DRUNKENNESS";
    FirearmsMostSerious "FIREARMS_MOST_SERIOUS";
    FirearmsOther "FIREARMS_OTHER";
    FraudAndForgery "FRAUD_AND_FORGERY";
    HandlingStolenGoods "HANDLING_STOLEN_GOODS";
    MotoringOffences "MOTORING_OFFENCES";
    OtherOffences "OTHER_OFFENCES";
    PublicOrderAndHarassment "PUBLIC_ORDER_AND_HARRASSMENT";
    SexualAgainstChild "SEXUAL_AGAINST_CHILD";
    SexualNotAgainstChild "SEXUAL_NOT_AGAINST_CHILD";
    TheftNonMotor "THEFT_NON_MOTOR";
    VehicleRelatedTheft "VEHICLE_RELATED_THEFT";
    ViolenceAbhPlus "VIOLENCE_AGAINST_THE_PERSON_ABH_PLUS";
    ViolenceSubAbh "VIOLENCE_AGAINST_THE_PERSON_SUB_ABH";
    WeaponsNonFirearm "WEAPONS_NON_FIREARM";
    WelfareFraud "WELFARE_FRAUD";
}

impl Category {
    /// The category in plain words.
    pub fn plain(self) -> String {
        let words = self.wire().to_lowercase().replace('_', " ").replace("harrassment", "harassment");
        words.replace("abh plus", "(actual bodily harm or worse)").replace("sub abh", "(below actual bodily harm)")
    }
}

/// The table of offence codes.
#[derive(Debug)]
pub struct OffenceTable {
    /// Where it comes from.
    pub provenance: Provenance,
    rows: Vec<u8>,
}

const KNOWN: u8 = 0x80;
const VIOLENT_OR_SEXUAL: u8 = 0x40;
const VIOLENT: u8 = 0x20;
const CATEGORY: u8 = 0x1f;
const NO_CATEGORY: u8 = 0x1f;

impl OffenceTable {
    /// The table compiled in, read once.
    ///
    /// # Errors
    /// When the shipped file is faulty; a test of this crate makes sure that it is not.
    pub fn shipped() -> Result<&'static Self, BadTable> {
        static TABLE: OnceLock<Result<OffenceTable, BadTable>> = OnceLock::new();
        TABLE.get_or_init(|| Self::read(SHIPPED)).as_ref().map_err(Clone::clone)
    }

    /// The table in `text`.
    ///
    /// # Errors
    /// When a row has no five-digit code, an unknown category, or a code stands twice.
    pub fn read(text: &str) -> Result<Self, BadTable> {
        let parsed = Parsed::read("offences of generation 2", text)?;
        let mut rows = vec![0_u8; 100_000];
        for row in &parsed.rows {
            let code =
                OffenceCode::parse(parsed.cell(row, "code")?).ok_or_else(|| parsed.bad(row, "no offence code"))?;
            let category = match parsed.cell(row, "category")? {
                "UNKNOWN" => NO_CATEGORY,
                name => Category::from_wire(name).ok_or_else(|| parsed.bad(row, "no such category"))? as u8,
            };
            let mut packed = KNOWN | category;
            for (column, bit) in [("violent_or_sexual", VIOLENT_OR_SEXUAL), ("violent", VIOLENT)] {
                match parsed.cell(row, column)? {
                    "yes" => packed |= bit,
                    "no" => {}
                    _ => return Err(parsed.bad(row, "neither yes nor no")),
                }
            }
            match rows.get_mut(code.number() as usize) {
                Some(slot) if *slot == 0 => *slot = packed,
                _ => return Err(parsed.bad(row, "a code that stands twice")),
            }
        }
        Ok(Self { provenance: parsed.provenance, rows })
    }

    fn row(&self, code: OffenceCode) -> u8 {
        self.rows.get(code.number() as usize).copied().unwrap_or(0)
    }

    /// Whether the table has a row for `code` at all.
    pub fn knows(&self, code: OffenceCode) -> bool {
        self.row(code) & KNOWN != 0
    }

    /// The category of `code`; `None` when the table does not know it or maps it to "unknown".
    pub fn category(&self, code: OffenceCode) -> Option<Category> {
        let row = self.row(code);
        if row & KNOWN == 0 { None } else { Category::ALL.get(usize::from(row & CATEGORY)).copied() }
    }

    /// Whether the personality-disorder screen counts `code` as violent or sexual; `None` when the table does not know it.
    pub fn violent_or_sexual(&self, code: OffenceCode) -> Option<bool> {
        let row = self.row(code);
        (row & KNOWN != 0).then_some(row & VIOLENT_OR_SEXUAL != 0)
    }

    /// Whether a sanction for `code` is a violent sanction; `None` when the table does not know it.
    pub fn violent(&self, code: OffenceCode) -> Option<bool> {
        let row = self.row(code);
        (row & KNOWN != 0).then_some(row & VIOLENT != 0)
    }

    /// How many codes the table has.
    pub fn len(&self) -> usize {
        self.rows.iter().filter(|row| **row & KNOWN != 0).count()
    }

    /// Whether the table has no code.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_of_the_shipped_table_has_its_category() {
        let table = OffenceTable::shipped().unwrap();
        assert_eq!(table.len(), 3039);
        let category = |code: &str| table.category(OffenceCode::parse(code).unwrap());
        assert_eq!(category("02700"), Some(Category::OtherOffences));
        assert_eq!(category("04600"), Some(Category::TheftNonMotor));
        assert_eq!(category("00000"), None);
        assert_eq!(category("99999"), None);
        assert_eq!(table.violent(OffenceCode::parse("00100").unwrap()), Some(true));
        assert_eq!(table.violent_or_sexual(OffenceCode::parse("99999").unwrap()), None);
    }

    #[test]
    fn a_faulty_table_says_where_it_is_faulty() {
        let text = "# table: t\n# version: 1\n# source: s\n# licence: l\ncode,category,violent_or_sexual,violent\n00100,NO,yes,no\n";
        let bad = OffenceTable::read(text).unwrap_err();
        assert!(bad.to_string().contains("line 6: no such category"), "{bad}");
    }
}
