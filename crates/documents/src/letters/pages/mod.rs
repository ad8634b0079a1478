//! The pages of a person's documents: the list, one as a page and as a PDF, writing one, sending one, withdrawing one.

mod list;
mod one;
mod other;
mod sending;
mod withdrawing;
mod writing;

pub(crate) use one::letter_markup;
pub(crate) use writing::{ask_for, read_given};

use kernel::{Crn, DocumentId, Permission};
use people::OpenPerson;
use store::{Cx, Result};
use web::ui::Frame;
use web::{Act, Method, Request, Route};

pub(super) fn routes() -> Vec<Route> {
    const READ: Permission = Permission::ReadPeople;
    const WRITE: Permission = Permission::RecordContacts;
    vec![
        Route::get("/people/{crn}/documents", READ, list::show),
        Route::get("/people/{crn}/documents/new", WRITE, writing::choose),
        Route::get("/people/{crn}/documents/new/{template}", WRITE, writing::form),
        Route::get("/people/{crn}/documents/new/{template}/preview", WRITE, writing::form),
        Route::post_steps("/people/{crn}/documents/new/{template}/preview", WRITE, writing::preview),
        Route::post("/people/{crn}/documents/new/{template}", WRITE, writing::save),
        // Setting may take a while, so neither happens inside a transaction.
        Route::new(Method::Get, "/people/{crn}/documents/{document}", READ, Act::Steps(one::show)),
        Route::get("/people/{crn}/documents/{document}/send/{channel}", WRITE, sending::form),
        Route::post("/people/{crn}/documents/{document}/send/{channel}", WRITE, sending::save),
        Route::get("/people/{crn}/documents/{document}/withdraw", WRITE, withdrawing::form),
        Route::post("/people/{crn}/documents/{document}/withdraw", WRITE, withdrawing::save),
        Route::get("/people/{crn}/documents/{document}/other-language", WRITE, other::form),
        Route::post("/people/{crn}/documents/{document}/other-language", WRITE, other::save),
    ]
}

pub(super) fn opened(cx: &mut Cx<'_>, req: &Request) -> Result<OpenPerson> {
    let crn: Crn = req.param("crn")?;
    people::open(cx, &crn)
}

pub(super) fn path(open: &OpenPerson, id: DocumentId) -> String {
    open.path(&format!("/documents/{id}"))
}

/// The frame of a page below the list.
fn framed(cx: &mut Cx<'_>, req: &Request, open: &OpenPerson, title: &str, back: String) -> Result<Frame> {
    Ok(people::frame(req, cx, open, "Documents")?.titled(title).back(back))
}
