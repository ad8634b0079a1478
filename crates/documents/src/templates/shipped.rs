//! The templates that come with the program. A new service begins with them; one that runs gets those it lacks, and keeps
//! what it has changed itself.

use super::{Declared, Language, Template};
use kernel::date;
use serde::Deserialize;
use std::collections::BTreeSet;
use store::{Cx, Failure, Result};

/// A template as `templates.toml` describes it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    code: String,
    name: String,
    about: String,
    #[serde(default)]
    part: bool,
    title_en: String,
    title_cy: String,
    /// Who checked the Welsh; nobody yet while it is empty.
    #[serde(default)]
    checked_by: Option<String>,
    #[serde(default)]
    needs: Vec<String>,
    #[serde(default)]
    by_hand: bool,
    #[serde(default)]
    fields: Vec<super::Field>,
}

#[derive(Deserialize)]
struct All {
    template: Vec<Entry>,
}

macro_rules! sources {
    ($($code:literal),* $(,)?) => {
        &[$(
            ($code, Language::English, include_str!(concat!("../../data/templates/", $code, ".en.typ"))),
            ($code, Language::Welsh, include_str!(concat!("../../data/templates/", $code, ".cy.typ"))),
        )*]
    };
}

const LETTERHEAD: &str = include_str!("../../data/templates/letterhead.typ");

const SOURCES: &[(&str, Language, &str)] = sources![
    "appointment_letter",
    "instruction",
    "warning_letter",
    "breach_notice",
    "breach_pack",
    "variation_notice",
    "end_of_order",
    "certificate",
    "milestone_letter",
];

fn all() -> Result<Vec<Entry>> {
    toml::from_str::<All>(include_str!("../../data/templates.toml"))
        .map(|all| all.template)
        .map_err(|e| Failure::broken(format!("the shipped templates cannot be read: {e}")))
}

/// Every shipped template as a row without an id or an author.
fn rows() -> Result<Vec<Template>> {
    let mut rows = Vec::new();
    for entry in all()? {
        let own =
            SOURCES.iter().filter(|(code, ..)| *code == entry.code).map(|(_, language, source)| (*language, *source));
        let sources: Vec<(Language, &str)> =
            if entry.part { vec![(Language::English, LETTERHEAD)] } else { own.collect() };
        for (language, source) in sources {
            rows.push(row(&entry, language, source)?);
        }
    }
    Ok(rows)
}

fn row(entry: &Entry, language: Language, source: &str) -> Result<Template> {
    let (needs, fields) = (entry.needs.clone(), entry.fields.clone());
    let declared = serde_json::to_value(Declared { needs, by_hand: entry.by_hand, fields });
    let welsh = language == Language::Welsh;
    Ok(Template {
        id: uuid::Uuid::nil().into(),
        code: entry.code.clone(),
        language,
        region_id: None,
        number: 1,
        part: entry.part,
        name: entry.name.clone(),
        title: if welsh { entry.title_cy.clone() } else { entry.title_en.clone() },
        about: entry.about.clone(),
        declared: declared.map_err(|e| Failure::broken(e.to_string()))?,
        source: source.to_owned(),
        from_day: date(2000, 1, 1),
        // The English is the wording that was meant; only a translation needs somebody's check.
        checked_by: if welsh { entry.checked_by.clone() } else { None },
        checked_on: None,
        shipped: true,
        reason: "Came with the program".into(),
        made_at: kernel::Instant(0),
        made_by: String::new(),
    })
}

/// Writes the shipped templates that the database does not have yet; what the service added stays.
///
/// # Errors
/// When the database fails.
pub fn seed(cx: &mut Cx<'_>) -> Result<()> {
    let known = cx.query("SELECT DISTINCT code, language FROM document_template", &[])?;
    let known: BTreeSet<(String, String)> =
        known.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect::<Result<_>>()?;
    let mut new = rows()?;
    new.retain(|t| !known.contains(&(t.code.clone(), t.language.code().to_owned())));
    if new.is_empty() {
        return Ok(());
    }
    for row in &mut new {
        row.id = cx.new_id();
        row.made_at = cx.now();
        row.made_by = cx.actor().name().to_owned();
    }
    cx.describe("Took over the shipped templates", None);
    cx.insert_all(&new)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_template_is_there_in_english_and_in_welsh() {
        let rows = rows().unwrap();
        for entry in all().unwrap().iter().filter(|e| !e.part) {
            for language in Language::ALL {
                let found = rows.iter().filter(|r| r.code == entry.code && r.language == *language).count();
                assert_eq!(found, 1, "{} in {}", entry.code, language.words());
            }
        }
        assert_eq!(rows.len(), SOURCES.len() + 1);
    }

    #[test]
    fn a_template_needs_only_facts_that_the_record_gives() {
        for row in rows().unwrap() {
            for need in row.declares().unwrap().needs {
                assert!(
                    super::super::declared::RECORD_FACTS.iter().any(|(name, _)| *name == need),
                    "{}: {need}",
                    row.code
                );
            }
        }
    }

    #[test]
    fn a_welsh_text_that_nobody_has_checked_says_so() {
        let unchecked = rows().unwrap().into_iter().filter(|r| r.language == Language::Welsh && r.checked_by.is_none());
        assert_eq!(unchecked.count(), SOURCES.len() / 2, "somebody checked one: say who in templates.toml");
    }
}
