//! The pages of sessions: lists, planning one or a run of weeks, changing, cancelling, and who is expected.

mod expected;
mod forms;
mod show;

pub(crate) use expected::first_with_work;
pub(crate) use forms::cancel_for_all;
pub(crate) use show::{framed, opened, outcome_words, path, table, title};

use web::Route;

pub(super) fn routes() -> Vec<Route> {
    [show::routes(), forms::routes(), expected::routes()].concat()
}
