//! Asking for a reallocation: who moves, to whom, why, and what is handed over with them. Nothing has moved yet when this
//! is done; the job begins with the commit.

use super::job::REALLOCATION_JOB;
use super::store::{MoveState, PersonMove, Reallocation};
use crate::actions::holds_cases;
use crate::facts::absent;
use crate::policy::{ReasonKind, shipped};
use crate::responsibility::Presence;
use kernel::{Actor, ChainId, EntryId, PersonId, Refusal, Refusals, StaffId};
use organisation::StaffLine;
use std::collections::BTreeSet;
use store::{Cx, Failure, Result, params};
use uuid::Uuid;

/// Who moves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WhoMoves {
    /// Everybody on the list of the officer, own and covered.
    Everybody,
    These(Vec<PersonId>),
}

/// What a manager asks for.
#[derive(Clone, Debug)]
pub struct NewReallocation {
    pub from: StaffId,
    pub to: StaffId,
    pub who: WhoMoves,
    /// The code of a reason for allocating.
    pub reason: String,
    pub note: String,
    /// Handover notes by the code of their item.
    pub items: Vec<(String, String)>,
    /// The earlier one whose people are allocated back.
    pub undoes: Option<EntryId>,
}

/// Asks for a reallocation, which a job then does. Gives its id.
///
/// # Errors
/// `same_officer`, `not_present`, `not_practitioner`, `unknown_reason`, `note_needed`, `unknown_item`, `nobody`.
pub fn begin_reallocation(cx: &mut Cx<'_>, new: &NewReallocation) -> Result<EntryId> {
    let id: EntryId = cx.new_id();
    cx.lock(ChainId(id.0))?;
    let (from, to) = (organisation::staff_line(cx, new.from)?, organisation::staff_line(cx, new.to)?);
    let present = absent(cx)?.get(&to.id).is_none_or(|p| *p == Presence::Here);
    let practitioner = holds_cases(cx, &to.grade)?;
    let mut wrong = check(new, present, practitioner)?;
    let (listed, gone) = who(cx, new)?;
    if listed.is_empty() && gone.is_empty() {
        wrong.push(Refusal::new("people", "nobody", "Select who moves"));
    }
    if !wrong.is_empty() {
        return Err(Failure::from(Refusals(wrong)));
    }
    let total = i64::try_from(listed.len() + gone.len()).unwrap_or(i64::MAX);
    cx.describe(format!("Asked to move {total} people from {} to {}", from.name, to.name), Some(&new.note));
    cx.insert(&row(cx, id, new, total))?;
    cx.insert_all(&moves(cx, id, &from, listed, gone))?;
    let now = cx.now();
    cx.enqueue(REALLOCATION_JOB, serde_json::json!({ "reallocation": id }), now)?;
    Ok(id)
}

fn check(new: &NewReallocation, present: bool, practitioner: bool) -> Result<Vec<Refusal>> {
    let known = shipped().map_err(Failure::Broken)?;
    let mut wrong = Vec::new();
    let mut no = |field: &str, code, words: &str| wrong.push(Refusal::new(field, code, words));
    if new.from == new.to {
        no("officer", "same_officer", "Select another officer: these people are with this one");
    }
    if !present {
        no("officer", "not_present", "Select somebody who is at work: this officer is away or has left");
    }
    if !practitioner {
        no("officer", "not_practitioner", "Select a practitioner");
    }
    match known.reasons.iter().find(|r| r.code == new.reason) {
        Some(r) if r.kind != ReasonKind::First => {
            if r.code == "OTH" && new.note.trim().is_empty() {
                no("note", "note_needed", "Say what the reason is");
            }
        }
        _ => no("reason", "unknown_reason", "Select why these people move from one officer to another"),
    }
    for (item, _) in &new.items {
        if !known.items.iter().any(|known| known.code == *item) {
            no("items", "unknown_item", &format!("There is no item of handover called {item}"));
        }
    }
    Ok(wrong)
}

/// Those who are on the officer's list, and those of the asked who are not any more.
fn who(cx: &mut Cx<'_>, new: &NewReallocation) -> Result<(Vec<PersonId>, Vec<PersonId>)> {
    let sql = "SELECT person_id FROM view_caseload WHERE list_kind IN ('officer', 'cover') AND list_id = $1";
    let listed: BTreeSet<PersonId> =
        cx.query(sql, params![new.from])?.iter().map(|row| row.get(0)).collect::<Result<_>>()?;
    Ok(match &new.who {
        WhoMoves::Everybody => (listed.into_iter().collect(), Vec::new()),
        WhoMoves::These(asked) => {
            let asked: BTreeSet<PersonId> = asked.iter().copied().collect();
            asked.into_iter().partition(|person| listed.contains(person))
        }
    })
}

fn row(cx: &Cx<'_>, id: EntryId, new: &NewReallocation, total: i64) -> Reallocation {
    let (asker_id, asker_staff_id) = match cx.actor() {
        Actor::User { id, staff, .. } => (Some(id.0), *staff),
        Actor::Client { id, .. } => (Some(id.0), None),
        Actor::System { .. } | Actor::Nobody => (None::<Uuid>, None),
    };
    let items: serde_json::Map<String, serde_json::Value> =
        new.items.iter().map(|(code, note)| (code.clone(), note.clone().into())).collect();
    Reallocation {
        id,
        from_staff_id: new.from,
        to_staff_id: new.to,
        reason: new.reason.clone(),
        note: Some(new.note.trim().to_owned()).filter(|note| !note.is_empty()),
        items: items.into(),
        undoes_id: new.undoes,
        asked_at: cx.now(),
        asked_by: cx.actor().name().to_owned(),
        asker_kind: cx.actor().kind().to_owned(),
        asker_id,
        asker_staff_id,
        total,
    }
}

fn moves(cx: &Cx<'_>, id: EntryId, from: &StaffLine, listed: Vec<PersonId>, gone: Vec<PersonId>) -> Vec<PersonMove> {
    let line = |person_id, state, why: Option<String>| PersonMove {
        reallocation_id: id,
        person_id,
        state,
        done_at: why.is_some().then(|| cx.now()),
        why,
    };
    let gone_words = format!("Was not on the list of {} when this began", from.name);
    let waiting = listed.into_iter().map(|person| line(person, MoveState::Waiting, None));
    let gone = gone.into_iter().map(|person| line(person, MoveState::Left, Some(gone_words.clone())));
    waiting.chain(gone).collect()
}
