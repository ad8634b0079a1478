//! The Sentence page of a person and its forms. A form refuses wrong input in words, and is shown again as typed.

mod event_forms;
mod history;
mod lists;
mod offence_forms;
mod order_card;
mod order_forms;
mod parts;
mod progress_forms;
mod requirement_forms;
mod show;

use kernel::Permission;
use web::Route;

const READ: Permission = Permission::ReadPeople;
const EDIT: Permission = Permission::EditSentences;

/// Every page of the room.
pub(crate) fn routes() -> Vec<Route> {
    let mut routes = lists::routes();
    routes.extend([
        Route::get("/people/{crn}/sentence", READ, show::show),
        Route::get("/people/{crn}/sentence/history", READ, history::show),
        Route::get("/people/{crn}/events/new", EDIT, event_forms::new),
        Route::post("/people/{crn}/events/new", EDIT, event_forms::open),
        Route::get("/people/{crn}/events/{event}/take-on", EDIT, event_forms::taking_on),
        Route::post("/people/{crn}/events/{event}/take-on", EDIT, event_forms::take_on),
        Route::get("/people/{crn}/events/{event}/end", EDIT, event_forms::ending),
        Route::post("/people/{crn}/events/{event}/end", EDIT, event_forms::end),
        Route::get("/people/{crn}/events/{event}/reopen", EDIT, event_forms::reopening),
        Route::post("/people/{crn}/events/{event}/reopen", EDIT, event_forms::reopen),
        Route::get("/people/{crn}/events/{event}/offences/new", EDIT, offence_forms::new),
        Route::post("/people/{crn}/events/{event}/offences/new", EDIT, offence_forms::add),
        Route::get("/people/{crn}/offences/{offence}", EDIT, offence_forms::edit),
        Route::post("/people/{crn}/offences/{offence}", EDIT, offence_forms::save),
        Route::post("/people/{crn}/offences/{offence}/main", EDIT, offence_forms::make_main),
        Route::post("/people/{crn}/offences/{offence}/remove", EDIT, offence_forms::remove),
        Route::get("/people/{crn}/events/{event}/orders/new", EDIT, order_forms::new),
        Route::post("/people/{crn}/events/{event}/orders/new", EDIT, order_forms::record),
        Route::get("/people/{crn}/orders/{order}/amend", EDIT, order_forms::amending),
        Route::post("/people/{crn}/orders/{order}/amend", EDIT, order_forms::amend),
        Route::get("/people/{crn}/orders/{order}/end", EDIT, order_forms::ending),
        Route::post("/people/{crn}/orders/{order}/end", EDIT, order_forms::end),
        Route::get("/people/{crn}/orders/{order}/reopen", EDIT, order_forms::reopening),
        Route::post("/people/{crn}/orders/{order}/reopen", EDIT, order_forms::reopen),
        Route::get("/people/{crn}/orders/{order}/release", EDIT, order_forms::releasing),
        Route::post("/people/{crn}/orders/{order}/release", EDIT, order_forms::release),
        Route::get("/people/{crn}/orders/{order}/return", EDIT, order_forms::returning),
        Route::post("/people/{crn}/orders/{order}/return", EDIT, order_forms::take_back),
        Route::get("/people/{crn}/orders/{order}/key-dates", EDIT, order_forms::key_dates),
        Route::post("/people/{crn}/orders/{order}/key-dates", EDIT, order_forms::save_key_date),
        Route::get("/people/{crn}/orders/{order}/requirements/new", EDIT, requirement_forms::new),
        Route::post("/people/{crn}/orders/{order}/requirements/new", EDIT, requirement_forms::add),
        Route::get("/people/{crn}/requirements/{requirement}/amend", EDIT, requirement_forms::amending),
        Route::post("/people/{crn}/requirements/{requirement}/amend", EDIT, requirement_forms::amend),
        Route::get("/people/{crn}/requirements/{requirement}/begin", EDIT, requirement_forms::beginning),
        Route::post("/people/{crn}/requirements/{requirement}/begin", EDIT, requirement_forms::begin),
        Route::get("/people/{crn}/requirements/{requirement}/end", EDIT, requirement_forms::ending),
        Route::post("/people/{crn}/requirements/{requirement}/end", EDIT, requirement_forms::end),
        Route::get("/people/{crn}/requirements/{requirement}/reopen", EDIT, requirement_forms::reopening),
        Route::post("/people/{crn}/requirements/{requirement}/reopen", EDIT, requirement_forms::reopen),
        Route::get("/people/{crn}/requirements/{requirement}/progress", READ, progress_forms::show),
        Route::post("/people/{crn}/requirements/{requirement}/progress", EDIT, progress_forms::add),
        Route::get("/people/{crn}/progress/{entry}/withdraw", EDIT, progress_forms::withdrawing),
        Route::post("/people/{crn}/progress/{entry}/withdraw", EDIT, progress_forms::withdraw),
    ]);
    routes
}
