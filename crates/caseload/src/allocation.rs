//! Whether a person may be given to an officer, an officer's people to a cover, and a tier to a person. The caller says
//! which stint its page showed, so that of two managers who allocate the same person the second is told.

use crate::policy::{Reason, ReasonKind, TIERS};
use crate::responsibility::{Holder, Stint};
use kernel::{AllocationId, Refusal, StaffId, TeamId};

/// A member of staff to whom a person might go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    pub staff: StaffId,
    /// Neither away today nor left.
    pub present: bool,
    /// Holds people at all: a practitioner, not an administrator.
    pub practitioner: bool,
    /// May open the record: not excluded from it, and inside any restriction.
    pub may_open: bool,
}

/// What a manager asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request<'a> {
    /// The open stint when the page was shown.
    pub seen: AllocationId,
    pub officer: StaffId,
    pub team: TeamId,
    pub reason: &'a str,
    pub note: &'a str,
}

/// The new holder, if the request stands.
///
/// # Errors
/// `already_allocated` when somebody else moved the person after the page was shown; `not_present`, `not_practitioner`,
/// `may_not_open`, `same_officer`, `unknown_reason`, `note_needed`.
pub fn check_allocation(
    current: &Stint,
    request: &Request<'_>,
    candidate: Candidate,
    reasons: &[Reason],
) -> Result<Holder, Vec<Refusal>> {
    if current.id != request.seen {
        let words = "Somebody else has moved this person since you opened the page. Look at where they are now";
        return Err(vec![Refusal::of_request("already_allocated", words)]);
    }
    let mut wrong = Vec::new();
    let mut no = |field: &str, code, words: &str| wrong.push(Refusal::new(field, code, words));
    if !candidate.present {
        no("officer", "not_present", "Select somebody who is at work: this officer is away or has left");
    }
    if !candidate.practitioner {
        no("officer", "not_practitioner", "Select a practitioner");
    }
    if !candidate.may_open {
        no("officer", "may_not_open", "Select somebody who may open this record");
    }
    if current.holder == Holder::Officer(request.officer) && current.team == request.team {
        no("officer", "same_officer", "This person is already with this officer");
    }
    let kind = if matches!(current.holder, Holder::Officer(_)) { ReasonKind::Change } else { ReasonKind::First };
    match reasons.iter().find(|r| r.code == request.reason) {
        None => no("reason", "unknown_reason", "Select a reason"),
        Some(r) if kind == ReasonKind::Change && r.kind == ReasonKind::First => {
            no("reason", "unknown_reason", "Select why the person moves from one officer to another");
        }
        Some(r) if r.code == "OTH" && request.note.trim().is_empty() => {
            no("note", "note_needed", "Say what the reason is")
        }
        Some(_) => {}
    }
    if wrong.is_empty() { Ok(Holder::Officer(request.officer)) } else { Err(wrong) }
}

/// Whether `cover` may act for `officer`.
///
/// # Errors
/// `own_cover`; `not_present` when the cover is away or has left; `not_practitioner`.
pub fn check_cover(officer: StaffId, cover: Candidate) -> Result<(), Refusal> {
    if cover.staff == officer {
        return Err(Refusal::new("cover", "own_cover", "Nobody can cover for themself"));
    }
    if !cover.present {
        return Err(Refusal::new("cover", "not_present", "Select somebody who is at work: they are away or have left"));
    }
    if !cover.practitioner {
        return Err(Refusal::new("cover", "not_practitioner", "Select a practitioner"));
    }
    Ok(())
}

/// Whether a manager may record this tier.
///
/// # Errors
/// `unknown_tier`, `no_reason`, `same_tier`.
pub fn check_tier(tier: &str, reason: &str, current: Option<&str>) -> Result<(), Vec<Refusal>> {
    let mut wrong = Vec::new();
    if !TIERS.contains(&tier) {
        wrong.push(Refusal::new("tier", "unknown_tier", "Select a tier from A to G"));
    } else if current == Some(tier) {
        wrong.push(Refusal::new("tier", "same_tier", "This is the tier already recorded"));
    }
    if reason.trim().is_empty() {
        wrong.push(Refusal::new("reason", "no_reason", "Say why this tier fits the person"));
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::example::{id, staff, team};
    use crate::policy::shipped;
    use kernel::Instant;

    fn waiting() -> Stint {
        let holder = Holder::Unallocated { awaiting: None };
        Stint { id: id(1), from: Instant(10), ending: None, holder, team: team(1) }
    }

    fn request(reason: &str) -> Request<'_> {
        Request { seen: id(1), officer: staff(1), team: team(1), reason, note: "" }
    }

    fn present(n: u128) -> Candidate {
        Candidate { staff: staff(n), present: true, practitioner: true, may_open: true }
    }

    fn codes(current: &Stint, request: &Request<'_>, candidate: Candidate) -> Vec<&'static str> {
        let reasons = &shipped().unwrap().reasons;
        check_allocation(current, request, candidate, reasons).unwrap_err().iter().map(|r| r.code).collect()
    }

    #[test]
    fn of_two_managers_the_second_is_told_that_the_person_has_moved() {
        let moved = Stint { id: id(2), ..waiting() };
        assert_eq!(codes(&moved, &request("IN1"), present(1)), ["already_allocated"]);
    }

    #[test]
    fn nobody_is_given_to_an_officer_who_is_away_or_may_not_open_the_record() {
        let away = Candidate { present: false, may_open: false, ..present(1) };
        assert_eq!(codes(&waiting(), &request("IN1"), away), ["not_present", "may_not_open"]);
    }

    #[test]
    fn a_move_between_officers_needs_a_reason_for_a_move() {
        let with_two = Stint { holder: Holder::Officer(staff(2)), ..waiting() };
        assert_eq!(codes(&with_two, &request("IN1"), present(1)), ["unknown_reason"]);
        assert_eq!(codes(&with_two, &request("OTH"), present(1)), ["note_needed"]);
        let reasons = &shipped().unwrap().reasons;
        let holder = check_allocation(&with_two, &request("OFL"), present(1), reasons);
        assert_eq!(holder, Ok(Holder::Officer(staff(1))));
    }

    #[test]
    fn nobody_covers_for_themself_and_no_cover_is_away() {
        assert_eq!(check_cover(staff(1), present(1)).unwrap_err().code, "own_cover");
        let away = Candidate { present: false, ..present(2) };
        assert_eq!(check_cover(staff(1), away).unwrap_err().code, "not_present");
    }

    #[test]
    fn a_tier_is_recorded_with_a_reason() {
        assert_eq!(check_tier("H", "", None).unwrap_err().len(), 2);
        assert_eq!(check_tier("B", "Assessed", Some("B")).unwrap_err()[0].code, "same_tier");
        assert_eq!(check_tier("B", "Assessed", None), Ok(()));
    }
}
