//! Recording a serious further offence, what was done by when, and what was learned. Each keeps the managers' list in step.

use super::policy::deadlines;
use super::rules::{Due, check_days, check_done, due_on, held_before};
use super::store::{FurtherOffence, LearningAction, Listed, StepDone, learning, one, steps, tiers};
use crate::harm::harm_standing_on;
use contacts::Entry;
use kernel::{Date, EntryId, Refusal, StaffId};
use law::{Law, Nation};
use people::OpenPerson;
use store::{Cx, Failure, Result, params, refuse};

/// The type of log entry that a serious further offence writes.
const LOGGED: &str = "TRSK";

/// What is told of a new offence.
#[derive(Clone, Debug)]
pub struct Telling {
    pub happened_on: Date,
    pub learned_on: Date,
    pub charged_on: Option<Date>,
    pub offence: String,
    pub circumstances: String,
}

/// What is learned and done.
#[derive(Clone, Debug)]
pub struct Learning {
    pub learning: String,
    pub what: String,
    pub owner: StaffId,
    pub due_on: Date,
}

fn blank(field: &'static str, text: &str, words: &'static str) -> Option<Refusal> {
    text.trim().is_empty().then(|| Refusal::new(field, "missing", words))
}

/// Records an offence with what was held on its day.
///
/// # Errors
/// What [`check_days`] refuses; `missing` words.
pub fn record(cx: &mut Cx<'_>, open: &OpenPerson, telling: &Telling) -> Result<EntryId> {
    let mut wrong = check_days(telling.happened_on, telling.learned_on, telling.charged_on, cx.today());
    wrong.extend(blank("offence", &telling.offence, "Say which offence"));
    wrong.extend(blank("circumstances", &telling.circumstances, "Say what is known"));
    refuse(wrong)?;
    let standing = harm_standing_on(cx, &open.keys, telling.happened_on)?;
    let tiers = tiers(cx, &open.keys)?;
    let held = held_before(&standing, &tiers, telling.happened_on);
    let team = match cx.actor().staff() {
        Some(staff) => Some(organisation::staff_line(cx, staff)?.team),
        None => None,
    };
    let row = FurtherOffence {
        person_id: open.keys.survivor,
        id: cx.new_id(),
        happened_on: telling.happened_on,
        learned_on: telling.learned_on,
        charged_on: telling.charged_on,
        offence: telling.offence.trim().to_owned(),
        circumstances: telling.circumstances.trim().to_owned(),
        team_id: team,
        held_before: serde_json::to_value(&held).map_err(|e| Failure::broken(e.to_string()))?,
        recorded_at: cx.now(),
        recorded_by: cx.actor().name().to_owned(),
        withdrawn_at: None,
        withdrawn_by: None,
        withdrawn_why: None,
        version: 1,
    };
    cx.describe(format!("Recorded a serious further offence of {}", row.happened_on), None);
    cx.insert(&row)?;
    let title = format!("Serious further offence: {}", row.offence);
    contacts::enter(cx, Entry::new(row.person_id, LOGGED, row.learned_on, title))?;
    list_anew(cx, &row)?;
    Ok(row.id)
}

/// Takes an offence back that was recorded in error; it stays in the record with the reason.
///
/// # Errors
/// `no_reason`; `withdrawn` when it was taken back already; [`Failure::Stale`].
pub(super) fn withdraw(cx: &mut Cx<'_>, open: &OpenPerson, id: EntryId, why: &str) -> Result<()> {
    let mut row = standing(cx, open, id)?;
    refuse(blank("why", why, "Say why it was recorded in error").into_iter().collect())?;
    cx.describe("Took back a serious further offence recorded in error", Some(why));
    row.withdrawn_at = Some(cx.now());
    row.withdrawn_by = Some(cx.actor().name().to_owned());
    row.withdrawn_why = Some(why.trim().to_owned());
    cx.update(&mut row)?;
    list_anew(cx, &row)
}

fn standing(cx: &mut Cx<'_>, open: &OpenPerson, id: EntryId) -> Result<FurtherOffence> {
    let row = one(cx, &open.keys, id)?;
    if row.withdrawn_at.is_some() {
        return Err(Failure::refused("", "withdrawn", "This was recorded in error and has been taken back"));
    }
    if row.person_id != open.keys.survivor {
        let words = "This lies on a record that was merged into this one: it can be read and not changed";
        return Err(Failure::refused("", "merged", words));
    }
    Ok(row)
}

/// What is due after an offence, with what was done.
pub(super) fn due(cx: &mut Cx<'_>, offence: &FurtherOffence) -> Result<Vec<Due>> {
    let done = steps(cx, offence)?;
    due_of(cx, offence, &done)
}

/// The same, from what was done after any of a person's offences.
pub(super) fn due_of(cx: &mut Cx<'_>, offence: &FurtherOffence, done: &[StepDone]) -> Result<Vec<Due>> {
    let law = cx.part::<Law>()?;
    let days = law.working_days(Nation::EnglandAndWales);
    let rows = deadlines(cx, offence.learned_on)?.into_iter().map(|deadline| {
        let step = done.iter().find(|step| step.offence_id == offence.id && step.code == deadline.code);
        Due {
            due_on: step.map_or_else(|| due_on(&deadline, offence.learned_on, days), |step| step.due_on),
            done_on: step.map(|step| step.done_on),
            code: deadline.code,
            words: deadline.words,
            assumed: deadline.assumed,
            source: deadline.source,
        }
    });
    Ok(rows.collect())
}

/// Records that something due was done.
///
/// # Errors
/// `already_done`; `out_of_order`; [`Failure::NotFound`] for something that is not due.
pub(super) fn complete(
    cx: &mut Cx<'_>,
    open: &OpenPerson,
    id: EntryId,
    code: &str,
    done_on: Date,
    note: Option<&str>,
) -> Result<()> {
    let offence = standing(cx, open, id)?;
    let due = due(cx, &offence)?.into_iter().find(|due| due.code == code).ok_or(Failure::NotFound)?;
    if due.done_on.is_some() {
        return Err(Failure::refused("done_on", "already_done", "Somebody has recorded this already"));
    }
    refuse(check_done(done_on, offence.learned_on, cx.today()).into_iter().collect())?;
    cx.describe(format!("After a serious further offence: {}", due.words), note);
    let step = StepDone {
        person_id: offence.person_id,
        id: cx.new_id(),
        offence_id: offence.id,
        code: due.code,
        due_on: due.due_on,
        done_on,
        note: note.map(|n| n.trim().to_owned()).filter(|n| !n.is_empty()),
        author: cx.actor().name().to_owned(),
        recorded_at: cx.now(),
    };
    cx.insert(&step)?;
    list_anew(cx, &offence)
}

/// Records something learned, with what is done about it, by whom and by when.
///
/// # Errors
/// `missing` words; `not_ahead`; [`Failure::NotFound`].
pub fn learn(cx: &mut Cx<'_>, open: &OpenPerson, id: EntryId, new: &Learning) -> Result<EntryId> {
    let offence = standing(cx, open, id)?;
    let mut wrong: Vec<Refusal> = blank("learning", &new.learning, "Say what was learned").into_iter().collect();
    wrong.extend(blank("what", &new.what, "Say what is done about it"));
    if new.due_on < cx.today() {
        wrong.push(Refusal::new("due_on", "not_ahead", "Enter today or a later day"));
    }
    refuse(wrong)?;
    let owner = organisation::staff_line(cx, new.owner)?;
    cx.describe(format!("Recorded learning after a serious further offence, for {} to act on", owner.name), None);
    let row = LearningAction {
        person_id: offence.person_id,
        id: cx.new_id(),
        offence_id: offence.id,
        learning: new.learning.trim().to_owned(),
        what: new.what.trim().to_owned(),
        owner_id: new.owner,
        due_on: new.due_on,
        author: cx.actor().name().to_owned(),
        recorded_at: cx.now(),
        done_on: None,
        done_by: None,
        outcome: None,
        version: 1,
    };
    cx.insert(&row)?;
    list_anew(cx, &offence)?;
    Ok(row.id)
}

/// Records what became of an action.
///
/// # Errors
/// `already_done`; `missing` outcome; `out_of_order`; [`Failure::Stale`] when it changed since it was read.
pub(super) fn finish(
    cx: &mut Cx<'_>,
    open: &OpenPerson,
    (id, action): (EntryId, EntryId),
    done_on: Date,
    outcome: &str,
) -> Result<()> {
    let offence = standing(cx, open, id)?;
    let mut row = cx.need::<LearningAction>(params![offence.person_id, action])?;
    if row.offence_id != offence.id {
        return Err(Failure::NotFound);
    }
    if row.done_on.is_some() {
        return Err(Failure::refused("done_on", "already_done", "Somebody has recorded this already"));
    }
    let mut wrong: Vec<Refusal> = check_done(done_on, offence.learned_on, cx.today()).into_iter().collect();
    wrong.extend(blank("outcome", outcome, "Say what became of it"));
    refuse(wrong)?;
    cx.describe("Finished an action after a serious further offence", Some(outcome));
    row.done_on = Some(done_on);
    row.done_by = Some(cx.actor().name().to_owned());
    row.outcome = Some(outcome.trim().to_owned());
    cx.update(&mut row)?;
    list_anew(cx, &offence)
}

/// Writes the row of the managers' list anew; an offence that was taken back leaves it.
fn list_anew(cx: &mut Cx<'_>, offence: &FurtherOffence) -> Result<()> {
    let gone = "DELETE FROM view_further_offence WHERE person_id = $1 AND offence_id = $2";
    cx.execute(gone, params![offence.person_id, offence.id])?;
    if offence.withdrawn_at.is_some() {
        return Ok(());
    }
    let next = due(cx, offence)?.into_iter().filter(|due| due.done_on.is_none()).min_by_key(|due| due.due_on);
    let open: Vec<LearningAction> = learning(cx, offence)?.into_iter().filter(|a| a.done_on.is_none()).collect();
    cx.insert(&Listed {
        person_id: offence.person_id,
        offence_id: offence.id,
        team_id: offence.team_id,
        learned_on: offence.learned_on,
        next_step: next.as_ref().map(|due| due.words.clone()),
        next_due: next.map(|due| due.due_on),
        open_actions: i64::try_from(open.len()).unwrap_or(i64::MAX),
        action_due: open.iter().map(|a| a.due_on).min(),
    })
}
