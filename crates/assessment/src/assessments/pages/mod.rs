//! The pages of an assessment: the tab, its task list, a page a section, signing, comparing.

mod tab;

use kernel::Permission;
use web::Route;

pub(super) fn routes() -> Vec<Route> {
    use Permission::ReadPeople;
    vec![Route::get("/people/{crn}/assessment", ReadPeople, tab::show)]
}
