//! What is registered about a person: the door for the tier, the pages and the list of what is due.

use super::kinds::types;
use super::records::{Registration, RegistrationEntry};
use super::rules::{Standing, fold};
use crate::due::{Due, DueKind};
use crate::parts::families;
use kernel::{Date, PersonKeys, RegistrationId};
use store::{Cx, Failure, Question, Result, key_values};

/// A live registration as other rooms read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegistrationFact {
    pub id: RegistrationId,
    pub code: String,
    /// The day of registration.
    pub on: Date,
    pub level: Option<String>,
    pub category: Option<String>,
    /// Counts as a complexity factor.
    pub complexity: bool,
}

/// The live registrations of a person, the newest first; those kept for history alone are left out.
///
/// # Errors
/// When the database fails.
pub fn registrations(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<Vec<RegistrationFact>> {
    let standings = live(cx, keys)?;
    let types = types(cx)?;
    let mut facts: Vec<RegistrationFact> = standings
        .into_iter()
        .filter(|s| types.known(&s.registration.kind).is_none_or(|t| !t.historic))
        .map(|s| RegistrationFact {
            complexity: types.known(&s.registration.kind).is_some_and(|t| t.complexity),
            id: s.registration.id,
            code: s.registration.kind,
            on: s.registration.registered_on,
            level: s.level,
            category: s.category,
        })
        .collect();
    facts.sort_by_key(|f| std::cmp::Reverse(f.on));
    Ok(facts)
}

/// Every registration there has been, the newest first, but for those made in error.
///
/// # Errors
/// When the database fails.
pub fn standings(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<Vec<Standing>> {
    let mut all = whole(cx, keys)?;
    all.retain(|s| !s.in_error);
    Ok(all)
}

/// What is live, the newest first.
///
/// # Errors
/// When the database fails.
pub fn live(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<Vec<Standing>> {
    let mut all = whole(cx, keys)?;
    all.retain(Standing::is_live);
    Ok(all)
}

/// What was registered on a day, as the entries up to it say.
///
/// # Errors
/// When the database fails.
pub(crate) fn on_day(cx: &mut Cx<'_>, keys: &PersonKeys, on: Date) -> Result<Vec<Standing>> {
    let all = standings(cx, keys)?.into_iter().filter(|s| s.registration.registered_on <= on);
    let mut then: Vec<Standing> = all
        .map(|s| {
            let entries = s.entries.into_iter().filter(|e| e.on_day <= on).collect();
            fold(s.registration, entries)
        })
        .collect();
    then.retain(Standing::is_live);
    Ok(then)
}

/// One registration, also one that ended or was made in error.
///
/// # Errors
/// [`Failure::NotFound`] for an id that is not this person's.
pub fn one(cx: &mut Cx<'_>, keys: &PersonKeys, id: RegistrationId) -> Result<Standing> {
    whole(cx, keys)?.into_iter().find(|s| s.registration.id == id).ok_or(Failure::NotFound)
}

fn of_person(keys: &PersonKeys) -> (String, String) {
    let among = keys.placeholders(1);
    let rest = format!(
        "WHERE a.person_id IN ({among}) \
         ORDER BY a.registered_on DESC, a.recorded_at DESC, a.id DESC, b.recorded_at, b.id"
    );
    (format!("b.registration_id = a.id AND b.person_id IN ({among})"), rest)
}

/// What [`live`] asks, for a page that asks for more with it.
#[must_use]
pub fn live_question(keys: &PersonKeys) -> Question {
    let (on, rest) = of_person(keys);
    Question::with::<Registration, RegistrationEntry>(&on, &rest, &key_values(keys))
}

fn whole(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<Vec<Standing>> {
    let (on, rest) = of_person(keys);
    let rows = cx.list_with::<Registration, RegistrationEntry>(&on, &rest, &key_values(keys))?;
    Ok(families(rows, |r| r.id).into_iter().map(|(r, entries)| fold(r, entries)).collect())
}

/// The reviews of registrations that are to come.
pub(crate) fn due(cx: &mut Cx<'_>, keys: &PersonKeys, notice: i64) -> Result<Vec<Due>> {
    let standings = live(cx, keys)?;
    let with_review = standings.into_iter().filter_map(|s| Some((s.review_due?, s.registration)));
    Ok(with_review
        .map(|(due, registration)| {
            Due::early(DueKind::RegistrationReview, registration.id.0, registration.kind, due, notice)
        })
        .collect())
}
