//! The pages of the organisation: reading for whoever sees teams, adding and changing for administrators.

mod courts;
mod overview;
mod staff;
mod staff_forms;
mod structure_forms;
mod team;

use kernel::Permission;
use web::form::Form;
use web::{Markup, Reply, Request, Route, html, ui};

pub(crate) fn routes() -> Vec<Route> {
    const READ: Permission = Permission::ReadTeams;
    const ADMIN: Permission = Permission::Administer;
    let mut all = vec![
        Route::get("/organisation", READ, overview::show),
        Route::get("/organisation/teams/{code}", READ, team::show),
        Route::get("/organisation/staff", READ, staff::list),
        Route::get("/organisation/staff/{code}", READ, staff::show),
        Route::get("/organisation/courts", READ, courts::list),
        Route::get("/admin/organisation", ADMIN, overview::administer),
    ];
    let mut form = |path, show, save| {
        all.push(Route::get(path, ADMIN, show));
        all.push(Route::post(path, ADMIN, save));
    };
    form("/admin/organisation/regions/new", structure_forms::new_region, structure_forms::save_region);
    form("/admin/organisation/units/new", structure_forms::new_unit, structure_forms::save_unit);
    form("/admin/organisation/offices/new", structure_forms::new_office, structure_forms::save_office);
    form("/admin/organisation/teams/new", team::new, team::save);
    form("/admin/organisation/teams/{code}/edit", team::edit, team::save_edit);
    form("/admin/organisation/courts/new", courts::new, courts::save);
    form("/admin/organisation/courts/{code}/edit", courts::edit, courts::save_edit);
    form("/admin/organisation/staff/new", staff_forms::new, staff_forms::save);
    form("/admin/organisation/staff/{code}/edit", staff_forms::edit, staff_forms::save_edit);
    form("/admin/organisation/staff/{code}/move", staff_forms::choose_team, staff_forms::save_move);
    all
}

/// One form on one page: what is wrong, the heading, the fields, the button.
fn form_page(req: &Request, form: &Form, heading: &str, fields: &Markup, words: &str, version: Option<i64>) -> Reply {
    let mut around = req.form_frame(req.path());
    if let Some(version) = version {
        around = around.hidden("version", version);
    }
    let frame = req.frame().titled(heading).back("/admin/organisation");
    let inside = html! { (fields) (ui::button(words).show()) };
    let body = html! {
        (ui::error_summary(form))
        h1.govuk-heading-l { (heading) }
        (around.show(&inside))
    };
    Reply::page(frame, body)
}

/// The version of the card that the form was opened with.
fn version(form: &Form) -> i64 {
    form.typed("version").parse().unwrap_or(0)
}

/// The text, or a dash for nothing.
fn or_dash(text: Option<&str>) -> String {
    text.filter(|t| !t.is_empty()).unwrap_or("–").to_owned()
}
