//! Giving a person to an officer. The manager's page says which stint it showed; whoever sends it second is told.

use super::moving::{Why, need_open, pass};
use crate::allocation::{Candidate, Request, check_allocation};
use crate::facts::absent;
use crate::policy::{Reason, shipped};
use crate::records::{Cause, HolderKind};
use crate::responsibility::Presence;
use kernel::{AllocationId, ChainId, PersonId, Refusals, StaffId, TeamId};
use store::{Cx, Failure, Result};

/// What the manager sends.
#[derive(Clone, Debug)]
pub struct Allocating {
    /// The open stint when the page was shown.
    pub seen: AllocationId,
    pub officer: StaffId,
    pub team: TeamId,
    /// The officer's name, for the ledger.
    pub officer_name: String,
    pub reason: String,
    pub note: String,
    /// A practitioner, so may hold people; the caller knows the grade.
    pub practitioner: bool,
}

/// What the ledger says of an allocation.
pub(crate) fn allocated_words(before: HolderKind, officer: &str) -> String {
    let verb = if before == HolderKind::Officer { "Reallocated" } else { "Allocated" };
    format!("{verb} to {officer}")
}

pub(crate) fn reason_words<'r>(reasons: &'r [Reason], code: &str) -> Option<&'r str> {
    reasons.iter().find(|r| r.code == code).map(|r| r.words.as_str())
}

/// Allocates or reallocates a person.
///
/// # Errors
/// What [`check_allocation`] refuses, among it `already_allocated` for the second of two managers.
pub fn allocate(cx: &mut Cx<'_>, person: PersonId, wanted: &Allocating) -> Result<AllocationId> {
    cx.lock(person.into())?;
    // The officer's chain too: they cannot be marked away between this look at the register and the commit.
    cx.lock(ChainId(wanted.officer.0))?;
    let open = need_open(cx, person)?;
    let present = absent(cx)?.get(&wanted.officer).is_none_or(|p| *p == Presence::Here);
    let keys = people::keys_of(cx, person)?;
    let may_open = access::staff_may_see(cx, wanted.officer, &keys)?;
    let candidate = Candidate { staff: wanted.officer, present, practitioner: wanted.practitioner, may_open };
    let request = Request {
        seen: wanted.seen,
        officer: wanted.officer,
        team: wanted.team,
        reason: &wanted.reason,
        note: &wanted.note,
    };
    let reasons = &shipped().map_err(Failure::Broken)?.reasons;
    let holder =
        check_allocation(&open.stint()?, &request, candidate, reasons).map_err(|no| Failure::from(Refusals(no)))?;
    cx.describe(allocated_words(open.holder, &wanted.officer_name), reason_words(reasons, &wanted.reason));
    let why = Why { cause: Cause::Allocated, reason: Some(&wanted.reason), note: Some(&wanted.note) };
    pass(cx, open, holder, wanted.team, &why)
}
