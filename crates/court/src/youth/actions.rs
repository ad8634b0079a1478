//! Taking a young person on, deciding that youth justice keeps the case, and taking either back. What youth justice told for
//! the transfer is kept with the decision.

use super::{YouthOrder, YouthState};
use crate::inbox::{Choice, reasoned};
use crate::reading::About;
use crate::records::CourtMessage;
use crate::taking::{Placed, With, link, read_matter, settle, who};
use kernel::{ChainId, Crn, EntryId, PersonId, Refusal};
use store::{Cx, Failure, Result, params};

/// What youth justice told for the transfer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Transfer {
    pub maturity: Option<String>,
    pub education: Option<String>,
    pub safeguarding: Option<String>,
    /// Who works with them at youth justice.
    pub worker: Option<String>,
}

fn hold(cx: &mut Cx<'_>, id: EntryId, seen: Option<i64>) -> Result<YouthOrder> {
    cx.lock(ChainId(id.0))?;
    let row = cx.need::<YouthOrder>(params![id])?;
    match seen {
        Some(seen) if seen != row.version => {
            Err(Failure::Stale("Somebody else decided about this young person while you were working on it".into()))
        }
        _ => Ok(row),
    }
}

fn decided(cx: &Cx<'_>, row: &mut YouthOrder, state: YouthState, reason: &str) {
    row.state = state;
    row.decided_by = Some(cx.actor().name().to_owned());
    row.decided_at = Some(cx.now());
    row.reason = Some(reason.to_owned());
}

/// Takes the person on: onto a record that is there, or a new one with all that the court told. Gives the CRN.
///
/// # Errors
/// Without a reason, when they are not awaited, for a CRN that was never given, or when somebody decided since `seen`.
pub fn take_on_youth(
    cx: &mut Cx<'_>,
    id: EntryId,
    whom: &Choice,
    transfer: Transfer,
    reason: &str,
    seen: Option<i64>,
) -> Result<Crn> {
    let reason = reasoned(reason)?;
    let mut row = hold(cx, id, seen)?;
    if row.state != YouthState::Awaited {
        return Err(Refusal::of_request("decided", "Somebody decided about this young person already").into());
    }
    let matter = read_matter(cx, row.message_id, row.place)?;
    let About::Person(identity) = &matter.about else { return Err(Failure::NotFound) };
    cx.describe(format!("Took {} on from youth justice", row.who), Some(reason));
    let (person, crn): (PersonId, Crn) = match whom {
        Choice::Same(crn) => {
            let open = people::open(cx, crn)?;
            (open.keys.survivor, open.crn)
        }
        Choice::New => {
            let person = people::create(cx, who::new_person(identity, cx.today()))?;
            (person.person_id, person.crn)
        }
    };
    decided(cx, &mut row, YouthState::TakenOn, reason);
    row.taken_to = Some(person);
    row.taken_on = Some(cx.today());
    (row.maturity, row.education) = (transfer.maturity, transfer.education);
    (row.safeguarding, row.worker) = (transfer.safeguarding, transfer.worker);
    cx.update(&mut row)?;
    let received = cx.need::<CourtMessage>(params![row.message_id])?.received_at;
    let placed = Placed { message: row.message_id, place: row.place, received, matter: &matter };
    let by = cx.actor().name().to_owned();
    link(cx, &placed, person, reason, &by)?;
    Ok(crn)
}

/// Youth justice keeps the case beyond eighteen.
///
/// # Errors
/// Without a reason, or when they are not awaited.
pub fn leave_youth(cx: &mut Cx<'_>, id: EntryId, reason: &str, seen: Option<i64>) -> Result<()> {
    let reason = reasoned(reason)?;
    let mut row = hold(cx, id, seen)?;
    if row.state != YouthState::Awaited {
        return Err(Refusal::of_request("decided", "Somebody decided about this young person already").into());
    }
    cx.describe(format!("{} stays with youth justice", row.who), Some(reason));
    decided(cx, &mut row, YouthState::Stays, reason);
    cx.update(&mut row)
}

/// Takes either decision back: they are awaited again, and an order that came onto a record with them leaves it.
///
/// # Errors
/// Without a reason, or when nothing was decided.
pub fn take_youth_back(cx: &mut Cx<'_>, id: EntryId, reason: &str) -> Result<()> {
    let reason = reasoned(reason)?;
    let mut row = hold(cx, id, None)?;
    if !matches!(row.state, YouthState::TakenOn | YouthState::Stays) {
        return Err(Refusal::of_request("not_decided", "There is no decision here to take back").into());
    }
    cx.describe(format!("Took back the decision about {}", row.who), Some(reason));
    let person = row.taken_to.take();
    row.taken_on = None;
    decided(cx, &mut row, YouthState::Awaited, reason);
    cx.update(&mut row)?;
    let Some(person) = person else { return Ok(()) };
    let keys = people::keys_of(cx, person)?;
    cx.lock(keys.survivor.into())?;
    let born = cx.need::<people::Person>(params![keys.survivor])?.born;
    let arrived = cx.need::<CourtMessage>(params![row.message_id])?.received_at.local_date();
    settle(cx, &With { keys: &keys, message: row.message_id, arrived, born }).map(drop)
}
