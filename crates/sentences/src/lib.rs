//! Events, offences, orders, requirements and their progress: what courts decided about a person and how far it is done.
//!
//! Always true: an event's number is never used twice; a court's order is recorded as made, with warnings and never a
//! refusal; what was removed or ended stays readable and can be undone; days of activity are distinct dates; somebody is in
//! the view of supervised people exactly while an order, custodial sentence or licence has not ended, or the service has
//! taken on a case without one. It does not know who is responsible for a person, nor what happened at an appointment.

mod api;
mod appeal;
mod bulk;
mod event;
mod find;
mod from_court;
mod key_date;
mod length;
mod lists;
mod mixes;
mod offence;
mod order;
mod pages;
mod past;
mod published;
mod read;
mod requirement;
mod summary;
mod supervision;
mod warnings;
mod words;

pub use appeal::{
    Appeal, AppealEffect, AppealKind, AppealResult, SentAppeal, appeals, record_appeal, set_appeal_effect,
};
pub use bulk::{FilledEvent, FilledPerson, WholeEvent, WholeOrder, WholeProgress, fill, fill_begun, fill_progress};
pub use event::actions::{end_event, give_back_event, open_event, reopen_event, take_on_event};
pub use event::rules::{Ending, NewEvent};
pub use event::{Event, Origin};
pub use from_court::{
    CourtMatter, FromCourt, SentOffence, SentOrder, SentRequirement, heard_in_court, record_from_court, record_in_court,
};
pub use key_date::{KeyDate, remove_key_date, set_key_date};
pub use length::Length;
pub use lists::{EndOf, KeyDateKind, ListRow, ListSet, Lists, NewEntry, Reason, seed, set_list_entry};
pub use mixes::{OrderMix, order_mixes};
pub use offence::actions::{OffenceFacts, add_offence, amend_offence, make_main_offence, remove_offence};
pub use offence::{MatterDays, Offence};
pub use order::actions::{
    amend_order, end_order, record_order, record_release, remove_order, reopen_order, undo_release,
};
pub use order::rules::{OrderAmendment, OrderFacts};
pub use order::supervision_end::{end_supervision_period, undo_supervision_end};
pub use order::{Order, Source};
pub use past::events_then;
pub use published::{CountedOrder, rebuild_counted_orders};
pub use read::{
    EventWithParts, OrderWithParts, RequirementWithProgress, event, events, events_questions, order, orders,
    orders_questions, waiting_matter,
};
pub use requirement::actions::{
    add_requirement, amend_requirement, begin_requirement, end_requirement, remove_requirement, reopen_requirement,
};
pub use requirement::progress::{Counted, Progress, progress};
pub use requirement::rules::RequirementFacts;
pub use requirement::work::{NewProgress, add_progress, carry_progress, withdraw_progress, withdraw_progress_of};
pub use requirement::{CONTACT, GIVEN, Keeper, MINUTES, ProgressEntry, Requirement};
pub use summary::{SentenceSummary, summaries, supervisions};
pub use supervision::{Basis, Supervision, rebuild_supervision, supervised_people, supervision};
pub use warnings::warnings;

/// Every table of the room.
pub const TABLES: &[&store::Table] = &[
    <Event as store::Record>::TABLE,
    <Offence as store::Record>::TABLE,
    <Order as store::Record>::TABLE,
    <Requirement as store::Record>::TABLE,
    <ProgressEntry as store::Record>::TABLE,
    <KeyDate as store::Record>::TABLE,
    <Appeal as store::Record>::TABLE,
    <Supervision as store::Record>::TABLE,
    <CountedOrder as store::Record>::TABLE,
    <ListRow as store::Record>::TABLE,
];

/// What the room hears of others.
pub const LISTENERS: &[(&str, store::Listener)] =
    &[("who is supervised, after a merge", supervision::hear), ("orders as measures count them", published::hear)];

/// Every page and API call of the room.
#[must_use]
pub fn routes() -> Vec<web::Route> {
    [pages::routes(), api::routes()].concat()
}
