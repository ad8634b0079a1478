//! The weights of ARP, VRP and SVRP in their static and dynamic forms, read from the table compiled in.
//!
//! Always true: a weight that the table does not give is not a number, so that a feature which needs it can never add a
//! silent nothing. It does not know when a weight applies.

use crate::data::{BadTable, Category, Parsed, Provenance};
use crate::vocabulary::PreviousConviction;
use std::collections::BTreeMap;
use std::sync::OnceLock;

const SHIPPED: &str = include_str!("../../data/weights-2-v1.csv");

/// The weights of one form of one model. Pairs are for men and women, in this order.
#[derive(Clone, Debug)]
pub struct Weights {
    pub(super) intercept: f64,
    pub(super) age: [[f64; 4]; 2],
    pub(super) female: f64,
    pub(super) first_sanction: f64,
    pub(super) second_sanction: f64,
    pub(super) each_sanction: f64,
    pub(super) gap: [f64; 2],
    pub(super) months: [f64; 4],
    pub(super) rate: [f64; 2],
    pub(super) rate_squared: [f64; 2],
    pub(super) never_violent: [f64; 2],
    pub(super) once_violent: f64,
    pub(super) each_violent: f64,
    pub(super) violence_rate: f64,
    pub(super) weapon: f64,
    pub(super) accommodation: f64,
    pub(super) unemployed: f64,
    pub(super) lives_with_partner: f64,
    pub(super) partner: f64,
    pub(super) partner_living_together: f64,
    pub(super) domestic_abuse: f64,
    pub(super) activities: f64,
    pub(super) drug_motivation: f64,
    pub(super) alcohol: f64,
    pub(super) binge: f64,
    pub(super) impulsivity: f64,
    pub(super) temper: f64,
    pub(super) pro_criminal: f64,
    pub(super) drugs: [f64; 10],
    pub(super) past: [f64; 9],
    pub(super) offence: [f64; 24],
}

/// The drugs of the table, in the order of `facts::Drug`.
const DRUGS: [&str; 10] = [
    "heroin",
    "methadone",
    "other-opiate",
    "crack",
    "powder-cocaine",
    "prescribed",
    "benzodiazepines",
    "cannabis",
    "steroids",
    "other",
];

/// The two forms of one model.
#[derive(Debug)]
pub struct Forms {
    /// From the record alone.
    pub brief: Weights,
    /// With the answers of an assessment.
    pub extended: Weights,
}

/// The weights of all three models.
#[derive(Debug)]
pub struct WeightTable {
    /// Where they come from.
    pub provenance: Provenance,
    /// All reoffending.
    pub arp: Forms,
    /// Violent reoffending.
    pub vrp: Forms,
    /// Serious violent reoffending.
    pub svrp: Forms,
}

type Terms = BTreeMap<String, f64>;

impl WeightTable {
    /// The table compiled in, read once.
    ///
    /// # Errors
    /// When the shipped file is faulty; a test of this crate makes sure that it is not.
    pub fn shipped() -> Result<&'static Self, BadTable> {
        static TABLE: OnceLock<Result<WeightTable, BadTable>> = OnceLock::new();
        TABLE.get_or_init(|| Self::read(SHIPPED)).as_ref().map_err(Clone::clone)
    }

    /// The table in `text`.
    ///
    /// # Errors
    /// When a row has no number or stands twice.
    pub fn read(text: &str) -> Result<Self, BadTable> {
        let parsed = Parsed::read("weights of generation 2", text)?;
        let mut forms: BTreeMap<(String, String), Terms> = BTreeMap::new();
        for row in &parsed.rows {
            let form = (parsed.cell(row, "model")?.to_owned(), parsed.cell(row, "form")?.to_owned());
            let term = parsed.cell(row, "term")?.to_owned();
            if forms.entry(form).or_default().insert(term, parsed.number(row, "weight")?).is_some() {
                return Err(parsed.bad(row, "a term that stands twice"));
            }
        }
        let form = |model: &str, form: &str| {
            let terms = forms.get(&(model.to_owned(), form.to_owned()));
            Weights::of(terms.unwrap_or(&Terms::new()))
        };
        let both = |model: &str| Forms { brief: form(model, "static"), extended: form(model, "dynamic") };
        Ok(Self { arp: both("ARP"), vrp: both("VRP"), svrp: both("SVRP"), provenance: parsed.provenance })
    }
}

impl Weights {
    fn of(terms: &Terms) -> Self {
        let one = |name: &str| terms.get(name).copied().unwrap_or(f64::NAN);
        let by_sex = |name: &str| ["male", "female"].map(|sex| one(&format!("{name}.{sex}")));
        let powers = |name: &str| ["1", "2", "3", "4"].map(|power| one(&format!("{name}.{power}")));
        let mut past = [f64::NAN; 9];
        for (weight, kind) in past.iter_mut().zip(PreviousConviction::ALL) {
            *weight = one(&format!("past.{}", kind.wire()));
        }
        let mut offence = [f64::NAN; 24];
        for (weight, category) in offence.iter_mut().zip(Category::ALL) {
            *weight = one(&format!("offence.{}", category.wire()));
        }
        Self {
            intercept: one("intercept"),
            age: [powers("age.male"), powers("age.female")],
            female: one("female"),
            first_sanction: one("sanctions.first"),
            second_sanction: one("sanctions.second"),
            each_sanction: one("sanctions.each"),
            gap: by_sex("gap"),
            months: powers("months"),
            rate: by_sex("rate"),
            rate_squared: by_sex("rate-squared"),
            never_violent: by_sex("never-violent"),
            once_violent: one("once-violent"),
            each_violent: one("violent-sanctions.each"),
            violence_rate: one("violence-rate"),
            weapon: one("weapon"),
            accommodation: one("accommodation"),
            unemployed: one("unemployed"),
            lives_with_partner: one("lives-with-partner"),
            partner: one("partner-relationship"),
            partner_living_together: one("partner-relationship.living-together"),
            domestic_abuse: one("domestic-abuse"),
            activities: one("regular-activities"),
            drug_motivation: one("drug-motivation"),
            alcohol: one("alcohol.current"),
            binge: one("alcohol.excessive"),
            impulsivity: one("impulsivity"),
            temper: one("temper"),
            pro_criminal: one("pro-criminal-attitudes"),
            drugs: DRUGS.map(|drug| one(&format!("drug.{drug}"))),
            past,
            offence,
        }
    }
}
