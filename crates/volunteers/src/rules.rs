//! Which state follows which, which checks hold on a day, and who can be matched with whom and why not. Pure.
//!
//! Always true: nobody who lacks a check, is not active, has no room or is in conflict is ever suitable; what can be weighed
//! is named as such and wants a reason.

use crate::policy_rows::CheckKind;
use crate::records::{Check, ConflictKind, VolunteerKind, VolunteerState};
use VolunteerState as S;
use jiff::ToSpan;
use kernel::{Date, PersonId, Refusal};

/// What can be done with a volunteer's standing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Accept,
    Activate,
    Pause,
    Resume,
    End,
    Reapply,
}

impl Step {
    pub const ALL: [Step; 6] = [Step::Accept, Step::Activate, Step::Pause, Step::Resume, Step::End, Step::Reapply];

    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Step::Accept => "accept",
            Step::Activate => "activate",
            Step::Pause => "pause",
            Step::Resume => "resume",
            Step::End => "end",
            Step::Reapply => "reapply",
        }
    }

    /// For people, on a button.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Step::Accept => "Accept the application",
            Step::Activate => "Make them active",
            Step::Pause => "Pause",
            Step::Resume => "Make them active again",
            Step::End => "End",
            Step::Reapply => "Record that they apply again",
        }
    }

    /// A reason is asked for.
    #[must_use]
    pub fn needs_reason(self) -> bool {
        matches!(self, Step::Pause | Step::End)
    }
}

/// The state that a step leads to; none where it cannot be taken now.
#[must_use]
pub(crate) fn next(state: VolunteerState, step: Step) -> Option<VolunteerState> {
    Some(match (step, state) {
        (Step::Accept, S::Applied) => S::Accepted,
        (Step::Activate, S::Accepted) | (Step::Resume, S::Paused) => S::Active,
        (Step::Pause, S::Active) => S::Paused,
        (Step::End, S::Applied | S::Accepted | S::Active | S::Paused) => S::Ended,
        (Step::Reapply, S::Ended) => S::Applied,
        _ => return None,
    })
}

/// Whether a check holds on a day.
#[must_use]
pub(crate) fn holds(check: &Check, day: Date) -> bool {
    check.seen_on <= day
        && check.until.is_none_or(|last| day <= last)
        && check.withdrawn_on.is_none_or(|from| day < from)
}

/// The last day on which a check of `months` holds that was seen on a day.
#[must_use]
pub(crate) fn runs_out(seen_on: Date, months: Option<i64>) -> Option<Date> {
    months.map(|months| seen_on.saturating_add(months.months()).saturating_sub(1.day()))
}

/// One check that a volunteer needs, as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Needed {
    pub code: String,
    pub words: String,
    /// The check that holds, the longest of them; none: it is missing.
    pub holds: Option<Held>,
    /// The last day of one that held before, for those that are missing now.
    pub ran_out: Option<Date>,
}

/// A check that holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    pub until: Option<Date>,
}

/// The checks that a volunteer of these kinds needs on a day, and what there is of each.
#[must_use]
pub(crate) fn needed(kinds: &[VolunteerKind], rows: &[&CheckKind], checks: &[Check], day: Date) -> Vec<Needed> {
    let wanted = rows.iter().filter(|row| kinds.iter().any(|kind| row.is_needed_for(*kind)));
    wanted
        .map(|row| {
            let of_kind = || checks.iter().filter(|c| c.kind == row.code);
            let holding = of_kind().filter(|c| holds(c, day));
            let best = holding.max_by_key(|c| c.until.unwrap_or(Date::MAX)).map(|c| Held { until: c.until });
            let gone = of_kind().filter_map(|c| c.withdrawn_on.or(c.until)).filter(|d| *d <= day).max();
            Needed {
                code: row.code.clone(),
                words: row.words.clone(),
                holds: best,
                ran_out: gone.filter(|_| best.is_none()),
            }
        })
        .collect()
}

/// The first day of which one of the needed checks is the last; none while one is missing or none runs out.
#[must_use]
pub(crate) fn good_until(needed: &[Needed]) -> Option<Date> {
    needed.iter().filter_map(|n| n.holds?.until).min()
}

/// Everything that is needed holds.
#[must_use]
pub(crate) fn is_cleared(needed: &[Needed]) -> bool {
    needed.iter().all(|n| n.holds.is_some())
}

/// A volunteer as matching sees them.
#[derive(Clone, Debug)]
pub(crate) struct Offered {
    pub state: VolunteerState,
    pub kinds: Vec<VolunteerKind>,
    pub needed: Vec<Needed>,
    pub most_people: i64,
    pub matched: i64,
    /// Matched with this very person already.
    pub already: bool,
    pub sex: Option<String>,
    pub languages: Vec<String>,
    pub postcode: Option<String>,
    pub own_record: Option<PersonId>,
    /// What stands against each person.
    pub conflicts: Vec<(PersonId, ConflictKind)>,
}

/// Who is to be matched, and what they wish.
#[derive(Clone, Debug)]
pub struct Wanted {
    pub kind: VolunteerKind,
    /// The records of the person.
    pub records: Vec<PersonId>,
    /// A code of the set `gender`, where the person wishes for it.
    pub sex: Option<String>,
    /// The language that they speak, where it is recorded and not English.
    pub language: Option<String>,
    pub postcode: Option<String>,
}

/// Why not, or what is to be weighed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    pub code: &'static str,
    pub words: String,
    /// Nobody may set it aside.
    pub stops: bool,
}

fn stop(code: &'static str, words: impl Into<String>) -> Reason {
    Reason { code, words: words.into(), stops: true }
}

fn weigh(code: &'static str, words: impl Into<String>) -> Reason {
    Reason { code, words: words.into(), stops: false }
}

/// The postcode up to its sector: "ZA1 1AA" gives "ZA11".
fn sector(postcode: &str) -> Option<String> {
    let plain: String = postcode.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_uppercase();
    let kept = plain.chars().count().checked_sub(2)?;
    (kept >= 3).then(|| plain.chars().take(kept).collect())
}

/// Everything that stands against a match; nothing where it is suitable.
#[must_use]
pub(crate) fn against(offered: &Offered, wanted: &Wanted) -> Vec<Reason> {
    let mut all = Vec::new();
    if offered.state != S::Active {
        all.push(stop("not_active", format!("They are not active: {}", offered.state.words().to_lowercase())));
    }
    if !offered.kinds.contains(&wanted.kind) {
        all.push(stop("kind", format!("They do not volunteer as {}", wanted.kind.words().to_lowercase())));
    }
    for missing in offered.needed.iter().filter(|n| n.holds.is_none()) {
        all.push(stop("check", format!("A check is not in force: {}", missing.words.to_lowercase())));
    }
    if offered.own_record.is_some_and(|own| wanted.records.contains(&own)) {
        all.push(stop("same_person", "This is the same person"));
    }
    for (with, kind) in &offered.conflicts {
        if wanted.records.contains(with) {
            all.push(stop("conflict", format!("A conflict is recorded: {}", kind.words().to_lowercase())));
        }
    }
    if offered.already {
        all.push(stop("already", "They are matched with this person already"));
    } else if offered.matched >= offered.most_people {
        all.push(stop("full", format!("They have no room: {} of {} people", offered.matched, offered.most_people)));
    }
    match (&wanted.sex, &offered.sex) {
        (Some(wish), Some(sex)) if wish != sex => {
            all.push(stop("sex", "The person asked for somebody of the other sex"))
        }
        (Some(_), None) => {
            all.push(weigh("sex_unknown", "The person has a wish about the volunteer’s sex, which is not recorded"))
        }
        _ => {}
    }
    if let Some(language) = &wanted.language
        && !offered.languages.contains(language)
    {
        all.push(weigh("language", "They do not speak the person’s language"));
    }
    let near = |a: &Option<String>, b: &Option<String>| {
        let (a, b) = (a.as_deref().and_then(sector), b.as_deref().and_then(sector));
        a.is_some() && a == b
    };
    if near(&offered.postcode, &wanted.postcode) {
        all.push(weigh("near", "They live close to each other, by postcode"));
    }
    all
}

/// What a match lacks: reasons that stop it, or that were not weighed.
#[must_use]
pub(crate) fn refusals(against: &[Reason], why: Option<&str>) -> Vec<Refusal> {
    let stops: Vec<Refusal> =
        against.iter().filter(|r| r.stops).map(|r| Refusal::new("volunteer", r.code, r.words.clone())).collect();
    if !stops.is_empty() {
        return stops;
    }
    let weighed = why.is_some_and(|why| !why.trim().is_empty());
    if against.is_empty() || weighed {
        return Vec::new();
    }
    let words: Vec<&str> = against.iter().map(|r| r.words.as_str()).collect();
    vec![Refusal::new("why", "not_weighed", format!("Say why it is right nevertheless: {}", words.join("; ")))]
}

/// The day by which a volunteer is next supervised: what was agreed, else the policy's days after the last meeting or after
/// they became active.
#[must_use]
pub(crate) fn supervision_due(last: Option<(Date, Option<Date>)>, active_since: Date, days: i64) -> Date {
    match last {
        Some((_, Some(agreed))) => agreed,
        Some((held, None)) => held.saturating_add(days.days()),
        None => active_since.saturating_add(days.days()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::{EntryId, Instant, VolunteerId, date};
    use proptest::prelude::*;
    use uuid::Uuid;

    fn kind(code: &str, needed_for: &[&str]) -> CheckKind {
        CheckKind {
            code: code.into(),
            from_date: date(2021, 6, 26),
            words: code.into(),
            words_cy: code.into(),
            needed_for: serde_json::json!(needed_for),
            holds_months: Some(12),
            position: 1,
            ended: false,
            assumed: true,
            source: "test".into(),
        }
    }

    fn check(code: &str, seen: Date, until: Option<Date>) -> Check {
        Check {
            volunteer_id: VolunteerId(Uuid::nil()),
            id: EntryId(Uuid::nil()),
            kind: code.into(),
            seen_on: seen,
            seen_by: "Somebody".into(),
            reference: None,
            until,
            withdrawn_on: None,
            withdrawn_why: None,
            withdrawn_by: None,
            recorded_at: Instant(0),
            version: 1,
        }
    }

    fn cleared(sex: Option<&str>) -> Offered {
        let held = Needed {
            code: "identity".into(),
            words: "Identity".into(),
            holds: Some(Held { until: None }),
            ran_out: None,
        };
        Offered {
            state: S::Active,
            kinds: vec![VolunteerKind::Mentor],
            needed: vec![held],
            most_people: 2,
            matched: 0,
            already: false,
            sex: sex.map(str::to_owned),
            languages: vec![],
            postcode: Some("ZA1 1AA".into()),
            own_record: None,
            conflicts: vec![],
        }
    }

    fn somebody() -> Wanted {
        Wanted {
            kind: VolunteerKind::Mentor,
            records: vec![PersonId(Uuid::from_u128(7))],
            sex: None,
            language: None,
            postcode: Some("ZA2 9ZZ".into()),
        }
    }

    fn codes(offered: &Offered, wanted: &Wanted) -> Vec<&'static str> {
        against(offered, wanted).iter().map(|r| r.code).collect()
    }

    #[test]
    fn a_check_holds_from_the_day_it_was_seen_to_its_last_day() {
        let seen = date(2026, 1, 10);
        let one = check("dbs", seen, runs_out(seen, Some(12)));
        assert_eq!(one.until, Some(date(2027, 1, 9)));
        let on = |day| holds(&one, day);
        assert_eq!(
            (on(date(2026, 1, 9)), on(seen), on(date(2027, 1, 9)), on(date(2027, 1, 10))),
            (false, true, true, false)
        );
        let withdrawn = Check { withdrawn_on: Some(date(2026, 6, 1)), ..one };
        assert!(holds(&withdrawn, date(2026, 5, 31)) && !holds(&withdrawn, date(2026, 6, 1)));
    }

    #[test]
    fn a_peer_mentor_needs_what_a_mentor_does_not() {
        let rows = [kind("identity", &["mentor", "peer-mentor"]), kind("lived-experience", &["peer-mentor"])];
        let rows: Vec<&CheckKind> = rows.iter().collect();
        let seen = [check("identity", date(2026, 1, 1), None)];
        let of = |kinds: &[VolunteerKind]| is_cleared(&needed(kinds, &rows, &seen, date(2026, 11, 22)));
        assert!(of(&[VolunteerKind::Mentor]));
        assert!(!of(&[VolunteerKind::PeerMentor]) && !of(&[VolunteerKind::Mentor, VolunteerKind::PeerMentor]));
    }

    #[test]
    fn nobody_is_matched_while_a_check_is_not_in_force() {
        let mut offered = cleared(None);
        assert!(codes(&offered, &somebody()).is_empty());
        offered.needed[0].holds = None;
        assert_eq!(codes(&offered, &somebody()), ["check"]);
        let reasons = against(&offered, &somebody());
        assert!(!refusals(&reasons, Some("We trust them")).is_empty(), "no reason sets a missing check aside");
    }

    #[test]
    fn a_full_volunteer_and_one_who_is_not_active_are_not_offered() {
        assert_eq!(codes(&Offered { matched: 2, ..cleared(None) }, &somebody()), ["full"]);
        assert_eq!(codes(&Offered { state: S::Paused, ..cleared(None) }, &somebody()), ["not_active"]);
        assert_eq!(codes(&Offered { already: true, ..cleared(None) }, &somebody()), ["already"]);
    }

    #[test]
    fn the_same_person_and_the_other_side_of_a_case_stop_a_match() {
        let whom = somebody().records[0];
        assert_eq!(codes(&Offered { own_record: Some(whom), ..cleared(None) }, &somebody()), ["same_person"]);
        let conflict = Offered { conflicts: vec![(whom, ConflictKind::OtherSide)], ..cleared(None) };
        assert_eq!(codes(&conflict, &somebody()), ["conflict"]);
    }

    #[test]
    fn a_wish_about_sex_binds_and_what_is_not_known_is_weighed() {
        let wish = Wanted { sex: Some("F".into()), ..somebody() };
        assert_eq!(codes(&cleared(Some("M")), &wish), ["sex"]);
        assert!(codes(&cleared(Some("F")), &wish).is_empty());
        let reasons = against(&cleared(None), &wish);
        assert_eq!(refusals(&reasons, None)[0].code, "not_weighed");
        assert!(refusals(&reasons, Some("She said that it is fine")).is_empty());
    }

    #[test]
    fn neighbours_and_another_language_are_weighed() {
        let wanted = Wanted { postcode: Some("za1 1zz".into()), language: Some("cy".into()), ..somebody() };
        assert_eq!(codes(&cleared(None), &wanted), ["language", "near"]);
        assert!(codes(&Offered { postcode: None, ..cleared(None) }, &somebody()).is_empty());
    }

    #[test]
    fn supervision_is_due_by_what_was_agreed_or_by_the_policys_days() {
        let day = date(2026, 9, 1);
        assert_eq!(supervision_due(None, day, 56), date(2026, 10, 27));
        assert_eq!(supervision_due(Some((day, None)), date(2020, 1, 1), 56), date(2026, 10, 27));
        assert_eq!(supervision_due(Some((day, Some(date(2026, 9, 9)))), day, 56), date(2026, 9, 9));
    }

    proptest! {
        #[test]
        fn whatever_is_done_a_volunteer_is_active_only_after_being_accepted(steps in prop::collection::vec(0usize..6, 0..40)) {
            let mut state = S::Applied;
            let mut accepted = false;
            for step in steps {
                let step = Step::ALL[step];
                let Some(came_to) = next(state, step) else { continue };
                accepted = match step { Step::Accept => true, Step::Reapply => false, _ => accepted };
                state = came_to;
                prop_assert!(state != S::Active || accepted);
            }
        }

        #[test]
        fn a_match_is_refused_exactly_when_something_stops_it_or_is_not_weighed(
            matched in 0i64..4, most in 0i64..4, active in any::<bool>(), held in any::<bool>(),
            near in any::<bool>(), why in any::<bool>(),
        ) {
            let mut offered = cleared(None);
            offered.matched = matched;
            offered.most_people = most;
            if !active { offered.state = S::Accepted; }
            if !held { offered.needed[0].holds = None; }
            let postcode = Some(if near { "ZA1 1BB" } else { "ZA9 9BB" }.to_owned());
            let reasons = against(&offered, &Wanted { postcode, ..somebody() });
            let refused = !refusals(&reasons, why.then_some("Because")).is_empty();
            prop_assert_eq!(refused, !active || !held || matched >= most || (near && !why));
        }
    }
}
