//! The pages of quality: samples, drawing one, its cases, the second look at a case, and what the sample says.

mod look;
mod results;
mod samples;

use kernel::Permission;
use web::Route;

pub(super) fn routes() -> Vec<Route> {
    use Permission::ReviewQuality;
    vec![
        Route::get("/quality", ReviewQuality, samples::all),
        Route::get("/quality/new", ReviewQuality, samples::form),
        Route::post("/quality/new", ReviewQuality, samples::save),
        Route::get("/quality/{sample}", ReviewQuality, samples::show),
        Route::get("/quality/{sample}/results", ReviewQuality, results::show),
        Route::get("/quality/{sample}/cases/{place}", ReviewQuality, look::show),
        Route::post("/quality/{sample}/cases/{place}", ReviewQuality, look::give_answers),
        Route::get("/quality/{sample}/cases/{place}/compare", ReviewQuality, look::compare),
        Route::post("/quality/{sample}/cases/{place}/compare", ReviewQuality, look::save_finding),
    ]
}
