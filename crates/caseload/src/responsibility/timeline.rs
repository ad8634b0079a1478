//! The history of one person's holders. Within one run of supervision each stint begins at the instant at which the
//! one before it ended, at most one stint is open, and it is the last.

use super::Holder;
use kernel::{AllocationId, Instant, Refusal, StaffId, TeamId};

/// How a stint ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ending {
    pub at: Instant,
    /// True where supervision itself ended, so that no stint follows at that instant.
    pub supervision_ended: bool,
}

/// A run of time for which one holder had the person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stint {
    pub id: AllocationId,
    pub from: Instant,
    pub ending: Option<Ending>,
    pub holder: Holder,
    /// The team that answers for the person, whoever holds them.
    pub team: TeamId,
}

/// What is wrong with a list of stints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// Two stints overlap, or stand in the wrong order.
    Overlap(AllocationId),
    /// Time passed between two stints although supervision had not ended.
    Hole(AllocationId),
    /// A stint without an end is not the last.
    OpenBefore(AllocationId),
    /// The last stint was left as if another followed.
    LeftHanging(AllocationId),
}

/// How many members of staff a person has had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Served {
    /// Distinct officers to whom the person was allocated. One who came back from leave counts once.
    pub officers: usize,
    /// Distinct others who only covered.
    pub covers: usize,
}

/// All stints of a person, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Timeline(Vec<Stint>);

impl Timeline {
    /// # Errors
    /// The first [`Flaw`] in what was read.
    pub fn read(mut stints: Vec<Stint>) -> Result<Timeline, Flaw> {
        stints.sort_by_key(|s| (s.from, s.id));
        let timeline = Timeline(stints);
        timeline.flaw().map_or(Ok(timeline), Err)
    }

    #[must_use]
    pub fn stints(&self) -> &[Stint] {
        &self.0
    }

    /// The stint that is open, if the person is supervised.
    #[must_use]
    pub fn current(&self) -> Option<&Stint> {
        self.0.last().filter(|s| s.ending.is_none())
    }

    /// The stint at an instant; a stint holds from its beginning up to but not with its end.
    #[must_use]
    pub fn at(&self, at: Instant) -> Option<&Stint> {
        self.0.iter().rev().find(|s| s.from <= at && s.ending.is_none_or(|e| at < e.at))
    }

    /// Supervision begins: the person stands on the team's unallocated list from now.
    ///
    /// # Errors
    /// `already_supervised`, `out_of_order`.
    pub fn begin(&mut self, id: AllocationId, at: Instant, team: TeamId) -> Result<(), Refusal> {
        if self.current().is_some() {
            return Err(Refusal::of_request("already_supervised", "This person is already under supervision"));
        }
        self.in_order(at)?;
        let holder = Holder::Unallocated { awaiting: None };
        self.0.push(Stint { id, from: at, ending: None, holder, team });
        Ok(())
    }

    /// Moves the person to another holder, or to another team.
    ///
    /// # Errors
    /// `not_supervised`, `out_of_order`, `no_change`.
    pub fn pass(&mut self, id: AllocationId, at: Instant, holder: Holder, team: TeamId) -> Result<(), Refusal> {
        self.in_order(at)?;
        let current = self.open_mut()?;
        if current.holder == holder && current.team == team {
            return Err(Refusal::of_request("no_change", "This person is already with them"));
        }
        current.ending = Some(Ending { at, supervision_ended: false });
        self.0.push(Stint { id, from: at, ending: None, holder, team });
        Ok(())
    }

    /// The last order, custodial sentence or licence ended.
    ///
    /// # Errors
    /// `not_supervised`, `out_of_order`.
    pub fn end(&mut self, at: Instant) -> Result<(), Refusal> {
        self.in_order(at)?;
        self.open_mut()?.ending = Some(Ending { at, supervision_ended: true });
        Ok(())
    }

    /// How many officers, and how many other people as cover.
    #[must_use]
    pub fn served(&self) -> Served {
        let mut officers: Vec<StaffId> = Vec::new();
        let mut covers: Vec<StaffId> = Vec::new();
        for stint in &self.0 {
            match stint.holder {
                Holder::Officer(officer) => officers.push(officer),
                Holder::Cover { cover, .. } => covers.push(cover),
                Holder::Unallocated { .. } => {}
            }
        }
        covers.retain(|c| !officers.contains(c));
        Served { officers: distinct(officers), covers: distinct(covers) }
    }

    fn open_mut(&mut self) -> Result<&mut Stint, Refusal> {
        self.0
            .last_mut()
            .filter(|s| s.ending.is_none())
            .ok_or_else(|| Refusal::of_request("not_supervised", "This person is not under supervision"))
    }

    fn in_order(&self, at: Instant) -> Result<(), Refusal> {
        let latest = self.0.last().map(|s| s.ending.map_or(s.from, |e| e.at));
        if latest.is_some_and(|latest| at < latest) {
            return Err(Refusal::of_request("out_of_order", "Somebody has recorded a later change of officer"));
        }
        Ok(())
    }

    fn flaw(&self) -> Option<Flaw> {
        for pair in self.0.windows(2) {
            let [before, after] = pair else { continue };
            match before.ending {
                None => return Some(Flaw::OpenBefore(before.id)),
                Some(ending) if ending.at > after.from || before.from > ending.at => {
                    return Some(Flaw::Overlap(after.id));
                }
                Some(ending) if !ending.supervision_ended && ending.at < after.from => {
                    return Some(Flaw::Hole(after.id));
                }
                Some(_) => {}
            }
        }
        let last = self.0.last()?;
        last.ending.filter(|e| !e.supervision_ended).map(|_| Flaw::LeftHanging(last.id))
    }
}

fn distinct(mut staff: Vec<StaffId>) -> usize {
    staff.sort_unstable();
    staff.dedup();
    staff.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::example::{id, staff, team};

    fn begun() -> Timeline {
        let mut timeline = Timeline::default();
        timeline.begin(id(1), Instant(10), team(1)).unwrap();
        timeline
    }

    #[test]
    fn supervision_begins_on_the_unallocated_list() {
        assert_eq!(begun().current().unwrap().holder, Holder::Unallocated { awaiting: None });
    }

    #[test]
    fn the_end_of_one_stint_is_the_beginning_of_the_next() {
        let mut timeline = begun();
        timeline.pass(id(2), Instant(20), Holder::Officer(staff(1)), team(1)).unwrap();
        assert_eq!(timeline.at(Instant(19)).unwrap().id, id(1));
        assert_eq!(timeline.at(Instant(20)).unwrap().id, id(2));
        assert_eq!(timeline.at(Instant(9)), None);
    }

    #[test]
    fn an_officer_who_returns_from_leave_is_not_counted_as_another_officer() {
        let mut timeline = begun();
        timeline.pass(id(2), Instant(20), Holder::Officer(staff(1)), team(1)).unwrap();
        let cover = Holder::Cover { officer: staff(1), cover: staff(2), officer_left: false };
        timeline.pass(id(3), Instant(30), cover, team(1)).unwrap();
        timeline.pass(id(4), Instant(40), Holder::Officer(staff(1)), team(1)).unwrap();
        assert_eq!(timeline.served(), Served { officers: 1, covers: 1 });
    }

    #[test]
    fn a_change_cannot_be_recorded_before_one_already_made() {
        let refusal = begun().pass(id(2), Instant(9), Holder::Officer(staff(1)), team(1)).unwrap_err();
        assert_eq!(refusal.code, "out_of_order");
    }

    #[test]
    fn a_hole_between_two_officers_is_found_when_the_history_is_read() {
        let mut timeline = begun();
        timeline.pass(id(2), Instant(20), Holder::Officer(staff(1)), team(1)).unwrap();
        let mut stints = timeline.stints().to_vec();
        stints[1].from = Instant(21);
        assert_eq!(Timeline::read(stints), Err(Flaw::Hole(id(2))));
    }

    #[test]
    fn time_may_pass_between_two_runs_of_supervision() {
        let mut timeline = begun();
        timeline.end(Instant(20)).unwrap();
        timeline.begin(id(2), Instant(50), team(1)).unwrap();
        assert!(Timeline::read(timeline.stints().to_vec()).is_ok());
        assert_eq!(timeline.at(Instant(30)), None);
    }
}
