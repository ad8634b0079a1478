//! What is done with a volunteer, each on the volunteer's own chain in one transaction.
//!
//! Always true: a change of state leaves an act with author, day and reason; a check is never changed, only withdrawn; the
//! ledger's words name no person on probation.

use crate::policy_rows::{MOST_EXPENSE, policy};
use crate::reads::keys_of;
use crate::records::{
    Check, Conflict, ConflictKind, Expense, ExpenseState, OwnRecord, Supervised, Volunteer, VolunteerAct,
    VolunteerKind, VolunteerReach, VolunteerState,
};
use crate::rules::{Step, is_cleared, needed, next, runs_out};
pub(crate) use kernel::some_text;
use kernel::{Date, EntryId, PersonId, Refusal, UnitId, VolunteerId, fold};
use serde_json::json;
pub(crate) use store::refuse;
use store::{Cx, Failure, Result, params};

/// The longest words of anything here, in characters.
pub(crate) const LONGEST: usize = 4_000;

fn stale() -> Failure {
    Failure::Stale("Somebody else changed this volunteer meanwhile".into())
}

/// A volunteer held for writing, as whoever writes saw them.
pub(crate) fn hold(cx: &mut Cx<'_>, id: VolunteerId, seen: Option<i64>) -> Result<Volunteer> {
    cx.lock(kernel::ChainId(id.0))?;
    let row = cx.need::<Volunteer>(params![id])?;
    if seen.is_some_and(|seen| seen != row.version) { Err(stale()) } else { Ok(row) }
}

/// Who a volunteer is and how they are reached.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VolunteerFacts {
    pub name: String,
    pub kinds: Vec<VolunteerKind>,
    pub unit: Option<UnitId>,
    pub sex: Option<String>,
    pub languages: Vec<String>,
    pub available: Option<String>,
    pub skills: Option<String>,
    pub most_people: i64,
    pub telephone: Option<String>,
    pub email: Option<String>,
    pub address: Option<String>,
    pub postcode: Option<String>,
    pub emergency: Option<String>,
}

fn sound(facts: &VolunteerFacts) -> Vec<Refusal> {
    let mut wrong = Vec::new();
    let length = facts.name.trim().chars().count();
    if length == 0 || length > 120 {
        wrong.push(Refusal::new("name", "bad_name", "Enter the name, of 120 characters or fewer"));
    }
    if facts.kinds.is_empty() {
        wrong.push(Refusal::new("kinds", "missing", "Say what they volunteer as"));
    }
    if !(1..=20).contains(&facts.most_people) {
        wrong.push(Refusal::new(
            "most_people",
            "out_of_range",
            "The number of people at once must be between 1 and 20",
        ));
    }
    wrong
}

fn put(row: &mut Volunteer, facts: &VolunteerFacts) {
    let name = facts.name.trim().to_owned();
    let (first, last) = name.rsplit_once(' ').map_or(("", name.as_str()), |(first, last)| (first, last));
    row.sort_name = fold(&format!("{last} {first}"));
    row.kinds = json!(facts.kinds.iter().map(|k| k.code()).collect::<Vec<_>>());
    row.unit_id = facts.unit;
    row.sex = some_text(facts.sex.as_deref());
    row.languages = json!(facts.languages);
    row.available = some_text(facts.available.as_deref());
    row.skills = some_text(facts.skills.as_deref());
    row.most_people = facts.most_people;
    row.name = name;
}

fn reach(id: VolunteerId, facts: &VolunteerFacts, version: i64) -> VolunteerReach {
    VolunteerReach {
        volunteer_id: id,
        telephone: some_text(facts.telephone.as_deref()),
        email: some_text(facts.email.as_deref()),
        address: some_text(facts.address.as_deref()),
        postcode: some_text(facts.postcode.as_deref()).map(|p| p.to_uppercase()),
        emergency: some_text(facts.emergency.as_deref()),
        version,
    }
}

/// Records somebody who applies.
///
/// # Errors
/// Refuses a missing name or kind, and a number of people that cannot be meant.
pub fn register(cx: &mut Cx<'_>, facts: &VolunteerFacts, applied_on: Date) -> Result<VolunteerId> {
    let mut wrong = sound(facts);
    if applied_on > cx.today() {
        wrong.push(Refusal::new("applied_on", "in_future", "The day must be today or in the past"));
    }
    refuse(wrong)?;
    let id: VolunteerId = cx.new_id();
    let mut row = Volunteer {
        id,
        name: String::new(),
        sort_name: String::new(),
        kinds: json!([]),
        state: VolunteerState::Applied,
        state_since: applied_on,
        unit_id: None,
        sex: None,
        languages: json!([]),
        available: None,
        skills: None,
        most_people: 1,
        recorded_at: cx.now(),
        version: 1,
    };
    put(&mut row, facts);
    cx.describe("Recorded a volunteer", None);
    cx.insert(&row)?;
    cx.insert(&reach(id, facts, 1))?;
    act(cx, &row, "apply", applied_on, None)?;
    Ok(id)
}

/// Changes who a volunteer is or how they are reached.
///
/// # Errors
/// As [`register`]; [`Failure::Stale`] when somebody changed it since `seen`.
pub fn amend(cx: &mut Cx<'_>, id: VolunteerId, facts: &VolunteerFacts, seen: i64) -> Result<()> {
    refuse(sound(facts))?;
    let mut row = hold(cx, id, Some(seen))?;
    let known = cx.need::<VolunteerReach>(params![id])?;
    put(&mut row, facts);
    cx.describe("Changed a volunteer’s details", None);
    cx.update(&mut row)?;
    cx.update(&mut reach(id, facts, known.version))
}

fn act(cx: &mut Cx<'_>, row: &Volunteer, what: &str, on: Date, words: Option<&str>) -> Result<()> {
    let act = VolunteerAct {
        volunteer_id: row.id,
        id: cx.new_id(),
        what: what.to_owned(),
        came_to: row.state,
        on_day: on,
        words: some_text(words),
        at: cx.now(),
        by_name: cx.actor().name().to_owned(),
        by_id: cx.actor().id(),
    };
    cx.insert(&act)
}

/// Takes a volunteer a step on. Nobody becomes active while a check is missing.
///
/// # Errors
/// Refuses a step that cannot be taken now, a missing reason, a wrong day, and missing checks.
pub fn take_step(
    cx: &mut Cx<'_>,
    id: VolunteerId,
    step: Step,
    on: Date,
    words: Option<&str>,
    seen: Option<i64>,
) -> Result<()> {
    let mut row = hold(cx, id, seen)?;
    let Some(came_to) = next(row.state, step) else {
        let words = format!("This cannot be done now: they are {}", row.state.words().to_lowercase());
        return Err(Refusal::of_request("not_now", words).into());
    };
    let mut wrong = Vec::new();
    if on > cx.today() {
        wrong.push(Refusal::new("on", "in_future", "The day must be today or in the past"));
    } else if on < row.state_since {
        wrong.push(Refusal::new("on", "out_of_order", "The day must not be before the last change"));
    }
    if step.needs_reason() && some_text(words).is_none() {
        wrong.push(Refusal::new("words", "no_reason", "Say why"));
    }
    if came_to == VolunteerState::Active {
        let (policy, checks) = (policy(cx)?, cx.list::<Check>("WHERE volunteer_id = $1", params![id])?);
        let standing = needed(&row.kinds(), &policy.kinds(cx.today()), &checks, cx.today());
        if !is_cleared(&standing) {
            let missing = standing.iter().filter(|n| n.holds.is_none()).map(|n| n.words.to_lowercase());
            let words = format!("Checks are missing: {}", missing.collect::<Vec<_>>().join(", "));
            wrong.push(Refusal::of_request("checks_missing", words));
        }
    }
    refuse(wrong)?;
    (row.state, row.state_since) = (came_to, on);
    cx.describe(format!("A volunteer is now {}", came_to.words().to_lowercase()), None);
    cx.update(&mut row)?;
    act(cx, &row, step.code(), on, words)
}

/// Records that somebody saw a check. It holds for the time that policy gives, or to a day that is named.
///
/// # Errors
/// Refuses an unknown kind, a day to come, and a last day before it.
pub fn record_check(
    cx: &mut Cx<'_>,
    id: VolunteerId,
    kind: &str,
    seen_on: Date,
    until: Option<Date>,
    reference: Option<&str>,
) -> Result<EntryId> {
    let row = hold(cx, id, None)?;
    let policy = policy(cx)?;
    let kinds = policy.kinds(seen_on);
    let mut wrong = Vec::new();
    let known = kinds.iter().find(|k| k.code == kind);
    if known.is_none() {
        wrong.push(Refusal::new("kind", "unknown", "Select the check"));
    }
    if seen_on > cx.today() {
        wrong.push(Refusal::new("seen_on", "in_future", "The day must be today or in the past"));
    }
    let until = until.or_else(|| known.and_then(|k| runs_out(seen_on, k.holds_months)));
    if until.is_some_and(|until| until < seen_on) {
        wrong.push(Refusal::new("until", "before_start", "The last day must not be before it was seen"));
    }
    refuse(wrong)?;
    let check = Check {
        volunteer_id: row.id,
        id: cx.new_id(),
        kind: kind.to_owned(),
        seen_on,
        seen_by: cx.actor().name().to_owned(),
        reference: some_text(reference),
        until,
        withdrawn_on: None,
        withdrawn_why: None,
        withdrawn_by: None,
        recorded_at: cx.now(),
        version: 1,
    };
    cx.describe(format!("Saw a volunteer’s check: {}", policy.words(kind)), None);
    cx.insert(&check)?;
    Ok(check.id)
}

/// Withdraws a check: it holds no longer from a day on.
///
/// # Errors
/// Refuses one that was withdrawn, a missing reason and a day to come.
pub fn withdraw_check(cx: &mut Cx<'_>, id: VolunteerId, check: EntryId, on: Date, why: &str) -> Result<()> {
    hold(cx, id, None)?;
    let mut row = cx.need::<Check>(params![id, check])?;
    let mut wrong = Vec::new();
    if row.withdrawn_on.is_some() {
        wrong.push(Refusal::of_request("withdrawn", "This check was withdrawn already"));
    }
    if why.trim().is_empty() {
        wrong.push(Refusal::new("why", "no_reason", "Say why it is withdrawn"));
    }
    if on > cx.today() || on < row.seen_on {
        wrong.push(Refusal::new("on", "out_of_order", "The day must lie between the day it was seen and today"));
    }
    refuse(wrong)?;
    row.withdrawn_on = Some(on);
    row.withdrawn_why = Some(why.trim().to_owned());
    row.withdrawn_by = Some(cx.actor().name().to_owned());
    cx.describe("Withdrew a volunteer’s check", None);
    cx.update(&mut row)
}

/// Says which person's record is the volunteer's own.
///
/// # Errors
/// Refuses somebody who is no peer mentor.
pub fn link_own_record(cx: &mut Cx<'_>, id: VolunteerId, record: PersonId) -> Result<()> {
    let row = hold(cx, id, None)?;
    if !row.kinds().contains(&VolunteerKind::PeerMentor) {
        return Err(Failure::refused("crn", "not_peer", "Only a peer mentor has a record of their own here"));
    }
    cx.describe("Linked a volunteer’s own record", None);
    if let Some(known) = cx.get::<OwnRecord>(params![id])? {
        cx.remove(&known)?;
    }
    let by = cx.actor().name().to_owned();
    let at = cx.now();
    cx.insert(&OwnRecord { volunteer_id: id, record_id: record, recorded_at: at, recorded_by: by })
}

/// Records with whom a volunteer is not to be matched. The same again changes nothing.
///
/// # Errors
/// When there is no such volunteer or the database fails.
pub fn record_conflict(
    cx: &mut Cx<'_>,
    id: VolunteerId,
    with: PersonId,
    kind: ConflictKind,
    words: Option<&str>,
) -> Result<()> {
    hold(cx, id, None)?;
    let known = cx.list::<Conflict>("WHERE volunteer_id = $1 AND ended_on IS NULL", params![id])?;
    if known.iter().any(|c| c.with_record == with && c.kind == kind) {
        return Ok(());
    }
    let row = Conflict {
        volunteer_id: id,
        id: cx.new_id(),
        with_record: with,
        kind,
        words: some_text(words),
        since: cx.today(),
        recorded_at: cx.now(),
        recorded_by: cx.actor().name().to_owned(),
        ended_on: None,
        ended_why: None,
        version: 1,
    };
    cx.describe("Recorded with whom a volunteer is not matched", None);
    cx.insert(&row)
}

/// Ends a conflict.
///
/// # Errors
/// Refuses one that ended, and a missing reason.
pub fn end_conflict(cx: &mut Cx<'_>, id: VolunteerId, conflict: EntryId, why: &str) -> Result<()> {
    hold(cx, id, None)?;
    let mut row = cx.need::<Conflict>(params![id, conflict])?;
    if row.ended_on.is_some() {
        return Err(Refusal::of_request("ended", "This ended already").into());
    }
    if why.trim().is_empty() {
        return Err(Failure::refused("why", "no_reason", "Say why they may be matched now"));
    }
    row.ended_on = Some(cx.today());
    row.ended_why = Some(why.trim().to_owned());
    cx.describe("Ended a volunteer’s conflict", None);
    cx.update(&mut row)
}

/// A supervision meeting as it was held.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SupervisionHeld {
    pub discussed: String,
    pub action: Option<String>,
    pub action_due: Option<Date>,
    pub concern: Option<String>,
    pub next_on: Option<Date>,
}

/// Records a supervision meeting with a volunteer.
///
/// # Errors
/// Refuses a day to come, nothing discussed, and days that are not after it.
pub fn supervise(cx: &mut Cx<'_>, id: VolunteerId, held_on: Date, held: &SupervisionHeld) -> Result<EntryId> {
    hold(cx, id, None)?;
    let mut wrong = Vec::new();
    if held_on > cx.today() {
        wrong.push(Refusal::new("held_on", "in_future", "The day must be today or in the past"));
    }
    if held.discussed.trim().is_empty() {
        wrong.push(Refusal::new("discussed", "missing", "Say what was discussed"));
    }
    for (field, day) in [("next_on", held.next_on), ("action_due", held.action_due)] {
        if day.is_some_and(|day| day <= held_on) {
            wrong.push(Refusal::new(field, "not_after", "The day must be after the meeting"));
        }
    }
    if some_text(held.action.as_deref()).is_some() != held.action_due.is_some() {
        wrong.push(Refusal::new("action_due", "half", "Give an action together with the day by which it is done"));
    }
    refuse(wrong)?;
    let row = Supervised {
        volunteer_id: id,
        id: cx.new_id(),
        held_on,
        held_by: cx.actor().name().to_owned(),
        discussed: held.discussed.trim().to_owned(),
        action: some_text(held.action.as_deref()),
        action_due: held.action_due,
        action_done_on: None,
        action_done_words: None,
        concern: some_text(held.concern.as_deref()),
        next_on: held.next_on,
        recorded_at: cx.now(),
        version: 1,
    };
    cx.describe("Recorded a supervision meeting with a volunteer", None);
    cx.insert(&row)?;
    Ok(row.id)
}

/// Records what became of the action of a meeting.
///
/// # Errors
/// Refuses a meeting without an action, one that is done, and no words.
pub fn finish_action(cx: &mut Cx<'_>, id: VolunteerId, meeting: EntryId, on: Date, words: &str) -> Result<()> {
    hold(cx, id, None)?;
    let mut row = cx.need::<Supervised>(params![id, meeting])?;
    let mut wrong = Vec::new();
    if row.action.is_none() || row.action_done_on.is_some() {
        wrong.push(Refusal::of_request("no_action", "Nothing is open of this meeting"));
    }
    if on > cx.today() || on < row.held_on {
        wrong.push(Refusal::new("on", "out_of_order", "The day must lie between the meeting and today"));
    }
    if words.trim().is_empty() {
        wrong.push(Refusal::new("words", "missing", "Say what became of it"));
    }
    refuse(wrong)?;
    row.action_done_on = Some(on);
    row.action_done_words = Some(words.trim().to_owned());
    cx.describe("Finished an action of a volunteer’s supervision", None);
    cx.update(&mut row)
}

/// Records what a volunteer claims back.
///
/// # Errors
/// Refuses a day to come, no words, and an amount that cannot be meant.
pub fn claim(cx: &mut Cx<'_>, id: VolunteerId, on: Date, what: &str, pence: i64) -> Result<EntryId> {
    hold(cx, id, None)?;
    let today = cx.today();
    let most = policy(cx)?.number(MOST_EXPENSE, today)?;
    let mut wrong = Vec::new();
    if on > today {
        wrong.push(Refusal::new("on", "in_future", "The day must be today or in the past"));
    }
    if what.trim().is_empty() {
        wrong.push(Refusal::new("what", "missing", "Say what it was for"));
    }
    if pence <= 0 || pence > most {
        let words = format!("The amount must be more than nothing and at most {}", kernel::words::pounds(most));
        wrong.push(Refusal::new("amount", "out_of_range", words));
    }
    refuse(wrong)?;
    let row = Expense {
        volunteer_id: id,
        id: cx.new_id(),
        on_day: on,
        what: what.trim().to_owned(),
        pence,
        state: ExpenseState::Claimed,
        decided_on: None,
        decided_by: None,
        decided_why: None,
        recorded_at: cx.now(),
        version: 1,
    };
    cx.describe("Recorded a volunteer’s claim", None);
    cx.insert(&row)?;
    Ok(row.id)
}

/// Pays a claim, or refuses it with a reason.
///
/// # Errors
/// Refuses a claim that was decided, and a refusal without a reason.
pub fn decide_claim(cx: &mut Cx<'_>, id: VolunteerId, claim: EntryId, paid: bool, why: Option<&str>) -> Result<()> {
    hold(cx, id, None)?;
    let mut row = cx.need::<Expense>(params![id, claim])?;
    if row.state != ExpenseState::Claimed {
        return Err(Refusal::of_request("decided", "This claim was decided already").into());
    }
    if !paid && some_text(why).is_none() {
        return Err(Failure::refused("why", "no_reason", "Say why it is refused"));
    }
    row.state = if paid { ExpenseState::Paid } else { ExpenseState::Refused };
    row.decided_on = Some(cx.today());
    row.decided_by = Some(cx.actor().name().to_owned());
    row.decided_why = some_text(why);
    cx.describe(if paid { "Paid a volunteer’s claim" } else { "Refused a volunteer’s claim" }, None);
    cx.update(&mut row)
}

/// Everybody whose record belongs to this person, for those that keep one id.
pub(crate) fn survivor(cx: &mut Cx<'_>, record: PersonId) -> Result<PersonId> {
    Ok(keys_of(cx, record)?.survivor)
}
