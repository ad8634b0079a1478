//! The form on which an administrator says which languages a member of staff speaks.

use super::{service_languages, set_languages, spoken, words};
use crate::staff_by_code;
use kernel::Permission::Administer;
use store::Cx;
use web::form::Form;
use web::{Answer, Reply, Request, Route, html, ui};

pub(super) fn routes() -> Vec<Route> {
    const PATH: &str = "/admin/organisation/staff/{code}/languages";
    vec![Route::get(PATH, Administer, show), Route::post(PATH, Administer, save)]
}

fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let staff = staff_by_code(cx, &req.param::<String>("code")?)?;
    let (held, version) = spoken(cx, staff.id)?;
    let all = service_languages(cx)?;
    let now = words(&all, held.iter().map(|h| h.language.clone()));
    let known = || Form::of(held.iter().map(|h| ("languages", h.language.clone())));
    let form = req.typed(cx)?.unwrap_or_else(known);
    let today = cx.today();
    let offered = all.iter().filter(|l| l.end_date.is_none_or(|end| today < end));
    let items = offered.map(|l| ui::item(l.code.clone(), l.name.clone()));
    let title = format!("Languages of {}", staff.name());
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { (title) }
        @if req.is_conflict() {
            (ui::inset(&html! { "Somebody else changed the list meanwhile. It says now: " strong { (now) } ". What you had selected is below." }))
        }
        (req.form_frame(req.path()).hidden("version", version).show(&html! {
            (ui::checkboxes("languages", "Which languages do they speak well enough to see people in?").small()
                .hint("Beside English. Whoever allocates sees it where a person speaks the same language.").items(items).show(&form))
            (ui::button("Save").show())
        }))
    };
    let back = format!("/organisation/staff/{}", staff.code);
    Ok(Reply::page(req.frame().titled(title).back(back), body))
}

fn save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let staff = staff_by_code(cx, &req.param::<String>("code")?)?;
    let mut form = req.form();
    let wanted = form.list("languages", "the languages", |code| Some(code.to_owned()));
    let seen = form.integer("version", "the page again", 0..=i64::MAX);
    let (seen,) = form.complete((seen,))?;
    set_languages(cx, staff.id, &wanted, seen)?;
    Ok(Reply::done(format!("/organisation/staff/{}", staff.code), "The languages are recorded"))
}
