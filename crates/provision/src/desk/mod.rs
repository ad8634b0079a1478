//! The pages and calls with which commissioners keep what is provided, and practitioners look at it: front page, providers,
//! contracts, the catalogue, offers and groups.
//!
//! Always true: a form carries the version that it was made from, and on a conflict shows what stands there now beside what
//! was typed; nothing is deleted here, it ends on a day. It holds no rule.

mod api;
mod catalogue;
mod contracts;
mod front;
mod groups;
mod offers;
mod parts;
mod providers;

pub(crate) use api::{believed, day, items, json};

pub(crate) fn routes() -> Vec<web::Route> {
    [
        front::routes(),
        providers::routes(),
        contracts::routes(),
        catalogue::routes(),
        offers::routes(),
        groups::routes(),
        api::routes(),
    ]
    .concat()
}
