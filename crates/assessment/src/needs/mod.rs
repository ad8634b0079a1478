//! Needs: which parts of a life are linked to offending, and how severely, by points and dated thresholds.
//!
//! Always true: a need is told with the answers that count, their points, and what is missing; strengths stand beside
//! it. It does not know how anybody is supervised because of it.

pub(crate) mod pages;
mod rules;

pub use rules::{Counted, Need, Severity};

use crate::assessments::{self, Assessment, Sheet};
use crate::questions::{Catalogue, current};
use kernel::{Date, PersonKeys};
use rules::Asked;
use store::{Cx, Result};

/// Judges one section of an assessment by the questions and thresholds of a day.
pub(crate) fn judge(catalogue: &Catalogue, section: &str, variant: &str, day: Date, sheet: &Sheet) -> Need {
    let counted = catalogue.of_section(section, day).filter(|q| q.counts);
    let asked: Vec<Asked<'_>> = counted
        .map(|question| Asked {
            question,
            choice: sheet.value(&question.code).and_then(|code| catalogue.choice(&question.answer_set, code)),
            most: catalogue.choices(&question.answer_set).filter_map(|c| c.points).max().unwrap_or(0),
        })
        .collect();
    rules::need(section, catalogue.threshold(variant, section, day), &asked)
}

/// Every need of an assessment, in the order of its sections.
pub(crate) fn of_sheet(catalogue: &Catalogue, assessment: &Assessment, sheet: &Sheet) -> Vec<Need> {
    let day = assessment.asked_on();
    let sections = catalogue.sections.iter().filter(|s| s.kind == "need");
    sections.map(|s| judge(catalogue, &s.code, &assessment.variant, day, sheet)).collect()
}

/// The needs of the latest signed assessment; none without one.
///
/// # Errors
/// When the database fails.
pub fn needs(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<Option<Vec<Need>>> {
    let today = cx.today();
    needs_on(cx, keys, today)
}

/// The needs as they were known on a day.
///
/// # Errors
/// When the database fails.
pub fn needs_on(cx: &mut Cx<'_>, keys: &PersonKeys, on: Date) -> Result<Option<Vec<Need>>> {
    let Some(signed) = assessments::signed_on(cx, keys, on)? else { return Ok(None) };
    let sheet = assessments::sheet(cx, &signed)?;
    let catalogue = current(cx)?;
    Ok(Some(of_sheet(&catalogue, &signed, &sheet)))
}
