//! Small invented ids for the tests of this room.

use kernel::{AllocationId, StaffId, TeamId};
use uuid::Uuid;

pub(crate) fn staff(n: u128) -> StaffId {
    StaffId(Uuid::from_u128(n))
}

pub(crate) fn team(n: u128) -> TeamId {
    TeamId(Uuid::from_u128(1_000 + n))
}

pub(crate) fn id(n: u128) -> AllocationId {
    AllocationId(Uuid::from_u128(2_000 + n))
}
