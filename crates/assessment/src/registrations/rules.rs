//! What may be registered, reviewed and ended, and how a registration stands after its entries. Pure: takes today and the
//! types, returns reasons.

use super::kinds::{RegistrationType, Types};
use super::records::{EntryKind, Registration, RegistrationEntry};
use jiff::ToSpan;
use kernel::{Date, Refusal, Refusals, RegistrationId};

/// The longest note, in characters.
pub(crate) const LONGEST: usize = 4_000;

/// A registration with what became of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    pub registration: Registration,
    /// In the order of recording.
    pub entries: Vec<RegistrationEntry>,
    pub level: Option<String>,
    pub category: Option<String>,
    /// None when it has no review to come.
    pub review_due: Option<Date>,
    pub reviewed_on: Option<Date>,
    pub ended_on: Option<Date>,
    /// It was made in error.
    pub in_error: bool,
}

impl Standing {
    #[must_use]
    pub fn is_live(&self) -> bool {
        self.ended_on.is_none()
    }

    /// Goes up with each entry, so that a form knows whether somebody else was quicker.
    #[must_use]
    pub fn version(&self) -> i64 {
        i64::try_from(self.entries.len()).unwrap_or(i64::MAX).saturating_add(1)
    }
}

/// How a registration stands after its entries, which come in the order of recording.
#[must_use]
pub fn fold(registration: Registration, entries: Vec<RegistrationEntry>) -> Standing {
    let mut standing = Standing {
        level: registration.level.clone(),
        category: registration.category.clone(),
        review_due: registration.review_due,
        reviewed_on: None,
        ended_on: None,
        in_error: false,
        registration,
        entries: Vec::new(),
    };
    for entry in entries {
        match entry.what {
            EntryKind::Reviewed => {
                standing.level.clone_from(&entry.level);
                standing.category.clone_from(&entry.category);
                standing.review_due = entry.review_due;
                standing.reviewed_on = Some(entry.on_day);
            }
            EntryKind::Ended | EntryKind::InError => {
                standing.review_due = None;
                standing.ended_on = Some(entry.on_day);
                standing.in_error = entry.what == EntryKind::InError;
            }
        }
        standing.entries.push(entry);
    }
    standing
}

/// What somebody wants to register, or what a review found.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    pub level: Option<&'a str>,
    pub category: Option<&'a str>,
    pub on: Date,
    /// The next review; none takes the type's own.
    pub review_on: Option<Date>,
    pub note: &'a str,
}

/// When a registration of this type and level is reviewed next, counted from `from`.
#[must_use]
pub fn next_review(kind: &RegistrationType, level: Option<&str>, from: Date) -> Option<Date> {
    kind.months(level).map(|months| from.saturating_add(i64::from(months).months()))
}

/// Whether it may be registered; gives those of the same group that end by it.
///
/// # Errors
/// Everything that is wrong: `already_registered`, `in_future`, `level_missing`, `category_missing`, `no_reason`...
pub fn may_register(
    kind: &RegistrationType,
    wanted: Wanted<'_>,
    live: &[Standing],
    types: &Types,
    today: Date,
) -> Result<Vec<RegistrationId>, Refusals> {
    let mut wrong = Vec::new();
    if kind.historic || kind.valid_from > wanted.on || kind.valid_before.is_some_and(|b| wanted.on >= b) {
        wrong.push(Refusal::new("kind", "not_offered", "Select a registration that is in use on this day"));
    }
    if live.iter().any(|s| s.registration.kind == kind.code) {
        let words = format!("{} is registered already: review it instead", kind.name.en);
        wrong.push(Refusal::new("kind", "already_registered", words));
    }
    wrong.extend(check(kind, wanted, today));
    if !wrong.is_empty() {
        return Err(Refusals(wrong));
    }
    Ok(live.iter().filter(|s| excludes(kind, s, types)).map(|s| s.registration.id).collect())
}

fn excludes(kind: &RegistrationType, standing: &Standing, types: &Types) -> bool {
    let known = types.known(&standing.registration.kind);
    kind.group.is_some() && known.is_some_and(|other| other.group == kind.group)
}

fn check(kind: &RegistrationType, wanted: Wanted<'_>, today: Date) -> Vec<Refusal> {
    let mut wrong = Vec::new();
    if wanted.on > today {
        wrong.push(Refusal::new("on", "in_future", "The day must be today or before"));
    }
    let chosen = wanted.level.and_then(|code| kind.level(code));
    match wanted.level {
        None if !kind.levels.is_empty() => wrong.push(Refusal::new("level", "level_missing", "Select the level")),
        Some(_) if chosen.is_none() => {
            wrong.push(Refusal::new("level", "level_unknown", "Select a level that this registration has"));
        }
        _ => {}
    }
    match wanted.category {
        None if !kind.categories.is_empty() => {
            wrong.push(Refusal::new("category", "category_missing", "Select the category"));
        }
        Some(code) if kind.category(code).is_none() => {
            wrong.push(Refusal::new("category", "category_unknown", "Select a category that this registration has"));
        }
        _ => {}
    }
    wrong.extend(check_review_day(kind, wanted));
    wrong.extend(check_note("note", wanted.note, "Enter why"));
    wrong
}

fn check_review_day(kind: &RegistrationType, wanted: Wanted<'_>) -> Option<Refusal> {
    let asked = wanted.review_on?;
    if asked <= wanted.on {
        return Some(Refusal::new("review_on", "review_too_early", "The next review must be after this day"));
    }
    match next_review(kind, wanted.level, wanted.on) {
        Some(latest) if asked > latest => {
            let words = format!(
                "The next review must be by {}: that is the longest time between two",
                kernel::words::day(latest)
            );
            Some(Refusal::new("review_on", "review_too_late", words))
        }
        _ => None,
    }
}

fn check_note(field: &str, note: &str, ask: &str) -> Option<Refusal> {
    let length = note.trim().chars().count();
    if length == 0 {
        Some(Refusal::new(field, "no_reason", ask))
    } else if length > LONGEST {
        Some(Refusal::new(field, "too_long", format!("Use {LONGEST} characters or fewer")))
    } else {
        None
    }
}

/// Whether a review may be recorded.
///
/// # Errors
/// `ended`, `before_registered`, and as [`may_register`].
pub fn may_review(
    kind: &RegistrationType,
    standing: &Standing,
    wanted: Wanted<'_>,
    today: Date,
) -> Result<(), Refusals> {
    let mut wrong: Vec<Refusal> = ended(standing).into_iter().collect();
    wrong.extend(too_early("on", standing, wanted.on));
    wrong.extend(check(kind, wanted, today));
    if wrong.is_empty() { Ok(()) } else { Err(Refusals(wrong)) }
}

/// Whether it may end on a day.
///
/// # Errors
/// `ended`, `in_future`, `before_registered`, `no_reason`.
pub fn may_end(standing: &Standing, on: Date, note: &str, today: Date) -> Result<(), Refusals> {
    let mut wrong: Vec<Refusal> = ended(standing).into_iter().collect();
    wrong.extend(too_early("on", standing, on));
    if on > today {
        wrong.push(Refusal::new("on", "in_future", "The day must be today or before"));
    }
    wrong.extend(check_note("note", note, "Enter why it ends"));
    if wrong.is_empty() { Ok(()) } else { Err(Refusals(wrong)) }
}

fn ended(standing: &Standing) -> Option<Refusal> {
    (!standing.is_live()).then(|| Refusal::of_request("ended", "This registration has ended already"))
}

fn too_early(field: &str, standing: &Standing, on: Date) -> Option<Refusal> {
    (on < standing.registration.registered_on).then(|| {
        let began = kernel::words::day(standing.registration.registered_on);
        Refusal::new(field, "before_registered", format!("The day must not be before {began}, when it was registered"))
    })
}

#[cfg(test)]
mod tests {
    use super::super::kinds::Choice;
    use super::*;
    use kernel::{Bilingual, EntryId, Instant, PersonId, date};
    use uuid::Uuid;
    use web::ui::Colour;

    const TODAY: Date = date(2026, 11, 23);

    fn choice(code: &str, months: Option<u32>) -> Choice {
        Choice { code: code.into(), en: code.into(), cy: code.into(), months }
    }

    fn kind(code: &str, group: Option<&str>) -> RegistrationType {
        RegistrationType {
            code: code.into(),
            valid_from: date(2021, 6, 26),
            valid_before: None,
            name: Bilingual { en: code.into(), cy: code.into() },
            group: group.map(str::to_owned),
            levels: vec![],
            categories: vec![],
            review_months: Some(6),
            colour: Colour::Grey,
            complexity: false,
            banner: true,
            calls_review: true,
            risk_level: None,
            historic: false,
            assumed: true,
            source: "test".into(),
        }
    }

    fn mappa() -> RegistrationType {
        let levels = vec![choice("M3", Some(1)), choice("M1", None)];
        RegistrationType { levels, categories: vec![choice("M1", None)], ..kind("MAPP", None) }
    }

    fn made(code: &str, number: u128) -> Standing {
        let registration = Registration {
            person_id: PersonId(Uuid::nil()),
            id: RegistrationId(Uuid::from_u128(number)),
            kind: code.into(),
            registered_on: date(2026, 10, 1),
            level: None,
            category: None,
            review_due: Some(date(2027, 4, 1)),
            note: "note".into(),
            cause: None,
            author_id: None,
            author_name: "Ann Bell".into(),
            recorded_at: Instant(0),
        };
        fold(registration, vec![])
    }

    fn entry(what: EntryKind, on: Date) -> RegistrationEntry {
        RegistrationEntry {
            person_id: PersonId(Uuid::nil()),
            id: EntryId(Uuid::nil()),
            registration_id: RegistrationId(Uuid::nil()),
            what,
            on_day: on,
            level: Some("M1".into()),
            category: None,
            review_due: Some(date(2027, 5, 1)),
            note: "note".into(),
            cause: None,
            author_id: None,
            author_name: "Ann Bell".into(),
            recorded_at: Instant(1),
        }
    }

    fn wanted(level: Option<&'static str>, category: Option<&'static str>) -> Wanted<'static> {
        Wanted { level, category, on: TODAY, review_on: None, note: "Told by the police" }
    }

    fn refused(result: Result<Vec<RegistrationId>, Refusals>) -> Vec<&'static str> {
        result.unwrap_err().0.iter().map(|r| r.code).collect()
    }

    #[test]
    fn of_an_exclusive_group_the_new_one_ends_the_former_and_leaves_the_rest_alone() {
        let types = Types(vec![kind("A", Some("g")), kind("B", Some("g")), kind("C", None), kind("D", Some("h"))]);
        let live = [made("A", 1), made("C", 2), made("D", 3)];
        let ends = may_register(&kind("B", Some("g")), wanted(None, None), &live, &types, TODAY).unwrap();
        assert_eq!(ends, [RegistrationId(Uuid::from_u128(1))]);
        assert!(may_register(&kind("E", None), wanted(None, None), &live, &types, TODAY).unwrap().is_empty());
    }

    #[test]
    fn a_registration_has_the_level_and_category_that_its_type_asks_for_and_no_other() {
        let types = Types(vec![mappa()]);
        for (level, category, codes) in [
            (None, None, vec!["level_missing", "category_missing"]),
            (Some("M2"), Some("M1"), vec!["level_unknown"]),
            (Some("M1"), Some("M4"), vec!["category_unknown"]),
        ] {
            assert_eq!(refused(may_register(&mappa(), wanted(level, category), &[], &types, TODAY)), codes);
        }
        assert!(may_register(&mappa(), wanted(Some("M3"), Some("M1")), &[], &types, TODAY).is_ok());
        let plain = may_register(&kind("A", None), wanted(Some("M3"), None), &[], &types, TODAY);
        assert_eq!(refused(plain), ["level_unknown"]);
    }

    #[test]
    fn a_registration_is_made_once_not_in_the_future_and_with_a_reason() {
        let types = Types(vec![kind("A", None)]);
        assert_eq!(
            refused(may_register(&kind("A", None), wanted(None, None), &[made("A", 1)], &types, TODAY)),
            ["already_registered"]
        );
        let ahead = Wanted { on: date(2026, 11, 24), note: " ", ..wanted(None, None) };
        assert_eq!(refused(may_register(&kind("A", None), ahead, &[], &types, TODAY)), ["in_future", "no_reason"]);
        let ended = RegistrationType { valid_before: Some(TODAY), ..kind("A", None) };
        assert_eq!(refused(may_register(&ended, wanted(None, None), &[], &types, TODAY)), ["not_offered"]);
    }

    #[test]
    fn a_review_comes_at_the_latest_after_the_months_of_the_level_and_may_come_sooner() {
        assert_eq!(next_review(&mappa(), Some("M3"), TODAY), Some(date(2026, 12, 23)));
        assert_eq!(next_review(&mappa(), Some("M1"), TODAY), Some(date(2027, 5, 23)));
        let types = Types(vec![mappa()]);
        let by = |day| Wanted { review_on: Some(day), ..wanted(Some("M3"), Some("M1")) };
        assert!(may_register(&mappa(), by(date(2026, 12, 23)), &[], &types, TODAY).is_ok());
        assert_eq!(refused(may_register(&mappa(), by(date(2026, 12, 24)), &[], &types, TODAY)), ["review_too_late"]);
        assert_eq!(refused(may_register(&mappa(), by(TODAY), &[], &types, TODAY)), ["review_too_early"]);
    }

    #[test]
    fn what_became_of_a_registration_is_read_from_its_entries_in_order() {
        let reviewed = fold(made("A", 1).registration, vec![entry(EntryKind::Reviewed, TODAY)]);
        assert_eq!((reviewed.level.as_deref(), reviewed.review_due), (Some("M1"), Some(date(2027, 5, 1))));
        assert!(reviewed.is_live() && reviewed.version() == 2);
        let ended = fold(reviewed.registration.clone(), vec![entry(EntryKind::Ended, TODAY)]);
        assert_eq!((ended.ended_on, ended.review_due, ended.in_error), (Some(TODAY), None, false));
        assert!(may_end(&ended, TODAY, "again", TODAY).is_err());
        assert!(may_end(&reviewed, date(2026, 9, 30), "why", TODAY).is_err(), "not before it was made");
        assert!(fold(reviewed.registration, vec![entry(EntryKind::InError, TODAY)]).in_error);
    }
}
