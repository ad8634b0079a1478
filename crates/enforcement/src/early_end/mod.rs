//! Early ends: a community order, or the supervision of a suspended sentence, that can end because everything is done. Found
//! by night and when something changes, decided by a manager with the evidence, carried out on the day that was told.
//!
//! Always true: nothing ends by itself; the operational period of a suspended sentence runs on.

mod actions;
mod api;
mod pages;
mod records;

pub use actions::{
    Deciding, carry_out_early_end, decide_early_end, early_ends_of, propose_early_end, propose_where_borne_out,
    take_back_early_end,
};
pub(crate) use records::TABLES;
pub use records::{EarlyEnd, EarlyEndState};

pub(crate) fn routes() -> Vec<web::Route> {
    [pages::routes(), api::routes()].concat()
}
