//! The room `provision`: who provides what, where, with how many places, who waits for it in which order, and when
//! somebody would really begin.
//!
//! Its words: a *provider* holds *contracts*; a *service* of the catalogue delivers requirements; an *offer* is a service
//! as one provider delivers it in one delivery unit; an *opening* is a day on which places become free, with a *group* or a
//! week; a *promise* is the date told to a court with how sure it was. Always true: a group is never over its places; a
//! list keeps its order but for recorded moves; a date is computed from places and the list in order, with its working, and
//! a promise once told is never changed. It does not know what a court decides or how a service is delivered.

mod availability;
mod catalogue;
mod groups;
mod offers;
mod promises;
mod providers;
pub mod start;
mod waiting;

pub use availability::{Availability, Cell, DeliveryEnd, Line, Quarter, Rural, Standing, availability};
pub use catalogue::{
    ForSex, ListCode, RateSource, Service, ServiceNeed, ServicePrerequisite, ServiceRate, ServiceRequirement,
};
pub use groups::{Booking, BookingState, Group, GroupSession, GroupState, SessionState};
pub use offers::{Offer, OfferStaff, OfferWeek, Opens, Reach};
pub use promises::{StartAnswer, StartPromise};
pub use providers::{Contract, ContractKind, ContractService, ContractUnit, Provider, ProviderKind};
pub use waiting::{MoveKind, WaitingEntry, WaitingLine, WaitingMove, WaitingState};

use store::{Listener, Table};

/// Runs a job of one kind.
type JobRunner = fn(&store::House, &serde_json::Value) -> store::Result<()>;

/// Every table of the room, subject by subject.
#[must_use]
pub fn tables() -> Vec<&'static Table> {
    [
        availability::TABLES,
        providers::TABLES,
        catalogue::TABLES,
        offers::TABLES,
        groups::TABLES,
        waiting::TABLES,
        promises::TABLES,
    ]
    .concat()
}

/// What the room hears of others, in this order.
#[must_use]
pub fn listeners() -> Vec<(&'static str, Listener)> {
    [availability::LISTENERS].concat()
}

/// Who runs which kind of job.
#[must_use]
pub fn jobs() -> Vec<(&'static str, JobRunner)> {
    Vec::new()
}

/// The pages and API calls of this room.
#[must_use]
pub fn routes() -> Vec<web::Route> {
    [availability::routes()].concat()
}
