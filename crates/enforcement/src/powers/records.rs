//! The rows of powers that were used. A use is kept with what the law said that day; taking it back fills in who, when and why.

use super::curfew::CurfewChange;
use kernel::{Date, DocumentId, Instant, OrderId, PersonId, PowerId};
use store::{Kind, Record, Table, record};
use uuid::Uuid;

record! {
    /// One use of a power.
    pub struct PowerUse in "power_use", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: PowerId,
        pub order_id: OrderId,
        /// Code of a power in `law`.
        pub power: String,
        pub used_on: Date,
        pub starts_on: Date,
        /// The last day; none: to the end of the order.
        pub ends_on: Option<Date>,
        /// A code of the policy's reasons, where the power asks for one.
        pub reason_code: Option<String>,
        pub reason: String,
        /// What the person is told to do, or what changes.
        pub words: String,
        /// The facts and reasons by which the law allowed it, with the version of the law.
        pub allowed_by: serde_json::Value,
        pub document_id: Option<DocumentId>,
        pub used_at: Instant,
        pub used_by: String,
        pub used_by_id: Option<Uuid>,
        pub undone_on: Option<Date>,
        pub undone_by: Option<String>,
        pub undone_why: Option<String>,
        pub version: i64,
        /// How a curfew stood and stands: [`CurfewChange`].
        pub curfew: Option<serde_json::Value>,
    }
}

pub(crate) const TABLES: &[&Table] = &[<PowerUse as Record>::TABLE];

impl PowerUse {
    /// The curfew before and now, where a curfew was moved.
    #[must_use]
    pub fn curfew_change(&self) -> Option<CurfewChange> {
        self.curfew.clone().and_then(|kept| serde_json::from_value(kept).ok())
    }

    /// It holds on a day: begun, not over, and not taken back by then.
    #[must_use]
    pub fn holds_on(&self, day: Date) -> bool {
        self.starts_on <= day
            && self.ends_on.is_none_or(|last| day <= last)
            && self.undone_on.is_none_or(|undone| day < undone)
    }
}
