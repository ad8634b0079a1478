//! Adding regions, delivery units and offices.

use super::form_page;
use super::team::unit_field;
use crate::{NewOffice, NewRegion, NewUnit, add_office, add_region, add_unit, regions, units};
use kernel::{RegionId, UnitId};
use store::Cx;
use web::form::Form;
use web::{Answer, Reply, Request, html, ui};

fn start(form: &Form) -> web::Markup {
    ui::date_input("start_date", "First day").show(form)
}

pub(super) fn new_region(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let form = req.typed(cx)?.unwrap_or_default();
    let fields = html! {
        (ui::input("code", "Code").hint("Three characters, such as R13").width(4).show(&form))
        (ui::input("name", "Name").show(&form))
        (ui::yes_no("welsh", "Does the region serve in Welsh?").show(&form))
        (start(&form))
    };
    Ok(form_page(req, &form, "Add a region", &fields, "Add the region", None))
}

pub(super) fn save_region(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let mut form = req.form();
    let code = form.text("code", "the code", 3);
    let name = form.text("name", "the name", 80);
    let welsh = form.yes_no("welsh", "the region serves in Welsh");
    let start = form.date("start_date", "the first day");
    let (code, name, serves_in_welsh, start_date) = form.complete((code, name, welsh, start))?;
    let region = add_region(cx, NewRegion { code, name, serves_in_welsh, start_date })?;
    Ok(Reply::done(format!("/admin/organisation?region={}", region.code), format!("{} was added", region.name)))
}

pub(super) fn new_unit(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let form = req.typed(cx)?.unwrap_or_default();
    let options = regions(cx)?.into_iter().map(|r| (r.id.to_string(), format!("{} ({})", r.name, r.code)));
    let fields = html! {
        (ui::select("region", "Region").option("", "Choose a region").options(options).show(&form))
        (ui::input("code", "Code").hint("Begins with the code of the region, such as R01A").width(10).show(&form))
        (ui::input("name", "Name").show(&form))
        (start(&form))
    };
    Ok(form_page(req, &form, "Add a delivery unit", &fields, "Add the unit", None))
}

pub(super) fn save_unit(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let mut form = req.form();
    let region = form.id::<RegionId>("region", "the region");
    let code = form.text("code", "the code", 6);
    let name = form.text("name", "the name", 80);
    let start = form.date("start_date", "the first day");
    let (region, code, name, start_date) = form.complete((region, code, name, start))?;
    let unit = add_unit(cx, NewUnit { region, code, name, start_date })?;
    Ok(Reply::done("/admin/organisation", format!("{} was added", unit.name)))
}

pub(super) fn new_office(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let form = req.typed(cx)?.unwrap_or_default();
    let all = units(cx)?;
    let fields = html! {
        (unit_field(&all, &form))
        (ui::input("code", "Code").width(10).show(&form))
        (ui::input("name", "Name").show(&form))
        (ui::input("address", "Street and town").show(&form))
        (ui::input("postcode", "Postcode").width(10).show(&form))
        (ui::input("telephone", "Telephone (optional)").telephone().width(20).show(&form))
        (start(&form))
    };
    Ok(form_page(req, &form, "Add an office", &fields, "Add the office", None))
}

pub(super) fn save_office(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let mut form = req.form();
    let unit = form.id::<UnitId>("unit", "the delivery unit");
    let code = form.text("code", "the code", 7);
    let name = form.text("name", "the name", 80);
    let address = form.text("address", "the street and town", 200);
    let postcode = form.text("postcode", "the postcode", 10);
    let telephone = form.optional_text("telephone", "the telephone number", 30);
    let start = form.date("start_date", "the first day");
    let (unit, code, name, address, postcode, start_date) =
        form.complete((unit, code, name, address, postcode, start))?;
    let office = add_office(cx, NewOffice { unit, code, name, address, postcode, telephone, start_date })?;
    Ok(Reply::done("/admin/organisation", format!("{} was added", office.name)))
}
