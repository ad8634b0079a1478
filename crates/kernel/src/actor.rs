//! Who does it. Comes in as an argument with the clock; nothing is ambient.

use crate::{ClientId, StaffId, UserId};
use uuid::Uuid;

/// Who asked for a read or a write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// Somebody who signed in. `staff` is the member of staff that the account belongs to, if any.
    User { id: UserId, staff: Option<StaffId>, name: String },
    /// A program with a bearer secret.
    Client { id: ClientId, name: String },
    /// Throughcare itself: a job, a command line, a listener.
    System { part: &'static str },
    /// Nobody yet: the sign-in page.
    Nobody,
}

impl Actor {
    /// The name that the ledger keeps, readable years later.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Actor::User { name, .. } | Actor::Client { name, .. } => name,
            Actor::System { part } => part,
            Actor::Nobody => "nobody",
        }
    }

    /// `user`, `client`, `system` or `nobody`.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Actor::User { .. } => "user",
            Actor::Client { .. } => "client",
            Actor::System { .. } => "system",
            Actor::Nobody => "nobody",
        }
    }

    #[must_use]
    pub fn id(&self) -> Option<Uuid> {
        match self {
            Actor::User { id, .. } => Some(id.0),
            Actor::Client { id, .. } => Some(id.0),
            Actor::System { .. } | Actor::Nobody => None,
        }
    }

    #[must_use]
    pub fn staff(&self) -> Option<StaffId> {
        match self {
            Actor::User { staff, .. } => *staff,
            _ => None,
        }
    }
}
