//! The room `provision`: who provides what, where, with how many places, who waits for it in which order, and when
//! somebody would really begin.
//!
//! Its words: a *provider* holds *contracts*; a *service* of the catalogue delivers requirements; an *offer* is a service
//! as one provider delivers it in one delivery unit; an *opening* is a day on which places become free, with a *group* or a
//! week; a *promise* is the date told to a court with how sure it was. Always true: a group is never over its places; a
//! list keeps its order but for recorded moves; a date is computed from places and the list in order, with its working, and
//! a promise once told is never changed. It does not know what a court decides or how a service is delivered.

mod availability;
mod book;
mod bulk;
mod catalogue;
mod desk;
mod figures;
mod groups;
mod offers;
mod policy;
mod promises;
mod providers;
pub mod start;
mod waiting;

pub use availability::{
    Availability, Cell, Delivery, DeliveryEnd, Line, Quarter, Rural, Standing, availability, deliveries,
    figures_navigation,
};
pub use book::{Book, Days, book, overlap, runs_on};
pub use bulk::{BulkPromise, BulkStep, BulkWaiting, fill_groups, fill_offers, fill_waiting, fill_weeks};
pub use catalogue::{
    ForSex, ListCode, NEEDS, RISKS, RateFacts, RateSource, Service, ServiceFacts, ServiceNeed, ServicePrerequisite,
    ServiceRate, ServiceRequirement, add_service, amend_service, end_service, set_rate,
};
pub use groups::{
    Booking, BookingState, Group, GroupFacts, GroupLine, GroupSession, GroupState, SessionDay, SessionState,
    amend_group, bookings_of, cancel_group, finish_group, follow_sessions, group_by_id, groups_named, groups_of,
    groups_open, mark_session, plan_group, sessions_of,
};
pub use offers::{
    Offer, OfferFacts, OfferStaff, OfferWeek, Opens, Reach, add_offer, add_offer_staff, amend_offer, drop_week,
    end_offer, end_offer_staff, monday_of, set_week,
};
pub use promises::{
    KeptStart, PROMISE_JOB, PromiseLevel, PromiseLine, StartAnswer, StartPromise, fingerprint, keep_answer,
    kept_answers, late_of, promises_of, told,
};
pub use providers::{
    Contract, ContractFacts, ContractKind, ContractService, ContractUnit, Provider, ProviderFacts, ProviderKind,
    add_contract, add_provider, amend_contract, amend_provider, end_contract, end_provider, set_contract_services,
};
pub use start::{About, Asked, OfferStart, RequirementStart, Starts, offer_starts, start_dates, starts};
pub use waiting::{
    Joining, MoveKind, Order as ListOrder, Overtaking, PlaceIn, WaitingEntry, WaitingLine, WaitingMove, WaitingState,
    accept_place, ahead_of, begin, book_place, correct_beginning, correct_entry, entries_of, entry_of, give_back, join,
    leave, move_entry, moves_of, offer_place, offer_places, places_card, return_people, waiting_counts, waiting_lines,
    weeks_with_taken,
};

use store::{Listener, Table};

/// Runs a job of one kind.
type JobRunner = fn(&store::House, &serde_json::Value) -> store::Result<()>;

/// Every table of the room, subject by subject.
#[must_use]
pub fn tables() -> Vec<&'static Table> {
    [
        policy::TABLES,
        figures::TABLES,
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
    [&[("promises of start dates", promises::hear as Listener)], availability::LISTENERS].concat()
}

/// Who runs which kind of job.
#[must_use]
pub fn jobs() -> Vec<(&'static str, JobRunner)> {
    [waiting::JOBS, &[(PROMISE_JOB, promises::run_promise_job)]].concat()
}

/// The pages and API calls of this room.
#[must_use]
pub fn routes() -> Vec<web::Route> {
    [desk::routes(), waiting::routes(), start::routes(), promises::routes(), availability::routes(), figures::routes()]
        .concat()
}
