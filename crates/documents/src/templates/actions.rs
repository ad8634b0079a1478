//! Adding a version of a template. It is tried before it is kept: on paper and as a page, with everything it may be given
//! and with only what it must have. Trying is done outside the transaction, by [`try_out`].

use super::declared::RECORD_FACTS;
use super::sample::sample;
use super::store::{in_force, shared_part};
use super::{Declared, Language, Template};
use crate::typesetter::{Source, Typesetter};
use kernel::{Date, Refusal, Refusals, RegionId, TemplateId};
use store::{Cx, Failure, House, Result, params};

/// A version to be added.
#[derive(Clone, Debug)]
pub(super) struct NewVersion {
    pub(super) code: String,
    pub(super) language: Language,
    /// None: for every region that has none of its own.
    pub(super) region: Option<RegionId>,
    /// What stands on the document.
    pub(super) title: String,
    pub(super) source: String,
    pub(super) declared: Declared,
    /// The first day on which letters are written with it.
    pub(super) from_day: Date,
    /// Who checked the translation.
    pub(super) checked_by: Option<String>,
    pub(super) reason: String,
}

/// What a version would be set from, with facts that are nobody's.
pub(super) fn sample_source(cx: &mut Cx<'_>, row: &Template, every: bool) -> Result<Source> {
    let facts = sample(row, every)?;
    let (template, part) = if row.part {
        (PROBE.to_owned(), row.source.clone())
    } else {
        let from = row.from_day.max(cx.today());
        (row.source.clone(), shared_part(cx, row.region_id, from)?.source)
    };
    Ok(Source {
        template,
        parts: vec![(format!("{}.typ", super::store::LETTERHEAD), part)],
        data: facts,
        title: row.title.clone(),
        language: row.language.code().to_owned(),
        made_on: kernel::date(2026, 11, 23),
    })
}

/// What templates share is tried by the plainest letter there is.
const PROBE: &str = "#import \"/letterhead.typ\": *\n#show: letter\nText\n";

/// The row that a new version would be.
///
/// # Errors
/// A refusal of what does not fit, or when the database fails.
pub(super) fn drafted(cx: &mut Cx<'_>, new: &NewVersion) -> Result<Template> {
    let today = cx.today();
    let before = in_force(cx, &new.code, new.language, new.region, new.from_day.max(today))?;
    let mut wrong = Vec::new();
    if new.from_day < today {
        wrong.push(Refusal::new(
            "from_day",
            "in_past",
            "Letters were written on that day already: choose today or later",
        ));
    }
    if new.reason.trim().is_empty() {
        wrong.push(Refusal::new("reason", "reason_missing", "Say why there is a new version"));
    }
    for need in new.declared.needs.iter().filter(|need| !RECORD_FACTS.iter().any(|(name, _)| name == need)) {
        let known: Vec<&str> = RECORD_FACTS.iter().map(|(name, _)| *name).collect();
        let words = format!("The record gives no {need:?}: it gives {}", known.join(", "));
        wrong.push(Refusal::new("declared", "unknown_fact", words));
    }
    if !wrong.is_empty() {
        return Err(Refusals(wrong).into());
    }
    let count = "SELECT coalesce(max(number), 0) FROM document_template WHERE code = $1 AND language = $2";
    let number = cx.count(count, params![new.code.as_str(), new.language])? + 1;
    let checked_by = new.checked_by.clone().filter(|by| !by.trim().is_empty());
    Ok(Template {
        id: cx.new_id(),
        code: before.code,
        language: new.language,
        region_id: new.region,
        number,
        part: before.part,
        name: before.name,
        title: new.title.trim().to_owned(),
        about: before.about,
        declared: serde_json::to_value(&new.declared).map_err(|e| Failure::broken(e.to_string()))?,
        source: new.source.clone(),
        from_day: new.from_day,
        checked_on: checked_by.is_some().then_some(today),
        checked_by,
        shipped: false,
        reason: new.reason.trim().to_owned(),
        made_at: cx.now(),
        made_by: cx.actor().name().to_owned(),
    })
}

/// Tries a version on paper and as a page.
///
/// # Errors
/// A refusal that names the line, when it cannot be set or would not be accessible.
pub(super) fn try_out(house: &House, sources: &[Source]) -> Result<()> {
    let setter = Typesetter::of_house(house)?;
    for source in sources {
        (setter.pdf)(source).map_err(|e| e.refusal("source"))?;
        (setter.page)(source).map_err(|e| e.refusal("source"))?;
    }
    Ok(())
}

/// Keeps a version that was tried. It is never changed afterwards.
///
/// # Errors
/// As [`drafted`].
pub(super) fn keep_version(cx: &mut Cx<'_>, new: &NewVersion) -> Result<TemplateId> {
    let row = drafted(cx, new)?;
    cx.describe(format!("Added version {} of the template {}", row.number, row.name), Some(&row.reason));
    cx.insert(&row)?;
    Ok(row.id)
}
