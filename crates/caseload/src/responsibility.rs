//! Who answers for a person, and who did before. A supervised person is always with exactly one of: their officer, a
//! named cover for that officer, or a team's unallocated list; the stints follow each other without a hole until
//! supervision ends. Knows nothing of why somebody is supervised, of names, or of today.

mod absence;
mod timeline;

pub use absence::{Presence, acting_for, settled};
pub use timeline::{Ending, Flaw, Served, Stint, Timeline};

use kernel::{StaffId, TeamId};

/// Who holds a person for a while.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holder {
    /// The officer to whom the person was allocated.
    Officer(StaffId),
    /// The officer is away or has left, and `cover` acts in their place. Where the officer has left somebody must still
    /// allocate the person anew: cover is not an officer of one's own.
    Cover { officer: StaffId, cover: StaffId, officer_left: bool },
    /// Nobody's: a manager of the team must allocate. `awaiting` is the officer who is away and takes the person back
    /// on return, if nobody has been found meanwhile.
    Unallocated { awaiting: Option<StaffId> },
}

/// The one list on which a person stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum List {
    Officer(StaffId),
    Cover(StaffId),
    Unallocated(TeamId),
}

impl Holder {
    /// The list, given the team that answers for the person.
    #[must_use]
    pub fn list(self, team: TeamId) -> List {
        match self {
            Holder::Officer(officer) => List::Officer(officer),
            Holder::Cover { cover, .. } => List::Cover(cover),
            Holder::Unallocated { .. } => List::Unallocated(team),
        }
    }

    /// Who acts for the person today: the officer, or the cover.
    #[must_use]
    pub fn acting(self) -> Option<StaffId> {
        match self {
            Holder::Officer(staff) | Holder::Cover { cover: staff, .. } => Some(staff),
            Holder::Unallocated { .. } => None,
        }
    }

    /// The officer to whom the person was last allocated and who has not left: present, or away and expected back.
    #[must_use]
    pub fn own_officer(self) -> Option<StaffId> {
        match self {
            Holder::Officer(officer) | Holder::Cover { officer, officer_left: false, .. } => Some(officer),
            Holder::Cover { officer_left: true, .. } => None,
            Holder::Unallocated { awaiting } => awaiting,
        }
    }

    /// Whether a manager must find the person an officer: on the unallocated list, or on cover for one who has left.
    #[must_use]
    pub fn needs_officer(self) -> bool {
        matches!(self, Holder::Unallocated { .. } | Holder::Cover { officer_left: true, .. })
    }
}
