//! The pages of failures: one page to look and decide, one to check and confirm, the list of what waits, and small forms
//! for evidence, what was tried and taking a decision back.

mod decide;
mod forms;
mod law;
mod list;
mod show;

pub(crate) use law::law_says;
pub(crate) use list::{scope, table as list_table};
pub(crate) use show::table;

use super::book::Book;
use super::records::Failure;
use kernel::{Crn, FailureId, Permission};
use people::OpenPerson;
use store::{Cx, Failure as No, Result};
use web::{Request, Route};

/// Room for a file beside the form that carries it.
const WITH_FILE: usize = files::LARGEST + 1024 * 1024;

pub(crate) const TAB: &str = "Compliance";

pub(crate) fn routes() -> Vec<Route> {
    const READ: Permission = Permission::ReadPeople;
    const WRITE: Permission = Permission::Enforce;
    vec![
        Route::get("/failures", READ, list::show),
        Route::get("/people/{crn}/failures/{id}", READ, show::show),
        Route::post_read("/people/{crn}/failures/{id}", WRITE, decide::check),
        Route::get("/people/{crn}/failures/{id}/decide", WRITE, decide::again),
        Route::post("/people/{crn}/failures/{id}/decide", WRITE, decide::save),
        Route::get("/people/{crn}/failures/{id}/evidence", WRITE, forms::evidence_form),
        Route::post("/people/{crn}/failures/{id}/evidence", WRITE, forms::evidence_save).takes(WITH_FILE),
        Route::get("/people/{crn}/failures/{id}/evidence/{file}", READ, forms::evidence_download),
        Route::get("/people/{crn}/failures/{id}/evidence/{file}/remove", WRITE, forms::evidence_remove_form),
        Route::post("/people/{crn}/failures/{id}/evidence/{file}/remove", WRITE, forms::evidence_remove),
        Route::get("/people/{crn}/failures/{id}/tried", WRITE, forms::tried_form),
        Route::post("/people/{crn}/failures/{id}/tried", WRITE, forms::tried_save),
        Route::get("/people/{crn}/failures/{id}/letter", WRITE, forms::letter_form),
        Route::post("/people/{crn}/failures/{id}/letter", WRITE, forms::letter_save),
        Route::get("/people/{crn}/failures/{id}/take-back", WRITE, forms::take_back_form),
        Route::post("/people/{crn}/failures/{id}/take-back", WRITE, forms::take_back_save),
    ]
}

/// The person and the failure of the address, with everything around it.
fn opened(cx: &mut Cx<'_>, req: &Request) -> Result<(OpenPerson, Book, Failure)> {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let book = Book::read(cx, &open.keys)?;
    let failure = book.failure(req.param::<FailureId>("id")?).cloned().ok_or(No::NotFound)?;
    Ok((open, book, failure))
}

pub(crate) fn path(open: &OpenPerson, id: FailureId, rest: &str) -> String {
    open.path(&format!("/failures/{id}{rest}"))
}
