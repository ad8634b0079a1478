//! Deciding levels of harm: those of a signed assessment, and a change between assessments.

use super::rules::{HarmStanding, check};
use super::{HarmLevel, Level, Who};
use crate::assessments::{Assessment, Setting, Sheet};
use contacts::Entry;
use domain_events::DomainEvent;
use kernel::{AssessmentId, Date, PersonId, PersonKeys};
use people::OpenPerson;
use sentences::Basis;
use store::{Cx, Failure, Question, Result, key_values};

/// The type of log entry that a changed level writes.
const CHANGED: &str = "TRSK";

/// Every level ever decided about a person.
///
/// # Errors
/// When the database fails.
pub(crate) fn history(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<Vec<HarmLevel>> {
    cx.ask_list(&history_question(keys))
}

/// What [`harm_standing`] asks, for a page that asks for more with it.
#[must_use]
pub fn history_question(keys: &PersonKeys) -> Question {
    let rest = format!("WHERE person_id IN ({}) ORDER BY decided_at, id", keys.placeholders(1));
    Question::list::<HarmLevel>(&rest, &key_values(keys))
}

/// The levels that hold today.
///
/// # Errors
/// When the database fails.
pub fn harm_standing(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<HarmStanding> {
    let today = cx.today();
    harm_standing_on(cx, keys, today)
}

/// The levels that held on a day.
///
/// # Errors
/// When the database fails.
pub fn harm_standing_on(cx: &mut Cx<'_>, keys: &PersonKeys, on: Date) -> Result<HarmStanding> {
    Ok(HarmStanding::on(&history(cx, keys)?, on))
}

/// The overall level today, where the person is; none where nobody decided one.
///
/// # Errors
/// When the database fails.
pub fn harm_level(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<Option<Level>> {
    let setting = setting_of(cx, keys)?;
    Ok(harm_standing(cx, keys)?.overall_where(setting))
}

/// Where a person is, as far as their sentences say.
///
/// # Errors
/// When the database fails.
pub(crate) fn setting_of(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<Setting> {
    let in_custody = sentences::supervision(cx, keys)?.is_some_and(|s| s.basis == Basis::Custody);
    Ok(if in_custody { Setting::Custody } else { Setting::Community })
}

/// What somebody decided about one who is at risk.
#[derive(Clone, Debug)]
pub(crate) struct Deciding {
    pub(crate) setting: Setting,
    pub(crate) who: Who,
    pub(crate) level: Level,
    pub(crate) evidence: String,
    pub(crate) reason: String,
}

/// Changes a level between two assessments, with evidence and a reason.
///
/// # Errors
/// `no_evidence`, `not_at_risk`, `no_reason`; `same_level` when it holds already.
pub(crate) fn change_level(cx: &mut Cx<'_>, open: &OpenPerson, deciding: &Deciding) -> Result<()> {
    check(deciding.setting, deciding.who, &deciding.evidence)?;
    if deciding.reason.trim().is_empty() {
        return Err(Failure::refused("reason", "no_reason", "Say what changed"));
    }
    let before = harm_standing(cx, &open.keys)?;
    if before.of(deciding.setting, deciding.who).is_some_and(|r| r.level == deciding.level) {
        return Err(Failure::refused("level", "same_level", "This is the level that holds already: select another"));
    }
    let row = level_row(cx, open.keys.survivor, None, deciding);
    cx.describe(format!("Changed the risk of serious harm: {}", told(deciding)), Some(&deciding.reason));
    cx.insert(&row)?;
    let title = format!("Risk of serious harm changed: {}", told(deciding));
    let entry = Entry::new(open.keys.survivor, CHANGED, row.decided_on, title).note(deciding.reason.trim());
    contacts::enter(cx, entry)?;
    tell_if_changed(cx, &open.keys, &before)
}

fn told(deciding: &Deciding) -> String {
    format!(
        "{} for {}, in {}",
        deciding.level.words().to_lowercase(),
        deciding.who.words().to_lowercase(),
        deciding.setting.words()
    )
}

fn level_row(cx: &mut Cx<'_>, person: PersonId, assessment: Option<AssessmentId>, d: &Deciding) -> HarmLevel {
    HarmLevel {
        person_id: person,
        id: cx.new_id(),
        setting: d.setting,
        who: d.who,
        level: d.level,
        evidence: d.evidence.trim().to_owned(),
        decided_on: cx.today(),
        decided_at: cx.now(),
        author: cx.actor().name().to_owned(),
        staff_id: cx.actor().staff(),
        assessment_id: assessment,
        reason: Some(d.reason.trim().to_owned()).filter(|r| !r.is_empty()),
    }
}

/// The levels that the answers of an assessment give.
#[must_use]
pub(crate) fn given(sheet: &Sheet) -> Vec<(Setting, Who, Level, String)> {
    let mut found = Vec::new();
    for setting in Setting::ALL.iter().copied() {
        for who in Who::ALL.iter().copied() {
            let question = format!("harm.{}.{}", setting.code(), who.code());
            let level = sheet.value(&question).and_then(|code| code.parse::<Level>().ok());
            let evidence = sheet.words(&question).unwrap_or_default().to_owned();
            found.extend(level.map(|level| (setting, who, level, evidence)));
        }
    }
    found
}

/// Makes the levels of a signed assessment those that hold, and tells when the overall level changed.
///
/// # Errors
/// When the database fails.
pub(crate) fn take_from(cx: &mut Cx<'_>, open: &OpenPerson, assessment: &Assessment, sheet: &Sheet) -> Result<()> {
    let before = harm_standing(cx, &open.keys)?;
    let rows = rows_of(cx, assessment, sheet);
    cx.insert_all(&rows)?;
    tell_if_changed(cx, &open.keys, &before)
}

/// The levels of an assessment as rows.
pub(crate) fn rows_of(cx: &mut Cx<'_>, assessment: &Assessment, sheet: &Sheet) -> Vec<HarmLevel> {
    let given = given(sheet).into_iter().map(|(setting, who, level, evidence)| {
        let deciding = Deciding { setting, who, level, evidence, reason: String::new() };
        level_row(cx, assessment.person_id, Some(assessment.id), &deciding)
    });
    given.collect()
}

/// A merge, or its undoing, can change the overall level of the survivor.
///
/// # Errors
/// When the database fails.
pub(crate) fn hear(cx: &mut Cx<'_>, event: &DomainEvent) -> Result<()> {
    let (person, other) = match event {
        DomainEvent::PersonMerged { person, absorbed } => (*person, *absorbed),
        DomainEvent::PersonUnmerged { person, released } => (*person, *released),
        _ => return Ok(()),
    };
    let keys = people::keys_of(cx, person)?;
    let mut before = keys.clone();
    if before.absorbed.contains(&other) {
        before.absorbed.retain(|id| *id != other);
    } else {
        before.absorbed.push(other);
    }
    let together = harm_standing(cx, &before)?;
    tell_if_changed(cx, &keys, &together)?;
    if keys.all().any(|id| id == other) {
        return Ok(());
    }
    // Two people again: what the other is told to be is their own once more.
    let released = people::keys_of(cx, other)?;
    tell_if_changed(cx, &released, &together)
}

fn tell_if_changed(cx: &mut Cx<'_>, keys: &PersonKeys, before: &HarmStanding) -> Result<()> {
    let setting = setting_of(cx, keys)?;
    let after = harm_standing(cx, keys)?;
    match after.overall_where(setting) {
        Some(level) if before.overall_where(setting) != Some(level) => {
            let on = cx.today();
            cx.tell(&DomainEvent::RiskLevelChanged { person: keys.survivor, level: level.code().into(), on })
        }
        _ => Ok(()),
    }
}
