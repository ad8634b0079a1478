//! The list of a court's day: drawn from what courts sent, from reports that are due and from what people added; prepared,
//! noted and resulted by the officers on duty.
//!
//! Always true: a result typed in court stands beside the message that comes later, and a difference is settled by a
//! person with a reason; a note that somebody else changed meanwhile is shown beside one's own; nothing leaves the list
//! without a reason. An order typed with a result is recorded through the sentences room, and the court's message takes it over.

mod actions;
mod api;
mod beside;
mod list;
mod order;
mod pages;
mod records;
mod rules;

pub use actions::{
    Adding, Settling, add_to_day, enter_result, note_day, prepare_day, put_back_on_day, remove_from_day, settle_result,
};
pub use beside::BesideTheDay;
pub use list::{Came, DayLine, day_list};
pub use order::{HeardOrder, type_order};
pub(crate) use records::TABLES;
pub use records::{DayEntry, EntryState, Preparing, Sitting, Source};
pub use rules::{Agreement, Shelf as DayShelf};

pub(crate) fn routes() -> Vec<web::Route> {
    [pages::routes(), api::routes()].concat()
}
