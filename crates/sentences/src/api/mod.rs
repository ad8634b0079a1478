//! Sentences for programs. Events come whole, with offences, orders, requirements and what is left of them; dates are
//! `YYYY-MM-DD`, lengths are words such as "2 years 8 months".

mod calls;
mod give;
mod given;
mod law;
mod lists;
mod reader;
mod taken;

use given::{EventGiven, LimitWarningGiven, OrderGiven, RequirementTypeGiven, SentenceTypeGiven, SupervisionGiven};
use kernel::Permission;
use taken::{
    AmendmentTaken, EndingTaken, EventTaken, OffenceTaken, OrderTaken, ProgressTaken, ReopeningTaken, RequirementTaken,
};
use web::{ApiDoc, Route};

const READ: Permission = Permission::ReadPeople;
const EDIT: Permission = Permission::EditSentences;

/// Every call of the room.
pub(crate) fn routes() -> Vec<Route> {
    let mut routes = reading();
    routes.extend(writing());
    routes
}

fn reading() -> Vec<Route> {
    vec![
        Route::api_get("/api/v1/people/{crn}/supervision", READ, calls::supervision).doc(
            ApiDoc::new("What a person is supervised on; not found when not supervised").answers::<SupervisionGiven>(),
        ),
        Route::api_get("/api/v1/people/{crn}/events", READ, calls::events)
            .doc(ApiDoc::new("The events of a person, the newest first").lists::<EventGiven>()),
        Route::api_get("/api/v1/people/{crn}/events/{event}", READ, calls::event)
            .doc(ApiDoc::new("One event").answers::<EventGiven>()),
        Route::api_get("/api/v1/people/{crn}/orders/{order}", READ, calls::order)
            .doc(ApiDoc::new("One order").answers::<OrderGiven>()),
        Route::api_get("/api/v1/people/{crn}/orders/{order}/warnings", READ, calls::warnings)
            .doc(ApiDoc::new("The statutory limits that an order seems to break").lists::<LimitWarningGiven>()),
        Route::api_get("/api/v1/law/requirements", READ, law::requirements).doc(
            ApiDoc::new("Every requirement a court may make, with its dated limits").lists::<RequirementTypeGiven>(),
        ),
        Route::api_get("/api/v1/law/sentences", READ, law::sentences)
            .doc(ApiDoc::new("Every sentence type").lists::<SentenceTypeGiven>()),
        Route::api_get("/api/v1/end-reasons", READ, lists::end_reasons)
            .doc(ApiDoc::new("Why an order, a requirement or an event ends").lists::<lists::ListEntryGiven>()),
        Route::api_get("/api/v1/key-date-kinds", READ, lists::key_dates)
            .doc(ApiDoc::new("The kinds of key dates").lists::<lists::ListEntryGiven>()),
    ]
}

fn writing() -> Vec<Route> {
    vec![
        Route::api_post("/api/v1/people/{crn}/events", EDIT, calls::open_event).doc(
            ApiDoc::new("Open an event, with or without an order to come").body::<EventTaken>().creates::<EventGiven>(),
        ),
        Route::api_post("/api/v1/people/{crn}/events/{event}/end", EDIT, calls::end_event)
            .doc(ApiDoc::new("End an event that has no order").body::<EndingTaken>().answers::<EventGiven>()),
        Route::api_post("/api/v1/people/{crn}/events/{event}/offences", EDIT, calls::add_offence)
            .doc(ApiDoc::new("Add an offence").body::<OffenceTaken>().creates::<EventGiven>()),
        Route::api_post("/api/v1/people/{crn}/events/{event}/orders", EDIT, calls::record_order)
            .doc(ApiDoc::new("Record an order with its requirements").body::<OrderTaken>().creates::<OrderGiven>()),
        Route::api_put("/api/v1/people/{crn}/orders/{order}", EDIT, calls::amend_order).doc(
            ApiDoc::new("Amend an order; If-Match carries its version")
                .body::<AmendmentTaken>()
                .answers::<OrderGiven>(),
        ),
        Route::api_post("/api/v1/people/{crn}/orders/{order}/end", EDIT, calls::end_order)
            .doc(ApiDoc::new("End an order and its requirements").body::<EndingTaken>().answers::<OrderGiven>()),
        Route::api_post("/api/v1/people/{crn}/orders/{order}/reopen", EDIT, calls::reopen_order)
            .doc(ApiDoc::new("Undo the end of an order").body::<ReopeningTaken>().answers::<OrderGiven>()),
        Route::api_post("/api/v1/people/{crn}/orders/{order}/requirements", EDIT, calls::add_requirement)
            .doc(ApiDoc::new("Add a requirement").body::<RequirementTaken>().creates::<OrderGiven>()),
        Route::api_post("/api/v1/people/{crn}/requirements/{requirement}/end", EDIT, calls::end_requirement)
            .doc(ApiDoc::new("End a requirement").body::<EndingTaken>().answers::<OrderGiven>()),
        Route::api_post("/api/v1/people/{crn}/requirements/{requirement}/progress", EDIT, calls::add_progress).doc(
            ApiDoc::new("Add progress; the same key again corrects it").body::<ProgressTaken>().creates::<OrderGiven>(),
        ),
        Route::api_put("/api/v1/people/{crn}/orders/{order}/key-dates/{kind}", EDIT, calls::set_key_date)
            .doc(ApiDoc::new("Set or move a key date").body::<taken::KeyDateTaken>().answers::<OrderGiven>()),
    ]
}
