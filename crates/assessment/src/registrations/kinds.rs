//! Types of registration as dated rows. Rules read their attributes and never their codes; a code that is no longer offered
//! keeps its words on records that hold it.

use super::records::TypeRow;
use kernel::{Bilingual, Date};
use serde::Deserialize;
use std::sync::Arc;
use store::{Cx, Failure, Result};
use web::ui::Colour;

/// A level or category of a type.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Choice {
    pub code: String,
    pub en: String,
    pub cy: String,
    /// Months between reviews at this level, where they differ from the type's.
    #[serde(default)]
    pub months: Option<u32>,
}

/// A type of registration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegistrationType {
    pub code: String,
    pub valid_from: Date,
    pub valid_before: Option<Date>,
    pub name: Bilingual,
    /// Types of one group exclude each other.
    pub group: Option<String>,
    pub levels: Vec<Choice>,
    pub categories: Vec<Choice>,
    pub review_months: Option<u32>,
    pub colour: Colour,
    /// Counts as a complexity factor of the tier.
    pub complexity: bool,
    /// Shows in the person's banner.
    pub banner: bool,
    /// A new one calls for a review of the assessment.
    pub calls_review: bool,
    /// The assessed level of risk of serious harm that it stands for.
    pub risk_level: Option<String>,
    /// Kept for history alone; no rule counts it.
    pub historic: bool,
    pub assumed: bool,
    pub source: String,
}

impl RegistrationType {
    /// A level by its code.
    #[must_use]
    pub fn level(&self, code: &str) -> Option<&Choice> {
        self.levels.iter().find(|c| c.code == code)
    }

    /// A category by its code.
    #[must_use]
    pub fn category(&self, code: &str) -> Option<&Choice> {
        self.categories.iter().find(|c| c.code == code)
    }

    /// Months until the next review at a level.
    #[must_use]
    pub fn months(&self, level: Option<&str>) -> Option<u32> {
        level.and_then(|code| self.level(code)).and_then(|l| l.months).or(self.review_months)
    }
}

/// Every type there has been.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Types(pub Vec<RegistrationType>);

impl Types {
    /// The row of a code that holds on a day.
    #[must_use]
    pub fn at(&self, code: &str, day: Date) -> Option<&RegistrationType> {
        let holds = |t: &&RegistrationType| t.code == code && t.valid_from <= day;
        self.0.iter().filter(holds).filter(|t| t.valid_before.is_none_or(|b| day < b)).max_by_key(|t| t.valid_from)
    }

    /// The newest row of a code, whether it holds or not, for what the record already says.
    #[must_use]
    pub fn known(&self, code: &str) -> Option<&RegistrationType> {
        self.0.iter().filter(|t| t.code == code).max_by_key(|t| t.valid_from)
    }

    /// The name of a code; the code itself when nobody knows it.
    #[must_use]
    pub fn name<'a>(&'a self, code: &'a str) -> &'a str {
        self.known(code).map_or(code, |t| t.name.en.as_str())
    }

    /// What may be registered on a day, in the order of the list.
    pub fn offered(&self, day: Date) -> impl Iterator<Item = &RegistrationType> {
        self.0.iter().filter(move |t| !t.historic && self.at(&t.code, day) == Some(*t))
    }

    /// The type that stands for an assessed level of risk of serious harm.
    #[must_use]
    pub fn of_risk(&self, level: &str, day: Date) -> Option<&RegistrationType> {
        self.offered(day).find(|t| t.risk_level.as_deref() == Some(level))
    }
}

/// Reads every type.
///
/// # Errors
/// When the database fails, or a row does not say what a type is.
pub fn types(cx: &mut Cx<'_>) -> Result<Arc<Types>> {
    cx.remembered(read_types)
}

fn read_types(cx: &mut Cx<'_>) -> Result<Types> {
    let rows = cx.list::<TypeRow>("ORDER BY place, code, valid_from", &[])?;
    Ok(Types(rows.into_iter().map(read).collect::<Result<_>>()?))
}

fn read(row: TypeRow) -> Result<RegistrationType> {
    let broken = |e: serde_json::Error| Failure::broken(format!("registration type {}: {e}", row.code));
    let choices = |json: &serde_json::Value| serde_json::from_value::<Vec<Choice>>(json.clone()).map_err(broken);
    Ok(RegistrationType {
        levels: choices(&row.levels)?,
        categories: choices(&row.categories)?,
        colour: colour(&row.colour),
        code: row.code,
        valid_from: row.valid_from,
        valid_before: row.valid_before,
        name: Bilingual { en: row.name_en, cy: row.name_cy },
        group: row.group_code,
        review_months: row.review_months,
        complexity: row.complexity,
        banner: row.banner,
        calls_review: row.calls_review,
        risk_level: row.risk_level,
        historic: row.historic,
        assumed: row.assumed,
        source: row.source,
    })
}

/// The colour of a tag by its word; a word that nobody knows is grey, which says nothing.
pub(crate) fn colour(word: &str) -> Colour {
    match word {
        "red" => Colour::Red,
        "orange" => Colour::Orange,
        "yellow" => Colour::Yellow,
        "green" => Colour::Green,
        "purple" => Colour::Purple,
        _ => Colour::Grey,
    }
}
