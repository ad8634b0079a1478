//! Which version of a template a letter is written with.

use super::{Declared, Language, Template};
use kernel::{Date, RegionId, TemplateId};
use store::{Cx, Failure, Question, Result, params};

impl Template {
    /// What it needs.
    ///
    /// # Errors
    /// When the row does not say it in a way that the program knows.
    pub fn declares(&self) -> Result<Declared> {
        serde_json::from_value(self.declared.clone())
            .map_err(|e| Failure::broken(format!("template {} {}: {e}", self.code, self.number)))
    }
}

/// A version by its id.
///
/// # Errors
/// [`Failure::NotFound`], or when the database fails.
pub(crate) fn template(cx: &mut Cx<'_>, id: TemplateId) -> Result<Template> {
    cx.ask_list(&template_question(id))?.pop().ok_or(Failure::NotFound)
}

/// What [`template`] asks.
pub(crate) fn template_question(id: TemplateId) -> Question {
    Question::list::<Template>("WHERE id = $1", params![id])
}

/// The versions in force on a day, one for each code and language: the region's own where it has one.
///
/// # Errors
/// When the database fails.
pub fn templates_on(cx: &mut Cx<'_>, region: Option<RegionId>, on: Date) -> Result<Vec<Template>> {
    let rest = "WHERE from_day <= $1 ORDER BY code, language, from_day DESC, number DESC";
    let mut all = cx.list::<Template>(rest, params![on])?;
    all.retain(|t| t.region_id.is_none() || t.region_id == region);
    // The region's own stands first among those of its code and language.
    all.sort_by_key(|t| (t.code.clone(), t.language, t.region_id.is_none()));
    all.dedup_by(|later, kept| later.code == kept.code && later.language == kept.language);
    Ok(all)
}

/// The version with which a letter of this code is written on a day.
///
/// # Errors
/// A refusal that names what there is not; or when the database fails.
pub fn in_force(
    cx: &mut Cx<'_>,
    code: &str,
    language: Language,
    region: Option<RegionId>,
    on: Date,
) -> Result<Template> {
    let rest = "WHERE code = $1 AND language = $2 AND from_day <= $3 ORDER BY from_day DESC, number DESC";
    let mut all = cx.list::<Template>(rest, params![code, language, on])?;
    all.retain(|t| t.region_id.is_none() || t.region_id == region);
    all.sort_by_key(|t| t.region_id.is_none());
    all.into_iter().next().ok_or_else(|| {
        let words = format!("There is no template {code} in {} on {}", language.words(), kernel::words::day(on));
        Failure::refused("template", "no_template", words)
    })
}

/// The code of what all templates share: the frame of letters and certificates.
pub(crate) const LETTERHEAD: &str = "letterhead";

/// What templates share, on a day. It holds the words of both languages.
///
/// # Errors
/// As [`in_force`].
pub(crate) fn shared_part(cx: &mut Cx<'_>, region: Option<RegionId>, on: Date) -> Result<Template> {
    in_force(cx, LETTERHEAD, Language::English, region, on)
}
