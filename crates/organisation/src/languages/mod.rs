//! The languages, beside English, in which a member of staff can see people. Whoever weighs an allocation reads them.
//!
//! Always true: a language is a record with author and day, ended and never removed; the codes are those of people's
//! languages, so that the two can be compared. It says nothing of how well somebody speaks.

mod api;
mod pages;

use kernel::{Date, EntryId, Instant, StaffId, placeholders};
use std::collections::{BTreeMap, BTreeSet};
use store::{Cx, Failure, Kind, Result, Value, params, record};

record! {
    /// A language that may be recorded of staff.
    pub struct ServiceLanguage in "service_language", Kind::Reference, key ["code"] {
        pub code: String,
        pub name: String,
        pub name_cy: String,
        /// The place in lists.
        pub position: i64,
        pub start_date: Date,
        pub end_date: Option<Date>,
    }
}

record! {
    /// That a member of staff speaks a language.
    pub struct StaffLanguage in "staff_language", Kind::Subject, key ["staff_id", "id"] {
        pub staff_id: StaffId,
        pub id: EntryId,
        /// The code of a language.
        pub language: String,
        pub since: Date,
        pub recorded_at: Instant,
        pub recorded_by: String,
        pub ended_on: Option<Date>,
        pub ended_by: Option<String>,
    }
}

/// Pages and API calls.
pub(crate) fn routes() -> Vec<web::Route> {
    [pages::routes(), api::routes()].concat()
}

struct AllLanguages(Vec<ServiceLanguage>);

/// Every language that may be recorded, in the order of lists; ended ones too, since old records name them.
///
/// # Errors
/// When the database fails.
pub fn service_languages(cx: &mut Cx<'_>) -> Result<Vec<ServiceLanguage>> {
    let all = cx.remembered(|cx| Ok(AllLanguages(cx.list("ORDER BY position, code", &[])?)))?;
    Ok(all.0.clone())
}

/// The languages of several members of staff by code, in one statement for each five hundred; whoever has none is left out.
///
/// # Errors
/// When the database fails.
pub fn languages_of(cx: &mut Cx<'_>, staff: &[StaffId]) -> Result<BTreeMap<StaffId, Vec<String>>> {
    let mut found: BTreeMap<StaffId, Vec<String>> = BTreeMap::new();
    for chunk in staff.chunks(500) {
        let values: Vec<Value> = chunk.iter().map(|id| Value::Id(id.0)).collect();
        let sql = format!(
            "SELECT staff_id, language FROM staff_language WHERE ended_on IS NULL AND staff_id IN ({}) ORDER BY language",
            placeholders(1, values.len())
        );
        for row in cx.query(&sql, &values)? {
            found.entry(row.get(0)?).or_default().push(row.get(1)?);
        }
    }
    Ok(found)
}

/// What one member of staff speaks, and the version of that list: it grows with every change.
fn spoken(cx: &mut Cx<'_>, staff: StaffId) -> Result<(Vec<StaffLanguage>, i64)> {
    let rows = cx.list::<StaffLanguage>("WHERE staff_id = $1 ORDER BY language, id", params![staff])?;
    let version = rows.len() + rows.iter().filter(|r| r.ended_on.is_some()).count();
    Ok((rows.into_iter().filter(|r| r.ended_on.is_none()).collect(), i64::try_from(version).unwrap_or(i64::MAX)))
}

/// Records which languages a member of staff speaks; those not named any more end today. `seen` is the version of the list
/// that the actor read.
///
/// # Errors
/// `unknown_language`; [`Failure::Stale`] when somebody changed the list meanwhile; [`Failure::NotFound`].
pub fn set_languages(cx: &mut Cx<'_>, staff: StaffId, wanted: &[String], seen: i64) -> Result<()> {
    cx.lock(staff.0.into())?;
    let name = crate::staff(cx, staff)?.name();
    let today = cx.today();
    let (mut held, version) = spoken(cx, staff)?;
    if version != seen {
        return Err(Failure::Stale(format!("the languages of {name}")));
    }
    let offered = service_languages(cx)?;
    let wanted: BTreeSet<&String> = wanted.iter().collect();
    let known = |code: &str| offered.iter().any(|l| l.code == code && l.end_date.is_none_or(|end| today < end));
    let new: Vec<&String> = wanted.iter().filter(|code| held.iter().all(|h| h.language != ***code)).copied().collect();
    if let Some(wrong) = new.iter().find(|code| !known(code)) {
        return Err(Failure::refused(
            "languages",
            "unknown_language",
            format!("{wrong} is not a language of the list"),
        ));
    }
    held.retain(|row| !wanted.contains(&row.language));
    if new.is_empty() && held.is_empty() {
        return Ok(());
    }
    cx.describe(format!("Recorded the languages of {name}"), None);
    let (now, by) = (cx.now(), cx.actor().name().to_owned());
    for mut row in held {
        (row.ended_on, row.ended_by) = (Some(today), Some(by.clone()));
        cx.update(&mut row)?;
    }
    for language in new {
        let row = StaffLanguage {
            staff_id: staff,
            id: cx.new_id(),
            language: language.clone(),
            since: today,
            recorded_at: now,
            recorded_by: by.clone(),
            ended_on: None,
            ended_by: None,
        };
        cx.insert(&row)?;
    }
    Ok(())
}

/// Codes as words: "Polish, Welsh".
fn words(all: &[ServiceLanguage], codes: impl IntoIterator<Item = String>) -> String {
    let name = |code: String| all.iter().find(|l| l.code == code).map_or(code, |l| l.name.clone());
    let names: Vec<String> = codes.into_iter().map(name).collect();
    if names.is_empty() { "None beside English".to_owned() } else { names.join(", ") }
}

/// The languages of one member of staff in words, for a page about them.
///
/// # Errors
/// When the database fails.
pub fn language_words(cx: &mut Cx<'_>, staff: StaffId) -> Result<String> {
    let held = languages_of(cx, &[staff])?.remove(&staff).unwrap_or_default();
    let all = service_languages(cx)?;
    Ok(words(&all, held))
}
